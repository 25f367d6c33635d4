//! Examples and promises run: does the rulebook say what its authors expect?

mod coverage;
mod expect;
mod generate;
mod given;
mod promises;
mod run;
mod what_if;

pub use coverage::{RuleCoverage, coverage};
pub use generate::Generator;
pub use given::{GivenProfile, profile};
pub use promises::{PromiseOutcome, run_promises};
pub use run::{CaseOutcome, Failure, run_cases};
pub use what_if::what_if;
