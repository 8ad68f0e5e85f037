//! A cue as it is looked for: its words, how they may stand in a text, what may come between them, and what follows an object.

use std::sync::Arc;

use crate::lexicon::{CueClass, CuePos};
use crate::model::{Document, NounPhrase, Pos, Stance, Token};

/// One cue, compiled. There are thousands: they share their words, and the lists of places that many of them have alike.
#[derive(Debug, Clone)]
pub(super) struct CompiledCue {
    pub(super) id: Box<str>,
    pub(super) class: CueClass,
    pub(super) pos: CuePos,
    pub(super) first: Arc<str>,
    /// Words after the first.
    pub(super) rest: Box<[Arc<str>]>,
    /// Those of them that must stand behind the first wherever the cue does, by their number.
    pub(super) needs: Box<[usize]>,
    pub(super) stance: Stance,
    pub(super) strength: f64,
    pub(super) negated: Option<Stance>,
    pub(super) complements: Arc<[String]>,
    pub(super) affects: bool,
    pub(super) readiness: bool,
    pub(super) declared: bool,
}

impl CompiledCue {
    /// Whether the proposal may stand in that place.
    pub(super) fn takes(&self, complement: &str) -> bool {
        self.complements.iter().any(|c| c == complement)
    }

    /// Its words.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&*self.first).chain(self.rest.iter().map(|w| &**w))
    }

    /// The preposition that closes the pattern of a verb, where it may stand before a relative word instead.
    pub(super) fn fronted(&self) -> Option<&str> {
        let [closing] = &*self.rest else {
            return None;
        };
        let parted = self.pos == CuePos::Verb
            && &*self.first != "be"
            && matches!(
                &**closing,
                "on" | "for" | "to" | "behind" | "against" | "with" | "into"
            );
        parted.then_some(closing)
    }

    /// The preposition or infinitive marker that closes the pattern, if one does.
    pub(super) fn closes_with(&self) -> Option<&str> {
        let last = self.rest.last().map(|w| &**w);
        last.filter(|w| is_closing(w) || matches!(*w, "out" | "off"))
    }
}

/// Tokens that may stand between a light verb and its noun ("throw its full weight behind").
const GAP: usize = 3;

/// Tokens of an object that may stand inside a pattern ("ruled a German contribution to the force out").
const OBJECT_GAP: usize = 10;

/// Particles and openers of idioms that follow an object as well as the verb ("ruled it out", "keep the idea on the table").
fn follows_object(cue: &CompiledCue, k: usize) -> bool {
    let word = &*cue.rest[k];
    let last = k + 1 == cue.rest.len();
    match word {
        "out" | "off" | "down" | "up" | "back" | "aside" | "away" | "as" => true,
        // "put … on hold", "take … into account": a preposition that the pattern itself goes on from.
        // "put soldiers into": where somebody puts them tells that they are meant.
        "on" | "in" | "into" | "inside" if last && &*cue.first == "put" => k == 0,
        "on" | "to" | "into" | "under" | "in" | "beyond" | "at" => k == 0 && !last,
        // "call … unacceptable", "make … conditional on": what is made of the object.
        _ => {
            k == 0
                && !is_closing(word)
                && (last || matches!(&*cue.first, "make" | "leave" | "keep" | "call"))
        }
    }
}

/// Prepositions that close a verb's pattern ("push for").
pub(super) fn is_closing(word: &str) -> bool {
    matches!(
        word,
        "for"
            | "of"
            | "on"
            | "against"
            | "about"
            | "with"
            | "in"
            | "from"
            | "over"
            | "at"
            | "by"
            | "behind"
            | "towards"
            | "into"
            | "upon"
            | "to"
            | "that"
            | "around"
            | "ahead"
    )
}

/// Whether a pattern may be found without this word of its rest: articles, and openers of clauses.
pub(super) fn may_be_missing(word: &str) -> bool {
    is_article(word) || matches!(word, "that" | "whether")
}

fn is_article(word: &str) -> bool {
    matches!(word, "a" | "an" | "the" | "its")
}

/// "for months", "for a long time", "in recent weeks": where a time that begins at a token ends.
fn past_time(tokens: &[Token], at: usize, end: usize) -> Option<usize> {
    let opens = at + 1 < end && matches!(tokens[at].lower.as_str(), "for" | "in" | "over");
    let noun = (at + 1..end.min(at + 4)).find(|t| {
        !matches!(
            tokens[*t].pos,
            Pos::Adjective | Pos::Determiner | Pos::Number
        )
    })?;
    let time = matches!(
        tokens[noun].lemma.as_str(),
        "month" | "week" | "year" | "day" | "hour" | "time" | "decade"
    );
    (opens && time).then_some(noun + 1)
}

/// "called on Thursday for", "voted in Berlin against": where a time or a place that begins at a token ends, so that a pattern's preposition may follow.
fn aside(document: &Document, at: usize, end: usize) -> Option<usize> {
    let token = &document.tokens[at];
    let begins = |p: &&NounPhrase| {
        p.preposition == Some(at) || p.preposition.is_none() && p.tokens.start == at
    };
    let phrase = document.phrases_beside(at).iter().find(begins)?;
    let named = document.tokens[phrase.head].pos == Pos::Proper;
    let place = matches!(token.lower.as_str(), "in" | "at") && named;
    let behind = phrase.tokens.end;
    let far = document.tokens.get(behind);
    let ago = far.is_some_and(|t| matches!(t.lower.as_str(), "ago" | "earlier" | "later"));
    let behind = behind + usize::from(ago);
    ((phrase.time || place) && behind < end).then_some(behind)
}

/// Where the words after the first end, if they stand there, and the last verb among them.
pub(super) fn rest_at(
    document: &Document,
    cue: &CompiledCue,
    from: usize,
    end: usize,
) -> Option<(usize, Option<usize>)> {
    let tokens = document.tokens.as_slice();
    let mut at = from;
    let mut verb = None;
    for (k, word) in cue.rest.iter().enumerate() {
        let word = &**word;
        let object = cue.pos == CuePos::Verb && follows_object(cue, k);
        let gap = match cue.pos {
            CuePos::Verb if object => OBJECT_GAP,
            CuePos::Verb if is_closing(word) && k == 0 => 0,
            CuePos::Verb => GAP,
            _ => 0,
        };
        let article = is_article(word);
        let mut skipped = 0;
        if word == "that" && k + 1 == cue.rest.len() && cue.takes("that") && cue.pos == CuePos::Verb
        {
            // "insists (that) Kyiv give it up".
            if tokens
                .get(at)
                .is_some_and(|t| at < end && t.lower == "that")
            {
                at += 1;
            }
            break;
        }
        loop {
            let mut token = tokens.get(at).filter(|_| at < end)?;
            let open = cue.pos != CuePos::Phrase && is_closing(word);
            let parted = |t: usize| open.then(|| aside(document, t, end)).flatten();
            // "voted on Thursday on": the second closes the pattern.
            if open
                && token.reads(word)
                && let Some(behind) = parted(at).filter(|b| tokens[*b].reads(word))
            {
                at = behind;
                token = &tokens[at];
            }
            // "has not decided if": the question may open so too.
            let asked = word == "whether" && token.lower == "if" && k + 1 == cue.rest.len();
            if token.reads(word) || asked {
                if token.pos.is_verb() || token.lower == "do" {
                    verb = Some(at);
                }
                at += 1;
                break;
            }
            // "insisting for months on": a time may stand before a pattern's preposition.
            if cue.pos == CuePos::Verb
                && is_closing(word)
                && let Some(behind) = past_time(tokens, at, end)
            {
                at = behind;
                continue;
            }
            if let Some(behind) = parted(at) {
                at = behind;
                continue;
            }
            let determiner = matches!(token.pos, Pos::Determiner | Pos::Possessive)
                || token.lower == "its"
                || token.lower == "their";
            if article && determiner {
                at += 1;
                break;
            }
            if article && skipped == 0 && tokens[at - 1].pos != Pos::Determiner && k > 0 {
                // "as threats" for "as a threat".
                break;
            }
            let transparent = matches!(token.lower.as_str(), "\"" | "'")
                || token.pos == Pos::Adverb
                || token.lower == "hard"
                || token.lower.ends_with("self")
                || token.lower.ends_with("selves")
                || determiner && gap == 0 && cue.pos != CuePos::Phrase;
            if !transparent {
                skipped += 1;
            }
            let negation = matches!(token.lower.as_str(), "not" | "n't" | "never" | "no");
            // "put no troops into": the object is negated, not the pattern.
            let of_object = object && token.pos == Pos::Determiner;
            let bars = matches!(token.lower.as_str(), "." | ";" | ":" | ",")
                || negation && &*cue.first != "be" && !of_object
                // "has yet to decide" is no "has to".
                || token.lower == "yet" && &*cue.first == "have"
                || object && (token.pos.is_verb() || token.pos == Pos::Modal)
                // "put to a vote in": no object begins with a preposition.
                || object
                    && is_closing(word)
                    && skipped == 1
                    && at == from
                    && token.pos == Pos::Preposition
                // "put soldiers on the ground to hold the line" puts nothing on hold.
                || token.pos == Pos::To && tokens.get(at + 1).is_some_and(|t| t.pos.is_verb())
                // "backing down from plans" backs none.
                || cue.pos == CuePos::Verb
                    && !object
                    && matches!(token.lower.as_str(), "from" | "down" | "against");
            if skipped > gap || bars {
                return None;
            }
            at += 1;
        }
    }
    Some((at, verb))
}

/// Whether a token may begin a cue, whose first word it reads as `key`.
pub(super) fn fits(document: &Document, cue: &CompiledCue, t: usize, key: &str) -> bool {
    let token = &document.tokens[t];
    match cue.pos {
        CuePos::Verb => {
            token.pos.is_verb() || token.pos == Pos::Modal || token.pos == Pos::Auxiliary
        }
        CuePos::Noun => matches!(token.pos, Pos::Noun | Pos::Proper),
        // "the coalition of the willing": an adjective as a noun is no cue.
        // "as close as possible": an adjective in an expression of manner is none either.
        CuePos::Adjective => {
            let manner = token.pos == Pos::Adverb
                && t > document.sentence_of(t).tokens.start
                && document.tokens[t - 1].pos == Pos::Adverb
                && document.tokens[t - 1].lower == "as";
            !manner
                && (!matches!(token.pos, Pos::Noun)
                    || !cue.rest.is_empty()
                    || token.lower == key
                        && document.tokens[t.saturating_sub(1)].pos != Pos::Determiner)
        }
        CuePos::Phrase => true,
    }
}

/// "up to 100 soldiers": whether the words of a phrase only say how many there are of what follows.
pub(super) fn counts(document: &Document, cue: &CompiledCue, end: usize) -> bool {
    let number = |t: &Token| t.pos == Pos::Number;
    cue.pos == CuePos::Phrase
        && cue.closes_with() == Some("to")
        && document.tokens.get(end).is_some_and(number)
}
