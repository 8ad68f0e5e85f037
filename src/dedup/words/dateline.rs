//! An agency's dateline ("KYIV, March 3 (Agency) — "), which is the mark of the wire and not its news, and the figures of what follows it.

/// Longest dateline, in bytes.
const MAX_DATELINE: usize = 80;
/// Bytes looked through for digits at once.
pub(in crate::dedup) const STRETCH: usize = 64;

/// The digits of `text` in order, as a number. Near copies have the same: a word with a digit is never changed. `digits` tells where in a stretch
/// digits are, a bit for each byte, the first one lowest.
#[inline(always)]
#[allow(
    clippy::inline_always,
    reason = "its caller is compiled for vector instructions"
)]
pub(in crate::dedup) fn figures(text: &str, digits: impl Fn(&[u8; STRETCH]) -> u64) -> u64 {
    let bytes = without_dateline(text).as_bytes();
    let (stretches, rest) = bytes.as_chunks::<STRETCH>();
    let mut last = [0; STRETCH];
    last[..rest.len()].copy_from_slice(rest);
    let mut hash = 0u64;
    for stretch in stretches.iter().chain([&last]) {
        let mut places = digits(stretch);
        while places != 0 {
            let digit = u64::from(stretch[places.trailing_zeros() as usize]);
            hash = (hash ^ digit)
                .wrapping_mul(0x9e37_79b9_7f4a_7c15)
                .rotate_left(29);
            places &= places - 1;
        }
    }
    hash
}

/// Where the digits of a stretch are, found byte by byte.
pub(in crate::dedup) fn digits(stretch: &[u8; STRETCH]) -> u64 {
    let bits = stretch.iter().enumerate();
    bits.fold(0, |bits, (place, byte)| {
        bits | u64::from(byte.is_ascii_digit()) << place
    })
}

/// The text after an agency's dateline.
pub(super) fn without_dateline(text: &str) -> &str {
    let mut end = MAX_DATELINE.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = &text[..end];
    // Looked for by the bytes that are rare: nearly every paragraph is asked, and has none of them.
    let dashes = memchr::memchr2_iter(b'-', "—".as_bytes()[0], head.as_bytes());
    let Some((at, mark)) = dashes
        .filter_map(|dash| dash.checked_sub(1))
        .find_map(|at| {
            let marked = |mark: &&&str| head.as_bytes()[at..].starts_with(mark.as_bytes());
            let mark = [" — ", " – ", " -- ", " - "].iter().find(marked)?;
            Some((at, mark))
        })
    else {
        return text;
    };
    let head = &head[..at];
    // A city in capitals, or an agency in brackets at the end: "Some 200 soldiers - all of them volunteers -" has neither.
    let city = head
        .split(|c: char| !c.is_alphabetic())
        .next()
        .is_some_and(|w| w.chars().count() > 2 && w.chars().all(char::is_uppercase));
    let agency = head.ends_with(')') && head.contains('(') && head.starts_with(char::is_uppercase);
    if city || agency {
        &text[at + mark.len()..]
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::{digits, without_dateline};

    #[test]
    fn dashes_are_no_datelines() {
        let text = "Some 200 soldiers - all of them volunteers - went";
        assert_eq!(without_dateline(text), text);
        assert_eq!(without_dateline("Ostby (Wire) - They went"), "They went");
        assert_eq!(without_dateline("OSTBY — They went"), "They went");
    }

    fn figures(text: &str) -> u64 {
        super::figures(text, digits)
    }

    #[test]
    fn figures_are_the_digits_in_their_order_wherever_they_stand() {
        for before in 0..70 {
            let text = |digits: &str| format!("{}{digits} men", "x".repeat(before));
            assert_eq!(figures(&text("1,2")), figures(&text("a 12")));
            assert_ne!(figures(&text("12")), figures(&text("21")));
            assert_ne!(figures(&text("12")), figures(&text("1")));
        }
        assert_eq!(
            figures("None at all, and none after it either, nowhere."),
            0
        );
    }
}
