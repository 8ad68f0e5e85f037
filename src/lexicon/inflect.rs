//! English verb and noun forms: from a form to its lemma.
//!
//! Regular forms follow the spelling rules of English (final e, consonant + y, doubled consonants); irregular ones come from the language
//! pack. Doubling is decided by stress, which spelling does not tell: both spellings are taken for short verbs.

use std::borrow::Cow;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::language::{Irregular, Words};

/// Which form of a verb a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum VerbForm {
    /// "send".
    Base,
    /// "sends".
    Third,
    /// "sent" as a past tense.
    Past,
    /// "sent" as a participle.
    Participle,
    /// "sending".
    Ing,
}

/// From inflected forms to lemmas.
#[derive(Debug, Clone, Default)]
pub struct Inflector {
    /// Where the readings of a form stand.
    forms: FxHashMap<Box<str>, (u32, u32)>,
    readings: Vec<(Arc<str>, VerbForm)>,
}

/// A form with one of its readings.
type Reading = (String, Arc<str>, VerbForm);

impl Inflector {
    /// Knows the given lemmas and the irregular verbs of the words.
    pub fn new(lemmas: impl IntoIterator<Item = String>, words: &Words) -> Self {
        let irregular: FxHashMap<&str, &Irregular> = words
            .irregulars
            .iter()
            .map(|i| (i.lemma.as_str(), i))
            .collect();
        let doubling: FxHashSet<&str> = words
            .doubling
            .iter()
            .chain(&words.doubling_optional)
            .map(String::as_str)
            .collect();
        let mut lemmas: Vec<String> = lemmas
            .into_iter()
            .chain(words.irregulars.iter().map(|i| i.lemma.clone()))
            .collect();
        lemmas.sort();
        lemmas.dedup();
        let mut readings = Vec::new();
        for lemma in lemmas {
            add(
                &mut readings,
                &lemma,
                irregular.get(lemma.as_str()).copied(),
                doubling.contains(lemma.as_str()),
            );
        }
        Self::of(readings)
    }

    /// Readings of one form keep their order; one that is there twice counts once.
    fn of(mut readings: Vec<Reading>) -> Self {
        readings.sort_by(|a, b| a.0.cmp(&b.0));
        let mut this = Self::default();
        for same in readings.chunk_by(|a, b| a.0 == b.0) {
            let start = this.readings.len();
            for (_, lemma, form) in same {
                let reading = (Arc::clone(lemma), *form);
                if !this.readings[start..].contains(&reading) {
                    this.readings.push(reading);
                }
            }
            let place = |n| u32::try_from(n).expect("a pack has few verbs");
            let range = (place(start), place(this.readings.len()));
            this.forms.insert(same[0].0.as_str().into(), range);
        }
        this.readings.shrink_to_fit();
        this
    }

    /// The readings of a lower-case word as a verb form; empty where it is none.
    pub fn verb(&self, form: &str) -> &[(Arc<str>, VerbForm)] {
        self.forms.get(form).map_or(&[], |(start, end)| {
            &self.readings[*start as usize..*end as usize]
        })
    }
}

/// Adds the forms of a verb.
fn add(readings: &mut Vec<Reading>, lemma: &str, irregular: Option<&Irregular>, doubles: bool) {
    let shared: Arc<str> = lemma.into();
    let mut put = |form: String, kind: VerbForm| {
        readings.push((form, Arc::clone(&shared), kind));
    };
    put(lemma.to_owned(), VerbForm::Base);
    put(plural(lemma), VerbForm::Third);
    let mut stems = stems(lemma);
    if doubles && let Some(last) = lemma.chars().last() {
        stems.push(format!("{lemma}{last}"));
        stems.dedup();
    }
    for stem in &stems {
        put(format!("{stem}ing"), VerbForm::Ing);
    }
    if let Some(stem) = lemma.strip_suffix("ie") {
        put(format!("{stem}ying"), VerbForm::Ing);
    }
    if let Some(i) = irregular {
        for form in i.past.split('/') {
            put(form.trim().to_owned(), VerbForm::Past);
        }
        for form in i.participle.split('/') {
            put(form.trim().to_owned(), VerbForm::Participle);
        }
    } else {
        let ending = |s: &String| if s.ends_with('e') { "d" } else { "ed" };
        let mut past: Vec<String> = stems.iter().map(|s| format!("{s}{}", ending(s))).collect();
        if let Some(stem) = lemma.strip_suffix('y')
            && !stem.ends_with(['a', 'e', 'i', 'o', 'u'])
        {
            past = vec![format!("{stem}ied")];
        }
        for form in past {
            put(form.clone(), VerbForm::Past);
            put(form, VerbForm::Participle);
        }
    }
}

/// Stems to which -ing and -ed are added.
fn stems(lemma: &str) -> Vec<String> {
    if let Some(stem) = lemma.strip_suffix('e')
        && !lemma.ends_with("ee")
        && !lemma.ends_with("ye")
        && !lemma.ends_with("oe")
    {
        return vec![stem.to_owned()];
    }
    let mut stems = vec![lemma.to_owned()];
    let b = lemma.as_bytes();
    let vowel = |c: u8| matches!(c, b'a' | b'e' | b'i' | b'o' | b'u');
    if let [.., x, y, z] = b
        && !vowel(*z)
        && !matches!(z, b'w' | b'x' | b'y')
        && vowel(*y)
        && !vowel(*x)
    {
        // "planned" has one syllable before its ending, so that "hoped" is no form of "hop"; "visited" has two.
        if b.iter().filter(|c| vowel(**c)).count() == 1 {
            stems.clear();
        }
        stems.push(format!("{lemma}{}", *z as char));
    } else if let [y, z] = b
        && vowel(*y)
        && !vowel(*z)
    {
        stems.push(format!("{lemma}{}", *z as char));
    }
    stems
}

/// The -s form of a word.
pub(super) fn plural(word: &str) -> String {
    if let Some(stem) = word.strip_suffix('y')
        && !stem.ends_with(['a', 'e', 'i', 'o', 'u'])
    {
        return format!("{stem}ies");
    }
    if word.ends_with(['s', 'x', 'z'])
        || word.ends_with("ch")
        || word.ends_with("sh")
        || word.ends_with('o')
    {
        return format!("{word}es");
    }
    format!("{word}s")
}

/// Singular candidates of a noun form, likeliest first; the form itself is always the last.
pub fn singulars(form: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let mut found = [const { None }; 3];
    if let Some(stem) = form.strip_suffix("ies") {
        found[0] = Some(Cow::Owned(format!("{stem}y")));
    } else if let Some(stem) = form.strip_suffix("es") {
        let hisses = ["s", "x", "z", "ch", "sh"]
            .iter()
            .any(|e| stem.ends_with(e));
        found[0] = hisses.then_some(Cow::Borrowed(stem));
        found[1] = Some(Cow::Borrowed(&form[..form.len() - 1]));
    } else if let Some(stem) = form.strip_suffix('s')
        && !form.ends_with("ss")
        && !form.ends_with("us")
        && !form.ends_with("is")
        && stem.len() > 1
    {
        found[0] = Some(Cow::Borrowed(stem));
    }
    if form.ends_with("men") {
        found[2] = Some(Cow::Owned(format!("{}an", &form[..form.len() - 2])));
    }
    let found = found.into_iter().flatten();
    found.chain(std::iter::once(Cow::Borrowed(form)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regular_and_irregular_forms_lead_back() {
        let irregulars = vec![Irregular {
            lemma: "send".into(),
            past: "sent".into(),
            participle: "sent".into(),
        }];
        let words = Words {
            irregulars,
            ..Words::default()
        };
        let forms = Inflector::new(
            ["deploy", "deny", "rule", "ban", "agree", "veto"].map(str::to_owned),
            &words,
        );
        for (form, lemma) in [
            ("deployed", "deploy"),
            ("denies", "deny"),
            ("denied", "deny"),
            ("ruling", "rule"),
            ("banned", "ban"),
            ("agreed", "agree"),
            ("agreeing", "agree"),
            ("vetoes", "veto"),
            ("sent", "send"),
        ] {
            assert!(
                forms.verb(form).iter().any(|(l, _)| **l == *lemma),
                "{form}"
            );
        }
        assert!(forms.verb("sended").is_empty());
        let past_and_participle = [
            ("deploy".into(), VerbForm::Past),
            ("deploy".into(), VerbForm::Participle),
        ];
        assert_eq!(forms.verb("deployed"), past_and_participle);
    }

    #[test]
    fn singulars_are_offered() {
        let all = |form| singulars(form).collect::<Vec<_>>();
        assert_eq!(all("allies"), ["ally", "allies"]);
        assert_eq!(all("forces"), ["force", "forces"]);
        assert_eq!(all("churches"), ["church", "churche", "churches"]);
        assert_eq!(all("servicemen"), ["serviceman", "servicemen"]);
        assert_eq!(all("alliance"), ["alliance"]);
    }
}
