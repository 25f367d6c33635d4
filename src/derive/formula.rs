//! Undecided conditions reduced to what is undecided in them, each part once.
//!
//! Rules share most of what they ask, and one patient's open rules are looked at many times. So parts are numbered, equal
//! parts have one number, and each knows what is unknown in it.

use super::{bits::Bits, relevance::RuleCondition};
use crate::{
    check::Subject,
    compile::{Node, NodeId, Operator, Plan, RuleNodes},
    evaluate::Findings,
    kleene::Kleene,
    ordered::Sort,
};
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// The number of a part.
pub(super) type PartId = u32;

/// A condition or a part of one, without what is decided in it. The parts of [`Part::All`] and [`Part::Any`] are several,
/// of another kind, sorted, each once.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Part {
    Decided(Kleene),
    Open(u32),
    All(Rc<[PartId]>),
    Any(Rc<[PartId]>),
    Not(PartId),
    AtLeast(u32, Rc<[PartId]>),
}

/// A part, and what it depends on.
struct Entry {
    part: Part,
    /// The positions of the unknown things in it.
    unknowns: Bits,
    /// The numbers of the questions in it.
    questions: Bits,
}

/// The parts of one patient's open conditions.
pub(super) struct Formulas<'a> {
    plan: &'a Plan,
    findings: &'a Findings,
    entries: Vec<Entry>,
    known: FxHashMap<Part, PartId>,
    of_node: FxHashMap<NodeId, PartId>,
    of_rule: FxHashMap<RuleNodes, PartId>,
    /// The open questions, and the position of what each is about.
    questions: Vec<(NodeId, usize)>,
    /// What is unknown.
    subjects: Vec<Subject>,
    position: FxHashMap<Subject, usize>,
}

impl<'a> Formulas<'a> {
    pub fn new(plan: &'a Plan, findings: &'a Findings) -> Formulas<'a> {
        Formulas {
            plan,
            findings,
            entries: Vec::new(),
            known: FxHashMap::default(),
            of_node: FxHashMap::default(),
            of_rule: FxHashMap::default(),
            questions: Vec::new(),
            subjects: Vec::new(),
            position: FxHashMap::default(),
        }
    }

    /// Whether any of some rules speaks.
    pub fn any(&mut self, rules: &[RuleCondition]) -> PartId {
        let mut any = Vec::with_capacity(rules.len());
        for rule in rules {
            if rule.gives_way_to.is_empty() {
                any.push(self.rule(rule.own));
                continue;
            }
            let mut all = vec![self.rule(rule.own)];
            for other in &rule.gives_way_to {
                let other = self.rule(*other);
                all.push(self.not(other));
            }
            any.push(self.join(all, false));
        }
        self.join(any, true)
    }

    fn rule(&mut self, nodes: RuleNodes) -> PartId {
        if let Some(known) = self.of_rule.get(&nodes) {
            return *known;
        }
        let mut all = vec![self.node(nodes.when)];
        if let Some(unless) = nodes.unless {
            let unless = self.node(unless);
            all.push(self.not(unless));
        }
        let part = self.join(all, false);
        self.of_rule.insert(nodes, part);
        part
    }

    fn node(&mut self, node: NodeId) -> PartId {
        if let Some(known) = self.of_node.get(&node) {
            return *known;
        }
        let value = self.findings.value(self.plan, node);
        let plan = self.plan;
        let part = match plan.node(node) {
            _ if value.is_definite() => self.intern(Part::Decided(value)),
            Node::Leaf(leaf) => {
                let next = self.subjects.len();
                let position = *self.position.entry(leaf.subject()).or_insert(next);
                if position == next {
                    self.subjects.push(leaf.subject());
                }
                self.questions.push((node, position));
                self.intern(Part::Open(self.questions.len() as u32 - 1))
            }
            Node::Operator(Operator::All(all)) => self.nodes(all, false),
            Node::Operator(Operator::Any(any)) => self.nodes(any, true),
            Node::Operator(Operator::Not(part)) => {
                let part = self.node(*part);
                self.not(part)
            }
            Node::Operator(Operator::Define(_, part)) => self.node(*part),
            Node::Operator(Operator::AtLeast(count, of)) => {
                let parts = of.iter().map(|part| self.node(*part)).collect();
                self.intern(Part::AtLeast(*count, parts))
            }
        };
        self.of_node.insert(node, part);
        part
    }

    fn nodes(&mut self, nodes: &[NodeId], any: bool) -> PartId {
        let parts = nodes.iter().map(|node| self.node(*node)).collect();
        self.join(parts, any)
    }

    /// All of some parts or, with `any`, any of them.
    pub fn join(&mut self, parts: Vec<PartId>, any: bool) -> PartId {
        let (neutral, decisive) = if any { (Kleene::NotMet, Kleene::Met) } else { (Kleene::Met, Kleene::NotMet) };
        let mut found = Vec::with_capacity(parts.len());
        for part in parts {
            match self.part(part) {
                Part::Decided(value) if *value == neutral => {}
                Part::Decided(value) if *value == decisive => return part,
                Part::All(inner) if !any => found.extend_from_slice(inner),
                Part::Any(inner) if any => found.extend_from_slice(inner),
                _ => found.push(part),
            }
        }
        found.order();
        found.dedup();
        match found.as_slice() {
            [] => self.intern(Part::Decided(neutral)),
            [part] => *part,
            _ if any => self.intern(Part::Any(found.into())),
            _ => self.intern(Part::All(found.into())),
        }
    }

    fn not(&mut self, part: PartId) -> PartId {
        match self.part(part) {
            Part::Decided(value) => {
                let value = !*value;
                self.intern(Part::Decided(value))
            }
            Part::Not(part) => *part,
            _ => self.intern(Part::Not(part)),
        }
    }

    fn intern(&mut self, part: Part) -> PartId {
        if let Some(known) = self.known.get(&part) {
            return *known;
        }
        let (mut unknowns, mut questions) = (Bits::default(), Bits::default());
        match &part {
            Part::Decided(_) => {}
            Part::Open(number) => {
                questions = Bits::of(*number as usize);
                unknowns = Bits::of(self.questions[*number as usize].1);
            }
            Part::Not(part) => {
                unknowns.extend(self.unknowns(*part));
                questions.extend(self.questions(*part));
            }
            Part::All(parts) | Part::Any(parts) | Part::AtLeast(_, parts) => {
                for part in parts.iter() {
                    unknowns.extend(self.unknowns(*part));
                    questions.extend(self.questions(*part));
                }
            }
        }
        let id = self.entries.len() as PartId;
        self.known.insert(part.clone(), id);
        self.entries.push(Entry { part, unknowns, questions });
        id
    }

    /// What a part is.
    pub fn part(&self, part: PartId) -> &Part {
        &self.entries[part as usize].part
    }

    /// The positions of what is unknown in a part.
    pub fn unknowns(&self, part: PartId) -> &Bits {
        &self.entries[part as usize].unknowns
    }

    /// The numbers of the questions in a part.
    pub fn questions(&self, part: PartId) -> &Bits {
        &self.entries[part as usize].questions
    }

    /// The node of a question, and the position of what it is about.
    pub fn question(&self, number: usize) -> (NodeId, usize) {
        self.questions[number]
    }

    /// How many questions there are.
    pub fn count(&self) -> usize {
        self.questions.len()
    }

    /// The unknown thing at a position.
    pub fn subject(&self, position: usize) -> Subject {
        self.subjects[position]
    }

    /// The value of a part under some answers, one for each question.
    pub fn value(&self, part: PartId, answers: &[Kleene]) -> Kleene {
        match self.part(part) {
            Part::Decided(value) => *value,
            Part::Open(number) => answers[*number as usize],
            Part::All(parts) => {
                let mut all = Kleene::Met;
                for part in parts.iter() {
                    all = all.and(self.value(*part, answers));
                    if all == Kleene::NotMet {
                        break;
                    }
                }
                all
            }
            Part::Any(parts) => {
                let mut any = Kleene::NotMet;
                for part in parts.iter() {
                    any = any.or(self.value(*part, answers));
                    if any == Kleene::Met {
                        break;
                    }
                }
                any
            }
            Part::Not(part) => !self.value(*part, answers),
            Part::AtLeast(count, parts) => {
                Kleene::at_least(*count as usize, parts.iter().map(|part| self.value(*part, answers)))
            }
        }
    }
}
