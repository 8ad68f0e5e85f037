//! `stanceline lexicon test`: whether cues read their examples as told.

use std::borrow::Cow;
use std::fmt::Write as _;

use anyhow::Result;
use stanceline::attribute::Attributor;
use stanceline::lexicon::{Cue, Example, Lexicons};
use stanceline::model::{Article, Statement};
use stanceline::pipeline::draft_of;
use stanceline::segment::Segmenter;
use stanceline::stance::Decider;
use stanceline::tag::Tagger;

/// Reads every example: what came of it in words, and whether all is as the packs say. The language's examples are read against `home`, the topic
/// that they were written for, and against `topic` those of proposals of its own; without a home all against the topic.
pub(super) fn test(
    topic: &Lexicons,
    home: Option<&Lexicons>,
    failed_alone: bool,
) -> Result<(String, bool)> {
    let Some(home) = home else {
        return read_all(topic, &|e| knows(topic, e), failed_alone);
    };
    let (text, sound) = read_all(home, &|e| knows(home, e), failed_alone)?;
    let of_its_own = |e: &Example| !knows(home, e) && knows(topic, e);
    let (own, own_sound) = read_all(topic, &of_its_own, failed_alone)?;
    Ok((text + &own, sound && own_sound))
}

/// Whether an example says something about a topic: those of another topic's proposals do not.
fn knows(lexicons: &Lexicons, example: &Example) -> bool {
    let proposal = example.proposal.as_ref();
    proposal.is_none_or(|p| lexicons.topic.proposal(p).is_some())
}

fn read_all(
    lexicons: &Lexicons,
    wanted: &dyn Fn(&Example) -> bool,
    failed_alone: bool,
) -> Result<(String, bool)> {
    let engine = Engine::new(lexicons)?;
    let mut text = String::new();
    let mut tally = Tally::default();
    for cue in &lexicons.language.cues {
        let read = engine.all(cue, lexicons, wanted);
        let count = |outcome| read.iter().filter(|r| r.outcome == outcome).count();
        let (known, wrong) = (
            count(Outcome::KnownMiss),
            read.iter().filter(|r| r.fails()).count(),
        );
        tally.right += count(Outcome::AsTold);
        tally.known += known;
        tally.wrong += wrong;
        if read.is_empty() || failed_alone && wrong == 0 {
            continue;
        }
        let verdict = match (wrong, known) {
            (0, 0) => "pass",
            (0, _) => "miss",
            _ => "FAIL",
        };
        let right = count(Outcome::AsTold);
        let _ = writeln!(text, "{verdict} {} {right}/{}", cue.id, read.len());
        for reading in read {
            reading.explain(&mut text);
        }
    }
    let _ = writeln!(text, "{}: {tally}", lexicons.topic.id);
    Ok((text, tally.wrong == 0))
}

/// How many examples there are of each kind.
#[derive(Default)]
struct Tally {
    right: usize,
    known: usize,
    wrong: usize,
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            right,
            known,
            wrong,
        } = self;
        let all = right + known + wrong;
        if all == 0 {
            return f.write_str("no example is of its proposals alone");
        }
        write!(
            f,
            "{right} of {all} examples are read as told; known misses: {known}, failing: {wrong}"
        )
    }
}

/// What came of an example.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    AsTold,
    /// It is misread, and the pack says so.
    KnownMiss,
    /// It is misread.
    Missed,
    /// It is read as told, and the pack calls it a miss: the note is out of date.
    NoMiss,
}

/// An example and what was read.
struct Reading<'l> {
    example: &'l Example,
    read: Vec<Statement>,
    outcome: Outcome,
}

impl Reading<'_> {
    fn fails(&self) -> bool {
        matches!(self.outcome, Outcome::Missed | Outcome::NoMiss)
    }

    fn explain(&self, text: &mut String) {
        let example = self.example;
        let told = [
            example.holder.as_deref().unwrap_or("anybody"),
            example.proposal.as_deref().unwrap_or("anything"),
            &example.stance,
        ];
        match self.outcome {
            Outcome::AsTold => return,
            Outcome::Missed => {}
            Outcome::KnownMiss => {
                let why = example.known_miss.as_deref().unwrap_or_default();
                let _ = writeln!(text, "     known miss: {why}");
            }
            Outcome::NoMiss => {
                let _ = writeln!(text, "     is read as told now: take its `known_miss` away");
            }
        }
        let _ = writeln!(text, "     {}", example.text);
        let _ = writeln!(text, "     told: {}", told.join(" | "));
        let read = self.read.iter();
        let read: Vec<String> = read
            .map(|s| [s.holder.name.as_str(), &s.proposal.id, s.stance.name()].join(" | "))
            .collect();
        let read = if read.is_empty() {
            "nothing".to_owned()
        } else {
            read.join("; ")
        };
        let _ = writeln!(text, "     read: {read}");
    }
}

/// What reads a sentence.
struct Engine {
    segmenter: Segmenter,
    tagger: Tagger,
    attributor: Attributor,
    decider: Decider,
}

impl Engine {
    fn new(lexicons: &Lexicons) -> Result<Self> {
        Ok(Self {
            segmenter: Segmenter::new(lexicons)?,
            tagger: Tagger::new(lexicons)?,
            attributor: Attributor::new(lexicons),
            // The rules alone: an example shows what its cue does.
            decider: Decider::with_scorer(lexicons, None),
        })
    }

    /// The wanted examples of a cue.
    fn all<'l>(
        &self,
        cue: &'l Cue,
        lexicons: &Lexicons,
        wanted: &dyn Fn(&Example) -> bool,
    ) -> Vec<Reading<'l>> {
        let examples = cue.examples.iter().filter(|e| wanted(e));
        examples
            .map(|example| {
                let read = self.read(example);
                let outcome = match (as_told(lexicons, example, &read), &example.known_miss) {
                    (true, None) => Outcome::AsTold,
                    (true, Some(_)) => Outcome::NoMiss,
                    (false, Some(_)) => Outcome::KnownMiss,
                    (false, None) => Outcome::Missed,
                };
                Reading {
                    example,
                    read,
                    outcome,
                }
            })
            .collect()
    }

    fn read(&self, example: &Example) -> Vec<Statement> {
        // A day on which most of the offices in the examples are held as they say.
        let day = example.date.or(Some(jiff::civil::date(2025, 3, 1)));
        let article = Article {
            id: Cow::Borrowed("example"),
            title: example.title.as_deref().map(Cow::Borrowed),
            text: Cow::Borrowed(example.text.as_str()),
            published: day,
            ..Article::default()
        };
        let document = self.segmenter.segment(&draft_of(&article));
        let mentions = self.tagger.tag(&document, day);
        let attributions = self.attributor.attribute(&document);
        self.decider
            .decide(&article, day, &document, &mentions, &attributions)
    }
}

/// Whether what was read is what an example tells: its statement is there, or, for `none`, nothing of the kind.
fn as_told(lexicons: &Lexicons, example: &Example, read: &[Statement]) -> bool {
    let is_holder = |s: &Statement| example.holder.as_ref().is_none_or(|h| *h == s.holder.name);
    let is_proposal = |s: &Statement| {
        example
            .proposal
            .as_ref()
            .is_none_or(|p| related(lexicons, p, &s.proposal.id))
    };
    let is_stance = |s: &Statement| s.stance.name() == example.stance;
    let mut fitting = read.iter().filter(|s| is_holder(s) && is_proposal(s));
    if example.stance == "none" {
        fitting.next().is_none()
    } else {
        fitting.any(is_stance)
    }
}

/// A proposal and its umbrella count as one, as in `eval`.
fn related(lexicons: &Lexicons, a: &str, b: &str) -> bool {
    let parent = |id: &str| {
        let proposal = lexicons.topic.proposal(id)?;
        lexicons.topic.proposals[proposal].parent.as_deref()
    };
    a == b || parent(a) == Some(b) || parent(b) == Some(a)
}

#[cfg(test)]
mod tests {
    use stanceline::lexicon::Cue;

    use super::*;

    /// The cue of ruling out, with one example.
    fn cue(lexicons: &Lexicons, stance: &str, known_miss: Option<&str>) -> Cue {
        let mut cues = lexicons.language.cues.iter();
        let mut cue = cues.find(|c| c.id == "oppose/rule-out").unwrap().clone();
        cue.examples = vec![Example {
            text: "Poland has ruled out sending troops to Ukraine.".into(),
            holder: Some("Poland".into()),
            proposal: Some("foreign-force".into()),
            stance: stance.into(),
            speaker: None,
            condition: None,
            attribution: None,
            title: None,
            date: None,
            known_miss: known_miss.map(str::to_owned),
        }];
        cue
    }

    #[test]
    fn an_example_is_read_and_compared() {
        let lexicons = Lexicons::embedded("ukraine").unwrap();
        let engine = Engine::new(&lexicons).unwrap();
        let outcome = |stance: &str, known_miss: Option<&str>| {
            engine.all(&cue(&lexicons, stance, known_miss), &lexicons, &|_| true)[0].outcome
        };
        assert_eq!(outcome("oppose", None), Outcome::AsTold);
        assert_eq!(outcome("support", None), Outcome::Missed);
        assert_eq!(outcome("none", None), Outcome::Missed);
        assert_eq!(outcome("support", Some("why")), Outcome::KnownMiss);
        assert_eq!(outcome("oppose", Some("why")), Outcome::NoMiss);
    }

    #[test]
    fn known_misses_are_told_apart_and_do_not_fail() {
        let mut lexicons = Lexicons::embedded("ukraine").unwrap();
        let cue = |stance: &str, known_miss| cue(&lexicons, stance, known_miss);
        let cues = [
            cue("oppose", None),
            cue("support", Some("it says the contrary")),
        ];
        let outdated = cue("oppose", Some("it says the contrary"));
        lexicons.language.cues = cues.to_vec();
        let (text, sound) = test(&lexicons, None, false).unwrap();
        assert!(sound, "{text}");
        assert!(
            text.contains("miss oppose/rule-out 0/1\n     known miss: it says the contrary\n"),
            "{text}"
        );
        assert!(
            text.ends_with(
                "ukraine: 1 of 2 examples are read as told; known misses: 1, failing: 0\n"
            ),
            "{text}"
        );
        lexicons.language.cues.push(outdated);
        let (text, sound) = test(&lexicons, None, true).unwrap();
        assert!(!sound, "{text}");
        assert!(text.contains("take its `known_miss` away"), "{text}");
    }

    /// "Poland" and "troops to Ukraine" are nothing to another topic, though it has a force of the same name.
    #[test]
    fn another_topic_is_tested_by_what_it_has_of_its_own() {
        let mut home = Lexicons::embedded("ukraine").unwrap();
        let mut topic = Lexicons::embedded("gaza").unwrap();
        let example = |holder: &str, proposal: &str, text: &str| {
            let mut example = cue(&home, "oppose", None).examples.remove(0);
            example.holder = Some(holder.into());
            example.proposal = Some(proposal.into());
            example.text = text.into();
            example
        };
        let shared = example(
            "Poland",
            "un-force",
            "Poland has ruled out a UN force for Ukraine.",
        );
        let own = example(
            "Egypt",
            "arab-force",
            "Egypt has ruled out sending troops to Gaza as part of an Arab force.",
        );
        let only = |lexicons: &mut Lexicons, examples: &[Example]| {
            for cue in &mut lexicons.language.cues {
                cue.examples.clear();
            }
            lexicons.language.cues[0].examples = examples.to_vec();
        };
        only(&mut home, std::slice::from_ref(&shared));
        only(&mut topic, std::slice::from_ref(&shared));
        let (text, sound) = test(&topic, Some(&home), true).unwrap();
        assert!(sound, "{text}");
        assert!(
            text.ends_with("gaza: no example is of its proposals alone\n"),
            "{text}"
        );
        only(&mut home, &[shared.clone(), own.clone()]);
        only(&mut topic, &[shared, own]);
        let (text, sound) = test(&topic, Some(&home), true).unwrap();
        assert!(sound, "{text}");
        assert!(
            text.starts_with("ukraine: 1 of 1 ") && text.contains("\ngaza: 1 of 1 "),
            "{text}"
        );
    }
}
