//! Every way in which the questions about one unknown thing can be answered together.
//!
//! Stage IIIB is a stage III; an exon 19 deletion is a mutation; who progressed on a drug has received it. So the answers
//! to several questions about one thing are not free of each other, and only those that can stand together are listed.

use crate::{
    check::{Bound, Leaf, Measured},
    compile::{Node, NodeId, Plan},
    kleene::Kleene,
    patient::{Knowledge, Patient},
    vocabulary::{Domain, Id, Interval, Number},
};
use std::collections::{BTreeMap, BTreeSet};

/// How many questions about one thing are answered in every combination.
const MAX_FREE: usize = 12;

/// The answers to these questions, all about one thing, that can stand together; nothing where they are too many.
pub(super) fn answers(plan: &Plan, patient: &Patient, questions: &[NodeId]) -> Option<Vec<Vec<Kleene>>> {
    let leaves: Vec<&Leaf> = questions
        .iter()
        .filter_map(|node| match plan.node(*node) {
            Node::Leaf(leaf) => Some(leaf),
            Node::Operator(_) => None,
        })
        .collect();
    let vocabulary = &plan.ruleset.vocabulary;
    let found: BTreeSet<Vec<Kleene>> = match leaves.first()? {
        Leaf::Disease(_) => {
            // A disease need not be one of the kinds of it that are declared.
            let tree = &vocabulary.disease_tree;
            let possible =
                vocabulary.diseases.ids().filter(|id| patient.disease.is_none_or(|known| tree.is_under(*id, known)));
            let answer = |known, leaf: &&Leaf| match leaf {
                Leaf::Disease(asked) => Kleene::from(tree.is_under(known, *asked)),
                _ => Kleene::Undetermined,
            };
            possible.map(|known| leaves.iter().map(|leaf| answer(known, leaf)).collect()).collect()
        }
        Leaf::Value(measured, _) | Leaf::Compare(measured, _, _) => measured_answers(plan, patient, *measured, &leaves),
        Leaf::Has(..) | Leaf::WildType(_) | Leaf::Received(_) | Leaf::ProgressedOn(_) => {
            return combinations(plan, questions);
        }
        Leaf::Knownness(..) => return None,
    };
    Some(found.into_iter().collect())
}

fn measured_answers(plan: &Plan, patient: &Patient, measured: Measured, leaves: &[&Leaf]) -> BTreeSet<Vec<Kleene>> {
    let vocabulary = &plan.ruleset.vocabulary;
    let (domain, known) = match measured {
        Measured::Fact(fact) => (&vocabulary.facts[fact].domain, patient.facts.get(&fact).cloned()),
        Measured::Marker(marker) => (&vocabulary.markers[marker].domain, patient.marker_knowledge(marker)),
    };
    match domain {
        Domain::Values(values) | Domain::Levels(values) => {
            let possible = values.table.ids().filter(|id| match &known {
                // Only what is known as exactly as can be answers every question.
                _ if !values.hierarchy.is_leaf(*id) => false,
                Some(Knowledge::Values(known)) => known.iter().any(|known| values.hierarchy.is_under(*id, *known)),
                _ => true,
            });
            let answer = |value, leaf: &&Leaf| match leaf {
                Leaf::Value(_, asked) => Kleene::from(values.hierarchy.is_under(value, *asked)),
                Leaf::Compare(_, comparison, Bound::Level(bound)) => {
                    Kleene::from(comparison.holds(value.index().cmp(&bound.index())))
                }
                _ => Kleene::Undetermined,
            };
            possible.map(|value| leaves.iter().map(|leaf| answer(value, leaf)).collect()).collect()
        }
        Domain::Number(numbers) => {
            let bounds = leaves.iter().filter_map(|leaf| match leaf {
                Leaf::Compare(_, _, Bound::Number(bound)) => Some(*bound),
                _ => None,
            });
            let possible = |number: &Number| {
                numbers.holds(*number)
                    && match &known {
                        Some(Knowledge::Numbers(known)) => known.iter().any(|interval| within(interval, *number)),
                        _ => true,
                    }
            };
            let answer = |number: Number, leaf: &&Leaf| match leaf {
                Leaf::Compare(_, comparison, Bound::Number(bound)) => Kleene::from(comparison.holds(number.cmp(bound))),
                _ => Kleene::Undetermined,
            };
            let ends = match &known {
                Some(Knowledge::Numbers(known)) => {
                    known.iter().flat_map(|interval| [interval.from, interval.to]).flatten().collect()
                }
                _ => Vec::new(),
            };
            representatives(bounds.chain(ends))
                .into_iter()
                .filter(possible)
                .map(|number| leaves.iter().map(|leaf| answer(number, leaf)).collect())
                .collect()
        }
    }
}

/// Each bound, and a number in each gap below, between and above them.
fn representatives(bounds: impl Iterator<Item = Number>) -> Vec<Number> {
    let bounds: Vec<f64> = bounds.collect::<BTreeSet<_>>().into_iter().map(Number::get).collect();
    let gaps = bounds.windows(2).map(|pair| pair[0].midpoint(pair[1]));
    let outside = [bounds.first().map(|first| first - 1.0), bounds.last().map(|last| last + 1.0)];
    let near = bounds.iter().flat_map(|bound| [bound - 1e-6, bound + 1e-6]);
    bounds
        .iter()
        .copied()
        .chain(gaps)
        .chain(outside.into_iter().flatten())
        .chain(near)
        .filter_map(Number::new)
        .collect()
}

fn within(interval: &Interval, number: Number) -> bool {
    let above = interval.from.is_none_or(|from| number > from || number == from && !interval.from_open);
    let below = interval.to.is_none_or(|to| number < to || number == to && !interval.to_open);
    above && below
}

/// Every combination of yes and no that can stand together; nothing where there are too many questions.
fn combinations(plan: &Plan, questions: &[NodeId]) -> Option<Vec<Vec<Kleene>>> {
    if questions.len() > MAX_FREE {
        return None;
    }
    // One bit for each question: those that a yes brings with it, and those that it rules out.
    let mask = |related: &BTreeMap<NodeId, Vec<NodeId>>, node: &NodeId| -> u32 {
        let positions =
            related.get(node).into_iter().flatten().filter_map(|other| questions.iter().position(|node| node == other));
        positions.fold(0, |mask, position| mask | 1 << position)
    };
    let relations = plan.relations();
    let masks: Vec<(u32, u32)> =
        questions.iter().map(|node| (mask(&relations.implied, node), mask(&relations.excluded, node))).collect();
    let consistent = |truth: &u32| {
        masks.iter().enumerate().all(|(index, (implied, excluded))| {
            truth >> index & 1 == 0 || implied & !truth == 0 && excluded & truth == 0
        })
    };
    let answers = |truth: u32| (0..questions.len()).map(|index| Kleene::from(truth >> index & 1 == 1)).collect();
    Some((0..1 << questions.len()).filter(consistent).map(answers).collect())
}
