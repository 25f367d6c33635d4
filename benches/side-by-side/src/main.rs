//! Measures Guidemark beside other rule engines and beside what no engine can do without: one workload, one run, equal
//! answers. `cargo xtask bench` in the project's folder runs it.

#![allow(clippy::disallowed_methods, reason = "a measurement reads arguments")]

mod engine;
mod floors;
mod guidemark_side;
mod measure;
mod peers;
mod random;
mod sections;
mod table;
mod workload;

use std::{env, error::Error, process::ExitCode, time::Duration};

/// Anything that ends the measurement.
pub type Failure = Box<dyn Error>;

const HELP: &str = "\
Measures Guidemark beside its peers and writes tables in Markdown.

  --quick          few profiles and short turns: seconds instead of minutes, to see that all answers are equal
  --json           JSON instead of Markdown
  --profiles N     how many profiles (10000)
  --rules N        so many rules, and not 20, 200 and 2,000
  --rounds N       how many rounds (9)
  --turn N         milliseconds that each engine runs in a round (300)
  --seed N         another workload (1)
  --only WORD      only what the word names: evaluation, growth, lines, report, rulebook
  --engines WORD   of the other engines only those whose name contains the word";

/// What is measured and for how long.
pub struct Options {
    /// How many profiles.
    pub profiles: usize,
    /// How many rules, one after the other.
    pub rules: Vec<usize>,
    /// The seed of the workload.
    pub seed: u64,
    /// How long.
    pub effort: measure::Effort,
    /// Only sections whose name contains this.
    pub only: Option<String>,
    /// Of the other engines only those whose name contains this.
    pub engines: Option<String>,
    json: bool,
}

fn main() -> ExitCode {
    match run() {
        Ok(left_out) if left_out.is_empty() => ExitCode::SUCCESS,
        Ok(left_out) => {
            left_out.iter().for_each(|reason| eprintln!("left out: {reason}"));
            ExitCode::FAILURE
        }
        Err(failure) => {
            eprintln!("side-by-side: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// Prints what was asked for, and says which engines gave no right answers.
fn run() -> Result<Vec<String>, Failure> {
    let Some(options) = options()? else {
        println!("{HELP}");
        return Ok(Vec::new());
    };
    let sections = sections::measure(&options)?;
    match options.json {
        true => println!("{}", serde_json::to_string_pretty(&sections)?),
        false => println!("{}", table::markdown(&sections)),
    }
    Ok(sections.into_iter().flat_map(|section| section.left_out).collect())
}

fn options() -> Result<Option<Options>, Failure> {
    let effort = measure::Effort { rounds: 9, turn: Duration::from_millis(300) };
    let mut options = Options {
        profiles: 10_000,
        rules: vec![20, 200, 2_000],
        seed: 1,
        effort,
        only: None,
        engines: None,
        json: false,
    };
    let mut arguments = env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut number = || -> Result<u64, Failure> {
            let given = arguments.next().ok_or_else(|| format!("`{argument}` needs a number"))?;
            given.parse().map_err(|_| format!("`{given}` is no number").into())
        };
        match argument.as_str() {
            "--quick" => {
                options.profiles = 300;
                options.effort = measure::Effort { rounds: 3, turn: Duration::from_millis(10) };
            }
            "--json" => options.json = true,
            "--profiles" => options.profiles = number()?.max(1) as usize,
            "--rules" => options.rules = vec![number()?.max(1) as usize],
            "--rounds" => options.effort.rounds = number()?.max(1) as usize,
            "--turn" => options.effort.turn = Duration::from_millis(number()?.max(1)),
            "--seed" => options.seed = number()?,
            "--engines" => options.engines = arguments.next(),
            "--only" => options.only = arguments.next(),
            "--help" | "-h" => return Ok(None),
            other => return Err(format!("`{other}` is no option; `--help` lists them").into()),
        }
    }
    Ok(Some(options))
}
