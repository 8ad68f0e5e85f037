//! Moves chunks through the workers, and their results back into the order of the input.
//!
//! Files are read by the workers themselves, one at a time and in order: what a worker has just read is in its cache, and decompression runs
//! beside the work of the others. What a pipe brings is read by a thread of its own, for nobody can tell when something comes, and whoever
//! waited for it could not be stopped. One thread is one thread: it reads, parses, decides and analyses in turn, and no other
//! is started but for a pipe.
//!
//! With several, the thread that called decides, and reads chunks itself whenever there is nothing to decide; as many workers but one read beside
//! it. So there are never more readers than processors were asked for, and none of them sleeps for as long as there is something to read: waking
//! a thread up costs a twentieth of a chunk.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, bounded, never, select, unbounded};
use rayon::prelude::*;

use super::analyse::{Analysis, guarded};
use super::parse::{ParseOptions, Parsed, Parser, Survivor};
use super::workers::workers;
use super::{Analysed, Decide, Flow, Progress, RunOptions};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Reject, Statement};
use crate::read::{Chunk, Chunks};

/// Moves chunks through the workers until all are written. Returns false where it was stopped.
pub(super) fn drive<A: Analysis, D: Decide>(
    options: &RunOptions,
    parsing: &ParseOptions,
    analysis: &A,
    flow: &mut Flow<D>,
    stop: &AtomicBool,
    progress: &mut dyn FnMut(Progress),
) -> Result<bool> {
    // A file's size is known, and its bytes come when they are asked for.
    let files = options.inputs.iter().all(|input| input.bytes.is_some());
    if files && options.threads == 1 {
        return alone(options, parsing, analysis, flow, stop, progress);
    }
    let pool = workers(options.threads)?;
    let (send, done) = unbounded();
    let mut crew = Crew {
        analysis,
        parsing,
        in_flight: 2 * pool.current_num_threads() as u64 + 4,
        permits: AtomicU64::new(0),
        readers: AtomicUsize::new(0),
        beside: pool.current_num_threads().max(2) - 1,
        parsers: Mutex::new(Vec::new()),
        reading: Mutex::new(Reading {
            chunks: Chunks::new(&options.inputs, options.limits),
            next: 0,
        }),
        spare: None,
        send,
    };
    let arriving = if files {
        never()
    } else {
        let (chunks, spare) = read_beside(options)?;
        crew.spare = Some(spare);
        chunks
    };
    let crew = &crew;
    pool.in_place_scope(|scope| {
        let mut reading = true;
        let mut begun = 0;
        let mut waiting = false;
        let nothing = never();
        while reading || flow.written < begun {
            if stop.load(Ordering::Relaxed) {
                return Ok(false);
            }
            while files && reading && begun - flow.written < crew.in_flight {
                begun += 1;
                crew.permits.fetch_add(1, Ordering::SeqCst);
                if crew.enters() {
                    scope.spawn(|_| crew.read_on());
                }
            }
            let room = reading && begun - flow.written < crew.in_flight;
            let source = if room { &arriving } else { &nothing };
            // Nothing is waited for that is not the only thing left to do.
            let patience = if waiting { 50 } else { 0 };
            waiting = false;
            let message = select! {
                recv(source) -> chunk => {
                    match chunk {
                        Ok(chunk) => {
                            let number = begun;
                            begun += 1;
                            scope.spawn(move |_| crew.parse(number, chunk));
                        }
                        Err(_) => reading = false,
                    }
                    continue;
                },
                // The crew holds a sender itself.
                recv(done) -> message => Some(message.unwrap_or(Done::Lost)),
                default(Duration::from_millis(patience)) => None,
            };
            match message {
                Some(Done::Parsed(number, parsed)) => {
                    flow.parsed.insert(number, *parsed);
                }
                Some(Done::Analysed(number, analysed)) => {
                    flow.analysed.entry(number).or_default().found = Some(analysed);
                    flow.write_ready(progress)?;
                }
                Some(Done::Nothing) => {
                    // Workers that find nothing to read come after all that found something.
                    reading = false;
                    begun -= 1;
                }
                Some(Done::Lost) => return Err(lost(flow.decided)),
                // All that came is known, and the workers have what to do meanwhile.
                None => match flow.decide_next()? {
                    Some((number, survivors)) => {
                        if !survivors.is_empty() {
                            scope.spawn(move |_| crew.analyse(number, survivors));
                        }
                        flow.write_ready(progress)?;
                    }
                    None if crew.is_permitted() => crew.read_and_parse(),
                    None => waiting = true,
                },
            }
        }
        Ok(true)
    })
}

/// All of it on the thread that called.
fn alone<A: Analysis, D: Decide>(
    options: &RunOptions,
    parsing: &ParseOptions,
    analysis: &A,
    flow: &mut Flow<D>,
    stop: &AtomicBool,
    progress: &mut dyn FnMut(Progress),
) -> Result<bool> {
    let mut chunks = Chunks::new(&options.inputs, options.limits);
    let mut parser = Parser::new(parsing, analysis);
    for number in 0.. {
        if stop.load(Ordering::Relaxed) {
            return Ok(false);
        }
        let parsed = catch_unwind(AssertUnwindSafe(|| {
            chunks.next().map(|chunk| parser.parse(chunk))
        }));
        let Some(mut parsed) = parsed.map_err(|_| lost(number))? else {
            break;
        };
        chunks.recycle(std::mem::take(&mut parsed.buffer));
        flow.parsed.insert(number, parsed);
        while let Some((number, survivors)) = flow.decide_next()? {
            let mut found = Analysed::default();
            for survivor in survivors {
                if stop.load(Ordering::Relaxed) {
                    return Ok(false);
                }
                found.add(analyse(&survivor, analysis));
            }
            flow.analysed.entry(number).or_default().found = Some(found);
        }
        flow.write_ready(progress)?;
    }
    Ok(true)
}

/// What a worker sends back.
enum Done {
    /// A chunk, read.
    Parsed(u64, Box<Parsed>),
    /// The statements of a chunk.
    Analysed(u64, Analysed),
    /// There was nothing left to read.
    Nothing,
    /// A worker came to grief over a chunk.
    Lost,
}

/// The files, and the number of the chunk that is read next.
struct Reading<'o> {
    chunks: Chunks<'o>,
    next: u64,
}

/// What the workers share.
struct Crew<'o, A> {
    analysis: &'o A,
    parsing: &'o ParseOptions,
    /// Most chunks between reading and writing.
    in_flight: u64,
    /// Chunks of files that may be begun.
    permits: AtomicU64,
    /// Workers that read files, and how many may.
    readers: AtomicUsize,
    beside: usize,
    /// Each holds buffers; there are as many as threads that parse at the same time. With each the buffer that it had its last chunk in.
    parsers: Mutex<Vec<(Parser<'o, A>, Vec<u8>)>>,
    reading: Mutex<Reading<'o>>,
    /// Where buffers go that a reading thread has filled.
    spare: Option<Sender<Vec<u8>>>,
    send: Sender<Done>,
}

impl<'o, A: Analysis> Crew<'o, A> {
    /// Whether one worker more may read; it is counted then.
    fn enters(&self) -> bool {
        let more = |readers| (readers < self.beside).then_some(readers + 1);
        let counted = self
            .readers
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, more);
        counted.is_ok()
    }

    /// Whether a chunk may be begun; it is taken off then.
    fn is_permitted(&self) -> bool {
        let less = |permits: u64| permits.checked_sub(1);
        let taken = self
            .permits
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, less);
        taken.is_ok()
    }

    /// Reads as long as chunks may be begun.
    fn read_on(&self) {
        loop {
            while self.is_permitted() {
                self.read_and_parse();
            }
            self.readers.fetch_sub(1, Ordering::SeqCst);
            // What was permitted meanwhile found no place for a worker.
            if self.permits.load(Ordering::SeqCst) == 0 || !self.enters() {
                return;
            }
        }
    }

    /// Reads the next chunk of the files and parses it.
    fn read_and_parse(&self) {
        let done = catch_unwind(AssertUnwindSafe(|| {
            let (mut parser, buffer) = self.parser();
            let mut reading = self.reading.lock().ok()?;
            // The buffer given last is filled next: it's still in this processor's cache.
            reading.chunks.recycle(buffer);
            let Some(chunk) = reading.chunks.next() else {
                return Some(Done::Nothing);
            };
            let number = reading.next;
            reading.next += 1;
            drop(reading);
            let mut parsed = parser.parse(chunk);
            let buffer = std::mem::take(&mut parsed.buffer);
            give(&self.parsers, (parser, buffer));
            Some(Done::Parsed(number, Box::new(parsed)))
        }));
        self.send(done.ok().flatten());
    }

    /// Parses a chunk that a reading thread has brought.
    fn parse(&self, number: u64, chunk: Chunk) {
        let done = catch_unwind(AssertUnwindSafe(|| {
            let (mut parser, buffer) = self.parser();
            let mut parsed = parser.parse(chunk);
            if let Some(spare) = &self.spare {
                // The reader is gone once it has read everything.
                let _ = spare.send(std::mem::take(&mut parsed.buffer));
            }
            give(&self.parsers, (parser, buffer));
            Done::Parsed(number, Box::new(parsed))
        }));
        self.send(done.ok());
    }

    /// Analyses articles beside each other.
    fn analyse(&self, number: u64, survivors: Vec<Survivor>) {
        let found: Vec<_> = survivors
            .into_par_iter()
            .map(|survivor| analyse(&survivor, self.analysis))
            .collect();
        let mut analysed = Analysed::default();
        for found in found {
            analysed.add(found);
        }
        self.send(Some(Done::Analysed(number, analysed)));
    }

    fn parser(&self) -> (Parser<'o, A>, Vec<u8>) {
        take(&self.parsers)
            .unwrap_or_else(|| (Parser::new(self.parsing, self.analysis), Vec::new()))
    }

    fn send(&self, done: Option<Done>) {
        // Nobody listens once the run has been stopped.
        let _ = self.send.send(done.unwrap_or(Done::Lost));
    }
}

fn lost(number: u64) -> Error {
    let message = format!(
        "chunk {number}, or one soon after it, could not be read: an error of this program; please report it with the input"
    );
    Error::new(ErrorKind::Input, message)
}

/// Starts the thread that reads. It owns what it needs, so that a run that is stopped need not wait for a silent pipe.
fn read_beside(options: &RunOptions) -> Result<(Receiver<Chunk>, Sender<Vec<u8>>)> {
    let (send, chunks) = bounded(2);
    let (spare, used) = unbounded();
    let (inputs, limits) = (options.inputs.clone(), options.limits);
    std::thread::Builder::new()
        .name("reader".to_owned())
        .spawn(move || {
            let mut chunks = Chunks::new(&inputs, limits);
            loop {
                used.try_iter().for_each(|buffer| chunks.recycle(buffer));
                let Some(chunk) = chunks.next() else { break };
                if send.send(chunk).is_err() {
                    break;
                }
            }
        })
        .map_err(|e| {
            Error::new(
                ErrorKind::Io,
                format!("the reading thread cannot be started: {e}"),
            )
            .caused_by(e)
        })?;
    Ok((chunks, spare))
}

pub(super) fn take<T>(shelf: &Mutex<Vec<T>>) -> Option<T> {
    shelf.lock().ok()?.pop()
}

pub(super) fn give<T>(shelf: &Mutex<Vec<T>>, thing: T) {
    if let Ok(mut shelf) = shelf.lock() {
        shelf.push(thing);
    }
}

/// Why an article is rejected that the analysis failed over.
pub(super) const ANALYSIS_FAILED: &str = "the analysis of this article failed: an error of this program; please report it with the article";

/// What was found in one article: statements, each with the fingerprint of its paragraph.
type Found = std::result::Result<Vec<(Option<u64>, Statement)>, Reject>;

/// Analyses an article. One that the analysis fails over is rejected, and the others are unharmed.
fn analyse<A: Analysis>(survivor: &Survivor, analysis: &A) -> Found {
    let found = guarded(|| analysis.analyse(&survivor.article, &survivor.draft));
    let statements = found.ok_or_else(|| Reject {
        file: survivor.file.clone(),
        line: survivor.line,
        field: None,
        reason: ANALYSIS_FAILED.to_owned(),
    })?;
    let print = |s: &Statement| {
        let print = survivor.prints.get(s.evidence.paragraph?)?;
        print.has_identity().then_some(print.hash)
    };
    Ok(statements.into_iter().map(|s| (print(&s), s)).collect())
}

impl Analysed {
    fn add(&mut self, found: Found) {
        match found {
            Ok(statements) => self.statements.extend(statements),
            Err(reject) => self.rejects.push(reject),
        }
    }
}
