//! Claims as files give them: the gold form (a document with its statements, or a statement a line) and canonical statements.

use std::collections::BTreeMap;
use std::io::BufRead;
use std::path::Path;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::error::{Error, ErrorKind, Result};
use crate::model::Statement;

/// Who stands where on what; the gold form may allow further readings.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Claim {
    /// The holder's name; `author` for the writer.
    pub actor: String,
    /// Proposal id.
    pub proposal: String,
    /// Stance.
    pub stance: String,
    /// `quote`, `reported`, `action` or `authorial`, where told.
    pub attribution: Option<String>,
    /// The sentence, or its first words.
    pub evidence: String,
    /// Whether a careful reader could leave it out.
    pub optional: bool,
    /// Holders which are as good.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alt_actors: Vec<String>,
    /// Proposals which are as good.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alt_proposals: Vec<String>,
    /// Stances which are as good.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alt_stances: Vec<String>,
}

impl Claim {
    /// Every holder that is right.
    pub fn actors(&self) -> impl Iterator<Item = &str> {
        one_and_more(&self.actor, &self.alt_actors)
    }

    /// Every proposal that is right, but for parents and children.
    pub fn proposals(&self) -> impl Iterator<Item = &str> {
        one_and_more(&self.proposal, &self.alt_proposals)
    }

    /// Every stance that is right.
    pub fn stances(&self) -> impl Iterator<Item = &str> {
        one_and_more(&self.stance, &self.alt_stances)
    }
}

fn one_and_more<'a>(one: &'a str, more: &'a [String]) -> impl Iterator<Item = &'a str> {
    std::iter::once(one).chain(more.iter().map(String::as_str))
}

impl From<&Statement> for Claim {
    fn from(statement: &Statement) -> Self {
        let holder = &statement.holder.name;
        Self {
            actor: if holder.is_empty() { "author" } else { holder }.to_owned(),
            proposal: statement.proposal.id.clone(),
            stance: statement.stance.name().to_owned(),
            attribution: Some(statement.attribution.name().to_owned()),
            evidence: statement.evidence.text.clone(),
            ..Self::default()
        }
    }
}

/// Claims by document id.
pub type Documents = BTreeMap<String, Vec<Claim>>;

/// Reads claims, a JSON object a line. `name` is how errors call the input.
pub fn read_claims(input: impl BufRead, name: &Path) -> Result<Documents> {
    let mut documents = Documents::new();
    each_record(input, name, |record, fault| {
        take(&mut documents, record).map_err(fault)?;
        Ok(true)
    })?;
    Ok(documents)
}

/// Whether the first record is an article rather than a claim.
pub fn holds_articles(input: impl BufRead, name: &Path) -> Result<bool> {
    let mut articles = false;
    each_record(input, name, |record, _| {
        articles = !["statements", "holder", "actor"]
            .iter()
            .any(|key| record.contains_key(*key));
        Ok(false)
    })?;
    Ok(articles)
}

/// What is wrong with a record, and in which field.
type Fault = (&'static str, &'static str);

/// Calls `visit` with each record until it answers `false`.
fn each_record(
    input: impl BufRead,
    name: &Path,
    mut visit: impl FnMut(&Map<String, Value>, &dyn Fn(Fault) -> Error) -> Result<bool>,
) -> Result<()> {
    for (number, line) in (1..).zip(input.lines()) {
        let line = line.map_err(|e| Error::io(name, "cannot be read", e).line(number))?;
        let line = line.trim_start_matches('\u{feff}').trim();
        if line.is_empty() {
            continue;
        }
        let bad = |message: &str| Error::new(ErrorKind::Input, message).at(name).line(number);
        let record: Value =
            serde_json::from_str(line).map_err(|e| bad("is not JSON").caused_by(e))?;
        let Value::Object(record) = record else {
            return Err(bad(
                "is not a JSON object: one document or statement a line",
            ));
        };
        let fault = |(field, what): Fault| bad(what).field(field);
        if !visit(&record, &fault)? {
            break;
        }
    }
    Ok(())
}

fn take(documents: &mut Documents, record: &Map<String, Value>) -> Result<(), Fault> {
    if let Some(statements) = record.get("statements") {
        let statements = statements
            .as_array()
            .ok_or(("statements", "is not a list"))?;
        let document = documents.entry(id(record.get("id"), "id")?).or_default();
        for statement in statements {
            let statement = statement
                .as_object()
                .ok_or(("statements", "holds something that is not an object"))?;
            document.push(gold_claim(statement)?);
        }
    } else if let Some(holder) = record.get("holder") {
        let article = record.get("article");
        let article = match article {
            Some(Value::Object(article)) => article.get("id"),
            other => other,
        };
        let document = documents.entry(id(article, "article")?).or_default();
        document.push(statement_claim(record, holder)?);
    } else {
        let document = documents
            .entry(id(record.get("article"), "article")?)
            .or_default();
        document.push(gold_claim(record)?);
    }
    Ok(())
}

fn gold_claim(record: &Map<String, Value>) -> Result<Claim, Fault> {
    Ok(Claim {
        actor: text(record.get("actor"), "actor")?,
        proposal: text(record.get("proposal"), "proposal")?,
        stance: text(record.get("stance"), "stance")?,
        attribution: optional_text(record.get("attribution")),
        evidence: optional_text(record.get("evidence")).unwrap_or_default(),
        optional: record.get("optional").and_then(Value::as_bool) == Some(true),
        alt_actors: texts(record.get("alt_actors")),
        alt_proposals: texts(record.get("alt_proposals")),
        alt_stances: texts(record.get("alt_stances")),
    })
}

fn statement_claim(record: &Map<String, Value>, holder: &Value) -> Result<Claim, Fault> {
    let name = optional_text(holder.get("name")).filter(|n| !n.is_empty());
    Ok(Claim {
        actor: name.unwrap_or_else(|| "author".to_owned()),
        proposal: text(record.get("proposal").and_then(|p| p.get("id")), "proposal")?,
        stance: text(record.get("stance"), "stance")?,
        attribution: optional_text(record.get("attribution")),
        evidence: optional_text(record.get("evidence").and_then(|e| e.get("text")))
            .unwrap_or_default(),
        ..Claim::default()
    })
}

/// An id may be text or a number.
fn id(value: Option<&Value>, field: &'static str) -> Result<String, Fault> {
    match value {
        Some(Value::String(id)) => Ok(id.clone()),
        Some(Value::Number(id)) => Ok(id.to_string()),
        _ => Err((field, "names no document")),
    }
}

fn text(value: Option<&Value>, field: &'static str) -> Result<String, Fault> {
    optional_text(value).ok_or((field, "is missing or not text"))
}

fn optional_text(value: Option<&Value>) -> Option<String> {
    value.and_then(Value::as_str).map(str::to_owned)
}

fn texts(value: Option<&Value>) -> Vec<String> {
    let list = value.and_then(Value::as_array);
    list.into_iter()
        .flatten()
        .filter_map(|v| v.as_str().map(str::to_owned))
        .collect()
}
