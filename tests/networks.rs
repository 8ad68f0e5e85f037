//! Networks: weights worked out by hand, and files that other programs can read.

use proptest::prelude::*;
use stanceline::feed::{EventList, Sink, send, write_graphml, write_matrix};
use stanceline::model::{Bucket, ClusterRef, Network, Normalisation, Stance, Statement, Tie};
use stanceline::timeline::NetworkFold;

use crate::sample::{line, some, statements};

fn said(id: &str, who: &str, what: &str, stance: Stance, date: &str) -> Statement {
    let mut statement = statements(&[line(id, who, date, stance)]).remove(0);
    statement.proposal.id = what.into();
    statement.proposal.name = what.to_uppercase();
    statement
}

/// Ana is for p and q and against r; Bo is for p, against q and r; Cy leaves p open.
fn debate() -> Vec<Statement> {
    let day = "2025-03-03";
    vec![
        said("1", "Ana", "p", Stance::Support, day),
        said("2", "Ana", "p", Stance::Conditional, "2025-04-03"),
        said("3", "Ana", "q", Stance::Conditional, day),
        said("4", "Ana", "r", Stance::Oppose, day),
        said("5", "Bo", "p", Stance::Support, day),
        said("6", "Bo", "q", Stance::Oppose, day),
        said("7", "Bo", "r", Stance::Oppose, "2025-04-03"),
        said("8", "Cy", "p", Stance::Noncommittal, day),
    ]
}

fn fold(given: &[Statement], by: Option<Bucket>) -> NetworkFold {
    let mut fold = NetworkFold::new(by);
    for statement in given {
        fold.add(statement);
    }
    fold
}

fn weights(network: &Network) -> Vec<(&str, &str, f64)> {
    let id = |i: usize| network.nodes[i].id.as_str();
    let edges = network.edges.iter();
    edges
        .map(|e| (id(e.source), id(e.target), e.weight))
        .collect()
}

fn close(found: f64, wanted: f64) -> bool {
    (found - wanted).abs() < 1e-12
}

#[test]
fn ties_between_actors_are_what_they_share() {
    let fold = fold(&debate(), None);
    // Both have three positions; p and r are shared, q divides.
    for (tie, normalisation, wanted) in [
        (Tie::Congruence, Normalisation::None, 2.0),
        (Tie::Conflict, Normalisation::None, 1.0),
        (Tie::Subtract, Normalisation::None, 1.0),
        (Tie::Congruence, Normalisation::Average, 2.0 / 3.0),
        (Tie::Congruence, Normalisation::Jaccard, 0.5),
        (Tie::Conflict, Normalisation::Jaccard, 0.2),
        (Tie::Subtract, Normalisation::Jaccard, 0.3),
        (Tie::Conflict, Normalisation::Cosine, 1.0 / 3.0),
    ] {
        let network = fold.network(tie, normalisation);
        let [(a, b, weight)] = weights(&network)[..] else {
            panic!("{tie:?} {normalisation:?}: {:?}", network.edges)
        };
        assert_eq!((a, b), ("ana", "bo"));
        assert!(close(weight, wanted), "{tie:?} {normalisation:?}: {weight}");
        assert_eq!(network.nodes.len(), 3);
    }
}

#[test]
fn ties_to_proposals_weigh_for_against() {
    let network = fold(&debate(), None).network(Tie::TwoMode, Normalisation::None);
    let found = weights(&network);
    assert_eq!(found.len(), 7);
    assert_eq!(found[0], ("ana", "p", 2.0));
    assert_eq!(found[4], ("bo", "q", -1.0));
    assert_eq!(found[6], ("cy", "p", 0.0));
    assert_eq!(network.edges[6].counts.unwrap().noncommittal, 1);
    let average = fold(&debate(), None).network(Tie::TwoMode, Normalisation::Average);
    assert!(close(average.edges[0].weight, 0.5));
}

#[test]
fn windows_have_ties_of_their_own() {
    let network =
        fold(&debate(), Some(Bucket::Month)).network(Tie::Congruence, Normalisation::None);
    let spans: Vec<_> = network
        .edges
        .iter()
        .map(|e| {
            (
                e.start.as_deref().unwrap(),
                e.end.as_deref().unwrap(),
                e.weight,
            )
        })
        .collect();
    // In March they share p; in April Ana speaks of p and Bo of r.
    assert_eq!(spans, [("2025-03-01", "2025-03-31", 1.0)]);
}

#[test]
fn copies_make_no_ties_stronger() {
    let mut given = debate();
    for id in ["8a", "8b"] {
        let mut copy = said(id, "Ana", "r", Stance::Oppose, "2025-03-05");
        copy.cluster = Some(ClusterRef {
            id: "k".into(),
            copies: 9,
            outlets: 9,
        });
        given.push(copy);
    }
    let network = fold(&given, None).network(Tie::TwoMode, Normalisation::None);
    assert!(weights(&network).contains(&("ana", "r", -2.0)));
}

#[test]
fn graphml_is_well_formed_whatever_names_hold() {
    let mut bytes = Vec::new();
    let network = fold(&some(), None).network(Tie::TwoMode, Normalisation::None);
    write_graphml(&network, &mut Sink::new(&mut bytes, "n.graphml")).unwrap();
    let xml = String::from_utf8(bytes).unwrap();
    assert!(xml.contains("<data key=\"label\">UN &quot;force&quot;, blue</data>"));
    assert!(!xml.contains('\u{1b}'));
    let opened = |tag: &str| xml.matches(&format!("<{tag} ")).count();
    let closed = |tag: &str| xml.matches(&format!("</{tag}>")).count();
    assert_eq!((opened("node"), closed("node")), (4, 4));
    assert_eq!((opened("edge"), closed("edge")), (3, 3));
    for end in xml.split("source=\"").skip(1) {
        let id = &end[..end.find('"').unwrap()];
        assert!(xml.contains(&format!("<node id=\"{id}\">")), "{id}");
    }
}

#[test]
fn a_matrix_has_a_row_for_every_actor() {
    let matrix = |tie| {
        let mut bytes = Vec::new();
        let network = fold(&debate(), Some(Bucket::Month)).network(tie, Normalisation::None);
        write_matrix(&network, &mut Sink::new(&mut bytes, "m.csv")).unwrap();
        String::from_utf8(bytes).unwrap()
    };
    assert_eq!(
        matrix(Tie::TwoMode),
        "actor,P,Q,R\r\nAna,2,1,-1\r\nBo,1,-1,-1\r\nCy,0,0,0\r\n"
    );
    assert_eq!(
        matrix(Tie::Conflict),
        "actor,Ana,Bo,Cy\r\nAna,,1,0\r\nBo,1,,0\r\nCy,0,0,\r\n"
    );
}

#[test]
fn events_have_a_row_for_every_statement() {
    let mut given = debate();
    given[0].evidence.text = "=1;\"2\"".into();
    given[3].holder.kind = "country".into();
    let mut bytes = Vec::new();
    given[4].holder.country = Some("UKR".into());
    given[5].holder.country = Some("XYZ".into());
    let countries = [("UKR".to_owned(), "Ukraine".to_owned())].into();
    let mut list = EventList::new(&mut bytes, "e.csv").with_countries(countries);
    send(&mut list, &given).unwrap();
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .from_reader(&bytes[..]);
    let rows: Vec<_> = reader.records().map(|r| r.unwrap()).collect();
    assert_eq!(rows.len(), given.len());
    assert_eq!(&rows[0][1], "2025-03-03 00:00:00");
    assert_eq!(&rows[0][10], "'=1;\"2\"");
    assert_eq!(
        (&rows[3][2], &rows[3][3], &rows[3][5], &rows[3][6]),
        ("", "Ana", "-1", "oppose")
    );
    assert_eq!((&rows[4][3], &rows[5][3]), ("Ukraine", "XYZ"));
}

proptest! {
    #[test]
    fn order_of_arrival_does_not_matter(order in Just(debate()).prop_shuffle(), cut in 0..8usize) {
        for by in [None, Some(Bucket::Month)] {
            let mut parts = fold(&order[cut..], by);
            parts.merge(fold(&order[..cut], by));
            for tie in [Tie::TwoMode, Tie::Congruence, Tie::Subtract] {
                let whole = fold(&debate(), by).network(tie, Normalisation::Cosine);
                prop_assert_eq!(parts.network(tie, Normalisation::Cosine), whole);
            }
        }
    }
}
