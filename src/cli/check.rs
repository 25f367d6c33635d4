//! `guidemark check`: what is wrong with a rulebook.

use super::{
    draw,
    output::{Done, Exit, print, print_json, tell},
    rules, sarif,
};
use clap::{Args, ValueEnum};
use guidemark::{
    diagnostics::{Diagnostic, Severity},
    rulebook::Rulebook,
};
use serde_json::{Value, json};
use std::path::PathBuf;

/// Reads a rulebook, resolves every name, checks every type and unit, and looks for what is missing.
#[derive(Args)]
#[command(after_help = "Examples:
  guidemark check
  guidemark check my-rules/
  guidemark check my-rules/ --format sarif > findings.sarif

A rulebook with warnings can be used; one with errors cannot. `guidemark explain-code CODE` explains a finding.")]
pub struct Arguments {
    /// A folder of .guide files, or one such file [default: the built-in rulebook]
    rules: Option<PathBuf>,
    /// The same, as other commands spell it
    #[arg(long = "rules", value_name = "DIR|FILE", conflicts_with = "rules")]
    named: Option<PathBuf>,
    /// How to say it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Warnings count as errors for the exit status
    #[arg(long)]
    strict: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Under the lines of the rules
    Text,
    /// A list of findings
    Json,
    /// For code review tools (SARIF 2.1.0)
    Sarif,
}

impl Arguments {
    pub fn run(&self) -> Done {
        let book = rules::rulebook(self.rules.as_deref().or(self.named.as_deref()))?;
        match self.format {
            Format::Text => {
                let drawn: Vec<String> =
                    book.diagnostics.iter().map(|finding| draw::diagnostic(finding, &book.sources)).collect();
                tell(&drawn.concat())?;
                print(&(summary(&book) + "\n"))?;
            }
            Format::Json => {
                let findings: Vec<Value> = book.diagnostics.iter().map(|finding| as_json(finding, &book)).collect();
                print_json(&json!({ "rulebook": book.name, "findings": findings }))?;
            }
            Format::Sarif => print_json(&sarif::log(&book))?,
        }
        let fails = |finding: &Diagnostic| self.strict || finding.severity == Severity::Error;
        Ok(if book.diagnostics.iter().any(fails) { Exit::Found } else { Exit::Fine })
    }
}

fn summary(book: &Rulebook) -> String {
    let errors = book.diagnostics.iter().filter(|finding| finding.severity == Severity::Error).count();
    let warnings = book.diagnostics.len() - errors;
    let program = &book.program;
    format!(
        "{}: {}, {}, {}, {}: {}, {}",
        book.name,
        counted(book.trees.len(), "file"),
        counted(program.rules.rules.len(), "rule"),
        counted(program.cases.len(), "case"),
        counted(program.promises.len(), "promise"),
        counted(errors, "error"),
        counted(warnings, "warning"),
    )
}

/// A number of things, in words.
pub fn counted(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}

/// A finding with its place as people count it.
fn as_json(finding: &Diagnostic, book: &Rulebook) -> Value {
    let place = |span| book.sources.get(span).map(|file| file.name.clone());
    let label = |label: &guidemark::diagnostics::Label| {
        let file = book.sources.get(label.span.source);
        json!({
            "file": place(label.span.source),
            "start": file.map(|file| file.line_column(label.span.start)),
            "end": file.map(|file| file.line_column(label.span.end)),
            "text": label.text,
        })
    };
    json!({
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "primary": label(&finding.primary),
        "secondary": finding.secondary.iter().map(label).collect::<Vec<_>>(),
        "help": finding.help,
        "fixes": finding.fixes,
    })
}
