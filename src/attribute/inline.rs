//! Turns of a conversation inside a paragraph: "Would you go? BERG: We are ready." Annotated news holds too few to learn from, so this is a rule: a
//! label in capitals whose words speak for themselves, or a full name behind a question.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::turns::{in_capitals, paragraph_tokens};
use crate::lexicon::Genre;
use crate::model::{Attribution, Document, ParagraphRole, Pos, Span, SpeechKind};

/// Most tokens of a label, its colon among them.
const LABEL: usize = 6;
/// Words of the answer in which it must speak for itself.
const OPENING: usize = 12;
/// Confidence of such a turn: set, not learned.
const TURN: f64 = 0.75;

/// A label that opens a sentence.
struct Label {
    words: Range<usize>,
    /// Whether it names who asks.
    asks: bool,
    /// Whether a question stands before it.
    answers: bool,
}

/// Adds the turns of a paragraph that nothing attributes yet.
pub(super) fn add(document: &Document, genre: &Genre, found: &mut Vec<Attribution>) {
    let cues: FxHashSet<Span> = found.iter().filter_map(|a| a.cue).collect();
    for paragraph in 0..document.paragraphs.len() {
        if document.paragraphs[paragraph].role != ParagraphRole::Body {
            continue;
        }
        let labels = labels(document, genre, paragraph);
        let end = paragraph_tokens(document, paragraph).end;
        for (i, label) in labels.iter().enumerate() {
            let content =
                label.words.end + 1..labels.get(i + 1).map_or(end, |next| next.words.start);
            let cue = document.token_span(&(label.words.end..label.words.end + 1));
            let named = in_capitals(document, label.words.clone())
                && speaks(document, genre, &content)
                || label.answers && is_name(document, &label.words);
            if label.asks || content.is_empty() || !named || cues.contains(&cue) {
                continue;
            }
            found.push(Attribution {
                source: Some(document.token_span(&label.words)),
                source_head: Some(label.words.end - 1),
                cue: Some(cue),
                cue_lemma: ":".to_owned(),
                content: vec![document.token_span(&content)],
                kind: SpeechKind::Direct,
                denied: false,
                inside: None,
                confidence: TURN,
            });
        }
    }
}

fn labels(document: &Document, genre: &Genre, paragraph: usize) -> Vec<Label> {
    let sentences = document.paragraphs[paragraph].sentences.clone();
    let label = |s: usize| {
        let tokens = &document.sentences[s].tokens;
        let end = tokens.end.min(tokens.start + LABEL);
        let colon = (tokens.start..end).find(|t| document.tokens[*t].lower == ":")?;
        let words = tokens.start..colon;
        let capital = |t: usize| document.tokens[t].capital;
        let word = &document.tokens[tokens.start].lower;
        let last = |s: usize| {
            let tokens = document.sentences[s].tokens.clone();
            tokens.rev().find(|t| document.tokens[*t].lower != "\"")
        };
        let answers = s
            .checked_sub(1)
            .and_then(last)
            .is_some_and(|t| document.tokens[t].lower == "?");
        (!words.is_empty() && words.clone().all(capital)).then(|| Label {
            asks: words.len() == 1 && genre.question_labels.contains(word),
            words,
            answers,
        })
    };
    sentences.filter_map(label).collect()
}

/// "Keith Kellogg": two to four words that are a name.
fn is_name(document: &Document, words: &Range<usize>) -> bool {
    (2..=4).contains(&words.len())
        && words
            .clone()
            .all(|t| matches!(document.tokens[t].pos, Pos::Proper | Pos::Noun))
        && document.tokens[words.end - 1].pos == Pos::Proper
}

/// Whether words are in the first person, or answer: "Look, we are not going to".
fn speaks(document: &Document, genre: &Genre, content: &Range<usize>) -> bool {
    content.clone().take(OPENING).any(|t| {
        let token = &document.tokens[t];
        let name = token.capital && genre.names_in_capitals.contains(&token.lower);
        genre.first_person.contains(&token.lower) && !name
            || matches!(
                token.lower.as_str(),
                "yes" | "no" | "look" | "well" | "you" | "your"
            )
    })
}
