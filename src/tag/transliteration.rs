//! Names in other spellings than the lexicon's: agencies write one person as Kosiniak-Kamysz, Kosinyak-Kamysh or Kosiniak-Kamysh.
//!
//! Two spellings are one name where they sound alike: letters that transliterations and alphabets exchange for each other are folded into one.

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use crate::lexicon::Actor;

/// What alphabets and transliterations write for one sound, folded in this order; then doubled letters count once.
const FOLDS: [(&str, &str); 32] = [
    ("ł", "l"),
    ("ø", "o"),
    ("đ", "d"),
    ("ð", "d"),
    ("þ", "th"),
    ("ß", "ss"),
    ("æ", "ae"),
    ("ı", "i"),
    ("shch", "s"),
    ("szcz", "s"),
    ("tsch", "c"),
    ("tch", "c"),
    ("sch", "s"),
    ("sh", "s"),
    ("sz", "s"),
    ("zh", "z"),
    ("rz", "z"),
    ("cz", "c"),
    ("ch", "c"),
    ("ts", "c"),
    ("tz", "c"),
    ("kh", "h"),
    ("ph", "f"),
    ("ck", "k"),
    ("x", "ks"),
    ("q", "k"),
    ("w", "v"),
    ("g", "h"),
    ("y", "i"),
    ("j", "i"),
    ("ie", "e"),
    ("'", ""),
];

/// Persons of the lexicon by how their full names sound; none where two sound alike.
#[derive(Debug, Default)]
pub(super) struct Spellings(FxHashMap<String, Option<usize>>);

impl Spellings {
    pub(super) fn new(actors: &[Actor]) -> Self {
        let mut all: FxHashMap<String, Option<usize>> = FxHashMap::default();
        for (index, actor) in actors.iter().enumerate() {
            if actor.kind != "person" {
                continue;
            }
            let aliases = actor.aliases.iter().map(|a| a.text.as_str());
            for name in aliases.chain([actor.name.as_str()]) {
                if !name.contains(' ') {
                    continue;
                }
                let place = all.entry(sound(name)).or_insert(Some(index));
                if *place != Some(index) {
                    *place = None;
                }
            }
        }
        Self(all)
    }

    /// The person whose full name sounds like this one.
    pub(super) fn person(&self, name: &str) -> Option<usize> {
        self.0.get(&sound(name)).copied().flatten()
    }
}

/// A name as it sounds, roughly.
fn sound(name: &str) -> String {
    let plain = |c: &char| !('\u{300}'..='\u{36f}').contains(c);
    let mut folded: String = name.to_lowercase().nfkd().filter(plain).collect();
    for (written, sounds) in FOLDS {
        if folded.contains(written) {
            folded = folded.replace(written, sounds);
        }
    }
    let words = folded.split(|c: char| !c.is_alphanumeric());
    let mut out = String::with_capacity(folded.len());
    for word in words.filter(|w| !w.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        for c in word.chars() {
            if !out.ends_with(c) {
                out.push(c);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::sound;

    #[test]
    fn spellings_of_one_name_sound_alike() {
        for [a, b] in [
            ["Władysław Kosiniak-Kamysz", "Vladislav Kosinyak-Kamysh"],
            ["Radosław Sikorski", "Radoslav Sikorsky"],
            ["Karol Nawrocki", "Karol Navrotsky"],
            ["Dovilė Šakalienė", "Dovile Shakaliene"],
            ["Denys Shmyhal", "Denis Shmygal"],
            ["Vassily Nebenzia", "Vasiliy Nebenzya"],
        ] {
            assert_eq!(sound(a), sound(b), "{a}, {b}");
        }
        assert_ne!(sound("Petr Pavel"), sound("Peter Pavol"));
        assert_ne!(sound("Anna Berg"), sound("Hanna Berg"));
    }
}
