//! Mentions of proposals: wordings that are enough by themselves, and heads whose slots say which force is meant.
//!
//! "Troops" alone is no proposal. A head becomes one through who would be sent ("European troops", "soldiers from Britain"), through its own
//! words ("peacekeepers"), or through the theatre in its sentence; the armies of the belligerents never are.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::gazetteer::Gazetteer;
use super::heads::{Head, Known, TELLING};
use super::size::size_before;
use super::theatre::Scene;
use super::wording::{Meaning, Wording, Wordings, match_words};
use crate::lexicon::{Lexicons, Proposal, TopicPack, WordClasses, singulars};
use crate::model::{Attachment, Document, Mentions, Owner, ProposalForm, ProposalMention, Token};

/// Who fills the slots of a proposal, and what its heads are.
#[derive(Debug)]
pub(super) struct Slots {
    pub(super) actors: BTreeSet<usize>,
    pub(super) words: BTreeSet<String>,
    /// Words that are several ("global south").
    pub(super) terms: Vec<String>,
    pub(super) family: Option<usize>,
    pub(super) theatre: bool,
    pub(super) default: bool,
    pub(super) own: bool,
    /// Actors that exist for it.
    pub(super) bodies: BTreeSet<usize>,
}

/// Words that tell whether a family's heads mean it or something else.
#[derive(Debug)]
pub(super) struct Matters {
    pub(super) other: FxHashSet<String>,
    pub(super) own: FxHashSet<String>,
}

/// Finds mentions of proposals.
#[derive(Debug)]
pub(super) struct ProposalTagger {
    wordings: Wordings,
    pub(super) slots: Vec<Slots>,
    pub(super) belligerents: FxHashSet<usize>,
    /// Their countries' codes.
    pub(super) belligerent_countries: FxHashSet<String>,
    /// Actors for whom the proposals are made.
    pub(super) recipients: FxHashSet<usize>,
    pub(super) places: Gazetteer,
    /// Actors that are countries: troops "in" one of them are not the proposal.
    pub(super) countries: FxHashSet<usize>,
    /// Words of each family that point back: so common that they mean the force an article is about.
    pub(super) common: Vec<FxHashSet<String>>,
    /// Weak heads of each family that in the singular are enough in an article about the theatre.
    pub(super) single: Vec<FxHashSet<String>>,
    /// Families whose weak heads count only close to another proposal.
    pub(super) besides: Vec<bool>,
    /// Families whose proposals may be taken part in.
    pub(super) joined: Vec<bool>,
    /// Of each family the words of what has the same heads.
    pub(super) matters: Vec<Matters>,
    /// Families whose weak heads need something given.
    pub(super) given: Vec<bool>,
    pub(super) classes: Arc<WordClasses>,
}

impl ProposalTagger {
    pub(super) fn new(lexicons: &Lexicons) -> Self {
        let topic = &lexicons.topic;
        let actors = |ids: &[String]| ids.iter().filter_map(|id| topic.actor(id)).collect();
        Self {
            wordings: Wordings::new(topic),
            slots: topic.proposals.iter().map(|p| slots(topic, p)).collect(),
            belligerents: actors(&topic.belligerents),
            belligerent_countries: topic
                .belligerents
                .iter()
                .filter_map(|id| topic.actor(id))
                .filter_map(|a| topic.actors[a].country.clone())
                .collect(),
            recipients: actors(&topic.recipients),
            places: Gazetteer::new(topic),
            countries: topic
                .actors
                .iter()
                .enumerate()
                .filter(|(_, a)| a.kind == "country")
                .map(|(i, _)| i)
                .collect(),
            matters: topic
                .families
                .iter()
                .map(|f| Matters {
                    other: f.other_matter.iter().cloned().collect(),
                    own: f.own_matter.iter().cloned().collect(),
                })
                .collect(),
            given: topic.families.iter().map(|f| f.given).collect(),
            common: topic
                .families
                .iter()
                .map(|f| f.anaphors.iter().cloned().collect())
                .collect(),
            single: topic
                .families
                .iter()
                .map(|f| f.single.iter().cloned().collect())
                .collect(),
            besides: topic.families.iter().map(|f| f.beside).collect(),
            joined: topic.families.iter().map(|f| f.joined).collect(),
            classes: Arc::clone(&lexicons.language.classes),
        }
    }

    /// Finds mentions by their own words; gives back definite heads that only what was spoken of before could explain.
    pub(super) fn tag(
        &self,
        document: &Document,
        scene: &Scene<'_>,
        mentions: &mut Mentions,
    ) -> Vec<Head> {
        let mut open: Vec<Head> = Vec::new();
        let mut beside: Vec<(Meaning, Range<usize>)> = Vec::new();
        for sentence in &document.sentences {
            let mut t = sentence.tokens.start;
            while t < sentence.tokens.end {
                let Some((wording, end)) =
                    self.wording_at(&document.tokens, t, sentence.tokens.end)
                else {
                    t += 1;
                    continue;
                };
                let meaning = wording.meaning;
                // "its military aid": of two weak wordings the one that reaches further.
                let weak = matches!(meaning, Meaning::Head { strong: false, .. });
                let further = || {
                    self.wording_at(&document.tokens, t + 1, sentence.tokens.end)
                        .is_some_and(|(_, stop)| stop > end)
                };
                if weak && end > t + 1 && further() {
                    t += 1;
                    continue;
                }
                let tokens = t..end;
                t = end;
                let family = match meaning {
                    Meaning::Proposal(p) => self.slots[p].family,
                    Meaning::Head { family, .. } | Meaning::Vague { family, .. } => Some(family),
                    _ => None,
                };
                if meaning == Meaning::Exclude
                    || self.elsewhere(document, scene, &tokens)
                    || self.of_another_matter(document, scene, family, &tokens)
                {
                    continue;
                }
                match meaning {
                    Meaning::Exclude => {}
                    Meaning::Proposal(p) => {
                        if !self.done_by_others(document, mentions, p, &tokens) {
                            add(document, mentions, p, tokens.clone(), true, 92);
                            self.beside(document, scene.names, mentions, p, tokens);
                        }
                    }
                    Meaning::Contrary(p) => {
                        add(document, mentions, p, tokens, true, 85);
                        if let Some(last) = mentions.proposals.last_mut() {
                            last.contrary = true;
                        }
                    }
                    Meaning::Beside(_) => beside.push((meaning, tokens)),
                    Meaning::Head {
                        family,
                        strong: false,
                    } if self.besides[family] => beside.push((meaning, tokens)),
                    Meaning::Vague { family, least } => open.push(Head {
                        family,
                        strong: false,
                        vague: true,
                        least,
                        tokens,
                    }),
                    Meaning::Head { family, strong } => {
                        let head = Head {
                            family,
                            strong,
                            vague: false,
                            least: 1,
                            tokens,
                        };
                        if !self.head(document, scene, mentions, &head, Known::Nothing) {
                            open.push(head);
                        }
                    }
                }
            }
        }
        // What may be stood behind was spoken of before, or is in the sentence or the next.
        let tells = |m: &ProposalMention| m.certainty >= TELLING && self.is_backed(m);
        let first = mentions.proposals.iter().find(|m| tells(m));
        let mut first = first.map(|m| document.tokens[m.head].sentence);
        for (meaning, tokens) in beside {
            let (start, here) = (tokens.start, document.tokens[tokens.start].sentence);
            let mut around = mentions.proposals_beside(document, start).iter();
            if first.is_none_or(|s| s > here + 1) && !around.any(|m| self.is_backed(m)) {
                continue;
            }
            match meaning {
                Meaning::Head { family, strong } => {
                    let head = Head {
                        family,
                        strong,
                        vague: false,
                        least: 1,
                        tokens,
                    };
                    self.head(document, scene, mentions, &head, Known::Nothing);
                }
                Meaning::Beside(p) => add(document, mentions, p, tokens, true, 92),
                _ => {}
            }
            if mentions.proposals_beside(document, start).iter().any(tells) {
                first = Some(first.map_or(here, |s| s.min(here)));
            }
        }
        self.ones(document, scene.names, mentions);
        self.people_sent(document, scene, mentions);
        self.themed(document, scene, mentions, open)
    }

    /// Whether a proposal is no supply of things, so that others may stand behind it.
    fn is_backed(&self, mention: &ProposalMention) -> bool {
        let family = self.slots[mention.proposal].family;
        family.is_none_or(|f| !self.given[f] && !self.besides[f])
    }

    /// Whether an actor may stand behind somebody else's force.
    pub(super) fn backs(&self, actor: usize) -> bool {
        let backing = |s: &&Slots| s.family.is_some_and(|f| self.besides[f]);
        let mut backings = self.slots.iter().filter(backing);
        backings.any(|s| s.actors.contains(&actor))
    }

    /// The longest wording at a token and where it ends; where a proposal's own wording and a head are as long, the proposal.
    fn wording_at(&self, tokens: &[Token], t: usize, end: usize) -> Option<(Wording<'_>, usize)> {
        let mut best: Option<(Wording<'_>, usize)> = None;
        let mut keys: Vec<Cow<'_, str>> = singulars(&tokens[t].lower).collect();
        keys.push(Cow::Borrowed(&tokens[t].lemma));
        keys.sort();
        keys.dedup();
        for key in &keys {
            for wording in self.wordings.beginning_with(key) {
                let Some(stop) = match_words(wording, tokens, t, end) else {
                    continue;
                };
                let better = best.is_none_or(|(b, at)| {
                    stop > at
                        || stop == at
                            && matches!(b.meaning, Meaning::Head { .. })
                            && matches!(wording.meaning, Meaning::Proposal(_) | Meaning::Beside(_))
                });
                if better {
                    best = Some((wording, stop));
                }
            }
        }
        best
    }
}

/// What must stand around a head for it to be this proposal.
fn slots(topic: &TopicPack, proposal: &Proposal) -> Slots {
    let own = topic.family_of(proposal);
    let words = topic.taker_words(proposal);
    Slots {
        actors: topic.takers(proposal),
        terms: words.iter().filter(|w| w.contains(' ')).cloned().collect(),
        words,
        family: own.and_then(|own| topic.families.iter().position(|f| f.id == own.id)),
        theatre: proposal.theatre,
        default: proposal.default,
        own: proposal.own,
        bodies: proposal
            .bodies
            .iter()
            .filter_map(|id| topic.actor(id))
            .collect(),
    }
}

/// Puts a mention by its own words on the list.
pub(super) fn add(
    document: &Document,
    mentions: &mut Mentions,
    proposal: usize,
    tokens: Range<usize>,
    slotted: bool,
    certainty: u8,
) {
    let last = tokens.end - 1;
    // "The US supports a ceasefire": words for a thing, read as what somebody does.
    let done = tokens.len() > 1
        && document
            .clauses_beside(last)
            .iter()
            .any(|c| c.finite && c.verb == last);
    if done {
        return;
    }
    // The phrase's head stands for it in the clause structure; of a verb phrase ("join NATO") the verb does.
    let verb = tokens
        .clone()
        .find(|t| document.tokens[*t].pos.is_verb() && document.clause_of_verb(*t).is_some());
    let head = verb.unwrap_or_else(|| {
        // "NATO's enlargement": what is owned stands for it, not the owner.
        let owned = document.phrase_around(last);
        let owns =
            |p: &usize| owned.is_some_and(|q| document.phrases[q].owner == Some(Owner::Phrase(*p)));
        let within = document
            .phrase_around(tokens.start)
            .filter(|p| tokens.contains(&document.phrases[*p].head) && !owns(p));
        within
            .or_else(|| document.phrase_around(last))
            .map_or(last, |p| document.phrases[p].head)
    });
    let size = size_before(document, tokens.start.min(head), head);
    let mention = ProposalMention {
        span: document.token_span(&tokens),
        tokens,
        head,
        proposal,
        form: ProposalForm::Head,
        slotted,
        contrary: false,
        size,
        certainty,
    };
    mentions.add_proposal(document, mention);
}

/// Whether a mention hangs under a preposition or verb; used by the anaphor resolver to tell "the idea of X" from "the idea".
pub(super) fn has_complement(document: &Document, phrase: usize) -> bool {
    let end = document.phrases[phrase].tokens.end;
    document
        .tokens
        .get(end)
        .is_some_and(|t| matches!(t.lower.as_str(), "of" | "for" | "to" | "that"))
        && document.tokens[end].sentence == document.tokens[end - 1].sentence
        && (document
            .phrases_beside(end)
            .iter()
            .any(|p| p.preposition == Some(end) && p.attached == Attachment::Noun(phrase))
            || document
                .clauses_beside(document.phrases[phrase].head)
                .iter()
                .any(|c| c.modifies == Some(phrase)))
}
