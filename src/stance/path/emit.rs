//! The end of a climb: who holds it, who says so, how sure.

use super::super::Finding;
use super::super::holders::innermost;
use super::documents::Laid;
use super::{Climb, State, Who};
use crate::model::{AttributionKind, Pos, ProposalMention, Stance};

impl Climb<'_> {
    /// The climb ends at a clause that the text asserts.
    pub(super) fn settle(
        &self,
        c: usize,
        mention: &ProposalMention,
        mut state: State,
        findings: &mut Vec<Finding>,
    ) {
        if state.cues.is_empty() {
            return;
        }
        let clause = &self.document.clauses[c];
        // A question asserts nothing.
        let sentence = &self.document.sentences[clause.sentence];
        let mut end = sentence.tokens.end - 1;
        while end > sentence.tokens.start
            && matches!(self.document.tokens[end].lower.as_str(), "\"" | "'")
        {
            end -= 1;
        }
        if self.document.tokens[end].lower == "?" {
            return;
        }
        let act = state.participation && !state.attitude;
        let beside = clause.role == crate::model::ClauseRole::Adverbial
            && clause.subordinator.is_some_and(|s| {
                matches!(self.document.tokens[s].lower.as_str(), "before" | "where")
            });
        if act && beside {
            return;
        }
        if act && self.is_bygone(clause) {
            return;
        }
        if act {
            match clause.modal.as_deref() {
                Some("could" | "may" | "might" | "can") => {
                    state.strength *= 0.6;
                    // Who says that a force could come brings it forward; who may send one leaves it open.
                    let brought_forward = matches!(state.who, Who::Declared(_))
                        && innermost(self.document, self.attributions, state.token).is_some();
                    if state.value == Stance::Support
                        && state.condition.is_none()
                        && !brought_forward
                    {
                        state.value = Stance::Noncommittal;
                    }
                }
                Some("would") => state.strength *= 0.85,
                _ => {}
            }
        }
        // "could accept such a force" leaves open whether it will.
        let open = matches!(clause.modal.as_deref(), Some("could" | "may" | "might"));
        let attitude = state.attitude && matches!(state.who, Who::Phrases(_));
        if open && attitude && state.value == Stance::Support && state.condition.is_none() {
            state.value = Stance::Noncommittal;
        }
        if state.negated && state.value == Stance::Oppose && self.is_for_now(&clause.extent) {
            state.value = Stance::Noncommittal;
        }
        self.companions(c, mention, &state, findings);
        self.leaders(mention, &state, findings);
        self.emit(mention, &state, findings);
    }

    /// "There are currently no plans": whoever says so may come to think otherwise.
    fn is_for_now(&self, tokens: &std::ops::Range<usize>) -> bool {
        self.classes.for_now.iter().any(|phrase| {
            let words: Vec<&str> = phrase.split(' ').collect();
            self.document.tokens[tokens.clone()]
                .windows(words.len())
                .any(|w| w.iter().zip(&words).all(|(t, word)| t.lower == *word))
        })
    }

    pub(super) fn emit(
        &self,
        mention: &ProposalMention,
        state: &State,
        findings: &mut Vec<Finding>,
    ) {
        if state.void {
            return;
        }
        let document = self.document;
        let token = state.token;
        let source =
            self.holders
                .sources_of_token(document, self.mentions, self.attributions, token);
        let speaker = source.as_ref().and_then(|(s, _)| s.first().copied());
        let (actors, sure) = match &state.who {
            Who::Phrases(phrases) => self.actors_of(phrases, state.participation),
            Who::Owner(p) => self
                .holders
                .of_owner(document, self.mentions, self.attributions, *p)
                .unwrap_or_default(),
            Who::Declared(p) if source.is_none() => self.actors_of(&[*p], true),
            Who::Nobody | Who::Declared(_) => source.clone().unwrap_or_default(),
        };
        let (actors, sure) =
            match self.laid_down(state, &actors, self.holders.is_force(mention.proposal)) {
                Laid::Not => (actors, sure),
                Laid::By(owners, certainty) => (owners, certainty),
                Laid::Nobodys => return,
            };
        let mut value = state.value;
        let mut condition = state.condition.clone();
        if let Some(found) = &condition {
            match value {
                Stance::Support if found.strong || state.readiness || state.participation => {
                    value = Stance::Conditional;
                }
                // "would be open to it if": openness under a condition is more than openness; "could discuss it under" is not.
                Stance::Noncommittal
                    if state.readiness
                        && (found.strong || !document.tokens[token].pos.is_verb()) =>
                {
                    value = Stance::Conditional;
                }
                Stance::Oppose if found.lifts => value = Stance::Conditional,
                Stance::Conditional => {}
                _ => condition = None,
            }
        }
        // "wants a Ukraine outside NATO": who wants the contrary is against it.
        if mention.contrary {
            value = match value {
                Stance::Support | Stance::Conditional => Stance::Oppose,
                Stance::Oppose => Stance::Support,
                Stance::Noncommittal => Stance::Noncommittal,
            };
            condition = None;
        }
        let quoted = document.tokens[token].quotation.is_some();
        let base = state.strength * f64::from(mention.certainty) / 100.0;
        let mut push = |holder: Option<usize>, sure: f64| {
            let proposal = match holder {
                Some(h) if state.participation && !mention.slotted => {
                    self.holders.refine(mention.proposal, h, self.mentions)
                }
                _ => mention.proposal,
            };
            let same = holder.is_some() && speaker == holder;
            let attribution = if holder.is_none() {
                AttributionKind::Authorial
            } else if quoted && (same || source.is_none()) {
                AttributionKind::Quote
            } else if source.is_some() {
                AttributionKind::Reported
            } else {
                AttributionKind::Action
            };
            findings.push(Finding {
                holder,
                speaker,
                proposal,
                stance: value,
                confidence: (base * sure).clamp(0.0, 1.0),
                in_article: None,
                attribution,
                condition: condition.clone(),
                token,
                cues: state.cues.clone(),
                size: mention.size,
            });
        };
        if self.opinion && self.is_writers_own(state) {
            push(None, 0.75);
            return;
        }
        // "Germany will send missiles, its defence minister said": he is the more specific holder of what his country does.
        let spokesman = speaker.filter(|s| {
            let of = &self.mentions.register[*s];
            of.kind == "person" && of.country.is_some() && state.participation
        });
        let actors = actors.into_iter().map(|actor| {
            let own = &self.mentions.register[actor];
            let speaks = |s: &usize| {
                own.kind == "country" && self.mentions.register[*s].country == own.country
            };
            spokesman.filter(speaks).unwrap_or(actor)
        });
        let mut seen = Vec::new();
        // What the belligerents themselves send or supply is the war, not a stance on what others might send; what they block is one.
        let deed = state.participation && !state.attitude && !state.blocks;
        for actor in actors {
            // Who only analyses takes no side.
            if self.mentions.register[actor].expert {
                continue;
            }
            if deed && self.holders.is_belligerent(actor, self.mentions) {
                continue;
            }
            if !seen.contains(&actor) {
                seen.push(actor);
                push(Some(actor), sure);
            }
        }
    }

    /// Whether the writer of a piece that argues says so himself: where nobody is quoted or reported, "I" and "we" are his, and so is what he
    /// bids the reader do ("Send the shells").
    fn is_writers_own(&self, state: &State) -> bool {
        let document = self.document;
        let word = |t: usize| document.tokens[t].lower.as_str();
        let own = |t: usize| matches!(word(t), "i" | "we");
        let quoted = document.tokens[state.token]
            .quotation
            .is_some_and(|q| !document.quotations[q].scare);
        let source = innermost(document, self.attributions, state.token)
            .map(|a| self.attributions[a].source_head);
        let unattributed = match source {
            None => true,
            Some(head) => head.is_some_and(own),
        };
        if quoted || !unattributed {
            return false;
        }
        match &state.who {
            Who::Nobody => true,
            Who::Phrases(list) if list.is_empty() => document.clauses.iter().any(|c| {
                let start = c.verb_group.start;
                let opens = start == document.sentences[c.sentence].tokens.start
                    || matches!(word(start - 1), ":" | ";");
                let bids = matches!(document.tokens[c.verb].pos, Pos::VerbBase);
                c.verb_group.contains(&state.token) && c.finite && opens && bids
            }),
            Who::Phrases(list) => list.iter().all(|p| own(document.phrases[*p].head)),
            Who::Owner(_) | Who::Declared(_) => false,
        }
    }

    /// The actors of some noun phrases, and how sure they are.
    fn actors_of(&self, phrases: &[usize], participation: bool) -> (Vec<usize>, f64) {
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
            }
        }
        (actors, sure)
    }
}
