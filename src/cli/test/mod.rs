//! `guidemark test`: the examples and promises of a rulebook.

mod uncovered;

use super::{
    check::counted,
    draw,
    output::{Done, Exit, Failure, Format, print, print_json, tell},
    profiles, rules,
};
use clap::Args;
use guidemark::{
    cases::{CaseOutcome, Coverage, PromiseOutcome, coverage, run_cases, run_promises},
    diagnostics::{Diagnostic, Severity, has_errors},
    overview::{Folder, folder_of, folders},
    rulebook::Rulebook,
};
use serde::Serialize;
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
    /// Name the rules and definitions that no case meets, or no case refutes, and the rules that no case shows silent in
    /// their own disease
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
        let coverage = if self.coverage { coverage(&book, &plan, today) } else { Coverage::default() };
        let folders: Vec<FolderOutcome> =
            folders(&book).into_iter().map(|folder| FolderOutcome::of(folder, &cases, &promises)).collect();
        let findings: Vec<Diagnostic> = cases
            .iter()
            .flat_map(CaseOutcome::diagnostics)
            .chain(promises.iter().filter_map(PromiseOutcome::diagnostic))
            .collect();
        match self.format {
            Format::Json => {
                let cases: Vec<_> = cases.iter().map(|case| case.placed(&book.sources)).collect();
                let promises: Vec<_> = promises.iter().map(|promise| promise.placed(&book.sources)).collect();
                print_json(&json!({
                    "folders": folders,
                    "cases": cases,
                    "promises": promises,
                    "coverage": coverage.rules,
                    "definitions": coverage.definitions,
                }))?;
            }
            Format::Text => {
                draw_all(findings.iter(), &book)?;
                if self.coverage {
                    print(&uncovered::text(&coverage))?;
                }
                print(&(by_folder(&folders) + &summary(&book, &cases, &promises)))?;
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

/// What came of the cases and promises of a folder.
#[derive(Serialize)]
struct FolderOutcome {
    #[serde(flatten)]
    folder: Folder,
    /// Cases that failed.
    failed: usize,
    /// Promises that were broken.
    broken: usize,
}

impl FolderOutcome {
    fn of(folder: Folder, cases: &[CaseOutcome], promises: &[PromiseOutcome]) -> FolderOutcome {
        let own = |file: &str| folder_of(file) == folder.folder;
        let failed = cases.iter().filter(|case| !case.passed() && own(&case.file)).count();
        let broken = promises.iter().filter(|promise| promise.broken.is_some() && own(&promise.file)).count();
        FolderOutcome { folder, failed, broken }
    }
}

/// How many folders stand in a line.
const COLUMNS: usize = 3;

/// The cases and promises of each folder, where there are several, in columns: less than a screen for fifty folders.
fn by_folder(folders: &[FolderOutcome]) -> String {
    if folders.len() < 2 {
        return String::new();
    }
    let widest = folders.iter().map(|own| own.folder.folder.chars().count()).max().unwrap_or_default();
    let cell = |own: &FolderOutcome| {
        let Folder { folder, cases, promises, .. } = &own.folder;
        let name = if folder.is_empty() { "." } else { folder };
        format!("{name:widest$} {cases:>4} {promises:>3}")
    };
    let cells: Vec<String> = folders.iter().map(cell).collect();
    // Read downwards, column by column.
    let height = cells.len().div_ceil(COLUMNS);
    let line = |row: usize| cells.iter().skip(row).step_by(height).cloned().collect::<Vec<_>>().join("   |   ") + "\n";
    format!("Cases and promises by folder:\n{}", (0..height).map(line).collect::<String>())
}
