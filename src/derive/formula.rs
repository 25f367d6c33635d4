//! An undecided condition reduced to what is undecided in it, and which of its unknowns matter.

use super::answers::answers;
use crate::{
    check::Subject,
    compile::{Node, NodeId, Operator, Plan},
    evaluate::Findings,
    kleene::Kleene,
    patient::Patient,
};
use std::collections::{BTreeMap, BTreeSet};

/// How many partial assignments are tried for one unknown before it is taken to matter.
const MAX_STEPS: usize = 20_000;

/// A condition without its decided parts.
#[derive(Clone, Debug, PartialEq)]
pub enum Formula {
    /// Decided.
    Decided(Kleene),
    /// A question that is open.
    Open(NodeId),
    /// All of them.
    All(Vec<Formula>),
    /// Any of them.
    Any(Vec<Formula>),
    /// The opposite.
    Not(Box<Formula>),
    /// At least so many of them.
    AtLeast(usize, Vec<Formula>),
}

impl Formula {
    /// Whether any of some rules holds, each with its exception.
    pub fn of(plan: &Plan, findings: &Findings, rules: &[(NodeId, Option<NodeId>)]) -> Formula {
        let rule = |(when, unless): &(NodeId, Option<NodeId>)| {
            let exception = unless.map(|unless| Formula::Not(Box::new(Formula::reduced(plan, findings, unless))));
            Formula::All(std::iter::once(Formula::reduced(plan, findings, *when)).chain(exception).collect())
        };
        Formula::Any(rules.iter().map(rule).collect())
    }

    fn reduced(plan: &Plan, findings: &Findings, node: NodeId) -> Formula {
        let value = findings.value(node);
        if value.is_definite() {
            return Formula::Decided(value);
        }
        let parts = |parts: &[NodeId]| -> Vec<Formula> {
            parts.iter().map(|part| Formula::reduced(plan, findings, *part)).collect()
        };
        match plan.node(node) {
            Node::Leaf(_) => Formula::Open(node),
            Node::Operator(operator) => match operator {
                Operator::All(all) => Formula::All(parts(all)),
                Operator::Any(any) => Formula::Any(parts(any)),
                Operator::Not(part) => Formula::Not(Box::new(Formula::reduced(plan, findings, *part))),
                Operator::AtLeast(count, of) => Formula::AtLeast(*count as usize, parts(of)),
                Operator::Define(_, part) => Formula::reduced(plan, findings, *part),
            },
        }
    }

    fn value(&self, assigned: &BTreeMap<NodeId, Kleene>) -> Kleene {
        match self {
            Formula::Decided(value) => *value,
            Formula::Open(node) => assigned.get(node).copied().unwrap_or(Kleene::Undetermined),
            Formula::All(parts) => Kleene::all(parts.iter().map(|part| part.value(assigned))),
            Formula::Any(parts) => Kleene::any(parts.iter().map(|part| part.value(assigned))),
            Formula::Not(part) => !part.value(assigned),
            Formula::AtLeast(count, parts) => Kleene::at_least(*count, parts.iter().map(|part| part.value(assigned))),
        }
    }

    fn open(&self, found: &mut BTreeSet<NodeId>) {
        match self {
            Formula::Decided(_) => {}
            Formula::Open(node) => drop(found.insert(*node)),
            Formula::All(parts) | Formula::Any(parts) | Formula::AtLeast(_, parts) => {
                parts.iter().for_each(|part| part.open(found))
            }
            Formula::Not(part) => part.open(found),
        }
    }

    /// The unknown things that matter: some answer, with some answers to the others, changes the value.
    pub fn relevant(&self, plan: &Plan, patient: &Patient) -> Vec<Subject> {
        let mut open = BTreeSet::new();
        self.open(&mut open);
        let mut questions: BTreeMap<Subject, Vec<NodeId>> = BTreeMap::new();
        for node in open {
            if let Node::Leaf(leaf) = plan.node(node) {
                questions.entry(leaf.subject()).or_default().push(node);
            }
        }
        if self.value(&BTreeMap::new()).is_definite() {
            return Vec::new();
        }
        let unknowns: Vec<Unknown> = questions
            .into_iter()
            .map(|(subject, nodes)| Unknown { subject, answers: answers(plan, patient, &nodes), nodes })
            .collect();
        // A single unknown decides alone; nothing needs to be tried.
        (0..unknowns.len())
            .filter(|index| self.matters(&unknowns, *index))
            .map(|index| unknowns[index].subject)
            .collect()
    }

    fn matters(&self, unknowns: &[Unknown], index: usize) -> bool {
        let Unknown { nodes, answers, .. } = &unknowns[index];
        let Some(answers) = answers else { return true };
        let others: Vec<&Unknown> =
            unknowns.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, other)| other).collect();
        let mut steps = 0;
        self.changes(nodes, answers, &others, &mut BTreeMap::new(), &mut steps)
    }

    /// Whether, the unknowns before `others` being assigned, some answers to `others` leave the value to `nodes`.
    fn changes(
        &self,
        nodes: &[NodeId],
        answers: &[Vec<Kleene>],
        others: &[&Unknown],
        assigned: &mut BTreeMap<NodeId, Kleene>,
        steps: &mut usize,
    ) -> bool {
        *steps += 1;
        if *steps > MAX_STEPS {
            return true;
        }
        // Decided while the question is open: no answer to it changes anything.
        if self.value(assigned).is_definite() {
            return false;
        }
        // Which values the answers give, the others being open where they still are.
        let mut values = BTreeSet::new();
        for answer in answers {
            assigned.extend(nodes.iter().copied().zip(answer.iter().copied()));
            values.insert(self.value(assigned));
        }
        for node in nodes {
            assigned.remove(node);
        }
        if values.contains(&Kleene::Met) && values.contains(&Kleene::NotMet) {
            return true;
        }
        let Some((next, rest)) = others.split_first() else { return false };
        let Some(next_answers) = &next.answers else { return true };
        next_answers.iter().any(|answer| {
            assigned.extend(next.nodes.iter().copied().zip(answer.iter().copied()));
            let changes = self.changes(nodes, answers, rest, assigned, steps);
            for node in &next.nodes {
                assigned.remove(node);
            }
            changes
        })
    }
}

/// Something unknown: the questions about it, and every way in which they can be answered together.
struct Unknown {
    subject: Subject,
    nodes: Vec<NodeId>,
    /// `None`: too many to list.
    answers: Option<Vec<Vec<Kleene>>>,
}
