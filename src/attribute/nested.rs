//! Attributions inside the content of others: "she said that he had promised to come".

use crate::model::Attribution;

/// Tells each attribution which other one's content it stands in: the one with the shortest content that holds its cue.
pub(super) fn nest(found: &mut [Attribution]) {
    for i in 0..found.len() {
        let Some(cue) = found[i].cue else { continue };
        found[i].inside = (0..found.len())
            .filter(|j| *j != i && found[*j].content.iter().any(|c| c.contains(cue)))
            .min_by_key(|j| found[*j].content.iter().map(|c| c.len()).sum::<usize>());
    }
}
