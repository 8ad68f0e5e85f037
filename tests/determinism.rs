//! The same input gives the same bytes, whatever the number of threads and the size of the chunks.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use crate::command::Desk;

const WORDS: [&str; 16] = [
    "harbour",
    "committee",
    "Ukraine",
    "troops",
    "said",
    "minister",
    "peacekeepers",
    "would",
    "not",
    "send",
    "the",
    "after",
    "a",
    "ceasefire",
    "Poland",
    "itâ€™s",
];

/// An archive with copies, repeats, damage and dirt, from a small generator of its own.
fn archive(articles: u32) -> String {
    let mut state = 7u32;
    let mut draw = |n: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) % n
    };
    let mut out = String::new();
    let mut history: Vec<String> = Vec::new();
    for i in 0..articles {
        let mut text = String::new();
        for _ in 0..=draw(6) {
            if !history.is_empty() && draw(4) == 0 {
                let old = draw(u32::try_from(history.len()).unwrap());
                text.push_str(&history[old as usize]);
            } else {
                let mut paragraph = format!("Paragraph {i} of");
                for _ in 0..5 + draw(40) {
                    paragraph.push_str(if draw(30) == 0 { "\u{a0} " } else { " " });
                    paragraph.push_str(WORDS[draw(16) as usize]);
                }
                paragraph.push('.');
                text.push_str(&paragraph);
                history.push(paragraph);
            }
            text.push('\n');
        }
        let id = if draw(50) == 0 {
            "again".to_owned()
        } else {
            format!("a{i}")
        };
        let day = format!("2025-{:02}-{:02}", 1 + draw(12), 1 + draw(30));
        let row = serde_json::json!({"id": id, "outlet": format!("Outlet {}", draw(9)), "published": day, "title": "Ukraine talks", "text": text});
        writeln!(out, "{row}").unwrap();
        if draw(40) == 0 {
            out.push_str("{\"text\": broken}\n\n");
        }
    }
    out
}

fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .map(|p| (p.file_name().unwrap().into(), std::fs::read(&p).unwrap()))
        .collect()
}

fn same_for_any_cut(desk: &Desk, input: &str) {
    let run = |threads: &str, chunk: &str| {
        let ran = desk.run(&[input, "--threads", threads, "--chunk", chunk]);
        assert!(ran.status < 2, "{}", ran.stderr);
        (files(ran.out()), ran.stdout)
    };
    let want = run("1", "1048576");
    assert_eq!(want.0.len(), 6);
    for threads in ["1", "2", "8"] {
        for chunk in ["4096", "65536", "1048576"] {
            // Not assert_eq: nobody reads two archives side by side.
            assert!(
                run(threads, chunk) == want,
                "{input}: {threads} threads, chunks of {chunk} bytes"
            );
        }
    }
}

#[test]
fn of_a_generated_archive() {
    let desk = Desk::new();
    let text = archive(300);
    desk.file("in.jsonl", &text);
    same_for_any_cut(&desk, "in.jsonl");
    let plain = files(&desk.path("out"));
    // Compression reaches nothing but the manifest, which names the file.
    desk.file(
        "in.jsonl.zst",
        zstd::encode_all(text.as_bytes(), 1).unwrap(),
    );
    desk.run(&["in.jsonl.zst"]);
    let mut packed = files(&desk.path("out"));
    assert_ne!(
        plain.get(Path::new("manifest.json")),
        packed.get(Path::new("manifest.json"))
    );
    for name in [
        "statements.ndjson",
        "removed.ndjson",
        "timeline.ndjson",
        "timeline.csv",
    ] {
        assert!(
            plain.get(Path::new(name)) == packed.remove(Path::new(name)).as_ref(),
            "{name}"
        );
    }
}

#[test]
fn of_a_folder_of_texts() {
    let desk = Desk::new();
    for i in 0..400 {
        desk.file(
            &format!("in/{i:03}.txt"),
            format!(
                "Text {i} of the harbour.\nIts second paragraph is number {}, as others are.",
                i % 50
            ),
        );
    }
    same_for_any_cut(&desk, "in");
}
