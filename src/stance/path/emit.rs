//! The end of a climb: who holds it, who says so, how sure.

use super::super::conditions::Found;
use super::super::{Finding, Findings};
use super::documents::Laid;
use super::{Climb, State, Who};
use crate::model::{AttributionKind, Clause, ClauseRole, Pos, ProposalMention, Stance};

impl Climb<'_> {
    /// The climb ends at a clause that the text asserts.
    pub(super) fn settle(
        &self,
        c: usize,
        mention: &ProposalMention,
        mut state: State,
        findings: &mut Findings,
    ) {
        if state.cues.is_empty() || self.demanded(c, mention, &state, findings) {
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
        if self.is_bidden(&state) {
            if !self.opinion {
                return;
            }
            state.who = Who::Nobody;
        }
        let act = state.participation && !state.attitude;
        let beside = clause.role == ClauseRole::Adverbial
            && clause.subordinator.is_some_and(|s| {
                matches!(self.document.tokens[s].lower.as_str(), "before" | "where")
            });
        if beside && self.comes_first(c, &mut state) {
            return self.emit(mention, &state, findings);
        }
        // "before the force was ready": nobody says that it is.
        let unsaid = beside
            && matches!(state.who, Who::Nobody)
            && clause
                .subordinator
                .is_some_and(|s| self.document.tokens[s].lower == "before");
        if act && beside || unsaid {
            return;
        }
        if clause.role == ClauseRole::Relative && self.is_wished(clause)
            || matches!(clause.role, ClauseRole::Content | ClauseRole::Adverbial)
                && self.under_condition(clause)
        {
            return;
        }
        if act && (self.is_bygone(clause) || self.only_thought(c, &state))
            || self.is_overcome(clause)
        {
            return;
        }
        if act && matches!(clause.modal.as_deref(), Some("would")) {
            state.strength *= 0.85;
        }
        self.possible(clause, act, &mut state);
        if state.value == Stance::Oppose && self.is_put_off(clause, &state) {
            state.value = Stance::Noncommittal;
        }
        if !matches!(
            clause.modal.as_deref(),
            Some("could" | "may" | "might" | "can")
        ) {
            self.companions(c, mention, &state, findings);
        }
        self.leaders(mention, &state, findings);
        self.all_but(c, mention, &state, findings);
        self.emit(mention, &state, findings);
    }

    /// "which had long hesitated to send them, now says", "used to reject it, but has changed its mind": what the same sentence tells was given up.
    fn is_overcome(&self, clause: &Clause) -> bool {
        let word = |t: usize| self.document.tokens[t].lower.as_str();
        let extent = &self.document.sentences[clause.sentence].tokens;
        if clause.lemma == "use" && clause.verb_group.contains(&clause.verb) && clause.past {
            return (clause.verb..extent.end).any(|t| word(t) == "but");
        }
        let mut group = clause.verb_group.clone();
        let had = group.any(|t| word(t) == "had")
            && (clause.finite || clause.role == ClauseRole::Relative);
        // "was previously against it, but now supports it".
        let around =
            clause.verb_group.start.saturating_sub(1).max(extent.start)..clause.verb_group.end + 1;
        let mut around = around.filter(|t| extent.contains(t));
        let former = clause.finite && around.any(|t| self.classes.former_adverbs.contains(word(t)));
        (had || former)
            && (clause.verb_group.end..extent.end).any(|t| {
                let token = &self.document.tokens[t];
                // "has since agreed", but not "since May".
                let dates = token.pos == Pos::Preposition;
                self.classes.turn_words.contains(&token.lower) && !dates
            })
    }

    /// "There must be a ceasefire before troops go": what has to come first is the condition of whoever says so. Tells whether it was so.
    fn comes_first(&self, c: usize, state: &mut State) -> bool {
        let clause = &self.document.clauses[c];
        let (Some(opener), Some(p)) = (clause.subordinator, clause.parent) else {
            return false;
        };
        let first = &self.document.clauses[p];
        let wants = self.wants_first(clause, first);
        let has_to = wants
            || matches!(first.modal.as_deref(), Some("must" | "should"))
            || self.classes.needing_verbs.contains(&first.lemma)
            || first
                .children
                .iter()
                .any(|k| self.document.clauses[*k].role == ClauseRole::Infinitive)
                && first.lemma == "have";
        let before = self.document.tokens[opener].lower == "before";
        if !before || !has_to || state.value != Stance::Support || first.negation.is_some() {
            return false;
        }
        state.value = Stance::Conditional;
        state.condition = Some(Found {
            tokens: first.verb_group.start..opener,
            strong: true,
            lifts: false,
        });
        state.who = if wants {
            Who::Phrases(self.subjects(first))
        } else {
            Who::Nobody
        };
        state.token = first.verb;
        true
    }

    /// "Italian troops might go", "could accept such a force": who may do something leaves it open; who says that it could be brings it forward.
    fn possible(&self, clause: &Clause, act: bool, state: &mut State) {
        let attitude = state.attitude && matches!(state.who, Who::Phrases(_));
        let modal = clause.modal.as_deref();
        if !act && !attitude || !matches!(modal, Some("could" | "may" | "might" | "can")) {
            return;
        }
        // "Nothing can keep Ukraine out": what nobody can do is not left open.
        if matches!(&state.who, Who::Phrases(list) if self.is_nobody(list)) {
            return;
        }
        // "Britain could begin with instructors": a writer who argues puts it forward.
        if self.opinion && self.is_advice(state) {
            return;
        }
        // "Countries such as France could form its core": whom others name as examples has said nothing.
        if act && self.are_examples(&state.who) && !self.is_own_say(state) {
            state.void = true;
        }
        if act {
            state.strength *= 0.6;
        }
        if state.value != Stance::Support || state.condition.is_some() {
            return;
        }
        let could = matches!(modal, Some("could" | "can"));
        if act && matches!(state.who, Who::Declared(_)) || could && self.is_own_say(state) {
            let said = self.holders.sources_of_token(
                self.document,
                self.mentions,
                self.attributions,
                state.token,
            );
            if said.is_some() {
                return;
            }
        }
        if act || matches!(modal, Some("could" | "may" | "might")) {
            state.value = Stance::Noncommittal;
        }
    }

    /// Whether those whose act or attitude it is say so themselves, or somebody of their country does.
    pub(super) fn is_own_say(&self, state: &State) -> bool {
        let phrases = match &state.who {
            Who::Phrases(phrases) => phrases,
            // "Soldiers could be sent": nobody else's act.
            Who::Nobody => return true,
            Who::Owner(_) | Who::Declared(_) => return false,
        };
        let (actors, _) = self.actors_of(phrases, state.participation);
        let said = self.holders.sources_of_token(
            self.document,
            self.mentions,
            self.attributions,
            state.token,
        );
        let Some((speakers, _)) = said else {
            return false;
        };
        let country = |a: &usize| self.mentions.register[*a].country.as_ref();
        actors.iter().any(|a| {
            speakers
                .iter()
                .any(|s| s == a || country(s).is_some() && country(s) == country(a))
        })
    }

    /// "will not go at present", "is not on the agenda today": a refusal that is one for now.
    fn is_put_off(&self, clause: &Clause, state: &State) -> bool {
        let not = state
            .cues
            .last()
            .is_some_and(|s| self.document.tokens[s.start].lower == "not");
        let word = |t: usize| self.document.tokens.get(t).map_or("", |t| t.lower.as_str());
        // "not acceptable now or ever", "not an option now that" are no puttings off.
        let today = clause.extent.clone().any(|t| {
            matches!(word(t), "today" | "now")
                && !matches!(word(t + 1), "or" | "and" | "nor" | "that" | ",")
        });
        (state.negated || not) && self.is_for_now(clause) || not && today
    }

    /// "There are currently no plans": whoever says so may come to think otherwise.
    fn is_for_now(&self, clause: &Clause) -> bool {
        let tokens = &clause.extent;
        // "could not be discussed yet", but "yet Rome will not".
        let yet = (clause.verb + 1..tokens.end).any(|t| {
            let next = self.document.tokens.get(t + 1);
            self.document.tokens[t].lower == "yet" && next.is_none_or(|n| n.pos == Pos::Punctuation)
        });
        yet || self.classes.for_now.iter().any(|phrase| {
            let words: Vec<&str> = phrase.split(' ').collect();
            self.document.tokens[tokens.clone()]
                .windows(words.len())
                .any(|w| w.iter().zip(&words).all(|(t, word)| t.lower == *word))
        })
    }

    /// Whether a pronoun alone stands for what is proposed, in a sentence that has no other word for it.
    fn is_only_pronoun(&self, mention: &ProposalMention) -> bool {
        let token = &self.document.tokens[mention.head];
        let here = token.sentence..token.sentence + 1;
        let told = self.mentions.proposals_in(self.document, here);
        Self::is_anaphor(mention)
            && mention.tokens.len() == 1
            && token.pos == Pos::Pronoun
            && told.iter().all(Self::is_anaphor)
    }

    /// What a climb says at its end of what was mentioned, with the condition that counts for it.
    fn outcome(&self, mention: &ProposalMention, state: &State) -> (Stance, Option<Found>) {
        let token = state.token;
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
                        && (found.strong || !self.document.tokens[token].pos.is_verb()) =>
                {
                    value = Stance::Conditional;
                }
                Stance::Oppose if found.lifts => value = Stance::Conditional,
                Stance::Conditional => {}
                _ => condition = None,
            }
        }
        // "talked of 5,000 soldiers": who names a number puts it forward.
        let talks = self
            .classes
            .talking_verbs
            .contains(&self.document.tokens[token].lemma);
        if value == Stance::Noncommittal && talks && mention.size.is_some() && !state.negated {
            value = Stance::Support;
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
        (value, condition)
    }

    pub(super) fn emit(&self, mention: &ProposalMention, state: &State, findings: &mut Findings) {
        if state.void {
            return;
        }
        let document = self.document;
        let token = state.token;
        let source =
            self.holders
                .sources_of_token(document, self.mentions, self.attributions, token);
        let speaker = source.as_ref().and_then(|(s, _)| s.first().copied());
        let Some((actors, sure)) = self.held_by(state, source.as_ref()) else {
            return;
        };
        let (actors, sure) =
            match self.laid_down(state, &actors, self.holders.is_force(mention.proposal)) {
                Laid::Not => (actors, sure),
                Laid::By(owners, certainty) => (owners, certainty),
                Laid::Nobodys => return,
            };
        let (value, condition) = self.outcome(mention, state);
        let quoted = document.tokens[token].quotation.is_some();
        let base = state.strength * f64::from(mention.certainty) / 100.0;
        let mut push = |holder: Option<usize>, sure: f64| {
            let proposal = match holder {
                Some(h) if state.participation && !mention.slotted => match &state.doers {
                    Some(doers) => self.force_of(mention.proposal, doers),
                    None => self.holders.refine(mention.proposal, h, self.mentions),
                },
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
        let pronoun = self.is_only_pronoun(mention);
        if self.opinion && self.is_writers_own(state) {
            // What a writer wants of "it" may be wanted of anything.
            if !pronoun || value != Stance::Support {
                push(None, 0.75);
            }
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
        let deed = state.participation
            && !state.attitude
            && !state.blocks
            && !self.holders.is_mutual(mention.proposal);
        for actor in actors {
            // Who only analyses takes no side, unless he says what should be.
            if self.mentions.register[actor].expert && !self.is_own_view(state) {
                continue;
            }
            if deed && self.holders.is_belligerent(actor, self.mentions) {
                continue;
            }
            // "We are discussing it with everyone": those over whom the proposals are made have no part of their own to leave open.
            let open = pronoun && value == Stance::Noncommittal;
            if open && self.holders.sides_with_belligerents(actor, self.mentions) {
                continue;
            }
            if !seen.contains(&actor) {
                seen.push(actor);
                push(Some(actor), sure);
            }
        }
    }
}
