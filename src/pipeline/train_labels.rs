//! What is right for a pair, as the gold standard has it.

use crate::evaluate::{Claim, Names};
use crate::model::Stance;
use crate::stance::{Candidate, Position};

/// Which classes are right for a pair, and how much that counts; nothing where the gold does not tell.
pub(super) fn answer(
    candidate: &Candidate,
    wanted: &[Claim],
    names: &Names,
) -> Option<([bool; 5], f64)> {
    let holder = names.canonical(&candidate.holder);
    let sentence = letters(&candidate.sentence);
    let mut right = [false; 5];
    let mut optional = true;
    let mut elsewhere = false;
    for claim in wanted {
        let same = claim.actors().any(|a| names.canonical(a) == holder)
            && claim
                .proposals()
                .any(|p| names.same_proposal(p, &candidate.proposal));
        if !same {
            continue;
        }
        let evidence = letters(&claim.evidence);
        let shows = sentence.contains(&evidence)
            || sentence.len() > SHORTEST && evidence.starts_with(&sentence);
        if evidence.is_empty() || !shows {
            elsewhere = true;
            continue;
        }
        optional &= claim.optional;
        for stance in claim.stances().filter_map(Stance::from_name) {
            let column = Stance::ALL.iter().position(|s| *s == stance).unwrap_or(0);
            right[1 + column] = true;
        }
    }
    if right.contains(&true) {
        Some((right, if optional { 0.5 } else { 1.0 }))
    } else if elsewhere {
        None
    } else {
        right[0] = true;
        Some((right, 1.0))
    }
}

/// Letters of a sentence from which on it may stand for evidence that goes on after it.
const SHORTEST: usize = 20;

/// Letters and figures alone: damage to spaces and marks does not part evidence and sentence.
fn letters(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Whether the gold says that a holder takes that position.
pub(super) fn holds(position: &Position, wanted: &[Claim], names: &Names) -> bool {
    let holder = names.canonical(&position.holder);
    wanted.iter().any(|claim| {
        claim.actors().any(|a| names.canonical(a) == holder)
            && claim
                .proposals()
                .any(|p| names.same_proposal(p, &position.proposal))
            && claim.stances().any(|s| s == position.stance.name())
    })
}
