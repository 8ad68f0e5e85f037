//! "It" that takes up no proposal: it stands for a clause behind it, for whoever is told to do something, or for what the sentence spoke of
//! since.

use rustc_hash::FxHashSet;

use crate::lexicon::WordClasses;
use crate::model::{Attachment, Clause, Document, Mentions, NounPhrase, Pos};

/// Tokens behind a predicate in which the clause that it is about must begin.
const REACH: usize = 8;

/// Whether a pronoun stands where it may mean a proposal: a clause governs it, or it is what a noun is for or against ("has no appetite for it"; but
/// "an end to it" is a war's, and "part of it" anything's).
pub(super) fn is_governed(document: &Document, phrase: &NounPhrase) -> bool {
    let word = |t: usize| document.tokens[t].lower.as_str();
    match phrase.attached {
        Attachment::Object(_) | Attachment::Subject(_) | Attachment::Adverbial(_) => true,
        Attachment::Noun(_) => {
            let opener = phrase.preposition.map(word);
            word(phrase.head) == "it"
                && matches!(opener, Some("for" | "in" | "behind" | "with" | "against"))
        }
        Attachment::None | Attachment::Predicative(_) => false,
    }
}

/// Whether "it" stands for nothing that was said before.
pub(super) fn stands_for_nothing(
    document: &Document,
    classes: &WordClasses,
    phrase: &NounPhrase,
) -> bool {
    match phrase.attached {
        Attachment::Subject(c) => empty_subject(document, classes, c),
        Attachment::Object(c) => {
            let lemma = &document.clauses[c].lemma;
            let next = document.tokens.get(phrase.tokens.end);
            // "urged it to sign": whoever is urged.
            classes.addressing_verbs.contains(lemma) && next.is_some_and(|t| t.pos == Pos::To)
                || classes.judging_verbs.contains(lemma) && judged_clause(document, phrase)
        }
        // "see to it that".
        Attachment::Adverbial(c) => {
            let next = document.tokens.get(phrase.tokens.end);
            document.clauses[c].lemma == "see" && next.is_some_and(|t| t.lower == "that")
        }
        _ => false,
    }
}

/// "It remains to be seen", "it is unclear whether": a subject that means nobody.
pub(super) fn is_dummy(document: &Document, t: usize) -> bool {
    let subject_of = |c: &Clause| {
        c.subjects
            .first()
            .is_some_and(|p| document.phrases[*p].head == t)
    };
    let Some(c) = document.find_clause(t, subject_of) else {
        return false;
    };
    let clause = &document.clauses[c];
    let word = |t: usize| document.tokens.get(t).map_or("", |t| t.lower.as_str());
    let end = clause.verb_group.end;
    let seems = matches!(
        clause.lemma.as_str(),
        "seem" | "appear" | "emerge" | "remain"
    );
    let asks = |t: usize| matches!(word(t), "whether" | "if" | "that" | "how" | "what" | "who");
    // "It was the first time that": nor is that anybody.
    let counted = matches!(
        word(end + 1),
        "first" | "second" | "third" | "last" | "only"
    ) && word(end) == "the"
        && matches!(word(end + 2), "time" | "day" | "occasion");
    if clause.lemma == "be" && counted {
        return true;
    }
    // "It is too soon to say whether"; under a verb of speech it may be whoever has a say.
    let speaks = word(end) == "too"
        && word(end + 2) == "to"
        && matches!(
            word(end + 3),
            "say"
                | "tell"
                | "know"
                | "speak"
                | "talk"
                | "judge"
                | "predict"
                | "speculate"
                | "discuss"
        );
    if clause.lemma == "be" && speaks && clause.parent.is_none() {
        return true;
    }
    match clause.adjective {
        Some(a) if clause.lemma == "be" || seems => asks(a + 1),
        _ if clause.passive => word(end) == "that",
        _ => seems && (asks(end) || word(end) == "to" && word(end + 2) == "seen"),
    }
}

/// "It is clear that", "it remains to be seen", "it was a mistake, he said, to", "it is understood that".
fn empty_subject(document: &Document, classes: &WordClasses, c: usize) -> bool {
    let clause = &document.clauses[c];
    if matches!(
        clause.lemma.as_str(),
        "seem" | "appear" | "emerge" | "remain" | "rain"
    ) {
        return true;
    }
    let that = |t: usize| document.tokens.get(t).is_some_and(|t| t.lower == "that");
    if clause.passive && that(clause.verb_group.end) {
        return true;
    }
    if clause.lemma != "be" {
        return false;
    }
    if is_left_to_somebody(document, clause) {
        return true;
    }
    let said_next = |a: usize| {
        let next = past_parenthesis(document, a + 1);
        match document.tokens.get(next).map(|t| t.lower.as_str()) {
            Some("that" | "to" | "whether" | "if" | "how" | "what") => true,
            // "impossible for Kyiv to join", but "unacceptable for Moscow".
            Some("for") => document.tokens[next + 1..]
                .iter()
                .take(6)
                .take_while(|t| t.pos != Pos::Punctuation)
                .any(|t| t.pos == Pos::To),
            _ => false,
        }
    };
    // "It was an illusion to think": but "it is a force to reckon with" is something.
    let noun = clause.predicative.is_some_and(|p| {
        let end = document.phrases[p].tokens.end;
        let to = past_parenthesis(document, end);
        let indefinite = matches!(
            document.tokens[document.phrases[p].tokens.start]
                .lower
                .as_str(),
            "a" | "an"
        );
        let verb = |t: usize| document.tokens.get(t).is_some_and(|t| t.pos.is_verb());
        indefinite
            && document.tokens.get(to).is_some_and(|t| t.pos == Pos::To)
            && verb(to + 1)
            && classes
                .content_verbs
                .contains(&document.tokens[to + 1].lemma)
    });
    clause.adjective.is_some_and(said_next) || noun
}

/// "It is up to Kyiv to stop it": what is left to somebody stands behind him.
fn is_left_to_somebody(document: &Document, clause: &Clause) -> bool {
    let word = |t: usize| document.tokens.get(t).map_or("", |t| t.lower.as_str());
    let mut from = clause.verb_group.end..(clause.verb_group.end + 4);
    let up = from.find(|t| word(*t) == "up" && word(t + 1) == "to");
    let Some(named) = up.and_then(|t| document.find_phrase(t + 2, |p| p.tokens.start == t + 2))
    else {
        return false;
    };
    let next = document.phrases[named].tokens.end;
    let to = document.tokens.get(next);
    to.is_some_and(|t| t.pos == Pos::To && t.sentence == clause.sentence)
}

/// Where a sentence goes on behind a closing mark or a parenthesis of speech: ", he said, ", or the token itself.
fn past_parenthesis(document: &Document, from: usize) -> usize {
    let tokens = &document.tokens;
    let mark = |t: usize, word: &str| tokens.get(t).is_some_and(|x| x.lower == word);
    let mut at = from;
    if mark(at, "\"") {
        at += 1;
    }
    if mark(at, ",") {
        let close = (at + 1..(at + REACH).min(tokens.len())).find(|t| mark(*t, ","));
        if let Some(close) = close
            && (at + 1..close).any(|t| tokens[t].pos.is_verb())
        {
            at = close + 1;
        }
    }
    at
}

/// "finds it too soon to pledge soldiers", "made it clear that": what is judged comes behind.
fn judged_clause(document: &Document, phrase: &NounPhrase) -> bool {
    let tokens = &document.tokens;
    let from = phrase.tokens.end;
    let end = (from..(from + REACH).min(tokens.len()))
        .find(|t| !matches!(tokens[*t].pos, Pos::Adverb | Pos::Adjective))
        .unwrap_or(from);
    let adjective = (from..end).any(|t| tokens[t].pos == Pos::Adjective);
    adjective && matches!(tokens[end].lower.as_str(), "to" | "that" | "for")
}

/// Whether the sentence of a pronoun spoke of something else in the singular since the antecedent: "the work goes on, and it".
pub(super) fn spoken_of_since(
    document: &Document,
    classes: &WordClasses,
    mentions: &Mentions,
    nouns: &FxHashSet<String>,
    phrase: &NounPhrase,
    antecedent: usize,
) -> bool {
    let sentence = document.sentence_of(phrase.head).tokens.start;
    document.phrases_beside(phrase.head).iter().any(|q| {
        let head = &document.tokens[q.head];
        let first = document.tokens[q.tokens.start].lower.as_str();
        let thing = q.head >= sentence
            && q.head > antecedent
            && q.head < phrase.head
            && head.pos == Pos::Noun
            && head.lower == head.lemma
            && !classes.person_nouns.contains(&head.lemma)
            && !classes.own_side_nouns.contains(&head.lemma)
            && first != "whose";
        let place = match q.attached {
            Attachment::Subject(_) => true,
            // "had heard a new idea and did not call it one".
            Attachment::Object(_) => {
                matches!(first, "a" | "an" | "another") && nouns.contains(&head.lemma)
            }
            _ => false,
        };
        thing
            && place
            && mentions.actors_at(document, q.head).next().is_none()
            && !mentions
                .proposals_beside(document, q.head)
                .iter()
                .any(|m| q.tokens.contains(&m.head))
    })
}

/// "Washington proposed a truce. Kyiv agreed to that": whether something else was put forward in a sentence behind the antecedent's.
pub(super) fn other_matter_since(
    document: &Document,
    classes: &WordClasses,
    mentions: &Mentions,
    phrase: &NounPhrase,
    antecedent: usize,
) -> bool {
    let of = |t: usize| document.tokens[t].sentence;
    let told = |s: usize| !mentions.proposals_in(document, s..s + 1).is_empty();
    let sentences = &document.sentences;
    let from = sentences[of(antecedent)].phrases.end;
    let to = sentences[of(phrase.head)].phrases.end.max(from);
    document.phrases[from..to].iter().any(|q| {
        let s = of(q.head);
        q.head < phrase.head
            && classes
                .other_matters
                .contains(&document.tokens[q.head].lemma)
            && matches!(q.attached, Attachment::Object(_) | Attachment::Subject(_))
            && !told(s)
    })
}

/// "London wants a force, but Rome opposes it": an object that another subject's clause sets against the object of the one before.
pub(super) fn answers(document: &Document, mentions: &Mentions, phrase: &NounPhrase) -> bool {
    let (Attachment::Object(c) | Attachment::Adverbial(c)) = phrase.attached else {
        return false;
    };
    let subject = document.clauses[c].subjects.first();
    let Some(subject) = subject.map(|p| document.phrases[*p].head) else {
        return false;
    };
    let sentence = &document.sentence_of(phrase.head).tokens;
    let told = mentions.proposals_over(document, sentence);
    told.iter().any(|m| {
        let around = document.phrase_around(m.head).map(|p| &document.phrases[p]);
        m.head < subject
            && around.is_some_and(|p| matches!(p.attached, Attachment::Object(k) if k != c))
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::proposals;

    /// What the last words of a text about a European force point back to.
    fn taken_up(text: &str) -> bool {
        let text = format!("Paris backs a European peacekeeping force for Ukraine. {text}");
        proposals(&text).iter().any(|p| p.starts_with('~'))
    }

    #[test]
    fn it_that_stands_for_a_clause_takes_up_nothing() {
        assert!(taken_up("Keir Starmer said it was dangerous."));
        assert!(!taken_up("It was important, Rome added, to stay united."));
        assert!(!taken_up(
            "It was \"completely premature\" to talk about numbers, Rome said."
        ));
        assert!(!taken_up("It was an illusion to believe in Moscow's word."));
        assert!(!taken_up("It is understood that Rome will wait."));
        assert!(!taken_up("It is now up to Moscow to stop the war."));
        assert!(taken_up("It is now up to Rome."));
        assert!(!taken_up("Somebody must see to it that the truce holds."));
        assert!(!taken_up("Rome finds it too early to speak about numbers."));
    }

    #[test]
    fn it_that_is_told_to_do_something_is_somebody() {
        assert!(!taken_up("Washington urged it to sign."));
        assert!(taken_up("Washington rejected it."));
    }

    #[test]
    fn it_means_what_its_sentence_spoke_of_since() {
        assert!(!taken_up(
            "Rome said the summit was over and that it had been a success."
        ));
        assert!(!taken_up("Rome heard a new idea and rejected it."));
        assert!(taken_up("The minister said that Rome opposed it."));
    }

    #[test]
    fn a_subject_that_means_nobody_is_nobody() {
        let told = |text: &str| {
            let found = super::super::tests::tag(&format!("Kyiv is calm. {text}"));
            found.actors.len()
        };
        assert_eq!(told("It remains to be seen whether ships will come."), 1);
        assert_eq!(told("It is unclear whether ships will come."), 1);
        assert_eq!(told("It needs ships."), 2);
    }
}
