//! The proof of a verdict: every condition with its value, down to what the profile says.

use super::{evidence, words};
use crate::{
    check::Ruleset,
    compile::{Node, NodeId, Operator, Plan},
    evaluate::{Applicability, Findings, Verdict},
    kleene::Kleene,
    patient::Patient,
    report::{CitationReference, citation},
    vocabulary::RuleId,
};
use serde::{Deserialize, Serialize};

/// Why a rule came out as it did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleProof {
    /// The rule.
    pub rule: String,
    /// What people call it.
    pub title: String,
    /// The file it stands in.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The rule as written.
    pub text: String,
    /// Its verdict; nothing where it does not apply.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Kleene>,
    /// Why it does not apply.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_applicable: Option<String>,
    /// Its condition.
    pub when: Proof,
    /// Its exception.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unless: Option<Proof>,
    /// Its sources.
    pub citations: Vec<CitationReference>,
    /// Its reason, for the clinician.
    pub because: String,
}

impl RuleProof {
    /// The verdict that follows from the proof alone; nothing for a rule that does not apply.
    pub fn recompute(&self) -> Option<Kleene> {
        let unless = self.unless.as_ref().map_or(Kleene::NotMet, Proof::recompute);
        self.verdict.is_some().then(|| self.when.recompute().and(!unless))
    }
}

/// A condition, its value, and what the value follows from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// The condition, in the words of the rule language.
    pub text: String,
    /// Its value.
    pub value: Kleene,
    /// How it follows from its parts.
    pub role: Role,
    /// Its parts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Proof>,
    /// What the profile says of a question.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
}

/// How a condition follows from its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// All of them.
    All,
    /// Any of them.
    Any,
    /// The opposite of its part.
    Not,
    /// At least so many of them.
    AtLeast(u32),
    /// The same as its part, under the name of a definition.
    Define,
    /// A question about the patient.
    Question,
}

/// Something that the profile says, or does not say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Where the profile says it; empty where it says nothing.
    pub path: String,
    /// What it says.
    pub text: String,
}

impl Proof {
    /// The value that follows from the values of the questions alone.
    pub fn recompute(&self) -> Kleene {
        let mut parts = self.parts.iter().map(Proof::recompute);
        match self.role {
            Role::All => Kleene::all(parts),
            Role::Any => Kleene::any(parts),
            Role::Not => !parts.next().unwrap_or(Kleene::Undetermined),
            Role::AtLeast(count) => Kleene::at_least(count as usize, parts),
            Role::Define => parts.next().unwrap_or(Kleene::Undetermined),
            Role::Question => self.value,
        }
    }
}

/// Why a rule came out as it did.
pub fn prove(plan: &Plan, patient: &Patient, findings: &Findings, id: RuleId) -> RuleProof {
    let rule = &plan.ruleset.rules[id];
    let verdict = findings.verdict(plan, id);
    let nodes = plan.rules[id];
    let prover = Prover { plan, patient, findings };
    RuleProof {
        rule: rule.name.clone(),
        title: rule.title.clone(),
        file: rule.place.file.clone(),
        line: rule.place.line,
        text: rule.text.clone(),
        verdict: verdict.value(),
        not_applicable: match verdict {
            Verdict::Applies(_) => None,
            Verdict::NotApplicable(why) => Some(not_applicable(&plan.ruleset, id, why, patient)),
        },
        when: prover.node(nodes.when),
        unless: nodes.unless.map(|unless| prover.node(unless)),
        citations: rule.citations.iter().map(|cited| citation(cited, &plan.ruleset.vocabulary)).collect(),
        because: rule.because.clone(),
    }
}

fn not_applicable(ruleset: &Ruleset, id: RuleId, why: Applicability, patient: &Patient) -> String {
    let rule = &ruleset.rules[id];
    match (why, rule.from, rule.until) {
        (Applicability::NotYet, Some(from), _) => format!("in force from {from}, and the day is {}", patient.date),
        (Applicability::NoLonger, _, Some(until)) => format!("in force until {until}, and the day is {}", patient.date),
        (Applicability::Amended(number), _, _) => {
            let Some(amendment) = rule.amendments.get(number as usize) else { return "amended".to_owned() };
            let by = ruleset.vocabulary.guidelines[amendment.by].label.display();
            match amendment.replacement {
                Some(replacement) => format!("replaced by {by}, line {}", ruleset.rules[replacement].place.line),
                None => format!("withdrawn by {by}: {}", amendment.because),
            }
        }
        _ => {
            let regions = &ruleset.vocabulary.guidelines[rule.guideline].regions;
            let names: Vec<_> =
                regions.iter().map(|region| ruleset.vocabulary.regions[*region].label.name.as_str()).collect();
            format!("in force in {} alone", names.join(", "))
        }
    }
}

struct Prover<'a> {
    plan: &'a Plan,
    patient: &'a Patient,
    findings: &'a Findings,
}

impl Prover<'_> {
    fn node(&self, id: NodeId) -> Proof {
        let vocabulary = &self.plan.ruleset.vocabulary;
        let value = self.findings.value(self.plan, id);
        let parts = |ids: &[NodeId]| -> Vec<Proof> { ids.iter().map(|id| self.node(*id)).collect() };
        let (text, role, parts) = match self.plan.node(id) {
            Node::Leaf(leaf) => {
                let evidence = evidence::of(leaf, self.patient, vocabulary);
                return Proof {
                    text: words::leaf(leaf, vocabulary),
                    value,
                    role: Role::Question,
                    parts: Vec::new(),
                    evidence,
                };
            }
            Node::Operator(Operator::All(all)) => ("all of".to_owned(), Role::All, parts(all)),
            Node::Operator(Operator::Any(any)) => ("any of".to_owned(), Role::Any, parts(any)),
            Node::Operator(Operator::Not(part)) => ("not".to_owned(), Role::Not, parts(&[*part])),
            Node::Operator(Operator::AtLeast(count, of)) => {
                (format!("at least {count} of"), Role::AtLeast(*count), parts(of))
            }
            Node::Operator(Operator::Define(define, part)) => {
                let define = &self.plan.ruleset.defines[*define];
                let text = if define.title.is_empty() {
                    define.name.clone()
                } else {
                    format!("{} ({})", define.name, define.title)
                };
                (text, Role::Define, parts(&[*part]))
            }
        };
        Proof { text, value, role, parts, evidence: Vec::new() }
    }
}
