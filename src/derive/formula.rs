//! An undecided condition reduced to what is undecided in it.

use super::relevance::RuleCondition;
use crate::{
    compile::{Node, NodeId, Operator, Plan, RuleNodes},
    evaluate::Findings,
    kleene::Kleene,
};

/// A condition without its decided parts. Its open questions are numbered from 0.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Formula {
    /// Whether it holds.
    pub root: Part,
    /// The open questions, each once.
    pub questions: Vec<NodeId>,
}

/// A condition or a part of one.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Part {
    Decided(Kleene),
    Open(usize),
    All(Vec<Part>),
    Any(Vec<Part>),
    Not(Box<Part>),
    AtLeast(usize, Vec<Part>),
}

impl Formula {
    /// Whether any of some rules speaks.
    pub fn of(plan: &Plan, findings: &Findings, rules: &[RuleCondition]) -> Formula {
        let mut reducer = Reducer { plan, findings, questions: Vec::new() };
        let mut any = Vec::with_capacity(rules.len());
        for rule in rules {
            let mut all = vec![reducer.rule(rule.own)];
            all.extend(rule.gives_way_to.iter().map(|other| Part::Not(Box::new(reducer.rule(*other)))));
            any.push(Part::All(all));
        }
        Formula { root: Part::Any(any), questions: reducer.questions }
    }
}

struct Reducer<'a> {
    plan: &'a Plan,
    findings: &'a Findings,
    questions: Vec<NodeId>,
}

impl Reducer<'_> {
    fn rule(&mut self, nodes: RuleNodes) -> Part {
        let exception = nodes.unless.map(|unless| Part::Not(Box::new(self.part(unless))));
        Part::All(std::iter::once(self.part(nodes.when)).chain(exception).collect())
    }

    fn part(&mut self, node: NodeId) -> Part {
        let value = self.findings.value(self.plan, node);
        if value.is_definite() {
            return Part::Decided(value);
        }
        match self.plan.node(node) {
            Node::Leaf(_) => {
                let number = self.questions.iter().position(|known| *known == node).unwrap_or_else(|| {
                    self.questions.push(node);
                    self.questions.len() - 1
                });
                Part::Open(number)
            }
            // What is decided in a condition that is not decides nothing: all that holds, any that does not.
            Node::Operator(Operator::All(all)) => Part::All(self.undecided(all)),
            Node::Operator(Operator::Any(any)) => Part::Any(self.undecided(any)),
            Node::Operator(Operator::Not(part)) => Part::Not(Box::new(self.part(*part))),
            Node::Operator(Operator::Define(_, part)) => self.part(*part),
            Node::Operator(Operator::AtLeast(count, of)) => {
                Part::AtLeast(*count as usize, of.iter().map(|part| self.part(*part)).collect())
            }
        }
    }

    fn undecided(&mut self, nodes: &[NodeId]) -> Vec<Part> {
        nodes
            .iter()
            .filter(|node| !self.findings.value(self.plan, **node).is_definite())
            .copied()
            .collect::<Vec<_>>()
            .into_iter()
            .map(|node| self.part(node))
            .collect()
    }
}

impl Part {
    /// Its value under some answers, one for each question.
    pub fn value(&self, answers: &[Kleene]) -> Kleene {
        match self {
            Part::Decided(value) => *value,
            Part::Open(number) => answers[*number],
            Part::All(parts) => {
                let mut all = Kleene::Met;
                for part in parts {
                    all = all.and(part.value(answers));
                    if all == Kleene::NotMet {
                        break;
                    }
                }
                all
            }
            Part::Any(parts) => {
                let mut any = Kleene::NotMet;
                for part in parts {
                    any = any.or(part.value(answers));
                    if any == Kleene::Met {
                        break;
                    }
                }
                any
            }
            Part::Not(part) => !part.value(answers),
            Part::AtLeast(count, parts) => Kleene::at_least(*count, parts.iter().map(|part| part.value(answers))),
        }
    }
}
