//! `guidemark plan`: which assays to order, on what, and what they leave uncovered.

use super::{
    output::{Done, Exit, print, print_json},
    profiles::{self, SettingsOptions},
    rules::RulesOption,
};
use clap::{Args, ValueEnum};
use guidemark::{
    report::{
        Provenance, Report, TestPlan,
        text::{Style, plan},
    },
    rulebook::answer,
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

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Text to read
    Text,
    /// The plan as data
    Json,
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
        let rulebook = self.rules.plan()?;
        let settings = self.settings.settings()?;
        let mut reports: Vec<Report> = Vec::new();
        let mut wrong = false;
        for path in &self.profiles {
            match answer(&rulebook, &profiles::read(path)?, &settings) {
                Ok(answer) => reports.push(answer.report),
                Err(errors) => {
                    profiles::tell_errors(path, &errors, self.format == Format::Json)?;
                    wrong = true;
                }
            }
        }
        if wrong {
            return Ok(Exit::Wrong);
        }
        match (self.format, reports.as_slice()) {
            (Format::Text, reports) => {
                let style = Style { width: super::evaluate::width(), full: self.full, colour: true };
                let texts: Vec<String> = reports.iter().map(|report| plan::render(report, style)).collect();
                print(&texts.join("\n"))?;
            }
            (Format::Json, [report]) => print_json(&Planned::from(report))?,
            (Format::Json, reports) => print_json(&reports.iter().map(Planned::from).collect::<Vec<_>>())?,
        }
        Ok(Exit::Fine)
    }
}
