//! Byte spans, and the way back from cleaned text to the text as given.

use std::ops::Range;

/// Half-open byte range `start..end` into a document's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span `start..end`.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "a span runs forward");
        Self { start, end }
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether it holds no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether byte `at` lies inside.
    pub fn contains_at(self, at: usize) -> bool {
        self.start <= at && at < self.end
    }

    /// Whether the two share a byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn join(self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// The text of this span in `text`; empty where the span does not fit it.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }

    /// As a standard range.
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

/// One stretch of cleaned text and where it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment {
    /// First byte in the cleaned text.
    pub clean: usize,
    /// First byte in the text as given.
    pub given: usize,
    /// Whether byte follows byte one to one (else the whole stretch stands for its replacement).
    pub verbatim: bool,
}

/// Maps bytes of cleaned text to bytes of the text as given.
///
/// Segments are in order of `clean` and cover it; a verbatim segment maps byte to byte, any other maps all of its bytes to the
/// start of what it replaces (and its end to the start of the next segment).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OffsetMap {
    segments: Vec<Segment>,
    /// Length of the cleaned text and of the text as given.
    end: (usize, usize),
}

impl OffsetMap {
    /// The map of a text that cleaning left as it was.
    pub fn identity(len: usize) -> Self {
        Self {
            segments: vec![Segment {
                clean: 0,
                given: 0,
                verbatim: true,
            }],
            end: (len, len),
        }
    }

    /// A map from its segments (in order of `clean`) and the two lengths (cleaned, given).
    pub fn new(segments: Vec<Segment>, clean_len: usize, given_len: usize) -> Self {
        Self {
            segments,
            end: (clean_len, given_len),
        }
    }

    /// The byte in the text as given at which cleaned byte `at` begins.
    pub fn start(&self, at: usize) -> usize {
        if at >= self.end.0 {
            return self.end.1;
        }
        match self
            .segments
            .partition_point(|s| s.clean <= at)
            .checked_sub(1)
        {
            None => at.min(self.end.1),
            Some(i) => {
                let s = self.segments[i];
                if s.verbatim {
                    s.given + (at - s.clean)
                } else {
                    s.given
                }
            }
        }
    }

    /// The span in the text as given for a span of the cleaned text.
    pub fn span(&self, span: Span) -> Span {
        let start = self.start(span.start);
        // The end is where the last byte ends: one past it in a verbatim stretch, the end of the replaced text else.
        let end = match span.end.checked_sub(1) {
            None => start,
            Some(last) => {
                let i = self
                    .segments
                    .partition_point(|s| s.clean <= last)
                    .saturating_sub(1);
                match self.segments.get(i) {
                    Some(s) if s.verbatim => s.given + (last - s.clean) + 1,
                    Some(_) => self.segments.get(i + 1).map_or(self.end.1, |n| n.given),
                    None => span.end,
                }
            }
        };
        Span {
            start,
            end: end.max(start),
        }
    }
}

/// Counts code points up to given byte offsets of one text: in one pass for ascending questions, and from the last mark for others.
#[derive(Debug)]
pub struct CodePoints<'a> {
    text: &'a str,
    byte: usize,
    points: usize,
    /// Bytes that were counted up to, with their points, some way apart.
    marks: Vec<(usize, usize)>,
}

impl<'a> CodePoints<'a> {
    /// A counter at the start of `text`.
    pub fn new(text: &'a str) -> Self {
        Self {
            text,
            byte: 0,
            points: 0,
            marks: Vec::new(),
        }
    }

    /// Code points before byte `at` (rounded down to a character boundary).
    pub fn at(&mut self, at: usize) -> usize {
        let at = self.boundary(at);
        let known = self.marks.partition_point(|(byte, _)| *byte <= at);
        let (byte, points) = known.checked_sub(1).map_or((0, 0), |i| self.marks[i]);
        if at < self.byte || self.byte < byte {
            (self.byte, self.points) = (byte, points);
        }
        while self.byte < at {
            let next = self.boundary(at.min(self.byte + STEP));
            self.points += self.text[self.byte..next].chars().count();
            self.byte = next;
            if self.marks.last().map_or(0, |(byte, _)| *byte) + STEP <= next {
                self.marks.push((next, self.points));
            }
        }
        self.points
    }

    fn boundary(&self, at: usize) -> usize {
        let mut at = at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }
}

/// Bytes between marks.
const STEP: usize = 4096;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_lead_back_through_a_replacement() {
        // given "a&amp;b", cleaned "a&b"
        let map = OffsetMap::new(
            vec![
                Segment {
                    clean: 0,
                    given: 0,
                    verbatim: true,
                },
                Segment {
                    clean: 1,
                    given: 1,
                    verbatim: false,
                },
                Segment {
                    clean: 2,
                    given: 6,
                    verbatim: true,
                },
            ],
            3,
            7,
        );
        assert_eq!(map.span(Span::new(0, 3)), Span::new(0, 7));
        assert_eq!(map.span(Span::new(1, 2)), Span::new(1, 6));
        assert_eq!(map.span(Span::new(2, 3)), Span::new(6, 7));
    }

    #[test]
    fn code_points_are_counted_not_bytes() {
        let mut points = CodePoints::new("é€x");
        assert_eq!(
            (points.at(2), points.at(5), points.at(6), points.at(2)),
            (1, 2, 3, 1)
        );
        let text = "é€x".repeat(5000);
        let mut points = CodePoints::new(&text);
        for at in [29_999, 5, 12_345, 12_344, 30_000, 4096, 1 << 20, 0, 8193] {
            let start = (0..=at.min(text.len())).rev();
            let start = start.into_iter().find(|at| text.is_char_boundary(*at));
            let before = &text[..start.unwrap_or_default()];
            assert_eq!(points.at(at), before.chars().count(), "{at}");
        }
    }
}
