//! Coverage: which rules and definitions the cases of a rulebook meet, and which they see refuted.

use super::run::{Asked, reviewed};
use crate::{
    check::{
        Place,
        scope::{Reach, asks_more_than_disease},
    },
    compile::{NodeId, Operator, Plan},
    evaluate::{Findings, Verdict},
    kleene::Kleene,
    ordered::Sort,
    rulebook::Rulebook,
    text::Date,
    vocabulary::{RuleId, Table},
};
use serde::Serialize;

/// What the cases of a rulebook show of its conditions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// Every rule, by name.
    pub rules: Vec<RuleCoverage>,
    /// Every definition that rules use, by name.
    pub definitions: Vec<DefinitionCoverage>,
}

/// In how many cases a condition came out how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Counts {
    /// Cases that meet it.
    pub met: usize,
    /// Cases that refute it.
    pub not_met: usize,
    /// Cases that leave it open.
    pub undetermined: usize,
}

impl Counts {
    fn add(&mut self, value: Kleene) {
        match value {
            Kleene::Met => self.met += 1,
            Kleene::NotMet => self.not_met += 1,
            Kleene::Undetermined => self.undetermined += 1,
        }
    }
}

/// In how many cases a rule came out how.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct RuleCoverage {
    /// The rule.
    pub rule: String,
    /// The file it stands in.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// What came of it where it is in force.
    #[serde(flatten)]
    pub counts: Counts,
    /// Cases of its own disease in which it is silent: refuted, or met and not in force for the day or the place.
    /// Absent where its condition asks for the disease alone.
    pub silent: Option<usize>,
}

impl RuleCoverage {
    /// Whether one case meets the rule and another refutes it: less shows nothing of its condition.
    pub fn is_covered(&self) -> bool {
        self.counts.met > 0 && self.counts.not_met > 0
    }

    /// Whether no case shows that the rule keeps silent for the nearest reason: in its own disease.
    pub fn is_never_silent(&self) -> bool {
        self.silent == Some(0)
    }
}

/// In how many cases a definition came out how.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct DefinitionCoverage {
    /// The definition.
    pub definition: String,
    /// The file it stands in.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// What came of it.
    #[serde(flatten)]
    pub counts: Counts,
}

/// The coverage of every rule and definition. Cases with errors count for nothing.
pub fn coverage(book: &Rulebook, plan: &Plan, today: Date) -> Coverage {
    let mut rules: Table<RuleId, (Reach, RuleCoverage)> =
        plan.ruleset.rules.ids().map(|id| uncounted(plan, id)).collect();
    let mut definitions: Vec<(NodeId, DefinitionCoverage)> = definitions(plan);
    let asked = Asked::new(plan);
    for case in &book.program.cases {
        let Ok(answer) = asked.case(case, reviewed(book, case.span).unwrap_or(today)) else { continue };
        for id in plan.ruleset.rules.ids() {
            let Some((reach, count)) = rules.get_mut(id) else { continue };
            let verdict = answer.findings.verdict(plan, id);
            verdict.value().into_iter().for_each(|value| count.counts.add(value));
            if let Some(silent) = &mut count.silent
                && is_silent(verdict, &answer.findings, plan, id)
                && reach.includes(answer.patient.disease, &plan.ruleset.vocabulary)
            {
                *silent += 1;
            }
        }
        for (node, count) in &mut definitions {
            count.counts.add(answer.findings.value(plan, *node));
        }
    }
    let mut rules: Vec<RuleCoverage> = rules.iter().map(|(_, (_, count))| count.clone()).collect();
    let mut definitions: Vec<DefinitionCoverage> = definitions.into_iter().map(|(_, count)| count).collect();
    rules.order();
    definitions.order();
    Coverage { rules, definitions }
}

/// A rule of which no case has been counted yet, and its own diseases.
fn uncounted(plan: &Plan, id: RuleId) -> (Reach, RuleCoverage) {
    let (rule, ruleset) = (&plan.ruleset.rules[id], &plan.ruleset);
    let Place { file, line } = rule.place.clone();
    let mut conditions = std::iter::once(&rule.when).chain(&rule.unless);
    let silent = conditions.any(|condition| asks_more_than_disease(condition, ruleset)).then_some(0);
    let count = RuleCoverage { rule: rule.name.clone(), file, line, silent, ..RuleCoverage::default() };
    (Reach::of(&rule.when, ruleset), count)
}

/// The definitions that a plan holds, each with its node.
fn definitions(plan: &Plan) -> Vec<(NodeId, DefinitionCoverage)> {
    let defined = plan.operators.iter().enumerate().filter_map(|(number, operator)| match operator {
        Operator::Define(define, _) => {
            Some((NodeId((plan.leaves.len() + number) as u32), &plan.ruleset.defines[*define]))
        }
        _ => None,
    });
    defined
        .map(|(node, define)| {
            let Place { file, line } = define.place.clone();
            let counts = Counts::default();
            (node, DefinitionCoverage { definition: define.name.clone(), file, line, counts })
        })
        .collect()
}

/// Whether a rule says nothing although it could: it is refuted, or only the day or the place stands against it.
fn is_silent(verdict: Verdict, findings: &Findings, plan: &Plan, id: RuleId) -> bool {
    match verdict {
        Verdict::Applies(value) => value == Kleene::NotMet,
        Verdict::NotApplicable(_) => {
            let nodes = plan.rules[id];
            let exception = nodes.unless.map_or(Kleene::NotMet, |unless| findings.value(plan, unless));
            findings.value(plan, nodes.when).and(!exception) == Kleene::Met
        }
    }
}
