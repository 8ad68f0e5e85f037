//! What the scorer looks at: features of a cue, of a cue with a content, of a cue with a source.

use std::ops::Range;

use super::anchors::{Anchor, AnchorKind};
use super::contents::Content;
use super::context;
use super::sources::Source;
use super::verbs::Verbs;
use super::weights::Features;
use crate::model::{ClauseRole, Document, Pos};

/// The name of a part of speech in features.
fn pos(pos: Pos) -> &'static str {
    match pos {
        Pos::Noun => "N",
        Pos::Proper => "NP",
        Pos::VerbBase => "VB",
        Pos::VerbThird => "VZ",
        Pos::VerbPast => "VD",
        Pos::VerbParticiple => "VN",
        Pos::VerbIng => "VG",
        Pos::Auxiliary => "AUX",
        Pos::Modal => "MD",
        Pos::To => "TO",
        Pos::Adjective => "A",
        Pos::Adverb => "R",
        Pos::Determiner => "D",
        Pos::Pronoun => "PR",
        Pos::Possessive => "PO",
        Pos::Preposition => "P",
        Pos::Conjunction => "C",
        Pos::Subordinator => "S",
        Pos::Relative => "W",
        Pos::Number => "NUM",
        Pos::Punctuation => ".",
        Pos::Other => "X",
    }
}

/// The name of a clause's role in features.
pub(super) fn role(role: ClauseRole) -> &'static str {
    match role {
        ClauseRole::Main => "main",
        ClauseRole::Content => "content",
        ClauseRole::Infinitive => "infinitive",
        ClauseRole::Gerund => "gerund",
        ClauseRole::Relative => "relative",
        ClauseRole::Adverbial => "adverbial",
        ClauseRole::Coordinate => "coordinate",
    }
}

/// A token as a feature value: closed classes and marks by the word, open ones by part of speech.
pub(super) fn shape(document: &Document, t: Option<usize>) -> &str {
    let Some(token) = t.and_then(|t| document.tokens.get(t)) else {
        return "#";
    };
    match token.pos {
        Pos::Noun
        | Pos::Proper
        | Pos::Adjective
        | Pos::Number
        | Pos::VerbBase
        | Pos::VerbThird
        | Pos::VerbPast
        | Pos::VerbParticiple
        | Pos::VerbIng
        | Pos::Other => pos(token.pos),
        _ => &token.lower,
    }
}

/// A length, in steps that widen.
pub(super) fn bucket(n: usize) -> &'static str {
    match n {
        0 => "0",
        1 => "1",
        2 => "2",
        3 => "3",
        4..=5 => "4",
        6..=8 => "6",
        9..=13 => "9",
        14..=20 => "14",
        21..=32 => "21",
        _ => "33",
    }
}

/// A yes or no as a feature value.
pub(super) fn yes(b: bool) -> &'static str {
    if b { "y" } else { "n" }
}

/// Whether a token stands in quotation marks that are speech.
pub(super) fn quoted(document: &Document, t: usize) -> bool {
    document.tokens[t]
        .quotation
        .is_some_and(|q| !document.quotations[q].scare)
}

/// Features of a cue, whatever its content.
pub(super) fn cue(document: &Document, verbs: &Verbs, anchor: &Anchor, out: &mut Features) {
    let kind = anchor.kind.name();
    let lemma = anchor.lemma.as_str();
    let tokens = &document.tokens;
    let sentence = &document.sentences[tokens[anchor.token].sentence];
    let inside = |t: usize| sentence.tokens.contains(&t).then_some(t);
    let before = anchor.cue.start.checked_sub(1).and_then(inside);
    let next = inside(anchor.token + 1);
    let after = inside(anchor.cue.end);
    let word = pos(tokens[anchor.token].pos);
    let share = verbs.share(lemma);
    let in_quote = yes(quoted(document, anchor.token));
    out.add(&["k", kind]);
    out.add(&["l", kind, lemma]);
    out.add(&["lq", kind, lemma, in_quote]);
    out.add(&["lw", kind, lemma, word]);
    out.add(&["ln", kind, lemma, shape(document, next)]);
    out.add(&["la", kind, lemma, shape(document, after)]);
    out.add(&["lb", kind, lemma, shape(document, before)]);
    out.add(&["w", kind, word, in_quote]);
    out.add(&["n", kind, shape(document, next)]);
    out.add(&["a", kind, shape(document, after)]);
    out.add(&["b", kind, shape(document, before)]);
    out.add(&["sh", kind, share]);
    let habit = verbs.habit(kind, lemma);
    out.add(&["t", kind, habit]);
    out.add(&["tq", kind, habit, in_quote, word]);
    out.add(&["tn", kind, habit, shape(document, next)]);
    out.add(&["ta", kind, habit, shape(document, after)]);
    out.add(&["tb", kind, habit, shape(document, before)]);
    out.add(&["sn", kind, share, shape(document, next)]);
    out.add(&["cl", kind, verbs.class(lemma), in_quote]);
    out.add(&["h", kind, yes(tokens[anchor.token].capital)]);
    if let Some(n) = next {
        out.add(&["lnn", kind, lemma, &tokens[n].lower]);
    }
    context::surroundings(document, verbs, anchor, out);
    if let Some(c) = anchor.clause {
        let clause = &document.clauses[c];
        let passive = yes(clause.passive);
        out.add(&["r", kind, role(clause.role), passive]);
        out.add(&["lp", kind, lemma, passive]);
        out.add(&["lneg", kind, lemma, yes(clause.negation.is_some())]);
        out.add(&["neg", kind, yes(clause.negation.is_some()), share]);
        out.add(&["md", kind, clause.modal.as_deref().unwrap_or("-"), share]);
        out.add(&["fin", kind, yes(clause.finite), yes(clause.past), share]);
        if let Some(parent) = clause.parent {
            let up = document.clauses[parent].lemma.as_str();
            out.add(&["up", kind, role(clause.role), verbs.class(up)]);
            out.add(&["upl", kind, up]);
        }
        let subject = clause.subjects.first().map(|s| document.phrases[*s].head);
        let head = shape(document, subject);
        out.add(&["sj", kind, head]);
        out.add(&["ls", kind, lemma, head]);
        if let Some(s) = subject {
            out.add(&["sl", kind, &tokens[s].lemma]);
            out.add(&["sls", kind, share, &tokens[s].lemma]);
            let who = verbs.habit("S", &tokens[s].lemma);
            out.add(&["ts", kind, who]);
            out.add(&["tsh", kind, habit, who]);
            out.add(&["tsw", kind, habit, shape(document, Some(s))]);
        }
        for child in &clause.children {
            let child = &document.clauses[*child];
            out.add(&["ch", kind, role(child.role)]);
            out.add(&["lch", kind, lemma, role(child.role)]);
        }
        if let Some(o) = clause.objects.first() {
            let o = document.phrases[*o].head;
            out.add(&["o", kind, share, shape(document, Some(o))]);
            out.add(&["ol", kind, &tokens[o].lemma]);
            out.add(&["lo", kind, lemma, &tokens[o].lemma]);
            let what = verbs.habit("O", &tokens[o].lemma);
            out.add(&["to", kind, what]);
            out.add(&["toh", kind, habit, what]);
            out.add(&["tow", kind, habit, shape(document, Some(o))]);
        }
    }
    if let Some(p) = anchor.phrase {
        let phrase = &document.phrases[p];
        out.add(&["ow", kind, yes(phrase.owner.is_some())]);
        out.add(&["low", kind, lemma, yes(phrase.owner.is_some())]);
        out.add(&["tow2", kind, habit, yes(phrase.owner.is_some())]);
        out.add(&["pp", kind, shape(document, phrase.preposition)]);
        out.add(&["d", kind, lemma, shape(document, Some(phrase.tokens.start))]);
        let mut clauses = document.clauses_beside(phrase.head).iter();
        if let Some(clause) = clauses.rfind(|c| c.verb_group.end <= phrase.tokens.start) {
            out.add(&["gov", kind, &clause.lemma]);
            out.add(&["lgov", kind, lemma, &clause.lemma]);
            out.add(&["tgov", kind, habit, verbs.habit("v", &clause.lemma)]);
        }
    }
}

/// Features of a cue with one content.
pub(super) fn content(
    document: &Document,
    verbs: &Verbs,
    anchor: &Anchor,
    content: &Content,
    out: &mut Features,
) {
    let kind = anchor.kind.name();
    let lemma = anchor.lemma.as_str();
    let tokens = &document.tokens;
    let (from, to) = (content.from, content.to);
    let share = verbs.share(lemma);
    let sentence = &document.sentences[tokens[anchor.token].sentence].tokens;
    let first = content.ranges[0].start;
    let range = content.ranges[content.ranges.len() - 1].clone();
    let end = range.end;
    let side = if end <= anchor.token {
        "L"
    } else if first > anchor.token {
        "R"
    } else {
        "B"
    };
    let inside = |t: usize| sentence.contains(&t).then_some(t);
    out.add(&["f", kind, from, to]);
    out.add(&["ff", kind, from, share]);
    out.add(&["ft", kind, to, share]);
    let habit = verbs.habit(kind, lemma);
    out.add(&["tf", kind, from, habit]);
    out.add(&["tt", kind, to, habit]);
    out.add(&["lf", kind, lemma, from]);
    out.add(&["lt", kind, lemma, to]);
    out.add(&["ld", kind, lemma, side]);
    let after_cue = shape(document, inside(anchor.cue.end));
    out.add(&["fa", kind, from, after_cue]);
    out.add(&["fta", kind, from, to, after_cue]);
    let start = shape(document, Some(first));
    let left = shape(document, first.checked_sub(1).and_then(inside));
    let next = shape(document, inside(end));
    out.add(&["s", kind, side, start]);
    out.add(&["ls1", kind, lemma, start]);
    out.add(&["sb", kind, side, left, start]);
    out.add(&["e", kind, side, next]);
    out.add(&["e2", kind, to, next, shape(document, inside(end + 1))]);
    out.add(&["el", kind, side, shape(document, end.checked_sub(1))]);
    let length: usize = content.ranges.iter().map(Range::len).sum();
    out.add(&["len", kind, side, bucket(length)]);
    out.add(&["lent", kind, share, bucket(length), to]);
    // A verb makes it a statement, quotation marks make it speech.
    let has_verb = content.ranges.iter().any(|r| {
        tokens[r.clone()].iter().any(|t| {
            matches!(
                t.pos,
                Pos::VerbPast | Pos::VerbThird | Pos::Auxiliary | Pos::Modal
            )
        })
    });
    context::crossings(document, verbs, anchor, content, has_verb, side, out);
    out.add(&[
        "ep",
        kind,
        yes(has_verb),
        next,
        shape(document, inside(end + 1)),
    ]);
    out.add(&["v", kind, side, yes(has_verb), share]);
    out.add(&["tv", kind, side, yes(has_verb), habit]);
    out.add(&["lv", kind, lemma, yes(has_verb), side]);
    let all = content.ranges.iter().flat_map(Clone::clone);
    let (mut in_quotes, mut words) = (0, 0);
    for t in all {
        if tokens[t].pos != Pos::Punctuation {
            words += 1;
            in_quotes += usize::from(quoted(document, t));
        }
    }
    let share_quoted = match (in_quotes, words) {
        (0, _) => "none",
        (q, w) if q == w => "all",
        (q, w) if q * 2 > w => "most",
        _ => "some",
    };
    out.add(&["q", kind, side, share_quoted, share]);
    out.add(&["tqs", kind, side, share_quoted, habit]);
    out.add(&["lq2", kind, lemma, share_quoted]);
    context::edges_in_speech(document, anchor, content, side, out);
    let gap = if side == "R" {
        first - anchor.cue.end.min(first)
    } else {
        anchor.cue.start - range.end.min(anchor.cue.start)
    };
    out.add(&["gap", kind, side, bucket(gap)]);
    if side == "R" && gap > 0 {
        out.add(&["gapw", kind, shape(document, inside(anchor.cue.end)), start]);
    }
    let rest = sentence.end.saturating_sub(end);
    out.add(&["rest", kind, side, bucket(rest)]);
    if side != "R"
        && let Some(c) = anchor.clause
    {
        let clause = &document.clauses[c];
        out.add(&["lr", kind, role(clause.role), yes(clause.passive), from]);
        out.add(&[
            "lrn",
            kind,
            from,
            to,
            shape(document, inside(clause.verb_group.end)),
        ]);
        out.add(&["lc", kind, to, yes(!clause.children.is_empty()), share]);
    }
}

/// Features of a cue with one source.
pub(super) fn source(
    document: &Document,
    verbs: &Verbs,
    anchor: &Anchor,
    content: &Content,
    source: &Source,
    out: &mut Features,
) {
    let kind = anchor.kind.name();
    let lemma = anchor.lemma.as_str();
    let relation = source.relation;
    let side = if content.ranges[0].start > anchor.token {
        "R"
    } else {
        "L"
    };
    let clause = anchor.clause.map(|c| &document.clauses[c]);
    let passive = yes(clause.is_some_and(|c| c.passive));
    let has_subject = yes(clause.is_some_and(|c| !c.subjects.is_empty()));
    out.add(&["S", kind, relation]);
    out.add(&["Sl", kind, relation, lemma]);
    out.add(&["Sd", kind, relation, side, passive]);
    out.add(&["Sp", kind, relation, passive, lemma]);
    out.add(&["Sc", kind, relation, verbs.class(lemma)]);
    out.add(&[
        "Sr",
        kind,
        relation,
        clause.map_or("-", |c| role(c.role)),
        has_subject,
    ]);
    let Some(head) = source.head else {
        out.add(&["S0", kind, has_subject, passive]);
        return;
    };
    let sentence = &document.sentences[document.tokens[anchor.token].sentence].tokens;
    let inside = |t: usize| sentence.contains(&t).then_some(t);
    let word = shape(document, Some(head));
    out.add(&["Sw", kind, relation, word]);
    out.add(&["Sw2", word]);
    out.add(&["Sh", &document.tokens[head].lemma]);
    let before = source.tokens.start.checked_sub(1).and_then(inside);
    let after = inside(source.tokens.end);
    out.add(&["Sb", relation, shape(document, before)]);
    out.add(&["Sa", relation, shape(document, after)]);
    out.add(&["Sba", kind, shape(document, before), shape(document, after)]);
    let (where_, distance) = if head < anchor.cue.start {
        ("before", anchor.cue.start - head)
    } else {
        ("after", head - anchor.cue.end.min(head))
    };
    out.add(&["Sdist", kind, where_, bucket(distance)]);
    out.add(&["Swhere", kind, where_, side, relation]);
    if anchor.kind == AnchorKind::Verb {
        let previous = anchor.cue.start.checked_sub(1).and_then(inside);
        out.add(&["Sinv", where_, shape(document, previous), relation]);
        out.add(&[
            "Sinl",
            where_,
            yes(verbs.inverts(lemma)),
            side,
            bucket(distance),
        ]);
    }
    out.add(&[
        "Sq",
        kind,
        yes(quoted(document, head)),
        yes(quoted(document, anchor.token)),
    ]);
}
