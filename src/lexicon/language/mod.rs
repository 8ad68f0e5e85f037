//! The language pack: cues, reporting verbs, markers, titles, closed classes, abbreviations, boilerplate.

mod entries;
mod numbered;
mod words;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::DeserializeOwned;

pub use entries::*;
pub use numbered::NumberedLines;
pub use words::*;

use super::classes::WordClasses;
use super::cue::{Cue, CuePos, RawCue, checked};
use super::genre::Genre;
use super::inflect::Inflector;
use super::scorer::ScorerTable;
use super::source::Files;
use super::topic::Origin;
use crate::error::Result;
use crate::model::{CopyWords, DatelineWords};

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
    pub attribution: NumberedLines,
    /// Words of conditions and concessions.
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
    /// Words by which a text says on which day it was published.
    pub datelines: Arc<DatelineWords>,
    /// Verb forms.
    pub inflector: Arc<Inflector>,
    /// Model of the scorer; none where the pack has none, and then rules decide alone.
    pub scorer: Option<ScorerTable>,
}

/// `reporting.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reporting {
    verb: Vec<ReportingVerb>,
    #[serde(default)]
    phrase: Vec<ReportingPhrase>,
}

/// `markers.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Markers {
    #[serde(default)]
    condition_nouns: Vec<String>,
    #[serde(default)]
    backing_nouns: Vec<String>,
    marker: Vec<Marker>,
}

impl LanguagePack {
    pub(super) fn read(files: &Files, id: &str) -> Result<Self> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Head {
            #[serde(rename = "kind")]
            _kind: Option<String>,
            id: String,
            name: String,
        }
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Abbreviations {
            abbreviation: Vec<Abbreviation>,
        }
        let head: Head = file(files, id, "pack.toml")?;
        let reporting: Reporting = file(files, id, "reporting.toml")?;
        let markers: Markers = file(files, id, "markers.toml")?;
        let abbreviations: Abbreviations = file(files, id, "abbreviations.toml")?;
        let words: Words = file(files, id, "words.toml")?;
        let cues = cues(files, id)?;
        Ok(Self {
            id: head.id,
            name: head.name,
            inflector: Arc::new(inflector(&words, &cues, &reporting.verb)),
            cues,
            reporting: reporting.verb,
            reporting_phrases: reporting.phrase,
            attribution: weights(files, id)?,
            markers: markers.marker,
            condition_nouns: markers.condition_nouns,
            backing_nouns: markers.backing_nouns,
            titles: file(files, id, "titles.toml")?,
            abbreviations: abbreviations.abbreviation,
            boilerplate: boilerplate(files, id)?,
            words,
            classes: Arc::new(file(files, id, "classes.toml")?),
            genre: file(files, id, "genre.toml")?,
            copies: Arc::new(file(files, id, "copies.toml")?),
            datelines: Arc::new(file(files, id, "datelines.toml")?),
            scorer: ScorerTable::read(files, id)?,
        })
    }
}

/// One file of the pack.
fn file<T: DeserializeOwned>(files: &Files, id: &str, name: &str) -> Result<T> {
    Ok(files.read(id, name)?.0)
}

/// The cues of all files, in file order; an id is given once.
fn cues(files: &Files, id: &str) -> Result<Vec<Cue>> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Cues {
        cue: Vec<RawCue>,
    }
    let mut cues = Vec::new();
    let mut origins: BTreeMap<String, Origin> = BTreeMap::new();
    for read in files.read_all::<Cues>(id, "cues/") {
        let (file, source) = read?;
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
    Ok(cues)
}

/// The lines that are no story; each is a regular expression.
fn boilerplate(files: &Files, id: &str) -> Result<Vec<BoilerplateLine>> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Boilerplate {
        line: Vec<BoilerplateLine>,
    }
    let (file, source): (Boilerplate, _) = files.read(id, "boilerplate.toml")?;
    for line in &file.line {
        if let Err(e) = regex::Regex::new(&line.pattern) {
            let message = format!("`{}` is no regular expression: {e}", line.pattern);
            return Err(source.error(0, "pattern", message));
        }
    }
    Ok(file.line)
}

/// Forms of all verbs that the pack knows: as words, as cues, and as reporting verbs.
fn inflector(words: &Words, cues: &[Cue], reporting: &[ReportingVerb]) -> Inflector {
    let of_cues = cues.iter().filter(|c| c.pos == CuePos::Verb);
    let phrases = of_cues
        .map(|c| &c.pattern)
        .chain(reporting.iter().map(|v| &v.lemma));
    let firsts = phrases.filter_map(|p| p.split(' ').next().map(str::to_owned));
    Inflector::new(words.verbs.iter().cloned().chain(firsts), words)
}

/// The weights of attributions.
fn weights(files: &Files, id: &str) -> Result<NumberedLines> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Table {
        weights: String,
    }
    let (table, source): (Table, _) = files.read(id, "attribution.toml")?;
    NumberedLines::checked(table.weights).map_err(|line| {
        let why = format!("`{line}` is no feature, tab and whole numbers");
        source.error(0, "weights", why)
    })
}
