//! `guidemark evaluate`: the report on one or more profiles.

use super::{
    output::{Done, Exit, Failure, print, print_data, print_texts},
    profiles::{self, SettingsOptions},
    rules::RulesOption,
};
use clap::{Args, ValueEnum};
use guidemark::report::{
    cds_hooks, fhir, html, patient_text,
    text::{self, Style},
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
    /// A page to read and print
    Html,
    /// Plain language for the patient
    Patient,
    /// A FHIR R4 bundle
    Fhir,
    /// CDS Hooks cards
    CdsHooks,
}

impl Format {
    /// Whether programs read it: then errors are data too.
    fn is_data(self) -> bool {
        matches!(self, Format::Json | Format::Fhir | Format::CdsHooks)
    }
}

impl Arguments {
    pub fn run(&self) -> Done {
        let data = self.format.is_data();
        let Some(reports) = profiles::reports(&self.profiles, &self.rules, &self.settings, data)? else {
            return Ok(Exit::Wrong);
        };
        match self.format {
            Format::Text => {
                let style = Style { width: self.width.unwrap_or_else(width), full: self.full, colour: true };
                print_texts(&reports, |report| text::render(report, style))?;
            }
            Format::Patient => print_texts(&reports, patient_text::render)?,
            Format::Html => match reports.as_slice() {
                [report] => print(&html::render(report))?,
                _ => return Err(Failure::Other("a page is about one profile: name one".to_owned())),
            },
            Format::Json => print_data(&reports, |report| report)?,
            Format::Fhir => print_data(&reports, fhir::bundle)?,
            Format::CdsHooks => print_data(&reports, cds_hooks::cards)?,
        }
        Ok(Exit::Fine)
    }
}

/// The width of the terminal, up to what is still comfortable to read; 100 where there is none.
pub fn width() -> usize {
    terminal_size::terminal_size().map_or(100, |(width, _)| usize::from(width.0).clamp(60, 120))
}
