//! The command line: one file per command, and what they share.
//!
//! Results go to standard output, diagnostics to standard error. The exit status is 0 where all is well, 1 where
//! something was found (a check, a test or a layout that fails), 2 where the input or the arguments are wrong.
//! A cohort that Ctrl-C stops ends with 130, as shells expect.

mod check;
mod cohort;
mod compile;
mod draw;
mod evaluate;
mod explain;
mod explain_code;
mod format;
mod output;
mod plan;
mod profiles;
mod proof;
mod rules;
mod sarif;
mod show;
mod test;
mod variant;

use clap::{Parser, Subcommand};
use output::{Exit, Failure};
use std::process::ExitCode;

/// Rules as code for precision oncology: which biomarker tests and targeted therapies a guideline supports for a
/// tumour, and why.
#[derive(Parser)]
#[command(
    name = "guidemark",
    version,
    arg_required_else_help = true,
    after_help = include_str!("../../examples/commands/guidemark.txt")
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Say what the rules recommend for one or more profiles
    Evaluate(evaluate::Arguments),
    /// Say it for many profiles, one a line, in parallel
    Cohort(cohort::Arguments),
    /// Write what a cohort hands on
    #[command(name = cohort::writer::NAME, hide = true)]
    WriteLines(cohort::writer::Arguments),
    /// Say why something is in a report, why it is not, or what one more result would change
    Explain(explain::Arguments),
    /// Say which assays to order for what is still to be tested, and what they leave uncovered
    Plan(plan::Arguments),
    /// Show the page of a diagnostic code
    ExplainCode(explain_code::Arguments),
    /// Say what a reported change of a gene is and falls under
    Variant(variant::Arguments),
    /// Read a rulebook and say what is wrong with it
    Check(check::Arguments),
    /// Run the examples and promises of a rulebook
    Test(test::Arguments),
    /// Put rule files into the one layout
    Format(format::Arguments),
    /// Show a stage between text and report, to see where something goes wrong
    Show(show::Arguments),
    /// Write a rulebook as one file to ship
    Compile(compile::Arguments),
}

/// Runs the program.
pub fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Evaluate(arguments) => arguments.run(),
        Command::Cohort(arguments) => arguments.run(),
        Command::WriteLines(arguments) => arguments.run(),
        Command::Explain(arguments) => arguments.run(),
        Command::Plan(arguments) => arguments.run(),
        Command::ExplainCode(arguments) => arguments.run(),
        Command::Variant(arguments) => arguments.run(),
        Command::Check(arguments) => arguments.run(),
        Command::Test(arguments) => arguments.run(),
        Command::Format(arguments) => arguments.run(),
        Command::Show(arguments) => arguments.run(),
        Command::Compile(arguments) => arguments.run(),
    };
    done.unwrap_or_else(|failure| {
        // Nobody is left to tell where even standard error is closed.
        drop(failure.tell());
        match failure {
            // Whoever read the output had enough of it, as `head` does.
            Failure::Output(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Exit::Fine,
            _ => Exit::Wrong,
        }
    })
    .into()
}
