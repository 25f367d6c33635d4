//! `guidemark explain`: why, why not, what if.

use super::{
    output::{Done, Exit, Format, print, print_json},
    profiles::{self, SettingsOptions},
    proof,
    rules::RulesOption,
};
use clap::{ArgGroup, Args};
use guidemark::{cases::what_if, explain::Question, rulebook::answer};
use std::path::PathBuf;

/// Shows the proof of what a report says, the nearest miss of what it does not say, and what one more fact or result
/// would change.
#[derive(Args)]
#[command(group(ArgGroup::new("question").args(["why", "why_not", "what_if"]).required(true).multiple(true)))]
#[command(after_help = include_str!("../../examples/commands/explain.txt"))]
pub struct Arguments {
    /// A profile in JSON; `-` reads standard input
    profile: PathBuf,
    /// Why is it in the report? A drug, `class C`, a biomarker, a specialty or a rule
    #[arg(long, value_name = "WHAT")]
    why: Vec<String>,
    /// Why is it not?
    #[arg(long, value_name = "WHAT")]
    why_not: Vec<String>,
    /// What would change, written as a case gives it: `EGFR p.L858R`, `age 70 years`
    #[arg(long = "if", value_name = "GIVEN")]
    what_if: Vec<String>,
    /// Show every condition, also those that settle nothing
    #[arg(long)]
    full: bool,
    /// How to say it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    rules: RulesOption,
    #[command(flatten)]
    settings: SettingsOptions,
}

impl Arguments {
    pub fn run(&self) -> Done {
        let plan = self.rules.plan()?;
        let profile = profiles::read(&self.profile)?;
        let settings = self.settings.settings()?;
        let before = match answer(&plan, &profile, &settings) {
            Ok(answer) => answer,
            Err(errors) => {
                profiles::tell_errors(&self.profile, &errors, self.format == Format::Json)?;
                return Ok(Exit::Wrong);
            }
        };
        let why = self.why.iter().map(|about| (Question::Why, about));
        let why_not = self.why_not.iter().map(|about| (Question::WhyNot, about));
        let explanations = why
            .chain(why_not)
            .map(|(question, about)| before.explain(&plan, question, about))
            .collect::<Result<Vec<_>, _>>()?;
        let changes = if self.what_if.is_empty() {
            None
        } else {
            let merged = what_if(&profile, &self.what_if, &plan.ruleset.vocabulary);
            match merged.and_then(|merged| answer(&plan, &merged, &settings)) {
                Ok(after) => Some(before.changes(&after)),
                Err(errors) => {
                    profiles::tell_errors(&self.profile, &errors, self.format == Format::Json)?;
                    return Ok(Exit::Wrong);
                }
            }
        };
        match self.format {
            Format::Json => print_json(&serde_json::json!({ "explanations": explanations, "changes": changes }))?,
            Format::Text => {
                let mut out: String =
                    explanations.iter().map(|explanation| proof::explanation(explanation, self.full)).collect();
                let given = self.what_if.join(", ");
                out += &changes.map(|changes| proof::changes(&given, &changes)).unwrap_or_default();
                print(&out)?;
            }
        }
        Ok(Exit::Fine)
    }
}
