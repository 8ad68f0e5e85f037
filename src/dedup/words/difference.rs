//! The fewest changes that make one row of words of another: Myers' O(ND) algorithm (1986), given up as soon as more words differ than may.

/// A word that stands in one text only, by its place there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    Removed(usize),
    Added(usize),
}

/// The fewest changes that make `b` of `a`, words given by their hashes, in no order that is promised but that added neighbours follow each other; none
/// where they are more than `most`.
pub(super) fn difference(a: &[u64], b: &[u64], most: usize) -> Option<Vec<Change>> {
    let prefix = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[prefix..], &b[prefix..]);
    let suffix = a
        .iter()
        .rev()
        .zip(b.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let (a, b) = (&a[..a.len() - suffix], &b[..b.len() - suffix]);
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    // reached[k + offset]: the furthest place in `a` on diagonal k = place in a - place in b, after each number of changes.
    let most = most.min(a.len() + b.len());
    let offset = most + 1;
    let mut reached = vec![0usize; 2 * offset + 1];
    let mut history = Vec::new();
    for changes in 0..=most {
        for k in (offset - changes..=offset + changes).step_by(2) {
            let added = changes > 0
                && (k == offset - changes
                    || (k != offset + changes && reached[k - 1] < reached[k + 1]));
            let mut x = match (changes, added) {
                (0, _) => 0,
                (_, true) => reached[k + 1],
                (_, false) => reached[k - 1] + 1,
            };
            // Past either end the diagonal is dead; it stays where it is and is never the answer.
            let Some(mut y) = (x + offset).checked_sub(k) else {
                continue;
            };
            while x < a.len() && y < b.len() && a[x] == b[y] {
                x += 1;
                y += 1;
            }
            reached[k] = x;
            if x >= a.len() && y >= b.len() {
                return Some(trace(&history, offset, k, changes, prefix));
            }
        }
        history.push(reached.clone());
    }
    None
}

/// Walks back from the end to collect the changes, last first.
fn trace(
    history: &[Vec<usize>],
    offset: usize,
    mut k: usize,
    changes: usize,
    prefix: usize,
) -> Vec<Change> {
    let mut found = Vec::with_capacity(changes);
    for changes in (1..=changes).rev() {
        let reached = &history[changes - 1];
        let added =
            k == offset - changes || (k != offset + changes && reached[k - 1] < reached[k + 1]);
        if added {
            k += 1;
            let y = reached[k] + offset - k;
            found.push(Change::Added(prefix + y));
        } else {
            k -= 1;
            found.push(Change::Removed(prefix + reached[k]));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Longest common subsequence by the table, to hold the fast way against.
    fn slow(a: &[u64], b: &[u64]) -> usize {
        let mut row = vec![0; b.len() + 1];
        for x in a {
            let mut corner = 0;
            for (i, y) in b.iter().enumerate() {
                let above = row[i + 1];
                row[i + 1] = if x == y {
                    corner + 1
                } else {
                    above.max(row[i])
                };
                corner = above;
            }
        }
        a.len() + b.len() - 2 * row[b.len()]
    }

    proptest! {
        #[test]
        fn difference_is_the_shortest(a in proptest::collection::vec(0..5u64, 0..25), b in proptest::collection::vec(0..5u64, 0..25), most in 0..50usize) {
            let least = slow(&a, &b);
            let found = difference(&a, &b, most);
            prop_assert_eq!(found.as_ref().map(Vec::len), (least <= most).then_some(least));
            if let Some(found) = found {
                let left: Vec<u64> = a.iter().enumerate().filter(|(i, _)| !found.contains(&Change::Removed(*i))).map(|(_, w)| *w).collect();
                let right: Vec<u64> = b.iter().enumerate().filter(|(i, _)| !found.contains(&Change::Added(*i))).map(|(_, w)| *w).collect();
                prop_assert_eq!(left, right);
            }
        }
    }
}
