//! Who could hold a stance on a mention: the pairs that the scorer weighs.

use std::ops::Range;

use crate::model::{Attachment, ClauseRole, Document, MentionForm, Owner, ProposalMention};
use crate::stance::Scene;
use crate::stance::holders::innermost;

/// How a holder stands to the clauses above a mention, nearest first. Where an actor stands in several places the first of these counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Relation {
    /// Subject of the clause that the mention stands in.
    Subject,
    /// Owner of a phrase on the way up ("Macron's plan for").
    Owner,
    /// Subject of a clause further up.
    Above,
    /// "by X" of a clause on the way up.
    Agent,
    /// Source of an attribution over the mention, in another sentence.
    Source,
    /// Subject of a clause joined to one on the way up.
    Joined,
    /// Object of a clause on the way up ("urged X to").
    Object,
    /// In a prepositional phrase of a clause on the way up.
    Oblique,
    /// Subject of another clause.
    Apart,
    /// Anywhere else in the sentence.
    Elsewhere,
    /// Subject of the sentence before.
    Before,
    /// The writer.
    Author,
}

impl Relation {
    /// Whether the structure itself makes this actor a holder; elsewhere a score alone is too little to speak for somebody.
    pub(super) fn governs(self) -> bool {
        matches!(
            self,
            Relation::Subject
                | Relation::Owner
                | Relation::Above
                | Relation::Agent
                | Relation::Source
        )
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Relation::Subject => "subject",
            Relation::Owner => "owner",
            Relation::Above => "above",
            Relation::Agent => "agent",
            Relation::Source => "source",
            Relation::Joined => "joined",
            Relation::Object => "object",
            Relation::Oblique => "oblique",
            Relation::Apart => "apart",
            Relation::Elsewhere => "elsewhere",
            Relation::Before => "before",
            Relation::Author => "author",
        }
    }
}

/// One possible holder of a stance on one mention.
#[derive(Debug, Clone)]
pub(super) struct Pair {
    /// Actor in the register; none for the writer.
    pub(super) holder: Option<usize>,
    /// Where the text names it, as an index into the actor mentions.
    pub(super) place: Option<usize>,
    pub(super) relation: Relation,
    /// How many clauses above the mention, where the relation is to one of them.
    pub(super) height: usize,
}

/// What a mention stands under, innermost first.
#[derive(Debug, Clone, Default)]
pub(super) struct Chain {
    pub(super) phrases: Vec<usize>,
    pub(super) clauses: Vec<usize>,
    /// How the mention stands in the innermost clause.
    pub(super) place: &'static str,
}

/// Steps after which a chain is cut; a sound sentence is not deeper.
const DEEPEST: usize = 12;

impl Chain {
    pub(super) fn of(document: &Document, mention: &ProposalMention) -> Self {
        let mut chain = Self {
            place: "loose",
            ..Self::default()
        };
        let verb = document.tokens[mention.head].pos.is_verb();
        let clause = verb
            .then(|| document.clause_of_verb(mention.head))
            .flatten();
        if let Some(c) = clause {
            chain.place = "verb";
            chain.climb_clause(document, c);
        } else if let Some(p) = document.phrase_around(mention.head) {
            chain.climb_phrase(document, p);
        }
        chain
    }

    fn climb_phrase(&mut self, document: &Document, p: usize) {
        if self.phrases.contains(&p) || self.phrases.len() + self.clauses.len() > DEEPEST {
            return;
        }
        self.phrases.push(p);
        let (place, c) = match document.phrases[p].attached {
            Attachment::Noun(n) => return self.climb_phrase(document, n),
            Attachment::None => return,
            Attachment::Subject(c) => (
                if document.clauses[c].passive {
                    "patient"
                } else {
                    "subject"
                },
                c,
            ),
            Attachment::Object(c) => ("object", c),
            Attachment::Predicative(c) => ("predicative", c),
            Attachment::Adverbial(c) => ("oblique", c),
        };
        if self.clauses.is_empty() {
            self.place = place;
        }
        self.climb_clause(document, c);
    }

    fn climb_clause(&mut self, document: &Document, c: usize) {
        if self.clauses.contains(&c) || self.phrases.len() + self.clauses.len() > DEEPEST {
            return;
        }
        self.clauses.push(c);
        let clause = &document.clauses[c];
        match (clause.modifies, clause.parent) {
            (Some(n), _) if clause.role != ClauseRole::Relative => self.climb_phrase(document, n),
            (_, Some(parent)) => self.climb_clause(document, parent),
            _ => {}
        }
    }
}

/// The clause that a token stands in: by the structure, else the smallest that spans it.
pub(super) fn clause_of(document: &Document, token: usize) -> Option<usize> {
    let mut phrase = document.phrase_around(token);
    for _ in 0..DEEPEST {
        match phrase.map(|p| document.phrases[p].attached) {
            Some(Attachment::Noun(n)) => phrase = Some(n),
            Some(
                Attachment::Subject(c)
                | Attachment::Object(c)
                | Attachment::Predicative(c)
                | Attachment::Adverbial(c),
            ) => return Some(c),
            Some(Attachment::None) | None => break,
        }
    }
    document
        .clauses_over(&(token..token + 1))
        .filter(|c| {
            document.clauses[*c].extent.contains(&token)
                || document.clauses[*c].verb_group.contains(&token)
        })
        .min_by_key(|c| document.clauses[*c].extent.len())
}

/// Every possible holder for a mention, in the order of the text; those that the rules found are among them.
pub(super) fn pairs(
    scene: &Scene<'_>,
    mention: &ProposalMention,
    chain: &Chain,
    found: &[Option<usize>],
) -> Vec<Pair> {
    let document = scene.document;
    let sentence = document.tokens[mention.head].sentence;
    let tokens = &document.sentences[sentence].tokens;
    let mut pairs: Vec<Pair> = Vec::new();
    for (i, actor) in in_sentence(scene, tokens) {
        if actor.form == MentionForm::Demonym || owns_an_actor(scene, actor.head) {
            continue;
        }
        let (relation, height) = relation(document, chain, actor.head);
        for holder in &actor.actors {
            add(
                &mut pairs,
                Pair {
                    holder: Some(*holder),
                    place: Some(i),
                    relation,
                    height,
                },
            );
        }
    }
    let mut at = innermost(scene.attributions, mention.head);
    let mut depth = 0;
    while let Some(a) = at.filter(|_| depth < 3) {
        let attribution = &scene.attributions[a];
        let source = attribution.source_head.and_then(|h| {
            in_sentence(scene, &(h..h + 1))
                .find(|(_, m)| m.form != MentionForm::Demonym)
                .map(|(i, _)| i)
        });
        if let Some(i) = source {
            for holder in &scene.mentions.actors[i].actors {
                add(
                    &mut pairs,
                    Pair {
                        holder: Some(*holder),
                        place: Some(i),
                        relation: Relation::Source,
                        height: depth,
                    },
                );
            }
        }
        at = attribution.inside;
        depth += 1;
    }
    if pairs.is_empty()
        && let Some(before) = sentence.checked_sub(1).map(|s| &document.sentences[s])
        && before.paragraph == document.sentences[sentence].paragraph
    {
        let subject = in_sentence(scene, &before.tokens).find(|(_, m)| {
            m.form != MentionForm::Demonym
                && document
                    .phrase_headed_by(m.head)
                    .is_some_and(|p| matches!(document.phrases[p].attached, Attachment::Subject(_)))
        });
        if let Some((i, m)) = subject {
            for holder in &m.actors {
                add(
                    &mut pairs,
                    Pair {
                        holder: Some(*holder),
                        place: Some(i),
                        relation: Relation::Before,
                        height: 0,
                    },
                );
            }
        }
    }
    if scene.opinion && document.tokens[mention.head].quotation.is_none() {
        add(
            &mut pairs,
            Pair {
                holder: None,
                place: None,
                relation: Relation::Author,
                height: 0,
            },
        );
    }
    for holder in found {
        if !pairs.iter().any(|p| p.holder == *holder) {
            let relation = if holder.is_none() {
                Relation::Author
            } else {
                Relation::Elsewhere
            };
            pairs.push(Pair {
                holder: *holder,
                place: None,
                relation,
                height: 0,
            });
        }
    }
    pairs
}

/// "Trump's envoy Keith Kellogg": who is named only to say whose somebody is does not speak there.
fn owns_an_actor(scene: &Scene<'_>, head: usize) -> bool {
    let document = scene.document;
    let Some(owner) = document.phrase_headed_by(head) else {
        return false;
    };
    let office = document.find_phrase(head, |p| p.owner == Some(Owner::Phrase(owner)));
    office.is_some_and(|p| {
        let head = document.phrases[p].head;
        scene.mentions.actors_at(document, head).next().is_some()
    })
}

/// Actor mentions whose head stands among some tokens, with their index.
pub(super) fn in_sentence<'a>(
    scene: &Scene<'a>,
    tokens: &Range<usize>,
) -> impl Iterator<Item = (usize, &'a crate::model::ActorMention)> {
    let tokens = tokens.clone();
    let here = scene.document.numbers_over(&tokens);
    let here = scene.mentions.actors_in(scene.document, here);
    here.map(|i| (i, &scene.mentions.actors[i]))
        .filter(move |(_, m)| tokens.contains(&m.head))
}

fn add(pairs: &mut Vec<Pair>, pair: Pair) {
    match pairs.iter_mut().find(|p| p.holder == pair.holder) {
        Some(known) if (pair.relation, pair.height) < (known.relation, known.height) => {
            *known = pair;
        }
        Some(_) => {}
        None => pairs.push(pair),
    }
}

fn relation(document: &Document, chain: &Chain, head: usize) -> (Relation, usize) {
    let phrase = document.phrase_headed_by(head);
    let owns = chain
        .phrases
        .iter()
        .any(|p| match document.phrases[*p].owner {
            Some(Owner::Phrase(o)) => Some(o) == phrase,
            Some(Owner::Pronoun(t)) => t == head,
            None => false,
        });
    if owns {
        return (Relation::Owner, 0);
    }
    let Some(p) = phrase else {
        return (Relation::Elsewhere, 0);
    };
    // A later member of a coordination stands where the first does; an apposition where its anchor does.
    let here = document.phrases_over(&(head..head + 1));
    let first = here
        .clone()
        .take_while(|q| *q < p)
        .filter(|q| document.phrases[*q].coordinated == Some(p))
        .last()
        .filter(|_| document.phrases[p].attached == Attachment::None)
        .unwrap_or(p);
    let anchor = here
        .clone()
        .find(|q| document.phrases[*q].apposition == Some(first))
        .filter(|_| document.phrases[first].attached == Attachment::None)
        .unwrap_or(first);
    let by = document.phrases[p]
        .preposition
        .is_some_and(|x| document.tokens[x].lower == "by");
    let height = |c: usize| chain.clauses.iter().position(|x| *x == c);
    let listed =
        |list: &[usize]| list.contains(&p) || list.contains(&first) || list.contains(&anchor);
    for (h, c) in chain.clauses.iter().enumerate() {
        if listed(&document.clauses[*c].subjects) {
            return (
                if h == 0 {
                    Relation::Subject
                } else {
                    Relation::Above
                },
                h,
            );
        }
    }
    match document.phrases[anchor].attached {
        Attachment::Subject(c) => {
            let joined = chain.clauses.iter().any(|x| {
                document.clauses[*x].parent == Some(c)
                    || document.clauses[c].parent == Some(*x)
                        && document.clauses[c].role == ClauseRole::Coordinate
            });
            (
                if joined {
                    Relation::Joined
                } else {
                    Relation::Apart
                },
                0,
            )
        }
        Attachment::Object(c) => {
            height(c).map_or((Relation::Elsewhere, 0), |h| (Relation::Object, h))
        }
        Attachment::Adverbial(c) => height(c).map_or((Relation::Elsewhere, 0), |h| {
            (
                if by {
                    Relation::Agent
                } else {
                    Relation::Oblique
                },
                h,
            )
        }),
        _ => (Relation::Elsewhere, 0),
    }
}
