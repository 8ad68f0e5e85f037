//! The language pack: cues, reporting verbs, markers, titles, closed classes, abbreviations, boilerplate.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

use super::classes::WordClasses;
use super::cue::{Cue, CuePos, RawCue, checked};
use super::genre::Genre;
use super::inflect::Inflector;
use super::scorer::ScorerTable;
use super::source::Files;
use super::topic::Origin;
use crate::error::Result;
use crate::model::CopyWords;

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
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportingPhrase {
    /// Its words.
    pub text: String,
    /// `preposition` or `noun`.
    pub kind: String,
    /// Class as of a reporting verb.
    #[serde(default)]
    pub class: Option<String>,
    /// What may be its content.
    #[serde(default)]
    pub content: Vec<String>,
    /// Share of its uses as a cue where it was learned.
    #[serde(default)]
    pub share: Option<f64>,
}

/// A word that changes what a cue says.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Marker {
    /// `negation`, `pseudo-negation`, `condition`, `concession`, `hedge`, `past`, `contrast`, `question`.
    pub kind: String,
    /// Its words.
    pub text: String,
    /// `right` or `left`.
    #[serde(default)]
    pub direction: Option<String>,
    /// `clause`, `phrase` or `sentence`.
    #[serde(default)]
    pub reach: Option<String>,
    /// Words that end its reach.
    #[serde(default)]
    pub terminators: Vec<String>,
    /// List of which a noun must follow for it to count: `condition_nouns` or `backing_nouns`.
    #[serde(default)]
    pub needs_noun: Option<String>,
    /// Whether it counts only under or with a negation.
    #[serde(default)]
    pub negated: bool,
    /// Tokens that may stand in place of the dots of a split marker.
    #[serde(default)]
    pub gap: Option<usize>,
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
    /// `title`, `month`, `address` or `other`.
    #[serde(default)]
    pub class: String,
    /// Whether a sentence may end after it.
    #[serde(default)]
    pub may_end: bool,
}

/// A pronoun and what it agrees with.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pronoun {
    /// As written, lower case.
    pub text: String,
    /// 1, 2 or 3.
    #[serde(default)]
    pub person: u8,
    /// `m`, `f` or `n`.
    #[serde(default)]
    pub gender: Option<String>,
    /// `singular` or `plural`.
    #[serde(default)]
    pub number: Option<String>,
    /// `subject`, `object`, `possessive`, `reflexive`.
    #[serde(default)]
    pub case: Option<String>,
    /// Whether it stands before a noun ("his").
    #[serde(default)]
    pub possessive: bool,
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

/// The language pack.
#[derive(Debug, Clone, Default)]
pub struct LanguagePack {
    /// Id, the name of its folder.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Cues in file order.
    pub cues: Vec<Cue>,
    /// Reporting verbs.
    pub reporting: Vec<ReportingVerb>,
    /// Other words that attribute.
    pub reporting_phrases: Vec<ReportingPhrase>,
    /// Weights of the attribution scorer, in hundredths, by feature (`stanceline attribute --train` writes them).
    pub attribution: Vec<(String, Vec<i32>)>,
    /// Markers.
    pub markers: Vec<Marker>,
    /// Nouns that make "after X" a condition.
    pub condition_nouns: Vec<String>,
    /// Nouns that make "with X" a condition.
    pub backing_nouns: Vec<String>,
    /// Titles.
    pub titles: Titles,
    /// Abbreviations.
    pub abbreviations: Vec<Abbreviation>,
    /// Lines that are no story.
    pub boilerplate: Vec<BoilerplateLine>,
    /// Closed classes and known words.
    pub words: Words,
    /// Classes of words by what they do.
    pub classes: Arc<WordClasses>,
    /// Signs of a piece that argues.
    pub genre: Genre,
    /// Words that tell a reworded copy from news.
    pub copies: Arc<CopyWords>,
    /// Verb forms.
    pub inflector: Inflector,
    /// Model of the scorer; none where the pack has none, and then rules decide alone.
    pub scorer: Option<ScorerTable>,
}

/// An irregular plural.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IrregularPlural {
    /// Singular.
    pub lemma: String,
    /// Plural.
    pub plural: String,
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
    /// Adverbs.
    pub adverbs: Vec<String>,
    /// "three".
    pub cardinals: Vec<String>,
    /// "third".
    pub ordinals: Vec<String>,
    /// Weekdays, from Monday.
    pub weekdays: Vec<String>,
    /// Their short forms.
    pub weekday_abbreviations: Vec<String>,
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
    /// Pronouns.
    #[serde(rename = "pronoun")]
    pub pronouns: Vec<Pronoun>,
    /// Irregular verbs.
    #[serde(rename = "irregular")]
    pub irregulars: Vec<Irregular>,
    /// Irregular plurals.
    #[serde(default, rename = "irregular_plural")]
    pub irregular_plurals: Vec<IrregularPlural>,
}

impl LanguagePack {
    pub(super) fn read(files: &Files, id: &str) -> Result<Self> {
        #[derive(Deserialize)]
        struct Head {
            id: String,
            name: String,
        }
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Cues {
            cue: Vec<RawCue>,
        }
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Reporting {
            verb: Vec<ReportingVerb>,
            #[serde(default)]
            phrase: Vec<ReportingPhrase>,
        }
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Markers {
            #[serde(default)]
            condition_nouns: Vec<String>,
            #[serde(default)]
            backing_nouns: Vec<String>,
            marker: Vec<Marker>,
        }
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Abbreviations {
            abbreviation: Vec<Abbreviation>,
        }
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Boilerplate {
            line: Vec<BoilerplateLine>,
        }
        let (head, _): (Head, _) = files.read(id, "pack.toml")?;
        let mut cues = Vec::new();
        let mut origins: BTreeMap<String, Origin> = BTreeMap::new();
        for (file, source) in files.read_all::<Cues>(id, "cues/")? {
            for raw in file.cue {
                let at = raw.id.span().start;
                let cue = checked(raw, &source)?;
                if let Some(first) = origins.insert(cue.id.clone(), cue.origin.clone()) {
                    let message = format!(
                        "the cue `{}` is already defined in {}:{}",
                        cue.id,
                        first.file.display(),
                        first.line
                    );
                    return Err(source.error(at, "id", message));
                }
                cues.push(cue);
            }
        }
        let (reporting, _): (Reporting, _) = files.read(id, "reporting.toml")?;
        let (markers, _): (Markers, _) = files.read(id, "markers.toml")?;
        let (titles, _): (Titles, _) = files.read(id, "titles.toml")?;
        let (abbreviations, _): (Abbreviations, _) = files.read(id, "abbreviations.toml")?;
        let (boilerplate, source): (Boilerplate, _) = files.read(id, "boilerplate.toml")?;
        for line in &boilerplate.line {
            if let Err(e) = regex::Regex::new(&line.pattern) {
                return Err(source.error(
                    0,
                    "pattern",
                    format!("`{}` is no regular expression: {e}", line.pattern),
                ));
            }
        }
        let (words, _): (Words, _) = files.read(id, "words.toml")?;
        let (classes, _): (WordClasses, _) = files.read(id, "classes.toml")?;
        let (genre, _): (Genre, _) = files.read(id, "genre.toml")?;
        let (copies, _): (CopyWords, _) = files.read(id, "copies.toml")?;
        let scorer = ScorerTable::read(files, id)?;
        let verbs = words
            .verbs
            .iter()
            .cloned()
            .chain(
                cues.iter()
                    .filter(|c| c.pos == CuePos::Verb)
                    .filter_map(|c| c.pattern.split(' ').next().map(str::to_owned)),
            )
            .chain(
                reporting
                    .verb
                    .iter()
                    .filter_map(|v| v.lemma.split(' ').next().map(str::to_owned)),
            );
        let inflector = Inflector::new(verbs, &words);
        Ok(Self {
            id: head.id,
            name: head.name,
            cues,
            reporting: reporting.verb,
            reporting_phrases: reporting.phrase,
            attribution: weights(files, id)?,
            markers: markers.marker,
            condition_nouns: markers.condition_nouns,
            backing_nouns: markers.backing_nouns,
            titles,
            abbreviations: abbreviations.abbreviation,
            boilerplate: boilerplate.line,
            words,
            classes: Arc::new(classes),
            genre,
            copies: Arc::new(copies),
            inflector,
            scorer,
        })
    }
}

/// The weights of attributions.
fn weights(files: &Files, id: &str) -> Result<Vec<(String, Vec<i32>)>> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Table {
        weights: String,
    }
    let (table, source): (Table, _) = files.read(id, "attribution.toml")?;
    numbered(&table.weights).map_err(|line| {
        let why = format!("`{line}` is no feature, tab and whole numbers");
        source.error(0, "weights", why)
    })
}

/// Lines of a name, a tab, and whole numbers; the first line that is none of these is the error.
fn numbered(lines: &str) -> std::result::Result<Vec<(String, Vec<i32>)>, &str> {
    let filled = lines.lines().filter(|l| !l.is_empty());
    filled
        .map(|line| {
            let (name, numbers) = line.split_once('\t').ok_or(line)?;
            let numbers: std::result::Result<_, _> = numbers.split(' ').map(str::parse).collect();
            Ok((name.to_owned(), numbers.map_err(|_| line)?))
        })
        .collect()
}
