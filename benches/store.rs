//! A store of a million statements, made without analysing anything, and what its folds, timelines and feeds cost.
//!
//! `cargo bench --bench store -- --statements 1000000 --folder DIR` leaves the store in `DIR/store` and its feeds in `DIR/feeds`, to try
//! commands on; without a folder all of it goes away. Seconds are of processor time, of all threads.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement that cannot go on should stop there, and tells what it measured"
)]

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use stanceline::lexicon::Lexicons;
use stanceline::model::{
    Article, ArticleRef, AttributionKind, Bucket, CueRef, DateBasis, Evidence, Holder, Named,
    STATEMENT_SCHEMA, Stance, Statement, Summary,
};
use stanceline::pipeline::{
    Analyser, RunOptions, identity, ingest, publish, stored_series, stored_summaries,
};
use stanceline::store::{LedgerEntry, Store, TopicArticle, TopicParagraph};
use stanceline::timeline::Selection;
use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

const ACTORS: u64 = 2_000;
const PROPOSALS: u64 = 12;
const FIRST: Date = date(2024, 12, 1);
const DAYS: u64 = 540;
/// Articles of one batch, about those of 64 MB.
const TOGETHER: u64 = 12_000;

fn main() {
    let (mut statements, mut folder) = (20_000, None);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--statements" => statements = arguments.next().unwrap().parse().unwrap(),
            "--folder" => folder = Some(PathBuf::from(arguments.next().unwrap())),
            // What cargo passes on.
            _ => {}
        }
    }
    let gone = tempfile::tempdir().unwrap();
    let folder = folder.unwrap_or_else(|| gone.path().to_owned());
    let (place, feeds) = (folder.join("store"), folder.join("feeds"));
    let lexicons = Lexicons::embedded("ukraine").unwrap();
    let options = RunOptions {
        topic: "ukraine".to_owned(),
        lexicons: lexicons.sha256.clone(),
        ..RunOptions::default()
    };
    let analyser = Analyser::new(&lexicons).unwrap();
    let mut store = Store::open(&place, &identity(&options)).unwrap();
    let articles = statements * 2 / 5;
    if store.stats().unwrap().statements == 0 {
        measured("making the store", || {
            fill(&mut store, 0..articles, articles);
        });
    }
    let fold = |what: &str, store: &mut Store| {
        measured(what, || {
            let stop = AtomicBool::new(false);
            ingest(&options, &analyser, store, &stop, &mut |_| {}).unwrap()
        });
    };
    fold("folding it", &mut store);
    println!("{:?}", store.stats().unwrap());
    queries(&place);
    let morning = |what: &str| {
        let done = measured(what, || publish(&place, &feeds, "", Bucket::Week).unwrap());
        println!("{done:?}");
    };
    morning("first publication");
    morning("publication of nothing new");
    // A night: the last day's articles, and a late one.
    measured("a night's articles", || {
        fill(&mut store, articles..articles + 200, articles);
        fill(&mut store, articles + 200..articles + 201, 2 * articles);
    });
    fold("folding a night", &mut store);
    morning("publication of a night");
}

fn measured<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let cpu = || {
        let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
        time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9
    };
    let (began, before) = (Instant::now(), cpu());
    let done = work();
    let spent = cpu() - before;
    let wall = began.elapsed().as_secs_f64();
    println!("{what}: {spent:.3} s of processor time, {wall:.3} s on the clock");
    done
}

fn queries(place: &Path) {
    let day = |text: &str| Some(text.parse().unwrap());
    let everything = Selection::default();
    let window = Selection {
        from: day("2025-03-01"),
        to: day("2025-03-31"),
        ..Selection::default()
    };
    let until = Selection {
        to: day("2025-09-30"),
        ..Selection::default()
    };
    let actor = Selection {
        actors: vec!["Speaker 7".to_owned()],
        ..Selection::default()
    };
    let proposal = Selection {
        proposals: vec!["proposal-b".to_owned()],
        ..Selection::default()
    };
    for (what, selection) in [
        ("table", &everything),
        ("table of a month", &window),
        ("table up to a day", &until),
        ("table of an actor", &actor),
        ("table of a proposal", &proposal),
    ] {
        for by in [Bucket::Week, Bucket::Day] {
            let mut rows: Vec<Summary> = Vec::new();
            measured(&format!("{what} by {by:?}"), || {
                let mut take = |row| {
                    rows.push(row);
                    Ok(())
                };
                stored_summaries(place, selection, by, &mut take).unwrap();
            });
            println!("{} rows", rows.len());
        }
    }
    for (what, selection) in [
        ("rows of a month", &window),
        ("rows of an actor", &actor),
        ("rows of a proposal", &proposal),
    ] {
        let mut rows = 0;
        measured(what, || {
            let mut take = |series: stanceline::model::PairSeries| {
                rows += series.rows.len();
                Ok(())
            };
            stored_series(place, selection, Bucket::Week, &mut take).unwrap();
        });
        println!("{rows} rows");
    }
}

/// A number between 0 and `n` that depends on two others.
fn pick(article: u64, salt: u64, n: u64) -> u64 {
    let hash = xxh3_64(&[article.to_le_bytes(), salt.to_le_bytes()].concat());
    u64::try_from((u128::from(hash) * u128::from(n)) >> 64).unwrap()
}

/// The same with small numbers far more often.
fn skewed(article: u64, salt: u64, n: u64) -> u64 {
    let share = u128::from(pick(article, salt, 1 << 20));
    u64::try_from((share.pow(3) * u128::from(n)) >> 60).unwrap()
}

/// Puts articles into the store, with statements made by their numbers; `of` are on all days together.
fn fill(store: &mut Store, articles: std::ops::Range<u64>, of: u64) {
    let mut begin = articles.start;
    while begin < articles.end {
        let end = articles.end.min(begin + TOGETHER);
        let mut batch = store.batch(None).unwrap();
        for number in begin..end {
            add(&mut batch, number, of);
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

fn add(batch: &mut stanceline::store::Batch<'_>, number: u64, of: u64) {
    let days = i64::try_from(number * DAYS / of).unwrap();
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
        url: Some(url.clone().into()),
        outlet: Some(outlet.clone().into()),
        title: Some(format!("What was said in {}", words(number, 9, 7)).into()),
        text: text.join("\n").into(),
        published: Some(day.parse().unwrap()),
        timestamp: Some(1_733_000_000 + days * 86_400),
        date_basis: DateBasis::Published,
        authors: Vec::new(),
        language: Some("en".into()),
    };
    let fingerprints: Vec<(u64, bool)> = prints.iter().map(|&p| (p, false)).collect();
    let entry = LedgerEntry {
        id: &id,
        url: Some(&url),
        outlet: Some(&outlet),
        day: Some(&day),
        timestamp: article.timestamp,
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
