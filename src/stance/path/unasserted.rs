//! Acts that a sentence tells of without saying that anybody means to do them: what others are hoped, feared or wished to do.

use super::{Climb, State, Who};
use crate::lexicon::CueClass;
use crate::model::{Clause, ClauseRole, Pos, Token};

impl Climb<'_> {
    /// "Rome fears that Britain will send troops", "speculation that Turkey would": what others are thought to do is no stance of theirs.
    pub(super) fn only_thought(&self, c: usize, state: &State) -> bool {
        if !matches!(state.who, Who::Phrases(_)) {
            return false;
        }
        // "I think Germany should take part": what others ought to do is the speaker's to say.
        let bidden = matches!(
            self.document.clauses[c].modal.as_deref(),
            Some("should" | "must" | "ought" | "shall")
        );
        let at = self.first_of_coordinates(c);
        let clause = &self.document.clauses[at];
        match clause.role {
            _ if bidden => false,
            ClauseRole::Content => {
                let guessed = clause.parent.is_some_and(|p| {
                    let above = &self.document.clauses[p];
                    self.classes.guessing_verbs.contains(&above.lemma)
                });
                (guessed || self.under_guess(clause)) && !self.is_own_say(state)
            }
            ClauseRole::Relative if !clause.finite => self.is_spoken_of(clause),
            _ => false,
        }
    }

    /// "wants a force led by Europeans": who would lead what is only thought of has not said anything. Whether a participle tells so of a phrase.
    pub(super) fn only_describes(&self, c: usize, p: usize) -> bool {
        let clause = &self.document.clauses[c];
        let first = &self.document.tokens[self.document.phrases[p].tokens.start].lower;
        !clause.finite
            && clause.verb_group.len() == 1
            && matches!(first.as_str(), "a" | "an" | "any")
            && self.classes.leading_verbs.contains(&clause.lemma)
    }

    /// "Let Rome send soldiers": whoever is bidden to act has said nothing.
    pub(super) fn is_bidden(&self, state: &State) -> bool {
        let Who::Phrases(list) = &state.who else {
            return false;
        };
        let tokens = &self.document.tokens;
        list.iter().any(|p| {
            let start = self.document.phrases[*p].tokens.start;
            let opens = |t: usize| {
                t == self.document.sentence_of(t).tokens.start
                    || matches!(
                        tokens[t - 1].lower.as_str(),
                        "\"" | ":" | ";" | "," | "then" | "so" | "and"
                    )
            };
            start > 0
                && tokens[start - 1].lower == "let"
                && tokens[start - 1].sentence == tokens[start].sentence
                && opens(start - 1)
        })
    }

    /// The clause that a coordinated one goes on from.
    fn first_of_coordinates(&self, c: usize) -> usize {
        let mut at = c;
        while let (ClauseRole::Coordinate, Some(p)) = (
            self.document.clauses[at].role,
            self.document.clauses[at].parent,
        ) {
            at = p;
        }
        at
    }

    /// "the fear that Britain would go": whether a noun of guessing stands before a clause.
    fn under_guess(&self, clause: &Clause) -> bool {
        clause
            .subordinator
            .and_then(|s| s.checked_sub(1))
            .is_some_and(|t| {
                self.classes
                    .guessing_nouns
                    .contains(&self.document.tokens[t].lemma)
            })
    }

    /// "on the understanding that Washington stands behind it": what others must do first.
    pub(super) fn under_condition(&self, clause: &Clause) -> bool {
        let start = clause.extent.start.saturating_sub(2);
        let opener = start..clause.verb_group.start;
        opener.take(6).any(|t| {
            let tokens = &self.document.tokens;
            tokens[t].sentence == clause.sentence
                && self.classes.condition_nouns.contains(&tokens[t].lower)
                && tokens.get(t + 1).is_some_and(|x| x.lower == "that")
                && tokens[t.saturating_sub(2)..t]
                    .iter()
                    .any(|x| x.lower == "on")
        })
    }

    /// "wants it ratified by the Senate": what is wished for has not been done.
    pub(super) fn is_wished(&self, clause: &Clause) -> bool {
        let object = clause.modifies.filter(|_| clause.passive);
        let above = clause.parent.map(|p| &self.document.clauses[p]);
        above.is_some_and(|p| {
            self.classes.wishing_verbs.contains(&p.lemma)
                && object.is_some_and(|n| p.objects.contains(&n))
        })
    }

    /// "depends on Berlin sending soldiers": a name and its act behind a preposition are only spoken of.
    fn is_spoken_of(&self, clause: &Clause) -> bool {
        let Some(n) = clause.modifies.filter(|_| !clause.passive) else {
            return false;
        };
        let phrase = &self.document.phrases[n];
        let behind = phrase.preposition.is_some_and(|x| {
            !matches!(
                self.document.tokens[x].lower.as_str(),
                "with" | "by" | "from" | "including" | "like"
            )
        });
        behind
            && phrase.tokens.end == clause.verb_group.start
            && self.document.tokens[phrase.head].pos == Pos::Proper
            && self.is_actor(n)
    }

    /// "whether Rome will join in or send soldiers": the first of two clauses of one question.
    pub(super) fn asked_with(&self, c: usize) -> Option<usize> {
        let first = self.first_of_coordinates(c);
        let same = self.document.clauses[first].subjects == self.document.clauses[c].subjects;
        let shared = self.document.clauses[c].verb_group.len() == 1;
        (first != c && same && shared && self.is_open_question(first)).then_some(first)
    }

    /// "is under pressure to send missiles", "faces calls to": what others want of somebody.
    pub(super) fn under_pressure(&self, c: usize, state: &State) -> bool {
        let clause = &self.document.clauses[c];
        let Some(before) = clause.verb_group.start.checked_sub(1) else {
            return false;
        };
        let tokens = &self.document.tokens;
        let to = if tokens[before].pos == Pos::To {
            before.checked_sub(1)
        } else {
            Some(before)
        };
        let pressed = to.is_some_and(|t| self.classes.pressing_nouns.contains(&tokens[t].lemma));
        let told = |t: &usize| {
            !matches!(
                tokens[*t].pos,
                Pos::Adjective | Pos::VerbIng | Pos::Determiner | Pos::Noun
            )
        };
        let borne = to
            .and_then(|t| (clause_start(tokens, t)..t).rev().find(told))
            .is_some_and(|t| {
                let word = &tokens[t];
                word.lower == "under"
                    || matches!(
                        word.lemma.as_str(),
                        "face" | "resist" | "ignore" | "dismiss"
                    )
            });
        pressed && borne && state.participation && !state.attitude
    }

    /// "is unable to send soldiers", "failed to back the force", "its army is too small to lead one": what somebody cannot or did not do. Nobody says
    /// that he will not.
    pub(super) fn unable(&self, c: usize, state: &State) -> bool {
        let clause = &self.document.clauses[c];
        let Some(p) = clause.parent else {
            return false;
        };
        let above = &self.document.clauses[p];
        if self.classes.failing_verbs.contains(&above.lemma) && above.negation.is_none() {
            return true;
        }
        let between = above.verb_group.end..clause.verb_group.start;
        let words = self.document.tokens.get(between.clone());
        let predicate = words.unwrap_or_default();
        let has = |word: &str| predicate.iter().any(|t| t.lower == word);
        let cannot = predicate
            .iter()
            .any(|t| self.classes.unable_words.contains(&t.lower));
        let denied = above.negation.is_some();
        // "It is too early to say": read with the cue that begins there.
        let read = state.cues.iter().any(|s| between.contains(&s.start));
        let short = if denied {
            has("enough")
        } else {
            (cannot || has("too")) && !read
        };
        short && self.classes.copular_verbs.contains(&above.lemma)
    }

    /// "In 2008 Berlin blocked its membership": whether the clause of a token tells of a year before the last.
    pub(in crate::stance) fn is_of_another_time(&self, token: usize, published: i16) -> bool {
        let Some(c) = self.clause_of(token) else {
            return false;
        };
        let clause = &self.document.clauses[c];
        let told = clause.finite
            && clause.past
            && clause.modal.is_none()
            && clause.verb_group.contains(&token);
        let tokens = &self.document.tokens;
        let sentence = self.document.sentence_of(token).tokens.clone();
        told && sentence.skip(1).any(|t| {
            let year = tokens[t].lower.parse::<i16>().ok();
            // "in March 2022".
            let month = self.classes.months.contains(&tokens[t - 1].lower);
            let opener = &tokens[t - 1 - usize::from(month && t > 1)];
            year.is_some_and(|y| (1990..published - 1).contains(&y))
                && matches!(opener.lower.as_str(), "in" | "of" | "during")
                && self.clause_of(t).is_none_or(|k| k == c)
        })
    }

    /// "Without a backstop, he insisted, it cannot work": the clause that a sentence goes on with behind words that say who says so.
    pub(super) fn behind_speech(&self, token: usize) -> Option<usize> {
        let sentence = self.document.sentence_of(token);
        let opens = sentence.tokens.start == token;
        let found = self.document.find_clause(token, |x| {
            x.role == ClauseRole::Main
                && x.verb > token
                && !(self.holders.is_speech(&x.lemma) && x.objects.is_empty())
        });
        found.filter(|_| opens)
    }

    /// Keeps in mind who would act where somebody else wants it: "wants Berlin to send troops" speaks of German ones.
    pub(super) fn note_doers(&self, clause: &Clause, class: CueClass, state: &mut State) {
        let attitude = !matches!(class, CueClass::Effect | CueClass::Participation);
        let Who::Phrases(list) = &state.who else {
            return;
        };
        let act = state.participation && !state.attitude && attitude;
        if act
            && !list.is_empty()
            && !list.iter().any(|p| clause.subjects.contains(p))
            && !self.same_actors(list, &clause.subjects)
        {
            state.doers = Some(list.clone());
        }
    }

    /// The force that would be sent by some phrases.
    pub(super) fn force_of(&self, proposal: usize, doers: &[usize]) -> usize {
        let (actors, _) = self.actors_of(doers, true);
        actors.first().map_or(proposal, |a| {
            self.holders.refine(proposal, *a, self.mentions)
        })
    }

    /// Under "if", "unless", "when" or in a question nothing is asserted.
    pub(super) fn is_hypothetical(&self, c: usize) -> bool {
        let mut at = Some(c);
        while let Some(x) = at {
            let clause = &self.document.clauses[x];
            // "on the understanding that Washington stands behind it".
            let premise = |s: usize| {
                let opener = &self.document.tokens[s];
                opener.pos == Pos::Subordinator
                    && matches!(opener.lower.as_str(), "on" | "in" | "with")
            };
            if let Some(s) = clause.subordinator
                && (premise(s)
                    || self
                        .classes
                        .hypothetical_openers
                        .contains(&self.document.tokens[s].lower))
                && s < clause.verb_group.start
                && !(clause.role == ClauseRole::Content && self.document.tokens[s].lower == "if")
                && self.conceded_for(x).is_none()
            {
                return true;
            }
            // "If Rome thinks that Kyiv will join": nor does Rome think so.
            let supposed = |p: &usize| {
                let above = &self.document.clauses[*p];
                let opener = above
                    .subordinator
                    .map(|s| self.document.tokens[s].lower.as_str());
                above.role == ClauseRole::Adverbial
                    && opener == Some("if")
                    && above.verb < clause.verb
            };
            let told = clause.role == ClauseRole::Content;
            if told && !clause.parent.as_ref().is_some_and(supposed)
                || matches!(
                    clause.role,
                    ClauseRole::Adverbial | ClauseRole::Relative | ClauseRole::Main
                )
            {
                return false;
            }
            at = clause.parent;
        }
        false
    }
}

/// The first token of a token's sentence.
fn clause_start(tokens: &[Token], t: usize) -> usize {
    let sentence = tokens[t].sentence;
    (0..t)
        .rev()
        .take_while(|k| tokens[*k].sentence == sentence)
        .last()
        .unwrap_or(t)
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;

    #[test]
    fn what_others_are_thought_to_do_is_no_stance_of_theirs() {
        for text in [
            "Rome fears that Britain will send troops to Ukraine.",
            "There was speculation that Turkey would send peacekeepers to Ukraine.",
            "The plan depends on Germany sending thousands of soldiers to Ukraine.",
        ] {
            assert_eq!(read(text), [""; 0], "{text}");
        }
        let said = read("Rome said that Britain will send troops to Ukraine.");
        assert_eq!(said, ["United Kingdom | european-force | support"]);
    }

    #[test]
    fn who_is_bidden_to_act_has_said_nothing() {
        let said = read("Robert Fico said: \"Let the French send their soldiers to Ukraine.\"");
        assert_eq!(said, [""; 0]);
    }

    #[test]
    fn a_wish_is_of_those_who_wish() {
        assert_eq!(
            read("Kyiv wants security guarantees ratified by Congress."),
            ["Ukraine | security-guarantees | support"]
        );
        assert_eq!(
            read("Trump wants Germany to send troops to Ukraine."),
            ["Donald Trump | european-force | support"]
        );
    }

    #[test]
    fn what_is_supposed_to_be_said_is_not() {
        let text =
            "If Madrid believes that Putin will send soldiers to Ukraine, it comes down to war.";
        assert_eq!(read(text), [""; 0]);
    }

    #[test]
    fn who_would_lead_what_is_only_thought_of_has_said_nothing() {
        let text =
            "Boris Johnson suggested that a peacekeeping force led by Europe could go to Ukraine.";
        let found = read(text);
        assert!(!found.iter().any(|f| f.starts_with("Europe ")), "{found:?}");
    }

    #[test]
    fn both_halves_of_a_question_are_asked() {
        assert_eq!(
            read("It is unclear whether France will join in or send troops to Ukraine."),
            ["France | european-force | noncommittal"]
        );
    }

    #[test]
    fn those_among_whom_somebody_is_are_named_behind() {
        for text in [
            "Some countries will send no troops to Ukraine, Poland and Italy among them.",
            "Others will send no troops to Ukraine, among them Poland and Italy.",
        ] {
            let found = read(text);
            for holder in ["Poland", "Italy"] {
                let reading = format!("{holder} | european-force | oppose");
                assert!(found.contains(&reading), "{text}: {found:?}");
            }
        }
    }

    #[test]
    fn speech_may_stand_behind_what_is_missing() {
        let text = "Without an American backstop, Keir Starmer insisted, the European force in Ukraine cannot succeed.";
        assert!(
            read(text).contains(&"Keir Starmer | us-backstop | support".to_owned()),
            "{:?}",
            read(text)
        );
    }
}
