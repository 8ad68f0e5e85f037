//! Clauses that leave out what they are about: who is read to hold what in the last sentence of each text.

use crate::attribute::Attributor;
use crate::lexicon::Lexicons;
use crate::model::{Article, Draft, ParagraphDraft, Span, Statement};
use crate::segment::Segmenter;
use crate::stance::Decider;
use crate::tag::Tagger;

/// A text whose paragraphs are parted by blank lines.
fn draft(text: &str) -> Draft {
    let mut at = 0;
    let mut paragraphs = Vec::new();
    for part in text.split("\n\n") {
        let span = Span::new(at, at + part.len());
        paragraphs.push(ParagraphDraft { span, kept: true });
        at += part.len() + 2;
    }
    Draft {
        paragraphs,
        ..Draft::plain(text)
    }
}

/// The statements of the last sentence.
fn decide(lexicons: &Lexicons, text: &str) -> Vec<Statement> {
    let day = Some(jiff::civil::date(2025, 6, 3));
    let document = Segmenter::new(lexicons).unwrap().segment(&draft(text));
    let mentions = Tagger::new(lexicons).unwrap().tag(&document, day);
    let attributions = Attributor::new(lexicons).attribute(&document);
    let article = Article {
        text: text.into(),
        ..Article::default()
    };
    let found = Decider::with_scorer(lexicons, None).decide(
        &article,
        day,
        &document,
        &mentions,
        &attributions,
    );
    let last = document.slice(document.sentences.last().unwrap().span);
    found
        .into_iter()
        .filter(|s| s.evidence.text == last)
        .collect()
}

/// Holders and stances of the last sentence.
fn read(lexicons: &Lexicons, text: &str) -> Vec<(String, &'static str)> {
    let found = decide(lexicons, text).into_iter();
    found.map(|s| (s.holder.name, s.stance.name())).collect()
}

#[test]
fn what_is_left_out_is_the_proposal_under_discussion() {
    let lexicons = Lexicons::embedded("ukraine").unwrap();
    let cases = [
        (
            "Will anyone send troops to Ukraine? Spain indicates it wouldn't.",
            "Spain",
            "oppose",
        ),
        (
            "Will anyone send troops to Ukraine? Britain says it would.",
            "United Kingdom",
            "support",
        ),
        (
            "Will anyone send troops to Ukraine? Sweden said it might.",
            "Sweden",
            "noncommittal",
        ),
        (
            "France wants to send troops to Ukraine. Germany does not.",
            "Germany",
            "oppose",
        ),
        (
            "Oslo is ready to send troops to Ukraine. So are the Danes.",
            "Denmark",
            "support",
        ),
        (
            "Austria refuses to send troops to Ukraine. So does Malta.",
            "Malta",
            "oppose",
        ),
        (
            "Austria will not send troops to Ukraine. Neither will Malta.",
            "Malta",
            "oppose",
        ),
        (
            "France wants to send troops to Ukraine. Slovakia refused.",
            "Slovakia",
            "oppose",
        ),
    ];
    for (text, holder, stance) in cases {
        assert_eq!(
            read(&lexicons, text),
            [(holder.to_owned(), stance)],
            "{text}"
        );
    }
}

#[test]
fn who_only_analyses_takes_no_side_by_what_he_expects() {
    let lexicons = Lexicons::embedded("ukraine").unwrap();
    let expert = "Karl Amsel, a fellow at a think tank, said he opposed sending troops to Ukraine.";
    assert_eq!(
        read(&lexicons, expert),
        [("Karl Amsel".to_owned(), "oppose")]
    );
    let guess =
        "Karl Amsel, a fellow at a think tank, said European troops in Ukraine were unlikely.";
    assert_eq!(read(&lexicons, guess), []);
    let mayor = "Karl Amsel, the mayor of Rostock, said he opposed sending troops to Ukraine.";
    assert_eq!(
        read(&lexicons, mayor),
        [("Karl Amsel".to_owned(), "oppose")]
    );
}

#[test]
fn nothing_is_repeated_where_nothing_was_left_out() {
    let lexicons = Lexicons::embedded("ukraine").unwrap();
    for text in [
        "France wants to send troops to Ukraine. Germany does not know what Paris would do.",
        "France wants to send troops to Ukraine. Germany is where the talks were.",
        "France wants to send troops to Ukraine. So the Germans met in Berlin.",
        "Germany has not decided.",
        "France wants to send troops to Ukraine. The leaders signed a text on trade. India and Brazil did not.",
    ] {
        assert_eq!(read(&lexicons, text), [], "{text}");
    }
}

#[test]
fn a_bare_answer_far_from_it_means_the_force_of_the_article() {
    let lexicons = Lexicons::embedded("ukraine").unwrap();
    let lead = "European troops may go to Ukraine. Paris wants European troops in Ukraine.";
    let between = "It rained. The minister flew home. Nobody met him. He read a book.";
    assert_eq!(
        read(&lexicons, &format!("{lead} {between} Spain says no.")),
        [("Spain".to_owned(), "oppose")]
    );
    assert_eq!(read(&lexicons, &format!("{between} Spain says no.")), []);
    let dated = format!("{lead} Italy said no in February.");
    assert_eq!(read(&lexicons, &dated), [("Italy".to_owned(), "oppose")]);
}

#[test]
fn a_plan_goes_on_over_sentences() {
    let lexicons = Lexicons::embedded("ukraine").unwrap();
    for opening in [
        "Under the U.S. draft, Kyiv would cede land.",
        "The American plan would have Kyiv cede land.",
    ] {
        let text =
            format!("{opening} Elections would follow. NATO would not station troops in Ukraine.");
        let found = read(&lexicons, &text);
        assert_eq!(found, [("United States".to_owned(), "oppose")], "{opening}");
    }
    let said = "Under the U.S. draft, Kyiv would cede land. NATO would not station troops in Ukraine, Mark Rutte said.";
    assert_ne!(
        read(&lexicons, said),
        [("United States".to_owned(), "oppose")]
    );
}

#[test]
fn a_whole_position_needs_no_word_for_what_it_is_about() {
    let lexicons = Lexicons::embedded("ukraine").unwrap();
    let lead = "France wants European troops in Ukraine.";
    let about = |rest: &str| read(&lexicons, &format!("{lead} {rest}"));
    let portugal = |stance| ("Portugal".to_owned(), stance);
    assert!(about("Portugal wants to see the details first.").contains(&portugal("noncommittal")));
    assert!(
        about("Portugal would take part in one form or another.").contains(&portugal("support"))
    );
    assert!(about("Portugal sends nobody.").contains(&portugal("oppose")));
    assert!(about("Nothing was excluded, Portugal said.").contains(&portugal("noncommittal")));
    // Nothing stands over it that could turn it: who will not speculate leaves it open.
    assert!(
        about("Portugal is not going to answer hypothetical questions.")
            .contains(&portugal("noncommittal"))
    );
    // Those for whom it is made have no part of their own in it, and a part in something else is no part in it.
    let none = |rest: &str| about(rest).iter().all(|(who, _)| who == "France");
    assert!(none("Ukraine will do its share."));
    assert!(none("Portugal has promised a brigade to Lithuania."));
    assert!(none("There are friends who are willing to do their share."));
}

#[test]
fn those_who_only_back_a_force_do_their_share_behind_it() {
    let lexicons = Lexicons::embedded("ukraine").unwrap();
    let text = "France wants European troops in Ukraine. The United States would do its share.";
    let found = decide(&lexicons, text);
    let backs = |s: &Statement| s.holder.name == "United States" && s.proposal.id == "us-backstop";
    assert!(found.iter().any(backs));
}

#[test]
fn an_answer_may_have_no_verb() {
    let lexicons = Lexicons::embedded("ukraine").unwrap();
    let lead = "France wants European troops in Ukraine.";
    let about = |rest: &str| read(&lexicons, &format!("{lead} {rest}"));
    let portugal = |stance| ("Portugal".to_owned(), stance);
    assert_eq!(about("Portugal: open."), [portugal("noncommittal")]);
    assert_eq!(
        about("Portugal: yes, if there is a ceasefire."),
        [portugal("conditional")]
    );
    assert_eq!(
        about("\"Too early,\" said Portugal."),
        [portugal("noncommittal")]
    );
    assert_eq!(about("A clear no from Portugal."), [portugal("oppose")]);
    // What was asked may be the contrary, and words inside a clause are no answer.
    assert_eq!(
        about("Are European troops off the table? Portugal: no."),
        []
    );
    assert_eq!(about("The roads in Portugal are open."), []);
    assert_eq!(about("It rained in Lisbon, and open roads were few."), []);
}

#[test]
fn a_party_means_the_force_of_its_country() {
    let lexicons = Lexicons::embedded("ukraine").unwrap();
    let text = "Estonia may send soldiers to Ukraine. EKRE, which is in opposition, is against.";
    let found = decide(&lexicons, text);
    let own = |s: &Statement| s.holder.name == "EKRE" && s.proposal.id == "european-force";
    assert!(found.iter().any(own));
}

#[test]
fn a_position_may_hang_on_a_circumstance_or_a_negation() {
    let lexicons = Lexicons::embedded("ukraine").unwrap();
    let lead = "France wants European troops in Ukraine.";
    let about = |rest: &str| read(&lexicons, &format!("{lead} {rest}"));
    let portugal = |stance| ("Portugal".to_owned(), stance);
    let ready = about("Portugal would be ready as soon as there was a ceasefire.");
    assert_eq!(ready, [portugal("conditional")]);
    assert_eq!(
        about("Portugal refused because of its history."),
        [portugal("oppose")]
    );
    let silent = about("Portugal would not speculate.");
    assert_eq!(silent, [portugal("noncommittal")]);
    // Only under a negation; and who has no such plans is whoever has none.
    assert_eq!(about("Portugal speculated."), []);
    assert_eq!(about("Portugal has no such plans."), [portugal("oppose")]);
}

#[test]
fn a_debate_that_is_judged_is_about_the_proposal() {
    let lexicons = Lexicons::embedded("ukraine").unwrap();
    let lead = "France wants European troops in Ukraine.";
    let about = |rest: &str| read(&lexicons, &format!("{lead} {rest}"));
    let portugal = |stance| ("Portugal".to_owned(), stance);
    assert_eq!(
        about("Portugal called the debate premature."),
        [portugal("noncommittal")]
    );
    assert_eq!(
        about("Portugal dismissed the idea as madness."),
        [portugal("oppose")]
    );
    assert_eq!(about("Portugal called the weather madness."), []);
}

#[test]
fn an_answer_may_stand_behind_its_verb() {
    let lexicons = Lexicons::embedded("ukraine").unwrap();
    let lead = "France wants European troops in Ukraine.";
    let about = |rest: &str| read(&lexicons, &format!("{lead} {rest}"));
    let portugal = |stance| ("Portugal".to_owned(), stance);
    for text in [
        "The answer from Portugal was no.",
        "Portugal's position remains no.",
    ] {
        assert_eq!(about(text), [portugal("oppose")], "{text}");
    }
    let asked = about("Asked whether it would send soldiers to Ukraine, Portugal said: \"No.\"");
    assert!(asked.contains(&portugal("oppose")));
    // What was asked may be the contrary.
    let turned = about("Asked whether it ruled out soldiers for Ukraine, Portugal said: \"No.\"");
    assert!(!turned.contains(&portugal("oppose")));
    assert_eq!(about("Portugal's breakfast was no success."), []);
}

#[test]
fn a_body_brings_its_proposal_under_discussion() {
    let lexicons = Lexicons::embedded("ukraine").unwrap();
    let lead = "The coalition of the willing met on Ukraine in Paris.";
    let about = |rest: &str| read(&lexicons, &format!("{lead} {rest}"));
    let portugal = |stance| ("Portugal".to_owned(), stance);
    assert_eq!(about("Portugal said no."), [portugal("oppose")]);
    assert_eq!(
        about("Portugal has joined the coalition of the willing."),
        [portugal("support")]
    );
    assert_eq!(
        about("Portugal is not a member of the coalition of the willing."),
        [portugal("oppose")]
    );
    // Whom it meets is no part of it.
    assert_eq!(about("Portugal met the coalition of the willing."), []);
    assert_eq!(
        about("Portugal joined the coalition of the willing by video."),
        []
    );
}

#[test]
fn help_for_those_who_would_go_is_a_backing() {
    let lexicons = Lexicons::embedded("ukraine").unwrap();
    let lead = "France wants European troops in Ukraine.";
    let backs = |rest: &str| {
        let found = decide(&lexicons, &format!("{lead} {rest}"));
        let of = |s: &Statement| s.holder.name == "United States" && s.proposal.id == "us-backstop";
        found.iter().find(|s| of(s)).map(|s| s.stance.name())
    };
    assert_eq!(
        backs("The United States would help the Europeans by air."),
        Some("support")
    );
    assert_eq!(
        backs("The United States is willing to come to the rescue of them."),
        Some("support")
    );
    assert_eq!(
        backs("The United States would not protect the Europeans."),
        Some("oppose")
    );
    // What is done already, help for those at war, and help by who might go himself.
    assert_eq!(
        backs("The United States helped the Europeans in 1944."),
        None
    );
    assert_eq!(backs("The United States would help Ukraine."), None);
    assert_eq!(backs("Portugal would help the Europeans."), None);
}

#[test]
fn a_number_stands_for_what_it_measures() {
    let lexicons = Lexicons::embedded("ukraine").unwrap();
    let lead = "Washington spoke of security guarantees for Ukraine that last 15 years.";
    let found = decide(&lexicons, &format!("{lead} Portugal wants 30 or 40."));
    let own = |s: &Statement| s.holder.name == "Portugal" && s.proposal.id == "security-guarantees";
    assert!(found.iter().any(own));
    // Without the measure a number may be of anything.
    let lead = "Washington spoke of security guarantees for Ukraine.";
    let found = decide(&lexicons, &format!("{lead} Portugal wants 30 or 40."));
    assert!(!found.iter().any(own));
}

#[test]
fn a_line_that_only_names_somebody_is_the_holder_below_it() {
    let lexicons = Lexicons::embedded("ukraine").unwrap();
    let lead = "What countries say about European troops for Ukraine.";
    for (line, text, stance) in [
        (
            "PORTUGAL",
            "Has ruled out European troops in Ukraine.",
            "oppose",
        ),
        ("PORTUGAL", "Will not take part.", "oppose"),
        ("Portugal", "Not excluded.", "noncommittal"),
        ("Portugal", "Has not decided.", "noncommittal"),
    ] {
        let found = read(&lexicons, &format!("{lead}\n\n{line}\n\n{text}"));
        assert_eq!(found, [("Portugal".to_owned(), stance)], "{line}: {text}");
    }
    // A line that says something names nobody.
    let none = read(
        &lexicons,
        &format!("{lead}\n\nPortugal waits\n\nNot excluded."),
    );
    assert_eq!(none, []);
}

#[test]
fn what_was_repeated_may_go_on() {
    let lexicons = Lexicons::embedded("ukraine").unwrap();
    let lead = "France wants to send troops to Ukraine.";
    let found = read(
        &lexicons,
        &format!("{lead} Portugal would not, but could feed the horses."),
    );
    assert_eq!(found, [("Portugal".to_owned(), "oppose")]);
}
