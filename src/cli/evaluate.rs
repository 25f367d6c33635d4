//! `guidemark evaluate`: the report on one or more profiles.

use super::{
    output::{Done, Exit, print, print_json},
    profiles::{self, SettingsOptions},
    rules::RulesOption,
};
use clap::{Args, ValueEnum};
use guidemark::{
    report::{
        Report,
        text::{self, Style},
    },
    rulebook::answer,
};
use std::path::PathBuf;

/// Evaluates every rule for a profile and says what to test, what is indicated, what must wait or be avoided, and what
/// to ask next.
#[derive(Args)]
#[command(after_help = "Examples:
  guidemark evaluate examples/newly-diagnosed-lung.json
  guidemark evaluate examples/*.json --format json
  guidemark evaluate examples/lung-egfr.json --region EU --date 2020-01-01
  cat profile.json | guidemark evaluate -

Several profiles in JSON are one list of reports. Where any profile has an error, nothing is evaluated.")]
pub struct Arguments {
    /// Profiles in JSON; `-` reads standard input
    #[arg(required = true)]
    profiles: Vec<PathBuf>,
    /// The form of the report
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Show everything: long lists, the drugs of each class, every citation
    #[arg(long)]
    full: bool,
    /// How wide the text may be, in columns [default: the terminal's width, or 100]
    #[arg(long)]
    width: Option<usize>,
    #[command(flatten)]
    rules: RulesOption,
    #[command(flatten)]
    settings: SettingsOptions,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Text to read
    Text,
    /// The whole report as data
    Json,
}

impl Arguments {
    pub fn run(&self) -> Done {
        let plan = self.rules.plan()?;
        let settings = self.settings.settings()?;
        let mut reports: Vec<Report> = Vec::new();
        let mut wrong = false;
        for path in &self.profiles {
            match answer(&plan, &profiles::read(path)?, &settings) {
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
            (Format::Json, [report]) => print_json(report)?,
            (Format::Json, reports) => print_json(&reports)?,
            (Format::Text, reports) => {
                let style = Style { width: self.width.unwrap_or_else(width), full: self.full, colour: true };
                let texts: Vec<String> = reports.iter().map(|report| text::render(report, style)).collect();
                print(&texts.join("\n"))?;
            }
        }
        Ok(Exit::Fine)
    }
}

/// The width of the terminal, up to what is still comfortable to read; 100 where there is none.
fn width() -> usize {
    terminal_size::terminal_size().map_or(100, |(width, _)| usize::from(width.0).clamp(60, 120))
}
