//! What each worker does with a chunk: records, cleaning, paragraphs, fingerprints, gate. Pure, so any thread may do it.
//!
//! Nothing here is allocated for an article that leaves at the gate: its id, outlet and fingerprints go to the chunk's own
//! arenas, and its text never leaves the buffer that the next article overwrites.

mod parsed;
mod place;

use std::ops::Range;

use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use parsed::Entry;
pub(super) use parsed::{Mark, Parsed, Record, Survivor};
use place::CodePoints;

use super::analyse::{Analysis, guarded};
use super::draft::assemble;
use super::{Near, RunOptions, RunReport};
use crate::dedup::{Fingerprinter, outlet_hash};
use crate::model::{Article, Span, Undated};
use crate::read::{
    Chunk, Cleaned, FieldMap, Payload, PlainReader, RecordError, RecordReader, TextFile,
    clean_unless_nul, overlong, paragraphs,
};
use crate::tag::PhraseMatch;

/// What reading one record needs to know.
#[derive(Debug)]
pub(super) struct ParseOptions {
    pub(super) fields: FieldMap,
    pub(super) plain: PlainReader,
    pub(super) max_line: usize,
    pub(super) max_article: usize,
    /// Whether it matters that the same article comes again.
    pub(super) identities: bool,
    /// Whether records are for the ledger, which wants contents too.
    pub(super) ledger: bool,
    /// Of which articles near copies are looked for.
    pub(super) near: Near,
}

impl ParseOptions {
    /// What the settings of a run say about reading.
    pub(super) fn of(options: &RunOptions, ledger: bool) -> Self {
        let fields = options.fields.iter();
        Self {
            fields: fields.fold(FieldMap::default(), |map, (field, key)| {
                map.with(*field, key)
            }),
            plain: PlainReader::new(options.max_article, options.dateline_words.clone()),
            max_line: options.limits.line,
            max_article: options.max_article,
            identities: true,
            ledger,
            // The ledger asks for itself, because it asks again whenever paragraphs change hands.
            near: if ledger { Near::Off } else { options.near },
        }
    }
}

/// Reads chunks; one a thread, because its buffers are used again and again.
pub(super) struct Parser<'o, A> {
    options: &'o ParseOptions,
    analysis: &'o A,
    records: RecordReader<'o>,
    work: Work,
}

/// Buffers that live from article to article.
#[derive(Default)]
struct Work {
    fingerprinter: Fingerprinter,
    spans: Vec<Span>,
    found: Vec<PhraseMatch>,
    points: CodePoints,
}

impl<'o, A: Analysis> Parser<'o, A> {
    pub(super) fn new(options: &'o ParseOptions, analysis: &'o A) -> Self {
        Self {
            options,
            analysis,
            records: RecordReader::new(&options.fields, options.max_article),
            work: Work::default(),
        }
    }

    /// Reads one chunk.
    pub(super) fn parse(&mut self, chunk: Chunk) -> Parsed {
        let mut parsed = Parsed {
            taken: chunk.taken,
            read: chunk.read,
            ..Parsed::default()
        };
        match &chunk.payload {
            Payload::Lines { file, first } => self.lines(file, *first, &chunk.bytes, &mut parsed),
            Payload::Texts(files) => {
                for file in files {
                    self.text(file, &chunk.bytes[file.start..file.end], &mut parsed);
                }
            }
        }
        parsed.rejects.extend(chunk.rejects);
        parsed.buffer = chunk.bytes;
        parsed
    }

    fn lines(&mut self, file: &str, first: u64, bytes: &[u8], parsed: &mut Parsed) {
        // One check for the whole chunk is many times faster than one a line, and almost every chunk passes.
        let valid = simdutf8::basic::from_utf8(bytes).ok();
        let ends = memchr::memchr_iter(b'\n', bytes).chain(std::iter::once(bytes.len()));
        let mut start = 0;
        parsed.reading.file = Some(file.to_owned());
        for (number, end) in (first..).zip(ends) {
            let line = start..end;
            start = end + 1;
            if bytes[line.clone()].trim_ascii().is_empty() {
                continue;
            }
            let length = line.len();
            let place = (file, Some(number));
            let (before, text) = (parsed.rejects.len(), valid.map(|text| &text[line.clone()]));
            self.record(place, parsed, |parser, parsed| {
                if length > parser.options.max_line {
                    return Err(RecordError::failed(overlong(
                        length as u64,
                        parser.options.max_line,
                    )));
                }
                let text = match valid {
                    Some(text) => &text[line],
                    None => std::str::from_utf8(&bytes[line]).map_err(RecordError::not_utf8)?,
                };
                let text = match text.strip_prefix('\u{feff}') {
                    Some(rest) if number == 1 => rest,
                    _ => text,
                };
                let article = parser.records.article(text)?;
                let work = &mut parser.work;
                work.take(place, &article, parser.analysis, parser.options, parsed)
            });
            let rejected = parsed.rejects.get(before);
            let textless = rejected.is_some_and(|r| r.field.as_deref() == Some("text"));
            if let (true, Some(text), None) = (textless, text, &parsed.reading.keys) {
                parsed.reading.keys = Some(self.records.text_like_keys(text));
            }
        }
    }

    fn text(&mut self, file: &TextFile, bytes: &[u8], parsed: &mut Parsed) {
        let place = (file.name.as_str(), None);
        self.record(place, parsed, |parser, parsed| {
            let text = std::str::from_utf8(bytes).map_err(RecordError::not_utf8)?;
            let article = parser.options.plain.article(&file.id, text)?;
            let work = &mut parser.work;
            work.take(place, &article, parser.analysis, parser.options, parsed)
        });
    }

    /// Reads one record with `read`. One that is no article is rejected; so is one that this program fails over, and the others are unharmed.
    fn record(
        &mut self,
        (file, line): (&str, Option<u64>),
        parsed: &mut Parsed,
        read: impl FnOnce(&mut Self, &mut Parsed) -> Result<(), RecordError>,
    ) {
        let before = parsed.extent();
        let result = guarded(|| read(self, parsed)).unwrap_or_else(|| {
            // Nobody knows how far it came: what it left is taken back, and nothing that it touched is used again.
            parsed.cut(before);
            *self = Self::new(self.options, self.analysis);
            Err(RecordError::failed(READING_FAILED))
        });
        if let Err(error) = result {
            parsed.rejects.push(error.reject(file, line));
        }
    }
}

/// Why a record is rejected that this program failed over while it was read.
pub const READING_FAILED: &str =
    "reading this record failed: an error of this program; please report it with the record";

impl Work {
    /// Cleans an article, takes its fingerprints and asks the gate.
    fn take<A: Analysis>(
        &mut self,
        place: (&str, Option<u64>),
        article: &Article<'_>,
        analysis: &A,
        options: &ParseOptions,
        parsed: &mut Parsed,
    ) -> Result<(), RecordError> {
        let cleaned = clean_unless_nul(&article.text).ok_or_else(RecordError::nul)?;
        self.spans.clear();
        paragraphs(&cleaned.text, &mut self.spans);
        if self.spans.is_empty() {
            return Err(RecordError {
                field: Some("text"),
                reason: "no text but spaces, tags or invisible characters".to_owned(),
            });
        }
        let marks = self.mark(article, &cleaned, analysis, &mut parsed.marks);
        let title = article.title.as_deref().unwrap_or_default();
        let survives = analysis.passes(title, &cleaned.text);
        let first = (parsed.prints.len(), parsed.bands.len());
        let archive = options.near == Near::Archive;
        if archive || survives && options.near == Near::Topic {
            for span in &self.spans {
                let paragraph = span.of(&cleaned.text);
                let (print, bands) = self.fingerprinter.fingerprint_and_bands(paragraph);
                parsed.prints.push(print);
                parsed.bands.push(bands);
            }
        } else {
            for span in &self.spans {
                let print = self.fingerprinter.fingerprint(span.of(&cleaned.text));
                parsed.prints.push(print);
            }
        }
        let (prints, bands) = (first.0..parsed.prints.len(), first.1..parsed.bands.len());
        let spans = parsed.spans.len();
        let text = if archive && !survives {
            parsed.spans.extend_from_slice(&self.spans);
            parsed.note(&cleaned.text)
        } else {
            0..0
        };
        let spans = spans..parsed.spans.len();
        if survives {
            let draft = assemble(Some(title), cleaned, &self.spans);
            parsed.survivors.push(Survivor {
                file: place.0.to_owned(),
                line: place.1,
                article: article.clone().into_owned(),
                draft,
                prints: parsed.prints[prints.clone()].to_vec(),
            });
        }
        if article.date_unread && parsed.undated.len() < RunReport::SHOWN_UNDATED {
            parsed.undated.push(Undated {
                file: place.0.to_owned(),
                line: place.1,
                id: article.id.clone().into_owned(),
            });
        }
        let entry = Entry {
            id: parsed.note(&article.id),
            outlet: article.outlet.as_deref().map(|o| parsed.note(o)),
            outlet_hash: outlet_hash(article.outlet.as_deref()),
            day: article.published,
            timestamp: article.timestamp,
            changed: article.modified.max(article.timestamp),
            date_unread: article.date_unread,
            id_hash: xxh3_64(article.id.as_bytes()),
            text_hash: if options.identities {
                xxh3_64(article.text.as_bytes())
            } else {
                0
            },
            length: article.text.len(),
            content: if options.ledger { content(article) } else { 0 },
            prints,
            bands,
            text,
            spans,
            survives,
            marks,
        };
        parsed.entries.push(entry);
        Ok(())
    }

    /// Phrases of the list, where the analysis has one; returns the range of this article's marks.
    fn mark<A: Analysis>(
        &mut self,
        article: &Article<'_>,
        cleaned: &Cleaned<'_>,
        analysis: &A,
        marks: &mut Vec<Mark>,
    ) -> Range<usize> {
        let first = marks.len();
        self.points.clear();
        self.found.clear();
        analysis.mark(&cleaned.text, &mut self.found);
        let mut paragraphs = (0..).zip(&self.spans).peekable();
        for m in &self.found {
            while paragraphs
                .next_if(|(_, span)| span.end <= m.span.start)
                .is_some()
            {}
            // Spaces between paragraphs belong to none of them, and neither does a phrase that begins or ends there.
            let inside = |span: &Span| span.start <= m.span.start && m.span.end <= span.end;
            let Some((paragraph, _)) = paragraphs.peek().filter(|(_, span)| inside(span)) else {
                continue;
            };
            let given = cleaned.span(m.span);
            marks.push(Mark {
                paragraph: *paragraph,
                phrase: m.phrase,
                start: self.points.before(&article.text, given.start),
                end: self.points.before(&article.text, given.end),
            });
        }
        first..marks.len()
    }
}

/// Hash of everything an article says but its id.
fn content(article: &Article<'_>) -> u128 {
    let mut hasher = Xxh3::new();
    let texts = [
        Some(&article.text),
        article.title.as_ref(),
        article.outlet.as_ref(),
        article.url.as_ref(),
        article.language.as_ref(),
    ];
    for text in texts.into_iter().chain(article.authors.iter().map(Some)) {
        // The length keeps what is nothing, what is empty and what runs over apart.
        let length = text.map_or(u64::MAX, |t| t.len() as u64);
        hasher.update(&length.to_le_bytes());
        hasher.update(text.map_or(&[], |t| t.as_bytes()));
    }
    let moment = (article.timestamp, article.published, article.date_basis);
    hasher.update(format!("{moment:?}").as_bytes());
    // Where no change is told, it is what it was before changes were read: stores know it by that.
    if let Some(modified) = article.modified {
        hasher.update(&modified.to_le_bytes());
    }
    hasher.digest128()
}
