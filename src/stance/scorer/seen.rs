//! Cues of a sentence as the scorer sees them: read under their negation, and near to or far from the mention.

use std::ops::Range;

use super::candidates::{Chain, clause_of};
use crate::lexicon::CueClass;
use crate::model::ProposalMention;
use crate::stance::Scene;

/// Tokens to either side of a mention that count as beside it.
pub(super) const BESIDE: usize = 4;

/// A cue of the sentence, read.
pub(super) struct Seen {
    pub(super) id: usize,
    pub(super) tokens: Range<usize>,
    pub(super) class: &'static str,
    /// Stance that it has here, negation applied; `nothing` where it then says nothing.
    pub(super) reading: &'static str,
    pub(super) negated: bool,
    pub(super) region: Region,
    pub(super) clause: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Region {
    /// Of a verb, adjective or noun that the mention stands under.
    Chain,
    /// In the same clause, or beside.
    Near,
    /// Elsewhere in the sentence.
    Far,
}

impl Region {
    pub(super) fn name(self) -> &'static str {
        match self {
            Region::Chain => "chain",
            Region::Near => "near",
            Region::Far => "far",
        }
    }
}

/// The cues of a sentence: the longest at each token.
pub(super) fn cues(
    scene: &Scene<'_>,
    mention: &ProposalMention,
    chain: &Chain,
    sentence: &Range<usize>,
) -> Vec<Seen> {
    let document = scene.document;
    let mut seen: Vec<Seen> = Vec::new();
    for t in sentence.clone() {
        let Some(m) = scene.matches.at(t).first() else {
            continue;
        };
        let cue = scene.cues.cue(m.cue);
        let clause = document
            .clauses_over(&(t..t + 1))
            .find(|c| document.clauses[*c].verb_group.contains(&t))
            .or_else(|| clause_of(document, t));
        let negated = clause
            .and_then(|c| document.clauses[c].negation)
            .is_some_and(|n| n <= m.tokens.end)
            || t.checked_sub(1).is_some_and(|b| {
                b >= sentence.start
                    && matches!(
                        document.tokens[b].lower.as_str(),
                        "no" | "not" | "never" | "without"
                    )
            });
        let reading = match (negated, cue.negated) {
            (false, _) => cue.stance.name(),
            (true, Some(stance)) => stance.name(),
            (true, None) => "nothing",
        };
        let under = chain.clauses.iter().any(|c| {
            let clause = &document.clauses[*c];
            clause.verb == t
                || clause.adjective == Some(t)
                || clause.verb_group.contains(&t)
                || clause
                    .predicative
                    .is_some_and(|p| document.phrases[p].tokens.contains(&t))
        }) || chain
            .phrases
            .iter()
            .any(|p| document.phrases[*p].tokens.contains(&t));
        let region = if under {
            Region::Chain
        } else if clause.is_some() && clause == chain.clauses.first().copied()
            || t.abs_diff(mention.head) <= BESIDE
        {
            Region::Near
        } else {
            Region::Far
        };
        seen.push(Seen {
            id: m.cue,
            tokens: m.tokens.clone(),
            class: class(cue.class),
            reading,
            negated,
            region,
            clause,
        });
    }
    seen
}

fn class(class: CueClass) -> &'static str {
    match class {
        CueClass::Attitude => "attitude",
        CueClass::Effect => "effect",
        CueClass::Participation => "participation",
        CueClass::Evaluation => "evaluation",
        CueClass::Request => "request",
        CueClass::Nominal => "nominal",
        CueClass::Deontic => "deontic",
    }
}
