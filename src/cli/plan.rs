//! `guidemark plan`: which assays to order, on what, and what they leave uncovered.

use super::{
    output::{Done, Exit, Format, print_data, print_texts},
    profiles::{self, SettingsOptions},
    rules::RulesOption,
};
use clap::Args;
use guidemark::report::{
    Provenance, Report, TestPlan,
    text::{Style, plan},
};
use serde::Serialize;
use std::path::PathBuf;

/// Says which assays to order for what is still to be tested: the fewest that show all that open decisions turn on, on
/// the specimens at hand; and what they leave uncovered, and why.
#[derive(Args)]
#[command(after_help = "Examples:
  guidemark plan examples/newly-diagnosed-lung.json
  guidemark plan examples/newly-diagnosed-lung.json --region EU --full
  guidemark plan examples/lung-plasma-negative.json --format json

The same plan is part of every report. Several profiles in JSON are one list of plans.")]
pub struct Arguments {
    /// Profiles in JSON; `-` reads standard input
    #[arg(required = true)]
    profiles: Vec<PathBuf>,
    /// The form of the plan
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Name every alteration that each assay is ordered for
    #[arg(long)]
    full: bool,
    #[command(flatten)]
    rules: RulesOption,
    #[command(flatten)]
    settings: SettingsOptions,
}

/// A plan, and by what it was made.
#[derive(Serialize)]
struct Planned<'r> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: &'r Option<String>,
    test_plan: &'r TestPlan,
    provenance: &'r Provenance,
}

impl<'r> From<&'r Report> for Planned<'r> {
    fn from(report: &'r Report) -> Planned<'r> {
        Planned { id: &report.id, test_plan: &report.test_plan, provenance: &report.provenance }
    }
}

impl Arguments {
    pub fn run(&self) -> Done {
        let data = self.format == Format::Json;
        let Some(reports) = profiles::reports(&self.profiles, &self.rules, &self.settings, data)? else {
            return Ok(Exit::Wrong);
        };
        match self.format {
            Format::Text => {
                let style = Style { width: super::evaluate::width(), full: self.full, colour: true };
                print_texts(&reports, |report| plan::render(report, style))?;
            }
            Format::Json => print_data(&reports, Planned::from)?,
        }
        Ok(Exit::Fine)
    }
}
