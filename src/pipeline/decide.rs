//! What only the order of the input can decide: which copy came first, and which id was there before.

use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::near::{Near, on_topic};
use super::outputs::Writer;
use super::parse::{Parsed, Record, Survivor};
use super::spool::Spool;
use super::{Counts, Decide, IndexSize, RunOptions, finish::Syndication};
use crate::dedup::{
    ArticlePrints, Copies, Decision, ExactIndex, NearIndex, NearQuery, NearSettings, Ordinal,
    Removals, RemovedKind, Versions,
};
use crate::error::{Error, Result};
use crate::model::SyndicatedCopy;

/// Decides chunk after chunk, in input order.
pub(super) struct Decider {
    index: ExactIndex,
    /// Whether paragraphs that an earlier article had stay.
    keep_copies: bool,
    /// Paragraphs of articles on the topic.
    topic: Option<NearIndex>,
    /// Paragraphs of all articles, where near copies off the topic are looked for too.
    archive: Option<NearIndex>,
    /// Near copies by their own place.
    near_copies: FxHashMap<Ordinal, Original>,
    /// Hashes of ids and texts.
    ids: Versions,
    /// Ids that came with more than one text.
    versioned: FxHashSet<u64>,
    /// Fingerprints of the paragraphs that statements may come from: their copies are remembered.
    watched: FxHashSet<u64>,
    /// Those of them that have copies, and where they stand.
    families: FxHashMap<u64, Ordinal>,
    copies: Spool<SyndicatedCopy>,
    removals: Removals,
    decisions: Vec<Decision>,
    /// Of each paragraph of the last article what it is a copy of.
    found: Vec<Option<Original>>,
    /// Of the article published last so far: whether it has no time, its time, its id.
    latest: (bool, i64, String),
}

/// What a removed paragraph is a copy of.
#[derive(Debug, Clone, Copy)]
struct Original {
    /// The paragraph that stayed.
    of: Ordinal,
    /// Its fingerprint.
    print: u64,
    /// Share of words in common, for near copies.
    similarity: Option<f64>,
    /// Whether statements may know of the copy: a paragraph off the topic that is only like one on it is nothing to them.
    counted: bool,
}

impl Decider {
    /// A decider that has seen nothing.
    pub(super) fn new(options: &RunOptions) -> Result<Self> {
        let keep_copies = options.keep_copies;
        // A near copy is a copy, and where copies stay nothing is looked for.
        let near = if keep_copies { Near::Off } else { options.near };
        let archive = (near == Near::Archive).then(|| NearSettings {
            window: options.near_window,
            words: Arc::clone(&options.copy_words),
            ..NearSettings::default()
        });
        Ok(Self {
            index: ExactIndex::new()?,
            keep_copies,
            topic: (near != Near::Off).then(|| NearIndex::new(on_topic(options))),
            archive: archive.map(NearIndex::new),
            near_copies: FxHashMap::default(),
            ids: Versions::default(),
            versioned: FxHashSet::default(),
            watched: FxHashSet::default(),
            families: FxHashMap::default(),
            copies: Spool::new()?,
            removals: Removals::new()?,
            decisions: Vec::new(),
            found: Vec::new(),
            latest: (false, i64::MIN, String::new()),
        })
    }

    /// What the index holds, and in how much memory.
    pub(super) fn index_size(&self) -> IndexSize {
        IndexSize {
            entries: self.index.len() as u64,
            bytes: self.index.bytes() as u64,
        }
    }

    /// Decides the paragraphs of one article, and records those that go.
    fn paragraphs(
        &mut self,
        record: &Record<'_>,
        mut survivor: Option<&mut Survivor>,
        again: bool,
        counts: &mut Counts,
    ) -> Result<()> {
        let first = self.originals(record, survivor.as_deref())?;
        let mut copies = Copies::new(record.id, record.outlet_hash, first, record.prints);
        for (paragraph, original) in (0..).zip(&self.found) {
            let Some(original) = original else {
                let print = record.prints[paragraph as usize];
                if survivor.is_some() && print.has_identity() {
                    self.watched.insert(print.hash);
                }
                continue;
            };
            let own = original.of >= first;
            match original.similarity {
                Some(_) => counts.removed.near += 1,
                None if own => counts.removed.repeat += 1,
                None => counts.removed.exact += 1,
            }
            let elsewhere = copies.note(
                paragraph,
                (original.of, original.similarity),
                &mut self.index,
                &mut self.removals,
            )?;
            let counted = original.counted && self.watched.contains(&original.print);
            if elsewhere && counted && !again {
                let copy = SyndicatedCopy {
                    article: record.id.to_owned(),
                    outlet: record.outlet.map(str::to_owned),
                    date: record.day.map(|d| d.to_string()),
                };
                self.copies.add(Some(original.print), &copy)?;
                self.families.insert(original.print, original.of);
            }
            if let Some(survivor) = &mut survivor {
                survivor.draft.paragraphs[paragraph as usize].kept = false;
            }
        }
        Ok(())
    }

    /// Of each paragraph of one article the article and paragraph that it is a copy of; none for what is kept.
    pub(super) fn originals_of(
        &mut self,
        record: &Record<'_>,
        survivor: Option<&Survivor>,
    ) -> Result<Vec<Option<(String, u32)>>> {
        self.originals(record, survivor)?;
        let index = &mut self.index;
        let place = |original: &Option<Original>| {
            original
                .map(|original| {
                    let kept = index.resolve(original.of)?;
                    Ok((kept.article, kept.paragraph))
                })
                .transpose()
        };
        self.found.iter().map(place).collect()
    }

    /// Finds what the paragraphs of one article are copies of (in `found`); returns the ordinal of the first.
    fn originals(&mut self, record: &Record<'_>, survivor: Option<&Survivor>) -> Result<Ordinal> {
        let prints = ArticlePrints {
            id: record.id,
            outlet: record.outlet_hash,
            fingerprints: record.prints,
        };
        let mut decisions = std::mem::take(&mut self.decisions);
        let mut found = std::mem::take(&mut self.found);
        found.clear();
        let first = self.index.decide(prints, &mut decisions)?;
        for ((paragraph, decision), print) in (0..).zip(&decisions).zip(record.prints) {
            let here = first.plus(paragraph);
            let of = match *decision {
                Decision::Kept => {
                    let original = self.near_copy(record, survivor, paragraph, here)?;
                    if let Some(original) = original {
                        self.near_copies.insert(here, original);
                    }
                    found.push(original);
                    continue;
                }
                Decision::Copy(_) if self.keep_copies => {
                    found.push(None);
                    continue;
                }
                Decision::Repeat(of) => first.plus(of),
                Decision::Copy(of) => of,
            };
            // What is equal to a near copy has the same original.
            let near = self.near_copies.get(&of).copied();
            found.push(near.or(Some(Original {
                of,
                print: print.hash,
                similarity: None,
                counted: true,
            })));
        }
        self.decisions = decisions;
        self.found = found;
        Ok(first)
    }

    /// What a paragraph that nothing is equal to is a near copy of.
    fn near_copy(
        &mut self,
        record: &Record<'_>,
        survivor: Option<&Survivor>,
        paragraph: u32,
        here: Ordinal,
    ) -> Result<Option<Original>> {
        let at = paragraph as usize;
        let Some(bands) = record.bands.get(at).and_then(Option::as_ref) else {
            return Ok(None);
        };
        let text = match survivor {
            Some(survivor) => survivor.draft.paragraphs[at].span.of(&survivor.draft.body),
            // Where all articles are taken for survivors (`explain`) no text is kept beside them.
            None => match record.spans.get(at) {
                Some(span) => span.of(record.text),
                None => return Ok(None),
            },
        };
        let query = NearQuery {
            text,
            bands,
            print: record.prints[at].hash,
            ordinal: here,
            day: record
                .timestamp
                .and_then(|t| i32::try_from(t.div_euclid(86_400)).ok()),
        };
        let on_topic = survivor.is_some();
        let mut found = None;
        if let (true, Some(topic)) = (on_topic, &mut self.topic) {
            found = topic.decide(&query)?;
        }
        if let (None, Some(archive)) = (found, &mut self.archive) {
            // It is remembered here as well; but what is off the topic takes nothing from what is on it.
            found = archive.decide(&query)?.filter(|_| !on_topic);
        }
        Ok(found.map(|copy| Original {
            of: copy.of,
            print: copy.print,
            similarity: Some(copy.similarity),
            counted: on_topic,
        }))
    }

    /// Whether an article came out before one that was already read.
    fn came_late(&mut self, record: &Record<'_>) -> bool {
        let undated = record.timestamp.is_none();
        let time = record.timestamp.unwrap_or(0);
        let (latest_undated, latest, id) = &mut self.latest;
        let late = (undated, time, record.id) < (*latest_undated, *latest, id.as_str());
        if !late {
            (*latest_undated, *latest) = (undated, time);
            id.clear();
            id.push_str(record.id);
        }
        late
    }

    /// Whether this very article came before. An id that comes again with another text is a new version.
    fn came_before(&mut self, id: u64, text: u64, counts: &mut Counts) -> bool {
        let Some(first) = self.ids.first(id, text) else {
            return false;
        };
        counts.duplicate_ids += 1;
        let again = first == text;
        if !again && !self.keep_copies {
            self.versioned.insert(id);
        }
        again
    }

    /// Writes what was removed; what is left is what statements learn at the end.
    pub(super) fn finish(
        self,
        removed: &mut Writer,
        name: &Path,
        counts: &mut Counts,
    ) -> Result<Syndication> {
        let boilerplate = self
            .families
            .iter()
            .filter(|(_, of)| self.removals.is_boilerplate(**of))
            .map(|(print, _)| *print)
            .collect();
        self.removals.finish(removed, &mut |taken_for, _| {
            match taken_for {
                RemovedKind::Near => counts.removed.near -= 1,
                _ => counts.removed.exact -= 1,
            }
            counts.removed.boilerplate += 1;
        })?;
        removed
            .flush()
            .map_err(|e| Error::io(name, "cannot be written", e))?;
        Ok(Syndication {
            copies: self.copies,
            boilerplate,
            versioned: self.versioned,
        })
    }
}

impl Decide for Decider {
    /// Decides one chunk: the survivors that have something of their own to say, with the paragraphs they keep.
    fn decide(&mut self, parsed: &mut Parsed, counts: &mut Counts) -> Result<Vec<Survivor>> {
        let survivors = std::mem::take(&mut parsed.survivors);
        let mut survivors = survivors.into_iter();
        let mut wanted = Vec::new();
        self.index.prepare(parsed.prints());
        for record in parsed.records() {
            // Survivors stand in the order of their records.
            let mut survivor = if record.survives {
                survivors.next()
            } else {
                None
            };
            counts.articles += 1;
            counts.paragraphs += record.prints.len() as u64;
            counts.unread_dates += u64::from(record.date_unread);
            counts.gate_passes += u64::from(survivor.is_some());
            counts.out_of_order += u64::from(self.came_late(&record));
            let again =
                self.came_before(record.id_hash, record.text_hash, counts) && !self.keep_copies;
            self.paragraphs(&record, survivor.as_mut(), again, counts)?;
            // A record that came before as it is says nothing new, and neither does one without a paragraph of its own.
            wanted.extend(survivor.filter(|s| !again && s.draft.paragraphs.iter().any(|p| p.kept)));
        }
        Ok(wanted)
    }
}
