//! The heavy half of `cargo xtask wasm` and `cargo xtask package`: JavaScript for a WebAssembly module, the files of the
//! npm package, and what the native engine answers.
//!
//! ```text
//! xtask-wasm glue MODULE.wasm FOLDER    writes FOLDER/engine.js and FOLDER/engine_bg.wasm
//! xtask-wasm package ROOT FOLDER        adds all other files of the npm package to those two
//! xtask-wasm answers ROOT FILE.json     profiles with the native engine's answers, for the module to repeat
//! ```

#![allow(clippy::disallowed_methods, reason = "a build reads files")]

mod package;

use guidemark::{
    cases,
    diagnostics::{Diagnostic, Severity},
    explain::{Question, catalogue},
    patient::Settings,
    rulebook::{Rulebook, answer},
    text::Date,
};
use serde_json::{Value, json};
use std::{
    error::Error,
    fs, io,
    path::{Path, PathBuf},
    process::ExitCode,
};
use wasm_bindgen_cli_support::Bindgen;

/// The day on which every profile is asked that gives no date.
const TODAY: &str = "2026-01-01";

fn main() -> ExitCode {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let done = match arguments.as_slice() {
        [command, module, folder] if command.as_os_str() == "glue" => glue(module, folder),
        [command, root, folder] if command.as_os_str() == "package" => package::complete(root, folder),
        [command, root, file] if command.as_os_str() == "answers" => answers(root, file),
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

/// The built-in rules, and each profile of `examples/` and of a case with the report and one explanation.
fn answers(root: &Path, file: &Path) -> Result<(), Box<dyn Error>> {
    let rules = texts(&root.join("rules"), "guide")?;
    let book = Rulebook::read("guidemark", rules.iter().cloned());
    let today: Date = TODAY.parse()?;
    let mut output = json!({ "name": book.name, "today": TODAY, "diagnostics": placed(&book), "profiles": [] });
    output["rules"] = rules.into_iter().map(|(name, text)| (name, Value::String(text))).collect();
    let Some(plan) = book.compile() else {
        let errors = book.diagnostics.iter().filter(|finding| finding.severity == Severity::Error);
        errors.for_each(|finding| eprintln!("{}: {}", place(&book, finding), finding.message));
        return Err("the built-in rules have errors".into());
    };
    output["plan"] = plan.write()?.into();
    output["deep"] = deep().ok_or("the deep rulebook has errors")?.into();
    output["vocabulary"] = serde_json::to_string(&catalogue(&plan))?.into();
    let mut profiles = Vec::new();
    for (name, profile) in profiles_of(root, &book)? {
        // An error is an answer too, and the same one is asked of the module.
        let answered = match answer(&plan, &profile, &Settings::on(today)) {
            Err(errors) => json!({ "errors": serde_json::to_string(&errors)? }),
            Ok(answer) => {
                let rule = plan.ruleset.rules.iter().next().map_or("", |(_, rule)| rule.name.as_str());
                let about = answer.report.treatments.first().and_then(|entry| entry.drugs.first());
                let about = about.map_or(rule, String::as_str);
                let explanation = answer.explain(&plan, Question::WhyNot, about).map_err(|error| error.message)?;
                json!({
                    "report": serde_json::to_string(&answer.report)?,
                    "about": about,
                    "explanation": serde_json::to_string(&explanation)?,
                })
            }
        };
        profiles.push(json!({ "name": name, "profile": profile, "native": answered }));
    }
    output["profiles"] = profiles.into();
    fs::write(file, serde_json::to_string(&output)?)?;
    Ok(())
}

/// A compiled rulebook whose rules nest as deep as the language allows: met from the age of 70.
fn deep() -> Option<String> {
    let condition = (0..64).fold("age >= 70 years".to_owned(), |inner, level| match level % 2 {
        0 => format!("(age < 10 years or {inner})"),
        _ => format!("(age >= 20 years and {inner})"),
    });
    let alteration = (0..64).fold("L858R".to_owned(), |inner, _| format!("mutation except ({inner})"));
    let rule = |name: &str, condition: &str| {
        format!("rule {name} \"Rule\"\n  when {condition}\n  note \"{name}\"\n  cite paper\n")
    };
    let text = "guideline deep \"Deep\"\n  version 1.0\nsource paper \"Paper\"\n  publisher \"P\"\n\
        gene EGFR\nfact age \"Age\"\n  number 0..130 years\n  ask \"Age?\"\n"
        .to_owned();
    let text = text + &rule("conditions", &condition) + &rule("exceptions", &format!("EGFR has {alteration}"));
    let book = Rulebook::read("deep", [("deep.guide".to_owned(), text)]);
    book.diagnostics.iter().filter(|finding| finding.severity == Severity::Error).for_each(|finding| {
        eprintln!("{}: {}", place(&book, finding), finding.message);
    });
    book.compile().and_then(|plan| plan.write().ok())
}

fn place(book: &Rulebook, finding: &Diagnostic) -> String {
    let file = book.sources.get(finding.primary.span.source).map_or("", |file| file.name.as_str());
    format!("{file}:{}", finding.place(&book.sources).map_or(0, |place| place.line))
}

fn placed(book: &Rulebook) -> String {
    let placed: Vec<_> = book.diagnostics.iter().map(|finding| finding.placed(&book.sources)).collect();
    // Findings can always be written.
    serde_json::to_string(&placed).unwrap_or_default()
}

/// Profiles by name: the files of `examples/`, the patients of the cases.
fn profiles_of(root: &Path, book: &Rulebook) -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let examples = root.join("examples");
    let mut profiles = if examples.is_dir() { texts(&examples, "json")? } else { Vec::new() };
    for case in &book.program.cases {
        let (given, findings) = cases::profile(&case.given, &book.program.rules.vocabulary);
        if findings.is_empty() {
            profiles.push((case.title.clone(), serde_json::to_string(&given.profile)?));
        }
    }
    Ok(profiles)
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
