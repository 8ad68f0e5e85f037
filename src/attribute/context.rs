//! Features of what stands around a cue and of what a content runs over.
//!
//! They decide most of what structure alone leaves open: which of several verbs speaks, and at which comma or conjunction its content ends (found F1 on the
//! development part 67.5 without them, 69.8 with them).

use super::anchors::AnchorKind;
use super::contents::Content;
use super::features::{Cue, role};
use super::part::{EDGE, NONE, Part, bucket, yes};
use super::scene::Scene;
use super::turns;
use super::weights::Features;
use crate::model::{Document, Pos};

/// Features of where a cue stands: the words around it, its ending, the quotations and the other verbs of its sentence.
pub(super) fn surroundings(cue: &Cue<'_>, out: &mut Features) {
    let Cue {
        scene,
        anchor,
        kind,
        lemma,
        share,
        habit,
        sentence: ref range,
        ..
    } = *cue;
    let Scene {
        document, verbs, ..
    } = *scene;
    let tokens = &document.tokens;
    let word = |t: Option<usize>| {
        t.filter(|t| range.contains(t))
            .map_or(EDGE, |t| scene.lower(t))
    };
    let form = |t: Option<usize>| scene.shape(t.filter(|t| range.contains(t)));
    let (first, end) = (anchor.cue.start, anchor.cue.end);
    out.add("w-1", &[kind, word(first.checked_sub(1))]);
    out.add("w+1", &[kind, word(Some(end))]);
    out.add(
        "b2",
        &[kind, form(first.checked_sub(2)), form(first.checked_sub(1))],
    );
    out.add("a2", &[kind, form(Some(end)), form(Some(end + 1))]);
    out.add("a2s", &[kind, share, form(Some(end)), form(Some(end + 1))]);
    let lower = tokens[anchor.token].lower.as_str();
    if let Some((at, _)) = lower.char_indices().rev().nth(2) {
        out.add("suf", &[kind, Part::of(&lower[at..])]);
    }
    out.add("nk", &[kind, yes(verbs.reports(&anchor.lemma))]);
    if let Some(clause) = anchor.clause.map(|c| &document.clauses[c]) {
        let group = word(Some(clause.verb_group.start));
        out.add("vg", &[kind, share, group]);
        out.add("vgl", &[kind, lemma, group]);
        out.add("lrole", &[kind, lemma, role(clause.role)]);
        let object = clause.objects.first().map(|o| &document.phrases[*o]);
        if let Some(object) = object {
            let head = &tokens[object.head].lemma;
            out.add("onk", &[kind, share, yes(verbs.reports(head))]);
            out.add("olb", &[kind, lemma, form(Some(object.head))]);
            out.add("ofirst", &[kind, share, form(Some(object.tokens.start))]);
        }
        let child = clause.children.first().map(|c| &document.clauses[*c]);
        let complement = child.map_or(NONE, |c| role(c.role));
        out.add(
            "frame",
            &[
                kind,
                share,
                complement,
                yes(object.is_some()),
                yes(clause.passive),
            ],
        );
        out.add(
            "tframe",
            &[
                kind,
                habit,
                complement,
                yes(object.is_some()),
                yes(clause.passive),
            ],
        );
        out.add("framel", &[kind, lemma, complement, yes(object.is_some())]);
        if let Some(s) = clause.subjects.first() {
            let head = scene.lemma(document.phrases[*s].head);
            out.add("sverb", &[kind, verbs.class(&anchor.lemma), head]);
            out.add("snk", &[kind, share, yes(verbs.reports(head.text))]);
        }
    }
    let begins = range.start == paragraph_start(document, anchor.token);
    out.add("at", &[kind, bucket(first - range.start), yes(begins)]);
    out.add("left", &[kind, share, bucket(range.end - anchor.token)]);
    if anchor.kind == AnchorKind::Colon {
        let capitals = document
            .slice(document.token_span(&(range.start..first.max(range.start + 1))))
            .chars()
            .filter(|c| c.is_alphabetic())
            .all(char::is_uppercase);
        let dialogue = turns::is_dialogue(document, anchor.token);
        out.add("turn", &[yes(capitals), yes(dialogue), yes(begins)]);
    }
    // Speech in the sentence that the cue itself is not part of.
    let own = tokens[anchor.token].quotation;
    let any = scene.counts(range).quoted > 0;
    let speech = |t: usize| any && scene.quoted(t) && tokens[t].quotation != own;
    let before = range.clone().take_while(|t| *t < first).any(speech);
    let after = (end..range.end).any(speech);
    let opens = (end..range.end.min(end + 4)).any(speech);
    out.add("qs", &[kind, share, yes(before), yes(after), yes(opens)]);
    out.add("qsl", &[kind, lemma, yes(before), yes(after)]);
    let (mut left, mut right) = (NONE, None);
    for c in document.sentence_of(anchor.token).clauses.clone() {
        let verb = document.clauses[c].verb;
        let often = scene.share(c);
        let strong = matches!(often.text, "most" | "many");
        if strong && verb < first {
            left = often;
        } else if strong && verb >= end && right.is_none() {
            right = Some(often);
        }
    }
    out.add("oth", &[kind, share, left, right.unwrap_or(NONE)]);
}

/// The first token of the paragraph of `t`.
fn paragraph_start(document: &Document, t: usize) -> usize {
    let paragraph = &document.paragraphs[document.sentence_of(t).paragraph];
    document.sentences[paragraph.sentences.start].tokens.start
}

/// Features of what a content runs over without ending there: commas, conjunctions, prepositions, other verbs.
pub(super) fn crossings(
    cue: &Cue<'_>,
    content: &Content,
    has_verb: bool,
    side: Part<'_>,
    out: &mut Features,
) {
    let Cue {
        scene,
        anchor,
        kind,
        lemma,
        ..
    } = *cue;
    let document = scene.document;
    let tokens = &document.tokens;
    let past = anchor.clause.is_some_and(|c| document.clauses[c].past);
    for range in &content.ranges {
        for t in range.start + 1..range.end.saturating_sub(1) {
            let token = &tokens[t];
            let speech = scene.quoted(t) && tokens[t + 1].quotation == token.quotation;
            if speech {
                continue;
            }
            let next = scene.shape(Some(t + 1));
            match token.pos {
                Pos::Punctuation => {
                    out.add("x", &[kind, side, scene.lower(t), next]);
                    out.add(
                        "x2",
                        &[side, scene.lower(t), next, scene.shape(Some(t + 2))],
                    );
                }
                Pos::Conjunction | Pos::Subordinator | Pos::Relative => {
                    out.add("xc", &[kind, side, scene.lower(t), next, yes(has_verb)]);
                }
                Pos::Preposition if !has_verb => {
                    out.add("xp", &[kind, scene.lower(t)]);
                    out.add("xpl", &[kind, lemma, scene.lower(t)]);
                }
                _ => {}
            }
        }
        let from = document
            .clauses
            .partition_point(|c| c.verb_group.start <= range.start);
        let clauses = document.clauses[from..].iter().zip(from..);
        for (clause, c) in clauses.take_while(|(c, _)| c.verb < range.end) {
            if scene.quoted(clause.verb) {
                continue;
            }
            let own = clause
                .subjects
                .first()
                .is_some_and(|s| range.contains(&document.phrases[*s].head));
            out.add(
                "xr",
                &[
                    kind,
                    role(clause.role),
                    scene.share(c),
                    yes(own),
                    yes(clause.finite && clause.past == past),
                ],
            );
            out.add("xo", &[kind, role(clause.role), yes(own), side]);
        }
    }
}

/// Features of a content whose edges stand inside quotations, or that leaves speech of its sentence out.
pub(super) fn edges_in_speech(
    cue: &Cue<'_>,
    content: &Content,
    side: Part<'_>,
    out: &mut Features,
) {
    let Cue {
        scene,
        kind,
        spoken,
        ..
    } = *cue;
    let tokens = &scene.document.tokens;
    let first = content.ranges[0].start;
    let end = content.ranges[content.ranges.len() - 1].end;
    // Cutting a quotation in two is rarely right.
    let cut = |a: usize, b: usize| {
        scene.quoted(a)
            && tokens
                .get(b)
                .is_some_and(|t| t.quotation == tokens[a].quotation)
    };
    let cut_end = cut(end - 1, end);
    let cut_start = first > 0 && cut(first, first - 1);
    out.add("cut", &[kind, yes(cut_start), yes(cut_end), spoken]);
    // Quoted words of the sentence that stay outside.
    let any = scene.counts(&cue.sentence).quoted > 0;
    let outside = |t: &usize| scene.quoted(*t) && !content.ranges.iter().any(|r| r.contains(t));
    let outside = if any {
        cue.sentence.clone().filter(outside).count()
    } else {
        0
    };
    out.add("out", &[kind, side, bucket(outside), spoken]);
}
