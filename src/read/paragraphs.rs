//! Paragraphs: what stands between newlines, trimmed, unless nothing does.

use crate::model::Span;

/// The paragraphs of a cleaned text as byte spans, in order; their numbers count from 0. Appends to `spans`, which callers
/// use again from article to article.
pub fn paragraphs(text: &str, spans: &mut Vec<Span>) {
    let mut start = 0;
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).chain(std::iter::once(text.len()));
    for end in ends {
        let line = &text[start..end];
        let left = line.trim_start();
        let from = start + (line.len() - left.len());
        let trimmed = left.trim_end();
        if !trimmed.is_empty() {
            spans.push(Span::new(from, from + trimmed.len()));
        }
        start = end + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_lines_do_not_count() {
        let text = "  One. \n\n \nTwo é\u{3000}\n";
        let mut spans = Vec::new();
        paragraphs(text, &mut spans);
        let found: Vec<&str> = spans.iter().map(|s| s.of(text)).collect();
        assert_eq!(found, ["One.", "Two é"]);
    }

    #[test]
    fn nothing_gives_nothing() {
        let mut spans = Vec::new();
        paragraphs(" \n\n", &mut spans);
        assert!(spans.is_empty());
    }
}
