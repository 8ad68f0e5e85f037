//! The committed table of accuracy still holds.

use std::path::Path;

use stanceline::evaluate::falls;
use stanceline::lexicon::Lexicons;
use stanceline::pipeline::{Analyser, AnnotatedCorpus};

#[test]
fn no_figure_of_the_committed_table_has_fallen() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let table = std::fs::read_to_string(root.join("ACCURACY.md")).unwrap();
    let analyser = Analyser::new(&Lexicons::embedded("ukraine").unwrap()).unwrap();
    let mut told = Vec::new();
    for corpus in AnnotatedCorpus::splits(&root.join("corpus")).unwrap() {
        told.extend(falls(
            &table,
            &corpus.name,
            &corpus.engine(&analyser).unwrap(),
        ));
    }
    assert!(
        told.is_empty(),
        "{}\nwhere this is wanted, write the table again: cargo run --release -- accuracy",
        told.join("\n")
    );
}
