//! `cargo xtask package`: the npm package, assembled in `target/npm/guidemark` and packed beside it.

use crate::wasm::{Failure, Toolchain, helper, output, root, step, target};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Whether what needs Node and its packages is done: a smaller module, the widget's bundle.
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
    bundle(folder)
}

/// Assembles the package and packs it: the file that would be published.
///
/// # Errors
/// As for [`assemble`].
pub fn run() -> Result<PathBuf, Failure> {
    let (npm, folder) = (target().join("npm"), folder());
    tools()?;
    assemble(&folder, Form::Published)?;
    for old in fs::read_dir(&npm)?.flatten().filter(|file| file.path().extension().is_some_and(|kind| kind == "tgz")) {
        fs::remove_file(old.path())?;
    }
    let packed =
        output(Command::new("npm").args(["pack", "--silent", "--pack-destination"]).arg(&npm).current_dir(&folder));
    let name = packed.ok_or_else(|| Failure::Step("`npm pack` failed".to_owned()))?;
    let tarball = npm.join(name.lines().last().unwrap_or_default());
    println!("package: {}", tarball.display());
    Ok(tarball)
}

/// Installs what builds and tests of JavaScript need, where that has not been done.
///
/// # Errors
/// No Node or npm; no way to the packages.
pub fn tools() -> Result<(), Failure> {
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
    optimise.arg(program).args(["-Oz", "--strip-debug", "--strip-producers"]);
    step(optimise.arg(module).arg("-o").arg(module))
}

/// Lets the widget and the playground make their files, where they are more than their sources.
fn bundle(folder: &Path) -> Result<(), Failure> {
    for part in ["widget", "playground"] {
        let build = root().join("wasm/npm").join(part).join("build.mjs");
        if build.is_file() {
            println!("package: the {part}");
            step(Command::new("node").arg(build).arg(folder.join(part)))?;
        }
    }
    Ok(())
}
