//! What stands where in the text: mentions, quotations and attributions, sorted to the sentences that hold them, and drawn.

use std::collections::BTreeMap;

use anstyle::{AnsiColor, Effects, Style};
use stanceline::lexicon::Proposal;
use stanceline::model::{Document, Span};
use stanceline::pipeline::Anatomy;

use super::wrap::Styled;

/// Certainties below this get a question mark.
const SURE: u8 = 70;

/// What a mark is; of two at the same place the first named holds the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Quotation,
    Source,
    Cue,
    Proposal,
    Actor,
}

/// One marked stretch.
#[derive(Debug, Clone)]
struct Mark {
    span: Span,
    kind: Kind,
    /// What stands before it, and after it.
    open: String,
    close: String,
}

/// The style of actors.
pub(super) fn actor_style() -> Style {
    AnsiColor::BrightBlue.on_default().effects(Effects::BOLD)
}

/// The style of proposals.
pub(super) fn proposal_style() -> Style {
    AnsiColor::Magenta.on_default().effects(Effects::BOLD)
}

/// The style of quotations.
pub(super) fn quotation_style() -> Style {
    AnsiColor::Green.on_default().effects(Effects::ITALIC)
}

/// The style of sources and cues.
pub(super) fn attribution_style() -> Style {
    Style::new().effects(Effects::UNDERLINE)
}

/// The marks of each sentence.
pub(super) struct Marks {
    by_sentence: Vec<Vec<Mark>>,
}

impl Marks {
    /// Gathers them.
    pub(super) fn of(anatomy: &Anatomy, catalogue: &[Proposal]) -> Self {
        let document = &anatomy.document;
        let mut marks = Vec::new();
        let mut mark = |span: Span, kind, open: &str, close: String| {
            marks.push(Mark {
                span,
                kind,
                open: open.to_owned(),
                close,
            });
        };
        for quotation in document.quotations.iter().filter(|q| !q.scare) {
            mark(quotation.span, Kind::Quotation, "", String::new());
        }
        for mention in &anatomy.mentions.actors {
            let names: Vec<&str> = mention
                .actors
                .iter()
                .map(|a| anatomy.mentions.register[*a].name.as_str())
                .collect();
            let doubt = if mention.certainty < SURE { "?" } else { "" };
            // Words that are the name itself need no translation.
            let close = if names == [document.slice(mention.span)] && doubt.is_empty() {
                "]".to_owned()
            } else {
                format!("={}{doubt}]", names.join(" & "))
            };
            mark(mention.span, Kind::Actor, "[", close);
        }
        for mention in &anatomy.mentions.proposals {
            let id = &catalogue[mention.proposal].id;
            let doubt = if mention.certainty < SURE { "?" } else { "" };
            mark(mention.span, Kind::Proposal, "{", format!("={id}{doubt}}}"));
        }
        let mut cues: BTreeMap<Span, Vec<String>> = BTreeMap::new();
        for (number, attribution) in (1..).zip(&anatomy.attributions) {
            if let Some(source) = attribution.source {
                mark(source, Kind::Source, "", String::new());
            }
            if let Some(cue) = attribution.cue {
                cues.entry(cue).or_default().push(number.to_string());
            }
        }
        for (cue, numbers) in cues {
            let open = format!("<{}:", numbers.join(","));
            mark(cue, Kind::Cue, &open, ">".to_owned());
        }
        marks.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end), m.kind));
        Self {
            by_sentence: sorted(marks, document),
        }
    }

    /// A sentence with its marks; a faded one in one style throughout.
    pub(super) fn draw(&self, document: &Document, sentence: usize, fade: Option<Style>) -> Styled {
        let whole = document.sentences[sentence].span;
        let marks = &self.by_sentence[sentence];
        let edges = marks.iter().flat_map(|m| [m.span.start, m.span.end]);
        let mut cuts: Vec<usize> = edges.filter(|&at| whole.contains_at(at)).collect();
        cuts.extend([whole.start, whole.end]);
        cuts.sort_unstable();
        cuts.dedup();
        let faint = Style::new().effects(Effects::DIMMED);
        let mut styled = Styled::default();
        for (i, &at) in cuts.iter().enumerate() {
            // Opened in order, closed the other way round.
            for mark in marks.iter().rev().filter(|m| m.span.end == at) {
                styled.push(&mark.close, fade.unwrap_or(faint));
            }
            let Some(&next) = cuts.get(i + 1) else { break };
            for mark in marks.iter().filter(|m| m.span.start == at) {
                styled.push(&mark.open, fade.unwrap_or(faint));
            }
            let style = fade.unwrap_or_else(|| {
                let over = marks.iter().filter(|m| m.span.contains_at(at));
                over.fold(Style::new(), |style, m| under(style, m.kind))
            });
            styled.push(document.slice(Span::new(at, next)), style);
        }
        styled
    }
}

/// A style with a mark laid over it: the innermost colour wins, lines and slants stay.
fn under(style: Style, kind: Kind) -> Style {
    let own = match kind {
        Kind::Quotation => quotation_style(),
        Kind::Source | Kind::Cue => attribution_style(),
        Kind::Proposal => proposal_style(),
        Kind::Actor => actor_style(),
    };
    let colour = own.get_fg_color().or(style.get_fg_color());
    style
        .fg_color(colour)
        .effects(style.get_effects() | own.get_effects())
}

/// Marks, in order, handed to every sentence that they touch.
fn sorted(marks: Vec<Mark>, document: &Document) -> Vec<Vec<Mark>> {
    let sentences = &document.sentences;
    let mut by_sentence = vec![Vec::new(); sentences.len()];
    for mark in marks {
        let first = sentences.partition_point(|s| s.span.end <= mark.span.start);
        for (i, sentence) in sentences.iter().enumerate().skip(first) {
            if sentence.span.start >= mark.span.end {
                break;
            }
            by_sentence[i].push(mark.clone());
        }
    }
    by_sentence
}
