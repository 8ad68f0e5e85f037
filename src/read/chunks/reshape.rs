//! JSON over several lines, put on one line a record.
//!
//! Crawlers write an article a file as printers lay it out, or all of them as one array. Either becomes lines as it streams by: line ends inside
//! an object become spaces, and the commas between the elements of an array become line ends. No byte is added or taken away.

/// Bytes from the beginning in which a file shows how it is laid out.
const HEAD: usize = 64 << 10;

/// Where in the JSON the stream is.
#[derive(Debug, Default)]
pub(super) struct Reshape {
    depth: usize,
    /// Whether the outermost value is an array.
    array: bool,
    string: bool,
    escaped: bool,
}

impl Reshape {
    /// Whether a file that begins like this is one object or array over several lines, or an array on one. None where more must be seen.
    pub(super) fn wanted(head: &[u8]) -> Option<bool> {
        let whole = head.len() >= HEAD;
        let head = &head[..head.len().min(HEAD)];
        let seen = Self::shows(head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head));
        seen.or_else(|| whole.then_some(false))
    }

    fn shows(head: &[u8]) -> Option<bool> {
        let first = |bytes: &[u8]| bytes.trim_ascii_start().first().copied();
        let head = head.trim_ascii_start();
        match head.first()? {
            b'[' => Some(first(&head[1..])? == b'{'),
            b'{' => {
                let end = memchr::memchr(b'\n', head)?;
                let mut state = Self::default();
                state.lines(&mut head[..end].to_vec());
                let open = state.depth > 0 && !state.string;
                // Where an object a line is wanted and the first one is broken off, the next line begins with a brace.
                Some(open && matches!(first(&head[end..])?, b'"' | b'}'))
            }
            _ => Some(false),
        }
    }

    /// Whether an array stands open behind an element. Where one stands open inside an element, that element is no record and says so itself.
    pub(super) fn stands_open(&self) -> bool {
        self.array && self.depth == 1 && !self.string
    }

    /// Puts the next bytes into lines, where they are.
    pub(super) fn lines(&mut self, bytes: &mut [u8]) {
        for byte in bytes {
            if self.string {
                match *byte {
                    _ if self.escaped => self.escaped = false,
                    b'\\' => self.escaped = true,
                    b'"' => self.string = false,
                    _ => {}
                }
                continue;
            }
            match *byte {
                b'"' => self.string = true,
                b'{' | b'[' => {
                    if self.depth == 0 {
                        self.array = *byte == b'[';
                        if self.array {
                            *byte = b' ';
                        }
                    }
                    self.depth += 1;
                }
                b'}' | b']' => {
                    self.depth = self.depth.saturating_sub(1);
                    if self.depth == 0 && self.array {
                        *byte = b' ';
                    }
                }
                b',' if self.array && self.depth == 1 => *byte = b'\n',
                b'\n' | b'\r' if self.depth > 0 => *byte = b' ',
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_laid_out_over_lines_is_put_into_lines() {
        for (head, wanted) in [
            ("{\n  \"a\": 1", Some(true)),
            ("\u{feff}\r\n{\r\n\"a\": 1", Some(true)),
            ("{\"a\": 1,\n \"b\": 2}", Some(true)),
            ("[{\"a\":1}", Some(true)),
            ("[\n\n  {", Some(true)),
            ("[", None),
            ("[1,2]", Some(false)),
            ("{\"a\":1}\n{\"a\":2}\n", Some(false)),
            ("{\"a\":{\n{\"a\":2}\n", Some(false)),
            ("{\"a\":\"un\n\"", Some(false)),
            ("{\"a\":\"{\"}\n\"", Some(false)),
            ("{\"a\":", None),
            ("{\n  ", None),
            ("  ", None),
            ("words", Some(false)),
        ] {
            assert_eq!(Reshape::wanted(head.as_bytes()), wanted, "{head}");
        }
        assert_eq!(Reshape::wanted(&vec![b' '; HEAD]), Some(false));
    }

    #[test]
    fn every_record_has_its_line() {
        let mut text = br#"[ {"a": [1,
 2], "b": "x, ]\" \n"}, {}
] {"c":
1}
{"d":1}"#
            .to_vec();
        let mut state = Reshape::default();
        let (first, second) = text.split_at_mut(17);
        state.lines(first);
        state.lines(second);
        let told = String::from_utf8(text).unwrap();
        let lines: Vec<&str> = told.lines().map(str::trim).collect();
        // Behind the array stands an object on the same line: that is no JSON, and stays none.
        assert_eq!(
            lines,
            [
                r#"{"a": [1,  2], "b": "x, ]\" \n"}"#,
                r#"{}   {"c": 1}"#,
                r#"{"d":1}"#
            ]
        );
    }
}
