//! "It" as a subject: whether it stands for the clause behind it ("it would be a mistake to go") or for somebody ("it will not send soldiers").

use super::super::cues::CueMatch;
use super::Climb;
use crate::lexicon::{CueClass, CuePos};
use crate::model::{Clause, ClauseRole, Pos};

/// From this certainty on "it" means somebody, whatever is said of it.
const SURE: u8 = 80;
/// From this certainty on "it" means somebody, where what it does takes a will.
const LIKELY: u8 = 50;
/// Words behind a verb among which its adjective stands.
const BESIDE: usize = 3;

impl Climb<'_> {
    /// "It is essential that", "it would be a mistake to": the clause is the real subject.
    pub(super) fn expletive(&self, c: usize) -> bool {
        let clause = &self.document.clauses[c];
        let word = |t: usize| self.document.tokens[t].lower.as_str();
        match clause.subjects.as_slice() {
            [] => self.existential(c),
            [p] => {
                let head = self.document.phrases[*p].head;
                let beside = self.mentions.actors_beside(self.document, head);
                let sure = beside.iter().filter(|m| m.head == head);
                let sure = sure.map(|m| m.certainty).max().unwrap_or(0);
                let somebody = sure >= SURE || sure >= LIKELY && self.has_a_will(c);
                matches!(word(head), "it" | "there") && (!somebody || self.judged_for(c))
            }
            _ => false,
        }
    }

    /// "It backs the force", "it is ready to send soldiers": what only somebody does or is; but "it is too early to speak of soldiers".
    fn has_a_will(&self, c: usize) -> bool {
        let clause = &self.document.clauses[c];
        // "It makes no sense to talk of it": whoever acts in the infinitive is whoever stands above it.
        if !clause.finite {
            let above = clause
                .parent
                .filter(|p| self.document.clauses[*p].subjects == clause.subjects);
            return above.is_some_and(|p| self.has_a_will(p));
        }
        let asks_for_act = clause
            .children
            .iter()
            .any(|k| self.document.clauses[*k].role == ClauseRole::Infinitive);
        let wills = |m: &CueMatch| {
            let cue = self.cues.cue(m.cue);
            let says = match cue.pos {
                CuePos::Verb => m.head == clause.verb && !clause.passive && clause.lemma != "be",
                // "It is against the law to send soldiers".
                CuePos::Adjective => {
                    let governs = self.document.tokens[m.head].pos == Pos::Preposition;
                    m.head < clause.verb_group.end + BESIDE && !(governs && asks_for_act)
                }
                CuePos::Phrase => {
                    m.tokens.start <= clause.verb_group.end
                        && self.classes.copular_verbs.contains(&clause.lemma)
                        && !asks_for_act
                }
                CuePos::Noun => false,
            };
            says && matches!(
                cue.class,
                CueClass::Attitude | CueClass::Participation | CueClass::Request | CueClass::Effect
            )
        };
        // "It requires a ceasefire," said the minister: what a speaker means is seldom the country told of before.
        let quoted = self.document.tokens[clause.verb].quotation.is_some();
        !quoted && self.cues_of_clause(c).iter().any(wills) && !self.thing_before(clause.sentence)
    }

    /// "Italy opposes the plan. It would deploy soldiers": whether an object of the sentence before may be what "it" means: a plan, a document, a
    /// force or a body.
    fn thing_before(&self, sentence: usize) -> bool {
        let Some(before) = sentence.checked_sub(1) else {
            return false;
        };
        let clauses = self.document.sentences[before].clauses.clone();
        let mut objects = self.document.clauses[clauses]
            .iter()
            .flat_map(|c| &c.objects);
        objects.any(|o| {
            let head = &self.document.tokens[self.document.phrases[*o].head];
            let may = self.is_actor(*o)
                || self.classes.plan_nouns.contains(&head.lemma)
                || self.classes.reporting_documents.contains(&head.lemma)
                || self.classes.content_nouns.contains(&head.lemma)
                || self.classes.motion_nouns.contains(&head.lemma)
                || self.classes.holder_nouns.contains(&head.lemma)
                || self.classes.force_nouns.contains(&head.lemma);
            may && (head.lower == head.lemma || head.pos == Pos::Proper)
        })
    }

    /// "Moscow said it would be a mistake for Rome to join": "it" is nobody where what it is said to be is a judgement of what another would do.
    fn judged_for(&self, c: usize) -> bool {
        let clause = &self.document.clauses[c];
        let done_by_another = |x: &Clause| {
            let by = x.subjects.first().filter(|s| !clause.subjects.contains(s));
            let opener = by.and_then(|s| self.document.phrases[*s].preposition);
            x.role == ClauseRole::Infinitive
                && x.verb > clause.verb
                && opener.is_some_and(|o| self.document.tokens[o].lower == "for" && o > clause.verb)
        };
        let near = self.document.clauses_beside(clause.verb);
        near.iter().any(done_by_another)
            && self
                .subject_cue(c)
                .is_some_and(|m| self.cues.cue(m.cue).class == CueClass::Evaluation)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;

    #[test]
    fn it_is_somebody_where_it_wills() {
        for (text, told) in [
            (
                "Italy hosted talks on Monday. It supports sending troops to Ukraine.",
                Some("Italy | european-force | support"),
            ),
            (
                "Oslo was at the talks. It is ready to send troops to Ukraine.",
                Some("Norway | european-force | support"),
            ),
            (
                "Oslo was at the talks. It will not send troops to Ukraine.",
                Some("Norway | european-force | oppose"),
            ),
            (
                "Oslo was at the talks. It is too early to send troops to Ukraine.",
                None,
            ),
            (
                "Oslo was at the talks. It makes no sense to talk about troops in Ukraine.",
                None,
            ),
            (
                "Oslo rejects the plan. It would deploy European troops in Ukraine.",
                None,
            ),
            (
                "Oslo was at the talks. It was agreed to send troops to Ukraine.",
                None,
            ),
        ] {
            let found = read(text);
            match told {
                Some(told) => assert_eq!(found, [told], "{text}"),
                None => assert!(
                    found.iter().all(|f| !f.starts_with("Norway")),
                    "{text} {found:?}"
                ),
            }
        }
    }
}
