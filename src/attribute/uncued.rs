//! Quotations that nothing attributes: they belong to whoever spoke last, within the paragraph before.

use std::collections::BTreeSet;

use super::covered::Covered;
use crate::model::{Attribution, Document, SpeechKind};

/// Confidence of the last speaker for an uncued quotation (54 % on `PolNeAR` for prototypes).
const UNCUED: f64 = 0.54;
/// Confidence where the quotation continues one that was left open before a paragraph break.
const CONTINUED: f64 = 0.8;

/// Adds an attribution for every quotation that no content covers, where somebody spoke before.
pub(super) fn add(document: &Document, found: &mut Vec<Attribution>) {
    let mut covered = Covered::new(document, found);
    let at = |a: &Attribution| a.cue.map_or(a.content[0].start, |c| c.start);
    // Who is named as speaking, by the place.
    let mut speakers: BTreeSet<(usize, usize)> = (0..found.len())
        .filter(|i| found[*i].source_head.is_some())
        .map(|i| (at(&found[i]), i))
        .collect();
    for q in document.quotations.iter().filter(|q| !q.scare) {
        if covered.longest(&q.tokens) > 0 {
            continue;
        }
        let paragraph = document.sentence_of(q.tokens.start).paragraph;
        let near = |at: usize| {
            let sentence = document.sentences.partition_point(|s| s.span.end <= at);
            let there = document.sentences.get(sentence);
            there.is_some_and(|s| paragraph.saturating_sub(s.paragraph) <= 1)
        };
        let before = speakers.range(..(q.span.start, 0)).rev();
        let mut before = before.take_while(|(at, _)| near(*at)).map(|(_, i)| *i);
        // A quotation that goes on goes on with one, where there is any.
        let speech = |i: &usize| !q.continues || found[*i].kind != SpeechKind::Indirect;
        let last = before.clone().find(speech).or_else(|| before.next());
        let Some(last) = last else { continue };
        let span = document.token_span(&q.tokens);
        let Attribution {
            source,
            source_head,
            ..
        } = found[last];
        speakers.insert((span.start, found.len()));
        covered.add(document, span);
        found.push(Attribution {
            source,
            source_head,
            cue: None,
            cue_lemma: String::new(),
            content: vec![span],
            kind: SpeechKind::Direct,
            denied: false,
            inside: None,
            confidence: if q.continues { CONTINUED } else { UNCUED },
        });
    }
}
