//! A test plan in words that all forms of a report share.

use super::{
    super::wording,
    model::{Covered, OrderKind, PlannedOrder, TestPlan, Uncovered},
};
use crate::report::TestStatus;

/// The most alterations that are named where a gene is covered in part.
const NAMED: usize = 3;

/// What a line of the plan says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::report) enum Line {
    /// To order.
    Order,
    /// What may be ordered besides.
    Option,
    /// What is not covered.
    Gap,
    /// What was taken for granted.
    Remark,
}

/// The plan, line by line: what each line says, what it is about, and the rest of it. `full` names every alteration.
pub(in crate::report) fn lines(plan: &TestPlan, full: bool) -> Vec<(Line, String, String)> {
    let mut lines = Vec::new();
    for order in &plan.orders {
        let rest = format!("{}: {}{}", how(order), covers(&order.covers, full), besides(order));
        match order.status {
            TestStatus::Derived => lines.push((Line::Option, format!("To consider: {}", order.title), rest)),
            _ => lines.push((Line::Order, order.title.clone(), rest)),
        }
    }
    for order in &plan.offers {
        let covers = covers(&order.covers, full);
        let rest = format!("{} may find {covers}{}; a negative result decides nothing", how(order), besides(order));
        lines.push((Line::Option, format!("Meanwhile {}", order.title), rest));
    }
    for (because, gaps) in gaps(plan) {
        let names: Vec<String> =
            gaps.iter().map(|gap| name(&gap.biomarker, &gap.alterations, gap.in_part, full)).collect();
        lines.push((Line::Gap, "Not covered:".to_owned(), format!(" {}: {because}", names.join(", "))));
    }
    for order in &plan.after_new_specimen {
        let rest = format!("{}: {}{}", how(order), covers(&order.covers, full), besides(order));
        let specimen = order.on.as_deref().unwrap_or("a specimen");
        lines.push((Line::Option, format!("Once there is {specimen}: {}", order.title), rest));
    }
    lines.extend(plan.remarks.iter().map(|remark| (Line::Remark, String::new(), sentence(remark))));
    lines
}

/// The plan as plain sentences.
pub(in crate::report) fn sentences(plan: &TestPlan) -> Vec<String> {
    lines(plan, false).into_iter().map(|(_, about, rest)| format!("{about}{rest}")).collect()
}

/// ` on tissue`, and whose test it is.
fn how(order: &PlannedOrder) -> String {
    let specimen = match (&order.on, order.new_specimen) {
        (None, _) => String::new(),
        (Some(specimen), false) => format!(" on {specimen}"),
        (Some(specimen), true) => format!(" on new {specimen}, because the last did not suffice"),
    };
    match order.kind {
        OrderKind::Assay => specimen,
        OrderKind::Method => format!("{specimen}, a laboratory's own test"),
    }
}

fn covers(covered: &[Covered], full: bool) -> String {
    let names: Vec<String> =
        covered.iter().map(|one| name(&one.biomarker, &one.alterations, one.in_part, full)).collect();
    names.join(", ")
}

/// A biomarker; where it is meant in part, with the alterations that are meant, if they are few.
fn name(biomarker: &str, alterations: &[String], in_part: bool, full: bool) -> String {
    let shown = full && !alterations.is_empty() || in_part && alterations.len() <= NAMED;
    match shown {
        true => format!("{biomarker} ({})", alterations.join(", ").replace('"', "")),
        false => biomarker.to_owned(),
    }
}

/// When the result is there, and what would do as well.
fn besides(order: &PlannedOrder) -> String {
    let days = match (order.turnaround_days, order.within_days) {
        (Some(days), Some(within)) if order.late => format!("; takes {days} days, too late for {within}"),
        (Some(days), _) => format!("; takes {days} days"),
        (None, Some(within)) => format!("; wanted within {within} days"),
        (None, None) => String::new(),
    };
    match order.alternatives.as_slice() {
        [] => days,
        others => format!("{days} (or {})", others.join(", ")),
    }
}

/// What is not covered, together where the reason is the same.
fn gaps(plan: &TestPlan) -> Vec<(&str, Vec<&Uncovered>)> {
    let groups = wording::together(&plan.uncovered, |gap| &gap.because);
    groups.into_iter().filter_map(|group| Some((group.first()?.because.as_str(), group))).collect()
}

fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), characters.as_str()))
}
