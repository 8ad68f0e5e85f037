//! Which cues an article would have been read without, had nobody written rules with it in view.
//!
//! Rules are written by reading what they miss in the articles of training, so that they read those better than any others. A model fitted beside
//! them would learn to leave to rules what it has to find by itself elsewhere. So each fold is read without the cues that it alone shows
//! (the jackknife of Quenouille 1949, over the cues of a lexicon).

use std::collections::BTreeMap;

use crate::lexicon::Lexicons;

/// The lexicons of each fold: without cues by which rules found something there and in no other fold. `shown` has a fold and a cue for each time
/// that one decided.
pub(super) fn held_out(
    lexicons: &Lexicons,
    folds: usize,
    shown: &[(usize, String)],
) -> Vec<Lexicons> {
    let mut by_cue: BTreeMap<&str, Vec<bool>> = BTreeMap::new();
    for (fold, cue) in shown {
        by_cue.entry(cue).or_insert_with(|| vec![false; folds])[*fold] = true;
    }
    let only = |cue: &str, fold: usize| {
        by_cue.get(cue).is_some_and(|by| {
            by.iter()
                .enumerate()
                .all(|(other, shows)| *shows == (other == fold))
        })
    };
    let of = |fold: usize| {
        let mut own = lexicons.clone();
        own.language.cues.retain(|cue| !only(&cue.id, fold));
        own
    };
    (0..folds).map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fold_is_read_without_the_cues_that_it_alone_shows() {
        let lexicons = Lexicons::embedded("ukraine").expect("the embedded lexicons");
        let ids: Vec<&str> = lexicons.language.cues.iter().map(|c| &*c.id).collect();
        let shown = [(0, ids[0]), (0, ids[1]), (1, ids[1])].map(|(fold, id)| (fold, id.to_owned()));
        let own = held_out(&lexicons, 2, &shown);
        let left = |fold: usize| own[fold].language.cues.len();
        assert_eq!((left(0), left(1)), (ids.len() - 1, ids.len()));
        assert!(own[0].language.cues.iter().all(|c| c.id != ids[0]));
    }
}
