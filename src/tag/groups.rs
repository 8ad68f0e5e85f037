//! Anaphors of several actors: "the two leaders", "both countries", "the pair".

use rustc_hash::FxHashSet;

use crate::model::{ActorMention, Document, MentionForm, Mentions};

/// "the two leaders", "both countries", "the pair": the last actors of that kind named, as many as are meant.
pub(super) fn resolve(
    group_nouns: &FxHashSet<String>,
    document: &Document,
    mentions: &mut Mentions,
) {
    let mut added = Vec::new();
    for phrase in &document.phrases {
        if mentions
            .actors
            .iter()
            .any(|m| m.head == phrase.head && m.form != MentionForm::Demonym)
        {
            continue;
        }
        let lemma = document.tokens[phrase.head].lemma.as_str();
        if !group_nouns.contains(lemma) {
            continue;
        }
        let words: Vec<&str> = document.tokens[phrase.tokens.clone()]
            .iter()
            .map(|t| t.lower.as_str())
            .collect();
        let pair = words.contains(&"both")
            || words.contains(&"two") && words.contains(&"the")
            || lemma == "pair"
            || lemma == "duo";
        let same_country = words.len() == 2
            && matches!(words[0], "his" | "her" | "their")
            && matches!(lemma, "country" | "government" | "nation");
        if pair && !same_country {
            let persons = matches!(lemma, "leader" | "pair" | "duo" | "minister");
            let mut last: Vec<usize> = Vec::new();
            for m in mentions
                .actors
                .iter()
                .rev()
                .filter(|m| m.head < phrase.head && m.form != MentionForm::Demonym)
            {
                for a in m.actors.iter().rev() {
                    let kind = mentions.register[*a].kind.as_str();
                    if (kind == "person") == persons && !last.contains(a) && last.len() < 2 {
                        last.push(*a);
                    }
                }
            }
            if last.len() == 2 {
                last.reverse();
                added.push(ActorMention {
                    tokens: phrase.tokens.clone(),
                    span: document.token_span(&phrase.tokens),
                    head: phrase.head,
                    actors: last,
                    form: MentionForm::Anaphor,
                    certainty: 65,
                });
            }
        }
    }
    mentions.actors.extend(added);
    mentions.actors.sort_by_key(|m| (m.span.start, m.span.end));
}
