//! People who are named by the stance that they take: "a vocal advocate of the force", "among the fiercest opponents of sending troops", "its backers
//! include Berg".

use super::super::Findings;
use super::{Climb, State, Who};
use crate::lexicon::CuePos;
use crate::model::{Attachment, MentionForm, Owner, Pos, ProposalMention};
use crate::stance::cues::CueMatch;

/// Words before such a noun that may open its clause: "Chief among its many critics".
const OPENING: usize = 6;
/// Words between the noun, or what it is of, and the verb behind it.
const BEHIND: usize = 12;

impl Climb<'_> {
    /// Whether a cue is a noun for whoever takes the stance, not for the stance.
    pub(super) fn is_partisan(&self, m: &CueMatch) -> bool {
        let noun = &self.document.tokens[m.head].lemma;
        self.cues.cue(m.cue).pos == CuePos::Noun && self.classes.partisan_nouns.contains(noun)
    }

    /// Whoever such a noun is said of holds it; where nobody is named ("critics of the plan") there is no holder.
    pub(super) fn partisan(
        &self,
        n: usize,
        m: &CueMatch,
        mention: &ProposalMention,
        mut state: State,
        findings: &mut Findings,
    ) {
        let cue = self.cues.cue(m.cue);
        self.apply_value(&mut state, m, cue.stance);
        state.attitude = true;
        let phrase = &self.document.phrases[n];
        let named = self.in_apposition(n).or_else(|| self.counted_among(n));
        if let Some(named) = named.or_else(|| self.enumerated(n)) {
            state.who = Who::Phrases(named);
            self.emit(mention, &state, findings);
            return;
        }
        // "As an advocate of the force, he" is not read: such a phrase hangs on no clause yet.
        if let Attachment::Predicative(c) = phrase.attached
            && !self.is_hypothetical(c)
            && self.negate_noun(c, m, &mut state)
        {
            state.who = Who::Phrases(self.subjects(&self.document.clauses[c]));
            self.up_from_clause(c, mention, state, findings);
        }
    }

    /// "Its opponents include Berg and Dahl", "Another critic is Berg", "Among its backers was Berg": those whom a list behind the noun names, where no
    /// word says what they are for or against: the proposal of this sentence or of the one before.
    pub(super) fn partisans(&self, findings: &mut Findings) {
        for (n, phrase) in self.document.phrases.iter().enumerate() {
            let noun = &self.document.tokens[phrase.head];
            let sentence = self.document.sentence_of(phrase.head);
            let side = self.classes.side_nouns.contains(&noun.lemma);
            if !side || !self.document.paragraphs[sentence.paragraph].is_evidence() {
                continue;
            }
            let (Some(cue), Some(mention)) = (self.cues.noun(&noun.lemma), self.sided_on(n)) else {
                continue;
            };
            let Some(named) = self.enumerated(n) else {
                continue;
            };
            let state = self.held_by_noun(cue, phrase.head, Who::Phrases(named));
            self.emit(&mention, &state, findings);
        }
    }

    /// What they are for or against who are named without a word for it ("its critics", "another supporter", "the plan's backers").
    fn sided_on(&self, n: usize) -> Option<ProposalMention> {
        let phrase = &self.document.phrases[n];
        let tokens = &self.document.tokens;
        let next = tokens.get(phrase.tokens.end)?;
        if matches!(next.lower.as_str(), "of" | "to" | "for" | "in") {
            return None;
        }
        match phrase.owner {
            Some(Owner::Pronoun(t)) if tokens[t].lower != "its" => return None,
            Some(Owner::Phrase(o)) => {
                let owner = self.document.phrases[o].head;
                let mut told = self.mentions.proposals_beside(self.document, owner).iter();
                return told.find(|m| m.head == owner).cloned();
            }
            _ => {}
        }
        let last = self.last_before(phrase.tokens.start)?;
        let of = |t: usize| tokens[t].sentence;
        let near = of(phrase.head) - of(last.head) <= 1;
        (near && !self.other_matter_since(&last, phrase.head)).then_some(last)
    }

    /// Who stands behind "be" or "include" in a clause that such a noun opens.
    fn enumerated(&self, n: usize) -> Option<Vec<usize>> {
        let tokens = &self.document.tokens;
        let phrase = &self.document.phrases[n];
        let sentence = &self.document.sentence_of(phrase.head).tokens;
        let before = sentence
            .start
            .max(phrase.tokens.start.saturating_sub(OPENING))..phrase.head;
        let opening = tokens[before.clone()]
            .iter()
            .rposition(|t| t.pos == Pos::Punctuation || t.pos == Pos::Conjunction)
            .map_or(before.start, |i| before.start + i + 1);
        let opens = opening == sentence.start || opening > before.start;
        let acts = |t: usize| tokens[t].pos.is_verb() || tokens[t].pos == Pos::Auxiliary;
        let empty = |t: usize| {
            let no = self.classes.no_words.contains(&tokens[t].lower);
            no || acts(t)
        };
        if !opens || (opening..phrase.head).any(empty) {
            return None;
        }
        let end = sentence.end.min(phrase.head + BEHIND);
        let verb = (phrase.head + 1..end)
            .find(|t| acts(*t) && matches!(tokens[*t].lemma.as_str(), "be" | "include"))?;
        let first = (verb + 1..end)
            .find(|t| tokens[*t].pos != Pos::Adverb)
            .filter(|t| tokens[*t].lower != "not")?;
        let named = self.document.find_phrase(first, |p| {
            p.tokens.start == first && p.preposition.is_none()
        })?;
        let list = self.coordination(named);
        let person = |p: &usize| {
            let head = self.document.phrases[*p].head;
            let mut here = self.mentions.actors_at(self.document, head);
            here.any(|m| m.form != MentionForm::Demonym)
        };
        person(&named).then(|| list.into_iter().filter(person).collect())
    }

    /// The actor beside whose name a phrase stands.
    fn in_apposition(&self, n: usize) -> Option<Vec<usize>> {
        let head = self.document.phrases[n].head;
        let behind = || self.document.find_phrase(head, |q| q.apposition == Some(n));
        let named = self.document.phrases[n].apposition.or_else(behind)?;
        self.is_actor(named).then(|| vec![named])
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;

    #[test]
    fn partisans_hold_what_they_are_named_by() {
        for (text, reading) in [
            (
                "Donald Tusk is a vocal opponent of sending troops to Ukraine.",
                "Donald Tusk | european-force | oppose",
            ),
            (
                "Emmanuel Macron has been the loudest advocate of a European force in Ukraine.",
                "Emmanuel Macron | european-force | support",
            ),
            (
                "Keir Starmer, a staunch supporter of a European force in Ukraine, welcomed the news.",
                "Keir Starmer | european-force | support",
            ),
            (
                "Mette Frederiksen is among the strongest advocates of a European force in Ukraine.",
                "Mette Frederiksen | european-force | support",
            ),
            (
                "Viktor Orban is no friend of a European force in Ukraine.",
                "Viktor Orban | european-force | oppose",
            ),
        ] {
            assert_eq!(read(text), [reading], "{text}");
        }
    }

    #[test]
    fn lists_name_partisans_behind_their_noun() {
        let force = "A European force for Ukraine was discussed.";
        for (text, reading) in [
            (
                "Among the opponents of a European force in Ukraine is Viktor Orban.".to_owned(),
                "Viktor Orban | european-force | oppose",
            ),
            (
                format!("{force} Its backers include Keir Starmer."),
                "Keir Starmer | european-force | support",
            ),
            (
                format!("{force} Another critic is Viktor Orban, the Hungarian prime minister."),
                "Viktor Orban | european-force | oppose",
            ),
        ] {
            assert_eq!(read(&text), [reading], "{text}");
        }
        for rest in [
            "His critics include Viktor Orban.",
            "No opponent is Viktor Orban.",
            "Among the critics of the talks is Petr Pavel.",
        ] {
            assert_eq!(read(&format!("{force} {rest}")), [""; 0], "{rest}");
        }
    }

    #[test]
    fn partisans_without_a_name_are_nobody() {
        for text in [
            "Keir Starmer met opponents of a European force in Ukraine.",
            "Critics of a European force in Ukraine say that it would be too weak.",
            "Nobody is a more ardent advocate of a European force in Ukraine.",
        ] {
            assert_eq!(read(text), [""; 0], "{text}");
        }
    }
}
