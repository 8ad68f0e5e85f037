//! Lines of a name and whole numbers, such as the weights of a trained model.
//!
//! There are tens of thousands of them, each read once, when a stage is built. Kept apart as names and lists of numbers they take four times what
//! their text does, so it is the text that is kept, checked when the pack is read.

/// Lines of a name, a tab, and whole numbers with a space between them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NumberedLines {
    text: Box<str>,
}

impl NumberedLines {
    /// Checks the lines; the first that is none of these is the error.
    pub(super) fn checked(text: String) -> Result<Self, String> {
        let wrong = filled(&text).find(|line| {
            line.split_once('\t')
                .is_none_or(|(_, numbers)| numbers.split(' ').any(|n| n.parse::<i32>().is_err()))
        });
        match wrong {
            Some(line) => Err(line.to_owned()),
            None => Ok(Self { text: text.into() }),
        }
    }

    /// Each name with its numbers, in the order of the lines.
    pub fn iter(&self) -> impl Iterator<Item = (&str, impl Iterator<Item = i32>)> {
        filled(&self.text)
            .filter_map(|line| line.split_once('\t'))
            .map(|(name, numbers)| (name, numbers.split(' ').filter_map(|n| n.parse().ok())))
    }
}

fn filled(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.is_empty())
}

#[cfg(test)]
mod tests {
    use super::NumberedLines;

    fn read(text: &str) -> Result<Vec<(String, Vec<i32>)>, String> {
        let lines = NumberedLines::checked(text.to_owned())?;
        let each = lines.iter().map(|(name, n)| (name.to_owned(), n.collect()));
        Ok(each.collect())
    }

    #[test]
    fn names_and_numbers_are_told_apart() {
        let want = vec![
            ("next that".to_owned(), vec![3, -12]),
            ("@S aide".to_owned(), vec![40]),
        ];
        assert_eq!(read("next that\t3 -12\n\n@S aide\t40\n"), Ok(want));
        assert_eq!(read(""), Ok(Vec::new()));
    }

    #[test]
    fn the_first_wrong_line_is_told() {
        for wrong in [
            "no numbers",
            "a\t",
            "a\t1  2",
            "a\t1.5",
            "a\t1\tb",
            "a\t3000000000",
        ] {
            let text = format!("good\t1 2\n{wrong}\nbad too\n");
            assert_eq!(read(&text), Err(wrong.to_owned()));
        }
    }
}
