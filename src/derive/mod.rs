//! What follows from undecided conditions: which unknown things can still change an outcome, and which cannot.

mod answers;
mod formula;

pub use formula::Formula;

use crate::{
    check::Subject,
    compile::{NodeId, Plan},
    evaluate::Findings,
    patient::Patient,
};

/// The unknown things of which some answer, with some answers to the others, changes whether any of these conditions
/// holds. Things that cannot change it are left out, however often the conditions name them.
///
/// The conditions are pairs of a condition and its exception, as rules have them.
pub fn needs(plan: &Plan, patient: &Patient, findings: &Findings, rules: &[(NodeId, Option<NodeId>)]) -> Vec<Subject> {
    Formula::of(plan, findings, rules).relevant(plan, patient)
}
