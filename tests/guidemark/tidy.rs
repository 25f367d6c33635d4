//! The house rules of `docs/architecture.md` as tests. Each failure says what to do about it.

mod documents;
mod pages_of_rules;
mod rulebook;
mod sources;

use std::fs;
use std::path::{Path, PathBuf};

/// The folder of the project.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A file of the project: its path from the root, with `/`, and its text.
struct File {
    path: String,
    text: String,
}

/// The text files below some folders (or single files) whose names end in one of the endings, in the order of their
/// paths. Folders that are not there are left out: not every part is written yet.
fn files(folders: &[&str], endings: &[&str]) -> Vec<File> {
    let mut open: Vec<PathBuf> = folders.iter().map(|folder| root().join(folder)).collect();
    let mut files = Vec::new();
    while let Some(path) = open.pop() {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if path.is_dir() && !matches!(name.as_str(), "target" | "node_modules" | "pkg" | ".git") {
            open.extend(fs::read_dir(&path).expect("a folder is read").map(|entry| entry.expect("an entry").path()));
        } else if path.is_file() && endings.iter().any(|ending| name.ends_with(ending)) {
            let text = String::from_utf8_lossy(&fs::read(&path).expect("a file is read")).into_owned();
            let path = path.strip_prefix(root()).expect("below the root").to_string_lossy().replace('\\', "/");
            files.push(File { path, text });
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// Every Rust file of the project.
fn rust_files() -> Vec<File> {
    files(&["src", "xtask", "xtask-wasm", "wasm", "tests", "benches", "fuzz", "build.rs"], &[".rs"])
}

/// Fails with all that was found and what to do about it.
#[track_caller]
fn none(found: Vec<String>, advice: &str) {
    assert!(found.is_empty(), "{advice}\n  {}\n", found.join("\n  "));
}
