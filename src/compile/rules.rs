//! The conditions of rules as their conjuncts, and what of them is about the disease alone.

use super::{Circuit, Part, Rows, RuleNodes};
use crate::{
    kleene::Kleene,
    ordered::Sort,
    vocabulary::{Id, RuleId, Table},
};

/// The conjuncts of all rules: all of a rule's must hold.
#[derive(Clone, Debug, Default)]
pub struct Conjuncts {
    of_rule: Vec<Conjunction>,
}

#[derive(Clone, Debug)]
struct Conjunction {
    parts: Vec<Part>,
    /// Those of them that ask about the disease and nothing else.
    of_disease: Vec<Part>,
}

impl Conjuncts {
    pub(super) fn of_rules(circuit: &Circuit, rows: &Rows, rules: &Table<RuleId, RuleNodes>) -> Conjuncts {
        let disease = rows.disease_slot();
        let is_of_disease = |part: &Part| {
            let mut questions = Vec::new();
            circuit.questions(*part, &mut questions);
            disease.is_some() && questions.iter().all(|question| rows.slot_of_question(*question) == disease)
        };
        let conjunction = |nodes: &RuleNodes| {
            let mut parts = Vec::new();
            circuit.conjuncts(circuit.part(nodes.when), &mut parts);
            if let Some(unless) = nodes.unless {
                circuit.conjuncts(circuit.part(unless).opposite(), &mut parts);
            }
            parts.order();
            parts.dedup();
            let of_disease = parts.iter().copied().filter(is_of_disease).collect();
            Conjunction { parts, of_disease }
        };
        Conjuncts { of_rule: rules.iter().map(|(_, nodes)| conjunction(nodes)).collect() }
    }

    /// Those of a rule.
    #[inline]
    pub fn of(&self, rule: RuleId) -> &[Part] {
        &self.of_rule[rule.index()].parts
    }

    /// All rules.
    pub(super) fn rules(&self) -> impl Iterator<Item = RuleId> {
        (0..self.of_rule.len()).map(RuleId::from_index)
    }

    /// The rules that the answers about the disease leave open.
    pub(super) fn alive<'c>(
        &'c self,
        circuit: &'c Circuit,
        answers: &'c [Kleene],
    ) -> impl Iterator<Item = RuleId> + 'c {
        let is_alive =
            |rule: &Conjunction| rule.of_disease.iter().all(|part| circuit.value(*part, answers) != Kleene::NotMet);
        let alive = self.of_rule.iter().enumerate().filter(move |(_, rule)| is_alive(rule));
        alive.map(|(number, _)| RuleId::from_index(number))
    }
}
