//! What somebody has from somebody else ("had heard from Berg that"), and speech that its verb announces ("Stressed Berg: ..."): shapes that annotated
//! news holds too few of to learn from.

use rustc_hash::FxHashSet;

use super::verbs::Verbs;
use crate::model::{Attribution, ClauseRole, Document, Span, SpeechKind};

/// Confidence of what was heard: set, not learned.
const HEARD: f64 = 0.8;

/// Adds attributions in these shapes, in place of what was made of their cues.
pub(super) fn add(document: &Document, verbs: &Verbs, found: &mut Vec<Attribution>) {
    heard(document, found);
    announced(document, verbs, found);
}

/// "had heard from Berg that there would be none", "learned from him that": who is named behind "from" says it.
fn heard(document: &Document, found: &mut Vec<Attribution>) {
    let mut told = Vec::new();
    for clause in &document.clauses {
        let heard = matches!(
            clause.lemma.as_str(),
            "hear" | "learn" | "gather" | "know" | "understand"
        );
        if !heard || clause.passive || clause.negation.is_some() {
            continue;
        }
        let from = clause.verb_group.end;
        let source = document.find_phrase(from + 1, |p| {
            p.preposition == Some(from) && document.tokens[from].lower == "from"
        });
        let Some(source) = source.map(|p| &document.phrases[p]) else {
            continue;
        };
        let that = source.tokens.end;
        let content = document.clauses_beside(clause.verb).iter().find(|c| {
            c.role == ClauseRole::Content
                && c.subordinator == Some(that)
                && document.tokens[that].lower == "that"
        });
        let Some(content) = content else { continue };
        let end = document.sentence_of(that).tokens.end;
        let end = content.extent.end.min(end);
        told.push(Attribution {
            source: Some(document.token_span(&source.tokens)),
            source_head: Some(source.head),
            cue: Some(document.token_span(&clause.verb_group)),
            cue_lemma: clause.lemma.clone(),
            content: vec![document.token_span(&(that + 1..end))],
            kind: SpeechKind::Indirect,
            denied: false,
            inside: None,
            confidence: HEARD,
        });
    }
    // In text order, so that each other attribution is looked for once.
    let cues: Vec<Span> = told.iter().filter_map(|a: &Attribution| a.cue).collect();
    let replaced = |old: Span| {
        let at = cues.partition_point(|c| c.end < old.end);
        cues.get(at).is_some_and(|c| c.contains(old))
    };
    found.retain(|a| a.cue.is_none_or(|old| !replaced(old)));
    found.append(&mut told);
}

/// "Stressed Berg: \"...\"": a verb of speech that opens its sentence, who speaks, a colon and a quotation.
fn announced(document: &Document, verbs: &Verbs, found: &mut Vec<Attribution>) {
    let mut taken: FxHashSet<Span> = FxHashSet::default();
    let mut added = Vec::new();
    for sentence in &document.sentences {
        let verb = sentence.tokens.start;
        let lemma = &document.tokens[verb].lemma;
        let known = if verbs.inverts(lemma) {
            Some(lemma.as_str())
        } else {
            verbs.lemma_of(&document.tokens[verb].lower)
        };
        let Some(lemma) = known.filter(|l| verbs.inverts(l)) else {
            continue;
        };
        let source = document.find_phrase(verb + 1, |p| p.tokens.start == verb + 1);
        let Some(source) = source.map(|p| &document.phrases[p]) else {
            continue;
        };
        let colon = source.tokens.end;
        let is =
            |t: usize, word: &str| sentence.tokens.contains(&t) && document.tokens[t].lower == word;
        if !is(colon, ":") || !is(colon + 1, "\"") {
            continue;
        }
        let Some(q) = document.quotations_from(colon + 2).first() else {
            continue;
        };
        if q.tokens.start != colon + 2 {
            continue;
        }
        let cue = document.token_span(&(verb..verb + 1));
        taken.insert(cue);
        added.push(Attribution {
            source: Some(document.token_span(&source.tokens)),
            source_head: Some(source.head),
            cue: Some(cue),
            cue_lemma: lemma.to_owned(),
            content: vec![document.token_span(&q.tokens)],
            kind: SpeechKind::Direct,
            denied: false,
            inside: None,
            confidence: HEARD,
        });
    }
    found.retain(|a| a.cue.is_none_or(|cue| !taken.contains(&cue)));
    found.extend(added);
}
