//! A plan and a patient to findings: the value of every condition, the verdict of every rule.
//!
//! Two evaluators stand side by side: the engine, which works on the plan's numbered conditions, and
//! [`reference`](mod@reference), slow and obvious, which the engine is tested against.

mod answer;
mod applicability;
mod engine;
pub mod reference;

pub use applicability::{Applicability, applicability};
pub use engine::evaluate;

use crate::{
    compile::NodeId,
    kleene::Kleene,
    vocabulary::{RuleId, Table},
};
use serde::{Deserialize, Serialize};

/// What an evaluation found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Findings {
    /// The value of every node of the plan.
    pub values: Vec<Kleene>,
    /// What came of every rule.
    pub rules: Table<RuleId, Verdict>,
}

impl Findings {
    /// The value of a node.
    pub fn value(&self, node: NodeId) -> Kleene {
        self.values[node.index()]
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

    /// Whether the rule applies and its condition is met.
    pub fn is_met(self) -> bool {
        self == Verdict::Applies(Kleene::Met)
    }

    /// Whether the rule applies and its condition is undetermined.
    pub fn is_open(self) -> bool {
        self == Verdict::Applies(Kleene::Undetermined)
    }
}
