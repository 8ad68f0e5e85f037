//! Input that is not what it should be: each kind gets its reject or its exit status, and the rest of the run is unharmed.

use std::io::{Read, Write};

use serde_json::{Value, json};

use crate::command::{Desk, Ran, article, gzip};

const GOOD: &str = "The harbour committee met for an hour and decided nothing at all.";

/// Runs `bad` as the middle one of three lines and asserts that the two others are read.
fn amid_good_lines(bad: &[u8]) -> (Ran, Value) {
    let desk = Desk::new();
    let mut bytes = format!("{}\n", article("first", GOOD)).into_bytes();
    bytes.extend_from_slice(bad);
    bytes.extend(
        format!(
            "\n{}\n",
            article(
                "last",
                "Another day went by in the harbour, and it was as quiet as the first."
            )
        )
        .into_bytes(),
    );
    let ran = desk.file("in.jsonl", bytes).run(&["in.jsonl"]);
    assert_eq!(ran.status, 1, "{}", ran.stderr);
    assert_eq!(ran.count("articles"), 2, "{}", ran.stderr);
    let rejects = ran.rows("rejects.ndjson");
    assert_eq!(rejects.len(), 1, "{rejects:?}");
    assert_eq!(ran.count("rejects"), 1);
    assert_eq!(
        (&rejects[0]["file"], &rejects[0]["line"]),
        (&json!("in.jsonl"), &json!(2))
    );
    assert!(ran.stderr.contains("in.jsonl:2"), "{}", ran.stderr);
    let reject = rejects[0].clone();
    (ran, reject)
}

fn reason(bad: impl AsRef<[u8]>) -> (String, Value) {
    let (_, reject) = amid_good_lines(bad.as_ref());
    (
        reject["reason"].as_str().unwrap().to_owned(),
        reject["field"].clone(),
    )
}

#[test]
fn not_json() {
    assert!(reason("{\"text\": \"unfinished").0.starts_with("not JSON"));
    assert!(
        reason("Just a line of words")
            .0
            .contains("not a JSON object")
    );
    assert!(reason("[{\"text\":\"a\"}]").0.contains("array"));
    assert!(
        reason("{\"text\":\"a\"}{\"text\":\"b\"}")
            .0
            .starts_with("not JSON")
    );
}

#[test]
fn not_utf8() {
    let (reason, _) = reason(b"{\"text\":\"caf\xe9 in Latin-1\"}");
    assert!(reason.contains("not UTF-8 from byte 13"), "{reason}");
}

#[test]
fn no_text() {
    for bad in [
        r#"{"id":"x"}"#,
        r#"{"text":null}"#,
        r#"{"text":""}"#,
        r#"{"text":" \n\t"}"#,
        r#"{"text":"\u200b \u00a0"}"#,
    ] {
        let (reason, field) = reason(bad);
        assert!(reason.starts_with("no text"), "{bad}: {reason}");
        assert_eq!(field, json!("text"), "{bad}");
    }
}

#[test]
fn text_of_another_kind() {
    assert_eq!(reason(r#"{"text":["a","b"]}"#).1, json!("text"));
    assert_eq!(reason(r#"{"text":12}"#).1, json!("text"));
}

#[test]
fn dates_that_cannot_be() {
    for date in ["2025-13-45", "2025-02-30", "soon", "0000-00-00"] {
        let (reason, field) = reason(json!({"text": GOOD, "published": date}).to_string());
        assert_eq!(field, json!("published"));
        assert!(reason.contains(date) || reason.contains("year"), "{reason}");
    }
}

#[test]
fn nuls() {
    let (_, reject) = amid_good_lines(b"{\"text\":\"a\0b\"}");
    assert!(
        reject["reason"].as_str().unwrap().starts_with("not JSON"),
        "{reject}"
    );
    let (reason, field) = reason(r#"{"text":"damaged\u0000here"}"#);
    assert!(reason.contains("NUL"), "{reason}");
    assert_eq!(field, json!("text"));
}

#[test]
fn nesting_ten_thousand_deep() {
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    assert!(reason(&deep).0.contains("array"));
    let objects = format!("{}1{}", "{\"a\":".repeat(10_000), "}".repeat(10_000));
    assert_eq!(reason(&objects).1, json!("text"));
    assert_eq!(reason(format!("{{\"text\":{deep}}}")).1, json!("text"));
    // Where the nonsense stands beside an article, the article is read.
    let desk = Desk::new();
    let ran = desk
        .file("in.jsonl", format!("{{\"x\":{deep},\"text\":\"{GOOD}\"}}"))
        .run(&["in.jsonl"]);
    assert_eq!((ran.status, ran.count("articles")), (0, 1));
}

#[test]
fn over_the_limits() {
    let desk = Desk::new();
    let lines = [
        article("a", GOOD),
        article("b", &"long ".repeat(100_000)),
        article("c", &"word ".repeat(300)),
        article("d", "Another day went by in the harbour."),
    ];
    let ran = desk.file("in.jsonl", lines.join("\n")).run(&[
        "in.jsonl",
        "--max-line",
        "100000",
        "--max-article",
        "1000",
        "--chunk",
        "4096",
    ]);
    assert_eq!((ran.status, ran.count("articles")), (1, 2));
    let rejects = ran.rows("rejects.ndjson");
    assert_eq!(
        (&rejects[0]["line"], &rejects[1]["line"]),
        (&json!(2), &json!(3))
    );
    assert!(
        rejects[0]["reason"]
            .as_str()
            .unwrap()
            .contains("--max-line")
    );
    assert!(
        rejects[1]["reason"]
            .as_str()
            .unwrap()
            .contains("--max-article")
    );
}

/// 200 MB in one line, on standard input, between two articles: memory stays flat.
#[test]
fn two_hundred_megabytes_in_one_line() {
    struct Line {
        before: Vec<u8>,
        left: usize,
        after: Vec<u8>,
    }
    impl Read for Line {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            if !self.before.is_empty() {
                let n = (&self.before[..]).read(buffer)?;
                self.before.drain(..n);
                return Ok(n);
            }
            if self.left > 0 {
                let n = buffer.len().min(self.left);
                buffer[..n].fill(b'x');
                self.left -= n;
                return Ok(n);
            }
            let n = (&self.after[..]).read(buffer)?;
            self.after.drain(..n);
            Ok(n)
        }
    }
    let desk = Desk::new();
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_stanceline"))
        .current_dir(desk.path("."))
        .args([
            "run",
            "-",
            "--out",
            "out",
            "--max-line",
            "4000000",
            "--quiet",
        ])
        .stdin(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = Line {
        before: format!("{}\n{{\"text\":\"", article("a", GOOD)).into_bytes(),
        left: 200_000_000,
        after: format!("\"}}\n{}\n", article("b", "Another day went by.")).into_bytes(),
    };
    let mut pipe = child.stdin.take().unwrap();
    let mut buffer = vec![0; 1 << 16];
    let mut peak = 0;
    loop {
        let n = line.read(&mut buffer).unwrap();
        if n == 0 {
            break;
        }
        pipe.write_all(&buffer[..n]).unwrap();
        if line.left % (16 << 20) < n {
            peak = peak.max(resident(child.id()));
        }
    }
    drop(pipe);
    assert_eq!(child.wait().unwrap().code(), Some(1));
    let ran = desk.told(&desk.command(&["--version"]).output().unwrap());
    assert_eq!(ran.count("articles"), 2);
    assert_eq!(ran.rows("rejects.ndjson")[0]["line"], json!(2));
    if cfg!(target_os = "linux") {
        assert!((1..64 << 20).contains(&peak), "{peak} bytes resident");
    }
}

/// Resident bytes of a process, where the system tells.
fn resident(process: u32) -> usize {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find(|l| l.starts_with("VmRSS:"));
    line.and_then(|l| l.split_whitespace().nth(1)?.parse::<usize>().ok())
        .unwrap_or(0)
        << 10
}

#[test]
fn truncated_archives() {
    let lines: Vec<String> = (0..3000)
        .map(|i| {
            article(
                &format!("a{i}"),
                &format!(
                    "Story number {i} of the harbour, told {} times.",
                    i * 7919 % 1000
                ),
            )
        })
        .collect();
    let whole = lines.join("\n");
    let packed = [
        ("in.jsonl.gz", gzip(whole.as_bytes())),
        (
            "in.jsonl.zst",
            zstd::encode_all(whole.as_bytes(), 3).unwrap(),
        ),
    ];
    for (name, bytes) in packed {
        let desk = Desk::new();
        let ran = desk
            .file(name, &bytes[..bytes.len() / 2])
            .file("later.jsonl", article("later", GOOD))
            .run(&[name, "later.jsonl"]);
        assert_eq!(ran.status, 1);
        let rejects = ran.rows("rejects.ndjson");
        assert_eq!(
            rejects.len(),
            1,
            "the half line at the break is not a reject of its own: {rejects:?}"
        );
        assert_eq!(
            (&rejects[0]["file"], &rejects[0]["line"]),
            (&json!(name), &Value::Null)
        );
        let reason = rejects[0]["reason"].as_str().unwrap();
        assert!(reason.contains("breaks off at line"), "{reason}");
        let articles = ran.count("articles");
        assert!((500..3000).contains(&articles), "{name}: {articles}");
        assert!(
            reason.contains(&format!("line {articles}:")),
            "one article came from the other file: {reason}"
        );
    }
}

#[test]
fn whole_archives_of_several_members() {
    let (one, two) = (
        article("a", GOOD),
        article("b", "Another day went by in the harbour."),
    );
    let mut gz = gzip(format!("{one}\n").as_bytes());
    gz.extend(gzip(two.as_bytes()));
    let mut zst = zstd::encode_all(format!("{one}\n").as_bytes(), 1).unwrap();
    zst.extend(zstd::encode_all(two.as_bytes(), 1).unwrap());
    let desk = Desk::new();
    // Names lie: the second is gzip too.
    let ran = desk
        .file("x.jsonl.zst", zst)
        .file("y.jsonl", gz)
        .run(&["x.jsonl.zst", "y.jsonl"]);
    assert_eq!(
        (
            ran.status,
            ran.count("articles"),
            ran.count("duplicate_ids")
        ),
        (0, 4, 2)
    );
}

#[test]
fn empty_files() {
    let desk = Desk::new();
    let ran = desk
        .file("empty.jsonl", "")
        .file("blank.jsonl", "\n \r\n\n")
        .run(&["empty.jsonl", "blank.jsonl"]);
    assert_eq!((ran.status, ran.count("articles")), (0, 0));
    let ran = desk.file("empty.txt", "").run(&["empty.txt"]);
    assert_eq!((ran.status, ran.count("rejects")), (1, 1));
}

#[test]
fn byte_order_mark_and_carriage_returns() {
    let desk = Desk::new();
    let lines = format!(
        "\u{feff}{}\r\n\r\n{}\r\n",
        article("a", GOOD),
        article("b", "Two.")
    );
    let ran = desk.file("in.jsonl", lines).run(&["in.jsonl"]);
    assert_eq!(
        (ran.status, ran.count("articles")),
        (0, 2),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_folder_without_articles() {
    let desk = Desk::new();
    let ran = desk.file("folder/readme.md", "x").run(&["folder"]);
    assert_eq!(ran.status, 2);
    assert!(ran.stderr.contains("no articles"), "{}", ran.stderr);
    assert!(!ran.out().exists(), "nothing runs, so nothing is written");
}

#[test]
fn a_missing_file() {
    let desk = Desk::new();
    let ran = desk.run(&["none.jsonl"]);
    assert_eq!(ran.status, 2);
    assert!(ran.stderr.contains("none.jsonl"), "{}", ran.stderr);
    let ran = desk
        .file("in.jsonl", article("a", GOOD))
        .run(&["none.jsonl", "in.jsonl"]);
    assert_eq!((ran.status, ran.count("articles")), (1, 1));
    assert!(ran.stderr.contains("none.jsonl"), "{}", ran.stderr);
}

#[test]
fn an_output_that_cannot_be_written() {
    let desk = Desk::new();
    desk.file("in.jsonl", article("a", GOOD))
        .file("taken", "a file");
    for out in ["taken", "taken/inside"] {
        let ran = desk.told(
            &desk
                .command(&["run", "in.jsonl", "--out", out])
                .output()
                .unwrap(),
        );
        assert_eq!(ran.status, 2, "{}", ran.stderr);
        assert!(
            ran.stderr.contains("taken") && ran.stderr.contains("--out"),
            "{}",
            ran.stderr
        );
    }
}

#[test]
fn duplicate_ids() {
    let desk = Desk::new();
    let lines = [
        article("a", GOOD),
        article("a", GOOD),
        article("a", "A second version with other words in it."),
    ];
    let ran = desk.file("in.jsonl", lines.join("\n")).run(&["in.jsonl"]);
    assert_eq!(ran.status, 0);
    assert_eq!(
        (
            ran.count("articles"),
            ran.count("duplicate_ids"),
            ran.count("removed/exact")
        ),
        (3, 2, 1)
    );
}

#[test]
fn damaged_texts_in_a_folder() {
    let desk = Desk::new();
    let ran = desk
        .file("in/a.txt", GOOD)
        .file("in/b.txt", b"Caf\xe9")
        .file("in/c.txt", b"a\0b")
        .file("in/d.txt", "  \n")
        .file("in/e.txt", "Another day went by.")
        .run(&["in"]);
    assert_eq!(
        (ran.status, ran.count("articles"), ran.count("rejects")),
        (1, 2, 3)
    );
    let files: Vec<String> = ran
        .rows("rejects.ndjson")
        .iter()
        .map(|r| r["file"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(files, ["in/b.txt", "in/c.txt", "in/d.txt"]);
}

/// A lexicon with a typo stops the run before anything is read, and names file, line and field.
#[test]
fn a_lexicon_with_a_typo() {
    let pack = "kind = \"topic\"\nid = \"harbour\"\nname = \"Harbour\"\nlanguage = \"en\"\ncontext = [\"harbour\"]\n";
    let run = |proposals: &str| {
        let desk = Desk::new();
        desk.file("in.jsonl", article("a", GOOD))
            .file("packs/harbour/pack.toml", pack)
            .file("packs/harbour/proposals.toml", proposals)
            .run(&["in.jsonl", "--lexicons", "packs", "--topic", "harbour"])
    };
    let good = "[[proposal]]\nid = \"crane\"\nname = \"A crane\"\nphrases = [\"crane\"]\n";
    assert_eq!(run(good).status, 0);
    let ran = run("[[proposal]]\nid = \"crane\"\nnmae = \"A crane\"\n");
    assert_eq!(ran.status, 2);
    assert!(
        ran.stderr.contains("proposals.toml:") && ran.stderr.contains("nmae"),
        "{}",
        ran.stderr
    );
    let ran = run(&format!("{good}parent = \"dock\"\n"));
    assert_eq!(ran.status, 2);
    assert!(
        ran.stderr.contains("proposals.toml:2") && ran.stderr.contains("dock"),
        "{}",
        ran.stderr
    );
}
