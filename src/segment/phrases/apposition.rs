//! The two names of one thing: "the French president, Emmanuel Macron", "Guido Crosetto, Italy's defence minister,".

use super::times::is_time;
use crate::lexicon::WordClasses;
use crate::model::{NounPhrase, Owner, Pos, Token};

/// Links appositions: "the French president, Emmanuel Macron, said"; "Guido Crosetto, Italy's defence minister,".
pub(super) fn appose(
    tokens: &[Token],
    classes: &WordClasses,
    phrases: &mut [NounPhrase],
    first: usize,
) {
    for i in first..phrases.len() {
        if phrases[i].coordinated.is_some() || is_time(classes, tokens, &phrases[i]) {
            continue;
        }
        let Some(comma) = tokens.get(phrases[i].tokens.end) else {
            continue;
        };
        if comma.lower != "," {
            continue;
        }
        let mut j = i + 1;
        // "Guido Crosetto, Italy's defence minister": the owner comes first, what it owns is the apposition.
        while j + 1 < phrases.len()
            && matches!(phrases[j + 1].owner, Some(Owner::Phrase(o)) if o == j)
        {
            j += 1;
        }
        let Some(begin) = phrases.get(i + 1).map(|p| p.tokens.start) else {
            continue;
        };
        if begin != phrases[i].tokens.end + 1
            || j >= phrases.len()
            || phrases[j].coordinated.is_some()
        {
            continue;
        }
        if tokens[phrases[i].head].sentence != tokens[phrases[j].head].sentence {
            continue;
        }
        let proper = |p: &NounPhrase| tokens[p.head].pos == Pos::Proper;
        let mut end = phrases[j].tokens.end;
        // A prepositional phrase may follow the title: "minister of defence of Italy,".
        while end < tokens.len() && tokens[end].pos == Pos::Preposition {
            let Some(next) = phrases[j..].iter().find(|p| p.preposition == Some(end)) else {
                break;
            };
            end = next.tokens.end;
        }
        end = past_acts(tokens, end);
        let closed = tokens.get(end).is_none_or(|t| {
            matches!(
                t.lower.as_str(),
                "," | "." | ";" | ")" | "\u{2014}" | "\u{2013}"
            ) || t.sentence != tokens[phrases[j].head].sentence
        });
        // "The ambassador to NATO, Anna Berg": a name behind the name of what she is sent to.
        let over = bearer(tokens, classes, phrases, i);
        let named = phrases[j].tokens.len() > 1 && proper(&phrases[j]);
        let head = &tokens[phrases[over].head];
        let of_bearer = over != i && named && !proper(&phrases[over]) && head.lower == head.lemma;
        // "The Republican, Anna Berg, said": an article before one word with a capital, a name, and the verb.
        let partisan = phrases[i].tokens.len() == 2
            && tokens[phrases[i].tokens.start].pos == Pos::Determiner
            && named
            && tokens[phrases[j].tokens.start].pos == Pos::Proper
            && tokens.get(end).is_some_and(|t| t.lower == ",")
            && tokens.get(end + 1).is_some_and(|t| t.pos.is_verb());
        if closed
            && (proper(&phrases[i]) != proper(&phrases[j]) || of_bearer || partisan)
            && !(proper(&phrases[i])
                && fronted(tokens, &phrases[i])
                && named_next(tokens, phrases, end))
        {
            phrases[j].apposition = Some(if proper(&phrases[j]) { over } else { i });
        }
    }
}

/// "a critic of sending troops,", "an opponent of the plan to go there,": where what hangs on a noun holds an act, the comma that ends it.
fn past_acts(tokens: &[Token], end: usize) -> usize {
    let is = |t: usize, pos: &[Pos]| tokens.get(t).is_some_and(|x| pos.contains(&x.pos));
    let act = is(end, &[Pos::Preposition]) && is(end + 1, &[Pos::VerbIng])
        || is(end, &[Pos::To]) && is(end + 1, &[Pos::VerbBase, Pos::Auxiliary]);
    if !act {
        return end;
    }
    let sentence = tokens[end].sentence;
    let mut rest = (end + 2..tokens.len()).take_while(|t| tokens[*t].sentence == sentence);
    let finite = [Pos::VerbThird, Pos::Modal, Pos::Relative, Pos::Subordinator];
    rest.find(|t| tokens[*t].lower == "," || finite.contains(&tokens[*t].pos))
        .filter(|t| tokens[*t].lower == ",")
        .unwrap_or(end)
}

/// "The leader of the movement, Anna Berg": the name is that of the person whose noun opens the chain, not of the thing at its end.
fn bearer(tokens: &[Token], classes: &WordClasses, phrases: &[NounPhrase], last: usize) -> usize {
    let person = |p: usize| {
        let lemma = &tokens[phrases[p].head].lemma;
        classes.person_nouns.contains(lemma) || classes.heading_nouns.contains(lemma)
    };
    let mut at = last;
    while !person(at)
        && let Some(x) = phrases[at].preposition
        && let Some(up) = phrases[..at].iter().rposition(|p| p.tokens.end == x)
    {
        at = up;
    }
    if person(at) { at } else { last }
}

/// Whether a phrase stands under a preposition before the first verb of its sentence: "Speaking in Davos".
fn fronted(tokens: &[Token], phrase: &NounPhrase) -> bool {
    let sentence = tokens[phrase.head].sentence;
    phrase.preposition.is_some()
        && !tokens[..phrase.head]
            .iter()
            .rev()
            .take_while(|t| t.sentence == sentence)
            .any(|t| {
                matches!(
                    t.pos,
                    Pos::VerbPast | Pos::VerbThird | Pos::Auxiliary | Pos::Modal
                )
            })
}

/// Whether a name between commas follows: "..., the president, Anna Berg, said".
fn named_next(tokens: &[Token], phrases: &[NounPhrase], comma: usize) -> bool {
    let at = phrases.partition_point(|p| p.tokens.start <= comma);
    phrases.get(at).is_some_and(|p| {
        p.tokens.start == comma + 1
            && tokens[p.head].pos == Pos::Proper
            && tokens.get(p.tokens.end).is_some_and(|t| t.lower == ",")
    })
}
