//! Examples and promises run: does the rulebook say what its authors expect?

mod expect;
mod generate;
mod promises;
mod run;

use crate::patient::given;

pub use crate::patient::given::{GivenProfile, profile};
pub use generate::Generator;
pub use promises::{PromiseOutcome, run_promises};
pub use run::{CaseOutcome, Failure, run_cases};
