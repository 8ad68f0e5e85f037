//! Who has which paragraph: kept with every article that comes or goes, so that the one that came out first is always known.

use rusqlite::{Connection, params};

use super::article::{Appearance, TopicArticle};
use super::batch::Batch;
use super::damaged;
use super::listing::{tagged, untagged};
use super::queries::{appearance, delete, original, pack, set_original};
use crate::error::Result;

impl Batch<'_> {
    /// Notes the paragraphs of a live article.
    pub(super) fn enter(
        &mut self,
        number: u32,
        fingerprints: &[(u64, bool)],
        topic: Option<&TopicArticle<'_>>,
    ) -> Result<()> {
        self.entries.extend(
            fingerprints
                .iter()
                .map(|&(f, edge)| (f, tagged(number, edge))),
        );
        if let Some(topic) = topic {
            return self.shelve(number, topic);
        }
        for &(fingerprint, edge) in fingerprints {
            if self.store.topical.contains(&fingerprint) {
                self.hold(fingerprint, number, -1, edge)?;
            }
        }
        Ok(())
    }

    /// Notes the paragraphs of an article on the topic, and keeps it.
    pub(super) fn shelve(&mut self, number: u32, topic: &TopicArticle<'_>) -> Result<()> {
        let repeats: Vec<u8> = topic
            .paragraphs
            .iter()
            .map(|p| u8::from(p.repeat))
            .collect();
        let ledger = &self.store.ledger;
        ledger
            .prepare_cached(
                "INSERT OR REPLACE INTO body (article, record, repeats) VALUES (?, ?, ?)",
            )
            .and_then(|mut s| s.execute(params![number, pack(topic.article)?, repeats]))
            .map_err(damaged)?;
        ledger
            .prepare_cached("UPDATE article SET topic = 1 WHERE number = ?")
            .and_then(|mut s| s.execute([number]))
            .map_err(damaged)?;
        delete(
            ledger,
            "DELETE FROM holder WHERE article = ? AND paragraph = -1",
            number,
        )?;
        for (number_in_article, paragraph) in (0i64..).zip(&topic.paragraphs) {
            let Some(fingerprint) = paragraph.fingerprint else {
                continue;
            };
            if self.store.topical.insert(fingerprint) {
                self.fresh.insert(fingerprint);
            }
            self.unsettled.insert(fingerprint);
            self.hold(fingerprint, number, number_in_article, paragraph.edge)?;
        }
        self.concerned.insert(number);
        Ok(())
    }

    /// Notes that the article has the topical paragraph, and finds out whether it had it first.
    fn hold(&mut self, fingerprint: u64, number: u32, paragraph: i64, edge: bool) -> Result<()> {
        let ledger = &self.store.ledger;
        let key = fingerprint.cast_signed();
        ledger
            .prepare_cached("INSERT OR IGNORE INTO holder VALUES (?, ?, ?, ?)")
            .and_then(|mut s| s.execute(params![key, number, paragraph, edge]))
            .map_err(damaged)?;
        let original = original(ledger, key)?;
        let first = match original {
            Some(original) if original == number => return Ok(()),
            Some(original) => appearance(ledger, number)? < appearance(ledger, original)?,
            None => true,
        };
        if first {
            set_original(ledger, key, number)?;
            self.unsettled.insert(fingerprint);
            self.concerned.extend(original);
        }
        Ok(())
    }

    /// Articles off the topic that had a paragraph before anything on the topic had it.
    pub(super) fn find_earlier_holders(&mut self) -> Result<()> {
        if self.fresh.is_empty() {
            return Ok(());
        }
        self.entries.sort_unstable();
        let mut found = Vec::new();
        for fingerprint in std::mem::take(&mut self.fresh) {
            found.clear();
            for run in &mut self.store.runs {
                run.run.find(fingerprint, &mut found)?;
            }
            let from = self.entries.partition_point(|e| e.0 < fingerprint);
            let here = self.entries[from..]
                .iter()
                .take_while(|e| e.0 == fingerprint);
            found.extend(here.map(|e| e.1));
            found.sort_unstable();
            found.dedup();
            for &found in &found {
                let (number, edge) = untagged(found);
                let holds: bool = self
                    .store
                    .ledger
                    .prepare_cached("SELECT live AND NOT topic FROM article WHERE number = ?")
                    .and_then(|mut s| s.query_row([number], |row| row.get(0)))
                    .map_err(damaged)?;
                if holds {
                    self.hold(fingerprint, number, -1, edge)?;
                }
            }
        }
        Ok(())
    }

    /// Takes an article out that a later version replaces.
    pub(super) fn withdraw(&mut self, number: u32) -> Result<()> {
        let ledger: &Connection = &self.store.ledger;
        let held: Vec<i64> = ledger
            .prepare_cached("SELECT DISTINCT fingerprint FROM holder WHERE article = ?")
            .and_then(|mut s| s.query_map([number], |row| row.get(0))?.collect())
            .map_err(damaged)?;
        delete(
            ledger,
            "UPDATE article SET live = 0, topic = 0 WHERE number = ?",
            number,
        )?;
        delete(ledger, "DELETE FROM holder WHERE article = ?", number)?;
        delete(ledger, "DELETE FROM body WHERE article = ?", number)?;
        delete(ledger, "DELETE FROM statement WHERE article = ?", number)?;
        self.concerned.remove(&number);
        self.withdrawn.insert(number);
        for key in held {
            if original(ledger, key)? != Some(number) {
                continue;
            }
            self.unsettled.insert(key.cast_unsigned());
            let holders: Vec<u32> = ledger
                .prepare_cached("SELECT DISTINCT article FROM holder WHERE fingerprint = ?")
                .and_then(|mut s| s.query_map([key], |row| row.get(0))?.collect())
                .map_err(damaged)?;
            let mut first: Option<(Appearance, u32)> = None;
            for holder in holders {
                let candidate = (appearance(ledger, holder)?, holder);
                if first.as_ref().is_none_or(|first| candidate < *first) {
                    first = Some(candidate);
                }
            }
            if let Some((_, first)) = first {
                set_original(ledger, key, first)?;
                self.concerned.insert(first);
            } else {
                // The fingerprint stays among the topical ones until the store is opened again; that only costs a look.
                ledger
                    .prepare_cached("DELETE FROM original WHERE fingerprint = ?")
                    .and_then(|mut s| s.execute([key]))
                    .map_err(damaged)?;
            }
        }
        Ok(())
    }
}
