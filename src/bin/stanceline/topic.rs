//! Which topic is meant where none is named: the same for every command that takes lexicons.

use std::path::PathBuf;

use anyhow::{Result, bail};
use stanceline::lexicon::Lexicons;

/// The topic where nothing says another.
pub(crate) const DEFAULT_TOPIC: &str = "ukraine";

/// The topic that was named, else the one among the packs that were given, else the default.
pub(crate) fn topic_of(named: Option<&str>, folders: &[PathBuf]) -> Result<String> {
    if let Some(named) = named {
        return Ok(named.to_owned());
    }
    let given = Lexicons::topics_in(folders)?;
    match given.as_slice() {
        [one] => Ok(one.clone()),
        [_, ..] if !given.iter().any(|topic| topic == DEFAULT_TOPIC) => bail!(
            "--lexicons holds several topics ({}); name one with --topic",
            given.join(", ")
        ),
        _ => Ok(DEFAULT_TOPIC.to_owned()),
    }
}

/// The same for a store, which goes on with its own topic: packs of others alone would be passed over.
pub(crate) fn topic_of_store(
    kept: &str,
    named: Option<&str>,
    folders: &[PathBuf],
) -> Result<String> {
    if let Some(named) = named {
        return Ok(named.to_owned());
    }
    let given = Lexicons::topics_in(folders)?;
    if !given.is_empty() && !given.iter().any(|topic| topic == kept) {
        bail!(
            "the store is on {kept}, and --lexicons holds another topic ({}); name the one that is meant with --topic",
            given.join(", ")
        );
    }
    Ok(kept.to_owned())
}
