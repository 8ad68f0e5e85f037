//! Cues: the words that tell a stance, with sentences that they must read as told.

use jiff::civil::Date;
use serde::Deserialize;
use toml::Spanned;

use super::source::SourceFile;
use super::topic::Origin;
use crate::error::Result;
use crate::model::Stance;

/// What a cue does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CueClass {
    /// A mental or speech act of its subject on the proposal.
    Attitude,
    /// An act by which the proposal comes into being or ends.
    Effect,
    /// Taking part.
    Participation,
    /// A predicate of the proposal itself.
    Evaluation,
    /// Urging somebody else to bring it about.
    Request,
    /// A noun whose owner holds the stance.
    Nominal,
    /// What should or must be.
    Deontic,
}

/// What a cue is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CuePos {
    /// A verb, with what belongs to it.
    Verb,
    /// A predicate adjective or the like ("ready", "in favour").
    Adjective,
    /// A noun.
    Noun,
    /// Words as they stand.
    Phrase,
}

/// A sentence that a cue must read as told.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// The sentence.
    pub text: String,
    /// Canonical name of the holder; absent where nothing may be said.
    pub holder: Option<String>,
    /// Proposal id.
    pub proposal: Option<String>,
    /// Stance, or `none`.
    pub stance: String,
    /// Canonical name of the speaker, where it matters.
    pub speaker: Option<String>,
    /// Words of the condition.
    pub condition: Option<String>,
    /// Attribution kind.
    pub attribution: Option<String>,
    /// Headline that stands above it.
    pub title: Option<String>,
    /// Day of the article.
    pub date: Option<Date>,
    /// Why it is not read as told yet, where that is known.
    pub known_miss: Option<String>,
}

/// One cue.
#[derive(Debug, Clone, PartialEq)]
pub struct Cue {
    /// The rule's name, such as `oppose/rule-out`.
    pub id: String,
    /// What it does.
    pub class: CueClass,
    /// Its words; of a verb the first is the lemma.
    pub pattern: String,
    /// What it is made of.
    pub pos: CuePos,
    /// The stance of its holder, un-negated.
    pub stance: Stance,
    /// How sure it is, 0 to 1.
    pub strength: f64,
    /// Its reading under negation; none where it then says nothing.
    pub negated: Option<Stance>,
    /// Where the proposal stands.
    pub complements: Vec<String>,
    /// Whether "to X" or "for X" beside it names who is affected, not who judges ("a threat to Europe").
    pub affects: bool,
    /// Whether it is readiness, under which any circumstance named is a condition ("ready to, once ...").
    pub readiness: bool,
    /// Whether what it says of its subject is the speaker's stance, where somebody speaks ("Kyiv needs a backstop, Starmer said").
    pub declared: bool,
    /// Sentences that it must read as told.
    pub examples: Vec<Example>,
    /// Where it is defined.
    pub origin: Origin,
}

/// A cue as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCue {
    pub(super) id: Spanned<String>,
    class: CueClass,
    pattern: String,
    pos: CuePos,
    stance: String,
    #[serde(default = "one")]
    strength: f64,
    negated: Option<String>,
    #[serde(default)]
    complements: Vec<String>,
    #[serde(default)]
    affects: bool,
    #[serde(default)]
    readiness: bool,
    #[serde(default)]
    declared: bool,
    #[serde(default)]
    examples: Vec<Example>,
}

fn one() -> f64 {
    1.0
}

/// Checks a cue as written.
pub(super) fn checked(raw: RawCue, source: &SourceFile<'_>) -> Result<Cue> {
    let at = raw.id.span().start;
    let stance = |field: &str, name: &str| {
        Stance::from_name(name).ok_or_else(|| {
            source.error(
                at,
                field,
                format!("`{name}` is not one of support, conditional, noncommittal, oppose"),
            )
        })
    };
    if raw.pattern.trim().is_empty() {
        return Err(source.error(at, "pattern", "the pattern is empty"));
    }
    if !(0.0..=1.0).contains(&raw.strength) {
        return Err(source.error(
            at,
            "strength",
            format!("{} is not between 0 and 1", raw.strength),
        ));
    }
    for example in &raw.examples {
        if example
            .known_miss
            .as_ref()
            .is_some_and(|why| why.trim().is_empty())
        {
            let message = format!("it is to say what is misread: `{}`", example.text);
            return Err(source.error(at, "examples.known_miss", message));
        }
        if example.stance != "none" {
            stance("examples.stance", &example.stance)?;
            if example.holder.is_none() || example.proposal.is_none() {
                return Err(source.error(
                    at,
                    "examples",
                    format!("an example needs holder and proposal: `{}`", example.text),
                ));
            }
        }
    }
    Ok(Cue {
        origin: Origin {
            file: source.path.to_path_buf(),
            line: source.line(at),
        },
        class: raw.class,
        pattern: raw.pattern,
        pos: raw.pos,
        stance: stance("stance", &raw.stance)?,
        strength: raw.strength,
        negated: match raw.negated.as_deref() {
            None | Some("none") => None,
            Some(name) => Some(stance("negated", name)?),
        },
        complements: raw.complements,
        affects: raw.affects,
        readiness: raw.readiness,
        declared: raw.declared,
        examples: raw.examples,
        id: raw.id.into_inner(),
    })
}
