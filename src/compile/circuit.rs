//! Conditions made flat: definitions and negations dissolved, the parts of every operator side by side in one list.

use super::{NodeId, Operator};
use crate::kleene::Kleene;

/// All conditions of a plan, ready to be evaluated over the answers to its questions.
#[derive(Clone, Debug, Default)]
pub struct Circuit {
    /// How many questions there are; their numbers come before those of the gates.
    questions: usize,
    gates: Vec<Gate>,
    parts: Vec<Part>,
    /// What each operator of the plan became.
    of_operator: Vec<Part>,
}

/// A question or a gate, or its opposite: twice its number, and one more where it is the opposite.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Part(u32);

#[derive(Clone, Copy, Debug)]
struct Gate {
    kind: Kind,
    from: u32,
    to: u32,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    All,
    Any,
    AtLeast(u32),
}

impl Part {
    fn new(number: usize) -> Part {
        Part((number as u32) << 1)
    }

    fn number(self) -> usize {
        (self.0 >> 1) as usize
    }

    fn is_opposite(self) -> bool {
        self.0 & 1 == 1
    }

    /// The opposite.
    pub fn opposite(self) -> Part {
        Part(self.0 ^ 1)
    }
}

impl Circuit {
    pub(super) fn of(questions: usize, operators: &[Operator]) -> Circuit {
        let mut circuit = Circuit { questions, ..Circuit::default() };
        for operator in operators {
            let part = match operator {
                Operator::All(parts) => circuit.gate(Kind::All, parts),
                Operator::Any(parts) => circuit.gate(Kind::Any, parts),
                Operator::AtLeast(count, parts) => circuit.gate(Kind::AtLeast(*count), parts),
                Operator::Not(part) => circuit.part(*part).opposite(),
                Operator::Define(_, part) => circuit.part(*part),
            };
            circuit.of_operator.push(part);
        }
        circuit
    }

    /// What a node of the plan became.
    pub fn part(&self, node: NodeId) -> Part {
        match node.index().checked_sub(self.questions) {
            None => Part::new(node.index()),
            Some(operator) => self.of_operator[operator],
        }
    }

    fn gate(&mut self, kind: Kind, nodes: &[NodeId]) -> Part {
        let from = self.parts.len() as u32;
        for node in nodes {
            let part = self.part(*node);
            // All of all is one gate.
            match self.inside(part) {
                Some((inner, of)) if inner == kind && !matches!(kind, Kind::AtLeast(_)) => {
                    self.parts.extend_from_within(of);
                }
                _ => self.parts.push(part),
            }
        }
        let gate = self.questions + self.gates.len();
        self.gates.push(Gate { kind, from, to: self.parts.len() as u32 });
        Part::new(gate)
    }

    /// The gate of a part that is one and not its opposite.
    fn inside(&self, part: Part) -> Option<(Kind, std::ops::Range<usize>)> {
        let gate = self.gates.get(part.number().checked_sub(self.questions)?)?;
        (!part.is_opposite()).then_some((gate.kind, gate.from as usize..gate.to as usize))
    }

    /// The value of a part under the answers to all questions.
    #[inline]
    pub fn value(&self, part: Part, answers: &[Kleene]) -> Kleene {
        let number = part.number();
        let value = match answers.get(number) {
            Some(answer) => *answer,
            None => self.gate_value(&self.gates[number - self.questions], answers),
        };
        if part.is_opposite() { !value } else { value }
    }

    fn gate_value(&self, gate: &Gate, answers: &[Kleene]) -> Kleene {
        let parts = &self.parts[gate.from as usize..gate.to as usize];
        match gate.kind {
            Kind::All => {
                let mut all = Kleene::Met;
                for part in parts {
                    all = all.and(self.value(*part, answers));
                    if all == Kleene::NotMet {
                        break;
                    }
                }
                all
            }
            Kind::Any => {
                let mut any = Kleene::NotMet;
                for part in parts {
                    any = any.or(self.value(*part, answers));
                    if any == Kleene::Met {
                        break;
                    }
                }
                any
            }
            Kind::AtLeast(count) => {
                Kleene::at_least(count as usize, parts.iter().map(|part| self.value(*part, answers)))
            }
        }
    }

    /// The parts all of which must hold for this one to hold, as far as they are written as such.
    pub(super) fn conjuncts(&self, part: Part, found: &mut Vec<Part>) {
        match self.gates.get(part.number().wrapping_sub(self.questions)) {
            Some(gate) if gate.kind == if part.is_opposite() { Kind::Any } else { Kind::All } => {
                for inner in &self.parts[gate.from as usize..gate.to as usize] {
                    self.conjuncts(if part.is_opposite() { inner.opposite() } else { *inner }, found);
                }
            }
            _ => found.push(part),
        }
    }

    /// The parts of a conjunction or, with `true`, of a disjunction.
    pub(super) fn inner(&self, part: Part) -> Option<(bool, Vec<Part>)> {
        let gate = self.gates.get(part.number().checked_sub(self.questions)?)?;
        let is_any = match gate.kind {
            Kind::All => part.is_opposite(),
            Kind::Any => !part.is_opposite(),
            Kind::AtLeast(_) => return None,
        };
        let parts = self.parts[gate.from as usize..gate.to as usize].iter();
        Some((is_any, parts.map(|inner| if part.is_opposite() { inner.opposite() } else { *inner }).collect()))
    }

    /// The questions that a part asks, with repetitions.
    pub(super) fn questions(&self, part: Part, found: &mut Vec<usize>) {
        match self.gates.get(part.number().wrapping_sub(self.questions)) {
            Some(gate) => {
                for inner in &self.parts[gate.from as usize..gate.to as usize] {
                    self.questions(*inner, found);
                }
            }
            None => found.push(part.number()),
        }
    }
}
