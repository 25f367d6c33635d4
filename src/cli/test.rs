//! `guidemark test`: the examples and promises of a rulebook.

use super::{
    check::counted,
    draw,
    output::{Done, Exit, Failure, print, print_json, tell},
    profiles, rules,
};
use clap::{Args, ValueEnum};
use guidemark::{
    cases::{CaseOutcome, PromiseOutcome, RuleCoverage, coverage, run_cases, run_promises},
    diagnostics::{Diagnostic, Severity, has_errors},
    rulebook::Rulebook,
};
use serde_json::json;
use std::path::PathBuf;

/// Runs every case of a rulebook, and tries every promise on the patients of the cases and on random ones.
#[derive(Args)]
#[command(after_help = "Examples:
  guidemark test
  guidemark test my-rules/ --coverage

Random patients are the same in every run, unless --seed says otherwise.")]
pub struct Arguments {
    /// A folder of .guide files, or one such file [default: the built-in rulebook]
    rules: Option<PathBuf>,
    /// The same, as other commands spell it
    #[arg(long = "rules", value_name = "DIR|FILE", conflicts_with = "rules")]
    named: Option<PathBuf>,
    /// Name the rules that no case meets, or no case refutes
    #[arg(long)]
    coverage: bool,
    /// How many random patients each promise is tried on
    #[arg(long, default_value_t = 200)]
    random: usize,
    /// What the random patients follow from
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How to say it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// What fails, under the lines of the rules
    Text,
    /// Every outcome as data
    Json,
}

impl Arguments {
    pub fn run(&self) -> Done {
        let book = rules::rulebook(self.rules.as_deref().or(self.named.as_deref()))?;
        let Some(plan) = book.compile() else {
            draw_all(book.diagnostics.iter().filter(|finding| finding.severity == Severity::Error), &book)?;
            return Err(Failure::Other(format!("the rulebook `{}` has errors: nothing was run", book.name)));
        };
        let today = profiles::today()?;
        let cases = run_cases(&book, &plan, today);
        let promises = run_promises(&book, &plan, today, self.random, self.seed);
        let coverage = if self.coverage { coverage(&book, &plan, today) } else { Vec::new() };
        let findings: Vec<Diagnostic> = cases
            .iter()
            .flat_map(CaseOutcome::diagnostics)
            .chain(promises.iter().filter_map(PromiseOutcome::diagnostic))
            .collect();
        match self.format {
            Format::Json => {
                let cases: Vec<_> = cases.iter().map(|case| case.placed(&book.sources)).collect();
                let promises: Vec<_> = promises.iter().map(|promise| promise.placed(&book.sources)).collect();
                print_json(&json!({ "cases": cases, "promises": promises, "coverage": coverage }))?;
            }
            Format::Text => {
                draw_all(findings.iter(), &book)?;
                if self.coverage {
                    print(&uncovered(&coverage))?;
                }
                print(&summary(&book, &cases, &promises))?;
            }
        }
        Ok(if has_errors(&findings) { Exit::Found } else { Exit::Fine })
    }
}

fn draw_all<'d>(findings: impl Iterator<Item = &'d Diagnostic>, book: &Rulebook) -> Result<(), Failure> {
    tell(&findings.map(|finding| draw::diagnostic(finding, &book.sources)).collect::<String>())
}

fn summary(book: &Rulebook, cases: &[CaseOutcome], promises: &[PromiseOutcome]) -> String {
    let failed = cases.iter().filter(|case| !case.passed()).count();
    let broken = promises.iter().filter(|promise| promise.broken.is_some()).count();
    format!(
        "{}: {}, {failed} failed; {}, {broken} broken\n",
        book.name,
        counted(cases.len(), "case"),
        counted(promises.len(), "promise")
    )
}

fn uncovered(coverage: &[RuleCoverage]) -> String {
    let line = |rule: &RuleCoverage| {
        let why = match (rule.met, rule.not_met) {
            (0, 0) => "no case meets or refutes it",
            (0, _) => "no case meets it",
            _ => "no case refutes it",
        };
        format!("{}:{}: {}: {why}\n", rule.file, rule.line, rule.rule)
    };
    let open: String = coverage.iter().filter(|rule| !rule.is_covered()).map(line).collect();
    let covered = coverage.iter().filter(|rule| rule.is_covered()).count();
    format!("{open}{covered} of {} are met by one case and refuted by another\n", counted(coverage.len(), "rule"))
}
