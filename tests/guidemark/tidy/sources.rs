//! House rules for Rust files: their openings, lengths, rooms, purity, and what they do not speak of.

use super::{File, files, none, rust_files};
use guidemark::{rulebook::Rulebook, vocabulary::Label};
use std::collections::{BTreeMap, BTreeSet};

/// The most lines of a file without its tests.
const MAX_LINES: usize = 600;

/// The rooms of the library in their order: a room uses only those before it.
const ROOMS: &[&str] = &[
    "kleene",
    "ordered",
    "text",
    "diagnostics",
    "syntax",
    "vocabulary",
    "check",
    "compile",
    "patient",
    "evaluate",
    "derive",
    "report",
    "explain",
    "rulebook",
    "built_in",
    "overview",
    "cases",
    "cohort",
    "schema",
    "editor",
];

/// What the binary is made of, on top of the library.
fn is_binary(path: &str) -> bool {
    path == "src/main.rs" || ["src/cli", "src/lsp", "src/server"].iter().any(|folder| path.starts_with(folder))
}

/// The files of the library.
fn library() -> Vec<File> {
    let library = files(&["src"], &[".rs"]).into_iter().filter(|file| !is_binary(&file.path)).collect::<Vec<_>>();
    assert!(library.len() > 50, "the library is not where this test looks for it");
    library
}

/// The lines of a file before its unit tests, comments left out, each with its number.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.lines().take_while(|line| line.trim() != "#[cfg(test)]").enumerate();
    lines.map(|(number, line)| (number + 1, without_comment(line))).filter(|(_, line)| !line.trim().is_empty())
}

/// A line up to its comment; `//` within a text is none.
fn without_comment(line: &str) -> &str {
    let mut quoted = false;
    let mut escaped = false;
    for (at, sign) in line.char_indices() {
        match sign {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '/' if !quoted && line[at..].starts_with("//") => return &line[..at],
            _ => {}
        }
    }
    line
}

/// The texts in quotes of a line.
fn texts(line: &str) -> impl Iterator<Item = &str> {
    line.split('"').skip(1).step_by(2)
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|sign: char| !(sign.is_alphanumeric() || sign == '-' || sign == '_')).filter(|word| !word.is_empty())
}

#[test]
fn every_file_opens_with_its_subject() {
    let found = rust_files().into_iter().filter(|file| !file.text.starts_with("//! ")).map(|file| file.path);
    none(found.collect(), "These files do not say what they are about; open each with `//! Its one subject.`:");
}

#[test]
fn files_stay_short() {
    let long = files(&["src", "xtask", "xtask-wasm", "wasm", "benches"], &[".rs"]).into_iter().filter_map(|file| {
        let lines = file.text.lines().take_while(|line| line.trim() != "#[cfg(test)]").count();
        (lines > MAX_LINES).then(|| format!("{}: {lines} lines", file.path))
    });
    none(long.collect(), "These files are longer than 600 lines without their tests; find the second subject in each:");
}

/// The rooms that a text of the library uses: `crate::ROOM` and `use crate::{ROOM::…, …}`.
fn rooms_used(text: &str) -> BTreeSet<String> {
    let code: Vec<&str> = code(text).map(|(_, line)| line).collect();
    let code = code.join("\n");
    let name = |text: &str| text.chars().take_while(|sign| sign.is_alphanumeric() || *sign == '_').collect::<String>();
    let mut used = BTreeSet::new();
    for (at, start) in code.match_indices("crate::") {
        let rest = &code[at + start.len()..];
        let Some(group) = rest.strip_prefix('{') else {
            used.insert(name(rest));
            continue;
        };
        let mut depth = 0;
        let mut first = true;
        for (at, sign) in group.char_indices() {
            match sign {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => first = true,
                sign if first && sign.is_alphabetic() => {
                    first = false;
                    used.insert(name(&group[at..]));
                }
                _ => {}
            }
        }
    }
    used
}

#[test]
fn rooms_use_only_those_before_them() {
    let place = |room: &str| ROOMS.iter().position(|known| *known == room);
    let mut found = Vec::new();
    for file in library().iter().filter(|file| file.path != "src/lib.rs") {
        let room = file.path["src/".len()..].split(['/', '.']).next().unwrap_or_default();
        let Some(own) = place(room) else {
            found.push(format!("{}: `{room}` is no room of this test's list", file.path));
            continue;
        };
        for used in rooms_used(&file.text) {
            if place(&used).is_some_and(|used| used > own) {
                found.push(format!("{}: `{room}` uses `{used}`", file.path));
            }
        }
    }
    none(found, &format!("A room uses only those before it ({}); move what both need to the left:", ROOMS.join(" → ")));
    let documented = ROOMS[..18].iter().filter(|room| !["built_in", "rulebook"].contains(room));
    let architecture = super::files(&["docs/architecture.md"], &[".md"]);
    let text = architecture.first().map(|file| file.text.as_str()).unwrap_or_default();
    let unnamed = documented.filter(|room| !text.contains(&format!("`{room}`"))).map(ToString::to_string);
    none(unnamed.collect(), "docs/architecture.md does not speak of these rooms:");
}

#[test]
fn rooms_are_read_from_their_uses() {
    let text =
        "use crate::{\n    check::{Agent, words},\n    text::Date,\n};\n// crate::report\nlet x = crate::compile::y();";
    assert_eq!(rooms_used(text).into_iter().collect::<Vec<_>>(), ["check", "compile", "text"]);
}

#[test]
fn the_library_is_pure() {
    let impure = [
        "std::fs",
        "std::env",
        "std::net",
        "std::time",
        "std::process",
        "std::thread",
        "std::io",
        "println!",
        "eprintln!",
        "print!(",
        "SystemTime",
        "Instant::now",
    ];
    let mut found = Vec::new();
    for file in library() {
        for (number, line) in code(&file.text) {
            let hits = impure.iter().filter(|word| line.contains(**word));
            found.extend(hits.map(|word| format!("{}:{number}: {word}", file.path)));
        }
    }
    none(found, "The library takes what it needs as arguments and gives values back; this belongs in src/cli:");
}

#[test]
fn nothing_is_left_undone() {
    let undone = [
        concat!("#[", "ignore"),
        concat!("to", "do!("),
        concat!("unimple", "mented!("),
        concat!("d", "bg!("),
        concat!("FIX", "ME"),
    ];
    let mut found = Vec::new();
    for file in rust_files() {
        for (number, line) in file.text.lines().enumerate() {
            let hits = undone.iter().filter(|word| line.contains(**word));
            found.extend(hits.map(|word| format!("{}:{}: {word}", file.path, number + 1)));
        }
    }
    none(found, "Finish these, or take them out; a test that does not pass yet states what happens today:");
}

/// Words of Rust, in any case, that are also names of the vocabulary, with what the vocabulary means by them.
const ALLOWED: &[(&str, &str)] = &[
    ("read", "READ is OncoTree's code for rectal adenocarcinoma"),
    ("past", "PAST is OncoTree's code for pilocytic astrocytoma"),
    ("wt", "WT is OncoTree's code for Wilms' tumour, and every laboratory's word for wild-type"),
    ("mixed", "MIXED is OncoTree's code for mixed cancer types"),
    ("other", "OTHER is OncoTree's code for what stands nowhere else"),
];

/// A new gene, drug or disease must need no release of the engine.
#[test]
fn no_medicine_in_rust() {
    let texts_of_rules =
        files(&["rules/vocabulary"], &[".guide"]).into_iter().map(|file| (file.path, file.text)).collect::<Vec<_>>();
    let book = Rulebook::read("vocabulary", texts_of_rules);
    let vocabulary = &book.program.rules.vocabulary;
    assert!(vocabulary.genes.len() > 50 && vocabulary.diseases.len() > 100, "the vocabulary is not read");
    let mut medicine: BTreeMap<&str, &str> = BTreeMap::new();
    let mut add = |label, kind| {
        let Label { name, also, .. }: &'_ Label = label;
        medicine.extend(std::iter::once(name).chain(also).map(|name| (name.as_str(), kind)));
    };
    vocabulary.genes.iter().for_each(|(_, gene)| add(&gene.label, "gene"));
    vocabulary.diseases.iter().for_each(|(_, disease)| add(&disease.label, "disease"));
    vocabulary.drugs.iter().for_each(|(_, drug)| add(&drug.label, "drug"));
    vocabulary.classes.iter().for_each(|(_, class)| add(&class.label, "class of drugs"));
    let mut found = Vec::new();
    for file in files(&["src", "wasm/src", "xtask/src"], &[".rs"]) {
        for (number, line) in code(&file.text) {
            // What is compared with what people write stands in quotes; names of functions speak of medicine in words.
            let quoted = texts(line).flat_map(words).filter_map(|word| Some((word, *medicine.get(word)?)));
            let named = words(line).flat_map(|word| word.split('_')).filter(|word| word.len() > 3).filter_map(|word| {
                let upper = word.to_uppercase();
                let kind = medicine.get(word).or_else(|| medicine.get(upper.as_str()))?;
                Some((word, *kind))
            });
            let hits: BTreeSet<(&str, &str)> = quoted.chain(named).collect();
            let hits = hits
                .into_iter()
                .filter(|(word, _)| ALLOWED.iter().all(|(allowed, _)| !allowed.eq_ignore_ascii_case(word)));
            found.extend(
                hits.map(|(word, kind)| format!("{}:{number}: `{word}`, a {kind}: {}", file.path, line.trim())),
            );
        }
    }
    none(found, "Medicine belongs in rules/; say it there and read it from the vocabulary:");
}
