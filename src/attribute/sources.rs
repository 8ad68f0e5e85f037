//! Who may be the source of a cue with its content: the noun phrases of the sentence outside the content, each by how it stands to the cue.

use std::ops::Range;

use super::anchors::{Anchor, AnchorKind};
use super::contents::{Content, chain_end};
use crate::model::{ClauseRole, Document, Owner, Pos};

/// Most tokens of a dateline.
const DATELINE: usize = 16;

/// A possible source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Source {
    /// Its head; none for "nobody is named".
    pub(super) head: Option<usize>,
    /// Its words.
    pub(super) tokens: Range<usize>,
    /// The phrase whose head it is, if it is one ("who" and "his" are none).
    pub(super) phrase: Option<usize>,
    /// How it stands to the cue.
    pub(super) relation: &'static str,
}

/// All possible sources; nobody first.
pub(super) fn sources(document: &Document, anchor: &Anchor, content: &Content) -> Vec<Source> {
    let mut found = vec![Source {
        head: None,
        tokens: 0..0,
        phrase: None,
        relation: "nobody",
    }];
    let tokens = &document.tokens;
    let sentence = &document.sentences[tokens[anchor.token].sentence].tokens;
    let in_content = |t: usize| content.ranges.iter().any(|r| r.contains(&t));
    let clause = anchor.clause.map(|c| &document.clauses[c]);
    let outer = enclosing(document, anchor);
    // "who said", "which claims": the relative word stands for its antecedent.
    if let Some(c) = clause
        && c.role == ClauseRole::Relative
        && let Some(w) = c.subordinator
        && matches!(tokens[w].lower.as_str(), "who" | "which" | "that")
        && !in_content(w)
    {
        found.push(Source {
            head: Some(w),
            tokens: w..w + 1,
            phrase: None,
            relation: "relative",
        });
    }
    let own = anchor.phrase.map(|p| &document.phrases[p]);
    if let Some(Owner::Pronoun(t)) = own.and_then(|p| p.owner) {
        found.push(Source {
            head: Some(t),
            tokens: t..t + 1,
            phrase: None,
            relation: "own-pronoun",
        });
    }
    if let Some(words) = misread_subject(document, anchor) {
        found.push(Source {
            head: Some(words.end - 1),
            tokens: words,
            phrase: None,
            relation: "subject",
        });
    }
    let dateline = dateline(document, sentence);
    let mut side_counts = [0usize; 2];
    for p in document.phrases_over(sentence) {
        let phrase = &document.phrases[p];
        if in_content(phrase.head) || Some(p) == anchor.phrase || phrase.head < dateline {
            continue;
        }
        let relation = if clause.is_some_and(|c| c.subjects.first() == Some(&p)) {
            "subject"
        } else if clause.is_some_and(|c| c.subjects.contains(&p)) {
            "co-subject"
        } else if own.is_some_and(|o| o.owner == Some(Owner::Phrase(p))) {
            "owner"
        } else if clause.is_some_and(|c| c.modifies == Some(p)) {
            "modified"
        } else if phrase.tokens.start >= anchor.cue.end && phrase.tokens.start <= anchor.cue.end + 1
        {
            "next"
        } else if phrase
            .preposition
            .is_some_and(|x| tokens[x].lower == "by" && x > anchor.token)
        {
            "by"
        } else if outer.is_some_and(|o| document.clauses[o].subjects.first() == Some(&p)) {
            "outer-subject"
        } else if clause.is_some_and(|c| c.objects.contains(&p)) {
            "object"
        } else if phrase.apposition.is_some() {
            "apposition"
        } else if phrase.preposition.is_some() {
            if phrase.head < anchor.token {
                "governed-before"
            } else {
                "governed-after"
            }
        } else if phrase.head < anchor.token {
            side_counts[0] += 1;
            "before"
        } else {
            side_counts[1] += 1;
            if side_counts[1] == 1 {
                "after"
            } else {
                "later"
            }
        };
        found.push(Source {
            head: Some(phrase.head),
            tokens: phrase.tokens.clone(),
            phrase: Some(p),
            relation,
        });
    }
    found
}

/// Where a sentence begins behind its dateline: "BRUSSELS, May 3 (Reuters) - ".
fn dateline(document: &Document, sentence: &Range<usize>) -> usize {
    let text = |t: usize| document.slice(document.tokens[t].span);
    let place = text(sentence.start);
    let capitals = place.chars().count() > 2 && place.chars().all(|c| !c.is_lowercase());
    sentence
        .clone()
        .take(DATELINE)
        .find(|t| matches!(text(*t), "-" | "--" | "\u{2013}" | "\u{2014}"))
        .filter(|_| capitals)
        .map_or(sentence.start, |dash| dash + 1)
}

/// The words before a verb that was read as the head of their phrase: "polls" of "polls show".
pub(super) fn misread_subject(document: &Document, anchor: &Anchor) -> Option<Range<usize>> {
    if anchor.kind != AnchorKind::Word {
        return None;
    }
    let phrase = document.phrase_around(anchor.token)?;
    let words = document.phrases[phrase].tokens.start..anchor.token;
    (!words.is_empty()).then_some(words)
}

/// The clause that a noun or preposition stands in, or that governs the anchor's own.
fn enclosing(document: &Document, anchor: &Anchor) -> Option<usize> {
    if let Some(c) = anchor.clause {
        return document.clauses[c].parent;
    }
    document
        .clauses_over(&(anchor.token..anchor.token + 1))
        .rfind(|c| document.clauses[*c].verb < anchor.token)
}

/// The head that names a source: of phrases in apposition ("the president, Anna Berg, said") the name that stands nearest to the cue.
pub(super) fn named_head(
    document: &Document,
    source: &Source,
    cue: &Range<usize>,
) -> Option<usize> {
    let mut chain: Vec<usize> = source.phrase.into_iter().collect();
    let mut at = 0;
    while let Some(p) = chain.get(at).copied() {
        at += 1;
        let around = p.saturating_sub(4)..(p + 5).min(document.phrases.len());
        let linked = around.filter(|q| {
            document.phrases[*q].apposition == Some(p) || document.phrases[p].apposition == Some(*q)
        });
        for q in linked {
            let same_side =
                (document.phrases[q].head < cue.start) == (document.phrases[p].head < cue.start);
            if same_side && !chain.contains(&q) {
                chain.push(q);
            }
        }
    }
    chain
        .into_iter()
        .map(|p| document.phrases[p].head)
        .filter(|h| document.tokens[*h].pos == Pos::Proper)
        .min_by_key(|h| h.abs_diff(cue.start))
        .or(source.head)
}

/// Where the words of a source begin: before its owner ("the mayor's office"), and before what it stands in apposition to.
pub(super) fn first_word(document: &Document, phrase: usize) -> usize {
    let mut at = phrase;
    let mut start = document.phrases[at].tokens.start;
    for _ in 0..4 {
        let p = &document.phrases[at];
        let before = match (p.owner, p.apposition) {
            (Some(Owner::Phrase(o)), _) => o,
            (_, Some(a)) => a,
            _ => break,
        };
        at = before;
        start = start.min(document.phrases[at].tokens.start);
    }
    start
}

/// The words of a source in full: coordinated members, prepositional phrases and appositions, as far as the cue and its content leave room.
pub(super) fn full_words(
    document: &Document,
    source: &Source,
    cue: &Range<usize>,
    content: &[Range<usize>],
) -> Range<usize> {
    let Some(p) = source.phrase else {
        return source.tokens.clone();
    };
    let sentence = &document.sentence_of(source.tokens.start).tokens;
    let limit = std::iter::once(cue)
        .chain(content)
        .map(|r| r.start)
        .filter(|s| *s >= source.tokens.end)
        .min()
        .unwrap_or(sentence.end)
        .min(sentence.end);
    let mut start = source.tokens.start;
    // An owner stands before: "the mayor's office".
    if let Some(Owner::Phrase(o)) = document.phrases[p].owner {
        start = document.phrases[o].tokens.start.min(start);
    }
    let mut end = chain_end(document, p, limit);
    for k in p + 1..document.phrases.len() {
        let phrase = &document.phrases[k];
        if phrase.tokens.end > limit {
            break;
        }
        if phrase.apposition == Some(p) {
            end = end.max(chain_end(document, k, limit));
        }
    }
    if let Some(a) = document.phrases[p].apposition {
        start = start.min(document.phrases[a].tokens.start);
    }
    while end > source.tokens.end
        && matches!(
            document.tokens[end - 1].pos,
            Pos::Punctuation | Pos::Conjunction | Pos::Preposition
        )
    {
        end -= 1;
    }
    start..end
}
