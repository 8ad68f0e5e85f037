//! Parts of speech: the language pack's word lists give candidates, a Viterbi pass over hand-set transitions chooses among them.
//!
//! News of one topic needs little: whether "force", "plan", "demand", "back" is a noun or a verb, where the verb groups are, what is a name. A
//! trained tagger was not wanted for that: no treebank is part of this project, and every choice here can be read.

mod beside_subjects;
mod fixed;
mod unlisted;
mod lemma;
mod transitions;
mod candidates;
mod context;
mod correlatives;
mod names;
mod objects;
mod likes;
mod reduced_relatives;
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
    words: FxHashMap<String, Known>,
    /// What is known of any other word.
    unknown: Known,
    inflector: Arc<Inflector>,
    fixed: FixedExpressions,
    /// Small words inside names of persons.
    name_particles: FxHashSet<String>,
    /// Verbs that take a clause as their object: their past form is seldom a participle after a noun.
    reporting: FxHashSet<String>,
    /// Verbs that take a clause that no word opens ("said troops came", "hopes they come").
    clausal: FxHashSet<String>,
    /// Verbs with the preposition that they govern ("stand behind"), which their noun does not take.
    prepositional: FxHashSet<String>,
    /// Nouns for those who may hold something ("ally", "capital").
    holders: FxHashSet<String>,
    /// How words end that are in no list.
    endings: Endings,
    /// Verbs that take two objects ("offered Kyiv guarantees").
    giving: FxHashSet<String>,
}

/// What the lists of the language pack and the topic say of a word, verb forms aside.
#[expect(
    clippy::struct_excessive_bools,
    reason = "a word may stand in any of these lists"
)]
#[derive(Debug, Default)]
struct Known {
    /// Readings as a word of a closed class.
    closed: Vec<(Pos, i32)>,
    /// Lemma of an auxiliary.
    auxiliary: Option<String>,
    noun: bool,
    /// Singular of an irregular plural.
    singular: Option<String>,
    adjective: bool,
    /// Adjective of a country ("french"), which is written with a capital.
    demonym: bool,
    /// Word of the topic's names: at a sentence's start a capital does not tell a name, these do.
    name: bool,
}

/// Score of a reading that the lists know, against one guessed from the word's ending.
const KNOWN: i32 = 3;
/// Most tokens of a label before a dash.
const LABEL: usize = 8;

impl PosTagger {
    pub(super) fn new(lexicons: &Lexicons) -> Self {
        let told = lexicons.language.reporting.iter().filter(|v| {
            let tells = matches!(v.class.as_str(), "neutral" | "belief" | "perceive");
            tells && v.inverted && v.content.iter().any(|c| c == "that")
        });
        let told = told.map(|v| v.lemma.clone());
        let words = &lexicons.language.words;
        let mut all: FxHashMap<String, Known> = FxHashMap::default();
        let mut put = |list: &[String], pos: Pos, weight: i32| {
            for word in list {
                let closed = &mut all.entry(word.clone()).or_default().closed;
                if !closed.iter().any(|(p, _)| *p == pos) {
                    closed.push((pos, weight));
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
        put(&words.possessives, Pos::Possessive, KNOWN);
        put(&words.pronouns, Pos::Pronoun, KNOWN);
        let mut known = |word: &str, tell: &dyn Fn(&mut Known)| {
            tell(all.entry(word.to_owned()).or_default());
        };
        for (lemma, forms) in &words.auxiliaries {
            for form in forms {
                known(form, &|k| k.auxiliary = Some(lemma.clone()));
            }
        }
        for noun in words.nouns.iter().chain(&words.plural_only) {
            known(noun, &|k| k.noun = true);
        }
        for plural in &words.irregular_plurals {
            known(&plural.plural, &|k| k.singular = Some(plural.lemma.clone()));
        }
        for adjective in &words.adjectives {
            known(adjective, &|k| k.adjective = true);
        }
        #[expect(
            clippy::iter_over_hash_type,
            reason = "each marks its own word, whatever the order"
        )]
        for adjective in &lexicons.language.classes.region_adjectives {
            known(adjective, &|k| k.demonym = true);
        }
        for actor in &lexicons.topic.actors {
            for demonym in &actor.demonyms {
                known(&demonym.to_lowercase(), &|k| k.demonym = true);
            }
            let texts = actor
                .aliases
                .iter()
                .map(|a| &a.text)
                .chain(&actor.metonyms)
                .chain([&actor.name]);
            let words = texts.flat_map(|t| t.split([' ', '-']));
            for word in words.filter(|w| w.starts_with(char::is_uppercase)) {
                known(&word.to_lowercase(), &|k| k.name = true);
            }
        }
        Self {
            words: all,
            unknown: Known::default(),
            inflector: Arc::clone(&lexicons.language.inflector),
            endings: words.endings.clone(),
            giving: lexicons.language.classes.two_object_verbs.clone(),
            prepositional: lexicons.language.classes.prepositional_verbs.clone(),
            clausal: lexicons
                .language
                .classes
                .content_verbs
                .iter()
                .cloned()
                .chain(told)
                .collect(),
            holders: lexicons.language.classes.holder_nouns.clone(),
            name_particles: words.name_particles.iter().cloned().collect(),
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

    /// What each word of a sentence may be, and which words belong to fixed expressions, both counted from the range's start.
    fn readings(
        &self,
        tokens: &[Token],
        range: &Range<usize>,
        known: &[&Known],
    ) -> (Vec<repairs::Readings>, Vec<bool>) {
        let titled = is_title_case(&tokens[range.clone()]);
        let mut candidates: Vec<Vec<(Pos, i32)>> = Vec::with_capacity(range.len());
        let mut first = true;
        for t in range.clone() {
            let token = &tokens[t];
            candidates.push(self.candidates(token, known[t - range.start], first, titled));
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
        names::particles(tokens, range, &self.name_particles, &mut candidates);
        repairs::constrain(tokens, range, &mut candidates, |word| self.is_plural(word));
        subjects::that_in_front(tokens, range, &mut candidates);
        repairs::name_examples(tokens, range, &mut candidates);
        objects::verbs_before_objects(tokens, range, &mut candidates, |word| {
            singulars(word).any(|s| s != word && self.holders.contains(s.as_ref()))
        });
        let mut settled = vec![false; range.len()];
        let mut t = range.start;
        while t < range.end {
            let number = |n: usize| {
                candidates[n - range.start]
                    .iter()
                    .any(|(p, _)| *p == Pos::Number)
            };
            let Some((len, pos)) = self.fixed.at(tokens, t, range, number) else {
                t += 1;
                continue;
            };
            for i in t - range.start..t - range.start + len {
                candidates[i] = vec![(pos, KNOWN + 1)];
                settled[i] = true;
            }
            t += len;
        }
        (candidates, settled)
    }

    fn sentence(&self, tokens: &mut [Token], range: Range<usize>) {
        let known: Vec<&Known> = tokens[range.clone()]
            .iter()
            .map(|t| self.known(&t.lower))
            .collect();
        let (candidates, settled) = self.readings(tokens, &range, &known);
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
        let countries: Vec<bool> = tokens[range.clone()]
            .iter()
            .map(|t| self.is_demonym(&t.lower))
            .collect();
        let demonym = |t: usize| countries[t - range.start];
        repairs::countries_by_adjective(tokens, &range, demonym, only_verb);
        repairs::verbs_after_modal(tokens, &range, |t| reading(t, Pos::VerbBase));
        subjects::prepositions_before_subjects(tokens, &range);
        subjects::verbs_after_names(tokens, &range, |t| reading(t, Pos::VerbBase));
        subjects::provisos_behind_clauses(tokens, &range, reading);
        subjects::verbs_before_particles(tokens, &range, reading);
        correlatives::neither_nor(tokens, &range, reading);
        repairs::participles_after_auxiliary(tokens, &range, |t| reading(t, Pos::VerbParticiple));
        repairs::adjectives_after_be(tokens, &range, |t| reading(t, Pos::Adjective));
        told::past_after_report(
            tokens,
            &range,
            |t| {
                let readings = self.inflector.verb(&t.lower);
                readings
                    .iter()
                    .any(|(l, _)| self.reporting.contains(l.as_ref()))
            },
            |t| reading(t, Pos::VerbPast),
            only_verb,
        );
        repairs::participles_before_by(tokens, &range, |t| reading(t, Pos::VerbParticiple));
        repairs::pasts_after_pronouns(tokens, &range, |t| reading(t, Pos::VerbPast));
        context::verbs_after_inversion(tokens, &range, reading);
        context::verbs_after_help(tokens, &range, reading);
        context::verbs_after_conjunction(tokens, &range, reading);
        let governs = |verb: &str, next: &str| {
            let readings = self.inflector.verb(verb);
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
            readings
                .iter()
                .any(|(l, _)| self.giving.contains(l.as_ref()))
        };
        context::nouns_after_bare_nouns(tokens, &range, reading, |w| self.is_plural(w), gives);
        beside_subjects::floating_quantifiers(tokens, &range, reading);
        beside_subjects::verbs_after_do(tokens, &range, reading);
        let tells = |word: &str| {
            let mut readings = self.inflector.verb(word).iter();
            readings.any(|(l, _)| self.clausal.contains(l.as_ref()))
        };
        beside_subjects::nouns_behind_countries(tokens, &range, demonym, reading, tells);
        context::refine(tokens, &range, &settled);
        objects::participles_after_time(tokens, &range, reading, |w| self.fixed.is_time(w));
        reduced_relatives::participles_behind_objects(tokens, &range, reading, tells);
        beside_subjects::exceptions(tokens, &range);
        beside_subjects::past_before_coordinate(tokens, &range, reading);
        context::past_where_no_verb(tokens, &range, reading);
        for (t, known) in range.zip(known) {
            let lemma = self.lemma(&tokens[t], known);
            tokens[t].lemma = lemma;
        }
    }

    fn known(&self, word: &str) -> &Known {
        self.words.get(word).unwrap_or(&self.unknown)
    }

    /// "British", "Franco-British".
    fn is_demonym(&self, word: &str) -> bool {
        let last = word.rsplit_once('-').map_or(word, |(_, last)| last);
        self.known(last).demonym
    }

    fn is_noun(&self, word: &str) -> bool {
        self.known(word).noun
    }

    fn is_plural(&self, word: &str) -> bool {
        self.known(word).singular.is_some()
            || singulars(word).any(|s| s != word && self.is_noun(&s))
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
