//! What the forms say in words: nothing at all, what is still worth doing, which approval counts.

use guidemark::{
    patient::Settings,
    report::{Report, html, patient_text, text},
    rulebook::{Rulebook, answer},
};

const RULES: &str = include_str!("words.guide");

fn report(profile: &str) -> Report {
    let book = Rulebook::read("words test", [("words.guide".to_owned(), RULES.to_owned())]);
    let plan = book.compile().unwrap_or_else(|| panic!("{:#?}", book.diagnostics));
    answer(&plan, profile, &Settings::on("2026-11-22".parse().unwrap())).unwrap().report
}

/// One line of the text report, blanks made one.
fn plain(report: &Report) -> String {
    let text = text::render(report, text::Style { width: 400, full: true, colour: false });
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

const NOTHING_KNOWN: &str = r#"{ "disease": "TUMOUR", "region": "US" }"#;

#[test]
fn only_regimens_are_joined_by_a_plus() {
    let said = plain(&report(NOTHING_KNOWN));
    assert!(said.contains("firstinib + plainatin"), "{said}");
    assert!(said.contains("note: Talk with the class teacher"), "{said}");
}

#[test]
fn a_report_without_a_treatment_says_so() {
    let other = report(r#"{ "disease": "OTHER", "region": "US" }"#);
    assert!(other.treatments.is_empty());
    assert!(plain(&other).contains("NO TREATMENT No rule of this rulebook supports a treatment"), "{}", plain(&other));
    assert!(html::render(&other).contains("No rule of this rulebook supports a treatment"));
    assert!(patient_text::render(&other).contains("name no treatment for what is known about you"));
    // What is only undecided is no such silence.
    let open = report(NOTHING_KNOWN);
    assert!(!plain(&open).contains("NO TREATMENT"));
    assert!(!html::render(&open).contains("No rule of this rulebook supports"));
    assert!(patient_text::render(&open).contains("No treatment can be named yet"));
}

#[test]
fn a_negative_that_its_specimen_leaves_open_is_confirmed_on_another() {
    let on = |result: &str| {
        let profile = format!(r#"{{ "disease": "TUMOUR", "facts": {{ "line": 1 }}, "results": [{result}] }}"#);
        report(&profile).tests.into_iter().find(|test| test.biomarker == "EGFR").unwrap().on
    };
    let plasma = r#"{ "biomarker": "EGFR", "status": "negative", "method": "NGS", "specimen": "plasma" }"#;
    assert_eq!(on(plasma), ["tissue"]);
    assert_eq!(on(r#"{ "biomarker": "EGFR", "status": "failed", "specimen": "plasma" }"#), ["plasma", "tissue"]);
    assert_eq!(on(r#"{ "biomarker": "EGFR", "status": "pending" }"#), ["plasma", "tissue"]);
}

#[test]
fn what_is_undecided_shows_the_approval_of_the_rules_that_are_open() {
    let approval = |profile: &str| {
        let report = report(profile);
        let [entry] = &report.treatments[..] else { panic!("{:#?}", report.treatments) };
        let approval = entry.approval.clone().unwrap();
        (approval.since.unwrap().to_string(), approval.differs)
    };
    assert_eq!(approval(NOTHING_KNOWN), ("2018-01-01".to_owned(), true));
    let later = r#"{ "disease": "TUMOUR", "region": "US", "facts": { "line": 2 } }"#;
    assert_eq!(approval(later), ("2024-01-01".to_owned(), false));
    let first = r#"{ "disease": "TUMOUR", "region": "US", "facts": { "line": 1 } }"#;
    assert_eq!(approval(first), ("2018-01-01".to_owned(), false));
    // Where a rule is met, its licence counts alone.
    let met = r#"{ "disease": "TUMOUR", "region": "US", "facts": { "line": 3 },
        "results": [{ "biomarker": "EGFR", "alterations": ["mutation"] }] }"#;
    assert_eq!(approval(met), ("2024-01-01".to_owned(), false));
}
