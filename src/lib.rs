//! Guidemark: rules as code for precision oncology.

pub mod diagnostics;
pub mod kleene;
pub mod syntax;
pub mod text;
pub mod vocabulary;
