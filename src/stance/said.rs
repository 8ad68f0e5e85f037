//! Who says what, with the answers to what every token is asked.

use std::ops::Deref;

use crate::model::{Attribution, Document};

/// The attributions of an article.
pub(super) struct Said<'a> {
    list: &'a [Attribution],
    /// For each token the attribution with the shortest content that holds it.
    innermost: Vec<Option<usize>>,
    /// Sentences that hold a cue, each with its attribution, in order.
    cued: Vec<(usize, usize)>,
}

impl<'a> Said<'a> {
    pub(super) fn new(document: &Document, list: &'a [Attribution]) -> Self {
        let length = |i: &usize| list[*i].content.iter().map(|c| c.len()).sum::<usize>();
        let mut order: Vec<usize> = (0..list.len()).collect();
        // The shortest comes last and stays; of equals the first.
        order.sort_by_key(|i| std::cmp::Reverse((length(i), *i)));
        let mut innermost = vec![None; document.tokens.len()];
        for i in order {
            for content in &list[i].content {
                let tokens = &document.tokens;
                let from = tokens.partition_point(|t| t.span.start < content.start);
                let to = tokens.partition_point(|t| t.span.end <= content.end);
                innermost[from..to.max(from)].fill(Some(i));
            }
        }
        let sentence = |i: usize| {
            let cue = list[i].cue?;
            let sentences = &document.sentences;
            let after = sentences.partition_point(|s| s.span.start <= cue.start);
            let s = after.checked_sub(1)?;
            sentences[s].span.contains(cue).then_some((s, i))
        };
        let mut cued: Vec<(usize, usize)> = (0..list.len()).filter_map(sentence).collect();
        cued.sort_unstable();
        Self {
            list,
            innermost,
            cued,
        }
    }

    /// The attribution with the shortest content that holds a token.
    pub(super) fn innermost(&self, token: usize) -> Option<usize> {
        self.innermost[token]
    }

    /// The attributions whose cues stand in a sentence.
    pub(super) fn cued_in(&self, sentence: usize) -> impl DoubleEndedIterator<Item = &Attribution> {
        let from = self.cued.partition_point(|(s, _)| *s < sentence);
        let to = self.cued.partition_point(|(s, _)| *s <= sentence);
        self.cued[from..to].iter().map(|(_, i)| &self.list[*i])
    }
}

impl Deref for Said<'_> {
    type Target = [Attribution];

    fn deref(&self) -> &[Attribution] {
        self.list
    }
}
