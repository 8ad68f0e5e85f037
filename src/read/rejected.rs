//! Why a record is no article, told in the same words by whoever reads it.

use std::str::Utf8Error;

use super::RecordError;
use crate::model::Reject;

impl RecordError {
    /// Its bytes are no UTF-8.
    pub fn not_utf8(error: Utf8Error) -> Self {
        Self::failed(format!(
            "not UTF-8 from byte {} on; convert the file (iconv does) or repair the record",
            error.valid_up_to() + 1
        ))
    }

    /// Its text holds a NUL.
    pub fn nul() -> Self {
        Self {
            field: Some("text"),
            reason: "the text holds NULs: it is damaged, or no text at all".to_owned(),
        }
    }

    /// A record of which no field is at fault.
    pub fn failed(reason: impl Into<String>) -> Self {
        Self {
            field: None,
            reason: reason.into(),
        }
    }

    /// With the place of the record; a file that is one article has no lines.
    pub fn reject(self, file: &str, line: Option<u64>) -> Reject {
        Reject {
            file: file.to_owned(),
            line,
            field: self.field.map(str::to_owned),
            reason: self.reason,
        }
    }
}
