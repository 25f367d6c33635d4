//! Broken rule files and profiles, with what their author or sender is told.
//!
//! `diagnostics/rules/NAME.guide` is read beside the vocabulary that comes with the engine, and ends with the findings
//! about it; where it has no errors its cases and promises are run. `diagnostics/profiles/NAME.json` is a profile, and
//! `NAME.expected` what is said of it. `UPDATE_EXPECT=1` writes both anew; read what was written.

mod profiles;
mod rules;

use std::path::{Path, PathBuf};
use std::{env, fs};

/// The files of one folder of mistakes, in the order of their names.
fn inputs(folder: &str, extension: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/guidemark/diagnostics").join(folder);
    let entries = fs::read_dir(&folder).expect("the folder of inputs").map(|entry| entry.expect("an entry").path());
    let mut files: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|it| it == extension)).collect();
    files.sort();
    assert!(files.len() > 5, "no files in {}", folder.display());
    files
}

fn updating() -> bool {
    env::var("UPDATE_EXPECT").is_ok_and(|value| value == "1")
}

/// The texts of the vocabulary that comes with the engine.
fn vocabulary() -> Vec<(String, String)> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/vocabulary")];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "guide") {
                let name = format!("vocabulary/{}", path.file_name().unwrap_or_default().to_string_lossy());
                files.push((name, fs::read_to_string(&path).expect("a rule file")));
            }
        }
    }
    files
}
