//! Whether a piece argues: only there may the writer hold a stance.
//!
//! Signs, each of which real opinion pieces show and news does not: the first person outside quotations, many deontics outside attributed
//! speech, a line that introduces the author by office, and the word itself in headline or address.

use crate::model::{Article, Document, ParagraphRole, Pos};

/// How many points make an opinion piece.
const ENOUGH: u32 = 3;

/// Whether the article argues in the writer's own voice.
pub(super) fn is_opinion(article: &Article<'_>, document: &Document) -> bool {
    let mut points = 0_u32;
    let labels = [
        "opinion",
        "editorial",
        "comment",
        "commentary",
        "op-ed",
        "guardian view",
        "column",
        "viewpoint",
        "leader:",
        "analysis:",
    ];
    let heading = article.title.as_deref().unwrap_or_default().to_lowercase();
    let address = article.url.as_deref().unwrap_or_default().to_lowercase();
    if labels.iter().any(|l| heading.contains(l))
        || [
            "/opinion",
            "/comment",
            "/editorial",
            "/op-ed",
            "/commentisfree",
            "/views/",
        ]
        .iter()
        .any(|l| address.contains(l))
    {
        points += 3;
    }
    let plain = |t: usize| {
        document.tokens[t]
            .quotation
            .is_none_or(|q| document.quotations[q].scare)
    };
    let body: Vec<usize> = (0..document.tokens.len()).filter(|t| plain(*t)).collect();
    let words = body
        .iter()
        .filter(|t| document.tokens[**t].pos != Pos::Punctuation)
        .count()
        .max(1);
    let first = body
        .iter()
        .filter(|t| {
            matches!(
                document.tokens[**t].lower.as_str(),
                "i" | "my" | "we" | "our" | "us"
            ) && !(document.tokens[**t].lower == "us" && document.tokens[**t].capital)
        })
        .count();
    let deontic = body
        .iter()
        .filter(|t| {
            matches!(
                document.tokens[**t].lower.as_str(),
                "should" | "must" | "ought" | "cannot"
            ) || document.tokens[**t].lower == "need" && document.tokens[**t].pos.is_verb()
        })
        .count();
    let speech = document
        .clauses
        .iter()
        .filter(|c| {
            matches!(
                c.lemma.as_str(),
                "say" | "tell" | "add" | "state" | "announce"
            ) && plain(c.verb)
        })
        .count();
    let per_thousand = |n: usize| n * 1000 / words;
    if words > 60 {
        points += match per_thousand(deontic) {
            0..=3 => 0,
            4..=7 => 1,
            _ => 2,
        };
        points += match per_thousand(first) {
            0..=2 => 0,
            3..=8 => 1,
            _ => 2,
        };
        if per_thousand(speech) <= 3 {
            points += 1;
        }
    }
    // "X is a senior fellow at ..." as the last paragraphs.
    let by_office = document
        .paragraphs
        .iter()
        .rev()
        .filter(|p| p.role != ParagraphRole::Headline)
        .take(2)
        .any(|p| {
            let text = document.slice(p.span).to_lowercase();
            text.len() < 600
                && [" is a ", " is an ", " is the ", " was a ", " teaches "]
                    .iter()
                    .any(|w| text.contains(w))
                && [
                    "fellow",
                    "director",
                    "professor",
                    "columnist",
                    "author of",
                    "former ",
                    "analyst",
                    "editor",
                    "correspondent",
                    "lecturer",
                    "researcher",
                    "historian",
                    "teaches",
                ]
                .iter()
                .any(|w| text.contains(w))
        });
    if by_office {
        points += 2;
    }
    // Much reported speech is news, whatever else it shows.
    if per_thousand(speech) >= 15 {
        points = points.saturating_sub(2);
    }
    points >= ENOUGH
}
