//! Whose what a plan, a paper or a list of terms holds is.

use super::others::gives;
use super::read;

#[test]
fn what_a_document_holds_is_its_owners() {
    let plan = "Washington has sent Kyiv a draft of 28 points.";
    for (text, reading) in [
        (
            "In return Ukraine would get what the draft calls firm security guarantees.",
            "United States | security-guarantees | support",
        ),
        (
            "The paper envisages security guarantees for Ukraine.",
            "United States | security-guarantees | support",
        ),
        (
            "The paper foresees no membership in NATO for Ukraine.",
            "United States | nato-membership | oppose",
        ),
        (
            "Under it, the region would become a demilitarised zone.",
            "United States | buffer-zone | support",
        ),
        (
            "The draft is long. Ukraine would write into its laws that it will not join NATO.",
            "United States | nato-membership | oppose",
        ),
    ] {
        gives(&format!("{plan} {text}"), reading);
    }
    gives(
        "Vladimir Putin named his conditions. They are the withdrawal of Ukrainian troops and Kyiv's refusal to join NATO.",
        "Vladimir Putin | nato-membership | oppose",
    );
    // A newspaper is no document.
    let told = read("A German paper says that Danish soldiers would go to Ukraine.");
    assert!(!told.iter().any(|f| f.starts_with("Germany")), "{told:?}");
    let silent = read(
        "Washington sent a paper. The paper does not say that Danish soldiers would go to Ukraine.",
    );
    assert!(silent.is_empty(), "{silent:?}");
}

#[test]
fn what_modifies_a_subject_is_no_complement_of_the_verb_above() {
    gives(
        "Maria Zakharova told reporters that the plans of France to bring in troops to Ukraine were a provocation.",
        "Maria Zakharova | foreign-force | oppose",
    );
    let told = read(
        "Maria Zakharova told reporters that the plans of France to bring in troops to Ukraine were a provocation.",
    );
    assert!(
        !told
            .iter()
            .any(|f| f.starts_with("Maria Zakharova") && f.ends_with("support")),
        "{told:?}"
    );
}

#[test]
fn what_is_liked_in_a_free_relative_is_no_proposal() {
    let told = read("European troops may go to Ukraine. A country could invite whom it liked.");
    assert!(
        !told.iter().any(|f| f.ends_with("foreign-force | support")),
        "{told:?}"
    );
}

#[test]
fn joined_names_have_a_verb_in_the_plural() {
    for country in ["Italy", "Hungary", "Slovakia"] {
        gives(
            "In Europe itself, Italy, Hungary and Slovakia oppose sending troops to Ukraine, which shows a rift.",
            &format!("{country} | european-force | oppose"),
        );
    }
}

#[test]
fn it_goes_on_over_more_sentences_than_a_stack_is_deep() {
    let on = "It is here. ".repeat(20_000);
    let text = format!(
        "The dog barks. {on}It contains that foreign troops would be barred from Ukraine. \
         Under it, Ukraine would refuse foreign troops."
    );
    assert_eq!(read(&text), ["Ukraine | foreign-force | oppose"]);
}
