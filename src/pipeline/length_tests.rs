//! Behind the gate the work grows with an article's length, not faster. No time is taken: the lists of an article count what they hand out.

use super::analyse::Analyser;
use crate::lexicon::Lexicons;
use crate::model::{Article, Draft, ParagraphDraft, Span, handed_out};
use crate::read::paragraphs;

/// What articles are made of, again and again.
const REPEATED: [&str; 6] = [
    "France would send troops to Ukraine after a ceasefire, but Germany refused to join the force. ",
    "He said that they would send it to them there, and she told him that it was theirs. Macron met Starmer. ",
    "\"We will send troops to Ukraine after a ceasefire,\" Macron said. \"It is our plan.\" Starmer would help. ",
    "Britain backed a European force in Ukraine. So did Poland, Donald Tusk said. Italy has refused. The plan was rejected.\n",
    "TUSK: We will not send troops to Ukraine.\nQUESTION: Will France send them?\nMACRON: Yes, if they ask.\n",
    "france would send troops to ukraine after a ceasefire but germany refused and macron said he would go ",
];

fn draft(body: &str) -> Draft {
    let mut spans: Vec<Span> = Vec::new();
    paragraphs(body, &mut spans);
    let kept = |span| ParagraphDraft { span, kept: true };
    Draft {
        paragraphs: spans.into_iter().map(kept).collect(),
        ..Draft::plain(body)
    }
}

#[test]
fn work_grows_with_an_articles_length_and_not_faster() {
    let analyser = Analyser::new(&Lexicons::embedded("ukraine").unwrap()).unwrap();
    let work = |body: &str| {
        let article = Article {
            id: "1".into(),
            text: body.into(),
            ..Article::default()
        };
        let before = handed_out();
        analyser.take_apart(&article, &draft(body));
        handed_out() - before
    };
    for repeated in REPEATED {
        let [short, long] = [100, 400].map(|times| work(&repeated.repeat(times)));
        // Looking up by halves makes it 4.1 to 4.2; one walk through all phrases for each sentence would make it 4.8.
        assert!(
            long * 10 <= short * 43,
            "{short} entries of lists, and {long} of four times the length: {repeated}"
        );
    }
}
