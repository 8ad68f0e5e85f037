//! The words that an archive is made of: those of the language pack and of the topic.

use crate::lexicon::{Lexicons, TopicPack};
use crate::tag::Gate;

/// The words that slots are filled with. None of them, but for those of the topic, leads an article through the gate.
pub(super) fn word_lists(lexicons: &Lexicons, gate: &Gate) -> Vec<(&'static str, Vec<String>)> {
    let (words, topic) = (&lexicons.language.words, &lexicons.topic);
    let irregular: Vec<&str> = words.irregulars.iter().map(|i| i.lemma.as_str()).collect();
    let off_topic = |list: &[String]| -> Vec<String> {
        let list = list.iter().filter(|w| !gate.in_context(w));
        list.cloned().collect()
    };
    let verbs = words.verbs.iter().filter(|v| {
        !irregular.contains(&v.as_str()) && !words.doubling.contains(v) && !gate.in_context(v)
    });
    let verbs: Vec<String> = verbs.cloned().collect();
    let past = |verb: &String| match verb.as_bytes() {
        [.., b'e'] => format!("{verb}d"),
        [.., before, b'y'] if !b"aeiou".contains(before) => {
            format!("{}ied", &verb[..verb.len() - 1])
        }
        _ => format!("{verb}ed"),
    };
    let nouns = off_topic(&words.nouns);
    let plural = |noun: &String| match noun.as_bytes() {
        [.., b's' | b'x' | b'z'] | [.., b'c' | b's', b'h'] => format!("{noun}es"),
        [.., before, b'y'] if !b"aeiou".contains(before) => {
            format!("{}ies", &noun[..noun.len() - 1])
        }
        _ => format!("{noun}s"),
    };
    let reporting = lexicons.language.reporting.iter();
    let reported: Vec<String> = reporting
        .filter(|v| !v.lemma.contains(' '))
        .filter_map(|v| v.forms.iter().find(|f| f.ends_with("ed")).cloned())
        .collect();
    let actors = || topic.actors.iter().map(|a| a.name.clone());
    let proposals = topic.proposals.iter().flat_map(|p| &p.phrases);
    let places = topic.actors.iter().filter(|a| a.kind == "country");
    vec![
        ("noun", nouns.clone()),
        ("nouns", nouns.iter().map(plural).collect()),
        ("verb", verbs.clone()),
        ("verbed", verbs.iter().map(past).collect()),
        ("adjective", off_topic(&words.adjectives)),
        ("ordinal", off_topic(&words.ordinals)),
        ("weekday", off_topic(&words.weekdays)),
        ("month", off_topic(&words.months)),
        ("reported", off_topic(&reported)),
        (
            "place",
            off_topic(&places.map(|a| a.name.clone()).collect::<Vec<_>>()),
        ),
        ("actor", actors().collect()),
        (
            "proposal",
            proposals.filter(|p| !p.contains('_')).cloned().collect(),
        ),
        ("theatre", context_words(topic, gate)),
    ]
}

/// Where a proposal of the topic would take place, in words that the gate knows.
fn context_words(topic: &TopicPack, gate: &Gate) -> Vec<String> {
    let known: Vec<String> = topic
        .theatre
        .iter()
        .filter(|t| gate.in_context(t))
        .cloned()
        .collect();
    if known.is_empty() {
        topic.context.clone()
    } else {
        known
    }
}
