//! Attributions against annotated ones (`PolNeAR` and the like).
//!
//! # What counts as found
//!
//! Words are runs of letters and digits of the article as given, so that no tokeniser is favoured. A predicted attribution *finds* an annotated one where
//! their cues share a word and their contents share at least half of the words that stand in either (**lenient**), or where their cues share a word and
//! their contents are the same words (**strict**). Pairs are matched one to one, those of the greatest overlap first. The source is right where the head of the predicted
//! source is one of the annotated source's words, or where both name nobody.
//!
//! Attributions without a cue (uncued quotations) are left out on both sides: the annotations that this was made for mark none.

use std::fmt;
use std::ops::Range;

use serde::Serialize;

use crate::model::AttributionSpans;

/// Contents must share this part of their union.
const LENIENT: f64 = 0.5;

/// One predicted attribution.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Predicted {
    /// Its spans.
    pub spans: AttributionSpans,
    /// Code points of the source's head; none where it names nobody.
    pub head: Option<[usize; 2]>,
}

/// Counts, summed over articles.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct AttributionScore {
    /// Articles compared.
    pub articles: u64,
    /// Annotated attributions with a cue.
    pub annotated: u64,
    /// Predicted attributions with a cue.
    pub predicted: u64,
    /// Cues that share a word with an annotated one, whatever their contents.
    pub cues: u64,
    /// Found, leniently.
    pub found: u64,
    /// Found, strictly.
    pub strict: u64,
    /// Found leniently, with the right source.
    pub sourced: u64,
    /// Found leniently, where the annotation names a source.
    pub named: u64,
    /// Found leniently, where the annotation names a source, and it is the right one.
    pub named_right: u64,
}

impl AttributionScore {
    /// Compares the attributions of one article.
    pub fn add(&mut self, text: &str, gold: &[AttributionSpans], predicted: &[Predicted]) {
        let words = words(text);
        let gold: Vec<_> = gold
            .iter()
            .filter(|g| !g.cue.is_empty() && !g.content.is_empty())
            .map(|g| Sets::new(g, &words))
            .collect();
        let predicted: Vec<_> = predicted
            .iter()
            .filter(|p| !p.spans.cue.is_empty())
            .map(|p| {
                let head = p.head.map(|h| indexes(&[h], &words));
                (Sets::new(&p.spans, &words), head)
            })
            .collect();
        self.articles += 1;
        self.annotated += gold.len() as u64;
        self.predicted += predicted.len() as u64;
        let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
        for (p, (spans, _)) in predicted.iter().enumerate() {
            let mut cue = false;
            for (g, wanted) in gold.iter().enumerate() {
                if shared(&spans.cue, &wanted.cue) > 0 {
                    cue = true;
                    pairs.push((overlap(&spans.content, &wanted.content), p, g));
                }
            }
            self.cues += u64::from(cue);
        }
        pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        let (mut used, mut hit) = (vec![false; predicted.len()], vec![false; gold.len()]);
        for (overlap, p, g) in pairs {
            if overlap < LENIENT || used[p] || hit[g] {
                continue;
            }
            (used[p], hit[g]) = (true, true);
            self.found += 1;
            self.strict += u64::from(overlap >= 1.0);
            let source = &gold[g].source;
            let right = match &predicted[p].1 {
                None => source.is_empty(),
                Some(head) => shared(head, source) > 0,
            };
            self.sourced += u64::from(right);
            if !source.is_empty() {
                self.named += 1;
                self.named_right += u64::from(right);
            }
        }
    }
}

/// Words of an attribution by their index, ascending.
struct Sets {
    source: Vec<usize>,
    cue: Vec<usize>,
    content: Vec<usize>,
}

impl Sets {
    fn new(spans: &AttributionSpans, words: &[Range<usize>]) -> Self {
        // A colon is a cue without letters: its own place stands for it.
        let mut cue = indexes(&spans.cue, words);
        if cue.is_empty() {
            cue = spans.cue.iter().map(|c| words.len() + c[0]).collect();
        }
        Self {
            source: indexes(&spans.source, words),
            cue,
            content: indexes(&spans.content, words),
        }
    }
}

/// Runs of letters and digits, in code points.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut open = false;
    for (at, c) in text.chars().enumerate() {
        let letter = c.is_alphanumeric();
        match found.last_mut() {
            Some(last) if letter && open => last.end = at + 1,
            _ if letter => found.push(at..at + 1),
            _ => {}
        }
        open = letter;
    }
    found
}

fn indexes(spans: &[[usize; 2]], words: &[Range<usize>]) -> Vec<usize> {
    let mut found: Vec<usize> = spans
        .iter()
        .flat_map(|s| {
            let first = words.partition_point(|w| w.end <= s[0]);
            let end = words.partition_point(|w| w.start < s[1]);
            first..end.max(first)
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn shared(a: &[usize], b: &[usize]) -> usize {
    a.iter().filter(|x| b.binary_search(x).is_ok()).count()
}

fn overlap(a: &[usize], b: &[usize]) -> f64 {
    let shared = shared(a, b);
    let union = a.len() + b.len() - shared;
    if union == 0 {
        0.0
    } else {
        shared as f64 / union as f64
    }
}

fn per_cent(part: u64, whole: u64) -> f64 {
    if whole == 0 {
        0.0
    } else {
        100.0 * part as f64 / whole as f64
    }
}

impl fmt::Display for AttributionScore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} articles, {} attributions annotated, {} predicted",
            self.articles, self.annotated, self.predicted
        )?;
        writeln!(f, "{:<34} {:>6} {:>6} {:>6}", "", "P", "R", "F1")?;
        for (name, right) in [
            ("cue alone", self.cues),
            ("found (cue and content, lenient)", self.found),
            ("found, strict", self.strict),
            ("found, with the right source", self.sourced),
        ] {
            let precision = per_cent(right, self.predicted);
            let recall = per_cent(right, self.annotated);
            let f1 = per_cent(2 * right, self.predicted + self.annotated);
            writeln!(f, "{name:<34} {precision:>6.1} {recall:>6.1} {f1:>6.1}")?;
        }
        writeln!(
            f,
            "source right where found: {:.1} %; where the annotation names one: {:.1} %",
            per_cent(self.sourced, self.found),
            per_cent(self.named_right, self.named)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(source: [usize; 2], cue: [usize; 2], content: [usize; 2]) -> AttributionSpans {
        AttributionSpans {
            source: vec![source],
            cue: vec![cue],
            content: vec![content],
        }
    }

    #[test]
    fn half_of_the_union_is_found_and_less_is_not() {
        // Words:        0-3 4-8  9-13 14-19 20-25 26-30
        let text = "Ann said rain falls today late";
        let gold = [spans([0, 3], [4, 8], [9, 30])];
        let with = |end| Predicted {
            spans: spans([0, 3], [4, 8], [9, end]),
            head: Some([0, 3]),
        };
        let mut score = AttributionScore::default();
        score.add(text, &gold, &[with(19)]);
        assert_eq!((score.found, score.strict, score.sourced), (1, 0, 1));
        let mut score = AttributionScore::default();
        score.add(text, &gold, &[with(13)]);
        assert_eq!((score.found, score.cues), (0, 1));
        let mut score = AttributionScore::default();
        score.add(text, &gold, &[with(30), with(30)]);
        assert_eq!((score.found, score.strict, score.predicted), (1, 1, 2));
    }

    #[test]
    fn nobody_named_is_right_only_where_nobody_is_annotated() {
        let text = "Reportedly rain falls";
        let mut gold = spans([0, 0], [0, 10], [11, 21]);
        gold.source.clear();
        let nobody = Predicted {
            spans: gold.clone(),
            head: None,
        };
        let somebody = Predicted {
            head: Some([11, 15]),
            ..nobody.clone()
        };
        let mut score = AttributionScore::default();
        score.add(text, std::slice::from_ref(&gold), &[nobody]);
        score.add(text, &[gold], &[somebody]);
        assert_eq!((score.found, score.sourced, score.named), (2, 1, 0));
    }
}
