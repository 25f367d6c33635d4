//! The command line program `guidemark`.

#![allow(clippy::disallowed_methods, reason = "the program reads files and the clock, so that the library need not")]

mod cli;

#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    cli::main()
}
