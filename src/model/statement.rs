//! The statement: one holder, one stance, one proposal, one article, and the sentence that shows it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Article, DateBasis, SyndicatedCopy};

/// Name of the statement schema, written into every record.
pub const STATEMENT_SCHEMA: &str = "stanceline.statement/1";

/// Where a holder stands on a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stance {
    /// Proposes, backs, offers, is ready without a condition.
    Support,
    /// Favours or accepts it and names a condition.
    Conditional,
    /// Discusses, considers, leaves it open.
    Noncommittal,
    /// Rejects, rules out, refuses, warns against.
    Oppose,
}

impl Stance {
    /// All four, in the order of every table.
    pub const ALL: [Stance; 4] = [
        Stance::Support,
        Stance::Conditional,
        Stance::Noncommittal,
        Stance::Oppose,
    ];

    /// Score for means: support 1, conditional 0.5, noncommittal 0, oppose -1.
    pub fn score(self) -> f64 {
        match self {
            Stance::Support => 1.0,
            Stance::Conditional => 0.5,
            Stance::Noncommittal => 0.0,
            Stance::Oppose => -1.0,
        }
    }

    /// Its name in outputs and lexicons.
    pub fn name(self) -> &'static str {
        match self {
            Stance::Support => "support",
            Stance::Conditional => "conditional",
            Stance::Noncommittal => "noncommittal",
            Stance::Oppose => "oppose",
        }
    }

    /// The stance of that name.
    pub fn from_name(name: &str) -> Option<Stance> {
        Stance::ALL.into_iter().find(|s| s.name() == name)
    }
}

/// How the text shows the stance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AttributionKind {
    /// The holder's own words in quotation marks.
    Quote,
    /// Said, believes, according to.
    Reported,
    /// A described act or position.
    Action,
    /// The writer's own argument.
    Authorial,
}

impl AttributionKind {
    /// Its name in outputs.
    pub fn name(self) -> &'static str {
        match self {
            AttributionKind::Quote => "quote",
            AttributionKind::Reported => "reported",
            AttributionKind::Action => "action",
            AttributionKind::Authorial => "authorial",
        }
    }
}

/// The article of a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleRef {
    /// Article id.
    pub id: String,
    /// Address.
    pub url: Option<String>,
    /// Outlet.
    pub outlet: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Day of publication, `YYYY-MM-DD`.
    pub published: Option<String>,
    /// Language tag.
    pub language: Option<String>,
}

impl From<&Article<'_>> for ArticleRef {
    fn from(article: &Article<'_>) -> Self {
        Self {
            id: article.id.to_string(),
            url: article.url.as_deref().map(str::to_owned),
            outlet: article.outlet.as_deref().map(str::to_owned),
            title: article.title.as_deref().map(str::to_owned),
            published: article.published.map(|d| d.to_string()),
            language: article.language.as_deref().map(str::to_owned),
        }
    }
}

/// Whoever holds the stance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Actor id of the lexicon, or a slug of the name for persons it does not know.
    pub id: String,
    /// Canonical name.
    pub name: String,
    /// `person`, `country`, `organisation`, `bloc`, `group` or `author`.
    pub kind: String,
    /// ISO 3166 alpha-3.
    pub country: Option<String>,
}

/// An id with its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Id.
    pub id: String,
    /// Name for people.
    pub name: String,
}

/// The words of a condition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// Its words.
    pub text: String,
    /// First code point in the article's text.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// Catalogue id, where the condition is itself a proposal.
    pub proposal: Option<String>,
}

/// Troop numbers proposed in the evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Size {
    /// Least number.
    pub low: u64,
    /// Greatest number; equal to `low` for a single figure.
    pub high: u64,
}

/// The sentence that shows the stance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The sentence as given.
    pub text: String,
    /// First code point in the article's text (in its title where `paragraph` is null).
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// Paragraph, counted from 0; null for the headline.
    pub paragraph: Option<usize>,
}

/// A word or phrase that decided, and the rule it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CueRef {
    /// Its words.
    pub text: String,
    /// Rule, such as `support/ready`.
    pub rule: String,
    /// First code point in the article's text (in its title for headline evidence).
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
}

/// Syndicated copies of the evidence's paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClusterRef {
    /// Stable id of the cluster.
    pub id: String,
    /// Copies, the original included.
    pub copies: u64,
    /// Distinct outlets among them.
    pub outlets: u64,
}

impl ClusterRef {
    /// The cluster of a paragraph with this fingerprint that `outlet` ran and the copies have too.
    pub fn of(fingerprint: u64, outlet: Option<&str>, copies: &[SyndicatedCopy]) -> Self {
        let outlets: BTreeSet<&str> = copies
            .iter()
            .filter_map(|c| c.outlet.as_deref())
            .chain(outlet)
            .collect();
        Self {
            id: format!("{fingerprint:016x}"),
            copies: copies.len() as u64 + 1,
            outlets: outlets.len() as u64,
        }
    }
}

/// One statement, in the key order of the canonical output.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// Always [`STATEMENT_SCHEMA`].
    pub schema: String,
    /// Stable hash of article, holder, proposal and stance.
    pub id: String,
    /// The article.
    pub article: ArticleRef,
    /// Day the stance was taken, `YYYY-MM-DD`.
    pub date: Option<String>,
    /// Where that day comes from.
    pub date_basis: DateBasis,
    /// Who holds it.
    pub holder: Holder,
    /// Who says so, where that is somebody else or the holder's words are reported; null where the text itself says it.
    pub speaker: Option<Named>,
    /// On what.
    pub proposal: Named,
    /// Where the holder stands.
    pub stance: Stance,
    /// [`Stance::score`].
    pub score: f64,
    /// Probability that a careful reader would agree, calibrated; 0 to 1.
    pub confidence: f64,
    /// The condition, for `conditional`.
    pub condition: Option<Condition>,
    /// How the text shows it.
    pub attribution: AttributionKind,
    /// Troop numbers.
    pub size: Option<Size>,
    /// The sentence; the strongest of several.
    pub evidence: Evidence,
    /// Every further sentence of the article that shows the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub further: Vec<Evidence>,
    /// What decided.
    pub cues: Vec<CueRef>,
    /// Syndication, where the paragraph has copies.
    pub cluster: Option<ClusterRef>,
}

impl Statement {
    /// Begins the rules that stand for the scorer's weights rather than for a cue of the lexicon.
    pub const SCORED: &str = "scorer/";

    /// The rule of a negator that turns the cues beside it into a refusal.
    pub const NEGATION: &str = "negation";

    /// Whether a rule made it, and not the scorer alone.
    pub fn by_rule(&self) -> bool {
        self.cues.iter().any(|c| !c.rule.starts_with(Self::SCORED))
    }

    /// Whether the scorer alone found it: its cues are words that weighed, not rules that decided.
    pub fn is_learned(&self) -> bool {
        !self.cues.is_empty() && !self.by_rule()
    }
}
