//! Lists the files of `rules/` for `src/built_in.rs`, and has Cargo build again when one changes, comes or goes.

#![allow(clippy::disallowed_methods, reason = "a build reads files")]

use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?);
    let rules = root.join("rules");
    // Cargo looks into the folder for changes, however deep.
    println!("cargo::rerun-if-changed=rules");
    let mut files = Vec::new();
    collect(&rules, &mut files)?;
    files.sort();
    let mut code = String::from("&[\n");
    for file in files {
        let name = file.strip_prefix(&rules).map_err(io::Error::other)?.to_string_lossy().replace('\\', "/");
        code += &format!("({name:?}, include_str!({:?})),\n", file.to_string_lossy());
    }
    code += "]\n";
    fs::write(PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?).join("built_in.rs"), code)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "guide") {
            files.push(path);
        }
    }
    Ok(())
}
