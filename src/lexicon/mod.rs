//! Lexicons: load, check, and hand to the stages.
//!
//! A language pack (`lexicons/en`) knows how a language says things; a topic pack (`lexicons/ukraine`) knows actors and proposals.
//! Both are TOML, embedded in the binary and replaceable by folders. This module only reads and checks them: each stage compiles
//! what it needs once, when it is built.

mod source;
mod cue;
mod classes;
mod genre;
mod language;
mod topic;
mod actor;
mod alternatives;
mod slots;

mod inflect;
mod check;
mod scorer;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

pub use actor::*;
pub use check::{Fault, Severity, check};
pub use classes::WordClasses;
pub use cue::{Cue, CueClass, CuePos, Example};
pub use genre::Genre;
pub use inflect::{Inflector, VerbForm, singulars};
pub use language::*;
pub use scorer::{ARTICLE_WEIGHTS, ScorerTable};
pub use topic::*;

use crate::error::{Error, ErrorKind, Result};
use source::{Files, GivenPack};

/// A language pack and a topic pack that belong together.
#[derive(Debug, Clone)]
pub struct Lexicons {
    /// How the language says things.
    pub language: LanguagePack,
    /// Who and what the topic is about.
    pub topic: TopicPack,
    /// SHA-256 over the names and bytes of all files read, in hexadecimal.
    pub sha256: String,
    /// Files that came from folders and are not embedded ones.
    given: BTreeSet<PathBuf>,
}

impl Lexicons {
    /// The embedded lexicons for `topic`.
    pub fn embedded(topic: &str) -> Result<Self> {
        Self::from_files(&Files::embedded(), topic)
    }

    /// The embedded lexicons with the packs found in `dirs` in their place.
    ///
    /// A folder is either one pack (it holds `pack.toml`) or holds packs; a pack replaces the embedded one of its name.
    pub fn load<P: AsRef<Path>>(dirs: &[P], topic: &str) -> Result<Self> {
        let mut files = Files::embedded();
        for dir in dirs {
            files.replace_from(dir.as_ref())?;
        }
        Self::from_files(&files, topic)
    }

    /// The topics among the packs in `dirs`, in order.
    pub fn topics_in<P: AsRef<Path>>(dirs: &[P]) -> Result<Vec<String>> {
        let mut files = Files::default();
        for dir in dirs {
            files.replace_from(dir.as_ref())?;
        }
        let topics = files.given().iter().filter(|g| g.topic);
        Ok(topics.map(|g| g.id.clone()).collect())
    }

    /// Whether a file is of a pack that came from a folder, not of an embedded one.
    pub fn is_given(&self, file: &Path) -> bool {
        self.given.contains(file)
    }

    fn from_files(files: &Files, topic: &str) -> Result<Self> {
        let topics = files.packs_with("proposals.toml");
        if !topics.iter().any(|t| t == topic) {
            // The folder is there, and something in it keeps it from being that topic.
            for GivenPack { id, folder, .. } in files.given() {
                if id == topic {
                    let message = format!("the pack `{topic}` has no proposals.toml");
                    return Err(Error::new(ErrorKind::Lexicon, message).at(folder));
                }
                if folder.file_name().is_some_and(|name| name == topic) {
                    let message = format!(
                        "the folder is `{topic}`, but the pack's id is `{id}`; write id = \"{topic}\", or name the topic with --topic {id}"
                    );
                    let head = folder.join("pack.toml");
                    return Err(Error::new(ErrorKind::Lexicon, message).at(&head));
                }
            }
            let known = topics.join(", ");
            let message = format!(
                "there is no topic `{topic}`; known are: {known}. Name one with --topic, or add its folder with --lexicons"
            );
            return Err(Error::new(ErrorKind::Lexicon, message));
        }
        let topic = TopicPack::read(files, topic)?;
        let language = LanguagePack::read(files, &topic.language)?;
        let sha256 = files.sha256(&[&topic.language, &topic.id]);
        Ok(Self {
            language,
            topic,
            sha256,
            given: files.given_files(),
        })
    }
}
