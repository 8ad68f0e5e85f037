//! Whose it is where the sentence leaves that to what stands around it.

use super::tests::read;

#[test]
fn whoever_spoke_goes_on_in_the_tense_of_reported_speech() {
    assert_eq!(
        read(
            "Emmanuel Macron said there was no hurry. European troops would be sent to Ukraine only after a ceasefire."
        ),
        ["Emmanuel Macron | european-force | conditional"]
    );
}

#[test]
fn what_nobody_wants_the_speaker_does_not_want() {
    assert_eq!(
        read("Starmer told parliament that nobody wants NATO troops in Ukraine."),
        ["Keir Starmer | nato-force | oppose"]
    );
}

#[test]
fn a_dash_at_the_end_of_a_headline_names_who_says_so() {
    assert_eq!(
        read("NATO troops in Ukraine unacceptable — Kremlin"),
        ["Russia | nato-force | oppose"]
    );
}
