//! Of what kind a proposal is: a force, people who go there, something that those at war may bring about themselves.

use super::holders::Holders;
use crate::lexicon::TopicPack;

/// The kinds of each proposal.
#[derive(Debug)]
pub(super) struct Kinds {
    forces: Vec<bool>,
    sent: Vec<bool>,
    mutual: Vec<bool>,
}

impl Kinds {
    pub(super) fn new(topic: &TopicPack) -> Self {
        let joined = |h: &String| {
            let id = h.strip_prefix('@');
            topic
                .families
                .iter()
                .any(|f| f.joined && Some(f.id.as_str()) == id)
        };
        let all = &topic.proposals;
        Self {
            forces: all.iter().map(|p| p.heads.iter().any(joined)).collect(),
            sent: all.iter().map(|p| p.sent).collect(),
            mutual: all.iter().map(|p| p.mutual).collect(),
        }
    }
}

impl Holders {
    /// Whether a proposal is a force that goes somewhere.
    pub(super) fn is_force(&self, proposal: usize) -> bool {
        self.kinds.forces[proposal]
    }

    /// Whether a proposal is people who go there: a force, or one that the pack says is.
    pub(super) fn is_sent(&self, proposal: usize) -> bool {
        self.kinds.forces[proposal] || self.kinds.sent[proposal]
    }

    /// Whether those at war may bring a proposal about themselves.
    pub(super) fn is_mutual(&self, proposal: usize) -> bool {
        self.kinds.mutual[proposal]
    }
}
