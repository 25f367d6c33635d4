//! The library through its public functions: one integration binary.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test that cannot go on must stop")]
#![allow(clippy::disallowed_methods, clippy::string_slice, reason = "a test reads files")]

mod chains;
mod cli;
mod diagnostics;
mod engine;
mod forms;
mod ordered;
mod pages;
mod patients;
mod reports;
mod syntax;
mod test_plans;
mod tidy;
mod variants;
