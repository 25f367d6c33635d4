//! Which questions rules ask, and which of them are still open in undecided conditions.

use crate::{
    compile::{Node, NodeId, Operator, Plan, RuleNodes},
    evaluate::Findings,
    ordered::Sort,
};

/// The questions that are undetermined in the undecided parts of some rules, each once, in order. What is decided in an
/// undecided condition decides nothing, so no question is asked there.
pub fn open_questions(plan: &Plan, findings: &Findings, rules: impl Iterator<Item = RuleNodes>) -> Vec<NodeId> {
    questions(plan, Some(findings), conditions(rules))
}

/// All questions of some rules, answered or not, each once, in order.
pub fn all_questions(plan: &Plan, rules: impl Iterator<Item = RuleNodes>) -> Vec<NodeId> {
    questions(plan, None, conditions(rules))
}

fn conditions(rules: impl Iterator<Item = RuleNodes>) -> Vec<NodeId> {
    rules.flat_map(|rule| [Some(rule.when), rule.unless]).flatten().collect()
}

/// With findings those that they leave open.
fn questions(plan: &Plan, findings: Option<&Findings>, mut stack: Vec<NodeId>) -> Vec<NodeId> {
    let mut open = Vec::new();
    // Rules share most of what they ask: each condition is looked at once.
    let mut seen = vec![false; plan.len()];
    let is_decided = |node| findings.is_some_and(|findings| findings.value(plan, node).is_definite());
    while let Some(node) = stack.pop() {
        if std::mem::replace(&mut seen[node.index()], true) || is_decided(node) {
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
    open.order();
    open
}
