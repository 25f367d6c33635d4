//! The test plan in the forms of a report: said in each, and nothing in it is markup.

use super::{BARE, SETTLED, hostile, report};
use guidemark::report::{cds_hooks, fhir, html, text};

#[test]
fn every_form_says_the_plan() {
    let report = report(BARE);
    let title = &report.test_plan.orders[0].title;
    let page = html::render(&report);
    assert!(
        page.contains("<h2 id=\"plan\">Test plan") && page.contains(&format!("<strong>{title}</strong>")),
        "{page}"
    );
    let cards = cds_hooks::cards(&report);
    let card = cards["cards"]
        .as_array()
        .unwrap()
        .iter()
        .find(|card| card["summary"].as_str().is_some_and(|summary| summary.starts_with("Plan of tests: ")));
    assert!(card.unwrap()["detail"].as_str().unwrap().contains(title.as_str()));
    let notes = fhir::bundle(&report)["entry"][0]["resource"]["note"].to_string();
    assert!(notes.contains(&format!("Test plan: {title}")), "{notes}");
    assert!(text::render(&report, text::Style::default()).contains("\nTEST PLAN"));
}

#[test]
fn where_there_is_no_plan_nothing_is_said_of_one() {
    let report = report(SETTLED);
    assert!(!html::render(&report).contains("id=\"plan\""));
    assert!(!cds_hooks::cards(&report).to_string().contains("Plan of tests"));
    assert!(!fhir::bundle(&report).to_string().contains("Test plan"));
    assert!(!text::render(&report, text::Style::default()).contains("TEST PLAN"));
    assert!(text::plan::render(&report, text::Style::default()).contains("Nothing is to be ordered"));
}

#[test]
fn a_hostile_plan_is_text() {
    let report = hostile();
    assert!(!report.test_plan.orders.is_empty());
    assert!(!html::render(&report).contains("<img src=x"));
}
