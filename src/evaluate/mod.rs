//! A plan and a patient to findings: the verdict of every rule, and the value of any condition that is asked for.
//!
//! The engine turns a patient into the numbers of the plan ([`intern`]) and combines words of rules ([`Engine`]).
//! Beside it stands [`reference`](mod@reference), slow and obvious, which it is tested against.

mod answer;
mod applicability;
mod engine;
mod interned;
mod quick;
pub mod reference;
mod rule_set;
mod scan;

pub use applicability::{Applicability, applicability};
pub use engine::{Engine, Found, Verdicts, evaluate};
pub use interned::{Interned, intern};
pub use quick::{QuickProfile, QuickReader};
pub use rule_set::RuleSet;

use crate::{
    compile::{NodeId, Plan},
    kleene::Kleene,
    text::Date,
    vocabulary::{RegionId, RuleId, Table},
};
use serde::{Deserialize, Serialize};

/// What an evaluation found.
#[derive(Clone, Debug, PartialEq)]
pub struct Findings {
    /// The answer to each question of the plan.
    pub(crate) answers: Vec<Kleene>,
    /// The rules that hold, and those that are undetermined.
    pub verdicts: Verdicts,
    /// The day as of which the question was asked.
    pub date: Date,
    /// The place for which it was asked.
    pub region: Option<RegionId>,
}

impl Findings {
    /// The value of a node of the plan.
    pub fn value(&self, plan: &Plan, node: NodeId) -> Kleene {
        let circuit = plan.circuit();
        circuit.value(circuit.part(node), &self.answers)
    }

    /// What came of every rule.
    pub fn by_rule(&self, plan: &Plan) -> Table<RuleId, Verdict> {
        plan.ruleset.rules.ids().map(|rule| self.verdict(plan, rule)).collect()
    }

    /// What came of a rule.
    pub fn verdict(&self, plan: &Plan, rule: RuleId) -> Verdict {
        match applicability(&plan.ruleset.rules[rule], self.date, self.region, &plan.ruleset) {
            Applicability::InForce if self.verdicts.met.contains(rule) => Verdict::Applies(Kleene::Met),
            Applicability::InForce if self.verdicts.open.contains(rule) => Verdict::Applies(Kleene::Undetermined),
            Applicability::InForce => Verdict::Applies(Kleene::NotMet),
            other => Verdict::NotApplicable(other),
        }
    }
}

/// What came of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It is in force for the patient's day and place, and its condition has this value.
    Applies(Kleene),
    /// It does not apply, whatever is known of the patient.
    NotApplicable(Applicability),
}

impl Verdict {
    /// The value of the condition of a rule that applies.
    pub fn value(self) -> Option<Kleene> {
        match self {
            Verdict::Applies(value) => Some(value),
            Verdict::NotApplicable(_) => None,
        }
    }
}
