//! The one error of the library: what went wrong, where, and why.
//!
//! A record that fails is never an error of the run: it becomes a [`crate::model::Reject`]. This type is for what
//! stops a file or the run itself, and every message ends in something the reader can act on.

use std::fmt;
use std::path::{Path, PathBuf};

/// Result of a library call.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What kind of thing went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// A file or stream could not be opened, read or written.
    Io,
    /// A lexicon is not well formed.
    Lexicon,
    /// An input is not in a form that can be read at all.
    Input,
    /// A setting has a value that cannot be used.
    Setting,
    /// The store belongs to another version or lexicon, is locked, or is damaged.
    Store,
}

/// Where it went wrong; each part is absent where it does not apply.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// File, or `-` for standard input.
    pub file: Option<PathBuf>,
    /// Line, counted from 1.
    pub line: Option<u64>,
    /// Field of the record or table.
    pub field: Option<String>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.file {
            write!(f, "{}", file.display())?;
            if let Some(line) = self.line {
                write!(f, ":{line}")?;
            }
            write!(f, ": ")?;
        }
        if let Some(field) = &self.field {
            write!(f, "{field}: ")?;
        }
        Ok(())
    }
}

/// An error with its kind, place and cause.
#[derive(Debug, thiserror::Error)]
#[error("{place}{message}")]
pub struct Error {
    /// What kind of thing went wrong.
    pub kind: ErrorKind,
    /// Where.
    pub place: Place,
    /// What happened and what to do about it.
    pub message: String,
    /// The error underneath, if any.
    #[source]
    pub source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// An error without a place.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            place: Place::default(),
            message: message.into(),
            source: None,
        }
    }

    /// An I/O error on `file`.
    pub fn io(file: &Path, what: &str, source: std::io::Error) -> Self {
        let message = format!("{what}: {source}");
        Self::new(ErrorKind::Io, message).at(file).caused_by(source)
    }

    /// Names the file.
    #[must_use]
    pub fn at(mut self, file: &Path) -> Self {
        self.place.file = Some(file.to_path_buf());
        self
    }

    /// Names the line, counted from 1.
    #[must_use]
    pub fn line(mut self, line: u64) -> Self {
        self.place.line = Some(line);
        self
    }

    /// Names the field.
    #[must_use]
    pub fn field(mut self, field: impl Into<String>) -> Self {
        self.place.field = Some(field.into());
        self
    }

    /// Keeps the error underneath.
    #[must_use]
    pub fn caused_by(mut self, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.source = Some(Box::new(source));
        self
    }
}
