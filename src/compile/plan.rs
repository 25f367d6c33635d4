//! The plan: rules and vocabulary, and beside them every distinct condition under a number.

use super::{
    Circuit, Conjuncts, Genes, Place, Places, Row, Rows, Sheet, Sheets,
    relations::{Relations, Settled},
    rows,
    sheets::Ground,
};
use crate::{
    check::{Condition, Leaf, Rule, Ruleset, Subject},
    kleene::Kleene,
    ordered::Map,
    text::Date,
    vocabulary::{DefineId, DiseaseId, Id, RuleId, Table},
};
use serde::{Deserialize, Serialize};

/// The version of the plan's shape. A plan of another version is refused.
pub const FORMAT: u32 = 8;

/// A compiled rulebook.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Plan {
    /// What the rulebook is known by.
    pub identity: Identity,
    /// The rules and all that they name.
    pub ruleset: Ruleset,
    /// The distinct questions; question *n* is node *n*.
    pub leaves: Vec<Leaf>,
    /// The operators, each after all that it combines; the first is the node after the last leaf.
    pub operators: Vec<Operator>,
    /// The nodes of each rule.
    pub rules: Table<RuleId, RuleNodes>,
    /// Which questions are about what.
    #[serde(skip)]
    about: Map<Subject, Vec<NodeId>>,
    /// Which answer settles which other question.
    #[serde(skip)]
    relations: Relations,
    /// The conditions, ready to be evaluated.
    #[serde(skip)]
    circuit: Circuit,
    /// What each value of a fact, a marker or the disease answers.
    #[serde(skip)]
    rows: Rows,
    /// Where the answers stand.
    #[serde(skip)]
    places: Places,
    /// All that must hold for each rule.
    #[serde(skip)]
    conjuncts: Conjuncts,
    /// The rules that may speak of a patient, by the disease.
    #[serde(skip)]
    sheets: Sheets,
    /// The questions about genes.
    #[serde(skip)]
    genes: Genes,
    /// The answers to all questions while nothing is known.
    #[serde(skip)]
    unknown: Vec<Kleene>,
    /// When each rule is in force.
    #[serde(skip)]
    terms: Vec<Term>,
}

/// When a rule is in force.
#[derive(Clone, Copy, Debug)]
pub struct Term {
    /// First day.
    pub from: Option<Date>,
    /// The day on which it ends.
    pub until: Option<Date>,
    /// Whether the place matters too: its guideline is for some regions, or an amendment changes it in some.
    pub elsewhere: bool,
}

impl Term {
    /// Whether it is in force on every day and everywhere.
    pub fn is_always(&self) -> bool {
        self.from.is_none() && self.until.is_none() && !self.elsewhere
    }
}

/// What a rulebook is known by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The hash of its texts.
    pub sha256: String,
}

/// The number of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct NodeId(pub u32);

/// How a condition follows from others.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Operator {
    /// All of them.
    All(Vec<NodeId>),
    /// Any of them.
    Any(Vec<NodeId>),
    /// The opposite.
    Not(NodeId),
    /// At least so many of them.
    AtLeast(u32, Vec<NodeId>),
    /// The same, under the name of a definition.
    Define(DefineId, NodeId),
}

/// A node: a question, or an operator.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Node<'p> {
    /// A question about the patient.
    Leaf(&'p Leaf),
    /// What follows from others.
    Operator(&'p Operator),
}

/// The nodes of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RuleNodes {
    /// Its condition.
    pub when: NodeId,
    /// Its exception.
    pub unless: Option<NodeId>,
}

impl Plan {
    pub(super) fn new(
        identity: Identity,
        ruleset: Ruleset,
        leaves: Vec<Leaf>,
        operators: Vec<Operator>,
        rules: Table<RuleId, RuleNodes>,
    ) -> Plan {
        Plan {
            identity,
            ruleset,
            leaves,
            operators,
            rules,
            about: Map::new(),
            relations: Relations::default(),
            circuit: Circuit::default(),
            rows: Rows::default(),
            places: Places::default(),
            conjuncts: Conjuncts::default(),
            sheets: Sheets::default(),
            genes: Genes::default(),
            unknown: Vec::new(),
            terms: Vec::new(),
        }
        .indexed()
    }

    /// The plan with what follows from it, which is not stored.
    pub(super) fn indexed(mut self) -> Plan {
        self.about = Map::new();
        for (number, leaf) in self.leaves.iter().enumerate() {
            self.about.or_default(leaf.subject()).push(NodeId(number as u32));
        }
        self.relations = Relations::of(self.leaves.len());
        self.circuit = Circuit::of(self.leaves.len(), &self.operators);
        self.rows = Rows::of(&self.leaves, &self.ruleset.vocabulary);
        self.genes = Genes::of(&self.leaves, &self.ruleset.vocabulary);
        self.unknown = self.leaves.iter().map(rows::unknown).collect();
        let guidelines = &self.ruleset.vocabulary.guidelines;
        let term = |(_, rule): (RuleId, &Rule)| Term {
            from: rule.from,
            until: rule.until,
            elsewhere: !rule.amendments.is_empty() || !guidelines[rule.guideline].regions.is_empty(),
        };
        self.terms = self.ruleset.rules.iter().map(term).collect();
        self.places = Places::of(&self.rows, &self.unknown);
        self.conjuncts = Conjuncts::of_rules(&self.circuit, &self.rows, &self.rules);
        self.sheets = Sheets::for_rows(self.rows.disease_slot().map_or(1, |slot| self.rows.rows(slot) as usize));
        self
    }

    /// The node of a number.
    pub fn node(&self, id: NodeId) -> Node<'_> {
        match self.leaves.get(id.index()) {
            Some(leaf) => Node::Leaf(leaf),
            None => Node::Operator(&self.operators[id.index() - self.leaves.len()]),
        }
    }

    /// The questions about something.
    pub fn about(&self, subject: Subject) -> &[NodeId] {
        self.about.get(&subject).map_or(&[], Vec::as_slice)
    }

    /// The questions about the same thing that the *yes* to a question settles.
    pub fn settled(&self, question: NodeId) -> &Settled {
        let leaf = &self.leaves[question.index()];
        self.relations.settled(question, self.about(leaf.subject()), &self.leaves, &self.ruleset.vocabulary)
    }

    /// The conditions, ready to be evaluated.
    pub fn circuit(&self) -> &Circuit {
        &self.circuit
    }

    /// What each value of a fact, a marker or the disease answers.
    pub fn rows(&self) -> &Rows {
        &self.rows
    }

    /// Where the answers stand.
    pub fn places(&self) -> &Places {
        &self.places
    }

    /// The row of a disease, where rules ask about diseases.
    pub fn disease_row(&self, disease: DiseaseId) -> Option<(Place, Row)> {
        self.rows.disease(disease).map(|(slot, row)| (slot, self.places.row(slot, row)))
    }

    /// All that must hold for each rule.
    pub fn conjuncts(&self) -> &Conjuncts {
        &self.conjuncts
    }

    /// The rules that may speak of a patient whose disease has that row; without questions about diseases it is 0.
    #[inline]
    pub fn sheet(&self, disease: u32) -> &Sheet {
        let Plan { circuit, rows, places, unknown, conjuncts, terms, .. } = self;
        self.sheets.of(disease, Ground { circuit, rows, places, unknown, conjuncts, terms })
    }

    /// The plan with room for so many bytes of what is made ready for single diseases, 128 MiB unless it is said. The
    /// disease that goes past it is the last; all others share one sheet, which takes longer and says the same.
    pub fn with_room_for_sheets(mut self, bytes: usize) -> Plan {
        self.sheets = self.sheets.with_room(bytes);
        self
    }

    /// When a rule is in force.
    pub fn term(&self, rule: RuleId) -> &Term {
        &self.terms[rule.index()]
    }

    /// The questions about genes.
    pub fn genes(&self) -> &Genes {
        &self.genes
    }

    /// The answers to all questions while nothing is known.
    pub fn unknown(&self) -> &[Kleene] {
        &self.unknown
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.leaves.len() + self.operators.len()
    }

    /// Whether there is no condition at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Plan {
    /// The plan with the conditions of its rules and definitions as trees, from their nodes.
    pub(super) fn with_conditions(mut self) -> Plan {
        let defined: Vec<(DefineId, Condition)> = self
            .operators
            .iter()
            .filter_map(|operator| match operator {
                Operator::Define(define, node) => Some((*define, self.condition(*node))),
                _ => None,
            })
            .collect();
        for (define, condition) in defined {
            if let Some(define) = self.ruleset.defines.get_mut(define) {
                define.condition = condition;
            }
        }
        for (id, nodes) in self.rules.iter().map(|(id, nodes)| (id, *nodes)).collect::<Vec<_>>() {
            let (when, unless) = (self.condition(nodes.when), nodes.unless.map(|node| self.condition(node)));
            if let Some(rule) = self.ruleset.rules.get_mut(id) {
                (rule.when, rule.unless) = (when, unless);
            }
        }
        self
    }

    fn condition(&self, node: NodeId) -> Condition {
        let conditions = |parts: &[NodeId]| parts.iter().map(|part| self.condition(*part)).collect();
        match self.node(node) {
            Node::Leaf(leaf) => Condition::Leaf(leaf.clone()),
            Node::Operator(Operator::All(parts)) => Condition::All(conditions(parts)),
            Node::Operator(Operator::Any(parts)) => Condition::Any(conditions(parts)),
            Node::Operator(Operator::Not(part)) => Condition::Not(Box::new(self.condition(*part))),
            Node::Operator(Operator::AtLeast(count, parts)) => Condition::AtLeast(*count, conditions(parts)),
            Node::Operator(Operator::Define(define, _)) => Condition::Define(*define),
        }
    }
}
