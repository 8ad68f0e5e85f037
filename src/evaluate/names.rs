//! Spellings and roll-up: when two names mean the same holder for the purpose of scoring.
//!
//! Apart from the lexicon on purpose: a lexicon grows with every story, and the yardstick must not grow with it. The table is
//! `names.toml` beside this file.

use std::collections::BTreeMap;

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

use crate::error::{Error, ErrorKind, Result};

/// Which names mean the same.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// Folded spelling to folded canonical name.
    spellings: BTreeMap<String, String>,
    /// Folded canonical name to the folded name of the country or body.
    speaks_for: BTreeMap<String, String>,
    /// Id of a proposal to the id of its parent.
    parents: BTreeMap<String, String>,
}

/// The kinds of force whose parent is [`FORCE`], in the first topic.
const FORCES: [&str; 6] = [
    "european-force",
    "global-south-force",
    "nato-force",
    "tripwire-force",
    "un-force",
    "us-troops",
];
const FORCE: &str = "foreign-force";

/// The file: canonical name to other spellings, country or body to the persons who speak for it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(default)]
    spellings: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    speaks_for: BTreeMap<String, Vec<String>>,
}

impl Names {
    /// The table of the first topic, and the parents of its proposals.
    ///
    /// # Panics
    /// Never: the table is part of the build, and a test reads it.
    pub fn standard() -> Self {
        Self::parse(include_str!("names.toml"))
            .expect("a test reads the embedded table")
            .with_parents(FORCES.map(|kind| (kind, FORCE)))
    }

    /// The same names, with these proposals (each with its parent) in the place of those known before.
    #[must_use]
    pub fn with_parents<'a>(
        mut self,
        parents: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Self {
        let own = |(child, parent): (&str, &str)| (child.to_owned(), parent.to_owned());
        self.parents = parents.into_iter().map(own).collect();
        self
    }

    /// A table in TOML: `[spellings]` and `[speaks_for]`, each a name with a list.
    pub fn parse(toml: &str) -> Result<Self> {
        let table: Table = toml::from_str(toml).map_err(|e| {
            Error::new(ErrorKind::Lexicon, format!("the table of names: {e}")).caused_by(e)
        })?;
        let inverted = |lists: BTreeMap<String, Vec<String>>| {
            let pairs = lists.into_iter().flat_map(|(name, others)| {
                let name = fold(&name);
                others.into_iter().map(move |o| (fold(&o), name.clone()))
            });
            pairs.collect()
        };
        Ok(Self {
            spellings: inverted(table.spellings),
            speaks_for: inverted(table.speaks_for),
            parents: BTreeMap::new(),
        })
    }

    /// The name as it is compared: folded, without article, in its usual spelling.
    pub fn canonical(&self, name: &str) -> String {
        let folded = fold(name);
        self.spellings.get(&folded).cloned().unwrap_or(folded)
    }

    /// Whether two proposals count as the same: equal, or parent and child.
    pub fn same_proposal(&self, a: &str, b: &str) -> bool {
        let is_parent = |parent: &str, of: &str| self.parents.get(of).is_some_and(|p| p == parent);
        a == b || is_parent(a, b) || is_parent(b, a)
    }

    /// The country or body that the named person speaks for; any other name as [`Names::canonical`] has it.
    pub fn country(&self, name: &str) -> String {
        let name = self.canonical(name);
        self.speaks_for.get(&name).cloned().unwrap_or(name)
    }
}

/// Lower case, no accents, no leading "the".
fn fold(name: &str) -> String {
    let bare: String = name
        .nfkd()
        // Has no decomposition, and Polish names are spelt both ways.
        .map(|c| match c {
            'ł' => 'l',
            'Ł' => 'L',
            c => c,
        })
        .filter(|c| canonical_combining_class(*c) == 0)
        .collect();
    let lower = bare.to_lowercase();
    let lower = lower.trim();
    lower.strip_prefix("the ").unwrap_or(lower).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_and_roll_up() {
        let names = Names::standard();
        assert_eq!(names.canonical(" The Kremlin "), "russia");
        assert_eq!(names.canonical("Volodymyr Zelenskyy"), "volodymyr zelensky");
        assert_eq!(names.canonical("Radosław Sikorski"), "radoslaw sikorski");
        assert_eq!(names.country("Sir Keir Starmer"), "united kingdom");
        assert_eq!(names.country("Recep Tayyip Erdoğan"), "turkey");
        assert_eq!(names.country("Mark Rutte"), "nato");
        assert_eq!(names.country("Chilean Senate"), "chilean senate");
    }

    #[test]
    fn a_table_with_a_typo_is_an_error() {
        assert!(Names::parse("[spelings]\n").is_err());
    }
}
