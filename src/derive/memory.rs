//! What was found out of undecided rules and of assays to choose, kept for the next patient.
//!
//! What matters to some rules follows from what is undecided in them: the conditions that are left when all that is known
//! is taken out. Patients with one disease leave much the same open, and so does one patient of whom one answer changes. So
//! the answer is kept under exactly that, written as a row of numbers.

use super::{
    cover::{Candidate, Choice, MAX_STEPS},
    relevance::{Reach, RuleCondition},
};
use crate::{
    check::{Leaf, Measured},
    compile::{Node, NodeId, Operator, Plan, RuleNodes},
    evaluate::Findings,
    kleene::Kleene,
    patient::Patient,
    vocabulary::Id,
};
use rustc_hash::FxHashMap;
use std::{
    cell::{RefCell, RefMut},
    sync::Arc,
};

/// How many numbers the keys have together before all is forgotten: some 16 MB.
const MAX_NUMBERS: usize = 1 << 22;

/// What was found out for earlier patients of one plan. It changes no answer, only the time that answers take.
#[derive(Clone, Debug, Default)]
pub struct Memory(RefCell<Kept>);

#[derive(Clone, Debug, Default)]
struct Kept {
    known: FxHashMap<Box<[u32]>, Arc<Reach>>,
    covers: FxHashMap<(Vec<Candidate>, Vec<usize>), Arc<Chosen>>,
    numbers: usize,
}

/// The best set of candidates, and what could stand in the place of each of them.
#[derive(Clone, Debug)]
pub struct Chosen {
    /// Each that is chosen, with those that would do as well.
    pub chosen: Vec<(usize, Vec<usize>)>,
    /// Whether it is proved that no smaller set does.
    pub is_smallest: bool,
}

impl Memory {
    pub(super) fn get(&self, key: &[u32]) -> Option<Arc<Reach>> {
        self.0.borrow().known.get(key).cloned()
    }

    pub(super) fn keep(&self, key: &[u32], known: Arc<Reach>) {
        self.room(key.len()).known.insert(key.into(), known);
    }

    /// The best set of candidates, where some specimens are taken already.
    pub fn choose(&self, candidates: Vec<Candidate>, taken: &[usize]) -> Arc<Chosen> {
        let key = (candidates, taken.to_vec());
        if let Some(known) = self.0.borrow().covers.get(&key) {
            return known.clone();
        }
        let choice = Choice::new(&key.0, taken);
        let cover = choice.smallest(MAX_STEPS);
        let chosen = cover.chosen.iter().map(|at| (*at, choice.instead_of(*at, &cover))).collect();
        let chosen = Arc::new(Chosen { chosen, is_smallest: cover.is_smallest });
        let numbers = key.0.iter().map(|candidate| candidate.covers.len() + 8).sum();
        self.room(numbers).covers.insert(key, chosen.clone());
        chosen
    }

    /// Makes room for so many numbers more.
    fn room(&self, numbers: usize) -> RefMut<'_, Kept> {
        let mut kept = self.0.borrow_mut();
        if kept.numbers + numbers > MAX_NUMBERS {
            *kept = Kept::default();
        }
        kept.numbers += numbers;
        kept
    }
}

// The numbers below those of nodes.
const NOT_MET: u32 = 0;
const MET: u32 = 1;
const END: u32 = 2;
const UNLESS: u32 = 3;
const GIVES_WAY: u32 = 4;
const FIRST_NODE: u32 = 5;

/// Writes keys for one patient.
pub(super) struct Writer<'a> {
    plan: &'a Plan,
    patient: &'a Patient,
    findings: &'a Findings,
    key: Vec<u32>,
    /// What is open in the rules that were looked at, one behind the other.
    written: Vec<u32>,
    rules: FxHashMap<RuleNodes, Written>,
    open: Open,
}

/// Where what is open in a rule is written.
#[derive(Clone, Copy)]
struct Written {
    from: usize,
    to: usize,
    open: Open,
}

/// What is open turns on.
#[derive(Clone, Copy, Default)]
struct Open {
    /// Something of which a part is known, so that the answer is this patient's alone.
    is_own: bool,
    /// The diagnosis.
    is_disease: bool,
}

impl<'a> Writer<'a> {
    pub fn new(plan: &'a Plan, patient: &'a Patient, findings: &'a Findings) -> Writer<'a> {
        Writer {
            plan,
            patient,
            findings,
            key: Vec::new(),
            written: Vec::new(),
            rules: FxHashMap::default(),
            open: Open::default(),
        }
    }

    /// What is open in some rules; nothing where the answer is this patient's alone.
    pub fn key(&mut self, rules: &[RuleCondition]) -> Option<&[u32]> {
        self.key.clear();
        self.open = Open::default();
        for rule in rules {
            self.rule(rule.own);
            for other in &rule.gives_way_to {
                self.key.push(GIVES_WAY);
                self.rule(*other);
            }
            self.key.push(END);
        }
        // A diagnosis that is known leaves its own kinds open, and no others.
        if self.open.is_disease {
            self.key.push(self.patient.disease.map_or(0, |disease| disease.index() as u32 + 1));
        }
        (!self.open.is_own).then_some(self.key.as_slice())
    }

    fn rule(&mut self, nodes: RuleNodes) {
        let rule = match self.rules.get(&nodes) {
            Some(known) => *known,
            None => {
                let from = self.written.len();
                let others = std::mem::take(&mut self.open);
                self.node(nodes.when);
                if let Some(unless) = nodes.unless {
                    self.written.push(UNLESS);
                    self.node(unless);
                }
                let rule = Written { from, to: self.written.len(), open: self.open };
                self.open = others;
                self.rules.insert(nodes, rule);
                rule
            }
        };
        self.open.is_own |= rule.open.is_own;
        self.open.is_disease |= rule.open.is_disease;
        self.key.extend_from_slice(&self.written[rule.from..rule.to]);
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
