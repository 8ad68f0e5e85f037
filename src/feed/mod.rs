//! Stage 8: one output format a file. All of them carry the same rows; which one is a matter of who reads them.
//!
//! A [`Feed`] is begun, written row by row and finished, so that nothing has to be held in memory that the format itself does not
//! ask for. [`send`] drives one:
//!
//! ```
//! use stanceline::feed::{self, Ndjson};
//!
//! let mut bytes = Vec::new();
//! let rows = [serde_json::json!({"n": 1}), serde_json::json!({"n": 2})];
//! feed::send(&mut Ndjson::new(&mut bytes, "rows.ndjson"), &rows).unwrap();
//! assert_eq!(bytes, b"{\"n\":1}\n{\"n\":2}\n");
//! ```
//!
//! Text from articles is data in every format: escaped in HTML and JSON, neutralised in CSV cells, stripped of control
//! characters on terminals.

mod sink;
mod ndjson;
mod json;
mod csv;
mod row_bytes;
mod table;
mod beside;
mod disk;
mod folder;
mod json_feed;
mod drops;
mod report;
mod publication;
mod state;
mod spool;
mod rendered;
mod shift_lines;
mod timeline_files;
mod nightly;
mod nightly_timelines;
mod network;

pub use beside::Beside;
pub use csv::{TIMELINE_COLUMNS, TimelineCsv};
pub use drops::{DropSeries, Drops, Stored};
pub use folder::{Folder, Pending, Published};
pub use json::JsonArray;
pub use json_feed::{Item, JsonFeed, PAGE_BYTES, Page, VERSION};
pub use ndjson::{Ndjson, StatementLines};
pub use network::{EventList, write_graphml, write_matrix};
pub use nightly::{Load, NightlyPublication, Subject, TakeStatement};
pub use publication::{Publication, published_day};
pub use report::{Report, ReportLimits};
pub use row_bytes::{RowBytes, RowFormat, RowSink};
pub use shift_lines::ShiftLines;
pub use sink::{Sink, row_json};
pub use state::Months;
pub use table::{Table, TableStyle, printable, stance_style};
pub use timeline_files::TimelineFiles;

use crate::error::Result;

/// An output format for rows of type `T`.
pub trait Feed<T: ?Sized> {
    /// Writes what comes before the rows.
    fn begin(&mut self) -> Result<()>;

    /// Writes one row.
    fn write(&mut self, row: &T) -> Result<()>;

    /// Writes what comes after the rows, and hands everything to the operating system.
    fn finish(&mut self) -> Result<()>;
}

/// Sends rows through a feed from beginning to end.
pub fn send<'a, T: 'a>(
    feed: &mut dyn Feed<T>,
    rows: impl IntoIterator<Item = &'a T>,
) -> Result<()> {
    feed.begin()?;
    for row in rows {
        feed.write(row)?;
    }
    feed.finish()
}
