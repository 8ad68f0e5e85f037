//! The rows of all timelines in three formats, each in a file of its own, written at once.

use super::folder::{Folder, Pending};
use super::row_bytes::{RowBytes, RowFormat, RowSink};
use crate::error::Result;
use crate::model::PairSeries;

/// The files while rows come in.
#[derive(Debug)]
pub struct TimelineFiles {
    files: Vec<RowSink<Pending>>,
}

/// Their names.
const NAMES: [&str; 3] = ["timeline.ndjson", "timeline.json", "timeline.csv"];

impl TimelineFiles {
    /// The formats, in the order in which [`TimelineFiles::write`] takes them.
    pub const FORMATS: [RowFormat; 3] = [RowFormat::Ndjson, RowFormat::Json, RowFormat::Csv];

    pub(super) fn begin(folder: &Folder) -> Result<Self> {
        let mut files = Vec::new();
        for (name, format) in NAMES.into_iter().zip(Self::FORMATS) {
            let pending = folder.begin(name)?;
            let place = pending.place().to_path_buf();
            files.push(RowSink::new(format, pending, place));
        }
        Ok(Self { files })
    }

    /// Writes rows that are in words, in each of the formats.
    pub fn write(&mut self, rows: &[Vec<u8>]) -> Result<()> {
        let mut files = self.files.iter_mut().zip(rows);
        files.try_for_each(|(file, rows)| file.write(rows))
    }

    /// Puts the rows of a series into words, and writes them.
    pub(super) fn series(&mut self, series: &PairSeries) -> Result<()> {
        let mut rows = vec![Vec::new(); Self::FORMATS.len()];
        for (format, rows) in Self::FORMATS.into_iter().zip(&mut rows) {
            RowBytes::new(format).series(series, rows)?;
        }
        self.write(&rows)
    }

    pub(super) fn finish(self, folder: &mut Folder) -> Result<()> {
        for mut file in self.files {
            file.finish()?;
            folder.store(file.into_inner())?;
        }
        Ok(())
    }
}
