//! Examples and promises run: does the rulebook say what its authors expect?

mod coverage;
mod expect;
mod generate;
mod placed;
mod promises;
mod run;
mod what_if;

use crate::patient::given;
pub use coverage::{Counts, Coverage, DefinitionCoverage, RuleCoverage, coverage};

pub use crate::patient::given::{GivenProfile, profile};
pub use generate::Generator;
pub use placed::{PlacedCase, PlacedPromise};
pub use promises::{PromiseOutcome, run_promises};
pub use run::{CaseOutcome, Failure, run_cases};
pub use what_if::what_if;
