//! One test per way of the climb, on sentences written for it: from a sentence to who holds what.

mod besides;
mod documents;
mod holders;
mod others;
mod plain;
mod structure;

use std::sync::LazyLock;

use crate::attribute::Attributor;
use crate::lexicon::Lexicons;
use crate::model::{Article, Draft, Statement};
use crate::segment::Segmenter;
use crate::stance::Decider;
use crate::tag::Tagger;

struct Engine {
    segmenter: Segmenter,
    tagger: Tagger,
    attributor: Attributor,
    decider: Decider,
}

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let lexicons = Lexicons::embedded("ukraine").unwrap();
    Engine {
        segmenter: Segmenter::new(&lexicons).unwrap(),
        tagger: Tagger::new(&lexicons).unwrap(),
        attributor: Attributor::new(&lexicons),
        decider: Decider::with_scorer(&lexicons, None),
    }
});

/// "holder | proposal | stance" of each statement, in order; `address` is the article's.
fn read_at(address: &str, text: &str) -> Vec<String> {
    let mut lines: Vec<String> = statements(address, text)
        .iter()
        .map(|s| {
            format!(
                "{} | {} | {}",
                s.holder.name,
                s.proposal.id,
                s.stance.name()
            )
        })
        .collect();
    lines.sort();
    lines
}

fn statements(address: &str, text: &str) -> Vec<Statement> {
    let day = Some(jiff::civil::date(2025, 6, 3));
    let document = ENGINE.segmenter.segment(&Draft::plain(text));
    let mentions = ENGINE.tagger.tag(&document, day);
    let attributions = ENGINE.attributor.attribute(&document);
    let article = Article {
        url: Some(address.to_owned().into()),
        text: text.into(),
        ..Article::default()
    };
    ENGINE
        .decider
        .decide(&article, day, &document, &mentions, &attributions)
}

pub(super) fn read(text: &str) -> Vec<String> {
    read_at("https://paper.example/world/1", text)
}

#[test]
fn a_refusal_shows_what_turns_its_cues_round() {
    let cues = |text: &str| {
        let found = statements("https://paper.example/world/1", text);
        let cues = found[0]
            .cues
            .iter()
            .map(|c| (c.rule.clone(), c.text.clone()));
        cues.collect::<Vec<_>>()
    };
    let negation = |word: &str| ("negation".to_owned(), word.to_owned());
    let refused = cues("Denmark will not send troops to Ukraine.");
    assert!(refused.contains(&negation("not")), "{refused:?}");
    let none = cues("No Danish soldiers will be sent to Ukraine, Mette Frederiksen said.");
    assert!(none.contains(&negation("No")), "{none:?}");
    let sent = cues("Denmark will send troops to Ukraine.");
    assert!(sent.iter().all(|(rule, _)| rule != "negation"), "{sent:?}");
}

#[test]
fn what_brings_a_condition_by_itself_is_the_condition() {
    let condition = |text: &str| {
        let mut found = statements("https://paper.example/world/1", text).into_iter();
        found.find_map(|s| s.condition).map(|c| c.text)
    };
    assert_eq!(
        condition("Mark Rutte said a European force in Ukraine would need American support.")
            .as_deref(),
        Some("would need American support")
    );
}

#[test]
fn whoever_says_that_a_force_will_be_there_holds_it() {
    assert_eq!(
        read("Danish soldiers would not go to Ukraine, Mette Frederiksen said."),
        ["Mette Frederiksen | european-force | oppose"]
    );
    // Nobody says so: it is the force of those who send it.
    assert_eq!(
        read("Danish soldiers will go to Ukraine once a truce holds."),
        ["Denmark | european-force | conditional"]
    );
    assert_eq!(
        read("There will be no American soldiers in Ukraine, Marco Rubio said."),
        ["Marco Rubio | us-troops | oppose"]
    );
    // A vote is not the troops.
    assert!(
        read("There will be no vote on European troops in Ukraine, Marco Rubio said.").is_empty()
    );
}

#[test]
fn what_must_not_be_missing_is_wanted() {
    assert_eq!(
        read(
            "A truce without security guarantees for Ukraine will not last, Alexander Stubb said."
        ),
        ["Alexander Stubb | security-guarantees | support"]
    );
    assert!(read("Alexander Stubb left without security guarantees for Ukraine.").is_empty());
}

#[test]
fn headlines_without_a_verb() {
    assert_eq!(
        read("Spain reluctant to send troops to Ukraine"),
        ["Spain | european-force | oppose"]
    );
    assert_eq!(
        read("Italy not ready to send troops to Ukraine"),
        ["Italy | european-force | oppose"]
    );
    assert_eq!(
        read("Macron, Starmer to discuss peacekeepers for Ukraine"),
        [
            "Emmanuel Macron | foreign-force | noncommittal",
            "Keir Starmer | foreign-force | noncommittal"
        ]
    );
}

#[test]
fn a_pattern_may_reach_over_an_infinitive() {
    assert_eq!(
        read("It is too early to talk about European troops in Ukraine, Dick Schoof said."),
        ["Dick Schoof | european-force | noncommittal"]
    );
    assert_eq!(
        read("Canada is considering whether to join a European peacekeeping force in Ukraine."),
        ["Canada | european-force | noncommittal"]
    );
}

#[test]
fn a_refusal_for_now_leaves_it_open() {
    assert_eq!(
        read("Norway currently has no plans to send troops to Ukraine."),
        ["Norway | european-force | noncommittal"]
    );
    assert_eq!(
        read("Norway has no plans to send troops to Ukraine."),
        ["Norway | european-force | oppose"]
    );
}

#[test]
fn an_act_that_is_only_spoken_of_is_nobodys() {
    assert!(
        read("Sending European troops to Ukraine would change the map, Mark Rutte said.")
            .is_empty()
    );
    assert!(read("Here is where Spain stands on sending troops to Ukraine.").is_empty());
    assert!(read("What Robert Fico killed is the idea of European troops in Ukraine.").is_empty());
}

#[test]
fn what_stands_behind_another_proposal_is_not_meant() {
    assert_eq!(
        read("Mark Carney backed an American backstop for the European force in Ukraine."),
        ["Mark Carney | us-backstop | support"]
    );
}

#[test]
fn what_is_given_up_is_no_longer_wanted() {
    assert_eq!(
        read("Kyiv offered to drop its bid to join NATO in exchange for security guarantees."),
        [
            "Ukraine | nato-membership | oppose",
            "Ukraine | security-guarantees | support"
        ]
    );
    assert_eq!(
        read("Italy gave up its opposition to a European force in Ukraine."),
        ["Italy | european-force | support"]
    );
    assert!(
        read("Russia refused to give up land in return for security guarantees for Ukraine.")
            .is_empty()
    );
}

#[test]
fn a_noun_cue_reaches_over_its_verb() {
    assert_eq!(
        read("Helsinki said no decision had been taken on sending peacekeepers to Ukraine."),
        ["Finland | european-force | noncommittal"]
    );
}

#[test]
fn the_judgement_may_stand_first() {
    assert_eq!(
        read("The best guarantee for Ukraine is NATO membership, Andrii Sybiha said."),
        ["Andrii Sybiha | nato-membership | support"]
    );
    assert_eq!(
        read("Lisbon's official line is that there will be no Portuguese soldiers in Ukraine."),
        ["Portugal | european-force | oppose"]
    );
}

#[test]
fn a_question_tells_what_an_evasion_is_about() {
    assert_eq!(
        read("Donald Tusk hedged when asked about Polish soldiers in Ukraine."),
        ["Donald Tusk | european-force | noncommittal"]
    );
}

#[test]
fn what_was_handed_over_is_a_fact() {
    for text in [
        "Germany delivered three Patriot systems to Ukraine last year.",
        "China has never provided weapons to Ukraine, Wang Yi said.",
    ] {
        assert!(read(text).is_empty(), "{text}");
    }
    assert_eq!(
        read("Germany is delivering three Patriot systems to Ukraine."),
        ["Germany | arm-ukraine | support"]
    );
}

#[test]
fn negation_of_several_words() {
    for text in [
        "Robert Fico said he would under no circumstances agree to Slovak soldiers in Ukraine.",
        "Not a single Slovak soldier would go to Ukraine, Robert Fico said.",
    ] {
        assert_eq!(
            read(text),
            ["Robert Fico | european-force | oppose"],
            "{text}"
        );
    }
    assert_eq!(
        read("Denmark has not yet decided on sending soldiers to Ukraine."),
        ["Denmark | european-force | noncommittal"]
    );
}

#[test]
fn what_is_not_said_is_left_open() {
    assert_eq!(
        read("Turkey has not said that it would send soldiers to Ukraine."),
        ["Turkey | european-force | noncommittal"]
    );
    assert!(read("No one said that American soldiers would go to Ukraine.").is_empty());
}

#[test]
fn words_that_name_it_are_passed_over() {
    assert_eq!(
        read("Norway will take part in what it calls a reassurance force for Ukraine."),
        ["Norway | european-force | support"]
    );
}

#[test]
fn headlines_name_who_says_so() {
    assert_eq!(
        read("Rutte: NATO troops in Ukraine not on the table"),
        ["Mark Rutte | nato-force | oppose"]
    );
    assert_eq!(
        read("Canada open to sending Canadian troops to Ukraine: Mark Carney"),
        ["Mark Carney | european-force | noncommittal"]
    );
}

#[test]
fn denying_a_fact_is_no_refusal() {
    assert!(read("Beijing denies supplying weapons to Ukraine.").is_empty());
}

#[test]
fn a_force_is_where_it_stands() {
    assert_eq!(
        read("No American soldiers would be on the ground in Ukraine, Marco Rubio said."),
        ["Marco Rubio | us-troops | oppose"]
    );
    assert_eq!(
        read("\"Not a single Danish soldier in Ukraine,\" Mette Frederiksen said."),
        ["Mette Frederiksen | european-force | oppose"]
    );
    // Where in the country they would stand is no refusal.
    assert!(
        read("European soldiers in Ukraine would not be on the front line, Marco Rubio said.")
            .is_empty()
    );
}

#[test]
fn what_is_needed_elsewhere_is_not_given() {
    assert_eq!(
        read("Danish soldiers for Ukraine are needed in Greenland, Mette Frederiksen said."),
        ["Mette Frederiksen | european-force | oppose"]
    );
}

#[test]
fn who_denies_conditions_says_nothing_of_the_thing() {
    let text =
        "Washington denied that it had made guarantees for Ukraine conditional on a withdrawal.";
    assert!(read(text).is_empty());
}

#[test]
fn what_an_idea_is_called_judges_the_proposal() {
    for text in [
        "Maria Zakharova called the idea of European peacekeepers in Ukraine dangerous.",
        "Maria Zakharova called plans for European peacekeepers in Ukraine a provocation.",
    ] {
        assert_eq!(read(text), ["Maria Zakharova | european-force | oppose"]);
    }
}
