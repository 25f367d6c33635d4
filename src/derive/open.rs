//! Which questions are still open in undecided conditions, and which would be if something had to be found out anew.

use crate::{
    check::Subject,
    compile::{Node, NodeId, Operator, Plan, RuleNodes},
    kleene::Kleene,
};

/// The questions that are undetermined in the undecided parts of a rule, each once, in order; `value` says
/// that of a node. What is decided in an undecided condition decides nothing, so no question is asked there.
pub fn open_questions(plan: &Plan, value: impl Fn(NodeId) -> Kleene, rule: RuleNodes) -> Vec<NodeId> {
    let mut open = Vec::new();
    let mut stack = vec![rule.when];
    stack.extend(rule.unless);
    while let Some(node) = stack.pop() {
        if value(node).is_definite() {
            continue;
        }
        match plan.node(node) {
            Node::Leaf(_) => open.push(node),
            Node::Operator(Operator::All(parts) | Operator::Any(parts) | Operator::AtLeast(_, parts)) => {
                stack.extend(parts)
            }
            Node::Operator(Operator::Not(part) | Operator::Define(_, part)) => stack.push(*part),
        }
    }
    open.sort_unstable();
    open.dedup();
    open
}

/// The values of all nodes if nothing were known of some subjects any more: of a gene whose results are from before the
/// disease progressed.
pub fn forgetting(
    plan: &Plan,
    value: impl Fn(NodeId) -> Kleene,
    is_forgotten: impl Fn(Subject) -> bool,
) -> Vec<Kleene> {
    let leaves = plan.leaves.iter().zip(0..).map(|(leaf, number)| match is_forgotten(leaf.subject()) {
        true => Kleene::Undetermined,
        false => value(NodeId(number)),
    });
    let mut values: Vec<Kleene> = Vec::with_capacity(plan.len());
    values.extend(leaves);
    // Each operator stands after all that it combines.
    for operator in &plan.operators {
        let value = |node: &NodeId| values[node.index()];
        let of_operator = match operator {
            Operator::All(parts) => Kleene::all(parts.iter().map(value)),
            Operator::Any(parts) => Kleene::any(parts.iter().map(value)),
            Operator::Not(part) => !value(part),
            Operator::AtLeast(count, parts) => Kleene::at_least(*count as usize, parts.iter().map(value)),
            Operator::Define(_, part) => value(part),
        };
        values.push(of_operator);
    }
    values
}
