//! Which theatre a mention is of, and what an article's theme adds. Sentences of the project's own.

use super::tests::proposals;

/// The lead of an article about Ukraine, before what it says next.
fn about_ukraine(next: &str) -> Vec<String> {
    let lead = "Ukraine went into its fourth winter of war. Diplomats met in Vienna again. ";
    proposals(&format!("{lead}{next}"))
}

#[test]
fn the_nearest_place_governs() {
    for text in [
        "Kyiv watched as American troops based in Iraq came under fire.",
        "In Kyiv he compared it with the stabilisation force for Gaza.",
        "Ukraine sent observers to the peacekeepers along the border between Israel and Lebanon.",
        "Security guarantees for Taiwan were on the agenda after the call about Ukraine.",
        "The war in Ukraine goes on, and British soldiers were deployed to Poland.",
        "Ukrainian officers know the American troops in Europe.",
        "The Ukrainian army lost 300 soldiers there.",
        "North Korea sends soldiers to Russia, says Ukraine's intelligence.",
    ] {
        assert!(proposals(text).is_empty(), "{text} {:?}", proposals(text));
    }
    for text in [
        "Unlike the mission in Kosovo, foreign peacekeepers in Ukraine would face an army.",
        "Lisbon, which has soldiers in Mali, is ready to send peacekeepers to Ukraine.",
    ] {
        assert!(!proposals(text).is_empty(), "{text}");
    }
}

#[test]
fn what_the_text_spoke_of_last_governs_where_the_sentence_is_silent() {
    let found = proposals(
        "Hamas and Israel agreed on a truce. Diplomats praised it. Ukraine was not discussed. The truce in Gaza is to be watched. \
         Foreign troops would stay for a year.",
    );
    assert!(found.is_empty(), "{found:?}");
    let found = about_ukraine("Foreign troops would stay for a year.");
    assert_eq!(found, ["foreign-force"]);
}

#[test]
fn an_article_that_names_the_theatre_in_passing_is_about_something_else() {
    let mut text = "The budget was passed at night. ".repeat(30);
    text.push_str("A bus from Ukraine was late. ");
    text.push_str(&"Nobody was surprised by that. ".repeat(8));
    text.push_str("American troops kept the roads open.");
    assert!(proposals(&text).is_empty());
}

#[test]
fn what_another_country_is_or_became_is_no_proposal() {
    for text in [
        "Turkey is a member of NATO and trades with Ukraine.",
        "Finland joined NATO after the attack on Ukraine.",
        "Ukraine borders Romania, a member of NATO.",
    ] {
        assert!(proposals(text).is_empty(), "{text}");
    }
    assert_eq!(
        proposals("Ukraine hopes to become a member of NATO."),
        ["nato-membership"]
    );
}

#[test]
fn common_words_mean_the_force_that_an_article_is_about() {
    let lead = "European peacekeepers may go to Ukraine. Paris wants European troops in Ukraine. The minister flew home. It rained. \
                Nobody asked him. He read a book. Lunch was late. ";
    for next in [
        "The opposition rejects a deployment.",
        "Talk of soldiers makes voters nervous.",
        "His party has not decided on a contribution.",
        "The force would need a year.",
    ] {
        let found = proposals(&format!("{lead}{next}"));
        assert_eq!(found.len(), 3, "{next} {found:?}");
        assert!(found[2].ends_with("european-force"), "{next} {found:?}");
    }
    for next in [
        "Russian troops advanced.",
        "A contribution to the museum was welcome in Gaza.",
        "Soldiers in Mali were killed.",
    ] {
        let found = proposals(&format!("{lead}{next}"));
        assert_eq!(found.len(), 2, "{next} {found:?}");
    }
}

#[test]
fn a_noun_means_what_it_was_introduced_for() {
    let found = proposals(
        "Envoys brought a 28-point peace plan to Kyiv. It was long. European troops would stay out of Ukraine. \
         Kyiv rejected the plan.",
    );
    assert_eq!(found, ["european-force"]);
    let found =
        proposals("Paris has a plan to send European troops to Ukraine. Warsaw rejected the plan.");
    assert_eq!(found, ["european-force", "~european-force"]);
}

#[test]
fn a_people_counted_or_found_there_is_its_soldiers() {
    assert_eq!(
        proposals("He said that 50,000 Europeans were needed in Ukraine."),
        ["european-force"]
    );
    assert_eq!(
        proposals("There will be no Americans in Ukraine."),
        ["us-troops"]
    );
    assert!(proposals("The Americans were in Ukraine for talks.").is_empty());
}

#[test]
fn backing_counts_close_to_what_it_would_back() {
    assert!(proposals("Kyiv thanked Washington for US involvement in the talks.").is_empty());
    let found = proposals("Foreign peacekeepers would guard Kyiv, with US involvement.");
    assert_eq!(found, ["foreign-force", "us-backstop"]);
}

#[test]
fn what_was_handed_over_is_no_proposal() {
    for text in [
        "The missiles that America has given Ukraine defend Kyiv.",
        "Shells supplied by Prague were fired near Kharkiv.",
    ] {
        assert!(proposals(text).is_empty(), "{text}");
    }
    for text in [
        "Prague will supply shells to Ukraine.",
        "Rome turned down Kyiv's request for cruise missiles.",
    ] {
        assert_eq!(proposals(text), ["arm-ukraine"], "{text}");
    }
}

#[test]
fn bare_nouns_before_plurals_are_read_as_one_noun() {
    for text in [
        "London promised to offer security guarantees to Ukraine.",
        "There had to be security guarantees for Kyiv.",
    ] {
        assert_eq!(proposals(text), ["security-guarantees"], "{text}");
    }
    assert_eq!(
        proposals("Arms supplies to Kyiv are stopped."),
        ["arm-ukraine"]
    );
}

#[test]
fn a_force_in_the_singular_and_troops_argued_about_need_no_more_than_the_theatre() {
    for next in [
        "Some generals drew up plans for a force.",
        "A contingent that comes too late helps nobody.",
        "There was a long debate about troops.",
        "Madrid has promised no soldiers.",
        "Finnish soldiers would not go, the minister said.",
        "Ottawa has ruled out troops.",
        "Denmark wants to have soldiers there.",
    ] {
        assert_eq!(about_ukraine(next).len(), 1, "{next}");
    }
    for next in [
        "The forces met at the river.",
        "The fence was cut by force.",
        "Soldiers are tired, the minister said.",
        "The force of the blast broke windows.",
        "There was a long debate about troops in Mali.",
    ] {
        assert_eq!(about_ukraine(next), [""; 0], "{next}");
    }
}

#[test]
fn an_article_that_names_no_other_theatre_is_about_the_one_it_names() {
    let mut text = "Leaders met in Paris. ".repeat(8);
    text.push_str("Rome will send no European troops. The talks on Ukraine go on.");
    assert_eq!(proposals(&text), ["european-force"]);
    text.push_str(&" A force for Gaza was discussed too.".repeat(3));
    assert!(proposals(&text).is_empty());
}

#[test]
fn a_plural_by_itself_means_the_force_unless_a_verb_has_it() {
    for next in [
        "Berg spoke of soldiers.",
        "His answer: monitors yes, troops no.",
    ] {
        assert_eq!(about_ukraine(next).len(), 1, "{next}");
    }
    for next in ["Soldiers should be paid better.", "The talks wore on."] {
        assert_eq!(about_ukraine(next), [""; 0], "{next}");
    }
}

#[test]
fn of_two_weak_words_the_one_that_reaches_further_counts() {
    assert_eq!(
        proposals("Berlin will keep up its military aid to Ukraine."),
        ["arm-ukraine"]
    );
}

#[test]
fn being_there_means_the_force_under_discussion_where_it_is_no_fact() {
    let lead = "Paris wants European troops in Ukraine.";
    for next in [
        "Portugal would not go.",
        "Canada is prepared to be part of it.",
        "The Dutch will be there.",
        "Denmark is ready to be on the ground.",
        "Sweden will go in only with others.",
    ] {
        let found = proposals(&format!("{lead} {next}"));
        assert_eq!(found, ["european-force", "~european-force"], "{next}");
    }
    for next in [
        "Portugal went with others.",
        "The minister would not go.",
        "Portugal will go to the polls.",
        "Russia will be there.",
        "That is as far as Portugal would go.",
        "The Americans will be there.",
    ] {
        let found = proposals(&format!("{lead} {next}"));
        assert_eq!(found, ["european-force"], "{next}");
    }
}

#[test]
fn an_organisation_gives_its_flag_to_what_it_sends() {
    assert_eq!(
        proposals("NATO would promise not to station troops in Ukraine."),
        ["nato-force"]
    );
    assert_eq!(
        proposals("NATO leaders would promise not to station troops in Ukraine."),
        ["foreign-force"]
    );
}
