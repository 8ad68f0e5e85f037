//! Quotations that nothing attributes: they belong to whoever spoke last, within the paragraph before.

use crate::model::{Attribution, Document, SpeechKind};

/// Confidence of the last speaker for an uncued quotation (54 % on `PolNeAR` for prototypes).
const UNCUED: f64 = 0.54;
/// Confidence where the quotation continues one that was left open before a paragraph break.
const CONTINUED: f64 = 0.8;

/// Adds an attribution for every quotation that no content covers, where somebody spoke before.
pub(super) fn add(document: &Document, found: &mut Vec<Attribution>) {
    let mut added: Vec<Attribution> = Vec::new();
    for q in document.quotations.iter().filter(|q| !q.scare) {
        let span = document.token_span(&q.tokens);
        let covered = |list: &[Attribution]| {
            list.iter()
                .any(|a| a.content.iter().any(|c| c.overlaps(span)))
        };
        if covered(found) || covered(&added) {
            continue;
        }
        let paragraph = document.sentence_of(q.tokens.start).paragraph;
        let near = |a: &&Attribution| {
            let at = a.cue.map_or(a.content[0].start, |c| c.start);
            let sentence = document.sentences.partition_point(|s| s.span.end <= at);
            at < q.span.start
                && document
                    .sentences
                    .get(sentence)
                    .is_some_and(|s| paragraph.saturating_sub(s.paragraph) <= 1)
        };
        let last = found
            .iter()
            .chain(&added)
            .filter(|a| a.source_head.is_some())
            .filter(near)
            .max_by_key(|a| {
                (
                    a.kind != SpeechKind::Indirect || !q.continues,
                    a.cue.map_or(a.content[0].start, |c| c.start),
                )
            });
        if let Some(last) = last {
            let last = Attribution {
                source: last.source,
                source_head: last.source_head,
                cue: None,
                cue_lemma: String::new(),
                content: vec![span],
                kind: SpeechKind::Direct,
                denied: false,
                inside: None,
                confidence: if q.continues { CONTINUED } else { UNCUED },
            };
            added.push(last);
        }
    }
    found.extend(added);
}
