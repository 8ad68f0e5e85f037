//! What stands in the sentence of a token. An article may be megabytes long, a sentence is bounded: whoever asks for what belongs to one token looks
//! here, and never through all that the article has.

use std::ops::Range;

use super::{
    ActorMention, Attachment, Clause, Document, Mentions, NounPhrase, Owner, ProposalMention,
    Quotation, Sentence,
};

impl Document {
    /// The sentences, as indexes, that hold tokens; none behind the end of the text.
    pub fn numbers_over(&self, tokens: &Range<usize>) -> Range<usize> {
        let end = tokens.end.min(self.tokens.len());
        match self.tokens.get(tokens.start) {
            Some(first) if tokens.start < end => first.sentence..self.tokens[end - 1].sentence + 1,
            _ => 0..0,
        }
    }

    fn sentences_over(&self, tokens: &Range<usize>) -> Option<(&Sentence, &Sentence)> {
        let here = &self.sentences[self.numbers_over(tokens)];
        here.first().zip(here.last())
    }

    /// The noun phrases, as indexes, of the sentences that hold some tokens.
    pub fn phrases_over(&self, tokens: &Range<usize>) -> Range<usize> {
        self.sentences_over(tokens)
            .map_or(0..0, |(a, b)| a.phrases.start..b.phrases.end)
    }

    /// The clauses, as indexes, of the sentences that hold some tokens.
    pub fn clauses_over(&self, tokens: &Range<usize>) -> Range<usize> {
        self.sentences_over(tokens)
            .map_or(0..0, |(a, b)| a.clauses.start..b.clauses.end)
    }

    /// The noun phrases of a token's sentence.
    pub fn phrases_beside(&self, token: usize) -> &[NounPhrase] {
        &self.phrases[self.phrases_over(&(token..token + 1))]
    }

    /// The clauses of a token's sentence.
    pub fn clauses_beside(&self, token: usize) -> &[Clause] {
        &self.clauses[self.clauses_over(&(token..token + 1))]
    }

    /// The first noun phrase of a token's sentence of which something holds.
    pub fn find_phrase(&self, token: usize, holds: impl Fn(&NounPhrase) -> bool) -> Option<usize> {
        let mut here = self.phrases_over(&(token..token + 1));
        here.find(|p| holds(&self.phrases[*p]))
    }

    /// The first clause of a token's sentence of which something holds.
    pub fn find_clause(&self, token: usize, holds: impl Fn(&Clause) -> bool) -> Option<usize> {
        let mut here = self.clauses_over(&(token..token + 1));
        here.find(|c| holds(&self.clauses[*c]))
    }

    /// The noun phrase that a token heads.
    pub fn phrase_headed_by(&self, head: usize) -> Option<usize> {
        let here = self.phrases_over(&(head..head + 1));
        let at = here.start + self.phrases[here].partition_point(|p| p.head < head);
        self.phrases
            .get(at)
            .is_some_and(|p| p.head == head)
            .then_some(at)
    }

    /// The noun phrase that holds a token.
    pub fn phrase_around(&self, token: usize) -> Option<usize> {
        let here = self.phrases_over(&(token..token + 1));
        let at = here.start + self.phrases[here].partition_point(|p| p.tokens.end <= token);
        let found = self.phrases.get(at);
        found
            .is_some_and(|p| p.tokens.contains(&token))
            .then_some(at)
    }

    /// The clause whose main verb a token is.
    pub fn clause_of_verb(&self, verb: usize) -> Option<usize> {
        self.find_clause(verb, |c| c.verb == verb)
    }

    /// The quotations that begin at a token or behind it.
    pub fn quotations_from(&self, token: usize) -> &[Quotation] {
        let first = self.quotations.partition_point(|q| q.tokens.start < token);
        &self.quotations[first..]
    }

    /// The quotation whose closing mark stands right before a token.
    pub fn quotation_before(&self, token: usize) -> Option<&Quotation> {
        let behind = self.quotations_from(token).len();
        let begun = &self.quotations[..self.quotations.len() - behind];
        let mut near = begun
            .iter()
            .rev()
            .take_while(|q| token <= q.tokens.start + Quotation::LONGEST + 1);
        near.find(|q| q.tokens.end + 1 == token)
    }

    /// Whether everything stands in its sentence and in the order of the text, as the questions above take for granted.
    pub fn is_in_order(&self) -> bool {
        let within = |outer: &Range<usize>, inner: &Range<usize>| {
            outer.start <= inner.start && inner.end <= outer.end
        };
        let phrases = self
            .phrases
            .windows(2)
            .all(|p| p[0].tokens.end <= p[1].tokens.start && p[0].head < p[1].head)
            && self.phrases.iter().all(|p| p.tokens.contains(&p.head));
        let mut next = (0, 0);
        let sentences = self.sentences.iter().enumerate().all(|(i, s)| {
            let follows = (s.phrases.start, s.clauses.start) == next;
            next = (s.phrases.end, s.clauses.end);
            let linked = |p: &Option<usize>| p.is_none_or(|p| s.phrases.contains(&p));
            let joined = |c: &Option<usize>| c.is_none_or(|c| s.clauses.contains(&c));
            follows
                && self.phrases[s.phrases.clone()].iter().all(|p| {
                    within(&s.tokens, &p.tokens)
                        && linked(&p.coordinated)
                        && linked(&p.apposition)
                        && !matches!(p.owner, Some(Owner::Phrase(o)) if !s.phrases.contains(&o))
                        && p.preposition.is_none_or(|x| s.tokens.contains(&x))
                        && match p.attached {
                            Attachment::None => true,
                            Attachment::Noun(n) => s.phrases.contains(&n),
                            Attachment::Subject(c)
                            | Attachment::Object(c)
                            | Attachment::Predicative(c)
                            | Attachment::Adverbial(c) => s.clauses.contains(&c),
                        }
                })
                && self.clauses[s.clauses.clone()].iter().all(|c| {
                    c.sentence == i
                        && s.tokens.contains(&c.verb)
                        && within(&s.tokens, &c.extent)
                        && within(&s.tokens, &c.verb_group)
                        && [c.subordinator, c.negation]
                            .into_iter()
                            .flatten()
                            .all(|t| s.tokens.contains(&t))
                        && linked(&c.modifies)
                        && joined(&c.parent)
                        && c.subjects.iter().all(|p| s.phrases.contains(p))
                })
        });
        phrases && sentences && next == (self.phrases.len(), self.clauses.len())
    }
}

impl Mentions {
    /// The mentions of actors, as indexes, whose heads stand in sentences.
    pub fn actors_in(&self, document: &Document, sentences: Range<usize>) -> Range<usize> {
        let of = |m: &ActorMention| document.tokens[m.head].sentence;
        let from = self.actors.partition_point(|m| of(m) < sentences.start);
        let rest = &self.actors[from..];
        from..from + rest.partition_point(|m| of(m) < sentences.end)
    }

    /// The mentions of actors whose heads stand in the sentences that hold some tokens.
    pub fn actors_over(&self, document: &Document, tokens: &Range<usize>) -> &[ActorMention] {
        let here = document.numbers_over(tokens);
        &self.actors[self.actors_in(document, here)]
    }

    /// The mentions of actors whose heads stand in a token's sentence.
    pub fn actors_beside(&self, document: &Document, token: usize) -> &[ActorMention] {
        self.actors_over(document, &(token..token + 1))
    }

    /// The mentions of actors that a token heads.
    pub fn actors_at<'a>(
        &'a self,
        document: &Document,
        head: usize,
    ) -> impl DoubleEndedIterator<Item = &'a ActorMention> + use<'a> {
        let here = self.actors_beside(document, head).iter();
        here.filter(move |m| m.head == head)
    }

    /// The mentions of proposals whose heads stand in sentences.
    pub fn proposals_in(&self, document: &Document, sentences: Range<usize>) -> &[ProposalMention] {
        let of = |m: &ProposalMention| document.tokens[m.head].sentence;
        let from = self.proposals.partition_point(|m| of(m) < sentences.start);
        let rest = &self.proposals[from..];
        &rest[..rest.partition_point(|m| of(m) < sentences.end)]
    }

    /// The mentions of proposals whose heads stand in the sentences that hold some tokens.
    pub fn proposals_over(&self, document: &Document, tokens: &Range<usize>) -> &[ProposalMention] {
        self.proposals_in(document, document.numbers_over(tokens))
    }

    /// The mentions of proposals whose heads stand in a token's sentence.
    pub fn proposals_beside(&self, document: &Document, token: usize) -> &[ProposalMention] {
        self.proposals_over(document, &(token..token + 1))
    }

    /// Adds a mention of a proposal behind those of its sentence.
    pub fn add_proposal(&mut self, document: &Document, mention: ProposalMention) {
        let of = |m: &ProposalMention| document.tokens[m.head].sentence;
        let at = self.proposals.partition_point(|m| of(m) <= of(&mention));
        self.proposals.insert(at, mention);
    }

    /// Adds mentions of proposals, each behind those of its sentence.
    pub fn add_proposals(&mut self, document: &Document, mentions: Vec<ProposalMention>) {
        self.proposals.extend(mentions);
        self.proposals
            .sort_by_key(|m| document.tokens[m.head].sentence);
    }

    /// The mentions of proposals that a token heads.
    pub fn proposals_at<'a>(
        &'a self,
        document: &Document,
        head: usize,
    ) -> impl DoubleEndedIterator<Item = &'a ProposalMention> + use<'a> {
        let here = self.proposals_beside(document, head).iter();
        here.filter(move |m| m.head == head)
    }
}
