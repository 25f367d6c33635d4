//! `cargo xtask wasm`: builds the module for browsers and Node, unoptimised and as the package has it, and tests both.
//!
//! The Rust target may have to be fetched. `GUIDEMARK_WASM_TOOLCHAIN` names how; without it the ways are tried in order:
//! `installed` (it is there), `rustup` (`rustup target add`), `debian` (Debian's packages, as root).

use crate::package;
use std::{
    env, fmt, fs, io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

const TARGET: &str = "wasm32-unknown-unknown";
/// The newest Rust that Debian packages for browsers' builds, with the source of its standard library.
const DEBIAN_PACKAGES: [&str; 3] = ["rustc-web", "cargo-web", "rust-web-src"];
/// How long a download may take. Some networks let nothing through, and rustup then waits for ever.
const DOWNLOAD_LIMIT: Duration = Duration::from_secs(90);
/// Where Debian, and others, have a browser.
const BROWSERS: [&str; 3] = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const INSTALL_LIMIT: Duration = Duration::from_secs(600);

/// Why there is no module, or no good one.
#[derive(Debug)]
pub enum Failure {
    /// Nothing here builds WebAssembly.
    NoToolchain(String),
    /// A step failed.
    Step(String),
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::NoToolchain(why) => write!(out, "no toolchain for {TARGET}: {why}"),
            Failure::Step(what) => out.write_str(what),
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        Failure::Step(error.to_string())
    }
}

/// Builds the module and the package, and tests both.
///
/// # Errors
/// No toolchain, or a step that fails; its own output says why.
pub fn run() -> Result<(), Failure> {
    let target = target();
    let browser = browser()?;
    let answers = target.join("wasm-answers.json");
    helper(&["answers".as_ref(), root().as_ref(), answers.as_ref()])?;
    let tests = |module: &Path, files: &[PathBuf]| {
        let mut node = Command::new("node");
        node.env("GUIDEMARK_WASM", module).env("GUIDEMARK_ANSWERS", &answers).env("GUIDEMARK_PACKAGE", module);
        node.env("GUIDEMARK_TARBALL", package::tarball()).env_remove("CHROMIUM");
        node.envs(browser.as_ref().map(|browser| ("CHROMIUM", browser)));
        step(node.args(["--test", "--test-reporter=spec"]).args(files))
    };
    let folder = root().join("wasm/tests");
    let (engine, hostile) = (folder.join("engine.test.mjs"), folder.join("hostile.test.mjs"));
    // The unoptimised module needs the most stack: what it survives, the optimised one does. Of hundreds of reports it
    // would take minutes.
    println!("wasm: the unoptimised module");
    let unoptimised = target.join("wasm-unoptimised");
    let module = Toolchain::find()?.build("dev")?;
    helper(&["glue".as_ref(), module.as_ref(), unoptimised.as_ref()])?;
    tests(&unoptimised, &[engine, hostile])?;
    println!("wasm: the package");
    package::run()?;
    tests(&package::folder(), &test_files(&folder)?)?;
    tests(&package::folder(), &test_files(&folder.join("package"))?)?;
    // Every test of the widget needs a browser.
    match test_files(&folder.join("widget")) {
        Ok(files) if browser.is_some() => tests(&package::folder(), &files),
        _ => Ok(()),
    }
}

/// The tests of a folder, in the order of their names.
fn test_files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)?.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.to_string_lossy().ends_with(".test.mjs"));
    files.sort();
    Ok(files)
}

/// The same, where the toolchain can be had; a missing one fails in continuous integration alone.
///
/// # Errors
/// As for [`run`].
pub fn run_where_possible() -> Result<(), Failure> {
    match run() {
        Err(Failure::NoToolchain(why)) if !is_continuous_integration() => {
            eprintln!("warning: the wasm package was not tested: {why}");
            Ok(())
        }
        other => other,
    }
}

/// A browser for the tests: what `CHROMIUM` names, or Chromium where it is installed or can be. Without one they are
/// skipped, but not in continuous integration.
fn browser() -> Result<Option<PathBuf>, Failure> {
    let named = env::var_os("CHROMIUM").map(PathBuf::from);
    if let Some(found) = named.into_iter().chain(BROWSERS.map(PathBuf::from)).find(|browser| browser.is_file()) {
        return Ok(Some(found));
    }
    match install(&["chromium"]) {
        Ok(()) => Ok(Some(PathBuf::from(BROWSERS[0]))),
        Err(why) if is_continuous_integration() => Err(Failure::Step(format!("no browser for the tests: {why}"))),
        Err(why) => {
            eprintln!("warning: no browser, so what needs one is not tested: {why}");
            Ok(None)
        }
    }
}

fn is_continuous_integration() -> bool {
    env::var("CI").as_deref() == Ok("true")
}

/// Installs packages of Debian, as root.
fn install(packages: &[&str]) -> Result<(), String> {
    if output(Command::new("id").arg("-u")).as_deref() != Some("0") {
        return Err("only root can install Debian's packages".to_owned());
    }
    println!("wasm: apt-get install {}", packages.join(" "));
    within(INSTALL_LIMIT, Command::new("apt-get").args(["update", "--quiet=2"]))
        .map_err(|why| format!("`apt-get update` {why}"))?;
    let mut install = Command::new("apt-get");
    install.args(["install", "--yes", "--quiet=2", "--no-install-recommends"]).args(packages);
    within(INSTALL_LIMIT, install.env("DEBIAN_FRONTEND", "noninteractive"))
        .map_err(|why| format!("`apt-get install` {why}"))
}

/// What builds WebAssembly.
pub enum Toolchain {
    /// The Rust that runs this program: it has the target.
    Own,
    /// Debian's, which builds the standard library from its source and needs a linker.
    Debian { linker: PathBuf },
}

impl Toolchain {
    /// The first way that works, or the one that is asked for.
    ///
    /// # Errors
    /// None works.
    pub fn find() -> Result<Toolchain, Failure> {
        match env::var("GUIDEMARK_WASM_TOOLCHAIN").as_deref() {
            Ok("installed") => Toolchain::installed(),
            Ok("rustup") => Toolchain::installed().or_else(|_| Toolchain::rustup()),
            Ok("debian") => Toolchain::debian(),
            Ok(other) => Err(Failure::Step(format!(
                "GUIDEMARK_WASM_TOOLCHAIN is `{other}`; it can be installed, rustup or debian"
            ))),
            Err(_) => Toolchain::installed().or_else(|_| Toolchain::rustup()).or_else(|rustup| {
                Toolchain::debian().map_err(|debian| Failure::NoToolchain(format!("{rustup}; {debian}")))
            }),
        }
    }

    fn installed() -> Result<Toolchain, Failure> {
        let library = output(Command::new("rustc").args(["--print", "target-libdir", "--target", TARGET]));
        match library {
            Some(folder) if Path::new(&folder).is_dir() => Ok(Toolchain::Own),
            _ => Err(Failure::NoToolchain(format!("it is not installed; try `rustup target add {TARGET}`"))),
        }
    }

    fn rustup() -> Result<Toolchain, Failure> {
        println!("wasm: rustup target add {TARGET}");
        let ended = within(DOWNLOAD_LIMIT, Command::new("rustup").args(["target", "add", TARGET]));
        match ended {
            Ok(()) => Toolchain::installed(),
            Err(why) => Err(Failure::NoToolchain(format!("`rustup target add {TARGET}` {why}"))),
        }
    }

    fn debian() -> Result<Toolchain, Failure> {
        let missing = |why: &str| Failure::NoToolchain(format!("Debian's packages: {why}"));
        let installed = |package: &&str| {
            output(Command::new("dpkg-query").args(["--show", "--showformat", "${db:Status-Status}", package]))
                .is_some_and(|status| status == "installed")
        };
        if !DEBIAN_PACKAGES.iter().all(installed) {
            install(&DEBIAN_PACKAGES).map_err(|why| missing(&why))?;
        }
        // Debian's Rust has no linker for it; rustup's has one.
        let sysroot = output(Command::new("rustc").args(["--print", "sysroot"])).ok_or_else(|| missing("no rustc"))?;
        let hosts = fs::read_dir(Path::new(&sysroot).join("lib/rustlib"))?;
        let linker = hosts.flatten().map(|host| host.path().join("bin/rust-lld")).find(|linker| linker.is_file());
        linker.map(|linker| Toolchain::Debian { linker }).ok_or_else(|| missing("no linker: rust-lld is not there"))
    }

    /// Builds the module with a profile of Cargo.
    ///
    /// # Errors
    /// It does not compile.
    pub fn build(&self, profile: &str) -> Result<PathBuf, Failure> {
        let builds = target().join("wasm");
        let mut cargo = self.cargo();
        cargo.args(["build", "--quiet", "--package", "guidemark-wasm", "--target", TARGET, "--profile", profile]);
        step(cargo.arg("--target-dir").arg(&builds).current_dir(root()))?;
        let folder = if profile == "dev" { "debug" } else { profile };
        Ok(builds.join(TARGET).join(folder).join("guidemark_wasm.wasm"))
    }

    fn cargo(&self) -> Command {
        match self {
            Toolchain::Own => Command::new("cargo"),
            Toolchain::Debian { linker } => {
                let mut cargo = Command::new("/usr/bin/cargo");
                cargo.arg("-Zbuild-std=std,panic_abort");
                cargo.env("RUSTC", "/usr/bin/rustc").env("RUSTC_BOOTSTRAP", "1").env_remove("RUSTUP_TOOLCHAIN");
                cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
                cargo
            }
        }
    }
}

/// Runs the heavy half, which writes JavaScript and native answers.
///
/// # Errors
/// It fails; its own output says why.
pub fn helper(arguments: &[&std::ffi::OsStr]) -> Result<(), Failure> {
    step(Command::new("cargo").args(["run", "--quiet", "--package", "xtask-wasm", "--"]).args(arguments))
}

/// Runs a step.
///
/// # Errors
/// The program cannot be run, or fails.
pub fn step(command: &mut Command) -> Result<(), Failure> {
    let status = command.status().map_err(|error| Failure::Step(format!("{command:?}: {error}")))?;
    if status.success() { Ok(()) } else { Err(Failure::Step(format!("failed: {command:?}"))) }
}

/// What a program prints, where it succeeds.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Runs a program that must end within a time, or says how it ended instead.
fn within(limit: Duration, command: &mut Command) -> Result<(), String> {
    let mut child = command.stdin(Stdio::null()).spawn().map_err(|error| format!("cannot be run: {error}"))?;
    let end = Instant::now() + limit;
    loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(status)) => return Err(format!("failed: {status}")),
            Ok(None) if Instant::now() < end => thread::sleep(Duration::from_millis(100)),
            Ok(None) | Err(_) => {
                // It may have ended just now; either way it is over.
                let _ = child.kill();
                let _ = child.wait();
                return Err(format!("did not end within {} seconds", limit.as_secs()));
            }
        }
    }
}

/// The folder of the project.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new(".")).to_owned()
}

/// Where everything is built.
pub fn target() -> PathBuf {
    let folder = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    // Steps run in folders of their own.
    std::path::absolute(&folder).unwrap_or(folder)
}
