//! Tests in the text report: what to order, what is on its way, what to repeat or confirm.

use super::{
    super::model::{Report, TestEntry, TestStatus, TreatmentStatus},
    NAMES,
    page::{Page, Tone, faint, plain, strong},
    wording,
};
use crate::ordered::{Set, Sort};

/// Tests that somebody has to act on.
pub(super) fn to_act_on(report: &Report, page: &mut Page) {
    let of =
        |status: TestStatus| -> Vec<&TestEntry> { report.tests.iter().filter(|test| test.status == status).collect() };
    section(report, page, Tone::Wait, "TESTS TO ORDER", &of(TestStatus::Recommended));
    section(
        report,
        page,
        Tone::Wait,
        "REPEAT: the test failed or the specimen did not suffice",
        &of(TestStatus::Repeat),
    );
    section(report, page, Tone::Wait, "CONFIRM: the result so far does not decide", &of(TestStatus::Confirm));
    section(report, page, Tone::Strong, "RESULTS AWAITED", &of(TestStatus::Pending));
    to_consider(report, page, &of(TestStatus::Derived));
}

/// Tests that no rule asks for. Where something can be given already they matter less: their names are enough.
fn to_consider(report: &Report, page: &mut Page, tests: &[&TestEntry]) {
    if tests.is_empty() {
        return;
    }
    let is_treated = report.treatments.iter().any(|entry| entry.status == TreatmentStatus::Indicated);
    let (heading, shown) = match (page.full(), is_treated) {
        (true, _) => (CONSIDER, tests.len()),
        (false, false) => (CONSIDER, CONSIDERED),
        (false, true) => ("ALSO OPEN: tests that no rule asks for, and on which an undecided treatment turns", 0),
    };
    page.heading(Tone::Strong, heading);
    for test in tests.iter().take(shown) {
        page.entry(&[strong(&test.biomarker), plain(format!(": {}", decides(report, &[test], page)))]);
    }
    let more: Vec<&str> = tests.iter().skip(shown).map(|test| test.biomarker.as_str()).collect();
    if !more.is_empty() {
        page.entry(&[plain(more.join(", "))]);
    }
}

const CONSIDER: &str = "TESTS TO CONSIDER: no rule asks for them, and an undecided treatment turns on them";

/// The biomarkers whose tests are done.
pub(super) fn done(report: &Report) -> Vec<String> {
    let done = report.tests.iter().filter(|test| test.status == TestStatus::Done);
    done.map(|test| test.biomarker.clone()).collect()
}

/// The most tests to consider that are shown each with what it decides.
const CONSIDERED: usize = 4;

/// Tests that are asked for by the same rules in the same way are one entry.
fn section(report: &Report, page: &mut Page, tone: Tone, title: &str, tests: &[&TestEntry]) {
    if tests.is_empty() {
        return;
    }
    page.heading(tone, title);
    let mut groups: Vec<Vec<&TestEntry>> = Vec::new();
    for test in tests {
        let alike = |group: &&mut Vec<&TestEntry>| {
            group.first().is_some_and(|first| {
                (&first.rules, &first.by, &first.on, &first.when, &first.remarks)
                    == (&test.rules, &test.by, &test.on, &test.when, &test.remarks)
            })
        };
        match groups.iter_mut().find(alike) {
            Some(group) => group.push(test),
            None => groups.push(vec![test]),
        }
    }
    for group in groups {
        let Some(first) = group.first() else { continue };
        let names: Vec<String> = group.iter().map(|test| test.biomarker.clone()).collect();
        page.entry(&[strong(names.join(", ")), plain(format!(" {}", wording::how(first)))]);
        for remark in &first.remarks {
            page.detail(&[(Tone::Wait, remark.clone())]);
        }
        let decides = decides(report, &group, page);
        if !decides.is_empty() {
            page.detail(&[plain(decides)]);
        }
        let sources = wording::sources(&first.rules, page.full());
        page.because(&first.because, &sources);
        if page.full() && !first.available.is_empty() {
            page.detail(&[faint(format!("available: {}", first.available.join(", ")))]);
        }
    }
}

/// What the results of tests would decide: each regimen once, those first that need the least besides.
fn decides(report: &Report, tests: &[&TestEntry], page: &Page) -> String {
    let named: Set<&String> = tests.iter().flat_map(|test| &test.would_decide).collect();
    let needs = |name: &str| {
        let entry = report.treatments.iter().find(|entry| entry.drugs.join(" with ") == name);
        entry.map_or(usize::MAX, |entry| entry.needs.len() + entry.drugs.len())
    };
    let mut ranked: Vec<&String> = named.into_iter().collect();
    ranked.order_by_key(|name| needs(name));
    let regimens: Vec<String> = ranked.into_iter().map(|name| wording::decided(name)).collect();
    if regimens.is_empty() { String::new() } else { format!("decides {}", page.list(&regimens, NAMES)) }
}
