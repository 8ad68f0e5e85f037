//! Acts of taking part without a complement: "Croatia will not take part" means the force under discussion.

use std::cell::LazyCell;
use std::ops::Range;

use super::anaphors::{AnaphorResolver, NOUN_REACH, antecedent, faded};
use super::proposals::ProposalTagger;
use super::theatre::Scene;
use crate::lexicon::WordClasses;
use crate::model::{Clause, Document, Mentions, Pos, ProposalForm, ProposalMention};

impl AnaphorResolver {
    /// "Croatia will not take part", "willing to contribute": an act without a complement means the force under discussion.
    pub(super) fn taking_part(
        &self,
        document: &Document,
        scene: &Scene<'_>,
        places: &ProposalTagger,
        mentions: &mut Mentions,
    ) {
        let theme = LazyCell::new(|| self.theme(mentions));
        let mut added: Vec<ProposalMention> = Vec::new();
        for clause in &document.clauses {
            let act = verb_of(&self.acts, document, clause)
                .filter(|t| !complement(document, t.end) && !remotely(document, t.end));
            let Some(tokens) =
                act.or_else(|| self.going(document, scene, places, mentions, clause))
            else {
                continue;
            };
            // "Lavrov took part": he was there.
            if clause.past && clause.negation.is_none() && clause.modal.is_none() && clause.finite {
                continue;
            }
            // What it is that is taken part in may be named: then that mention says all.
            let named = mentions
                .proposals_beside(document, clause.verb)
                .iter()
                .any(|m| {
                    self.joined[m.proposal]
                        && clause.extent.contains(&m.head)
                        && m.head > clause.verb
                        && !is_means(document, m.head)
                        || m.tokens.contains(&clause.verb)
                });
            if named || places.elsewhere(document, scene, &tokens) {
                continue;
            }
            let fits = |m: &ProposalMention| self.joined[m.proposal];
            let mut found = antecedent(
                document,
                &[&mentions.proposals],
                clause.verb,
                NOUN_REACH,
                &fits,
            );
            if found.is_empty() {
                found.extend(theme.clone().map(|m| (m, NOUN_REACH)));
            }
            for (m, distance) in found {
                added.push(ProposalMention {
                    tokens: tokens.clone(),
                    span: document.token_span(&tokens),
                    head: clause.verb,
                    proposal: m.proposal,
                    form: ProposalForm::Anaphor,
                    slotted: m.slotted,
                    contrary: m.contrary,
                    size: None,
                    certainty: faded(78, 6, distance).min(m.certainty),
                });
            }
        }
        mentions.add_proposals(document, added);
    }

    /// The force that an article speaks of again and again: what taking part means where nothing near says it.
    pub(super) fn theme(&self, mentions: &Mentions) -> Option<ProposalMention> {
        let of = |p: usize| {
            mentions
                .proposals
                .iter()
                .filter(move |m| m.proposal == p && m.form == ProposalForm::Head)
        };
        let best = (0..self.joined.len())
            .filter(|p| self.joined[*p])
            .max_by_key(|p| (of(*p).count(), std::cmp::Reverse(*p)))?;
        let strongest = of(best).max_by_key(|m| m.certainty)?;
        (of(best).count() >= 2).then(|| strongest.clone())
    }

    /// "Spain would not go", "ready to be part of it", "Canada will be there": being there, said of a country, a government or an army, where it is
    /// no fact. Who goes to see somebody is no force, who goes on or back does something else, and who may back it need not be there to be in it.
    fn going(
        &self,
        document: &Document,
        scene: &Scene<'_>,
        places: &ProposalTagger,
        mentions: &Mentions,
        clause: &Clause,
    ) -> Option<Range<usize>> {
        let tokens = verb_of(&self.goings, document, clause)?;
        let open = clause.modal.is_some() || clause.negation.is_some() || !clause.finite;
        // "as far as Poland would go", "what it would be part of".
        let measured = clause.subordinator.is_some_and(|t| {
            matches!(
                document.tokens[t].lower.as_str(),
                "as" | "than" | "how" | "what" | "where"
            )
        });
        if !open
            || measured
            || clause.passive
            || !ends(document, scene, &places.classes, tokens.end)
        {
            return None;
        }
        let sent = clause.subjects.iter().any(|p| {
            let head = document.phrases[*p].head;
            let mut actors = mentions.actors_at(document, head);
            actors.any(|m| {
                m.actors.iter().any(|a| {
                    let actor = &mentions.register[*a];
                    let other = actor.lexicon.is_some_and(|l| {
                        places.belligerents.contains(&l)
                            || clause.negation.is_none() && places.backs(l)
                    });
                    actor.kind != "person" && !other
                })
            })
        });
        sent.then_some(tokens)
    }
}

/// The longest of some verbs that a clause has, with the words that follow it.
fn verb_of(verbs: &[Vec<String>], document: &Document, clause: &Clause) -> Option<Range<usize>> {
    let follows = |words: &[String]| {
        words.iter().enumerate().all(|(i, w)| {
            let token = document.tokens.get(clause.verb + 1 + i);
            token.is_some_and(|t| t.lower == *w)
        })
    };
    let found = verbs
        .iter()
        .filter(|v| v[0] == clause.lemma && follows(&v[1..]))
        .max_by_key(|v| v.len())?;
    Some(clause.verb..clause.verb + found.len())
}

/// Whether what is said of being there ends at a token: circumstances may follow, a place only if it is the theatre.
fn ends(document: &Document, scene: &Scene<'_>, classes: &WordClasses, end: usize) -> bool {
    let last = document.tokens[end - 1].sentence;
    let Some(token) = document.tokens.get(end).filter(|t| t.sentence == last) else {
        return true;
    };
    match token.lower.as_str() {
        "to" | "into" | "in" => scene.named(&(end..end + 3)),
        word if classes.circumstance_openers.contains(word) => true,
        _ => token.pos == Pos::Punctuation,
    }
}

/// "take part with soldiers": what somebody would bring, not what they would take part in.
fn is_means(document: &Document, head: usize) -> bool {
    let phrase = document.phrase_headed_by(head);
    phrase
        .and_then(|p| document.phrases[p].preposition)
        .is_some_and(|t| document.tokens[t].lower == "with")
}

/// Whether an act goes on to say what is taken part in ("contribute to the economy"): then it is no anaphor.
fn complement(document: &Document, end: usize) -> bool {
    let Some(token) = document.tokens.get(end) else {
        return false;
    };
    match token.lower.as_str() {
        "to" | "in" | "of" => !document
            .tokens
            .get(end + 1)
            .is_some_and(|t| matches!(t.lower.as_str(), "it" | "that" | "this" | "them" | "such")),
        _ => matches!(
            token.pos,
            Pos::Determiner
                | Pos::Noun
                | Pos::Proper
                | Pos::Pronoun
                | Pos::Number
                | Pos::Adjective
                | Pos::Possessive
        ),
    }
}

/// "is to join by video", "took part remotely": who does so takes part in a meeting.
fn remotely(document: &Document, end: usize) -> bool {
    let word = |t: usize| document.tokens.get(t).map_or("", |t| t.lower.as_str());
    matches!(word(end), "remotely" | "virtually" | "online")
        || matches!(word(end), "by" | "via" | "over")
            && (end + 1..end + 3).any(|t| {
                matches!(
                    word(t),
                    "video"
                        | "videolink"
                        | "phone"
                        | "telephone"
                        | "link"
                        | "videoconference"
                        | "screen"
                )
            })
}
