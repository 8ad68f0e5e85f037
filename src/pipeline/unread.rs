//! Inputs of which no record can be read, all for one reason: the reader is then told once what to do, not only record by record.

use crate::model::Reject;

/// An input of which every record failed for the same reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadInput {
    /// Its name.
    pub file: String,
    /// How many records it has.
    pub records: u64,
    /// Field at fault, if one is.
    pub field: Option<String>,
    /// What is wrong, in words.
    pub reason: String,
    /// Keys of its first record that may hold the text, where that is what is missing.
    pub keys: Vec<String>,
}

/// What a chunk of records tells of its input.
#[derive(Debug, Clone, Default)]
pub(super) struct Reading {
    /// The input; none where each article is a file of its own.
    pub(super) file: Option<String>,
    /// Keys of the first record without a text that may hold one.
    pub(super) keys: Option<Vec<String>>,
}

/// Follows the inputs, chunk after chunk.
#[derive(Debug, Default)]
pub(super) struct UnreadInputs {
    found: Vec<UnreadInput>,
    /// The input that is being read; none where something of it was read.
    current: Option<UnreadInput>,
    name: String,
}

impl UnreadInputs {
    /// How many are told at most.
    const TOLD: usize = 5;

    /// The next chunk.
    pub(super) fn chunk(&mut self, reading: Reading, articles: u64, rejects: &[Reject]) {
        let Some(file) = reading.file else { return };
        let begins = self.name != file;
        if begins {
            self.close();
            self.name.clone_from(&file);
        }
        if articles > 0 {
            self.current = None;
            return;
        }
        if begins {
            self.current = rejects.first().map(|first| UnreadInput {
                file,
                records: 0,
                field: first.field.clone(),
                reason: first.reason.clone(),
                keys: Vec::new(),
            });
        }
        if let Some(current) = &mut self.current {
            let same = |r: &Reject| r.reason == current.reason && r.field == current.field;
            if rejects.iter().all(same) {
                current.records += rejects.len() as u64;
                if current.keys.is_empty() {
                    current.keys = reading.keys.unwrap_or_default();
                }
            } else {
                self.current = None;
            }
        }
    }

    fn close(&mut self) {
        let room = self.found.len() < Self::TOLD;
        self.found.extend(self.current.take().filter(|_| room));
    }

    /// The first of them.
    pub(super) fn finish(mut self) -> Vec<UnreadInput> {
        self.close();
        self.found
    }
}
