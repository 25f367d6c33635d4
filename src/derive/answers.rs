//! Every way in which the questions about one unknown thing can be answered together.
//!
//! Stage IIIB is a stage III; an exon 19 deletion is a mutation; who progressed on a drug has received it. So the answers
//! to several questions about one thing are not free of each other, and only those that can stand together are listed.

use super::bits::Bits;
use crate::{
    check::{Bound, Leaf, Measured},
    compile::{Node, NodeId, Plan},
    ordered::{Set, Sort},
    patient::{Knowledge, Patient},
    vocabulary::{DiseaseId, Domain, Id, Interval, Number, ValueId},
};

/// How many questions about one thing are answered in every combination.
const MAX_FREE: usize = 12;

/// The answers to these questions, all about one thing, that can stand together: of each the questions that it answers with
/// *yes*; nothing where they are too many.
pub(super) fn answers(plan: &Plan, patient: &Patient, questions: &[NodeId]) -> Option<Vec<Bits>> {
    let leaves: Vec<&Leaf> = questions
        .iter()
        .filter_map(|node| match plan.node(*node) {
            Node::Leaf(leaf) => Some(leaf),
            Node::Operator(_) => None,
        })
        .collect();
    let mut found = match leaves.first()? {
        Leaf::Disease(_) => disease_answers(plan, patient, &leaves),
        Leaf::Value(measured, _) | Leaf::Compare(measured, _, _) => measured_answers(plan, patient, *measured, &leaves),
        Leaf::Has(..) | Leaf::WildType(_) | Leaf::Received(_) | Leaf::Ended(..) => {
            return combinations(plan, questions);
        }
        Leaf::Knownness(..) => return None,
    };
    found.order();
    found.dedup();
    Some(found)
}

/// The positions of the leaves that hold.
fn holding(leaves: &[&Leaf], holds: impl Fn(&Leaf) -> bool) -> Bits {
    leaves.iter().enumerate().filter(|(_, leaf)| holds(leaf)).map(|(position, _)| position).collect()
}

/// A disease need not be one of the kinds of it that are declared. Which of those asked for it is, is said by the narrowest
/// of them; so one disease for each of them, and one that is none of them, give every answer.
fn disease_answers(plan: &Plan, patient: &Patient, leaves: &[&Leaf]) -> Vec<Bits> {
    let vocabulary = &plan.ruleset.vocabulary;
    let tree = &vocabulary.disease_tree;
    let asked = leaves.iter().filter_map(|leaf| match leaf {
        Leaf::Disease(asked) => Some(*asked),
        _ => None,
    });
    let asked: Vec<DiseaseId> = asked.collect();
    let is_none = |id: &DiseaseId| !asked.iter().any(|asked| tree.is_under(*id, *asked));
    let other = match patient.disease {
        Some(known) => Some(known),
        None => vocabulary.diseases.ids().find(is_none),
    };
    let possible = asked.iter().copied().filter(|id| patient.disease.is_none_or(|known| tree.is_under(*id, known)));
    let answer =
        |known: DiseaseId| holding(leaves, |leaf| matches!(leaf, Leaf::Disease(asked) if tree.is_under(known, *asked)));
    other.into_iter().chain(possible).map(answer).collect()
}

fn measured_answers(plan: &Plan, patient: &Patient, measured: Measured, leaves: &[&Leaf]) -> Vec<Bits> {
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
            let holds = |value: ValueId, leaf: &Leaf| match leaf {
                Leaf::Value(_, asked) => values.hierarchy.is_under(value, *asked),
                Leaf::Compare(_, comparison, Bound::Level(bound)) => {
                    comparison.holds(value.index().cmp(&bound.index()))
                }
                _ => false,
            };
            possible.map(|value| holding(leaves, |leaf| holds(value, leaf))).collect()
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
            let holds = |number: Number, leaf: &Leaf| matches!(leaf, Leaf::Compare(_, comparison, Bound::Number(bound)) if comparison.holds(number.cmp(bound)));
            let ends = match &known {
                Some(Knowledge::Numbers(known)) => {
                    known.iter().flat_map(|interval| [interval.from, interval.to]).flatten().collect()
                }
                _ => Vec::new(),
            };
            representatives(bounds.chain(ends))
                .into_iter()
                .filter(possible)
                .map(|number| holding(leaves, |leaf| holds(number, leaf)))
                .collect()
        }
    }
}

/// Each bound, and a number in each gap below, between and above them.
fn representatives(bounds: impl Iterator<Item = Number>) -> Vec<Number> {
    let bounds: Vec<f64> = bounds.collect::<Set<_>>().into_iter().map(Number::get).collect();
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
fn combinations(plan: &Plan, questions: &[NodeId]) -> Option<Vec<Bits>> {
    if questions.len() > MAX_FREE {
        return None;
    }
    // For each question those before it: which go with its yes, which its yes rules out, and of which a yes brings it with it.
    let excludes = |node: &NodeId, other: &NodeId| plan.settled(*node).excluded.contains(other);
    let mut found: Vec<u32> = vec![0];
    for (index, node) in questions.iter().enumerate() {
        let before = |is_related: &dyn Fn(&NodeId) -> bool| {
            let related = questions.iter().take(index).enumerate().filter(|(_, other)| is_related(other));
            related.fold(0, |mask, (position, _)| mask | 1 << position)
        };
        let implied: u32 = before(&|other| plan.settled(*node).implied.contains(other));
        let implying: u32 = before(&|other| plan.settled(*other).implied.contains(node));
        let excluded: u32 = before(&|other| excludes(node, other) || excludes(other, node));
        let yes = found
            .iter()
            .filter(|truth| implied & !**truth == 0 && excluded & **truth == 0)
            .map(|truth| truth | 1 << index);
        let no = found.iter().copied().filter(|truth| implying & truth == 0);
        found = no.chain(yes).collect();
    }
    Some(found.into_iter().map(|truth| Bits::from(u128::from(truth))).collect())
}
