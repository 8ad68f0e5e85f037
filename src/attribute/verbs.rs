//! What the language pack knows of reporting verbs and nouns, as the scorer asks for it.

use rustc_hash::{FxHashMap, FxHashSet};

use super::habits::Habits;
use super::part::Part;
use crate::lexicon::{ReportingPhrase, ReportingVerb};

/// From this share of cues among its uses a verb counts where its form was read as something else.
const FREQUENT: f64 = 0.4;

/// What the lexicon says about a verb.
#[derive(Debug, Clone)]
struct Known {
    class: String,
    share: Part<'static>,
    inverted: bool,
    infinitive: bool,
}

/// Reporting verbs by lemma.
#[derive(Debug, Default, Clone)]
pub(super) struct Verbs {
    by_lemma: FxHashMap<String, Known>,
    /// Lemmas of likely cues by their forms.
    forms: FxHashMap<String, String>,
    /// Nouns that report, by themselves or in a phrase of the language pack.
    nouns: FxHashSet<String>,
    /// Adverbs that say that somebody says so.
    pub(super) hearsay: FxHashSet<String>,
    /// How often words were cues.
    pub(super) habits: Habits,
}

impl Verbs {
    pub(super) fn new(
        verbs: &[ReportingVerb],
        phrases: &[ReportingPhrase],
        hearsay: FxHashSet<String>,
        habits: Habits,
    ) -> Self {
        let by_lemma = verbs
            .iter()
            .map(|v| {
                let share = Part::of(match v.share {
                    None => "unseen",
                    Some(s) if s >= 0.8 => "most",
                    Some(s) if s >= 0.6 => "many",
                    Some(s) if s >= 0.4 => "half",
                    Some(s) if s >= 0.2 => "some",
                    Some(_) => "few",
                });
                let known = Known {
                    class: v.class.clone(),
                    share,
                    inverted: v.inverted,
                    infinitive: v.content.iter().any(|c| c == "to"),
                };
                (v.lemma.clone(), known)
            })
            .collect();
        let forms = verbs
            .iter()
            .filter(|v| v.share.is_some_and(|s| s >= FREQUENT))
            .flat_map(|v| {
                let forms = v.forms.iter().chain(std::iter::once(&v.lemma));
                forms.map(|f| (f.clone(), v.lemma.clone()))
            })
            .collect();
        let nouns = phrases
            .iter()
            .filter(|p| p.kind == "noun")
            .flat_map(|p| p.text.split_whitespace())
            .map(str::to_owned)
            .collect();
        Self {
            by_lemma,
            forms,
            nouns,
            hearsay,
            habits,
        }
    }

    /// The lemma of a form of a verb that is a cue more often than not.
    pub(super) fn lemma_of(&self, form: &str) -> Option<&str> {
        self.forms.get(form).map(String::as_str)
    }

    /// How often a word was a cue, or stood beside one, in steps.
    pub(super) fn habit(&self, space: Part<'_>, word: Part<'_>) -> Part<'static> {
        self.habits.of(space, word)
    }

    /// Whether a noun stands in a reporting phrase.
    pub(super) fn reports(&self, noun: &str) -> bool {
        self.nouns.contains(noun)
    }

    /// Whether the verb denies what it reports.
    pub(super) fn denies(&self, lemma: &str) -> bool {
        self.by_lemma.get(lemma).is_some_and(|k| k.class == "deny")
    }

    /// Whether an infinitive may be what the verb reports: "promised to come".
    pub(super) fn takes_infinitive(&self, lemma: &str) -> bool {
        self.by_lemma.get(lemma).is_some_and(|k| k.infinitive)
    }

    /// Whether the subject may follow the verb: "said Berg".
    pub(super) fn inverts(&self, lemma: &str) -> bool {
        self.by_lemma.get(lemma).is_some_and(|k| k.inverted)
    }

    /// The class of a reporting verb.
    pub(super) fn class(&self, lemma: &str) -> Part<'_> {
        let known = self.by_lemma.get(lemma);
        Part::of(known.map_or("none", |k| &k.class))
    }

    /// How often the verb is a cue, in steps.
    pub(super) fn share(&self, lemma: &str) -> Part<'static> {
        let known = self.by_lemma.get(lemma);
        known.map_or(const { Part::of("none") }, |k| k.share)
    }
}
