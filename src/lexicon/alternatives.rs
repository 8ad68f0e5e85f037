//! Wordings with alternatives: `guard|police ukraine's sky|skies` stands for four, so that a list need not spell out what all go together.

use std::collections::BTreeSet;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

/// Most wordings that one with alternatives may stand for. All are kept in memory and looked for, and six words of ten alternatives each would be a million.
const MOST: usize = 1000;

/// Reads a list of wordings and spells out those that hold alternatives; an error where one stands for too many.
pub(super) fn spelled_out<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    let listed: Vec<String> = Vec::deserialize(from)?;
    match listed.iter().find(|text| count(text) > MOST) {
        Some(text) => Err(D::Error::custom(format!(
            "{text:?} stands for {} wordings, over the limit of {MOST}: write it as several with fewer alternatives",
            count(text)
        ))),
        None => Ok(all(listed)),
    }
}

/// How many wordings one with alternatives stands for, those counted several times that are alike.
fn count(text: &str) -> usize {
    text.split_whitespace()
        .map(|word| word.split('|').count())
        .fold(1, usize::saturating_mul)
}

/// All wordings that a list stands for: what stands there as it is keeps its place, and what alternatives repeat is there once.
fn all(listed: Vec<String>) -> Vec<String> {
    let (open, mut all): (Vec<String>, Vec<String>) =
        listed.into_iter().partition(|text| text.contains('|'));
    let mut seen: BTreeSet<String> = all.iter().cloned().collect();
    for text in &open {
        for one in each(text) {
            if seen.insert(one.clone()) {
                all.push(one);
            }
        }
    }
    all
}

/// The wordings that one with alternatives stands for; an empty alternative leaves its word out.
fn each(text: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    for word in text.split_whitespace() {
        found = found
            .iter()
            .flat_map(|so_far| {
                word.split('|').map(move |w| match (so_far.as_str(), w) {
                    (before, "") => before.to_owned(),
                    ("", w) => w.to_owned(),
                    (before, w) => format!("{before} {w}"),
                })
            })
            .collect();
    }
    found.retain(|one| !one.is_empty());
    found
}

#[cfg(test)]
mod tests {
    use super::{MOST, all, count};

    #[test]
    fn alternatives_are_spelled_out_once() {
        let listed = ["guard the sky", "guard|watch the sky|air", "ship|ships"];
        let listed = listed.map(str::to_owned).to_vec();
        let want = [
            "guard the sky",
            "guard the air",
            "watch the sky",
            "watch the air",
            "ship",
            "ships",
        ];
        assert_eq!(all(listed), want);
    }

    #[test]
    fn too_many_are_counted_without_spelling_them_out() {
        assert_eq!(count("guard|watch the sky|skies|air"), 6);
        assert!(count(&"a|b|c|d ".repeat(5)) > MOST);
        assert_eq!(count(&"a|b ".repeat(1000)), usize::MAX);
    }

    #[test]
    fn an_empty_alternative_leaves_a_word_out() {
        let listed = vec!["western|eastern| sky".to_owned(), "|".to_owned()];
        assert_eq!(all(listed), ["western sky", "eastern sky", "sky"]);
    }
}
