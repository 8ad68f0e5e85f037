//! The values of a flat record, found by its quotation marks alone: 64 bytes at a time where the processor can.
//!
//! Nearly every line of every archive is one object of strings, and nearly all of its bytes are one of them. What ends a string, escapes
//! something in it or is forbidden there is a bit of a mask, so that a body is passed over as fast as memory brings it. Whatever is out of
//! the ordinary, errors above all, is left to the JSON parser: this finds what the parser finds, or nothing.

#![allow(
    clippy::inline_always,
    reason = "vector instructions must be inlined into the function that was compiled for them"
)]

#[cfg(target_arch = "x86_64")]
use archmage::{SimdToken, X64V3Token, X64V4Token};
use serde_json::value::RawValue;

use super::values::Values;
use crate::read::fields::FieldMap;

/// Bytes of a block.
const BLOCK: usize = 64;

/// The values of a line, and the places of all that is escaped in it, ascending, added to `escapes`. None where the parser has to read it.
pub(super) fn values<'a>(
    line: &'a str,
    fields: &FieldMap,
    escapes: &mut Vec<usize>,
) -> Option<Values<'a>> {
    #[cfg(target_arch = "x86_64")]
    if let Some(token) = X64V4Token::summon() {
        return vectors::v4(token, line, fields, escapes);
    } else if let Some(token) = X64V3Token::summon() {
        return vectors::v3(token, line, fields, escapes);
    }
    Line::new(line, marks, escapes)?.values(fields)
}

/// Of the escapes in a line those in a value that begins at `start`, by their places in it.
pub(super) fn within<'e>(
    escapes: &'e [usize],
    start: usize,
    value: &str,
) -> impl Iterator<Item = usize> + use<'e> {
    let end = start + value.len();
    let from = escapes.partition_point(|&at| at < start);
    let escapes = escapes[from..].iter().take_while(move |&&at| at < end);
    escapes.map(move |at| at - start)
}

/// A bit for each quotation mark, backslash and control character, the first one lowest; the portable way.
fn marks(block: &[u8; BLOCK]) -> u64 {
    let marks = block.iter().rev();
    marks.fold(0, |bits, &byte| {
        bits << 1 | u64::from(byte == b'"' || byte == b'\\' || byte < 0x20)
    })
}

#[cfg(target_arch = "x86_64")]
mod vectors {
    use archmage::{X64V3Token, X64V4Token, arcane};

    use super::{BLOCK, Line};
    use crate::read::fields::FieldMap;
    use crate::read::record::values::Values;

    #[arcane]
    pub(super) fn v4<'a>(
        token: X64V4Token,
        line: &'a str,
        fields: &FieldMap,
        escapes: &mut Vec<usize>,
    ) -> Option<Values<'a>> {
        Line::new(line, |block| marks_v4(token, block), escapes)?.values(fields)
    }

    #[arcane]
    pub(super) fn v3<'a>(
        token: X64V3Token,
        line: &'a str,
        fields: &FieldMap,
        escapes: &mut Vec<usize>,
    ) -> Option<Values<'a>> {
        Line::new(line, |block| marks_v3(token, block), escapes)?.values(fields)
    }

    #[arcane(import_intrinsics)]
    fn marks_v4(_: X64V4Token, block: &[u8; BLOCK]) -> u64 {
        let bytes = _mm512_loadu_epi8(block);
        let is = |byte: u8| _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(byte.cast_signed()));
        is(b'"') | is(b'\\') | _mm512_cmplt_epu8_mask(bytes, _mm512_set1_epi8(0x20))
    }

    /// In two halves.
    #[arcane(import_intrinsics)]
    fn marks_v3(_: X64V3Token, block: &[u8; BLOCK]) -> u64 {
        let [front, back] = [0, 1].map(|half| {
            let bytes = _mm256_loadu_si256(&block.as_chunks::<32>().0[half]);
            let is = |byte: u8| _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(byte.cast_signed()));
            let control = _mm256_cmpeq_epi8(_mm256_min_epu8(bytes, _mm256_set1_epi8(0x1f)), bytes);
            let marks = _mm256_or_si256(_mm256_or_si256(is(b'"'), is(b'\\')), control);
            u64::from(_mm256_movemask_epi8(marks).cast_unsigned())
        });
        front | back << 32
    }
}

/// A line of at least one block, and how its marks are found.
struct Line<'a, 'e, M> {
    text: &'a str,
    last: &'a [u8; BLOCK],
    marks: M,
    escapes: &'e mut Vec<usize>,
}

impl<'a, 'e, M: Fn(&[u8; BLOCK]) -> u64> Line<'a, 'e, M> {
    #[inline(always)]
    fn new(text: &'a str, marks: M, escapes: &'e mut Vec<usize>) -> Option<Self> {
        Some(Self {
            text,
            last: text.as_bytes().last_chunk()?,
            marks,
            escapes,
        })
    }

    #[inline(always)]
    fn values(mut self, fields: &FieldMap) -> Option<Values<'a>> {
        let mut values = Values::default();
        let mut at = self.after(self.spaces(0), b'{')?;
        loop {
            let key = at + 1;
            at = self.string(at)?;
            if !self.escapes.is_empty() && self.escapes.last() >= Some(&key) {
                return None;
            }
            let key = fields.get(&self.text[key..at - 1]);
            at = self.after(self.spaces(at), b':')?;
            let from = at;
            at = if self.text.as_bytes().get(at) == Some(&b'"') {
                self.string(at)?
            } else {
                at + other(&self.text[at..])?
            };
            if let Some((field, rank)) = key {
                values.put(field, rank, &self.text[from..at]);
            }
            at = self.spaces(at);
            match self.text.as_bytes().get(at)? {
                b',' => at = self.spaces(at + 1),
                b'}' => break,
                _ => return None,
            }
        }
        (self.spaces(at + 1) == self.text.len()).then_some(values)
    }

    /// Past the byte at `at`, which must be `wanted`, and the spaces after it.
    #[inline(always)]
    fn after(&self, at: usize, wanted: u8) -> Option<usize> {
        (*self.text.as_bytes().get(at)? == wanted).then(|| self.spaces(at + 1))
    }

    /// Past the spaces at `at`.
    #[inline(always)]
    fn spaces(&self, mut at: usize) -> usize {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.text.as_bytes().get(at) {
            at += 1;
        }
        at
    }

    /// Past the string that begins at `at`.
    #[inline(always)]
    fn string(&mut self, at: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut at = (*bytes.get(at)? == b'"').then_some(at + 1)?;
        loop {
            at = self.mark(at)?;
            match bytes[at] {
                b'"' => return Some(at + 1),
                b'\\' => {
                    self.escapes.push(at);
                    at += 2;
                    match bytes.get(at - 1)? {
                        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => {}
                        b'u' => {
                            let digits: &[u8; 4] = bytes.get(at..)?.first_chunk()?;
                            if !digits.iter().all(u8::is_ascii_hexdigit) {
                                return None;
                            }
                            at += digits.len();
                        }
                        _ => return None,
                    }
                }
                // A control character.
                _ => return None,
            }
        }
    }

    /// The next mark at `at` or after.
    #[inline(always)]
    fn mark(&self, mut at: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        while let Some(block) = bytes.get(at..at + BLOCK) {
            let marks = (self.marks)(block.first_chunk()?);
            if marks != 0 {
                return Some(at + marks.trailing_zeros() as usize);
            }
            at += BLOCK;
        }
        // Of the last block what stands before is shifted out.
        let begins = bytes.len() - BLOCK;
        let shift = u32::try_from(at - begins).ok()?;
        let marks = (self.marks)(self.last).checked_shr(shift)?;
        (marks != 0).then(|| at + marks.trailing_zeros() as usize)
    }
}

/// The length of the value at the beginning of `text`, which is no string.
#[cold]
fn other(text: &str) -> Option<usize> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<&RawValue>();
    Some(values.next()?.ok()?.get().len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::read::record::RecordReader;

    type Way = fn(&str, &FieldMap, &mut Vec<usize>) -> Option<String>;

    /// What is found in all ways that this processor can, each with the escapes in order.
    fn ways(line: &str) -> Vec<Option<(String, Vec<usize>)>> {
        let portable: Way = |line, fields, escapes| {
            told(Line::new(line, marks, escapes).and_then(|line| line.values(fields)))
        };
        let fastest: Way = |line, fields, escapes| told(values(line, fields, escapes));
        let mut ways = vec![portable, fastest];
        #[cfg(target_arch = "x86_64")]
        if X64V3Token::summon().is_some() {
            ways.push(|line, fields, escapes| {
                told(vectors::v3(X64V3Token::summon()?, line, fields, escapes))
            });
        }
        let fields = FieldMap::default();
        let all = ways.into_iter().map(|way| {
            let mut escapes = Vec::new();
            way(line, &fields, &mut escapes).map(|values| (values, escapes))
        });
        all.collect()
    }

    fn told(values: Option<Values<'_>>) -> Option<String> {
        values.map(|values| format!("{values:?}"))
    }

    #[test]
    fn ordinary_lines_need_no_parser() {
        let body = "He said: \\\"No.\\\"\\n\\u00c9t\\u00e9 \\\\ é – ".repeat(20);
        let line = format!(
            r#"{{"id": 7, "url":"u","text" : "{body}", "authors":["A", {{}}], "date":null}} "#
        );
        let found = ways(&line);
        let (values, escapes) = found[0].as_ref().unwrap();
        assert!(values.contains("[\\\"A\\\", {}]"), "{values}");
        let mut expected: Vec<usize> = line.match_indices('\\').map(|(at, _)| at).collect();
        expected.retain(|&at| !line[..at].ends_with('\\') || line[at..].starts_with("\\u"));
        assert_eq!(*escapes, expected);
        assert!(found.iter().all(|way| *way == found[0]));
    }

    proptest! {
        /// Whole, damaged or cut: what the parser finds, or nothing.
        #[test]
        fn finds_what_the_parser_finds(
            members in proptest::collection::vec(("text|title|te\\\\u0078t|id|x", "\"([a-zé ]{0,80}|\\\\n|\\\\u00e9|\\\\\\\\|\\\\\"){0,6}\"|-?[0-9]{1,3}(\\.5)?|null|true|\\[\"a\", \\{\\}\\]|\\{\"text\":\"a\"\\}", "[ \t]?"), 0..7),
            damage in proptest::option::of((0..400usize, "[\"\\\\,:{}\\]x0\t\u{1}é]|\\\\u12g")),
            cut in proptest::option::of(0..400usize),
        ) {
            let members = members.iter().map(|(key, value, space)| format!("{space}\"{key}\":{space}{value}{space}"));
            let mut line = format!("{{{}}}", members.collect::<Vec<_>>().join(","));
            let boundary = |line: &str, at: usize| (0..=at.min(line.len())).rev().find(|&at| line.is_char_boundary(at)).unwrap();
            if let Some((at, damage)) = damage {
                line.insert_str(boundary(&line, at), &damage);
            }
            if let Some(at) = cut {
                line.truncate(boundary(&line, at));
            }
            let fields = FieldMap::default();
            let parsed = RecordReader::new(&fields, 1000).values(&line).ok();
            let parsed = told(parsed);
            let ways = ways(&line);
            prop_assert!(ways.iter().all(|way| *way == ways[0]));
            for found in ways.into_iter().flatten() {
                prop_assert_eq!(Some(found.0), parsed.clone(), "{}", line);
            }
        }
    }
}
