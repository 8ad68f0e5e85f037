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
