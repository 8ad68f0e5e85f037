//! NDJSON: one record a line. The canonical form of statements, timeline rows, shifts and removals, and the way back.

use std::io::{BufRead, Write};
use std::path::PathBuf;

use serde::Serialize;

use super::{Feed, Sink};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{STATEMENT_SCHEMA, Statement};

/// Writes records, one a line.
#[derive(Debug)]
pub struct Ndjson<W> {
    sink: Sink<W>,
}

impl<W: Write> Ndjson<W> {
    /// Writes to `writer`, which errors call `name`.
    pub fn new(writer: W, name: impl Into<PathBuf>) -> Self {
        Self {
            sink: Sink::new(writer, name),
        }
    }
}

impl<W: Write, T: Serialize> Feed<T> for Ndjson<W> {
    fn begin(&mut self) -> Result<()> {
        Ok(())
    }

    fn write(&mut self, row: &T) -> Result<()> {
        self.sink.json(row)?;
        self.sink.bytes(b"\n")
    }

    fn finish(&mut self) -> Result<()> {
        self.sink.flush()
    }
}

/// Statements read back from NDJSON. A line that is no statement is an error with its number; reading may go on behind it.
#[derive(Debug)]
pub struct StatementLines<R> {
    input: R,
    name: PathBuf,
    number: u64,
    line: Vec<u8>,
    over: bool,
}

impl<R: BufRead> StatementLines<R> {
    /// Reads from `input`, which errors call `name`.
    pub fn new(input: R, name: impl Into<PathBuf>) -> Self {
        Self {
            input,
            name: name.into(),
            number: 0,
            line: Vec::new(),
            over: false,
        }
    }

    fn bad(&self, message: impl Into<String>) -> Error {
        Error::new(ErrorKind::Input, message)
            .at(&self.name)
            .line(self.number)
    }

    fn parse(&self) -> Result<Statement> {
        let statement = serde_json::from_slice::<Statement>(&self.line);
        // A record that says what it is needs not be told what it lacks.
        let schema = match &statement {
            Ok(statement) => Some(statement.schema.clone()),
            Err(_) => schema_of(&self.line),
        };
        if let Some(schema) = schema.filter(|schema| schema != STATEMENT_SCHEMA) {
            let message = format!(
                "this is {schema}; wanted is {STATEMENT_SCHEMA}, which `run` writes into statements.ndjson"
            );
            return Err(self.bad(message).field("schema"));
        }
        let statement =
            statement.map_err(|e| self.bad(format!("is not a statement: {e}")).caused_by(e))?;
        if let Some(date) = &statement.date
            && date.parse::<jiff::civil::Date>().is_err()
        {
            return Err(self
                .bad("is not a day of the calendar (YYYY-MM-DD)")
                .field("date"));
        }
        Ok(statement)
    }
}

/// What a record says that it is.
fn schema_of(line: &[u8]) -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Said {
        schema: String,
    }
    let said: Said = serde_json::from_slice(line).ok()?;
    Some(said.schema)
}

impl<R: BufRead> Iterator for StatementLines<R> {
    type Item = Result<Statement>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.over {
            self.line.clear();
            self.number += 1;
            match self.input.read_until(b'\n', &mut self.line) {
                Ok(0) => self.over = true,
                Ok(_) if self.line.trim_ascii().is_empty() => {}
                Ok(_) => return Some(self.parse()),
                Err(e) => {
                    self.over = true;
                    return Some(Err(
                        Error::io(&self.name, "cannot be read", e).line(self.number)
                    ));
                }
            }
        }
        None
    }
}
