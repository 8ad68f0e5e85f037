//! Attributions inside the content of others: "she said that he had promised to come".

use std::collections::BTreeSet;

use crate::model::{Attribution, Span};

/// Tells each attribution which other one's content it stands in: the one with the shortest content that holds its cue.
pub(super) fn nest(found: &mut [Attribution]) {
    let mut cues: Vec<(Span, usize)> = Vec::new();
    let mut contents: Vec<(Span, usize, usize)> = Vec::new();
    for (i, a) in found.iter().enumerate() {
        let length = a.content.iter().map(|c| c.len()).sum();
        cues.extend(a.cue.map(|cue| (cue, i)));
        contents.extend(a.content.iter().map(|c| (*c, length, i)));
    }
    cues.sort_unstable();
    contents.sort_unstable();
    let mut contents = contents.into_iter().peekable();
    // Contents that begin before a cue and may hold it, the shortest first.
    let mut open: BTreeSet<(usize, usize, usize)> = BTreeSet::new();
    for (cue, i) in cues {
        while let Some((c, length, j)) = contents.next_if(|(c, ..)| c.start <= cue.start) {
            open.insert((length, j, c.end));
        }
        let mut over = Vec::new();
        let holder = open.iter().find(|content| {
            let (_, j, end) = **content;
            if end <= cue.start {
                over.push(**content);
            }
            j != i && cue.end <= end
        });
        found[i].inside = holder.map(|(_, j, _)| *j);
        for content in over {
            open.remove(&content);
        }
    }
}
