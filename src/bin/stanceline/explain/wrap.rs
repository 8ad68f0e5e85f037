//! Text in several styles, set to a width. Colour or none, the characters are the same.

use anstyle::Style;
use stanceline::feed::printable;
use unicode_width::UnicodeWidthStr;

/// Stretches of text, each in its style.
#[derive(Debug, Default, Clone)]
pub(super) struct Styled {
    runs: Vec<(String, Style)>,
}

impl Styled {
    /// Adds text of an article or of ours; nothing in it steers the terminal.
    pub(super) fn push(&mut self, text: &str, style: Style) -> &mut Self {
        if !text.is_empty() {
            self.runs.push((printable(text), style));
        }
        self
    }

    /// Sets it: `first` begins the first line, `indent` spaces every further one, lines break at spaces.
    pub(super) fn set(&self, first: &str, indent: usize, width: usize, colour: bool) -> String {
        let mut line = Line {
            out: first.to_owned(),
            colour,
            style: Style::new(),
        };
        let mut column = first.width();
        let mut last: Option<Style> = None;
        for word in self.words() {
            let wide: usize = word.iter().map(|(part, _)| part.width()).sum();
            let style = word[0].1;
            match last {
                Some(_) if column + 1 + wide > width => {
                    // No line is drawn under what stands before the text.
                    line.put("\n", Style::new());
                    line.put(&" ".repeat(indent), Style::new());
                    column = indent;
                }
                Some(before) => {
                    let style = if before == style { style } else { Style::new() };
                    line.put(" ", style);
                    column += 1;
                }
                None => {}
            }
            for (part, style) in word {
                line.put(part, style);
                last = Some(style);
            }
            column += wide;
        }
        if last.is_none() {
            line.out.truncate(line.out.trim_end().len());
        }
        line.put("\n", Style::new());
        line.out
    }

    /// Words: what stands between spaces, in as many parts as it has styles.
    fn words(&self) -> Vec<Vec<(&str, Style)>> {
        let mut words = Vec::new();
        let mut word: Vec<(&str, Style)> = Vec::new();
        for (text, style) in &self.runs {
            for (i, part) in text.split(' ').enumerate() {
                if i > 0 && !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                if !part.is_empty() {
                    word.push((part, *style));
                }
            }
        }
        if !word.is_empty() {
            words.push(word);
        }
        words
    }
}

/// What is drawn so far, and the style that it ends in.
struct Line {
    out: String,
    colour: bool,
    style: Style,
}

impl Line {
    fn put(&mut self, text: &str, style: Style) {
        if self.colour && style != self.style {
            let sequences = format!("{:#}{style}", self.style);
            self.out.push_str(&sequences);
            self.style = style;
        }
        self.out.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use anstyle::AnsiColor;

    use super::*;

    #[test]
    fn words_of_several_styles_stay_whole() {
        let mut text = Styled::default();
        text.push("one [", Style::new())
            .push("two three", AnsiColor::Red.on_default())
            .push("] four", Style::new());
        assert_eq!(
            text.set("> ", 4, 12, false),
            "> one [two\n    three]\n    four\n"
        );
        let coloured = text.set("> ", 4, 12, true);
        assert!(
            coloured.contains("[\u{1b}[31mtwo\u{1b}[0m\n    \u{1b}[31mthree\u{1b}[0m]"),
            "{coloured:?}"
        );
        assert!(
            text.set("", 4, 80, true)
                .contains("\u{1b}[31mtwo three\u{1b}[0m] four\n"),
            "a style covers the spaces inside it"
        );
    }

    #[test]
    fn long_words_and_nothing_are_survived() {
        let mut text = Styled::default();
        assert_eq!(text.set("a ", 2, 4, false), "a\n");
        text.push("overlong\u{1b}[2J", Style::new());
        assert_eq!(text.set("", 2, 4, false), "overlong\n  [2J\n");
    }
}
