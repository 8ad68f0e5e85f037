//! Every format carries the same rows, and none lets the text of an article out of its cell.

use std::io::Write;
use std::path::Path;

use stanceline::feed::{
    JsonArray, Ndjson, StatementLines, TIMELINE_COLUMNS, Table, TableStyle, TimelineCsv, send,
};
use stanceline::model::{Stance, Summary, TimelineRow};
use stanceline::{ErrorKind, Result};

use crate::sample::{line, rows, some, statements};

fn sent(run: impl FnOnce(&mut Vec<u8>) -> Result<()>) -> String {
    let mut bytes = Vec::new();
    run(&mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn table(summaries: &[Summary], style: TableStyle) -> String {
    sent(|out| send(&mut Table::new(out, "-", style), summaries))
}

const PLAIN: TableStyle = TableStyle {
    colour: false,
    limit: None,
};

#[test]
fn every_timeline_format_carries_the_same_rows() {
    let (rows, _) = rows(&some());
    let ndjson = sent(|out| send(&mut Ndjson::new(out, "t.ndjson"), &rows));
    let json = sent(|out| send(&mut JsonArray::new(out, "t.json"), &rows));
    let csv = sent(|out| send(&mut TimelineCsv::new(out, "t.csv"), &rows));

    let from_lines: Vec<TimelineRow> = ndjson
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    let from_array: Vec<TimelineRow> = serde_json::from_str(&json).unwrap();
    assert_eq!(from_lines, rows);
    assert_eq!(from_array, rows);

    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    assert_eq!(reader.headers().unwrap(), TIMELINE_COLUMNS.as_slice());
    let records: Vec<_> = reader.records().map(|r| r.unwrap()).collect();
    assert_eq!(records.len(), rows.len());
    let column = |name: &str| TIMELINE_COLUMNS.iter().position(|c| *c == name).unwrap();
    for (record, row) in records.iter().zip(&rows) {
        let cell = |name: &str| &record[column(name)];
        assert_eq!(cell("holder").trim_start_matches('\''), row.holder.name);
        assert_eq!(cell("proposal"), row.proposal.name);
        assert_eq!(Some(cell("bucket")), row.bucket.as_deref());
        let raw = row.raw.as_ref().unwrap();
        assert_eq!(cell("raw_oppose"), raw.counts.oppose.to_string());
        assert_eq!(cell("syndicated_mean_n"), row.syndicated.mean.n.to_string());
        let mean = raw.mean.score.map(|s| s.to_string());
        assert_eq!(cell("raw_mean"), mean.unwrap_or_default());
        let last = row.last.as_ref().unwrap();
        assert_eq!(cell("last_stance"), last.stance.name());
        assert_eq!(cell("last_age_days"), last.age_days.to_string());
    }
    assert!(csv.ends_with("\r\n") && !csv.replace("\r\n", "").contains('\n'));
    assert!(csv.contains("oppose > support 2025-03-20"));
    assert!(csv.contains(",-1,"), "a negative number stays one");
}

#[test]
fn no_cell_is_a_formula() {
    let (rows, _) = rows(&some());
    let csv = sent(|out| send(&mut TimelineCsv::new(out, "t.csv"), &rows));
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    for record in reader.records() {
        for cell in &record.unwrap() {
            let number = cell.parse::<f64>().is_ok();
            assert!(
                number || !cell.starts_with(['=', '+', '-', '@']),
                "{cell:?}"
            );
        }
    }
}

#[test]
fn the_empty_timeline_is_well_formed() {
    let none: [TimelineRow; 0] = [];
    assert_eq!(sent(|out| send(&mut Ndjson::new(out, "t"), &none)), "");
    let json = sent(|out| send(&mut JsonArray::new(out, "t"), &none));
    assert_eq!(
        serde_json::from_str::<Vec<TimelineRow>>(&json).unwrap(),
        none
    );
    let csv = sent(|out| send(&mut TimelineCsv::new(out, "t"), &none));
    assert_eq!(csv.lines().count(), 1);
    assert_eq!(table(&[], PLAIN).lines().count(), 1);
}

#[test]
fn statements_come_back_as_they_were() {
    let given = some();
    let written = sent(|out| send(&mut Ndjson::new(out, "s"), &given));
    let lines: Vec<String> = written.lines().map(str::to_owned).collect();
    assert_eq!(statements(&lines), given);
    assert!(written.starts_with(
        r#"{"schema":"stanceline.statement/1","id":"1","article":{"id":"a-1","url":null,"#
    ));
}

#[test]
fn lines_that_are_no_statements_are_named_and_passed() {
    let good = line("1", "Ana", "2025-03-03", Stance::Oppose);
    let text = format!(
        "\n{good}\nnot json\n{}\n{}\n{good}",
        good.replace("statement/1", "statement/9"),
        good.replace("\"date\":\"2025-03-03\"", "\"date\":\"2025-13-45\""),
    );
    let read: Vec<_> = StatementLines::new(text.as_bytes(), Path::new("s.ndjson")).collect();
    let errors: Vec<String> = read
        .iter()
        .filter_map(|r| r.as_ref().err().map(ToString::to_string))
        .collect();
    assert_eq!(read.len(), 5);
    assert!(
        errors[0].starts_with("s.ndjson:3: is not a statement: "),
        "{errors:?}"
    );
    assert_eq!(
        errors[1..],
        [
            "s.ndjson:4: schema: this is stanceline.statement/9; wanted is stanceline.statement/1, which `run` writes into statements.ndjson",
            "s.ndjson:5: date: is not a day of the calendar (YYYY-MM-DD)",
        ]
    );
}

#[test]
fn the_table_is_aligned_and_cannot_be_steered() {
    let (_, summaries) = rows(&some());
    let plain = table(&summaries, PLAIN);
    assert_eq!(
        plain,
        "\
who                 proposal          stance        n  last        shift
=cmd|' /C calc'!A0  UN \"force\", blue  support       2  2025-03-20  oppose > support 2025-03-20
Ana, \"the\" Envoy    UN \"force\", blue  conditional   1  2025-03-04
Zo [31m ë 東京      UN \"force\", blue  noncommittal  1  2025-03-04
"
    );
    let style = TableStyle {
        colour: true,
        limit: Some(1),
    };
    let coloured = table(&summaries, style);
    assert!(coloured.contains("\u{1b}[32msupport\u{1b}[0m"));
    assert!(coloured.ends_with("and 2 more\n"));
}

#[test]
fn long_names_are_cut_not_wrapped() {
    let long = "東".repeat(60);
    let (_, summaries) = rows(&statements(&[line(
        "1",
        &long,
        "2025-03-03",
        Stance::Oppose,
    )]));
    let plain = table(&summaries, PLAIN);
    let name = plain.lines().nth(1).unwrap().split("  ").next().unwrap();
    assert_eq!(name, format!("{}…", "東".repeat(19)));
}

/// A disk that is full.
struct Full;

impl Write for Full {
    fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
        Err(std::io::Error::new(
            std::io::ErrorKind::StorageFull,
            "no space left",
        ))
    }
    fn flush(&mut self) -> std::io::Result<()> {
        self.write(&[]).map(|_| ())
    }
}

#[test]
fn a_full_disk_is_an_error_that_names_the_file() {
    let (rows, summaries) = rows(&some());
    let errors = [
        send(&mut Ndjson::new(Full, "out/t.ndjson"), &rows),
        send(&mut JsonArray::new(Full, "out/t.ndjson"), &rows),
        send(&mut TimelineCsv::new(Full, "out/t.ndjson"), &rows),
        send(&mut Table::new(Full, "out/t.ndjson", PLAIN), &summaries),
    ];
    for error in errors {
        let error = error.unwrap_err();
        assert_eq!(error.kind, ErrorKind::Io);
        assert_eq!(
            error.to_string(),
            "out/t.ndjson: cannot be written: no space left"
        );
    }
}
