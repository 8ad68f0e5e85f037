//! Statements against a gold standard: precision, recall and F1, with every error by name.
//!
//! # What counts as right
//!
//! Both sides are lists of *claims* (holder, proposal, stance), document by document; only documents of the gold standard count.
//! A predicted claim is right if the gold has a claim of the same holder and stance on the same proposal, or on its parent or child
//! ([`Names::same_proposal`]; in the first topic `foreign-force` with any kind of force). Gold claims may allow other readings (`alt_actors`, `alt_proposals`, `alt_stances`).
//! Optional gold claims are right where they are found and no miss where they are not. Predicted claims that say the same
//! count once; several that match one gold claim each count.
//!
//! *Triple* compares all three, *pair* leaves the stance out, *by country* compares triples with persons rolled up to the country or
//! body that they speak for ([`Names`]). Precision counts optional hits as right; recall, and the F1 of single stances, proposals and
//! attributions, take required claims alone.

mod accuracy;
mod claim;
mod names;
mod report;
pub mod attribution;

pub use accuracy::{Accuracy, ConfidenceBin, TOLERANCE, committed_section, falls};
pub use claim::{Claim, Documents, holds_articles, read_claims};
pub use names::Names;
pub use report::{Evaluation, Group, Miss, MissKind, Score};

use std::collections::{BTreeMap, BTreeSet};

use crate::model::Stance;

/// Compares `predicted` with `gold`.
pub fn evaluate(gold: &Documents, predicted: &Documents, names: &Names) -> Evaluation {
    let exact = |actor: &str| names.canonical(actor);
    let rolled = |actor: &str| names.country(actor);
    let mut triple = Comparison::default();
    let mut pair = Comparison::default();
    let mut by_country = Comparison::default();
    for (document, wanted) in gold {
        let found = predicted.get(document).map_or(&[][..], Vec::as_slice);
        triple.document(document, wanted, found, true, (names, &exact));
        pair.document(document, wanted, found, false, (names, &exact));
        by_country.document(document, wanted, found, true, (names, &rolled));
    }
    let stances = Stance::ALL.map(|s| (s.name().to_owned(), Score::default()));
    Evaluation {
        documents: gold.len() as u64,
        triple: triple.score,
        pair: pair.score,
        by_country: by_country.score,
        // The four stances stand in their order, seen or not; the rest by name.
        stances: in_order(stances, triple.stances),
        proposals: in_order([], triple.proposals),
        attributions: in_order([], triple.attributions),
        misses: triple.misses,
    }
}

/// One way of comparing, summed over documents.
#[derive(Default)]
struct Comparison {
    score: Score,
    stances: BTreeMap<String, Score>,
    proposals: BTreeMap<String, Score>,
    attributions: BTreeMap<String, Score>,
    misses: Vec<Miss>,
}

impl Comparison {
    fn document(
        &mut self,
        document: &str,
        wanted: &[Claim],
        found: &[Claim],
        with_stance: bool,
        (names, name): (&Names, &dyn Fn(&str) -> String),
    ) {
        let readings: Vec<BTreeSet<String>> = wanted
            .iter()
            .map(|g| g.actors().map(name).collect())
            .collect();
        let mut hit = vec![false; wanted.len()];
        let mut seen = BTreeSet::new();
        for claim in found {
            let actor = name(&claim.actor);
            let stance = if with_stance {
                claim.stance.as_str()
            } else {
                ""
            };
            let key = (actor.clone(), claim.proposal.clone(), stance.to_owned());
            if !seen.insert(key) {
                continue;
            }
            let mut required = false;
            let mut optional = false;
            for ((gold, actors), hit) in wanted.iter().zip(&readings).zip(&mut hit) {
                if actors.contains(&actor)
                    && gold
                        .proposals()
                        .any(|p| names.same_proposal(p, &claim.proposal))
                    && (!with_stance || gold.stances().any(|s| s == claim.stance))
                {
                    *hit = true;
                    required |= !gold.optional;
                    optional |= gold.optional;
                }
            }
            if required {
                self.count(claim, |s| &mut s.right);
            } else if optional {
                self.score.optional += 1;
            } else {
                self.count(claim, |s| &mut s.wrong);
                self.misses
                    .push(Miss::new(MissKind::Wrong, document, claim));
            }
        }
        for (gold, hit) in wanted.iter().zip(hit) {
            if !hit && !gold.optional {
                self.count(gold, |s| &mut s.missed);
                self.misses
                    .push(Miss::new(MissKind::Missed, document, gold));
            }
        }
    }

    fn count(&mut self, claim: &Claim, which: fn(&mut Score) -> &mut u64) {
        *which(&mut self.score) += 1;
        let groups = [
            (&mut self.stances, Some(claim.stance.as_str())),
            (&mut self.proposals, Some(claim.proposal.as_str())),
            (&mut self.attributions, claim.attribution.as_deref()),
        ];
        for (group, key) in groups {
            let key = key.unwrap_or("not told").to_owned();
            *which(group.entry(key).or_default()) += 1;
        }
    }
}

fn in_order<const N: usize>(
    first: [(String, Score); N],
    mut scores: BTreeMap<String, Score>,
) -> Vec<Group> {
    let mut groups: Vec<Group> = first
        .into_iter()
        .map(|(name, zero)| Group {
            score: scores.remove(&name).unwrap_or(zero),
            name,
        })
        .collect();
    groups.extend(
        scores
            .into_iter()
            .map(|(name, score)| Group { name, score }),
    );
    groups
}

#[cfg(test)]
mod tests;
