//! Articles as the analysis takes them: repaired, with the way back, and cut into paragraphs.
//!
//! Stands in the pipeline because it joins what `read` does to a text with what `model` hands on; everything that analyses an article puts
//! it together here.

use crate::model::{Article, Draft, OffsetMap, ParagraphDraft, Span};
use crate::read::{Cleaned, clean, paragraphs};

/// An article as the analysis takes it, with every paragraph kept.
pub fn draft_of(article: &Article<'_>) -> Draft {
    let body = clean(&article.text);
    let mut spans = Vec::new();
    paragraphs(&body.text, &mut spans);
    assemble(article.title.as_deref(), body, &spans)
}

/// The same of a body that is repaired and cut already.
pub(super) fn assemble(title: Option<&str>, body: Cleaned<'_>, spans: &[Span]) -> Draft {
    let (title, title_map) = match title.filter(|title| !title.is_empty()) {
        None => (String::new(), OffsetMap::identity(0)),
        Some(title) => {
            let title = clean(title);
            (title.text.clone().into_owned(), title.into_map())
        }
    };
    let paragraph = |&span: &Span| ParagraphDraft { span, kept: true };
    Draft {
        title,
        title_map,
        body: body.text.clone().into_owned(),
        body_map: body.into_map(),
        paragraphs: spans.iter().map(paragraph).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn title_and_body_are_repaired_and_cut() {
        let mut article = Article {
            title: Some("Itâ€™s".into()),
            text: "One &amp; two.\n\nThree.".into(),
            ..Article::default()
        };
        let draft = draft_of(&article);
        let texts: Vec<&str> = draft
            .paragraphs
            .iter()
            .map(|p| p.span.of(&draft.body))
            .collect();
        assert_eq!(
            (draft.title.as_str(), texts),
            ("It’s", vec!["One & two.", "Three."])
        );
        assert!(draft.paragraphs.iter().all(|p| p.kept));
        assert_eq!(
            draft
                .body_map
                .span(draft.paragraphs[1].span)
                .of(&article.text),
            "Three."
        );
        article.title = None;
        assert_eq!(draft_of(&article).title, "");
    }
}
