//! Trains the scorer of stances on annotated articles.
//!
//! The articles are split into folds by story (what stands before the last hyphen of their ids), and each fold is read without the cues that it alone
//! shows (`train_cues`). Penalty, threshold and calibration are chosen on articles held out; the weights are fitted to all of them. Nothing is
//! random: the same articles give the same model.

use std::collections::BTreeMap;

use super::accuracy::AnnotatedCorpus;
use super::analyse::Analyser;
use super::explain::explain;
use super::train_cues::held_out;
use super::train_labels::{answer, holds};
use super::{Anatomy, RunOptions};
use crate::error::{Error, ErrorKind, Result};
use crate::evaluate::{Documents, Evaluation, Names, evaluate};
use crate::lexicon::{Lexicons, ScorerTable};
use crate::model::{Article, Statement};
use crate::read::find_inputs;
use crate::stance::{ArticleWeights, Decider, Fit, LabelledPair, SHAPE, Weights, isotonic};

/// Parts of the cross-validation.
const FOLDS: usize = 8;

/// Penalties on the squares of the weights to choose from.
const PENALTIES: [f64; 5] = [3.0, 10.0, 20.0, 40.0, 100.0];

/// Threshold for what rules found: it is taken back where it is likelier wrong than right by more than a little.
const KEEP: f64 = 0.4;

/// Thresholds to choose from for what they did not find. From 0.5 F1 is as high where nothing was read, but lower on press articles, and precision is
/// lower everywhere (`ARCHITECTURE.md`).
const ADD: [f64; 4] = [0.55, 0.6, 0.65, 0.7];

/// Statements that one step of the calibration stands for, at least.
const BLOCK: usize = 25;

/// An article up to where stances are decided.
struct Annotated {
    article: Article<'static>,
    anatomy: Anatomy,
    fold: usize,
    examples: Vec<LabelledPair>,
}

impl Annotated {
    /// What a decider says of it.
    fn decided(&self, decider: &Decider) -> Vec<Statement> {
        let Anatomy {
            document,
            mentions,
            attributions,
            ..
        } = &self.anatomy;
        let day = self.article.published;
        decider.decide(&self.article, day, document, mentions, attributions)
    }
}

/// One thing that was tried, and how the articles held out came out under it.
#[derive(Debug, Clone)]
pub struct Trial {
    /// What it was.
    pub name: String,
    /// How it did.
    pub evaluation: Evaluation,
}

/// A trained model, and how it was chosen.
#[derive(Debug, Clone)]
pub struct Training {
    /// The model.
    pub table: ScorerTable,
    /// Articles.
    pub articles: usize,
    /// Pairs of holder and mention, and how many of them hold a stance.
    pub pairs: [usize; 2],
    /// Penalties tried, each with the mean log-likelihood of a pair held out.
    pub penalties: Vec<(f64, f64)>,
    /// Rules alone, then each threshold for what they did not find.
    pub trials: Vec<Trial>,
}

/// Trains on all articles of some corpora.
///
/// # Errors
///
/// Where articles or gold cannot be read, or are fewer than there are folds.
pub fn train(corpora: &[AnnotatedCorpus], lexicons: &Lexicons) -> Result<Training> {
    let (mut gold, mut articles) = (Documents::new(), Vec::new());
    for corpus in corpora {
        let own = corpus.gold()?;
        annotated(corpus, lexicons, &own, &mut articles)?;
        gold.extend(own);
    }
    if articles.len() < FOLDS {
        return Err(Error::new(
            ErrorKind::Input,
            format!(
                "{} articles have a gold standard; at least {FOLDS} are needed",
                articles.len()
            ),
        ));
    }
    articles.sort_by(|a, b| a.article.id.cmp(&b.article.id));
    fold(&mut articles);
    let lexicons = &held_out(lexicons, FOLDS, &shown(&articles, lexicons));
    label(&mut articles, lexicons, &gold);
    let examples: Vec<&LabelledPair> = articles.iter().flat_map(|a| &a.examples).collect();
    let held = examples.iter().filter(|e| !e.right[0]).count();
    let (fit, penalties) = best_fit(&articles);
    let folds: Vec<String> = (0..FOLDS)
        .map(|fold| Weights::fit(&all_but(&articles, fold), fit).text())
        .collect();
    let positions = positions(&articles, lexicons, &gold, &folds);
    let folds = (0..FOLDS).zip(folds).map(|(fold, weights)| {
        let others = positions.iter().filter(|(f, _)| *f != fold);
        let others: Vec<_> = others.map(|(_, example)| *example).collect();
        ScorerTable {
            weights,
            article: ArticleWeights::fit(&others).rounded(),
            ..ScorerTable::default()
        }
    });
    let folds: Vec<ScorerTable> = folds.collect();
    let held_out = HeldOut {
        articles: &articles,
        lexicons,
        gold: &gold,
        folds: &folds,
    };
    let (mut table, trials) = held_out.choose();
    let every: Vec<_> = positions.iter().map(|(_, example)| *example).collect();
    table.article = ArticleWeights::fit(&every).rounded();
    // Every score is calibrated, also those that the threshold leaves out: users may choose their own.
    let [rules, scored] = held_out.cases(&table);
    table.rules = isotonic(rules, BLOCK);
    table.scored = isotonic(scored, BLOCK);
    table.weights = Weights::fit(&examples, fit).text();
    Ok(Training {
        table,
        articles: articles.len(),
        pairs: [examples.len(), held],
        penalties,
        trials,
    })
}

/// The articles of a corpus that have a gold standard, taken apart.
fn annotated(
    corpus: &AnnotatedCorpus,
    lexicons: &Lexicons,
    gold: &Documents,
    articles: &mut Vec<Annotated>,
) -> Result<()> {
    let mut found = find_inputs(&corpus.articles);
    if let Some(missing) = found.missing.pop() {
        return Err(missing);
    }
    let options = RunOptions {
        inputs: found.inputs,
        keep_copies: true,
        ..RunOptions::default()
    };
    let analyser = Analyser::new(lexicons)?;
    explain(&options, &analyser, &|id| gold.contains_key(id), &mut |e| {
        let explained = e.map_err(|r| Error::new(ErrorKind::Input, r.reason))?;
        articles.push(Annotated {
            article: explained.article,
            anatomy: explained.anatomy,
            fold: 0,
            examples: Vec::new(),
        });
        Ok(())
    })
}

/// Puts each story into one fold, in turn.
fn fold(articles: &mut [Annotated]) {
    let mut stories: BTreeMap<String, usize> = BTreeMap::new();
    for article in articles {
        let id = &*article.article.id;
        let story = id.rsplit_once('-').map_or(id, |(story, _)| story);
        let next = stories.len();
        article.fold = *stories.entry(story.to_owned()).or_insert(next) % FOLDS;
    }
}

/// The cues by which rules decided, each with the fold of its article.
fn shown(articles: &[Annotated], lexicons: &Lexicons) -> Vec<(usize, String)> {
    let decider = Decider::with_scorer(lexicons, None);
    let told = articles.iter().map(|a| (a.fold, a.decided(&decider)));
    let cues = |(fold, statements): (usize, Vec<Statement>)| {
        let cues = statements.into_iter().flat_map(|s| s.cues);
        cues.map(move |cue| (fold, cue.rule))
    };
    told.flat_map(cues).collect()
}

/// Turns the pairs of each article into examples.
fn label(articles: &mut [Annotated], lexicons: &[Lexicons], gold: &Documents) {
    let names = Names::standard();
    let deciders = lexicons.iter().map(|own| Decider::with_scorer(own, None));
    let deciders: Vec<Decider> = deciders.collect();
    let mut sentences = 0;
    for article in articles {
        let wanted = &gold[&*article.article.id];
        let Anatomy {
            document,
            mentions,
            attributions,
            ..
        } = &article.anatomy;
        let decider = &deciders[article.fold];
        for candidate in decider.candidates(&article.article, document, mentions, attributions) {
            let Some((right, weight)) = answer(&candidate, wanted, &names) else {
                continue;
            };
            article.examples.push(LabelledPair {
                sentence: sentences + candidate.number,
                features: candidate.features,
                right,
                weight,
            });
        }
        sentences += document.sentences.len();
    }
}

fn all_but(articles: &[Annotated], fold: usize) -> Vec<&LabelledPair> {
    let others = articles.iter().filter(|a| a.fold != fold);
    others.flat_map(|a| &a.examples).collect()
}

/// The penalty under which articles held out are likeliest, and the likelihood under each.
fn best_fit(articles: &[Annotated]) -> (Fit, Vec<(f64, f64)>) {
    let all: usize = articles.iter().map(|a| a.examples.len()).sum();
    let mut tried = Vec::new();
    for penalty in PENALTIES {
        let fit = Fit {
            penalty,
            ..Fit::default()
        };
        let mut total = 0.0;
        for fold in 0..FOLDS {
            let own = articles.iter().filter(|a| a.fold == fold);
            let out: Vec<&LabelledPair> = own.flat_map(|a| &a.examples).collect();
            let weights = Weights::fit(&all_but(articles, fold), fit);
            total += weights.likelihood(&out) * out.len() as f64;
        }
        tried.push((penalty, total / all as f64));
    }
    let best = tried
        .iter()
        .copied()
        .reduce(|best, next| if next.1 > best.1 { next } else { best });
    let fit = Fit {
        penalty: best.map_or(PENALTIES[0], |(penalty, _)| penalty),
        ..Fit::default()
    };
    (fit, tried)
}

/// What each article shows to the model that has not seen it, with its fold, and whether the gold has it.
fn positions(
    articles: &[Annotated],
    lexicons: &[Lexicons],
    gold: &Documents,
    folds: &[String],
) -> Vec<(usize, ([f64; SHAPE], bool))> {
    let names = Names::standard();
    let mut list = Vec::new();
    for (fold, weights) in folds.iter().enumerate() {
        let table = ScorerTable {
            weights: weights.clone(),
            ..ScorerTable::default()
        };
        let decider = Decider::with_scorer(&lexicons[fold], Some(&table));
        for a in articles.iter().filter(|a| a.fold == fold) {
            let wanted = &gold[&*a.article.id];
            let Anatomy {
                document,
                mentions,
                attributions,
                ..
            } = &a.anatomy;
            let shown = decider.positions(&a.article, document, mentions, attributions);
            list.extend(shown.iter().map(|position| {
                let right = holds(position, wanted, &names);
                (fold, (position.features, right))
            }));
        }
    }
    list
}

/// Articles, each read with the model that has not seen it.
struct HeldOut<'a> {
    articles: &'a [Annotated],
    /// The lexicons of each fold.
    lexicons: &'a [Lexicons],
    gold: &'a Documents,
    /// The model of each fold.
    folds: &'a [ScorerTable],
}

impl HeldOut<'_> {
    /// The thresholds with the best F1.
    fn choose(&self) -> (ScorerTable, Vec<Trial>) {
        let mut trials = vec![self.measure("rules alone".to_owned(), None)];
        let mut best = (f64::NEG_INFINITY, ScorerTable::default());
        for add in ADD {
            let table = ScorerTable {
                keep: KEEP,
                add,
                ..ScorerTable::default()
            };
            let name = format!("kept from {KEEP}, added from {add}");
            let trial = self.measure(name, Some(&table));
            let f1 = trial.evaluation.triple.f1();
            if f1 > best.0 {
                best = (f1, table);
            }
            trials.push(trial);
        }
        (best.1, trials)
    }

    fn measure(&self, name: String, table: Option<&ScorerTable>) -> Trial {
        let mut found = Documents::new();
        for statement in self.statements(table) {
            let claims = found.entry(statement.article.id.clone()).or_default();
            claims.push((&statement).into());
        }
        Trial {
            name,
            evaluation: evaluate(self.gold, &found, &Names::standard()),
        }
    }

    /// What the rules alone (no table) or the models of the folds say.
    fn statements(&self, table: Option<&ScorerTable>) -> Vec<Statement> {
        let mut found = Vec::new();
        for (fold, own) in self.folds.iter().enumerate() {
            let model = table.map(|t| ScorerTable {
                keep: t.keep,
                add: t.add,
                ..own.clone()
            });
            let decider = Decider::with_scorer(&self.lexicons[fold], model.as_ref());
            let articles = self.articles.iter().filter(|a| a.fold == fold);
            found.extend(articles.flat_map(|a| a.decided(&decider)));
        }
        found
    }

    /// Scores with whether the statement was right: those of rules, and those of the scorer alone.
    fn cases(&self, table: &ScorerTable) -> [Vec<(f64, bool)>; 2] {
        let names = Names::standard();
        let [mut rules, mut scored] = [Vec::new(), Vec::new()];
        for statement in self.statements(Some(table)) {
            let id = &statement.article.id;
            let gold = self.gold.get_key_value(id);
            let gold: Documents = gold
                .map(|(id, c)| (id.clone(), c.clone()))
                .into_iter()
                .collect();
            let found = Documents::from([(id.clone(), vec![(&statement).into()])]);
            let one = evaluate(&gold, &found, &names).triple;
            let right = one.right + one.optional > 0;
            if statement.by_rule() {
                &mut rules
            } else {
                &mut scored
            }
            .push((statement.confidence, right));
        }
        [rules, scored]
    }
}
