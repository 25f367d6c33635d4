//! `cargo xtask package`: the npm package, assembled in `target/npm/guidemark` and packed beside it.

use crate::wasm::{Failure, Toolchain, helper, output, root, step, target};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// For what the package is assembled.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// As it is published.
    Published,
    /// As quickly as it can be had, to look at it.
    Quick,
}

/// Where the package stands as it is published.
pub fn folder() -> PathBuf {
    target().join("npm/guidemark")
}

/// Assembles the package in a folder.
///
/// # Errors
/// No toolchain, or a step that fails; its own output says why.
pub fn assemble(folder: &Path, form: Form) -> Result<(), Failure> {
    let toolchain = Toolchain::find()?;
    tools()?;
    // Nothing of an earlier one may stay.
    match fs::remove_dir_all(folder) {
        Err(error) if folder.exists() => return Err(error.into()),
        _ => fs::create_dir_all(folder)?,
    }
    println!("package: the module");
    let module = toolchain.build("wasm")?;
    helper(&["glue".as_ref(), module.as_ref(), folder.as_ref()])?;
    if form == Form::Published {
        optimise(&folder.join("engine_bg.wasm"))?;
    }
    println!("package: its other files");
    helper(&["package".as_ref(), root().as_ref(), folder.as_ref()])?;
    step(Command::new("node").arg(root().join("wasm/minify.mjs")).arg(folder))?;
    bundle(folder)
}

/// Assembles the package and packs it: the file that would be published.
///
/// # Errors
/// As for [`assemble`].
pub fn run() -> Result<(), Failure> {
    assemble(&folder(), Form::Published)?;
    let npm = target().join("npm");
    step(Command::new("npm").args(["pack", "--silent", "--pack-destination"]).arg(&npm).current_dir(folder()))?;
    println!("package: {}", tarball().display());
    Ok(())
}

/// The file that would be published.
pub fn tarball() -> PathBuf {
    target().join(format!("npm/guidemark-{}.tgz", env!("CARGO_PKG_VERSION")))
}

/// Installs what builds and tests of JavaScript need, where that has not been done.
///
/// # Errors
/// No Node or npm; no way to the packages.
fn tools() -> Result<(), Failure> {
    let wasm = root().join("wasm");
    let changed = |file: PathBuf| fs::metadata(file).and_then(|data| data.modified()).ok();
    if changed(wasm.join("node_modules/.package-lock.json")) >= changed(wasm.join("package-lock.json")) {
        return Ok(());
    }
    if output(Command::new("npm").arg("--version")).is_none() {
        return Err(Failure::NoToolchain("npm is not there; install Node 20.19 or newer".to_owned()));
    }
    println!("package: npm ci");
    step(Command::new("npm").args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(wasm))
}

/// Makes the module smaller.
fn optimise(module: &Path) -> Result<(), Failure> {
    println!("package: wasm-opt");
    let program = root().join("wasm/node_modules/binaryen/bin/wasm-opt");
    let mut optimise = Command::new("node");
    // Harder optimised, it is a tenth larger when it is packed, and takes longer to start.
    optimise.arg(program).args(["-O1", "--strip-debug", "--strip-producers"]);
    step(optimise.arg(module).arg("-o").arg(module))
}

/// Lets the widget and the playground make their files, where they are more than their sources.
fn bundle(folder: &Path) -> Result<(), Failure> {
    for part in ["widget", "playground"] {
        let build = root().join("wasm/npm").join(part).join("build.mjs");
        if build.is_file() {
            println!("package: the {part}");
            let folder = folder.join(part);
            fs::create_dir_all(&folder)?;
            step(Command::new("node").arg(build).arg(folder))?;
        }
    }
    Ok(())
}
