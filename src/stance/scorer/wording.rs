//! Features of what the sentence says: its cues, the verbs above the mention, function words.

use super::candidates::{Pair, Relation, clause_of};
use super::features::View;
use super::seen::{BESIDE, Region, Seen};
use super::sink::Sink;
use crate::model::Pos;

impl View<'_> {
    pub(super) fn of_cues(&self, pair: &Pair, sink: &mut Sink<'_>) {
        let document = self.scene.document;
        let relation = pair.relation.name();
        let holder = pair
            .place
            .map(|i| self.scene.mentions.actors[i].head)
            .filter(|h| self.sentence.contains(h));
        let holder_clause = holder.and_then(|h| clause_of(document, h));
        let mut none_near = true;
        for cue in &self.cues {
            let Seen { class, reading, .. } = cue;
            let region = cue.region.name();
            none_near &= cue.region == Region::Far;
            let tokens = || cue.tokens.clone();
            sink.at(format_args!("cue={reading}&{region}"), tokens());
            sink.at(format_args!("cue={reading}&{class}&{region}"), tokens());
            sink.at(
                format_args!("cue={reading}&{region}&rel={relation}"),
                tokens(),
            );
            let id = &self.scene.cues.cue(cue.id).id;
            if cue.region == Region::Far {
                sink.at(format_args!("far:{id}&negated={}", cue.negated), tokens());
            } else {
                sink.at(format_args!("id:{id}&negated={}", cue.negated), tokens());
            }
            if let Some(h) = holder {
                let between = (h < cue.tokens.start) == (cue.tokens.start < self.mention.head);
                let own = holder_clause.is_some() && holder_clause == cue.clause;
                sink.at(
                    format_args!("cue={reading}&between={between}&own={own}"),
                    tokens(),
                );
            }
        }
        if none_near {
            sink.add(format_args!("no-cue-near&rel={relation}"));
            sink.add(format_args!("no-cue-near&far={}", self.cues.len().min(3)));
        }
        if pair.relation == Relation::Before {
            sink.add(format_args!("before&cues={}", self.cues.len().min(3)));
        }
    }

    pub(super) fn of_clauses(&self, sink: &mut Sink<'_>) {
        let document = self.scene.document;
        for (h, c) in self.chain.clauses.iter().enumerate() {
            let clause = &document.clauses[*c];
            let height = h.min(2);
            let verb = || clause.verb_group.clone();
            sink.at(format_args!("verb={}", clause.lemma), verb());
            sink.at(
                format_args!(
                    "verb={}&height={height}&negated={}",
                    clause.lemma,
                    clause.negation.is_some()
                ),
                verb(),
            );
            sink.at(
                format_args!("role={:?}&height={height}", clause.role),
                verb(),
            );
            if let Some(modal) = &clause.modal {
                sink.at(
                    format_args!(
                        "modal={modal}&height={height}&negated={}",
                        clause.negation.is_some()
                    ),
                    verb(),
                );
            }
            if let Some(n) = clause.negation {
                sink.at(format_args!("negated&height={height}"), n..n + 1);
            }
            if clause.passive {
                sink.at(format_args!("passive&height={height}"), verb());
            }
            if let Some(s) = clause.subordinator {
                sink.at(
                    format_args!("subordinator={}", document.tokens[s].lower),
                    s..s + 1,
                );
            }
        }
        if let Some(c) = self.chain.clauses.first() {
            sink.add(format_args!("past={}", document.clauses[*c].past));
        }
    }

    pub(super) fn of_words(&self, pair: &Pair, sink: &mut Sink<'_>) {
        let document = self.scene.document;
        let holder = pair
            .place
            .map(|i| self.scene.mentions.actors[i].head)
            .filter(|h| self.sentence.contains(h));
        let between = holder.map_or(0..0, |h| {
            if h < self.mention.head {
                h + 1..self.mention.head
            } else {
                self.mention.head + 1..h
            }
        });
        for t in self.sentence.clone() {
            let word = &document.tokens[t];
            let function = matches!(
                word.pos,
                Pos::Preposition
                    | Pos::Conjunction
                    | Pos::Subordinator
                    | Pos::Adverb
                    | Pos::Modal
                    | Pos::Relative
                    | Pos::Determiner
            ) || matches!(word.lower.as_str(), ":" | ";" | "?" | "\u{2014}");
            if function {
                sink.word("word=", &word.lower, t..t + 1);
                if between.contains(&t) {
                    sink.word("between=", &word.lower, t..t + 1);
                } else if t.abs_diff(self.mention.head) <= BESIDE {
                    sink.word("beside=", &word.lower, t..t + 1);
                }
            } else if word.pos.is_verb() {
                sink.word("lemma=", &word.lemma, t..t + 1);
                if between.contains(&t) {
                    sink.word("between-lemma=", &word.lemma, t..t + 1);
                }
            }
        }
    }
}
