//! What is counted behind another noun: "At the meeting on Ukraine 26 countries pledged".

use crate::model::{Pos, Token};

/// Whether the number at `at` begins a phrase of its own inside the one that begins at `t` and has its head at `head`: right behind that head, in what
/// opens the sentence, where the number is no part of a name.
pub(super) fn begin(tokens: &[Token], t: usize, head: usize, at: usize) -> bool {
    head + 1 == at && !is_numbered(&tokens[head], &tokens[at]) && in_opener(tokens, t)
}

/// Whether the words behind a number name who is counted, and then what they do.
pub(super) fn act(behind: &[Token]) -> bool {
    let named = behind
        .iter()
        .take_while(|x| matches!(x.pos, Pos::Adjective | Pos::Noun | Pos::Proper));
    let verb = behind.get(named.clone().count());
    named.last().is_some_and(|x| x.pos == Pos::Noun)
        && verb.is_some_and(|x| {
            matches!(
                x.pos,
                Pos::VerbPast | Pos::VerbThird | Pos::Auxiliary | Pos::Modal
            )
        })
}

/// Whether a phrase stands behind a preposition and before every verb of its sentence.
fn in_opener(tokens: &[Token], t: usize) -> bool {
    let sentence = tokens[t].sentence;
    let mut before = tokens[..t]
        .iter()
        .rev()
        .take_while(|x| x.sentence == sentence)
        .peekable();
    before.peek().is_some_and(|x| x.pos == Pos::Preposition)
        && !before.any(|x| x.pos.is_verb() || matches!(x.pos, Pos::Modal | Pos::Auxiliary))
}

/// Whether a number may be part of the name before it ("Article 42", "Leopard 2"): what has a capital and is no name, or a single figure.
fn is_numbered(name: &Token, number: &Token) -> bool {
    name.capital && (name.pos == Pos::Noun || number.lower.len() < 2)
}

#[cfg(test)]
mod tests {
    use crate::segment::tests::{clause, parse};

    #[test]
    fn who_is_counted_is_the_subject() {
        for text in [
            "At the meeting on Ukraine 26 countries pledged to go.",
            "At the Paris summit 26 countries pledged to go.",
        ] {
            assert_eq!(
                clause(&parse(text), "pledged").1,
                ["26 countries"],
                "{text}"
            );
        }
        let d = parse("Under Article 42 members pledged to help.");
        assert_eq!(clause(&d, "pledged").1.len(), 1);
    }
}
