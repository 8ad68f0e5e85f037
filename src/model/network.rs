//! Discourse networks: actors tied to proposals, and actors tied to one another by what they agree or differ on.

use super::StanceCounts;

/// What ties two nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Tie {
    /// Actor to proposal: statements for it minus statements against it.
    #[default]
    TwoMode,
    /// Actor to actor: positions that both share.
    Congruence,
    /// Actor to actor: proposals that one is for and the other against.
    Conflict,
    /// Actor to actor: congruence minus conflict.
    Subtract,
}

/// How weights are made comparable between actors who say much and actors who say little.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Normalisation {
    /// Not at all.
    #[default]
    None,
    /// By the average number of positions of the two (of statements of the actor, in the two-mode network).
    Average,
    /// By the number of positions of the two together.
    Jaccard,
    /// By the geometric mean of the number of positions of the two.
    Cosine,
}

/// An actor or a proposal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Node {
    /// `actor` or `proposal`.
    pub kind: &'static str,
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// ISO 3166 alpha-3, for actors.
    pub country: Option<String>,
}

/// A tie in one window.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    /// Index of the one end among the nodes.
    pub source: usize,
    /// Index of the other.
    pub target: usize,
    /// Its weight, normalised as asked for.
    pub weight: f64,
    /// Statements behind it, one a cluster; in the two-mode network alone.
    pub counts: Option<StanceCounts>,
    /// First day of the window; null where all days are one.
    pub start: Option<String>,
    /// Last day of the window.
    pub end: Option<String>,
}

/// Nodes by kind and id, edges by window and ends.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Network {
    /// What ties them.
    pub tie: Tie,
    /// Actors, then proposals (in the two-mode network).
    pub nodes: Vec<Node>,
    /// Ties that are not zero; in the two-mode network every pair of which something was said.
    pub edges: Vec<Edge>,
}
