//! Two who were told apart in the sentence before: "the latter", "neither".

use super::earlier::before;
use crate::model::{Attachment, Document, MentionForm, Mentions, NounPhrase};

/// "The latter said", "the former": of two told apart in the sentence before the one named last, or first.
pub(super) fn latter(
    document: &Document,
    mentions: &Mentions,
    phrase: &NounPhrase,
) -> Option<(Vec<usize>, u8)> {
    let word = document.tokens[phrase.head].lower.as_str();
    let the = document.tokens[phrase.tokens.start].lower == "the";
    if !the || phrase.tokens.len() != 2 || !matches!(word, "latter" | "former") {
        return None;
    }
    let sentence = document.tokens[phrase.head].sentence;
    let told = |persons: bool| {
        let mut found: Vec<usize> = Vec::new();
        let near = before(document, mentions, phrase.head)
            .take_while(|m| sentence - document.tokens[m.head].sentence <= 1)
            .filter(|m| {
                matches!(
                    m.form,
                    MentionForm::Name | MentionForm::Surname | MentionForm::Title
                )
            });
        for actor in near.flat_map(|m| m.actors.iter().rev()) {
            let fits = (mentions.register[*actor].kind == "person") == persons;
            if fits && !found.contains(actor) {
                found.push(*actor);
            }
        }
        (found.len() == 2).then_some(found)
    };
    let pair = told(true).or_else(|| told(false))?;
    let meant = if word == "latter" { pair[0] } else { pair[1] };
    Some((vec![meant], 75))
}

/// "Macron met Starmer. Neither wants to": two who were named in the sentence before, and nobody else.
pub(super) fn neither(
    document: &Document,
    mentions: &Mentions,
    phrase: &NounPhrase,
) -> Option<(Vec<usize>, u8)> {
    let head = &document.tokens[phrase.head];
    let alone = phrase.tokens.len() == 1
        && matches!(phrase.attached, Attachment::Subject(_))
        && phrase.coordinated.is_none();
    let next = document.tokens.get(phrase.head + 1)?;
    if head.lower != "neither" || !alone || next.lower == "of" || head.sentence == 0 {
        return None;
    }
    let two = |persons: bool| {
        let mut found: Vec<usize> = Vec::new();
        let near = before(document, mentions, phrase.head)
            .take_while(|m| head.sentence - document.tokens[m.head].sentence <= 1)
            .filter(|m| m.form != MentionForm::Demonym);
        for actor in near.flat_map(|m| m.actors.iter()) {
            let fits = (mentions.register[*actor].kind == "person") == persons;
            if fits && !found.contains(actor) {
                found.push(*actor);
            }
        }
        (found.len() == 2).then_some(found)
    };
    let mut pair = two(true).or_else(|| two(false))?;
    pair.reverse();
    Some((pair, 75))
}

#[cfg(test)]
mod tests {
    use super::super::tests::actors;

    fn times(text: &str, actor: &str) -> usize {
        actors(text).iter().filter(|a| *a == actor).count()
    }

    #[test]
    fn neither_is_both_of_two_named_before() {
        let two = "Donald Tusk met Keir Starmer. Neither wants a force for Ukraine.";
        assert_eq!(times(two, "Keir Starmer"), 2);
        assert_eq!(times(two, "Donald Tusk"), 2);
        let three =
            "Donald Tusk met Keir Starmer and Emmanuel Macron. Neither wants a force for Ukraine.";
        assert_eq!(times(three, "Keir Starmer"), 1);
    }
}
