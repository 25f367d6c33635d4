//! The heavy half of `cargo xtask wasm` and `cargo xtask package`: JavaScript for a WebAssembly module, the files of the
//! npm package, and what the native engine answers.
//!
//! ```text
//! xtask-wasm glue MODULE.wasm FOLDER    writes FOLDER/engine.js and FOLDER/engine_bg.wasm
//! xtask-wasm package ROOT FOLDER        adds all other files of the npm package to those two
//! xtask-wasm answers ROOT FILE.json     profiles with the native engine's answers, for the module to repeat
//! ```

#![allow(clippy::disallowed_methods, reason = "a build reads files")]

mod answers;
mod package;

use std::{
    error::Error,
    fs, io,
    path::{Path, PathBuf},
    process::ExitCode,
};
use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let done = match arguments.as_slice() {
        [command, module, folder] if command.as_os_str() == "glue" => glue(module, folder),
        [command, root, folder] if command.as_os_str() == "package" => package::complete(root, folder),
        [command, root, file] if command.as_os_str() == "answers" => answers::write(root, file),
        _ => Err("usage: xtask-wasm glue MODULE.wasm FOLDER | package ROOT FOLDER | answers ROOT FILE.json".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// One ES module for every place: the entries of the package say where the bytes are.
fn glue(module: &Path, folder: &Path) -> Result<(), Box<dyn Error>> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(module).out_name("engine").typescript(false);
    bindgen.omit_default_module_path(true).reset_state_function(true);
    bindgen.web(true)?.generate(folder)?;
    Ok(())
}

/// The texts of a folder, by their paths within it.
pub fn texts(folder: &Path, extension: &str) -> io::Result<Vec<(String, String)>> {
    let mut texts = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(inner) = folders.pop() {
        for entry in fs::read_dir(inner)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                let name = path.strip_prefix(folder).map_err(io::Error::other)?;
                texts.push((name.to_string_lossy().replace('\\', "/"), fs::read_to_string(&path)?));
            }
        }
    }
    texts.sort();
    Ok(texts)
}
