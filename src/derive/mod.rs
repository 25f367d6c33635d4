//! What follows from undecided conditions: which unknown things can still change an outcome, and which cannot.

mod answers;
mod formula;
mod parts;
mod relevance;
mod search;

pub use relevance::{Relevance, RuleCondition};
