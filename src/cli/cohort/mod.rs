//! `guidemark cohort`: many profiles, one a line, in parallel and in constant memory.

mod input;
mod output;
mod pipeline;
mod progress;
mod summary;
pub mod writer;

use super::{
    draw,
    output::{Done, Exit, Failure, tell},
    profiles::SettingsOptions,
    rules::RulesOption,
};
use clap::{Args, ValueEnum, builder::RangedU64ValueParser};
use guidemark::{
    cohort::{Evaluator, Part, Selection, Took},
    diagnostics::InputError,
};
use input::Input;
use output::Output;
use pipeline::Ended;
use progress::Progress;
use std::{io::Write, path::PathBuf, thread, time::Instant};

/// How many profiles have their errors told on standard error. All have them in the output.
const MAX_TOLD: u64 = 100;
/// How many lines a thread answers at once. Reports are many times longer than their profiles, and a few chunks of them
/// are held for each thread; verdicts are short, and quicker made than handed on one by one.
const LINES: usize = 32;
const QUICK_LINES: usize = 256;

/// Evaluates many profiles, one a line in JSON (NDJSON), in parallel and in little memory. Each gives one line of output,
/// in the order of the input: its report, or what is wrong with it.
#[derive(Args)]
#[command(after_help = "Examples:
  guidemark cohort examples/cohort.ndjson > reports.ndjson
  guidemark cohort tumours.ndjson.gz -o reports.ndjson --summary
  guidemark cohort tumours.ndjson --select tests,treatments,provenance | head -1
  guidemark cohort tumours.ndjson --select verdicts --summary=summary.json --summary-format json -o verdicts.ndjson
  zstd -dc tumours.ndjson.zst | guidemark cohort - -o reports.ndjson

A profile with errors stops nothing. In its place stands {\"line\":…,\"id\":…,\"errors\":[…]}; the first 100 are told on
standard error too. Empty lines have no answer.
Exit status: 0 every profile was evaluated, 1 some have errors, 2 the arguments are wrong, or the file cannot be read
to its end, 130 stopped by Ctrl-C. Even where it is killed, whatever was written before is whole lines.")]
pub struct Arguments {
    /// Profiles, one a line in JSON, gzipped or not; `-` reads standard input
    file: PathBuf,
    /// Only these parts of each report, with commas between: disease, team, tests, test_plan, treatments, trials,
    /// notes, open_questions, findings, not_used, assumptions, assumed, codes, provenance; or verdicts, the names of the
    /// rules that are met and undetermined, which alone is fastest [default: the whole report]
    #[arg(long, value_name = "PARTS", value_delimiter = ',')]
    select: Vec<Part>,
    /// Where to write the answers [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Say at the end what came of all of them, on standard error or in a file
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true)]
    summary: Option<Option<PathBuf>>,
    /// How to say it
    #[arg(long, value_enum, default_value_t = SummaryFormat::Text, requires = "summary")]
    summary_format: SummaryFormat,
    /// How many threads evaluate; the output is the same for any number [default: as many as the machine has]
    #[arg(long, value_name = "N", value_parser = RangedU64ValueParser::<usize>::new().range(1..=1024))]
    threads: Option<usize>,
    #[command(flatten)]
    rules: RulesOption,
    #[command(flatten)]
    settings: SettingsOptions,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SummaryFormat {
    /// Text to read
    Text,
    /// The counts as data
    Json,
}

impl Arguments {
    pub fn run(&self) -> Done {
        let plan = self.rules.plan()?;
        let mut evaluator = Evaluator::new(&plan, self.settings.settings()?, self.selection());
        // What is wrong with the settings is wrong for every profile: that is said once, before anything is written.
        if let Err(errors) = evaluator.check_settings() {
            tell(&errors.iter().map(|error| draw::input_error("", error)).collect::<String>())?;
            return Ok(Exit::Wrong);
        }
        let threads = self.threads.unwrap_or_else(|| thread::available_parallelism().map_or(1, usize::from));
        let mut input = Input::open(&self.file, if evaluator.is_quick() { QUICK_LINES } else { LINES })?;
        let output = Output::open(self.output.as_deref(), &self.file)?;
        let mut summary = match &self.summary {
            Some(Some(path)) => Some(output::create(path, &self.file)?),
            _ => None,
        };
        output.stop_between_lines()?;

        let started = Instant::now();
        let mut progress = Progress::new(input.read_so_far(), self.output.is_some());
        let mut told = Told { file: input.name().to_owned(), profiles: 0 };
        let ended = pipeline::run(
            &evaluator,
            threads,
            || input.chunk(),
            |answered| {
                output.write(&answered.lines)?;
                progress.advance(answered.count);
                progress.aside(|| told.tell(&answered.refused));
                Ok(())
            },
        );
        progress.finish();
        output.finish()?;
        let Ended { tally, failure } = ended?;

        let seconds = started.elapsed().as_secs_f64();
        let refused = tally.profiles_with_errors();
        let mut counted = tally.summary(&plan, &self.selection());
        counted.took = Some(Took { seconds, profiles_per_second: counted.profiles as f64 / seconds, threads });
        let text = match self.summary_format {
            SummaryFormat::Text => summary::text(&counted),
            SummaryFormat::Json => serde_json::to_string_pretty(&counted)? + "\n",
        };
        match (&mut summary, &self.summary) {
            (Some(file), Some(Some(path))) => {
                file.write_all(text.as_bytes()).map_err(|error| Failure::file(path, &error))?;
            }
            (_, Some(None)) => mention(&text),
            _ => {}
        }
        if let Some(failure) = failure {
            drop(failure.tell());
            return Ok(Exit::Wrong);
        }
        if refused == 0 {
            return Ok(Exit::Fine);
        }
        let first = if told.profiles < refused {
            format!("; the first {} are told here", told.profiles)
        } else {
            String::new()
        };
        let message =
            format!("{refused} of {} errors, which stand in their place in the output{first}", have(counted.profiles));
        mention(&(draw::message(&message) + "\n"));
        Ok(Exit::Found)
    }

    fn selection(&self) -> Selection {
        match self.select.as_slice() {
            [] => Selection::Report,
            parts => Selection::Parts(parts.iter().copied().collect()),
        }
    }
}

/// What of the errors was told on standard error.
struct Told {
    /// The file, as diagnostics name it.
    file: String,
    /// How many profiles had theirs told.
    profiles: u64,
}

impl Told {
    /// Tells the errors of some profiles, unless there were so many that nobody would read them.
    fn tell(&mut self, refused: &[(u64, Vec<InputError>)]) {
        let left = usize::try_from(MAX_TOLD - self.profiles).unwrap_or(usize::MAX);
        let mut text = String::new();
        for (line, errors) in refused.iter().take(left) {
            let place = format!("{}:{line}", self.file);
            text.extend(errors.iter().map(|error| draw::input_error(&place, error)));
            self.profiles += 1;
        }
        mention(&text);
    }
}

/// Says something on standard error. That nobody listens there any more, as with `2>&1 | head`, costs no answer.
fn mention(text: &str) {
    drop(tell(text));
}

/// A number of profiles, and the verb that goes with it.
fn have(profiles: u64) -> String {
    format!("{profiles} {}", if profiles == 1 { "profile has" } else { "profiles have" })
}
