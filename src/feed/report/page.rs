//! The page around the strips. Every text that comes from an article goes through [`escape`].

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Write;

use super::strip::{Scale, WIDTH, dot_id, shift_id, svg};
use super::{Row, Section, Sentence};
use crate::error::Result;
use crate::feed::Sink;
use crate::feed::json_feed::web_address;
use crate::model::{AttributionKind, ShiftSide, Stance};

/// Makes text safe between tags and inside quoted attributes.
pub(super) fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"', '\'']) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    Cow::Owned(safe)
}

/// What the page is about, shown or not.
pub(super) struct Told {
    pub(super) statements: u64,
    pub(super) actors: usize,
}

pub(super) fn write<W: Write>(
    sink: &mut Sink<W>,
    told: &Told,
    sections: &[Section],
    scale: Option<&Scale>,
) -> Result<()> {
    let shown: BTreeSet<&str> = sections
        .iter()
        .flat_map(|s| s.rows.iter().map(|r| r.summary.holder.id.as_str()))
        .collect();
    let mut html = String::from(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\
         <title>Stances</title>\n<style>\n",
    );
    html.push_str(include_str!("report.css"));
    html.push_str("</style></head>\n<body");
    if scale.is_none() {
        html.push_str(" class=\"undated\"");
    }
    html.push_str("><header><h1>Who stands where</h1><p>");
    let left_out = told.actors.saturating_sub(shown.len());
    let _ = write!(
        html,
        "{} · {} · {}</p><ul class=\"key\">",
        counted(told.statements, "statement"),
        counted(told.actors as u64, "actor"),
        counted(sections.len() as u64, "proposal"),
    );
    for stance in Stance::ALL {
        let name = stance.name();
        let _ = write!(html, "<li><i class=\"{name}\"></i>{name}</li>");
    }
    html.push_str(
        "<li><i class=\"line\"></i>held</li><li><i class=\"diamond\"></i>shift</li></ul>\
         <label>Actor <input id=\"filter\" type=\"search\" placeholder=\"name\" autocomplete=\"off\"></label></header>\n<nav>",
    );
    for section in sections {
        let _ = write!(
            html,
            "<a href=\"#p-{}\">{}</a>",
            escape(&section.id),
            escape(&section.name)
        );
    }
    html.push_str("</nav>\n<main>\n");
    sink.bytes(html.as_bytes())?;
    for (i, section) in sections.iter().enumerate() {
        sink.bytes(section_html(i, section, scale).as_bytes())?;
    }
    let mut end = String::new();
    if sections.is_empty() {
        end.push_str("<p class=\"note\">No statements.</p>\n");
    }
    end.push_str("<p class=\"note\" id=\"nobody\" hidden>No actor of this name is shown");
    if left_out > 0 {
        let _ = write!(
            end,
            "; {} are left out, because a proposal shows those who are most spoken of",
            counted(left_out as u64, "actor")
        );
    }
    end.push_str(".</p>\n</main>\n<script>\n");
    end.push_str(include_str!("report.js"));
    end.push_str("</script></body></html>\n");
    sink.bytes(end.as_bytes())?;
    sink.flush()
}

/// A number of things.
fn counted(n: u64, thing: &str) -> String {
    format!("{n} {thing}{}", if n == 1 { "" } else { "s" })
}

/// Labels of the axis that a narrow page has room for.
const NARROW_LABELS: usize = 4;

fn section_html(number: usize, section: &Section, scale: Option<&Scale>) -> String {
    let mut html = format!(
        "<section id=\"p-{}\"><h2>{}</h2>\n",
        escape(&section.id),
        escape(&section.name)
    );
    if let Some(scale) = scale {
        html.push_str("<div class=\"axis\"><div>");
        let ticks = scale.ticks();
        let often = ticks.len().div_ceil(NARROW_LABELS);
        for (i, (x, label)) in ticks.into_iter().enumerate() {
            let at = x / WIDTH * 100.0;
            // Narrow pages have no room for all of them.
            let class = if i % often == 0 {
                ""
            } else {
                " class=\"wide\""
            };
            let _ = write!(html, "<span{class} style=\"--x:{at:.2}\">{label}</span>");
        }
        html.push_str("</div></div>\n");
    }
    html.push_str("<div class=\"rows\">");
    for (i, row) in section.rows.iter().enumerate() {
        // Numbers, because ids of actors and proposals come from anywhere.
        row_html(&mut html, row, scale, &format!("r{number}-{i}"));
    }
    html.push_str("</div>\n");
    if section.left_out > 0 {
        let _ = write!(
            html,
            "<p class=\"more\">{} not shown</p>",
            counted(section.left_out as u64, "actor")
        );
    }
    html.push_str("</section>\n");
    html
}

fn row_html(html: &mut String, row: &Row, scale: Option<&Scale>, id: &str) {
    let summary = &row.summary;
    let stance = summary.stance().map_or("mixed", Stance::name);
    let day = summary.last.as_deref().unwrap_or("undated");
    let since = match summary.heard_otherwise().map(Stance::name) {
        Some(heard) => format!("last: <b class=\"{heard}\">{heard}</b><br>{day}"),
        None => day.to_owned(),
    };
    let _ = write!(
        html,
        "<details id=\"{id}\" data-actor=\"{name}\"><summary><span class=\"who\">{name}</span>\
         <span class=\"now\"><b class=\"{stance}\">{stance}</b><small>{since}</small></span>\
         <span class=\"n\">{n}</span><span class=\"strip\">",
        name = escape(&summary.holder.name),
        n = summary.n,
    );
    if let Some(scale) = scale {
        html.push_str(&svg(row, scale, id));
    }
    html.push_str("</span></summary><div class=\"told\">");
    for shift in row.shifts.iter().rev() {
        let _ = write!(
            html,
            "<div class=\"moved\" id=\"{}\"><h3>{}: shift, {} after the earlier stance was last heard</h3>",
            shift_id(id, &shift.date),
            escape(&shift.date),
            counted(shift.age_days.unsigned_abs(), "day")
        );
        for side in [&shift.from, &shift.to] {
            side_html(html, side);
        }
        html.push_str("</div>");
    }
    // The newest first, undated ones last.
    for ((day, stance), dot) in row.dots.iter().rev() {
        let _ = write!(
            html,
            "<div class=\"day\" id=\"{}\"><h3>{} <b class=\"{name}\">{name}</b></h3>",
            dot_id(id, *day, *stance),
            day.map_or("undated".to_owned(), |d| d.to_string()),
            name = stance.name()
        );
        for sentence in &dot.shown {
            sentence_html(html, sentence);
        }
        // Counts of a store take paragraphs that are near copies of each other once, and both may be shown.
        let more = dot.n.saturating_sub(dot.shown.len() as u64);
        if more > 0 {
            let _ = write!(html, "<p class=\"more\">{more} not shown</p>");
        }
        html.push_str("</div>");
    }
    html.push_str("</div></details>\n");
}

fn side_html(html: &mut String, side: &ShiftSide) {
    let name = side.stance.name();
    let _ = write!(
        html,
        "<blockquote class=\"{name}\">{}<footer><b>{name}</b> n = {}, {} to {}, {}</footer></blockquote>",
        escape(&side.shown.evidence.text),
        side.n,
        escape(&side.since),
        escape(&side.until),
        source(
            side.shown.outlet.as_deref(),
            side.shown.url.as_deref(),
            None
        ),
    );
}

fn sentence_html(html: &mut String, sentence: &Sentence) {
    let _ = write!(html, "<blockquote>{}<footer>", escape(&sentence.text));
    html.push_str(&source(
        sentence.outlet.as_deref(),
        sentence.url.as_deref(),
        sentence.title.as_deref(),
    ));
    let kind = match sentence.attribution {
        AttributionKind::Quote => "quote",
        AttributionKind::Reported => "reported",
        AttributionKind::Action => "action",
        AttributionKind::Authorial => "authorial",
    };
    let _ = write!(html, " · {kind} · confidence {:.2}", sentence.confidence);
    if let Some(speaker) = &sentence.speaker {
        let _ = write!(html, " · said by {}", escape(speaker));
    }
    if let Some(condition) = &sentence.condition {
        let _ = write!(html, " · condition: <em>{}</em>", escape(condition));
    }
    if sentence.learned {
        html.push_str(" · <i title=\"no rule decided: the scorer that was trained on annotated articles did\">learned</i>");
    }
    if sentence.copies > 1 {
        let _ = write!(html, " · {} copies", sentence.copies);
    }
    html.push_str("</footer></blockquote>");
}

/// The outlet, linked where the address is one of the web.
fn source(outlet: Option<&str>, url: Option<&str>, title: Option<&str>) -> String {
    let name = escape(outlet.or(title).unwrap_or("source"));
    let hover = escape(title.unwrap_or_default());
    match web_address(url) {
        Some(url) => format!(
            "<a href=\"{}\" title=\"{hover}\" rel=\"noopener noreferrer nofollow\">{name}</a>",
            escape(url)
        ),
        None => name.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        assert_eq!(
            escape("<script>\"a\" & 'b'</script>"),
            "&lt;script&gt;&quot;a&quot; &amp; &#39;b&#39;&lt;/script&gt;"
        );
        assert_eq!(
            source(Some("A<b>"), Some("javascript:alert(1)"), None),
            "A&lt;b&gt;"
        );
        assert!(
            source(None, Some("https://e.example/?a=\"><i>"), None)
                .contains("?a=&quot;&gt;&lt;i&gt;\"")
        );
    }
}
