//! Runs the command in a folder of its own and reads what it wrote.

use std::path::{Path, PathBuf};
use std::process::Output;

use serde_json::Value;

/// A folder to run in.
pub(crate) struct Desk {
    folder: tempfile::TempDir,
}

/// What came of a run.
pub(crate) struct Ran {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    out: PathBuf,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file.
    pub(crate) fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> &Self {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
        self
    }

    /// The command, ready to run here.
    pub(crate) fn command(&self, arguments: &[&str]) -> assert_cmd::Command {
        let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_stanceline"));
        command.current_dir(self.folder.path()).args(arguments);
        command
    }

    /// `stanceline run` with results in `out`.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        let arguments = [&["run", "--out", "out"], arguments].concat();
        self.told(&self.command(&arguments).output().unwrap())
    }

    pub(crate) fn told(&self, output: &Output) -> Ran {
        Ran {
            status: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout.clone()).unwrap(),
            stderr: String::from_utf8(output.stderr.clone()).unwrap(),
            out: self.path("out"),
        }
    }
}

impl Ran {
    pub(crate) fn out(&self) -> &Path {
        &self.out
    }

    /// Rows of an NDJSON output.
    pub(crate) fn rows(&self, name: &str) -> Vec<Value> {
        let text = std::fs::read_to_string(self.out.join(name)).unwrap();
        assert!(
            text.is_empty() || text.ends_with('\n'),
            "{name} ends in half a line"
        );
        text.lines()
            .map(|l| serde_json::from_str(l).unwrap())
            .collect()
    }

    /// A count of the manifest, such as `articles` or `removed/exact`.
    pub(crate) fn count(&self, name: &str) -> u64 {
        let manifest = std::fs::read(self.out.join("manifest.json")).unwrap();
        let manifest: Value = serde_json::from_slice(&manifest).unwrap();
        manifest
            .pointer(&format!("/counts/{name}"))
            .unwrap()
            .as_u64()
            .unwrap()
    }
}

/// An article that is in order.
pub(crate) fn article(id: &str, text: &str) -> String {
    serde_json::json!({"id": id, "outlet": "Harbour Post", "published": "2025-03-12", "text": text})
        .to_string()
}

/// Bytes as gzip.
pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}
