//! Networks as files: typed GraphML (Gephi, visone, igraph, NetworkX), matrices as CSV, and the event list that users of the Discourse
//! Network Analyzer know.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write;

use super::csv::{neutral, quoted};
use super::{Feed, Sink};
use crate::error::Result;
use crate::model::{Network, Node, Stance, Statement, Tie};

/// Writes a network as GraphML. Edges carry their window in `start` and `end`.
pub fn write_graphml<W: Write>(network: &Network, sink: &mut Sink<W>) -> Result<()> {
    let two_mode = network.tie == Tie::TwoMode;
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">\n",
    );
    let mut keys = vec![
        ("node", "label", "string"),
        ("node", "kind", "string"),
        ("node", "country", "string"),
        ("edge", "weight", "double"),
        ("edge", "start", "string"),
        ("edge", "end", "string"),
    ];
    if two_mode {
        keys.extend(Stance::ALL.map(|s| ("edge", s.name(), "long")));
    }
    for (of, name, kind) in keys {
        let _ = writeln!(
            xml,
            " <key id=\"{name}\" for=\"{of}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>"
        );
    }
    xml.push_str(" <graph edgedefault=\"undirected\">\n");
    sink.bytes(xml.as_bytes())?;
    for node in &network.nodes {
        let mut xml = format!("  <node id=\"{}\">", xml_text(&node_id(node)));
        datum(&mut xml, "label", &node.name);
        datum(&mut xml, "kind", node.kind);
        if let Some(country) = &node.country {
            datum(&mut xml, "country", country);
        }
        xml.push_str("</node>\n");
        sink.bytes(xml.as_bytes())?;
    }
    for (i, edge) in network.edges.iter().enumerate() {
        let id = |end: usize| network.nodes.get(end).map(node_id).unwrap_or_default();
        let mut xml = format!(
            "  <edge id=\"e{i}\" source=\"{}\" target=\"{}\">",
            xml_text(&id(edge.source)),
            xml_text(&id(edge.target))
        );
        datum(&mut xml, "weight", &edge.weight.to_string());
        for (key, day) in [("start", &edge.start), ("end", &edge.end)] {
            if let Some(day) = day {
                datum(&mut xml, key, day);
            }
        }
        if let Some(counts) = edge.counts.filter(|_| two_mode) {
            for stance in Stance::ALL {
                datum(&mut xml, stance.name(), &counts.get(stance).to_string());
            }
        }
        xml.push_str("</edge>\n");
        sink.bytes(xml.as_bytes())?;
    }
    sink.bytes(b" </graph>\n</graphml>\n")?;
    sink.flush()
}

/// Ids of actors and proposals may be equal.
fn node_id(node: &Node) -> String {
    format!("{}:{}", node.kind, node.id)
}

fn datum(xml: &mut String, key: &str, value: &str) {
    let _ = write!(xml, "<data key=\"{key}\">{}</data>", xml_text(value));
}

/// Text for XML 1.0, which knows no control characters, escaped or not.
fn xml_text(text: &str) -> String {
    let allowed = |c: char| {
        matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
            && !('\u{7f}'..='\u{9f}').contains(&c)
    };
    let text: String = text
        .chars()
        .map(|c| if allowed(c) { c } else { '\u{fffd}' })
        .collect();
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// Writes a network of one window as a matrix: actors in rows; in columns proposals (two-mode) or actors again (symmetric, with an
/// empty diagonal). Several windows add up.
pub fn write_matrix<W: Write>(network: &Network, sink: &mut Sink<W>) -> Result<()> {
    let two_mode = network.tie == Tie::TwoMode;
    let of = |kind: &str| -> Vec<usize> {
        (0..network.nodes.len())
            .filter(|&i| network.nodes[i].kind == kind)
            .collect()
    };
    let rows = of("actor");
    let columns = of(if two_mode { "proposal" } else { "actor" });
    let mut cells = BTreeMap::new();
    for edge in &network.edges {
        *cells.entry((edge.source, edge.target)).or_insert(0.0) += edge.weight;
        if !two_mode {
            *cells.entry((edge.target, edge.source)).or_insert(0.0) += edge.weight;
        }
    }
    let mut record = String::from("actor");
    for &column in &columns {
        record.push(',');
        quoted(&neutral(&network.nodes[column].name), &mut record);
    }
    record.push_str("\r\n");
    sink.bytes(record.as_bytes())?;
    for &row in &rows {
        let mut record = String::new();
        quoted(&neutral(&network.nodes[row].name), &mut record);
        for &column in &columns {
            record.push(',');
            if row != column {
                let weight = cells.get(&(row, column)).copied().unwrap_or(0.0);
                let _ = write!(record, "{weight}");
            }
        }
        record.push_str("\r\n");
        sink.bytes(record.as_bytes())?;
    }
    sink.flush()
}

/// Writes statements as an event list, `;` between cells.
///
/// `agreement` is 1 for support and conditional, 0 for noncommittal and -1 for oppose; `stance` has all four. A person's `organization`
/// is the country it belongs to, by the name that its own rows have, or by its code where no name was given for it.
#[derive(Debug)]
pub struct EventList<W> {
    sink: Sink<W>,
    countries: BTreeMap<String, String>,
}

impl<W: Write> EventList<W> {
    /// Writes to `writer`, which errors call `name`.
    pub fn new(writer: W, name: impl Into<std::path::PathBuf>) -> Self {
        Self {
            sink: Sink::new(writer, name),
            countries: BTreeMap::new(),
        }
    }

    /// With names of countries by code.
    #[must_use]
    pub fn with_countries(self, countries: BTreeMap<String, String>) -> Self {
        Self { countries, ..self }
    }
}

/// The columns of the event list.
const EVENT_COLUMNS: &str = "statement_id;time;person;organization;concept;agreement;stance;document_id;document_title;outlet;text\r\n";

impl<W: Write> Feed<Statement> for EventList<W> {
    fn begin(&mut self) -> Result<()> {
        self.sink.bytes(EVENT_COLUMNS.as_bytes())
    }

    fn write(&mut self, row: &Statement) -> Result<()> {
        let person = row.holder.kind == "person" || row.holder.kind == "author";
        let country = row.holder.country.as_deref().unwrap_or_default();
        let country = self.countries.get(country).map_or(country, String::as_str);
        let name = row.holder.name.as_str();
        let time = row.date.as_ref().map(|d| format!("{d} 00:00:00"));
        let agreement = match row.stance {
            Stance::Support | Stance::Conditional => "1",
            Stance::Noncommittal => "0",
            Stance::Oppose => "-1",
        };
        let texts = [
            row.id.as_str(),
            time.as_deref().unwrap_or_default(),
            if person { name } else { "" },
            if person { country } else { name },
            &row.proposal.name,
        ];
        let more = [
            row.stance.name(),
            &row.article.id,
            row.article.title.as_deref().unwrap_or_default(),
            row.article.outlet.as_deref().unwrap_or_default(),
            &row.evidence.text,
        ];
        let mut record = String::new();
        for text in texts {
            quoted(&neutral(text), &mut record);
            record.push(';');
        }
        record.push_str(agreement);
        for text in more {
            record.push(';');
            quoted(&neutral(text), &mut record);
        }
        record.push_str("\r\n");
        self.sink.bytes(record.as_bytes())
    }

    fn finish(&mut self) -> Result<()> {
        self.sink.flush()
    }
}
