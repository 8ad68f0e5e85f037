//! What stands beside a subject, or hides it: quantifiers, pronouns, those left out, openings; and who is meant where nobody is named.

use super::read;

fn all_read(cases: &[(&str, &[&str])]) {
    for (text, told) in cases {
        assert_eq!(read(text), *told, "{text}");
    }
}

#[test]
fn what_floats_beside_a_subject_is_no_subject() {
    all_read(&[
        (
            "Donald Tusk himself opposes sending soldiers to Ukraine.",
            &["Donald Tusk | european-force | oppose"],
        ),
        (
            "NATO itself opposes sending soldiers to Ukraine.",
            &["NATO | nato-force | oppose"],
        ),
    ]);
}

#[test]
fn what_is_owned_stands_for_a_proposal_that_names_its_owner() {
    for proposal in [
        "NATO's enlargement to the east",
        "Ukraine's NATO membership",
    ] {
        let text = format!("Viktor Orbán opposes {proposal}.");
        assert_eq!(
            read(&text),
            ["Viktor Orban | nato-membership | oppose"],
            "{text}"
        );
    }
}

#[test]
fn a_denial_by_nobody_in_particular_is_that_of_those_it_is_about() {
    assert_eq!(
        read("A government spokesman denied that Berlin planned to send soldiers to Ukraine."),
        ["Germany | european-force | oppose"]
    );
}

#[test]
fn whoever_is_left_out_is_not_among_them() {
    for opener in ["but", "except"] {
        let text =
            format!("All EU members {opener} Slovakia called for an air shield for Ukraine.");
        let (all, left_out) = (
            "European Union | air-shield | support",
            "Slovakia | air-shield | oppose",
        );
        assert_eq!(read(&text), [all, left_out]);
    }
    assert_eq!(
        read("Norway hesitates, but Slovakia called for an air shield for Ukraine."),
        ["Slovakia | air-shield | support"]
    );
}

#[test]
fn a_comma_may_end_what_opens_a_sentence() {
    let found = read(
        "Unlike Norway, Spain and Portugal have not said whether they would send soldiers to Ukraine.",
    );
    for name in ["Spain", "Portugal"] {
        let told = format!("{name} | european-force | noncommittal");
        assert!(found.contains(&told), "{found:?}");
    }
    all_read(&[(
        "Donald Tusk said sending soldiers to Ukraine was a mistake.",
        &["Donald Tusk | european-force | oppose"],
    )]);
}

#[test]
fn a_past_before_a_coordinate_is_no_participle() {
    all_read(&[(
        "The Polish premier described European soldiers in Ukraine as a red line and said so twice.",
        &["Donald Tusk | european-force | oppose"],
    )]);
}

#[test]
fn who_takes_part_in_a_meeting_takes_no_part_in_what_it_is_about() {
    for act in [
        "took part in a call",
        "joined a summit",
        "took part in talks",
    ] {
        let text = format!("Canada {act} on a European force for Ukraine.");
        assert!(read(&text).is_empty(), "{text} {:?}", read(&text));
    }
    assert_eq!(
        read("Canada will take part in a European force for Ukraine."),
        ["Canada | european-force | support"]
    );
}

#[test]
fn what_somebody_refuses_to_do_is_not_done() {
    assert_eq!(
        read("A Polish force for Ukraine was discussed. Donald Tusk declined to commit himself."),
        ["Donald Tusk | european-force | noncommittal"]
    );
}

#[test]
fn a_named_answer_to_a_plain_question() {
    let asks = |question: &str, answer: &str| read(&format!("{question} Donald Tusk: {answer}"));
    assert_eq!(
        asks("Will you send soldiers to Ukraine?", "No."),
        ["Donald Tusk | european-force | oppose"]
    );
    assert!(asks("Do you rule out soldiers in Ukraine?", "No.").is_empty());
}

#[test]
fn a_label_in_capitals_inside_a_paragraph_speaks() {
    assert_eq!(
        read(
            "Will there be soldiers in Ukraine? TUSK: Look, we are not going to send soldiers to Ukraine."
        ),
        ["Donald Tusk | european-force | oppose"]
    );
}

#[test]
fn what_was_heard_from_somebody_he_says() {
    assert_eq!(
        read(
            "Donald Tusk said he had heard from Keir Starmer that there would be no European soldiers in Ukraine."
        ),
        ["Keir Starmer | european-force | oppose"]
    );
}
