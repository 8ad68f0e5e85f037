//! Chunks of plain, damaged and compressed files.

use std::path::PathBuf;

use super::*;
use crate::read::find_inputs;

fn write(name: &str, bytes: &[u8]) -> (tempfile::TempDir, Vec<Input>) {
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let inputs = find_inputs(&[path]).inputs;
    (folder, inputs)
}

/// Line number and bytes of every line, and the rejects.
fn lines(inputs: &[Input], limits: ChunkLimits) -> (Vec<(u64, Vec<u8>)>, Vec<Reject>) {
    let (mut out, mut rejects) = (Vec::new(), Vec::new());
    for chunk in Chunks::new(inputs, limits) {
        let Payload::Lines { first, .. } = chunk.payload else {
            panic!("a chunk of lines")
        };
        let text = chunk.bytes.strip_suffix(b"\n").unwrap_or(&chunk.bytes);
        if !chunk.bytes.is_empty() {
            out.extend((first..).zip(text.split(|&b| b == b'\n').map(<[u8]>::to_vec)));
        }
        rejects.extend(chunk.rejects);
    }
    (out, rejects)
}

#[test]
fn any_chunk_size_gives_the_same_lines() {
    let mut data = Vec::new();
    for (i, letter) in (0..300usize).zip((b'a'..=b'z').cycle()) {
        data.extend(std::iter::repeat_n(letter, i * 7 % 97));
        data.push(b'\n');
    }
    for tail in [&b""[..], b"last", b"\n\n"] {
        let mut data = data.clone();
        data.extend(tail);
        let (_folder, inputs) = write("x.jsonl", &data);
        let text = data.strip_suffix(b"\n").unwrap_or(&data);
        let want: Vec<(u64, Vec<u8>)> = (1..)
            .zip(text.split(|&b| b == b'\n').map(<[u8]>::to_vec))
            .collect();
        for chunk in [1, 2, 7, 64, 100, 1000, 1 << 20] {
            let (got, rejects) = lines(&inputs, ChunkLimits { chunk, line: 1000 });
            assert!(rejects.is_empty(), "{rejects:?}");
            assert_eq!(got, want, "chunks of {chunk}");
        }
    }
}

#[test]
fn an_overlong_line_is_skipped_and_counted() {
    for (before, after) in [("one\ntwo\n", "\nfour\n"), ("", "\nfour"), ("one\n", "")] {
        let data = format!("{before}{}{after}", "x".repeat(10_000));
        let (_folder, inputs) = write("x.jsonl", data.as_bytes());
        let (got, rejects) = lines(
            &inputs,
            ChunkLimits {
                chunk: 64,
                line: 1000,
            },
        );
        assert_eq!(
            rejects.len(),
            usize::from(!after.is_empty() || !before.is_empty())
        );
        assert_eq!(rejects[0].line, Some(before.lines().count() as u64 + 1));
        assert!(rejects[0].reason.contains("10000 bytes"), "{rejects:?}");
        let rest: Vec<&[u8]> = got
            .iter()
            .map(|(_, l)| &l[..])
            .filter(|l| !l.is_empty())
            .collect();
        let want: Vec<&[u8]> = before
            .lines()
            .chain(after.trim().lines())
            .map(str::as_bytes)
            .collect();
        assert_eq!(rest, want);
    }
}

#[test]
fn small_texts_share_a_chunk_and_keep_their_order() {
    let folder = tempfile::tempdir().unwrap();
    for i in 0..700 {
        std::fs::write(
            folder.path().join(format!("{i:04}.txt")),
            format!("text {i}"),
        )
        .unwrap();
    }
    let inputs = find_inputs(&[folder.path().to_path_buf()]).inputs;
    let mut seen = 0;
    for chunk in Chunks::new(&inputs, ChunkLimits::default()) {
        let Payload::Texts(files) = &chunk.payload else {
            panic!("a chunk of texts")
        };
        for file in files {
            assert_eq!(
                &chunk.bytes[file.start..file.end],
                format!("text {seen}").as_bytes()
            );
            seen += 1;
        }
    }
    assert_eq!(seen, 700);
}

#[test]
fn records_over_several_lines_are_lines_at_any_chunk_size() {
    let pretty = "{\n  \"text\": \"a, b\",\n  \"more\": [\n    1,\n    2\n  ]\n}\n";
    let array = format!("[\n{pretty},\n{pretty}]\n");
    for (file, records) in [(pretty.repeat(2), 2), (array, 2), ("[{},{},{}]".into(), 3)] {
        let (_folder, inputs) = write("x.json", file.as_bytes());
        for chunk in [1, 7, 64, 1 << 20] {
            let (got, rejects) = lines(&inputs, ChunkLimits { chunk, line: 1000 });
            assert!(rejects.is_empty(), "{rejects:?}");
            let got: Vec<serde_json::Value> = got
                .iter()
                .filter(|(_, line)| !line.trim_ascii().is_empty())
                .map(|(_, line)| serde_json::from_slice(line).unwrap())
                .collect();
            assert_eq!(got.len(), records, "chunks of {chunk}: {got:?}");
        }
    }
}

#[test]
fn an_array_that_is_never_closed_is_told() {
    for (text, records, at) in [
        ("[{\"a\":1},\n {\"a\":2}", 2, Some(2)),
        ("[{\"a\":1},\n", 1, Some(2)),
        ("[\n{\"a\":[1, 2]}\n]\n[{\"a\": \"]\"}", 2, Some(2)),
        ("[{\"a\":1},\n {\"a\":2}]\n", 2, None),
        // What is cut off inside an element is told by whoever reads the element.
        ("[{\"a\":1},\n {\"a\":", 2, None),
        ("{\n\"a\":[1,\n", 1, None),
    ] {
        let (_folder, inputs) = write("x.json", text.as_bytes());
        for chunk in [1, 5, 1 << 20] {
            let (got, rejects) = lines(&inputs, ChunkLimits { chunk, line: 1000 });
            let filled = got.iter().filter(|(_, l)| !l.trim_ascii().is_empty());
            assert_eq!(filled.count(), records, "{text}");
            let told: Vec<_> = rejects.iter().map(|r| r.line).collect();
            assert_eq!(told, Vec::from_iter(at.map(Some)), "{text}: {rejects:?}");
        }
    }
}
