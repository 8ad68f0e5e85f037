//! Whose view it is, in phrases without a verb: "in Berg's view, ...", "..., in the words of the mayor". Annotated news holds too few of them to learn from,
//! so the phrases of the language pack are matched, and what stands beside them is what they report.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::contents::chain_end;
use crate::lexicon::ReportingPhrase;
use crate::model::{Attribution, Document, Pos, Span, SpeechKind};

/// Confidence of such a phrase: set, not learned.
const VIEW: f64 = 0.8;
/// Most tokens of whose view it is.
const OWNER: usize = 7;

/// A phrase around, or before, who is reported.
#[derive(Debug)]
struct View {
    before: Vec<String>,
    /// Words behind the owner's "'s"; none where the source closes the phrase.
    after: Option<Vec<String>>,
}

/// The phrases that name whose view something is, by their first word.
#[derive(Debug)]
pub(super) struct Views {
    by_first: FxHashMap<String, Vec<View>>,
}

impl Views {
    pub(super) fn new(phrases: &[ReportingPhrase]) -> Self {
        let mut by_first: FxHashMap<String, Vec<View>> = FxHashMap::default();
        let prepositions = phrases.iter().filter(|p| p.kind == "preposition");
        for view in prepositions.filter_map(|p| view(&p.text.to_lowercase())) {
            if let Some(first) = view.before.first() {
                by_first.entry(first.clone()).or_default().push(view);
            }
        }
        Self { by_first }
    }

    /// Adds an attribution for every such phrase that stands apart, in place of what was learned of its words.
    pub(super) fn add(&self, document: &Document, found: &mut Vec<Attribution>) {
        let mut views: Vec<Attribution> = Vec::new();
        let mut cues: Vec<Span> = Vec::new();
        for sentence in &document.sentences {
            let mut t = sentence.tokens.start;
            while t < sentence.tokens.end {
                let begin = self.by_first.get(&document.tokens[t].lower);
                let matched = begin
                    .into_iter()
                    .flatten()
                    .find_map(|v| whose(document, v, t..sentence.tokens.end));
                let Some((source, end)) = matched else {
                    t += 1;
                    continue;
                };
                let cue = document.token_span(&(t..end));
                let content = beside(document, &sentence.tokens, t..end);
                if !content.is_empty() {
                    cues.push(cue);
                    views.push(Attribution {
                        source: Some(document.token_span(&source)),
                        source_head: Some(head(document, &source)),
                        cue: Some(cue),
                        cue_lemma: document.tokens[t..end]
                            .iter()
                            .enumerate()
                            .filter(|(i, _)| !source.contains(&(t + i)))
                            .map(|(_, k)| k.lower.as_str())
                            .collect::<Vec<_>>()
                            .join("_"),
                        content: content.iter().map(|r| document.token_span(r)).collect(),
                        kind: SpeechKind::Indirect,
                        denied: false,
                        inside: None,
                        confidence: VIEW,
                    });
                }
                t = end;
            }
        }
        let is_view = |cue: Span| {
            let next = cues.partition_point(|c| c.end <= cue.start);
            cues.get(next).is_some_and(|c| c.overlaps(cue))
        };
        found.retain(|a| !a.cue.is_some_and(is_view));
        found.extend(views);
    }
}

fn view(text: &str) -> Option<View> {
    let words = |s: &str| s.split_whitespace().map(str::to_owned).collect();
    if let Some((before, after)) = text.split_once("x's") {
        return Some(View {
            before: words(before),
            after: Some(words(after)),
        });
    }
    let framed = text.starts_with("in the ") || text.starts_with("from the ");
    let of = framed && text.ends_with(" of");
    of.then(|| View {
        before: words(text),
        after: None,
    })
}

/// Who it is in a phrase that begins at the first of these tokens, and where the phrase ends.
fn whose(document: &Document, view: &View, tokens: Range<usize>) -> Option<(Range<usize>, usize)> {
    let reads = |at: usize, words: &[String]| {
        at + words.len() <= tokens.end
            && words
                .iter()
                .zip(&document.tokens[at..])
                .all(|(w, k)| *w == k.lower)
    };
    if !reads(tokens.start, &view.before) {
        return None;
    }
    let start = tokens.start + view.before.len();
    let Some(after) = &view.after else {
        let phrase = document.find_phrase(start, |p| p.tokens.start == start)?;
        let own = document.phrases[phrase].tokens.end;
        // "in the eyes of the mayor any harbour is": the next phrase opens a clause.
        let apart = document.find_phrase(own, |p| p.tokens.start == own);
        let end = apart.map_or_else(|| chain_end(document, phrase, tokens.end), |_| own);
        return Some((start..own, end));
    };
    let owner = document.tokens.get(start)?;
    if owner.pos == Pos::Possessive && owner.lower != "'s" && reads(start + 1, after) {
        return Some((start..start + 1, start + 1 + after.len()));
    }
    (start + 1..tokens.end.min(start + OWNER))
        .find(|t| matches!(document.tokens[*t].lower.as_str(), "'s" | "'") && reads(t + 1, after))
        .map(|t| (start..t, t + 1 + after.len()))
}

/// The head of whom it is: of its last phrase that no preposition governs.
fn head(document: &Document, source: &Range<usize>) -> usize {
    document
        .phrases_over(source)
        .map(|p| &document.phrases[p])
        .filter(|p| source.contains(&p.head))
        .filter(|p| p.preposition.is_none_or(|x| x < source.start))
        .map(|p| p.head)
        .next_back()
        .unwrap_or(source.end - 1)
}

/// Whether the subject of a finite clause begins at a token.
fn begins_clause(document: &Document, token: usize) -> bool {
    let subject = document.find_phrase(token, |p| p.tokens.start == token);
    subject.is_some_and(|s| {
        document
            .clauses_beside(document.phrases[s].head)
            .iter()
            .any(|c| c.finite && c.subjects.contains(&s))
    })
}

/// What stands beside the phrase, where marks set it apart, or the subject of a clause or a form of "be" beside it does ("In Oslo's view any such force is",
/// "is in the eyes of Oslo a risk"): behind it, before it, or on both sides.
fn beside(document: &Document, sentence: &Range<usize>, phrase: Range<usize>) -> Vec<Range<usize>> {
    let comma = |t: usize| document.tokens.get(t).is_some_and(|k| k.lower == ",");
    let mut last = sentence.end;
    while last > sentence.start && document.tokens[last - 1].pos == Pos::Punctuation {
        last -= 1;
    }
    let opens =
        phrase.start == sentence.start || document.tokens[phrase.start - 1].pos == Pos::Conjunction;
    let before = sentence.start..phrase.start.saturating_sub(1);
    let behind = phrase.end + 1..last;
    let mut content = Vec::new();
    if !opens && comma(phrase.start - 1) && (comma(phrase.end) || phrase.end >= last) {
        content.push(before);
    }
    let marked = comma(phrase.end);
    if marked && (opens || !content.is_empty()) {
        content.push(behind);
    } else if !marked && opens && begins_clause(document, phrase.end) {
        content.push(phrase.end..last);
    } else if !marked && !opens && content.is_empty() {
        let be = &document.tokens[phrase.start - 1];
        if be.lemma == "be" && phrase.end < last {
            content.extend([sentence.start..phrase.start, phrase.end..last]);
        }
    }
    content.retain(|r| r.start < r.end);
    content
}
