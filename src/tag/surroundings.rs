//! What stands around the head of a proposal, and whether a weak head may count there.

use super::proposals::ProposalTagger;
use super::size::size_before;
use super::theatre::{LEAD, Scene};
use crate::model::{Attachment, Clause, ClauseRole, Document, DocumentActor, Mentions, Pos};

/// Sentences within which a mention of a proposal shelters a weak head without the theatre.
const SHELTER: usize = 4;

/// What stands around a head.
#[derive(Debug, Clone, Copy)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own, and any of them may hold"
)]
pub(super) struct Around {
    /// The theatre in its sentence.
    pub(super) theatre: bool,
    /// A mention of a proposal shortly before.
    shelter: bool,
    /// The theatre in the headline or shortly before, or before at all in an article about it.
    near: bool,
    /// The theatre in the article's first sentences.
    lead: bool,
    /// A verb or noun of sending (or giving) over it.
    pub(super) sending: bool,
    /// The theatre right behind it.
    placed: bool,
    /// It stands in the headline.
    headline: bool,
    /// A number of soldiers before it.
    counted: bool,
    /// Its family is of things that must be given.
    given: bool,
    /// A noun in the singular that its family lists as enough in an article about the theatre.
    single: bool,
    /// Nothing that is there already: denied, argued about, told of as what might be, or what somebody who is not at war does something about.
    debated: bool,
    /// A plural by itself that no verb has for its subject or object: "spoke of soldiers".
    bare: bool,
}

impl Around {
    /// Whether a weak head may stand for a proposal here.
    pub(super) fn admits(self, forces: bool, named: bool, giver: bool) -> bool {
        let place = self.theatre || self.shelter;
        let near = place || self.near;
        let lead = near || self.lead;
        if self.given {
            lead && self.sending || place && (self.placed || giver) || near && self.debated
        } else if !forces {
            near
        } else if named {
            near || self.sending || lead && self.headline
        } else {
            lead && self.sending || place && self.counted || self.placed
        }
    }

    /// Whether a common word for a force means it in an article about the theatre that has not spoken of one before: asked after anaphora, because
    /// what was spoken of tells more.
    pub(super) fn tells_by_itself(self, named: bool) -> bool {
        let lead = self.theatre || self.shelter || self.near || self.lead;
        lead && (self.debated || self.single && !named || self.placed || self.near && self.bare)
    }

    /// What certainty a head loses where only the words before it tell of the theatre.
    pub(super) fn doubt(self) -> u8 {
        match (self.theatre, self.shelter) {
            (true, _) => 0,
            (false, true) => 8,
            (false, false) => 12,
        }
    }
}

impl ProposalTagger {
    /// "Russia sent troops into Ukraine": a belligerent moves its own.
    pub(super) fn moved_by_belligerent(
        &self,
        document: &Document,
        mentions: &Mentions,
        token: usize,
    ) -> bool {
        let belligerent = |phrase: usize| {
            // "the Ukrainian army" too, which is no actor by itself.
            let words = &document.phrases[phrase].tokens;
            mentions
                .actors_over(document, words)
                .iter()
                .filter(|m| words.contains(&m.head))
                .flat_map(|m| m.actors.iter())
                .any(|a| {
                    mentions.register[*a]
                        .lexicon
                        .is_some_and(|l| self.belligerents.contains(&l))
                })
        };
        // "accused Moscow of sending soldiers".
        let accused = |c: &Clause| {
            let of = c.verb > 0 && document.tokens[c.verb - 1].lower == "of";
            let parent = c.parent.map(|p| &document.clauses[p]);
            of && parent
                .is_some_and(|p| !p.objects.is_empty() && p.objects.iter().all(|o| belligerent(*o)))
        };
        document.clauses_beside(token).iter().any(|c| {
            let moved = |o: &usize| document.phrases[*o].tokens.contains(&token);
            if !c.objects.iter().any(moved) {
                return false;
            }
            accused(c)
                || (self.classes.sending_verbs.contains(&c.lemma)
                    || self.classes.massing_verbs.contains(&c.lemma))
                && !c.passive
                // "rejected sending troops", "criticised plans to send troops": whose subject it borrows does not send.
                && (c.finite || c.role == ClauseRole::Infinitive && c.modifies.is_none())
                && !c.subjects.is_empty()
                && c.subjects.iter().all(|p| belligerent(*p))
        })
    }

    /// What stands around a head.
    pub(super) fn around(
        &self,
        document: &Document,
        scene: &Scene<'_>,
        mentions: &Mentions,
        family: usize,
        phrase: Option<usize>,
        tokens: &std::ops::Range<usize>,
    ) -> Around {
        let last = tokens.end - 1;
        let sentence = document.sentence_of(last);
        let number = document.tokens[last].sentence;
        let given = self.given[family];
        let verbs = if given {
            &self.classes.giving_verbs
        } else {
            &self.classes.sending_verbs
        };
        let noun = phrase.is_some_and(|p| match document.phrases[p].attached {
            Attachment::Noun(n) => {
                let over = &document.tokens[document.phrases[n].head].lemma;
                self.classes.sending_nouns.contains(over)
                    || given && self.classes.giving_nouns.contains(over)
            }
            _ => false,
        });
        // "to Ukraine", "in the country": the theatre right behind the head.
        let end = sentence.tokens.end;
        let placed = tokens.end < end
            && matches!(
                document.tokens[tokens.end].lower.as_str(),
                "in" | "to" | "into" | "for" | "on" | "inside" | "near" | "across" | "along"
            )
            && {
                let stop = (tokens.end + 5).min(end);
                let behind = tokens.end..stop;
                scene.placed(&behind)
            };
        Around {
            theatre: scene.theatre[number],
            near: scene.theatre_before(number) || scene.came_to(number),
            lead: scene.theatre_before(LEAD),
            shelter: mentions
                .proposals_in(document, number.saturating_sub(SHELTER)..number + 1)
                .iter()
                .any(|m| m.certainty >= 70),
            sending: noun
                || document
                    .clauses_beside(last)
                    .iter()
                    .any(|c| verbs.contains(&c.lemma) && governs(document, c, last)),
            placed,
            headline: scene.headline == Some(number),
            single: self.is_single(document, phrase, family, last),
            debated: phrase.is_some_and(|p| {
                is_denied(document, p)
                    || given && is_asked_for(document, p)
                    || !given
                        && (self.is_debated(document, p)
                            || self.would_be_there(document, scene, p)
                            || self.is_bare_object(document, mentions, p))
            }),
            bare: phrase.is_some_and(|p| is_bare(document, p)),
            counted: size_before(document, tokens.start, last).is_some(),
            given,
        }
    }
}

impl ProposalTagger {
    /// "the force", "a contingent that": one army of whoever it be, where "forces" may be anybody's.
    fn is_single(
        &self,
        document: &Document,
        phrase: Option<usize>,
        family: usize,
        head: usize,
    ) -> bool {
        let noun = &document.tokens[head];
        // "the force of the blast"; but "a force of 5,000", "a force of this kind".
        let word = |t: usize| document.tokens.get(t);
        let of_something = word(head + 1).is_some_and(|t| t.lower == "of")
            && word(head + 2).is_some_and(|t| {
                t.pos != Pos::Number && !matches!(t.lower.as_str(), "this" | "that" | "such")
            });
        let opens = |p: usize| {
            let first = &document.tokens[document.phrases[p].tokens.start];
            first.pos == Pos::Determiner
        };
        noun.lower == noun.lemma
            && !of_something
            && self.single[family].contains(&noun.lemma)
            && phrase.is_some_and(|p| document.phrases[p].head == head && opens(p))
    }

    /// "ruled out troops", "offers soldiers": soldiers without a word that says whose, as what somebody does something about who is not at war. What
    /// a belligerent does so it does with its own.
    fn is_bare_object(&self, document: &Document, mentions: &Mentions, phrase: usize) -> bool {
        let own = &document.phrases[phrase];
        // "ruled out troops" has its object behind a particle.
        let particle = own
            .preposition
            .is_some_and(|x| document.tokens[x].lower == "out");
        let mut at = match own.attached {
            Attachment::Object(c) => c,
            Attachment::Adverbial(c) if particle => c,
            _ => return false,
        };
        while document.clauses[at].subjects.is_empty() && !document.clauses[at].finite {
            let Some(parent) = document.clauses[at].parent else {
                return false;
            };
            at = parent;
        }
        let holders: Vec<&DocumentActor> = document.clauses[at]
            .subjects
            .iter()
            .map(|p| document.phrases[*p].head)
            .flat_map(|head| mentions.actors_at(document, head))
            .flat_map(|m| m.actors.iter().map(|a| &mentions.register[*a]))
            .collect();
        let warring = |a: &DocumentActor| {
            let country = a.country.as_deref();
            a.lexicon.is_some_and(|l| self.belligerents.contains(&l))
                || country.is_some_and(|c| self.belligerent_countries.contains(c))
        };
        own.tokens.len() == 1 && !holders.is_empty() && !holders.iter().any(|a| warring(a))
    }

    /// "soldiers will not go", "a contingent could guard the ports".
    fn would_be_there(&self, document: &Document, scene: &Scene<'_>, phrase: usize) -> bool {
        // "not one of our soldiers will go".
        let over = match document.phrases[phrase].attached {
            Attachment::Noun(n) => {
                let of = document.phrases[phrase].preposition;
                let of = of.is_some_and(|x| document.tokens[x].lower == "of");
                let part = &document.tokens[document.phrases[n].head].lower;
                (of && matches!(part.as_str(), "one" | "none" | "any" | "some")).then_some(n)
            }
            _ => None,
        };
        let attached = document.phrases[over.unwrap_or(phrase)].attached;
        let Attachment::Subject(c) = attached else {
            return false;
        };
        let clause = &document.clauses[c];
        // "his soldiers would be in Ukraine".
        let here = |p: &usize| scene.named(&document.phrases[*p].tokens);
        let there = clause.lemma == "be" && clause.adverbials.iter().any(here);
        (there || self.classes.presence_verbs.contains(&clause.lemma))
            && (clause.modal.is_some() || clause.negation.is_some())
    }

    /// Whether a phrase is what is argued about: "plans for troops", "the debate about soldiers".
    fn is_debated(&self, document: &Document, phrase: usize) -> bool {
        let own = &document.phrases[phrase];
        if let Attachment::Noun(n) = own.attached {
            let over = &document.tokens[document.phrases[n].head].lemma;
            return self.classes.plan_nouns.contains(over)
                || self.classes.debate_nouns.contains(over);
        }
        let about = |x: usize| matches!(document.tokens[x].lower.as_str(), "about" | "on" | "over");
        own.tokens.len() == 1 && own.preposition.is_some_and(about)
    }
}

/// "spoke of soldiers", "troops no": a plural by itself, neither subject nor object of a verb.
fn is_bare(document: &Document, phrase: usize) -> bool {
    let own = &document.phrases[phrase];
    let noun = &document.tokens[own.head];
    let apart = !matches!(
        own.attached,
        Attachment::Subject(_) | Attachment::Object(_) | Attachment::Predicative(_)
    );
    apart && own.tokens.len() == 1 && noun.lower != noun.lemma
}

/// "no troops", "neither weapons nor".
fn is_denied(document: &Document, phrase: usize) -> bool {
    let first = &document.tokens[document.phrases[phrase].tokens.start];
    matches!(first.lower.as_str(), "no" | "neither")
}

/// "more weapons": what there should be more of is no fact.
fn is_asked_for(document: &Document, phrase: usize) -> bool {
    let first = &document.tokens[document.phrases[phrase].tokens.start];
    first.lower == "more"
}

fn governs(document: &Document, clause: &Clause, token: usize) -> bool {
    clause.extent.contains(&token)
        || clause
            .objects
            .iter()
            .chain(&clause.subjects)
            .any(|p| document.phrases[*p].tokens.contains(&token))
}
