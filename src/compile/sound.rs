//! Whether a plan that was read from a file can be trusted to answer: every number in it points at something.
//!
//! Ids of tables are checked while they are read. What is left are numbers that are only known to be right when all is
//! there: nodes, and values of one fact or marker.

use super::{NodeId, Operator, Plan};
use crate::{
    check::{Bound, Leaf, Measured},
    vocabulary::{Domain, Id, Implication, Limit, ValueId},
};

/// How deep operators nest at most. The language allows 128 levels with definitions written out; each of them is at most
/// four operators here: *and*, *or*, *not*, and the name of a definition.
const MAX_DEPTH: usize = 512;

impl Plan {
    /// Whether every number in it points at something.
    pub(super) fn is_sound(&self) -> bool {
        self.has_sound_nodes() && self.has_sound_trees() && self.has_sound_values()
    }

    /// Whether every tree is as large as its table.
    fn has_sound_trees(&self) -> bool {
        let vocabulary = &self.ruleset.vocabulary;
        let facts = vocabulary.facts.iter().map(|(_, fact)| &fact.domain);
        let markers = vocabulary.markers.iter().map(|(_, marker)| &marker.domain);
        vocabulary.region_tree.len() == vocabulary.regions.len()
            && vocabulary.disease_tree.len() == vocabulary.diseases.len()
            && vocabulary.method_tree.len() == vocabulary.methods.len()
            && facts.chain(markers).filter_map(Domain::values).all(|values| {
                let inside = |value: ValueId| value.index() < values.table.len();
                values.hierarchy.len() == values.table.len()
                    && values.table.iter().all(|(_, value)| value.parent.is_none_or(inside))
            })
    }

    /// Whether every value is one of the fact or marker that it is said to be of.
    fn has_sound_values(&self) -> bool {
        let vocabulary = &self.ruleset.vocabulary;
        let has =
            |domain: &Domain, value: ValueId| domain.values().is_some_and(|values| value.index() < values.table.len());
        let of = |measured: Measured, value: ValueId| match measured {
            Measured::Fact(fact) => has(&vocabulary.facts[fact].domain, value),
            Measured::Marker(marker) => has(&vocabulary.markers[marker].domain, value),
        };
        let implied = |implied: &Implication| of(Measured::Fact(implied.fact), implied.value);
        self.leaves.iter().all(|leaf| match leaf {
            Leaf::Value(measured, value) | Leaf::Compare(measured, _, Bound::Level(value)) => of(*measured, *value),
            _ => true,
        }) && vocabulary.diseases.iter().all(|(_, disease)| disease.implies.iter().all(implied))
            && vocabulary.markers.iter().all(|(_, marker)| {
                [marker.positive_from, marker.negative_up_to].into_iter().flatten().all(|limit| match limit {
                    Limit::Level(level) => has(&marker.domain, level),
                    Limit::Number(_) => true,
                })
            })
    }

    /// Whether every operator points at what stands before it, every rule at a node, and none nests deeper than rules can.
    fn has_sound_nodes(&self) -> bool {
        // Each operator stands behind its parts, so one pass finds how deep it nests.
        let mut depths: Vec<usize> = vec![0; self.leaves.len()];
        let mut is_deep = false;
        let mut before = |limit: usize, parts: &[NodeId]| {
            let inside = parts.iter().all(|part| part.index() < limit);
            let depth = parts.iter().filter_map(|part| depths.get(part.index())).max().map_or(1, |depth| depth + 1);
            depths.push(depth);
            is_deep |= depth > MAX_DEPTH;
            inside
        };
        let operators = self.operators.iter().enumerate().all(|(index, operator)| {
            let limit = self.leaves.len() + index;
            match operator {
                Operator::All(parts) | Operator::Any(parts) | Operator::AtLeast(_, parts) => before(limit, parts),
                Operator::Not(part) => before(limit, &[*part]),
                Operator::Define(define, part) => {
                    define.index() < self.ruleset.defines.len() && before(limit, &[*part])
                }
            }
        });
        let rules = self.rules.iter().all(|(_, nodes)| {
            nodes.when.index() < self.len() && nodes.unless.is_none_or(|unless| unless.index() < self.len())
        });
        operators && !is_deep && rules && self.rules.len() == self.ruleset.rules.len()
    }
}
