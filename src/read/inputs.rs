//! Names on the command line become files, in an order that does not depend on the file system.

use std::path::{Path, PathBuf};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::error::{Error, ErrorKind, Result};

/// How a file's articles stand in it (inside its compression).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A JSON object a line.
    Lines,
    /// The whole file is one article's text.
    Text,
}

/// One file to read, or standard input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// Name as given, with the way inside a folder; `-` for standard input. Uses `/` everywhere.
    pub name: String,
    /// Where it lies; none for standard input.
    pub path: Option<PathBuf>,
    /// Bytes on disk; none where that cannot be known.
    pub bytes: Option<u64>,
    /// How its articles stand in it.
    pub format: Format,
    /// Id of the article that a file of text is: its name without endings, with the folders that it lies in inside the folder that was named.
    /// Where several files would have the same id, each has its name as given, without endings. Empty for other files.
    pub id: String,
}

/// What the names led to.
#[derive(Debug, Default)]
pub struct Found {
    /// Files in order: as named, folders walked by sorted name.
    pub inputs: Vec<Input>,
    /// Names that led nowhere, one error each.
    pub missing: Vec<Error>,
    /// Files that would have been read, but for the folder that they are in.
    pub left_out: u64,
}

/// Finds the files behind `names`: a file, a folder (all files in it with a known ending, folders inside it too), or `-`.
///
/// Known endings in folders: `.ndjson`, `.jsonl`, `.json`, `.txt`, each also with `.gz` or `.zst`. A file named outright
/// may be called anything: `.txt` is one article, all else holds one JSON object a line, or objects over several lines, or arrays of them.
pub fn find_inputs(names: &[PathBuf]) -> Found {
    find_inputs_outside(None, names)
}

/// The same, where folders are walked without what lies in one: results of an earlier run are no articles.
pub fn find_inputs_outside(left_out: Option<&Path>, names: &[PathBuf]) -> Found {
    let left_out = left_out.and_then(|folder| std::fs::canonicalize(folder).ok());
    let mut found = Found::default();
    for name in names {
        if name.as_os_str() == "-" {
            found.inputs.push(Input {
                name: "-".to_owned(),
                path: None,
                bytes: None,
                format: Format::Lines,
                id: String::new(),
            });
            continue;
        }
        let before = (found.inputs.len(), found.left_out);
        if let Err(error) = find(name, left_out.as_deref(), &mut found) {
            found.missing.push(error);
        } else if found.inputs.len() == before.0 {
            let why = if found.left_out > before.1 {
                "no articles in this folder but where the results go; name another folder for them"
            } else {
                "no articles in this folder: it has no .ndjson, .jsonl, .json or .txt file (each also .gz or .zst)"
            };
            let error = Error::new(ErrorKind::Input, why);
            found.missing.push(error.at(name));
        }
    }
    tell_apart(&mut found.inputs);
    found
}

/// Gives files of text that would be the same article ids with all folders that were named.
fn tell_apart(inputs: &mut [Input]) {
    let texts = || inputs.iter().filter(|i| i.format == Format::Text);
    let mut first: FxHashMap<&str, &str> = FxHashMap::default();
    let mut shared: FxHashSet<String> = FxHashSet::default();
    for input in texts() {
        if *first.entry(&input.id).or_insert(&input.name) != input.name {
            shared.insert(input.id.clone());
        }
    }
    for input in inputs.iter_mut().filter(|i| shared.contains(&i.id)) {
        let name = input.name.strip_prefix("./").unwrap_or(&input.name);
        input.id = without_endings(name).to_owned();
    }
}

/// A file's name without what tells its format.
fn without_endings(name: &str) -> &str {
    let name = [".gz", ".zst"]
        .iter()
        .find_map(|e| name.strip_suffix(e))
        .unwrap_or(name);
    match name.rsplit_once('.') {
        Some((stem, ending))
            if !stem.is_empty() && !stem.ends_with('/') && !ending.contains('/') =>
        {
            stem
        }
        _ => name,
    }
}

fn find(name: &Path, left_out: Option<&Path>, found: &mut Found) -> Result<()> {
    let metadata = std::fs::metadata(name)
        .map_err(|e| Error::io(name, "cannot be read; check the name", e))?;
    if metadata.is_dir() {
        // Links to folders are not followed, so that folders inside this one lie where their names say.
        let inside = left_out.zip(std::fs::canonicalize(name).ok());
        let inside = inside.and_then(|(left_out, name)| left_out.strip_prefix(name).ok());
        let left_out = inside.map(|inside| name.join(inside));
        return walk(name, (name, left_out.as_deref()), found);
    }
    let bytes = metadata.is_file().then_some(metadata.len());
    let format = format_of(name).unwrap_or(Format::Lines);
    let folder = name.parent().unwrap_or(Path::new(""));
    push(name, folder, bytes, format, found);
    Ok(())
}

/// Walks a folder inside the one that was named, without the one that is left out.
fn walk(folder: &Path, within: (&Path, Option<&Path>), found: &mut Found) -> Result<()> {
    let (named, left_out) = within;
    if left_out == Some(folder) {
        let mut inside = Found::default();
        walk(folder, (named, None), &mut inside)?;
        found.left_out += inside.inputs.len() as u64;
        return Ok(());
    }
    let explain = |e| Error::io(folder, "this folder cannot be listed", e);
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(explain)? {
        entries.push(entry.map_err(explain)?);
    }
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            continue;
        }
        let path = entry.path();
        let kind = match entry.file_type() {
            Ok(kind) => kind,
            Err(error) => {
                found
                    .missing
                    .push(Error::io(&path, "cannot be read", error));
                continue;
            }
        };
        // A link to a folder may lead back here: only links to files are followed.
        if kind.is_dir() {
            if let Err(error) = walk(&path, within, found) {
                found.missing.push(error);
            }
        } else if let Some(format) = format_of(&path) {
            match std::fs::metadata(&path) {
                Ok(m) if m.is_file() => push(&path, named, Some(m.len()), format, found),
                Ok(_) => {}
                Err(error) => found
                    .missing
                    .push(Error::io(&path, "cannot be read", error)),
            }
        }
    }
    Ok(())
}

fn push(path: &Path, folder: &Path, bytes: Option<u64>, format: Format, found: &mut Found) {
    let written = |path: &Path| {
        let name = path.to_string_lossy();
        if std::path::MAIN_SEPARATOR == '/' {
            name.into_owned()
        } else {
            name.replace(std::path::MAIN_SEPARATOR, "/")
        }
    };
    let id = match format {
        Format::Lines => String::new(),
        Format::Text => {
            let inside = written(path.strip_prefix(folder).unwrap_or(path));
            without_endings(&inside).to_owned()
        }
    };
    found.inputs.push(Input {
        name: written(path),
        path: Some(path.to_path_buf()),
        bytes,
        format,
        id,
    });
}

/// The format that a name's endings tell, whatever bytes stand before them.
fn format_of(path: &Path) -> Option<Format> {
    let name = path.file_name()?.as_encoded_bytes().to_ascii_lowercase();
    let name = [&b".gz"[..], b".zst"]
        .iter()
        .find_map(|packed| name.strip_suffix(*packed))
        .unwrap_or(&name);
    let dot = name.iter().rposition(|&b| b == b'.')?;
    match &name[dot + 1..] {
        b"ndjson" | b"jsonl" | b"json" => Some(Format::Lines),
        b"txt" => Some(Format::Text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_walked_by_name() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str| {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "x").unwrap();
        };
        for name in [
            "b.txt",
            "a/z.jsonl.gz",
            "a/b.JSON",
            "readme.md",
            ".hidden.txt",
            "c.ndjson.zst",
        ] {
            file(name);
        }
        let found = find_inputs(&[folder.path().to_path_buf()]);
        assert!(found.missing.is_empty());
        let names: Vec<(&str, Format)> = found
            .inputs
            .iter()
            .map(|i| (i.name.rsplit('/').next().unwrap(), i.format))
            .collect();
        assert_eq!(
            names,
            [
                ("b.JSON", Format::Lines),
                ("z.jsonl.gz", Format::Lines),
                ("b.txt", Format::Text),
                ("c.ndjson.zst", Format::Lines)
            ]
        );
    }

    #[test]
    fn a_text_has_the_folders_inside_the_named_one_in_its_id() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        for name in [
            "in/a.txt",
            "in/one/b.c.txt.gz",
            "in/two/b.c.txt",
            "in/.d/x",
            "two/a.TXT",
        ] {
            std::fs::create_dir_all(path(name).parent().unwrap()).unwrap();
            std::fs::write(path(name), "x").unwrap();
        }
        let ids = |names: &[PathBuf]| -> Vec<String> {
            find_inputs(names)
                .inputs
                .into_iter()
                .map(|i| i.id)
                .collect()
        };
        assert_eq!(ids(&[path("in")]), ["a", "one/b.c", "two/b.c"]);
        assert_eq!(ids(&[path("in/one/b.c.txt.gz")]), ["b.c"]);
        assert_eq!(
            ids(&[path("two"), path("two/a.TXT")]),
            ["a", "a"],
            "one file"
        );
        // Two files that would be one article say where they lie.
        let whole = |name: &str| path(name).to_str().unwrap().to_owned();
        assert_eq!(
            ids(&[path("in/a.txt"), path("two")]),
            [whole("in/a"), whole("two/a")]
        );
        for (name, without) in [
            ("a/b.c.txt.gz", "a/b.c"),
            ("a/.txt", "a/.txt"),
            ("a.b/c", "a.b/c"),
            (".txt", ".txt"),
        ] {
            assert_eq!(without_endings(name), without);
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_name_that_is_no_utf8_is_read_all_the_same() {
        use std::os::unix::ffi::OsStrExt;
        let folder = tempfile::tempdir().unwrap();
        let name = std::ffi::OsStr::from_bytes(b"caf\xe9.NDJSON.gz");
        std::fs::write(folder.path().join(name), "x").unwrap();
        let found = find_inputs(&[folder.path().to_path_buf()]);
        assert_eq!(found.inputs[0].format, Format::Lines);
        assert_eq!(
            found.inputs[0].path.as_deref(),
            Some(&*folder.path().join(name))
        );
    }

    #[test]
    fn names_that_lead_nowhere_are_told() {
        let folder = tempfile::tempdir().unwrap();
        let found = find_inputs(&[folder.path().to_path_buf(), folder.path().join("none.txt")]);
        assert!(found.inputs.is_empty());
        assert_eq!(found.missing.len(), 2);
        assert!(found.missing[0].to_string().contains("no articles"));
    }
}
