//! The scorer on single sentences, with models made for them and with the one that is shipped.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on should stop there"
)]

use super::SHAPE;
use crate::attribute::Attributor;
use crate::lexicon::{Lexicons, ScorerTable};
use crate::model::{Article, Draft, Statement};
use crate::segment::Segmenter;
use crate::stance::Decider;
use crate::tag::Tagger;

fn decided(text: &str, add: f64, weights: &str) -> Vec<Statement> {
    let lexicons = Lexicons::embedded("ukraine").unwrap();
    let table = ScorerTable {
        add,
        // The strongest pair alone counts.
        article: vec![0.0, 1.0],
        weights: weights.to_owned(),
        ..ScorerTable::default()
    };
    read(text, &lexicons, &table)
}

fn read(text: &str, lexicons: &Lexicons, table: &ScorerTable) -> Vec<Statement> {
    let document = Segmenter::new(lexicons)
        .unwrap()
        .segment(&Draft::plain(text));
    let mentions = Tagger::new(lexicons).unwrap().tag(&document, None);
    let attributions = Attributor::new(lexicons).attribute(&document);
    Decider::with_scorer(lexicons, Some(table)).decide(
        &Article {
            text: text.into(),
            ..Article::default()
        },
        None,
        &document,
        &mentions,
        &attributions,
    )
}

#[test]
fn a_rule_stays_and_takes_its_confidence_from_the_score() {
    let text = "France rejects a European force in Ukraine.";
    let confidence = |weights| {
        let found = decided(text, 0.9, weights);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].stance.name(), "oppose");
        assert!(found[0].by_rule());
        found[0].confidence
    };
    assert!(confidence("rule=oppose\t0 0 0 0 400\n") > 0.9);
    assert!(confidence("rule=oppose\t400 0 0 0 0\n") < 0.1);
}

#[test]
fn whoever_speaks_of_another_country_is_not_added() {
    let weights = "bias\t0 900 0 0 0\n";
    let holders = |text: &str| {
        let found = decided(text, 0.5, weights);
        found.into_iter().map(|s| s.holder.name).collect::<Vec<_>>()
    };
    let text = "Emmanuel Macron said Russia would never accept a European force in Ukraine.";
    assert_eq!(holders(text), ["Russia"]);
    let text = "Emmanuel Macron said France rejects a European force in Ukraine.";
    assert!(holders(text).contains(&"Emmanuel Macron".to_owned()));
}

#[test]
fn what_a_rule_finds_goes_below_its_threshold() {
    let lexicons = Lexicons::embedded("ukraine").unwrap();
    let table = ScorerTable {
        keep: 0.5,
        add: 2.0,
        article: vec![0.0, 1.0],
        weights: "rule=oppose\t400 0 0 0 0\n".to_owned(),
        ..ScorerTable::default()
    };
    let text = "France rejects a European force in Ukraine.";
    assert!(read(text, &lexicons, &table).is_empty());
}

#[test]
fn what_no_rule_finds_is_added_from_the_threshold_on_with_the_words_that_spoke_for_it() {
    let text = "France chewed on a European force in Ukraine.";
    assert!(decided(text, 0.5, "").is_empty());
    let weights = "rel=subject\t0 0 0 300 0\nverb=chew\t0 0 0 100 0\n";
    let found = decided(text, 0.5, weights);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(
        (found[0].holder.name.as_str(), found[0].stance.name()),
        ("France", "noncommittal")
    );
    assert!(!found[0].by_rule());
    assert_eq!(found[0].cues[0].text, "chewed");
    assert!(decided(text, 0.999, weights).is_empty());
}

#[test]
fn a_sentence_that_goes_on_about_a_proposal_is_weighed() {
    let lead = "Denmark chewed on a European force in Ukraine.";
    let weights =
        "^rel=subject\t0 300 0 0 0\n^lemma=welcome\t0 100 0 0 0\n^lemma=chew\t0 100 0 0 0\n";
    let holders = |text: &str| {
        let found = decided(&format!("{lead} {text}"), 0.5, weights);
        let learned = found.into_iter().filter(|s| !s.by_rule());
        learned.map(|s| s.holder.name).collect::<Vec<_>>()
    };
    assert_eq!(
        holders("Norway had welcomed officers from Riga."),
        ["Norway"]
    );
    // Words that are no cue of the lexicon may speak for it; where none does, there is nothing to show a reader.
    assert_eq!(holders("Norway had chewed on cod from Riga."), ["Norway"]);
    assert!(holders("Norway had eaten cod from Riga.").is_empty());
    // Nothing is under discussion.
    let alone = decided("Norway had welcomed officers from Riga.", 0.5, weights);
    assert!(alone.is_empty());
}

#[test]
fn who_somebody_is_counts_on_the_topic_it_was_learned_on() {
    let text = "France chewed on a European force in Ukraine.";
    for known in ["holder=france", "from=FRA"] {
        let weights = |topic: &str| {
            let whom = format!("{topic}:{known}");
            format!("{whom}\t0 300 0 0 0\n{whom}&proposal=european-force\t0 300 0 0 0\n")
        };
        assert_eq!(decided(text, 0.9, &weights("ukraine")).len(), 1, "{known}");
        assert!(decided(text, 0.9, &weights("gaza")).is_empty(), "{known}");
    }
}

#[test]
fn what_a_country_holds_speaks_for_its_people() {
    let lexicons = Lexicons::embedded("ukraine").unwrap();
    let mut article = vec![0.0; SHAPE];
    // A rule found the stance with another holder of the same country.
    article[SHAPE - 5] = 6.0;
    let table = ScorerTable {
        keep: 0.0,
        add: 0.9,
        article,
        weights: "bias\t0 0 0 0 0\n".to_owned(),
        ..ScorerTable::default()
    };
    let holders = |whose: &str| {
        let text = format!(
            "{whose} rejects a European force in Ukraine. Emmanuel Macron chewed on a European force in Ukraine."
        );
        let found = read(&text, &lexicons, &table).into_iter();
        found
            .map(|s| (s.holder.name, s.stance.name()))
            .collect::<Vec<_>>()
    };
    let macron = ("Emmanuel Macron".to_owned(), "oppose");
    assert!(holders("France").contains(&macron));
    assert!(!holders("Poland").contains(&macron));
}

/// What the model knows of holders must not outweigh plain words, or no turn would ever be seen.
#[test]
fn a_country_is_no_second_holder_of_what_its_politician_says() {
    let holders = |text: &str| {
        let found = decided(text, 0.5, "bias\t0 0 0 0 400\n");
        let names = found.into_iter().map(|s| s.holder.name);
        names.collect::<Vec<_>>()
    };
    let found = holders("Donald Tusk told Poland about a European force in Ukraine.");
    assert!(found.contains(&"Donald Tusk".to_owned()), "{found:?}");
    assert!(!found.contains(&"Poland".to_owned()), "{found:?}");
    let found = holders("Donald Tusk told Norway about a European force in Ukraine.");
    assert!(found.contains(&"Norway".to_owned()), "{found:?}");
}

#[test]
fn whoever_turns_is_believed() {
    let lexicons = Lexicons::embedded("ukraine").unwrap();
    let model = lexicons.language.scorer.as_ref().unwrap();
    for (text, holder, stance) in [
        (
            "Russia will accept European peacekeepers in Ukraine.",
            "Russia",
            "support",
        ),
        (
            "Poland will send troops to Ukraine as part of a European force.",
            "Poland",
            "support",
        ),
        (
            "France will not send troops to Ukraine.",
            "France",
            "oppose",
        ),
        (
            "Volodymyr Zelensky rejected European peacekeepers in Ukraine.",
            "Volodymyr Zelensky",
            "oppose",
        ),
    ] {
        let found = read(text, &lexicons, model);
        let found: Vec<_> = found
            .iter()
            .map(|s| (s.holder.name.as_str(), s.stance.name()))
            .collect();
        assert!(found.contains(&(holder, stance)), "{text} {found:?}");
    }
}
