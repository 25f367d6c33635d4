//! What the cases of a rulebook do not show, for people.

use super::counted;
use guidemark::cases::{Counts, Coverage, DefinitionCoverage, RuleCoverage};

/// The rules and definitions of which the cases show too little, a line for each, and how many are shown well.
pub fn text(coverage: &Coverage) -> String {
    let rules = coverage.rules.iter().filter_map(rule);
    let mut lines: Vec<Line<'_>> = rules.chain(coverage.definitions.iter().filter_map(definition)).collect();
    // In the order in which one would mend them: file by file.
    lines.sort();
    let lines: String = lines.iter().map(|(file, line, name, why)| format!("{file}:{line}: {name}: {why}\n")).collect();
    let covered = coverage.rules.iter().filter(|rule| rule.is_covered()).count();
    let loud = coverage.rules.iter().filter(|rule| rule.is_never_silent()).count();
    let never = |of: fn(&Counts) -> usize| coverage.definitions.iter().filter(|own| of(&own.counts) == 0).count();
    format!(
        "{lines}{}: {} never met, {} never refuted, {} never left open\n\
         {covered} of {} are met by one case and refuted by another; {loud} are never seen silent in their own disease\n",
        counted(coverage.definitions.len(), "definition"),
        never(|counts| counts.met),
        never(|counts| counts.not_met),
        never(|counts| counts.undetermined),
        counted(coverage.rules.len(), "rule"),
    )
}

/// A file, a line, what stands there, and what is not shown of it.
type Line<'c> = (&'c str, u32, &'c str, &'static str);

fn rule(rule: &RuleCoverage) -> Option<Line<'_>> {
    let silent = rule.is_never_silent().then_some("never seen silent in its own disease");
    unseen(&rule.counts).or(silent).map(|why| (rule.file.as_str(), rule.line, rule.rule.as_str(), why))
}

fn definition(own: &DefinitionCoverage) -> Option<Line<'_>> {
    unseen(&own.counts).map(|why| (own.file.as_str(), own.line, own.definition.as_str(), why))
}

fn unseen(counts: &Counts) -> Option<&'static str> {
    match (counts.met, counts.not_met) {
        (0, 0) => Some("no case meets or refutes it"),
        (0, _) => Some("no case meets it"),
        (_, 0) => Some("no case refutes it"),
        _ => None,
    }
}
