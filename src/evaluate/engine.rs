//! The engine: only the questions that the profile speaks of are asked; everything else follows by number.

use super::{Findings, Verdict, answer::Answers, applicability};
use crate::{
    check::{Knownness, Leaf, Subject},
    compile::{Operator, Plan},
    evaluate::Applicability,
    kleene::Kleene,
    patient::Patient,
    vocabulary::Biomarker,
};

/// Evaluates every rule of a plan for a patient.
pub fn evaluate(plan: &Plan, patient: &Patient) -> Findings {
    let mut values = Vec::with_capacity(plan.len());
    values.extend(plan.leaves.iter().map(unasked));
    let answers = Answers { vocabulary: &plan.ruleset.vocabulary, patient };
    for subject in subjects(patient) {
        for node in plan.about(subject) {
            values[node.index()] = answers.answer(&plan.leaves[node.index()]);
        }
    }
    for operator in &plan.operators {
        let value = match operator {
            Operator::All(parts) => Kleene::all(parts.iter().map(|part| values[part.index()])),
            Operator::Any(parts) => Kleene::any(parts.iter().map(|part| values[part.index()])),
            Operator::Not(part) => !values[part.index()],
            Operator::AtLeast(count, parts) => {
                Kleene::at_least(*count as usize, parts.iter().map(|part| values[part.index()]))
            }
            Operator::Define(_, part) => values[part.index()],
        };
        values.push(value);
    }
    let rules = plan
        .rules
        .iter()
        .map(|(id, nodes)| match applicability(&plan.ruleset.rules[id], patient, &plan.ruleset) {
            Applicability::InForce => {
                let unless = nodes.unless.map_or(Kleene::NotMet, |node| values[node.index()]);
                Verdict::Applies(values[nodes.when.index()].and(!unless))
            }
            other => Verdict::NotApplicable(other),
        })
        .collect();
    Findings { values, rules }
}

/// The answer to a question about something that the profile does not speak of.
fn unasked(leaf: &Leaf) -> Kleene {
    match leaf {
        Leaf::Knownness(_, Knownness::Untested) => Kleene::Met,
        Leaf::Knownness(..) => Kleene::NotMet,
        _ => Kleene::Undetermined,
    }
}

/// What the profile speaks of.
fn subjects(patient: &Patient) -> impl Iterator<Item = Subject> + '_ {
    let genes = patient.genes.keys().map(|gene| Subject::Biomarker(Biomarker::Gene(*gene)));
    let markers = patient.markers.keys().map(|marker| Subject::Biomarker(Biomarker::Marker(*marker)));
    let facts = patient.facts.keys().map(|fact| Subject::Fact(*fact));
    [Subject::Disease, Subject::Therapies].into_iter().chain(facts).chain(genes).chain(markers)
}
