//! Sentences in, attributions out; the weights are the embedded ones.

use super::*;
use crate::model::{Draft, OffsetMap, ParagraphDraft, Span};
use crate::segment::Segmenter;

/// Each paragraph of `text` is a line.
fn document(text: &str) -> Document {
    under("", text)
}

/// The same under a headline.
fn under(title: &str, text: &str) -> Document {
    let lexicons = Lexicons::embedded("ukraine").expect("the embedded lexicons are sound");
    let mut paragraphs = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::new(start, start + line.trim_end().len());
        paragraphs.push(ParagraphDraft { span, kept: true });
        start += line.len();
    }
    Segmenter::new(&lexicons)
        .expect("the segmenter compiles")
        .segment(&Draft {
            title: title.to_owned(),
            title_map: OffsetMap::identity(title.len()),
            body: text.to_owned(),
            body_map: OffsetMap::identity(text.len()),
            paragraphs,
        })
}

/// `source | cue lemma | content ... content` of each attribution.
fn read(text: &str) -> Vec<String> {
    let lexicons = Lexicons::embedded("ukraine").expect("the embedded lexicons are sound");
    let document = document(text);
    Attributor::new(&lexicons)
        .attribute(&document)
        .iter()
        .map(|a| {
            let content: Vec<&str> = a.content.iter().map(|c| document.slice(*c)).collect();
            format!(
                "{} | {} | {}",
                a.source.map_or("-", |s| document.slice(s)),
                a.cue_lemma,
                content.join(" ... ")
            )
        })
        .collect()
}

fn finds(text: &str, wanted: &str) {
    let found = read(text);
    assert!(found.iter().any(|f| f == wanted), "{wanted}: {found:#?}");
}

#[test]
fn a_clause_to_the_right_is_the_content() {
    finds(
        "The minister said that the harbour would close in spring.",
        "The minister | say | that the harbour would close in spring",
    );
    finds(
        "Anna Berg said the harbour would close.",
        "Anna Berg | say | the harbour would close",
    );
}

#[test]
fn whoever_is_told_is_no_part_of_the_content() {
    finds(
        "Berg told reporters that the bridge was safe.",
        "Berg | tell | that the bridge was safe",
    );
}

#[test]
fn the_source_may_follow_its_cue() {
    finds(
        "\"We will rebuild the bridge,\" said Anna Berg.",
        "Anna Berg | say | We will rebuild the bridge",
    );
}

#[test]
fn two_single_marks_quote_like_a_double_one() {
    finds(
        "''We will rebuild the bridge,'' she said.",
        "she | say | We will rebuild the bridge",
    );
}

#[test]
fn a_clause_to_the_left_is_the_content() {
    finds(
        "The bridge was never safe, Berg said.",
        "Berg | say | The bridge was never safe",
    );
}

#[test]
fn according_to_attributes_its_sentence() {
    finds(
        "The bridge was never safe, according to the mayor.",
        "the mayor | according_to | The bridge was never safe",
    );
}

#[test]
fn an_uncued_quotation_goes_to_whoever_spoke_last() {
    let found = read(
        "\"We will rebuild the bridge,\" said Anna Berg.\n\"It takes three years and a great deal of money.\"",
    );
    assert!(
        found
            .iter()
            .any(|f| f.starts_with("Anna Berg |  | It takes three years")),
        "{found:#?}"
    );
}

#[test]
fn a_title_with_a_full_stop_belongs_to_the_name() {
    finds(
        "Mr. Berg said that the harbour would close in spring.",
        "Mr. Berg | say | that the harbour would close in spring",
    );
}

#[test]
fn turns_behind_names_in_capitals_run_to_the_end_of_their_paragraph() {
    let text = "BERG: We will rebuild the bridge. It takes three years.\nNOLAN: Who pays?";
    finds(
        text,
        "BERG | : | We will rebuild the bridge. It takes three years.",
    );
    finds(text, "NOLAN | : | Who pays?");
    let caption = "PHOTO: The bridge in spring.\nThe harbour was quiet.";
    assert_eq!(read(caption), Vec::<String>::new());
}

#[test]
fn a_reporting_verb_that_reads_as_a_noun_is_a_cue() {
    finds(
        "The bridge was never safe, polls show.",
        "polls | show | The bridge was never safe",
    );
}

#[test]
fn a_colon_at_the_end_of_a_paragraph_announces_the_next() {
    finds(
        "Berg said in a statement:\n\"We will rebuild the bridge. It takes three years.\"\nThe harbour was quiet on Monday.",
        "Berg | say | We will rebuild the bridge. It takes three years.",
    );
}

#[test]
fn the_name_heads_an_apposed_source() {
    let document =
        document("As you know, Nolan, the city's mayor, Anna Berg, said the harbour would close.");
    let lexicons = Lexicons::embedded("ukraine").expect("the embedded lexicons are sound");
    let heads: Vec<&str> = Attributor::new(&lexicons)
        .attribute(&document)
        .iter()
        .filter(|a| a.cue_lemma == "say")
        .filter_map(|a| a.source_head)
        .map(|h| document.slice(document.tokens[h].span))
        .collect();
    assert_eq!(heads, ["Berg"]);
}

#[test]
fn an_attribution_is_inside_the_shortest_content_that_holds_its_cue() {
    let at = |cue: [usize; 2], content: [usize; 2]| Attribution {
        source: None,
        source_head: None,
        cue: Some(Span::new(cue[0], cue[1])),
        cue_lemma: String::new(),
        content: vec![Span::new(content[0], content[1])],
        kind: SpeechKind::Indirect,
        denied: false,
        inside: None,
        confidence: 1.0,
    };
    let mut found = [
        at([0, 2], [3, 30]),
        at([5, 7], [8, 30]),
        at([10, 12], [13, 30]),
    ];
    nested::nest(&mut found);
    assert_eq!(found.map(|a| a.inside), [None, Some(0), Some(1)]);
}

#[test]
fn an_attitude_toward_a_thing_is_no_report() {
    let found = read("Berg supported the new bridge.");
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn acts_attribute_nothing() {
    assert_eq!(
        read("The mayor walked to the bridge and sat down."),
        Vec::<String>::new()
    );
}

#[test]
fn confidence_is_a_probability_and_spans_are_inside() {
    let lexicons = Lexicons::embedded("ukraine").expect("the embedded lexicons are sound");
    let attributor = Attributor::new(&lexicons);
    for text in [
        "",
        "\"",
        ":",
        "said",
        "\"Yes\" \"no\" said, he said: \"according to",
        "''''",
        "He said that that that.",
    ] {
        let document = document(text);
        for a in attributor.attribute(&document) {
            assert!((0.0..=1.0).contains(&a.confidence), "{text}: {a:?}");
            assert!(!a.content.is_empty() && a.content.iter().all(|c| !c.is_empty()));
            assert!(a.content.iter().all(|c| c.end <= document.text.len()));
        }
    }
}

#[test]
fn a_name_behind_a_dash_signs_the_quotation() {
    for mark in ["\u{2014}", "-", "\u{2015}"] {
        finds(
            &format!("\"The harbour must never close.\" {mark} Anna Berg, Ghent"),
            "Anna Berg | \u{2014} | The harbour must never close.",
        );
    }
    finds(
        "\"The harbour must never close.\"\n\u{2014} Anna Berg",
        "Anna Berg | \u{2014} | The harbour must never close.",
    );
    let aside =
        read("The \"harbour must never close\" \u{2014} Anna Berg laughed \u{2014} for now.");
    assert!(
        !aside.iter().any(|a| a.contains("| \u{2014} |")),
        "{aside:?}"
    );
}

#[test]
fn a_label_in_capitals_may_tell_the_office() {
    let text = "ANNA BERG, MAYOR OF THE CITY OF GHENT: The harbour closes.\nHOLM (R-SD): Why?\nBERG: It is old.";
    finds(text, "ANNA BERG | : | The harbour closes.");
    finds(text, "HOLM | : | Why?");
}

#[test]
fn a_question_may_end_its_sentence_before_who_asks() {
    finds(
        "\"Will the harbour ever close at all?\" Berg asked.",
        "Berg | ask | Will the harbour ever close at all?",
    );
}

#[test]
fn whose_view_it_is_may_stand_without_a_verb() {
    finds(
        "In Anna Berg's telling, the harbour must close.",
        "Anna Berg | in_'s_telling | the harbour must close",
    );
    finds(
        "The harbour, in her view, must close.",
        "her | in_view | The harbour ... must close",
    );
    finds(
        "Closing the harbour is madness, in the words of the mayor.",
        "the mayor | in_the_words_of | Closing the harbour is madness",
    );
    finds(
        "In the eyes of the mayor any new harbour is madness.",
        "the mayor | in_the_eyes_of | any new harbour is madness",
    );
    finds(
        "The harbour is in the eyes of the mayor a risk.",
        "the mayor | in_the_eyes_of | The harbour is ... a risk",
    );
    assert!(read("The ship came in Berg's view of the harbour.").is_empty());
}

#[test]
fn an_office_has_an_owner_who_stands_before_it() {
    finds(
        "The harbour must never close, the mayor's office said in a statement.",
        "the mayor's office | say | The harbour must never close",
    );
    finds(
        "According to Berg, Danish ships will be sent to Ghent.",
        "Berg | according_to | Danish ships will be sent to Ghent",
    );
}

#[test]
fn a_headline_may_begin_with_who_says_it() {
    let sources = |title: &str| -> Vec<String> {
        let lexicons = Lexicons::embedded("ukraine").expect("the embedded lexicons are sound");
        let document = under(title, "Anna Berg said the harbour was old.");
        Attributor::new(&lexicons)
            .attribute(&document)
            .iter()
            .filter(|a| a.cue_lemma == ":")
            .filter_map(|a| a.source.map(|s| document.slice(s).to_owned()))
            .collect()
    };
    assert_eq!(sources("Berg: no new ships for the island"), ["Berg"]);
    assert!(sources("Ghent: no new ships for the island").is_empty());
}

#[test]
fn whoever_was_introduced_answers_between_questions() {
    let text = "Anna Berg built bridges for the army. We met her in Ghent.\n\
        What did you think of the harbour?\n\
        I liked it. My brother works there.\n\
        Would you build another one?\n\
        The river is too deep for that, and we have no stone.\n\
        The mayor says that stone is cheap.\n\
        Not for me. I pay for mine.\n\
        Who pays in the end?\n\
        Everybody does, and my grandchildren too.\n\
        Will you vote?\n\
        I always do.";
    finds(
        text,
        "Anna Berg |  | The river is too deep for that, and we have no stone.",
    );
    finds(
        text,
        "Anna Berg |  | Everybody does, and my grandchildren too.",
    );
    let asked = read(text);
    assert!(
        !asked
            .iter()
            .any(|a| a.starts_with("Anna Berg |  | The mayor")),
        "{asked:#?}"
    );
}

#[test]
fn an_explainer_with_questions_is_no_interview() {
    let text = "Anna Berg opened the harbour on Monday.\n\
        What is it for?\n\
        Ships will load stone there.\n\
        Who pays?\n\
        The town does, over ten years.\n\
        When will it close?\n\
        Nobody has said so yet.\n\
        What comes next?\n\
        A bridge may follow.";
    assert!(!read(text).iter().any(|a| a.starts_with("Anna Berg |  |")));
}

#[test]
fn labels_tell_who_answers() {
    let text = "Mayor Anna Berg answered questions in Ghent.\n\
        Question: Is the bridge safe?\n\
        Answer: It is safe, and it will stay so.\n\
        Question: Who pays?\n\
        Answer: The town.";
    finds(
        text,
        "Mayor Anna Berg | : | It is safe, and it will stay so.",
    );
}

#[test]
fn a_dateline_says_nothing() {
    finds(
        "GHENT, May 3 (NPA) - The mayor said on Friday that the bridge was safe.",
        "The mayor | say | that the bridge was safe",
    );
}

#[test]
fn what_stands_below_a_name_is_of_whom_it_names() {
    let text = "Who offers boats and who does not.\nMalta and Cyprus\nNo boats. Cyprus would open a port.\nIreland\nReady to send one.";
    assert_eq!(
        read(text),
        [
            "Malta and Cyprus |  | No boats.",
            "Ireland |  | Ready to send one."
        ]
    );
    assert!(read("What comes next\nNo boats. No planes.").is_empty());
}
