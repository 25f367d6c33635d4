//! Coverage: which rules the cases of a rulebook meet, and which they see refuted.

use super::run::{answer, reviewed};
use crate::{compile::Plan, kleene::Kleene, rulebook::Rulebook, text::Date, vocabulary::Table};
use serde::Serialize;

/// In how many cases a rule came out how.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct RuleCoverage {
    /// The rule.
    pub rule: String,
    /// The file it stands in.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// Cases that meet it.
    pub met: usize,
    /// Cases that refute it.
    pub not_met: usize,
    /// Cases that leave it open.
    pub undetermined: usize,
}

impl RuleCoverage {
    /// Whether one case meets the rule and another refutes it: less shows nothing of its condition.
    pub fn is_covered(&self) -> bool {
        self.met > 0 && self.not_met > 0
    }
}

/// The coverage of every rule, by name. Cases with errors count for nothing.
pub fn coverage(book: &Rulebook, plan: &Plan, today: Date) -> Vec<RuleCoverage> {
    let mut counts: Table<_, RuleCoverage> = plan
        .ruleset
        .rules
        .iter()
        .map(|(_, rule)| RuleCoverage {
            rule: rule.name.clone(),
            file: rule.place.file.clone(),
            line: rule.place.line,
            ..RuleCoverage::default()
        })
        .collect();
    for case in &book.program.cases {
        let Ok(answer) = answer(case, plan, reviewed(book, case.span).unwrap_or(today)) else { continue };
        for id in plan.ruleset.rules.ids() {
            let Some(count) = counts.get_mut(id) else { continue };
            match answer.findings.verdict(plan, id).value() {
                Some(Kleene::Met) => count.met += 1,
                Some(Kleene::NotMet) => count.not_met += 1,
                Some(Kleene::Undetermined) => count.undetermined += 1,
                None => {}
            }
        }
    }
    let mut counts: Vec<RuleCoverage> = counts.iter().map(|(_, count)| count.clone()).collect();
    counts.sort();
    counts
}
