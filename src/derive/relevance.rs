//! Which unknown things can still change a condition.

use super::{
    formula::PartId,
    memory::{Memory, Writer},
    parts::Parts,
};
use crate::{
    check::Subject,
    compile::{Plan, RuleNodes},
    evaluate::Findings,
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

/// What was found out about some rules.
#[derive(Clone, Debug)]
pub(super) struct Known {
    needs: Arc<[Subject]>,
    met: bool,
    not_met: bool,
}

/// Finds what matters to one patient's open conditions, each thing once.
pub struct Relevance<'a> {
    memory: &'a Memory,
    writer: RefCell<Writer<'a>>,
    parts: RefCell<Parts<'a>>,
    known: RefCell<FxHashMap<PartId, Arc<Known>>>,
}

impl<'a> Relevance<'a> {
    /// For the findings of one patient.
    pub fn new(plan: &'a Plan, patient: &'a Patient, findings: &'a Findings, memory: &'a Memory) -> Relevance<'a> {
        Relevance {
            memory,
            writer: RefCell::new(Writer::new(plan, patient, findings)),
            parts: RefCell::new(Parts::new(plan, patient, findings)),
            known: RefCell::default(),
        }
    }

    /// The unknown things of which some answer, with some answers to the others, changes whether any of these rules
    /// holds. Things that cannot change it are left out, however often the rules name them.
    pub fn needs(&self, rules: &[RuleCondition]) -> Arc<[Subject]> {
        self.look(rules).needs.clone()
    }

    /// Whether any of these rules holds whatever the answers to all that is unknown: for one, two rules that are open,
    /// one for each answer to the same question.
    pub fn holds_anyway(&self, rules: &[RuleCondition]) -> bool {
        let reach = self.look(rules);
        reach.needs.is_empty() && reach.met && !reach.not_met
    }

    fn look(&self, rules: &[RuleCondition]) -> Arc<Known> {
        let mut writer = self.writer.borrow_mut();
        let Some(key) = writer.key(rules) else { return self.find(rules) };
        self.memory.get(key).unwrap_or_else(|| {
            let known = self.find(rules);
            self.memory.keep(key, known.clone());
            known
        })
    }

    fn find(&self, rules: &[RuleCondition]) -> Arc<Known> {
        let mut parts = self.parts.borrow_mut();
        let part = parts.any(rules);
        if let Some(known) = self.known.borrow().get(&part) {
            return known.clone();
        }
        let reach = parts.reach(part);
        let mut needs: Vec<Subject> = reach.matters.iter().map(|position| parts.subject(position)).collect();
        needs.sort_unstable();
        let known = Arc::new(Known { needs: needs.into(), met: reach.met, not_met: reach.not_met });
        self.known.borrow_mut().insert(part, known.clone());
        known
    }
}
