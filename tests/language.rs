//! The language pack is data written by hand; this holds it to what the lexicons' README promises.
//!
//! It reads the TOML itself rather than through the library, so that a lenient loader cannot hide a bad file, and reports
//! every fault of a file at once.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its data should stop there"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use regex::{Regex, RegexSet};
use toml::{Table, Value};

const CLASSES: [&str; 7] = [
    "attitude",
    "effect",
    "participation",
    "evaluation",
    "request",
    "nominal",
    "deontic",
];
const STANCES: [&str; 4] = ["support", "conditional", "noncommittal", "oppose"];

fn pack() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("lexicons/en")
}

fn table(name: &str) -> Table {
    let path = pack().join(name);
    let text = fs::read_to_string(&path).unwrap();
    text.parse()
        .unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn text<'t>(entry: &'t Value, field: &str) -> &'t str {
    entry.get(field).and_then(Value::as_str).unwrap_or("")
}

fn entries<'t>(table: &'t Table, field: &str) -> &'t [Value] {
    table
        .get(field)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

fn strings<'t>(entry: &'t Value, field: &str) -> Vec<&'t str> {
    let list = entry.get(field).and_then(Value::as_array);
    list.into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect()
}

fn cues() -> Vec<Value> {
    let mut files: Vec<PathBuf> = fs::read_dir(pack().join("cues"))
        .unwrap()
        .map(|f| f.unwrap().path())
        .collect();
    files.sort();
    let mut all = Vec::new();
    for file in files {
        let name = format!("cues/{}", file.file_name().unwrap().to_string_lossy());
        all.extend_from_slice(entries(&table(&name), "cue"));
    }
    all
}

fn none(faults: &[String]) {
    assert!(
        faults.is_empty(),
        "{} faults:\n{}",
        faults.len(),
        faults.join("\n")
    );
}

#[test]
fn cues_are_well_formed() {
    let mut faults = Vec::new();
    let mut ids = BTreeSet::new();
    let mut patterns = BTreeMap::new();
    for cue in cues() {
        let id = text(&cue, "id").to_owned();
        if !ids.insert(id.clone()) {
            faults.push(format!("{id}: defined twice"));
        }
        // Without a complement ("has not decided"), or taking up what was just said ("Orban agrees"), a cue asks for another reading.
        let complements = cue["complements"].as_array();
        let alone = ["bare", "echo"]
            .map(|alone| complements.is_some_and(|c| c.iter().any(|c| c.as_str() == Some(alone))));
        let key = (
            alone,
            text(&cue, "pattern").to_owned(),
            text(&cue, "pos").to_owned(),
            text(&cue, "class").to_owned(),
        );
        if let Some(first) = patterns.insert(key, id.clone()) {
            faults.push(format!("{id}: has the pattern, kind and class of {first}"));
        }
        if !CLASSES.contains(&text(&cue, "class")) {
            faults.push(format!("{id}: unknown class"));
        }
        if !["verb", "adjective", "noun", "phrase"].contains(&text(&cue, "pos")) {
            faults.push(format!("{id}: unknown pos"));
        }
        if !STANCES.contains(&text(&cue, "stance")) {
            faults.push(format!("{id}: unknown stance"));
        }
        let negated = text(&cue, "negated");
        if negated != "none" && !STANCES.contains(&negated) {
            faults.push(format!("{id}: unknown reading under negation"));
        }
        let strength = cue.get("strength").and_then(Value::as_float);
        if !strength.is_some_and(|s| 0.0 < s && s <= 1.0) {
            faults.push(format!("{id}: strength outside 0 to 1"));
        }
        if strings(&cue, "complements").is_empty() {
            faults.push(format!("{id}: does not say where the proposal stands"));
        }
    }
    none(&faults);
}

#[test]
fn examples_cover_every_stance() {
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for cue in cues() {
        let id = text(&cue, "id");
        let Some(examples) = cue.get("examples").and_then(Value::as_array) else {
            continue;
        };
        for example in examples {
            let sentence = text(example, "text");
            let stance = text(example, "stance");
            *counts.entry(stance.to_owned()).or_default() += 1;
            if !seen.insert(sentence.to_owned()) {
                faults.push(format!("{id}: repeats `{sentence}`"));
            }
            let whole =
                !text(example, "holder").is_empty() && !text(example, "proposal").is_empty();
            if stance != "none" && (!STANCES.contains(&stance) || !whole) {
                faults.push(format!(
                    "{id}: `{sentence}` needs a stance, a holder and a proposal"
                ));
            }
            if !sentence.contains(text(example, "condition")) {
                faults.push(format!("{id}: `{sentence}` does not hold its condition"));
            }
        }
    }
    none(&faults);
    let least = [
        ("oppose", 110),
        ("support", 110),
        ("conditional", 60),
        ("noncommittal", 60),
        ("none", 20),
    ];
    for (stance, least) in least {
        let found = counts.get(stance).copied().unwrap_or(0);
        assert!(
            found >= least,
            "{found} examples of {stance}, {least} wanted"
        );
    }
}

#[test]
fn reporting_verbs_are_well_formed() {
    let reporting = table("reporting.toml");
    let mut faults = Vec::new();
    let mut lemmas = BTreeSet::new();
    for verb in entries(&reporting, "verb") {
        let lemma = text(verb, "lemma");
        if !lemmas.insert(lemma) {
            faults.push(format!("{lemma}: listed twice"));
        }
        let classes = [
            "neutral", "endorse", "deny", "ask", "belief", "plan", "perceive",
        ];
        if !classes.contains(&text(verb, "class")) {
            faults.push(format!("{lemma}: unknown class"));
        }
        let share = verb.get("share").map(|s| s.as_float().unwrap_or(-1.0));
        if share.is_some_and(|s| !(0.0..=1.0).contains(&s)) {
            faults.push(format!("{lemma}: share outside 0 to 1"));
        }
        if strings(verb, "forms").is_empty() || strings(verb, "content").is_empty() {
            faults.push(format!("{lemma}: no forms, or no content"));
        }
    }
    none(&faults);
    assert!(lemmas.len() >= 330, "only {} reporting verbs", lemmas.len());
}

#[test]
fn no_marker_is_listed_twice() {
    let markers = table("markers.toml");
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    for marker in entries(&markers, "marker") {
        let words = text(marker, "text");
        if !seen.insert(words) {
            faults.push(format!("{words}: listed twice"));
        }
    }
    none(&faults);
}

#[test]
fn boilerplate_patterns_hit_what_they_should_and_nothing_else() {
    let boilerplate = table("boilerplate.toml");
    let lines = entries(&boilerplate, "line");
    // With the default size limit: a set that needs more would make every start slow.
    let all = RegexSet::new(lines.iter().map(|l| text(l, "pattern"))).unwrap();
    let mut faults = Vec::new();
    for line in lines {
        let pattern = text(line, "pattern");
        let regex = Regex::new(pattern).unwrap();
        if !pattern.ends_with('$') || !pattern.contains('^') {
            faults.push(format!("{pattern}: not anchored"));
        }
        if strings(line, "examples").is_empty() || strings(line, "counterexamples").is_empty() {
            faults.push(format!("{pattern}: no example, or no counterexample"));
        }
        let needs = line.get("needs").is_some().then(|| strings(line, "needs"));
        for example in strings(line, "examples") {
            if !regex.is_match(example) {
                faults.push(format!("{pattern}: misses `{example}`"));
            }
            let lower = example.to_lowercase();
            if needs.iter().any(|n| !n.iter().any(|w| lower.contains(w))) {
                faults.push(format!("{pattern}: needs no word of `{example}`"));
            }
        }
        for example in strings(line, "counterexamples") {
            if all.is_match(example) {
                faults.push(format!("{pattern}: some pattern takes `{example}`"));
            }
        }
    }
    none(&faults);
    assert!(lines.len() >= 60, "only {} patterns", lines.len());
}

#[test]
fn word_lists_hold_no_word_twice() {
    let words = table("words.toml");
    let mut faults = Vec::new();
    for (name, list) in &words {
        let mut seen = BTreeSet::new();
        let list = list.as_array().into_iter().flatten();
        for word in list.filter_map(Value::as_str) {
            if !seen.insert(word) {
                faults.push(format!("{name}: {word} twice"));
            }
        }
    }
    let mut lemmas = BTreeSet::new();
    for verb in entries(&words, "irregular") {
        let lemma = text(verb, "lemma");
        if !lemmas.insert(lemma) {
            faults.push(format!("irregular: {lemma} twice"));
        }
        if text(verb, "past").is_empty() || text(verb, "participle").is_empty() {
            faults.push(format!("irregular: {lemma} lacks a form"));
        }
    }
    none(&faults);
}
