//! What a plan or draft lays down: the stance of whose plan it is, not of those whom it binds.
//!
//! "Under the U.S. plan, NATO would agree not to station troops": neither NATO nor Ukraine has taken a stance there, Washington has. Where nobody
//! is known as the plan's owner, what it asks of others is nobody's.

use super::{Climb, State, Who};
use crate::model::{Attachment, Clause, ClauseRole, MentionForm, ParagraphRole, Stance};

/// Sentences over which a document's terms may be told.
const TERMS: usize = 8;

/// What a document makes of a reading.
pub(super) enum Laid {
    /// No document speaks here.
    Not,
    /// It is the stance of these, at this certainty.
    By(Vec<usize>, f64),
    /// It is nobody's.
    Nobodys,
}

impl Climb<'_> {
    /// Whose stance a reading is where a plan or draft says it; of the actors that the climb found.
    pub(super) fn laid_down(&self, state: &State, actors: &[usize], is_force: bool) -> Laid {
        let Some(phrase) = self.document_over(state) else {
            return Laid::Not;
        };
        // "According to a document, Rome rejects the force": who is told to hold something is not bound by that.
        let holds = |c: usize| {
            let clause = &self.document.clauses[c];
            clause.finite && clause.modal.is_none()
        };
        let noun = &self.document.tokens[self.document.phrases[phrase].head].lemma;
        let told = self.classes.reporting_documents.contains(noun)
            && matches!(&state.who, Who::Phrases(list) if !list.contains(&phrase));
        if told
            && state.attitude
            && !actors.is_empty()
            && self.clause_of(state.token).is_some_and(holds)
        {
            return Laid::Not;
        }
        // "The draft does not say that soldiers would come".
        let silent = |c: &Clause| {
            c.negation.is_some()
                && c.subjects.contains(&phrase)
                && self.classes.assertion_verbs.contains(&c.lemma)
        };
        let near = self
            .document
            .clauses_beside(self.document.phrases[phrase].head);
        if near.iter().any(silent) {
            return Laid::Nobodys;
        }
        if let Some((owners, sure)) = self.document_owner(phrase) {
            return Laid::By(owners, sure * 0.9);
        }
        // Who is bound by it says nothing; who would take part in a force, or give something, is not forced to.
        let bound = state.value == Stance::Oppose
            || !is_force && actors.is_empty()
            || actors
                .iter()
                .any(|a| self.holders.is_belligerent(*a, self.mentions));
        if bound { Laid::Nobodys } else { Laid::Not }
    }

    /// The phrase of the document that says what a reading says: its source, an opening ("under the plan"), or the holder that the climb found.
    fn document_over(&self, state: &State) -> Option<usize> {
        let token = &self.document.tokens[state.token];
        let sentence = &self.document.sentences[token.sentence];
        if self.document.paragraphs[sentence.paragraph].role == ParagraphRole::Headline {
            return None;
        }
        if let Who::Phrases(list) = &state.who
            && let [holder] = list.as_slice()
            && self.is_document(*holder)
        {
            return Some(*holder);
        }
        // "The memorandum lists Kyiv's refusal to join": what it lists is its own.
        let chain = self.clause_of(state.token).map(|c| self.chain(c));
        let lists = |c: &usize| {
            let clause = &self.document.clauses[*c];
            let holds = self.classes.containing_verbs.contains(&clause.lemma)
                || self.classes.listing_verbs.contains(&clause.lemma);
            let is = self.classes.copular_verbs.contains(&clause.lemma);
            let first = clause.subjects.first().copied();
            first.filter(|p| {
                clause.negation.is_none()
                    && !clause.passive
                    && (holds && self.is_document(*p) || (holds || is) && self.are_terms(*p))
            })
        };
        if let Some(p) = chain.iter().flatten().find_map(lists) {
            return Some(p);
        }
        let source = super::super::holders::innermost(self.attributions, state.token)
            .and_then(|a| self.attributions[a].source_head);
        let opening = self
            .document_opening(token.sentence)
            .or_else(|| self.document_closing(state.token));
        // "Under the draft, Ukraine would write into its laws that": what those say whom it binds is the draft's.
        let binds = source.is_some_and(|head| {
            self.mentions
                .actors_beside(self.document, head)
                .iter()
                .any(|m| {
                    let of = |a: &usize| self.holders.is_belligerent(*a, self.mentions);
                    m.head == head && m.actors.iter().all(of)
                })
        });
        let going_on = || {
            let clauses = || chain.iter().flatten().map(|c| &self.document.clauses[*c]);
            let mut would = clauses().filter(|c| c.modal.as_deref() == Some("would"));
            let main = |c: &Clause| matches!(c.role, ClauseRole::Main | ClauseRole::Infinitive);
            // "Ukraine would get a guarantee from them": whoever gives it is bound too.
            let gets = clauses().next().is_some_and(|c| self.belligerent_gets(c));
            let bound = state.value == Stance::Oppose || gets;
            let held = matches!(state.who, Who::Phrases(_) | Who::Nobody);
            let told = bound && held && would.any(main);
            self.document_before(token.sentence).filter(|_| told)
        };
        if binds && let Some(document) = opening.or_else(going_on) {
            return Some(document);
        }
        if let Some(head) = source {
            let phrase = self.document.phrase_headed_by(head);
            // "People who have read the draft" only pass on what it says.
            if phrase.is_none_or(|p| self.is_actor(p) || self.is_document(p)) {
                return phrase.filter(|p| self.is_document(*p));
            }
        }
        opening.or_else(going_on)
    }

    /// Whether a clause tells what those over whom the proposals are made would come to have.
    fn belligerent_gets(&self, clause: &Clause) -> bool {
        let of = |p: &usize| {
            let found = self
                .holders
                .of_phrase(self.document, self.mentions, self.attributions, *p);
            found.is_some_and(|(actors, _)| {
                let mut actors = actors.into_iter();
                actors.any(|a| self.holders.is_belligerent(a, self.mentions))
            })
        };
        self.classes.receiving_verbs.contains(&clause.lemma) && clause.subjects.iter().any(of)
    }

    /// "Under the plan, ...": the document that a sentence opens with.
    pub(super) fn document_opening(&self, sentence: usize) -> Option<usize> {
        let mut here = self.document.sentences[sentence].phrases.clone();
        here.find(|p| self.opens(*p, sentence) && self.is_document(*p))
    }

    /// "Foreign troops would be barred under the draft": the document that a clause closes with.
    fn document_closing(&self, token: usize) -> Option<usize> {
        let clause = &self.document.clauses[self.clause_of(token)?];
        let ahead = clause.modal.as_deref() == Some("would");
        self.document.phrases_over(&clause.extent).find(|p| {
            let under = self.document.phrases[*p].preposition;
            ahead
                && under.is_some_and(|x| {
                    self.document.tokens[x].lower == "under"
                        && x > clause.verb
                        && clause.extent.contains(&x)
                        && self.document.tokens[x + 1].lower != "any"
                })
                && self.is_document(*p)
        })
    }

    /// "The plan runs to four pages. NATO would agree to stay out": what would be goes on from the document that the text last told the terms of.
    /// Of those who would do more than agree, the text may speak for itself.
    pub(super) fn document_before(&self, sentence: usize) -> Option<usize> {
        let sentences = &self.document.sentences;
        let first = &sentences[sentence.saturating_sub(TERMS)];
        let near = first.phrases.start..sentences[sentence].phrases.start;
        let found = near.rev().find(|p| {
            let phrase = &self.document.phrases[*p];
            let own = self.document.tokens[phrase.head].sentence;
            let told = self.opens(*p, own)
                || matches!(
                    phrase.attached,
                    Attachment::Subject(_) | Attachment::Object(_)
                );
            own < sentence && own + TERMS >= sentence && told && self.is_document(*p)
        })?;
        // Where somebody has been speaking in between, he goes on.
        let from = self.document.tokens[self.document.phrases[found].head].sentence;
        let between = sentences[from].clauses.end..sentences[sentence].clauses.start;
        let spoken = self.document.clauses[between].iter().any(|c| {
            self.classes.assertion_verbs.contains(&c.lemma)
                && c.subjects.iter().any(|s| self.is_actor(*s))
        });
        (!spoken).then_some(found)
    }

    /// Whether a phrase opens a sentence as what it goes by: "Under the plan, …".
    fn opens(&self, p: usize, sentence: usize) -> bool {
        let tokens = &self.document.sentences[sentence].tokens;
        self.document.phrases[p].preposition.is_some_and(|x| {
            matches!(
                self.document.tokens[x].lower.as_str(),
                "under" | "to" | "in"
            ) && x <= tokens.start + 1
                && tokens.contains(&x)
        })
    }

    /// Whether a phrase means a plan or draft, by its noun or by a pronoun after a sentence that is about one.
    pub(super) fn is_document(&self, p: usize) -> bool {
        let known = self.known.documents.get_or_init(|| {
            let phrases = 0..self.document.phrases.len();
            phrases.fold(Vec::new(), |mut known, p| {
                known.push(self.means_document(p, &known));
                known
            })
        });
        known[p]
    }

    /// Whether a phrase means one, by what those in sentences before it mean: "it" may go on over a whole article.
    fn means_document(&self, p: usize, known: &[bool]) -> bool {
        let phrase = &self.document.phrases[p];
        let head = &self.document.tokens[phrase.head];
        // "A German paper says": a newspaper.
        let article = self.document.tokens[phrase.tokens.start].lower.as_str();
        let told = match phrase.attached {
            Attachment::Object(c) => {
                let lemma = &self.document.clauses[c].lemma;
                self.classes.having_verbs.contains(lemma)
                    || self.classes.handing_verbs.contains(lemma)
            }
            _ => false,
        };
        if self.classes.document_nouns.contains(&head.lemma) {
            return told
                || !matches!(article, "a" | "an")
                || !self.classes.press_nouns.contains(&head.lemma);
        }
        if head.lower != "it" {
            return false;
        }
        let subject = match phrase.attached {
            Attachment::Subject(c) => Some(&self.document.clauses[c]),
            _ => None,
        };
        // "Under it, Ukraine would".
        let under = phrase
            .preposition
            .is_some_and(|x| self.document.tokens[x].lower == "under");
        let Some(main) = self.main_before(head.sentence) else {
            return false;
        };
        // What the sentence before is about, or what somebody is told there to have made.
        let holds = subject.is_some_and(|c| {
            self.classes.containing_verbs.contains(&c.lemma)
                || self.classes.listing_verbs.contains(&c.lemma)
        });
        let of = |list: &[usize]| list.first().is_some_and(|q| known.get(*q) == Some(&true));
        (subject.is_some() || under) && of(&main.subjects) || holds && of(&main.objects)
    }

    /// "Moscow's conditions", "they" after such: what somebody asks of others, item by item.
    pub(super) fn are_terms(&self, p: usize) -> bool {
        let head = &self.document.tokens[self.document.phrases[p].head];
        let demands = |q: usize| {
            let noun = &self.document.tokens[self.document.phrases[q].head];
            self.classes.demand_nouns.contains(&noun.lemma) && noun.lower != noun.lemma
        };
        let taken_up = || {
            let main = self.main_before(head.sentence);
            let about = |c: &Clause| {
                c.subjects
                    .first()
                    .into_iter()
                    .chain(c.objects.first())
                    .any(|q| demands(*q))
            };
            main.is_some_and(about)
        };
        demands(p) || matches!(head.lower.as_str(), "they" | "these") && taken_up()
    }

    /// The first main clause of the sentence before.
    fn main_before(&self, sentence: usize) -> Option<&Clause> {
        let before = sentence.checked_sub(1)?;
        let before = self.document.sentences[before].clauses.clone();
        let mut clauses = self.document.clauses[before].iter();
        clauses.find(|c| c.role == ClauseRole::Main)
    }

    /// Whose document a phrase means: its owner, or that of the last one before it of which the text says so.
    pub(super) fn document_owner(&self, phrase: usize) -> Option<(Vec<usize>, f64)> {
        if let Some(own) = self.owner_or_name(phrase) {
            return Some(own);
        }
        let before = if self.are_terms(phrase) {
            let terms = |p: usize| self.is_document(p) || self.are_terms(p);
            self.known.owned_terms.get_or_init(|| self.owned(terms))
        } else {
            let document = |p: usize| self.is_document(p);
            self.known
                .owned_documents
                .get_or_init(|| self.owned(document))
        };
        before[phrase].and_then(|p| self.owner_or_name(p))
    }

    /// For every phrase the last before it of a kind of which the text says whose it is.
    fn owned(&self, is: impl Fn(usize) -> bool) -> Vec<Option<usize>> {
        let mut last = None;
        let phrases = 0..self.document.phrases.len();
        phrases
            .map(|p| {
                let own = is(p) && self.owner_or_name(p).is_some();
                let before = last;
                last = if own { Some(p) } else { last };
                before
            })
            .collect()
    }

    /// The owner of a phrase, or the name inside it ("the Trump plan").
    fn owner_or_name(&self, p: usize) -> Option<(Vec<usize>, f64)> {
        let owner = self
            .holders
            .of_owner(self.document, self.mentions, self.attributions, p);
        let owner = owner.or_else(|| {
            let phrase = &self.document.phrases[p];
            let inside = self
                .mentions
                .actors_beside(self.document, phrase.head)
                .iter()
                .find(|m| {
                    m.head != phrase.head
                        && phrase.tokens.contains(&m.head)
                        && m.form != MentionForm::Pronoun
                })?;
            Some((inside.actors.clone(), 0.8))
        });
        owner.or_else(|| self.author_of(p))
    }

    /// "a plan by the E3", "a draft from Paris", "Rome sent a draft": who made it or put it forward.
    fn author_of(&self, p: usize) -> Option<(Vec<usize>, f64)> {
        let phrase = &self.document.phrases[p];
        let word = |t: usize| self.document.tokens.get(t).map_or("", |x| x.lower.as_str());
        let of = matches!(word(phrase.tokens.end), "by" | "from" | "of");
        let next = self
            .document
            .phrases_over(&(phrase.tokens.end..phrase.tokens.end + 1));
        let behind = (next.start.max(p + 1)..next.end).find(|q| {
            of && self.document.phrases[*q].preposition == Some(phrase.tokens.end)
                && self.is_actor(*q)
        });
        let subject = || match phrase.attached {
            Attachment::Object(c) => {
                let clause = &self.document.clauses[c];
                let makes = self.classes.having_verbs.contains(&clause.lemma)
                    || self.classes.handing_verbs.contains(&clause.lemma);
                let first = clause.subjects.first().copied();
                first.filter(|_| makes && clause.negation.is_none())
            }
            _ => None,
        };
        // "plans drawn up by London".
        let maker = || {
            let near = self.document.clauses_beside(phrase.head).iter();
            let mut drawn_up = near.filter(|c| c.modifies == Some(p) && c.passive && !c.finite);
            let clause = drawn_up.find(|c| self.classes.drafting_verbs.contains(&c.lemma))?;
            match self.agent(clause) {
                Who::Phrases(by) => by.into_iter().find(|q| self.is_actor(*q)),
                _ => None,
            }
        };
        let by = behind.or_else(subject).or_else(maker)?;
        let (actors, sure) =
            self.holders
                .of_phrase(self.document, self.mentions, self.attributions, by)?;
        Some((actors, sure * 0.9))
    }
}
