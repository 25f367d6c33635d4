//! Builds and tests everything: `cargo xtask test` is what continuous integration runs.

#![allow(clippy::disallowed_methods, reason = "a build reads files")]

mod demo;
mod package;
mod wasm;

use std::{
    env,
    path::Path,
    process::{Command, ExitCode},
    time::Instant,
};

/// A step: what it is called, the program, its arguments, and what is added to the environment.
struct Step {
    name: &'static str,
    program: &'static str,
    arguments: &'static [&'static str],
    environment: &'static [(&'static str, &'static str)],
}

/// A step that Cargo does.
const fn cargo(name: &'static str, arguments: &'static [&'static str]) -> Step {
    Step { name, program: "cargo", arguments, environment: &[] }
}

/// A step that the program itself does, with the rules as they stand in the folder.
const fn guidemark(name: &'static str, arguments: &'static [&'static str]) -> Step {
    Step { name, program: "guidemark", arguments, environment: &[] }
}

/// Every step, the quick ones first.
const TEST: &[Step] = &[
    cargo("layout of the code", &["fmt", "--all", "--check"]),
    cargo("lints", &["clippy", "--workspace", "--all-targets", "--quiet", "--", "--deny", "warnings"]),
    cargo("the library alone", &["check", "--package", "guidemark", "--lib", "--no-default-features", "--quiet"]),
    cargo("tests", &["test", "--workspace", "--quiet"]),
    Step {
        name: "documentation",
        program: "cargo",
        arguments: &["doc", "--workspace", "--no-deps", "--quiet"],
        environment: &[("RUSTDOCFLAGS", "--deny warnings")],
    },
    guidemark("layout of the rules", &["format", "--check", "rules"]),
    guidemark("the rules", &["check", "rules"]),
    guidemark("cases and promises", &["test", "rules"]),
];

const HELP: &str = "\
cargo xtask test     build and test everything
cargo xtask package  build the npm package: target/npm
cargo xtask wasm     build the wasm module and the package, and test both
cargo xtask demo     serve a page with the widget on the built-in rules
cargo xtask bench    measure beside other engines; options behind it, `--help` among them, go to the measurement";

fn main() -> ExitCode {
    match env::args().nth(1).as_deref() {
        Some("test") => test(),
        Some("bench") => bench(env::args().skip(2)),
        Some("wasm") => ended(wasm::run()),
        Some("demo") => ended(demo::run()),
        Some("package") => ended(package::run()),
        _ => {
            eprintln!("{HELP}");
            ExitCode::from(2)
        }
    }
}

fn ended<T>(result: Result<T, wasm::Failure>) -> ExitCode {
    match result {
        Ok(_) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

/// The folder of the project.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// Builds the other engines and measures beside them: a workspace of its own, which nothing else builds.
fn bench(options: impl Iterator<Item = String>) -> ExitCode {
    let mut command = Command::new("cargo");
    command.args(["run", "--release", "--manifest-path", "benches/side-by-side/Cargo.toml", "--"]);
    match command.args(options).current_dir(root()).status() {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

/// Runs every step, also after one has failed, and says at the end which did.
fn test() -> ExitCode {
    let root = root();
    let mut failed = Vec::new();
    let started = Instant::now();
    let mut timed = |name: &'static str, run: &dyn Fn() -> bool| {
        println!("== {name}");
        let started = Instant::now();
        let ended = if run() { "ok" } else { "FAILED" };
        println!("== {name}: {ended}, {:.1} s\n", started.elapsed().as_secs_f64());
        if ended != "ok" {
            failed.push(name);
        }
    };
    for step in TEST {
        timed(step.name, &|| run(step, root));
    }
    timed("the wasm module", &|| wasm::run_where_possible().map_err(|failure| eprintln!("{failure}")).is_ok());
    let seconds = started.elapsed().as_secs_f64();
    if failed.is_empty() {
        println!("All {} steps passed in {seconds:.0} s.", TEST.len() + 1);
        return ExitCode::SUCCESS;
    }
    println!("{} of {} steps failed in {seconds:.0} s: {}.", failed.len(), TEST.len() + 1, failed.join(", "));
    ExitCode::FAILURE
}

fn run(step: &Step, root: &Path) -> bool {
    let mut command = match (step.program, env::current_exe()) {
        // The tests have just built it, beside this program.
        ("guidemark", Ok(this)) => Command::new(this.with_file_name(format!("guidemark{}", env::consts::EXE_SUFFIX))),
        (program, _) => Command::new(program),
    };
    command.args(step.arguments).envs(step.environment.iter().copied()).current_dir(root);
    command.status().is_ok_and(|status| status.success())
}
