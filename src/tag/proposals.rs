//! Mentions of proposals: wordings that are enough by themselves, and heads whose slots say which force is meant.
//!
//! "Troops" alone is no proposal. A head becomes one through who would be sent ("European troops", "soldiers from Britain"), through its own
//! words ("peacekeepers"), or through the theatre in its sentence; the armies of the belligerents never are.

use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::names::{Name, NameKind};
use super::size::size_before;
use super::surroundings::Scene;
use super::wording::{Meaning, Wording, match_words};
use crate::lexicon::{Lexicons, WordClasses, singulars};
use crate::model::{
    Attachment, Document, MentionForm, Mentions, Owner, Pos, ProposalForm, ProposalMention, Token,
};

#[derive(Debug)]
struct Slots {
    actors: BTreeSet<usize>,
    words: BTreeSet<String>,
    /// Words that are several ("global south").
    terms: Vec<String>,
    family: Option<usize>,
    theatre: bool,
    default: bool,
}

/// Finds mentions of proposals.
#[derive(Debug)]
pub(super) struct ProposalTagger {
    wordings: FxHashMap<String, Vec<Wording>>,
    slots: Vec<Slots>,
    pub(super) belligerents: FxHashSet<usize>,
    pub(super) theatre: Vec<String>,
    pub(super) elsewhere: Vec<String>,
    /// Actors that are countries: troops "in" one of them are not the proposal.
    pub(super) countries: FxHashSet<usize>,
    /// Families whose weak heads need something given.
    pub(super) given: Vec<bool>,
    pub(super) classes: Arc<WordClasses>,
}

impl ProposalTagger {
    pub(super) fn new(lexicons: &Lexicons) -> Self {
        let topic = &lexicons.topic;
        let mut wordings: FxHashMap<String, Vec<Wording>> = FxHashMap::default();
        let mut put = |text: &str, meaning: Meaning, gap: usize| {
            let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
            if let Some(first) = words.first() {
                wordings.entry(first.clone()).or_default().push(Wording {
                    words,
                    meaning,
                    gap,
                });
            }
        };
        for (family, f) in topic.families.iter().enumerate() {
            f.strong.iter().for_each(|h| {
                put(
                    h,
                    Meaning::Head {
                        family,
                        strong: true,
                    },
                    0,
                );
            });
            f.weak.iter().for_each(|h| {
                put(
                    h,
                    Meaning::Head {
                        family,
                        strong: false,
                    },
                    0,
                );
            });
        }
        let mut slots = Vec::with_capacity(topic.proposals.len());
        for (index, proposal) in topic.proposals.iter().enumerate() {
            proposal
                .phrases
                .iter()
                .for_each(|p| put(p, Meaning::Proposal(index), proposal.gap));
            proposal
                .contrary
                .iter()
                .for_each(|p| put(p, Meaning::Contrary(index), proposal.gap));
            proposal
                .excludes
                .iter()
                .for_each(|p| put(p, Meaning::Exclude, 0));
            let family = topic
                .family_of(proposal)
                .and_then(|own| topic.families.iter().position(|f| f.id == own.id));
            let words = topic.taker_words(proposal);
            let terms = words.iter().filter(|w| w.contains(' ')).cloned().collect();
            slots.push(Slots {
                actors: topic.takers(proposal),
                words,
                terms,
                family,
                theatre: proposal.theatre,
                default: proposal.default,
            });
        }
        Self {
            wordings,
            slots,
            belligerents: topic
                .belligerents
                .iter()
                .filter_map(|id| topic.actor(id))
                .collect(),
            theatre: topic.theatre.iter().map(|t| t.to_lowercase()).collect(),
            elsewhere: topic.elsewhere.iter().map(|t| t.to_lowercase()).collect(),
            countries: topic
                .actors
                .iter()
                .enumerate()
                .filter(|(_, a)| a.kind == "country")
                .map(|(i, _)| i)
                .collect(),
            given: topic.families.iter().map(|f| f.given).collect(),
            classes: Arc::clone(&lexicons.language.classes),
        }
    }

    pub(super) fn tag(&self, document: &Document, names: &[Name], mentions: &mut Mentions) {
        let scene = self.scene(document, names);
        for sentence in &document.sentences {
            let mut t = sentence.tokens.start;
            while t < sentence.tokens.end {
                match self.wording_at(&document.tokens, t, sentence.tokens.end) {
                    None => t += 1,
                    Some((wording, end)) => {
                        match wording.meaning {
                            _ if self.stands_elsewhere(document, names, end) => {}
                            Meaning::Proposal(_)
                                if self.done_by_others(document, mentions, t..end) => {}
                            Meaning::Proposal(p) => {
                                add(document, mentions, p, t..end, true, 92);
                                self.beside(document, names, mentions, p, t..end);
                            }
                            Meaning::Contrary(p) => {
                                add(document, mentions, p, t..end, true, 85);
                                if let Some(last) = mentions.proposals.last_mut() {
                                    last.contrary = true;
                                }
                            }
                            Meaning::Head { family, strong } => {
                                self.head(document, &scene, mentions, family, strong, t..end);
                            }
                            Meaning::Exclude => {}
                        }
                        t = end;
                    }
                }
            }
        }
        self.people_sent(document, mentions);
    }

    /// "Finland joined NATO": an act of joining, done by none of those whom it is proposed for.
    fn done_by_others(
        &self,
        document: &Document,
        mentions: &Mentions,
        tokens: std::ops::Range<usize>,
    ) -> bool {
        let Some(clause) = document
            .clauses
            .iter()
            .find(|c| tokens.contains(&c.verb) && c.lemma == "join")
        else {
            return false;
        };
        let doers = clause.subjects.iter().flat_map(|p| {
            let head = document.phrases[*p].head;
            mentions.actors.iter().filter(move |m| m.head == head)
        });
        let listed: Vec<usize> = doers
            .flat_map(|m| m.actors.iter())
            .filter_map(|a| mentions.register[*a].lexicon)
            .collect();
        let other = |a: &usize| self.countries.contains(a) && !self.belligerents.contains(a);
        !listed.is_empty() && listed.iter().all(other)
    }

    /// "no Poles will be sent", "sending Americans": a people sent is its soldiers.
    fn people_sent(&self, document: &Document, mentions: &mut Mentions) {
        let Some(family) = self.slots.iter().find(|s| s.default).and_then(|s| s.family) else {
            return;
        };
        let mut found = Vec::new();
        for clause in &document.clauses {
            if !matches!(
                clause.lemma.as_str(),
                "send" | "deploy" | "station" | "dispatch"
            ) {
                continue;
            }
            let sent = if clause.passive {
                &clause.subjects
            } else {
                &clause.objects
            };
            for phrase in sent.iter().map(|p| &document.phrases[*p]) {
                let people = mentions.actors.iter().filter(|m| {
                    m.head == phrase.head
                        && matches!(m.form, MentionForm::Office | MentionForm::Demonym)
                });
                let actors: Vec<usize> = people
                    .flat_map(|m| m.actors.iter())
                    .filter_map(|a| mentions.register[*a].lexicon)
                    .filter(|a| !self.belligerents.contains(a))
                    .collect();
                let proposals = self.by_slots(family, &actors, &BTreeSet::new());
                found.extend(proposals.into_iter().map(|p| (p, phrase.tokens.clone())));
            }
        }
        for (proposal, tokens) in found {
            if !mentions
                .proposals
                .iter()
                .any(|m| m.tokens.contains(&(tokens.end - 1)))
            {
                add(document, mentions, proposal, tokens, true, 80);
            }
        }
    }

    /// The longest wording at a token and where it ends; where a proposal's own wording and a head are as long, the proposal.
    fn wording_at(&self, tokens: &[Token], t: usize, end: usize) -> Option<(&Wording, usize)> {
        let mut best: Option<(&Wording, usize)> = None;
        let mut keys = vec![tokens[t].lower.clone()];
        keys.push(tokens[t].lemma.clone());
        keys.extend(singulars(&tokens[t].lower));
        keys.sort();
        keys.dedup();
        for key in &keys {
            for wording in self.wordings.get(key).into_iter().flatten() {
                let Some(stop) = match_words(wording, tokens, t, end) else {
                    continue;
                };
                let better = best.is_none_or(|(b, at)| {
                    stop > at
                        || stop == at
                            && matches!(b.meaning, Meaning::Head { .. })
                            && matches!(wording.meaning, Meaning::Proposal(_))
                });
                if better {
                    best = Some((wording, stop));
                }
            }
        }
        best
    }

    fn head(
        &self,
        document: &Document,
        scene: &Scene<'_>,
        mentions: &mut Mentions,
        family: usize,
        strong: bool,
        tokens: std::ops::Range<usize>,
    ) {
        let last = tokens.end - 1;
        // "peacekeeping" in "peacekeeping force of": the wording must reach the head of its phrase, or be it.
        let phrase = document
            .phrases
            .iter()
            .position(|p| p.tokens.contains(&last));
        if let Some(p) = phrase
            && document.phrases[p].head > last
            && !strong
        {
            return;
        }
        if document.tokens[last].pos.is_verb() && tokens.len() == 1 {
            return;
        }
        let fallen = |t: &Token| t.pos.is_verb() && self.classes.casualty_verbs.contains(&t.lemma);
        if document.tokens.get(tokens.end).is_some_and(fallen) {
            return;
        }
        let mut who = self.who(document, scene.names, phrase, &tokens, family);
        self.owner_pronoun(document, mentions, phrase, &mut who);
        let own = who.actors.iter().any(|a| self.belligerents.contains(a));
        let foreign: Vec<usize> = who
            .actors
            .iter()
            .copied()
            .filter(|a| !self.belligerents.contains(a))
            .collect();
        let found = self.by_slots(family, &foreign, &who.words);
        let slotted = !found.is_empty();
        let forces = self
            .slots
            .iter()
            .any(|s| s.default && s.family == Some(family));
        if forces
            && !slotted
            && (own && foreign.is_empty() || self.moved_by_belligerent(document, mentions, last))
        {
            return;
        }
        let around = self.around(document, scene, mentions, family, phrase, &tokens);
        // "their own air defence": nobody gives that away.
        let own_use = phrase.is_some_and(|p| {
            let mut words = document.phrases[p].tokens.clone();
            words.any(|t| document.tokens[t].lower == "own")
        });
        if self.given[family] && own_use {
            return;
        }
        if !strong && !around.admits(forces, slotted, !foreign.is_empty()) {
            return;
        }
        let found = if slotted {
            found
        } else {
            self.slots
                .iter()
                .position(|s| {
                    s.family == Some(family)
                        && (s.default || s.actors.is_empty() && s.words.is_empty())
                })
                .into_iter()
                .collect()
        };
        for proposal in found {
            if self.slots[proposal].theatre
                && strong
                && !around.theatre
                && !(around.sending && slotted)
            {
                continue;
            }
            let certainty = match (strong, slotted, around.sending) {
                (true, true, _) => 92,
                (true, false, _) | (false, true, true) => 86,
                (false, true, false) => 74,
                (false, false, true) => 78,
                (false, false, false) => 58,
            };
            let doubt = if strong { 0 } else { around.doubt() };
            add(
                document,
                mentions,
                proposal,
                tokens.clone(),
                slotted,
                certainty - doubt,
            );
        }
    }

    /// Proposals of a family whose `who` holds one of these; the umbrella gives way to anything more special.
    fn by_slots(&self, family: usize, actors: &[usize], words: &BTreeSet<String>) -> Vec<usize> {
        let mut found: Vec<usize> = (0..self.slots.len())
            .filter(|p| self.slots[*p].family == Some(family))
            .filter(|p| {
                let slots = &self.slots[*p];
                actors.iter().any(|a| slots.actors.contains(a))
                    || words.iter().any(|w| slots.words.contains(w))
            })
            .collect();
        if found.len() > 1 {
            found.retain(|p| !self.slots[*p].default);
        }
        found
    }

    /// "European and non-European troops": the adjective before the conjunction names a proposal of its own.
    fn beside(
        &self,
        document: &Document,
        names: &[Name],
        mentions: &mut Mentions,
        proposal: usize,
        tokens: std::ops::Range<usize>,
    ) {
        let Some(family) = self.slots[proposal].family else {
            return;
        };
        let sentence = document.sentence_of(tokens.start).tokens.start;
        let first = tokens.start;
        if first < sentence + 2
            || !matches!(document.tokens[first - 1].lower.as_str(), "and" | "or")
        {
            return;
        }
        let mut who = Who::default();
        self.collect(document, names, first - 2..first - 1, false, &mut who);
        let actors: Vec<usize> = who
            .actors
            .iter()
            .copied()
            .filter(|a| !self.belligerents.contains(a))
            .collect();
        for other in self.by_slots(family, &actors, &who.words) {
            if other != proposal {
                add(document, mentions, other, tokens.clone(), true, 85);
            }
        }
    }

    /// "his soldiers", "its forces": whose they are.
    fn owner_pronoun(
        &self,
        document: &Document,
        mentions: &Mentions,
        phrase: Option<usize>,
        who: &mut Who,
    ) {
        let Some(Owner::Pronoun(t)) = phrase.and_then(|p| document.phrases[p].owner) else {
            return;
        };
        for m in mentions.actors.iter().filter(|m| m.head == t) {
            let known = m
                .actors
                .iter()
                .filter_map(|a| mentions.register[*a].lexicon);
            // Only a belligerent's ownership decides; anybody else's part is told by the holder.
            who.actors
                .extend(known.filter(|a| self.belligerents.contains(a)));
        }
    }

    /// Who would be sent, by the words around a head.
    fn who(
        &self,
        document: &Document,
        names: &[Name],
        phrase: Option<usize>,
        tokens: &std::ops::Range<usize>,
        family: usize,
    ) -> Who {
        let mut who = Who::default();
        let last = tokens.end - 1;
        let start = phrase.map_or(tokens.start, |p| document.phrases[p].tokens.start);
        self.collect(
            document,
            names,
            start.min(tokens.start)..tokens.end,
            false,
            &mut who,
        );
        if let Some(p) = phrase
            && let Some(Owner::Phrase(o)) = document.phrases[p].owner
        {
            self.collect(
                document,
                names,
                document.phrases[o].tokens.clone(),
                true,
                &mut who,
            );
        }
        // "troops of", "soldiers from Britain and France", "a force drawn from", "a force led by", "peacekeepers under the UN flag".
        let sentence_end = document.sentence_of(last).tokens.end;
        let mut at = tokens.end;
        while at < sentence_end
            && matches!(document.tokens[at].pos, Pos::VerbParticiple | Pos::Adverb)
            && at < tokens.end + 2
        {
            at += 1;
        }
        if at < sentence_end
            && matches!(
                document.tokens[at].lower.as_str(),
                "of" | "from" | "by" | "under" | "comprising" | "including"
            )
            || at < sentence_end
                && !self
                    .slots
                    .iter()
                    .any(|s| s.default && s.family == Some(family))
                && matches!(document.tokens[at].lower.as_str(), "to" | "into" | "in")
        {
            let mut end = at + 1;
            while end < sentence_end
                && end < at + 14
                && (document.tokens[end].pos.is_nominal()
                    || matches!(
                        document.tokens[end].pos,
                        Pos::Determiner | Pos::Adjective | Pos::Conjunction | Pos::Possessive
                    )
                    || matches!(
                        document.tokens[end].lower.as_str(),
                        "," | "\"" | "of" | "such" | "as" | "like"
                    ))
            {
                end += 1;
            }
            self.collect(document, names, at + 1..end, true, &mut who);
        }
        who
    }

    fn collect(
        &self,
        document: &Document,
        names: &[Name],
        tokens: std::ops::Range<usize>,
        whole: bool,
        who: &mut Who,
    ) {
        let span = document.token_span(&tokens);
        for name in names {
            if span.contains(name.span)
                && matches!(
                    name.kind,
                    NameKind::Name | NameKind::Demonym | NameKind::People | NameKind::Metonym
                )
                && (whole || name.kind != NameKind::Metonym)
            {
                who.actors.insert(name.index);
            }
        }
        let lower = document.slice(span).to_lowercase();
        for term in self.slots.iter().flat_map(|s| &s.terms) {
            if lower.contains(term.as_str()) {
                who.words.insert(term.clone());
            }
        }
        for t in tokens {
            let lower = &document.tokens[t].lower;
            if self.slots.iter().any(|s| s.words.contains(lower)) {
                who.words.insert(lower.clone());
            }
            // "Polish-led", "EU-led", "non-NATO".
            if let Some((left, right)) = lower.split_once('-')
                && matches!(
                    right,
                    "led" | "backed" | "mandated" | "flagged" | "only" | "style"
                )
            {
                who.words.insert(left.to_owned());
            }
        }
    }
}

/// Actors and slot words beside a head.
#[derive(Debug, Default)]
struct Who {
    actors: BTreeSet<usize>,
    words: BTreeSet<String>,
}

fn add(
    document: &Document,
    mentions: &mut Mentions,
    proposal: usize,
    tokens: std::ops::Range<usize>,
    slotted: bool,
    certainty: u8,
) {
    let last = tokens.end - 1;
    // "The US supports a ceasefire": words for a thing, read as what somebody does.
    let done = tokens.len() > 1 && document.clauses.iter().any(|c| c.finite && c.verb == last);
    if done {
        return;
    }
    // The phrase's head stands for it in the clause structure; of a verb phrase ("join NATO") the verb does.
    let verb = tokens.clone().find(|t| {
        document.tokens[*t].pos.is_verb() && document.clauses.iter().any(|c| c.verb == *t)
    });
    let head = verb.unwrap_or_else(|| {
        let within = document
            .phrases
            .iter()
            .find(|p| p.tokens.contains(&tokens.start) && tokens.contains(&p.head));
        within
            .or_else(|| document.phrases.iter().find(|p| p.tokens.contains(&last)))
            .map_or(last, |p| p.head)
    });
    let size = size_before(document, tokens.start.min(head), head);
    mentions.proposals.push(ProposalMention {
        span: document.token_span(&tokens),
        tokens,
        head,
        proposal,
        form: ProposalForm::Head,
        slotted,
        contrary: false,
        size,
        certainty,
    });
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
            .phrases
            .iter()
            .any(|p| p.preposition == Some(end) && p.attached == Attachment::Noun(phrase))
            || document.clauses.iter().any(|c| c.modifies == Some(phrase)))
}
