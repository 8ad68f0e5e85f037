//! Near copies, boilerplate and versions: the store against a run, and what must come out of both.

use super::near;
use super::store_tests::{Files, deliver_lines, exported, ran, verify};

fn said(id: &str, outlet: &str, day: &str, paragraphs: &[&str]) -> String {
    serde_json::json!({"id": id, "outlet": outlet, "published": day, "text": paragraphs.join("\n")})
        .to_string()
}

const FIRST: &str = "Kesta backs the force that its neighbours on the coast have proposed for the time after a truce in spring.";

/// The second is a near copy of the first, the third of the second alone: it is one only where the second stays.
#[test]
fn a_paragraph_that_arrives_late_turns_those_it_is_linked_to() {
    let second = FIRST
        .replace("neighbours on", "old friends along")
        .replace("time after", "months after");
    let third = second
        .replace("in spring", "next summer")
        .replace("have proposed", "had outlined");
    let similarity =
        |a: &str, b: &str| near::on_topic(&super::RunOptions::default()).similarity_of(a, b);
    assert!(similarity(FIRST, &second).is_some() && similarity(&second, &third).is_some());
    assert_eq!(similarity(FIRST, &third), None);
    let lines = [
        said("a", "Post", "2025-03-01", &[FIRST]),
        said("b", "Echo", "2025-03-02", &[&second]),
        said("c", "Tide", "2025-03-03", &[&third]),
        said(
            "d",
            "Tide",
            "2025-03-04",
            &[
                &second.to_uppercase(),
                "The force is not what this is about.",
            ],
        ),
    ];
    let expected = ran(&lines);
    let statements: Vec<&str> = expected["statements.ndjson"].lines().collect();
    assert_eq!(statements.len(), 2, "the first and the third");
    assert!(
        statements[0].contains("\"copies\":3,\"outlets\":3"),
        "{}",
        statements[0]
    );
    for order in [
        [0, 1, 2, 3],
        [3, 2, 1, 0],
        [1, 2, 3, 0],
        [2, 0, 3, 1],
        [1, 3, 2, 0],
    ] {
        let folder = tempfile::tempdir().unwrap();
        for n in order {
            deliver_lines(folder.path(), &lines[n..=n]);
            verify(folder.path());
        }
        assert!(exported(folder.path()) == expected, "{order:?}");
    }
    // Without the first the second stays, and the third goes.
    let folder = tempfile::tempdir().unwrap();
    deliver_lines(folder.path(), &lines);
    let gone = said(
        "a",
        "Post",
        "2025-03-05",
        &["The force is no news any more in this place."],
    );
    deliver_lines(folder.path(), std::slice::from_ref(&gone));
    verify(folder.path());
    let rest = [lines[1].clone(), lines[2].clone(), lines[3].clone(), gone];
    let expected = ran(&rest);
    assert_eq!(expected["statements.ndjson"].lines().count(), 1);
    assert!(exported(folder.path()) == expected);
}

#[test]
fn what_an_outlet_repeats_under_every_story_is_no_syndication() {
    let foot = "The Post backs the force in its leaders and asks its readers to write to it.";
    let other =
        |n: usize| format!("Story number {n} has its own words, {n} of them, on the force.");
    let mut lines: Vec<String> = (0..4)
        .map(|n| {
            said(
                &format!("a{n}"),
                "Post",
                "2025-03-01",
                &[&other(n), &other(n + 10), foot],
            )
        })
        .collect();
    let cluster = |files: &Files| {
        let statement: serde_json::Value =
            serde_json::from_str(files["statements.ndjson"].lines().next().unwrap()).unwrap();
        statement["cluster"].clone()
    };
    let exported_after = |lines: &[String]| {
        let folder = tempfile::tempdir().unwrap();
        for line in lines.iter().rev() {
            deliver_lines(folder.path(), std::slice::from_ref(line));
        }
        verify(folder.path());
        exported(folder.path())
    };
    let expected = ran(&lines);
    assert_eq!(cluster(&expected), serde_json::Value::Null);
    assert!(exported_after(&lines) == expected);
    // Another outlet has it too, reworded: syndication after all.
    let reworded = foot.replace("in its leaders", "in a leader");
    lines.push(said("b", "Echo", "2025-03-02", &[&reworded, &other(30)]));
    let expected = ran(&lines);
    assert_eq!(cluster(&expected)["copies"], 5);
    assert!(exported_after(&lines) == expected);
}

/// A run cannot take back what it has decided, so it takes the versions of an article together; the store knows the last alone.
#[test]
fn of_versions_a_run_says_each_thing_once() {
    let more = "Ostby backs the force as well, in words of its own that nobody else has used.";
    let versions = [
        said("a", "Post", "2025-03-01", &[FIRST]),
        said(
            "a",
            "Post",
            "2025-03-02",
            &[&FIRST.replace("in spring", "next spring"), more],
        ),
        said(
            "a",
            "Post",
            "2025-03-03",
            &["The force is no news any more in this place."],
        ),
    ];
    let folder = tempfile::tempdir().unwrap();
    deliver_lines(folder.path(), &versions[..2]);
    let from_store = exported(folder.path())["statements.ndjson"].clone();
    let from_run = ran(&versions[..2])["statements.ndjson"].clone();
    for said in [&from_store, &from_run] {
        assert_eq!(said.lines().count(), 2, "{said}");
        assert!(!said.contains("\"copies\""), "a version is no copy: {said}");
    }
    // What the last version no longer says is gone from the store alone.
    deliver_lines(folder.path(), &versions[2..]);
    assert_eq!(
        exported(folder.path())["statements.ndjson"].lines().count(),
        0
    );
    assert_eq!(ran(&versions)["statements.ndjson"].lines().count(), 2);
    verify(folder.path());
}

#[test]
fn a_language_pack_says_what_near_copies_do_not_differ_in() {
    let lexicons = crate::lexicon::Lexicons::embedded("ukraine").unwrap();
    let mut options = super::RunOptions::default();
    assert_eq!(lexicons.language.copies, options.copy_words);
    let text = |word: &str| {
        format!(
            "The harbour office told a {word} meeting that the old papers will be read again in the spring"
        )
    };
    let alike = |options: &super::RunOptions| {
        near::on_topic(options).similarity_of(&text("long"), &text("late"))
    };
    assert!(alike(&options).is_some());
    let mut words = (*options.copy_words).clone();
    words.turning.insert("late".to_owned());
    options.copy_words = words.into();
    assert_eq!(alike(&options), None);
}
