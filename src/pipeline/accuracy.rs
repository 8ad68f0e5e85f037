//! Runs the engine and the baselines over annotated articles.

use std::fs::{File, read_dir};
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use crate::error::{Error, ErrorKind, Result};
use crate::evaluate::{
    Accuracy, ConfidenceBin, Documents, Evaluation, Names, evaluate, read_claims,
};
use crate::feed::StatementLines;
use crate::lexicon::Lexicons;
use crate::model::Statement;
use crate::read::find_inputs;

use super::analyse::Analysis;
use super::baseline::{Baseline, Rule};
use super::{Analyser, Destination, Outcome, RunOptions, run_with};

/// Articles with a gold standard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnnotatedCorpus {
    /// What the table calls it.
    pub name: String,
    /// Files with articles.
    pub articles: Vec<PathBuf>,
    /// Files with the claims that a careful reader finds in them.
    pub gold: Vec<PathBuf>,
}

impl AnnotatedCorpus {
    /// `articles` and `gold` are files, or folders of files that end in `ending`.
    pub fn new(name: &str, articles: &Path, ending: &str, gold: &Path) -> Result<Self> {
        Ok(Self {
            name: name.to_owned(),
            articles: files(articles, ending)?,
            gold: files(gold, "jsonl")?,
        })
    }

    /// All splits of a corpus laid out as the project's own: the folders under `gold`, by name.
    pub fn splits(corpus: &Path) -> Result<Vec<Self>> {
        let gold = corpus.join("gold");
        let failed = |e| Error::io(&gold, "cannot be read", e);
        let mut names = Vec::new();
        for entry in read_dir(&gold).map_err(failed)? {
            names.push(entry.map_err(failed)?.file_name());
        }
        names.sort();
        let names = names.iter().map(|name| name.to_string_lossy());
        names.map(|name| Self::split(corpus, &name)).collect()
    }

    /// One split, such as `dev` or `test`.
    pub fn split(corpus: &Path, split: &str) -> Result<Self> {
        let (articles, gold) = (
            corpus.join("articles").join(split),
            corpus.join("gold").join(split),
        );
        Self::new(
            &format!("Corpus, {split} split"),
            &articles,
            "ndjson",
            &gold,
        )
    }

    /// The claims of the gold standard.
    pub fn gold(&self) -> Result<Documents> {
        let mut all = Documents::new();
        for file in &self.gold {
            let input = File::open(file).map_err(|e| Error::io(file, "cannot be opened", e))?;
            for (document, claims) in read_claims(BufReader::new(input), file)? {
                all.entry(document).or_default().extend(claims);
            }
        }
        Ok(all)
    }

    /// How the engine does.
    pub fn engine(&self, analyser: &Analyser) -> Result<Evaluation> {
        let statements = self.statements(analyser)?;
        Ok(evaluate(
            &self.gold()?,
            &claims(&statements),
            &Names::standard(),
        ))
    }

    /// How the engine and the baselines do, and what confidence is worth.
    pub fn accuracy(&self, analyser: &Analyser, lexicons: &Lexicons) -> Result<Accuracy> {
        let (gold, names) = (self.gold()?, Names::standard());
        let statements = self.statements(analyser)?;
        let baselines = Rule::ALL.map(|rule| {
            let found = self.statements(&Baseline::new(rule, analyser, lexicons)?)?;
            Ok((
                rule.name().to_owned(),
                evaluate(&gold, &claims(&found), &names),
            ))
        });
        let bin = |(from, to): (f64, f64)| {
            let within = |s: &&Statement| s.confidence >= from && (s.confidence < to || to >= 1.0);
            let found = claims(statements.iter().filter(within));
            ConfidenceBin {
                from,
                to,
                score: evaluate(&gold, &found, &names).triple,
            }
        };
        Ok(Accuracy {
            corpus: self.name.clone(),
            engine: evaluate(&gold, &claims(&statements), &names),
            baselines: baselines.into_iter().collect::<Result<_>>()?,
            reliability: [(0.0, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 1.0)]
                .map(bin)
                .into(),
        })
    }

    /// Runs the chain as `run --keep-copies` does: each article by itself, as whoever wrote the gold standard read it.
    fn statements<A: Analysis>(&self, analysis: &A) -> Result<Vec<Statement>> {
        let mut found = find_inputs(&self.articles);
        if let Some(missing) = found.missing.pop() {
            return Err(missing);
        }
        let options = RunOptions {
            inputs: found.inputs,
            keep_copies: true,
            ..RunOptions::default()
        };
        let nowhere = |e| Error::io(Path::new("temporary folder"), "cannot be made", e);
        let folder = tempfile::tempdir().map_err(nowhere)?;
        let destination = Destination::Folder(folder.path().to_owned());
        let outcome = run_with(
            &options,
            analysis,
            destination,
            &AtomicBool::new(false),
            &mut |_| {},
        )?;
        match outcome {
            Outcome::Finished(report) if report.rejects.is_empty() => {}
            // Figures over half the articles would look like any others.
            _ => {
                return Err(Error::new(
                    ErrorKind::Input,
                    format!("{}: not all articles can be read", self.name),
                ));
            }
        }
        let file = folder.path().join("statements.ndjson");
        let input = File::open(&file).map_err(|e| Error::io(&file, "cannot be opened", e))?;
        StatementLines::new(BufReader::new(input), file).collect()
    }
}

fn claims<'s>(statements: impl IntoIterator<Item = &'s Statement>) -> Documents {
    let mut documents = Documents::new();
    for statement in statements {
        documents
            .entry(statement.article.id.clone())
            .or_default()
            .push(statement.into());
    }
    documents
}

/// The file itself, or the files of a folder by name.
fn files(path: &Path, ending: &str) -> Result<Vec<PathBuf>> {
    if path.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    let failed = |e| Error::io(path, "cannot be read", e);
    let mut files = Vec::new();
    for entry in read_dir(path).map_err(failed)? {
        files.push(entry.map_err(failed)?.path());
    }
    files.retain(|file| file.extension().is_some_and(|e| e == ending));
    files.sort();
    Ok(files)
}
