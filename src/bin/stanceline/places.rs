//! What a command writes must not take the place of what it reads: refused before anything is opened for writing.

use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

/// An output: the option that names it, and where it goes.
pub(crate) type Written<'a> = (&'a str, &'a Path);

/// Refuses outputs that lie in the place of an input, or in one place. `-` is standard output or standard input, which may lead
/// to a file too. What keeps nothing (a terminal, a pipe, another device) is never in the way.
///
/// # Errors
/// Where that is so; the message says which, and what to do.
pub(crate) fn refuse_overwriting<'i>(
    outputs: &[Written<'_>],
    inputs: impl IntoIterator<Item = &'i Path>,
) -> Result<()> {
    for (number, (option, place)) in outputs.iter().enumerate() {
        if let Some((other, _)) = outputs[..number].iter().find(|o| same_place(o.1, place)) {
            bail!(
                "{other} and {option} are both {}; name two places",
                place.display()
            );
        }
    }
    let written = outputs
        .iter()
        .filter_map(|output| Some((output, identity(output.1, standard::output)?)));
    let written: Vec<_> = written.collect();
    if written.is_empty() {
        return Ok(());
    }
    for input in inputs {
        let Some(read) = identity(input, standard::input) else {
            continue;
        };
        let Some(((option, place), _)) = written.iter().find(|(_, w)| *w == read) else {
            continue;
        };
        let (option, place) = if is_standard(place) {
            ("standard output", "a file".to_owned())
        } else {
            (*option, place.display().to_string())
        };
        let also = match input.display().to_string() {
            name if name == place => String::new(),
            name if name == "-" => " (it is standard input)".to_owned(),
            name => format!(" (as {name})"),
        };
        bail!(
            "{option} is {place}, which is also an input{also}: it would be lost; name another place to write to"
        );
    }
    Ok(())
}

/// Refuses outputs inside a store's folder: they would lie among its files, or replace one.
///
/// # Errors
/// Where one lies there.
pub(crate) fn refuse_inside_store(outputs: &[Written<'_>], store: &Path) -> Result<()> {
    for (option, place) in outputs {
        if !is_standard(place) && is_inside(place, store) {
            bail!(
                "{option} is {}, inside the store {}; name a place outside of it",
                place.display(),
                store.display()
            );
        }
    }
    Ok(())
}

/// Whether a place is a folder, or lies somewhere inside it.
pub(crate) fn is_inside(place: &Path, folder: &Path) -> bool {
    let real = |path: &Path| {
        // What does not exist yet lies where the part of its way that exists leads to.
        let mut ways = path.ancestors().map(|way| match way.as_os_str() {
            empty if empty.is_empty() => (way, Path::new(".")),
            _ => (way, way),
        });
        ways.find_map(|(way, named)| {
            let rest = path.strip_prefix(way).ok()?;
            Some(fs::canonicalize(named).ok()?.join(rest))
        })
    };
    match (real(place), real(folder)) {
        (Some(place), Some(folder)) => place.starts_with(folder),
        _ => false,
    }
}

/// Whether two names lead to one place where results are kept: what is written to one would take the place of the other.
fn same_place(a: &Path, b: &Path) -> bool {
    fn place(path: &Path) -> Option<PathBuf> {
        if let Ok(metadata) = fs::metadata(path) {
            return fs::canonicalize(path).ok().filter(|_| keeps(&metadata));
        }
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
        let folder = fs::canonicalize(folder.unwrap_or(Path::new("."))).ok()?;
        Some(folder.join(path.file_name()?))
    }
    if is_standard(a) || is_standard(b) {
        return a == b;
    }
    place(a).is_some_and(|a| place(b) == Some(a))
}

fn is_standard(path: &Path) -> bool {
    path.as_os_str() == "-"
}

fn keeps(metadata: &Metadata) -> bool {
    metadata.is_file() || metadata.is_dir()
}

/// What a file is known by whatever it is called; none where nothing is kept.
#[derive(PartialEq, Eq)]
enum Identity {
    #[cfg(unix)]
    Node(u64, u64),
    #[cfg(not(unix))]
    Name(PathBuf),
}

fn identity(path: &Path, stream: fn() -> Option<Metadata>) -> Option<Identity> {
    let metadata = if is_standard(path) {
        stream()?
    } else {
        fs::metadata(path).ok()?
    };
    if !keeps(&metadata) {
        return None;
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        Some(Identity::Node(metadata.dev(), metadata.ino()))
    }
    #[cfg(not(unix))]
    fs::canonicalize(path).ok().map(Identity::Name)
}

/// The files that the standard streams lead to.
#[cfg(unix)]
mod standard {
    use std::fs::{File, Metadata};
    use std::io::{stdin, stdout};
    use std::os::fd::{AsFd, BorrowedFd};

    pub(super) fn input() -> Option<Metadata> {
        metadata(stdin().as_fd())
    }

    pub(super) fn output() -> Option<Metadata> {
        metadata(stdout().as_fd())
    }

    fn metadata(stream: BorrowedFd<'_>) -> Option<Metadata> {
        let file = File::from(stream.try_clone_to_owned().ok()?);
        file.metadata().ok()
    }
}

#[cfg(not(unix))]
mod standard {
    use std::fs::Metadata;

    pub(super) fn input() -> Option<Metadata> {
        None
    }

    pub(super) fn output() -> Option<Metadata> {
        None
    }
}
