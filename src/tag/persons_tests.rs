//! Whom pronouns, titles and nouns mean. Sentences of the project's own.

use super::tests::tag;

fn actors(text: &str) -> Vec<String> {
    tag(text).actors
}

/// The actors of the last line.
fn last(text: &str) -> Vec<String> {
    let before = text.rfind('\n').map_or(0, |at| actors(&text[..at]).len());
    actors(text).split_off(before)
}

#[test]
fn who_speaks_behind_the_words_is_not_whom_they_name() {
    assert_eq!(
        last("Volodymyr Zelensky spoke in Rome.\nIt was for Donald Trump to decide, he said.")
            .last()
            .map(String::as_str),
        Some("Volodymyr Zelensky")
    );
    assert_eq!(
        last("Emmanuel Macron spoke last.\nAfter the call with Donald Trump he left."),
        ["Donald Trump", "Emmanuel Macron"]
    );
}

#[test]
fn who_spoke_in_the_paragraph_before_goes_on() {
    let text = "Petteri Orpo named two open points. Prices were rising. The harbour was closed. Trains were late.\nSchools would open again, he said.";
    assert_eq!(last(text), ["Petteri Orpo"]);
}

#[test]
fn a_noun_takes_up_who_was_named() {
    assert_eq!(
        last("Maria Zakharova spoke to reporters.\nThe diplomat said it was too early."),
        ["Maria Zakharova"]
    );
    // Nobody who leads a country is meant, nor a person while another such one is spoken of.
    assert!(last("Donald Trump spoke to reporters.\nThe diplomat was too early.").is_empty());
    assert!(
        last("An analyst came. Maria Zakharova spoke to reporters.\nThe analyst was too early.")
            .is_empty()
    );
}

#[test]
fn a_shared_title_means_only_who_was_named() {
    assert!(last("Russia held a parade.\nThe minister was late.").is_empty());
    assert_eq!(
        last("Sergei Lavrov held a parade.\nThe minister was late."),
        ["Sergei Lavrov"]
    );
}

#[test]
fn persons_of_no_lexicon_are_known_by_honorifics_and_initials() {
    assert_eq!(actors("Lord Wexham opposed it."), ["Wexham"]);
    assert_eq!(
        actors("John E. Farrow opposed it. Farrow left."),
        ["John Farrow", "John Farrow"]
    );
    // An honorific before the last name of somebody in office.
    assert_eq!(actors("Mr Sánchez opposed it."), ["Pedro Sanchez"]);
}

#[test]
fn a_noun_before_a_name_means_its_bearer() {
    for text in [
        "The mayor, Karl Berg, opposed it.",
        "Her opponent, Karl E. Berg, opposed it.",
        "The Republican, Karl Berg, said it was late.",
    ] {
        assert_eq!(actors(text)[..2], ["Karl Berg", "Karl Berg"], "{text}");
    }
    // Part of an Irish name, and no initial.
    assert_eq!(
        actors("The mayor, Karl Ó Berg, opposed it.")[..1],
        ["Karl Ó Berg"]
    );
}

#[test]
fn whom_somebody_questions_is_another() {
    let text = "Karl Berg answered when Viktor Orbán called.\nOrbán questioned the candidate for an hour.\nThe candidate explained his plans.";
    assert_eq!(last(text)[..1], ["Karl Berg"]);
}
