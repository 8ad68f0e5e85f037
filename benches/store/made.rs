//! Articles and statements made by their numbers.

use std::ops::Range;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use stanceline::model::{
    Article, ArticleRef, AttributionKind, CueRef, DateBasis, Evidence, Holder, Named,
    STATEMENT_SCHEMA, Stance, Statement,
};
use stanceline::store::{Batch, LedgerEntry, Store, TopicArticle, TopicParagraph};
use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

const ACTORS: u64 = 2_000;
const PROPOSALS: u64 = 12;
pub(super) const FIRST: Date = date(2024, 12, 1);
const ARTICLES_A_DAY: u64 = 740;
/// Articles of one batch, about those of 64 MB.
const TOGETHER: u64 = 12_000;

/// A number between 0 and `n` that depends on two others.
pub(super) fn pick(article: u64, salt: u64, n: u64) -> u64 {
    let hash = xxh3_64(&[article.to_le_bytes(), salt.to_le_bytes()].concat());
    u64::try_from((u128::from(hash) * u128::from(n)) >> 64).unwrap()
}

/// The same with small numbers far more often.
fn skewed(article: u64, salt: u64, n: u64) -> u64 {
    let share = u128::from(pick(article, salt, 1 << 20));
    u64::try_from((share.pow(3) * u128::from(n)) >> 60).unwrap()
}

/// Puts articles into the store, with statements made by their numbers; they come so many days late.
pub(super) fn fill(store: &mut Store, articles: Range<u64>, late: u64) {
    let mut begin = articles.start;
    while begin < articles.end {
        let end = articles.end.min(begin + TOGETHER);
        let mut batch = store.batch(None).unwrap();
        for number in begin..end {
            add(&mut batch, number, late);
        }
        loop {
            let stale = batch.stale(512).unwrap();
            if stale.is_empty() {
                break;
            }
            for stale in stale {
                let statements = statements(&stale.article, &stale.kept);
                batch.put(&stale, &statements).unwrap();
            }
        }
        batch.commit().unwrap();
        begin = end;
    }
}

fn add(batch: &mut Batch<'_>, number: u64, late: u64) {
    let day = (number / ARTICLES_A_DAY).saturating_sub(late);
    let days = i64::try_from(day).unwrap();
    let day = FIRST.checked_add(days.days()).unwrap().to_string();
    // One article in six takes an older one's paragraphs over, and is not on the topic otherwise.
    let copy = pick(number, 1, 6) == 0 && number > 50;
    let source = if copy {
        number - 1 - pick(number, 2, 40)
    } else {
        number
    };
    let id = format!("article-{number:07}");
    let outlet = format!("outlet{:03}.example", skewed(number, 3, 300));
    let url = format!("https://{outlet}/{day}/{id}");
    let text: Vec<String> = (0..=pick(source, 4, 4))
        .map(|n| sentence(source, n))
        .collect();
    let prints: Vec<u64> = text.iter().map(|t| xxh3_64(t.as_bytes())).collect();
    let article = Article {
        id: id.clone().into(),
        url: Some(url.into()),
        outlet: Some(outlet.clone().into()),
        title: Some(format!("What was said in {}", words(number, 9, 7)).into()),
        text: text.join("\n").into(),
        published: Some(day.parse().unwrap()),
        timestamp: Some(1_733_000_000 + days * 86_400),
        modified: None,
        date_basis: DateBasis::Published,
        date_unread: false,
        authors: Vec::new(),
        language: Some("en".into()),
    };
    let fingerprints: Vec<(u64, bool)> = prints.iter().map(|&p| (p, false)).collect();
    let entry = LedgerEntry {
        id: &id,
        outlet: Some(&outlet),
        day: Some(&day),
        timestamp: article.timestamp,
        changed: article.timestamp,
        length: article.text.len() as u64,
        content: xxh3_128(article.text.as_bytes()),
        fingerprints: &fingerprints,
    };
    let topic = TopicArticle {
        article: &article,
        paragraphs: prints
            .iter()
            .map(|&print| TopicParagraph {
                fingerprint: Some(print),
                repeat: false,
                edge: false,
            })
            .collect(),
    };
    batch.add(entry, (!copy).then_some(&topic)).unwrap();
}

fn words(number: u64, salt: u64, count: u64) -> String {
    let words: Vec<String> = (0..count)
        .map(|n| format!("w{}", skewed(number, salt * 100 + n, 30_000)))
        .collect();
    words.join(" ")
}

fn sentence(number: u64, paragraph: u64) -> String {
    format!(
        "In {number} they said of it: {}.",
        words(number, 20 + paragraph, 24)
    )
}

fn statements(article: &Article<'_>, kept: &[bool]) -> Vec<(Option<u64>, Statement)> {
    let number: u64 = article.id.rsplit('-').next().unwrap().parse().unwrap();
    let mut start = 0;
    let mut all = Vec::new();
    for (paragraph, text) in article.text.lines().enumerate() {
        let from = start;
        start += text.chars().count() + 1;
        if !kept[paragraph] {
            continue;
        }
        let salt = 1_000 + paragraph as u64;
        all.push((
            Some(xxh3_64(text.as_bytes())),
            statement(article, number, salt, text, (from, start - 1, paragraph)),
        ));
    }
    all
}

fn statement(
    article: &Article<'_>,
    number: u64,
    salt: u64,
    text: &str,
    (start, end, paragraph): (usize, usize, usize),
) -> Statement {
    let actor = skewed(number, salt, ACTORS);
    let proposal = skewed(number, salt + 10, PROPOSALS);
    let stance =
        Stance::ALL[usize::try_from((actor + pick(number, salt + 20, 6) / 4) % 4).unwrap()];
    // One in ten tells of an earlier day.
    let back = if pick(number, salt + 30, 10) == 0 {
        1 + pick(number, salt + 40, 5)
    } else {
        0
    };
    let published = article.published.unwrap();
    let said = published
        .checked_sub(i64::try_from(back).unwrap().days())
        .unwrap();
    let letter = char::from(b'a' + u8::try_from(proposal).unwrap());
    Statement {
        schema: STATEMENT_SCHEMA.to_owned(),
        id: format!(
            "{:032x}",
            xxh3_128(format!("{} {salt}", article.id).as_bytes())
        ),
        article: ArticleRef {
            id: article.id.to_string(),
            url: article.url.as_ref().map(ToString::to_string),
            outlet: article.outlet.as_ref().map(ToString::to_string),
            title: article.title.as_ref().map(ToString::to_string),
            published: Some(published.to_string()),
            language: Some("en".to_owned()),
        },
        date: Some(said.to_string()),
        date_basis: DateBasis::Published,
        holder: Holder {
            id: format!("speaker-x{actor}"),
            name: format!("Speaker {actor}"),
            kind: "person".to_owned(),
            country: Some("FRA".to_owned()),
        },
        speaker: None,
        proposal: Named {
            id: format!("proposal-{letter}"),
            name: format!("Proposal {letter}"),
        },
        stance,
        score: stance.score(),
        confidence: 0.4 + pick(number, salt + 50, 59) as f64 / 100.0,
        condition: None,
        attribution: AttributionKind::Reported,
        size: None,
        evidence: Evidence {
            text: text.to_owned(),
            start,
            end,
            paragraph: Some(paragraph),
        },
        further: Vec::new(),
        cues: vec![CueRef {
            text: "said of it".to_owned(),
            rule: "support/backs".to_owned(),
            start: start + 10,
            end: start + 20,
        }],
        cluster: None,
    }
}
