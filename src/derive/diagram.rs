//! A condition over unknown things as a decision diagram: ask one thing after the other, go where the answer leads.
//!
//! A diagram in which no two nodes are alike and no node asks what makes no difference is the only one of its
//! condition (R. E. Bryant, *Graph-based algorithms for Boolean function manipulation*, 1986; here with as many branches
//! as there are answers). So whatever it asks matters, and whatever matters it asks.

use super::{
    formula::{Formulas, Part, PartId},
    parts::{Reach, Unknown},
};
use crate::kleene::Kleene;
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// A node: one of the three values, or a question.
type NodeNumber = u32;

const NOT_MET: NodeNumber = 0;
const UNDETERMINED: NodeNumber = 1;
const MET: NodeNumber = 2;
/// The first node that asks something.
const FIRST: NodeNumber = 3;

/// All nodes of one diagram.
#[derive(Default)]
pub(super) struct Diagram {
    nodes: Vec<Ask>,
    known: FxHashMap<Ask, NodeNumber>,
    joined: FxHashMap<(bool, NodeNumber, NodeNumber), NodeNumber>,
    /// For each question: the rank of what it is about, and its position among those about it.
    places: FxHashMap<usize, (usize, usize)>,
    /// The nodes of parts.
    of_part: FxHashMap<PartId, NodeNumber>,
}

/// What is asked, and where each answer leads.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Ask {
    unknown: usize,
    branches: Rc<[NodeNumber]>,
}

impl Diagram {
    /// What a part can come to. Where the answers to something cannot be listed, all that stands beside it is taken to
    /// matter.
    pub fn reach(formulas: &Formulas<'_>, part: PartId, unknowns: &[Unknown]) -> Reach {
        if unknowns.iter().any(|unknown| unknown.answers.is_none()) {
            return Reach { met: true, not_met: true, matters: formulas.unknowns(part).clone() };
        }
        let mut diagram = Diagram::default();
        for (rank, unknown) in unknowns.iter().enumerate() {
            for (position, number) in unknown.numbers.iter().enumerate() {
                diagram.places.insert(*number, (rank, position));
            }
        }
        let root = diagram.of(part, formulas, unknowns);
        let mut reach = Reach::default();
        let mut seen = vec![false; diagram.nodes.len()];
        let mut open = vec![root];
        while let Some(node) = open.pop() {
            match node {
                NOT_MET => reach.not_met = true,
                MET => reach.met = true,
                UNDETERMINED => {}
                node => {
                    let index = (node - FIRST) as usize;
                    if !std::mem::replace(&mut seen[index], true) {
                        let ask = &diagram.nodes[index];
                        reach.matters.insert(unknowns[ask.unknown].position);
                        open.extend(ask.branches.iter().copied());
                    }
                }
            }
        }
        reach
    }

    fn of(&mut self, part: PartId, formulas: &Formulas<'_>, unknowns: &[Unknown]) -> NodeNumber {
        if let Some(known) = self.of_part.get(&part) {
            return *known;
        }
        let node = match formulas.part(part) {
            Part::Decided(value) => terminal(*value),
            Part::Open(number) => {
                let (unknown, position) = self.places[&(*number as usize)];
                let answers = unknowns[unknown].answers.iter().flat_map(|answers| answers.iter());
                let branches = answers.map(|answer| terminal(answer[position])).collect();
                self.ask(Ask { unknown, branches })
            }
            Part::Not(part) => {
                let node = self.of(*part, formulas, unknowns);
                self.opposite(node)
            }
            Part::All(parts) => self.fold(parts, false, formulas, unknowns),
            Part::Any(parts) => self.fold(parts, true, formulas, unknowns),
            Part::AtLeast(count, parts) => {
                // For each number so far: whether at least so many of the parts looked at hold.
                let count = *count as usize;
                let mut at_least = vec![NOT_MET; count + 1];
                at_least[0] = MET;
                for part in parts.iter() {
                    let part = self.of(*part, formulas, unknowns);
                    for number in (1..=count).rev() {
                        let one_more = self.join(false, part, at_least[number - 1]);
                        at_least[number] = self.join(true, one_more, at_least[number]);
                    }
                }
                at_least[count]
            }
        };
        self.of_part.insert(part, node);
        node
    }

    fn fold(&mut self, parts: &[PartId], any: bool, formulas: &Formulas<'_>, unknowns: &[Unknown]) -> NodeNumber {
        let (neutral, decisive) = if any { (NOT_MET, MET) } else { (MET, NOT_MET) };
        let mut all = neutral;
        for part in parts {
            let part = self.of(*part, formulas, unknowns);
            all = self.join(any, all, part);
            if all == decisive {
                break;
            }
        }
        all
    }

    /// Both (or, with `any`, either) of two conditions.
    fn join(&mut self, any: bool, first: NodeNumber, second: NodeNumber) -> NodeNumber {
        let (neutral, decisive) = if any { (NOT_MET, MET) } else { (MET, NOT_MET) };
        if first == decisive || second == decisive {
            return decisive;
        }
        if first == neutral || first == second {
            return second;
        }
        if second == neutral {
            return first;
        }
        let (first, second) = (first.min(second), first.max(second));
        if second < FIRST {
            // Of different values only *undetermined* is left beside the neutral and the decisive one.
            return UNDETERMINED;
        }
        if let Some(known) = self.joined.get(&(any, first, second)) {
            return *known;
        }
        let asked = |node: NodeNumber, diagram: &Diagram| {
            node.checked_sub(FIRST).map_or(usize::MAX, |node| diagram.nodes[node as usize].unknown)
        };
        let unknown = asked(first, self).min(asked(second, self));
        let count = [first, second]
            .into_iter()
            .filter(|node| asked(*node, self) == unknown)
            .map(|node| self.nodes[(node - FIRST) as usize].branches.len())
            .max();
        let branch = |node: NodeNumber, number: usize, diagram: &Diagram| {
            if asked(node, diagram) == unknown { diagram.nodes[(node - FIRST) as usize].branches[number] } else { node }
        };
        let branches = (0..count.unwrap_or_default())
            .map(|number| {
                let (first, second) = (branch(first, number, self), branch(second, number, self));
                self.join(any, first, second)
            })
            .collect();
        let node = self.ask(Ask { unknown, branches });
        self.joined.insert((any, first, second), node);
        node
    }

    fn opposite(&mut self, node: NodeNumber) -> NodeNumber {
        let Some(position) = node.checked_sub(FIRST) else { return MET - node };
        let Ask { unknown, branches } = self.nodes[position as usize].clone();
        let branches = branches.iter().map(|branch| self.opposite(*branch)).collect();
        self.ask(Ask { unknown, branches })
    }

    /// The node that asks this; where all answers lead to the same, that.
    fn ask(&mut self, ask: Ask) -> NodeNumber {
        if let Some(first) = ask.branches.first()
            && ask.branches.iter().all(|branch| branch == first)
        {
            return *first;
        }
        if let Some(known) = self.known.get(&ask) {
            return *known;
        }
        let node = FIRST + self.nodes.len() as NodeNumber;
        self.nodes.push(ask.clone());
        self.known.insert(ask, node);
        node
    }
}

fn terminal(value: Kleene) -> NodeNumber {
    match value {
        Kleene::NotMet => NOT_MET,
        Kleene::Undetermined => UNDETERMINED,
        Kleene::Met => MET,
    }
}
