//! Whether a piece argues: only there may the writer hold a stance.
//!
//! Signs, each of which opinion pieces show and news does not: a label in headline or address, words that only a writer says of himself, a
//! line that introduces the author by office, and outside quotations the first person, deontics and questions to the reader. The first person
//! alone is no sign, since broadcast transcripts are full of it; nor are questions that stand as paragraphs, which make an interview.

use crate::model::{Article, Document, ParagraphRole, Pos};

/// How many points make an opinion piece.
const ENOUGH: i32 = 4;

/// Words of a headline that announce an opinion.
const LABELS: [&str; 14] = [
    "opinion",
    "editorial",
    "comment:",
    "comment |",
    "commentary",
    "op-ed",
    "guardian view",
    "the times view",
    "viewpoint",
    "leader:",
    "letters:",
    "letter:",
    "column:",
    "essay",
];

/// Sections of outlets that print opinion.
const SECTIONS: [&str; 18] = [
    "/opinion",
    "/comment/",
    "/commentary",
    "/editorial",
    "/op-ed",
    "/commentisfree",
    "/views/",
    "/essay",
    "/letters/",
    "/leaders/",
    "/columnist",
    "/columns/",
    "/perspective",
    "/voices/",
    "/blogs/",
    "/ideas/",
    "/viewpoint",
    "//opinion",
];

/// What only a writer says, of himself or of his piece.
const OWN: [&str; 12] = [
    "this writer",
    "in my view",
    "i would argue",
    "the opinions expressed",
    "the views expressed",
    "opinions are the author's own",
    "views are the author's own",
    "the author's own views",
    "this newspaper believes",
    "this column",
    "dear sir",
    "the writer is",
];

/// Offices by which authors are introduced.
const OFFICES: [&str; 16] = [
    "fellow",
    "director of",
    "professor",
    "columnist",
    "author of",
    "former ",
    "retired ",
    "analyst",
    "editor",
    "lecturer",
    "lectures",
    "researcher",
    "historian",
    "teaches",
    "chair of",
    "contributor",
];

/// Whether the article argues in the writer's own voice.
pub(super) fn is_opinion(article: &Article<'_>, document: &Document) -> bool {
    labelled(article) || points(article, document) >= ENOUGH
}

fn labelled(article: &Article<'_>) -> bool {
    let heading = article.title.as_deref().unwrap_or_default().to_lowercase();
    let address = article.url.as_deref().unwrap_or_default().to_lowercase();
    LABELS.iter().any(|l| heading.contains(l)) || SECTIONS.iter().any(|s| address.contains(s))
}

fn points(article: &Article<'_>, document: &Document) -> i32 {
    let mut points = 0;
    if urges(article.title.as_deref().unwrap_or_default()) {
        points += 1;
    }
    let mut words = 0_usize;
    let (mut first, mut deontic, mut questions, mut speech) = (0_usize, 0_usize, 0_usize, 0_usize);
    for token in &document.tokens {
        if token
            .quotation
            .is_some_and(|q| !document.quotations[q].scare)
        {
            continue;
        }
        if token.pos != Pos::Punctuation {
            words += 1;
        }
        match token.lower.as_str() {
            "i" | "my" | "we" | "our" | "ours" | "me" => first += 1,
            "us" if !token.capital => first += 1,
            "should" | "must" | "ought" | "cannot" => deontic += 1,
            "need" | "needs" if token.pos.is_verb() => deontic += 1,
            "according" => speech += 1,
            "?" => questions += 1,
            _ if token.pos.is_verb()
                && matches!(
                    token.lemma.as_str(),
                    "say" | "tell" | "add" | "state" | "announce"
                ) =>
            {
                speech += 1;
            }
            _ => {}
        }
    }
    // In a short notice a single word would decide.
    if words > 60 {
        let per_thousand = |n: usize| n * 1000 / words;
        let argues = match per_thousand(deontic) {
            0..=3 => 0,
            4..=7 => 1,
            _ => 2,
        };
        points += argues;
        points += match per_thousand(first) {
            0..=2 => 0,
            3..=8 => 1,
            _ => 2,
        };
        if per_thousand(questions) >= 3 {
            points += 1;
        }
        match per_thousand(speech) {
            // Nobody is reported, much is demanded: the demands are the writer's.
            0..=4 => points += if argues == 2 { 2 } else { 1 },
            15.. => points -= 2,
            _ => {}
        }
    }
    let body = || {
        document
            .paragraphs
            .iter()
            .filter(|p| p.role != ParagraphRole::Headline)
    };
    let asked = body()
        .filter(|p| document.slice(p.span).trim_end().ends_with('?'))
        .count();
    if asked >= 3 {
        points -= 3;
    }
    if body().any(|p| {
        let text = document.slice(p.span).to_lowercase();
        OWN.iter().any(|o| text.contains(o))
    }) {
        points += 4;
    }
    if body()
        .rev()
        .take(3)
        .any(|p| introduces(document.slice(p.span)))
    {
        points += 2;
    }
    points
}

/// "Send them now", "The case for blue helmets", "Why Europe must act": a headline that urges.
fn urges(title: &str) -> bool {
    if title.contains(['"', '\u{201c}', '\u{2018}', '\'']) {
        return false;
    }
    let title = title.to_lowercase();
    [
        "let us ",
        "let's ",
        "forget ",
        "don\u{2019}t ",
        "do not ",
        "stop ",
        "enough ",
        "time to ",
        "why ",
        "beware ",
        "we ",
        "the case ",
    ]
    .iter()
    .any(|w| title.starts_with(w))
        || [
            " case for ",
            " case against ",
            " must ",
            " should ",
            " is wrong",
            " is right",
            " not the answer",
        ]
        .iter()
        .any(|w| title.contains(w))
}

/// "Jane Roe is a senior fellow at ...", as the last paragraphs of a piece.
fn introduces(paragraph: &str) -> bool {
    let text = paragraph.to_lowercase();
    text.len() < 600
        && !text.contains(['\u{201c}', '"'])
        && ![" said", " told", " says"].iter().any(|w| text.contains(w))
        && [
            " is a ",
            " is an ",
            " is the ",
            " was a ",
            " was the ",
            " teaches ",
            " lectures ",
            "the writer, ",
            "the author, ",
        ]
        .iter()
        .any(|w| text.contains(w))
        && OFFICES.iter().any(|w| text.contains(w))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headlines_that_urge() {
        assert!(urges("The unfashionable case for a monitoring mission"));
        assert!(urges("Why Lisbon must not wait"));
        assert!(!urges("Minister says 'we must wait'"));
        assert!(!urges("Kremlin rejects monitors"));
    }

    #[test]
    fn lines_that_introduce_the_author() {
        assert!(introduces(
            "Ana Prior is a senior fellow at an institute in Riga."
        ));
        assert!(introduces("The writer, a retired general, lives in Cork."));
        assert!(!introduces(
            "The force is a mistake, a former general said."
        ));
        assert!(!introduces("Snow fell on the city."));
    }

    #[test]
    fn labels_of_outlets() {
        let article = |title: &str, url: &str| Article {
            title: Some(title.to_owned().into()),
            url: Some(url.to_owned().into()),
            ..Default::default()
        };
        assert!(labelled(&article(
            "Editorial: a date",
            "https://paper.example/1"
        )));
        assert!(labelled(&article(
            "A date",
            "https://paper.example/essays/1"
        )));
        assert!(!labelled(&article(
            "No comment from Paris",
            "https://paper.example/world/1"
        )));
    }
}
