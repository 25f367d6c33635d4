//! A program to a plan: each distinct condition once, numbered, children before parents.

mod circuit;
mod clauses;
mod genes;
mod places;
mod plan;
mod relations;
mod rows;
mod rules;
mod sheet;
mod sheets;
mod sound;
mod store;

pub use circuit::{Circuit, Part};
pub use genes::{GeneQuestions, Genes, Says};
pub use places::{Place, Places, Row};
pub use plan::{FORMAT, Identity, Node, NodeId, Operator, Plan, RuleNodes, Term};
pub use relations::{Relations, Settled};
pub use rows::{BETWEEN_ROWS, Rows, Slot};
pub use rules::Conjuncts;
pub use sheet::{Cell, Check, Page, Plane, Sheet, WIDEST};
pub use sheets::Sheets;
pub use store::{MAX_PLAN_BYTES, checksum};

use crate::{
    check::{Condition, Define, Leaf, Ruleset, Subject},
    ordered::{Map, Set, Sort},
    text::Sources,
    vocabulary::{DefineId, RuleId, Table},
};
use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// Compiles checked rules. A program with errors must not be compiled: its broken conditions hold for nobody.
pub fn compile(ruleset: &Ruleset, identity: Identity) -> Plan {
    // Leaves first and sorted, so that a plan depends on what rules say and not on where they stand. Those about one
    // thing stand side by side.
    let mut leaves = Vec::new();
    for (_, rule) in ruleset.rules.iter() {
        collect(&rule.when, &ruleset.defines, &mut leaves);
        rule.unless.iter().for_each(|unless| collect(unless, &ruleset.defines, &mut leaves));
    }
    let leaves: Set<(Subject, Leaf)> = leaves.into_iter().collect();
    let leaves: Map<(Subject, Leaf), NodeId> =
        leaves.into_iter().enumerate().map(|(number, leaf)| (leaf, NodeId(number as u32))).collect();
    let mut numbering = Numbering {
        defines: &ruleset.defines,
        operators: Vec::new(),
        numbers: FxHashMap::default(),
        defined: FxHashMap::default(),
        leaves: &leaves,
    };
    let rules: Table<RuleId, RuleNodes> = ruleset
        .rules
        .iter()
        .map(|(_, rule)| RuleNodes {
            when: numbering.node(&rule.when),
            unless: rule.unless.as_ref().map(|unless| numbering.node(unless)),
        })
        .collect();
    let operators = numbering.operators;
    Plan::new(identity, ruleset.clone(), leaves.into_keys().map(|(_, leaf)| leaf).collect(), operators, rules)
}

/// What a rulebook is known by: its name, the newest version among its guidelines, the hash of its texts.
///
/// The hash is the SHA-256 of every file's name, length and text, in the order of their names.
pub fn identity(name: &str, sources: &Sources, ruleset: &Ruleset) -> Identity {
    let mut files: Vec<_> = sources.iter().map(|(_, file)| (&file.name, &file.text)).collect();
    files.order();
    let mut hash = Sha256::new();
    for (name, text) in files {
        hash.update((name.len() as u64).to_le_bytes());
        hash.update(name.as_bytes());
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(text.as_bytes());
    }
    let newest = |version: &&String| -> Vec<u64> { version.split('.').map(|part| part.parse().unwrap_or(0)).collect() };
    let version =
        ruleset.vocabulary.guidelines.iter().filter_map(|(_, guideline)| guideline.version.as_ref()).max_by_key(newest);
    Identity {
        name: name.to_owned(),
        version: version.cloned().unwrap_or_else(|| "0".into()),
        sha256: hexadecimal(&hash.finalize()),
    }
}

/// The SHA-256 of some bytes, in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn collect(condition: &Condition, defines: &Table<DefineId, Define>, leaves: &mut Vec<(Subject, Leaf)>) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => {
            parts.iter().for_each(|part| collect(part, defines, leaves));
        }
        Condition::Not(part) => collect(part, defines, leaves),
        Condition::Define(define) => collect(&defines[*define].condition, defines, leaves),
        Condition::Leaf(leaf) => leaves.push((leaf.subject(), leaf.clone())),
    }
}

struct Numbering<'a> {
    defines: &'a Table<DefineId, Define>,
    leaves: &'a Map<(Subject, Leaf), NodeId>,
    operators: Vec<Operator>,
    numbers: FxHashMap<Operator, NodeId>,
    defined: FxHashMap<DefineId, NodeId>,
}

impl Numbering<'_> {
    fn node(&mut self, condition: &Condition) -> NodeId {
        let operator = match condition {
            Condition::Leaf(leaf) => return self.leaves[&(leaf.subject(), leaf.clone())],
            Condition::All(parts) => Operator::All(self.nodes(parts)),
            Condition::Any(parts) => Operator::Any(self.nodes(parts)),
            Condition::AtLeast(count, parts) => Operator::AtLeast(*count, self.nodes(parts)),
            Condition::Not(part) => Operator::Not(self.node(part)),
            Condition::Define(define) => {
                if let Some(known) = self.defined.get(define) {
                    return *known;
                }
                let inner = self.node(&self.defines[*define].condition);
                let node = self.number(Operator::Define(*define, inner));
                self.defined.insert(*define, node);
                return node;
            }
        };
        self.number(operator)
    }

    fn nodes(&mut self, parts: &[Condition]) -> Vec<NodeId> {
        parts.iter().map(|part| self.node(part)).collect()
    }

    fn number(&mut self, operator: Operator) -> NodeId {
        let next = NodeId((self.leaves.len() + self.operators.len()) as u32);
        let operators = &mut self.operators;
        *self.numbers.entry(operator).or_insert_with_key(|operator| {
            operators.push(operator.clone());
            next
        })
    }
}

impl NodeId {
    /// The position of the node's value.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}
