//! The reference evaluator: the language reference written down as plainly as possible, and as slowly as need be.
//!
//! It knows nothing of plans. The engine must agree with it on every rulebook and every patient.

use super::{Applicability, Verdict, answer::Answers, applicability};
use crate::{
    check::{Condition, Ruleset},
    kleene::Kleene,
    patient::Patient,
    vocabulary::{RuleId, Table},
};

/// The verdict of every rule.
pub fn evaluate(ruleset: &Ruleset, patient: &Patient) -> Table<RuleId, Verdict> {
    let verdict =
        |(_, rule): (RuleId, &crate::check::Rule)| match applicability(rule, patient.date, patient.region, ruleset) {
            Applicability::InForce => {
                let exception = rule.unless.as_ref().map_or(Kleene::NotMet, |unless| value(unless, ruleset, patient));
                Verdict::Applies(value(&rule.when, ruleset, patient).and(!exception))
            }
            other => Verdict::NotApplicable(other),
        };
    ruleset.rules.iter().map(verdict).collect()
}

/// The value of a condition.
pub fn value(condition: &Condition, ruleset: &Ruleset, patient: &Patient) -> Kleene {
    let values =
        |parts: &[Condition]| -> Vec<Kleene> { parts.iter().map(|part| value(part, ruleset, patient)).collect() };
    match condition {
        Condition::All(parts) => Kleene::all(values(parts)),
        Condition::Any(parts) => Kleene::any(values(parts)),
        Condition::Not(part) => !value(part, ruleset, patient),
        Condition::AtLeast(count, parts) => Kleene::at_least(*count as usize, values(parts)),
        Condition::Define(define) => value(&ruleset.defines[*define].condition, ruleset, patient),
        Condition::Leaf(leaf) => Answers { vocabulary: &ruleset.vocabulary, patient }.answer(leaf),
    }
}
