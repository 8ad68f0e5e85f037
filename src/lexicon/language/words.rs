//! Closed classes, known words of the open ones, and forms that no rule makes.

use std::collections::BTreeMap;

use serde::Deserialize;

/// An irregular plural.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IrregularPlural {
    /// Singular.
    pub lemma: String,
    /// Plural.
    pub plural: String,
}

/// Endings of words that no list knows, by what such a word may be.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Endings {
    /// "ly".
    pub adverbs: Vec<String>,
    /// "ing".
    pub gerunds: Vec<String>,
    /// "ed", which is the past tense too.
    pub participles: Vec<String>,
    /// "tion", "ment".
    pub nouns: Vec<String>,
    /// "able", "ous".
    pub adjectives: Vec<String>,
    /// "s", which is the third person too.
    pub plurals: Vec<String>,
}

/// Closed classes and known words of the open ones. All lower case but names of days and months.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Articles, demonstratives, quantifiers.
    pub determiners: Vec<String>,
    /// Prepositions.
    pub prepositions: Vec<String>,
    /// Prepositions of several words.
    pub complex_prepositions: Vec<String>,
    /// Complex prepositions that as often are something else ("is due to meet").
    pub loose_prepositions: Vec<String>,
    /// Adverbs of several words ("no longer").
    pub adverb_expressions: Vec<String>,
    /// Small words inside names of persons ("van den"), part of the name between capitalised words.
    pub name_particles: Vec<String>,
    /// Words before a number that estimate it ("up to").
    pub estimates: Vec<String>,
    /// "and", "or", "but".
    pub coordinators: Vec<String>,
    /// "that", "if", "because".
    pub subordinators: Vec<String>,
    /// "who", "which".
    pub relatives: Vec<String>,
    /// "what", "when", "why".
    pub interrogatives: Vec<String>,
    /// Modals.
    pub modals: Vec<String>,
    /// Forms of be, have, do, by lemma.
    pub auxiliaries: BTreeMap<String, Vec<String>>,
    /// Endings of words that are in no list.
    pub endings: Endings,
    /// Adverbs.
    pub adverbs: Vec<String>,
    /// "three".
    pub cardinals: Vec<String>,
    /// "third".
    pub ordinals: Vec<String>,
    /// Pronouns that stand before a noun ("his"), or for one with its owner ("hers").
    pub possessives: Vec<String>,
    /// Other pronouns; what they agree with, `tag` knows.
    pub pronouns: Vec<String>,
    /// Weekdays, from Monday.
    pub weekdays: Vec<String>,
    /// Months, from January.
    pub months: Vec<String>,
    /// Their short forms.
    pub month_abbreviations: Vec<String>,
    /// Words for days, by how many days back from the article's own.
    pub relative_days: BTreeMap<String, i8>,
    /// Words before a day that make it one to come ("until Friday").
    pub day_ahead: Vec<String>,
    /// Words before a weekday that make it none of the past week ("next Friday").
    pub day_next: Vec<String>,
    /// Modals of what is to come.
    pub future_modals: Vec<String>,
    /// Verb lemmas.
    pub verbs: Vec<String>,
    /// Noun lemmas.
    pub nouns: Vec<String>,
    /// Nouns without a singular.
    #[serde(default)]
    pub plural_only: Vec<String>,
    /// Adjectives.
    pub adjectives: Vec<String>,
    /// Verbs of more than one syllable that double their last consonant.
    #[serde(default)]
    pub doubling: Vec<String>,
    /// Verbs that do so in British spelling.
    #[serde(default)]
    pub doubling_optional: Vec<String>,
    /// Irregular verbs.
    #[serde(rename = "irregular")]
    pub irregulars: Vec<Irregular>,
    /// Irregular plurals.
    #[serde(default, rename = "irregular_plural")]
    pub irregular_plurals: Vec<IrregularPlural>,
}

/// Forms of an irregular verb.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Irregular {
    /// Lemma.
    pub lemma: String,
    /// Past tense.
    pub past: String,
    /// Past participle.
    pub participle: String,
}
