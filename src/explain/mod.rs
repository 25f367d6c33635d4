//! Why, why not, what if: the record that the evaluation left, put into words. Nothing is evaluated a second time.

mod difference;
mod evidence;
mod proof;
mod questions;

use crate::check::words;

pub use difference::{Change, difference};
pub use proof::{Evidence, Proof, Role, RuleProof, prove};
pub use questions::{Explanation, Question, explain};
