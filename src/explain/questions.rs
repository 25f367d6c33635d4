//! The questions a person asks of a report: why is it there, and why is it not?

use super::proof::{RuleProof, prove};
use crate::{
    check::{Agent, Leaf, Rule},
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

/// The answer: the rules that speak of what was asked. Why not a drug is answered by what speaks against it, then by what
/// would support it, nearest to holding first.
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
    let is_met = |id: RuleId| findings.verdicts.met.contains(id);
    let spoken_of = || plan.ruleset.rules.iter().filter(|(id, rule)| target.is_spoken_of(plan, *id, rule));
    let mut rules: Vec<(Standing, usize, &str, RuleId)> = spoken_of()
        .filter(|(id, _)| is_met(*id) == (question == Question::Why))
        .map(|(id, rule)| (target.standing(plan, rule), distance(plan, findings, id), rule.name.as_str(), id))
        .collect();
    if question == Question::WhyNot && matches!(target, Target::Agent(_)) {
        // What would speak against it and does not is no reason, unless nothing else is said of it.
        let would_support = rules.iter().any(|(standing, ..)| *standing == Standing::For);
        rules.retain(|(standing, _, _, id)| {
            *standing == Standing::For || !would_support || findings.verdicts.open.contains(*id)
        });
        let set_aside: Vec<RuleId> = spoken_of()
            .filter(|(id, rule)| is_met(*id) && target.standing(plan, rule) == Standing::For)
            .map(|(id, _)| id)
            .collect();
        let against = plan.ruleset.rules.iter().filter(|(id, rule)| {
            let speaks = target.is_spoken_of(plan, *id, rule) && target.standing(plan, rule) == Standing::Against;
            is_met(*id) && (speaks || rule.supersedes.iter().any(|superseded| set_aside.contains(superseded)))
        });
        rules.extend(against.map(|(id, rule)| (Standing::Counts, 0, rule.name.as_str(), id)));
    }
    rules.order();
    let rules = rules.into_iter().map(|(_, _, _, id)| prove(plan, patient, findings, id)).collect();
    Ok(Explanation { question, about: about.to_owned(), rules })
}

/// How far a rule is from holding: first those that apply, then by how many conditions of it are refuted or open.
fn distance(plan: &Plan, findings: &Findings, id: RuleId) -> usize {
    use crate::compile::{Node, NodeId, Operator};
    fn missing(plan: &Plan, findings: &Findings, node: NodeId) -> usize {
        let weight = match (findings.value(plan, node), plan.node(node)) {
            (Kleene::Met, _) => return 0,
            (Kleene::Undetermined, _) => 1,
            // No other answer brings another disease.
            (Kleene::NotMet, Node::Leaf(Leaf::Disease(_))) => 10_000,
            (Kleene::NotMet, _) => 100,
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

/// What a rule is to the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    /// It holds and speaks against what was asked about, or sets aside what supports it.
    Counts,
    /// It would support it.
    For,
    /// It would speak against it.
    Against,
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
    /// What a rule that speaks of it is to it.
    fn standing(&self, plan: &Plan, rule: &Rule) -> Standing {
        match self {
            Target::Agent(agent) if !supports(plan, *agent, rule) => Standing::Against,
            _ => Standing::For,
        }
    }

    fn is_spoken_of(&self, plan: &Plan, id: RuleId, rule: &Rule) -> bool {
        let vocabulary = &plan.ruleset.vocabulary;
        let actions = &rule.actions;
        match self {
            Target::Rule(target) => *target == id,
            Target::Specialty(specialty) => actions.referrals.contains(specialty),
            Target::Biomarker(biomarker) => actions.tests.iter().any(|test| test.biomarkers.contains(biomarker)),
            Target::Agent(agent) => {
                let meant = |other: Agent| agent.covers(other, vocabulary) || other.covers(*agent, vocabulary);
                supports(plan, *agent, rule)
                    || actions.avoid.iter().any(|avoid| meant(avoid.agent))
                    || actions.holds.iter().any(|hold| hold.agents.iter().any(|held| meant(held.agent)))
            }
        }
    }
}

/// Whether a rule supports a drug, or one of a class.
fn supports(plan: &Plan, agent: Agent, rule: &Rule) -> bool {
    let vocabulary = &plan.ruleset.vocabulary;
    let meant = |other: &Agent| agent.covers(*other, vocabulary) || other.covers(agent, vocabulary);
    rule.actions.treatments.iter().any(|treatment| treatment.regimen.iter().any(meant))
}
