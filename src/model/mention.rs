//! Mentions: where the text speaks of an actor or a proposal.

use std::ops::Range;

use super::{List, Size, Span};

/// One actor that this article speaks of: from the lexicon, or a person that only the text names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentActor {
    /// Id: the lexicon's, or a slug of the name.
    pub id: String,
    /// Canonical name.
    pub name: String,
    /// `person`, `country`, `organisation`, `bloc`, `group` or `author`.
    pub kind: String,
    /// ISO 3166 alpha-3.
    pub country: Option<String>,
    /// `m` or `f`, where known.
    pub gender: Option<char>,
    /// Whether the text introduces them as somebody who analyses ("a fellow at the institute"): such people hold what they want, not what they
    /// expect.
    pub expert: bool,
    /// Index of the actor in the lexicon, if it stands there.
    pub lexicon: Option<usize>,
}

/// How an actor is mentioned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MentionForm {
    /// Full name or alias.
    Name,
    /// Last name after a fuller mention.
    Surname,
    /// Title or role ("the French president").
    Title,
    /// Officials, ministry, government of a country, or "the French".
    Office,
    /// Capital or palace.
    Metonym,
    /// Adjective of a country ("French troops"): a slot filler, no holder.
    Demonym,
    /// Personal pronoun.
    Pronoun,
    /// "the two leaders", "both countries", "the group".
    Anaphor,
}

impl MentionForm {
    /// Its name in outputs.
    pub fn name(self) -> &'static str {
        match self {
            MentionForm::Name => "name",
            MentionForm::Surname => "surname",
            MentionForm::Title => "title",
            MentionForm::Office => "office",
            MentionForm::Metonym => "metonym",
            MentionForm::Demonym => "demonym",
            MentionForm::Pronoun => "pronoun",
            MentionForm::Anaphor => "anaphor",
        }
    }
}

/// One mention of one or several actors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActorMention {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Its bytes.
    pub span: Span,
    /// Token that stands for it in the clause structure.
    pub head: usize,
    /// Whom it means, as indexes into [`Mentions::register`]; several for "they", "the two leaders".
    pub actors: Vec<usize>,
    /// How.
    pub form: MentionForm,
    /// Probability that it means them, in hundredths.
    pub certainty: u8,
}

/// How a proposal is mentioned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProposalForm {
    /// By its own words.
    Head,
    /// By an anaphor: "the idea", "such a force", "it".
    Anaphor,
    /// By a body that exists for it: "the coalition of the willing".
    Body,
}

impl ProposalForm {
    /// Its name in outputs.
    pub fn name(self) -> &'static str {
        match self {
            ProposalForm::Head => "head",
            ProposalForm::Anaphor => "anaphor",
            ProposalForm::Body => "body",
        }
    }
}

/// One mention of a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposalMention {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Its bytes.
    pub span: Span,
    /// Token that stands for it in the clause structure.
    pub head: usize,
    /// The proposal, as an index into the topic's catalogue.
    pub proposal: usize,
    /// How.
    pub form: ProposalForm,
    /// Whether the words name who would be sent ("European troops"), so that no holder's country may refine it.
    pub slotted: bool,
    /// Whether the words are for its contrary ("out of NATO"): who wants that is against it.
    pub contrary: bool,
    /// Troop numbers beside it.
    pub size: Option<Size>,
    /// Probability that it means the proposal, in hundredths.
    pub certainty: u8,
}

/// All mentions of one document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mentions {
    /// The actors that the article speaks of.
    pub register: Vec<DocumentActor>,
    /// Their mentions in text order.
    pub actors: List<ActorMention>,
    /// Mentions of proposals in text order.
    pub proposals: List<ProposalMention>,
}
