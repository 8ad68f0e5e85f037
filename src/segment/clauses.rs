//! Clauses: verb groups with their subjects, objects and complements, found by rule from left to right.
//!
//! This is no full parse. It answers what the frames ask: who is the subject of this verb, what stands in its object, what clause is the
//! content of which. Method: each verb group looks at the *gap* between the group before it and itself (subordinators, relative words, noun
//! phrases, commas) and decides from that how it hangs on what went before.

use std::ops::Range;

use rustc_hash::FxHashSet;

use crate::lexicon::LanguagePack;
use crate::model::{Attachment, Clause, ClauseRole, Document, NounPhrase, Owner, Pos, Token};

/// Builds the clause structure.
#[derive(Debug)]
pub(super) struct ClauseBuilder {
    /// Verbs that take a bare content clause.
    content_verbs: FxHashSet<String>,
}

/// Verbs whose infinitive complement has their object as its subject.
const OBJECT_CONTROL: [&str; 42] = [
    "urge",
    "ask",
    "tell",
    "want",
    "expect",
    "press",
    "push",
    "call",
    "allow",
    "force",
    "encourage",
    "persuade",
    "invite",
    "need",
    "require",
    "order",
    "advise",
    "warn",
    "help",
    "let",
    "permit",
    "enable",
    "convince",
    "lobby",
    "beg",
    "like",
    "prefer",
    "pressure",
    "prompt",
    "command",
    "instruct",
    "authorise",
    "authorize",
    "lead",
    "drive",
    "compel",
    "oblige",
    "challenge",
    "request",
    "beseech",
    "implore",
    "see",
];

/// Words that negate a verb group from inside.
const NEGATORS: [&str; 9] = [
    "not", "n't", "never", "neither", "nor", "hardly", "barely", "scarcely", "cannot",
];

impl ClauseBuilder {
    pub(super) fn new(language: &LanguagePack) -> Self {
        let content_verbs = language
            .reporting
            .iter()
            .filter(|v| v.content.iter().any(|c| c == "that" || c == "quotation"))
            .filter(|v| !v.lemma.contains(' '))
            .map(|v| v.lemma.clone())
            .chain(
                [
                    "know", "mean", "see", "feel", "hear", "find", "hope", "fear", "think",
                    "believe",
                ]
                .map(str::to_owned),
            )
            .collect();
        Self { content_verbs }
    }

    /// Builds the clauses of every sentence.
    pub(super) fn build(&self, document: &mut Document) {
        let mut clauses: Vec<Clause> = Vec::new();
        for s in 0..document.sentences.len() {
            let range = document.sentences[s].tokens.clone();
            let phrases = phrase_range(&document.phrases, &range);
            let first = clauses.len();
            groups(&document.tokens, s, range.clone(), &mut clauses);
            let mut work = Work {
                tokens: &document.tokens,
                phrases: &mut document.phrases,
                here: phrases,
                sentence: range,
                clauses: &mut clauses,
                first,
                verbs: &self.content_verbs,
            };
            work.attach();
            work.objects();
            work.negate_by_determiner();
            work.extents();
        }
        document.clauses = clauses;
    }
}

fn phrase_range(phrases: &[NounPhrase], tokens: &Range<usize>) -> Range<usize> {
    let start = phrases.partition_point(|p| p.head < tokens.start);
    start..phrases.partition_point(|p| p.head < tokens.end)
}

/// Finds the verb groups of one sentence.
fn groups(tokens: &[Token], sentence: usize, range: Range<usize>, clauses: &mut Vec<Clause>) {
    let mut t = range.start;
    while t < range.end {
        let pos = tokens[t].pos;
        let starts = matches!(pos, Pos::To | Pos::Modal | Pos::Auxiliary) || pos.is_verb();
        if !starts || is_modifier(tokens, t, range.end) {
            t += 1;
            continue;
        }
        let start = t;
        let mut at = t;
        let mut verb = None;
        let mut last_aux = None;
        let (mut modal, mut infinitive) = (None, false);
        let (mut be, mut have) = (false, false);
        while at < range.end {
            match tokens[at].pos {
                Pos::To if at == start => infinitive = true,
                Pos::Modal if modal.is_none() && last_aux.is_none() => {
                    modal = Some(tokens[at].lemma.clone())
                }
                Pos::Auxiliary => {
                    last_aux = Some(at);
                    be = tokens[at].lemma == "be";
                    have |= tokens[at].lemma == "have";
                }
                Pos::Adverb => {}
                Pos::Punctuation if tokens[at].lower == "\"" && at > start => {}
                p if p.is_verb() => {
                    verb = Some(at);
                    break;
                }
                _ => break,
            }
            at += 1;
        }
        let Some(main) = verb.or(last_aux).or(modal.is_some().then_some(start)) else {
            t = start + 1;
            continue;
        };
        // Trailing adverbs and marks do not belong to a group that ends in an auxiliary, negators do.
        let mut end = main + 1;
        while end < range.end
            && tokens[end].pos == Pos::Adverb
            && (NEGATORS.contains(&tokens[end].lower.as_str()) || tokens[end].lower == "no")
        {
            end += 1;
        }
        let main_pos = tokens[main].pos;
        let passive = verb.is_some() && be && main_pos == Pos::VerbParticiple;
        let finite = !infinitive
            && (modal.is_some()
                || last_aux.is_some()
                    && !matches!(
                        tokens[start].lower.as_str(),
                        "being" | "having" | "been" | "be"
                    )
                || matches!(main_pos, Pos::VerbPast | Pos::VerbThird | Pos::VerbBase));
        let mut negation = (start..end).find(|n| {
            NEGATORS.contains(&tokens[*n].lower.as_str())
                || (tokens[*n].lower == "no" && tokens[*n].pos == Pos::Adverb)
        });
        if negation.is_none()
            && start > range.start
            && NEGATORS.contains(&tokens[start - 1].lower.as_str())
            && tokens[start - 1].lower != "n't"
        {
            negation = Some(start - 1);
        }
        clauses.push(Clause {
            sentence,
            verb_group: start..end,
            verb: main,
            lemma: tokens[main].lemma.clone(),
            negation,
            modal,
            passive,
            finite,
            past: have
                || main_pos == Pos::VerbPast
                || (be
                    && tokens[start..main]
                        .iter()
                        .any(|x| matches!(x.lower.as_str(), "was" | "were")))
                || matches!(tokens[main].lower.as_str(), "was" | "were" | "had" | "did"),
            subjects: Vec::new(),
            objects: Vec::new(),
            adjective: None,
            predicative: None,
            adverbials: Vec::new(),
            children: Vec::new(),
            parent: None,
            modifies: None,
            role: if infinitive {
                ClauseRole::Infinitive
            } else {
                ClauseRole::Main
            },
            subordinator: None,
            extent: start..end,
        });
        t = end;
    }
}

/// A participle or -ing form inside a noun phrase ("the proposed force", "peacekeeping troops") is no verb group.
fn is_modifier(tokens: &[Token], t: usize, end: usize) -> bool {
    if !matches!(tokens[t].pos, Pos::VerbParticiple | Pos::VerbIng) {
        return false;
    }
    let next = (t + 1..end).find(|n| tokens[*n].pos != Pos::Adverb);
    let noun_after = next.is_some_and(|n| {
        n == t + 1 && matches!(tokens[n].pos, Pos::Noun | Pos::Adjective | Pos::Proper)
    });
    let before = t
        .checked_sub(1)
        .map(|b| &tokens[b])
        .filter(|b| b.sentence == tokens[t].sentence);
    let opened = before.is_some_and(|b| {
        matches!(
            b.pos,
            Pos::Determiner | Pos::Possessive | Pos::Adjective | Pos::Number
        )
    });
    noun_after && opened
}

struct Work<'a> {
    tokens: &'a [Token],
    phrases: &'a mut Vec<NounPhrase>,
    /// Phrases of this sentence.
    here: Range<usize>,
    sentence: Range<usize>,
    clauses: &'a mut Vec<Clause>,
    /// First clause of this sentence.
    first: usize,
    verbs: &'a FxHashSet<String>,
}

impl Work<'_> {
    fn attach(&mut self) {
        for c in self.first..self.clauses.len() {
            let before = (c > self.first).then(|| c - 1);
            let gap_start = before.map_or(self.sentence.start, |b| self.clauses[b].verb_group.end);
            let gap = gap_start..self.clauses[c].verb_group.start;
            let free = self.free_phrases(&gap);
            match self.kind(c) {
                Kind::Infinitive => self.infinitive(c, before, &gap),
                Kind::Ing | Kind::Participle => self.non_finite(c, before, &gap),
                Kind::Finite => self.finite(c, before, &gap, &free),
            }
        }
        self.adopt_initial_adverbials();
    }

    fn kind(&self, c: usize) -> Kind {
        let clause = &self.clauses[c];
        if clause.role == ClauseRole::Infinitive {
            Kind::Infinitive
        } else if clause.finite {
            Kind::Finite
        } else if self.tokens[clause.verb_group.start].pos == Pos::VerbIng
            || matches!(
                self.tokens[clause.verb_group.start].lower.as_str(),
                "having" | "being"
            )
            || self.tokens[clause.verb].pos == Pos::VerbIng
        {
            Kind::Ing
        } else {
            Kind::Participle
        }
    }

    /// Phrases in a gap that no preposition governs and that own nothing.
    fn free_phrases(&self, gap: &Range<usize>) -> Vec<usize> {
        let owners: Vec<usize> = self
            .here
            .clone()
            .filter_map(|p| match self.phrases[p].owner {
                Some(Owner::Phrase(o)) => Some(o),
                _ => None,
            })
            .collect();
        self.here
            .clone()
            .filter(|p| {
                let phrase = &self.phrases[*p];
                gap.contains(&phrase.head)
                    && phrase.preposition.is_none()
                    && phrase.apposition.is_none()
                    && !owners.contains(p)
                    && !self.is_time(phrase)
            })
            .collect()
    }

    /// "Thursday", "last week": adverbial, never a subject between commas.
    fn is_time(&self, phrase: &NounPhrase) -> bool {
        matches!(
            self.tokens[phrase.head].lower.as_str(),
            "monday"
                | "tuesday"
                | "wednesday"
                | "thursday"
                | "friday"
                | "saturday"
                | "sunday"
                | "week"
                | "month"
                | "year"
                | "today"
                | "yesterday"
                | "tomorrow"
                | "night"
                | "evening"
                | "morning"
                | "weekend"
                | "time"
        ) && !self.tokens[phrase.tokens.clone()]
            .iter()
            .any(|t| t.lower == "the" || t.lower == "a")
    }

    /// First member of the coordination that a phrase belongs to, and all members from there.
    fn members(&self, phrase: usize) -> Vec<usize> {
        let mut first = phrase;
        while let Some(p) =
            (self.here.start..first).find(|p| self.phrases[*p].coordinated == Some(first))
        {
            first = p;
        }
        let mut all = vec![first];
        while let Some(next) = self.phrases[all[all.len() - 1]].coordinated {
            all.push(next);
        }
        all
    }

    fn set_subjects(&mut self, c: usize, phrase: usize) {
        let all = self.members(phrase);
        for p in &all {
            self.phrases[*p].attached = Attachment::Subject(c);
        }
        self.clauses[c].subjects = all;
    }

    fn hang(&mut self, c: usize, parent: Option<usize>, role: ClauseRole) {
        self.clauses[c].role = role;
        self.clauses[c].parent = parent;
        if let Some(p) = parent {
            self.clauses[p].children.push(c);
        }
    }

    fn infinitive(&mut self, c: usize, before: Option<usize>, gap: &Range<usize>) {
        let noun = self.phrase_ending_at(gap.end);
        self.clauses[c].modifies = noun;
        let parent = self.governor(c, before);
        self.hang(c, parent, ClauseRole::Infinitive);
        let Some(p) = parent else { return };
        let control =
            OBJECT_CONTROL.contains(&self.clauses[p].lemma.as_str()) && !self.clauses[p].passive;
        let object = self
            .free_phrases(&(self.clauses[p].verb_group.end..gap.end))
            .last()
            .copied();
        // "call on Trump to provide": the object stands in a prepositional phrase.
        let object = object.or_else(|| {
            noun.filter(|n| {
                self.phrases[*n]
                    .preposition
                    .is_some_and(|x| matches!(self.tokens[x].lower.as_str(), "on" | "for" | "upon"))
            })
        });
        match (control, object) {
            (true, Some(o)) => self.clauses[c].subjects = self.members(o),
            _ => {
                let owner = noun.and_then(|n| self.phrases[n].owner).and_then(|o| {
                    if let Owner::Phrase(o) = o {
                        Some(o)
                    } else {
                        None
                    }
                });
                self.clauses[c].subjects = match owner {
                    Some(o) => vec![o],
                    None => self.clauses[p].subjects.clone(),
                };
            }
        }
        // "for Europe to send troops": the phrase after "for" is the subject.
        if let Some(n) = noun
            && self.phrases[n]
                .preposition
                .is_some_and(|x| self.tokens[x].lower == "for")
        {
            self.clauses[c].subjects = self.members(n);
        }
    }

    /// The verb group that a non-finite one depends on: the one before it, past coordinated infinitives.
    fn governor(&self, c: usize, before: Option<usize>) -> Option<usize> {
        let b = before?;
        let joined = self.tokens[self.clauses[b].verb_group.end..self.clauses[c].verb_group.start]
            .iter()
            .any(|t| t.pos == Pos::Conjunction);
        if joined
            && self.clauses[b].role == ClauseRole::Infinitive
            && self.kind(c) == Kind::Infinitive
        {
            return self.clauses[b].parent.or(Some(b));
        }
        Some(b)
    }

    fn non_finite(&mut self, c: usize, before: Option<usize>, gap: &Range<usize>) {
        let start = self.clauses[c].verb_group.start;
        let previous = (start > self.sentence.start).then(|| &self.tokens[start - 1]);
        let previous_pos = previous.map(|t| t.pos);
        let after_comma = previous
            .is_some_and(|t| matches!(t.lower.as_str(), "," | "\u{2014}" | "\u{2013}" | "-"));
        let ing = self.kind(c) == Kind::Ing;
        if previous_pos == Some(Pos::Preposition) || previous_pos == Some(Pos::Subordinator) {
            let noun = self.phrase_ending_at(start - 1);
            self.clauses[c].modifies = noun;
            self.clauses[c].subordinator = Some(start - 1);
            self.hang(c, before, ClauseRole::Gerund);
            self.clauses[c].subjects = self.understood(before, noun);
        } else if let Some(noun) = self.phrase_ending_at(gap.end).filter(|_| !after_comma) {
            self.clauses[c].modifies = Some(noun);
            self.hang(c, before, ClauseRole::Relative);
            let all = self.members(noun);
            if ing {
                self.clauses[c].subjects = all;
            } else {
                self.clauses[c].passive = true;
                self.clauses[c].subjects = all;
            }
        } else {
            self.hang(c, before, ClauseRole::Gerund);
            self.clauses[c].passive |= !ing;
            let conjunction = previous_pos == Some(Pos::Conjunction);
            if conjunction && let Some(b) = before {
                self.clauses[c].role = ClauseRole::Coordinate;
                if !self.clauses[b].finite {
                    self.clauses[c].role = self.clauses[b].role;
                    if let Some(p) = self.clauses[b].parent {
                        self.clauses[b].children.pop();
                        self.clauses[c].parent = Some(p);
                        self.clauses[p].children.push(c);
                    }
                    self.clauses[c].passive |= self.clauses[b].passive && !ing;
                }
            }
            self.clauses[c].subjects = self.understood(before, None);
        }
    }

    /// The understood subject of a non-finite clause.
    fn understood(&self, governor: Option<usize>, noun: Option<usize>) -> Vec<usize> {
        if let Some(Owner::Phrase(o)) = noun.and_then(|n| self.phrases[n].owner) {
            return vec![o];
        }
        governor
            .map(|g| self.clauses[g].subjects.clone())
            .unwrap_or_default()
    }

    fn finite(&mut self, c: usize, before: Option<usize>, gap: &Range<usize>, free: &[usize]) {
        let start = self.clauses[c].verb_group.start;
        let relative = gap.clone().rev().find(|t| {
            self.tokens[*t].pos == Pos::Relative
                || (self.tokens[*t].lower == "that"
                    && *t + 1 == start
                    && self.phrase_ending_at(*t).is_some())
        });
        let subordinator = gap
            .clone()
            .rev()
            .find(|t| self.tokens[*t].pos == Pos::Subordinator && Some(*t) != relative);
        let conjunction = gap
            .clone()
            .rev()
            .find(|t| self.tokens[*t].pos == Pos::Conjunction && self.tokens[*t].lower != "both");
        if let Some(r) = relative.filter(|r| subordinator.is_none_or(|s| s < *r)) {
            let antecedent = self.antecedent(r);
            let inside: Vec<usize> = free
                .iter()
                .copied()
                .filter(|p| self.phrases[*p].tokens.start > r)
                .collect();
            let adverbial = matches!(
                self.tokens[r].lower.as_str(),
                "where" | "when" | "why" | "how" | "whether" | "what" | "whose"
            );
            self.clauses[c].subordinator = Some(r);
            if antecedent.is_some() && !adverbial {
                self.clauses[c].modifies = antecedent;
                self.hang(c, before, ClauseRole::Relative);
                match inside.last() {
                    Some(s) => {
                        self.set_subjects(c, *s);
                        if let Some(a) = antecedent {
                            self.clauses[c].objects.push(a);
                        }
                    }
                    None => {
                        self.clauses[c].subjects =
                            antecedent.map(|a| self.members(a)).unwrap_or_default()
                    }
                }
            } else {
                self.hang(
                    c,
                    before,
                    if adverbial && self.tokens[r].lower == "where" {
                        ClauseRole::Relative
                    } else {
                        ClauseRole::Content
                    },
                );
                match inside.last().or(free.last()) {
                    Some(s) => self.set_subjects(c, *s),
                    None => {
                        self.clauses[c].subjects = before
                            .map(|b| self.clauses[b].subjects.clone())
                            .unwrap_or_default()
                    }
                }
            }
            return;
        }
        let after_subordinator: Vec<usize> = free
            .iter()
            .copied()
            .filter(|p| subordinator.is_none_or(|s| self.phrases[*p].tokens.start > s))
            .collect();
        let subject = self.choose_subject(c, before, gap, &after_subordinator);
        if let Some(s) = subordinator {
            self.clauses[c].subordinator = Some(s);
            let that = matches!(self.tokens[s].lower.as_str(), "that" | "whether");
            let parent = if that {
                self.content_governor(before)
            } else {
                before
            };
            self.hang(
                c,
                parent,
                if that {
                    ClauseRole::Content
                } else {
                    ClauseRole::Adverbial
                },
            );
        } else if let (Some(j), Some(b)) = (conjunction, before) {
            // "and said": shares the subject; "and Macron said": a clause of its own on the same level.
            let own = subject.filter(|s| self.phrases[*s].tokens.start > j);
            let level = self.coordinate_level(c, b, own.is_some());
            if own.is_none() && subject.is_none_or(|s| self.phrases[s].tokens.start < j) {
                let shared = self.clauses[level].subjects.clone();
                self.hang(c, Some(level), ClauseRole::Coordinate);
                self.clauses[c].subjects = shared;
                return;
            }
            self.hang(c, Some(level), ClauseRole::Coordinate);
        } else if let Some(b) = before {
            let between = &self.tokens[gap.clone()];
            let broken = between.iter().any(|t| {
                matches!(
                    t.lower.as_str(),
                    "," | ";" | ":" | "\u{2014}" | "\u{2013}" | "\"" | "."
                )
            });
            let takes = self.verbs.contains(&self.clauses[b].lemma);
            let own = subject.is_some_and(|s| gap.contains(&self.phrases[s].head));
            if own && !broken && (takes || self.clauses[b].finite) {
                self.hang(c, Some(b), ClauseRole::Content);
            } else if own
                && takes
                && broken
                && !between
                    .iter()
                    .any(|t| matches!(t.lower.as_str(), ";" | "\u{2014}" | "\u{2013}" | "."))
                && self.comma_after_adverbial(&self.clauses[b], gap)
            {
                self.hang(c, Some(b), ClauseRole::Content);
            } else {
                self.hang(c, None, ClauseRole::Main);
            }
        }
        if let Some(s) = subject {
            self.set_subjects(c, s);
        } else if let Some(b) = before {
            self.clauses[c].subjects = self.clauses[b].subjects.clone();
        }
    }

    /// "said on Monday that", "said Thursday, in Paris, that": only adverbials stand between verb and content.
    fn comma_after_adverbial(&self, before: &Clause, gap: &Range<usize>) -> bool {
        self.tokens
            .get(before.verb_group.end)
            .is_some_and(|t| t.pos == Pos::Preposition || t.lower == "that")
            && gap.len() < 12
    }

    /// The clause whose content a "that" clause is: the nearest before it that takes one.
    fn content_governor(&self, before: Option<usize>) -> Option<usize> {
        let mut at = before;
        while let Some(b) = at {
            if self.verbs.contains(&self.clauses[b].lemma) {
                return Some(b);
            }
            at = self.clauses[b].parent;
        }
        before
    }

    /// The clause on whose level a coordinated finite clause stands.
    fn coordinate_level(&self, c: usize, before: usize, own_subject: bool) -> usize {
        let mut at = before;
        // A finite verb joins a finite one; and without a subject of its own it joins one of like tense and mood.
        while !self.clauses[at].finite
            || self.clauses[at].role == ClauseRole::Relative && own_subject
        {
            match self.clauses[at].parent {
                Some(p) => at = p,
                None => break,
            }
        }
        if !own_subject
            && self.clauses[at].role == ClauseRole::Content
            && self.clauses[c].modal.is_none()
            && self.clauses[at].modal.is_some()
        {
            // "said troops could be sent and warned": the second verb goes with "said".
            if let Some(p) = self.clauses[at].parent {
                at = p;
            }
        }
        at
    }

    fn choose_subject(
        &self,
        c: usize,
        before: Option<usize>,
        gap: &Range<usize>,
        free: &[usize],
    ) -> Option<usize> {
        let start = self.clauses[c].verb_group.start;
        let mut left = start;
        while left > gap.start && self.tokens[left - 1].pos == Pos::Adverb {
            left -= 1;
        }
        let comma = left > gap.start
            && matches!(
                self.tokens[left - 1].lower.as_str(),
                "," | "\u{2014}" | "\u{2013}" | ")"
            );
        if let Some(b) = before {
            let relative = self.clauses[b].role == ClauseRole::Relative;
            // "Putin, who met Trump, said" and "the country that invaded Ukraine said".
            if relative
                && (comma
                    || free.len() <= 1
                        && free.iter().all(|p| {
                            self.phrases[*p].tokens.start == self.clauses[b].verb_group.end
                        }))
                && let Some(m) = self.clauses[b].modifies
            {
                return Some(self.top_of(m));
            }
            // "Starmer, having offered troops, said" / "Macron, speaking in Paris, said".
            if comma
                && self.clauses[b].role == ClauseRole::Gerund
                && let Some(s) = self.clauses[b].subjects.first()
            {
                return Some(*s);
            }
        }
        if comma {
            // A parenthesis closes here: the subject stands before it opened.
            let close = left - 1;
            let open = (gap.start..close).rev().find(|t| {
                matches!(
                    self.tokens[*t].lower.as_str(),
                    "," | "\u{2014}" | "\u{2013}" | "("
                )
            });
            if let Some(o) = open
                && let Some(s) = free
                    .iter()
                    .rev()
                    .find(|p| self.phrases[**p].tokens.end <= o)
            {
                return Some(*s);
            }
        }
        if free.is_empty() && before.is_none() {
            // Everything before the verb stands under a preposition: take no subject.
            return None;
        }
        free.last().copied()
    }

    /// The phrase that a phrase stands in: "the president of France who" means the president.
    fn top_of(&self, phrase: usize) -> usize {
        let mut at = phrase;
        for _ in 0..4 {
            let Some(x) = self.phrases[at].preposition else {
                break;
            };
            let Some(up) = (self.here.start..at)
                .rev()
                .find(|p| self.phrases[*p].tokens.end <= x)
            else {
                break;
            };
            if self.phrases[up].tokens.end != x {
                break;
            }
            at = up;
        }
        self.phrases[at].apposition.unwrap_or(at)
    }

    fn antecedent(&self, relative: usize) -> Option<usize> {
        let mut t = relative;
        while t > self.sentence.start
            && (matches!(
                self.tokens[t - 1].lower.as_str(),
                "," | "\"" | ")" | "\u{2014}"
            ) || self.tokens[t - 1].pos == Pos::Preposition)
        {
            t -= 1;
        }
        let phrase = self.phrase_ending_at(t)?;
        let who = self.tokens[relative].lower.starts_with("who");
        if who {
            Some(self.top_of(phrase))
        } else {
            Some(phrase)
        }
    }

    fn phrase_ending_at(&self, t: usize) -> Option<usize> {
        let mut end = t;
        while end > self.sentence.start && self.tokens[end - 1].lower == "\"" {
            end -= 1;
        }
        self.here
            .clone()
            .rev()
            .find(|p| self.phrases[*p].tokens.end == end)
    }

    /// "If Washington agrees, Paris will send troops": the clause before hangs on the one after.
    fn adopt_initial_adverbials(&mut self) {
        for c in self.first..self.clauses.len() {
            if self.clauses[c].role != ClauseRole::Adverbial || self.clauses[c].parent.is_some() {
                continue;
            }
            let main = (c + 1..self.clauses.len())
                .find(|m| self.clauses[*m].finite && self.clauses[*m].role == ClauseRole::Main);
            if let Some(m) = main {
                self.clauses[c].parent = Some(m);
                self.clauses[m].children.push(c);
            }
        }
    }

    fn objects(&mut self) {
        for p in self.here.clone() {
            if self.phrases[p].attached != Attachment::None {
                continue;
            }
            let head = self.phrases[p].tokens.start;
            // The verb group before it, where no other group's subject took it.
            let Some(c) = (self.first..self.clauses.len())
                .rev()
                .find(|c| self.clauses[*c].verb_group.end <= head)
            else {
                continue;
            };
            if let Some(x) = self.phrases[p].preposition {
                let noun = self.phrase_ending_at(x).filter(|n| *n < p);
                match noun {
                    Some(n) => self.phrases[p].attached = Attachment::Noun(n),
                    None => self.phrases[p].attached = Attachment::Adverbial(c),
                }
                self.clauses[c].adverbials.push(p);
                continue;
            }
            if matches!(self.phrases.get(p + 1).map(|n| n.owner), Some(Some(Owner::Phrase(o))) if o == p)
                || self.phrases[p].apposition.is_some()
            {
                continue;
            }
            let between = &self.tokens[self.clauses[c].verb_group.end..head];
            let stopped = between.iter().any(|t| {
                matches!(t.lower.as_str(), "," | ";" | ":" | "\u{2014}" | "\u{2013}")
                    || matches!(t.pos, Pos::Subordinator | Pos::Relative)
            }) && self.members(p)[0] == p;
            if stopped || self.is_time(&self.phrases[p]) {
                continue;
            }
            if self.clauses[c].lemma == "be"
                || matches!(
                    self.clauses[c].lemma.as_str(),
                    "become" | "remain" | "seem" | "constitute" | "represent"
                )
            {
                self.phrases[p].attached = Attachment::Predicative(c);
                self.clauses[c].predicative.get_or_insert(p);
            } else {
                self.phrases[p].attached = Attachment::Object(c);
                self.clauses[c].objects.push(p);
            }
        }
        for c in self.first..self.clauses.len() {
            let clause = &self.clauses[c];
            if matches!(
                clause.lemma.as_str(),
                "be" | "become"
                    | "remain"
                    | "seem"
                    | "appear"
                    | "look"
                    | "stay"
                    | "sound"
                    | "feel"
                    | "prove"
            ) {
                let end = self.clauses.get(c + 1).map_or(self.sentence.end, |n| {
                    n.verb_group.start.min(self.sentence.end)
                });
                let found = (clause.verb_group.end..end)
                    .take_while(|t| {
                        matches!(
                            self.tokens[*t].pos,
                            Pos::Adverb
                                | Pos::Adjective
                                | Pos::Punctuation
                                | Pos::VerbParticiple
                                | Pos::Preposition
                        )
                    })
                    .find(|t| matches!(self.tokens[*t].pos, Pos::Adjective | Pos::VerbParticiple));
                self.clauses[c].adjective = found;
            }
        }
        // Subjects before the first verb that nothing took are left alone; prepositional phrases there hang on their noun.
        for p in self.here.clone() {
            if self.phrases[p].attached == Attachment::None
                && let Some(x) = self.phrases[p].preposition
                && let Some(n) = self.phrase_ending_at(x).filter(|n| *n < p)
            {
                self.phrases[p].attached = Attachment::Noun(n);
            }
        }
    }

    /// "No German soldiers will be sent", "has no plans": the determiner negates the clause.
    fn negate_by_determiner(&mut self) {
        for c in self.first..self.clauses.len() {
            if self.clauses[c].negation.is_some() {
                continue;
            }
            let clause = &self.clauses[c];
            let found = clause
                .subjects
                .iter()
                .filter(|_| clause.finite)
                .chain(&clause.objects)
                .chain(&clause.predicative)
                .find_map(|p| {
                    let phrase = &self.phrases[*p];
                    let from = phrase
                        .tokens
                        .start
                        .saturating_sub(1)
                        .max(self.sentence.start);
                    (from..phrase.tokens.end).find(|t| {
                        matches!(
                            self.tokens[*t].lower.as_str(),
                            "no" | "neither" | "none" | "nobody" | "nothing" | "zero"
                        )
                    })
                });
            self.clauses[c].negation = found;
        }
    }

    fn extents(&mut self) {
        let starts: Vec<usize> = (self.first..self.clauses.len())
            .map(|c| {
                let clause = &self.clauses[c];
                let own = clause
                    .subjects
                    .iter()
                    .map(|p| self.phrases[*p].tokens.start)
                    .filter(|_| {
                        matches!(
                            clause.role,
                            ClauseRole::Main
                                | ClauseRole::Content
                                | ClauseRole::Adverbial
                                | ClauseRole::Coordinate
                        )
                    });
                let gap = if c > self.first {
                    self.clauses[c - 1].verb_group.end
                } else {
                    self.sentence.start
                };
                own.filter(|s| *s >= gap)
                    .chain(clause.subordinator.filter(|s| *s >= gap))
                    .chain([clause.verb_group.start])
                    .min()
                    .unwrap_or(clause.verb_group.start)
            })
            .collect();
        for c in self.first..self.clauses.len() {
            let mut end = self.sentence.end;
            for later in c + 1..self.clauses.len() {
                if !self.descends(later, c) {
                    end = starts[later - self.first];
                    break;
                }
            }
            self.clauses[c].extent =
                starts[c - self.first]..end.max(self.clauses[c].verb_group.end);
        }
    }

    fn descends(&self, clause: usize, from: usize) -> bool {
        let mut at = self.clauses[clause].parent;
        while let Some(p) = at {
            if p == from {
                return true;
            }
            at = self.clauses[p].parent;
        }
        false
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Finite,
    Infinitive,
    Ing,
    Participle,
}
