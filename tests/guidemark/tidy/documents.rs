//! House rules for documents and diagnostics: paths that exist, codes with a page, an emitter and a test.

use super::{files, none, root};
use guidemark::diagnostics::Code;

/// The documents that a reader meets first.
fn documents() -> Vec<super::File> {
    files(&["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs", "rules/README.md", "wasm/README.md"], &[".md"])
}

/// The folders and files of the root by whose names a path is known as one.
const TOP: &[&str] = &["src/", "tests/", "rules/", "docs/", "xtask/", "wasm/", "examples/", "benches/", "fuzz/"];

#[test]
fn every_path_in_the_documents_exists() {
    let mut found = Vec::new();
    for document in documents() {
        let folder = document.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for (number, line) in document.text.lines().enumerate() {
            let quoted = line.split('`').skip(1).step_by(2).flat_map(str::split_whitespace);
            let quoted = quoted.filter(|word| TOP.iter().any(|top| word.starts_with(top)));
            let quoted = quoted.map(|word| root().join(word.trim_end_matches([',', '.', ':', ';'])));
            let links = line.split("](").skip(1).filter_map(|rest| rest.split([')', '#', ' ']).next());
            let links = links.filter(|link| !link.is_empty() && !link.contains("://") && !link.starts_with("mailto:"));
            let links = links.map(|link| root().join(folder).join(link));
            // Capitals stand for what a reader puts in: `rules/TUMOUR/…`, `docs/diagnostics/CODE.md`.
            let named = |path: &std::path::PathBuf| {
                let text = path.strip_prefix(root()).unwrap_or(path).to_string_lossy().into_owned();
                !text.contains(['…', '*', '<', '{'])
                    && !text.split(['/', '.', '-']).any(|part| {
                        part.len() > 3
                            && part.chars().all(char::is_uppercase)
                            && part != "README"
                            && part != "LICENSE"
                            && part != "CHANGELOG"
                            && part != "CONTRIBUTING"
                    })
            };
            let missing = quoted.chain(links).filter(named).filter(|path| !path.exists());
            found.extend(missing.map(|path| format!("{}:{}: {}", document.path, number + 1, path.display())));
        }
    }
    none(found, "These documents name paths that do not exist:");
}

/// How Rust spells a code: `unknown-name` is `UnknownName`.
fn variant(code: Code) -> String {
    format!("Code::{code:?}")
}

#[test]
fn every_code_has_a_page_an_emitter_and_a_test() {
    let sources: Vec<_> =
        files(&["src", "wasm"], &[".rs"]).into_iter().filter(|file| !file.path.ends_with("/code.rs")).collect();
    let tests = files(&["tests/guidemark"], &[".rs", ".guide", ".expected"]);
    let tests: Vec<_> = tests.into_iter().filter(|file| !file.path.contains("/tidy")).collect();
    let mut found = Vec::new();
    for code in Code::ALL.iter().copied() {
        let name = variant(code);
        let names = |text: &str| {
            text.match_indices(&name).any(|(at, _)| !text[at + name.len()..].starts_with(char::is_alphanumeric))
        };
        if code.page().lines().count() < 6 {
            found.push(format!(
                "{code}: docs/diagnostics/{code}.md says too little: what is wrong, an example, what to do"
            ));
        }
        if !code.page().starts_with(&format!("# {code}\n")) {
            found.push(format!("{code}: docs/diagnostics/{code}.md does not open with its name"));
        }
        if !sources.iter().any(|file| names(&file.text)) {
            found.push(format!("{code}: nothing in src says it"));
        }
        if !tests.iter().any(|file| names(&file.text) || file.text.contains(&format!(" {code}: "))) {
            found.push(format!("{code}: no test triggers it"));
        }
    }
    let pages = files(&["docs/diagnostics"], &[".md"]);
    let slug = |path: &str| path.trim_start_matches("docs/diagnostics/").trim_end_matches(".md").to_owned();
    let orphans = pages.iter().filter(|page| slug(&page.path).parse::<Code>().is_err());
    found.extend(orphans.map(|page| format!("{}: no finding has this code", page.path)));
    none(found, "Every code of a finding has a page, an emitter and a test:");
}

/// Nothing tracked says where it was written or by what it was fetched.
#[test]
fn no_machine_paths_nor_registry_hosts() {
    let unwanted = [
        concat!("/wo", "rk/"),
        concat!("/ho", "me/"),
        concat!("/Us", "ers/"),
        concat!("/ro", "ot/"),
        concat!("C:", "\\\\"),
        concat!("crates", ".io"),
        concat!("registry.", "npmjs"),
        concat!("py", "pi.org"),
    ];
    // Cargo and npm write their lock files themselves.
    let folders = [
        ".cargo",
        "Cargo.toml",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "README.md",
        "benches",
        "build.rs",
        "clippy.toml",
        "docs",
        "examples",
        "fuzz",
        "rules",
        "rustfmt.toml",
        "src",
        "tests",
        "wasm",
        "xtask",
        "xtask-wasm",
        ".github",
    ];
    let endings =
        [".rs", ".toml", ".md", ".guide", ".json", ".ts", ".mjs", ".js", ".html", ".css", ".yml", ".yaml", ".txt"];
    let tracked = files(&folders, &endings).into_iter().filter(|file| !file.path.ends_with("package-lock.json"));
    let mut found = Vec::new();
    for file in tracked {
        for (number, line) in file.text.lines().enumerate() {
            // The address of a source may have any path.
            let is_source = line.trim_start().starts_with("link \"");
            let hits = unwanted.iter().filter(|word| !is_source && line.contains(**word));
            found.extend(hits.map(|word| format!("{}:{}: {word}", file.path, number + 1)));
        }
    }
    none(found, "These files name a machine's paths or a registry's host:");
}
