//! Looking after a store: what is damaged is told and made anew, and compaction changes nothing.

use std::path::Path;

use jiff::civil::date;

use super::store_tests::{archive, deliver_lines, exported, verify as is_whole};
use super::timelines_tests::{AGAINST, FOR, Voices, article, as_folded, deliver, stored};
use super::*;
use crate::error::ErrorKind;
use crate::feed::RowFormat;
use crate::model::{Article, Draft, Statement};
use crate::store::Store;
use crate::timeline::Selection;

#[test]
fn compaction_changes_nothing_but_files() {
    let folder = tempfile::tempdir().unwrap();
    let lines = archive(120);
    for delivery in lines.chunks(3) {
        deliver_lines(folder.path(), delivery);
    }
    let before = exported(folder.path());
    let mut store = Store::open_any(&folder.path().join("store")).unwrap();
    let stats = store.stats().unwrap();
    assert!(stats.runs > 3 && stats.runs < 16, "{stats:?}");
    store.compact().unwrap();
    let after = store.stats().unwrap();
    assert_eq!((after.runs, after.fingerprints), (1, stats.fingerprints));
    drop(store);
    assert!(exported(folder.path()) == before);
    is_whole(folder.path());
    assert_eq!(deliver_lines(folder.path(), &lines).known, 120);
}

#[test]
fn damage_is_told() {
    let folder = tempfile::tempdir().unwrap();
    deliver_lines(folder.path(), &archive(60));
    let store = folder.path().join("store");
    let run = std::fs::read_dir(store.join("runs"))
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    let whole = std::fs::read(&run).unwrap();
    std::fs::write(&run, &whole[..whole.len() / 2]).unwrap();
    let error = Store::open_any(&store).unwrap_err();
    assert!(error.to_string().contains("damaged"), "{error}");
    std::fs::remove_file(&run).unwrap();
    let error = Store::open_any(&store).unwrap_err();
    assert!(error.to_string().contains("cannot be opened"), "{error}");
    std::fs::write(&run, whole).unwrap();
    is_whole(folder.path());
    std::fs::write(
        store.join("ledger.sqlite"),
        "no database, for sure; but long enough to be one, it seems to me",
    )
    .unwrap();
    let _ = std::fs::remove_file(store.join("ledger.sqlite-wal"));
    let error = Store::open_any(&store).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Store);
    // Files that no ledger lists would be deleted: where it is lost, or empty, nothing is begun anew beside them.
    for emptied in [true, false] {
        let ledger = store.join("ledger.sqlite");
        if emptied {
            std::fs::write(&ledger, "").unwrap();
        } else {
            std::fs::remove_file(&ledger).unwrap();
        }
        let error = Store::open_any(&store).unwrap_err();
        assert!(error.to_string().contains("no ledger"), "{error}");
        assert!(run.exists());
        let error = crate::store::stats(&store).unwrap_err();
        assert!(error.to_string().contains("no store here"), "{error}");
    }
}

#[test]
fn a_store_that_is_not_folded_is_folded_while_it_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path();
    deliver(
        store,
        &[
            article("b", "2025-03-10", &[AGAINST]),
            article("c", "2025-03-20", &[FOR]),
        ],
    );
    let expected = stored(store, &Selection::default(), Bucket::Week);
    let ledger = rusqlite::Connection::open(store.join("ledger.sqlite")).unwrap();
    ledger
        .execute_batch("DELETE FROM pair; DELETE FROM part; INSERT INTO unfolded VALUES ('kesta', 'un-force', '2025-03');")
        .unwrap();
    assert_eq!(stored(store, &Selection::default(), Bucket::Week), expected);
    as_folded(store);
    // The next delivery makes up for it.
    ledger
        .execute_batch("INSERT OR IGNORE INTO unfolded VALUES ('kesta', 'un-force', '2025-03')")
        .unwrap();
    deliver(
        store,
        &[article("x", "2025-03-11", &["Nothing on the topic."])],
    );
    ledger.execute_batch("SELECT 1 FROM part").unwrap();
    assert_eq!(stored(store, &Selection::default(), Bucket::Week), expected);
    let left: i64 = ledger
        .query_row("SELECT count(*) FROM unfolded", [], |r| r.get(0))
        .unwrap();
    assert_eq!(left, 0);
}

#[test]
fn a_store_without_rows_gets_them() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path();
    let lines = [
        article("b", "2025-03-10", &[AGAINST]),
        article("c", "2025-04-20", &[FOR]),
    ];
    deliver(store, &lines);
    let expected = stored(store, &Selection::default(), Bucket::Week);
    versions_tests::with_addresses(store);
    let ledger = rusqlite::Connection::open(store.join("ledger.sqlite")).unwrap();
    ledger
        .execute_batch("DROP TABLE tabulated; UPDATE meta SET value = '4' WHERE key = 'layout'")
        .unwrap();
    drop(ledger);
    let read = stored_series(store, &Selection::default(), Bucket::Day, &mut |_| Ok(()));
    let error = read.unwrap_err().to_string();
    assert!(
        error.contains("layout 4") && error.contains("stanceline ingest"),
        "{error}"
    );
    // The same delivery again changes nothing else.
    deliver(store, &lines);
    assert_eq!(stored(store, &Selection::default(), Bucket::Week), expected);
    as_folded(store);
    assert_eq!(
        verify(&mut Store::open_any(store).unwrap()).unwrap(),
        Vec::<String>::new()
    );
}

#[test]
fn damaged_rows_are_an_error_and_no_panic() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path();
    let copied = article("d", "2025-03-21", &[FOR]);
    let lines = [
        article("b", "2025-03-10", &[AGAINST]),
        article(
            "c",
            "2025-03-20",
            &[
                FOR,
                "voice kesta 0 80 - un-force before the council of envoys sat",
            ],
        ),
    ];
    deliver(store, &lines);
    deliver(store, &[copied]);
    let ledger = rusqlite::Connection::open(store.join("ledger.sqlite")).unwrap();
    let whole: Vec<u8> = ledger
        .query_row("SELECT rows FROM tabulated", [], |r| r.get(0))
        .unwrap();
    let until = Selection {
        to: Some(date(2025, 3, 20)),
        ..Selection::default()
    };
    let read = |rows: &[u8], selection: &Selection, by| {
        ledger
            .execute("UPDATE tabulated SET rows = ?", [rows])
            .unwrap();
        write_rows(store, selection, by, RowFormat::Ndjson, Vec::new(), "-")
    };
    for n in 0..whole.len() {
        let error = read(&whole[..n], &Selection::default(), Bucket::Day).unwrap_err();
        assert!(error.to_string().contains("damaged"), "{n}: {error}");
        for byte in [0, 0x7f, 0x80, 0xff] {
            let mut other = whole.clone();
            other[n] = byte;
            for by in [Bucket::Day, Bucket::Week, Bucket::Month] {
                let _ = read(&other, &Selection::default(), by);
                let _ = read(&other, &until, by);
            }
        }
    }
    ledger.execute("DELETE FROM tabulated", []).unwrap();
    let gone = write_rows(store, &until, Bucket::Day, RowFormat::Csv, Vec::new(), "-");
    assert!(gone.unwrap_err().to_string().contains("rebuild"));
}

#[test]
fn a_damaged_fold_is_an_error_and_no_panic() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path();
    deliver(store, &[article("b", "2025-03-10", &[AGAINST])]);
    let ledger = rusqlite::Connection::open(store.join("ledger.sqlite")).unwrap();
    let whole: Vec<u8> = ledger
        .query_row("SELECT fold FROM part", [], |r| r.get(0))
        .unwrap();
    let mut broken: Vec<Vec<u8>> = (0..whole.len()).map(|n| whole[..n].to_vec()).collect();
    broken.push([&whole[..], &[0]].concat());
    broken.push(vec![0xff; whole.len()]);
    for fold in broken {
        ledger.execute("UPDATE part SET fold = ?", [&fold]).unwrap();
        let read = stored_series(store, &Selection::default(), Bucket::Day, &mut |_| Ok(()));
        let error = read.unwrap_err().to_string();
        assert!(error.contains("damaged"), "{error}");
    }
    // The days of the pair: what is cut off is told, what is only another number need not be, and nothing panics.
    ledger
        .execute("UPDATE part SET fold = ?", [&whole])
        .unwrap();
    let days: Vec<u8> = ledger
        .query_row("SELECT days FROM pair", [], |r| r.get(0))
        .unwrap();
    let window = Selection {
        from: Some(date(2025, 3, 1)),
        to: Some(date(2025, 3, 9)),
        ..Selection::default()
    };
    for n in 0..days.len() {
        ledger
            .execute("UPDATE pair SET days = ?", [&days[..n]])
            .unwrap();
        let read = stored_summaries(store, &Selection::default(), Bucket::Day, &mut |_| Ok(()));
        let listed = publish(store, &folder.path().join("feeds"), "", Bucket::Day);
        assert!(
            read.is_err() || listed.is_err(),
            "{n} of {} bytes",
            days.len()
        );
        for byte in [0, 0x7f, 0x80, 0xff] {
            let mut other = days.clone();
            other[n] = byte;
            ledger
                .execute("UPDATE pair SET days = ?", [&other])
                .unwrap();
            for selection in [&window, &Selection::default()] {
                let _ = stored_summaries(store, selection, Bucket::Week, &mut |_| Ok(()));
                let _ = stored_series(store, selection, Bucket::Week, &mut |_| Ok(()));
            }
        }
    }
}

#[test]
fn a_fold_that_is_not_that_of_its_statements_is_told_and_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path();
    let lines = [
        article("b", "2025-03-10", &[AGAINST]),
        article("c", "2025-04-20", &[FOR, AGAINST]),
        article("d", "2025-04-21", &[&FOR.replace("kesta", "ostby")]),
    ];
    deliver(store, &lines);
    let told = || verify(&mut Store::open_any(store).unwrap()).unwrap();
    assert_eq!(told(), Vec::<String>::new());
    let expected = stored(store, &Selection::default(), Bucket::Day);
    // Each is a ledger that SQLite finds nothing wrong with.
    let damages = [
        "UPDATE part SET fold = (SELECT fold FROM part WHERE actor = 'ostby') WHERE actor = 'kesta' AND month = '2025-03'",
        "UPDATE part SET fold = x'ff' WHERE actor = 'kesta' AND month = '2025-03'",
        "UPDATE part SET digest = digest + 1 WHERE actor = 'kesta' AND month = '2025-04'",
        "DELETE FROM part WHERE actor = 'kesta' AND month = '2025-04'",
        "INSERT INTO part SELECT actor, proposal, '2025-05', digest, fold FROM part WHERE actor = 'kesta' AND month = '2025-04'",
        "UPDATE pair SET days = (SELECT days FROM pair WHERE actor = 'ostby') WHERE actor = 'kesta'",
        "UPDATE pair SET actor_name = 'Somebody' WHERE actor = 'kesta'",
        "UPDATE shifts SET record = x'5b5d' WHERE actor = 'kesta'",
        "DELETE FROM shifts WHERE actor = 'kesta'",
        "UPDATE tabulated SET rows = (SELECT rows FROM tabulated WHERE actor = 'ostby') WHERE actor = 'kesta'",
        "DELETE FROM tabulated WHERE actor = 'kesta'",
        "DELETE FROM pair WHERE actor = 'kesta'",
    ];
    for damage in damages {
        let ledger = rusqlite::Connection::open(store.join("ledger.sqlite")).unwrap();
        assert_eq!(ledger.execute(damage, []).unwrap(), 1, "{damage}");
        drop(ledger);
        let wrong = told();
        let names = |line: &String| line.contains("kesta on un-force") && line.contains("rebuild");
        assert!(wrong.len() == 1 && names(&wrong[0]), "{damage}: {wrong:?}");
        rebuild(store);
        assert_eq!(told(), Vec::<String>::new(), "{damage}");
        assert_eq!(stored(store, &Selection::default(), Bucket::Day), expected);
    }
}

/// A gate that lets nothing pass any more.
struct Shut;

impl Analysis for Shut {
    fn passes(&self, _: &str, _: &str) -> bool {
        false
    }

    fn analyse(&self, article: &Article<'_>, draft: &Draft) -> Vec<Statement> {
        Voices.analyse(article, draft)
    }
}

#[test]
fn what_a_new_gate_stops_has_no_statements_after_a_rebuild() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path();
    deliver(store, &[article("a", "2025-03-02", &[FOR])]);
    let stored = || stored(store, &Selection::default(), Bucket::Day);
    let before = stored();
    rebuild_with(store, &Shut);
    let stopped = stored();
    assert!(stopped != before, "the statement went with the gate");
    rebuild(store);
    assert!(stored() == before, "and comes back with it");
}

/// What `store rebuild` does.
fn rebuild(store: &Path) {
    rebuild_with(store, &Voices);
}

fn rebuild_with<A: Analysis>(store: &Path, analysis: &A) {
    let options = RunOptions {
        near: Near::Off,
        ..RunOptions::default()
    };
    let mut store = Store::open_any(store).unwrap();
    store.adopt(&identity(&options)).unwrap();
    ingest::refresh_with(&options, analysis, &mut store, &mut |_| Ok(())).unwrap();
}

/// Asks for an end in the middle of the work.
struct Stopping(AtomicBool);

impl Analysis for Stopping {
    fn passes(&self, title: &str, body: &str) -> bool {
        Voices.passes(title, body)
    }

    fn analyse(&self, article: &Article<'_>, draft: &Draft) -> Vec<Statement> {
        self.0.store(true, Ordering::Relaxed);
        Voices.analyse(article, draft)
    }
}

#[test]
fn a_delivery_ends_while_it_is_analysed() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("in.jsonl");
    let one = |n: usize| article(&format!("a{n}"), "2025-03-02", &[&format!("{FOR} {n}")]);
    std::fs::write(&file, (0..40).map(one).collect::<Vec<_>>().join("\n")).unwrap();
    let options = RunOptions {
        inputs: crate::read::find_inputs(&[file]).inputs,
        threads: 1,
        near: Near::Off,
        ..RunOptions::default()
    };
    let mut store = Store::open(&folder.path().join("st"), &identity(&options)).unwrap();
    let mut deliver = |analysis: &Stopping| {
        let told = ingest::ingest_with(
            &options,
            analysis,
            &mut store,
            &analysis.0,
            &mut |_| Ok(()),
            &mut |_| {},
        );
        (told.unwrap(), store.stats().unwrap().articles)
    };
    let nothing = IngestReport {
        interrupted: true,
        ..Default::default()
    };
    assert_eq!(deliver(&Stopping(false.into())), (nothing, 0));
}
