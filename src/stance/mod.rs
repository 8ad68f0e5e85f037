//! Stage 6: who holds which stance, and why.
//!
//! From every mention of a proposal a *path* climbs the clause structure: through the phrases that hold it, the verbs that act on it, the nouns
//! and adjectives that judge it, up to the clause that the text asserts. Cues on the way compose a stance ("refused to rule out sending"); the
//! subject of the outermost cue below the speaking verb holds it. Where no subject can, the source of the attribution does, or the writer.

mod cues;
mod pattern;
mod path;
mod conditions;
mod dates;
mod holders;
mod said;
mod findings;
mod kinds;
mod continued;
mod labels;
mod opened;
mod genre;
mod record;
mod scorer;

use std::sync::Arc;

use jiff::civil::Date;

use crate::lexicon::{Genre, Lexicons, ScorerTable, WordClasses};
use crate::model::{Article, Attribution, Document, Mentions, Stance, Statement};

pub use scorer::{
    ArticleWeights, Candidate, Fit, LabelledPair, Position, SHAPE, Weights, isotonic,
};

use conditions::Conditions;
use cues::CueMatcher;
use findings::Findings;
use holders::Holders;
use said::Said;

/// Decides. Built once; shared by all threads.
#[derive(Debug)]
pub struct Decider {
    cues: CueMatcher,
    conditions: Conditions,
    holders: Holders,
    dates: dates::Dates,
    classes: Arc<WordClasses>,
    genre: Genre,
    topic: String,
    proposals: Vec<Proposal>,
    scorer: Option<scorer::Model>,
}

/// A proposal of the catalogue as records and scorer need it.
#[derive(Debug)]
struct Proposal {
    id: String,
    name: String,
    /// The broader one.
    parent: Option<usize>,
}

/// What there is to look at, document and lexicons.
#[derive(Clone, Copy)]
struct Scene<'a> {
    document: &'a Document,
    mentions: &'a Mentions,
    attributions: &'a Said<'a>,
    matches: &'a cues::Matches,
    cues: &'a CueMatcher,
    conditions: &'a Conditions,
    holders: &'a Holders,
    /// Id of the topic.
    topic: &'a str,
    proposals: &'a [Proposal],
    opinion: bool,
}

/// One finding before it becomes a record.
#[derive(Debug, Clone, PartialEq)]
struct Finding {
    /// Actor in the register; none for the author.
    holder: Option<usize>,
    speaker: Option<usize>,
    proposal: usize,
    stance: Stance,
    confidence: f64,
    /// How likely the whole article shows the stance, where the scorer weighed it.
    in_article: Option<f64>,
    attribution: crate::model::AttributionKind,
    condition: Option<conditions::Found>,
    /// Token that decided, in the evidence sentence.
    token: usize,
    cues: Vec<path::Step>,
    size: Option<crate::model::Size>,
}

impl Decider {
    /// Compiles the lexicons; the scorer's model is the one of the language pack.
    pub fn new(lexicons: &Lexicons) -> Self {
        Self::with_scorer(lexicons, lexicons.language.scorer.as_ref())
    }

    /// Compiles the lexicons with another model, or with none: rules alone.
    pub fn with_scorer(lexicons: &Lexicons, scorer: Option<&ScorerTable>) -> Self {
        let topic = &lexicons.topic;
        Self {
            cues: CueMatcher::new(&lexicons.language),
            conditions: Conditions::new(&lexicons.language),
            holders: Holders::new(lexicons),
            dates: dates::Dates::new(&lexicons.language),
            classes: Arc::clone(&lexicons.language.classes),
            genre: lexicons.language.genre.clone(),
            topic: topic.id.clone(),
            proposals: topic
                .proposals
                .iter()
                .map(|p| Proposal {
                    id: p.id.clone(),
                    name: p.name.clone(),
                    parent: p.parent.as_deref().and_then(|x| topic.proposal(x)),
                })
                .collect(),
            scorer: scorer.map(scorer::Model::new),
        }
    }

    /// Where cues of the lexicon stand, by token, and which stance each tells where nothing turns it round.
    pub fn cues(&self, document: &Document) -> Vec<(usize, Stance)> {
        let matches = self.cues.find(document);
        let tokens = 0..document.tokens.len();
        tokens
            .flat_map(|token| matches.at(token).iter().map(move |m| (token, m.cue)))
            .map(|(token, cue)| (token, self.cues.cue(cue).stance))
            .collect()
    }

    /// The statements of one document, in the order of their evidence.
    pub fn decide(
        &self,
        article: &Article<'_>,
        day: Option<Date>,
        document: &Document,
        mentions: &Mentions,
        attributions: &[Attribution],
    ) -> Vec<Statement> {
        let attributions = &Said::new(document, attributions);
        let findings = self.with_scene(
            article,
            document,
            mentions,
            attributions,
            |scene, found, findings| match &self.scorer {
                Some(model) => scorer::weigh(scene, model, found, &findings),
                None => findings,
            },
        );
        let taken_on = |finding: &Finding| {
            let source = holders::innermost(attributions, finding.token);
            let said = |t: usize| {
                source.is_some_and(|a| {
                    attributions[a]
                        .content
                        .iter()
                        .any(|c| c.contains(document.tokens[t].span))
                })
            };
            self.dates.find(document, finding.token, said, day)
        };
        let mut statements = record::statements(
            article,
            day,
            document,
            mentions,
            &self.proposals,
            taken_on,
            findings,
        );
        if let Some(model) = &self.scorer {
            for s in &mut statements {
                s.confidence = record::round(model.calibrated(s.confidence, s.by_rule()));
            }
        }
        statements
    }

    /// The pairs of holder and mention that the scorer weighs, for training.
    pub fn candidates(
        &self,
        article: &Article<'_>,
        document: &Document,
        mentions: &Mentions,
        attributions: &[Attribution],
    ) -> Vec<Candidate> {
        self.with_scene(
            article,
            document,
            mentions,
            &Said::new(document, attributions),
            |scene, found, findings| scorer::candidates(scene, found, &findings),
        )
    }

    /// What the article shows of every holder and proposal that the scorer weighs, for training; nothing without a scorer.
    pub fn positions(
        &self,
        article: &Article<'_>,
        document: &Document,
        mentions: &Mentions,
        attributions: &[Attribution],
    ) -> Vec<Position> {
        let Some(model) = &self.scorer else {
            return Vec::new();
        };
        self.with_scene(
            article,
            document,
            mentions,
            &Said::new(document, attributions),
            |scene, found, findings| scorer::positions(scene, model, found, &findings),
        )
    }

    /// Climbs from every mention that may be evidence, and hands on what there is to look at, the mentions and the findings.
    fn with_scene<T>(
        &self,
        article: &Article<'_>,
        document: &Document,
        mentions: &Mentions,
        attributions: &Said<'_>,
        then: impl FnOnce(&Scene<'_>, &scorer::Found<'_>, Vec<Finding>) -> T,
    ) -> T {
        let matches = self.cues.find(document);
        let opinion = genre::is_opinion(&self.genre, article, document);
        let scene = Scene {
            document,
            mentions,
            attributions,
            matches: &matches,
            cues: &self.cues,
            conditions: &self.conditions,
            holders: &self.holders,
            topic: &self.topic,
            proposals: &self.proposals,
            opinion,
        };
        let climb = path::Climb {
            document,
            mentions,
            attributions,
            matches: &matches,
            cues: &self.cues,
            conditions: &self.conditions,
            holders: &self.holders,
            classes: &self.classes,
            opinion,
            known: path::Known::default(),
        };
        // "In 2022 Kyiv had offered": what those at war negotiated years before is no stance of today.
        let drop_old = |findings: &mut Findings, from: usize| {
            if let Some(day) = article.published {
                let mut new = findings.split_off(from);
                new.retain(|f| {
                    !f.holder
                        .is_some_and(|h| self.holders.is_belligerent(h, mentions))
                        || !climb.is_of_another_time(f.token, day.year())
                });
                findings.extend(new);
            }
        };
        let mut findings = Findings::default();
        let mut found = Vec::new();
        for mention in &mentions.proposals {
            let sentence = document.sentence_of(mention.head);
            if !document.paragraphs[sentence.paragraph].is_evidence() {
                continue;
            }
            let from = findings.len();
            climb.from(mention, &mut findings);
            drop_old(&mut findings, from);
            found.push((mention, from..findings.len()));
        }
        let from = findings.len();
        let misread = climb.elliptical(&mut findings);
        // What it took out is missing below every place after it.
        let moved = |i: usize| i - misread.range(..i).count();
        for (_, range) in &mut found {
            *range = moved(range.start)..moved(range.end);
        }
        drop_old(&mut findings, moved(from));
        let mut findings = findings.into_list();
        for finding in &mut findings {
            if finding.stance == Stance::Conditional && finding.condition.is_none() {
                finding.condition = Conditions::told_by(document, &finding.cues);
            }
        }
        let implied = climb.implied(&findings);
        let none = findings.len()..findings.len();
        found.extend(implied.iter().map(|mention| (mention, none.clone())));
        then(&scene, &found, findings)
    }
}
