//! What follows from undecided conditions: which unknown things can still change an outcome, and which cannot.

mod answers;
mod bits;
pub mod cover;
mod diagram;
mod formula;
mod memory;
mod open;
mod parts;
mod relevance;
mod residual;

pub use memory::{Chosen, Memory};
pub use open::{all_questions, open_questions};
pub use relevance::{Reach, Relevance, RuleCondition};
