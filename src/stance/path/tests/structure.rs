//! Coordination, asides, owners and answers: what stands between a cue, what it governs and whose it is.

use super::read;

/// Whether a text gives a reading.
fn gives(text: &str, reading: &str) {
    let found = read(text);
    assert!(found.iter().any(|f| f == reading), "{text}: {found:?}");
}

#[test]
fn several_holders_are_told_together() {
    for text in [
        "The governments of Italy, Poland and Greece will not send soldiers to Ukraine.",
        "Governments have said that they will not send soldiers to Ukraine: Italy, Poland and Greece.",
    ] {
        for country in ["Italy", "Poland", "Greece"] {
            gives(text, &format!("{country} | european-force | oppose"));
        }
    }
    for text in [
        "French and British officers are planning a multinational force for Ukraine.",
        "The multinational force for Ukraine, on which London and Paris have been working, is small.",
    ] {
        for country in ["France", "United Kingdom"] {
            gives(text, &format!("{country} | european-force | support"));
        }
    }
}

#[test]
fn what_a_force_or_a_guarantee_would_do_is_told() {
    for (text, reading) in [
        (
            "Mark Carney would not exclude that Canadian soldiers might patrol in Ukraine.",
            "Mark Carney | european-force | noncommittal",
        ),
        (
            "Polish soldiers won't be sent to Ukraine.",
            "Poland | european-force | oppose",
        ),
        (
            "Emmanuel Macron suggested that Ukraine could be covered by security guarantees.",
            "Emmanuel Macron | security-guarantees | support",
        ),
        (
            "Donald Trump said more American weapons would go to Ukraine.",
            "Donald Trump | arm-ukraine | support",
        ),
        (
            "Sweden would only take part in a force in Ukraine with American support.",
            "Sweden | european-force | conditional",
        ),
    ] {
        gives(text, reading);
    }
}

#[test]
fn structure_between_the_cue_and_what_it_governs_is_seen_through() {
    for (text, reading) in [
        (
            "The deployment of NATO troops to Ukraine was and remains unacceptable, Sergei Lavrov said.",
            "Sergei Lavrov | nato-force | oppose",
        ),
        (
            "The opposition of Hungary to NATO membership for Ukraine is known.",
            "Hungary | nato-membership | oppose",
        ),
        (
            "Russia has demanded that there be no foreign troops in Ukraine.",
            "Russia | foreign-force | oppose",
        ),
        (
            "Moscow's demands: a smaller army, no foreign troops in Ukraine.",
            "Russia | foreign-force | oppose",
        ),
        (
            "Spain has refused, as has Italy, to send troops to Ukraine.",
            "Spain | european-force | oppose",
        ),
        (
            "If there is peace, Keir Starmer said, Britain will send troops to Ukraine.",
            "Keir Starmer | european-force | conditional",
        ),
        (
            "A multinational force for Ukraine planned by Paris was discussed.",
            "France | european-force | support",
        ),
        (
            "Norway has not decided if it would contribute to a European force in Ukraine.",
            "Norway | european-force | noncommittal",
        ),
        (
            "The United States would be the backstop for the European force in Ukraine.",
            "United States | us-backstop | support",
        ),
    ] {
        gives(text, reading);
    }
}

#[test]
fn short_answers_and_missing_requests_are_read() {
    for (text, reading) in [
        (
            "\"No,\" Donald Tusk said when asked whether Poland would send troops to Ukraine.",
            "Donald Tusk | european-force | oppose",
        ),
        (
            "Brazil has not been asked to take part in a peacekeeping mission in Ukraine.",
            "Brazil | global-south-force | noncommittal",
        ),
        (
            "\"We will have a reassurance force in Ukraine,\" Emmanuel Macron said.",
            "Emmanuel Macron | european-force | support",
        ),
        (
            "Kyiv wants to buy about $90 billion worth of American weapons for Ukraine.",
            "Ukraine | arm-ukraine | support",
        ),
        (
            "Paris wants troops in Ukraine. It plans a peacekeeping force of its own, which Russia refuses to accept.",
            "Russia | foreign-force | oppose",
        ),
    ] {
        gives(text, reading);
    }
}

#[test]
fn plans_and_readiness_are_their_owners() {
    for (text, reading) in [
        (
            "Volodymyr Zelensky supported the initiative of Emmanuel Macron to send a contingent to Ukraine.",
            "Emmanuel Macron | european-force | support",
        ),
        (
            "The refusal of Berlin to send troops to Ukraine surprised nobody.",
            "Germany | european-force | oppose",
        ),
        (
            "Firms from France and Italy, the countries preparing a multinational force for Ukraine, met.",
            "Italy | european-force | support",
        ),
        (
            "UK, France sign declaration on sending troops to Ukraine",
            "United Kingdom | european-force | support",
        ),
    ] {
        gives(text, reading);
    }
}

#[test]
fn what_is_denied_or_left_out_is_seen_where_it_stands() {
    for (text, reading) in [
        (
            "Norway will take no part in a European force in Ukraine.",
            "Norway | european-force | oppose",
        ),
        (
            "Denmark will provide weapons but no troops for Ukraine.",
            "Denmark | arm-ukraine | support",
        ),
        (
            "Warsaw warned against hastily sending European troops to Ukraine.",
            "Poland | european-force | oppose",
        ),
        (
            "Alice Weidel accused Berlin of secretly planning to send troops to Ukraine.",
            "Alice Weidel | european-force | oppose",
        ),
        (
            "Some of Ukraine's partners have refused to send troops to Ukraine.",
            "Europe | european-force | oppose",
        ),
    ] {
        gives(text, reading);
    }
}

#[test]
fn members_of_a_coordination_do_not_turn_each_other() {
    let found = read("Denmark will provide weapons but no troops for Ukraine.");
    assert!(
        !found.contains(&"Denmark | arm-ukraine | oppose".to_owned()),
        "{found:?}"
    );
    let found = read("Several of Germany's neighbours are ready to send soldiers to Ukraine.");
    assert!(!found.iter().any(|f| f.starts_with("Germany")), "{found:?}");
}

#[test]
fn who_is_ready_to_help_those_who_go_stays_behind() {
    let text = "European nations are willing to put soldiers on the ground in Ukraine. The Americans are willing to help them.";
    let found = read(text);
    gives(text, "United States | us-backstop | support");
    assert!(!found.iter().any(|f| f.contains("us-troops")), "{found:?}");
}

#[test]
fn a_determiner_behind_a_preposition_of_the_verb_denies() {
    gives(
        "Moscow will put up with no NATO soldiers in Ukraine.",
        "Russia | nato-force | oppose",
    );
}

#[test]
fn what_stands_before_the_subject_is_what_is_judged() {
    for second in [
        "The ultimatums he called unacceptable.",
        "On the plan for the budget he was lukewarm.",
        "That would not be announced, he assessed.",
    ] {
        let text = format!("Mark Carney backs a European force for Ukraine. {second}");
        assert_eq!(
            read(&text),
            ["Mark Carney | european-force | support"],
            "{text}"
        );
    }
}

#[test]
fn who_speaks_does_not_mean_himself() {
    let text = "Vladimir Putin could live with European soldiers in Ukraine. \"He'll accept it,\" Donald Trump said.";
    let found = read(text);
    assert!(
        !found.iter().any(|f| f.starts_with("Donald Trump")),
        "{found:?}"
    );
}

#[test]
fn a_clause_that_only_tells_which_force_is_no_stance() {
    let text =
        "French officials have ruled out a tripwire force that would man the border of Ukraine.";
    assert_eq!(read(text), ["France | tripwire-force | oppose"]);
}

#[test]
fn a_relative_clause_behind_a_comma_may_leave_out_what_it_is_about() {
    let portugal = |rest: &str| {
        let found = read(&format!("France wants European troops in Ukraine. {rest}"));
        let mut own = found.into_iter().filter(|f| f.starts_with("Portugal"));
        own.next()
    };
    let against = Some("Portugal | european-force | oppose".to_owned());
    assert_eq!(
        portugal("And then there is Portugal, which says no."),
        against
    );
    // Without the comma it tells which one is meant.
    assert_eq!(portugal("The Portugal that said no is gone."), None);
    // "it" and "one" may stand behind a noun or a preposition; "an end to it" is one to something else.
    assert_eq!(portugal("Portugal has no appetite for it."), against);
    assert!(portugal("Portugal has long argued for one.").is_some());
    assert_eq!(portugal("Portugal wants to see an end to it."), None);
    // Right behind a place "they" are its people.
    assert_eq!(portugal("In Lisbon they said no."), against);
}

#[test]
fn an_adjective_of_a_pattern_may_be_denied() {
    let text = "Portugal took no negative view of a European force in Ukraine.";
    gives(text, "Portugal | european-force | noncommittal");
}

#[test]
fn who_sends_a_word_for_it_sends_nobody() {
    let offer = "Rome wants European troops in Ukraine.";
    let said = read(&format!(
        "{offer} No such request had been sent to parliament, Robert Fico said."
    ));
    assert_eq!(said, ["Italy | european-force | support"]);
}

#[test]
fn what_is_not_said_yet_is_left_open() {
    let text = "Poland will not support European troops in Ukraine";
    let yet = read(&format!("{text} yet."));
    assert_eq!(yet, ["Poland | european-force | noncommittal"]);
    assert_eq!(
        read(&format!("{text}.")),
        ["Poland | european-force | oppose"]
    );
}

#[test]
fn what_a_subject_tells_is_a_fact_or_taken_as_it_is() {
    assert_eq!(
        read("The fact that Hungary opposes NATO troops in Ukraine is a problem."),
        ["Hungary | nato-force | oppose"]
    );
    assert_eq!(
        read(
            "The suggestion that Britain would send troops to Ukraine was dismissed by Nigel Farage."
        ),
        ["Nigel Farage | european-force | oppose"]
    );
    assert!(read("Fears that Poland would send troops to Ukraine have grown.").is_empty());
    assert_eq!(
        read("That is why Hungary opposes NATO troops in Ukraine."),
        ["Hungary | nato-force | oppose"]
    );
}
