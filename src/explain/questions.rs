//! The questions a person asks of a report: why is it there, and why is it not?

use super::proof::{RuleProof, prove};
use crate::{
    check::{Agent, Rule},
    compile::Plan,
    diagnostics::{Code, InputError, suggestion},
    evaluate::Findings,
    kleene::Kleene,
    ordered::Sort,
    patient::Patient,
    vocabulary::{Biomarker, RuleId},
};
use serde::{Deserialize, Serialize};

/// A question about a drug, a biomarker, a specialty or a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Question {
    /// Why is it in the report?
    Why,
    /// Why is it not?
    WhyNot,
}

/// The answer: the rules that speak of what was asked, nearest to holding first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Explanation {
    /// What was asked.
    pub question: Question,
    /// About what.
    pub about: String,
    /// The rules, each with its proof.
    pub rules: Vec<RuleProof>,
}

/// Answers a question.
///
/// # Errors
/// A name that is no drug, class, biomarker, specialty or rule.
pub fn explain(
    plan: &Plan,
    patient: &Patient,
    findings: &Findings,
    question: Question,
    about: &str,
) -> Result<Explanation, InputError> {
    let target = target(plan, about)?;
    let mut rules: Vec<(usize, &str, RuleId)> = plan
        .ruleset
        .rules
        .iter()
        .filter(|(id, rule)| target.is_spoken_of(plan, *id, rule))
        .filter(|(id, _)| match question {
            Question::Why => findings.verdicts.met.contains(*id),
            Question::WhyNot => !findings.verdicts.met.contains(*id),
        })
        .map(|(id, rule)| (distance(plan, findings, id), rule.name.as_str(), id))
        .collect();
    rules.order();
    let rules = rules.into_iter().map(|(_, _, id)| prove(plan, patient, findings, id)).collect();
    Ok(Explanation { question, about: about.to_owned(), rules })
}

/// How far a rule is from holding: first those that apply, then by how many conditions of it are refuted or open.
fn distance(plan: &Plan, findings: &Findings, id: RuleId) -> usize {
    use crate::compile::{Node, NodeId, Operator};
    fn missing(plan: &Plan, findings: &Findings, node: NodeId) -> usize {
        let weight = match findings.value(plan, node) {
            Kleene::Met => return 0,
            Kleene::Undetermined => 1,
            Kleene::NotMet => 100,
        };
        match plan.node(node) {
            Node::Operator(Operator::All(parts)) => parts.iter().map(|part| missing(plan, findings, *part)).sum(),
            Node::Operator(Operator::Any(parts)) => {
                parts.iter().map(|part| missing(plan, findings, *part)).min().unwrap_or(weight)
            }
            Node::Operator(Operator::Define(_, part)) => missing(plan, findings, *part),
            _ => weight,
        }
    }
    let applies = if findings.verdict(plan, id).value().is_some() { 0 } else { 1_000_000 };
    let nodes = plan.rules[id];
    let exception = nodes.unless.map_or(0, |unless| match findings.value(plan, unless) {
        Kleene::NotMet => 0,
        Kleene::Undetermined => 1,
        Kleene::Met => 100,
    });
    applies + missing(plan, findings, nodes.when) + exception
}

enum Target {
    Agent(Agent),
    Biomarker(Biomarker),
    Specialty(crate::vocabulary::SpecialtyId),
    Rule(RuleId),
}

fn target(plan: &Plan, about: &str) -> Result<Target, InputError> {
    let vocabulary = &plan.ruleset.vocabulary;
    let names = vocabulary.names();
    let name = about.trim();
    let class = name.strip_prefix("class ").unwrap_or(name);
    let rule = || plan.ruleset.rules.iter().find(|(_, rule)| rule.name == name).map(|(id, _)| Target::Rule(id));
    let found = names.drugs.lenient(name).map(|drug| Target::Agent(Agent::Drug(drug)));
    let found = found.or_else(|| names.classes.lenient(class).map(|class| Target::Agent(Agent::Class(class))));
    let found = found.or_else(|| vocabulary.find_biomarker(name).map(Target::Biomarker));
    let found = found.or_else(|| names.specialties.lenient(name).map(Target::Specialty)).or_else(rule);
    found.ok_or_else(|| {
        let known = [
            names.drugs.nearest(name),
            names.genes.nearest(name),
            names.markers.nearest(name),
            names.classes.nearest(name),
        ];
        let help = suggestion(name, known.into_iter().flatten());
        let error = InputError::new(
            Code::UnknownName,
            "",
            format!("no drug, class, biomarker, specialty or rule is called `{name}`"),
        );
        InputError { help, ..error }
    })
}

impl Target {
    fn is_spoken_of(&self, plan: &Plan, id: RuleId, rule: &Rule) -> bool {
        let vocabulary = &plan.ruleset.vocabulary;
        let actions = &rule.actions;
        match self {
            Target::Rule(target) => *target == id,
            Target::Specialty(specialty) => actions.referrals.contains(specialty),
            Target::Biomarker(biomarker) => actions.tests.iter().any(|test| test.biomarkers.contains(biomarker)),
            Target::Agent(agent) => {
                let meant = |other: Agent| agent.covers(other, vocabulary) || other.covers(*agent, vocabulary);
                actions.treatments.iter().any(|treatment| treatment.regimen.iter().any(|other| meant(*other)))
                    || actions.avoid.iter().any(|avoid| meant(avoid.agent))
                    || actions.holds.iter().any(|hold| hold.agents.iter().any(|held| meant(held.agent)))
            }
        }
    }
}
