//! Who is meant where somebody is counted among a crowd.

use super::super::Findings;
use super::{Climb, State, Who};
use crate::model::{Attachment, Owner, ProposalMention, Stance};

/// What the contrary of a crowd's stance is worth, held by whoever is left out of it.
const LEFT_OUT: f64 = 0.85;

impl Climb<'_> {
    /// "All members but Hungary backed it", "with the exception of Rome, every ally": whoever is left out of all holds the contrary.
    pub(super) fn all_but(
        &self,
        c: usize,
        mention: &ProposalMention,
        state: &State,
        findings: &mut Findings,
    ) {
        let value = match state.value {
            Stance::Support => Stance::Oppose,
            Stance::Oppose => Stance::Support,
            Stance::Conditional | Stance::Noncommittal => return,
        };
        let (Who::Phrases(who), None) = (&state.who, self.document.clauses[c].negation) else {
            return;
        };
        let sentence = &self.document.sentence_of(state.token).tokens;
        let word = |t: usize| self.document.tokens.get(t).map_or("", |t| t.lower.as_str());
        let all = who.iter().any(|p| {
            let start = self.document.phrases[*p].tokens.start;
            let opener = start.checked_sub(1).filter(|t| sentence.contains(t));
            let mut words = opener
                .into_iter()
                .chain(self.document.phrases[*p].tokens.clone());
            words.any(|t| matches!(word(t), "all" | "every" | "each" | "everyone" | "everybody"))
        });
        if !all {
            return;
        }
        let left_out = self.document.phrases_over(sentence).filter(|p| {
            let opener = self.document.phrases[*p].preposition;
            let leaves = opener.filter(|x| sentence.contains(x)).is_some_and(|x| {
                let before = (x > sentence.start).then(|| word(x - 1));
                match word(x) {
                    "but" | "except" | "save" | "bar" => true,
                    "for" => matches!(before, Some("but" | "except" | "save")),
                    "from" => before == Some("apart"),
                    "of" => before == Some("exception"),
                    _ => false,
                }
            });
            // "except Hungary, which abstained": what is told of him counts; nor is "Italy" left out with "Italy's Berg".
            let end = self.document.phrases[*p].tokens.end;
            let told = word(end) == "," && matches!(word(end + 1), "who" | "which" | "whose");
            let owns = self
                .document
                .phrases_over(sentence)
                .any(|q| self.document.phrases[q].owner == Some(Owner::Phrase(*p)));
            leaves && !told && !owns && !who.contains(p) && self.is_actor(*p)
        });
        let left_out: Vec<usize> = left_out.flat_map(|p| self.coordination(p)).collect();
        if !left_out.is_empty() {
            let mut state = state.clone();
            state.value = value;
            state.strength *= LEFT_OUT;
            state.condition = None;
            state.who = Who::Phrases(left_out);
            self.emit(mention, &state, findings);
        }
    }

    /// "Denmark is one of several countries that have offered", "Berg was among those who had pressed": whoever is counted among a crowd does what
    /// the crowd does; who is not is left out.
    pub(super) fn counted_among(&self, p: usize) -> Option<Vec<usize>> {
        let phrase = &self.document.phrases[p];
        let word = self.document.tokens[phrase.preposition?].lower.as_str();
        let c = match (word, phrase.attached) {
            ("among" | "amongst", Attachment::Adverbial(c) | Attachment::Predicative(c)) => c,
            ("of", Attachment::Noun(n)) => {
                let head = &self.document.tokens[self.document.phrases[n].head].lower;
                match self.document.phrases[n].attached {
                    Attachment::Predicative(c) if head == "one" => c,
                    _ => return None,
                }
            }
            _ => return None,
        };
        let clause = &self.document.clauses[c];
        let be = clause.lemma == "be" && clause.verb < phrase.head;
        if !be || !clause.subjects.iter().any(|s| self.is_actor(*s)) {
            return None;
        }
        if clause.negation.is_some() {
            return Some(Vec::new());
        }
        Some(clause.subjects.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;

    #[test]
    fn members_of_a_crowd_hold_what_it_holds() {
        for (text, reading) in [
            (
                "Others will send no troops to Ukraine in any event, Poland and Italy among them.",
                "Italy | european-force | oppose",
            ),
            (
                "Some states will send no troops to Ukraine in any event, among them Poland and Italy.",
                "Poland | european-force | oppose",
            ),
            (
                "Denmark is one of several countries that have offered troops for Ukraine.",
                "Denmark | foreign-force | support",
            ),
            (
                "Mark Rutte was among those who had pressed for weapons deliveries to Ukraine.",
                "Mark Rutte | arm-ukraine | support",
            ),
        ] {
            let found = read(text);
            assert!(found.iter().any(|f| f == reading), "{text}: {found:?}");
        }
    }

    #[test]
    fn whoever_is_left_out_of_all_holds_the_contrary() {
        for text in [
            "All EU leaders except Viktor Orban backed an air shield for Ukraine.",
            "Except for Viktor Orban, all EU leaders backed an air shield for Ukraine.",
            "With the exception of Viktor Orban, every EU leader backed an air shield for Ukraine.",
        ] {
            let found = read(text);
            let contrary = "Viktor Orban | air-shield | oppose";
            assert!(found.iter().any(|f| f == contrary), "{text}: {found:?}");
        }
        let found =
            read("Several EU leaders except Viktor Orban backed an air shield for Ukraine.");
        assert!(!found.iter().any(|f| f.ends_with("oppose")), "{found:?}");
    }

    #[test]
    fn who_is_not_counted_among_them_holds_nothing() {
        let found = read("Spain is not one of the countries that have offered troops for Ukraine.");
        assert!(
            !found
                .iter()
                .any(|f| f.starts_with("Spain") && f.ends_with("support")),
            "{found:?}"
        );
    }
}
