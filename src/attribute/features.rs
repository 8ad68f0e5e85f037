//! What the scorer looks at: features of a cue, of a cue with a content, of a cue with a source.

use std::ops::Range;

use super::anchors::{Anchor, AnchorKind};
use super::contents::Content;
use super::context;
use super::part::{NONE, Part, bucket, yes};
use super::scene::{Scene, pos};
use super::sources::Source;
use super::weights::Features;
use crate::model::ClauseRole;

/// The name of a clause's role in features.
pub(super) fn role(role: ClauseRole) -> Part<'static> {
    Part::of(match role {
        ClauseRole::Main => "main",
        ClauseRole::Content => "content",
        ClauseRole::Infinitive => "infinitive",
        ClauseRole::Gerund => "gerund",
        ClauseRole::Relative => "relative",
        ClauseRole::Adverbial => "adverbial",
        ClauseRole::Coordinate => "coordinate",
    })
}

/// A cue as all of its features see it.
pub(super) struct Cue<'a> {
    pub(super) scene: &'a Scene<'a>,
    pub(super) anchor: &'a Anchor,
    pub(super) kind: Part<'static>,
    pub(super) lemma: Part<'a>,
    /// How often the verb is a cue, in steps.
    pub(super) share: Part<'static>,
    /// How often the word was one.
    pub(super) habit: Part<'static>,
    /// Whether it stands in speech.
    pub(super) spoken: Part<'static>,
    /// The tokens of its sentence.
    pub(super) sentence: Range<usize>,
}

impl<'a> Cue<'a> {
    pub(super) fn new(scene: &'a Scene<'a>, anchor: &'a Anchor) -> Self {
        let (kind, lemma) = (Part::of(anchor.kind.name()), Part::of(&anchor.lemma));
        Self {
            scene,
            anchor,
            kind,
            lemma,
            share: scene.verbs.share(&anchor.lemma),
            habit: scene.verbs.habit(kind, lemma),
            spoken: yes(scene.quoted(anchor.token)),
            sentence: scene.document.sentence_of(anchor.token).tokens.clone(),
        }
    }

    /// The token, where it stands in the cue's sentence.
    pub(super) fn inside(&self, token: usize) -> Option<usize> {
        self.sentence.contains(&token).then_some(token)
    }
}

/// Features of a cue, whatever its content.
pub(super) fn cue(cue: &Cue<'_>, out: &mut Features) {
    let Cue {
        scene,
        anchor,
        kind,
        lemma,
        share,
        habit,
        spoken: in_quote,
        ..
    } = *cue;
    let Scene {
        document, verbs, ..
    } = *scene;
    let tokens = &document.tokens;
    let inside = |t: usize| cue.inside(t);
    let before = anchor.cue.start.checked_sub(1).and_then(inside);
    let next = inside(anchor.token + 1);
    let after = inside(anchor.cue.end);
    let word = pos(tokens[anchor.token].pos);
    out.add("k", &[kind]);
    out.add("l", &[kind, lemma]);
    out.add("lq", &[kind, lemma, in_quote]);
    out.add("lw", &[kind, lemma, word]);
    out.add("ln", &[kind, lemma, scene.shape(next)]);
    out.add("la", &[kind, lemma, scene.shape(after)]);
    out.add("lb", &[kind, lemma, scene.shape(before)]);
    out.add("w", &[kind, word, in_quote]);
    out.add("n", &[kind, scene.shape(next)]);
    out.add("a", &[kind, scene.shape(after)]);
    out.add("b", &[kind, scene.shape(before)]);
    out.add("sh", &[kind, share]);
    out.add("t", &[kind, habit]);
    out.add("tq", &[kind, habit, in_quote, word]);
    out.add("tn", &[kind, habit, scene.shape(next)]);
    out.add("ta", &[kind, habit, scene.shape(after)]);
    out.add("tb", &[kind, habit, scene.shape(before)]);
    out.add("sn", &[kind, share, scene.shape(next)]);
    out.add("cl", &[kind, verbs.class(&anchor.lemma), in_quote]);
    out.add("h", &[kind, yes(tokens[anchor.token].capital)]);
    if let Some(n) = next {
        out.add("lnn", &[kind, lemma, scene.lower(n)]);
    }
    context::surroundings(cue, out);
    if let Some(c) = anchor.clause {
        let clause = &document.clauses[c];
        let passive = yes(clause.passive);
        out.add("r", &[kind, role(clause.role), passive]);
        out.add("lp", &[kind, lemma, passive]);
        out.add("lneg", &[kind, lemma, yes(clause.negation.is_some())]);
        out.add("neg", &[kind, yes(clause.negation.is_some()), share]);
        let modal = clause.modal.as_deref().map_or(NONE, Part::of);
        out.add("md", &[kind, modal, share]);
        out.add("fin", &[kind, yes(clause.finite), yes(clause.past), share]);
        if let Some(parent) = clause.parent {
            let up = document.clauses[parent].lemma.as_str();
            out.add("up", &[kind, role(clause.role), verbs.class(up)]);
            out.add("upl", &[kind, Part::of(up)]);
        }
        let subject = clause.subjects.first().map(|s| document.phrases[*s].head);
        let head = scene.shape(subject);
        out.add("sj", &[kind, head]);
        out.add("ls", &[kind, lemma, head]);
        if let Some(s) = subject {
            let own = scene.lemma(s);
            out.add("sl", &[kind, own]);
            out.add("sls", &[kind, share, own]);
            let who = verbs.habit(Part::of("S"), own);
            out.add("ts", &[kind, who]);
            out.add("tsh", &[kind, habit, who]);
            out.add("tsw", &[kind, habit, scene.shape(Some(s))]);
        }
        for child in &clause.children {
            let child = &document.clauses[*child];
            out.add("ch", &[kind, role(child.role)]);
            out.add("lch", &[kind, lemma, role(child.role)]);
        }
        if let Some(o) = clause.objects.first() {
            let o = document.phrases[*o].head;
            out.add("o", &[kind, share, scene.shape(Some(o))]);
            let own = scene.lemma(o);
            out.add("ol", &[kind, own]);
            out.add("lo", &[kind, lemma, own]);
            let what = verbs.habit(Part::of("O"), own);
            out.add("to", &[kind, what]);
            out.add("toh", &[kind, habit, what]);
            out.add("tow", &[kind, habit, scene.shape(Some(o))]);
        }
    }
    if let Some(p) = anchor.phrase {
        let phrase = &document.phrases[p];
        out.add("ow", &[kind, yes(phrase.owner.is_some())]);
        out.add("low", &[kind, lemma, yes(phrase.owner.is_some())]);
        out.add("tow2", &[kind, habit, yes(phrase.owner.is_some())]);
        out.add("pp", &[kind, scene.shape(phrase.preposition)]);
        out.add("d", &[kind, lemma, scene.shape(Some(phrase.tokens.start))]);
        let mut clauses = document.clauses_beside(phrase.head).iter();
        if let Some(clause) = clauses.rfind(|c| c.verb_group.end <= phrase.tokens.start) {
            let over = Part::of(&clause.lemma);
            out.add("gov", &[kind, over]);
            out.add("lgov", &[kind, lemma, over]);
            out.add("tgov", &[kind, habit, verbs.habit(Part::of("v"), over)]);
        }
    }
}

/// Features of a cue with one content.
pub(super) fn content(cue: &Cue<'_>, content: &Content, out: &mut Features) {
    let Cue {
        scene,
        anchor,
        kind,
        lemma,
        share,
        habit,
        ..
    } = *cue;
    let document = scene.document;
    let (from, to) = (Part::of(content.from), Part::of(content.to));
    let first = content.ranges[0].start;
    let range = content.ranges[content.ranges.len() - 1].clone();
    let end = range.end;
    let right = first > anchor.token;
    let side = Part::of(if end <= anchor.token {
        "L"
    } else if right {
        "R"
    } else {
        "B"
    });
    let inside = |t: usize| cue.inside(t);
    out.add("f", &[kind, from, to]);
    out.add("ff", &[kind, from, share]);
    out.add("ft", &[kind, to, share]);
    out.add("tf", &[kind, from, habit]);
    out.add("tt", &[kind, to, habit]);
    out.add("lf", &[kind, lemma, from]);
    out.add("lt", &[kind, lemma, to]);
    out.add("ld", &[kind, lemma, side]);
    let after_cue = scene.shape(inside(anchor.cue.end));
    out.add("fa", &[kind, from, after_cue]);
    out.add("fta", &[kind, from, to, after_cue]);
    let start = scene.shape(Some(first));
    let left = scene.shape(first.checked_sub(1).and_then(inside));
    let next = scene.shape(inside(end));
    out.add("s", &[kind, side, start]);
    out.add("ls1", &[kind, lemma, start]);
    out.add("sb", &[kind, side, left, start]);
    out.add("e", &[kind, side, next]);
    out.add("e2", &[kind, to, next, scene.shape(inside(end + 1))]);
    out.add("el", &[kind, side, scene.shape(end.checked_sub(1))]);
    let length: usize = content.ranges.iter().map(Range::len).sum();
    out.add("len", &[kind, side, bucket(length)]);
    out.add("lent", &[kind, share, bucket(length), to]);
    // A verb makes it a statement, quotation marks make it speech.
    let counts = || content.ranges.iter().map(|r| scene.counts(r));
    let has_verb = counts().any(|c| c.finite > 0);
    context::crossings(cue, content, has_verb, side, out);
    out.add(
        "ep",
        &[kind, yes(has_verb), next, scene.shape(inside(end + 1))],
    );
    out.add("v", &[kind, side, yes(has_verb), share]);
    out.add("tv", &[kind, side, yes(has_verb), habit]);
    out.add("lv", &[kind, lemma, yes(has_verb), side]);
    let words = counts().map(|c| c.words).sum::<usize>();
    let in_quotes = counts().map(|c| c.quoted_words).sum::<usize>();
    let share_quoted = Part::of(match (in_quotes, words) {
        (0, _) => "none",
        (q, w) if q == w => "all",
        (q, w) if q * 2 > w => "most",
        _ => "some",
    });
    out.add("q", &[kind, side, share_quoted, share]);
    out.add("tqs", &[kind, side, share_quoted, habit]);
    out.add("lq2", &[kind, lemma, share_quoted]);
    context::edges_in_speech(cue, content, side, out);
    let gap = if right {
        first - anchor.cue.end.min(first)
    } else {
        anchor.cue.start - range.end.min(anchor.cue.start)
    };
    out.add("gap", &[kind, side, bucket(gap)]);
    if right && gap > 0 {
        out.add("gapw", &[kind, scene.shape(inside(anchor.cue.end)), start]);
    }
    let rest = cue.sentence.end.saturating_sub(end);
    out.add("rest", &[kind, side, bucket(rest)]);
    if !right && let Some(c) = anchor.clause {
        let clause = &document.clauses[c];
        out.add("lr", &[kind, role(clause.role), yes(clause.passive), from]);
        out.add(
            "lrn",
            &[kind, from, to, scene.shape(inside(clause.verb_group.end))],
        );
        out.add("lc", &[kind, to, yes(!clause.children.is_empty()), share]);
    }
}

/// Features of a cue with one source.
pub(super) fn source(cue: &Cue<'_>, content: &Content, source: &Source, out: &mut Features) {
    let Cue {
        scene,
        anchor,
        kind,
        lemma,
        ..
    } = *cue;
    let Scene {
        document, verbs, ..
    } = *scene;
    let relation = Part::of(source.relation);
    let side = Part::of(if content.ranges[0].start > anchor.token {
        "R"
    } else {
        "L"
    });
    let clause = anchor.clause.map(|c| &document.clauses[c]);
    let passive = yes(clause.is_some_and(|c| c.passive));
    let has_subject = yes(clause.is_some_and(|c| !c.subjects.is_empty()));
    out.add("S", &[kind, relation]);
    out.add("Sl", &[kind, relation, lemma]);
    out.add("Sd", &[kind, relation, side, passive]);
    out.add("Sp", &[kind, relation, passive, lemma]);
    out.add("Sc", &[kind, relation, verbs.class(&anchor.lemma)]);
    out.add(
        "Sr",
        &[
            kind,
            relation,
            clause.map_or(NONE, |c| role(c.role)),
            has_subject,
        ],
    );
    let Some(head) = source.head else {
        out.add("S0", &[kind, has_subject, passive]);
        return;
    };
    let inside = |t: usize| cue.inside(t);
    let word = scene.shape(Some(head));
    out.add("Sw", &[kind, relation, word]);
    out.add("Sw2", &[word]);
    out.add("Sh", &[scene.lemma(head)]);
    let before = source.tokens.start.checked_sub(1).and_then(inside);
    let after = inside(source.tokens.end);
    out.add("Sb", &[relation, scene.shape(before)]);
    out.add("Sa", &[relation, scene.shape(after)]);
    out.add("Sba", &[kind, scene.shape(before), scene.shape(after)]);
    let (where_, distance) = if head < anchor.cue.start {
        (Part::of("before"), anchor.cue.start - head)
    } else {
        (Part::of("after"), head - anchor.cue.end.min(head))
    };
    out.add("Sdist", &[kind, where_, bucket(distance)]);
    out.add("Swhere", &[kind, where_, side, relation]);
    if anchor.kind == AnchorKind::Verb {
        let previous = anchor.cue.start.checked_sub(1).and_then(inside);
        out.add("Sinv", &[where_, scene.shape(previous), relation]);
        out.add(
            "Sinl",
            &[
                where_,
                yes(verbs.inverts(&anchor.lemma)),
                side,
                bucket(distance),
            ],
        );
    }
    out.add("Sq", &[kind, yes(scene.quoted(head)), cue.spoken]);
}
