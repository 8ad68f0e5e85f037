//! The second pass: what the first one thinks of the cues around a cue.
//!
//! The first pass judges every cue alone. The second sees how likely its neighbours are and where their contents lie: whether a cue stands inside what another reports,
//! whether two contents are the same stretch, whether a content runs over a cue that goes on with the same source ("said X and warned Y"), how much is reported nearby.

use std::ops::Range;

use super::anchors::Anchor;
use super::contents::Content;
use super::part::{NONE, Part, bucket, yes};
use super::steps::{name, step};
use super::weights::Features;

/// A cue below this probability is nobody's neighbour.
const STRONG: f32 = 0.15;
/// Probabilities at which steps begin.
const LIKELY: [f32; 7] = [0.05, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9];
/// Tokens within which cues are neighbours.
const NEAR: usize = 60;
/// Anchors that every document is thought to have besides its own, so that a short one is not taken for a dense one, and the part of them that are cues.
const PRIOR: (f32, f32) = (40.0, 0.12);
/// Tokens behind a content within which a cue may go on with the same source.
const BEHIND: usize = 6;
/// What a content's own probability adds to that of its like when the best is chosen: it settles ties among candidates that are all alike.
const OWN: f32 = 0.5;

/// What a pass thinks of one anchor.
#[derive(Debug, Clone)]
pub(super) struct Guess {
    /// The content that is most likely to be found right.
    pub(super) best: usize,
    /// The probability that it is.
    pub(super) found: f32,
    /// The probability of each content.
    own: Vec<f32>,
    /// The probability of each content and its like.
    near: Vec<f32>,
}

impl Guess {
    /// The content that most likely shares half of its words with the right one, and the probability that it does.
    ///
    /// Candidates differ by a word or a clause, so the single likeliest one is often an outsider: what counts is how much of the probability lies near.
    pub(super) fn new(contents: &[Content], scores: &[f32]) -> Option<Self> {
        let top = scores.iter().copied().fold(0.0, f32::max);
        let weights: Vec<f32> = scores.iter().map(|s| (s - top).exp()).collect();
        // "No cue at all" has score 0.
        let total = weights.iter().sum::<f32>() + (-top).exp();
        let own: Vec<f32> = weights.iter().map(|w| w / total).collect();
        let sizes: Vec<usize> = contents.iter().map(|c| size(&c.ranges)).collect();
        let others = || contents.iter().zip(&sizes);
        let near: Vec<f32> = others()
            .map(|(content, one)| {
                let alike = |(other, more): (&Content, &usize)| {
                    3 * shared(&content.ranges, &other.ranges) >= one + more
                };
                let near = others().zip(&own).filter(|(other, _)| alike(*other));
                near.map(|(_, p)| p).sum()
            })
            .collect();
        let mut best: Option<(usize, f32)> = None;
        for i in 0..contents.len() {
            let rank = near[i] + OWN * own[i];
            if best.is_none_or(|(_, top)| rank > top) {
                best = Some((i, rank));
            }
        }
        best.map(|(best, _)| Self {
            best,
            found: near[best],
            own,
            near,
        })
    }
}

/// Whether two contents share at least half of the tokens that stand in either.
fn alike(a: &[Range<usize>], b: &[Range<usize>]) -> bool {
    3 * shared(a, b) >= size(a) + size(b)
}

/// How many tokens stand in both of two contents.
fn shared(a: &[Range<usize>], b: &[Range<usize>]) -> usize {
    let both =
        |x: &Range<usize>, y: &Range<usize>| x.end.min(y.end).saturating_sub(x.start.max(y.start));
    // Most contents are one stretch.
    if let ([x], [y]) = (a, b) {
        return both(x, y);
    }
    let with = |x| b.iter().map(|y| both(x, y)).sum::<usize>();
    a.iter().map(with).sum()
}

/// How many tokens a content has.
fn size(content: &[Range<usize>]) -> usize {
    content.iter().map(Range::len).sum()
}

/// All anchors of a document with what the first pass thinks of them.
pub(super) struct Neighbours<'a> {
    anchors: &'a [Anchor],
    contents: &'a [Vec<Content>],
    guesses: &'a [Option<Guess>],
    strong: Vec<Strong<'a>>,
    /// Tokens of the longest cue among them.
    longest: usize,
    /// How much of the document is reported.
    density: Part<'static>,
}

/// A likely cue.
struct Strong<'a> {
    at: usize,
    found: f32,
    cue: &'a Range<usize>,
    kind: Part<'static>,
    content: &'a [Range<usize>],
    stretch: Range<usize>,
}

impl<'a> Neighbours<'a> {
    pub(super) fn new(
        anchors: &'a [Anchor],
        contents: &'a [Vec<Content>],
        guesses: &'a [Option<Guess>],
    ) -> Self {
        let likely = |(at, guess): (usize, &'a Option<Guess>)| {
            let guess = guess.as_ref().filter(|g| g.found >= STRONG)?;
            let content = contents[at][guess.best].ranges.as_slice();
            Some(Strong {
                at,
                found: guess.found,
                cue: &anchors[at].cue,
                kind: Part::of(anchors[at].kind.name()),
                content,
                stretch: stretch(content),
            })
        };
        let (more, part) = PRIOR;
        let expected: f32 = guesses.iter().flatten().map(|g| g.found).sum();
        let expected = expected + more * part;
        let strong: Vec<Strong<'_>> = guesses.iter().enumerate().filter_map(likely).collect();
        Self {
            anchors,
            contents,
            guesses,
            longest: strong.iter().map(|s| s.cue.len()).max().unwrap_or_default(),
            strong,
            density: share(expected / (anchors.len() as f32 + more)),
        }
    }

    /// The neighbours of a cue.
    fn around(&self, at: usize) -> impl Iterator<Item = &Strong<'a>> {
        let own = &self.anchors[at].cue;
        let reach = NEAR + self.longest;
        let from = self
            .strong
            .partition_point(|s| s.cue.start + reach <= own.start);
        self.strong[from..]
            .iter()
            .take_while(move |s| s.cue.start < own.end + NEAR)
            .filter(move |s| s.at != at && own.start < s.cue.end + NEAR)
    }

    /// Features of a cue, whatever its content.
    pub(super) fn cue(&self, at: usize, out: &mut Features) {
        let Some(guess) = &self.guesses[at] else {
            return;
        };
        let anchor = &self.anchors[at];
        let (cue, kind, own) = (
            &anchor.cue,
            Part::of(anchor.kind.name()),
            likely(guess.found),
        );
        let content = &self.contents[at][guess.best].ranges;
        let (mut rival, mut outer, mut inner, mut same, mut sum) = (0f32, 0f32, 0f32, 0f32, 0f32);
        let mut outer_kind = NONE;
        let (mut before, mut behind) = ((NONE, NONE), (NONE, NONE));
        for s in self.around(at) {
            sum += s.found;
            if meet(cue, s.cue) {
                rival = rival.max(s.found);
                continue;
            }
            if inside(cue, s.content) && s.found > outer {
                (outer, outer_kind) = (s.found, s.kind);
            }
            if inside(s.cue, content) {
                inner = inner.max(s.found);
            }
            if alike(s.content, content) {
                same = same.max(s.found);
            }
            if s.cue.end <= cue.start {
                before = (distance(cue.start - s.cue.end), likely(s.found));
            } else if behind.0.text == NONE.text {
                behind = (distance(s.cue.start - cue.end), likely(s.found));
            }
        }
        let near = bucket(whole(sum * 1.5));
        out.add("n:own", &[kind, own]);
        out.add("n:much", &[kind, self.density]);
        out.add("n:much2", &[own, self.density]);
        out.add("n:rival", &[kind, likely(rival), own]);
        out.add("n:outer", &[kind, likely(outer), outer_kind]);
        out.add("n:outer2", &[own, likely(outer)]);
        out.add("n:inner", &[kind, likely(inner), own]);
        out.add("n:same", &[kind, likely(same), own]);
        out.add("n:before", &[kind, before.0, before.1]);
        out.add("n:before2", &[own, before.0, before.1]);
        out.add("n:behind", &[kind, behind.0, behind.1]);
        out.add("n:behind2", &[own, behind.0, behind.1]);
        out.add("n:near", &[kind, near]);
        out.add("n:near2", &[own, near]);
    }

    /// Features of a cue with one of its contents.
    pub(super) fn content(&self, at: usize, option: usize, out: &mut Features) {
        let Some(guess) = &self.guesses[at] else {
            return;
        };
        let anchor = &self.anchors[at];
        let (cue, kind, own) = (
            &anchor.cue,
            Part::of(anchor.kind.name()),
            likely(guess.own[option]),
        );
        let content = &self.contents[at][option].ranges;
        let here = stretch(content);
        let side = Part::of(if here.start >= cue.end { "R" } else { "L" });
        out.add("n:o", &[kind, own]);
        let alone = likely(guess.near[option] / guess.found.max(1e-6));
        out.add("n:like", &[kind, alone, own]);
        for s in self.around(at).filter(|s| !meet(cue, s.cue)) {
            let found = likely(s.found);
            if inside(s.cue, content) {
                let end = Part::of(match s.stretch.end.cmp(&here.end) {
                    std::cmp::Ordering::Less => "in",
                    std::cmp::Ordering::Equal => "end",
                    std::cmp::Ordering::Greater => "past",
                });
                let start = yes(s.stretch.start >= here.start);
                out.add("n:holds", &[kind, found, end, start, side]);
                out.add("n:holds2", &[s.kind, found, end, start]);
                if s.stretch.end < here.end {
                    let rest = bucket(here.end - s.stretch.end);
                    out.add("n:rest", &[found, side, rest]);
                }
            } else if (here.end..=here.end + BEHIND).contains(&s.cue.start) {
                out.add("n:next", &[side, found, bucket(s.cue.start - here.end)]);
                if s.stretch.end > s.cue.start {
                    out.add("n:next2", &[side, found]);
                }
            }
            if s.cue.end <= here.start || s.cue.start >= here.end {
                if alike(s.content, content) {
                    out.add("n:twin", &[side, found, kind]);
                } else if meet(&s.stretch, &here) {
                    let crosses = (s.stretch.start < here.start && s.stretch.end < here.end)
                        || (s.stretch.start > here.start && s.stretch.end > here.end);
                    let later = yes(s.cue.start >= here.end);
                    out.add("n:cross", &[side, found, yes(crosses), later]);
                    out.add("n:cross2", &[kind, found, yes(crosses)]);
                }
            }
            if inside(cue, s.content) {
                let same_end = yes(s.stretch.end == here.end);
                let past = yes(here.end > s.stretch.end);
                let early = yes(here.start < s.stretch.start);
                out.add("n:within", &[side, found, same_end, past, early]);
            }
        }
    }
}

/// From the first to the last token of a content.
fn stretch(content: &[Range<usize>]) -> Range<usize> {
    let start = content.first().map_or(0, |r| r.start);
    start..content.last().map_or(0, |r| r.end)
}

fn inside(cue: &Range<usize>, content: &[Range<usize>]) -> bool {
    content
        .iter()
        .any(|r| r.start <= cue.start && cue.end <= r.end)
}

fn meet(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// A distance between cues, in steps.
fn distance(tokens: usize) -> Part<'static> {
    Part::of(match tokens {
        0..=5 => "1",
        6..=14 => "2",
        15..=39 => "3",
        _ => "-",
    })
}

/// A probability, in steps.
fn likely(p: f32) -> Part<'static> {
    step(p, &LIKELY)
}

/// How many of all anchors are cues, in steps of a fortieth.
fn share(part: f32) -> Part<'static> {
    name(whole(part * 40.0))
}

/// The whole part of a number that is not negative.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it is neither negative nor large"
)]
fn whole(number: f32) -> usize {
    number as usize
}
