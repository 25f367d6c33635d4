//! Why, why not, what if: the record that the evaluation left, put into words. Nothing is evaluated a second time.

mod catalogue;
mod difference;
mod evidence;
mod proof;
mod questions;
mod variant;
mod written;

use crate::check::words;

pub use catalogue::{Brand, Catalogue, CodeEntry, DrugEntry, Entry, GeneEntry, Measure, Takes, catalogue};
pub use difference::{Change, difference};
pub use proof::{Evidence, Proof, Role, RuleProof, prove};
pub use questions::{Explanation, Question, explain};
pub use variant::{VariantAnswer, VariantRule, variant};
pub use written::{Replacement, WrittenAmendment, WrittenRule, all_written, written};
