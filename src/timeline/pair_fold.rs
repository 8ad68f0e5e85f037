//! The fold of one holder on one proposal, which may be kept as bytes and put together from parts.
//!
//! A store folds what a night changed and keeps the rest. The bytes hold what the fold of [`Timeline`](super::Timeline) holds, but for the
//! evidence: which sentences a shift shows is known only when all parts are together, so the fold names the days
//! ([`PairFold::turns`]) and is given their statements ([`PairFold::offer`]).
//!
//! # The bytes
//! Little-endian; a text is its length (4 bytes) and itself; a day is year (2), month, day, and all ones where it is unknown.
//!
//! ```text
//! names      4 bytes how many, then each: earliest day; holder's id, name, kind, whether a country follows (1), country; proposal's id, name
//! statements 4 bytes how many, then each: stance (1), day (4), cluster, article, outlet (8 each), doubt, copies, outlets as claimed
//!            (4 each), number of copies listed (4), then each copy: day (4), article, outlet (8 each)
//! ```
//! The same statements give the same bytes, whatever their order.

use jiff::civil::Date;

use crate::model::{
    Bucket, Holder, Named, PairSeries, Shift, Stance, Statement, Summary, SyndicatedCopy,
};

use super::bucket::bucket_of;
use super::bytes::{Bytes, DamagedFold, number_of, put_len, put_text};
use super::condense::condensed;
use super::mention::{Mention, Shown};
use super::series::{self, Counted};
use super::shift::{ShiftRule, held_of, shifts_of, turns_of};
use super::tabulate::{ShiftPlace, restrict, tabulated};
use super::{Pair, holder_rank, keep_first};

/// The days, both included, among whose statements of a stance the one is found that a shift shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Turn {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// The stance.
    pub stance: Stance,
}

/// The fold of one pair: `add` statements or `merge` bytes, then [`PairFold::finish`] or [`PairFold::summarise`].
#[derive(Debug, Default)]
pub struct PairFold {
    pair: Option<Pair>,
    /// What holder and proposal were called, with the earliest day; [`UNKNOWN`] where none is known.
    names: Vec<(Date, Holder, Named)>,
    rule: ShiftRule,
}

/// Stands for a day that is not known; it comes after all others.
const UNKNOWN: Date = Date::MAX;

impl PairFold {
    /// An empty fold with the standard rule for shifts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a statement of the pair, with the copies of its paragraph that are known one by one.
    pub fn add(&mut self, statement: &Statement, copies: &[SyndicatedCopy]) {
        let own = Mention::of_statement(statement);
        let (holder, proposal) = (&statement.holder, &statement.proposal);
        self.name(own.day.unwrap_or(UNKNOWN), holder, proposal);
        let pair = self.pair.get_or_insert_with(|| Pair::of(holder, proposal));
        pair.mentions.push(own);
        let copies = copies.iter().map(|c| Mention::of_copy(c, &own));
        pair.mentions.extend(copies);
    }

    fn name(&mut self, day: Date, holder: &Holder, proposal: &Named) {
        let known = self
            .names
            .iter_mut()
            .find(|(_, h, p)| h == holder && p == proposal);
        match known {
            Some((earliest, _, _)) => *earliest = day.min(*earliest),
            None => self.names.push((day, holder.clone(), proposal.clone())),
        }
        if let Some(pair) = &mut self.pair {
            keep_first(&mut pair.holder, holder, holder_rank);
            keep_first(&mut pair.proposal, proposal, |p| p.name.clone());
        }
    }

    /// Whether nothing was added.
    pub fn is_empty(&self) -> bool {
        self.pair.is_none()
    }

    /// Its days as bytes, for [`PairDays`](super::PairDays); none of an empty fold.
    pub fn condense(&self) -> Option<Vec<u8>> {
        let pair = self.pair.as_ref()?;
        Some(condensed(pair, &self.names, self.rule))
    }

    /// What holder and proposal are called; none of an empty fold.
    pub fn called(&self) -> Option<(&Holder, &Named)> {
        self.pair
            .as_ref()
            .map(|pair| (&pair.holder, &pair.proposal))
    }

    /// The shifts, shown by what was offered.
    pub fn shifts(&self) -> Vec<Shift> {
        let Some(pair) = &self.pair else {
            return Vec::new();
        };
        let counted = Counted::of(&mut pair.mentions.clone());
        shifts_of(pair, &counted.days, self.rule)
    }

    /// Its rows as bytes, for [`PairRows`](super::PairRows), which tell where in the JSON of all shifts each of them lies: `shifts` are those
    /// of the fold, each with the length of its JSON. None of an empty fold.
    pub fn tabulate(&self, shifts: &[(Shift, usize)]) -> Option<Vec<u8>> {
        let pair = self.pair.as_ref()?;
        let day = |text: &str| text.parse().unwrap_or(UNKNOWN);
        let places: Vec<ShiftPlace> = shifts
            .iter()
            .map(|(shift, bytes)| ShiftPlace {
                from: shift.from.stance,
                to: shift.to.stance,
                date: day(&shift.date),
                until: day(&shift.to.until),
                bytes: *bytes,
            })
            .collect();
        Some(tabulated(pair.mentions.clone(), &places))
    }

    /// The rows from the bucket of a day on, as bytes: those of earlier days are not all there, and no shifts.
    pub fn tabulate_from(self, day: Date, by: Bucket) -> Vec<u8> {
        let mut mentions = self.pair.map_or_else(Vec::new, |pair| pair.mentions);
        restrict(&mut mentions, number_of(Some(bucket_of(day, by).start)));
        tabulated(mentions, &[])
    }

    /// As bytes; evidence is not among them.
    pub fn encode(&self) -> Vec<u8> {
        let mut names: Vec<_> = self.names.iter().collect();
        names.sort_by(|a, b| {
            let key = |n: &(Date, Holder, Named)| (holder_rank(&n.1), n.2.name.clone());
            key(a).cmp(&key(b))
        });
        let mentions = self.pair.as_ref().map_or(&[][..], |p| &p.mentions);
        let mut statements: Vec<Vec<Mention>> = mentions
            .chunk_by(|_, next| next.copy)
            .map(|group| {
                let mut group = group.to_vec();
                if let Some((_, copies)) = group.split_first_mut() {
                    copies.sort_unstable();
                }
                group
            })
            .collect();
        statements.sort_unstable();
        statements.dedup();
        let mut bytes = Vec::with_capacity(64 + mentions.len() * 48);
        put_len(&mut bytes, names.len());
        for (day, holder, proposal) in names {
            put_day(&mut bytes, Some(*day).filter(|d| *d != UNKNOWN));
            for text in [&holder.id, &holder.name, &holder.kind] {
                put_text(&mut bytes, text);
            }
            bytes.push(u8::from(holder.country.is_some()));
            put_text(&mut bytes, holder.country.as_deref().unwrap_or_default());
            put_text(&mut bytes, &proposal.id);
            put_text(&mut bytes, &proposal.name);
        }
        put_len(&mut bytes, statements.len());
        for group in &statements {
            let Some((own, copies)) = group.split_first() else {
                continue;
            };
            bytes.push(own.stance as u8);
            put_day(&mut bytes, own.day);
            for hash in [own.cluster, own.article, own.outlet] {
                bytes.extend(hash.to_le_bytes());
            }
            for number in [own.doubt, own.claimed_copies, own.claimed_outlets] {
                bytes.extend(number.to_le_bytes());
            }
            put_len(&mut bytes, copies.len());
            for copy in copies {
                put_day(&mut bytes, copy.day);
                bytes.extend(copy.article.to_le_bytes());
                bytes.extend(copy.outlet.to_le_bytes());
            }
        }
        bytes
    }

    /// Takes in what [`PairFold::encode`] wrote; with a last day only what was said up to it.
    pub fn merge(&mut self, bytes: &[u8], until: Option<Date>) -> Result<(), DamagedFold> {
        let mut rest = Bytes(bytes);
        let admitted =
            |day: Option<Date>| until.is_none_or(|until| day.is_some_and(|d| d <= until));
        for _ in 0..rest.len()? {
            let day = read_day(&mut rest)?;
            let [id, name, kind] = [rest.text()?, rest.text()?, rest.text()?];
            let has_country = rest.byte()? == 1;
            let country = Some(rest.text()?).filter(|_| has_country);
            let [proposal, proposal_name] = [rest.text()?, rest.text()?];
            if !admitted(day) {
                continue;
            }
            // Nearly always it is called what it was called before, and texts are made only where it is not.
            let day = day.unwrap_or(UNKNOWN);
            let known = self.names.iter_mut().find(|(_, h, p)| {
                h.name == name
                    && h.kind == kind
                    && h.country.as_deref() == country
                    && p.name == proposal_name
            });
            if let Some((earliest, _, _)) = known {
                *earliest = day.min(*earliest);
                continue;
            }
            let holder = Holder {
                id: id.to_owned(),
                name: name.to_owned(),
                kind: kind.to_owned(),
                country: country.map(str::to_owned),
            };
            let proposal = Named {
                id: proposal.to_owned(),
                name: proposal_name.to_owned(),
            };
            self.pair
                .get_or_insert_with(|| Pair::of(&holder, &proposal));
            self.name(day, &holder, &proposal);
        }
        let statements = rest.len()?;
        let mut nothing = Vec::new();
        let mentions = match &mut self.pair {
            Some(pair) => &mut pair.mentions,
            None => &mut nothing,
        };
        mentions.reserve(statements.min(bytes.len() / STATEMENT_BYTES));
        for _ in 0..statements {
            let stance = *Stance::ALL
                .get(usize::from(rest.byte()?))
                .ok_or(DamagedFold)?;
            let day = read_day(&mut rest)?;
            let own = Mention {
                stance,
                copy: false,
                undated: day.is_none(),
                day,
                cluster: rest.hash()?,
                article: rest.hash()?,
                outlet: rest.hash()?,
                doubt: rest.number()?,
                claimed_copies: rest.number()?,
                claimed_outlets: rest.number()?,
            };
            if !own.is_sound() {
                return Err(DamagedFold);
            }
            let wanted = admitted(day);
            if wanted {
                mentions.push(own);
            }
            for _ in 0..rest.len()? {
                let day = read_day(&mut rest)?;
                let copy = Mention {
                    copy: true,
                    undated: day.is_none(),
                    day,
                    article: rest.hash()?,
                    outlet: rest.hash()?,
                    claimed_copies: 0,
                    claimed_outlets: 0,
                    ..own
                };
                if wanted {
                    mentions.push(copy);
                }
            }
        }
        // A statement has a name on its day, so without names there are none.
        if rest.is_empty() && nothing.is_empty() {
            Ok(())
        } else {
            Err(DamagedFold)
        }
    }

    /// The days among whose statements the evidence of the shifts is found.
    pub fn turns(&self) -> Vec<Turn> {
        let Some(pair) = &self.pair else {
            return Vec::new();
        };
        let counted = Counted::of(&mut pair.mentions.clone());
        turns_of(&held_of(&counted.days, self.rule))
    }

    /// Offers a statement as evidence; of those offered the strongest is shown.
    pub fn offer(&mut self, statement: &Statement) {
        let own = Mention::of_statement(statement);
        if let (Some(pair), Some(day)) = (&mut self.pair, own.day) {
            Shown::offer(&mut pair.shown, (day, statement.stance), statement, &own);
        }
    }

    /// The series, with rows of buckets that end on `from` or later; `shifts` are those of the pair where they are known, and
    /// are found from what was offered where they are not. None of an empty fold.
    pub fn finish(
        self,
        by: Bucket,
        from: Option<Date>,
        shifts: Option<Vec<Shift>>,
    ) -> Option<PairSeries> {
        let rule = self.rule;
        let pair = self.pair?;
        Some(series::finish(pair, by, from, rule, shifts))
    }

    /// The summary alone, of what was said in buckets that end on `from` or later; evidence is not needed for it. None where nothing was
    /// said in them.
    pub fn summarise(self, by: Bucket, from: Option<Date>) -> Option<Summary> {
        let rule = self.rule;
        series::summarise(self.pair?, by, from, rule)
    }
}

/// Bytes that a statement without copies takes.
const STATEMENT_BYTES: usize = 45;

fn put_day(bytes: &mut Vec<u8>, day: Option<Date>) {
    match day {
        Some(day) => {
            bytes.extend(day.year().to_le_bytes());
            bytes.extend(day.month().to_le_bytes());
            bytes.extend(day.day().to_le_bytes());
        }
        None => bytes.extend([0xff; 4]),
    }
}

fn read_day(rest: &mut Bytes<'_>) -> Result<Option<Date>, DamagedFold> {
    let bytes = rest.take::<4>()?;
    if bytes == [0xff; 4] {
        return Ok(None);
    }
    let [y0, y1, month, day] = bytes;
    let year = i16::from_le_bytes([y0, y1]);
    Date::new(year, month.cast_signed(), day.cast_signed())
        .map(Some)
        .map_err(|_| DamagedFold)
}
