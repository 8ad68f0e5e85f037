//! Who holds what the climb has found: those beside a holder, behind him, above him.

use super::{read, read_at};

#[test]
fn whoever_speaks_for_a_country_holds_what_it_does() {
    assert_eq!(
        read("Germany will not send troops to Ukraine, Boris Pistorius said."),
        ["Boris Pistorius | european-force | oppose"]
    );
    assert_eq!(
        read("Germany will not send troops to Ukraine, Emmanuel Macron said."),
        ["Germany | european-force | oppose"]
    );
}

#[test]
fn each_agent_of_a_passive_counts() {
    assert_eq!(
        read("A European force in Ukraine is backed by Sweden and by Finland."),
        [
            "Finland | european-force | support",
            "Sweden | european-force | support"
        ]
    );
    assert_eq!(
        read("The European force in Ukraine was flatly rejected by Hungary."),
        ["Hungary | european-force | oppose"]
    );
}

#[test]
fn the_writer_speaks_where_a_piece_argues() {
    let opinion = "https://paper.example/opinion/1";
    let text = "Send European troops to Ukraine now.";
    assert_eq!(
        read_at(opinion, text),
        ["author | european-force | support"]
    );
    assert!(read(text).is_empty());
    assert_eq!(
        read_at(opinion, "I reject European troops in Ukraine."),
        ["author | european-force | oppose"]
    );
}

#[test]
fn those_beside_a_holder_take_part_too() {
    assert_eq!(
        read("Ottawa pledged to join Britain in sending peacekeepers to Ukraine."),
        [
            "Canada | european-force | support",
            "United Kingdom | european-force | support"
        ]
    );
    assert_eq!(
        read("Portugal will send soldiers to Ukraine alongside France."),
        [
            "France | european-force | support",
            "Portugal | european-force | support"
        ]
    );
    assert_eq!(
        read(
            "The coalition of the willing, led by Denmark, has drawn up plans for a European force in Ukraine."
        ),
        [
            "Coalition of the Willing | european-force | support",
            "Denmark | european-force | support"
        ]
    );
    // Who stays away brings nobody in by it.
    assert_eq!(
        read("Portugal will not send soldiers to Ukraine alongside France."),
        ["Portugal | european-force | oppose"]
    );
}

#[test]
fn a_force_that_nobody_is_known_to_speak_of_is_its_senders() {
    assert_eq!(
        read("There will be no American troops in Ukraine, a person close to the talks said."),
        ["United States | us-troops | oppose"]
    );
    assert_eq!(
        read("I do not believe there will be American soldiers in Ukraine, Alexander Stubb said."),
        ["Alexander Stubb | us-troops | oppose"]
    );
}

#[test]
fn who_would_act_is_not_who_judges() {
    assert_eq!(
        read("Marco Rubio said it would be a mistake for Denmark to send troops to Ukraine."),
        ["Marco Rubio | foreign-force | oppose"]
    );
    assert_eq!(
        read("Danish troops in Ukraine are unacceptable to Russia, Marco Rubio said."),
        ["Russia | european-force | oppose"]
    );
}

#[test]
fn what_a_plan_lays_down_is_its_owners() {
    assert_eq!(
        read("Under the U.S. plan, NATO would agree not to station NATO troops in Ukraine."),
        ["United States | nato-force | oppose"]
    );
    assert_eq!(
        read("A U.S. proposal would require Kyiv to give up its hope of joining NATO."),
        ["United States | nato-membership | oppose"]
    );
    // Nobody is known as its owner.
    assert!(
        read("Under the deal, NATO would agree not to station NATO troops in Ukraine.").is_empty()
    );
}

#[test]
fn what_is_demanded_is_the_demanders() {
    assert_eq!(
        read("Vladimir Putin's terms are that Ukraine withdraw and renounce joining NATO."),
        ["Vladimir Putin | nato-membership | oppose"]
    );
    assert_eq!(
        read(
            "Minsk demanded that Ukraine withdraw from four regions and drop its bid to join NATO."
        ),
        ["Belarus | nato-membership | oppose"]
    );
}

#[test]
fn members_of_an_alliance_do_not_join_it() {
    assert!(read("Turkey, which is in NATO, sent observers to the talks on Ukraine.").is_empty());
}

#[test]
fn what_a_group_was_founded_for_it_wants() {
    assert_eq!(
        read(
            "The coalition of the willing was established by Italy to reinforce a peace deal with security guarantees."
        ),
        [
            "Coalition of the Willing | security-guarantees | support",
            "Italy | security-guarantees | support"
        ]
    );
}

#[test]
fn nobody_is_whoever_says_so() {
    assert_eq!(
        read("Nobody wants American soldiers in Ukraine, Marco Rubio said."),
        ["Marco Rubio | us-troops | oppose"]
    );
    assert_eq!(
        read("Nobody in Oslo or Helsinki wants American soldiers in Ukraine, a diplomat said."),
        [
            "Finland | us-troops | oppose",
            "Norway | us-troops | oppose"
        ]
    );
    assert!(
        read("Nobody has asked Oslo for soldiers in Ukraine, Espen Barth Eide said.").is_empty()
    );
}

#[test]
fn who_says_that_it_could_do_something_brings_it_forward() {
    assert_eq!(
        read("Oslo said that it could send soldiers to Ukraine."),
        ["Norway | european-force | support"]
    );
    assert_eq!(
        read("Oslo said that it might send soldiers to Ukraine."),
        ["Norway | european-force | noncommittal"]
    );
}

#[test]
fn what_has_to_come_first_is_a_condition() {
    assert_eq!(
        read(
            "Kaja Kallas said that there must be a ceasefire before European soldiers can go to Ukraine."
        ),
        ["Kaja Kallas | european-force | conditional"]
    );
}

#[test]
fn several_verbs_share_a_negation() {
    assert_eq!(
        read("Moscow would not agree to or be satisfied with European troops in Ukraine."),
        ["Russia | european-force | oppose"]
    );
}

#[test]
fn who_is_thanked_for_it_is_for_it() {
    assert_eq!(
        read("Volodymyr Zelensky thanked Oslo for offering to send soldiers to Ukraine."),
        [
            "Norway | european-force | support",
            "Volodymyr Zelensky | foreign-force | support"
        ]
    );
}

#[test]
fn a_list_behind_a_colon_names_the_crowd() {
    assert_eq!(
        read("Three governments will not send soldiers to Ukraine: Italy, Poland and Romania."),
        [
            "Italy | european-force | oppose",
            "Poland | european-force | oppose",
            "Romania | european-force | oppose"
        ]
    );
}
