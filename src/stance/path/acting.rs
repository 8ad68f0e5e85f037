//! Mentions that are acts themselves ("protect the sky", "train its soldiers"): who does them, helps in them, or has them done by what he sends.

use super::{Climb, State, Who};
use crate::model::{Clause, ClauseRole, Pos, ProposalMention, Stance};

/// The rule by which an act is read.
pub(super) const ACT: &str = "proposal/act";

impl Climb<'_> {
    /// A mention that is itself an act ("arm Ukraine", "join NATO"): who does it takes part in it, unless it is done by those it is for.
    pub(super) fn act(&self, c: usize, mention: &ProposalMention) -> State {
        let clause = &self.document.clauses[c];
        let mut state = State::bare(mention.head, 0);
        if clause.negation.is_some() && !self.pseudo_negated(clause) {
            state.value = Stance::Oppose;
            state.negated = true;
        }
        let doers = clause.subjects.iter().filter_map(|p| {
            self.holders
                .of_phrase(self.document, self.mentions, self.attributions, *p)
        });
        let belligerent = |a: usize| self.holders.is_belligerent(a, self.mentions);
        // "Kyiv's place is in NATO": what is told of that is told of Kyiv.
        let fate = clause.subjects.iter().any(|p| {
            let head = self.document.phrases[*p].head;
            let noun = &self.document.tokens[head].lemma;
            let owner = self
                .holders
                .of_owner(self.document, self.mentions, self.attributions, *p);
            self.classes.destiny_nouns.contains(noun)
                && owner.is_some_and(|(actors, _)| actors.into_iter().any(belligerent))
        });
        let mut own = fate || doers.flat_map(|(actors, _)| actors).any(belligerent);
        let over = self.told_over(c);
        // "would help Kyiv protect its sky": the act of who helps.
        own &= over.is_none_or(|o| self.clauses_share_subject(c, o));
        // "keeps supplying": the act of whoever goes on with it.
        let goes_on = !clause.finite
            && clause.parent.is_some_and(|p| {
                let above = &self.document.clauses[p];
                above.finite && self.classes.aspectual_verbs.contains(&above.lemma)
            });
        // "Turkey, which is in NATO": being a member is no step of those for whom the proposal is not made.
        let elsewhere = !own
            && !self.holders.is_force(mention.proposal)
            && self.classes.membership_verbs.contains(&clause.lemma)
            && clause.subjects.iter().any(|p| self.is_actor(*p));
        state.void = elsewhere || self.only_tells_which(clause, mention);
        let told = over.filter(|_| !own);
        let by = told.map_or(clause, |o| &self.document.clauses[o]);
        if (clause.finite || goes_on || told.is_some()) && !clause.passive {
            state.read_by(ACT, by.verb_group.clone());
            state.strength = 0.8;
            if own {
                // What Ukraine will or will not do is the speaker's to say.
                state.attitude = true;
            } else if let Some(p) = self.means(by) {
                state.participation = true;
                state.who = Who::Declared(p);
                state.void |= !self.is_ahead(by) || self.is_told_by_their_side(by);
            } else {
                state.participation = true;
                state.who = Who::Phrases(self.subjects(by));
            }
        }
        state
    }

    /// "a tripwire force that would man the border": a relative clause behind words for the same proposal only tells which one is meant.
    fn only_tells_which(&self, clause: &Clause, mention: &ProposalMention) -> bool {
        let of = clause
            .modifies
            .filter(|_| clause.role == ClauseRole::Relative)
            .map(|n| self.document.phrases[n].tokens.clone());
        of.is_some_and(|phrase| {
            let mut there = self.mentions.proposals_over(self.document, &phrase).iter();
            there.any(|m| m.proposal == mention.proposal && phrase.contains(&m.head))
        })
    }

    /// The clause that tells of an act in the infinitive or in -ing as of something its subject will do or does: "would help protect", "is to train".
    fn told_over(&self, c: usize) -> Option<usize> {
        let clause = &self.document.clauses[c];
        let p = clause.parent.filter(|_| !clause.finite)?;
        let above = &self.document.clauses[p];
        let helps = self.classes.assisting_verbs.contains(&above.lemma)
            && !above.passive
            && (self.is_ahead(above) || self.told_over(p).is_some());
        let to = clause.role == ClauseRole::Infinitive && self.is_to_come(p);
        (helps || to).then_some(p)
    }

    /// "are to", "are due to", "is expected to": whether a clause tells of its infinitive as of something to come.
    pub(super) fn is_to_come(&self, c: usize) -> bool {
        let clause = &self.document.clauses[c];
        let expected = |t: usize| {
            let lemma = &self.document.tokens[t].lemma;
            self.classes.expecting_words.contains(lemma)
        };
        if clause.lemma != "be" || clause.passive {
            return clause.passive && expected(clause.verb);
        }
        clause.predicative.is_none()
            && clause.modal.is_none()
            && clause.adjective.is_none_or(expected)
    }

    /// Whether a clause tells of what will be, may be, or is going on.
    fn is_ahead(&self, clause: &Clause) -> bool {
        let modal = matches!(
            clause.modal.as_deref(),
            Some(
                "will" | "would" | "shall" | "can" | "could" | "may" | "might" | "should" | "must"
            )
        );
        let to_come = self
            .document
            .clause_of_verb(clause.verb)
            .is_some_and(|c| self.is_to_come(c));
        modal || to_come || self.document.tokens[clause.verb].pos == Pos::VerbIng
    }

    /// "British jets would patrol the sky", "the mission would train them": what does the act without being anybody.
    fn means(&self, clause: &Clause) -> Option<usize> {
        let p = *clause.subjects.first()?;
        let head = self.document.phrases[p].head;
        let lemma = &self.document.tokens[head].lemma;
        let sent = self.classes.means_nouns.contains(lemma)
            || self
                .mentions
                .proposals_at(self.document, head)
                .next()
                .is_some();
        (sent && !self.is_actor(p)).then_some(p)
    }

    /// What is sent and would do what a clause tells of another proposal.
    pub(super) fn means_ahead(&self, clause: &Clause, mention: &ProposalMention) -> Option<usize> {
        let p = self.means(clause).filter(|_| self.is_ahead(clause))?;
        let head = self.document.phrases[p].head;
        (head != mention.head).then_some(p)
    }

    /// Whether those at war say so, or those on their side: what others would do they only tell.
    pub(super) fn is_told_by_their_side(&self, clause: &Clause) -> bool {
        let said = self.holders.sources_of_token(
            self.document,
            self.mentions,
            self.attributions,
            clause.verb,
        );
        said.is_some_and(|(actors, _)| {
            actors
                .iter()
                .any(|a| self.holders.sides_with_belligerents(*a, self.mentions))
        })
    }

    fn clauses_share_subject(&self, a: usize, b: usize) -> bool {
        let (a, b) = (&self.document.clauses[a], &self.document.clauses[b]);
        a.subjects == b.subjects
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;

    #[test]
    fn what_is_sent_acts_for_those_who_send_it() {
        for text in [
            "British jets would help protect the Ukrainian sky.",
            "British aircraft are to patrol over western Ukraine.",
        ] {
            assert_eq!(
                read(text),
                ["United Kingdom | air-shield | support"],
                "{text}"
            );
        }
        assert_eq!(
            read("Troops from Norway are expected to be stationed in Ukraine."),
            ["Norway | european-force | support"]
        );
        assert_eq!(
            read("The mission would train Ukrainian soldiers in Ukraine, Keir Starmer said."),
            ["Keir Starmer | training-mission | support"]
        );
        let told = read("Vladimir Putin said NATO jets would patrol Ukrainian skies.");
        assert!(told.is_empty(), "{told:?}");
    }

    #[test]
    fn what_somebody_should_do_is_the_stance_of_who_says_so() {
        assert_eq!(
            read("Europe must guarantee Ukraine's security, Keir Starmer said."),
            ["Keir Starmer | security-guarantees | support"]
        );
        assert_eq!(
            read("The force would look after the safety of Ukraine's skies, Keir Starmer said."),
            ["Keir Starmer | air-shield | support"]
        );
        assert_eq!(
            read("Keir Starmer urged the allies to consider shooting down Russian missiles."),
            ["Keir Starmer | air-shield | support"]
        );
        assert_eq!(
            read("Russia is setting up a buffer zone in the Ukrainian region of Sumy."),
            ["Russia | buffer-zone | support"]
        );
    }

    #[test]
    fn who_helps_in_an_act_takes_part_in_it() {
        for (text, stance) in [
            ("Estonia will help arm Ukraine.", "support"),
            ("Estonia will not help arm Ukraine.", "oppose"),
            ("Estonia is helping to arm Ukraine.", "support"),
        ] {
            let want = format!("Estonia | arm-ukraine | {stance}");
            assert_eq!(read(text), [want], "{text}");
        }
        assert_eq!(
            read("Norway would assist in training Ukrainian forces in Ukraine."),
            ["Norway | training-mission | support"]
        );
    }
}
