//! Who is meant where somebody is counted among a crowd.

use super::Climb;
use crate::model::Attachment;

impl Climb<'_> {
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
