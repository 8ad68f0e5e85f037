//! What was dropped because another article had it first, for the duplicates index of the drops.

use serde::Serialize;

use super::damaged;
use super::reading::Reading;
use crate::error::Result;

impl Reading {
    /// Hands every paragraph that was dropped because another article had it first to `take`, in the order of the days on which their
    /// articles came out, those without a day first.
    pub fn duplicates(
        &self,
        take: &mut dyn FnMut(Option<&str>, Duplicate<'_>) -> Result<()>,
    ) -> Result<()> {
        let mut rows = self.ledger().prepare_cached(DUPLICATES).map_err(damaged)?;
        let mut rows = rows.query([]).map_err(damaged)?;
        while let Some(row) = rows.next().map_err(damaged)? {
            let text = |i: usize| {
                let value = row.get_ref(i).map_err(damaged)?;
                value.as_str_or_null().map_err(|e| damaged(e.into()))
            };
            let place = |i: usize| -> Result<Option<u32>> {
                let place: i64 = row.get(i).map_err(damaged)?;
                Ok(u32::try_from(place).ok())
            };
            let duplicate = Duplicate {
                article: text(1)?.unwrap_or_default(),
                paragraph: place(2)?,
                kind: if row.get(5).map_err(damaged)? {
                    "near"
                } else {
                    "exact"
                },
                kept: Original {
                    article: text(3)?.unwrap_or_default(),
                    paragraph: place(4)?,
                },
                similarity: row.get(6).map_err(damaged)?,
            };
            take(text(0)?, duplicate)?;
        }
        Ok(())
    }
}

/// Holders of a paragraph that another article had first, or of a near copy of one. The order is one of its own: nothing of how articles
/// came in shows.
const DUPLICATES: &str = "
    WITH shared AS MATERIALIZED (
      -- Most paragraphs are nobody else's: those are left out before anything is looked up for them.
      SELECT fingerprint FROM holder GROUP BY fingerprint HAVING min(article) <> max(article)
      UNION SELECT fingerprint FROM node WHERE root IS NOT NULL
    )
    SELECT a.day, a.id, h.paragraph, k.id,
      (SELECT min(paragraph) FROM holder p WHERE p.fingerprint = o.fingerprint AND p.article = o.article),
      n.root IS NOT NULL, coalesce(n.similarity, 1.0)
    FROM shared CROSS JOIN holder h ON h.fingerprint = shared.fingerprint LEFT JOIN node n ON n.fingerprint = h.fingerprint
    JOIN original o ON o.fingerprint = coalesce(n.root, h.fingerprint)
    JOIN article a ON a.number = h.article JOIN article k ON k.number = o.article
    WHERE o.article <> h.article OR n.root IS NOT NULL
    ORDER BY a.day, a.id, h.paragraph, k.id, h.fingerprint";

/// A paragraph that was dropped and the copy that was kept, in the key order of the duplicates index. A paragraph is unknown where the article
/// is off the topic: of those the store keeps no texts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Duplicate<'a> {
    /// Article id.
    pub article: &'a str,
    /// Paragraph, from 0.
    pub paragraph: Option<u32>,
    /// `exact` or `near`.
    pub kind: &'static str,
    /// The copy that was kept.
    pub kept: Original<'a>,
    /// Share of words in common, 0 to 1.
    pub similarity: f64,
}

/// Where a copy stands that was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Original<'a> {
    /// Article id.
    pub article: &'a str,
    /// Paragraph, from 0.
    pub paragraph: Option<u32>,
}
