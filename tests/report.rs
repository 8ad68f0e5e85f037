//! The HTML page: whole, without anything from elsewhere, and with every text in its place.

use stanceline::feed::{Report, ReportLimits, Sink};
use stanceline::model::{Bucket, CueRef, Stance, Statement};

use crate::sample::{line, series, some, statements};

fn page(given: &[Statement], limits: ReportLimits) -> String {
    let mut report = Report::new(limits);
    for statement in given {
        report.add(statement);
    }
    let mut bytes = Vec::new();
    for series in series(given, Bucket::Day) {
        report.series(series);
    }
    report
        .write(&mut Sink::new(&mut bytes, "report.html"))
        .unwrap();
    String::from_utf8(bytes).unwrap()
}

/// Tags that are open at the end, or closed out of turn.
fn unbalanced(html: &str) -> Vec<String> {
    let body = &html[html.find("<body").unwrap()..html.find("<script>").unwrap()];
    let mut open: Vec<String> = Vec::new();
    for tag in body.split('<').skip(1) {
        let name: String = tag
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '/')
            .collect();
        let empty = ["input", "path/", "path"].contains(&name.as_str()) || tag.contains("/>");
        if let Some(closed) = name.strip_prefix('/') {
            if open.pop().as_deref() != Some(closed) {
                return vec![format!("</{closed}> closes nothing")];
            }
        } else if !empty {
            open.push(name);
        }
    }
    // The body itself is closed behind the script.
    open.retain(|t| t != "body");
    open
}

#[test]
fn what_articles_say_is_never_markup() {
    let attack = "</blockquote><img src=x onerror=alert(1)>\"'&<!--";
    let mut given = some();
    for statement in &mut given {
        statement.holder.name = attack.into();
        statement.proposal.name = attack.into();
        statement.proposal.id = attack.into();
        statement.evidence.text = attack.into();
        statement.article.outlet = Some(attack.into());
        statement.article.title = Some(attack.into());
        statement.article.url = Some(format!("https://news.example/{attack}"));
    }
    given[0].article.url = Some("javascript:alert(1)".into());
    let html = page(&given, ReportLimits::default());
    assert!(!html.contains("<img") && !html.contains("<!--") && !html.contains("javascript:"));
    assert_eq!(unbalanced(&html), Vec::<String>::new());
    assert!(html.contains("&lt;img src=x onerror=alert(1)&gt;"));
}

#[test]
fn nothing_is_fetched() {
    let html = page(&some(), ReportLimits::default());
    assert_eq!(unbalanced(&html), Vec::<String>::new());
    assert!(html.contains("default-src 'none'"));
    for from_elsewhere in [" src=", "<link", "@import", "url(", "fetch("] {
        assert!(!html.contains(from_elsewhere), "{from_elsewhere}");
    }
}

#[test]
fn every_link_inside_the_page_leads_somewhere() {
    let html = page(&some(), ReportLimits::default());
    let targets: Vec<&str> = html
        .split("href=\"#")
        .skip(1)
        .map(|rest| &rest[..rest.find('"').unwrap()])
        .collect();
    assert!(targets.iter().any(|t| t.contains("shift")));
    for target in targets {
        assert!(html.contains(&format!("id=\"{target}\"")), "{target}");
    }
}

#[test]
fn what_is_left_out_is_told() {
    let lines: Vec<String> = (0..9)
        .map(|i| {
            line(
                &i.to_string(),
                ["Ana", "Bo", "Cy"][i % 3],
                "2025-03-04",
                Stance::Oppose,
            )
        })
        .collect();
    let limits = ReportLimits {
        actors: 2,
        sentences: 1,
        ..ReportLimits::default()
    };
    let html = page(&statements(&lines), limits);
    assert!(html.contains("1 actor not shown") && html.contains(">2 not shown<"));
    assert!(!html.contains(">Cy<"));
    // Those who are left out are counted with the others, and the filter tells of them.
    assert!(html.contains("9 statements · 3 actors · 1 proposal<"));
    assert!(html.contains("id=\"nobody\" hidden>No actor of this name is shown; 1 actor "));
}

#[test]
fn rows_that_need_little_leave_their_room_to_those_that_need_much() {
    let day = |i: usize| format!("2025-{:02}-{:02}", 1 + i / 28, 1 + i % 28);
    let mut lines: Vec<String> = (0..60)
        .map(|i| line(&format!("a{i}"), "Ana", &day(i), Stance::Oppose))
        .collect();
    for name in ["Bo", "Cy", "Di"] {
        lines.push(line(name, name, "2025-03-04", Stance::Support));
    }
    let given = statements(&lines);
    let of_page = |page_limit| {
        let limits = ReportLimits {
            page: page_limit,
            ..ReportLimits::default()
        };
        let html = page(&given, limits);
        (
            html.matches("<blockquote>").count(),
            html.matches("1 not shown").count(),
        )
    };
    assert_eq!(of_page(63), (63, 0), "all have room");
    assert_eq!(of_page(43), (43, 20), "the page is full, and no fuller");
    assert!(
        page(
            &given,
            ReportLimits {
                page: 43,
                ..ReportLimits::default()
            }
        )
        .contains("2025-03-04 <b")
    );
}

#[test]
fn the_stance_that_is_held_stands_before_the_last_word() {
    let mut given = statements(&[
        line("1", "Ana", "2025-03-03", Stance::Oppose),
        line("2", "Ana", "2025-03-20", Stance::Support),
        line("3", "Bo", "2025-03-20", Stance::Support),
        line("4", "Bo", "2025-03-20", Stance::Oppose),
    ]);
    given[1].confidence = 0.6;
    for undated in &mut given[2..] {
        undated.date = None;
    }
    let html = page(&given, ReportLimits::default());
    assert!(html.contains(
        "<b class=\"oppose\">oppose</b><small>last: <b class=\"support\">support</b><br>2025-03-20</small>"
    ));
    assert!(html.contains("<b class=\"mixed\">mixed</b><small>undated</small>"));
    assert!(html.contains("class=\"held oppose\"") && !html.contains("class=\"held support\""));
}

#[test]
fn what_no_rule_decided_is_called_learned() {
    let mut given = some();
    assert!(!page(&given, ReportLimits::default()).contains(">learned<"));
    given[0].cues = vec![CueRef {
        text: "sentence".into(),
        rule: format!("{}oppose", Statement::SCORED),
        start: 2,
        end: 10,
    }];
    let html = page(&given, ReportLimits::default());
    assert_eq!(html.matches(">learned<").count(), 1);
}

#[test]
fn a_page_without_statements_or_dates_is_whole() {
    assert_eq!(
        unbalanced(&page(&[], ReportLimits::default())),
        Vec::<String>::new()
    );
    let mut given = some();
    for statement in &mut given {
        statement.date = None;
    }
    let html = page(&given, ReportLimits::default());
    assert_eq!(unbalanced(&html), Vec::<String>::new());
    assert!(html.contains("<small>undated</small>"));
    assert!(html.contains("<body class=\"undated\">") && !html.contains("class=\"axis\""));
    assert!(page(&[], ReportLimits::default()).contains(">No statements.<"));
}
