//! Which unknown things can still change a condition.

use super::{
    answers::answers,
    formula::Formula,
    parts::{Answers, Parts, Unknown},
};
use crate::{
    check::Subject,
    compile::{Node, NodeId, Plan, RuleNodes},
    evaluate::Findings,
    patient::Patient,
};
use std::{
    cell::RefCell,
    collections::{BTreeMap, HashMap},
    rc::Rc,
};

/// When a rule speaks: its condition holds, its exception does not, and no rule that it gives way to does.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RuleCondition {
    /// The rule's own condition and exception.
    pub own: RuleNodes,
    /// Those of the rules that it gives way to.
    pub gives_way_to: Vec<RuleNodes>,
}

/// What was found out about some rules.
struct Known {
    needs: Rc<Vec<Subject>>,
    met: bool,
    not_met: bool,
}

/// Finds what matters to one patient's open conditions, each thing once.
pub struct Relevance<'a> {
    plan: &'a Plan,
    patient: &'a Patient,
    findings: &'a Findings,
    answers: RefCell<HashMap<Vec<NodeId>, Answers>>,
    known: RefCell<HashMap<Vec<RuleCondition>, Rc<Known>>>,
}

impl<'a> Relevance<'a> {
    /// For the findings of one patient.
    pub fn new(plan: &'a Plan, patient: &'a Patient, findings: &'a Findings) -> Relevance<'a> {
        Relevance { plan, patient, findings, answers: RefCell::default(), known: RefCell::default() }
    }

    /// The unknown things of which some answer, with some answers to the others, changes whether any of these rules
    /// holds. Things that cannot change it are left out, however often the rules name them.
    pub fn needs(&self, rules: &[RuleCondition]) -> Rc<Vec<Subject>> {
        self.look(rules).needs.clone()
    }

    /// Whether any of these rules holds whatever the answers to all that is unknown: for one, two rules that are open,
    /// one for each answer to the same question.
    pub fn holds_anyway(&self, rules: &[RuleCondition]) -> bool {
        let reach = self.look(rules);
        reach.needs.is_empty() && reach.met && !reach.not_met
    }

    fn look(&self, rules: &[RuleCondition]) -> Rc<Known> {
        if let Some(known) = self.known.borrow().get(rules) {
            return known.clone();
        }
        let formula = Formula::of(self.plan, self.findings, rules);
        let unknowns = self.unknowns(&formula);
        let reach = Parts::new(&formula, &unknowns).reach(&formula.root);
        let needs = reach.matters.iter().map(|position| unknowns[*position].subject).collect();
        let known = Rc::new(Known { needs: Rc::new(needs), met: reach.met, not_met: reach.not_met });
        self.known.borrow_mut().insert(rules.to_vec(), known.clone());
        known
    }

    /// What is unknown in a formula, in the order of subjects.
    fn unknowns(&self, formula: &Formula) -> Vec<Unknown> {
        let mut numbers: BTreeMap<Subject, Vec<usize>> = BTreeMap::new();
        for (number, node) in formula.questions.iter().enumerate() {
            if let Node::Leaf(leaf) = self.plan.node(*node) {
                numbers.entry(leaf.subject()).or_default().push(number);
            }
        }
        let unknown = |(subject, numbers): (Subject, Vec<usize>)| {
            let nodes = numbers.iter().map(|number| formula.questions[*number]).collect();
            Unknown { subject, answers: self.answers(nodes), numbers }
        };
        numbers.into_iter().map(unknown).collect()
    }

    fn answers(&self, nodes: Vec<NodeId>) -> Answers {
        if let Some(known) = self.answers.borrow().get(&nodes) {
            return known.clone();
        }
        let found: Answers = answers(self.plan, self.patient, &nodes).map(Rc::new);
        self.answers.borrow_mut().insert(nodes, found.clone());
        found
    }
}
