//! Which questions are still open in an undecided condition.

use crate::{
    compile::{Node, NodeId, Operator, Plan, RuleNodes},
    evaluate::Findings,
};

/// The questions that are undetermined in the undecided parts of a rule, each once, in order. What is decided in an
/// undecided condition decides nothing, so no question is asked there.
pub fn open_questions(plan: &Plan, findings: &Findings, rule: RuleNodes) -> Vec<NodeId> {
    let mut open = Vec::new();
    let mut stack = vec![rule.when];
    stack.extend(rule.unless);
    while let Some(node) = stack.pop() {
        if findings.value(plan, node).is_definite() {
            continue;
        }
        match plan.node(node) {
            Node::Leaf(_) => open.push(node),
            Node::Operator(Operator::All(parts) | Operator::Any(parts) | Operator::AtLeast(_, parts)) => {
                stack.extend(parts);
            }
            Node::Operator(Operator::Not(part) | Operator::Define(_, part)) => stack.push(*part),
        }
    }
    open.sort_unstable();
    open.dedup();
    open
}
