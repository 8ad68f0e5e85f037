//! No text fails, wherever it is cut off: feeds carry descriptions that end in the middle of a sentence, of a quotation, of a word.

use super::analyse::Analyser;
use crate::lexicon::Lexicons;
use crate::model::{Article, Draft};

/// Sentences that once failed, two of them because they end without a full stop.
const FAILED: [&str; 3] = [
    "The United States would support European troops and British troops in Ukraine with aircraft.",
    "Sweden will send troops to Ukraine if asked",
    "Poland will send troops to Ukraine, Tusk said, '",
];

/// Every so many of the examples of cues; all of them would take minutes.
const EVERY: usize = 90;

fn take_apart(analyser: &Analyser, body: &str) {
    let article = Article {
        id: "1".into(),
        text: body.into(),
        ..Article::default()
    };
    analyser.take_apart(&article, &Draft::plain(body));
}

#[test]
fn no_text_fails_wherever_it_is_cut() {
    let lexicons = Lexicons::embedded("ukraine").unwrap();
    let analyser = Analyser::new(&lexicons).unwrap();
    let examples = lexicons.language.cues.iter().flat_map(|c| &c.examples);
    let examples: Vec<&str> = examples.map(|e| e.text.as_str()).step_by(EVERY).collect();
    assert!(examples.len() > 30, "{} examples", examples.len());
    for text in FAILED.into_iter().chain(examples) {
        let two = format!("Talks about a force for Ukraine went on. {text}");
        take_apart(&analyser, &two);
        for (at, _) in two.match_indices(' ').skip(8) {
            let cut = &two[..at];
            take_apart(&analyser, cut);
            take_apart(&analyser, &format!("{cut}, \""));
        }
    }
}
