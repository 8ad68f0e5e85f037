//! The table at the end of a run: who stands where on what, how often and when last, and the latest shift.
//!
//! The stance is the one that is held as shifts are told, so that both columns agree. Where the last word was another one, it stands beside
//! its day; statements without a date that differ are `mixed`.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::fmt::Write as _;
use std::io::Write;
use std::path::PathBuf;

use anstyle::{AnsiColor, Effects, Style};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::{Feed, Sink};
use crate::error::Result;
use crate::model::{Stance, Summary};

/// How the table is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableStyle {
    /// Whether to colour: the caller knows whether this is a terminal, and what `NO_COLOR` says.
    pub colour: bool,
    /// Rows at most, the most spoken of first; none for all of them.
    pub limit: Option<usize>,
}

/// Gathers summaries and draws them at the end, because columns are as wide as their widest cell.
#[derive(Debug)]
pub struct Table<W> {
    sink: Sink<W>,
    style: TableStyle,
    rows: Vec<Summary>,
}

impl<W: Write> Table<W> {
    /// Draws to `writer`, which errors call `name`.
    pub fn new(writer: W, name: impl Into<PathBuf>, style: TableStyle) -> Self {
        Self {
            sink: Sink::new(writer, name),
            style,
            rows: Vec::new(),
        }
    }
}

const HEADER: [&str; 6] = ["who", "proposal", "stance", "n", "last", "shift"];
/// The column of numbers, set to the right.
const NUMBER: usize = 3;
/// Cells wider than this are cut.
const WIDEST: usize = 40;

impl<W: Write> Feed<Summary> for Table<W> {
    fn begin(&mut self) -> Result<()> {
        self.rows.clear();
        Ok(())
    }

    fn write(&mut self, row: &Summary) -> Result<()> {
        self.rows.push(row.clone());
        Ok(())
    }

    fn finish(&mut self) -> Result<()> {
        self.rows.sort_by(|a, b| order(a).cmp(&order(b)));
        let shown = self.style.limit.unwrap_or(usize::MAX).min(self.rows.len());
        let rows = std::mem::take(&mut self.rows);
        let cells: Vec<[Cell<'_>; 6]> = rows[..shown].iter().map(cells).collect();
        let header = HEADER.map(|text| Cell::of(Cow::Borrowed(text)));
        let mut widths = [0; 6];
        for row in std::iter::once(&header).chain(&cells) {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.width);
            }
        }
        let mut line = String::new();
        self.line(&mut line, &header, widths, |_| {
            Style::new().effects(Effects::BOLD)
        })?;
        for (summary, row) in rows.iter().zip(&cells) {
            let later = summary.shift.as_ref().map(|s| s.1);
            self.line(&mut line, row, widths, |column| match column {
                2 => summary.stance().map_or_else(Style::new, stance_style),
                4 => summary
                    .heard_otherwise()
                    .map_or_else(Style::new, stance_style),
                5 => later.map_or_else(Style::new, stance_style),
                _ => Style::new(),
            })?;
        }
        let more = rows.len() - shown;
        if more > 0 {
            self.sink.bytes(format!("and {more} more\n").as_bytes())?;
        }
        self.sink.flush()
    }
}

impl<W: Write> Table<W> {
    /// Adds a row, as [`Feed::write`] does, that need not be copied.
    pub fn take(&mut self, row: Summary) {
        self.rows.push(row);
    }

    fn line(
        &mut self,
        line: &mut String,
        row: &[Cell<'_>; 6],
        widths: [usize; 6],
        style: impl Fn(usize) -> Style,
    ) -> Result<()> {
        line.clear();
        for (column, (cell, width)) in row.iter().zip(widths).enumerate() {
            let style = if self.style.colour {
                style(column)
            } else {
                Style::new()
            };
            let pad = width - cell.width;
            if column > 0 {
                line.push_str("  ");
            }
            if column == NUMBER {
                pad_with(line, pad);
            }
            let written = if self.style.colour {
                write!(line, "{style}{}{style:#}", cell.text)
            } else {
                line.write_str(&cell.text)
            };
            debug_assert!(written.is_ok(), "a text takes whatever is written");
            if column != NUMBER {
                pad_with(line, pad);
            }
        }
        line.truncate(line.trim_end_matches(' ').len());
        line.push('\n');
        self.sink.bytes(line.as_bytes())
    }
}

fn pad_with(line: &mut String, pad: usize) {
    line.extend(std::iter::repeat_n(' ', pad));
}

/// What stands in a column of a row, and how many columns of the terminal it takes.
struct Cell<'s> {
    text: Cow<'s, str>,
    width: usize,
}

impl<'s> Cell<'s> {
    fn of(text: Cow<'s, str>) -> Self {
        let width = if text.is_ascii() {
            text.len()
        } else {
            text.width()
        };
        Self { text, width }
    }
}

/// The most spoken of first, then by name.
fn order(row: &Summary) -> (Reverse<u64>, &str, &str, &str) {
    (
        Reverse(row.n),
        &row.holder.name,
        &row.proposal.name,
        &row.holder.id,
    )
}

fn cells(row: &Summary) -> [Cell<'_>; 6] {
    let shift = row
        .shift
        .as_ref()
        .map(|(from, to, date)| format!("{} > {} {date}", from.name(), to.name()));
    let day = row.last.as_deref().unwrap_or("undated");
    let last = match row.heard_otherwise() {
        Some(heard) => Cow::Owned(format!("{day} {}", heard.name())),
        None => Cow::Borrowed(day),
    };
    [
        fitting(&row.holder.name),
        fitting(&row.proposal.name),
        Cow::Borrowed(row.stance().map_or("mixed", Stance::name)),
        Cow::Owned(row.n.to_string()),
        last,
        Cow::Owned(shift.unwrap_or_default()),
    ]
    .map(Cell::of)
}

/// Text of an article as a terminal may show it: control characters and marks that turn text around become spaces, so that it
/// neither steers the terminal nor tears what is drawn.
pub fn printable(text: &str) -> String {
    let harmless = |c: char| !c.is_control() && !turns_text(c);
    text.chars()
        .map(|c| if harmless(c) { c } else { ' ' })
        .collect()
}

/// Text that fits a cell.
fn fitting(text: &str) -> Cow<'_, str> {
    if text.len() <= WIDEST && text.bytes().all(|b| matches!(b, b' '..=b'~')) {
        return Cow::Borrowed(text);
    }
    let plain = printable(text);
    if plain.width() <= WIDEST {
        return Cow::Owned(plain);
    }
    let mut cut = String::new();
    let mut width = 0;
    for c in plain.chars() {
        width += c.width().unwrap_or(0);
        if width > WIDEST - 1 {
            break;
        }
        cut.push(c);
    }
    cut.push('…');
    Cow::Owned(cut)
}

/// Marks that make what follows run the other way.
fn turns_text(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The colour of a stance on terminals.
pub fn stance_style(stance: Stance) -> Style {
    let colour = match stance {
        Stance::Support => AnsiColor::Green,
        Stance::Conditional => AnsiColor::Yellow,
        Stance::Noncommittal => AnsiColor::Cyan,
        Stance::Oppose => AnsiColor::Red,
    };
    colour.on_default()
}
