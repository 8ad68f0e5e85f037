//! Folds statements into discourse networks, window by window.
//!
//! An actor's *position* is a proposal with a sign: for it (support, conditional) or against it (oppose); noncommittal
//! statements are counted in the two-mode network and take no side. However often it is repeated within a window, a position is one. With
//! `c` positions that two actors share (or, for conflict, hold with opposite signs) and `n`, `m` positions of each:
//!
//! | normalisation | weight |
//! |---|---|
//! | none | `c` |
//! | average | `2 c / (n + m)` |
//! | Jaccard | `c / (n + m - c)` |
//! | cosine | `c / sqrt(n m)` |
//!
//! Subtract is normalised congruence minus normalised conflict. The two-mode weight is statements for minus statements against, one a
//! syndication cluster, divided by the actor's statements of the window (average), by the statements of actor or proposal (Jaccard), or
//! by the geometric mean of both (cosine).

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::model::{
    Bucket, Edge, Holder, Named, Network, Node, Normalisation, Stance, StanceCounts, Statement, Tie,
};

use super::bucket::{BucketSpan, bucket_of};
use super::mention::Mention;

/// The fold: `add` statements, `merge` other folds, `finish` into a network.
#[derive(Debug, Default)]
pub struct NetworkFold {
    by: Option<Bucket>,
    /// Statements, one a cluster, by window, actor and proposal.
    said: BTreeMap<Option<BucketSpan>, Window>,
    actors: BTreeMap<String, Holder>,
    proposals: BTreeMap<String, Named>,
}

/// Clusters with their stance, by actor id and proposal id.
type Window = BTreeMap<(String, String), BTreeSet<(u64, Stance)>>;

impl NetworkFold {
    /// Windows of the given width; none for one window over everything. With windows, statements without a date are left out.
    pub fn new(by: Option<Bucket>) -> Self {
        Self {
            by,
            ..Self::default()
        }
    }

    /// Adds one statement.
    pub fn add(&mut self, statement: &Statement) {
        let mention = Mention::of_statement(statement);
        let window = match (self.by, mention.day) {
            (None, _) => None,
            (Some(by), Some(day)) => Some(bucket_of(day, by)),
            (Some(_), None) => return,
        };
        let (holder, proposal) = (&statement.holder, &statement.proposal);
        self.said
            .entry(window)
            .or_default()
            .entry((holder.id.clone(), proposal.id.clone()))
            .or_default()
            .insert((mention.cluster, statement.stance));
        let actor = self
            .actors
            .entry(holder.id.clone())
            .or_insert_with(|| holder.clone());
        super::keep_first(actor, holder, super::holder_rank);
        let named = self
            .proposals
            .entry(proposal.id.clone())
            .or_insert_with(|| proposal.clone());
        super::keep_first(named, proposal, |p| p.name.clone());
    }

    /// Takes in another fold of the same windows.
    pub fn merge(&mut self, other: NetworkFold) {
        for (window, pairs) in other.said {
            let ours = self.said.entry(window).or_default();
            for (pair, clusters) in pairs {
                ours.entry(pair).or_default().extend(clusters);
            }
        }
        for (id, holder) in other.actors {
            let actor = self.actors.entry(id).or_insert_with(|| holder.clone());
            super::keep_first(actor, &holder, super::holder_rank);
        }
        for (id, proposal) in other.proposals {
            let named = self.proposals.entry(id).or_insert_with(|| proposal.clone());
            super::keep_first(named, &proposal, |p| p.name.clone());
        }
    }

    /// The network of one kind of tie; a fold may be asked for several.
    pub fn network(&self, tie: Tie, normalisation: Normalisation) -> Network {
        let actors: Vec<&str> = self.actors.keys().map(String::as_str).collect();
        let mut nodes: Vec<Node> = self
            .actors
            .values()
            .map(|holder| Node {
                kind: "actor",
                id: holder.id.clone(),
                name: holder.name.clone(),
                country: holder.country.clone(),
            })
            .collect();
        if tie == Tie::TwoMode {
            nodes.extend(self.proposals.values().map(|proposal| Node {
                kind: "proposal",
                id: proposal.id.clone(),
                name: proposal.name.clone(),
                country: None,
            }));
        }
        let index: BTreeMap<&str, usize> = actors.iter().copied().zip(0..).collect();
        let columns: BTreeMap<&str, usize> = self
            .proposals
            .keys()
            .map(String::as_str)
            .zip(actors.len()..)
            .collect();
        let mut edges = Vec::new();
        for (window, pairs) in &self.said {
            let ties = if tie == Tie::TwoMode {
                two_mode(pairs, normalisation, &index, &columns)
            } else {
                one_mode(pairs, tie, normalisation, &index)
            };
            edges.extend(ties.into_iter().map(|edge| Edge {
                start: window.map(|w| day(w.start)),
                end: window.map(|w| day(w.end)),
                ..edge
            }));
        }
        Network { tie, nodes, edges }
    }
}

fn day(date: Date) -> String {
    date.to_string()
}

fn edge(source: usize, target: usize, weight: f64, counts: Option<StanceCounts>) -> Edge {
    Edge {
        source,
        target,
        weight,
        counts,
        start: None,
        end: None,
    }
}

fn two_mode(
    pairs: &Window,
    normalisation: Normalisation,
    actors: &BTreeMap<&str, usize>,
    proposals: &BTreeMap<&str, usize>,
) -> Vec<Edge> {
    let mut of_actor: BTreeMap<&str, f64> = BTreeMap::new();
    let mut of_proposal: BTreeMap<&str, f64> = BTreeMap::new();
    for ((actor, proposal), said) in pairs {
        *of_actor.entry(actor).or_default() += said.len() as f64;
        *of_proposal.entry(proposal).or_default() += said.len() as f64;
    }
    let mut edges = Vec::with_capacity(pairs.len());
    for ((actor, proposal), said) in pairs {
        let mut counts = StanceCounts::default();
        for (_, stance) in said {
            counts.add(*stance, 1);
        }
        let balance = (counts.support + counts.conditional) as f64 - counts.oppose as f64;
        let (n, m) = (of_actor[actor.as_str()], of_proposal[proposal.as_str()]);
        let weight = match normalisation {
            Normalisation::None => balance,
            Normalisation::Average => balance / n,
            Normalisation::Jaccard => balance / (n + m - said.len() as f64),
            Normalisation::Cosine => balance / (n * m).sqrt(),
        };
        edges.push(edge(
            actors[actor.as_str()],
            proposals[proposal.as_str()],
            weight,
            Some(counts),
        ));
    }
    edges
}

fn one_mode(
    pairs: &Window,
    tie: Tie,
    normalisation: Normalisation,
    actors: &BTreeMap<&str, usize>,
) -> Vec<Edge> {
    // Positions: proposal and whether for it.
    let mut positions: BTreeMap<&str, BTreeSet<(&str, bool)>> = BTreeMap::new();
    for ((actor, proposal), said) in pairs {
        for (_, stance) in said {
            let side = match stance {
                Stance::Support | Stance::Conditional => true,
                Stance::Oppose => false,
                Stance::Noncommittal => continue,
            };
            positions.entry(actor).or_default().insert((proposal, side));
        }
    }
    let positions: Vec<_> = positions.into_iter().collect();
    let mut edges = Vec::new();
    for (i, (a, ours)) in positions.iter().enumerate() {
        for (b, theirs) in &positions[i + 1..] {
            let shared = ours.intersection(theirs).count();
            let against = ours
                .iter()
                .filter(|(p, side)| theirs.contains(&(*p, !*side)))
                .count();
            let scaled = |c: usize| {
                normalised(
                    c as f64,
                    ours.len() as f64,
                    theirs.len() as f64,
                    normalisation,
                )
            };
            let weight = match tie {
                Tie::Conflict => scaled(against),
                Tie::Subtract => scaled(shared) - scaled(against),
                Tie::Congruence | Tie::TwoMode => scaled(shared),
            };
            if weight != 0.0 {
                edges.push(edge(actors[a], actors[b], weight, None));
            }
        }
    }
    edges
}

fn normalised(c: f64, n: f64, m: f64, by: Normalisation) -> f64 {
    match by {
        Normalisation::None => c,
        Normalisation::Average => 2.0 * c / (n + m),
        Normalisation::Jaccard => c / (n + m - c),
        Normalisation::Cosine => c / (n * m).sqrt(),
    }
}
