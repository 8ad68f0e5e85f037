//! From findings to statement records: one a holder, proposal and stance; every further sentence kept.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use xxhash_rust::xxh3::xxh3_128;

use super::path::Step;
use super::{Finding, Proposal};
use crate::model::{
    Article, ArticleRef, AttributionKind, Condition, CueRef, DateBasis, Document, Given, Holder,
    Mentions, Named, Places, STATEMENT_SCHEMA, Stance, Statement,
};

/// Merges the findings of one document into statements, in the order of their evidence.
pub(super) fn statements(
    article: &Article<'_>,
    day: Option<Date>,
    document: &Document,
    mentions: &Mentions,
    proposals: &[Proposal],
    taken_on: impl Fn(&Finding) -> Option<Date>,
    mut findings: Vec<Finding>,
) -> Vec<Statement> {
    one_stance_a_sentence(document, &mut findings);
    drop_umbrellas(proposals, &mut findings);
    let mut merged: BTreeMap<(Option<usize>, usize, Stance), Vec<Finding>> = BTreeMap::new();
    for finding in findings {
        merged
            .entry((finding.holder, finding.proposal, finding.stance))
            .or_default()
            .push(finding);
    }
    let mut places = Places::new(article, document);
    let mut out: Vec<(usize, Statement)> = Vec::with_capacity(merged.len());
    for ((holder, proposal, stance), mut list) in merged {
        list.sort_by(|a, b| {
            b.confidence
                .total_cmp(&a.confidence)
                .then(a.token.cmp(&b.token))
        });
        let best = &list[0];
        let who = who(holder, mentions);
        let said_on = taken_on(best);
        let Proposal { id, name, .. } = &proposals[proposal];
        let evidence = document.tokens[best.token].sentence;
        let further = further(document, evidence, &list[1..]);
        // Independent sentences that say the same make it surer.
        let doubt = further.iter().fold(1.0 - best.confidence, |d, _| d * 0.85);
        let key = [&article.id, who.id.as_str(), id, stance.name()].join("\u{1f}");
        let statement = Statement {
            schema: STATEMENT_SCHEMA.to_owned(),
            id: format!("{:032x}", xxh3_128(key.as_bytes())),
            article: ArticleRef::from(article),
            date: said_on.or(day).map(|d| d.to_string()),
            date_basis: match (said_on, day) {
                (Some(_), _) => DateBasis::Text,
                (None, Some(_)) => article.date_basis,
                (None, None) => DateBasis::Unknown,
            },
            holder: who,
            speaker: best
                .speaker
                .filter(|_| best.attribution != AttributionKind::Action)
                .map(|s| Named {
                    id: mentions.register[s].id.clone(),
                    name: mentions.register[s].name.clone(),
                }),
            proposal: Named {
                id: id.clone(),
                name: name.clone(),
            },
            stance,
            score: stance.score(),
            confidence: round(best.in_article.unwrap_or(1.0 - doubt)),
            condition: condition(best, mentions, proposals, document, &mut places),
            attribution: best.attribution,
            size: best.size,
            evidence: places.evidence(evidence),
            further: further.into_iter().map(|s| places.evidence(s)).collect(),
            cues: cues(best, document, &mut places),
            cluster: None,
        };
        out.push((best.token, statement));
    }
    out.sort_by(|a, b| (a.0, &a.1.id).cmp(&(b.0, &b.1.id)));
    out.into_iter().map(|(_, s)| s).collect()
}

fn who(holder: Option<usize>, mentions: &Mentions) -> Holder {
    let Some(h) = holder else {
        return Holder {
            id: "author".into(),
            name: "author".into(),
            kind: "author".into(),
            country: None,
        };
    };
    let actor = &mentions.register[h];
    Holder {
        id: actor.id.clone(),
        name: actor.name.clone(),
        kind: actor.kind.clone(),
        country: actor.country.clone(),
    }
}

/// The other sentences that show the same.
fn further(document: &Document, evidence: usize, findings: &[Finding]) -> Vec<usize> {
    let mut sentences: Vec<usize> = findings
        .iter()
        .map(|f| document.tokens[f.token].sentence)
        .filter(|s| *s != evidence)
        .collect();
    sentences.sort_unstable();
    sentences.dedup();
    sentences
}

fn condition(
    finding: &Finding,
    mentions: &Mentions,
    proposals: &[Proposal],
    document: &Document,
    places: &mut Places<'_>,
) -> Option<Condition> {
    let found = finding
        .condition
        .as_ref()
        .filter(|_| finding.stance == Stance::Conditional)?;
    let Given { text, start, end } = places.given(document.token_span(&found.tokens));
    let inside = mentions
        .proposals_over(document, &found.tokens)
        .iter()
        .find(|m| m.proposal != finding.proposal && found.tokens.contains(&m.head));
    Some(Condition {
        text,
        start,
        end,
        proposal: inside.map(|m| proposals[m.proposal].id.clone()),
    })
}

fn cues(finding: &Finding, document: &Document, places: &mut Places<'_>) -> Vec<CueRef> {
    let cue = |step: &Step| {
        let Given { text, start, end } = places.given(document.token_span(&(step.start..step.end)));
        CueRef {
            text,
            rule: step.rule.clone(),
            start,
            end,
        }
    };
    let negations = negations(finding, document);
    finding.cues.iter().chain(&negations).map(cue).collect()
}

/// What turns cues that speak for something into a refusal: the negations of their clauses, as cues of their own.
fn negations(finding: &Finding, document: &Document) -> Vec<Step> {
    let by_rule = |s: &Step| !s.rule.starts_with(Statement::SCORED);
    if finding.stance != Stance::Oppose || !finding.cues.iter().all(by_rule) {
        return Vec::new();
    }
    let shown = |t: usize| finding.cues.iter().any(|s| (s.start..s.end).contains(&t));
    let mut found: Vec<usize> = document
        .clauses_beside(finding.token)
        .iter()
        .filter(|c| {
            c.verb == finding.token
                || c.verb_group.clone().any(shown)
                || c.negation.is_some_and(|n| shown(n + 1))
        })
        .filter_map(|c| c.negation)
        .filter(|n| !shown(*n))
        .collect();
    found.sort_unstable();
    found.dedup();
    let step = |n| Step {
        rule: Statement::NEGATION.to_owned(),
        start: n,
        end: n + 1,
    };
    found.into_iter().map(step).collect()
}

/// Two decimals: more would pretend.
pub(super) fn round(x: f64) -> f64 {
    (x * 100.0).round() / 100.0
}

/// One holder takes one stance on one proposal in one sentence: the surest reading wins, and one that asks for a condition beats the same
/// without.
fn one_stance_a_sentence(document: &Document, findings: &mut Vec<Finding>) {
    let mut best: BTreeMap<(Option<usize>, usize, usize), (f64, Stance)> = BTreeMap::new();
    let weight = |f: &Finding| {
        f.confidence
            + if f.stance == Stance::Conditional {
                0.1
            } else {
                0.0
            }
    };
    for f in findings.iter() {
        let key = (f.holder, f.proposal, document.tokens[f.token].sentence);
        let entry = best.entry(key).or_insert((weight(f), f.stance));
        if weight(f) > entry.0 {
            *entry = (weight(f), f.stance);
        }
    }
    findings
        .retain(|f| best[&(f.holder, f.proposal, document.tokens[f.token].sentence)].1 == f.stance);
}

/// The umbrella goes where the same holder has the same stance on what it covers.
fn drop_umbrellas(proposals: &[Proposal], findings: &mut Vec<Finding>) {
    let held: BTreeSet<(Option<usize>, Option<usize>, Stance)> = findings
        .iter()
        .map(|f| (f.holder, proposals[f.proposal].parent, f.stance))
        .collect();
    findings.retain(|f| !held.contains(&(f.holder, Some(f.proposal), f.stance)));
}
