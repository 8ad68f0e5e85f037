//! Several adjectives before one noun: "a robust and credible guarantee", "for "robust and credible" guarantees".

use crate::lexicon::WordClasses;
use crate::model::{Pos, Token};

/// Longest stretch of adjectives in quotation marks, marks included.
const QUOTED: usize = 8;

/// Whether a conjunction or comma at `at` stands between two adjectives of the phrase that begins at `t`, or between what describes one:
/// "a strong, lasting peace", "politically and legally binding guarantees". The adjectives of countries are read one by one, and behind a
/// copular verb adjectives stand by themselves: "is bold and new soldiers arrive".
pub(super) fn joined(
    tokens: &[Token],
    classes: &WordClasses,
    t: usize,
    at: usize,
    opened: bool,
) -> bool {
    let Some(last) = at.checked_sub(1).filter(|last| *last >= t) else {
        return false;
    };
    let here = |x: usize| {
        let token = tokens.get(x)?;
        (token.sentence == tokens[at].sentence).then_some(token)
    };
    let adjective = |x: usize| {
        here(x).is_some_and(|x| matches!(x.pos, Pos::Adjective | Pos::VerbParticiple) && !x.capital)
    };
    let adverb = |x: usize| here(x).is_some_and(|x| x.pos == Pos::Adverb);
    let governed = t.checked_sub(1).is_some_and(|x| {
        let verb = tokens[x].pos.is_verb() && !classes.copular_verbs.contains(&tokens[x].lemma);
        verb || tokens[x].pos == Pos::Preposition
    });
    let joins = matches!(tokens[at].lower.as_str(), "and" | "or" | "but" | ",");
    let described = adverb(at + 1) && adjective(at + 2);
    joins
        && (opened || governed)
        && (adjective(last) && (adjective(at + 1) || described) || adverb(last) && described)
}

/// The noun behind adjectives in quotation marks that a preposition governs, where they begin at `t`.
pub(super) fn quoted(tokens: &[Token], t: usize, end: usize) -> Option<usize> {
    let governed = t > 0 && tokens[t - 1].pos == Pos::Preposition;
    let mark = tokens[t].lower.as_str();
    if !matches!(mark, "\"" | "'") || !governed {
        return None;
    }
    let close = (t + 2..end.min(t + QUOTED)).find(|x| tokens[*x].lower == mark)?;
    let describes = |x: &Token| {
        matches!(
            x.pos,
            Pos::Adjective | Pos::VerbParticiple | Pos::Adverb | Pos::Conjunction
        )
    };
    let noun = tokens.get(close + 1).filter(|_| close + 1 < end)?;
    (tokens[t + 1..close].iter().all(describes) && noun.pos == Pos::Noun).then_some(close + 1)
}

#[cfg(test)]
mod tests {
    use crate::segment::tests::parse;

    #[test]
    fn joined_and_quoted_adjectives_belong_to_their_noun() {
        for (text, phrase) in [
            (
                "Paris called for robust and credible guarantees.",
                "robust and credible guarantees",
            ),
            (
                "Paris wants a strong and lasting peace.",
                "a strong and lasting peace",
            ),
            (
                "Paris called for \"robust and credible\" guarantees.",
                "\"robust and credible\" guarantees",
            ),
            (
                "Paris spoke of \"robust\" guarantees.",
                "\"robust\" guarantees",
            ),
            (
                "Paris wants strong, lasting guarantees.",
                "strong, lasting guarantees",
            ),
            (
                "Paris spoke of politically and legally binding guarantees.",
                "politically and legally binding guarantees",
            ),
            ("The plan is bold and new soldiers arrive.", "new soldiers"),
        ] {
            let d = parse(text);
            let found: Vec<&str> = d
                .phrases
                .iter()
                .map(|p| d.slice(d.token_span(&p.tokens)))
                .collect();
            assert!(found.contains(&phrase), "{found:?}");
        }
    }
}
