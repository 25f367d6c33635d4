//! The command line program `guidemark`.

mod cli;

fn main() -> std::process::ExitCode {
    cli::main()
}
