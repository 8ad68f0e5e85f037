//! Pronouns: whom "he", "she", "they", "his" mean.
//!
//! The subject of the clause above comes first ("Starmer said he would"), then the subject of the sentence before, then whoever was named
//! last; gender and number must agree. A nearer subject that no lexicon knows, but that the pronoun may mean, stands in the way: then the pronoun means nobody
//! known. "I" and "we" inside quotations are left to attribution: they are the speaker.

use super::earlier::{ToCome, add};
use super::expletives;
use super::number::{Wanted, agree, coordinated, plural_group, speaks_for};
use rustc_hash::FxHashSet;

use crate::lexicon::WordClasses;
use crate::model::{
    ActorMention, Attachment, Clause, ClauseRole, Document, MentionForm, Mentions, NounPhrase, Pos,
};

/// Sentences back in which an antecedent is looked for.
const REACH: usize = 4;

/// Adds mentions for third-person pronouns.
pub(super) fn resolve(
    document: &Document,
    classes: &WordClasses,
    speech_verbs: &FxHashSet<String>,
    mentions: &mut Mentions,
) {
    let mut heads: Vec<(usize, Wanted)> = Vec::new();
    for (t, token) in document.tokens.iter().enumerate() {
        if !matches!(token.pos, Pos::Pronoun | Pos::Possessive) {
            continue;
        }
        let wanted = match token.lower.as_str() {
            "he" | "him" | "his" | "himself" => Wanted::Person('m'),
            "she" | "her" | "hers" | "herself" => Wanted::Person('f'),
            "they" | "them" | "their" | "themselves" => Wanted::Plural,
            "it" | "its" | "itself" => Wanted::Thing,
            _ => continue,
        };
        heads.push((t, wanted));
    }
    let mut to_come = ToCome::new(mentions);
    for (t, wanted) in heads {
        to_come.reach(document, mentions, t);
        let says = says(document, speech_verbs, t);
        if document.tokens[t].lower == "it" && expletives::is_dummy(document, t) {
            continue;
        }
        let home = at_home(document, mentions, t)
            .or_else(|| blamed_for(document, classes, mentions, t, wanted))
            .map(|actors| (actors, 80));
        let found = home.or_else(|| antecedent(document, classes, mentions, t, wanted, says));
        if let Some((actors, certainty)) = found {
            let mention = ActorMention {
                tokens: t..t + 1,
                span: document.tokens[t].span,
                head: t,
                actors,
                form: MentionForm::Pronoun,
                certainty,
            };
            add(mentions, mention);
        }
    }
    to_come.end(mentions);
}

fn antecedent(
    document: &Document,
    classes: &WordClasses,
    mentions: &Mentions,
    t: usize,
    wanted: Wanted,
    says: Says,
) -> Option<(Vec<usize>, u8)> {
    let sentence = document.tokens[t].sentence;
    let quotation = speech(document, t);
    let paragraph = document.sentences[sentence].paragraph;
    let subject_heads = |s: usize| -> Vec<usize> {
        let told = &document.clauses[document.sentences[s].clauses.clone()];
        let subjects = told.iter().flat_map(|c| &c.subjects);
        subjects.map(|p| document.phrases[*p].head).collect()
    };
    let not = disjoint(document, mentions, t);
    let fits = |m: &ActorMention| {
        !m.actors.iter().any(|a| not.contains(a))
            && (agree(mentions, m, wanted)
                || speaks_for(document, classes, m, wanted)
                || coordinated(document, mentions, m, wanted))
            && !(m.form == MentionForm::Demonym || m.tokens.contains(&t))
            && !labels_turn(document, m, paragraph)
    };
    let subject = document
        .clauses_beside(t)
        .iter()
        .any(|c| c.subjects.iter().any(|p| document.phrases[*p].head == t));
    let stranger = |p: usize, before: usize| {
        let phrase = &document.phrases[p];
        (subject || wanted != Wanted::Thing)
            && phrase.head < before
            && quotation == speech(document, phrase.head)
            && is_stranger(document, classes, mentions, phrase, wanted)
    };
    // 1. The subject of a clause above, for a pronoun that is not itself that subject.
    if let Some(clause) = document
        .clauses_beside(t)
        .iter()
        .filter(|c| c.extent.contains(&t))
        .max_by_key(|c| c.extent.start)
    {
        let mut at = clause.parent;
        while let Some(c) = at {
            for p in &document.clauses[c].subjects {
                let head = document.phrases[*p].head;
                if head < t
                    && let Some(m) = mentions
                        .actors_at(document, head)
                        .find(|m| fits(m) && quotation.is_none())
                {
                    return Some((plural_group(document, mentions, m, wanted), 85));
                }
                if matches!(wanted, Wanted::Person(_)) && stranger(*p, t) {
                    return None;
                }
            }
            at = document.clauses[c].parent;
        }
    }
    // 2. Sentence by sentence back: subjects first, then the last named.
    let (mut mentioned, mut sure): (Option<&ActorMention>, u8) = (None, 64);
    let first = document.paragraphs[paragraph]
        .sentences
        .start
        .saturating_sub(1);
    // Whoever spoke in the paragraph before goes on in this one.
    let goes_on = says != Says::Not
        && matches!(wanted, Wanted::Person(_))
        && sentence == document.paragraphs[paragraph].sentences.start;
    let before = &document.paragraphs[document.sentences[first].paragraph];
    let reach = if goes_on {
        before.sentences.start
    } else {
        first
    };
    let last = sentence - usize::from(says == Says::Behind && sentence > 0);
    for s in (sentence.saturating_sub(REACH)..=last).rev() {
        if s < reach && sentence - s > 2 {
            break;
        }
        let subjects = subject_heads(s);
        let here: Vec<&ActorMention> = mentions.actors[mentions.actors_in(document, s..s + 1)]
            .iter()
            .filter(|m| m.head < t && fits(m))
            // What is inside a quotation is no antecedent for what stands outside, nor the other way about in the same sentence.
            .filter(|m| {
                document.tokens[m.head]
                    .quotation
                    .filter(|q| !document.quotations[*q].scare)
                    == quotation
                    || s != sentence
                        && quotation.is_none()
                        && document.tokens[m.head]
                            .quotation
                            .is_none_or(|q| document.quotations[q].scare)
                    || s != sentence && quotation.is_some()
            })
            .collect();
        let certainty = match sentence - s {
            0 => 78,
            1 => 74,
            2 => 62,
            _ => 50,
        };
        if let Some(m) = here
            .iter()
            .find(|m| subjects.contains(&m.head) && s != sentence)
            .or_else(|| here.iter().rev().find(|m| subjects.contains(&m.head)))
        {
            return Some((plural_group(document, mentions, m, wanted), certainty));
        }
        let in_the_way = |c: &Clause| c.finite && c.subjects.iter().any(|p| stranger(*p, t));
        if (s != sentence || matches!(wanted, Wanted::Person(_)))
            && document.clauses[document.sentences[s].clauses.clone()]
                .iter()
                .any(in_the_way)
        {
            break;
        }
        // "After talks with Berg she said": whom the sentence only mentions comes after who acted in the one before.
        if s == sentence && opens_main(document, t) && matches!(wanted, Wanted::Person(_)) {
            mentioned = here.last().copied();
            continue;
        }
        mentioned = mentioned.or(here.last().copied());
        if mentioned.is_some() {
            sure = certainty - 10;
            break;
        }
    }
    mentioned.map(|m| (plural_group(document, mentions, m, wanted), sure))
}

/// "criticised Macron over his plan": what somebody is blamed or praised for is his own. Whom a pronoun means that owns what a preposition behind
/// the object of such a verb tells of.
fn blamed_for(
    document: &Document,
    classes: &WordClasses,
    mentions: &Mentions,
    t: usize,
    wanted: Wanted,
) -> Option<Vec<usize>> {
    let owned = document.find_phrase(t, |p| p.tokens.start == t)?;
    let opener = document.phrases[owned].preposition?;
    let over = matches!(
        document.tokens[opener].lower.as_str(),
        "over" | "for" | "about"
    );
    if !over || document.tokens[t].pos != Pos::Possessive {
        return None;
    }
    let judges = |c: &&Clause| {
        let blames =
            classes.blaming_verbs.contains(&c.lemma) || classes.thanking_verbs.contains(&c.lemma);
        blames && !c.passive && c.extent.contains(&t)
    };
    let clause = document.clauses_beside(t).iter().find(judges)?;
    let object = clause.objects.first().map(|p| &document.phrases[*p])?;
    let mut named = mentions.actors_at(document, object.head);
    let m = named.find(|m| agree(mentions, m, wanted) && m.form != MentionForm::Demonym)?;
    (object.tokens.end == opener).then(|| m.actors.clone())
}

/// "In Lisbon they say no": right behind a place that stands for a government "they" are its people.
fn at_home(document: &Document, mentions: &Mentions, t: usize) -> Option<Vec<usize>> {
    let word = |t: usize| document.tokens[t].lower.as_str();
    let start = document.sentence_of(t).tokens.start;
    let mut end = t;
    if end > start && word(end - 1) == "," {
        end -= 1;
    }
    if word(t) != "they" || end == start {
        return None;
    }
    let place = mentions.actors_at(document, end - 1).find(|m| {
        m.tokens.end == end && matches!(m.form, MentionForm::Metonym | MentionForm::Name)
    })?;
    let mut opener = place.tokens.start.checked_sub(1)?;
    if word(opener) == "the" {
        opener = opener.checked_sub(1)?;
    }
    let opens = opener == start
        || opener > start && matches!(word(opener - 1), "," | ";" | "and" | "but" | "while");
    (opener >= start && opens && matches!(word(opener), "in" | "at")).then(|| place.actors.clone())
}

/// "Fico agrees with him", "Oslo is part of it": whom an object cannot mean, since "himself" would (principle B of binding; Chomsky 1981).
fn disjoint(document: &Document, mentions: &Mentions, t: usize) -> Vec<usize> {
    let token = &document.tokens[t];
    let bare = matches!(token.lower.as_str(), "him" | "her" | "them" | "it");
    if !bare || token.pos != Pos::Pronoun {
        return Vec::new();
    }
    let of_noun = document
        .phrase_headed_by(t)
        .and_then(|p| match document.phrases[p].attached {
            Attachment::Noun(n) => Some(n),
            _ => None,
        });
    // "took it with him": behind an object a preposition may lead back to the subject.
    let of_verb = |c: &&Clause| {
        let means = |p: &&usize| document.phrases[**p].head == t;
        let with = || c.objects.is_empty() && c.adverbials.iter().any(|p| means(&p));
        let of = of_noun.is_some() && c.predicative == of_noun;
        c.objects.iter().any(|p| means(&p)) || with() || of
    };
    let clause = document.clauses_beside(t).iter().find(of_verb);
    let subjects = clause.iter().flat_map(|c| &c.subjects);
    subjects
        .flat_map(|p| mentions.actors_at(document, document.phrases[*p].head))
        .flat_map(|m| m.actors.iter().copied())
        .collect()
}

/// Whether a token is the subject of a main clause.
fn opens_main(document: &Document, t: usize) -> bool {
    let subject = |c: &Clause| c.subjects.iter().any(|p| document.phrases[*p].head == t);
    document
        .clauses_beside(t)
        .iter()
        .any(|c| c.role == ClauseRole::Main && subject(c))
}

/// How a pronoun stands beside a verb of speech.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    Not,
    /// "he said that"
    Before,
    /// "..., he said."
    Behind,
}

/// Whether a pronoun is the subject of a verb of speech, before or behind what is said.
fn says(document: &Document, speech_verbs: &FxHashSet<String>, t: usize) -> Says {
    let word = |t: usize| document.tokens.get(t).map_or("", |x| x.lower.as_str());
    let clause = document.clauses_beside(t).iter().find(|c| {
        speech_verbs.contains(&c.lemma)
            && c.finite
            && c.negation.is_none()
            && c.subjects.iter().any(|p| document.phrases[*p].head == t)
    });
    let Some(clause) = clause else {
        return Says::Not;
    };
    let parted = t > document.sentence_of(t).tokens.start && matches!(word(t - 1), "," | "\"");
    let closes = matches!(word(clause.verb_group.end), "." | "," | ";" | "\"" | ":");
    if parted && closes {
        Says::Behind
    } else {
        Says::Before
    }
}

/// The quotation that a token stands in, if it is speech.
fn speech(document: &Document, t: usize) -> Option<usize> {
    document.tokens[t]
        .quotation
        .filter(|q| !document.quotations[*q].scare)
}

/// "Berg: He was asked that": whoever speaks in a paragraph is not whom "he" means there.
fn labels_turn(document: &Document, mention: &ActorMention, paragraph: usize) -> bool {
    let sentence = document.sentence_of(mention.head);
    sentence.paragraph == paragraph
        && sentence.tokens.start == mention.tokens.start
        && document.paragraphs[paragraph].sentences.start == document.tokens[mention.head].sentence
        && document
            .tokens
            .get(mention.head + 1)
            .is_some_and(|next| next.lower == ":")
}

/// Whether a subject is one that the pronoun may mean but no mention knows: "a soldier" or "Taras" for "he"; "the mission" for "it" as a subject.
fn is_stranger(
    document: &Document,
    classes: &WordClasses,
    mentions: &Mentions,
    phrase: &NounPhrase,
    wanted: Wanted,
) -> bool {
    let tokens = &document.tokens;
    let head = &tokens[phrase.head];
    let known = mentions
        .actors_over(document, &phrase.tokens)
        .iter()
        .any(|m| m.form != MentionForm::Demonym && phrase.tokens.contains(&m.head));
    let apart = phrase.coordinated.is_some() || phrase.apposition.is_some();
    if known || apart || !matches!(phrase.attached, Attachment::Subject(_)) {
        return false;
    }
    let first = tokens[phrase.tokens.start].lower.as_str();
    let one = |p: &NounPhrase| {
        let head = &tokens[p.head];
        classes.person_nouns.contains(&head.lemma) && head.lemma == head.lower
    };
    let person = one(phrase);
    match wanted {
        // "a soldier", "Taras, an electrician".
        Wanted::Person(_) => {
            person
                || head.pos == Pos::Proper
                    && document.phrases_beside(phrase.head).iter().any(|o| {
                        o.apposition
                            .is_some_and(|a| document.phrases[a].head == phrase.head)
                            && one(o)
                    })
        }
        Wanted::Thing => {
            // "It", of which nobody knows what it means, means the same once more.
            head.pos == Pos::Pronoun && head.lower == "it"
                || head.pos == Pos::Noun
                    && head.lemma == head.lower
                    && !person
                    && !matches!(first, "one" | "each" | "every")
        }
        Wanted::Plural => false,
    }
}
