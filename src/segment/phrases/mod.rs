//! Noun phrases: determiner, modifiers, head; their owners and prepositions; `coordination` and `apposition` link them, `times` knows those that
//! only tell a time.

mod adjectives;
mod apposition;
mod coordination;
mod counted;
pub(super) mod times;

use std::ops::Range;

use rustc_hash::FxHashSet;

use crate::lexicon::WordClasses;
use crate::model::{Attachment, Document, NounPhrase, Owner, Pos, Token};

/// Groups the noun phrases of a document.
///
/// `content_verbs` take a clause without "that": "said France and Britain would" names one subject.
pub(super) fn group(
    document: &mut Document,
    content_verbs: &FxHashSet<String>,
    classes: &WordClasses,
) {
    let mut phrases: Vec<NounPhrase> = Vec::new();
    for sentence in &document.sentences {
        let first = phrases.len();
        scan(
            &document.tokens,
            classes,
            sentence.tokens.clone(),
            &mut phrases,
        );
        for phrase in &mut phrases[first..] {
            phrase.time = times::is_time(classes, &document.tokens, phrase)
                || times::is_day(classes, &document.tokens, phrase);
        }
        coordination::coordinate(
            &document.tokens,
            classes,
            &mut phrases,
            first,
            content_verbs,
        );
        apposition::appose(&document.tokens, classes, &mut phrases, first);
    }
    document.phrases = phrases.into();
}

fn scan(
    tokens: &[Token],
    classes: &WordClasses,
    range: Range<usize>,
    phrases: &mut Vec<NounPhrase>,
) {
    let mut t = range.start;
    let mut owner: Option<Owner> = None;
    while t < range.end {
        // "for "robust and credible" guarantees": adjectives in quotation marks belong to what follows.
        if let Some(from) = adjectives::quoted(tokens, t, range.end)
            && let Some((end, head)) = phrase(tokens, classes, from, range.end, true)
        {
            add(tokens, t..end, head, None, phrases);
            (t, owner) = (end, None);
            continue;
        }
        match tokens[t].pos {
            Pos::Pronoun => {
                add(tokens, t..t + 1, t, None, phrases);
                owner = None;
                t += 1;
            }
            Pos::Possessive if !tokens[t].lower.starts_with('\'') => {
                owner = Some(Owner::Pronoun(t));
                t += 1;
            }
            Pos::Determiner
            | Pos::Adjective
            | Pos::Number
            | Pos::Noun
            | Pos::Proper
            | Pos::VerbParticiple
            | Pos::VerbIng
            | Pos::Adverb
            | Pos::Punctuation => {
                let Some((end, head)) = phrase(tokens, classes, t, range.end, owner.is_some())
                else {
                    if tokens[t].pos == Pos::Determiner && stands_alone(tokens, t, range.end) {
                        add(tokens, t..t + 1, t, None, phrases);
                    }
                    if !matches!(tokens[t].pos, Pos::Adverb) {
                        owner = None;
                    }
                    t += 1;
                    continue;
                };
                let start = match owner {
                    Some(Owner::Pronoun(p)) => p,
                    _ => t,
                };
                let taken = owner.take();
                add(tokens, start..end, head, taken, phrases);
                t = end;
                if t < range.end
                    && tokens[t].pos == Pos::Possessive
                    && tokens[t].lower.starts_with('\'')
                {
                    owner = Some(Owner::Phrase(phrases.len() - 1));
                    t += 1;
                }
            }
            _ => {
                owner = None;
                t += 1;
            }
        }
    }
}

/// Whether the adjective of a country stands behind a common noun, so that it begins a phrase of its own.
fn is_country_behind(tokens: &[Token], head: usize, adjective: usize) -> bool {
    tokens[adjective].capital && tokens[head].pos == Pos::Noun && !tokens[head].capital
}

/// End and head of the phrase that begins at `t`, if one does.
fn phrase(
    tokens: &[Token],
    classes: &WordClasses,
    t: usize,
    end: usize,
    owned: bool,
) -> Option<(usize, usize)> {
    let mut at = t;
    let mut head = None;
    let mut opened = owned;
    while at < end {
        let next = tokens.get(at + 1).filter(|_| at + 1 < end);
        match tokens[at].pos {
            Pos::Determiner if head.is_none() => opened = true,
            Pos::Adjective => {
                // "troops ready to go", "after a truce British troops": an adjective after the head begins something else, unless a noun follows.
                let follows =
                    next.is_some_and(|n| matches!(n.pos, Pos::Noun | Pos::Proper | Pos::Adjective));
                // "Berg last week ruled out": a time behind a name is a phrase by itself.
                let time = next.is_some_and(|n| times::is_time_noun(classes, &n.lower));
                if head.is_some_and(|h| !follows || time || is_country_behind(tokens, h, at)) {
                    break;
                }
            }
            Pos::Noun | Pos::Proper if times::is_weekday(classes, &tokens[at].lower) => {
                // "told reporters Monday", "on Monday Macron said": a day is a phrase by itself unless a noun follows ("Monday night").
                if head.is_some() {
                    break;
                }
                head = Some(at);
                if next.is_none_or(|n| n.pos != Pos::Noun) {
                    break;
                }
            }
            Pos::Proper
                if head.is_some_and(|h| {
                    tokens[h].pos == Pos::Noun && times::is_time_noun(classes, &tokens[h].lower)
                }) =>
            {
                // "for months Washington resisted", "last week Macron said".
                break;
            }
            Pos::Proper
                if head.is_some_and(|h| h + 1 == at)
                    && t > 0
                    && tokens[t - 1].pos == Pos::Preposition
                    && tokens[t..at].iter().all(|x| {
                        times::is_date(classes, &x.lower)
                            || classes.time_adjectives.contains(&x.lower)
                    })
                    && before_finite(tokens, at, end) =>
            {
                // "in May Berg said", "since 2024 Paris has".
                break;
            }
            Pos::Proper
                if (tokens[t].pos == Pos::Determiner || owned || opens_sentence(tokens, t))
                    && head.is_some_and(|h| {
                        tokens[h].pos == Pos::Noun && !is_person(classes, &tokens[h].lemma)
                    })
                    && before_finite(tokens, at, end) =>
            {
                // "the force Macron proposed": the name is the subject of a clause on the noun. "By contrast Berg refused": or of the sentence.
                break;
            }
            // "Berg two days later refused".
            Pos::Number
                if head.is_some()
                    && next.is_some_and(|n| times::is_time_noun(classes, &n.lower)) =>
            {
                break;
            }
            // "At the meeting on Ukraine 26 countries pledged".
            Pos::Number
                if head.is_some_and(|h| counted::begin(tokens, t, h, at))
                    && counted::act(&tokens[at + 1..end]) =>
            {
                break;
            }
            Pos::Number | Pos::Noun | Pos::Proper => head = Some(at),
            Pos::VerbParticiple | Pos::VerbIng => {
                // "the proposed force", "European-led peacekeeping troops", "for increased spending"; but not "has rejected troops".
                let described = at > t
                    && matches!(
                        tokens[at - 1].pos,
                        Pos::Adjective | Pos::Number | Pos::Adverb
                    );
                let governed = at == t
                    && tokens[at].pos == Pos::VerbParticiple
                    && t > 0
                    && matches!(tokens[t - 1].pos, Pos::Preposition | Pos::VerbBase);
                let modifies = next
                    .is_some_and(|n| matches!(n.pos, Pos::Noun | Pos::Adjective | Pos::Proper))
                    && (opened || described || governed);
                if !modifies || head.is_some() {
                    break;
                }
            }
            Pos::Adverb
                if next.is_some_and(|n| {
                    matches!(n.pos, Pos::Adjective | Pos::Number | Pos::VerbParticiple)
                }) && head.is_none()
                    && (opened || at > t) => {}
            // "a robust and credible guarantee".
            Pos::Conjunction | Pos::Punctuation
                if head.is_none() && adjectives::joined(tokens, classes, t, at, opened) => {}
            Pos::Adverb
                if head.is_none()
                    && next.is_some_and(|n| n.pos == Pos::Conjunction)
                    && adjectives::joined(tokens, classes, t, at + 1, opened) => {}
            Pos::Punctuation if is_mark(&tokens[at].lower) => {
                if !marks_inside(tokens, t, at, next, head, opened) {
                    break;
                }
            }
            // "Mr. Obama", "Jerry L. Moran": a full stop inside a sentence ends an abbreviation, not the name.
            Pos::Punctuation
                if tokens[at].lower == "."
                    && at > t
                    && head == Some(at - 1)
                    && tokens[at - 1].capital
                    && tokens[at - 1].span.end == tokens[at].span.start
                    && next.is_some_and(|n| n.pos == Pos::Proper) => {}
            _ => break,
        }
        at += 1;
    }
    head.map(|h| (h + 1, h))
}

/// Quotation marks, signs of currencies and what joins names.
fn is_mark(word: &str) -> bool {
    matches!(
        word,
        "\"" | "'" | "$" | "&" | "\u{20ac}" | "\u{a3}" | "-" | "[" | "]"
    )
}

/// Whether the mark at `at` stands around a name or a word inside the phrase that begins at `t`. A mark before the phrase closes what stands before it.
fn marks_inside(
    tokens: &[Token],
    t: usize,
    at: usize,
    next: Option<&Token>,
    head: Option<usize>,
    opened: bool,
) -> bool {
    let mark = tokens[at].lower.as_str();
    let inner = next.is_some_and(|n| {
        matches!(
            n.pos,
            Pos::Noun | Pos::Proper | Pos::Adjective | Pos::Number | Pos::VerbParticiple
        )
    });
    let spaced = mark == "-" && at > 0 && tokens[at - 1].span.end < tokens[at].span.start;
    let outside = spaced || at == t && matches!(mark, "\"" | "'" | "&" | "-" | "]");
    let apart = head.is_some() && !matches!(mark, "&" | "-" | "[" | "]");
    let unopened = !opened && head.is_none() && at > t;
    inner && !outside && !apart && !unopened
}

/// Whether a phrase stands behind the preposition that opens its sentence.
fn opens_sentence(tokens: &[Token], t: usize) -> bool {
    let opener = t
        .checked_sub(1)
        .filter(|x| tokens[*x].pos == Pos::Preposition);
    opener.is_some_and(|x| x == 0 || tokens[x - 1].sentence != tokens[x].sentence)
}

/// Whether a noun may stand before a name as its title ("the minister Guido Crosetto"), by its ending.
fn is_person(classes: &WordClasses, lemma: &str) -> bool {
    let mut endings = classes.person_endings.iter();
    endings.any(|e| lemma.ends_with(e.as_str())) && !classes.no_persons.contains(lemma)
}

/// Whether the name at `t` is followed at once by a finite verb.
fn before_finite(tokens: &[Token], t: usize, end: usize) -> bool {
    tokens[t..end]
        .iter()
        .find(|x| x.pos != Pos::Proper)
        .is_some_and(|x| {
            matches!(
                x.pos,
                Pos::VerbPast | Pos::VerbThird | Pos::Auxiliary | Pos::Modal
            )
        })
}

/// A determiner that is a phrase by itself: "this would mean", "some of them".
fn stands_alone(tokens: &[Token], t: usize, end: usize) -> bool {
    if matches!(
        tokens[t].lower.as_str(),
        "the" | "a" | "an" | "every" | "no"
    ) {
        return false;
    }
    // "countries such as Italy": two words that name members, no phrase.
    if tokens[t].lower == "such" && t + 1 < end && tokens[t + 1].lower == "as" {
        return false;
    }
    t + 1 >= end
        || matches!(
            tokens[t + 1].pos,
            Pos::Auxiliary
                | Pos::Modal
                | Pos::Punctuation
                | Pos::Preposition
                | Pos::VerbPast
                | Pos::VerbThird
                | Pos::VerbBase
                | Pos::Conjunction
                | Pos::To
                | Pos::Adverb
        )
}

fn add(
    tokens: &[Token],
    range: Range<usize>,
    head: usize,
    owner: Option<Owner>,
    phrases: &mut Vec<NounPhrase>,
) {
    let mut before = range.start;
    let mut owners = None;
    while before > 0 {
        before -= 1;
        if tokens[before].sentence != tokens[range.start].sentence {
            break;
        }
        match tokens[before].pos {
            Pos::Adverb | Pos::Determiner => {}
            Pos::Punctuation if matches!(tokens[before].lower.as_str(), "\"" | "'") => {}
            Pos::Possessive => {
                // The owner's preposition governs the owned phrase: "in Macron's plan".
                owners = match owner {
                    Some(Owner::Phrase(o)) => Some(phrases[o].preposition),
                    _ => None,
                };
                break;
            }
            _ => break,
        }
    }
    let preposition = owners.unwrap_or_else(|| {
        (before < range.start
            && tokens[before].pos == Pos::Preposition
            && tokens[before].sentence == tokens[range.start].sentence)
            .then_some(before)
    });
    phrases.push(NounPhrase {
        tokens: range,
        head,
        owner,
        preposition,
        attached: Attachment::None,
        coordinated: None,
        apposition: None,
        time: false,
    });
}
