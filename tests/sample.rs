//! Statements to test with.

use stanceline::Result;
use stanceline::feed::StatementLines;
use stanceline::model::{Bucket, PairSeries, Stance, Statement, Summary, TimelineRow};
use stanceline::timeline::Timeline;

/// A statement line with the given holder name; the rest is the same for all.
pub(crate) fn line(id: &str, holder: &str, date: &str, stance: Stance) -> String {
    serde_json::json!({
        "schema": "stanceline.statement/1", "id": id,
        "article": {"id": format!("a-{id}"), "url": null, "outlet": "Harbour Post", "title": null, "published": date, "language": "en"},
        "date": date, "date_basis": "published",
        "holder": {"id": holder.to_lowercase(), "name": holder, "kind": "person", "country": null}, "speaker": null,
        "proposal": {"id": "un-force", "name": "UN \"force\", blue"}, "stance": stance.name(), "score": stance.score(),
        "confidence": 0.9, "condition": null, "attribution": "quote", "size": null,
        "evidence": {"text": "A sentence.", "start": 0, "end": 11, "paragraph": 0}, "cues": [], "cluster": null,
    })
    .to_string()
}

pub(crate) fn statements(lines: &[String]) -> Vec<Statement> {
    StatementLines::new(lines.join("\n").as_bytes(), "statements.ndjson")
        .collect::<Result<_>>()
        .unwrap()
}

/// Four statements of three holders whose names are trouble.
pub(crate) fn some() -> Vec<Statement> {
    statements(&[
        line("1", "=cmd|' /C calc'!A0", "2025-03-03", Stance::Oppose),
        line("2", "=cmd|' /C calc'!A0", "2025-03-20", Stance::Support),
        line("3", "Ana, \"the\" Envoy", "2025-03-04", Stance::Conditional),
        line(
            "4",
            "Zo\u{1b}[31m\u{202e}ë 東京",
            "2025-03-04",
            Stance::Noncommittal,
        ),
    ])
}

pub(crate) fn series(statements: &[Statement], by: Bucket) -> Vec<PairSeries> {
    let mut timeline = Timeline::new();
    for statement in statements {
        timeline.add(statement, &[]);
    }
    timeline.finish(by).collect()
}

pub(crate) fn rows(statements: &[Statement]) -> (Vec<TimelineRow>, Vec<Summary>) {
    let (rows, summaries): (Vec<_>, Vec<_>) = series(statements, Bucket::Week)
        .into_iter()
        .map(|pair| (pair.rows, pair.summary))
        .unzip();
    (rows.concat(), summaries)
}
