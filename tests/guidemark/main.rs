//! The library through its public functions: one integration binary.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test that cannot go on must stop")]

mod cli;
mod diagnostics;
mod engine;
mod forms;
mod pages;
mod syntax;
mod tidy;
mod variants;
