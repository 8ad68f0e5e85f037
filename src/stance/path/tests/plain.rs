//! Plain wordings: that there is none of something, who praises or blames a refusal, what something lacks, until when.

use super::others::gives;
use super::read;

#[test]
fn of_what_there_is_none_nobody_has_any() {
    for (text, reading) in [
        (
            "There is no support in Germany for sending European troops to Ukraine.",
            "Germany | european-force | oppose",
        ),
        (
            "There is broad support in Germany for sending European troops to Ukraine.",
            "Germany | european-force | support",
        ),
        (
            "There is no agreement in the EU on a European force in Ukraine.",
            "European Union | european-force | noncommittal",
        ),
        (
            "There was little enthusiasm among EU ministers for a no-fly zone over Ukraine.",
            "European Union | air-shield | oppose",
        ),
        (
            "Germany insists on no NATO troops in Ukraine.",
            "Germany | nato-force | oppose",
        ),
        (
            "Moscow demands no NATO troops in Ukraine.",
            "Russia | nato-force | oppose",
        ),
    ] {
        gives(text, reading);
    }
    // What was not there is a fact.
    let fact = "There were no French soldiers in Ukraine then, Emmanuel Macron said.";
    assert_eq!(read(fact), [""; 0]);
}

#[test]
fn who_blames_a_refusal_is_for_what_is_refused() {
    let text = "Germany's refusal to give Taurus missiles to Ukraine was criticised by Poland.";
    let both = [
        "Germany | arm-ukraine | oppose",
        "Poland | arm-ukraine | support",
    ];
    assert_eq!(read(text), both);
    let text = "Russia praised Germany's refusal to give Taurus missiles to Ukraine.";
    let found = read(text);
    assert!(
        found.contains(&"Russia | arm-ukraine | oppose".to_owned()),
        "{found:?}"
    );
}

#[test]
fn who_is_against_something_for_lack_of_another_wants_the_other() {
    let text =
        "A ceasefire without security guarantees would be a mistake, Volodymyr Zelensky said.";
    gives(text, "Volodymyr Zelensky | security-guarantees | support");
    let text =
        "European troops without American air cover in Ukraine are pointless, Boris Johnson said.";
    let found = read(text);
    assert!(
        found.contains(&"Boris Johnson | us-backstop | support".to_owned()),
        "{found:?}"
    );
}

#[test]
fn until_when_is_not_by_whom() {
    for when in ["by March", "by the end of the year", "by 2027"] {
        let text = format!("European troops will be sent to Ukraine {when}, Emmanuel Macron said.");
        gives(&text, "Emmanuel Macron | european-force | support");
    }
    gives(
        "Taurus missiles are to be delivered to Kyiv by the summer, Friedrich Merz said.",
        "Friedrich Merz | arm-ukraine | support",
    );
}

#[test]
fn what_an_act_is_said_to_be_is_said_of_the_proposal() {
    gives(
        "The only way to stop Putin is to place European soldiers in Ukraine, Edgars Rinkevics said.",
        "Edgars Rinkevics | european-force | support",
    );
    // The words of the judgement are no proposal, and who praises a talk does not praise what it was about.
    let text = "The best security guarantee for Ukraine is a European force, Emmanuel Macron said.";
    gives(text, "Emmanuel Macron | european-force | support");
    let text = "The talks on security guarantees for Ukraine were useful, Steve Witkoff said.";
    assert_eq!(read(text), [""; 0]);
}

#[test]
fn a_verb_in_s_before_an_act_is_no_noun() {
    let text = "Poland supports sending European troops to Ukraine, Donald Tusk said.";
    gives(text, "Donald Tusk | european-force | support");
    let text = "European troops in Ukraine would be a mistake, the US envoy Keith Kellogg said.";
    gives(text, "Keith Kellogg | european-force | oppose");
}
