//! Every way in which the questions about one unknown thing can be answered together.
//!
//! Stage IIIB is a stage III; an exon 19 deletion is a mutation; who progressed on a drug has received it. So the answers
//! to several questions about one thing are not free of each other, and only those that can stand together are listed.

use crate::{
    check::{Bound, Leaf, Measured},
    compile::{Node, NodeId, Plan},
    kleene::Kleene,
    patient::{Knowledge, Patient},
    syntax::tree::Comparison,
    vocabulary::{
        Domain, GeneId, Id, Interval, Number,
        variant::{self, Pattern, PatternForm},
    },
};
use std::collections::BTreeSet;

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
        Leaf::Has(gene, _) | Leaf::WildType(gene) => {
            return combinations(&leaves, |truth| gene_consistent(plan, *gene, &leaves, truth));
        }
        Leaf::Received(_) | Leaf::ProgressedOn(_) => {
            return combinations(&leaves, |truth| therapies_consistent(plan, &leaves, truth));
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
                Some(Knowledge::Values(known)) => known.iter().any(|known| values.hierarchy.is_under(*id, *known)),
                _ => true,
            });
            let answer = |value, leaf: &&Leaf| match leaf {
                Leaf::Value(_, asked) => Kleene::from(values.hierarchy.is_under(value, *asked)),
                Leaf::Compare(_, comparison, Bound::Level(bound)) => {
                    Kleene::from(holds(*comparison, value.index().cmp(&bound.index())))
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
                Leaf::Compare(_, comparison, Bound::Number(bound)) => {
                    Kleene::from(holds(*comparison, number.cmp(bound)))
                }
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

fn holds(comparison: Comparison, order: std::cmp::Ordering) -> bool {
    match comparison {
        Comparison::AtLeast => order.is_ge(),
        Comparison::MoreThan => order.is_gt(),
        Comparison::AtMost => order.is_le(),
        Comparison::LessThan => order.is_lt(),
    }
}

/// Every combination of yes and no that is consistent; nothing where there are too many questions.
fn combinations(leaves: &[&Leaf], consistent: impl Fn(&[bool]) -> bool) -> Option<Vec<Vec<Kleene>>> {
    if leaves.len() > MAX_FREE {
        return None;
    }
    let truths = (0_u32..1 << leaves.len())
        .map(|bits| (0..leaves.len()).map(|index| bits >> index & 1 == 1).collect::<Vec<bool>>());
    Some(truths.filter(|truth| consistent(truth)).map(|truth| truth.into_iter().map(Kleene::from).collect()).collect())
}

fn gene_consistent(plan: &Plan, gene: GeneId, leaves: &[&Leaf], truth: &[bool]) -> bool {
    let model = &plan.ruleset.vocabulary.genes[gene].model;
    let named = |pattern: &Pattern| match model.named.is_empty() {
        true => variant::covers(model, &plain(PatternForm::Mutation), pattern),
        false => {
            model.named.iter().any(|set| variant::covers(model, &plain(PatternForm::Set(set.name.clone())), pattern))
        }
    };
    leaves.iter().zip(truth).all(|(leaf, holds)| match leaf {
        // Whatever one pattern matches, a wider one matches too.
        Leaf::Has(_, pattern) if *holds => leaves.iter().zip(truth).all(|(other, other_holds)| match other {
            Leaf::Has(_, wider) => *other_holds || !variant::covers(model, wider, pattern),
            Leaf::WildType(_) => !(*other_holds && named(pattern)),
            _ => true,
        }),
        _ => true,
    })
}

fn plain(form: PatternForm) -> Pattern {
    Pattern { origin: None, form, except: Vec::new() }
}

fn therapies_consistent(plan: &Plan, leaves: &[&Leaf], truth: &[bool]) -> bool {
    let vocabulary = &plan.ruleset.vocabulary;
    leaves.iter().zip(truth).all(|(leaf, holds)| {
        !*holds
            || leaves.iter().zip(truth).all(|(other, other_holds)| match (leaf, other) {
                (Leaf::Received(given), Leaf::Received(wider))
                | (Leaf::ProgressedOn(given), Leaf::ProgressedOn(wider) | Leaf::Received(wider)) => {
                    *other_holds || !wider.covers(*given, vocabulary)
                }
                _ => true,
            })
    })
}
