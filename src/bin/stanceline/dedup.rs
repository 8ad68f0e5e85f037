//! `stanceline dedup`: anyone's articles without the paragraphs that were there before.

use std::io::{BufWriter, Write};
use std::iter::once;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use stanceline::dedup::{Incoming, NearSettings, Remover};
use stanceline::model::{Article, Span};
use stanceline::pipeline::{READING_FAILED, guarded};
use stanceline::read::{
    ChunkLimits, Chunks, FieldMap, Format, Input, Payload, RecordError, RecordReader, clean,
    clean_unless_nul, find_inputs, paragraphs,
};

use crate::args::{CLEAN, SOME_FAILED, complain, counted, say};
use crate::output::{self, Unnamed, Writer};
use crate::places::{Written, refuse_overwriting};
use crate::rejects::Rejects;
use crate::run::input_paths;
use crate::sizes::bytes;

const EXAMPLES: &str = "\
Examples:
  stanceline dedup news.jsonl --out once.jsonl --removed removed.jsonl
  stanceline dedup news.jsonl --removed removed.jsonl                    what is there twice, and nothing else
  zcat news.gz | stanceline dedup - --near --out - > once.jsonl";

const DESCRIPTION: &str = "\
Of paragraphs that are equal but for case, spaces, punctuation and quotation marks the first in input order stays. With --near also \
reworded, trimmed or updated copies within some days go, unless a number, a negation or a name differs. Articles keep \
their place and all other fields; one whose paragraphs all go keeps an empty text.";

/// Arguments of `dedup`.
#[derive(Debug, clap::Args)]
#[command(long_about = DESCRIPTION, after_help = EXAMPLES)]
pub(crate) struct DedupArgs {
    /// Files, folders, or - for standard input: a JSON object a line; plain, .gz or .zst
    #[arg(required = true)]
    inputs: Vec<PathBuf>,
    /// Where the articles go; - for standard output. Without it only the removals are written
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Where to write what was removed, a line a paragraph: article, paragraph, kind, kept copy, similarity
    #[arg(long, value_name = "FILE")]
    removed: Option<PathBuf>,
    /// Remove near copies too
    #[arg(long)]
    near: bool,
    /// Near copies lie at most so many days apart
    #[arg(long, value_name = "DAYS", default_value_t = NearSettings::default().window, requires = "near", allow_negative_numbers = true)]
    window: u16,
    /// Near copies share at least this part of their words, above 0.5 and up to 1
    #[arg(long, value_name = "X", default_value_t = NearSettings::default().similarity, requires = "near", allow_negative_numbers = true)]
    similarity: f64,
    /// Reject articles with a longer text, in bytes, kB or MB
    #[arg(long, value_name = "SIZE", default_value_t = 8 << 20, value_parser = bytes)]
    max_article: usize,
    /// Say nothing but errors
    #[arg(long, short)]
    quiet: bool,
}

/// Runs it.
pub(crate) fn run(args: &DedupArgs) -> Result<ExitCode> {
    if !(args.similarity > 0.5 && args.similarity <= 1.0) {
        bail!(
            "--similarity is {}; it is a share above 0.5, up to 1",
            args.similarity
        );
    }
    if args.out.is_none() && args.removed.is_none() {
        bail!(
            "where to? name a file for the articles with --out FILE, one for what goes with --removed FILE, or both"
        );
    }
    let (inputs, missing) = record_files(&args.inputs)?;
    let out = args.out.iter().map(|out| ("--out", &**out));
    let list = args.removed.iter().map(|file| ("--removed", &**file));
    let written: Vec<Written<'_>> = out.chain(list).collect();
    refuse_overwriting(&written, input_paths(&inputs))?;
    let mut out = args.out.as_deref().map(Output::create).transpose()?;
    // Made before the work begins: an unwritable place should not be found out after an hour.
    let removed_out = args.removed.as_deref().map(Output::create).transpose()?;
    let near = args.near.then(|| NearSettings {
        window: args.window,
        similarity: args.similarity,
        ..NearSettings::default()
    });
    let mut remover = Remover::new(near)?;
    let mut rejects = Rejects::default();
    shorten(args, &inputs, &mut remover, &mut rejects, out.as_mut())?;
    if let Some(out) = out {
        out.finish()?;
    }
    let counts = match removed_out {
        None => remover.finish(&mut std::io::sink())?,
        Some(mut removed_out) => {
            let counts = remover.finish(&mut removed_out.writer)?;
            removed_out.finish()?;
            counts
        }
    };
    rejects.rest(rejects.count(), "");
    if !args.quiet {
        say(&format!(
            "{}, {}; removed {} exact copies, {} near copies, {} of boilerplate; {}",
            counted(counts.articles, "article"),
            counted(counts.paragraphs, "paragraph"),
            counts.exact,
            counts.near,
            counts.boilerplate,
            counted(rejects.count(), "reject")
        ));
    }
    let failed = missing || rejects.count() > 0;
    Ok(ExitCode::from(if failed { SOME_FAILED } else { CLEAN }))
}

/// The files to read, and whether some that were named are not there or hold no records.
fn record_files(names: &[PathBuf]) -> Result<(Vec<Input>, bool)> {
    let mut found = find_inputs(names);
    let mut missing = !found.missing.is_empty();
    for error in found.missing {
        complain(&error.into());
    }
    // What comes out is the records that came in, and a text is none.
    found.inputs.retain(|input| {
        let records = input.format == Format::Lines;
        if !records {
            missing = true;
            say(&format!(
                "error: {}: dedup reads files with a JSON object a line; this is text, and left out",
                input.name
            ));
        }
        records
    });
    if found.inputs.is_empty() {
        bail!("nothing to read");
    }
    Ok((found.inputs, missing))
}

/// Takes the copies out of all records, and writes what is left of them where that is wanted.
fn shorten(
    args: &DedupArgs,
    inputs: &[Input],
    remover: &mut Remover,
    rejects: &mut Rejects,
    mut out: Option<&mut Output>,
) -> Result<()> {
    let fields = FieldMap::default();
    let mut reader = RecordReader::new(&fields, args.max_article);
    let mut shortener = Shortener::default();
    let mut chunks = Chunks::new(inputs, ChunkLimits::default());
    while let Some(chunk) = chunks.next() {
        chunk.rejects.iter().for_each(|r| rejects.tell(r));
        let Payload::Lines { file, first } = &chunk.payload else {
            // Files of text were left out above.
            continue;
        };
        // One check for the whole chunk is faster than one a line, and almost every chunk passes.
        let valid = simdutf8::basic::from_utf8(&chunk.bytes).ok();
        let ends = memchr::memchr_iter(b'\n', &chunk.bytes);
        let mut start = 0;
        for (number, end) in (*first..).zip(ends.chain(once(chunk.bytes.len()))) {
            let line = start..end;
            start = end + 1;
            if chunk.bytes[line.clone()].trim_ascii().is_empty() {
                continue;
            }
            let line = match valid {
                Some(text) => Ok(&text[line]),
                None => std::str::from_utf8(&chunk.bytes[line]),
            };
            let line = match line {
                Ok(line) => line,
                Err(error) => {
                    let error = RecordError::not_utf8(error);
                    rejects.tell(&error.reject(file, Some(number)));
                    continue;
                }
            };
            let read = guarded(|| {
                let article = reader.article(line)?;
                let repaired = shortener.cut(&article.text)?;
                Ok::<_, RecordError>((repaired, article))
            });
            let article = match read {
                Some(Ok((repaired, article))) => {
                    shortener.decide(remover, &article, repaired.as_deref())?;
                    article
                }
                Some(Err(error)) => {
                    rejects.tell(&error.reject(file, Some(number)));
                    continue;
                }
                None => {
                    rejects.tell(&RecordError::failed(READING_FAILED).reject(file, Some(number)));
                    continue;
                }
            };
            let Some(out) = &mut out else { continue };
            match shortener.shortened(&article.text) {
                None => out.line(line.trim_end())?,
                Some(text) => out.line(&reader.with_text(line, &text))?,
            }
        }
        chunks.recycle(chunk.bytes);
    }
    Ok(())
}

/// Takes the removed paragraphs out of an article's text.
#[derive(Default)]
struct Shortener {
    spans: Vec<Span>,
    gone: Vec<u32>,
}

impl Shortener {
    /// Finds the paragraphs of a text. Copies are known by what they say once repaired, though what is written is the text as given; returns the
    /// repaired paragraphs where that makes a difference.
    fn cut(&mut self, text: &str) -> Result<Option<Vec<String>>, RecordError> {
        self.spans.clear();
        paragraphs(text, &mut self.spans);
        let repair = |span: &Span| clean(span.of(text)).text.into_owned();
        let cleaned = clean_unless_nul(text).ok_or_else(RecordError::nul)?;
        Ok(cleaned
            .changed()
            .then(|| self.spans.iter().map(repair).collect()))
    }

    /// Decides which paragraphs go, of those that were found last.
    fn decide(
        &mut self,
        remover: &mut Remover,
        article: &Article<'_>,
        repaired: Option<&[String]>,
    ) -> Result<()> {
        let incoming = Incoming {
            id: &article.id,
            outlet: article.outlet.as_deref(),
            day: article
                .timestamp
                .and_then(|t| i32::try_from(t.div_euclid(86_400)).ok()),
        };
        let gone = &mut self.gone;
        if let Some(repaired) = repaired {
            let repaired = repaired.iter().map(String::as_str);
            remover.decide(incoming, repaired, gone)?;
        } else {
            let given = self.spans.iter().map(|s| s.of(&article.text));
            remover.decide(incoming, given, gone)?;
        }
        Ok(())
    }

    /// The text that is left, if anything was removed.
    fn shortened(&self, text: &str) -> Option<String> {
        if self.gone.is_empty() {
            return None;
        }
        let mut left = String::with_capacity(text.len());
        let mut from = 0;
        for &number in &self.gone {
            let number = number as usize;
            left.push_str(&text[from..self.spans[number].start]);
            from = self
                .spans
                .get(number + 1)
                .map_or(text.len(), |next| next.start);
        }
        left.push_str(&text[from..]);
        left.truncate(left.trim_end().len());
        Some(left)
    }
}

/// An output, written in large pieces.
struct Output {
    writer: BufWriter<Writer>,
    unnamed: Unnamed,
}

impl Output {
    fn create(path: &Path) -> Result<Self> {
        let (writer, unnamed) = output::create(path)?;
        Ok(Self {
            writer: BufWriter::with_capacity(1 << 20, writer),
            unnamed,
        })
    }

    fn line(&mut self, line: &str) -> Result<()> {
        self.writer
            .write_all(line.as_bytes())
            .and_then(|()| self.writer.write_all(b"\n"))
            .context("the articles cannot be written")
    }

    fn finish(mut self) -> Result<()> {
        self.writer
            .flush()
            .context("the output cannot be written")?;
        self.unnamed.name()
    }
}
