//! What the cases of a rulebook do not show, for people.

use super::counted;
use guidemark::cases::{Counts, Coverage, DefinitionCoverage, RuleCoverage};

/// The rules and definitions of which the cases show too little, a line for each, and how many are shown well.
pub fn text(coverage: &Coverage) -> String {
    let definitions: String = coverage.definitions.iter().filter_map(definition).collect();
    let rules: String = coverage.rules.iter().filter_map(rule).collect();
    let covered = coverage.rules.iter().filter(|rule| rule.is_covered()).count();
    let loud = coverage.rules.iter().filter(|rule| rule.is_never_silent()).count();
    let never = |of: fn(&Counts) -> usize| coverage.definitions.iter().filter(|own| of(&own.counts) == 0).count();
    format!(
        "{definitions}{rules}{}: {} never met, {} never refuted, {} never left open\n\
         {covered} of {} are met by one case and refuted by another; {loud} are never seen silent in their own disease\n",
        counted(coverage.definitions.len(), "definition"),
        never(|counts| counts.met),
        never(|counts| counts.not_met),
        never(|counts| counts.undetermined),
        counted(coverage.rules.len(), "rule"),
    )
}

fn rule(rule: &RuleCoverage) -> Option<String> {
    let silent = rule.is_never_silent().then_some("never seen silent in its own disease");
    line(&rule.file, rule.line, &rule.rule, unseen(&rule.counts).or(silent))
}

fn definition(own: &DefinitionCoverage) -> Option<String> {
    line(&own.file, own.line, &own.definition, unseen(&own.counts))
}

fn line(file: &str, line: u32, name: &str, why: Option<&str>) -> Option<String> {
    why.map(|why| format!("{file}:{line}: {name}: {why}\n"))
}

fn unseen(counts: &Counts) -> Option<&'static str> {
    match (counts.met, counts.not_met) {
        (0, 0) => Some("no case meets or refutes it"),
        (0, _) => Some("no case meets it"),
        (_, 0) => Some("no case refutes it"),
        _ => None,
    }
}
