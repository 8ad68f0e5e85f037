//! Members of one coordination: "France and Britain", "the president of France and the prime minister of Italy".

use rustc_hash::FxHashSet;

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
        let mut members = vec![i];
        let mut closed = false;
        for j in i + 1..phrases.len() {
            if matches!(phrases[j].owner, Some(Owner::Phrase(o)) if o == last) {
                // "Estonia's prime minister and Latvia's president": what is owned is the member.
                if last == i {
                    break;
                }
                members.pop();
                members.push(j);
                last = j;
                if closed {
                    break;
                }
                continue;
            }
            if closed {
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
                    members.push(j);
                    closed = true;
                }
                [","] => {
                    last = j;
                    members.push(j);
                }
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
            if members.len() == 2
                && let Some(governor) = parallel(tokens, phrases, first, i, last)
            {
                members[0] = governor;
            }
            for pair in members.windows(2) {
                phrases[pair[0]].coordinated = Some(pair[1]);
            }
            // A preposition before the first governs all.
            let preposition = phrases[members[0]].preposition;
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

/// "The president of France and the prime minister of Italy": what the first of two hangs on by "of", where the second has such a phrase of its own
/// and both begin alike.
fn parallel(
    tokens: &[Token],
    phrases: &[NounPhrase],
    first: usize,
    i: usize,
    last: usize,
) -> Option<usize> {
    let governor = i.checked_sub(1).filter(|g| *g >= first)?;
    let of = |p: usize| {
        let end = phrases[p].tokens.end;
        let next = phrases.get(p + 1)?;
        (next.preposition == Some(end) && tokens[end].lower == "of").then_some(())
    };
    of(governor)?;
    // "the president of France and Germany's chancellor".
    if matches!(phrases[last].owner, Some(Owner::Phrase(_))) {
        return (tokens[phrases[last].head].pos == Pos::Noun).then_some(governor);
    }
    of(last)?;
    let opens = |p: usize| {
        let start = &tokens[phrases[p].tokens.start];
        (start.pos == Pos::Determiner, start.capital)
    };
    let (one, other) = (opens(governor), opens(last));
    let alike = one.0 && other.0 || !one.0 && !other.0 && one.1 && other.1;
    alike.then_some(governor)
}

/// Where a member begins: with whoever owns it ("Italy's Meloni").
fn member_start(phrases: &[NounPhrase], member: usize) -> usize {
    let first = match phrases[member].owner {
        Some(Owner::Phrase(owner)) => owner,
        _ => member,
    };
    phrases[first].tokens.start
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
    let start = member_start(phrases, last);
    if tokens[start - 1].lower == "and" && tokens[start - 2].lower == "," {
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
        && tokens[start - 2].lower == ","
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

#[cfg(test)]
mod tests {
    use crate::segment::tests::{clause, parse};

    #[test]
    fn heads_are_joined_with_heads() {
        for text in [
            "The president of France and the prime minister of Italy refused.",
            "President of France Emmanuel Macron and Prime Minister of Italy Giorgia Meloni refused.",
            "Estonia's president and Latvia's chancellor refused.",
            "The president of Estonia and Latvia's chancellor refused.",
        ] {
            let d = parse(text);
            let subject = clause(&d, "refused").0.subjects[0];
            let phrase = &d.phrases[subject];
            let next = phrase.coordinated.map(|n| &d.phrases[n]);
            let heads = [Some(phrase), next].map(|p| p.map(|p| d.tokens[p.head].lower.as_str()));
            let first = heads[0].unwrap_or_default();
            assert_eq!(first, "president", "{text}");
            assert!(
                matches!(heads[1], Some("minister" | "chancellor")),
                "{text}"
            );
        }
    }

    #[test]
    fn what_begins_otherwise_is_joined_with_what_is_nearest() {
        let d = parse("A meeting of leaders and heads of state failed.");
        let leaders = d
            .phrases
            .iter()
            .position(|p| d.tokens[p.head].lower == "leaders");
        let joined = leaders.and_then(|p| d.phrases[p].coordinated);
        assert_eq!(
            joined.map(|p| d.tokens[d.phrases[p].head].lower.as_str()),
            Some("heads")
        );
    }
}
