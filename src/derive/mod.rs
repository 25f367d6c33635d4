//! What follows from undecided conditions: which unknown things can still change an outcome, and which cannot.

mod answers;
mod diagram;
mod formula;
mod parts;
mod relevance;

pub use relevance::{Relevance, RuleCondition};
