//! Guidemark: rules as code for precision oncology.

pub mod built_in;
pub mod cases;
pub mod check;
pub mod cohort;
pub mod compile;
pub mod derive;
pub mod diagnostics;
pub mod evaluate;
pub mod explain;
pub mod kleene;
pub mod ordered;
pub mod overview;
pub mod patient;
pub mod report;
pub mod rulebook;
#[cfg(feature = "schema")]
pub mod schema;
pub mod syntax;
pub mod text;
pub mod vocabulary;
