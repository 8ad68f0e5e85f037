//! Who says what: the hand-over of the attribution stage.

use super::Span;

/// How the content stands in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
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
