//! All that an article shows of one holder and one proposal, taken together: a logistic regression over its pairs and over what the rules found.

use std::collections::BTreeMap;

use super::Weighed;
use super::model::column;
use crate::lexicon::ARTICLE_WEIGHTS;
use crate::model::{Document, ProposalForm, Stance};
use crate::stance::{Finding, Scene};

/// How many figures the regression sees of a position.
pub const SHAPE: usize = ARTICLE_WEIGHTS;

/// Weights of the regression, in the order of the features; none where a model has none.
#[derive(Debug, Clone, Default)]
pub struct ArticleWeights(Vec<f64>);

/// Penalty on the squares of the weights; the features are few, the examples thousands.
const RIDGE: f64 = 1.0;
/// Steps of Newton's method; it settles in about six.
const STEPS: usize = 12;

impl ArticleWeights {
    /// Takes weights as a model holds them.
    pub fn new(weights: &[f64]) -> Self {
        Self(weights.to_vec())
    }

    /// The weights, rounded as a model holds them.
    pub fn rounded(&self) -> Vec<f64> {
        self.0
            .iter()
            .map(|w| (w * 1000.0).round() / 1000.0)
            .collect()
    }

    /// Fits to positions and whether each is right, by Newton's method. Deterministic.
    pub fn fit(examples: &[([f64; SHAPE], bool)]) -> Self {
        let mut weights = vec![0.0; SHAPE];
        for _ in 0..STEPS {
            let mut slope: Vec<f64> = weights.iter().map(|w| -RIDGE * w).collect();
            let mut curve = vec![[0.0; SHAPE]; SHAPE];
            for (i, row) in curve.iter_mut().enumerate() {
                row[i] = RIDGE;
            }
            for (x, right) in examples {
                let p = logistic(dot(&weights, x));
                let gap = f64::from(u8::from(*right)) - p;
                let bend = p * (1.0 - p);
                for i in 0..SHAPE {
                    slope[i] += gap * x[i];
                    for j in 0..SHAPE {
                        curve[i][j] += bend * x[i] * x[j];
                    }
                }
            }
            for (w, step) in weights.iter_mut().zip(solve(curve, slope)) {
                *w += step;
            }
        }
        Self(weights)
    }

    /// How likely the article shows the stance.
    pub fn probability(&self, features: &[f64; SHAPE]) -> f64 {
        logistic(dot(&self.0, features))
    }
}

fn dot(weights: &[f64], features: &[f64; SHAPE]) -> f64 {
    weights.iter().zip(features).map(|(w, x)| w * x).sum()
}

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// Odds on a logarithmic scale, kept from infinity.
fn odds(p: f64) -> f64 {
    let p = p.clamp(1e-4, 1.0 - 1e-4);
    (p / (1.0 - p)).ln()
}

fn flag(yes: bool) -> f64 {
    f64::from(u8::from(yes))
}

/// Solves a system with a positive definite matrix by elimination.
fn solve(mut a: Vec<[f64; SHAPE]>, mut b: Vec<f64>) -> Vec<f64> {
    for i in 0..SHAPE {
        let pivot = a[i];
        let top = b[i];
        for j in i + 1..SHAPE {
            let factor = a[j][i] / pivot[i];
            for (x, y) in a[j].iter_mut().zip(&pivot).skip(i) {
                *x -= factor * y;
            }
            b[j] -= factor * top;
        }
    }
    for i in (0..SHAPE).rev() {
        let known: f64 = (i + 1..SHAPE).map(|j| a[i][j] * b[j]).sum();
        b[i] = (b[i] - known) / a[i][i];
    }
    b
}

/// The pairs and findings of one holder and one proposal.
pub(super) struct Group<'a> {
    pub(super) holder: Option<usize>,
    pub(super) proposal: usize,
    pairs: Vec<&'a Weighed>,
    /// The same by the sentence of their mentions.
    by_sentence: BTreeMap<usize, Vec<&'a Weighed>>,
    findings: Vec<&'a Finding>,
    /// For each stance, whether rules found it only where no words stand for a proposal: by "it", or by nothing at all.
    wordless: [bool; STANCES],
    /// Logarithms of the numbers of pairs and of findings in the article, one added to each.
    density: [f64; 2],
    /// For each stance, what stands beside.
    beside: [[f64; BESIDE]; STANCES],
}

const STANCES: usize = Stance::ALL.len();

/// Figures on what stands beside a position: on the same proposal by others of the holder's country, and by the holder on the proposals
/// above and below; of either how likely the likeliest pair is, whether a rule found the stance, and whether one found another. Who speaks for a
/// country and the country itself mostly hold the same.
const BESIDE: usize = 6;

/// The groups of a document, by holder and proposal.
pub(super) fn groups<'a>(
    scene: &Scene<'_>,
    weighed: &'a [Weighed],
    findings: &'a [Finding],
) -> Vec<Group<'a>> {
    let density = [weighed.len(), findings.len()].map(|n| (n as f64).ln_1p());
    let pairs = weighed.iter().map(|w| (w.pair.holder, w.proposal));
    let found = findings.iter().map(|f| (f.holder, f.proposal));
    let mut keys: Vec<(Option<usize>, usize)> = pairs.chain(found).collect();
    keys.sort_unstable();
    keys.dedup();
    let mut groups: Vec<Group<'_>> = keys
        .iter()
        .map(|(holder, proposal)| Group {
            holder: *holder,
            proposal: *proposal,
            pairs: Vec::new(),
            by_sentence: BTreeMap::new(),
            findings: Vec::new(),
            wordless: [false; STANCES],
            density,
            beside: [[0.0; BESIDE]; STANCES],
        })
        .collect();
    for w in weighed {
        if let Ok(i) = keys.binary_search(&(w.pair.holder, w.proposal)) {
            let sentence = scene.document.tokens[w.token].sentence;
            groups[i].pairs.push(w);
            groups[i].by_sentence.entry(sentence).or_default().push(w);
        }
    }
    for f in findings {
        if let Ok(i) = keys.binary_search(&(f.holder, f.proposal)) {
            groups[i].findings.push(f);
        }
    }
    for group in &mut groups {
        group.wordless = Stance::ALL.map(|stance| {
            let mut found = group.findings(stance).peekable();
            found.peek().is_some() && found.all(|f| !is_worded(scene, f))
        });
    }
    let side = |g: &Group<'_>| {
        let country = scene.mentions.register[g.holder?].country.as_deref()?;
        Some((g.proposal, country))
    };
    let mut sides: BTreeMap<(usize, &str), Vec<usize>> = BTreeMap::new();
    for (i, group) in groups.iter().enumerate() {
        if let Some(key) = side(group) {
            sides.entry(key).or_default().push(i);
        }
    }
    let compatriots = |g: &Group<'_>| side(g).map_or(&[][..], |key| sides[&key].as_slice());
    let beside: Vec<_> = groups
        .iter()
        .map(|g| beside(scene, &groups, compatriots, g))
        .collect();
    for (group, beside) in groups.iter_mut().zip(beside) {
        group.beside = beside;
    }
    groups
}

/// Whether the sentence of a finding has words for a proposal, more than a pronoun.
fn is_worded(scene: &Scene<'_>, finding: &Finding) -> bool {
    let sentence = &scene.document.sentence_of(finding.token).tokens;
    let mut there = scene
        .mentions
        .proposals_over(scene.document, sentence)
        .iter();
    there.any(|m| {
        sentence.contains(&m.head) && (m.form != ProposalForm::Anaphor || m.tokens.len() > 1)
    })
}

fn beside<'a>(
    scene: &Scene<'_>,
    groups: &[Group<'_>],
    compatriots: impl Fn(&Group<'_>) -> &'a [usize],
    of: &Group<'_>,
) -> [[f64; BESIDE]; STANCES] {
    let country = |g: &Group<'_>| {
        let holder = &scene.mentions.register[g.holder?];
        holder.country.as_deref()
    };
    let parent = |p: usize| scene.proposals[p].parent;
    let compatriot = |g: &&Group<'_>| {
        g.proposal == of.proposal
            && g.holder != of.holder
            && country(g).is_some()
            && country(g) == country(of)
    };
    let umbrella = |g: &&Group<'_>| {
        g.holder == of.holder
            && (parent(g.proposal) == Some(of.proposal) || parent(of.proposal) == Some(g.proposal))
    };
    let own = groups.partition_point(|g| g.holder < of.holder);
    let held = groups[own..].iter().take_while(|g| g.holder == of.holder);
    let sides: [Vec<&Group<'_>>; 2] = [
        compatriots(of)
            .iter()
            .map(|i| &groups[*i])
            .filter(compatriot)
            .collect(),
        held.filter(umbrella).collect(),
    ];
    Stance::ALL.map(|stance| {
        let of_side = |side: &Vec<&Group<'_>>| {
            let p = side.iter().map(|g| g.strongest(stance));
            let ruled = side.iter().any(|g| g.is_ruled(stance));
            let other = side
                .iter()
                .any(|g| g.findings.iter().any(|f| f.stance != stance));
            [odds(p.fold(0.0, f64::max)), flag(ruled), flag(other)]
        };
        let mut figures = [0.0; BESIDE];
        for (part, side) in figures.chunks_exact_mut(3).zip(&sides) {
            part.copy_from_slice(&of_side(side));
        }
        figures
    })
}

impl<'a> Group<'a> {
    /// Every stance with its features.
    pub(super) fn stances(&self) -> impl Iterator<Item = (Stance, [f64; SHAPE])> {
        Stance::ALL.into_iter().map(|s| (s, self.features(s)))
    }

    pub(super) fn is_ruled(&self, stance: Stance) -> bool {
        self.findings.iter().any(|f| f.stance == stance)
    }

    /// Whether rules found a stance by words for another proposal ("asked Washington to back the force": a backing), and no pair of this one
    /// was there to weigh: the model has not read what it would take back.
    pub(super) fn is_unread(&self, stance: Stance) -> bool {
        let position = Stance::ALL.iter().position(|s| *s == stance);
        self.pairs.is_empty() && position.is_some_and(|i| !self.wordless[i])
    }

    /// How likely the likeliest of its pairs shows a stance.
    fn strongest(&self, stance: Stance) -> f64 {
        let p = self.pairs.iter().map(|w| w.p[column(stance)]);
        p.fold(0.0, f64::max)
    }

    /// What the rules found for a stance.
    pub(super) fn findings(&self, stance: Stance) -> impl Iterator<Item = &'a Finding> {
        self.findings
            .iter()
            .copied()
            .filter(move |f| f.stance == stance)
    }

    /// The pair that speaks most for a stance among those where one may be added, the first of equals.
    pub(super) fn best(&self, stance: Stance) -> Option<&'a Weighed> {
        let p = |w: &Weighed| w.p[column(stance)];
        let open = self.pairs.iter().copied().filter(|w| w.open);
        open.reduce(|best, w| if p(w) > p(best) { w } else { best })
    }

    /// How likely the pairs of its sentence make what a rule found; what the rule itself says where there are none.
    pub(super) fn beside(&self, document: &Document, finding: &Finding) -> f64 {
        let sentence = document.tokens[finding.token].sentence;
        let pairs = self.by_sentence.get(&sentence).into_iter().flatten();
        pairs
            .map(|w| w.p[column(finding.stance)])
            .reduce(f64::max)
            .unwrap_or(finding.confidence)
    }

    fn features(&self, stance: Stance) -> [f64; SHAPE] {
        let class = column(stance);
        let most = |list: &mut dyn Iterator<Item = f64>| list.fold(0.0, f64::max);
        let strongest = self.strongest(stance);
        let governing = self.pairs.iter().filter(|w| w.pair.relation.governs());
        let none_of = |class: usize| self.pairs.iter().map(|w| 1.0 - w.p[class]).product::<f64>();
        let silent: f64 = self.pairs.iter().map(|w| w.p[0]).product();
        let other = (1..self.pairs.first().map_or(1, |w| w.p.len())).filter(|c| *c != class);
        let other = most(&mut other.flat_map(|c| self.pairs.iter().map(move |w| w.p[c])));
        let ruled = self.is_ruled(stance);
        let sure = most(&mut self.findings(stance).map(|f| f.confidence));
        let position = Stance::ALL.iter().position(|s| *s == stance);
        let wordless = position.is_some_and(|i| self.wordless[i]);
        let is = |s: Stance| flag(stance == s);
        let own = [
            1.0,
            odds(strongest),
            odds(1.0 - none_of(class)),
            odds(1.0 - silent),
            odds(other),
            odds(most(&mut governing.clone().map(|w| w.p[class]))),
            flag(governing.count() > 0),
            (self.pairs.len() as f64).ln_1p(),
            flag(ruled),
            flag(ruled) * odds(strongest),
            flag(wordless),
            flag(wordless) * odds(strongest),
            flag(self.findings.iter().any(|f| f.stance != stance)),
            sure,
            self.density[0],
            self.density[1],
            flag(self.holder.is_none()),
            is(Stance::Support),
            is(Stance::Conditional),
            is(Stance::Oppose),
        ];
        let mut all = [0.0; SHAPE];
        all[..own.len()].copy_from_slice(&own);
        if let Some(i) = position {
            all[own.len()..].copy_from_slice(&self.beside[i]);
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn newton_finds_what_tells() {
        let example = |x: f64, right| {
            let mut features = [0.0; SHAPE];
            features[0] = 1.0;
            features[1] = x;
            (features, right)
        };
        let examples: Vec<_> = (0..200)
            .map(|i| example(f64::from(i % 20) - 10.0, i % 20 > 12))
            .collect();
        let weights = ArticleWeights::fit(&examples);
        assert!(weights.probability(&example(9.0, true).0) > 0.95);
        assert!(weights.probability(&example(-9.0, true).0) < 0.01);
        let held = ArticleWeights::new(&weights.rounded());
        let p = [&weights, &held].map(|w| w.probability(&example(3.0, true).0));
        assert!((p[0] - p[1]).abs() < 0.01, "rounding changes little: {p:?}");
    }

    #[test]
    fn elimination_solves() {
        let mut a = vec![[0.0; SHAPE]; SHAPE];
        for (i, row) in a.iter_mut().enumerate() {
            row[i] = 2.0;
            if i > 0 {
                row[i - 1] = 0.5;
            }
            if i + 1 < SHAPE {
                row[i + 1] = 0.5;
            }
        }
        let x: Vec<f64> = (0..SHAPE).map(|i| i as f64 - 4.0).collect();
        let b = a.iter().map(|row| dot(&x, row)).collect();
        let found = solve(a.clone(), b);
        assert!(found.iter().zip(&x).all(|(f, x)| (f - x).abs() < 1e-9));
    }
}
