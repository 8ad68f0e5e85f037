//! Who says what: the hand-over of the attribution stage.

use serde::{Deserialize, Serialize};

use super::{ArticleRef, Span};

/// How the content stands in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SpeechKind {
    /// All in quotation marks.
    Direct,
    /// None in quotation marks.
    Indirect,
    /// Some in quotation marks.
    Mixed,
}

impl SpeechKind {
    /// Its name in outputs.
    pub fn name(self) -> &'static str {
        match self {
            SpeechKind::Direct => "direct",
            SpeechKind::Indirect => "indirect",
            SpeechKind::Mixed => "mixed",
        }
    }
}

/// One attribution: a source, the cue that attributes, the content that is attributed.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribution {
    /// The source's words; none where only the context tells who speaks.
    pub source: Option<Span>,
    /// Token that heads the source (index into the document's tokens).
    pub source_head: Option<usize>,
    /// The cue's words ("said", "according to"); none for an uncued quotation.
    pub cue: Option<Span>,
    /// Lemma of the cue.
    pub cue_lemma: String,
    /// The content, one or more stretches in text order.
    pub content: Vec<Span>,
    /// How the content stands.
    pub kind: SpeechKind,
    /// Whether the source negates or denies its content ("denied that").
    pub denied: bool,
    /// The attribution whose content holds this one, as an index into the same list.
    pub inside: Option<usize>,
    /// Probability that source and content are right, 0 to 1.
    pub confidence: f64,
}

/// An attribution as annotated, or as compared with annotations: code points into the article's text as given, end exclusive.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttributionSpans {
    /// Who says it; empty where the text names nobody.
    #[serde(default)]
    pub source: Vec<[usize; 2]>,
    /// What attributes; empty for an uncued quotation.
    #[serde(default)]
    pub cue: Vec<[usize; 2]>,
    /// What is attributed.
    #[serde(default)]
    pub content: Vec<[usize; 2]>,
}

/// Name and version of [`AttributionRecord`]s.
pub const ATTRIBUTION_SCHEMA: &str = "stanceline.attribution/1";

/// A stretch of the article as given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    /// The words.
    pub text: String,
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
}

/// An attribution as it is written out. Offsets count in the article's `text`, or in its headline where `headline` is true.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AttributionRecord {
    /// [`ATTRIBUTION_SCHEMA`].
    pub schema: String,
    /// The article.
    pub article: ArticleRef,
    /// Whether it stands in the headline.
    pub headline: bool,
    /// The source's words; null where the text names nobody.
    pub source: Option<Stretch>,
    /// Whom they mean: an actor of the lexicon or a person of the article; the source's own words with a null id where it is neither.
    pub speaker: Option<Speaker>,
    /// The cue; null for an uncued quotation.
    pub cue: Option<Stretch>,
    /// What is attributed, one or more stretches.
    pub content: Vec<Stretch>,
    /// Direct, indirect or mixed speech.
    pub kind: SpeechKind,
    /// Whether the source denies it.
    pub denied: bool,
    /// Probability that cue, content and source are right.
    pub confidence: f64,
}

/// Who speaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speaker {
    /// Actor's id; null where only the words are known.
    pub id: Option<String>,
    /// Actor's name, or the words of the source.
    pub name: String,
}
