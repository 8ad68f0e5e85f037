//! Whom titles of office mean. Sentences of the project's own.

use super::tests::actors;

#[test]
fn adjectives_joined_by_and_share_their_office() {
    let actors = actors("French and British officials met.");
    assert!(actors.contains(&"France".to_owned()), "{actors:?}");
    assert!(actors.contains(&"United Kingdom".to_owned()), "{actors:?}");
}

#[test]
fn an_office_without_a_country_is_the_one_just_named() {
    let actors = actors("Sergei Lavrov spoke in Ankara. There the minister refused.");
    assert_eq!(
        actors.iter().filter(|a| *a == "Sergei Lavrov").count(),
        2,
        "{actors:?}"
    );
}

#[test]
fn two_offices_of_one_person() {
    let actors =
        actors("Deputy Prime Minister and Defence Minister Wladyslaw Kosiniak-Kamysz said no.");
    assert!(
        !actors.contains(&"Radoslaw Sikorski".to_owned()),
        "{actors:?}"
    );
}

#[test]
fn a_bare_title_is_whoever_the_article_names() {
    let first = |text: &str| actors(text)[0].clone();
    assert_eq!(
        first("The prime minister wants British boots in Ukraine."),
        "Keir Starmer"
    );
    assert_eq!(
        first("The president hesitates. In Kyiv nobody knows what Emmanuel Macron wants."),
        "Emmanuel Macron"
    );
    let party = actors("Denmark waits. Its leader, Karsten Holm, said no.");
    assert!(
        !party.contains(&"Mette Frederiksen".to_owned()),
        "{party:?}"
    );
}

#[test]
fn one_of_many_bearers_is_an_official_unless_the_text_names_him() {
    let country = |text: &str, expected: &str| {
        let actors = actors(text);
        assert_eq!(actors[0], expected, "{text}: {actors:?}");
    };
    country("A spokesman for the Kremlin refused.", "Russia");
    country("Washington's envoys refused.", "United States");
    country("Germany's spokesman refused.", "Germany");
    // The Kremlin has one who is called so.
    country("The Kremlin spokesman refused.", "Dmitry Peskov");
    country(
        "The spokesman for the Kremlin, Dmitry Peskov, refused.",
        "Dmitry Peskov",
    );
    country(
        "The French and German foreign ministers refused.",
        "Jean-Noel Barrot",
    );
}

#[test]
fn a_spokesman_without_a_country_is_nobody_known_by_office_alone() {
    let found = actors("Ukraine is waiting. The spokesman would not say more.");
    assert_eq!(found, ["Ukraine"]);
    let found = actors("Dmitry Peskov spoke to reporters. The spokesman would not say more.");
    assert_eq!(found, ["Dmitry Peskov", "Dmitry Peskov"]);
}

#[test]
fn a_title_and_a_surname_are_its_bearer() {
    let found = actors("Defence Minister Pfister spoke in Bern. Pfister refused.");
    let pfister = found.iter().filter(|a| *a == "Martin Pfister").count();
    assert_eq!(pfister, 0, "he came into office a month later: {found:?}");
    let found = actors("Foreign Minister Fidan spoke in Ankara. Fidan refused.");
    let fidan = found.iter().filter(|a| *a == "Hakan Fidan").count();
    assert_eq!(fidan, 2, "{found:?}");
    let found = actors("Defence Minister Fidan refused.");
    assert!(!found.contains(&"Hakan Fidan".to_owned()), "{found:?}");
}

#[test]
fn a_surname_stands_in_the_spelling_of_the_full_name_before_it() {
    let found = actors("Yaşar Güler spoke. Güler refused.");
    assert_eq!(found, ["Yasar Guler", "Yasar Guler"]);
}

#[test]
fn an_office_is_not_that_of_the_country_that_forces_would_go_to() {
    let text =
        "Lawmakers in Madrid debated peacekeepers for Ukraine. The foreign minister said nothing.";
    assert!(!actors(text).contains(&"Andrii Sybiha".to_owned()));
    let text = "Spain may send peacekeepers to Ukraine. The leader of the opposition said nothing.";
    assert!(!actors(text).contains(&"Petro Poroshenko".to_owned()));
    // Where no other country is named it is its own.
    let text = "Ukraine wants peacekeepers. The foreign minister said so.";
    assert!(actors(text).contains(&"Andrii Sybiha".to_owned()));
}
