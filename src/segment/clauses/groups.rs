//! Verb groups: auxiliaries, negators, adverbs and the main verb that belong together.
//!
//! In inverted order ("Will Britain send", "nor did Warsaw agree") the auxiliary stands before the subject; it is read ahead, and what it
//! tells (modal, tense, negation) is given to the verb that follows the subject.

use std::ops::Range;

use crate::model::{Clause, ClauseRole, NounPhrase, Pos, Token};

/// Words that negate a verb group from inside.
pub(super) const NEGATORS: [&str; 9] = [
    "not", "n't", "never", "neither", "nor", "hardly", "barely", "scarcely", "cannot",
];

/// Words that negate what is said of a subject from behind the verb: "is far from ready", "is anything but keen".
const NEGATING_PAIRS: [[&str; 2]; 3] = [["far", "from"], ["anything", "but"], ["nowhere", "near"]];

/// The first of such words behind a group that ends in its auxiliary.
fn negator_behind(tokens: &[Token], end: usize, to: usize) -> Option<usize> {
    let described = tokens[..to].get(end + 2)?;
    let says = matches!(described.pos, Pos::Adjective | Pos::VerbParticiple);
    let pair = [tokens[end].lower.as_str(), tokens[end + 1].lower.as_str()];
    (says && NEGATING_PAIRS.contains(&pair)).then_some(end)
}

/// "Far from rejecting it", "far from being against it": what somebody does not do.
fn far_from(tokens: &[Token], start: usize, sentence: usize) -> Option<usize> {
    let far = start.checked_sub(2).filter(|f| *f >= sentence)?;
    let so = far > sentence && tokens[far - 1].lower == "so";
    let opens = matches!(tokens[start].pos, Pos::VerbIng | Pos::Auxiliary);
    (opens && tokens[far].lower == "far" && tokens[far + 1].lower == "from" && !so).then_some(far)
}

/// "has yet to decide", "is still to decide": what is to come has not been done.
fn still_to(tokens: &[Token], start: usize) -> Option<usize> {
    let before = start.checked_sub(1)?;
    let auxiliary = tokens.get(before.checked_sub(1)?)?;
    let ahead = match tokens[before].lower.as_str() {
        "yet" => matches!(auxiliary.lemma.as_str(), "have" | "be"),
        "still" => auxiliary.lemma == "have",
        _ => false,
    };
    (ahead && tokens[start].pos == Pos::To).then_some(before)
}

/// Words that a phrase between an auxiliary and its verb may have, its preposition aside.
const INSIDE: usize = 4;

/// What the auxiliaries of a group have told so far.
#[derive(Debug, Default, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "four independent facts of a verb group"
)]
struct Auxiliaries {
    modal: Option<String>,
    be: bool,
    have: bool,
    past: bool,
    finite: bool,
    negation: Option<usize>,
}

impl Auxiliaries {
    fn add(&mut self, token: &Token) {
        if token.pos == Pos::Modal {
            self.modal = Some(token.lemma.clone());
            self.finite = true;
            return;
        }
        self.be = token.lemma == "be";
        self.have |= token.lemma == "have";
        self.past |= matches!(token.lower.as_str(), "was" | "were" | "had" | "did");
        self.finite |= !matches!(token.lower.as_str(), "being" | "having" | "been" | "be");
    }
}

/// Where a group without an auxiliary begins that opens a clause behind a preposition or a comma: adverbs between belong to it ("of secretly
/// planning", ", first raised by").
fn adverbs_before(tokens: &[Token], start: usize, sentence: usize) -> usize {
    if !matches!(tokens[start].pos, Pos::VerbIng | Pos::VerbParticiple) {
        return start;
    }
    let adverb = |t: &usize| tokens[*t].pos == Pos::Adverb || tokens[*t].lower == "first";
    let first = (sentence..start)
        .rev()
        .take_while(adverb)
        .last()
        .unwrap_or(start);
    let opens = |t: usize| tokens[t].pos == Pos::Preposition || tokens[t].lower == ",";
    if first > sentence && opens(first - 1) {
        first
    } else {
        start
    }
}

/// Finds the verb groups of one sentence.
pub(super) fn find(
    tokens: &[Token],
    phrases: &[NounPhrase],
    sentence: usize,
    range: Range<usize>,
    clauses: &mut Vec<Clause>,
) {
    let mut t = range.start;
    let mut fronted = Auxiliaries::default();
    while t < range.end {
        let pos = tokens[t].pos;
        let starts = matches!(pos, Pos::To | Pos::Modal | Pos::Auxiliary) || pos.is_verb();
        if !starts || is_modifier(tokens, phrases, t) {
            t += 1;
            continue;
        }
        let is_fronted = fronted.finite;
        if !is_fronted && let Some((found, next)) = inverted(tokens, t, &range) {
            fronted = found;
            t = next;
            continue;
        }
        let start = t;
        let mut at = t;
        let mut verb = None;
        let mut last_aux = None;
        let mut infinitive = false;
        let mut aux = std::mem::take(&mut fronted);
        while at < range.end {
            match tokens[at].pos {
                Pos::To if at == start => infinitive = true,
                Pos::Modal if last_aux.is_none() => {
                    last_aux = Some(at);
                    aux.add(&tokens[at]);
                }
                Pos::Auxiliary => {
                    last_aux = Some(at);
                    aux.add(&tokens[at]);
                }
                Pos::Adverb => {}
                // "would both be discussed": a quantifier floats inside the group.
                _ if last_aux.is_some()
                    && matches!(tokens[at].lower.as_str(), "both" | "each" | "all")
                    && tokens
                        .get(at + 1)
                        .is_some_and(|n| n.pos.is_verb() || n.pos == Pos::Auxiliary) => {}
                Pos::Punctuation if tokens[at].lower == "\"" && at > start => {}
                Pos::Preposition
                    if last_aux.is_some_and(|a| {
                        let waits = aux.have || tokens[a].pos == Pos::Modal;
                        a + 1 == at && waits && !aux.be
                    }) && let Some(end) = inserted(tokens, phrases, at) =>
                {
                    at = end;
                    continue;
                }
                p if p.is_verb() && !is_modifier(tokens, phrases, at) => {
                    verb = Some(at);
                    break;
                }
                _ => break,
            }
            at += 1;
        }
        let Some(main) = verb.or(last_aux) else {
            t = start + 1;
            continue;
        };
        let start = adverbs_before(tokens, start, range.start);
        // Trailing adverbs and marks do not belong to a group that ends in an auxiliary, negators do.
        let mut end = main + 1;
        // "is \"not among the countries\"": a mark may open a quotation there.
        let marked = end + 1 < range.end && tokens[end].lower == "\"" && negates(tokens, end + 1);
        if marked && tokens[main].lemma == "be" {
            end += 1;
        }
        while end < range.end && tokens[end].pos == Pos::Adverb && negates(tokens, end) {
            end += 1;
        }
        // "agreed not to send": the negator is the infinitive's.
        let inner = end > main + 1 && tokens.get(end).is_some_and(|t| t.pos == Pos::To);
        if inner && tokens[main].pos.is_verb() {
            end = main + 1;
        }
        let main_pos = tokens[main].pos;
        let bare = matches!(main_pos, Pos::VerbPast | Pos::VerbThird | Pos::VerbBase);
        let passive =
            verb.is_some() && aux.be && main_pos == Pos::VerbParticiple && !perfect(tokens, main);
        let negation = (start..end)
            .find(|n| negates(tokens, *n))
            .or(aux.negation)
            .or_else(|| negator_before(tokens, start, range.start))
            .or_else(|| far_from(tokens, start, range.start))
            .or_else(|| negator_behind(tokens, end, range.end))
            .or_else(|| still_to(tokens, start).filter(|t| *t > range.start));
        infinitive |= !aux.finite && bare_infinitive(tokens, clauses, sentence, start, main);
        clauses.push(Clause {
            sentence,
            verb_group: start..end,
            verb: main,
            lemma: tokens[main].lemma.clone(),
            negation,
            modal: aux.modal,
            passive,
            finite: !infinitive && (aux.finite || bare || subjunctive(tokens, start, range.start)),
            past: aux.have || aux.past || main_pos == Pos::VerbPast,
            subjects: Vec::new(),
            objects: Vec::new(),
            adjective: None,
            predicative: None,
            adverbials: Vec::new(),
            children: Vec::new(),
            parent: None,
            modifies: None,
            role: if infinitive {
                ClauseRole::Infinitive
            } else {
                ClauseRole::Main
            },
            subordinator: None,
            extent: start..end,
        });
        t = end;
    }
}

/// "has since September refused": where what stands between "have", or a modal, and its verb ends.
fn inserted(tokens: &[Token], phrases: &[NounPhrase], preposition: usize) -> Option<usize> {
    let at = phrases.partition_point(|p| p.tokens.start <= preposition);
    let inside = phrases
        .get(at)
        .filter(|p| p.preposition == Some(preposition) && p.tokens.len() <= INSIDE)?;
    let end = inside.tokens.end;
    let verb = tokens.get(end).filter(|v| {
        matches!(v.pos, Pos::VerbParticiple | Pos::VerbBase | Pos::VerbIng)
            || matches!(v.lower.as_str(), "be" | "been")
    })?;
    (verb.sentence == tokens[preposition].sentence).then_some(end)
}

/// "Estonia's offered a company": the contraction stands for "has" where an object follows.
fn perfect(tokens: &[Token], main: usize) -> bool {
    let contracted = tokens[..main]
        .iter()
        .rev()
        .find(|t| t.pos != Pos::Adverb)
        .is_some_and(|t| t.lower == "'s");
    contracted
        && tokens.get(main + 1).is_some_and(|t| {
            t.sentence == tokens[main].sentence
                && (t.pos.is_nominal()
                    || matches!(
                        t.pos,
                        Pos::Determiner | Pos::Possessive | Pos::Number | Pos::Subordinator
                    ))
        })
}

/// "insists that no soldiers be stationed": "be" right behind a noun phrase is finite.
fn subjunctive(tokens: &[Token], start: usize, from: usize) -> bool {
    tokens[start].lower == "be"
        && start > from
        && (tokens[start - 1].pos.is_nominal()
            || matches!(tokens[start - 1].lower.as_str(), "not" | "there"))
}

/// Whether the token is a negator; "no" only in "no longer".
fn negates(tokens: &[Token], t: usize) -> bool {
    NEGATORS.contains(&tokens[t].lower.as_str())
        || tokens[t].lower == "no" && tokens[t].pos == Pos::Adverb
}

/// The negator before a group, past adverbs: "never really wanted", "no longer rules out".
fn negator_before(tokens: &[Token], start: usize, from: usize) -> Option<usize> {
    (from..start)
        .rev()
        .take_while(|t| tokens[*t].pos == Pos::Adverb || negates(tokens, *t))
        .find(|t| negates(tokens, *t) && tokens[*t].lower != "n't")
}

/// A participle or -ing form inside a noun phrase ("the proposed force", "a hastily arranged meeting") is no verb group.
fn is_modifier(tokens: &[Token], phrases: &[NounPhrase], t: usize) -> bool {
    matches!(tokens[t].pos, Pos::VerbParticiple | Pos::VerbIng)
        && phrases[..phrases.partition_point(|p| p.tokens.start <= t)]
            .last()
            .is_some_and(|p| p.tokens.contains(&t) && t < p.head)
}

/// "help Kyiv defend itself", "let troops stay": the base form after the object of such a verb is an infinitive.
fn bare_infinitive(
    tokens: &[Token],
    clauses: &[Clause],
    sentence: usize,
    start: usize,
    main: usize,
) -> bool {
    let Some(before) = clauses.last().filter(|c| c.sentence == sentence) else {
        return false;
    };
    let base = tokens[main].pos == Pos::VerbBase || tokens[main].lower == "be";
    base && matches!(before.lemma.as_str(), "help" | "let" | "make")
        && tokens[before.verb_group.end..start].iter().all(|t| {
            t.pos.is_nominal()
                || matches!(
                    t.pos,
                    Pos::Determiner | Pos::Adjective | Pos::Possessive | Pos::Adverb
                )
        })
}

/// Longest subject, in words, between a fronted auxiliary and its verb.
const MAX_SUBJECT: usize = 10;

/// The auxiliary at `t` and the token after it, where a subject and then the verb follow it.
fn inverted(tokens: &[Token], t: usize, range: &Range<usize>) -> Option<(Auxiliaries, usize)> {
    let word = tokens[t].lower.as_str();
    let support = matches!(word, "do" | "does" | "did");
    let opens = t == range.start
        || matches!(
            tokens[t - 1].lower.as_str(),
            "\"" | "nor" | "neither" | "so" | ":" | ","
        )
        || tokens[t - 1].pos == Pos::Relative;
    let asks = tokens[range.end - 1].lower == "?" || t == range.start;
    let can = tokens[t].pos == Pos::Modal
        || tokens[t].pos == Pos::Auxiliary
            && (support || opens && (asks || tokens[t - 1].lower == "nor"));
    if !can {
        return None;
    }
    let mut aux = Auxiliaries::default();
    aux.add(&tokens[t]);
    let mut at = t + 1;
    while at < range.end && tokens[at].pos == Pos::Adverb {
        if negates(tokens, at) {
            aux.negation = Some(at);
        }
        at += 1;
    }
    let after = at;
    let mut nominal = false;
    while at < range.end && at - after < MAX_SUBJECT {
        let token = &tokens[at];
        let inside = token.pos.is_nominal()
            || matches!(
                token.pos,
                Pos::Determiner | Pos::Adjective | Pos::Possessive | Pos::Adverb
            )
            || matches!(token.lower.as_str(), "and" | "or" | "of" | "\"");
        if !inside {
            break;
        }
        nominal |= token.pos.is_nominal();
        at += 1;
    }
    if !nominal || at >= range.end {
        return None;
    }
    let wanted = match tokens[at].pos {
        Pos::VerbBase | Pos::Auxiliary => tokens[t].pos == Pos::Modal || support,
        Pos::VerbIng => aux.be,
        Pos::VerbParticiple => aux.be || aux.have,
        _ => false,
    };
    if !wanted {
        return None;
    }
    aux.negation = aux
        .negation
        .or_else(|| negator_before(tokens, t, range.start));
    Some((aux, after))
}
