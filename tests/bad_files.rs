//! Files that are too long or end too early: memory stays small, and what could be read counts.

use std::io::{Read, Write};

use serde_json::{Value, json};

use crate::bad_input::GOOD;
use crate::command::{Desk, article, gzip};

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
        assert!((1..64 << 20).contains(&peak), "{peak} bytes in memory");
    }
}

/// Bytes that a process has in memory beside its own program file, where the system tells.
fn resident(process: u32) -> usize {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find(|l| l.starts_with("RssAnon:"));
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
fn objects_over_lines_and_arrays_are_read() {
    let pretty = |id: &str, text: &str| {
        let value: Value = serde_json::from_str(&article(id, text)).unwrap();
        serde_json::to_string_pretty(&value).unwrap()
    };
    let texts = [
        GOOD,
        "Another day went by in the harbour.",
        "Two ships came in before noon, \"late\" {as ever}, and left [again].",
    ];
    let of = |at: usize| pretty(&format!("a{at}"), texts[at]);
    let desk = Desk::new();
    let array = format!("[\n{},\n{},\n{{\n  \"id\": 3\n}}\n]\n", of(1), of(2));
    desk.file("in/one.json", of(0))
        .file("in/two.json", array)
        .file("in/two.jsonl", format!("{}\n{}\n", of(1), of(0)));
    let ran = desk.run(&["in"]);
    assert_eq!(
        (ran.status, ran.count("articles")),
        (1, 5),
        "{}",
        ran.stderr
    );
    assert_eq!(ran.count("removed/exact"), 2);
    // Of what is no article the place in the array is told.
    let rejects = ran.rows("rejects.ndjson");
    assert_eq!(rejects.len(), 1, "{rejects:?}");
    assert_eq!(
        (
            &rejects[0]["file"],
            &rejects[0]["line"],
            &rejects[0]["field"]
        ),
        (&json!("in/two.json"), &json!(3), &json!("text"))
    );
}
