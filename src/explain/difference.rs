//! What if: which entries of a report change when something more becomes known.

use crate::{
    ordered::{Map, Set},
    report::{Covered, PlannedOrder, Report, TestPlan, Uncovered},
};
use serde::{Deserialize, Serialize};

/// One entry that changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// The part of the report: `treatment`, `test`, `team`, `trial`, `note`, `question`, `plan`.
    pub part: String,
    /// The entry.
    pub entry: String,
    /// Its status before; nothing where it was not there.
    pub before: Option<String>,
    /// Its status after; nothing where it is gone.
    pub after: Option<String>,
}

/// What changes from one report to another.
pub fn difference(before: &Report, after: &Report) -> Vec<Change> {
    let (before, after) = (entries(before), entries(after));
    let keys: Set<_> = before.keys().chain(after.keys()).collect();
    keys.into_iter()
        .filter(|key| before.get(*key) != after.get(*key))
        .map(|key| Change {
            part: key.0.to_owned(),
            entry: key.1.clone(),
            before: before.get(key).cloned(),
            after: after.get(key).cloned(),
        })
        .collect()
}

/// Every entry of a report with its status.
fn entries(report: &Report) -> Map<(&'static str, String), String> {
    let mut entries = Map::new();
    for treatment in &report.treatments {
        // Class and drug entries to avoid or to hold stand beside the regimen's own.
        let alone = if treatment.alone { " alone" } else { "" };
        let kind = if treatment.approval.is_some() { "treatment" } else { "caution" };
        entries.insert((kind, format!("{}{alone}", treatment.drugs.join(" with "))), word(&treatment.status));
    }
    for test in &report.tests {
        entries.insert(("test", test.biomarker.clone()), word(&test.status));
    }
    for referral in &report.team {
        entries.insert(("team", referral.specialty.clone()), "recommended".to_owned());
    }
    for trial in &report.trials {
        entries.insert(("trial", trial.registration.clone()), "listed".to_owned());
    }
    for note in &report.notes {
        entries.insert(("note", note.text.clone()), "shown".to_owned());
    }
    for question in &report.open_questions {
        entries.insert(("question", question.ask.clone()), "open".to_owned());
    }
    for (entry, said) in plan(&report.test_plan) {
        let known: &mut String = entries.or_default(("plan", entry));
        *known = if known.is_empty() { said } else { format!("{known}; {said}") };
    }
    entries
}

/// The lines of the test plan: each order and what it is for, each gap and why it is one.
fn plan(plan: &TestPlan) -> Vec<(String, String)> {
    let line = |order: &PlannedOrder, how: &str| {
        let on = order.on.as_ref().map(|on| format!(" on {on}")).unwrap_or_default();
        let new = if order.new_specimen { ", taken anew" } else { "" };
        let name = |covered: &Covered| match covered.in_part {
            true => format!("{} in part", covered.biomarker),
            false => covered.biomarker.clone(),
        };
        let covers: Vec<String> = order.covers.iter().map(name).collect();
        (format!("{}{on}{new}", order.title), format!("{how} {}", covers.join(", ")))
    };
    let gap = |gap: &Uncovered| {
        let part = if gap.in_part { " in part" } else { "" };
        (format!("{}{part}", gap.biomarker), format!("not covered: {}", gap.because))
    };
    let orders = plan.orders.iter().map(|order| line(order, "for"));
    let offers = plan.offers.iter().map(|order| line(order, "offered for"));
    let later = plan.after_new_specimen.iter().map(|order| line(order, "once a specimen is taken, for"));
    orders.chain(offers).chain(later).chain(plan.uncovered.iter().map(gap)).collect()
}

/// A status as JSON spells it.
fn word(status: &impl Serialize) -> String {
    match serde_json::to_value(status) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}
