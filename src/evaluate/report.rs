//! The figures of an evaluation, as a record and as the table that is printed and committed.

use std::fmt;

use serde::{Serialize, Serializer, ser::SerializeStruct};

use super::Claim;

/// Counts, and the figures that follow from them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Score {
    /// Predicted claims that match a required one.
    pub right: u64,
    /// Predicted claims that match an optional one only.
    pub optional: u64,
    /// Predicted claims that match none.
    pub wrong: u64,
    /// Required claims that nothing matches.
    pub missed: u64,
}

impl Score {
    /// Share of predicted claims that are right, optional ones included; 0 to 1.
    pub fn precision(&self) -> f64 {
        let right = self.right + self.optional;
        right as f64 / (right + self.wrong).max(1) as f64
    }

    /// Share of required claims that are found; 0 to 1.
    pub fn recall(&self) -> f64 {
        self.right as f64 / (self.right + self.missed).max(1) as f64
    }

    /// Harmonic mean of the two.
    pub fn f1(&self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        2.0 * p * r / (p + r).max(1e-9)
    }

    /// F1 over required claims alone, as single stances and proposals are scored.
    pub fn f1_required(&self) -> f64 {
        let right = 2 * self.right;
        right as f64 / (right + self.wrong + self.missed).max(1) as f64
    }
}

/// In per cent, rounded to a tenth as in the table.
impl Serialize for Score {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let tenth = |share: f64| (share * 1000.0).round() / 10.0;
        let mut s = serializer.serialize_struct("Score", 8)?;
        s.serialize_field("precision", &tenth(self.precision()))?;
        s.serialize_field("recall", &tenth(self.recall()))?;
        s.serialize_field("f1", &tenth(self.f1()))?;
        s.serialize_field("f1_required", &tenth(self.f1_required()))?;
        s.serialize_field("right", &self.right)?;
        s.serialize_field("optional", &self.optional)?;
        s.serialize_field("wrong", &self.wrong)?;
        s.serialize_field("missed", &self.missed)?;
        s.end()
    }
}

/// The score of one stance, proposal or kind of attribution.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group {
    /// Stance, proposal or attribution.
    pub name: String,
    /// Its score: right and wrong by what was predicted, missed by what was wanted.
    #[serde(flatten)]
    pub score: Score,
}

/// Which way a claim went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum MissKind {
    /// Predicted, and the gold standard has no such claim (a false positive).
    Wrong,
    /// Required, and not predicted (a false negative).
    Missed,
}

/// One error of the triple comparison.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Miss {
    /// Which way.
    pub kind: MissKind,
    /// Document.
    pub document: String,
    /// The claim, as the side that has it gives it.
    #[serde(flatten)]
    pub claim: Claim,
}

impl Miss {
    pub(super) fn new(kind: MissKind, document: &str, claim: &Claim) -> Self {
        Self {
            kind,
            document: document.to_owned(),
            claim: claim.clone(),
        }
    }
}

impl fmt::Display for Miss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.kind {
            MissKind::Wrong => "FP",
            MissKind::Missed => "FN",
        };
        let Claim {
            actor,
            proposal,
            stance,
            evidence,
            ..
        } = &self.claim;
        let evidence: String = evidence.chars().take(160).collect();
        let document = &self.document;
        write!(
            f,
            "{kind} {document} {actor} | {proposal} | {stance} | {evidence}"
        )
    }
}

/// What a comparison found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Evaluation {
    /// Documents of the gold standard.
    pub documents: u64,
    /// Holder, proposal and stance.
    pub triple: Score,
    /// Holder and proposal.
    pub pair: Score,
    /// Triple, with persons rolled up to their country or body.
    pub by_country: Score,
    /// Triples by stance.
    pub stances: Vec<Group>,
    /// Triples by proposal.
    pub proposals: Vec<Group>,
    /// Triples by kind of attribution.
    pub attributions: Vec<Group>,
    /// Every error of the triple comparison, in the order of documents.
    pub misses: Vec<Miss>,
}

impl fmt::Display for Evaluation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines = [
            ("triple", &self.triple),
            ("pair", &self.pair),
            ("triple, holders by country", &self.by_country),
        ];
        for (label, s) in lines {
            writeln!(
                f,
                "{label:28} P {:5.1} R {:5.1} F1 {:5.1}  tp {} opt {} fp {} fn {}",
                100.0 * s.precision(),
                100.0 * s.recall(),
                100.0 * s.f1(),
                s.right,
                s.optional,
                s.wrong,
                s.missed
            )?;
        }
        for (title, groups) in [
            ("by stance", &self.stances),
            ("by proposal", &self.proposals),
            ("by attribution", &self.attributions),
        ] {
            writeln!(f, "{title}")?;
            for Group { name, score: s } in groups {
                writeln!(
                    f,
                    "   {name:20} F1 {:5.1}  tp {} fp {} fn {}",
                    100.0 * s.f1_required(),
                    s.right,
                    s.wrong,
                    s.missed
                )?;
            }
        }
        Ok(())
    }
}
