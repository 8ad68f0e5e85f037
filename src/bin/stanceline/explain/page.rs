//! One article as people read it: its text with marks, and below each paragraph who says what and who stands where.

use std::collections::BTreeMap;

use anstyle::{Effects, Style};
use stanceline::feed::stance_style;
use stanceline::lexicon::Proposal;
use stanceline::model::{Attribution, DateBasis, Document, Paragraph, ParagraphRole, Statement};
use stanceline::pipeline::Explained;

use super::marks::{Marks, actor_style, attribution_style, proposal_style, quotation_style};
use super::wrap::Styled;

/// Where text begins; paragraph numbers stand before it.
const TEXT: usize = 6;
/// Further lines of a sentence, so that the next sentence can be told from them.
const FURTHER: usize = TEXT + 2;
/// Where lines about a paragraph begin, and their further lines.
const NOTE: usize = TEXT + 4;
const FURTHER_NOTE: usize = NOTE + 3;
/// Characters of an attributed content that are shown: the text itself stands above.
const CONTENT: usize = 60;

const PLAIN: Style = Style::new();
const FAINT: Style = Style::new().effects(Effects::DIMMED);
const BOLD: Style = Style::new().effects(Effects::BOLD);

/// How articles are drawn.
pub(super) struct Page<'a> {
    /// The topic's proposals.
    pub(super) catalogue: &'a [Proposal],
    pub(super) colour: bool,
    /// Columns.
    pub(super) width: usize,
}

impl Page<'_> {
    /// What the marks mean.
    pub(super) fn legend(&self) -> String {
        let mut legend = Styled::default();
        legend
            .push("[", FAINT)
            .push("words", actor_style())
            .push("=actor]", FAINT)
            .push(" · {", FAINT)
            .push("words", proposal_style())
            .push("=proposal}", FAINT)
            .push(" · ? unsure · ", FAINT)
            .push("\"quotation\"", quotation_style())
            .push(" · <1:", FAINT)
            .push("said", attribution_style())
            .push(">", FAINT)
            .push(
                " attribution 1, told below its paragraph · => a statement, and why: cue (rule), from the proposal outwards · learned: no rule \
                 decided, the words that weighed most",
                FAINT,
            );
        self.set(&legend, "", 0)
    }

    /// One article, with a blank line before it.
    pub(super) fn article(&self, explained: &Explained) -> String {
        let anatomy = &explained.anatomy;
        let document = &anatomy.document;
        let marks = Marks::of(anatomy, self.catalogue);
        let mut notes: Vec<String> = vec![String::new(); document.paragraphs.len()];
        for (number, attribution) in (1..).zip(&anatomy.attributions) {
            if let Some(note) = home(document, attribution).and_then(|p| notes.get_mut(p)) {
                note.push_str(&self.attribution(number, attribution, document));
            }
        }
        let places: BTreeMap<Option<usize>, usize> = (0..)
            .zip(&document.paragraphs)
            .map(|(place, p)| (p.index, place))
            .collect();
        for statement in &anatomy.statements {
            let evidence = statement.evidence.paragraph;
            if let Some(&place) = places.get(&evidence) {
                let alone = document.paragraphs[place].sentences.len() == 1;
                notes[place].push_str(&self.statement(statement, alone));
            }
            let mut further: Vec<_> = statement.further.iter().map(|e| e.paragraph).collect();
            further.dedup();
            for paragraph in further.into_iter().filter(|p| *p != evidence) {
                if let Some(&place) = places.get(&paragraph) {
                    notes[place].push_str(&self.pointer(statement));
                }
            }
        }
        for (paragraph, notes) in document.paragraphs.iter().zip(&mut notes) {
            notes.push_str(&self.open(explained, paragraph));
        }
        let mut out = self.heading(explained);
        for (paragraph, notes) in document.paragraphs.iter().zip(notes) {
            out.push('\n');
            out.push_str(&self.paragraph(explained, paragraph, &marks));
            out.push_str(&notes);
        }
        out
    }

    fn heading(&self, explained: &Explained) -> String {
        let article = &explained.article;
        let mut place = explained.file.clone();
        if let Some(line) = explained.line {
            place = format!("{place}:{line}");
        }
        let day = article.published.map(|d| d.to_string());
        let mut heading = Styled::default();
        heading.push(&article.id, BOLD);
        let parts = [
            article.outlet.as_deref(),
            Some(day.as_deref().unwrap_or("undated")),
            Some(&*place),
        ];
        for part in parts.into_iter().flatten() {
            heading.push(" · ", FAINT).push(part, PLAIN);
        }
        let mut out = format!("\n{}", self.set(&heading, "━━ ", TEXT));
        let mut say = |words: &str| {
            let mut note = Styled::default();
            note.push(words, FAINT);
            out.push_str(&self.set(&note, "   ", 3));
        };
        if !explained.passes {
            say(
                "The gate passes it over: it lacks the topic's words. No statements are taken from it.",
            );
        }
        if explained.again {
            say(
                "The same record came before: it says nothing new. No statements are taken from it.",
            );
        }
        if explained.anatomy.statements.is_empty() && explained.passes && !explained.again {
            say("No statements.");
        }
        out
    }

    fn paragraph(&self, explained: &Explained, paragraph: &Paragraph, marks: &Marks) -> String {
        let document = &explained.anatomy.document;
        let label = label(paragraph.index);
        let copy = paragraph
            .index
            .and_then(|index| explained.copies.get(index)?.as_ref());
        let note = match (copy, paragraph.role) {
            (Some((article, of)), _) if *article == explained.article.id => {
                Some(format!("[dropped: repeats ¶{of}]"))
            }
            (Some((article, of)), _) => Some(format!("[dropped: copies ¶{of} of {article}]")),
            (None, ParagraphRole::Boilerplate) => Some("[boilerplate: never evidence]".to_owned()),
            (None, _) => None,
        };
        let mut first = format!("{label:>5} ");
        let mut out = String::new();
        let fade = note.as_ref().map(|_| FAINT);
        if let Some(note) = note {
            let mut line = Styled::default();
            line.push(&note, FAINT);
            out.push_str(&self.set(&line, &first, FURTHER));
            first = " ".repeat(TEXT);
        }
        for sentence in paragraph.sentences.clone() {
            let line = marks.draw(document, sentence, fade);
            out.push_str(&self.set(&line, &first, FURTHER));
            first = " ".repeat(TEXT);
        }
        out
    }

    /// Who says what, on a line.
    fn attribution(&self, number: usize, attribution: &Attribution, document: &Document) -> String {
        let mut line = Styled::default();
        line.push(&format!("<{number}> "), FAINT);
        match attribution.source {
            Some(source) => line.push(document.slice(source), attribution_style()),
            None => line.push("somebody", FAINT),
        };
        let how = match &*attribution.cue_lemma {
            "" => String::new(),
            lemma => format!(" · {lemma}"),
        };
        let inside = attribution
            .inside
            .map_or_else(String::new, |a| format!(" · inside <{}>", a + 1));
        let denied = if attribution.denied { " · denied" } else { "" };
        line.push(
            &format!(
                "{how}{denied} · {} · {:.2}{inside}: ",
                attribution.kind.name(),
                attribution.confidence
            ),
            PLAIN,
        );
        let content: Vec<&str> = attribution
            .content
            .iter()
            .map(|c| document.slice(*c))
            .collect();
        line.push(&shortened(&content.join(" … ")), FAINT);
        self.set(&line, &" ".repeat(NOTE), FURTHER_NOTE)
    }

    /// One statement, and why. Which sentence shows it goes without saying where it stands `alone`.
    fn statement(&self, statement: &Statement, alone: bool) -> String {
        let mut line = triple(statement);
        let mut facts = vec![
            format!("confidence {:.2}", statement.confidence),
            statement.attribution.name().to_owned(),
        ];
        if let Some(speaker) = &statement.speaker {
            facts.push(format!("said by {}", speaker.name));
        }
        if let Some(size) = statement.size {
            facts.push(if size.low == size.high {
                format!("{} troops", grouped(size.low))
            } else {
                format!("{} to {} troops", grouped(size.low), grouped(size.high))
            });
        }
        if let (DateBasis::Text, Some(date)) = (statement.date_basis, &statement.date) {
            facts.push(format!("on {date}"));
        }
        for fact in facts {
            line.push(" · ", FAINT).push(&fact, PLAIN);
        }
        let mut out = self.set(&line, &" ".repeat(NOTE), FURTHER_NOTE);
        let detail = |line: &Styled| {
            let indent = FURTHER_NOTE;
            self.set(line, &" ".repeat(indent), indent + 4)
        };
        if !alone {
            let mut line = Styled::default();
            line.push("in ", FAINT)
                .push(&shortened(&statement.evidence.text), FAINT);
            out.push_str(&detail(&line));
        }
        if let Some(condition) = &statement.condition {
            let mut line = Styled::default();
            line.push("if ", FAINT)
                .push(&format!("\"{}\"", condition.text), PLAIN);
            if let Some(proposal) = &condition.proposal {
                line.push(&format!(" = {proposal}"), proposal_style());
            }
            out.push_str(&detail(&line));
        }
        let mut line = Styled::default();
        let learned = statement.is_learned();
        line.push(if learned { "learned " } else { "why " }, FAINT);
        for (i, cue) in statement.cues.iter().enumerate() {
            let between = if learned { ", " } else { " > " };
            line.push(if i > 0 { between } else { "" }, FAINT)
                .push(&format!("\"{}\"", cue.text), PLAIN);
            if !learned {
                line.push(&format!(" ({})", cue.rule), FAINT);
            }
        }
        if !statement.cues.is_empty() {
            out.push_str(&detail(&line));
        }
        if !statement.further.is_empty() {
            let further: Vec<String> = statement
                .further
                .iter()
                .map(|e| label(e.paragraph))
                .collect();
            let mut line = Styled::default();
            line.push(&format!("also shown by {}", further.join(", ")), FAINT);
            out.push_str(&detail(&line));
        }
        out
    }

    /// The proposals that a paragraph mentions and on which it gives no statement: nobody was found to hold a stance.
    fn open(&self, explained: &Explained, paragraph: &Paragraph) -> String {
        let anatomy = &explained.anatomy;
        if !explained.passes || explained.again || !paragraph.is_evidence() {
            return String::new();
        }
        let told = |proposal: &Proposal| {
            anatomy.statements.iter().any(|s| {
                let mut shown = std::iter::once(&s.evidence).chain(&s.further);
                // A holder's own part in an umbrella is told as the part: "Poland will not send troops".
                let part = self.catalogue.iter().find(|p| p.id == s.proposal.id);
                let same = s.proposal.id == proposal.id
                    || part.is_some_and(|p| p.parent.as_ref() == Some(&proposal.id));
                same && shown.any(|e| e.paragraph == paragraph.index)
            })
        };
        let mentioned = anatomy.mentions.proposals.iter();
        let mut open: Vec<usize> = mentioned
            .filter(|m| paragraph.span.contains(m.span))
            .map(|m| m.proposal)
            .collect();
        open.sort_unstable();
        open.dedup();
        let open: Vec<&str> = open
            .into_iter()
            .filter_map(|p| self.catalogue.get(p))
            .filter(|p| !told(p))
            .map(|p| p.id.as_str())
            .collect();
        if open.is_empty() {
            return String::new();
        }
        let mut line = Styled::default();
        line.push(&format!("no stance found on {}", open.join(", ")), FAINT);
        self.set(&line, &" ".repeat(NOTE), FURTHER_NOTE)
    }

    /// A further paragraph that shows a statement: where it is told in full.
    fn pointer(&self, statement: &Statement) -> String {
        let mut line = triple(statement);
        let told = label(statement.evidence.paragraph);
        line.push(&format!(" · as told at {told}"), FAINT);
        self.set(&line, &" ".repeat(NOTE), FURTHER_NOTE)
    }

    fn set(&self, text: &Styled, first: &str, indent: usize) -> String {
        text.set(first, indent, self.width, self.colour)
    }
}

/// Who stands where on what.
fn triple(statement: &Statement) -> Styled {
    let style = stance_style(statement.stance).effects(Effects::BOLD);
    let mut line = Styled::default();
    line.push("=> ", style)
        .push(&statement.holder.name, actor_style())
        .push(" ", PLAIN)
        .push(&statement.stance.name().to_uppercase(), style)
        .push(" ", PLAIN)
        .push(&statement.proposal.id, proposal_style());
    line
}

/// A paragraph as statements number it.
fn label(paragraph: Option<usize>) -> String {
    paragraph.map_or_else(|| "title".to_owned(), |index| format!("¶{index}"))
}

/// A number with its thousands apart.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The paragraph that tells of an attribution: where its cue stands, else its source, else its content.
fn home(document: &Document, attribution: &Attribution) -> Option<usize> {
    let span = attribution
        .cue
        .or(attribution.source)
        .or(attribution.content.first().copied())?;
    let paragraphs = &document.paragraphs;
    Some(paragraphs.partition_point(|p| p.span.end <= span.start))
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(CONTENT) {
        None => text.to_owned(),
        Some((end, _)) => {
            let end = text[..end].rfind(' ').unwrap_or(end);
            format!("{} …", &text[..end])
        }
    }
}
