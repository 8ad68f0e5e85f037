//! What the lists of a language pack hold, one type a list.

use serde::Deserialize;

/// One verb that attributes.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportingVerb {
    /// Lemma, possibly of several words ("point out").
    pub lemma: String,
    /// Its inflected forms.
    #[serde(default)]
    pub forms: Vec<String>,
    /// `neutral`, `endorse`, `deny`, `ask`, `belief`, `plan` or `perceive`.
    pub class: String,
    /// Whether it may follow a quotation before its subject.
    #[serde(default)]
    pub inverted: bool,
    /// What may be its content: `that`, `quotation`, `to`, `np`, `about`, `wh`.
    #[serde(default)]
    pub content: Vec<String>,
    /// Share of its uses as a cue where it was learned.
    pub share: Option<f64>,
}

/// Words that attribute without being a verb.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportingPhrase {
    /// Its words.
    pub text: String,
    /// `preposition` or `noun`.
    pub kind: String,
}

/// Words before a condition, or before what only looks like one.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Marker {
    /// Which of both.
    pub kind: MarkerKind,
    /// Its words.
    pub text: String,
    /// Nouns of which one must follow for it to count.
    pub needs_noun: Option<NeededNouns>,
    /// Whether it counts only under or with a negation.
    #[serde(default)]
    pub negated: bool,
}

/// What follows a marker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MarkerKind {
    /// A condition.
    Condition,
    /// None: "even if", "regardless of whether".
    Concession,
}

/// The list that a marker asks a noun of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NeededNouns {
    /// [`LanguagePack::condition_nouns`](super::LanguagePack::condition_nouns).
    ConditionNouns,
    /// [`LanguagePack::backing_nouns`](super::LanguagePack::backing_nouns).
    BackingNouns,
}

/// A title of office.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Title {
    /// Id, named by roles.
    pub id: String,
    /// Forms, singular.
    pub forms: Vec<String>,
    /// Whether a country or body has several bearers at once, as it has envoys and spokespeople: a bare form of it means nobody in particular.
    #[serde(default)]
    pub shared: bool,
}

/// All titles and what stands around them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Titles {
    /// Nouns that after a country mean its government.
    #[serde(default)]
    pub office_nouns: Vec<String>,
    /// "Mr", "Gen."
    #[serde(default)]
    pub honorifics: Vec<String>,
    /// "former", "ex-": words before a title that undo it.
    #[serde(default)]
    pub former: Vec<String>,
    /// The titles.
    #[serde(default, rename = "title")]
    pub titles: Vec<Title>,
}

/// A kind of line that is not part of a story.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BoilerplateLine {
    /// `sign-off`, `newsletter`, `caption` ...
    pub kind: String,
    /// Regular expression over a whole trimmed paragraph.
    pub pattern: String,
    /// Words, in any case of their letters, of which one stands in whatever the pattern matches: elsewhere a pattern that may begin with
    /// anything is not tried.
    #[serde(default)]
    pub needs: Vec<String>,
    /// Lines that it must match.
    #[serde(default)]
    pub examples: Vec<String>,
    /// Lines that it must not match.
    #[serde(default)]
    pub counterexamples: Vec<String>,
}

/// An abbreviation after which a full stop ends no sentence.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Abbreviation {
    /// As written, stop included.
    pub text: String,
    /// Whether a sentence may end after it.
    #[serde(default)]
    pub may_end: bool,
}
