//! Whether a piece argues: only there may the writer hold a stance.
//!
//! Signs, each of which opinion pieces show and news does not: a label in headline or address, words that only a writer says of himself, a
//! line that introduces the author by office, and outside quotations the first person, deontics and questions to the reader. The first person
//! alone is no sign, since broadcast transcripts are full of it; nor are questions that stand as paragraphs, which make an interview.

use crate::lexicon::Genre;
use crate::model::{Article, Document, ParagraphRole, Pos};

/// How many points make an opinion piece.
const ENOUGH: i32 = 4;

/// Whether the article argues in the writer's own voice.
pub(super) fn is_opinion(genre: &Genre, article: &Article<'_>, document: &Document) -> bool {
    labelled(genre, article)
        || opens_as_opinion(genre, document)
        || points(genre, article, document) >= ENOUGH
}

fn labelled(genre: &Genre, article: &Article<'_>) -> bool {
    let heading = article.title.as_deref().unwrap_or_default().to_lowercase();
    let address = article.url.as_deref().unwrap_or_default().to_lowercase();
    genre.headline_labels.iter().any(|l| heading.contains(l))
        || genre.sections.iter().any(|s| address.contains(s))
}

/// "Opinion. I write this as a friend": a label as the first words of the text.
fn opens_as_opinion(genre: &Genre, document: &Document) -> bool {
    let mut body = document
        .paragraphs
        .iter()
        .filter(|p| p.role != ParagraphRole::Headline);
    body.next().is_some_and(|p| {
        let text = document.slice(p.span).trim_start().to_lowercase();
        let mut labels = genre.opening_labels.iter();
        labels.any(|l| {
            text.strip_prefix(l.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', ':', '|']))
        })
    })
}

fn points(genre: &Genre, article: &Article<'_>, document: &Document) -> i32 {
    let mut points = 0;
    if urges(genre, article.title.as_deref().unwrap_or_default()) {
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
        let word = token.lower.as_str();
        let is = |words: &[String]| words.iter().any(|w| w == word);
        // "us", but not "the US".
        if is(&genre.first_person)
            && !(token.capital && genre.names_in_capitals.contains(&token.lower))
        {
            first += 1;
        } else if is(&genre.deontics) || token.pos.is_verb() && is(&genre.deontic_verbs) {
            deontic += 1;
        } else if word == "?" {
            questions += 1;
        } else if is(&genre.source_words)
            || token.pos.is_verb() && genre.speech_verbs.contains(&token.lemma)
        {
            speech += 1;
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
        genre.own_words.iter().any(|o| text.contains(o))
    }) {
        points += 4;
    }
    if body()
        .rev()
        .take(3)
        .any(|p| introduces(genre, document.slice(p.span)))
    {
        points += 2;
    }
    points
}

/// "Send them now", "The case for blue helmets", "Why Europe must act": a headline that urges.
fn urges(genre: &Genre, title: &str) -> bool {
    if title.contains(['"', '\u{201c}', '\u{2018}', '\'']) {
        return false;
    }
    let title = title.to_lowercase();
    genre.urging_starts.iter().any(|w| title.starts_with(w))
        || genre.urging_words.iter().any(|w| title.contains(w))
}

/// "Jane Roe is a senior fellow at ...", as the last paragraphs of a piece.
fn introduces(genre: &Genre, paragraph: &str) -> bool {
    let text = paragraph.to_lowercase();
    let has = |words: &[String]| words.iter().any(|w| text.contains(w));
    text.len() < 600
        && !text.contains(['\u{201c}', '"'])
        && !has(&genre.quoting_words)
        && has(&genre.introductions)
        && has(&genre.author_offices)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicons;

    fn genre() -> Genre {
        Lexicons::embedded("ukraine").unwrap().language.genre
    }

    #[test]
    fn headlines_that_urge() {
        assert!(urges(
            &genre(),
            "The unfashionable case for a monitoring mission"
        ));
        assert!(urges(&genre(), "Why Lisbon must not wait"));
        assert!(!urges(&genre(), "Minister says 'we must wait'"));
        assert!(!urges(&genre(), "Kremlin rejects monitors"));
    }

    #[test]
    fn lines_that_introduce_the_author() {
        assert!(introduces(
            &genre(),
            "Ana Prior is a senior fellow at an institute in Riga."
        ));
        assert!(introduces(
            &genre(),
            "The writer, a retired general, lives in Cork."
        ));
        assert!(!introduces(
            &genre(),
            "The force is a mistake, a former general said."
        ));
        assert!(!introduces(&genre(), "Snow fell on the city."));
    }

    #[test]
    fn labels_before_the_text() {
        let lexicons = Lexicons::embedded("ukraine").unwrap();
        let segmenter = crate::segment::Segmenter::new(&lexicons).unwrap();
        let opens = |text: &str| {
            let document = segmenter.segment(&crate::model::Draft::plain(text));
            opens_as_opinion(&lexicons.language.genre, &document)
        };
        assert!(opens("Opinion. I write this as a friend."));
        assert!(!opens("Opinion polls were published. They say little."));
    }

    #[test]
    fn labels_of_outlets() {
        let article = |title: &str, url: &str| Article {
            title: Some(title.to_owned().into()),
            url: Some(url.to_owned().into()),
            ..Default::default()
        };
        assert!(labelled(
            &genre(),
            &article("Editorial: a date", "https://paper.example/1")
        ));
        assert!(labelled(
            &genre(),
            &article("A date", "https://paper.example/essays/1")
        ));
        assert!(!labelled(
            &genre(),
            &article("No comment from Paris", "https://paper.example/world/1")
        ));
    }
}
