//! Agreement: which mentions a pronoun may mean, by gender, kind and number.

use crate::lexicon::WordClasses;
use crate::model::{ActorMention, Document, MentionForm, Mentions};

/// What a pronoun asks of its antecedent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Person(char),
    Plural,
    Thing,
}

/// Whether the actors of a mention are of the number, kind and gender that a pronoun asks for.
pub(super) fn agree(mentions: &Mentions, mention: &ActorMention, wanted: Wanted) -> bool {
    let actors = mention.actors.iter().map(|a| &mentions.register[*a]);
    match wanted {
        Wanted::Person(gender) => {
            mention.actors.len() == 1
                && actors
                    .clone()
                    .all(|a| a.kind == "person" && a.gender.is_none_or(|g| g == gender))
        }
        Wanted::Plural => {
            mention.actors.len() > 1
                || mention.form == MentionForm::Office
                || actors
                    .clone()
                    .all(|a| matches!(a.kind.as_str(), "bloc" | "group"))
        }
        Wanted::Thing => {
            mention.actors.len() == 1
                && actors
                    .clone()
                    .all(|a| matches!(a.kind.as_str(), "country" | "organisation" | "bloc"))
                && !matches!(mention.form, MentionForm::Pronoun)
        }
    }
}

/// "A French official": a person, though the country is whom they speak for.
pub(super) fn speaks_for(
    document: &Document,
    classes: &WordClasses,
    mention: &ActorMention,
    wanted: Wanted,
) -> bool {
    let head = &document.tokens[mention.head];
    matches!(wanted, Wanted::Person(_))
        && mention.form == MentionForm::Office
        && mention.actors.len() == 1
        && head.lower == head.lemma
        && classes.person_nouns.contains(&head.lemma)
}

/// "France and Britain": together a plural, though each alone is none.
pub(super) fn coordinated(
    document: &Document,
    mentions: &Mentions,
    mention: &ActorMention,
    wanted: Wanted,
) -> bool {
    wanted == Wanted::Plural
        && mention.form != MentionForm::Pronoun
        && plural_group(document, mentions, mention, wanted).len() > 1
}

/// "They" after "France and Britain" means both.
pub(super) fn plural_group(
    document: &Document,
    mentions: &Mentions,
    mention: &ActorMention,
    wanted: Wanted,
) -> Vec<usize> {
    let mut actors = mention.actors.clone();
    if wanted == Wanted::Plural
        && let Some(p) = document.phrase_headed_by(mention.head)
    {
        let mut at = document.phrases[p].coordinated;
        while let Some(next) = at {
            if let Some(m) = mentions
                .actors_at(document, document.phrases[next].head)
                .next()
            {
                actors.extend(&m.actors);
            }
            at = document.phrases[next].coordinated;
        }
        actors.sort_unstable();
        actors.dedup();
    }
    actors
}
