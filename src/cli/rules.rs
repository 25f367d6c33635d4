//! Which rulebook: a folder, a file, a compiled plan, or the one built in.

use super::{
    draw,
    output::{Failure, tell},
};
use clap::Args;
use guidemark::{built_in, compile::Plan, diagnostics::Severity, rulebook::Rulebook};
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// The option that every command has which needs rules.
#[derive(Args)]
pub struct RulesOption {
    /// The rulebook: a folder of .guide files, one such file, or a compiled rulebook [default: the built-in one]
    #[arg(long, value_name = "DIR|FILE")]
    pub rules: Option<PathBuf>,
}

impl RulesOption {
    /// The plan to evaluate with. What is wrong with its rules is told.
    pub fn plan(&self) -> Result<Plan, Failure> {
        plan(self.rules.as_deref())
    }
}

/// The plan of a rulebook; of the built-in one where no path is given. What is wrong with its rules is told.
pub fn plan(path: Option<&Path>) -> Result<Plan, Failure> {
    if let Some(path) = path.filter(|path| path.is_file()) {
        let file = fs::read(path).map_err(|error| Failure::file(path, &error))?;
        if Plan::is_plan(&file) {
            return Ok(Plan::read(&file)?);
        }
    }
    let book = rulebook(path)?;
    book.compile().ok_or_else(|| {
        let errors = book.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
        let drawn: Vec<String> = errors.map(|error| draw::diagnostic(error, &book.sources)).collect();
        // That the rules cannot be used is said below, even where this cannot be written.
        drop(tell(&drawn.concat()));
        Failure::Other(format!("the rulebook `{}` has errors and cannot be used", book.name))
    })
}

/// The texts of a rulebook; of the built-in one where no path is given.
pub fn rulebook(path: Option<&Path>) -> Result<Rulebook, Failure> {
    let Some(path) = path else { return Ok(built_in::rulebook()) };
    let mut files = Vec::new();
    if path.is_dir() {
        for file in guide_files(path)? {
            let name = file.strip_prefix(path).unwrap_or(&file).to_string_lossy().replace('\\', "/");
            files.push((name, read(&file)?));
        }
        if files.is_empty() {
            return Err(Failure::Other(format!("`{}` holds no .guide file", path.display())));
        }
    } else {
        files.push((path.to_string_lossy().into_owned(), read(path)?));
    }
    let name = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let name = name.file_stem().map_or_else(|| "rules".to_owned(), |name| name.to_string_lossy().into_owned());
    Ok(Rulebook::read(&name, files))
}

/// The rule files in a folder and its folders, sorted.
pub fn guide_files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let path = entry.path();
            // Links are not followed: they could lead in a circle.
            if entry.file_type()?.is_dir() {
                collect(&path, files)?;
            } else if path.extension().is_some_and(|extension| extension == "guide") {
                files.push(path);
            }
        }
        Ok(())
    }
    let mut files = Vec::new();
    collect(folder, &mut files).map_err(|error| Failure::file(folder, &error))?;
    files.sort();
    Ok(files)
}

/// The text of a file.
pub fn read(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|error| Failure::file(path, &error))
}
