//! Sentences that go on about a proposal without a word for it: "It was too early, he said." "Warsaw said no."

use crate::model::{Document, ProposalForm, ProposalMention};
use crate::stance::Scene;
use crate::stance::holders::innermost;

/// Sentences back in which the proposal is looked for.
const REACH: usize = 3;
/// From this certainty on a mention counts as under discussion.
const DISCUSSED: u8 = 50;
/// What every sentence between costs of the certainty, in hundredths.
const FADING: usize = 12;

/// One mention for every sentence of the text that has none and comes soon after one: of the proposal last spoken of, at the verb of what is said;
/// with the number of sentences between the two.
pub(super) fn mentions(scene: &Scene<'_>) -> Vec<(ProposalMention, usize)> {
    let document = scene.document;
    let mut list = Vec::new();
    let mut last: Option<(usize, &ProposalMention)> = None;
    let mut next = scene.mentions.proposals.iter().peekable();
    for (s, sentence) in document.sentences.iter().enumerate() {
        let mut named = false;
        while let Some(m) = next.next_if(|m| m.head < sentence.tokens.end) {
            named = true;
            let stays = m.form == ProposalForm::Anaphor
                && last.is_some_and(|(at, l)| at == s && l.form == ProposalForm::Head);
            if m.certainty >= DISCUSSED && !stays {
                last = Some((s, m));
            }
        }
        let Some((at, m)) = last else { continue };
        let evidence = document.paragraphs[sentence.paragraph].is_evidence();
        if named || !evidence || s - at > REACH || sentence.tokens.is_empty() {
            continue;
        }
        let faded = u8::try_from((s - at) * FADING).unwrap_or(u8::MAX);
        let head = said(scene, s);
        let mention = ProposalMention {
            tokens: head..head + 1,
            span: document.tokens[head].span,
            head,
            form: ProposalForm::Anaphor,
            size: None,
            certainty: m.certainty.saturating_sub(faded),
            ..m.clone()
        };
        list.push((mention, s - at));
    }
    list
}

/// The verb of what a sentence says: of its first clause that is no speaking of somebody; its first token where it has no clause.
fn said(scene: &Scene<'_>, sentence: usize) -> usize {
    let document: &Document = scene.document;
    let here = document.clauses.iter().filter(|c| c.sentence == sentence);
    let speaking = |span: crate::model::Span| {
        scene.attributions.iter().any(|a| {
            a.cue
                .is_some_and(|cue| cue.start < span.end && span.start < cue.end)
        })
    };
    let telling = here
        .clone()
        .filter(|c| !speaking(document.tokens[c.verb].span));
    let reported = telling
        .clone()
        .find(|c| innermost(document, scene.attributions, c.verb).is_some());
    reported
        .or_else(|| telling.clone().find(|c| c.finite))
        .or_else(|| here.clone().next())
        .map_or(document.sentences[sentence].tokens.start, |c| c.verb)
}
