//! One pass over a text that keeps most of it, with the way back.

use crate::model::{OffsetMap, Segment};

/// A text being rewritten from left to right, and where each stretch of it came from.
#[derive(Debug, Default)]
pub(super) struct Edit {
    /// The new text.
    out: String,
    /// Where its stretches came from.
    segments: Vec<Segment>,
}

impl Edit {
    /// An empty text with room for `len` bytes.
    pub(super) fn with_capacity(len: usize) -> Self {
        Self {
            out: String::with_capacity(len),
            segments: Vec::new(),
        }
    }

    /// Keeps `text[from..to]` as it is.
    pub(super) fn keep(&mut self, text: &str, from: usize, to: usize) {
        if from == to {
            return;
        }
        let continues = self
            .segments
            .last()
            .is_some_and(|s| s.verbatim && s.given + (self.out.len() - s.clean) == from);
        if !continues {
            self.segments.push(Segment {
                clean: self.out.len(),
                given: from,
                verbatim: true,
            });
        }
        self.out.push_str(&text[from..to]);
    }

    /// Writes `with` in the place of what begins at `from`; whatever is kept next tells where it ended.
    pub(super) fn replace(&mut self, from: usize, with: &str) {
        if with.is_empty() {
            return;
        }
        self.segments.push(Segment {
            clean: self.out.len(),
            given: from,
            verbatim: false,
        });
        self.out.push_str(with);
    }

    /// The last character written so far.
    pub(super) fn last(&self) -> Option<char> {
        self.out.chars().next_back()
    }

    /// The new text and its stretches.
    pub(super) fn finish(self) -> (String, Vec<Segment>) {
        (self.out, self.segments)
    }
}

/// A text and its stretches of the text as given, through any number of passes.
#[derive(Debug)]
pub(super) struct Trail {
    segments: Vec<Segment>,
    given_len: usize,
}

impl Trail {
    /// The trail of a text nobody has touched.
    pub(super) fn new(given_len: usize) -> Self {
        Self {
            segments: vec![Segment {
                clean: 0,
                given: 0,
                verbatim: true,
            }],
            given_len,
        }
    }

    /// Follows one more pass: `pass` leads from a newer text (of `newer_len` bytes) to the one that this trail leads from.
    pub(super) fn follow(&mut self, pass: &[Segment], newer_len: usize) {
        let old = &self.segments;
        let mut merged: Vec<Segment> = Vec::with_capacity(old.len() + pass.len());
        // The stretch of `old` that holds the position last asked for; positions only rise.
        let mut at = 0;
        for (i, step) in pass.iter().enumerate() {
            let end = pass.get(i + 1).map_or(newer_len, |next| next.clean);
            while at + 1 < old.len() && old[at + 1].clean <= step.given {
                at += 1;
            }
            if !step.verbatim {
                let given = position(old[at], step.given);
                merged.push(Segment { given, ..*step });
                continue;
            }
            let (mut clean, mut middle) = (step.clean, step.given);
            while clean < end {
                let stop = old
                    .get(at + 1)
                    .map_or(end, |next| end.min(clean + (next.clean - middle)));
                let segment = Segment {
                    clean,
                    given: position(old[at], middle),
                    verbatim: old[at].verbatim,
                };
                // Two pieces of one replacement stand for the same characters: one stretch.
                let repeats = !segment.verbatim
                    && merged
                        .last()
                        .is_some_and(|last| !last.verbatim && last.given == segment.given);
                if !repeats {
                    merged.push(segment);
                }
                middle += stop - clean;
                clean = stop;
                if old.get(at + 1).is_some_and(|next| next.clean <= middle) {
                    at += 1;
                }
            }
        }
        self.segments = merged;
    }

    /// The map for a final text of `clean_len` bytes.
    pub(super) fn into_map(self, clean_len: usize) -> OffsetMap {
        OffsetMap::new(self.segments, clean_len, self.given_len)
    }
}

fn position(segment: Segment, at: usize) -> usize {
    if segment.verbatim {
        segment.given + (at - segment.clean)
    } else {
        segment.given
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Span;

    #[test]
    fn two_passes_lead_back_to_the_text_as_given() {
        // "x&amp;  y" -> "x&  y" -> "x& y"
        let given = "x&amp;  y";
        let mut first = Edit::with_capacity(8);
        first.keep(given, 0, 1);
        first.replace(1, "&");
        first.keep(given, 6, 9);
        let (middle, steps) = first.finish();
        let mut trail = Trail::new(given.len());
        trail.follow(&steps, middle.len());
        let mut second = Edit::with_capacity(8);
        second.keep(&middle, 0, 3);
        second.keep(&middle, 4, 5);
        let (text, steps) = second.finish();
        trail.follow(&steps, text.len());
        assert_eq!(text, "x& y");
        let map = trail.into_map(text.len());
        let back = |start, end| map.span(Span::new(start, end)).of(given);
        assert_eq!(back(0, 1), "x");
        assert_eq!(back(1, 2), "&amp;");
        assert_eq!(back(3, 4), "y");
        assert_eq!(back(0, 4), given);
    }
}
