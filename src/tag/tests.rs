//! What is tagged in which sentence. Sentences of the project's own.

use super::Tagger;
use crate::lexicon::Lexicons;
use crate::model::{Draft, MentionForm, OffsetMap, ParagraphDraft, ProposalForm, Span};
use crate::segment::Segmenter;

/// Proposals as `id` or, for anaphors, `~id`; actors as names, adjectives left out.
pub(super) struct Tagged {
    proposals: Vec<String>,
    pub(super) actors: Vec<String>,
}

pub(super) fn tag(text: &str) -> Tagged {
    let lexicons = Lexicons::embedded("ukraine").unwrap();
    let draft = Draft {
        title_map: OffsetMap::identity(0),
        body_map: OffsetMap::identity(text.len()),
        paragraphs: lines(text),
        body: text.to_owned(),
        title: String::new(),
    };
    let document = Segmenter::new(&lexicons).unwrap().segment(&draft);
    let day = Some(jiff::civil::date(2025, 3, 1));
    let mentions = Tagger::new(&lexicons).unwrap().tag(&document, day);
    let id = |p: usize| lexicons.topic.proposals[p].id.clone();
    Tagged {
        proposals: mentions
            .proposals
            .iter()
            .filter(|m| m.form != ProposalForm::Body)
            .map(|m| match m.form {
                ProposalForm::Head | ProposalForm::Body => id(m.proposal),
                ProposalForm::Anaphor => format!("~{}", id(m.proposal)),
            })
            .collect(),
        actors: mentions
            .actors
            .iter()
            .filter(|m| m.form != MentionForm::Demonym)
            .flat_map(|m| m.actors.iter())
            .map(|a| mentions.register[*a].name.clone())
            .collect(),
    }
}

/// Each line is a paragraph.
fn lines(text: &str) -> Vec<ParagraphDraft> {
    let mut start = 0;
    text.split_inclusive('\n')
        .map(|line| {
            let span = Span::new(start, start + line.trim_end().len());
            start += line.len();
            ParagraphDraft { span, kept: true }
        })
        .collect()
}

pub(super) fn actors(text: &str) -> Vec<String> {
    tag(text).actors
}

pub(super) fn proposals(text: &str) -> Vec<String> {
    tag(text).proposals
}

#[test]
fn who_is_sent_tells_which_force() {
    for (text, id) in [
        ("Swedish troops could go to Ukraine.", "european-force"),
        (
            "Soldiers from India may be sent to Ukraine.",
            "global-south-force",
        ),
        ("No American soldiers will be sent to Ukraine.", "us-troops"),
        ("A contingent may be sent to Ukraine.", "foreign-force"),
        ("No Poles will be sent to Ukraine.", "european-force"),
    ] {
        assert_eq!(proposals(text), [id], "{text}");
    }
}

#[test]
fn both_adjectives_of_a_pair_count() {
    let found = proposals("He wants European and non-European troops in Ukraine.");
    assert!(found.contains(&"european-force".to_owned()), "{found:?}");
    assert!(
        found.contains(&"global-south-force".to_owned()),
        "{found:?}"
    );
}

#[test]
fn armies_of_the_belligerents_are_no_proposal() {
    for text in [
        "Russia sent troops into Ukraine.",
        "Russia hopes that its forces will hold in Ukraine.",
        "Ukrainian soldiers are tired.",
        "The ceasefire in Ukraine came into force at noon.",
    ] {
        assert!(proposals(text).is_empty(), "{text}");
    }
}

#[test]
fn what_somebody_does_is_no_thing() {
    for text in [
        "The US supports a ceasefire in Ukraine.",
        "Washington said that the US guarantees the truce in Ukraine.",
    ] {
        assert!(proposals(text).is_empty(), "{text}");
    }
    assert_eq!(
        proposals("Kyiv wants foreign peacekeepers and counts on US support."),
        ["foreign-force", "us-backstop"]
    );
}

#[test]
fn what_a_belligerent_rejects_is_not_its_own_army() {
    for text in [
        "The Kremlin rejected sending troops to Ukraine.",
        "Moscow criticised plans to send troops to Ukraine.",
    ] {
        assert_eq!(proposals(text), ["foreign-force"], "{text}");
    }
}

#[test]
fn missions_elsewhere_are_no_proposal() {
    for text in [
        "British troops in Romania watched the war in Ukraine.",
        "UN peacekeepers in Lebanon know nothing of Ukraine.",
    ] {
        assert!(proposals(text).is_empty(), "{text}");
    }
    let here = proposals("British troops in Ukraine would be attacked.");
    assert_eq!(here, ["european-force"]);
}

#[test]
fn weapons_count_where_they_are_given() {
    assert!(proposals("Russia fired missiles and drones at Ukraine overnight.").is_empty());
    let given = proposals("Norway will send missiles to Ukraine.");
    assert_eq!(given, ["arm-ukraine"]);
}

#[test]
fn taking_part_means_the_force_under_discussion() {
    let found = proposals("France wants European troops in Ukraine. Croatia will not take part.");
    assert_eq!(found, ["european-force", "~european-force"]);
    let other =
        proposals("France wants European troops in Ukraine. Croatia will contribute money.");
    assert_eq!(other, ["european-force"]);
}

#[test]
fn whose_participation_tells_which_force() {
    let found = proposals("Paris wants foreign troops in Ukraine. Danish participation is open.");
    assert_eq!(found, ["foreign-force", "european-force"]);
}

#[test]
fn it_that_stands_for_nothing_is_no_anaphor() {
    let found =
        proposals("Paris wants European troops in Ukraine. It is clear that Moscow is angry.");
    assert_eq!(found, ["european-force"]);
}

#[test]
fn what_is_owned_in_a_name_bears_it() {
    let found = tag("The Swiss People's Party rejects it.").actors;
    assert_eq!(found, ["Swiss People's Party"]);
}

#[test]
fn a_person_not_listed_is_known_from_the_text() {
    let actors = tag("The plan is sound, said Anders Blomkvist. Blomkvist then left.").actors;
    assert_eq!(actors, ["Anders Blomkvist", "Anders Blomkvist"]);
}

#[test]
fn unnamed_groups_stand_for_those_who_would_take_part() {
    let last = |text: &str| tag(text).actors.last().cloned().unwrap_or_default();
    assert_eq!(last("Several governments want to help."), "Europe");
    assert_eq!(last("On Monday Kyiv's allies met."), "Europe");
    assert_eq!(
        last("Zelensky arrived. His partners had asked for it."),
        "Europe"
    );
    assert_eq!(last("On Monday Russia's allies met."), "Russia");
    let coalition = "Coalition of the Willing";
    assert_eq!(
        last("The coalition of the willing met. Its members agreed."),
        coalition
    );
    assert_eq!(
        last("The coalition of the willing met. Some 30 countries agreed."),
        coalition
    );
    assert_eq!(last("NATO leaders met. The alliance agreed."), "NATO");
    assert_eq!(tag("The alliance agreed.").actors, Vec::<String>::new());
}

#[test]
fn they_are_both_of_a_coordination() {
    let found = tag("France and Britain met. They agreed.").actors;
    assert_eq!(found[2..], ["France", "United Kingdom"]);
}

#[test]
fn an_exclusion_hides_no_other_actor() {
    assert_eq!(tag("Boris Pistorius agreed.").actors, ["Boris Pistorius"]);
    assert_eq!(tag("The European Union agreed.").actors, ["European Union"]);
}

#[test]
fn attendance_is_no_part_in_a_force() {
    let of = |text: &str| tag(text).proposals;
    assert_eq!(
        of("Peacekeepers may go to Ukraine. Norway will take part."),
        ["foreign-force", "~foreign-force"]
    );
    assert_eq!(
        of("Peacekeepers may go to Ukraine. Norway took part from Oslo."),
        ["foreign-force"]
    );
    assert_eq!(of("Finland joined NATO in 2023."), Vec::<String>::new());
    assert_eq!(of("Ukraine wants to join NATO."), ["nato-membership"]);
}

#[test]
fn a_plan_that_is_told_apart_is_no_anaphor() {
    let of = |text: &str| tag(text).proposals;
    let both = ["european-force", "~european-force"];
    assert_eq!(
        of("Paris wants European troops in Ukraine. Rome rejects the plan."),
        both
    );
    assert_eq!(
        of("Paris wants European troops in Ukraine. Rome rejects the pension plan."),
        both[..1]
    );
}

#[test]
fn a_share_of_a_people_is_no_holder() {
    assert_eq!(
        tag("Some 56 percent of Germans said no.").actors,
        Vec::<String>::new()
    );
    assert_eq!(tag("The Germans said no.").actors, ["Germany"]);
}

#[test]
fn a_name_before_a_word_in_s_has_its_verb() {
    // The guarantees are an object, no part of a compound, so that they may be climbed from.
    let found = tag("Zelensky said Ukraine needs guarantees.");
    assert_eq!(found.proposals, ["security-guarantees"]);
    assert!(
        found.actors.contains(&"Ukraine".to_owned()),
        "{:?}",
        found.actors
    );
}

#[test]
fn a_nearer_person_whom_nobody_knows_is_whom_a_pronoun_means() {
    let named = |text: &str| tag(text).actors;
    assert_eq!(
        named("Olaf Scholz spoke. He was tired."),
        ["Olaf Scholz"; 2]
    );
    for text in [
        "Olaf Scholz spoke. A farmer from Ghent listened. He was tired.",
        "Olaf Scholz spoke. Later Piet, a farmer from Ghent, said that he was tired.",
    ] {
        assert_eq!(named(text), ["Olaf Scholz"], "{text}");
    }
    // Who speaks in a turn is not whom it tells of.
    let turn = named("Marc Weber reports for us. Olaf Scholz is waiting.\nWeber: He was tired.");
    assert_eq!(
        turn.last().map(String::as_str),
        Some("Olaf Scholz"),
        "{turn:?}"
    );
}

#[test]
fn a_nearer_thing_is_what_it_means() {
    let named = |text: &str| tag(text).actors;
    assert_eq!(
        named("Poland is waiting. It would need time."),
        ["Poland"; 2]
    );
    assert_eq!(
        named("A bridge could change Poland. It would need time."),
        ["Poland"]
    );
}

#[test]
fn labels_in_capitals_name_who_speaks() {
    let found = tag(
        "ANNA BERG, HOST: What now?\nOLAF SCHOLZ, CHANCELLOR OF GERMANY: No.\nBERG: Why?\nSCHOLZ: I like peace.",
    )
    .actors;
    let people: Vec<&str> = found
        .iter()
        .map(String::as_str)
        .filter(|n| *n != "Germany")
        .collect();
    assert_eq!(people.first(), Some(&"Anna Berg"), "{people:?}");
    assert_eq!(people[people.len() - 2..], ["Anna Berg", "Olaf Scholz"]);
    // Capitals elsewhere are no label.
    assert!(tag("The word SCHOLZ: nobody knew it.").actors.is_empty());
}

#[test]
fn an_alias_with_a_title_does_not_hide_the_name_behind_it() {
    let tagged = tag("President Xi Jinping spoke of Ukraine with Prime Minister Sir Keir Starmer.");
    assert_eq!(
        tagged.actors,
        ["Xi Jinping", "Ukraine", "Keir Starmer"],
        "{:?}",
        tagged.actors
    );
}

#[test]
fn a_name_is_a_person_s_where_somebody_speaks_or_is_introduced() {
    for text in [
        "Marc Weber rejected it.",
        "Marc Weber, a farmer, slept.",
        "Marc Weber slept. Weber was tired.",
    ] {
        assert!(
            tag(text).actors.contains(&"Marc Weber".to_owned()),
            "{text}"
        );
    }
    for text in [
        "Outer Holm hosted ten missions.",
        "The Weber Tower rejected it.",
    ] {
        assert!(tag(text).actors.is_empty(), "{text}");
    }
}

#[test]
fn a_government_is_that_of_whoever_was_spoken_of() {
    let actors = |text: &str| tag(text).actors;
    assert!(
        actors("In Latvia, the law is old. The government did not change it.")
            .iter()
            .filter(|a| *a == "Latvia")
            .count()
            > 1
    );
    let starmer = actors("Keir Starmer spoke first. His government would send ships.");
    assert!(starmer.iter().any(|a| a == "United Kingdom"), "{starmer:?}");
    let france = actors("A French official spoke first. Later, the official went home.");
    assert_eq!(france, ["France", "France"]);
}

#[test]
fn who_joins_by_video_joins_a_meeting() {
    let text = "European ministers spoke of European troops in Ukraine. Berg is to join by video.";
    assert_eq!(proposals(text), ["european-force"]);
}

#[test]
fn it_means_neither_its_own_subject_nor_anybody_who_came_first() {
    let text = "Paris spoke of it. The United States will be part of it.";
    let found = actors(text);
    assert_eq!(
        found.iter().filter(|a| *a == "United States").count(),
        1,
        "{found:?}"
    );
    let found = actors("France was there. It was the first time that they had met.");
    assert_eq!(
        found.iter().filter(|a| *a == "France").count(),
        1,
        "{found:?}"
    );
}
