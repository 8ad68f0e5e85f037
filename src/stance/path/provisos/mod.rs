//! Conditions in a sentence of their own: "Norway would send troops, Berg said. But only if both sides agree.", "There must be peace first, he
//! stressed.", "The Americans would have to stand behind it." What the same speaker said just before of the proposal is said on that condition.

mod wording;

use std::ops::Range;

use super::super::conditions::Found;
use super::super::{Finding, Findings};
use super::{Climb, State, Step};
use crate::model::{Attachment, Owner, ParagraphRole, Pos, ProposalForm, Stance};

/// Sentences back in which the stance is looked for.
const REACH: usize = 2;
/// What a stance is worth whose condition stands in another sentence.
const WORTH: f64 = 0.9;
/// What an answer is worth that is nothing but a condition.
const ANSWER: f64 = 0.6;
/// Cues that leave a proposal open without putting it off, besides those of acts.
const OPEN: [&str; 7] = [
    "noncommittal/open-to",
    "noncommittal/imagine",
    "noncommittal/leave-open",
    "evaluation/possible",
    "evaluation/acceptable",
    "evaluation/imaginable",
    "nominal/openness",
];
/// Below this a finding counts for nothing.
const FAINT: f64 = 0.2;

/// A sentence that says on which condition something is meant.
struct Proviso {
    /// The words of the condition.
    tokens: Range<usize>,
    /// The token whose source is who says so.
    at: usize,
    /// Whether the sentence is nothing else.
    alone: bool,
    /// Whether it also turns a refusal into an acceptance ("Not before a truce").
    lifts: bool,
}

impl Climb<'_> {
    /// Makes every stance conditional on which the next sentences by the same speaker put a condition.
    pub(super) fn provisos(&self, findings: &mut Findings) {
        for s in 1..self.document.sentences.len() {
            let sentence = &self.document.sentences[s];
            if !self.document.paragraphs[sentence.paragraph].is_evidence() {
                continue;
            }
            self.only_then(s, findings);
            if let Some(proviso) = self.proviso(s) {
                self.answered_on_condition(s, &proviso, findings);
                for i in self.meant(s, &proviso, findings) {
                    let finding = findings.amend(i);
                    finding.stance = Stance::Conditional;
                    finding.confidence *= WORTH;
                    finding.cues.push(Step {
                        rule: "proposal/proviso".to_owned(),
                        start: proviso.tokens.start,
                        end: proviso.tokens.end,
                    });
                    finding.condition = Some(Found {
                        tokens: proviso.tokens.clone(),
                        strong: true,
                        lifts: proviso.lifts,
                    });
                }
            }
        }
    }

    /// The findings that a proviso is about.
    fn meant(&self, s: usize, proviso: &Proviso, findings: &Findings) -> Vec<usize> {
        let sentences = &self.document.sentences;
        let own = &sentences[s].tokens;
        let attributed = self.attributions.innermost(proviso.at);
        let sources = self
            .holders
            .sources_of_token(self.document, self.mentions, self.attributions, proviso.at)
            .map(|(actors, _)| actors);
        for b in (s.saturating_sub(REACH)..s).rev() {
            let near = sentences[b].paragraph == sentences[s].paragraph;
            let headline =
                self.document.paragraphs[sentences[b].paragraph].role == ParagraphRole::Headline;
            if headline || !near && sources.is_none() {
                return Vec::new();
            }
            let here: Vec<(usize, &Finding)> = findings
                .among(sentences[b].tokens.clone())
                .filter(|(_, f)| f.confidence > FAINT)
                .collect();
            let Some((_, nearest)) = here.last() else {
                continue;
            };
            let at = nearest.token;
            let open = |f: &Finding| match f.stance {
                Stance::Support => true,
                Stance::Noncommittal => Self::is_openness(f),
                Stance::Oppose => proviso.lifts,
                Stance::Conditional => false,
            };
            let same = |f: &Finding| {
                match &sources {
                    Some(list) => list.iter().any(|a| self.is_or_speaks_for(*a, f)),
                    // "the minister said": nobody else is named.
                    None if attributed.is_some() => attributed.is_some_and(|a| self.is_unnamed(a)),
                    None => {
                        // "Kyiv wants to join. All members would have to agree.": so the writer says, and not Kyiv.
                        let demand = !proviso.alone && proviso.tokens.contains(&proviso.at);
                        let own = !demand || f.speaker.is_some() || f.holder.is_none();
                        own && self.document.tokens[f.token].quotation
                            == self.document.tokens[proviso.at].quotation
                    }
                }
            };
            let ours = here.iter().filter(|(_, f)| {
                let one_act = f.token == at || sources.is_some();
                one_act
                    && open(f)
                    && same(f)
                    && self.takes_no_other(own, proviso, f.proposal)
                    && !self.is_of_another_country(own, f)
            });
            let mut list: Vec<usize> = ours.map(|(i, _)| *i).collect();
            let proposals: Vec<(Option<usize>, usize)> = list
                .iter()
                .map(|i| (findings[*i].holder, findings[*i].proposal))
                .collect();
            // What the sentence of the condition says of the same is no more than that.
            if !list.is_empty() {
                let again = findings.among(own.clone()).filter(|(_, f)| {
                    let kin = |(h, p): &(Option<usize>, usize)| {
                        *h == f.holder && self.holders.are_kin(*p, f.proposal)
                    };
                    matches!(f.stance, Stance::Support | Stance::Noncommittal)
                        && proposals.iter().any(kin)
                });
                list.extend(again.map(|(i, _)| i));
            }
            return list;
        }
        Vec::new()
    }

    /// "does not rule out", "is open to", "could": what leaves a proposal open without putting it off.
    fn is_openness(finding: &Finding) -> bool {
        let by = finding.cues.last().map_or("", |c| c.rule.as_str());
        let prefix = by.split('/').next().unwrap_or_default();
        matches!(
            prefix,
            "participation" | "effect" | "giving" | "oppose" | "accept" | "proposal" | "helping"
        ) || OPEN.contains(&by)
    }

    /// "There must be a truce. Only then would Oslo send soldiers.": what the sentence before tells is the condition.
    fn only_then(&self, s: usize, findings: &mut Findings) {
        let sentence = &self.document.sentences[s];
        let mut words = sentence.tokens.clone();
        let Some(start) = words.find(|t| !matches!(self.word(*t), "\"" | "but" | "and")) else {
            return;
        };
        if self.word(start) != "only" || self.word(start + 1) != "then" {
            return;
        }
        let before = &self.document.sentences[s - 1];
        let mut told = before.tokens.clone();
        while told.end > told.start && matches!(self.word(told.end - 1), "." | "\"") {
            told.end -= 1;
        }
        // "Russia opposes the plan. Only then": what nobody asks for is no condition.
        let asks = |t: usize| {
            let token = &self.document.tokens[t];
            matches!(token.lower.as_str(), "must" | "should" | "ought" | "let")
                || matches!(token.lemma.as_str(), "want" | "need")
                || token.lemma == "have" && self.word(t + 1) == "to"
                || self.classes.needing_verbs.contains(&token.lemma)
        };
        let asked =
            told.clone().any(asks) || self.conditions.names_need(self.document, told.clone());
        let tokens = if before.paragraph == sentence.paragraph && asked {
            told
        } else {
            start..start + 2
        };
        let here: Vec<usize> = findings
            .among(sentence.tokens.clone())
            .filter(|(_, f)| matches!(f.stance, Stance::Support | Stance::Noncommittal))
            .map(|(i, _)| i)
            .collect();
        for i in here {
            let finding = findings.amend(i);
            finding.stance = Stance::Conditional;
            finding.condition = Some(Found {
                tokens: tokens.clone(),
                strong: true,
                lifts: false,
            });
        }
    }

    /// Whether an actor holds or says what was found, or speaks for the country that does.
    fn is_or_speaks_for(&self, actor: usize, finding: &Finding) -> bool {
        let of = &self.mentions.register;
        let for_country = finding.holder.is_some_and(|h| {
            of[h].kind == "country" && of[h].country.is_some() && of[h].country == of[actor].country
        });
        finding.holder == Some(actor) || finding.speaker == Some(actor) || for_country
    }

    /// "he said", "the minister said": a source that the article does not name.
    fn is_unnamed(&self, attribution: usize) -> bool {
        let Some(head) = self.attributions[attribution].source_head else {
            return true;
        };
        let Some(p) = self.document.phrase_headed_by(head) else {
            return true;
        };
        let phrase = self.document.phrases[p].tokens.clone();
        let name = |t: usize| self.document.tokens[t].pos == Pos::Proper;
        // "the Republican said": one of them, whom the text has named.
        let one = phrase.len() == 2 && !self.word(head).ends_with('s');
        matches!(
            self.word(phrase.start),
            "he" | "she" | "they" | "it" | "the"
        ) && (one || !phrase.into_iter().any(name))
    }

    /// "Oslo has offered a company. Finland's parliament would have to agree": whether a sentence has for its subject somebody of another country
    /// than the holder's, as whose own business it is told.
    fn is_of_another_country(&self, own: &Range<usize>, finding: &Finding) -> bool {
        let register = &self.mentions.register;
        let Some(home) = finding.holder.and_then(|h| register[h].country.as_ref()) else {
            return false;
        };
        let of = |p: usize| {
            let head = self.document.phrases[p].head;
            let mut here = self.mentions.actors_at(self.document, head);
            let actors = here.next().map(|m| m.actors.clone()).unwrap_or_default();
            actors
                .iter()
                .any(|a| register[*a].country.as_ref().is_some_and(|c| c != home))
        };
        self.document.phrases_over(own).any(|p| {
            let phrase = &self.document.phrases[p];
            let subject = matches!(phrase.attached, Attachment::Subject(_));
            subject && matches!(phrase.owner, Some(Owner::Phrase(o)) if of(o))
        })
    }

    /// "Should soldiers go? 'Only under the flag of the UN,' Berg said": a condition that answers a question.
    fn answered_on_condition(&self, s: usize, proviso: &Proviso, findings: &mut Findings) {
        if !proviso.alone {
            return;
        }
        let Some(mention) = self.asked_before(self.document.sentences[s].tokens.start) else {
            return;
        };
        let mut state = State::bare(proviso.at, 1);
        state.value = Stance::Conditional;
        state.strength = ANSWER;
        state.attitude = true;
        state.participation = true;
        state.who = self.teller(proviso.tokens.end);
        state.read_by("proposal/proviso", proviso.tokens.clone());
        state.condition = Some(Found {
            tokens: proviso.tokens.clone(),
            strong: true,
            lifts: false,
        });
        let from = findings.len();
        self.emit(&mention, &state, findings);
        // What a writer answers himself is another matter.
        let held: Vec<Finding> = findings.split_off(from);
        findings.extend(held.into_iter().filter(|f| f.holder.is_some()));
    }

    /// Whether what the sentence of a condition takes up is no other proposal.
    fn takes_no_other(&self, own: &Range<usize>, proviso: &Proviso, proposal: usize) -> bool {
        let told = self.mentions.proposals_over(self.document, own);
        told.iter().all(|m| {
            let again = m.form == ProposalForm::Anaphor;
            let kin = self.holders.are_kin(m.proposal, proposal);
            kin || m.form == ProposalForm::Body
                || if again {
                    // "stand behind it": a pronoun may be taken for what would be asked of others.
                    m.tokens.len() == 1
                } else {
                    proviso.tokens.contains(&m.head)
                }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;
    use super::OPEN;
    use crate::lexicon::Lexicons;

    #[test]
    fn cues_that_leave_open_are_those_of_the_pack() {
        let lexicons = Lexicons::embedded("ukraine").unwrap();
        for id in OPEN {
            assert!(lexicons.language.cues.iter().any(|c| c.id == id), "{id}");
        }
    }

    #[test]
    fn what_is_said_next_may_be_its_condition() {
        for (text, reading) in [
            (
                "Norway would send troops to Ukraine, Jonas Gahr Store said. But only if both sides agree.",
                "Jonas Gahr Store | european-force | conditional",
            ),
            (
                "Turkey is ready to contribute to a peacekeeping force in Ukraine, Hakan Fidan said. It would do so only under a UN mandate.",
                "Hakan Fidan | european-force | conditional",
            ),
            (
                "Ulf Kristersson did not rule out sending Swedish troops to Ukraine. There was one condition, he said. \
                 The Americans would have to stand behind it.",
                "Ulf Kristersson | european-force | conditional",
            ),
            (
                "Finland is ready to take part in a European force in Ukraine, Alexander Stubb said. But first a ceasefire has to be in place.",
                "Alexander Stubb | european-force | conditional",
            ),
            (
                "\"We are ready to put boots on the ground in Ukraine,\" Keir Starmer said. \"But there must be a US backstop.\"",
                "Keir Starmer | european-force | conditional",
            ),
            (
                "Ukraine could accept a demilitarised zone in Donbas, Volodymyr Zelensky said. A referendum would have to approve it.",
                "Ukraine | buffer-zone | conditional",
            ),
            (
                "Norway wants a ceasefire in Ukraine. Only then would it send troops to Ukraine, Jonas Gahr Store said.",
                "Jonas Gahr Store | european-force | conditional",
            ),
            (
                "Mark Carney said Canada was ready to send troops to Ukraine. That would only be possible with an American backstop, he added.",
                "Mark Carney | european-force | conditional",
            ),
            (
                "Italy could send troops to Ukraine, Guido Crosetto said. The United Nations would have to give a mandate.",
                "Guido Crosetto | european-force | conditional",
            ),
            (
                "Estonia is willing to send troops to Ukraine, Kristen Michal said. The condition, he stressed, is that the Americans take part.",
                "Kristen Michal | european-force | conditional",
            ),
        ] {
            let found = read(text);
            assert!(found.iter().any(|f| f == reading), "{text}: {found:?}");
        }
    }

    #[test]
    fn what_others_ask_for_or_what_is_asked_of_nobody_is_no_condition() {
        for text in [
            "Mark Rutte said a European force in Ukraine would be a good idea. Marine Le Pen said there must be a referendum first.",
            "Norway will send troops to Ukraine, Jonas Gahr Store said. The budget would have to be increased.",
            "Norway will send troops to Ukraine, Jonas Gahr Store said. As long as it takes.",
            "Volodymyr Zelensky wants NATO membership for Ukraine. All members would have to agree.",
            "Volodymyr Zelensky wants European troops in Ukraine. The Europeans would have to send them soon, he said.",
            "Kaja Kallas called for sending more weapons to Ukraine. The first condition for peace is that Russia withdraws, she said.",
            "Norway will send weapons to Ukraine, Jonas Gahr Store said. But we need more support for our industry, he said.",
            "Norway will send troops to Ukraine, Jonas Gahr Store said. The first step must be a meeting, he added.",
            "Norway is considering sending troops to Ukraine, Jonas Gahr Store said. We must first see the plans, he added.",
        ] {
            let found = read(text);
            assert!(
                !found.iter().any(|f| f.ends_with("conditional")),
                "{text}: {found:?}"
            );
        }
    }
}
