//! How noun phrases stand together: members of one coordination, and the two names of one thing.

use rustc_hash::FxHashSet;

use super::times::is_time;
use crate::lexicon::WordClasses;
use crate::model::{NounPhrase, Owner, Pos, Token};

/// Links the members of coordinations: "France and Britain", "Italy, Spain and Greece".
pub(super) fn coordinate(
    tokens: &[Token],
    classes: &WordClasses,
    phrases: &mut [NounPhrase],
    first: usize,
    content_verbs: &FxHashSet<String>,
) {
    let mut i = first;
    while i + 1 < phrases.len() {
        // "Inside the bloc itself, Rome and Madrid": such a word belongs to what stands before it.
        if tokens[phrases[i].head].lower.ends_with("self") {
            i += 1;
            continue;
        }
        // The longest chain from i of phrases joined by commas and closed by a conjunction.
        let mut last = i;
        let mut closed = false;
        for j in i + 1..phrases.len() {
            if phrases[j].owner.is_some()
                && matches!(phrases[j].owner, Some(Owner::Phrase(o)) if o == last)
            {
                break;
            }
            // "to Ukraine, both Rome and Madrid say": a pair of its own.
            let opens = |p: &NounPhrase, word: &str| tokens[p.tokens.start].lower == word;
            // "a treaty for Kyiv and no troops": what is refused goes with nothing that is not.
            let refused = opens(&phrases[j], "no") && !opens(&phrases[i], "no");
            if opens(&phrases[j], "both") || refused {
                break;
            }
            let between = &tokens[phrases[j - 1].tokens.end..phrases[j].tokens.start];
            let words: Vec<&str> = between
                .iter()
                .map(|t| t.lower.as_str())
                .filter(|w| *w != "\"")
                .collect();
            match words.as_slice() {
                ["and" | "or" | "&" | "nor"]
                | [",", "and" | "or"]
                | ["as", "well", "as"]
                | [",", "as", "well", "as"]
                | ["and", "both" | "also" | "even"] => {
                    last = j;
                    closed = true;
                    break;
                }
                [","] => last = j,
                _ => break,
            }
        }
        closed |= last > i && is_list(tokens, &phrases[i..=last]);
        if closed && last > i + 1 && opens_before_subject(tokens, phrases, i, last) {
            i += 1;
            continue;
        }
        // "will not want them, and Paris does not": such a form is an object, whatever follows.
        let object = matches!(
            tokens[phrases[i].head].lower.as_str(),
            "them" | "him" | "us" | "me"
        ) && tokens[phrases[i].head].pos == Pos::Pronoun;
        let bare = !object
            && phrases[i].tokens.start.checked_sub(1).is_some_and(|v| {
                tokens[v].pos.is_verb() && content_verbs.contains(&tokens[v].lemma)
            });
        if closed
            && last > i
            && (bare && !is_object(tokens, phrases, i, last)
                || !opens_next_clause(tokens, classes, phrases, i, last, content_verbs))
        {
            for (k, phrase) in phrases[i..last].iter_mut().enumerate() {
                phrase.coordinated = Some(i + k + 1);
            }
            // A preposition before the first governs all.
            let preposition = phrases[i].preposition;
            for phrase in &mut phrases[i + 1..=last] {
                if phrase.preposition.is_none() {
                    phrase.preposition = preposition;
                }
            }
            i = last;
        } else {
            i += 1;
        }
    }
}

/// "Unlike France, Spain and Portugal have not said": whether the comma behind the first ends what a preposition opens the sentence with, because
/// the verb would else be left without a subject.
fn opens_before_subject(
    tokens: &[Token],
    phrases: &[NounPhrase],
    first: usize,
    last: usize,
) -> bool {
    let Some(opener) = phrases[first].preposition else {
        return false;
    };
    let sentence = tokens[opener].sentence;
    let opens = opener == 0 || tokens[opener - 1].sentence != sentence;
    let comma = tokens[phrases[first].tokens.end].lower == ",";
    let next = tokens[phrases[last].tokens.end..]
        .iter()
        .take_while(|t| t.sentence == sentence)
        .find(|t| t.pos != Pos::Adverb);
    let free = phrases[first + 1..=last]
        .iter()
        .all(|p| p.preposition.is_none());
    opens
        && comma
        && free
        && next.is_some_and(|t| {
            matches!(
                t.pos,
                Pos::VerbPast | Pos::VerbThird | Pos::VerbBase | Pos::Auxiliary | Pos::Modal
            )
        })
}

/// "approved it and the parliament has": two would not have a verb in the singular.
fn is_object(tokens: &[Token], phrases: &[NounPhrase], first: usize, last: usize) -> bool {
    let next = tokens.get(phrases[last].tokens.end);
    tokens[phrases[first].head].lower == "it"
        && next.is_some_and(|t| {
            t.pos == Pos::VerbThird || matches!(t.lower.as_str(), "has" | "is" | "was" | "does")
        })
}

/// "Poland, Italy, Greece have": names alone, with no conjunction, in front of a verb or the dash of a list.
fn is_list(tokens: &[Token], members: &[NounPhrase]) -> bool {
    let names = members
        .iter()
        .all(|p| tokens[p.head].pos == Pos::Proper && p.preposition.is_none());
    let sentence = tokens[members[0].head].sentence;
    let next = members.last().and_then(|p| tokens.get(p.tokens.end));
    let first = members[0].tokens.start;
    let opens = first == 0 || tokens[first - 1].sentence != sentence;
    // Two might be a name and what it is in ("Narva, Oslo said"); no single one agrees with a base form.
    let several = members.len() > 2 || next.is_some_and(|t| t.pos == Pos::VerbBase);
    names
        && opens
        && several
        && next.is_some_and(|t| {
            t.sentence == sentence
                && (matches!(
                    t.pos,
                    Pos::Auxiliary | Pos::Modal | Pos::VerbBase | Pos::VerbPast
                ) || matches!(t.lower.as_str(), "-" | "\u{2013}" | "\u{2014}"))
        })
}

/// Whether the last member rather is the subject of a further clause: "Macron met Starmer and Scholz said".
fn opens_next_clause(
    tokens: &[Token],
    classes: &WordClasses,
    phrases: &[NounPhrase],
    first: usize,
    last: usize,
    content_verbs: &FxHashSet<String>,
) -> bool {
    let sentence = tokens[phrases[first].head].sentence;
    let mut end = phrases[last].tokens.end;
    // "guarantees, and the force with Paris at its head will": what hangs on the subject stands between it and its verb.
    if tokens[phrases[last].tokens.start - 1].lower == "and"
        && tokens[phrases[last].tokens.start - 2].lower == ","
    {
        while let Some(next) = phrases
            .get(last + 1..)
            .and_then(|rest| rest.iter().find(|p| p.preposition == Some(end)))
        {
            end = next.tokens.end;
        }
    }
    // "soldiers in Ukraine, and Berg, who will follow him, says": so does a clause between commas.
    let aside = |t: usize| tokens.get(t).filter(|x| x.sentence == sentence);
    if aside(end).is_some_and(|t| t.lower == ",")
        && aside(end + 1).is_some_and(|t| t.pos == Pos::Relative && t.lower.starts_with("who"))
        && tokens[phrases[last].tokens.start - 2].lower == ","
        && let Some(close) = (end + 2..tokens.len())
            .take_while(|t| aside(*t).is_some())
            .find(|t| tokens[*t].lower == ",")
    {
        end = close + 1;
    }
    let after = tokens[end..]
        .iter()
        .take_while(|t| t.sentence == sentence)
        .find(|t| t.pos != Pos::Adverb);
    let finite = after.is_some_and(|t| {
        matches!(
            t.pos,
            Pos::VerbPast | Pos::VerbThird | Pos::Auxiliary | Pos::Modal
        )
    });
    // "if there is a truce and member states agree": a base form is finite too, unless somebody lets or will see them do so.
    let base = after.is_some_and(|t| t.pos == Pos::VerbBase)
        && tokens[..phrases[first].tokens.start]
            .iter()
            .rev()
            .take_while(|t| t.sentence == sentence)
            .find(|t| t.pos.is_verb() || matches!(t.pos, Pos::Modal | Pos::Auxiliary))
            .is_some_and(|t| {
                t.lemma == "be" && t.pos == Pos::Auxiliary
                    || matches!(t.pos, Pos::VerbPast | Pos::VerbThird)
                        && !content_verbs.contains(&t.lemma)
                        && !classes.bare_infinitive_verbs.contains(&t.lemma)
            });
    if !finite && !base {
        return false;
    }
    // "the force proposed by France and Britain was": the agents of a participle on a noun, which waits for its verb.
    if phrases[first].preposition.is_some_and(|by| {
        tokens[by].lower == "by"
            && by >= 2
            && matches!(tokens[by - 1].pos, Pos::VerbParticiple | Pos::VerbPast)
            && tokens[by - 2].pos == Pos::Noun
    }) {
        return false;
    }
    tokens[..phrases[first].tokens.start]
        .iter()
        .rev()
        .take_while(|t| t.sentence == sentence)
        .take_while(|t| !matches!(t.pos, Pos::Subordinator | Pos::Relative) && t.lower != ",")
        // "the force proposed by France and Britain was": a bare participle leaves the clause without its verb.
        .any(|t| t.pos.is_verb() && t.pos != Pos::VerbParticiple || t.pos == Pos::Auxiliary)
}

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
