//! Parts of speech: the language pack's word lists give candidates, a Viterbi pass over hand-set transitions chooses among them.
//!
//! News of one topic needs little: whether "force", "plan", "demand", "back" is a noun or a verb, where the verb groups are, what is a name. A
//! trained tagger was not wanted for that: no treebank is part of this project, and every choice here can be read.

mod fixed;
mod unlisted;
mod lemma;
mod transitions;
mod candidates;
mod context;
mod names;
mod repairs;
mod subjects;
mod told;

use std::sync::Arc;

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::lexicon::{Endings, Inflector, Lexicons, VerbForm, singulars};
use crate::model::{Document, Pos, Token};

use fixed::FixedExpressions;

/// Assigns parts of speech and lemmas.
#[derive(Debug)]
pub(super) struct PosTagger {
    closed: FxHashMap<String, Vec<(Pos, i32)>>,
    auxiliaries: FxHashMap<String, String>,
    nouns: FxHashSet<String>,
    plurals: FxHashMap<String, String>,
    adjectives: FxHashSet<String>,
    /// Adjectives of countries ("french"), which are written with a capital.
    demonyms: FxHashSet<String>,
    /// Words of the topic's names, lower case: at a sentence's start a capital does not tell a name, these do.
    names: FxHashSet<String>,
    inflector: Arc<Inflector>,
    fixed: FixedExpressions,
    /// Verbs that take a clause as their object: their past form is seldom a participle after a noun.
    reporting: FxHashSet<String>,
    /// Verbs with the preposition that they govern ("stand behind"), which their noun does not take.
    prepositional: FxHashSet<String>,
    /// Verbs that take two objects ("offered Kyiv guarantees").
    /// How words end that are in no list.
    endings: Endings,
    giving: FxHashSet<String>,
}

/// Score of a reading that the lists know, against one guessed from the word's ending.
const KNOWN: i32 = 3;
/// Most tokens of a label before a dash.
const LABEL: usize = 8;

impl PosTagger {
    pub(super) fn new(lexicons: &Lexicons) -> Self {
        let words = &lexicons.language.words;
        let mut closed: FxHashMap<String, Vec<(Pos, i32)>> = FxHashMap::default();
        let mut put = |list: &[String], pos: Pos, weight: i32| {
            for word in list {
                let known = closed.entry(word.clone()).or_default();
                if !known.iter().any(|(p, _)| *p == pos) {
                    known.push((pos, weight));
                }
            }
        };
        // "that" before a noun may be either; it more often opens a clause.
        put(&["that".to_owned()], Pos::Determiner, KNOWN - 1);
        put(&words.determiners, Pos::Determiner, KNOWN);
        put(&words.prepositions, Pos::Preposition, KNOWN);
        put(&words.coordinators, Pos::Conjunction, KNOWN);
        // Subordinators of several words are found by their first word.
        put(&words.subordinators, Pos::Subordinator, KNOWN);
        put(&words.relatives, Pos::Relative, KNOWN);
        put(&words.interrogatives, Pos::Relative, KNOWN - 1);
        put(&words.modals, Pos::Modal, KNOWN + 1);
        put(&words.adverbs, Pos::Adverb, KNOWN);
        put(&["there".to_owned()], Pos::Adverb, KNOWN);
        put(&words.cardinals, Pos::Number, KNOWN);
        put(&words.ordinals, Pos::Adjective, KNOWN);
        let possessive: Vec<String> = words
            .pronouns
            .iter()
            .filter(|p| p.possessive)
            .map(|p| p.text.clone())
            .collect();
        let standing: Vec<String> = words
            .pronouns
            .iter()
            .filter(|p| !p.possessive)
            .map(|p| p.text.clone())
            .collect();
        put(&possessive, Pos::Possessive, KNOWN);
        put(&standing, Pos::Pronoun, KNOWN);
        let mut demonyms = FxHashSet::default();
        let mut names = FxHashSet::default();
        for actor in &lexicons.topic.actors {
            demonyms.extend(actor.demonyms.iter().map(|d| d.to_lowercase()));
            let texts = actor
                .aliases
                .iter()
                .map(|a| &a.text)
                .chain(&actor.metonyms)
                .chain([&actor.name]);
            let words = texts.flat_map(|t| t.split([' ', '-']));
            names.extend(
                words
                    .filter(|w| w.starts_with(char::is_uppercase))
                    .map(str::to_lowercase),
            );
        }
        demonyms.extend(lexicons.language.classes.region_adjectives.iter().cloned());
        Self {
            closed,
            auxiliaries: words
                .auxiliaries
                .iter()
                .flat_map(|(l, fs)| fs.iter().map(move |f| (f.clone(), l.clone())))
                .collect(),
            nouns: words
                .nouns
                .iter()
                .chain(&words.plural_only)
                .cloned()
                .collect(),
            plurals: words
                .irregular_plurals
                .iter()
                .map(|p| (p.plural.clone(), p.lemma.clone()))
                .collect(),
            adjectives: words.adjectives.iter().cloned().collect(),
            demonyms,
            names,
            inflector: Arc::clone(&lexicons.language.inflector),
            endings: words.endings.clone(),
            giving: lexicons.language.classes.two_object_verbs.clone(),
            prepositional: lexicons.language.classes.prepositional_verbs.clone(),
            fixed: FixedExpressions::new(words, Arc::clone(&lexicons.language.classes)),
            reporting: lexicons
                .language
                .reporting
                .iter()
                .filter(|v| v.content.iter().any(|c| c == "that"))
                .map(|v| v.lemma.clone())
                .collect(),
        }
    }

    /// Tags every sentence of a document.
    pub(super) fn assign(&self, document: &mut Document) {
        for s in 0..document.sentences.len() {
            self.sentence(&mut document.tokens, document.sentences[s].tokens.clone());
        }
        super::quotations::settle_scare_quotes(document);
    }

    fn sentence(&self, tokens: &mut [Token], range: Range<usize>) {
        let titled = is_title_case(&tokens[range.clone()]);
        let mut candidates: Vec<Vec<(Pos, i32)>> = Vec::with_capacity(range.len());
        let mut first = true;
        for t in range.clone() {
            let token = &tokens[t];
            candidates.push(self.candidates(token, first, titled));
            if token.lower.starts_with(char::is_alphanumeric) {
                first = false;
            } else if matches!(token.lower.as_str(), "\"" | ":") {
                // A quotation or a label begins a sentence inside the sentence.
                first = true;
            } else if matches!(token.lower.as_str(), "-" | "\u{2013}" | "\u{2014}") {
                first = is_label(&tokens[range.start..t]);
            }
        }
        for t in range.start + 1..range.end {
            // Behind a pronoun "'s" is a verb: "it's", "that's", "who's".
            if tokens[t].lower == "'s"
                && matches!(
                    tokens[t - 1].lower.as_str(),
                    "it" | "he" | "she" | "that" | "there" | "what" | "who" | "this" | "here"
                )
            {
                candidates[t - range.start] = vec![(Pos::Auxiliary, KNOWN)];
            }
        }
        repairs::constrain(tokens, &range, &mut candidates, |word| self.is_plural(word));
        let mut settled = vec![false; range.len()];
        let mut t = range.start;
        while t < range.end {
            let number = |n: usize| {
                candidates[n - range.start]
                    .iter()
                    .any(|(p, _)| *p == Pos::Number)
            };
            let Some((len, pos)) = self.fixed.at(tokens, t, &range, number) else {
                t += 1;
                continue;
            };
            for i in t - range.start..t - range.start + len {
                candidates[i] = vec![(pos, KNOWN + 1)];
                settled[i] = true;
            }
            t += len;
        }
        let chosen = transitions::best_path(&candidates);
        for (t, pos) in range.clone().zip(chosen) {
            tokens[t].pos = pos;
        }
        let reading =
            |t: usize, pos: Pos| candidates[t - range.start].iter().any(|(p, _)| *p == pos);
        let only_verb = |t: usize| {
            let known_noun = |(p, weight): &(Pos, i32)| *p == Pos::Noun && *weight >= KNOWN;
            reading(t, Pos::VerbBase) && !candidates[t - range.start].iter().any(known_noun)
        };
        let demonym: Vec<bool> = tokens[range.clone()]
            .iter()
            .map(|t| self.demonyms.contains(&t.lower))
            .collect();
        repairs::countries_by_adjective(tokens, &range, |t| demonym[t - range.start], only_verb);
        repairs::verbs_after_modal(tokens, &range, |t| reading(t, Pos::VerbBase));
        subjects::prepositions_before_subjects(tokens, &range);
        subjects::verbs_after_names(tokens, &range, |t| reading(t, Pos::VerbBase));
        repairs::participles_after_auxiliary(tokens, &range, |t| reading(t, Pos::VerbParticiple));
        repairs::adjectives_after_be(tokens, &range, |t| reading(t, Pos::Adjective));
        told::past_after_report(
            tokens,
            &range,
            |t| {
                let readings = self.inflector.verb(&t.lower);
                readings
                    .iter()
                    .any(|(l, _)| self.reporting.contains(l.as_str()))
            },
            |t| reading(t, Pos::VerbPast),
            only_verb,
        );
        repairs::participles_before_by(tokens, &range, |t| reading(t, Pos::VerbParticiple));
        repairs::pasts_after_pronouns(tokens, &range, |t| reading(t, Pos::VerbPast));
        context::verbs_after_inversion(tokens, &range, reading);
        context::verbs_after_help(tokens, &range, reading);
        context::verbs_after_conjunction(tokens, &range, reading);
        let words: Vec<String> = tokens[range.clone()]
            .iter()
            .map(|t| t.lower.clone())
            .collect();
        let governs = |t: usize| {
            let Some(next) = words.get(t + 1 - range.start) else {
                return false;
            };
            let readings = self.inflector.verb(&words[t - range.start]);
            readings.iter().any(|(lemma, form)| {
                *form == VerbForm::Third && self.prepositional.contains(&format!("{lemma} {next}"))
            })
        };
        names::verbs_after_names(tokens, &range, reading, only_verb, governs);
        told::verbs_in_opened_clauses(tokens, &range, reading);
        repairs::nouns_after_article(tokens, &range, reading);
        context::verbs_before_particles(tokens, &range, reading);
        let gives = |word: &str| {
            let readings = self.inflector.verb(word);
            readings.iter().any(|(l, _)| self.giving.contains(l))
        };
        context::nouns_after_bare_nouns(tokens, &range, reading, |w| self.is_plural(w), gives);
        context::refine(tokens, &range, &settled);
        context::past_where_no_verb(tokens, &range, reading);
        for t in range {
            let lemma = self.lemma(&tokens[t]);
            tokens[t].lemma = lemma;
        }
    }

    fn is_plural(&self, word: &str) -> bool {
        self.plurals.contains_key(word)
            || singulars(word)
                .iter()
                .any(|s| s != word && self.nouns.contains(s))
    }
}

fn put(found: &mut Vec<(Pos, i32)>, pos: Pos, weight: i32) {
    match found.iter_mut().find(|(p, _)| *p == pos) {
        Some(known) => known.1 = known.1.max(weight),
        None => found.push((pos, weight)),
    }
}

/// Whether most long words carry a capital, as in headlines: then a capital tells nothing.
/// Whether words with capitals are all that stands there: "MALTA, CYPRUS - Ready".
fn is_label(tokens: &[Token]) -> bool {
    (1..=LABEL).contains(&tokens.len())
        && tokens
            .iter()
            .all(|t| t.capital || matches!(t.lower.as_str(), "," | "and" | "&"))
}

fn is_title_case(tokens: &[Token]) -> bool {
    let long = tokens
        .iter()
        .filter(|t| t.lower.chars().count() >= 4 && t.lower.starts_with(char::is_alphabetic));
    let (capital, all) = long.fold((0, 0), |(c, n), t| (c + usize::from(t.capital), n + 1));
    all >= 3 && capital * 10 >= all * 8
}
