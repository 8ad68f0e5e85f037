//! One article as programs read it. Places are code points of the text as given, or of the title where `paragraph` is null, as in statements.

use anyhow::{Context, Result};
use serde::Serialize;
use stanceline::lexicon::Proposal;
use stanceline::model::{ArticleRef, Document, Given, Named, Places, Size, Span, Statement};
use stanceline::pipeline::Explained;

const SCHEMA: &str = "stanceline.anatomy/1";

/// A stretch of the article.
#[derive(Serialize)]
struct Place {
    text: String,
    start: usize,
    end: usize,
    paragraph: Option<usize>,
}

#[derive(Serialize)]
struct Whole<'a> {
    schema: &'static str,
    article: ArticleRef,
    file: &'a str,
    line: Option<u64>,
    passes_gate: bool,
    came_before: bool,
    paragraphs: Vec<ParagraphRow>,
    actors: Vec<ActorRow>,
    proposals: Vec<ProposalRow>,
    quotations: Vec<QuotationRow>,
    attributions: Vec<AttributionRow<'a>>,
    statements: &'a [Statement],
}

#[derive(Serialize)]
struct ParagraphRow {
    paragraph: Option<usize>,
    role: &'static str,
    kept: bool,
    copy_of: Option<CopyOf>,
    sentences: Vec<Place>,
}

#[derive(Serialize)]
struct CopyOf {
    article: String,
    paragraph: u32,
}

#[derive(Serialize)]
struct ActorRow {
    #[serde(flatten)]
    place: Place,
    form: &'static str,
    certainty: f64,
    actors: Vec<Named>,
}

#[derive(Serialize)]
struct ProposalRow {
    #[serde(flatten)]
    place: Place,
    form: &'static str,
    certainty: f64,
    proposal: Named,
    size: Option<Size>,
}

#[derive(Serialize)]
struct QuotationRow {
    #[serde(flatten)]
    place: Place,
    continues: bool,
    closed: bool,
    scare: bool,
}

#[derive(Serialize)]
struct AttributionRow<'a> {
    source: Option<Place>,
    cue: Option<Place>,
    lemma: &'a str,
    content: Vec<Place>,
    kind: &'static str,
    denied: bool,
    /// Index of the attribution whose content holds this one.
    inside: Option<usize>,
    confidence: f64,
}

/// The article on a line.
pub(super) fn line(explained: &Explained, catalogue: &[Proposal]) -> Result<String> {
    let anatomy = &explained.anatomy;
    let document = &anatomy.document;
    let mut places = Places::new(&explained.article, document);
    let mut place = |span: Span| {
        let Given { text, start, end } = places.given(span);
        Place {
            text,
            start,
            end,
            paragraph: paragraph(document, span),
        }
    };
    let hundredths = |certainty: u8| f64::from(certainty) / 100.0;
    let whole = Whole {
        schema: SCHEMA,
        article: ArticleRef::from(&explained.article),
        file: &explained.file,
        line: explained.line,
        passes_gate: explained.passes,
        came_before: explained.again,
        paragraphs: document
            .paragraphs
            .iter()
            .map(|p| ParagraphRow {
                paragraph: p.index,
                role: p.role.name(),
                kept: p.kept,
                copy_of: p
                    .index
                    .and_then(|i| explained.copies.get(i)?.clone())
                    .map(|(article, paragraph)| CopyOf { article, paragraph }),
                sentences: document.sentences[p.sentences.clone()]
                    .iter()
                    .map(|s| place(s.span))
                    .collect(),
            })
            .collect(),
        actors: anatomy
            .mentions
            .actors
            .iter()
            .map(|m| ActorRow {
                place: place(m.span),
                form: m.form.name(),
                certainty: hundredths(m.certainty),
                actors: m
                    .actors
                    .iter()
                    .map(|a| &anatomy.mentions.register[*a])
                    .map(|a| Named {
                        id: a.id.clone(),
                        name: a.name.clone(),
                    })
                    .collect(),
            })
            .collect(),
        proposals: anatomy
            .mentions
            .proposals
            .iter()
            .map(|m| ProposalRow {
                place: place(m.span),
                form: m.form.name(),
                certainty: hundredths(m.certainty),
                proposal: Named {
                    id: catalogue[m.proposal].id.clone(),
                    name: catalogue[m.proposal].name.clone(),
                },
                size: m.size,
            })
            .collect(),
        quotations: document
            .quotations
            .iter()
            .map(|q| QuotationRow {
                place: place(q.span),
                continues: q.continues,
                closed: q.closed,
                scare: q.scare,
            })
            .collect(),
        attributions: anatomy
            .attributions
            .iter()
            .map(|a| AttributionRow {
                source: a.source.map(&mut place),
                cue: a.cue.map(&mut place),
                lemma: &a.cue_lemma,
                content: a.content.iter().map(|c| place(*c)).collect(),
                kind: a.kind.name(),
                denied: a.denied,
                inside: a.inside,
                confidence: a.confidence,
            })
            .collect(),
        statements: &anatomy.statements,
    };
    let mut line = serde_json::to_string(&whole).context("the article cannot be written")?;
    line.push('\n');
    Ok(line)
}

/// The number of the paragraph that a span begins in; none in the headline.
fn paragraph(document: &Document, span: Span) -> Option<usize> {
    let place = document
        .paragraphs
        .partition_point(|p| p.span.end <= span.start);
    document.paragraphs.get(place)?.index
}
