//! Records that could not be read, told alike by every command.

use stanceline::model::{Reject, Undated};
use stanceline::pipeline::{RunReport, UnreadInput};

use crate::args::{counted, say};

/// Tells the first records that could not be read, and counts the rest.
#[derive(Debug, Default)]
pub(crate) struct Rejects {
    count: u64,
}

impl Rejects {
    /// One more.
    pub(crate) fn tell(&mut self, reject: &Reject) {
        self.count += 1;
        if self.count <= RunReport::SHOWN_REJECTS as u64 {
            say(&line(reject));
        }
    }

    /// How many there were.
    pub(crate) fn count(&self) -> u64 {
        self.count
    }

    /// Says how many were not told; `count` where more are known than were handed over, and where they stand.
    pub(crate) fn rest(&self, count: u64, place: &str) {
        let told = self.count.min(RunReport::SHOWN_REJECTS as u64);
        if count > told {
            let more = counted(count - told, "more record");
            say(&format!("and {more} rejected{place}"));
        }
    }
}

/// File, line, field and what is wrong.
pub(crate) fn line(reject: &Reject) -> String {
    let line = reject.line.map_or_else(String::new, |l| format!(":{l}"));
    let field = reject.field.as_deref();
    let field = field.map_or_else(String::new, |f| format!("{f}: "));
    format!("rejected {}{line}: {field}{}", reject.file, reject.reason)
}

/// Names the first articles that are undated only because their dates could not be read, and counts all of them.
pub(crate) fn tell_unread_dates(first: &[Undated], count: u64) {
    if count == 0 {
        return;
    }
    for Undated { file, line, id } in first {
        let line = line.map_or_else(String::new, |l| format!(":{l}"));
        say(&format!("undated {file}{line}: article {id}"));
    }
    let articles = counted(count, "article");
    say(&format!(
        "warning: {articles} taken as undated, with a date that cannot be read; wanted is a form such as 2025-03-27 or 2025-03-27T08:00:00Z"
    ));
}

/// How many of the rejects are inputs that are not there.
pub(crate) fn told_missing(missing: u64) -> String {
    if missing == 0 {
        return String::new();
    }
    let inputs = counted(missing, "input");
    format!(" ({inputs} of these could not be opened)")
}

/// Tells of an input of which no record could be read, and what to do where the text may stand under another key.
pub(crate) fn tell_unread(input: &UnreadInput) {
    let file = &input.file;
    let field = input.field.as_deref();
    let field = field.map_or_else(String::new, |f| format!("{f}: "));
    let records = counted(input.records, "record");
    let mut line = format!(
        "{file}: none of its {records} can be read ({field}{})",
        input.reason
    );
    if let [first, others @ ..] = input.keys.as_slice() {
        line = format!("{line}; if its text stands under {first:?}, add --field text={first}");
        for key in others {
            line = format!("{line}, or text={key}");
        }
    }
    say(&line);
}
