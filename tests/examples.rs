//! The cues' example sentences are read as told, but for a known number of them.

use crate::command::Desk;

/// How many examples are misread at most. Lower it where more are read; a new cue must not raise it.
const MISREAD: usize = 55;

#[test]
fn no_more_examples_are_misread_than_before() {
    let desk = Desk::new();
    let output = desk.command(&["lexicon", "test", "--failed"]).output();
    let ran = desk.told(&output.unwrap());
    let told = ran.stdout.lines().last().unwrap_or_default();
    let figures: Vec<usize> = told
        .split_whitespace()
        .filter_map(|w| w.parse().ok())
        .collect();
    let [right, all] = figures[..] else {
        panic!("no count of examples in {told:?}: {}", ran.stderr)
    };
    assert!(all > 1000, "only {all} examples were read");
    assert!(
        all - right <= MISREAD,
        "{} examples are misread, {MISREAD} at most should be:\n{}",
        all - right,
        ran.stdout
    );
}
