//! Subjects, objects and the clauses they stand in, on sentences written for each way.

use crate::model::ClauseRole;
use crate::segment::tests::{clause, parent, parse};

#[test]
fn a_time_before_another_subject_opens_no_clause() {
    let d = parse("After a truce British troops could be sent to Lviv, Healey said.");
    let (_, subject, _) = clause(&d, "sent");
    assert_eq!(subject, ["British troops"]);
    let d = parse("Once there is a truce, troops would go to Lviv.");
    let (c, ..) = clause(&d, "is");
    assert_eq!(c.role, ClauseRole::Adverbial);
}

#[test]
fn an_auxiliary_may_stand_before_its_subject() {
    let d = parse("Will Britain send troops to Ukraine?");
    let (c, subject, object) = clause(&d, "send");
    assert_eq!((subject, object), (vec!["Britain"], vec!["troops"]));
    assert_eq!(c.modal.as_deref(), Some("will"));
    let d = parse("Nor would Berlin send troops there.");
    let (c, subject, _) = clause(&d, "send");
    assert!(c.negation.is_some() && subject == ["Berlin"]);
    let d = parse("Should a truce hold, Rome would send engineers.");
    let (c, ..) = clause(&d, "hold");
    assert_eq!(c.role, ClauseRole::Adverbial);
    assert_eq!(parent(&d, c), "send");
}

#[test]
fn a_clause_may_be_the_subject() {
    let d = parse("Madrid argues that policing an eventual truce is work for the United Nations.");
    let (c, subject, _) = clause(&d, "is");
    assert!(subject.is_empty() && c.role == ClauseRole::Content);
    assert_eq!(parent(&d, c), "argues");
    let (c, _, object) = clause(&d, "policing");
    assert_eq!(object, ["an eventual truce"]);
    assert_eq!(parent(&d, c), "is");
    // A participial clause before the subject is none.
    let d = parse("Speaking in Rome, Meloni rejected the plan.");
    assert_eq!(clause(&d, "rejected").1, ["Meloni"]);
}

#[test]
fn the_subject_stands_before_a_parenthesis() {
    let d = parse(
        "Macron, who last year became the first leader to float the mission, said it was ready.",
    );
    assert_eq!(clause(&d, "said").1, ["Macron"]);
    assert_eq!(clause(&d, "float").2, ["the mission"]);
    let d = parse("The leader who wants to send engineers said France and Britain would follow.");
    assert_eq!(clause(&d, "said").1, ["The leader"]);
    assert_eq!(clause(&d, "follow").1, ["France", "Britain"]);
}

#[test]
fn relatives_without_who_or_which_have_the_noun_as_their_object() {
    for text in [
        "The force that Macron proposed would deter Russia.",
        "The force Macron proposed would deter Russia.",
    ] {
        let d = parse(text);
        let (c, subject, object) = clause(&d, "proposed");
        assert_eq!(c.role, ClauseRole::Relative, "{text}");
        assert_eq!((subject, object), (vec!["Macron"], vec!["The force"]));
        assert_eq!(clause(&d, "deter").1, ["The force"]);
    }
    let d = parse("He dismissed the idea that Poland feared Russia.");
    assert_ne!(clause(&d, "feared").0.role, ClauseRole::Relative);
}

#[test]
fn base_forms_share_the_modal_or_the_to_before_them() {
    let d = parse("Oslo will not send troops or train their soldiers.");
    let (c, subject, object) = clause(&d, "train");
    assert_eq!((subject, object), (vec!["Oslo"], vec!["their soldiers"]));
    assert!(c.modal.as_deref() == Some("will") && c.negation.is_some());
    let d = parse("Oslo plans to send troops and train the recruits.");
    let (c, ..) = clause(&d, "train");
    assert_eq!(c.role, ClauseRole::Infinitive);
    let d = parse("Rome would help Kyiv defend itself and help secure the truce.");
    assert_eq!(clause(&d, "defend").1, ["Kyiv"]);
    assert_eq!(clause(&d, "secure").2, ["the truce"]);
}

#[test]
fn a_condition_in_front_belongs_to_the_content_after_it() {
    let d = parse("Tusk said that if Washington agreed, Paris would send soldiers.");
    let (c, subject, _) = clause(&d, "send");
    assert_eq!((c.role, subject), (ClauseRole::Content, vec!["Paris"]));
    assert_eq!(parent(&d, c), "said");
    assert_eq!(parent(&d, clause(&d, "agreed").0), "send");
}

#[test]
fn a_subject_may_have_a_clause_on_it() {
    let d = parse("Scholz warned that a plan to send soldiers would fail.");
    let (c, subject, _) = clause(&d, "fail");
    assert_eq!((c.role, subject), (ClauseRole::Content, vec!["a plan"]));
    assert_eq!(parent(&d, c), "warned");
    assert!(d.slice(d.token_span(&c.extent)).starts_with("that a plan"));
}

#[test]
fn a_reporting_verb_may_stand_before_its_subject() {
    let d = parse("\"We will not send troops,\" said Donald Tusk, the prime minister.");
    assert_eq!(clause(&d, "said").1, ["Donald Tusk"]);
    assert_eq!(clause(&d, "send").1, ["We"]);
}

#[test]
fn nobody_is_the_subject_of_there_is() {
    let d = parse("Vienna is adamant that there cannot be a truce.");
    assert!(clause(&d, "be").1.is_empty());
    let d = parse("He told them this week that there won't be Danes in Odesa.");
    assert_eq!(clause(&d, "be").0.role, ClauseRole::Content);
}

#[test]
fn an_infinitive_may_stand_on_a_plan_behind_a_phrase() {
    let d = parse("Vienna backs the initiative of the Dutch minister to send monitors.");
    let (c, subject, _) = clause(&d, "send");
    let noun = c
        .modifies
        .map(|p| d.tokens[d.phrases[p].head].lower.as_str());
    assert_eq!(
        (noun, subject),
        (Some("initiative"), vec!["the Dutch minister"])
    );
}

#[test]
fn an_aside_between_commas_is_over_behind_the_second() {
    let d = parse(
        "Berg lost the town, which the rebels tried to take, and has said that it was right.",
    );
    assert_eq!(clause(&d, "said").1, ["Berg"]);
    let d = parse("Berg met rebels who took the town and said so.");
    assert_ne!(clause(&d, "said").1, ["Berg"]);
}

#[test]
fn whose_opens_a_clause_on_the_noun_before_it() {
    let d = parse("Anna Berg, whose party leads the count, rejects the bridge.");
    assert_eq!(clause(&d, "rejects").1, ["Anna Berg"]);
    assert_eq!(clause(&d, "leads").0.role, ClauseRole::Relative);
}

#[test]
fn who_says_so_may_be_inserted_behind_the_subject() {
    let d = parse("Norway, her spokesman told us, will not send ships.");
    assert_eq!(clause(&d, "send").1, ["Norway"]);
}

#[test]
fn an_infinitive_in_an_aside_leaves_the_subject_before_it() {
    let d = parse("Anna Berg, candidate to be the next mayor, has avoided the question.");
    assert_eq!(clause(&d, "avoided").1, ["Anna Berg"]);
}

#[test]
fn a_contraction_before_a_participle_and_its_object_is_has() {
    let d = parse("Norway's offered a company.");
    assert!(!clause(&d, "offered").0.passive);
}

#[test]
fn a_month_is_no_part_of_the_name_behind_it() {
    let d = parse("In May Berg had ruled out a bridge, and in 2024 Berg demanded one.");
    assert_eq!(clause(&d, "ruled").1, ["Berg"]);
    assert_eq!(clause(&d, "demanded").1, ["Berg"]);
}

#[test]
fn a_name_behind_a_chain_is_that_of_the_person_who_opens_it() {
    let d = parse("The leader of the movement, Anna Berg, rejects the bridge.");
    assert_eq!(clause(&d, "rejects").1, ["The leader"]);
}

#[test]
fn verbs_that_look_like_nouns_stand_behind_their_subject() {
    for (text, verb, subject) in [
        (
            "Oslo backs guarantees modelled on a treaty.",
            "backs",
            "Oslo",
        ),
        (
            "She said Lisbon firmly stands behind the mission.",
            "stands",
            "Lisbon",
        ),
        (
            "The Centre Party, which picks a leader soon, backs monitors.",
            "backs",
            "The Centre Party",
        ),
    ] {
        let d = parse(text);
        assert_eq!(clause(&d, verb).1, [subject], "{text}");
    }
    // What follows a name may be its noun all the same.
    let d = parse("Paris talks with Oslo were short.");
    assert_eq!(clause(&d, "were").1, ["Paris talks"]);
}

#[test]
fn an_object_is_no_subject_of_the_next_clause() {
    for (text, verb, subject) in [
        (
            "If there is a truce and member states agree, engineers will go.",
            "agree",
            vec!["member states"],
        ),
        (
            "Oslo will not want them, and we do not care.",
            "care",
            vec!["we"],
        ),
        (
            "Envoys who plan a mission also look at ports.",
            "look",
            vec!["Envoys"],
        ),
        (
            "Lisbon will send nobody to Kyiv, both Berg and Roe say",
            "say",
            vec!["both Berg", "Roe"],
        ),
        ("Whether Oslo will send engineers is open.", "is", vec![]),
        (
            "Lisbon, say the authors, insists on a treaty.",
            "insists",
            vec!["Lisbon"],
        ),
        ("Of the mission he spoke later.", "spoke", vec!["he"]),
    ] {
        let d = parse(text);
        assert_eq!(clause(&d, verb).1, subject, "{text}");
    }
}

#[test]
fn a_form_in_ing_may_open_what_is_said() {
    let d = parse("Oslo says sending troops should be considered.");
    let (c, ..) = clause(&d, "considered");
    assert_eq!(parent(&d, c), "says");
    assert_eq!(clause(&d, "sending").2, ["troops"]);
}

#[test]
fn a_condition_may_end_without_a_comma() {
    let d = parse("Berg said that if it came to a truce Lisbon would have to help.");
    let (c, subject, _) = clause(&d, "have");
    assert_eq!((subject, c.role), (vec!["Lisbon"], ClauseRole::Content));
    assert_eq!(parent(&d, clause(&d, "came").0), "have");
}

#[test]
fn relatives_reach_past_a_place_and_a_preposition() {
    let d = parse("Oslo promised ships to the mission for Narva that Berg and Roe would lead.");
    assert_eq!(clause(&d, "lead").2, ["the mission"]);
    let d = parse("The mission that Berg and Roe have in mind would stay small.");
    assert_eq!(clause(&d, "stay").1, ["The mission"]);
    let d = parse("Oslo will join the mission, on which parliament will vote.");
    assert_eq!(clause(&d, "vote").1, ["parliament"]);
}

#[test]
fn a_clause_behind_a_circumstance_goes_on_from_what_was_said() {
    let d = parse("Nothing happens until there is a truce, and Oslo has said so.");
    assert_eq!(parent(&d, clause(&d, "said").0), "happens");
    let d = parse("Oslo has not decided if it would go.");
    assert_eq!(clause(&d, "go").0.role, ClauseRole::Content);
    let d = parse("Oslo repeats its demand that Narva drop its bid and rejects the mission.");
    assert_eq!(clause(&d, "rejects").1, ["Oslo"]);
}

#[test]
fn what_stands_behind_an_aside_goes_on_from_before_it() {
    let d = parse("Oslo was ready, if there is a truce, to send engineers.");
    assert_eq!(parent(&d, clause(&d, "send").0), "was");
    let d = parse("Oslo has refused, as has Narva, to send engineers.");
    assert_eq!(parent(&d, clause(&d, "send").0), "refused");
    let d = parse("If there is a truce, Berg said, Lisbon will help.");
    assert_eq!(parent(&d, clause(&d, "is").0), "help");
    let d = parse("Berg will not speak of a mission in Narva, and Roe, who follows him, says no.");
    assert_eq!(clause(&d, "says").1, ["Roe"]);
    let d = parse("Lisbon, Oslo, Narva have refused.");
    assert_eq!(clause(&d, "refused").1, ["Lisbon", "Oslo", "Narva"]);
}

#[test]
fn pronouns_tell_subject_and_verb() {
    let d = parse("He also raised guarantees, Berg said.");
    assert_eq!(clause(&d, "raised").1, ["He"]);
    let d = parse("Oslo has approved it and the parliament has put it off.");
    assert_eq!(clause(&d, "put").1, ["the parliament"]);
    let d = parse("Oslo was asked to help; whether it will go is open.");
    assert!(clause(&d, "is").0.parent.is_none());
}

#[test]
fn a_subject_may_have_its_content_behind_it() {
    let d = parse("The fact that Rome opposes a force is well known.");
    let (c, subject, object) = clause(&d, "opposes");
    assert_eq!((subject, object), (vec!["Rome"], vec!["a force"]));
    assert_eq!((c.role, parent(&d, c)), (ClauseRole::Content, "known"));
    assert_eq!(clause(&d, "known").1, ["The fact"]);
}

#[test]
fn what_looks_like_a_noun_is_the_verb_of_its_subject() {
    for (text, verb, object) in [
        ("Rome and Madrid oppose plans to go.", "oppose", "plans"),
        (
            "Both Paris and London lead efforts to go.",
            "lead",
            "efforts",
        ),
        ("Rome does support plans to go.", "support", "plans"),
        ("Rome has long opposed plans to go.", "opposed", "plans"),
    ] {
        let d = parse(text);
        assert_eq!(clause(&d, verb).2, [object], "{text}");
    }
    let d = parse("Rome does business with Kyiv.");
    assert_eq!(clause(&d, "does").2, ["business"]);
    // What opens a sentence opens no clause.
    let d = parse("That is why Rome opposes a force.");
    let (c, ..) = clause(&d, "opposes");
    assert_eq!(parent(&d, c), "is");
    assert_eq!(clause(&d, "is").0.role, ClauseRole::Main);
}
