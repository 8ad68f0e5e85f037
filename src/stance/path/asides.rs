//! Adjectives that take a proposal without a verb over them: "Fico, wary of sending troops, said", "Unwilling to send troops, Rome proposed", "with Berlin
//! unwilling to send troops".

use super::super::Findings;
use super::super::cues::CueMatch;
use super::links::{Kind, Link};
use super::{Climb, State, Who};
use crate::lexicon::{CueClass, CuePos};
use crate::model::{Pos, ProposalMention};

impl Climb<'_> {
    /// Reads such an adjective over what was reached; true where there is one.
    pub(super) fn aside(
        &self,
        link: &Link,
        mention: &ProposalMention,
        state: &State,
        findings: &mut Findings,
    ) -> bool {
        let Some((m, who)) = self.described_by(link) else {
            return false;
        };
        let mut state = state.clone();
        let value = self.cues.cue(m.cue).stance;
        self.apply_value(&mut state, &m, value);
        Self::act_or_attitude(&mut state, self.cues.cue(m.cue).class);
        state.attitude = true;
        state.who = Who::Phrases(who);
        self.emit(mention, &state, findings);
        true
    }

    /// The adjective that takes a constituent, and whom it describes.
    fn described_by(&self, link: &Link) -> Option<(CueMatch, Vec<usize>)> {
        let opener = match (link.kind, link.preposition) {
            (Kind::Infinitive, _) => link.start,
            (Kind::Gerund | Kind::Phrase, Some(x)) => x,
            _ => return None,
        };
        let at = opener.checked_sub(1)?;
        let m = self.matches.at(at).iter().find(|m| {
            let cue = self.cues.cue(m.cue);
            cue.pos == CuePos::Adjective
                && matches!(cue.class, CueClass::Attitude | CueClass::Participation)
                && m.tokens.start == at
                && self.takes(cue, m, link)
        })?;
        let who = self.described_before(at)?;
        Some((m.clone(), who))
    }

    /// Whom an adjective describes that no verb joins to its noun: the name before the comma, who stands behind "with", or the subject of the clause
    /// that it stands in front of.
    fn described_before(&self, at: usize) -> Option<Vec<usize>> {
        let tokens = &self.document.tokens;
        let sentence = &self.document.sentence_of(at).tokens;
        let mut from = at;
        while from > sentence.start && tokens[from - 1].pos == Pos::Adverb {
            from -= 1;
        }
        if from == sentence.start {
            let main = self
                .document
                .clauses_beside(at)
                .iter()
                .find(|c| c.finite && c.verb > at && !c.subjects.is_empty())?;
            let first = self.document.phrases[main.subjects[0]].tokens.start;
            let apart =
                tokens[first - 1].lower == "," && main.subjects.iter().all(|s| self.is_actor(*s));
            return apart.then(|| main.subjects.clone());
        }
        let comma = tokens[from - 1].lower == ",";
        let end = if comma { from - 1 } else { from };
        let last = (self.document.phrases_over(&(end - 1..end)))
            .find(|p| self.document.phrases[*p].tokens.end == end)?;
        let mut first = last;
        while let Some(p) = self
            .document
            .find_phrase(self.document.phrases[first].head, |q| {
                q.coordinated == Some(first)
            })
        {
            first = p;
        }
        let opened = self.document.phrases[first].preposition;
        let with = opened.is_some_and(|x| tokens[x].lower == "with");
        let described = if comma { opened.is_none() } else { with };
        let who = self.coordination(first);
        (described && who.iter().all(|p| self.is_actor(*p))).then_some(who)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;

    #[test]
    fn adjectives_without_a_verb_are_read_of_whom_they_describe() {
        for (text, reading) in [
            (
                "Donald Tusk, unwilling to send troops to Ukraine, went home.",
                "Donald Tusk | european-force | oppose",
            ),
            (
                "Giorgia Meloni, long sceptical of sending troops to Ukraine, met Macron.",
                "Giorgia Meloni | european-force | oppose",
            ),
            (
                "Wary of a European force in Ukraine, Giorgia Meloni stayed away.",
                "Giorgia Meloni | european-force | oppose",
            ),
            (
                "With Germany unwilling to send troops to Ukraine, the plan is in trouble.",
                "Germany | european-force | oppose",
            ),
            (
                "With France and Britain ready to send troops to Ukraine, others may follow.",
                "France | european-force | support",
            ),
        ] {
            let found = read(text);
            assert!(found.iter().any(|f| f == reading), "{text}: {found:?}");
        }
    }

    #[test]
    fn those_beside_whom_it_stands_hold_nothing_by_it() {
        let found =
            read("With Rome unwilling to send troops to Ukraine, Keir Starmer called Paris.");
        assert_eq!(found, ["Italy | european-force | oppose"]);
        let found = read(
            "Talks with Emmanuel Macron on a state unwilling to send troops to Ukraine went on.",
        );
        assert_eq!(found, [""; 0]);
    }
}
