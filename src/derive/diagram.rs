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
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::{Hash, Hasher};

/// A node: one of the three values, or a question.
type NodeNumber = u32;

const NOT_MET: NodeNumber = 0;
const UNDETERMINED: NodeNumber = 1;
const MET: NodeNumber = 2;
/// The first node that asks something.
const FIRST: NodeNumber = 3;

/// All nodes of one diagram; and the memory that they need, for the next one.
#[derive(Default)]
pub(super) struct Diagram {
    nodes: Vec<Ask>,
    /// Where the answers lead, of one node after the other.
    branches: Vec<NodeNumber>,
    /// Branches of nodes that are not whole yet.
    waiting: Vec<NodeNumber>,
    /// How many answers each unknown thing has.
    widths: Vec<usize>,
    /// The newest node with each fingerprint.
    newest: FxHashMap<u64, NodeNumber>,
    joined: FxHashMap<(bool, NodeNumber, NodeNumber), NodeNumber>,
    opposites: FxHashMap<NodeNumber, NodeNumber>,
    /// For each question: the rank of what it is about, and its position among those about it.
    places: FxHashMap<usize, (usize, usize)>,
    /// The nodes of parts.
    of_part: FxHashMap<PartId, NodeNumber>,
}

/// What is asked, by its rank.
struct Ask {
    unknown: usize,
    /// Where its branches begin.
    start: usize,
    /// The node before it with the same fingerprint.
    before: Option<NodeNumber>,
}

impl Diagram {
    /// What a part can come to. Where the answers to something cannot be listed, all that stands beside it is taken to
    /// matter.
    pub fn reach(&mut self, formulas: &Formulas<'_>, part: PartId, unknowns: &[Unknown]) -> Reach {
        if unknowns.iter().any(|unknown| unknown.answers.is_none()) {
            return Reach { met: true, not_met: true, matters: formulas.unknowns(part).clone() };
        }
        self.clear();
        for (rank, unknown) in unknowns.iter().enumerate() {
            self.widths.push(unknown.answers.iter().map(|answers| answers.len()).sum());
            for (position, number) in unknown.numbers.iter().enumerate() {
                self.places.insert(*number, (rank, position));
            }
        }
        let root = self.of(part, formulas, unknowns);
        let mut reach = Reach::default();
        let mut seen = vec![false; self.nodes.len()];
        let mut open = vec![root];
        while let Some(node) = open.pop() {
            match node {
                NOT_MET => reach.not_met = true,
                MET => reach.met = true,
                UNDETERMINED => {}
                node => {
                    let index = (node - FIRST) as usize;
                    if !std::mem::replace(&mut seen[index], true) {
                        reach.matters.insert(unknowns[self.nodes[index].unknown].position);
                        open.extend_from_slice(self.branches_of(node));
                    }
                }
            }
        }
        reach
    }

    fn clear(&mut self) {
        self.nodes.clear();
        self.branches.clear();
        self.widths.clear();
        self.newest.clear();
        self.joined.clear();
        self.opposites.clear();
        self.places.clear();
        self.of_part.clear();
    }

    /// Where the answers to a node's question lead.
    fn branches_of(&self, node: NodeNumber) -> &[NodeNumber] {
        let ask = &self.nodes[(node - FIRST) as usize];
        &self.branches[ask.start..ask.start + self.widths[ask.unknown]]
    }

    fn of(&mut self, part: PartId, formulas: &Formulas<'_>, unknowns: &[Unknown]) -> NodeNumber {
        if let Some(known) = self.of_part.get(&part) {
            return *known;
        }
        let node = match formulas.part(part) {
            Part::Decided(value) => terminal(*value),
            Part::Open(number) => {
                let (unknown, position) = self.places[&(*number as usize)];
                let start = self.branches.len();
                let answers = unknowns[unknown].answers.iter().flat_map(|answers| answers.iter());
                self.branches.extend(answers.map(|answer| if answer.has(position) { MET } else { NOT_MET }));
                self.ask(unknown, start)
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
        let asked =
            |node: NodeNumber| node.checked_sub(FIRST).map_or(usize::MAX, |node| self.nodes[node as usize].unknown);
        let (of_first, of_second) = (asked(first), asked(second));
        let unknown = of_first.min(of_second);
        // The branches of what is asked later, or not at all, are the node itself.
        let start =
            |node: NodeNumber, of_node: usize| (of_node == unknown).then(|| self.nodes[(node - FIRST) as usize].start);
        let (first_start, second_start) = (start(first, of_first), start(second, of_second));
        let width = self.widths[unknown];
        // Joining branches makes nodes, whose branches are put down meanwhile: these wait for their turn.
        let waiting = self.waiting.len();
        for number in 0..width {
            let branch =
                |node: NodeNumber, start: Option<usize>| start.map_or(node, |start| self.branches[start + number]);
            let (first, second) = (branch(first, first_start), branch(second, second_start));
            let joined = self.join(any, first, second);
            self.waiting.push(joined);
        }
        let node = self.ask_waiting(unknown, waiting);
        self.joined.insert((any, first, second), node);
        node
    }

    fn opposite(&mut self, node: NodeNumber) -> NodeNumber {
        let Some(position) = node.checked_sub(FIRST) else { return MET - node };
        if let Some(known) = self.opposites.get(&node) {
            return *known;
        }
        let Ask { unknown, start, .. } = self.nodes[position as usize];
        let waiting = self.waiting.len();
        for number in 0..self.widths[unknown] {
            let opposite = self.opposite(self.branches[start + number]);
            self.waiting.push(opposite);
        }
        let opposite = self.ask_waiting(unknown, waiting);
        self.opposites.insert(node, opposite);
        opposite
    }

    /// The node that asks this, and whose branches are those that wait.
    fn ask_waiting(&mut self, unknown: usize, waiting: usize) -> NodeNumber {
        let start = self.branches.len();
        self.branches.extend(self.waiting.drain(waiting..));
        self.ask(unknown, start)
    }

    /// The node that asks this, and whose branches are the last ones; where all answers lead to the same, that.
    fn ask(&mut self, unknown: usize, start: usize) -> NodeNumber {
        let branches = &self.branches[start..];
        if let Some(first) = branches.first()
            && branches.iter().all(|branch| branch == first)
        {
            let only = *first;
            self.branches.truncate(start);
            return only;
        }
        let mut fingerprint = FxHasher::default();
        (unknown, branches).hash(&mut fingerprint);
        let fingerprint = fingerprint.finish();
        let before = self.newest.get(&fingerprint).copied();
        let mut alike = before;
        while let Some(node) = alike {
            let ask = &self.nodes[(node - FIRST) as usize];
            if ask.unknown == unknown && self.branches_of(node) == branches {
                self.branches.truncate(start);
                return node;
            }
            alike = ask.before;
        }
        let node = FIRST + self.nodes.len() as NodeNumber;
        self.nodes.push(Ask { unknown, start, before });
        self.newest.insert(fingerprint, node);
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
