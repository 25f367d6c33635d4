//! Which rules are made for the patient's own tumour, and what they still ask.
//!
//! A rule that can hold only for a disease which it names (`disease is D`, one of several, in a definition) is made for that
//! disease. One that names none, or only those for which it is not, or some beside others, speaks of every tumour.

use super::Desk;
use crate::{
    check::{Leaf, Subject},
    compile::{Node, NodeId, Operator, Plan},
    derive::open_questions,
    kleene::Kleene,
    ordered::Set,
    vocabulary::RuleId,
};

/// Whether a condition holds for no disease but those that it names.
pub(super) fn names_a_disease(plan: &Plan, condition: NodeId) -> bool {
    let names = |part: &NodeId| names_a_disease(plan, *part);
    match plan.node(condition) {
        Node::Leaf(leaf) => matches!(leaf, Leaf::Disease(_)),
        Node::Operator(Operator::All(parts)) => parts.iter().any(names),
        Node::Operator(Operator::Any(parts) | Operator::AtLeast(_, parts)) => parts.iter().all(names),
        Node::Operator(Operator::Define(_, part)) => names(part),
        // Which it is not for.
        Node::Operator(Operator::Not(_)) => false,
    }
}

/// Whether a rule that is not refuted is made for the patient's own tumour.
pub(super) fn is_own(desk: &Desk<'_>, rule: RuleId) -> bool {
    desk.memory.names_a_disease(desk.plan, rule)
}

/// What the open rules for the patient's own tumour ask that is not known.
pub(super) fn asked(desk: &Desk<'_>) -> Set<Subject> {
    let open = desk.rules.iter().filter(|(id, _, value)| *value == Kleene::Undetermined && is_own(desk, *id));
    let questions = open_questions(desk.plan, desk.findings, open.map(|(id, _, _)| desk.plan.rules[*id]));
    let subject = |node: &NodeId| match desk.plan.node(*node) {
        Node::Leaf(leaf) => Some(leaf.subject()),
        Node::Operator(_) => None,
    };
    questions.iter().filter_map(subject).collect()
}
