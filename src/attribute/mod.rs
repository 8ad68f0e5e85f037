//! Stage 5: who says what.
//!
//! A reporting verb outside quotation marks attributes what stands beside it: a content clause to its right, a quotation, or the sentence to
//! its left ("..., said X"). The source is the verb's subject, or what follows it where the order is inverted. "According to X" attributes the
//! rest of its sentence. A quotation without a cue belongs to whoever spoke last, at low confidence.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::lexicon::{LanguagePack, Lexicons};
use crate::model::{Attribution, ClauseRole, Document, Pos, Span, SpeechKind};

/// Confidence of a source found by an explicit cue (source right in 85 to 88 % on PolNeAR for prototypes).
const CUED: f64 = 0.87;
/// Confidence of the last speaker for an uncued quotation (54 % there).
const UNCUED: f64 = 0.54;

/// Finds attributions. Built once; shared by all threads.
#[derive(Debug)]
pub struct Attributor {
    verbs: FxHashMap<String, Verb>,
    prepositions: Vec<Vec<String>>,
}

#[derive(Debug, Clone)]
struct Verb {
    inverted: bool,
    clause: bool,
    infinitive: bool,
    denies: bool,
    share: f64,
}

impl Attributor {
    /// Compiles the language pack's reporting verbs and phrases.
    pub fn new(lexicons: &Lexicons) -> Self {
        let language: &LanguagePack = &lexicons.language;
        let mut verbs = FxHashMap::default();
        for verb in &language.reporting {
            if verb.lemma.contains(' ') {
                continue;
            }
            let takes = |what: &str| verb.content.iter().any(|c| c == what);
            verbs.insert(
                verb.lemma.clone(),
                Verb {
                    inverted: verb.inverted,
                    clause: takes("that") || takes("quotation") || takes("wh"),
                    infinitive: takes("to"),
                    denies: verb.class == "deny",
                    share: verb.share.unwrap_or(0.6),
                },
            );
        }
        let prepositions = language
            .reporting_phrases
            .iter()
            .filter(|p| p.kind == "preposition")
            .map(|p| {
                p.text
                    .to_lowercase()
                    .split_whitespace()
                    .map(str::to_owned)
                    .collect()
            })
            .collect();
        Self {
            verbs,
            prepositions,
        }
    }

    /// Attributions in text order of their cues; uncued quotations last.
    pub fn attribute(&self, document: &Document) -> Vec<Attribution> {
        let mut found = Vec::new();
        for c in 0..document.clauses.len() {
            self.by_verb(document, c, &mut found);
        }
        self.by_preposition(document, &mut found);
        labels(document, &mut found);
        found.sort_by_key(|a: &Attribution| a.cue.map(|c| c.start));
        uncued(document, &mut found);
        nest(&mut found);
        found
    }

    fn by_verb(&self, document: &Document, c: usize, found: &mut Vec<Attribution>) {
        let clause = &document.clauses[c];
        let Some(verb) = self.verbs.get(&clause.lemma) else {
            return;
        };
        let tokens = &document.tokens;
        let sentence = &document.sentences[clause.sentence];
        let own = tokens[clause.verb]
            .quotation
            .filter(|q| !document.quotations[*q].scare);
        let before_subject = clause
            .subjects
            .iter()
            .map(|p| document.phrases[*p].tokens.start)
            .filter(|s| *s < clause.verb_group.start)
            .min();
        let left_end = before_subject.unwrap_or(clause.verb_group.start);
        let mut content: Vec<Range<usize>> = Vec::new();
        // Content to the right: content clauses, infinitives for verbs that take them.
        for child in &clause.children {
            let role = document.clauses[*child].role;
            if role == ClauseRole::Content && verb.clause
                || role == ClauseRole::Infinitive && verb.infinitive
            {
                content.push(document.clauses[*child].extent.clone());
            }
        }
        // Quotations of the sentence that do not hold the verb.
        for (i, q) in document.quotations.iter().enumerate() {
            let touches =
                q.tokens.start < sentence.tokens.end && q.tokens.end > sentence.tokens.start;
            if touches
                && !q.scare
                && Some(i) != own
                && !q.tokens.contains(&clause.verb)
                && own.is_none()
                && verb.clause
            {
                content.push(q.tokens.clone());
            }
        }
        // "..., said X": the sentence to the left, up to the mark before source or verb.
        let previous = (clause.verb_group.start > sentence.tokens.start)
            .then(|| &tokens[clause.verb_group.start - 1]);
        let follows = tokens
            .get(clause.verb_group.end)
            .filter(|_| clause.verb_group.end < sentence.tokens.end);
        let after_mark = previous
            .is_some_and(|t| matches!(t.lower.as_str(), "," | "\"" | "'" | "?" | "!" | "\u{2014}"));
        let inverted = verb.inverted
            && after_mark
            && follows.is_some_and(|t| {
                t.pos.is_nominal()
                    || matches!(t.pos, Pos::Determiner | Pos::Adjective | Pos::Possessive)
            })
            && clause.modal.is_none();
        let left_mark = left_end
            .checked_sub(1)
            .filter(|m| *m > sentence.tokens.start)
            .is_some_and(|m| {
                matches!(
                    tokens[m].lower.as_str(),
                    "," | "\"" | "'" | "\u{2014}" | "\u{2013}"
                )
            });
        let has_right = content.iter().any(|r| r.start > clause.verb);
        if verb.clause
            && (inverted
                || left_mark && clause.finite && !has_right && clause.role != ClauseRole::Relative)
        {
            let end = if inverted {
                clause.verb_group.start
            } else {
                left_end
            };
            let left = sentence.tokens.start..end - 1;
            let says_something = tokens[left.clone()]
                .iter()
                .any(|t| t.pos.is_verb() || matches!(t.pos, Pos::Auxiliary | Pos::Modal))
                || content.iter().any(|r| r.end <= end);
            if says_something && !left.is_empty() {
                content.push(left);
            }
        }
        if content.is_empty() {
            return;
        }
        let source = if inverted {
            document.phrases.iter().position(|p| {
                p.tokens.start >= clause.verb_group.end
                    && p.tokens.start <= clause.verb_group.end + 1
                    && p.head < sentence.tokens.end
            })
        } else {
            clause.subjects.first().copied()
        };
        // A name owned or with an apposition is headed by its last phrase: "said France's president, Emmanuel Macron".
        let source = source.map(|s| (s + 1..document.phrases.len()).take_while(|n| matches!(document.phrases[*n].owner, Some(crate::model::Owner::Phrase(o)) if o == *n - 1) && inverted).last().unwrap_or(s));
        let head = source.map(|s| document.phrases[s].head);
        let content = merge(content);
        let spans: Vec<Span> = content.iter().map(|r| document.token_span(r)).collect();
        found.push(Attribution {
            source: source.map(|s| document.token_span(&document.phrases[s].tokens)),
            source_head: head,
            cue: Some(document.token_span(&clause.verb_group)),
            cue_lemma: clause.lemma.clone(),
            kind: speech(document, &content),
            content: spans,
            denied: verb.denies || clause.negation.is_some(),
            inside: None,
            confidence: CUED * verb.share.max(0.5).sqrt(),
        });
    }

    fn by_preposition(&self, document: &Document, found: &mut Vec<Attribution>) {
        for sentence in &document.sentences {
            for t in sentence.tokens.clone() {
                for words in &self.prepositions {
                    let end = t + words.len();
                    if end >= sentence.tokens.end
                        || !words
                            .iter()
                            .zip(&document.tokens[t..end])
                            .all(|(w, k)| *w == k.lower)
                    {
                        continue;
                    }
                    let Some(p) = document
                        .phrases
                        .iter()
                        .position(|p| p.tokens.start >= end && p.tokens.start <= end + 1)
                    else {
                        continue;
                    };
                    // The source runs to the comma that closes the phrase, or to the end of the sentence.
                    let mut p = p;
                    while let Some(next) = document.phrases.get(p + 1).filter(
                        |n| matches!(n.owner, Some(crate::model::Owner::Phrase(o)) if o == p),
                    ) {
                        p = document
                            .phrases
                            .iter()
                            .position(|x| x == next)
                            .unwrap_or(p + 1);
                    }
                    let stop = (document.phrases[p].tokens.end..sentence.tokens.end)
                        .find(|k| matches!(document.tokens[*k].lower.as_str(), "," | "." | "\""))
                        .unwrap_or(sentence.tokens.end);
                    let content: Vec<Range<usize>> =
                        [sentence.tokens.start..t, stop..sentence.tokens.end]
                            .into_iter()
                            .filter(|r| r.len() > 2)
                            .collect();
                    if content.is_empty() {
                        continue;
                    }
                    found.push(Attribution {
                        source: Some(document.token_span(&(end..document.phrases[p].tokens.end))),
                        source_head: Some(document.phrases[p].head),
                        cue: Some(document.token_span(&(t..end))),
                        cue_lemma: words.join(" "),
                        kind: speech(document, &content),
                        content: content.iter().map(|r| document.token_span(r)).collect(),
                        denied: false,
                        inside: None,
                        confidence: CUED,
                    });
                }
            }
        }
    }
}

/// `Macron: Europe must send troops`: a name, a colon, what it says.
fn labels(document: &Document, found: &mut Vec<Attribution>) {
    for sentence in &document.sentences {
        let Some(p) = document.phrases.iter().find(|p| {
            p.tokens.start == sentence.tokens.start && document.tokens[p.head].pos == Pos::Proper
        }) else {
            continue;
        };
        let colon = p.tokens.end;
        if colon + 2 < sentence.tokens.end
            && document.tokens[colon].lower == ":"
            && p.tokens.len() <= 4
        {
            let content = colon + 1..sentence.tokens.end;
            found.push(Attribution {
                source: Some(document.token_span(&p.tokens)),
                source_head: Some(p.head),
                cue: Some(document.tokens[colon].span),
                cue_lemma: ":".to_owned(),
                kind: speech(document, std::slice::from_ref(&content)),
                content: vec![document.token_span(&content)],
                denied: false,
                inside: None,
                confidence: 0.6,
            });
        }
    }
}

/// Quotations that nothing attributes belong to the source of the last direct speech before them, within the paragraph before.
fn uncued(document: &Document, found: &mut Vec<Attribution>) {
    let mut added = Vec::new();
    for q in document.quotations.iter().filter(|q| !q.scare) {
        let covered = |list: &[Attribution]| {
            list.iter().any(|a| {
                a.content
                    .iter()
                    .any(|c| c.overlaps(document.token_span(&q.tokens)))
            })
        };
        if covered(found) || covered(&added) {
            continue;
        }
        let paragraph = document.sentences[document.tokens[q.tokens.start].sentence].paragraph;
        let near = |a: &&Attribution| {
            let at = a.cue.map_or(a.content[0].start, |c| c.start);
            at < q.span.start
                && document
                    .sentences
                    .iter()
                    .find(|s| s.span.contains_at(at))
                    .is_some_and(|s| paragraph - s.paragraph.min(paragraph) <= 1)
        };
        let last = found
            .iter()
            .filter(|a| a.source_head.is_some())
            .filter(near)
            .max_by_key(|a| {
                (
                    a.kind != SpeechKind::Indirect || !q.continues,
                    a.cue.map(|c| c.start),
                )
            });
        if let Some(last) = last {
            added.push(Attribution {
                source: last.source,
                source_head: last.source_head,
                cue: None,
                cue_lemma: String::new(),
                content: vec![document.token_span(&q.tokens)],
                kind: SpeechKind::Direct,
                denied: false,
                inside: None,
                confidence: if q.continues { 0.8 } else { UNCUED },
            });
        }
    }
    found.extend(added);
}

/// Tells each attribution which other one's content it stands in.
fn nest(found: &mut [Attribution]) {
    for i in 0..found.len() {
        let Some(cue) = found[i].cue else { continue };
        let inside = (0..found.len())
            .filter(|j| *j != i && found[*j].content.iter().any(|c| c.contains(cue)))
            .min_by_key(|j| found[*j].content.iter().map(|c| c.len()).sum::<usize>());
        found[i].inside = inside;
    }
}

fn merge(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|r| (r.start, r.end));
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start <= last.end + 1 => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

fn speech(document: &Document, content: &[Range<usize>]) -> SpeechKind {
    let words = || {
        content
            .iter()
            .flat_map(Clone::clone)
            .map(|t| &document.tokens[t])
            .filter(|t| t.pos != Pos::Punctuation)
    };
    let quoted = words().filter(|t| t.quotation.is_some()).count();
    if quoted == 0 {
        SpeechKind::Indirect
    } else if quoted == words().count() {
        SpeechKind::Direct
    } else {
        SpeechKind::Mixed
    }
}
