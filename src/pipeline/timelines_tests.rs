//! Timelines read from the store's folds against those folded from every statement it holds.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::ingest::ingest_with;
use super::*;
use crate::feed::{JsonArray, Ndjson, RowFormat, TimelineCsv, send};
use crate::model::{
    Article, ArticleRef, AttributionKind, DateBasis, Draft, Evidence, Holder, Named, PairSeries,
    STATEMENT_SCHEMA, Stance, Statement,
};
use crate::read::find_inputs;
use crate::store::{StatementFilter, Store, statements};
use crate::timeline::{Selection, Timeline};

/// Reads paragraphs such as `voice kesta 0 70 12 un-force ...`: holder, stance, confidence, days back (or `-` for no date), proposal.
pub(super) struct Voices;

impl Analysis for Voices {
    fn passes(&self, _: &str, body: &str) -> bool {
        body.contains("voice")
    }

    fn analyse(&self, article: &Article<'_>, draft: &Draft) -> Vec<Statement> {
        let paragraphs = draft.paragraphs.iter().enumerate();
        paragraphs
            .filter(|(_, p)| p.kept)
            .filter_map(|(n, p)| voice(article, n, p.span.of(&draft.body)))
            .collect()
    }
}

fn voice(article: &Article<'_>, paragraph: usize, text: &str) -> Option<Statement> {
    let words: Vec<&str> = text.split(' ').collect();
    let ["voice", holder, stance, confidence, back, proposal, ..] = words.as_slice() else {
        return None;
    };
    let stance = Stance::ALL[stance.parse::<usize>().ok()?];
    let back: Option<i32> = back.parse().ok();
    let said = article
        .published
        .zip(back)
        .map(|(day, back)| day.saturating_sub(jiff::Span::new().days(back)));
    // Called one thing in some articles and another in others.
    let long = text.len().is_multiple_of(2);
    Some(Statement {
        schema: STATEMENT_SCHEMA.to_owned(),
        id: format!("{}-{paragraph}-{holder}", article.id),
        article: ArticleRef::from(article),
        date: said.map(|d| d.to_string()),
        date_basis: DateBasis::Text,
        holder: Holder {
            id: (*holder).to_owned(),
            name: if long {
                holder.to_uppercase()
            } else {
                (*holder).to_owned()
            },
            kind: "person".to_owned(),
            country: (!long).then(|| "KES".to_owned()),
        },
        speaker: None,
        proposal: Named {
            id: (*proposal).to_owned(),
            name: proposal.to_uppercase(),
        },
        stance,
        score: stance.score(),
        confidence: confidence.parse::<f64>().ok()? / 100.0,
        condition: None,
        attribution: AttributionKind::Quote,
        size: None,
        evidence: Evidence {
            text: text.to_owned(),
            start: paragraph,
            end: paragraph + text.len(),
            paragraph: Some(paragraph),
        },
        further: Vec::new(),
        cues: Vec::new(),
        cluster: None,
    })
}

/// Brings articles into a store that looks for exact copies alone.
pub(super) fn deliver(store: &Path, lines: &[String]) {
    deliver_with(store, lines, Near::Off);
}

fn deliver_with(store: &Path, lines: &[String], near: Near) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("in.jsonl");
    std::fs::write(&file, lines.join("\n")).unwrap();
    let options = RunOptions {
        inputs: find_inputs(&[file]).inputs,
        threads: 1,
        near,
        ..RunOptions::default()
    };
    let mut store = Store::open(store, &identity(&options)).unwrap();
    let stop = AtomicBool::new(false);
    ingest_with(
        &options,
        &Voices,
        &mut store,
        &stop,
        &mut |_| Ok(()),
        &mut |_| {},
    )
    .unwrap();
}

/// The long way: every statement that is admitted, folded.
fn folded(store: &Path, selection: &Selection, by: Bucket) -> Vec<PairSeries> {
    let mut timeline = Timeline::new();
    statements(store, &StatementFilter::default(), &mut |row| {
        if selection.admits(&row.statement) {
            timeline.add(&row.statement, &row.copies);
        }
        Ok(())
    })
    .unwrap();
    timeline
        .finish(by)
        .filter_map(|s| selection.narrow(s))
        .collect()
}

pub(super) fn stored(store: &Path, selection: &Selection, by: Bucket) -> Vec<PairSeries> {
    let mut all = Vec::new();
    stored_series(store, selection, by, &mut |series| {
        all.push(series);
        Ok(())
    })
    .unwrap();
    all
}

fn summaries(store: &Path, selection: &Selection, by: Bucket) -> Vec<Summary> {
    let mut all = Vec::new();
    stored_summaries(store, selection, by, &mut |summary| {
        all.push(summary);
        Ok(())
    })
    .unwrap();
    all
}

/// Selections that take every way through the store.
fn selections() -> Vec<Selection> {
    let day = |d: i8| Some(date(2025, 3, d));
    let of =
        |actors: &[&str], proposals: &[&str], from: Option<Date>, to: Option<Date>| Selection {
            actors: actors.iter().map(|&a| a.to_owned()).collect(),
            proposals: proposals.iter().map(|&p| p.to_owned()).collect(),
            from,
            to,
        };
    vec![
        Selection::default(),
        of(&["kesta"], &[], None, None),
        of(&[], &["un-force"], None, None),
        of(&["ostby", "nobody"], &["UN-FORCE"], day(9), None),
        of(&[], &[], day(12), None),
        of(&[], &[], None, day(14)),
        of(&["kesta"], &[], day(6), day(20)),
        of(&[], &[], day(20), day(6)),
        of(&[], &[], day(2), day(4)),
        of(&[], &["eu-force"], day(17), day(18)),
        of(&[], &[], Some(Date::MAX), None),
    ]
}

pub(super) fn as_folded(store: &Path) {
    for selection in selections() {
        for by in [Bucket::Day, Bucket::Week, Bucket::Month] {
            let expected = folded(store, &selection, by);
            assert_eq!(stored(store, &selection, by), expected, "{selection:?}");
            rows_as_folded(store, &selection, by, &expected);
            let expected: Vec<Summary> = expected.into_iter().map(|s| s.summary).collect();
            assert_eq!(summaries(store, &selection, by), expected, "{selection:?}");
        }
    }
}

/// The rows in words are those of the series, written one by one.
fn rows_as_folded(store: &Path, selection: &Selection, by: Bucket, expected: &[PairSeries]) {
    let rows = || expected.iter().flat_map(|series| &series.rows);
    let (mut lines, mut array, mut table) = (Vec::new(), Vec::new(), Vec::new());
    send(&mut Ndjson::new(&mut lines, "-"), rows()).unwrap();
    send(&mut JsonArray::new(&mut array, "-"), rows()).unwrap();
    send(&mut TimelineCsv::new(&mut table, "-"), rows()).unwrap();
    for (format, expected) in [
        (RowFormat::Ndjson, lines),
        (RowFormat::Json, array),
        (RowFormat::Csv, table),
    ] {
        let mut bytes = Vec::new();
        write_rows(store, selection, by, format, &mut bytes, "-").unwrap();
        let [bytes, expected] = [bytes, expected].map(|b| String::from_utf8(b).unwrap());
        assert_eq!(bytes, expected, "{selection:?} by {by:?}");
    }
}

/// Paragraphs as [`Voices`] reads them; few, so that articles share them.
fn paragraph() -> impl Strategy<Value = String> {
    (
        prop_oneof![3 => Just("kesta"), 2 => Just("ostby"), 1 => Just("marenburg")],
        0..4usize,
        prop_oneof![Just(40u32), Just(55), Just(80), Just(95)],
        prop_oneof![4 => Just("0"), 1 => Just("3"), 1 => Just("-"), 1 => Just("30")],
        prop_oneof![Just("un-force"), Just("eu-force")],
        prop_oneof![3 => Just(0u8), 1 => 1..3u8],
    )
        .prop_map(|(holder, stance, confidence, back, proposal, tail)| {
            let tail = [
                "in the harbour town last night",
                "before the council of envoys sat",
                "as the ferry came in from the north",
            ][usize::from(tail)];
            format!("voice {holder} {stance} {confidence} {back} {proposal} {tail}")
        })
}

/// An article in up to two versions, on a day of February to April, or without one.
pub(super) fn record() -> impl Strategy<Value = String> {
    (
        0..14u32,
        proptest::option::weighted(0.95, (2..5u32, 1..28u32)),
        0..2u32,
        proptest::collection::vec(paragraph(), 0..4),
        0..3u32,
    )
        .prop_map(|(id, day, version, paragraphs, outlet)| {
            let published = day.map(|(month, day)| format!("2025-{month:02}-{day:02}T0{version}:00:00Z"));
            serde_json::json!({
                "id": format!("a{id}"), "url": format!("https://news.example/{id}"), "outlet": format!("Outlet {outlet}"),
                "published": published, "text": paragraphs.join("\n"),
            })
            .to_string()
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// New articles, later versions, earlier copies that come late: the folds follow.
    #[test]
    fn folds_follow_every_delivery(
        deliveries in proptest::collection::vec(proptest::collection::vec(record(), 1..8), 1..5),
        near in prop_oneof![Just(Near::Off), Just(Near::Topic)],
    ) {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("store");
        for delivery in &deliveries {
            deliver_with(&store, delivery, near);
        }
        as_folded(&store);
    }
}

pub(super) fn article(id: &str, time: &str, paragraphs: &[&str]) -> String {
    serde_json::json!({"id": id, "outlet": format!("The {id}"), "published": time, "text": paragraphs.join("\n")}).to_string()
}

pub(super) const AGAINST: &str = "voice kesta 3 80 0 un-force in the harbour town last night";
pub(super) const FOR: &str = "voice kesta 0 80 0 un-force before the council of envoys sat";

fn moves(store: &Path) -> Vec<String> {
    let all = stored(store, &Selection::default(), Bucket::Week);
    all.iter()
        .flat_map(|s| &s.shifts)
        .map(|s| {
            format!(
                "{} {}>{} n {}>{} shown {}>{} age {}",
                s.date,
                s.from.stance.name(),
                s.to.stance.name(),
                s.from.n,
                s.to.n,
                s.from.shown.article,
                s.to.shown.article,
                s.age_days
            )
        })
        .collect()
}

#[test]
fn a_late_delivery_turns_the_order_of_a_shift() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path();
    deliver(store, &[article("b", "2025-03-10", &[AGAINST])]);
    deliver(store, &[article("c", "2025-03-20", &[FOR])]);
    assert_eq!(
        moves(store),
        ["2025-03-20 oppose>support n 1>1 shown b>c age 10"]
    );
    // It was for it before, too: two shifts now, the first of them back in time.
    let early = "voice kesta 0 80 0 un-force as the ferry came in from the north";
    deliver(store, &[article("a", "2025-03-01", &[early])]);
    assert_eq!(
        moves(store),
        [
            "2025-03-10 support>oppose n 1>1 shown a>b age 9",
            "2025-03-20 oppose>support n 1>1 shown b>c age 10"
        ]
    );
    as_folded(store);
}

#[test]
fn a_superseded_article_takes_its_shift_along() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path();
    deliver(
        store,
        &[
            article("b", "2025-03-10", &[AGAINST]),
            article("c", "2025-03-20T08:00:00Z", &[FOR]),
        ],
    );
    assert_eq!(moves(store).len(), 1);
    deliver(
        store,
        &[article(
            "c",
            "2025-03-20T09:00:00Z",
            &["Corrected: nobody had said anything of the kind."],
        )],
    );
    assert_eq!(moves(store), Vec::<String>::new());
    as_folded(store);
    // What is left of a holder goes when the last word goes.
    deliver(
        store,
        &[article(
            "b",
            "2025-03-11",
            &["Corrected as well: nothing was said that day."],
        )],
    );
    assert!(stored(store, &Selection::default(), Bucket::Week).is_empty());
    as_folded(store);
}

#[test]
fn copies_of_one_doubtful_statement_do_not_make_a_shift() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path();
    let doubtful = FOR.replace(" 80 ", " 55 ");
    deliver(store, &[article("a", "2025-03-10", &[AGAINST])]);
    for (id, day) in [
        ("c", "2025-03-21"),
        ("d", "2025-03-22"),
        ("b", "2025-03-20"),
    ] {
        deliver(store, &[article(id, day, &[&doubtful])]);
    }
    assert_eq!(moves(store), Vec::<String>::new());
    let other = doubtful.replace("before", "long before");
    deliver(store, &[article("e", "2025-03-23", &[&other])]);
    assert_eq!(
        moves(store),
        ["2025-03-20 oppose>support n 1>2 shown a>b age 10"]
    );
    as_folded(store);
}
