//! Whether a cue governs a constituent: where a proposal may stand beside it.
//!
//! A lexicon's cue names its complements: `object`, `to`, `ing`, `that`, `whether`, `subject`, `to-np` or a preposition. A constituent is linked
//! by its kind and by the preposition before it, which may be the last word of the cue's own pattern.

use super::super::cues::CueMatch;
use super::super::pattern::CompiledCue;
use super::Climb;
use crate::lexicon::{CueClass, CuePos};
use crate::model::{Attachment, ClauseRole, Document, Pos};

/// What kind of constituent holds the proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Phrase,
    Infinitive,
    Gerund,
    That,
    Whether,
}

/// A constituent as a cue sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) kind: Kind,
    /// First token.
    pub(super) start: usize,
    /// Preposition before it.
    pub(super) preposition: Option<usize>,
    /// Noun phrase that it hangs on, if it does.
    pub(super) noun: Option<usize>,
    /// Clause that it hangs on, if it does.
    pub(super) clause: Option<usize>,
}

impl Link {
    /// Of a noun phrase.
    pub(super) fn phrase(document: &Document, p: usize) -> Self {
        let phrase = &document.phrases[p];
        let (noun, clause) = match phrase.attached {
            Attachment::Noun(n) => (Some(n), None),
            Attachment::Object(c) | Attachment::Adverbial(c) | Attachment::Predicative(c) => {
                (None, Some(c))
            }
            Attachment::Subject(_) | Attachment::None => (None, None),
        };
        // A subject may still stand under a noun's preposition only through its owner; it links to nothing here.
        Self {
            kind: Kind::Phrase,
            start: phrase.tokens.start,
            preposition: phrase.preposition,
            noun,
            clause,
        }
    }

    /// Of a phrase as the object of a relative clause.
    pub(super) fn object(p: usize, document: &Document) -> Self {
        Self {
            kind: Kind::Phrase,
            start: document.phrases[p].tokens.start,
            preposition: None,
            noun: None,
            clause: None,
        }
    }

    /// Of a clause.
    pub(super) fn clause(document: &Document, c: usize, kind: Kind) -> Self {
        let clause = &document.clauses[c];
        let start = clause.verb_group.start;
        let preposition = (kind == Kind::Gerund)
            .then(|| clause.subordinator.or_else(|| start.checked_sub(1)))
            .flatten()
            .filter(|x| {
                matches!(
                    document.tokens[*x].pos,
                    Pos::Preposition | Pos::Adverb | Pos::Subordinator
                ) && *x + 1 == start
            });
        // "told them that plans to send troops failed": what modifies the subject of another clause is no complement of the one above.
        let subject_of = clause
            .modifies
            .and_then(|n| match document.phrases[n].attached {
                Attachment::Subject(k) => Some(k),
                _ => None,
            });
        let parent = clause.parent.filter(|p| {
            let holds = |k: usize| {
                document.clauses[k].parent == Some(*p)
                    && document.clauses[k].role == ClauseRole::Content
            };
            kind != Kind::Infinitive || !subject_of.is_some_and(holds)
        });
        Self {
            kind,
            start,
            preposition,
            noun: clause.modifies,
            clause: parent,
        }
    }
}

/// What governs a constituent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Governor {
    /// A cue of a clause.
    Clause(usize, CueMatch),
    /// A noun cue and the phrase that it heads.
    Noun(usize, CueMatch),
}

impl Climb<'_> {
    /// The cue that governs a constituent, the longest first; a noun's before its clause's.
    pub(super) fn governor(&self, link: &Link) -> Option<Governor> {
        let noun = link.noun.and_then(|n| {
            let own = self.noun_cue(n, link).map(|m| (n, m));
            own.or_else(|| self.noun_over_owner(n, link))
                .or_else(|| self.noun_over_maker(n, link))
        });
        let clause = self
            .clauses_before(link)
            .into_iter()
            .find_map(|c| self.clause_cue(c, link).map(|m| (c, m)));
        match (noun, clause) {
            (Some((n, m)), Some((c, k))) => {
                Some(if k.words > m.words && k.tokens.end >= m.tokens.end {
                    Governor::Clause(c, k)
                } else {
                    Governor::Noun(n, m)
                })
            }
            (Some((n, m)), None) => Some(Governor::Noun(n, m)),
            (None, Some((c, k))) => Some(Governor::Clause(c, k)),
            (None, None) => self.parted_noun(link),
        }
    }

    /// "the opposition of Hungary to NATO membership", "objections from Berlin to a force": whose it is stands between the noun and what it takes.
    fn noun_over_owner(&self, n: usize, link: &Link) -> Option<(usize, CueMatch)> {
        let phrase = &self.document.phrases[n];
        let x = phrase.preposition?;
        let word = self.document.tokens[x].lower.as_str();
        let Attachment::Noun(up) = phrase.attached else {
            return None;
        };
        let between =
            matches!(word, "of" | "from" | "by" | "in" | "among" | "within") && self.is_actor(n);
        if !between || self.document.phrases[up].tokens.end != x {
            return None;
        }
        let closing = link.preposition?;
        let tokens = self.document.phrases[up].tokens.clone();
        let m = tokens.rev().find_map(|t| {
            self.cues.parted(self.document, t, closing).filter(|m| {
                let cue = self.cues.cue(m.cue);
                cue.takes("object") || cue.takes("ing")
            })
        })?;
        Some((up, m))
    }

    /// "No decision has been taken on sending": a noun cue as the subject, its complement behind the verb.
    fn parted_noun(&self, link: &Link) -> Option<Governor> {
        let clause = &self.document.clauses[link.clause?];
        let n = *clause.subjects.first()?;
        let behind = link.start > clause.verb_group.end && link.preposition.is_some();
        let m = self.noun_cue(n, link).filter(|_| behind)?;
        Some(Governor::Noun(n, m))
    }

    /// Clauses that may govern a constituent: its own, and that of the noun it hangs on.
    fn clauses_before(&self, link: &Link) -> Vec<usize> {
        let mut found: Vec<usize> = link.clause.into_iter().collect();
        // "too early to talk about": a pattern of the clause above may reach over the infinitive.
        if let Some(above) = link
            .clause
            .filter(|c| self.document.clauses[*c].role == ClauseRole::Infinitive)
            .and_then(|c| self.document.clauses[c].parent)
        {
            found.insert(0, above);
        }
        let mut noun = link.noun;
        let mut depth = 0;
        while let Some(n) = noun {
            match self.document.phrases[n].attached {
                Attachment::Object(c) | Attachment::Adverbial(c) | Attachment::Predicative(c) => {
                    if !found.contains(&c) {
                        found.push(c);
                    }
                    break;
                }
                Attachment::Noun(up) if depth < 3 => {
                    noun = Some(up);
                    depth += 1;
                }
                _ => break,
            }
        }
        found
    }

    /// A noun cue headed in a phrase that takes the constituent.
    fn noun_cue(&self, n: usize, link: &Link) -> Option<CueMatch> {
        let phrase = &self.document.phrases[n];
        let tokens = phrase.tokens.start.saturating_sub(1)..phrase.tokens.end;
        tokens.rev().find_map(|t| {
            self.matches
                .at(t)
                .iter()
                .find(|m| {
                    let cue = self.cues.cue(m.cue);
                    matches!(cue.pos, CuePos::Noun | CuePos::Phrase)
                        && m.tokens.end > phrase.head
                        && m.tokens.end <= link.start + 1
                        && self.takes(cue, m, link)
                })
                .cloned()
        })
    }

    /// A cue of a clause that takes the constituent: of its verb, of its adjective, or a phrase between.
    pub(super) fn clause_cue(&self, c: usize, link: &Link) -> Option<CueMatch> {
        self.cues_of_clause(c).into_iter().find(|m| {
            let cue = self.cues.cue(m.cue);
            let relative = link.start < self.document.clauses[c].verb_group.start;
            let across = link.clause.filter(|inner| {
                self.document.clauses[*inner].parent == Some(c)
                    && self.document.clauses[*inner].role == ClauseRole::Infinitive
            });
            if across.is_some_and(|inner| m.tokens.end <= self.document.clauses[inner].verb) {
                return false;
            }
            (relative || m.tokens.end <= link.start + 1 || m.head < link.start)
                && self.takes(cue, m, link)
        })
    }

    /// "too early to say whether": a pattern of the clause above an infinitive that reaches over its verb.
    pub(super) fn cue_across(&self, c: usize, link: &Link) -> Option<CueMatch> {
        let clause = &self.document.clauses[c];
        let above = clause
            .parent
            .filter(|_| clause.role == ClauseRole::Infinitive)?;
        self.cues_of_clause(above).into_iter().find(|m| {
            m.tokens.start < clause.verb_group.start
                && m.tokens.end > clause.verb
                && self.takes(self.cues.cue(m.cue), m, link)
        })
    }

    /// Whether a cue takes a constituent.
    pub(super) fn takes(&self, cue: &CompiledCue, m: &CueMatch, link: &Link) -> bool {
        let closes_here = |x: usize| m.tokens.end == x + 1;
        match (link.kind, link.preposition) {
            (Kind::Phrase, Some(x)) => {
                let word = self.document.tokens[x].lower.as_str();
                closes_here(x) && (cue.takes("object") || cue.takes("ing"))
                    || x >= m.tokens.end && (cue.takes(word) || word == "to" && cue.takes("to-np"))
            }
            (Kind::Phrase, None) => {
                cue.takes("object")
                    && (cue.closes_with().is_none()
                        || m.tokens.end <= link.start
                        || cue.pos == CuePos::Verb)
            }
            (Kind::Gerund, Some(x)) => {
                let word = self.document.tokens[x].lower.as_str();
                closes_here(x) && (cue.takes("ing") || cue.takes("object"))
                    || x >= m.tokens.end && cue.takes(word)
            }
            (Kind::Gerund, None) => {
                cue.closes_with().is_none() && (cue.takes("ing") || cue.takes("object"))
                    || m.tokens.end == link.start && cue.takes("ing")
            }
            (Kind::Infinitive, _) => {
                cue.takes("to")
                    || m.tokens.end == link.start + 1
                        && cue.closes_with() == Some("to")
                        && (cue.takes("object") || cue.takes("ing"))
            }
            (Kind::That, _) => cue.takes("that"),
            (Kind::Whether, _) => cue.takes("whether"),
        }
    }

    /// Cues that belong to a clause: of its verb, of its adjective, phrases in its verb's reach; longer first.
    pub(super) fn cues_of_clause(&self, c: usize) -> Vec<CueMatch> {
        let clause = &self.document.clauses[c];
        let next = self
            .document
            .clauses
            .get(c + 1)
            .filter(|n| n.sentence == clause.sentence);
        let end = next
            .map_or(clause.extent.end, |n| {
                n.verb_group.start.min(clause.extent.end)
            })
            .max(clause.verb_group.end);
        let mut found: Vec<CueMatch> = Vec::new();
        for t in clause.verb_group.start..end {
            for m in self.matches.at(t) {
                let cue = self.cues.cue(m.cue);
                // "to defend against missiles": a preposition by itself is a predicate only beside a verb like "be".
                let governs = m.words == 1 && self.document.tokens[t].pos == Pos::Preposition;
                let fits = match cue.pos {
                    _ if governs && !self.classes.copular_verbs.contains(&clause.lemma) => false,
                    // "is yet to be worked out" is no "works".
                    CuePos::Verb if cue.class == CueClass::Evaluation && clause.passive => {
                        m.words > 1 && t == clause.verb
                    }
                    CuePos::Verb => {
                        t == clause.verb
                            || t == clause.verb_group.start
                                && self.document.tokens[t].pos == Pos::Modal
                                && cue.class != CueClass::Deontic
                    }
                    CuePos::Adjective if m.words == 1 && self.is_attributive(c, t) => false,
                    CuePos::Adjective => {
                        t >= clause.verb_group.end
                            || t == clause.verb
                            || self.document.tokens[t].pos == Pos::Adjective
                    }
                    CuePos::Phrase => true,
                    CuePos::Noun => false,
                };
                if fits && !found.iter().any(|f| f.cue == m.cue) {
                    found.push(m.clone());
                }
            }
        }
        found.sort_by_key(|m| (std::cmp::Reverse(m.words), m.tokens.start));
        found
    }

    /// "a possible force": an adjective before its noun judges nothing, unless the noun is the clause's predicate.
    fn is_attributive(&self, c: usize, t: usize) -> bool {
        let predicative = self.document.clauses[c].predicative;
        self.document.phrases_over(&(t..t + 1)).any(|i| {
            let p = &self.document.phrases[i];
            // "would be a great danger": the noun judges by itself.
            let judged = || {
                let mut cues = self.matches.at(p.head).iter();
                cues.any(|m| self.cues.cue(m.cue).takes("subject"))
            };
            p.tokens.contains(&t) && t < p.head && (predicative != Some(i) || judged())
        })
    }

    /// Cues of which the proposal is the subject: judgements and what happens to it.
    pub(super) fn subject_cue(&self, c: usize) -> Option<CueMatch> {
        let own = self
            .cues_of_clause(c)
            .into_iter()
            .find(|m| self.cues.cue(m.cue).takes("subject"));
        own.or_else(|| {
            // "is a red line", "a mistake": the predicate is a noun phrase.
            let p = self.document.clauses[c].predicative?;
            self.document.phrases[p].tokens.clone().find_map(|t| {
                self.matches
                    .at(t)
                    .iter()
                    .find(|m| self.cues.cue(m.cue).takes("subject"))
                    .cloned()
            })
        })
    }
}

impl Climb<'_> {
    /// "a springboard under cover of guarantees", "a break before troops": what stands so beside a noun is not what is said of the noun.
    pub(super) fn is_circumstance(&self, p: usize) -> bool {
        let preposition = self.document.phrases[p].preposition;
        preposition.is_some_and(|x| {
            let word = &self.document.tokens[x].lower;
            self.classes.circumstance_prepositions.contains(word)
        })
    }
}
