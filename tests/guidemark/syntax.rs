//! Rule text read and laid out: files that are right, files that are wrong and what is said of them, and properties.
//!
//! `syntax/good/NAME.guide` is read without a finding and laid out as `NAME.formatted`, or as it stands where there is none.
//! `syntax/bad/NAME.guide` ends with the findings about it. `UPDATE_EXPECT=1` writes both anew; read what was written.

#![allow(clippy::unwrap_used, clippy::panic, clippy::string_slice, reason = "a test says so by failing")]

mod properties;
mod trees;

use guidemark::diagnostics::Code;
use guidemark::syntax::{FormatRefusal, MAX_DEPTH, format, parse};
use guidemark::text::{MAX_FILE_BYTES, SourceId, Sources};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs};

const TRAILER: &str = "# expect:\n";

fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/guidemark/syntax").join(folder);
    let entries = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|it| it == "guide")).collect();
    files.sort();
    assert!(!files.is_empty(), "no files in {}", folder.display());
    files
}

fn updating() -> bool {
    env::var("UPDATE_EXPECT").is_ok_and(|value| value == "1")
}

/// What is found in a text, one line each.
pub fn findings(text: &str) -> Vec<String> {
    let mut sources = Sources::default();
    let id = sources.add("test.guide", text);
    let (_, diagnostics) = parse(text, id);
    let mut lines = Vec::new();
    for finding in diagnostics {
        let place = finding.place(&sources).unwrap();
        lines.push(format!("# {}:{} {}: {}", place.line, place.column, finding.code, finding.message));
        lines.extend(finding.secondary.iter().map(|label| {
            let place = sources.get(id).unwrap().line_column(label.span.start);
            format!("#   {}:{} {}", place.line, place.column, label.text)
        }));
        lines.extend(finding.help.iter().map(|help| format!("#   help: {help}")));
        lines.extend(finding.fixes.iter().map(|fix| format!("#   fix: {} → {:?}", fix.title, fix.replacement)));
    }
    lines
}

#[test]
fn good_files_are_read_and_laid_out_as_expected() {
    for path in files("good") {
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(findings(&text), Vec::<String>::new(), "{}", path.display());
        let formatted = format(&text, SourceId(0)).unwrap();
        let expected = path.with_extension("formatted");
        if updating() && formatted != text {
            fs::write(&expected, &formatted).unwrap();
        }
        let wanted = fs::read_to_string(&expected).unwrap_or(text);
        assert_eq!(formatted, wanted, "{}", path.display());
        assert_eq!(format(&formatted, SourceId(0)).unwrap(), formatted, "laying out twice: {}", path.display());
    }
}

#[test]
fn bad_files_are_answered_as_expected() {
    for path in files("bad") {
        let content = fs::read_to_string(&path).unwrap();
        let (text, expected) = content.split_once(TRAILER).unwrap_or((&content, ""));
        let found = findings(text).join("\n") + "\n";
        assert_ne!(found, "\n", "{} is right", path.display());
        if updating() {
            fs::write(&path, format!("{text}{TRAILER}{found}")).unwrap();
        } else {
            assert_eq!(found, expected, "{}", path.display());
        }
    }
}

#[test]
fn every_code_of_reading_is_shown_by_a_bad_file() {
    let mut missing: BTreeSet<Code> = Code::ALL.iter().copied().take_while(|code| *code <= Code::TooLarge).collect();
    missing.remove(&Code::TooLarge);
    for path in files("bad") {
        let content = fs::read_to_string(&path).unwrap();
        let text = content.split_once(TRAILER).map_or(content.as_str(), |(text, _)| text);
        for finding in parse(text, SourceId(0)).1 {
            missing.remove(&finding.code);
        }
    }
    assert!(missing.is_empty(), "no bad file for {missing:?}");
}

/// The first block of a page shows the mistake, the others what to write instead.
#[test]
fn pages_of_reading_show_what_they_say() {
    for code in Code::ALL.iter().copied().filter(|code| *code <= Code::TooLarge) {
        let blocks = code.page().split("```guide\n").skip(1).map(|block| block.split("```").next().unwrap());
        for (number, block) in blocks.enumerate() {
            let found: Vec<Code> = parse(block, SourceId(0)).1.into_iter().map(|finding| finding.code).collect();
            assert_eq!(found, if number == 0 { vec![code] } else { Vec::new() }, "block {number} of {code}: {block}");
        }
        assert!(code.page().lines().count() > 5, "{code} has no page");
    }
}

/// Wasm modules and threads have small stacks: the deepest text must not need much of one.
#[test]
fn the_deepest_text_needs_little_stack() {
    let deep = format!("{}a{}", "(".repeat(MAX_DEPTH as usize), ")".repeat(MAX_DEPTH as usize));
    let values = format!("{}A{}", "A (".repeat(MAX_DEPTH as usize), ")".repeat(MAX_DEPTH as usize));
    let exceptions = format!("G has {}A", "A except (".repeat(MAX_DEPTH as usize));
    let text = format!(
        "define d \"t\"\n  {deep}\nfact f \"t\"\n  one of {values}\n  ask \"?\"\ndefine e \"t\"\n  {exceptions}{}",
        ")".repeat(MAX_DEPTH as usize)
    );
    let thread = std::thread::Builder::new().stack_size(768 * 1024).spawn(move || format_deep(&text)).unwrap();
    assert!(thread.join().unwrap());
}

fn format_deep(text: &str) -> bool {
    parse(text, SourceId(0)).1.is_empty() && format(text, SourceId(0)).is_ok()
}

#[test]
fn a_file_beyond_the_limit_is_not_read() {
    let text = "#".repeat(MAX_FILE_BYTES + 1);
    let (tree, found) = parse(&text, SourceId(0));
    assert_eq!(found.iter().map(|finding| finding.code).collect::<Vec<_>>(), [Code::TooLarge]);
    assert!(tree.items.len() <= 1);
    assert!(parse(&"#".repeat(MAX_FILE_BYTES), SourceId(0)).1.is_empty());
}

#[test]
fn line_ends_and_a_byte_order_mark_change_nothing() {
    let text =
        "gene EGFR\n  hgnc 3236\n\nrule r \"t\"\n  when EGFR has L858R\n  note \"\"\"\n    one\n    two\n    \"\"\"\n";
    let windows = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    assert_eq!(parse(text, SourceId(0)), (parse(&windows, SourceId(0)).0, Vec::new()));
    assert_eq!(format(&windows, SourceId(0)).unwrap(), text);
    let wrong = "\u{feff}gene EGFR x\r\n  hgnc 3236\r\nregion\tUS x\r\n";
    let places: Vec<String> = findings(wrong).iter().map(|line| line.split(' ').nth(1).unwrap().to_owned()).collect();
    assert_eq!(places, ["1:11", "3:11"]);
}

#[test]
fn what_cannot_be_read_is_not_laid_out() {
    assert!(
        matches!(format("rule r \"t\"\n  when a and\n", SourceId(0)), Err(FormatRefusal::SyntaxErrors(found)) if found.len() == 1)
    );
    assert!(matches!(format("  stray\n", SourceId(0)), Err(FormatRefusal::SyntaxErrors(_))));
    // What is only missing does not keep a text from being laid out.
    assert_eq!(format("rule  r  \"t\"", SourceId(0)).unwrap(), "rule r \"t\"\n");
    assert_eq!(format("", SourceId(0)).unwrap(), "");
}

/// Each of these takes ages where a token or an item is read more than a few times over.
#[test]
fn no_text_runs_long() {
    let lines = [
        "\"\" ",
        "\"\"\"a\"\"\" ",
        "a(a",
        "(",
        "#",
        "\"",
        "\\",
        ":",
        "a::",
        "\u{2013}",
        "=",
        "<",
        "A (",
        "a and ",
        "a, ",
        " ",
        "\"\"\"\n ",
    ];
    for piece in lines {
        for start in ["", "rule r \"t\"\n  when ", "group g = ", "fact f \"t\"\n  one of "] {
            let text = std::format!("{start}{}a", piece.repeat(100_000 / piece.len()));
            let (tree, _) = parse(&text, SourceId(0));
            assert!(tree.items.len() <= 1);
            let _ = format(&text, SourceId(0));
        }
    }
    let (tree, found) = parse(&"x\n".repeat(50_000), SourceId(0));
    assert_eq!((tree.items.len(), found.len()), (50_000, 50_000));
}

/// The rules that come with the engine can be read and laid out.
#[test]
fn the_rulebook_is_read() {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("rules")];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "guide") {
                let text = fs::read_to_string(&path).unwrap();
                assert_eq!(findings(&text), Vec::<String>::new(), "{}", path.display());
                assert!(format(&text, SourceId(0)).is_ok(), "{}", path.display());
            }
        }
    }
}
