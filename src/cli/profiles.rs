//! Profiles and how they are evaluated: files, standard input, the day, the region.

use super::{
    draw,
    output::{Failure, tell},
    rules::{self, RulesOption},
};
use clap::Args;
use guidemark::{diagnostics::InputError, patient::Settings, report::Report, rulebook::answer, text::Date};
use std::{
    io::{self, Read},
    path::{Path, PathBuf},
    time::{SystemTime, UNIX_EPOCH},
};

/// What is said over what profiles say.
#[derive(Args)]
pub struct SettingsOptions {
    /// The day as of which to evaluate, as 2026-11-22 [default: the profile's, or today]
    #[arg(long)]
    date: Option<Date>,
    /// Where the patient is treated, as US or EU [default: the profile's]
    #[arg(long)]
    region: Option<String>,
}

impl SettingsOptions {
    /// The settings, with today's date.
    pub fn settings(&self) -> Result<Settings, Failure> {
        Ok(Settings { today: today()?, date: self.date, region: self.region.clone() })
    }
}

/// Today, in universal time, by the system's clock. Nothing else looks at it.
pub fn today() -> Result<Date, Failure> {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |elapsed| elapsed.as_secs());
    let date = u32::try_from(seconds / 86_400).ok().and_then(Date::from_days_since_1970);
    date.ok_or_else(|| Failure::Other("the system's clock gives no usable day: name one with --date".to_owned()))
}

/// The text of a profile; `-` is standard input.
pub fn read(path: &Path) -> Result<String, Failure> {
    if path != Path::new("-") {
        return rules::read(path);
    }
    let mut text = String::new();
    io::stdin().read_to_string(&mut text).map_err(|error| Failure::file(Path::new("standard input"), &error))?;
    Ok(text)
}

/// The reports on profiles; nothing where any of them has an error, which is told.
pub fn reports(
    paths: &[PathBuf],
    rules: &RulesOption,
    settings: &SettingsOptions,
    as_json: bool,
) -> Result<Option<Vec<Report>>, Failure> {
    let (plan, settings) = (rules.plan()?, settings.settings()?);
    let mut reports = Vec::new();
    let mut wrong = false;
    for path in paths {
        match answer(&plan, &read(path)?, &settings) {
            Ok(answer) => reports.push(answer.report),
            Err(errors) => {
                tell_errors(path, &errors, as_json)?;
                wrong = true;
            }
        }
    }
    Ok((!wrong).then_some(reports))
}

/// Says what is wrong with a profile, for people or as one line of JSON.
pub fn tell_errors(profile: &Path, errors: &[InputError], as_json: bool) -> Result<(), Failure> {
    let piped = profile == Path::new("-");
    let name = if piped { "standard input".to_owned() } else { profile.display().to_string() };
    if as_json {
        let line = serde_json::json!({ "profile": name, "errors": errors });
        return tell(&format!("{line}\n"));
    }
    tell(&errors.iter().map(|error| draw::input_error(&name, error)).collect::<String>())
}
