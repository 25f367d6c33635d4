//! Many profiles, one a line (NDJSON), to one line of answer each, and a summary of them all.
//!
//! Only the part that is pure: a line in, a line out. An [`Evaluator`] belongs to one thread; what it counted is a
//! [`Tally`], and tallies add up to the same [`Summary`] however the lines were divided. Files and threads are the
//! program's.

mod names;
mod parts;
mod record;
mod summary;

pub use parts::{Part, Selection};
pub use record::{Evaluator, Line};
pub use summary::{ErrorCount, RuleCount, Summary, Tally, Took};
