//! The lists of an article, which tests ask how often they were looked at.
//!
//! An article may be megabytes long, so nobody goes through all of its phrases for each of its words. Whoever did would be right, and only late: no result shows it, and
//! a clock shows it on the machine alone that it hangs on. So in tests each list counts what it hands out, one for an entry and all that it has for a
//! walk through it, and a test holds the sum to growing with the article. Elsewhere it is a vector.

use std::ops::{Deref, DerefMut, Index, IndexMut, Range, RangeFrom, RangeTo};

/// A vector that counts in tests what it hands out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List<T>(Vec<T>);

#[cfg(test)]
thread_local! {
    static HANDED_OUT: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// How many entries all lists have handed out to this thread.
#[cfg(test)]
pub fn handed_out() -> usize {
    HANDED_OUT.get()
}

#[inline]
fn count(entries: usize) {
    #[cfg(test)]
    HANDED_OUT.set(HANDED_OUT.get() + entries);
    #[cfg(not(test))]
    let _ = entries;
}

impl<T> List<T> {
    /// All entries.
    #[inline]
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        count(self.0.len());
        self.0.iter()
    }
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> From<Vec<T>> for List<T> {
    fn from(entries: Vec<T>) -> Self {
        Self(entries)
    }
}

impl<T> Deref for List<T> {
    type Target = Vec<T>;

    #[inline]
    fn deref(&self) -> &Vec<T> {
        count(1);
        &self.0
    }
}

impl<T> DerefMut for List<T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut Vec<T> {
        count(1);
        &mut self.0
    }
}

impl<T> Index<usize> for List<T> {
    type Output = T;

    #[inline]
    fn index(&self, at: usize) -> &T {
        count(1);
        &self.0[at]
    }
}

impl<T> IndexMut<usize> for List<T> {
    #[inline]
    fn index_mut(&mut self, at: usize) -> &mut T {
        count(1);
        &mut self.0[at]
    }
}

impl<T> Index<Range<usize>> for List<T> {
    type Output = [T];

    #[inline]
    fn index(&self, here: Range<usize>) -> &[T] {
        count(here.len());
        &self.0[here]
    }
}

impl<T> IndexMut<Range<usize>> for List<T> {
    #[inline]
    fn index_mut(&mut self, here: Range<usize>) -> &mut [T] {
        count(here.len());
        &mut self.0[here]
    }
}

// What begins or ends with the article is searched by halves, or left soon: it counts as one look, however long it is.
impl<T> Index<RangeFrom<usize>> for List<T> {
    type Output = [T];

    #[inline]
    fn index(&self, here: RangeFrom<usize>) -> &[T] {
        count(1);
        &self.0[here]
    }
}

impl<T> Index<RangeTo<usize>> for List<T> {
    type Output = [T];

    #[inline]
    fn index(&self, here: RangeTo<usize>) -> &[T] {
        count(1);
        &self.0[here]
    }
}

impl<T> IntoIterator for List<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        count(self.0.len());
        self.0.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a List<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    #[inline]
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'a, T> IntoIterator for &'a mut List<T> {
    type Item = &'a mut T;
    type IntoIter = std::slice::IterMut<'a, T>;

    #[inline]
    fn into_iter(self) -> Self::IntoIter {
        count(self.0.len());
        self.0.iter_mut()
    }
}
