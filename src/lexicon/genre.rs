//! Signs of a piece that argues, read from the language pack.

use serde::Deserialize;

/// Words that tell pieces that argue from those that report. Lower case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Genre {
    /// Words of a headline that announce an opinion.
    pub headline_labels: Vec<String>,
    /// The same as the first words of a text.
    pub opening_labels: Vec<String>,
    /// Sections of outlets that print opinion, in their addresses.
    pub sections: Vec<String>,
    /// What only a writer says, of himself or of his piece.
    pub own_words: Vec<String>,
    /// Offices by which authors are introduced.
    pub author_offices: Vec<String>,
    /// How a headline begins that urges.
    pub urging_starts: Vec<String>,
    /// Words inside a headline that urges.
    pub urging_words: Vec<String>,
    /// Verbs that an introduction of the author does without.
    pub quoting_words: Vec<String>,
    /// Words of a line that introduces the author.
    pub introductions: Vec<String>,
    /// The writer, or the writer with the readers.
    pub first_person: Vec<String>,
    /// Words of the first person that with a capital are a name.
    pub names_in_capitals: Vec<String>,
    /// Words by which a writer demands.
    pub deontics: Vec<String>,
    /// The same where they are verbs.
    pub deontic_verbs: Vec<String>,
    /// Words by which others are reported.
    pub source_words: Vec<String>,
    /// Verbs by which others are reported, by lemma.
    pub speech_verbs: Vec<String>,
    /// Labels of who asks, in interviews.
    pub question_labels: Vec<String>,
    /// Labels of who answers.
    pub answer_labels: Vec<String>,
    /// Labels of the line that names who said what a report quotes.
    pub source_labels: Vec<String>,
    /// Labels of what is quoted there.
    pub quote_labels: Vec<String>,
}
