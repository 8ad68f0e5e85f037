//! Features of what stands around a cue and of what a content runs over.
//!
//! They decide most of what structure alone leaves open: which of several verbs speaks, and at which comma or conjunction its content ends (found F1 on the
//! development part 67.5 without them, 69.8 with them).

use super::anchors::{Anchor, AnchorKind};
use super::contents::Content;
use super::features::{bucket, quoted, role, shape, yes};
use super::turns;
use super::verbs::Verbs;
use super::weights::Features;
use crate::model::{Document, Pos};

/// Features of where a cue stands: the words around it, its ending, the quotations and the other verbs of its sentence.
pub(super) fn surroundings(
    document: &Document,
    verbs: &Verbs,
    anchor: &Anchor,
    out: &mut Features,
) {
    let kind = anchor.kind.name();
    let tokens = &document.tokens;
    let sentence = &document.sentences[tokens[anchor.token].sentence];
    let range = &sentence.tokens;
    let share = verbs.share(&anchor.lemma);
    let word = |t: Option<usize>| {
        t.filter(|t| range.contains(t))
            .map_or("#", |t| tokens[t].lower.as_str())
    };
    let form = |t: Option<usize>| shape(document, t.filter(|t| range.contains(t)));
    let (first, end) = (anchor.cue.start, anchor.cue.end);
    out.add(&["w-1", kind, word(first.checked_sub(1))]);
    out.add(&["w+1", kind, word(Some(end))]);
    out.add(&[
        "b2",
        kind,
        form(first.checked_sub(2)),
        form(first.checked_sub(1)),
    ]);
    out.add(&["a2", kind, form(Some(end)), form(Some(end + 1))]);
    out.add(&["a2s", kind, share, form(Some(end)), form(Some(end + 1))]);
    let lower = tokens[anchor.token].lower.as_str();
    if let Some((at, _)) = lower.char_indices().rev().nth(2) {
        out.add(&["suf", kind, &lower[at..]]);
    }
    out.add(&["nk", kind, yes(verbs.reports(&anchor.lemma))]);
    if let Some(clause) = anchor.clause.map(|c| &document.clauses[c]) {
        let group = word(Some(clause.verb_group.start));
        out.add(&["vg", kind, share, group]);
        out.add(&["vgl", kind, &anchor.lemma, group]);
        out.add(&["lrole", kind, &anchor.lemma, role(clause.role)]);
        let object = clause.objects.first().map(|o| &document.phrases[*o]);
        if let Some(object) = object {
            let head = &tokens[object.head].lemma;
            out.add(&["onk", kind, share, yes(verbs.reports(head))]);
            out.add(&["olb", kind, &anchor.lemma, form(Some(object.head))]);
            out.add(&["ofirst", kind, share, form(Some(object.tokens.start))]);
        }
        let child = clause.children.first().map(|c| &document.clauses[*c]);
        let complement = child.map_or("-", |c| role(c.role));
        out.add(&[
            "frame",
            kind,
            share,
            complement,
            yes(object.is_some()),
            yes(clause.passive),
        ]);
        out.add(&[
            "tframe",
            kind,
            verbs.habit(kind, &anchor.lemma),
            complement,
            yes(object.is_some()),
            yes(clause.passive),
        ]);
        out.add(&[
            "framel",
            kind,
            &anchor.lemma,
            complement,
            yes(object.is_some()),
        ]);
        if let Some(s) = clause.subjects.first() {
            out.add(&[
                "sverb",
                kind,
                verbs.class(&anchor.lemma),
                &tokens[document.phrases[*s].head].lemma,
            ]);
            out.add(&[
                "snk",
                kind,
                share,
                yes(verbs.reports(&tokens[document.phrases[*s].head].lemma)),
            ]);
        }
    }
    let begins = range.start == paragraph_start(document, anchor.token);
    out.add(&["at", kind, bucket(first - range.start), yes(begins)]);
    out.add(&["left", kind, share, bucket(range.end - anchor.token)]);
    if anchor.kind == AnchorKind::Colon {
        let capitals = document
            .slice(document.token_span(&(range.start..first.max(range.start + 1))))
            .chars()
            .filter(|c| c.is_alphabetic())
            .all(char::is_uppercase);
        let dialogue = turns::is_dialogue(document, anchor.token);
        out.add(&["turn", yes(capitals), yes(dialogue), yes(begins)]);
    }
    // Speech in the sentence that the cue itself is not part of.
    let own = tokens[anchor.token].quotation;
    let speech = |t: usize| quoted(document, t) && tokens[t].quotation != own;
    let before = range.clone().take_while(|t| *t < first).any(speech);
    let after = (end..range.end).any(speech);
    let opens = (end..range.end.min(end + 4)).any(speech);
    out.add(&["qs", kind, share, yes(before), yes(after), yes(opens)]);
    out.add(&["qsl", kind, &anchor.lemma, yes(before), yes(after)]);
    let from = document
        .clauses
        .partition_point(|c| c.verb_group.start < range.start);
    let (mut left, mut right) = ("-", "-");
    for clause in document.clauses[from..]
        .iter()
        .take_while(|c| c.verb < range.end)
    {
        let strong = matches!(verbs.share(&clause.lemma), "most" | "many");
        if strong && clause.verb < first {
            left = verbs.share(&clause.lemma);
        } else if strong && clause.verb >= end && right == "-" {
            right = verbs.share(&clause.lemma);
        }
    }
    out.add(&["oth", kind, share, left, right]);
}

/// The first token of the paragraph of `t`.
fn paragraph_start(document: &Document, t: usize) -> usize {
    let paragraph = &document.paragraphs[document.sentence_of(t).paragraph];
    document.sentences[paragraph.sentences.start].tokens.start
}

/// Features of what a content runs over without ending there: commas, conjunctions, prepositions, other verbs.
pub(super) fn crossings(
    document: &Document,
    verbs: &Verbs,
    anchor: &Anchor,
    content: &Content,
    has_verb: bool,
    side: &str,
    out: &mut Features,
) {
    let kind = anchor.kind.name();
    let tokens = &document.tokens;
    let past = anchor.clause.is_some_and(|c| document.clauses[c].past);
    for range in &content.ranges {
        for t in range.start + 1..range.end.saturating_sub(1) {
            let token = &tokens[t];
            let speech = quoted(document, t) && tokens[t + 1].quotation == token.quotation;
            if speech {
                continue;
            }
            let next = shape(document, Some(t + 1));
            match token.pos {
                Pos::Punctuation => {
                    out.add(&["x", kind, side, &token.lower, next]);
                    out.add(&["x2", side, &token.lower, next, shape(document, Some(t + 2))]);
                }
                Pos::Conjunction | Pos::Subordinator | Pos::Relative => {
                    out.add(&["xc", kind, side, &token.lower, next, yes(has_verb)]);
                }
                Pos::Preposition if !has_verb => {
                    out.add(&["xp", kind, &token.lower]);
                    out.add(&["xpl", kind, &anchor.lemma, &token.lower]);
                }
                _ => {}
            }
        }
        let from = document
            .clauses
            .partition_point(|c| c.verb_group.start <= range.start);
        for clause in document.clauses[from..]
            .iter()
            .take_while(|c| c.verb < range.end)
        {
            if quoted(document, clause.verb) {
                continue;
            }
            let own = clause
                .subjects
                .first()
                .is_some_and(|s| range.contains(&document.phrases[*s].head));
            out.add(&[
                "xr",
                kind,
                role(clause.role),
                verbs.share(&clause.lemma),
                yes(own),
                yes(clause.finite && clause.past == past),
            ]);
            out.add(&["xo", kind, role(clause.role), yes(own), side]);
        }
    }
}

/// Features of a content whose edges stand inside quotations, or that leaves speech of its sentence out.
pub(super) fn edges_in_speech(
    document: &Document,
    anchor: &Anchor,
    content: &Content,
    side: &str,
    out: &mut Features,
) {
    let kind = anchor.kind.name();
    let tokens = &document.tokens;
    let sentence = &document.sentences[tokens[anchor.token].sentence].tokens;
    let first = content.ranges[0].start;
    let end = content.ranges[content.ranges.len() - 1].end;
    // Cutting a quotation in two is rarely right.
    let cut = |a: usize, b: usize| {
        quoted(document, a)
            && tokens
                .get(b)
                .is_some_and(|t| t.quotation == tokens[a].quotation)
    };
    let cut_end = cut(end - 1, end);
    let cut_start = first > 0 && cut(first, first - 1);
    out.add(&[
        "cut",
        kind,
        yes(cut_start),
        yes(cut_end),
        yes(quoted(document, anchor.token)),
    ]);
    // Quoted words of the sentence that stay outside.
    let outside = sentence
        .clone()
        .filter(|t| quoted(document, *t) && !content.ranges.iter().any(|r| r.contains(t)))
        .count();
    out.add(&[
        "out",
        kind,
        side,
        bucket(outside),
        yes(quoted(document, anchor.token)),
    ]);
}
