//! Stances taken over from others, what a sentence takes up again, and what it leaves out.

use super::read;

/// Whether a text gives a reading.
pub(super) fn gives(text: &str, reading: &str) {
    let found = read(text);
    assert!(found.iter().any(|f| f == reading), "{text}: {found:?}");
}

const ROME: &str = "Rome will not send soldiers to Ukraine.";
const PARIS: &str = "Emmanuel Macron wants to send European troops to Ukraine.";

#[test]
fn who_agrees_takes_the_stance_over() {
    for said in [
        "Robert Fico said the same.",
        "Robert Fico takes the same line.",
        "Robert Fico shares that view.",
        "Robert Fico echoed that position.",
        "Robert Fico agrees.",
        "Robert Fico's position is the same.",
    ] {
        gives(
            &format!("{ROME} {said}"),
            "Robert Fico | european-force | oppose",
        );
    }
    gives(
        &format!("{PARIS} Keir Starmer agrees."),
        "Keir Starmer | european-force | support",
    );
    gives(
        &format!("{PARIS} Keir Starmer has made a similar offer."),
        "Keir Starmer | european-force | support",
    );
}

#[test]
fn who_disagrees_takes_the_contrary() {
    for said in [
        "Robert Fico disagrees.",
        "Robert Fico does not share that view.",
        "Robert Fico took a different view.",
    ] {
        gives(
            &format!("{PARIS} {said}"),
            "Robert Fico | european-force | oppose",
        );
    }
    gives(
        "Unlike Paris, Budapest is against European troops in Ukraine.",
        "France | european-force | support",
    );
}

#[test]
fn who_is_likened_to_a_holder_has_his_stance() {
    let poland = "Poland | european-force | oppose";
    gives(
        "Like Warsaw, Rome has ruled out sending soldiers to Ukraine.",
        poland,
    );
    gives(
        "Rome has ruled out sending soldiers to Ukraine, as has Warsaw.",
        poland,
    );
    gives(
        "Rome, along with Warsaw, has ruled out sending soldiers to Ukraine.",
        poland,
    );
    gives(&format!("{ROME} Poland won't either."), poland);
    gives(
        "London said it would send troops to Ukraine, Warsaw that it would not.",
        poland,
    );
    gives(
        "While London is ready to send troops to Ukraine, Warsaw is not.",
        poland,
    );
    gives(
        "Several countries, including Poland, have ruled out sending troops to Ukraine.",
        poland,
    );
}

#[test]
fn agreement_on_something_else_is_none() {
    for said in [
        "Robert Fico agrees on tariffs.",
        "Does Robert Fico agree?",
        "Robert Fico said that gas was dear.",
    ] {
        let found = read(&format!("{ROME} {said}"));
        assert_eq!(found, ["Italy | european-force | oppose"], "{said}");
    }
}

#[test]
fn a_sentence_takes_the_proposal_up_again() {
    let moscow = "Russia | european-force | oppose";
    for tail in [
        "a proposal Moscow has rejected",
        "an idea opposed by Moscow",
        "an idea that the Kremlin has dismissed",
        "which Moscow has ruled out",
        "something Moscow has repeatedly rejected",
        "which Moscow refuses to accept",
    ] {
        gives(
            &format!("Emmanuel Macron proposed sending European troops to Ukraine, {tail}."),
            moscow,
        );
    }
    gives(
        "Kyiv wants membership in NATO, which Moscow says is unacceptable.",
        "Russia | nato-membership | oppose",
    );
}

#[test]
fn what_is_left_out_is_not_wanted() {
    let oslo = "Norway | european-force | oppose";
    for text in [
        "Oslo has offered planes, but no ground troops in Ukraine.",
        "Oslo will give money rather than send troops to Ukraine.",
        "Oslo will train recruits at home instead of sending troops to Ukraine.",
        "Oslo will provide logistics but not troops in Ukraine.",
    ] {
        gives(text, oslo);
    }
}

#[test]
fn terms_go_on_from_their_document() {
    let text = "Washington has drawn up a plan with 28 points. Under the U.S. plan Kyiv would give up Donbas. NATO would agree not to station \
                troops in Ukraine.";
    let found = read(text);
    assert!(!found.iter().any(|f| f.starts_with("NATO")), "{found:?}");
}

#[test]
fn names_that_open_a_sentence_have_its_verb() {
    gives(
        "Italy, Hungary and Slovakia oppose sending troops to Ukraine, which shows that much is open.",
        "Hungary | european-force | oppose",
    );
    gives(
        "Lithuania and Estonia would each send a company of soldiers to Ukraine.",
        "Estonia | european-force | support",
    );
}

#[test]
fn what_a_sentence_says_without_a_cue_over_it() {
    for (text, reading) in [
        (
            "Poland will not be in a European force in Ukraine.",
            "Poland | european-force | oppose",
        ),
        (
            "Ukraine will get security guarantees, Marco Rubio said.",
            "Marco Rubio | security-guarantees | support",
        ),
        (
            "Mark Rutte said Ukraine's place was in NATO.",
            "Mark Rutte | nato-membership | support",
        ),
        (
            "Moscow demands a truce, no NATO membership for Ukraine and fewer arms.",
            "Russia | nato-membership | oppose",
        ),
        (
            "There are not going to be American soldiers in Ukraine, JD Vance said.",
            "JD Vance | us-troops | oppose",
        ),
        (
            "Olaf Scholz explained why Germany will not send troops to Ukraine.",
            "Olaf Scholz | european-force | oppose",
        ),
        (
            "Kaja Kallas said it would be excellent if European troops went to Ukraine.",
            "Kaja Kallas | european-force | support",
        ),
        (
            "Whether Spain would send troops to Ukraine is unclear.",
            "Spain | european-force | noncommittal",
        ),
        (
            "Volodymyr Zelensky refuses to give up Ukraine's bid to join NATO.",
            "Volodymyr Zelensky | nato-membership | support",
        ),
    ] {
        gives(text, reading);
    }
}

#[test]
fn who_stands_for_a_side_or_a_place() {
    for (text, reading) in [
        (
            "Nigel Farage said his party would vote against sending British troops to Ukraine.",
            "Nigel Farage | european-force | oppose",
        ),
        (
            "Some in Paris would like to see European peacekeepers in Ukraine.",
            "France | european-force | support",
        ),
    ] {
        gives(text, reading);
    }
}

#[test]
fn what_a_plan_lays_down_is_its_owners() {
    let plan = "Washington has sent Kyiv a draft of 28 points.";
    for (text, reading) in [
        (
            "Under the draft, Ukraine would write into its laws that it will not join NATO.",
            "United States | nato-membership | oppose",
        ),
        (
            "Ukraine would get security guarantees, the draft says.",
            "United States | security-guarantees | support",
        ),
        (
            "The plan runs to four pages. It bars NATO troops from Ukraine.",
            "United States | nato-force | oppose",
        ),
    ] {
        gives(&format!("{plan} {text}"), reading);
    }
    // Of whom nobody knows who wrote it, it is nobody's.
    let found =
        read("The draft has been read. Ukraine would get security guarantees, the draft says.");
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn countries_that_get_a_force_ready_are_the_coalition() {
    gives(
        "Countries preparing a multinational force for Ukraine met in Rome.",
        "Coalition of the Willing | european-force | support",
    );
}

#[test]
fn conditions_before_and_behind_what_they_hold_for() {
    for text in [
        "Unless there is a truce, France will not send troops to Ukraine.",
        "France would send troops to Ukraine once hostilities end.",
    ] {
        gives(text, "France | european-force | conditional");
    }
    // What a deal would hold is no condition of it.
    gives(
        "Moscow would accept European peacekeepers in Ukraine as part of a peace deal.",
        "Russia | european-force | support",
    );
}

#[test]
fn who_talks_of_a_number_puts_it_forward() {
    assert_eq!(
        read("Emmanuel Macron talked of 5,000 European soldiers for Ukraine."),
        ["Emmanuel Macron | european-force | support"]
    );
    assert_eq!(
        read("Emmanuel Macron talked of European soldiers for Ukraine."),
        ["Emmanuel Macron | european-force | noncommittal"]
    );
}

#[test]
fn whose_a_noun_is_may_stand_between_it_and_its_act() {
    for (text, reading) in [
        (
            "The refusal by Berlin to send German troops to Ukraine angered Paris.",
            "Germany | european-force | oppose",
        ),
        (
            "A pledge from Sweden to send troops to Ukraine was welcomed in Oslo.",
            "Sweden | european-force | support",
        ),
        (
            "The decision by Warsaw not to send troops to Ukraine was expected.",
            "Poland | european-force | oppose",
        ),
        (
            "Italy's decision not to send troops to Ukraine was criticised.",
            "Italy | european-force | oppose",
        ),
    ] {
        let found = read(text);
        assert!(found.iter().any(|f| f == reading), "{text}: {found:?}");
    }
}

#[test]
fn a_description_between_commas_leaves_the_verb_its_subject() {
    for (text, reading) in [
        (
            "Robert Fico, a vocal critic of sending European troops to Ukraine, arrived in Brussels.",
            "Robert Fico | european-force | oppose",
        ),
        (
            "Hungary, long opposed to Ukraine joining NATO, did not sign the text.",
            "Hungary | nato-membership | oppose",
        ),
        (
            "With Italy and Poland opposed to a European force in Ukraine, London has few friends.",
            "Poland | european-force | oppose",
        ),
    ] {
        let found = read(text);
        assert!(found.iter().any(|f| f == reading), "{text}: {found:?}");
    }
}

#[test]
fn examples_hold_what_is_said_of_all_but_not_what_might_be() {
    let found =
        read("Countries such as Poland, Italy and Spain have refused to send troops to Ukraine.");
    for country in ["Poland", "Italy", "Spain"] {
        let reading = format!("{country} | european-force | oppose");
        assert!(found.contains(&reading), "{found:?}");
    }
    let guess = "Major European countries such as France, Germany, Italy, Poland, and the United Kingdom could form the core of the forces for Ukraine.";
    let found = read(guess);
    assert!(!found.iter().any(|f| f.starts_with("Italy")), "{found:?}");
}

#[test]
fn who_has_no_such_wish_or_reason_does_not_act() {
    for (text, reading) in [
        (
            "Spain has shown no urge to send troops to Ukraine.",
            "Spain | european-force | oppose",
        ),
        (
            "Donald Trump has shown no urge to provide a US backstop for Ukraine.",
            "Donald Trump | us-backstop | oppose",
        ),
    ] {
        assert_eq!(read(text), [reading], "{text}");
    }
}

#[test]
fn who_is_against_a_lack_of_something_is_for_it() {
    assert_eq!(
        read("Volodymyr Zelensky complained about the lack of missiles for Ukraine."),
        ["Volodymyr Zelensky | arm-ukraine | support"]
    );
    assert_eq!(read("Ukraine suffers from a lack of missiles."), [""; 0]);
}

#[test]
fn what_stands_behind_not_is_not_wanted() {
    for text in [
        "Ukraine needs weapons, not peacekeepers, Robert Fico said.",
        "Robert Fico wants a truce, not European peacekeepers in Ukraine.",
    ] {
        let found = read(text);
        let against = |f: &String| f.starts_with("Robert Fico") && f.ends_with("force | oppose");
        assert!(found.iter().any(against), "{text}: {found:?}");
    }
}
