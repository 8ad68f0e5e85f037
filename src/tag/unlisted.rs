//! Persons that stand in no lexicon: known from the text alone, by how they are introduced.

use rustc_hash::{FxHashMap, FxHashSet};

use super::labels::{as_name, labels};
use crate::model::{Attachment, Document, NounPhrase, Pos};

/// A person whom only the text names.
#[derive(Debug, Clone)]
pub(super) struct Unlisted {
    /// Full name.
    pub(super) name: String,
    /// Whether it stands here in full.
    pub(super) full: bool,
}

/// Persons that only the text names: two to four capitalised words that act or are introduced as a person, and their last names after.
/// Words of a title before them ("Party leader") are none of their name.
pub(super) fn unlisted_persons(
    document: &Document,
    known: &dyn Fn(usize) -> bool,
    titled: &dyn Fn(usize) -> bool,
    honorifics: &[String],
    counting: &FxHashSet<String>,
    speech: &FxHashSet<String>,
) -> Vec<Option<Unlisted>> {
    let mut found: Vec<Option<Unlisted>> = vec![None; document.phrases.len()];
    let mut lasts: FxHashMap<String, String> = FxHashMap::default();
    let labels = labels(document, false);
    let alone = alone(document);
    for (p, phrase) in document.phrases.iter().enumerate() {
        if known(p) {
            continue;
        }
        let mut start = phrase.head;
        while start > phrase.tokens.start {
            let before = &document.tokens[start - 1];
            let name = before.pos == Pos::Proper
                && !titled(start - 1)
                && before.lower.starts_with(char::is_alphabetic);
            if name {
                start -= 1;
            } else if start > phrase.tokens.start + 1
                && before.lower == "."
                && is_initial(document.slice(document.tokens[start - 2].span))
            {
                start -= 2;
            } else {
                break;
            }
        }
        let label = labels.iter().any(|l| l.contains(&phrase.head));
        let words: Vec<String> = (start..=phrase.head)
            .map(|t| document.slice(document.tokens[t].span))
            .filter(|w| !honorifics.contains(&w.to_lowercase()))
            // "John E. Sununu" is John Sununu elsewhere.
            .filter(|w| !is_initial(w) && *w != ".")
            .map(|w| if label { as_name(w) } else { w.to_owned() })
            .collect();
        if document.tokens[phrase.head].pos != Pos::Proper || words.is_empty() {
            continue;
        }
        let honoured = (start..phrase.head).any(|t| honorifics.contains(&document.tokens[t].lower));
        // "Article Five" is nobody.
        let person_like = words.iter().all(|w| {
            !counting.contains(&w.to_lowercase())
                && w.chars().next().is_some_and(char::is_uppercase)
                && (w.chars().skip(1).any(char::is_lowercase) || w.as_str() == "Ó")
        });
        // "it was the turn of Interior Minister Vit Rakusan".
        let office = start > phrase.tokens.start && titled(start - 1);
        let acts = label
            || office
            || phrase.apposition.is_some()
            || matches!(
                phrase.attached,
                Attachment::Subject(_) | Attachment::Object(_)
            )
            || document
                .phrases_beside(phrase.head)
                .iter()
                .any(|o| o.apposition == Some(p))
            || phrase.attached == Attachment::None && beside_verb(document, phrase);
        let introduced = label
            || phrase.apposition.is_some()
            || document
                .phrases_beside(phrase.head)
                .iter()
                .any(|o| o.apposition == Some(p))
            || office
            || honoured
            || speaks(document, phrase, speech)
            || words
                .last()
                .is_some_and(|last| alone.contains(last.as_str()));
        let thing =
            start > phrase.tokens.start && document.tokens[start - 1].pos == Pos::Determiner;
        if (2..=4).contains(&words.len()) && person_like && acts && introduced && !thing {
            let name = words.join(" ");
            if let Some(last) = words.last() {
                lasts.insert(last.clone(), name.clone());
            }
            found[p] = Some(Unlisted { name, full: true });
        } else if words.len() == 1
            && let Some(name) = lasts.get(&words[0])
        {
            found[p] = Some(Unlisted {
                name: name.clone(),
                full: false,
            });
        } else if words.len() == 1 && person_like && acts && !thing && honoured {
            // "Lord Wexham thought": nobody says his first name.
            lasts.insert(words[0].clone(), words[0].clone());
            found[p] = Some(Unlisted {
                name: words[0].clone(),
                full: false,
            });
        }
    }
    found
}

/// The "E" of "John E. Berg", but not the "Ó" of an Irish name.
fn is_initial(word: &str) -> bool {
    word.len() == 1 && word.starts_with(|c: char| c.is_ascii_uppercase())
}

/// Whether a phrase is the subject of a verb that only persons are subjects of, or stands beside one.
fn speaks(document: &Document, phrase: &NounPhrase, speech: &FxHashSet<String>) -> bool {
    let says = |t: usize| {
        let token = document.tokens.get(t);
        token.is_some_and(|t| t.pos.is_verb() && speech.contains(&t.lemma))
    };
    matches!(phrase.attached, Attachment::Subject(c) if speech.contains(&document.clauses[c].lemma))
        || phrase.tokens.start > 0 && says(phrase.tokens.start - 1)
        || says(phrase.tokens.end)
}

/// The last names that stand by themselves somewhere, as those of persons do.
fn alone(document: &Document) -> FxHashSet<&str> {
    let single = document
        .phrases
        .iter()
        .filter(|p| p.tokens.len() == 1 && document.tokens[p.head].pos == Pos::Proper);
    single
        .map(|p| document.slice(document.tokens[p.head].span))
        .collect()
}

/// "..., said Ihor Zhovkva": a verb right before or after the name.
fn beside_verb(document: &Document, phrase: &NounPhrase) -> bool {
    let finite = |t: usize| {
        document
            .tokens
            .get(t)
            .is_some_and(|t| matches!(t.pos, Pos::VerbPast | Pos::VerbThird))
    };
    phrase.tokens.start > 0 && finite(phrase.tokens.start - 1) || finite(phrase.tokens.end)
}

/// "The mayor", "her opponent", "the Republican" where they act: one of whom the name behind tells more.
pub(super) fn describes_one(document: &Document, p: usize) -> bool {
    let phrase = &document.phrases[p];
    let first = &document.tokens[phrase.tokens.start];
    let head = &document.tokens[phrase.head];
    let definite = first.lower == "the" || phrase.owner.is_some();
    definite && head.lower == head.lemma && matches!(phrase.attached, Attachment::Subject(_))
}
