//! Cues that look as if they left out what is under discussion, and do not: their own words, or those around, tell what else they are about.

use super::super::{Climb, State};
use crate::lexicon::{CueClass, CuePos};
use crate::model::{Clause, ClauseRole, NounPhrase, Pos, ProposalMention, Stance};
use crate::stance::Findings;
use crate::stance::cues::CueMatch;

impl Climb<'_> {
    /// Whether a cue without a complement is about something else than what is under discussion, or leaves nothing open.
    pub(super) fn is_settled(&self, c: usize, m: &CueMatch) -> bool {
        let clause = &self.document.clauses[c];
        let cue = self.cues.cue(m.cue);
        let tokens = &self.document.tokens;
        let infinitive = !clause.finite && clause.role == ClauseRole::Infinitive;
        // "thinks otherwise": what is held is something else.
        let next = tokens.get(m.tokens.end);
        let otherwise =
            next.is_some_and(|t| matches!(t.lower.as_str(), "otherwise" | "differently"));
        // "The Kremlin was pleased": with what happened, whatever that was.
        let feels = m.words == 1
            && cue.pos == CuePos::Adjective
            && self.classes.feeling_adjectives.contains(&*cue.first);
        otherwise
            || feels
            || infinitive && self.is_left_to(clause) && !self.is_left_to_office(clause)
            || self.is_done(clause, m)
            || self.is_asked(clause)
            || self.is_particle(m)
            || self.is_of_words(clause, m)
            || self.names_another(m)
            || cue.class == CueClass::Participation && self.is_at_event(clause)
            || self.takes_up_what(clause)
    }

    /// "Will he give an answer?": whether a clause stands in a question.
    fn is_asked(&self, clause: &Clause) -> bool {
        let sentence = self.document.sentences[clause.sentence].tokens.clone();
        let marks = |t: &usize| matches!(self.document.tokens[*t].lower.as_str(), "\"" | "'");
        let last = sentence.rev().find(|t| !marks(t));
        last.is_some_and(|t| self.document.tokens[t].lower == "?")
    }

    /// "took it back", "further back": a particle that looks like a verb.
    fn is_particle(&self, m: &CueMatch) -> bool {
        let tokens = &self.document.tokens;
        let before = m.head.checked_sub(1).map(|t| tokens[t].lower.as_str());
        m.words == 1
            && tokens[m.head].lower == "back"
            && matches!(
                before,
                Some(
                    "it" | "them"
                        | "him"
                        | "her"
                        | "us"
                        | "me"
                        | "further"
                        | "way"
                        | "right"
                        | "be"
                )
            )
    }

    /// "had spoken too soon": how somebody spoke, and not what he thinks of it.
    fn is_of_words(&self, clause: &Clause, m: &CueMatch) -> bool {
        let too = self.cues.cue(m.cue).first.as_ref() == "too";
        too && matches!(clause.lemma.as_str(), "speak" | "talk")
            && m.tokens.start == clause.verb_group.end
    }

    /// "too early to talk about a truce", "took part with displeasure": what follows a pattern that a preposition closes is another matter.
    fn names_another(&self, m: &CueMatch) -> bool {
        let tokens = &self.document.tokens;
        let (end, last) = (m.tokens.end, &tokens[m.tokens.end - 1]);
        let opens = |p: &NounPhrase| p.tokens.start == end;
        let Some(p) = self.document.find_phrase(end, opens) else {
            return false;
        };
        let phrase = &self.document.phrases[p];
        let head = &tokens[phrase.head];
        if last.lower == "with" && m.words > 1 {
            let number = phrase.tokens.clone().any(|t| tokens[t].pos == Pos::Number);
            return !number && !self.is_actor(p) && !self.classes.means_nouns.contains(&head.lemma);
        }
        let named = self
            .mentions
            .proposals_over(self.document, &phrase.tokens)
            .iter()
            .any(|x| phrase.tokens.contains(&x.head));
        last.pos == Pos::Preposition && !named && self.classes.other_matters.contains(&head.lemma)
    }

    /// "In the meeting she took part": where somebody was, told ahead.
    fn is_at_event(&self, clause: &Clause) -> bool {
        let tokens = &self.document.tokens;
        clause.adverbials.iter().any(|p| {
            let phrase = &self.document.phrases[*p];
            let opener = phrase.preposition.map(|x| tokens[x].lower.as_str());
            phrase.tokens.start < clause.verb
                && matches!(opener, Some("in" | "at" | "during"))
                && self
                    .classes
                    .other_matters
                    .contains(&tokens[phrase.head].lemma)
        })
    }

    /// "What he wanted then, he still wants": the object stands ahead of the sentence.
    fn takes_up_what(&self, clause: &Clause) -> bool {
        let sentence = self.document.sentences[clause.sentence].tokens.clone();
        let mut words = sentence.filter(|t| self.document.tokens[*t].lower != "\"");
        let what = words
            .next()
            .is_some_and(|t| self.document.tokens[t].lower == "what");
        what && clause.objects.is_empty()
            && clause.subjects.first().is_some_and(|p| {
                let start = self.document.phrases[*p].tokens.start;
                start > 0 && self.document.tokens[start - 1].lower == ","
            })
    }

    /// "has decided otherwise", "made up its mind": a cue that leaves open what it denies leaves nothing open where it has come about.
    fn is_done(&self, clause: &Clause, m: &CueMatch) -> bool {
        let cue = self.cues.cue(m.cue);
        let denied = clause.negation.is_some() || m.tokens.clone().any(|t| self.denies(t));
        let told = clause.past
            || clause.verb_group.len() > 1 && clause.verb_group.clone().any(|t| self.is_perfect(t));
        let decides = cue
            .words()
            .any(|w| matches!(w, "decide" | "decision" | "mind"))
            && matches!(&*cue.first, "decide" | "make" | "take" | "reach");
        decides
            && cue.stance == Stance::Noncommittal
            && cue.negated == Some(Stance::Noncommittal)
            && clause.finite
            && clause.modal.is_none()
            && told
            && !denied
    }

    /// "declined to commit himself": what somebody refuses to do he has not done, which the cue tells under a negation. Tells whether it was so.
    pub(super) fn held_back(
        &self,
        c: usize,
        m: &CueMatch,
        mention: &ProposalMention,
        state: &State,
        findings: &mut Findings,
    ) -> bool {
        let cue = self.cues.cue(m.cue);
        let whole = cue.takes("whole") && state.value == Stance::Support && !state.negated;
        let (true, Some(value)) = (whole && self.is_withheld(c), cue.negated) else {
            return false;
        };
        let mut state = state.clone();
        state.value = value;
        state.negated = true;
        self.emit(mention, &state, findings);
        true
    }

    /// Whether a token is a word of denial inside a pattern.
    fn denies(&self, token: usize) -> bool {
        let word = self.document.tokens[token].lower.as_str();
        matches!(word, "no" | "nothing" | "not" | "never" | "none")
    }

    /// Whether a token is the auxiliary of a perfect tense.
    fn is_perfect(&self, token: usize) -> bool {
        let word = self.document.tokens[token].lower.as_str();
        matches!(word, "has" | "have" | "'ve" | "had")
    }

    /// "is for the member states to decide": whoever says so of an office leaves it open himself; of Kyiv he may mean that nobody else has a say.
    pub(super) fn is_left_to_office(&self, clause: &Clause) -> bool {
        let tokens = &self.document.tokens;
        let [p] = clause.subjects.as_slice() else {
            return false;
        };
        let phrase = &self.document.phrases[*p];
        let start = phrase.tokens.start;
        let plain = phrase.tokens.len() <= 3
            && phrase
                .tokens
                .clone()
                .all(|t| !matches!(tokens[t].pos, Pos::Proper | Pos::Adjective));
        clause.role == ClauseRole::Infinitive
            && start > 0
            && tokens[start - 1].lower == "for"
            && plain
            && self
                .classes
                .deciding_offices
                .contains(&tokens[phrase.head].lemma)
    }

    /// "is for Kyiv to decide", "the one to decide": an infinitive that says whose matter something is.
    fn is_left_to(&self, clause: &Clause) -> bool {
        let tokens = &self.document.tokens;
        let to = clause.verb_group.start;
        let named = clause.subjects.first().map(|p| &self.document.phrases[*p]);
        let start = named.map_or(to, |p| p.tokens.start);
        let one = to > 1 && tokens[to - 2].lower == "one" && tokens[to - 1].pos == Pos::To
            || to > 0 && tokens[to - 1].lower == "one";
        one || start > 0 && tokens[start - 1].lower == "for"
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::read;

    /// What somebody holds who is named behind an offer of a force.
    fn holds(text: &str, holder: &str) -> Vec<String> {
        let found = read(&format!("Paris wants European troops in Ukraine. {text}"));
        found
            .into_iter()
            .filter(|f| f.starts_with(holder))
            .collect()
    }

    #[test]
    fn who_has_decided_or_is_left_to_decide_leaves_nothing_open() {
        let open = ["Norway | european-force | noncommittal"];
        assert_eq!(holds("Norway has not decided.", "Norway"), open);
        assert_eq!(holds("Norway will decide in May.", "Norway"), open);
        let left = "That is for the president to decide, Robert Fico said.";
        assert_eq!(
            holds(left, "Robert Fico"),
            ["Robert Fico | european-force | noncommittal"]
        );
        for text in [
            "Norway has decided otherwise.",
            "That is for Norway to decide.",
        ] {
            assert_eq!(holds(text, "Norway"), [""; 0], "{text}");
        }
    }

    #[test]
    fn what_is_asked_or_told_of_something_else_leaves_nothing_out() {
        for (text, holder) in [
            ("Will Robert Fico rule anything out?", "Robert Fico"),
            ("The Europeans would be further back.", "Europe"),
            ("The Kremlin was pleased.", "Russia"),
            (
                "In the first meeting Giorgia Meloni took part with displeasure.",
                "Giorgia Meloni",
            ),
            (
                "Robert Fico said that it was too early to talk about a summit.",
                "Robert Fico",
            ),
            (
                "What Vladimir Putin wanted then, he still wants.",
                "Vladimir Putin",
            ),
        ] {
            assert_eq!(holds(text, holder), [""; 0], "{text}");
        }
        let early = "Robert Fico said that it was too early to talk about numbers.";
        let open = ["Robert Fico | european-force | noncommittal"];
        assert_eq!(holds(early, "Robert Fico"), open);
    }
}
