//! The fold as a whole: both series, silences, shifts, and indifference to the order of arrival.

use proptest::prelude::*;

use super::*;
use crate::model::{
    ArticleRef, AttributionKind, ClusterRef, DateBasis, Evidence, STATEMENT_SCHEMA, Stance, Tally,
    TimelineRow,
};

fn said(article: &str, date: Option<&str>, stance: Stance, confidence: f64) -> Statement {
    let text = format!("{} in {article}.", stance.name());
    Statement {
        schema: STATEMENT_SCHEMA.to_owned(),
        id: format!("{article}-{}", stance.name()),
        article: ArticleRef {
            id: article.to_owned(),
            url: Some(format!("https://example.org/{article}")),
            outlet: Some(format!("Outlet {}", article.len() % 3)),
            title: None,
            published: date.map(str::to_owned),
            language: None,
        },
        date: date.map(str::to_owned),
        date_basis: DateBasis::Published,
        holder: Holder {
            id: "italy".into(),
            name: "Italy".into(),
            kind: "country".into(),
            country: Some("ITA".into()),
        },
        speaker: None,
        proposal: Named {
            id: "european-force".into(),
            name: "European force".into(),
        },
        stance,
        score: stance.score(),
        confidence,
        condition: None,
        attribution: AttributionKind::Reported,
        size: None,
        evidence: Evidence {
            end: text.len(),
            text,
            start: 0,
            paragraph: Some(0),
        },
        further: Vec::new(),
        cues: Vec::new(),
        cluster: None,
    }
}

fn series(statements: &[Statement], by: Bucket) -> PairSeries {
    let mut timeline = Timeline::new();
    for statement in statements {
        timeline.add(statement, &[]);
    }
    timeline.finish(by).next().unwrap()
}

fn row<'a>(series: &'a PairSeries, bucket: &str) -> &'a TimelineRow {
    series
        .rows
        .iter()
        .find(|r| r.bucket.as_deref() == Some(bucket))
        .unwrap()
}

/// The raw tally of a row all of whose copies are listed.
fn raw(row: &TimelineRow) -> &Tally {
    row.raw.as_ref().unwrap()
}

#[test]
fn silence_is_not_neutral() {
    let series = series(
        &[
            said("a", Some("2025-03-03"), Stance::Oppose, 0.9),
            said("b", Some("2025-03-18"), Stance::Noncommittal, 0.9),
        ],
        Bucket::Week,
    );
    let labels: Vec<_> = series
        .rows
        .iter()
        .filter_map(|r| r.bucket.as_deref())
        .collect();
    assert_eq!(labels, ["2025-W10", "2025-W11", "2025-W12"]);
    let silent = row(&series, "2025-W11");
    let mean = &raw(silent).mean;
    assert_eq!((mean.score, mean.n), (None, 0));
    let last = silent.last.as_ref().unwrap();
    assert_eq!((last.stance, last.age_days), (Stance::Oppose, 13));
    assert_eq!(raw(row(&series, "2025-W12")).mean.score, Some(0.0));
}

#[test]
fn a_stray_year_does_not_fill_the_table() {
    let series = series(
        &[
            said("a", Some("1970-01-01"), Stance::Oppose, 0.9),
            said("b", Some("2025-03-18"), Stance::Oppose, 0.9),
        ],
        Bucket::Day,
    );
    assert_eq!(series.rows.len(), 2);
}

#[test]
fn undated_statements_have_a_row_of_their_own() {
    let series = series(
        &[
            said("a", None, Stance::Support, 0.9),
            said("b", Some("2025-02-30"), Stance::Support, 0.9),
            said("c", Some("2025-03-18"), Stance::Oppose, 0.2),
        ],
        Bucket::Month,
    );
    assert_eq!(series.rows.len(), 2);
    let undated = series.rows.last().unwrap();
    assert_eq!(
        (undated.bucket.as_deref(), raw(undated).statements),
        (None, 2)
    );
    assert_eq!(undated.last, None);
    assert_eq!(series.summary.last.as_deref(), Some("2025-03-18"));
    assert_eq!(series.summary.stance(), Some(Stance::Oppose));
}

#[test]
fn copies_count_raw_on_their_own_days_and_once_in_the_other_series() {
    let mut statement = said("a", Some("2025-03-03"), Stance::Support, 0.9);
    statement.cluster = Some(ClusterRef {
        id: "k".into(),
        copies: 3,
        outlets: 3,
    });
    let copy = |article: &str, date: &str| SyndicatedCopy {
        article: article.into(),
        outlet: Some(format!("{article} Gazette")),
        date: Some(date.into()),
    };
    let mut timeline = Timeline::new();
    timeline.add(
        &statement,
        &[copy("b", "2025-03-04"), copy("c", "2025-03-11")],
    );
    let pair = timeline.finish(Bucket::Week).next().unwrap();
    let first = row(&pair, "2025-W10");
    assert_eq!((raw(first).statements, raw(first).outlets), (2, 2));
    assert_eq!((raw(first).articles, raw(first).clusters), (2, 1));
    assert_eq!(first.syndicated.statements, 1);
    let second = row(&pair, "2025-W11");
    assert_eq!(
        (raw(second).statements, second.syndicated.statements),
        (1, 0)
    );
    assert_eq!(second.syndicated.mean.score, None);
    assert_eq!((pair.summary.n, pair.summary.mentions), (1, 3));

    // Without the list nobody knows on which days the copies ran; the other series stays as it is.
    let unlisted = series(&[statement], Bucket::Week);
    assert_eq!(unlisted.rows.len(), 1);
    assert_eq!(unlisted.rows[0].raw, None);
    assert_eq!(unlisted.rows[0].syndicated, first.syndicated);
    assert_eq!(unlisted.summary.n, 1);
}

#[test]
fn a_cluster_in_two_statements_counts_once_on_its_earliest_day() {
    let cluster = Some(ClusterRef {
        id: "k".into(),
        copies: 2,
        outlets: 2,
    });
    let mut late = said("b", Some("2025-03-11"), Stance::Support, 0.9);
    let mut early = said("a", Some("2025-03-04"), Stance::Support, 0.6);
    late.cluster.clone_from(&cluster);
    early.cluster = cluster;
    let pair = series(&[late, early], Bucket::Week);
    assert_eq!(row(&pair, "2025-W10").syndicated.statements, 1);
    assert_eq!(row(&pair, "2025-W11").syndicated.statements, 0);
    assert_eq!(raw(row(&pair, "2025-W11")).statements, 1);
    assert_eq!((pair.summary.n, pair.summary.mentions), (1, 2));
}

#[test]
fn a_confident_statement_shifts_a_stray_one_does_not() {
    let before = said("a", Some("2025-03-03"), Stance::Oppose, 0.8);
    let stray = said("b", Some("2025-03-10"), Stance::Support, 0.5);
    let again = said("c", Some("2025-03-12"), Stance::Oppose, 0.8);
    let sure = said("d", Some("2025-03-20"), Stance::Support, 0.75);
    assert!(
        series(&[before.clone(), stray.clone()], Bucket::Week)
            .shifts
            .is_empty()
    );

    let moved = series(&[before.clone(), stray.clone(), again, sure], Bucket::Week);
    assert_eq!(moved.shifts.len(), 1);
    let shift = &moved.shifts[0];
    assert_eq!(
        (shift.from.stance, shift.to.stance),
        (Stance::Oppose, Stance::Support)
    );
    assert_eq!((shift.date.as_str(), shift.age_days), ("2025-03-20", 8));
    assert_eq!((shift.from.n, shift.to.n), (2, 1));
    assert_eq!(shift.from.shown.article, "c");
    assert_eq!(shift.to.shown.evidence.text, "support in d.");
    assert_eq!(row(&moved, "2025-W12").shifts.len(), 1);
    assert_eq!(
        moved.summary.shift,
        Some((Stance::Oppose, Stance::Support, "2025-03-20".into()))
    );

    // Two doubtful ones in a row are believed together, from the first of them on.
    let second = said("e", Some("2025-03-16"), Stance::Support, 0.55);
    let moved = series(
        &[before.clone(), stray.clone(), second.clone()],
        Bucket::Week,
    );
    assert_eq!(moved.shifts[0].date, "2025-03-10");
    assert_eq!((moved.shifts[0].to.n, moved.shifts[0].age_days), (2, 7));
    assert_eq!(moved.shifts[0].to.shown.article, "e");

    // Unless the second is a copy of the first.
    let (mut stray, mut second) = (stray, second);
    stray.cluster = Some(ClusterRef {
        id: "k".into(),
        copies: 2,
        outlets: 2,
    });
    second.cluster.clone_from(&stray.cluster);
    assert!(
        series(&[before, stray, second], Bucket::Week)
            .shifts
            .is_empty()
    );
}

#[test]
fn the_stance_of_a_day_is_its_heaviest_then_most_frequent_then_first() {
    let day = Some("2025-03-03");
    let stance = |statements: &[Statement]| series(statements, Bucket::Day).summary.heard;
    let heavy = said("a", day, Stance::Oppose, 0.9);
    let light = said("b", day, Stance::Support, 0.8);
    assert_eq!(stance(&[light, heavy]), Some(Stance::Oppose));
    let one = said("a", day, Stance::Support, 0.8);
    let two = [
        said("b", day, Stance::Oppose, 0.3),
        said("c", day, Stance::Oppose, 0.5),
    ];
    assert_eq!(
        stance(&[one.clone(), two[0].clone(), two[1].clone()]),
        Some(Stance::Oppose)
    );
    assert_eq!(
        stance(&[said("b", day, Stance::Oppose, 0.8), one]),
        Some(Stance::Support)
    );
}

#[test]
fn the_stance_of_a_summary_is_the_one_that_shifts_leave_held() {
    let oppose = said("a", Some("2025-03-03"), Stance::Oppose, 0.9);
    let stray = said("b", Some("2025-03-20"), Stance::Support, 0.6);
    let summary = |statements: &[Statement]| series(statements, Bucket::Day).summary;
    let both = summary(&[oppose, stray.clone()]);
    assert_eq!(
        (both.stance(), both.shift.is_some()),
        (Some(Stance::Oppose), false)
    );
    assert_eq!(both.heard_otherwise(), Some(Stance::Support));
    // Where nothing was ever believed the last word stands.
    let alone = summary(&[stray]);
    assert_eq!((alone.held, alone.stance()), (None, Some(Stance::Support)));
    assert_eq!(alone.heard_otherwise(), None);
    let undated = [
        said("c", None, Stance::Support, 0.9),
        said("d", None, Stance::Oppose, 0.6),
    ];
    assert_eq!(summary(&undated).stance(), None);
    assert_eq!(summary(&undated[..1]).stance(), Some(Stance::Support));
}

#[test]
fn the_name_of_a_holder_does_not_depend_on_who_came_first() {
    let mut nameless = said("a", Some("2025-03-03"), Stance::Oppose, 0.9);
    nameless.holder.country = None;
    nameless.holder.name = "ITALY".into();
    let named = said("b", Some("2025-03-03"), Stance::Oppose, 0.9);
    let one = series(&[nameless.clone(), named.clone()], Bucket::Day);
    assert_eq!(one.holder.name, "Italy");
    assert_eq!(one, series(&[named, nameless], Bucket::Day));
}

/// A statement with a few of everything that may differ, copies and their days too.
fn any_statement() -> impl Strategy<Value = (Statement, Vec<SyndicatedCopy>)> {
    (
        0..12u32,
        proptest::option::weighted(0.9, 1..28u32),
        0..4usize,
        0..5u32,
        proptest::option::weighted(0.4, 0..3u32),
        proptest::collection::vec((20..30u32, 1..28u32), 0..3),
        0..2u32,
    )
        .prop_map(
            |(article, day, stance, confidence, cluster, copies, holder)| {
                let date = day.map(|d| format!("2025-03-{d:02}"));
                let mut statement = said(
                    &format!("a{article}"),
                    date.as_deref(),
                    Stance::ALL[stance],
                    0.3 + f64::from(confidence) / 10.0,
                );
                statement.id = format!("{}-{holder}", statement.id);
                statement.holder.id = format!("holder-{holder}");
                statement.cluster = cluster.map(|c| ClusterRef {
                    id: format!("k{c}"),
                    copies: 4,
                    outlets: 2,
                });
                let copies = copies
                    .into_iter()
                    .map(|(article, day)| SyndicatedCopy {
                        article: format!("a{article}"),
                        outlet: Some(format!("Outlet {}", article % 4)),
                        date: Some(format!("2025-03-{day:02}")),
                    })
                    .collect();
                (statement, copies)
            },
        )
}

proptest! {
    #[test]
    fn order_of_arrival_and_partition_do_not_matter(
        statements in proptest::collection::vec(any_statement(), 0..24),
        cut in 0..24usize,
        by in prop_oneof![Just(Bucket::Day), Just(Bucket::Week), Just(Bucket::Month)],
    ) {
        let fold = |all: &mut dyn Iterator<Item = &(Statement, Vec<SyndicatedCopy>)>| {
            let mut timeline = Timeline::new();
            for (statement, copies) in all {
                timeline.add(statement, copies);
            }
            timeline
        };
        let forward: Vec<_> = fold(&mut statements.iter()).finish(by).collect();
        let backward: Vec<_> = fold(&mut statements.iter().rev()).finish(by).collect();
        prop_assert_eq!(&forward, &backward);
        let cut = cut.min(statements.len());
        let mut parts = fold(&mut statements[cut..].iter());
        parts.merge(fold(&mut statements[..cut].iter()));
        let merged: Vec<_> = parts.finish(by).collect();
        prop_assert_eq!(&forward, &merged);
        // Twice the same is the same.
        let twice: Vec<_> = fold(&mut statements.iter().chain(&statements)).finish(by).collect();
        prop_assert_eq!(&forward, &twice);
    }

    #[test]
    fn every_width_counts_the_same(statements in proptest::collection::vec(any_statement(), 1..24)) {
        let totals = |by: Bucket| {
            let mut timeline = Timeline::new();
            for (statement, copies) in &statements {
                timeline.add(statement, copies);
            }
            let all: Vec<_> = timeline.finish(by).collect();
            let sum = |f: fn(&TimelineRow) -> u64| all.iter().flat_map(|s| &s.rows).map(f).sum::<u64>();
            // Where copies are not listed the raw series is not told.
            let listed = |s: &PairSeries| {
                let told = s.rows.iter().all(|r| r.raw.is_some());
                if told { s.summary.mentions } else { 0 }
            };
            let shifts: usize = all.iter().map(|s| s.shifts.len()).sum();
            let in_rows: usize = all.iter().flat_map(|s| &s.rows).map(|r| r.shifts.len()).sum();
            assert_eq!(shifts, in_rows);
            (
                sum(|r| r.raw.as_ref().map_or(0, |raw| raw.statements)),
                sum(|r| r.syndicated.statements),
                all.iter().map(|s| (s.summary.n, listed(s))).collect::<Vec<_>>(),
                shifts,
            )
        };
        let day = totals(Bucket::Day);
        prop_assert_eq!(day.0, day.2.iter().map(|s| s.1).sum::<u64>());
        prop_assert_eq!(day.1, day.2.iter().map(|s| s.0).sum::<u64>());
        prop_assert_eq!(&day, &totals(Bucket::Week));
        prop_assert_eq!(&day, &totals(Bucket::Month));
    }
}
