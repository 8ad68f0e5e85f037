//! What the neighbours of a word settle beyond any transition: readings that are struck before the choice, and choices mended after it.

use std::ops::Range;

use super::KNOWN;
use super::context::behind_auxiliary;
use crate::model::{Pos, Token};

/// Readings of a word and their weights.
pub(super) type Readings = Vec<(Pos, i32)>;

fn has(readings: &Readings, pos: Pos) -> bool {
    readings.iter().any(|(p, _)| *p == pos)
}

fn word_at(tokens: &[Token], t: usize) -> &str {
    tokens.get(t).map_or("", |x| x.lower.as_str())
}

/// Whether nothing of a sentence's own follows from a token on: its end, a mark that ends a clause, or ", the official said.".
fn ends_here(tokens: &[Token], at: usize, end: usize) -> bool {
    let word = |t: usize| tokens.get(t).filter(|_| t < end).map(|x| x.lower.as_str());
    match word(at) {
        None | Some("." | ";" | "!" | "?") => true,
        Some("," | "\"") => {
            let short = (at + 1..end).take(6).find(|t| tokens[*t].lower == ".");
            short.is_some_and(|t| t + 1 >= end)
        }
        _ => false,
    }
}

/// "countries such as Italy could": the second word opens no clause. "Rome backs the former": a noun where none follows.
pub(super) fn name_examples(tokens: &[Token], range: &Range<usize>, candidates: &mut [Readings]) {
    for t in range.start + 1..range.end {
        let readings = &mut candidates[t - range.start];
        let such_as = word_at(tokens, t) == "as" && word_at(tokens, t - 1) == "such";
        if such_as && has(readings, Pos::Preposition) {
            readings.retain(|(p, _)| *p == Pos::Preposition);
        }
        let next = candidates.get(t + 1 - range.start);
        let named = |(p, _): &(Pos, i32)| p.is_nominal() || *p == Pos::Adjective;
        if word_at(tokens, t) == "former"
            && word_at(tokens, t - 1) == "the"
            && next.is_none_or(|n| !n.iter().any(named))
        {
            candidates[t - range.start] = vec![(Pos::Noun, KNOWN)];
        }
    }
}

/// Strikes readings that the next word, or the one before, rules out.
///
/// - "need" and "dare" are modals only before a negation; else they take objects and infinitives as other verbs do.
/// - "provided" and "providing" open a clause only behind a mark or before "that": "of providing arms".
/// - "that" and "which" are no determiners before names, pronouns, determiners, "there" or plurals: "said that troops are".
/// - "that" at the end of a clause is a pronoun: "do not want that, he said".
/// - "left open" is a verb and what it leaves so.
/// - "the willing" are people where no noun follows: "the coalition of the willing".
/// - "what" is no determiner before a name or pronoun, nor "those" before "who"; "rules" before "out" is a verb.
/// - "her" owns nothing before a determiner, a preposition or a mark: "seemed to her the best".
pub(super) fn constrain(
    tokens: &[Token],
    range: &Range<usize>,
    candidates: &mut [Readings],
    is_plural: impl Fn(&str) -> bool,
) {
    for t in range.clone() {
        let i = t - range.start;
        let next = tokens.get(t + 1).filter(|_| t + 1 < range.end);
        let following = |words: &[&str]| next.is_some_and(|n| words.contains(&n.lower.as_str()));
        let next_is = |pos: Pos| candidates.get(i + 1).is_some_and(|r| has(r, pos));
        match tokens[t].lower.as_str() {
            "need" | "dare" if !following(&["not", "n't"]) => {
                candidates[i] = vec![(Pos::VerbBase, KNOWN), (Pos::Noun, KNOWN)];
            }
            // "once there is a truce".
            "once" if following(&["there"]) && has(&candidates[i], Pos::Subordinator) => {
                candidates[i].retain(|(p, _)| *p == Pos::Subordinator);
            }
            // "provided it has a mandate".
            "provided" | "providing"
                if following(&["it", "they", "he", "she", "we", "there"])
                    && candidates.get(i + 2).is_some_and(|r| {
                        r.iter().any(|(p, _)| {
                            matches!(
                                p,
                                Pos::Auxiliary | Pos::Modal | Pos::VerbThird | Pos::VerbPast
                            )
                        })
                    }) =>
            {
                candidates[i] = vec![(Pos::Subordinator, KNOWN)];
            }
            "provided" | "providing" if !following(&["that"]) => {
                let marked =
                    t == range.start || matches!(tokens[t - 1].lower.as_str(), "," | "\"" | ";");
                if !marked {
                    candidates[i].retain(|(p, _)| *p != Pos::Subordinator);
                    for (_, weight) in &mut candidates[i] {
                        *weight = KNOWN;
                    }
                }
            }
            // "did not say whether that meant troops": behind another word that opens a clause, and before a verb, it is what was told.
            "that"
                if t > range.start
                    && matches!(
                        tokens[t - 1].lower.as_str(),
                        "whether" | "if" | "because" | "what" | "how" | "when" | "unless"
                    )
                    && candidates.get(i + 1).is_some_and(|r| {
                        r.iter().all(|(p, _)| {
                            p.is_verb() || matches!(p, Pos::Modal | Pos::Auxiliary | Pos::Noun)
                        }) && r.iter().any(|(p, _)| *p != Pos::Noun)
                    }) =>
            {
                candidates[i] = vec![(Pos::Pronoun, KNOWN)];
            }
            "that" | "which" => {
                let named = next.is_some_and(|n| n.capital);
                let plural = next.is_some_and(|n| is_plural(&n.lower));
                let opens = next_is(Pos::Pronoun) || next_is(Pos::Determiner);
                // "the force, on which parliament will decide".
                let fronted = tokens[t].lower == "which"
                    && t > range.start + 1
                    && tokens[t - 2].lower == ","
                    && candidates[i - 1]
                        .iter()
                        .any(|(p, _)| *p == Pos::Preposition)
                    && !following(&["case", "event", "instance", "time", "point"]);
                if named || plural || opens || fronted || following(&["there"]) {
                    candidates[i].retain(|(p, _)| *p != Pos::Determiner);
                }
                if tokens[t].lower == "that" && ends_here(tokens, t + 1, range.end) {
                    candidates[i] = vec![(Pos::Pronoun, KNOWN)];
                }
            }
            // "only once there is a truce": it opens a clause.
            "once" if following(&["there"]) => {
                candidates[i] = vec![(Pos::Subordinator, KNOWN)];
            }
            // "has left open whether": no adjective before the adjective.
            "left" if following(&["open"]) => {
                candidates[i] = vec![(Pos::VerbParticiple, KNOWN), (Pos::VerbPast, KNOWN)];
            }
            "open"
                if t > range.start
                    && matches!(tokens[t - 1].lower.as_str(), "left" | "leave" | "leaves") =>
            {
                candidates[i] = vec![(Pos::Adjective, KNOWN)];
            }
            // "the coalition of the willing, led by": no noun of its own follows.
            "willing" if t > range.start && tokens[t - 1].lower == "the" => {
                let acts = next_is(Pos::VerbThird)
                    && tokens
                        .get(t + 2)
                        .is_some_and(|x| t + 2 < range.end && x.lower == "to");
                let modifies =
                    !acts && (next_is(Pos::Noun) || next_is(Pos::Adjective)) || following(&["to"]);
                if !modifies {
                    candidates[i] = vec![(Pos::Noun, KNOWN)];
                }
            }
            // "he'd like that", "does not like it", "the Germans like it", but "would a force like that": behind a modal, "do" or a pronoun it is
            // the verb.
            "like"
                if t > range.start && super::likes::likes(tokens, t, range, &candidates[i - 1]) =>
            {
                candidates[i] = vec![(Pos::VerbBase, KNOWN)];
            }
            // "are given by", "has not given": no condition behind "be" or "have".
            "given" if behind_auxiliary(tokens, t, range.start) => {
                candidates[i] = vec![(Pos::VerbParticiple, KNOWN)];
            }
            // "What Paris wants is a force", "what we need": no kind of Paris.
            "what"
                if next.is_some_and(|n| n.capital)
                    || next_is(Pos::Pronoun)
                    || next_is(Pos::Possessive) =>
            {
                candidates[i].retain(|(p, _)| *p != Pos::Determiner);
            }
            // "among those who had pressed for it".
            "those" if following(&["who", "whose", "whom"]) => {
                candidates[i] = vec![(Pos::Pronoun, KNOWN)];
            }
            // "the one thing Rome rules out".
            "rules" if following(&["out"]) => candidates[i] = vec![(Pos::VerbThird, KNOWN)],
            "her" => {
                let alone = next.is_none_or(|n| !n.lower.starts_with(char::is_alphanumeric))
                    || next_is(Pos::Determiner)
                    || next_is(Pos::Preposition) && !next_is(Pos::Adjective);
                if alone {
                    candidates[i] = vec![(Pos::Pronoun, KNOWN)];
                }
            }
            _ => {}
        }
    }
}

/// "the UK and France", "the British want": the adjective of a country that no noun follows is its name. `may` tells which words can be
/// one and have no known noun behind them.
pub(super) fn countries_by_adjective(
    tokens: &mut [Token],
    range: &Range<usize>,
    may: impl Fn(usize) -> bool,
    verb: impl Fn(usize) -> bool,
) {
    for t in range.clone().rev() {
        if tokens[t].pos != Pos::Adjective || !tokens[t].capital || !may(t) {
            continue;
        }
        let at = |n: usize| tokens.get(n).filter(|_| n < range.end);
        let alone = match at(t + 1) {
            None => true,
            Some(n) if n.pos == Pos::Conjunction || n.lower == "," => {
                at(t + 2).is_none_or(|m| !matches!(m.pos, Pos::Adjective | Pos::Noun | Pos::Number))
            }
            Some(n) => {
                matches!(
                    n.pos,
                    Pos::Modal | Pos::Auxiliary | Pos::VerbPast | Pos::VerbThird | Pos::VerbBase
                ) || n.pos == Pos::Punctuation && !matches!(n.lower.as_str(), "\"" | "-" | "'")
                    // "NATO's secretary general", "NATO itself".
                    || n.pos == Pos::Possessive && n.lower.starts_with('\'')
                    || n.pos == Pos::Pronoun && n.lower.ends_with("self")
            }
        };
        if alone {
            tokens[t].pos = Pos::Proper;
        } else if at(t + 1).is_some_and(|n| n.pos == Pos::Noun) && verb(t + 1) {
            tokens[t].pos = Pos::Proper;
            tokens[t + 1].pos = Pos::VerbBase;
        }
    }
}

/// "would not accept having", "can outmanoeuvre": behind a subject and its modal stands a base form, whatever follows.
pub(super) fn verbs_after_modal(
    tokens: &mut [Token],
    range: &Range<usize>,
    may: impl Fn(usize) -> bool,
) {
    for t in range.start + 1..range.end {
        let behind_subject = tokens[t - 1].pos.is_nominal()
            || matches!(
                tokens[t - 1].pos,
                Pos::Adverb | Pos::Relative | Pos::Conjunction
            );
        if tokens[t].pos != Pos::Modal || !behind_subject {
            continue;
        }
        // "would each send": a quantifier may float between them.
        // "could one day take part": so may a time.
        let floats = |v: &usize| {
            let one_day = tokens[*v].lower == "one" && word_at(tokens, *v + 1) == "day"
                || tokens[*v].lower == "day" && word_at(tokens, *v - 1) == "one";
            one_day || matches!(tokens[*v].lower.as_str(), "each" | "both" | "all")
        };
        let verb = (t + 1..range.end).find(|v| tokens[*v].pos != Pos::Adverb && !floats(v));
        if let Some(v) = verb
            && matches!(tokens[v].pos, Pos::Noun | Pos::Adjective)
            && !tokens[v].capital
            && may(v)
        {
            tokens[v].pos = Pos::VerbBase;
        }
        if let Some(v) = verb.filter(|v| tokens[*v].pos == Pos::VerbBase) {
            for token in &mut tokens[t + 1..v] {
                token.pos = Pos::Adverb;
            }
        }
    }
}

/// "Backed by Ottawa, the force", "troops led by Paris": before "by" stands a participle.
pub(super) fn participles_before_by(
    tokens: &mut [Token],
    range: &Range<usize>,
    may: impl Fn(usize) -> bool,
) {
    for t in range.start..range.end.saturating_sub(1) {
        if tokens[t].pos == Pos::VerbPast && tokens[t + 1].lower == "by" && may(t) {
            tokens[t].pos = Pos::VerbParticiple;
        }
    }
}

/// "was flatly rejected", "has never been": behind an auxiliary, adverbs aside, stands a participle.
pub(super) fn participles_after_auxiliary(
    tokens: &mut [Token],
    range: &Range<usize>,
    may: impl Fn(usize) -> bool,
) {
    for t in range.clone() {
        let word = tokens[t].lower.as_str();
        if tokens[t].pos != Pos::Auxiliary || matches!(word, "do" | "does" | "did") {
            continue;
        }
        let verb = (t + 1..range.end).find(|v| tokens[*v].pos != Pos::Adverb);
        if let Some(v) = verb.filter(|v| *v > t + 1 && tokens[*v].pos == Pos::VerbPast && may(*v)) {
            tokens[v].pos = Pos::VerbParticiple;
        }
    }
}

/// "is not clear whether", "are still open": behind "be", adverbs aside, no base form stands; what may be an adjective is one.
pub(super) fn adjectives_after_be(
    tokens: &mut [Token],
    range: &Range<usize>,
    may: impl Fn(usize) -> bool,
) {
    for t in range.start + 1..range.end {
        let before = (range.start..t)
            .rev()
            .find(|b| tokens[*b].pos != Pos::Adverb)
            .filter(|b| tokens[*b].pos == Pos::Auxiliary);
        let be = before.is_some_and(|b| {
            matches!(
                tokens[b].lower.as_str(),
                "is" | "are" | "was" | "were" | "be" | "been" | "being" | "'re"
            )
        });
        if tokens[t].pos == Pos::VerbBase && be && may(t) {
            tokens[t].pos = Pos::Adjective;
        }
    }
}

/// "to join a peacekeeping force in Ukraine": behind the object of a verb with "a" no base form stands, for one thing alone does not agree with it;
/// what may be a noun is one. Those who let or see a force deploy are left alone, as are questions ("will a force deploy").
pub(super) fn nouns_after_article(
    tokens: &mut [Token],
    range: &Range<usize>,
    reading: impl Fn(usize, Pos) -> bool,
) {
    for t in range.start + 2..range.end {
        if tokens[t].pos != Pos::VerbBase || !reading(t, Pos::Noun) {
            continue;
        }
        let article = (range.start..t)
            .rev()
            .find(|b| !matches!(tokens[*b].pos, Pos::Noun | Pos::Adjective))
            .filter(|b| *b + 1 < t && matches!(tokens[*b].lower.as_str(), "a" | "an"));
        let Some(before) = article.and_then(|a| a.checked_sub(1)) else {
            continue;
        };
        let governor = &tokens[before];
        let lets = matches!(governor.pos, Pos::Modal | Pos::Auxiliary)
            || ["let", "make", "made", "help", "see", "saw", "have"]
                .iter()
                .any(|w| governor.lower.starts_with(w));
        if governor.pos.is_verb() && before >= range.start && !lets {
            tokens[t].pos = Pos::Noun;
        }
    }
}

/// "He also raised guarantees": right behind a pronoun that is a subject, adverbs aside, what may be a past is no participle.
pub(super) fn pasts_after_pronouns(
    tokens: &mut [Token],
    range: &Range<usize>,
    may: impl Fn(usize) -> bool,
) {
    for t in range.start + 1..range.end {
        if tokens[t].pos != Pos::VerbParticiple || !may(t) {
            continue;
        }
        let subject = (range.start..t)
            .rev()
            .find(|b| tokens[*b].pos != Pos::Adverb)
            .filter(|b| {
                matches!(
                    tokens[*b].lower.as_str(),
                    "he" | "she" | "they" | "we" | "i"
                )
            });
        // "Had he asked": an auxiliary before the pronoun goes with a participle.
        let inverted = subject
            .and_then(|b| b.checked_sub(1))
            .is_some_and(|a| a >= range.start && tokens[a].pos == Pos::Auxiliary);
        if subject.is_some() && !inverted {
            tokens[t].pos = Pos::VerbPast;
        }
    }
}
