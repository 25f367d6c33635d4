//! Which unknown things can still change a condition.

use super::{formula::PartId, memory::Memory, parts::Parts, residual::Residual};
use crate::{
    check::Subject,
    compile::{Plan, RuleNodes},
    evaluate::Findings,
    ordered::Sort,
    patient::Patient,
};
use rustc_hash::FxHashMap;
use std::{cell::RefCell, sync::Arc};

/// When a rule speaks: its condition holds, its exception does not, and no rule that it gives way to does.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RuleCondition {
    /// The rule's own condition and exception.
    pub own: RuleNodes,
    /// Those of the rules that it gives way to.
    pub gives_way_to: Vec<RuleNodes>,
}

/// What can still change whether any of some rules holds.
#[derive(Clone, Debug)]
pub struct Reach {
    /// The unknown things of which some answer, with some answers to the others, makes the difference. Things that cannot
    /// are left out, however often the rules name them.
    pub needs: Vec<Subject>,
    met: bool,
    not_met: bool,
}

impl Reach {
    /// Whether any of the rules holds whatever the answers to all that is unknown: for one, two rules that are open, one
    /// for each answer to the same question.
    pub fn holds_anyway(&self) -> bool {
        self.needs.is_empty() && self.met && !self.not_met
    }
}

/// Finds what matters to one patient's open conditions, each thing once.
pub struct Relevance<'a> {
    memory: &'a Memory,
    residual: RefCell<Residual<'a>>,
    parts: RefCell<Parts<'a>>,
    known: RefCell<FxHashMap<PartId, Arc<Reach>>>,
}

impl<'a> Relevance<'a> {
    /// For the findings of one patient.
    pub fn new(plan: &'a Plan, patient: &'a Patient, findings: &'a Findings, memory: &'a Memory) -> Relevance<'a> {
        Relevance {
            memory,
            residual: RefCell::new(Residual::new(plan, patient, findings, memory)),
            parts: RefCell::new(Parts::new(plan, patient, findings)),
            known: RefCell::default(),
        }
    }

    /// What can still change whether any of these rules holds.
    pub fn look(&self, rules: &[RuleCondition]) -> Arc<Reach> {
        let mut residual = self.residual.borrow_mut();
        let Some(row) = residual.row(rules) else { return self.find(rules) };
        self.memory.get(row).unwrap_or_else(|| {
            let known = self.find(rules);
            self.memory.keep(row, known.clone());
            known
        })
    }

    fn find(&self, rules: &[RuleCondition]) -> Arc<Reach> {
        let mut parts = self.parts.borrow_mut();
        let part = parts.any(rules);
        if let Some(known) = self.known.borrow().get(&part) {
            return known.clone();
        }
        let reach = parts.reach(part);
        let mut needs: Vec<Subject> = reach.matters.iter().map(|position| parts.subject(position)).collect();
        needs.order();
        let known = Arc::new(Reach { needs, met: reach.met, not_met: reach.not_met });
        self.known.borrow_mut().insert(part, known.clone());
        known
    }
}
