//! Faults that the check must find, and that the packs have none.

use super::*;
use crate::lexicon::Role;

fn has(lexicons: &Lexicons, severity: Severity, words: &str) -> bool {
    check(lexicons)
        .iter()
        .any(|f| f.severity == severity && f.message.contains(words) && f.origin.line > 0)
}

#[test]
fn the_embedded_lexicons_are_sound() {
    for topic in ["ukraine", "gaza"] {
        let lexicons = Lexicons::embedded(topic).unwrap();
        assert_eq!(check(&lexicons), [], "{topic}");
    }
}

#[test]
fn a_name_of_two_actors_is_an_error_only_in_the_same_days() {
    let mut lexicons = Lexicons::embedded("ukraine").unwrap();
    let alias = |from: Option<&str>, to: Option<&str>| Alias {
        text: "Testname".into(),
        case: true,
        from: from.map(|d| d.parse().unwrap()),
        to: to.map(|d| d.parse().unwrap()),
    };
    let actors = &mut lexicons.topic.actors;
    actors[0].aliases.push(alias(None, Some("2025-01-01")));
    actors[1].aliases.push(alias(Some("2025-01-01"), None));
    assert!(!has(&lexicons, Severity::Error, "Testname"));
    lexicons.topic.actors[2]
        .aliases
        .push(alias(Some("2024-12-31"), None));
    assert!(has(&lexicons, Severity::Error, "`Testname` is also"));
}

#[test]
fn doubled_and_hidden_names_are_found() {
    let mut lexicons = Lexicons::embedded("ukraine").unwrap();
    let name = lexicons.topic.actors[0].name.clone();
    lexicons.topic.actors[0].aliases.push(Alias {
        text: name.clone(),
        case: true,
        from: None,
        to: None,
    });
    assert!(has(&lexicons, Severity::Warning, "stands there twice"));
    lexicons.topic.actors[0].excludes.push(name);
    assert!(has(&lexicons, Severity::Error, "shadowed by an exclusion"));
}

#[test]
fn offices_are_checked() {
    let mut lexicons = Lexicons::embedded("ukraine").unwrap();
    let role = |title: &str, of: &str| Role {
        title: title.into(),
        of: of.into(),
        from: None,
        to: None,
        ceremonial: false,
    };
    lexicons.topic.actors[0]
        .roles
        .push(role("grand-vizier", "france"));
    assert!(has(&lexicons, Severity::Error, "no title `grand-vizier`"));
    lexicons.topic.actors[0]
        .roles
        .push(role("president", "atlantis"));
    assert!(has(&lexicons, Severity::Error, "of `atlantis`"));
    lexicons.topic.actors[0]
        .roles
        .push(role("president", "france"));
    assert!(has(
        &lexicons,
        Severity::Error,
        "president of france in the days of"
    ));
}

#[test]
fn families_groups_and_wordings_are_checked() {
    let mut lexicons = Lexicons::embedded("ukraine").unwrap();
    let mut family = lexicons.topic.families[0].clone();
    family.id = "idle".into();
    lexicons.topic.families.push(family);
    assert!(has(&lexicons, Severity::Warning, "no proposal has `@idle`"));
    lexicons.topic.proposals[0].who.push("@nobody".into());
    assert!(has(&lexicons, Severity::Error, "group `@nobody`"));
    let phrase = lexicons.topic.proposals[1].phrases[0].clone();
    lexicons.topic.proposals[0].phrases.push(phrase.clone());
    assert!(has(&lexicons, Severity::Error, "is also a phrase of"));
    lexicons.topic.proposals[2].excludes.push(phrase);
    assert!(has(&lexicons, Severity::Error, "hides a phrase"));
}

#[test]
fn what_cannot_work_is_found() {
    type Damage = fn(&mut Lexicons);
    let damages: [(Damage, &str); 10] = [
        (|l| l.topic.context.clear(), "`context` is empty"),
        (|l| l.topic.proposals[0].id = "../../evil".into(), "no slug"),
        (|l| l.topic.actors[0].id = "ACLU Org!".into(), "no slug"),
        (|l| l.topic.actors[0].id = "a--b".into(), "no slug"),
        (|l| l.topic.actors[0].name = String::new(), "name is empty"),
        (|l| l.topic.name = " ".into(), "name is empty"),
        (
            |l| l.topic.actors[0].country = Some("US".into()),
            "`US` is not",
        ),
        (
            |l| l.topic.actors[0].metonyms.push("the".into()),
            "`the` is no name",
        ),
        (
            |l| {
                let ids = [0, 1].map(|at| l.topic.proposals[at].id.clone());
                l.topic.proposals[0].parent = Some(ids[1].clone());
                l.topic.proposals[1].parent = Some(ids[0].clone());
            },
            "its own parent",
        ),
        (
            |l| l.topic.actors[0].parent = Some(l.topic.actors[0].id.clone()),
            "belongs to itself",
        ),
    ];
    for (damage, words) in damages {
        let mut lexicons = Lexicons::embedded("gaza").unwrap();
        assert!(!has(&lexicons, Severity::Error, words), "{words}");
        damage(&mut lexicons);
        assert!(has(&lexicons, Severity::Error, words), "{words}");
    }
    let mut lexicons = Lexicons::embedded("gaza").unwrap();
    lexicons.topic.actors.clear();
    assert!(has(&lexicons, Severity::Warning, "no actors"));
}
