//! Builds and tests everything: `cargo xtask test` is what CI runs.

mod wasm;

use std::process::ExitCode;

fn main() -> ExitCode {
    let command = std::env::args().nth(1).unwrap_or_default();
    let done = match command.as_str() {
        "wasm" => wasm::run(),
        "test" => wasm::run_where_possible(),
        _ => {
            eprintln!("usage: cargo xtask test | wasm");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}
