//! The matcher against a naive search, on lists and texts of its own.

use proptest::prelude::*;

use super::*;

/// What the definition says, place by place and phrase by phrase.
fn naive(list: &[(String, bool)], text: &str) -> Vec<PhraseMatch> {
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let mut found = Vec::new();
    for (at, _) in text.char_indices() {
        for (number, (phrase, any_case)) in list.iter().enumerate() {
            let Some(here) = text[at..].get(..phrase.len()) else {
                continue;
            };
            let same = if *any_case {
                here.eq_ignore_ascii_case(phrase)
            } else {
                here == phrase
            };
            let end = at + phrase.len();
            let touched = word(text[..at].chars().next_back()) && word(here.chars().next())
                || word(text[end..].chars().next()) && word(here.chars().next_back());
            if same && !touched {
                found.push(PhraseMatch {
                    span: Span::new(at, end),
                    phrase: u32::try_from(number).unwrap(),
                });
            }
        }
    }
    found.sort();
    found
}

fn naive_longest(list: &[(String, bool)], text: &str) -> Vec<PhraseMatch> {
    let mut all = naive(list, text);
    all.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end), m.phrase));
    let mut next = 0;
    all.retain(|m| {
        let free = m.span.start >= next;
        if free {
            next = m.span.end;
        }
        free
    });
    all
}

fn matcher(list: &[(String, bool)]) -> PhraseMatcher {
    let list = list.iter().map(|(text, any_case)| Phrase {
        text,
        any_case: *any_case,
    });
    PhraseMatcher::new(list).unwrap()
}

fn check(list: &[(String, bool)], text: &str) {
    let matcher = matcher(list);
    let mut found = Vec::new();
    matcher.find(text, |m| found.push(m));
    found.sort();
    assert_eq!(found, naive(list, text), "{list:?} in {text:?}");
    let mut longest = Vec::new();
    matcher.longest(text, |m| longest.push(m));
    assert_eq!(longest, naive_longest(list, text), "{list:?} in {text:?}");
}

/// Words that meet: prefixes of each other, accents, marks, long ones with one start and one end.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("un".to_owned()),
        Just("UN".to_owned()),
        Just("U.N.".to_owned()),
        Just("a".to_owned()),
        Just("Élysée".to_owned()),
        Just("élysée".to_owned()),
        Just("peace".to_owned()),
        Just("Peacekeeping".to_owned()),
        Just("peacekeepers".to_owned()),
        Just("President".to_owned()),
        Just("presidents".to_owned()),
        Just("al-Bashir".to_owned()),
        Just("O\u{2019}Neill".to_owned()),
        Just("'s".to_owned()),
        Just("7".to_owned()),
        Just("Kyïv".to_owned()),
        Just("\u{2014}".to_owned()),
        "[abAB]{1,3}",
    ]
}

fn words(separators: &'static str) -> impl Strategy<Value = String> {
    proptest::collection::vec((word(), separators), 1..5).prop_map(|words| {
        words
            .into_iter()
            .map(|(w, s)| w + &s)
            .collect::<String>()
            .trim()
            .to_owned()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn fast_finds_what_naive_finds(
        list in proptest::collection::vec((words(" "), any::<bool>()), 0..12),
        text in proptest::collection::vec(words("[ ,.]?"), 0..20).prop_map(|t| t.join(" ")),
    ) {
        check(&list, &text);
    }

    #[test]
    fn any_text_is_safe(
        list in proptest::collection::vec(("\\PC{1,10}", any::<bool>()), 0..6),
        text in any::<String>(),
    ) {
        let text = list.iter().fold(text, |t, (phrase, _)| t + phrase);
        check(&list, &text);
    }
}

#[test]
fn every_length_stands_at_every_place() {
    let letters = "abcdefghijklmnopqrstuvwxyz";
    for length in 1..=20 {
        let list = [(letters[..length].to_owned(), false)];
        for before in 0..70 {
            let text = format!("{} {}", "-".repeat(before), &letters[..length]);
            check(&list, &text);
            check(&list, &format!("{text}. {text}x {text}"));
        }
    }
}

#[test]
fn a_shorter_phrase_is_not_lost_to_a_longer_one_that_fails() {
    let list = [
        ("United Nations".to_owned(), false),
        ("United Nations force".to_owned(), false),
    ];
    check(
        &list,
        "a United Nations forceful one, a United Nations force",
    );
}

#[test]
fn an_empty_phrase_is_refused() {
    let phrase = Phrase {
        text: "",
        any_case: false,
    };
    assert!(PhraseMatcher::new([phrase]).is_err());
}
