//! Where features go, one by one, by their names.

use std::fmt::{Arguments, Write};
use std::ops::Range;

/// Takes features one by one, each with the tokens that show it, where there are any.
pub(super) struct Sink<'a> {
    buffer: String,
    /// Whether each feature counts once more by itself where the sentence names no proposal.
    pub(super) implied: bool,
    take: &'a mut dyn FnMut(&str, Option<Range<usize>>),
}

impl<'a> Sink<'a> {
    pub(super) fn new(take: &'a mut dyn FnMut(&str, Option<Range<usize>>)) -> Self {
        Self {
            buffer: String::with_capacity(64),
            implied: false,
            take,
        }
    }

    pub(super) fn add(&mut self, name: Arguments<'_>) {
        self.put(name, None);
    }

    pub(super) fn at(&mut self, name: Arguments<'_>, tokens: Range<usize>) {
        self.put(name, Some(tokens));
    }

    /// A word under a name, as there are hundreds: put together without a formatter.
    pub(super) fn word(&mut self, name: &str, word: &str, tokens: Range<usize>) {
        self.buffer.clear();
        self.buffer.push_str(name);
        self.buffer.push_str(word);
        self.hand_on(Some(tokens));
    }

    pub(super) fn put(&mut self, name: Arguments<'_>, tokens: Option<Range<usize>>) {
        self.buffer.clear();
        // Writing to a string cannot fail.
        let _ = self.buffer.write_fmt(name);
        self.hand_on(tokens);
    }

    fn hand_on(&mut self, tokens: Option<Range<usize>>) {
        (self.take)(&self.buffer, tokens.clone());
        if self.implied {
            self.buffer.insert(0, '^');
            (self.take)(&self.buffer, tokens);
        }
    }
}

/// Features that are the same for every holder, put together once.
#[derive(Default)]
pub(super) struct Told {
    names: String,
    /// Where each ends in `names`, and the tokens that show it.
    each: Vec<(usize, Option<Range<usize>>)>,
}

impl Told {
    pub(super) fn by(tell: impl FnOnce(&mut Sink<'_>)) -> Self {
        let mut told = Self::default();
        tell(&mut Sink::new(&mut |name, tokens| {
            told.names.push_str(name);
            told.each.push((told.names.len(), tokens));
        }));
        told
    }

    pub(super) fn again(&self, sink: &mut Sink<'_>) {
        let mut start = 0;
        for (end, tokens) in &self.each {
            sink.buffer.clear();
            sink.buffer.push_str(&self.names[start..*end]);
            sink.hand_on(tokens.clone());
            start = *end;
        }
    }
}
