//! The days of the paragraphs that near copies are looked for among, and which of those the window has left behind.

use std::collections::VecDeque;

use super::NearSettings;

/// The days of the paragraphs remembered, and how far back the input may still reach.
#[derive(Debug, Default)]
pub(super) struct Days {
    newest: Option<i32>,
    /// The most days that an article came behind the newest before it.
    lateness: u32,
    /// Number of the first paragraph in `of`.
    pub(super) floor: u32,
    pub(super) of: VecDeque<i32>,
}

impl Days {
    /// Notes that an article of this day came.
    pub(super) fn note(&mut self, day: i32) {
        let newest = self.newest.map_or(day, |newest| newest.max(day));
        self.newest = Some(newest);
        self.lateness = self.lateness.max(newest.abs_diff(day));
    }

    /// Forgets the first paragraphs, as far as nothing can be near them any more; returns how many.
    pub(super) fn forget(&mut self, settings: &NearSettings) -> usize {
        let before = self.of.len();
        while !self.of.is_empty() && !self.live(self.floor, settings) {
            self.of.pop_front();
            self.floor += 1;
        }
        before - self.of.len()
    }

    /// The day of a paragraph that is still remembered.
    pub(super) fn get(&self, number: u32) -> Option<i32> {
        let at = number.checked_sub(self.floor)?;
        self.of.get(at as usize).copied()
    }

    /// Whether a later article may still lie within the window of this paragraph.
    fn live(&self, number: u32, settings: &NearSettings) -> bool {
        let next = u64::from(self.floor) + self.of.len() as u64;
        let reach = u64::from(settings.window) + u64::from(self.lateness);
        u64::from(number) + u64::from(settings.capacity) >= next
            && self.get(number).is_some_and(|day| {
                let newest = self.newest.unwrap_or(day);
                u64::from(newest.abs_diff(day)) <= reach
            })
    }
}
