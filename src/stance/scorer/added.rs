//! Statements that no rule found, with the words that speak for them.

use std::collections::BTreeSet;
use std::ops::Range;

use super::model::{Reading, column};
use super::{Finding, Scene, Weighed};
use crate::lexicon::CuePos;
use crate::model::{AttributionKind, Pos, ProposalMention, Stance, Statement};
use crate::stance::holders::{innermost, source_of_token};
use crate::stance::path::Step;

/// A statement that only the scorer found; none where no word could tell a reader why, as where "it" alone stands for the proposal.
pub(super) fn added(
    scene: &Scene<'_>,
    mention: &ProposalMention,
    found: &Weighed,
    stance: Stance,
    in_article: f64,
) -> Option<Finding> {
    let cues = reasons(scene, &found.reading, stance, mention);
    if cues.is_empty() {
        return None;
    }
    let pair = &found.pair;
    let token = mention.head;
    let source =
        source_of_token(scene.document, scene.mentions, scene.attributions, token).map(|(s, _)| s);
    let quoted = scene.document.tokens[token].quotation.is_some();
    let attribution = if pair.holder.is_none() {
        AttributionKind::Authorial
    } else if quoted && (source.is_none() || source == pair.holder) {
        AttributionKind::Quote
    } else if innermost(scene.attributions, token).is_some() {
        AttributionKind::Reported
    } else {
        AttributionKind::Action
    };
    let sentence = &scene.document.sentence_of(token).tokens;
    let condition = (stance == Stance::Conditional)
        .then(|| {
            scene
                .conditions
                .find(scene.document, sentence, false)
                .or_else(|| scene.conditions.find(scene.document, sentence, true))
        })
        .flatten();
    Some(Finding {
        holder: pair.holder,
        speaker: source,
        proposal: found.proposal,
        stance,
        confidence: found.p[column(stance)],
        in_article: Some(in_article),
        attribution,
        condition,
        token,
        cues,
        size: mention.size,
    })
}

/// Leaves out countries for whom somebody speaks in that very sentence: "Poland's Donald Tusk ruled it out" is one statement, his. Only what the
/// scorer added goes; where a rule found both, the words name both. Nor does a country hold the contrary of what a rule read of him.
pub(super) fn without_principals(scene: &Scene<'_>, findings: Vec<Finding>) -> Vec<Finding> {
    let register = &scene.mentions.register;
    let said = |f: &Finding, kind: &str| {
        let holder = &register[f.holder?];
        let country = holder.country.as_deref().filter(|_| holder.kind == kind)?;
        let sentence = scene.document.tokens[f.token].sentence;
        Some((f.proposal, f.stance, sentence, country))
    };
    let scored = |f: &Finding| f.cues.iter().all(|c| c.rule.starts_with(Statement::SCORED));
    let by_person: BTreeSet<_> = findings.iter().filter_map(|f| said(f, "person")).collect();
    let read = findings.iter().filter(|f| !scored(f));
    let by_rule: BTreeSet<_> = read.filter_map(|f| said(f, "person")).collect();
    let turned = |of: (usize, Stance, usize, &str)| {
        let contrary = |s: Stance| by_rule.iter().any(|x| *x == (of.0, s, of.2, of.3));
        match of.1 {
            Stance::Oppose => contrary(Stance::Support) || contrary(Stance::Conditional),
            Stance::Support | Stance::Conditional => contrary(Stance::Oppose),
            Stance::Noncommittal => false,
        }
    };
    let spoken_for = |of: &Finding| {
        scored(of) && said(of, "country").is_some_and(|s| by_person.contains(&s) || turned(s))
    };
    let kept: Vec<bool> = findings.iter().map(|f| !spoken_for(f)).collect();
    let kept = findings.into_iter().zip(kept).filter(|(_, kept)| *kept);
    kept.map(|(finding, _)| finding).collect()
}

/// Whether words tell a reader something: content words, cues of the lexicon ("against") and negations. That "and" and "he" weighed
/// too is no reason that anybody could follow; nor is a phrase that is a cue in a fixed place alone ("Portugal: in").
fn tells(scene: &Scene<'_>, tokens: &Range<usize>) -> bool {
    let document = scene.document;
    let content = |pos: Pos| {
        pos.is_verb() || matches!(pos, Pos::Noun | Pos::Proper | Pos::Adjective | Pos::Number)
    };
    let mut words = document.tokens[tokens.clone()].iter();
    let mut cues = scene.matches.at(tokens.start).iter();
    words.any(|word| content(word.pos))
        || cues.any(|cue| cue.tokens == *tokens && scene.cues.cue(cue.cue).pos != CuePos::Phrase)
        || document
            .clauses_beside(tokens.start)
            .iter()
            .any(|clause| clause.negation.is_some_and(|n| *tokens == (n..n + 1)))
}

/// Words that a reader is shown for one decision.
const SHOWN: usize = 3;

fn reasons(
    scene: &Scene<'_>,
    reading: &Reading,
    stance: Stance,
    mention: &ProposalMention,
) -> Vec<Step> {
    let mut tokens = reading.reasons(stance, usize::MAX);
    tokens.retain(|tokens| tells(scene, tokens));
    tokens.truncate(SHOWN);
    if tokens.is_empty() && tells(scene, &mention.tokens) {
        tokens.push(mention.tokens.clone());
    }
    tokens.sort_by_key(|t| t.start);
    tokens
        .into_iter()
        .map(|t| Step {
            rule: format!("{}{}", Statement::SCORED, stance.name()),
            start: t.start,
            end: t.end,
        })
        .collect()
}
