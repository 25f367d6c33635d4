//! What is undecided in some rules, as a row of numbers: equal rows, equal answers, whoever the patients are.
//!
//! What matters to some rules follows from what is undecided in them: the conditions that are left when all that is known
//! is taken out. Two patients of whom the same is left have the same row. What is left of one rule is looked at once for a
//! patient and has a number ([`Memory::number`]), so that a row is a few numbers, however many conditions there are.

use super::{memory::Memory, relevance::RuleCondition};
use crate::{
    check::{Leaf, Measured},
    compile::{Node, NodeId, Operator, Plan, RuleNodes},
    evaluate::Findings,
    kleene::Kleene,
    patient::Patient,
    vocabulary::Id,
};
use rustc_hash::FxHashMap;

// What is open in a rule: the numbers below those of nodes.
const NOT_MET: u32 = 0;
const MET: u32 = 1;
const END: u32 = 2;
const UNLESS: u32 = 3;
const FIRST_NODE: u32 = 4;

// A row: the numbers below those of what is open in rules.
const END_OF_RULE: u64 = 0;
const GIVES_WAY: u64 = 1;
const FIRST_RULE: u64 = 2;

/// Writes rows for one patient.
pub(super) struct Residual<'a> {
    plan: &'a Plan,
    patient: &'a Patient,
    findings: &'a Findings,
    memory: &'a Memory,
    row: Vec<u64>,
    /// What is open in the rule that is looked at.
    written: Vec<u32>,
    rules: FxHashMap<RuleNodes, Written>,
    open: Open,
}

/// What is open in a rule, by its number.
#[derive(Clone, Copy)]
struct Written {
    number: u64,
    open: Open,
}

/// What it is that an open condition turns on.
#[derive(Clone, Copy, Default)]
struct Open {
    /// Something of which a part is known, so that the answer is this patient's alone.
    is_own: bool,
    /// The diagnosis.
    is_disease: bool,
}

impl<'a> Residual<'a> {
    pub fn new(plan: &'a Plan, patient: &'a Patient, findings: &'a Findings, memory: &'a Memory) -> Residual<'a> {
        Residual {
            plan,
            patient,
            findings,
            memory,
            row: Vec::new(),
            written: Vec::new(),
            rules: FxHashMap::default(),
            open: Open::default(),
        }
    }

    /// What is open in some rules; nothing where the answer is this patient's alone.
    pub fn row(&mut self, rules: &[RuleCondition]) -> Option<&[u64]> {
        self.row.clear();
        self.open = Open::default();
        for rule in rules {
            self.rule(rule.own);
            for other in &rule.gives_way_to {
                self.row.push(GIVES_WAY);
                self.rule(*other);
            }
            self.row.push(END_OF_RULE);
        }
        // A diagnosis that is known leaves its own kinds open, and no others.
        if self.open.is_disease {
            self.row.push(self.patient.disease.map_or(0, |disease| disease.index() as u64 + 1));
        }
        (!self.open.is_own).then_some(self.row.as_slice())
    }

    fn rule(&mut self, nodes: RuleNodes) {
        let rule = match self.rules.get(&nodes) {
            Some(known) => *known,
            None => {
                self.written.clear();
                let others = std::mem::take(&mut self.open);
                self.node(nodes.when);
                if let Some(unless) = nodes.unless {
                    self.written.push(UNLESS);
                    self.node(unless);
                }
                let number = FIRST_RULE + self.memory.number(&self.written);
                let rule = Written { number, open: self.open };
                self.open = others;
                self.rules.insert(nodes, rule);
                rule
            }
        };
        self.open.is_own |= rule.open.is_own;
        self.open.is_disease |= rule.open.is_disease;
        self.row.push(rule.number);
    }

    /// Writes what is open in a node, or its value.
    fn node(&mut self, node: NodeId) -> Kleene {
        let from = self.written.len();
        let value = match self.plan.node(node) {
            Node::Leaf(leaf) => {
                let value = self.findings.answers[node.index()];
                if value == Kleene::Undetermined {
                    self.open.is_own |= self.is_known_in_part(leaf);
                    self.open.is_disease |= matches!(leaf, Leaf::Disease(_));
                }
                value
            }
            Node::Operator(operator) => {
                self.written.push(FIRST_NODE + node.index() as u32);
                let value = self.operator(operator);
                self.written.push(END);
                value
            }
        };
        match value {
            Kleene::Undetermined if self.written.len() == from => self.written.push(FIRST_NODE + node.index() as u32),
            Kleene::Undetermined => {}
            Kleene::Met => self.decided(from, MET),
            Kleene::NotMet => self.decided(from, NOT_MET),
        }
        value
    }

    fn decided(&mut self, from: usize, value: u32) {
        self.written.truncate(from);
        self.written.push(value);
    }

    fn operator(&mut self, operator: &Operator) -> Kleene {
        match operator {
            Operator::Not(part) => !self.node(*part),
            Operator::Define(_, part) => self.node(*part),
            Operator::All(parts) => self.parts(parts, Kleene::Met),
            Operator::Any(parts) => self.parts(parts, Kleene::NotMet),
            Operator::AtLeast(count, parts) => {
                let values: Vec<Kleene> = parts.iter().map(|part| self.node(*part)).collect();
                Kleene::at_least(*count as usize, values)
            }
        }
    }

    /// Parts of which those with the neutral value say nothing, and one with its opposite says all.
    fn parts(&mut self, parts: &[NodeId], neutral: Kleene) -> Kleene {
        let mut whole = neutral;
        for part in parts {
            let from = self.written.len();
            let value = self.node(*part);
            if value == neutral {
                self.written.truncate(from);
            } else if value == Kleene::Undetermined {
                whole = value;
            } else {
                return value;
            }
        }
        whole
    }

    /// Whether something is known of what a question is about, though not enough to answer it, and what else is possible
    /// turns on it. Of genes and therapies all answers are free.
    fn is_known_in_part(&self, leaf: &Leaf) -> bool {
        match leaf {
            Leaf::Value(Measured::Fact(fact), _) | Leaf::Compare(Measured::Fact(fact), ..) => {
                self.patient.facts.contains_key(fact)
            }
            Leaf::Value(Measured::Marker(marker), _) | Leaf::Compare(Measured::Marker(marker), ..) => {
                self.patient.marker_knowledge(*marker).is_some()
            }
            _ => false,
        }
    }
}
