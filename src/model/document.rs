//! One article taken apart: paragraphs, sentences, tokens, quotations, phrases and clauses.
//!
//! Everything points into one cleaned text (headline, blank line, body) by byte span, and into one token list by index.

use std::ops::Range;

use super::{CodePoints, List, OffsetMap, Span};

/// Part of speech, as coarse as the clause analysis needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Pos {
    /// Common noun.
    Noun,
    /// Name.
    Proper,
    /// Verb in its base form, or a present form that looks like it.
    VerbBase,
    /// Verb, third person singular present.
    VerbThird,
    /// Verb, past tense.
    VerbPast,
    /// Verb, past participle.
    VerbParticiple,
    /// Verb, -ing form.
    VerbIng,
    /// Form of be, have or do.
    Auxiliary,
    /// Modal.
    Modal,
    /// Infinitive marker.
    To,
    /// Adjective.
    Adjective,
    /// Adverb, negators included.
    Adverb,
    /// Article, demonstrative or quantifier before a noun.
    Determiner,
    /// Personal or demonstrative pronoun standing alone.
    Pronoun,
    /// "his", "their", "'s".
    Possessive,
    /// Preposition.
    Preposition,
    /// "and", "or", "but".
    Conjunction,
    /// "that", "if", "because", "after" before a clause.
    Subordinator,
    /// "who", "which", "what".
    Relative,
    /// Number.
    Number,
    /// Punctuation mark.
    Punctuation,
    /// Anything else.
    Other,
}

impl Pos {
    /// Whether this is a main-verb form.
    pub fn is_verb(self) -> bool {
        matches!(
            self,
            Pos::VerbBase | Pos::VerbThird | Pos::VerbPast | Pos::VerbParticiple | Pos::VerbIng
        )
    }

    /// Whether it may head a noun phrase.
    pub fn is_nominal(self) -> bool {
        matches!(self, Pos::Noun | Pos::Proper | Pos::Pronoun | Pos::Number)
    }
}

/// One word or mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Its bytes in the document.
    pub span: Span,
    /// Lower case, quotation marks and apostrophes made plain.
    pub lower: String,
    /// Dictionary form; equals `lower` where none is known.
    pub lemma: String,
    /// Part of speech.
    pub pos: Pos,
    /// Sentence that holds it.
    pub sentence: usize,
    /// Whether its first letter is a capital.
    pub capital: bool,
    /// Innermost quotation that holds it.
    pub quotation: Option<usize>,
}

impl Token {
    /// Whether it is a word, in that form or by its dictionary form.
    pub fn reads(&self, word: &str) -> bool {
        self.lower == word || self.lemma == word
    }
}

/// What a paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ParagraphRole {
    /// The article's headline.
    Headline,
    /// Text of the story.
    Body,
    /// Newsletter box, caption, credit, teaser ...: never evidence.
    Boilerplate,
}

impl ParagraphRole {
    /// Its name in outputs.
    pub fn name(self) -> &'static str {
        match self {
            ParagraphRole::Headline => "headline",
            ParagraphRole::Body => "body",
            ParagraphRole::Boilerplate => "boilerplate",
        }
    }
}

/// One paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// Its bytes in the document, trimmed.
    pub span: Span,
    /// Its number among the article's paragraphs as given, from 0; none for the headline.
    pub index: Option<usize>,
    /// What it is.
    pub role: ParagraphRole,
    /// False where deduplication dropped it: context, but never evidence.
    pub kept: bool,
    /// Its sentences.
    pub sentences: Range<usize>,
}

impl Paragraph {
    /// Whether a sentence of it may show a stance.
    pub fn is_evidence(&self) -> bool {
        self.kept && self.role != ParagraphRole::Boilerplate
    }
}

/// One sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Its bytes in the document.
    pub span: Span,
    /// The paragraph that holds it.
    pub paragraph: usize,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Its noun phrases.
    pub phrases: Range<usize>,
    /// Its clauses.
    pub clauses: Range<usize>,
}

/// A stretch in quotation marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotation {
    /// Its bytes, marks included.
    pub span: Span,
    /// Its tokens, marks excluded.
    pub tokens: Range<usize>,
    /// Whether it continues the quotation before it over a paragraph break.
    pub continues: bool,
    /// Whether the closing mark stands there (a paragraph end closes it else).
    pub closed: bool,
    /// Whether it is a few quoted words ("scare quotes", a name) rather than speech: under four words and without a verb.
    pub scare: bool,
}

impl Quotation {
    /// Most tokens of one: what goes on for longer misses its closing mark, or is a whole text, and every cue in it would report all that is left.
    pub const LONGEST: usize = 1000;
}

/// A noun phrase without its trailing prepositional phrases: determiner, modifiers, head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NounPhrase {
    /// Its tokens, from the first determiner or modifier to the head.
    pub tokens: Range<usize>,
    /// The head token.
    pub head: usize,
    /// The phrase that owns it ("Macron's plan": plan is owned by Macron), or a possessive pronoun's token.
    pub owner: Option<Owner>,
    /// Preposition token that governs it, if any.
    pub preposition: Option<usize>,
    /// What it hangs on.
    pub attached: Attachment,
    /// Next member of the same coordination ("France and Britain"), an index into the noun phrases.
    pub coordinated: Option<usize>,
    /// The phrase in apposition to which it stands ("the president, Emmanuel Macron"), an index into the noun phrases.
    pub apposition: Option<usize>,
    /// Whether it only tells when: "Thursday", "last week", "May 5".
    pub time: bool,
}

/// Who owns a noun phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// Another noun phrase, by index.
    Phrase(usize),
    /// A possessive pronoun, by token.
    Pronoun(usize),
}

/// What a noun phrase hangs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attachment {
    /// Nothing found.
    None,
    /// Subject of a clause.
    Subject(usize),
    /// Object of a clause.
    Object(usize),
    /// Complement of a copula ("is a mistake").
    Predicative(usize),
    /// Prepositional phrase of a clause.
    Adverbial(usize),
    /// Prepositional phrase of another noun phrase.
    Noun(usize),
}

/// How a clause hangs on the one above.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClauseRole {
    /// Main clause.
    Main,
    /// "that" clause or bare content clause.
    Content,
    /// To-infinitive.
    Infinitive,
    /// -ing complement or participial.
    Gerund,
    /// Relative clause on a noun phrase.
    Relative,
    /// Under a subordinator: if, after, because, while.
    Adverbial,
    /// Joined by a conjunction to the clause above.
    Coordinate,
}

/// A verb group with what hangs on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// Sentence.
    pub sentence: usize,
    /// Tokens of the verb group, auxiliaries and adverbs inside included.
    pub verb_group: Range<usize>,
    /// Main verb (the copula itself in "is unacceptable").
    pub verb: usize,
    /// Lemma of the main verb.
    pub lemma: String,
    /// Negator token, if the verb group is negated.
    pub negation: Option<usize>,
    /// Modal's lemma: will, would, can, could, may, might, shall, should, must.
    pub modal: Option<String>,
    /// Whether the group is passive.
    pub passive: bool,
    /// Whether it is finite.
    pub finite: bool,
    /// Whether it stands in the perfect or past tense.
    pub past: bool,
    /// Subjects (several where coordinated); of an infinitive, the understood one.
    pub subjects: Vec<usize>,
    /// Objects.
    pub objects: Vec<usize>,
    /// Predicative adjective token after a copula.
    pub adjective: Option<usize>,
    /// Predicative noun phrase after a copula.
    pub predicative: Option<usize>,
    /// Prepositional phrases: their noun phrases.
    pub adverbials: Vec<usize>,
    /// Clauses that hang on this one.
    pub children: Vec<usize>,
    /// The clause that this one hangs on.
    pub parent: Option<usize>,
    /// The noun phrase that this one modifies (relatives, "plan to send").
    pub modifies: Option<usize>,
    /// How it hangs there.
    pub role: ClauseRole,
    /// Subordinator token ("if", "after"), if any.
    pub subordinator: Option<usize>,
    /// All tokens that belong to the clause, children included.
    pub extent: Range<usize>,
}

/// A paragraph as reading and deduplication leave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParagraphDraft {
    /// Its bytes in the cleaned body, trimmed.
    pub span: Span,
    /// False where deduplication dropped it.
    pub kept: bool,
}

/// A cleaned article on its way to segmentation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// Cleaned headline; empty where there is none.
    pub title: String,
    /// From the cleaned headline to the one given.
    pub title_map: OffsetMap,
    /// Cleaned body.
    pub body: String,
    /// From the cleaned body to the text given.
    pub body_map: OffsetMap,
    /// Paragraphs of the body, all of them, in order.
    pub paragraphs: Vec<ParagraphDraft>,
}

impl Draft {
    /// Plain text as one kept paragraph, without a headline.
    pub fn plain(text: &str) -> Self {
        Self {
            title: String::new(),
            title_map: OffsetMap::identity(0),
            body: text.to_owned(),
            body_map: OffsetMap::identity(text.len()),
            paragraphs: vec![ParagraphDraft {
                span: Span::new(0, text.len()),
                kept: true,
            }],
        }
    }
}

/// One article taken apart.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// Cleaned headline, blank line, cleaned body; the body alone where there is no headline.
    pub text: String,
    /// Where the body begins in `text`.
    pub body_start: usize,
    /// From the cleaned headline (offset 0) to the headline as given.
    pub title_map: OffsetMap,
    /// From the cleaned body (offsets from `body_start`) to the text as given.
    pub body_map: OffsetMap,
    /// Paragraphs, headline first.
    pub paragraphs: List<Paragraph>,
    /// Sentences.
    pub sentences: List<Sentence>,
    /// Tokens.
    pub tokens: List<Token>,
    /// Quotations in text order.
    pub quotations: List<Quotation>,
    /// Noun phrases in text order.
    pub phrases: List<NounPhrase>,
    /// Clauses in the order of their verbs.
    pub clauses: List<Clause>,
}

impl Document {
    /// The text of a span.
    pub fn slice(&self, span: Span) -> &str {
        span.of(&self.text)
    }

    /// The span of a token range; empty at 0 for an empty range.
    pub fn token_span(&self, tokens: &Range<usize>) -> Span {
        match (
            self.tokens.get(tokens.start),
            tokens.end.checked_sub(1).and_then(|e| self.tokens.get(e)),
        ) {
            (Some(first), Some(last)) if tokens.start < tokens.end => first.span.join(last.span),
            _ => Span::default(),
        }
    }

    /// The sentence that holds a token.
    pub fn sentence_of(&self, token: usize) -> &Sentence {
        &self.sentences[self.tokens[token].sentence]
    }

    /// Code points of each token in the article's text as given; empty for the headline's.
    pub fn token_points(&self, given: &str) -> Vec<Range<usize>> {
        let mut points = CodePoints::new(given);
        self.tokens
            .iter()
            .map(|t| match t.span.start.checked_sub(self.body_start) {
                None => 0..0,
                Some(start) => {
                    let in_body = Span::new(start, start + t.span.len());
                    let span = self.body_map.span(in_body);
                    points.at(span.start)..points.at(span.end)
                }
            })
            .collect()
    }
}
