//! The committed table of figures: a section a corpus, written by one command and compared by the tests.

use std::fmt::Write;

use super::{Evaluation, Group, Score};

/// Figures of one corpus.
#[derive(Debug, Clone, PartialEq)]
pub struct Accuracy {
    /// Name of the corpus, the heading of its section.
    pub corpus: String,
    /// How the engine does.
    pub engine: Evaluation,
    /// How simple rules do, by name.
    pub baselines: Vec<(String, Evaluation)>,
    /// What confidence is worth.
    pub reliability: Vec<ConfidenceBin>,
}

/// Statements of similar confidence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ConfidenceBin {
    /// Lowest confidence, included.
    pub from: f64,
    /// Highest confidence, left out but for 1.
    pub to: f64,
    /// How many of them are right.
    pub score: Score,
}

/// The three comparisons, as the rows are called.
fn rows(evaluation: &Evaluation) -> [(&'static str, &Score); 3] {
    [
        ("triple", &evaluation.triple),
        ("pair", &evaluation.pair),
        ("triple, holders by country", &evaluation.by_country),
    ]
}

fn percent(share: f64) -> String {
    format!("{:.1}", 100.0 * share)
}

impl Accuracy {
    /// The section in Markdown, from its heading to an empty line.
    pub fn section(&self) -> String {
        let mut text = format!(
            "## {}\n\n{} articles.\n\n",
            self.corpus, self.engine.documents
        );
        self.comparisons(&mut text);
        self.stances(&mut text);
        self.attributions(&mut text);
        self.bins(&mut text);
        text
    }

    fn comparisons(&self, text: &mut String) {
        let mut head = line(["", "P", "R", "F1", "right", "optional", "wrong", "missed"]);
        self.append(&mut head, |name, _| format!("F1 {name}"));
        table(text, &head, 1);
        for (at, (name, score)) in rows(&self.engine).into_iter().enumerate() {
            let counts = [score.right, score.optional, score.wrong, score.missed];
            let mut row = line([name.to_owned()]);
            for share in [score.precision(), score.recall(), score.f1()] {
                let _ = write!(row, " {} |", percent(share));
            }
            for count in counts {
                let _ = write!(row, " {count} |");
            }
            self.append(&mut row, |_, other| percent(rows(other)[at].1.f1()));
            text.push_str(&(row + "\n"));
        }
    }

    fn stances(&self, text: &mut String) {
        let mut head = line(["stance", "F1", "right", "wrong", "missed"]);
        self.append(&mut head, |name, _| format!("F1 {name}"));
        table(text, &head, 1);
        for group in &self.engine.stances {
            let mut row = group_row(group);
            self.append(&mut row, |_, other| {
                let same = other.stances.iter().find(|g| g.name == group.name);
                percent(same.map_or(0.0, |g| g.score.f1_required()))
            });
            text.push_str(&(row + "\n"));
        }
    }

    fn attributions(&self, text: &mut String) {
        table(
            text,
            &line(["attribution", "F1", "right", "wrong", "missed"]),
            1,
        );
        for group in &self.engine.attributions {
            text.push_str(&(group_row(group) + "\n"));
        }
    }

    fn bins(&self, text: &mut String) {
        table(text, &line(["confidence", "statements", "share right"]), 1);
        for ConfidenceBin { from, to, score } in &self.reliability {
            let all = score.right + score.optional + score.wrong;
            let share = if all == 0 {
                "none".to_owned()
            } else {
                percent(score.precision())
            };
            let bin = format!("{from:.1} to {to:.1}");
            text.push_str(&(line([bin, all.to_string(), share]) + "\n"));
        }
        text.push('\n');
    }

    /// A cell more for each baseline.
    fn append(&self, row: &mut String, cell: impl Fn(&str, &Evaluation) -> String) {
        for (name, evaluation) in &self.baselines {
            let _ = write!(row, " {} |", cell(name, evaluation));
        }
    }
}

fn line<S: AsRef<str>>(cells: impl IntoIterator<Item = S>) -> String {
    let cells = cells.into_iter();
    cells.fold("|".to_owned(), |row, cell| row + " " + cell.as_ref() + " |")
}

/// Begins a table: `left` columns of words, the others of figures.
fn table(text: &mut String, head: &str, left: usize) {
    if !text.ends_with("\n\n") {
        text.push('\n');
    }
    let columns = head.matches('|').count() - 1;
    let rule = (0..columns).map(|c| if c < left { "---" } else { "---:" });
    let _ = writeln!(text, "{head}\n{}", line(rule));
}

fn group_row(Group { name, score: s }: &Group) -> String {
    let counts = [s.right, s.wrong, s.missed].map(|n| n.to_string());
    line(
        [name.clone(), percent(s.f1_required())]
            .into_iter()
            .chain(counts),
    )
}

/// The section of a committed table, from its heading up to the next.
pub fn committed_section<'t>(table: &'t str, corpus: &str) -> Option<&'t str> {
    let heading = format!("## {corpus}\n");
    let start = if table.starts_with(&heading) {
        0
    } else {
        table.find(&format!("\n{heading}"))? + 1
    };
    let section = &table[start..];
    let end = section[heading.len()..]
        .find("\n## ")
        .map_or(section.len(), |at| heading.len() + at + 1);
    Some(&section[..end])
}

/// How far F1 may fall before it is told, in per cent: rounding alone moves a figure by less.
pub const TOLERANCE: f64 = 0.1;

/// What became worse than the committed table says, or is not in it; a line each.
pub fn falls(table: &str, corpus: &str, now: &Evaluation) -> Vec<String> {
    let Some(section) = committed_section(table, corpus) else {
        return vec![format!("{corpus}: the table has no such section")];
    };
    let mut told = Vec::new();
    for (name, score) in rows(now) {
        let start = format!("| {name} |");
        let row = section.lines().find_map(|line| line.strip_prefix(&start));
        // P and R stand before it.
        let f1 = row.and_then(|row| row.split('|').nth(2)?.trim().parse::<f64>().ok());
        let found = 100.0 * score.f1();
        match f1 {
            None => told.push(format!("{corpus}, {name}: the table has no such figure")),
            // Half a tenth is what rounding took from the committed figure.
            Some(f1) if found < f1 - TOLERANCE - 0.05 => {
                told.push(format!("{corpus}, {name}: F1 {found:.1}, and was {f1:.1}"));
            }
            Some(_) => {}
        }
    }
    told
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        reason = "a test that cannot go on should stop there"
    )]

    use super::*;
    use crate::evaluate::{Documents, Names, evaluate, read_claims};

    fn claims(rows: &[(&str, &str)]) -> Documents {
        let rows = rows.iter().map(|(actor, stance)| {
            serde_json::json!({"article": "a", "actor": actor, "proposal": "un-force", "stance": stance}).to_string()
        });
        let text = rows.collect::<Vec<_>>().join("\n");
        read_claims(text.as_bytes(), std::path::Path::new("claims")).unwrap()
    }

    fn evaluation(predicted: &[(&str, &str)]) -> Evaluation {
        let gold = claims(&[("France", "support"), ("Russia", "oppose")]);
        evaluate(&gold, &claims(predicted), &Names::standard())
    }

    fn accuracy(corpus: &str) -> Accuracy {
        let engine = evaluation(&[("France", "support"), ("Russia", "oppose")]);
        let score = engine.triple;
        Accuracy {
            corpus: corpus.to_owned(),
            engine,
            baselines: vec![("guess".to_owned(), evaluation(&[("France", "support")]))],
            reliability: vec![ConfidenceBin {
                from: 0.8,
                to: 1.0,
                score,
            }],
        }
    }

    #[test]
    fn a_fall_is_told_and_a_rise_is_not() {
        let table = format!(
            "# A\n\n{}{}",
            accuracy("one").section(),
            accuracy("two").section()
        );
        let full = evaluation(&[("France", "support"), ("Russia", "oppose")]);
        assert_eq!(falls(&table, "two", &full), Vec::<String>::new());
        let half = evaluation(&[("France", "support"), ("Russia", "support")]);
        assert_eq!(
            falls(&table, "two", &half),
            [
                "two, triple: F1 50.0, and was 100.0",
                "two, triple, holders by country: F1 50.0, and was 100.0"
            ]
        );
        let poorer = table.replace("100.0", "40.0");
        assert_eq!(falls(&poorer, "two", &half), Vec::<String>::new());
        assert_eq!(falls(&table, "three", &full).len(), 1);
        assert_eq!(falls("## two\n", "two", &full).len(), 3);
    }

    #[test]
    fn a_section_ends_where_the_next_begins() {
        let (one, two) = (accuracy("one").section(), accuracy("two").section());
        let table = format!("# A\n\n{one}{two}");
        assert_eq!(committed_section(&table, "one"), Some(one.as_str()));
        assert_eq!(committed_section(&table, "two"), Some(two.as_str()));
        assert_eq!(committed_section(&two, "two"), Some(two.as_str()));
    }

    #[test]
    fn baselines_stand_beside_the_engine() {
        let section = accuracy("one").section();
        assert!(
            section.contains("| triple | 100.0 | 100.0 | 100.0 | 2 | 0 | 0 | 0 | 66.7 |"),
            "{section}"
        );
        assert!(
            section.contains("| support | 100.0 | 1 | 0 | 0 | 100.0 |"),
            "{section}"
        );
        assert!(section.contains("| 0.8 to 1.0 | 2 | 100.0 |"), "{section}");
    }
}
