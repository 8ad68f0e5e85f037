//! Stage 5: who says what.
//!
//! In reading order: `verbs` tells what the language pack knows, `anchors` finds words that may be cues, `contents` the stretches that may be what they attribute, `sources` who may say
//! it; `features` describes them (of `part`s, in a `scene` where each word was looked up once), and `scorer` picks by the learned `weights` of the language pack, twice: `neighbours` tells the second pass what the first thinks of the cues around. `uncued` gives a quotation
//! without a cue to whoever spoke last, `nested` tells which attribution stands inside which. `turns`, `interviews`, `signatures` and `views` are rules for what annotated news holds too little of:
//! transcripts, interviews, signed quotations, phrases of view. `train` learns the weights.
//!
//! Measured by `stanceline attribute --gold` on the development part of `PolNeAR` (84 articles, 2,192 attributions; trained on its 840 training articles):
//! cue and content found P 76.7, R 68.9, F1 72.6; with the right source F1 68.8; source right in 95 % of those found. For 93 % of
//! the training annotations some candidate counts as found, so the losses lie in the choice. Of 717 that one pass did not find, 455 were scored out, 146 had another content (80 of these too long),
//! 81 no anchor and 35 no content among the candidates; of 442 found wrongly, 289 had a cue that no annotation has. Many of both are matters of taste: the same words are annotated in one article and not in the next.
//!
//! What paid: reading two single marks as a double one, together with L1 shrinking and fewer passes (F1 62.9 to 65.0); choosing the content that most
//! probability lies near, not the single likeliest (65.4 to 67.7); looking around the cue and at what a content runs over (67.5 to 69.8); the frame of the cue, and verbs
//! read as nouns (70.4); names that sign quotations, speech parted from who speaks by its own question mark, owners before a subject, and weights
//! averaged over six orders of the examples (71.0); how often a word was a cue elsewhere, with half as many passes and the features seen a hundred times (71.8);
//! a second pass that knows the neighbours, and hidden units in it (about one each, on 100 training articles held out and on the development part; the parts of speech and clauses of today cost
//! half of one). What did not: other numbers of units, passes and networks (within half of one on the articles held out); a loss over all contents that count as found; longer steps for units (71.4 for
//! 72.2); where in the article a sentence stands, or beside speech (72.5 for 72.9); the class of a verb beside its frame; the noun behind a preposition at a content's
//! end; relative words and single prepositional phrases as contents (all within 0.2);
//! features seen fewer than 100 times (leaving them out costs nothing); stronger shrinking; smaller
//! steps; averaged weights; contents on both sides of passive cues ("the plan is expected to fail": 69.8 to 69.4).

mod verbs;
mod anchors;
mod contents;
mod leftward;
mod turns;
mod signatures;
mod sourced;
mod views;
mod inline;
mod heard;
mod interviews;
mod headings;
mod sources;
mod part;
mod scene;
mod features;
mod context;
mod weights;
mod steps;
mod habits;
mod neighbours;
mod scorer;
mod covered;
mod uncued;
mod nested;
mod records;
mod train;

use std::ops::Range;

pub use records::{records, spans};
pub use train::Trainer;

use crate::lexicon::{Genre, Lexicons};
use crate::model::{Attribution, Document, Pos, SpeechKind};
use anchors::Prepositions;
use habits::Habits;
use scorer::Pick;
use verbs::Verbs;
use views::Views;
use weights::Weights;

/// Finds attributions. Built once; shared by all threads.
#[derive(Debug)]
pub struct Attributor {
    verbs: Verbs,
    prepositions: Prepositions,
    views: Views,
    interviews: interviews::Interviews,
    sourced: sourced::Sourced,
    genre: Genre,
    weights: Weights,
}

impl Attributor {
    /// Compiles the language pack's reporting verbs, phrases and weights.
    pub fn new(lexicons: &Lexicons) -> Self {
        let language = &lexicons.language;
        Self {
            verbs: Verbs::new(
                &language.reporting,
                &language.reporting_phrases,
                language.classes.hearsay_adverbs.clone(),
                Habits::new(&language.attribution),
            ),
            prepositions: Prepositions::new(&language.reporting_phrases),
            views: Views::new(&language.reporting_phrases),
            interviews: interviews::Interviews::new(&language.genre),
            sourced: sourced::Sourced::new(&language.genre),
            genre: language.genre.clone(),
            weights: Weights::new(&language.attribution),
        }
    }

    /// Reports, in text order of their cues; uncued quotations last. What is reported is a clause or a quotation: who backs or rules out a thing reports
    /// nothing, and the stance stage reads that by its own cues.
    pub fn attribute(&self, document: &Document) -> Vec<Attribution> {
        self.gather(document, scorer::LEAST_REPORTED, |pick| {
            self.reports(document, pick)
        })
    }

    /// The same with attitudes toward things: "backed the plan", "his opposition to the bridge".
    pub fn attribute_all(&self, document: &Document) -> Vec<Attribution> {
        self.gather(document, scorer::LEAST, |_| true)
    }

    fn gather(
        &self,
        document: &Document,
        least: f32,
        keep: impl Fn(&Pick) -> bool,
    ) -> Vec<Attribution> {
        let picks = scorer::pick(
            document,
            &self.verbs,
            &self.prepositions,
            &self.weights,
            least,
        );
        let mut found: Vec<Attribution> = picks
            .iter()
            .filter(|p| keep(p))
            .map(|p| self.record(document, p))
            .collect();
        turns::add_dialogue(document, &mut found);
        turns::add_headline(document, &mut found);
        signatures::add(document, &mut found);
        self.views.add(document, &mut found);
        self.interviews.add(document, &mut found);
        inline::add(document, &self.genre, &mut found);
        heard::add(document, &self.verbs, &mut found);
        self.sourced.add(document, &mut found);
        headings::add(document, &mut found);
        found.sort_by_key(|a| a.cue.map(|c| c.start));
        uncued::add(document, &mut found);
        nested::nest(&mut found);
        found
    }

    /// Whether the content is a clause, a quotation, or an infinitive that the verb may report.
    fn reports(&self, document: &Document, pick: &Pick) -> bool {
        let ranges = &pick.content.ranges;
        let first = &document.tokens[ranges[0].start];
        first.pos == Pos::To && self.verbs.takes_infinitive(&pick.anchor.lemma)
            || ranges.iter().flat_map(Clone::clone).any(|t| {
                let token = &document.tokens[t];
                let speech = token
                    .quotation
                    .is_some_and(|q| !document.quotations[q].scare);
                let finite = matches!(
                    token.pos,
                    Pos::VerbPast | Pos::VerbThird | Pos::Auxiliary | Pos::Modal
                );
                speech || finite
            })
    }

    fn record(&self, document: &Document, pick: &Pick) -> Attribution {
        let Pick {
            anchor,
            content,
            source,
            ..
        } = pick;
        let clause = anchor.clause.map(|c| &document.clauses[c]);
        // "who said": the head is that of the antecedent, since "who" names nobody.
        let head = match source.relation {
            "relative" => clause
                .and_then(|c| c.modifies)
                .map(|p| document.phrases[p].head)
                .or(source.head),
            _ => sources::named_head(document, source, &anchor.cue),
        };
        let words = source
            .head
            .map(|_| sources::full_words(document, source, &anchor.cue, &content.ranges));
        Attribution {
            source: words.map(|w| document.token_span(&w)),
            source_head: head,
            cue: Some(document.token_span(&anchor.cue)),
            cue_lemma: anchor.lemma.clone(),
            content: content
                .ranges
                .iter()
                .map(|r| document.token_span(&unmarked(document, r)))
                .collect(),
            kind: speech(document, &content.ranges),
            denied: self.verbs.denies(&anchor.lemma)
                || clause.is_some_and(|c| c.negation.is_some()),
            inside: None,
            confidence: f64::from(pick.found * pick.sourced),
        }
    }
}

/// A stretch without quotation marks at its edges.
fn unmarked(document: &Document, range: &Range<usize>) -> Range<usize> {
    let mark = |t: usize| document.tokens[t].lower == "\"";
    let mut inner = range.clone();
    while inner.len() > 1 && mark(inner.start) {
        inner.start += 1;
    }
    while inner.len() > 1 && mark(inner.end - 1) {
        inner.end -= 1;
    }
    inner
}

/// Whether all, some or no words of a content stand in quotation marks.
fn speech(document: &Document, content: &[Range<usize>]) -> SpeechKind {
    let words = || {
        content
            .iter()
            .flat_map(Clone::clone)
            .map(|t| &document.tokens[t])
            .filter(|t| t.pos != Pos::Punctuation)
    };
    let quoted = words().filter(|t| t.quotation.is_some()).count();
    if quoted == 0 {
        SpeechKind::Indirect
    } else if quoted == words().count() {
        SpeechKind::Direct
    } else {
        SpeechKind::Mixed
    }
}

#[cfg(test)]
mod tests;
