//! What a selection may name: holders and proposals that there are, and which of these a name that is none of them was meant to be.

use std::collections::BTreeSet;

use super::Selection;
use super::selection::named;

/// At most so many names are told for one that there is not.
const TOLD: usize = 3;

/// Holders and proposals that there are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choices {
    actors: BTreeSet<(String, String)>,
    proposals: BTreeSet<(String, String)>,
}

/// A name that was asked for and is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// What it should have named: `holder` or `proposal`.
    pub kind: &'static str,
    /// As it was asked for.
    pub wanted: String,
    /// Names that are written nearly so, the nearest first.
    pub near: Vec<String>,
}

impl Choices {
    /// Adds a holder, by id and name.
    pub fn add_actor(&mut self, id: &str, name: &str) {
        add(&mut self.actors, id, name);
    }

    /// Adds a proposal, by id and name.
    pub fn add_proposal(&mut self, id: &str, name: &str) {
        add(&mut self.proposals, id, name);
    }

    /// Names of a selection that are not among these.
    pub fn unknown(&self, selection: &Selection) -> Vec<Unknown> {
        let of = |kind, wanted: &[String], known: &BTreeSet<(String, String)>| {
            let missing = wanted.iter().filter(|w| ids(w, known).next().is_none());
            missing
                .map(|w| Unknown {
                    kind,
                    wanted: w.clone(),
                    near: near(w, known),
                })
                .collect::<Vec<_>>()
        };
        let mut unknown = of("holder", &selection.actors, &self.actors);
        unknown.extend(of("proposal", &selection.proposals, &self.proposals));
        unknown
    }

    /// Ids of the holders that are named; a name that is none of theirs stands for itself.
    pub fn actor_ids(&self, wanted: &[String]) -> Vec<String> {
        all_ids(wanted, &self.actors)
    }

    /// Ids of the proposals that are named; a name that is none of theirs stands for itself.
    pub fn proposal_ids(&self, wanted: &[String]) -> Vec<String> {
        all_ids(wanted, &self.proposals)
    }
}

fn add(known: &mut BTreeSet<(String, String)>, id: &str, name: &str) {
    let pair = (id.to_owned(), name.to_owned());
    known.insert(pair);
}

fn ids<'k>(
    wanted: &'k str,
    known: &'k BTreeSet<(String, String)>,
) -> impl Iterator<Item = &'k str> {
    known
        .iter()
        .filter(move |(id, name)| named(wanted, id, name))
        .map(|(id, _)| id.as_str())
}

fn all_ids(wanted: &[String], known: &BTreeSet<(String, String)>) -> Vec<String> {
    let mut all = BTreeSet::new();
    for wanted in wanted {
        let before = all.len();
        all.extend(ids(wanted, known));
        if all.len() == before {
            all.insert(wanted);
        }
    }
    all.into_iter().map(str::to_owned).collect()
}

/// Names that are written nearly so: a third of the letters may differ, or one holds the other.
fn near(wanted: &str, known: &BTreeSet<(String, String)>) -> Vec<String> {
    let wanted = wanted.to_lowercase();
    let most = (wanted.chars().count() / 3).max(1);
    let mut found: Vec<(usize, &str)> = known
        .iter()
        .filter_map(|(id, name)| {
            let far = [id, name].map(|text| distance(&wanted, &text.to_lowercase()));
            let far = far[0].min(far[1]);
            let lower = name.to_lowercase();
            let inside = wanted.chars().count() > 2 && lower.contains(&wanted)
                || lower.chars().count() > 3 && wanted.contains(&lower);
            (far <= most || inside).then_some((far, name.as_str()))
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    let names = found.into_iter().take(TOLD);
    names.map(|(_, name)| name.to_owned()).collect()
}

/// Letters to change, add or leave out (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, a) in a.chars().enumerate() {
        let mut before = row[0];
        row[0] = i + 1;
        for (j, &b) in b.iter().enumerate() {
            let changed = before + usize::from(a != b);
            before = row[j + 1];
            row[j + 1] = changed.min(before + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choices() -> Choices {
        let mut choices = Choices::default();
        for (id, name) in [
            ("poland", "Poland"),
            ("finland", "Finland"),
            ("donald-tusk", "Donald Tusk"),
            ("european-union", "European Union"),
        ] {
            choices.add_actor(id, name);
        }
        choices.add_proposal("european-force", "European force");
        choices
    }

    #[test]
    fn what_is_not_there_is_told_with_what_is_near() {
        let unknown = |actor: &str| {
            let selection = Selection {
                actors: vec![actor.to_owned()],
                ..Selection::default()
            };
            choices().unknown(&selection)
        };
        assert_eq!(unknown("POLAND"), []);
        assert_eq!(unknown("donald-tusk"), []);
        assert_eq!(unknown("Pland")[0].near, ["Poland"]);
        assert_eq!(unknown("Tusk")[0].near, ["Donald Tusk"]);
        assert_eq!(
            unknown("European Union Council")[0].near,
            ["European Union"]
        );
        assert!(unknown("Qx")[0].near.is_empty());
        let selection = Selection {
            proposals: vec!["European forse".to_owned()],
            ..Selection::default()
        };
        let [unknown] = &choices().unknown(&selection)[..] else {
            panic!("one name is unknown");
        };
        assert_eq!(
            (unknown.kind, &unknown.near[..]),
            ("proposal", &["European force".to_owned()][..])
        );
    }

    #[test]
    fn names_become_ids() {
        let wanted = ["Poland", "DONALD-TUSK", "nobody"].map(str::to_owned);
        assert_eq!(
            choices().actor_ids(&wanted),
            ["donald-tusk", "nobody", "poland"]
        );
    }
}
