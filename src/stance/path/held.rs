//! Whom the end of a climb names as holding it.

use super::{Climb, State, Who};
use crate::model::Clause;

impl Climb<'_> {
    /// The actors that hold a reading, and how sure they are; none where nobody can.
    pub(super) fn held_by(
        &self,
        state: &State,
        source: Option<&(Vec<usize>, f64)>,
    ) -> Option<(Vec<usize>, f64)> {
        let said = || source.cloned().unwrap_or_default();
        let (document, attributions) = (self.document, self.attributions);
        let holders = self.holders;
        Some(match &state.who {
            // "Nobody is thinking of it": of those who are meant the speaker is one. Whom nobody has asked has not said anything.
            Who::Phrases(list) if self.is_nobody(list) => {
                let asked = &self.document.tokens[state.token].lemma;
                if self.classes.asking_verbs.contains(asked) {
                    return None;
                }
                let among = self.nobody_among(list[0]);
                if among.is_empty() {
                    said()
                } else {
                    self.actors_of(&among, true)
                }
            }
            Who::Phrases(phrases) => {
                self.actors_of(&self.with_named_members(phrases), state.participation)
            }
            Who::Owner(p) => holders
                .of_owner(document, self.mentions, attributions, *p)
                .unwrap_or_default(),
            Who::Declared(p) if source.is_none() => self.actors_of(&[*p], true),
            Who::Nobody if source.is_none() => holders
                .continued(document, self.mentions, attributions, state.token)
                .unwrap_or_default(),
            Who::Nobody | Who::Declared(_) => said(),
        })
    }

    /// The subjects of a clause. "A spokesman denied that Berlin planned to": whoever speaks without a name speaks for those whose act he denies.
    pub(super) fn subjects_or_denied(&self, clause: &Clause, state: &State) -> Who {
        let subjects = self.subjects(clause);
        let unnamed = |p: &usize| {
            let head = &self.document.tokens[self.document.phrases[*p].head];
            self.classes.envoy_nouns.contains(&head.lemma) && !self.is_actor(*p)
        };
        match &state.who {
            Who::Phrases(list)
                if clause.lemma == "deny"
                    && !subjects.is_empty()
                    && subjects.iter().all(unnamed) =>
            {
                Who::Phrases(list.clone())
            }
            _ => Who::Phrases(subjects),
        }
    }

    /// "Nobody wants that": whether a subject is nobody at all.
    pub(super) fn is_nobody(&self, phrases: &[usize]) -> bool {
        let [p] = phrases else { return false };
        let phrase = &self.document.phrases[*p];
        let word = |t: usize| self.document.tokens[t].lower.as_str();
        let head = word(phrase.head);
        let one = head == "one"
            && (phrase.tokens.start..=phrase.head)
                .chain(phrase.tokens.start.checked_sub(1))
                .any(|t| word(t) == "no");
        one || matches!(head, "nobody" | "none" | "no-one" | "nothing")
    }

    /// "nobody in London or Paris": those among whom there is nobody.
    fn nobody_among(&self, nobody: usize) -> Vec<usize> {
        let end = self.document.phrases[nobody].tokens.end;
        let among = self.document.find_phrase(end, |q| {
            q.preposition == Some(end)
                && matches!(
                    self.document.tokens[end].lower.as_str(),
                    "in" | "from" | "of"
                )
        });
        among
            .map(|q| self.coordination(q))
            .unwrap_or_default()
            .into_iter()
            .filter(|q| self.is_actor(*q))
            .collect()
    }

    /// The actors of some noun phrases, and how sure they are.
    pub(super) fn actors_of(&self, phrases: &[usize], participation: bool) -> (Vec<usize>, f64) {
        let mut actors = Vec::new();
        let mut sure: f64 = 1.0;
        for p in phrases {
            if let Some((a, c)) =
                self.holders
                    .of_phrase(self.document, self.mentions, self.attributions, *p)
            {
                actors.extend(a);
                sure = sure.min(c);
            } else if participation
                && let Some((a, c)) =
                    self.holders
                        .of_owner(self.document, self.mentions, self.attributions, *p)
            {
                // "French soldiers will stand in Ukraine".
                actors.extend(a);
                sure = sure.min(c * 0.8);
            } else if participation && let Some((a, c)) = self.countries_behind(*p) {
                // "soldiers from France and Britain would go".
                actors.extend(a);
                sure = sure.min(c * 0.8);
            } else if self.are_people(*p)
                && let Some((a, c)) =
                    self.holders
                        .of_owner(self.document, self.mentions, self.attributions, *p)
            {
                // "British and French officers are planning it": what they work on their countries want.
                actors.extend(a);
                sure = sure.min(c * 0.8);
            } else if let Some((a, c)) = self.for_own_side(*p) {
                actors.extend(a);
                sure = sure.min(c);
            }
        }
        (actors, sure)
    }

    /// "soldiers from France and Britain": the countries behind a noun.
    fn countries_behind(&self, p: usize) -> Option<(Vec<usize>, f64)> {
        let lemma = &self.document.tokens[self.document.phrases[p].head].lemma;
        if !self.classes.means_nouns.contains(lemma) {
            return None;
        }
        let end = self.document.phrases[p].tokens.end;
        let from = self.document.find_phrase(end, |q| {
            q.preposition == Some(end)
                && matches!(self.document.tokens[end].lower.as_str(), "from" | "of")
        })?;
        let named = self.coordination(from);
        let known = named.iter().all(|q| self.is_actor(*q));
        known.then(|| self.actors_of(&named, false))
    }

    /// "officers", "planners", "commanders": whether a noun means several people who serve a country.
    fn are_people(&self, p: usize) -> bool {
        let head = &self.document.tokens[self.document.phrases[p].head];
        head.lower != head.lemma && self.classes.serving_nouns.contains(&head.lemma)
    }

    /// "said his party would vote against it", "our group is for it": who speaks for a side that no name tells.
    fn for_own_side(&self, p: usize) -> Option<(Vec<usize>, f64)> {
        let phrase = &self.document.phrases[p];
        let head = &self.document.tokens[phrase.head];
        let mut words = phrase.tokens.start.saturating_sub(1)..phrase.head;
        let own = words.any(|t| {
            matches!(
                self.document.tokens[t].lower.as_str(),
                "his" | "her" | "our" | "my" | "the" | "their"
            )
        });
        if !own || !self.classes.own_side_nouns.contains(&head.lemma) {
            return None;
        }
        let owner = self
            .holders
            .of_owner(self.document, self.mentions, self.attributions, p);
        let (actors, sure) = owner.or_else(|| {
            self.holders.sources_of_token(
                self.document,
                self.mentions,
                self.attributions,
                phrase.head,
            )
        })?;
        Some((actors, sure * 0.8))
    }
}
