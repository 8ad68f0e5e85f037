//! Subjects that do not simply stand before their verb: after it ("said the minister"), clauses ("sending troops is"), nouns with a clause
//! of their own ("efforts to end the war would").

use std::ops::Range;

use crate::model::{ClauseRole, Owner, Pos};

use super::{Kind, Work};

impl Work<'_> {
    /// "..., as has Warsaw", "..., as did France and Spain": an auxiliary before its subject, behind "as".
    pub(super) fn likened(&mut self, c: usize, before: Option<usize>, gap: &Range<usize>) -> bool {
        let group = self.clauses[c].verb_group.clone();
        let auxiliary = self.tokens[group.clone()]
            .iter()
            .all(|t| matches!(t.pos, Pos::Auxiliary | Pos::Modal));
        let opened = group.start >= gap.start + 2
            && self.tokens[group.start - 1].lower == "as"
            && self.tokens[group.start - 2].lower == ",";
        if before.is_none() || !auxiliary || !opened {
            return false;
        }
        let Some(p) = self.here.clone().find(|p| {
            self.phrases[*p].tokens.start == group.end && self.phrases[*p].preposition.is_none()
        }) else {
            return false;
        };
        self.clauses[c].subordinator = Some(group.start - 1);
        self.set_subjects(c, p);
        self.hang(c, before, ClauseRole::Adverbial);
        true
    }

    /// "..., said the minister", "warned Moscow": a reporting verb before its subject, after a mark.
    pub(super) fn inverted_source(
        &mut self,
        c: usize,
        before: Option<usize>,
        gap: &Range<usize>,
        free: &[usize],
    ) -> bool {
        let clause = &self.clauses[c];
        let group = clause.verb_group.clone();
        // "Moscow, say the authors, wants": the words before it wait for their verb.
        let inserted = before.is_none() && group.start > gap.start && group.start - gap.start > 1;
        if before.is_none() && !inserted
            || !self.inverting.contains(&clause.lemma)
            || clause.modal.is_some()
            || clause.passive
            || group.start == gap.start
        {
            return false;
        }
        let quoted = self.tokens[group.start - 1].lower == "\"";
        let mark = quoted
            || matches!(
                self.tokens[group.start - 1].lower.as_str(),
                "," | "?" | "!" | "'"
            );
        let from = (gap.start..group.start)
            .rev()
            .find(|t| self.tokens[*t].lower == "\"")
            .unwrap_or(gap.start);
        let own = free.iter().any(|p| self.phrases[*p].tokens.start > from);
        if !mark || own && quoted || !quoted && self.parenthesis(before).is_some() {
            return false;
        }
        let Some(p) = self.here.clone().find(|p| {
            self.phrases[*p].tokens.start == group.end
                && !self.is_time(&self.phrases[*p])
                && self.phrases[*p].preposition.is_none()
        }) else {
            return false;
        };
        // The owner comes first: "said France's minister".
        let mut p = p;
        while p + 1 < self.here.end && self.phrases[p + 1].owner == Some(Owner::Phrase(p)) {
            p += 1;
        }
        let after = self.tokens.get(self.phrases[p].tokens.end);
        if inserted && after.is_none_or(|t| t.lower != ",") {
            return false;
        }
        let predicate = after.is_some_and(|t| {
            t.sentence == self.clauses[c].sentence
                && (t.pos.is_verb()
                    || matches!(
                        t.pos,
                        Pos::Auxiliary | Pos::Modal | Pos::Subordinator | Pos::Adverb
                    ))
        });
        if predicate {
            return false;
        }
        self.hang(c, None, ClauseRole::Main);
        self.set_subjects(c, p);
        true
    }

    /// "Should Washington agree, ...", "Were Moscow to attack, ...": inversion in place of "if", where the sentence asks nothing.
    pub(super) fn fronted_condition(&self, gap: &Range<usize>) -> bool {
        gap.start == self.sentence.start
            && matches!(
                self.tokens[gap.start].lower.as_str(),
                "should" | "had" | "were"
            )
            && self.tokens[self.sentence.end - 1].lower != "?"
    }

    /// "promised troops should the guns fall silent": "should" right before the subject of a clause that follows another, in a sentence that asks
    /// nothing.
    pub(super) fn trailing_condition(&self, c: usize, gap: &Range<usize>) -> Option<usize> {
        let clause = &self.clauses[c];
        if clause.modal.as_deref() != Some("should")
            || self.tokens[self.sentence.end - 1].lower == "?"
            || clause
                .verb_group
                .clone()
                .any(|t| self.tokens[t].lower == "should")
        {
            return None;
        }
        let at = gap
            .clone()
            .rev()
            .find(|t| self.tokens[*t].lower == "should")?;
        let before = &self.tokens[at
            .checked_sub(1)
            .filter(|b| gap.contains(b) || *b + 1 == gap.start)?];
        let asked = matches!(before.pos, Pos::Relative | Pos::Subordinator | Pos::Adverb)
            || matches!(
                before.lower.as_str(),
                "what" | "how" | "so" | "nor" | "neither" | "which"
            );
        (!asked).then_some(at)
    }

    /// The clause at or before `b` that is the subject of `c`: "Sending troops would be", "to send them is".
    pub(super) fn clausal_subject(
        &self,
        b: usize,
        c: usize,
        gap: &Range<usize>,
        free: &[usize],
    ) -> Option<usize> {
        if gap.clone().any(|t| {
            self.tokens[t].lower == ","
                || self.tokens[t].lower == "\""
                || matches!(self.tokens[t].pos, Pos::Subordinator | Pos::Relative)
        }) {
            return None;
        }
        if let Some(first) = free.first() {
            let objects = self.members(*first);
            let adjacent = self.phrases[objects[0]].tokens.start == self.clauses[b].verb_group.end;
            if !adjacent || free.iter().any(|p| !objects.contains(p)) {
                return None;
            }
        }
        let mut at = b;
        loop {
            if at == b && self.asks_first(b) {
                return Some(b);
            }
            if self.clauses[at].finite || self.kind(at) == Kind::Participle {
                return None;
            }
            let start = self.clauses[at].verb_group.start;
            let opens = start == self.sentence.start
                || self.tokens[start - 1].pos == Pos::Subordinator
                    && matches!(
                        self.tokens[start - 1].lower.as_str(),
                        "that" | "because" | "if" | "whether"
                    )
                || self.tokens[start - 1].lower == "\"" && start - 1 == self.sentence.start;
            if opens {
                return (at < c).then_some(at);
            }
            let up = self.clauses[at].parent.filter(|p| *p + 1 == at)?;
            // "says shooting down drones would be": what a verb of speech tells may begin so.
            let told = self.kind(at) == Kind::Ing
                && self.clauses[up].finite
                && self.inverting.contains(&self.clauses[up].lemma)
                && self.clauses[up].verb_group.end == start;
            if told {
                return (at < c).then_some(at);
            }
            let between = &self.tokens[self.clauses[up].verb_group.end..start];
            if between.iter().any(|t| t.lower == ",") {
                return None;
            }
            at = up;
        }
    }

    /// "Whether Rome will send soldiers is open": a question that opens the sentence, or what follows a semicolon, is the subject of the verb after it.
    fn asks_first(&self, b: usize) -> bool {
        let clause = &self.clauses[b];
        let opens = |s: usize| {
            s == self.sentence.start
                || matches!(self.tokens[s - 1].lower.as_str(), ";" | "\"" | "\u{2014}")
                || s - 1 == self.sentence.start && self.tokens[s - 1].pos == Pos::Conjunction
                // "Whether and how Rome would take part depends".
                || s == self.sentence.start + 2
                    && self.tokens[s - 1].pos == Pos::Conjunction
                    && self.classes.question_words.contains(&self.tokens[s - 2].lower)
        };
        clause.role == ClauseRole::Content
            && clause.subordinator.is_some_and(|s| {
                opens(s) && self.classes.question_words.contains(&self.tokens[s].lower)
            })
    }

    /// Where the verb's subject is a noun with a clause on it: the clause before that noun, the gap up to it, and the phrases there.
    pub(super) fn behind_modifier(
        &self,
        b: usize,
        c: usize,
        gap: &Range<usize>,
        free: &[usize],
    ) -> Option<(Option<usize>, Range<usize>, Vec<usize>)> {
        let (x, noun) = self.restrictive(b, gap, free)?;
        let outer = (x > self.first).then(|| x - 1);
        let from = outer.map_or(self.sentence.start, |o| self.clauses[o].verb_group.end);
        let around = from..self.phrases[noun].tokens.end;
        let mut own = self.free_phrases(&around);
        own.retain(|p| self.same_side(*p, c));
        (own.last() == Some(&noun)).then_some((outer, around, own))
    }

    /// "The fact that Rome opposes a force is": what tells the content of a subject hangs on the verb of the subject.
    pub(super) fn hang_content(&mut self, modifier: usize, c: usize) {
        if self.clauses[modifier].role == ClauseRole::Content && !self.descends(c, modifier) {
            self.unhang(modifier);
            self.hang(modifier, Some(c), ClauseRole::Content);
        }
    }
}
