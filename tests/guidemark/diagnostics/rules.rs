//! Broken rule files: what their author is told.

use super::{inputs, updating, vocabulary};
use guidemark::{
    cases::{run_cases, run_promises},
    diagnostics::{Code, Diagnostic, Severity},
    rulebook::Rulebook,
    text::Date,
};
use std::collections::BTreeSet;
use std::fs;

const TRAILER: &str = "# expect:\n";
/// Behind the names of the vocabulary, so that a second declaration is the author's.
const NAME: &str = "your-rules.guide";

/// Everything found in a rule file that stands beside the vocabulary: while it is checked, or where that finds no
/// error, while its cases and promises are run.
fn findings(text: &str) -> (Rulebook, Vec<Diagnostic>) {
    let files = vocabulary().into_iter().chain([(NAME.to_owned(), text.to_owned())]);
    let book = Rulebook::read("test", files);
    let mut found = book.diagnostics.clone();
    if let Some(plan) = book.compile() {
        let today = Date::new(2026, 11, 22).expect("a day");
        found.extend(run_cases(&book, &plan, today).iter().flat_map(|case| case.diagnostics().collect::<Vec<_>>()));
        found.extend(run_promises(&book, &plan, today, 200, 1).into_iter().filter_map(|promise| promise.diagnostic()));
    }
    // What the vocabulary is warned of is not the author's.
    let own = |finding: &Diagnostic| {
        book.sources.get(finding.primary.span.source).is_none_or(|file| file.name == NAME)
            || finding.severity == Severity::Error
    };
    found.retain(own);
    (book, found)
}

/// The findings as lines of a comment.
fn lines(book: &Rulebook, found: &[Diagnostic]) -> Vec<String> {
    let mut lines = Vec::new();
    for finding in found {
        let place = finding.place(&book.sources).expect("a place");
        let file = book.sources.get(finding.primary.span.source).expect("a file");
        let elsewhere = if file.name == NAME { String::new() } else { format!("{}:", file.name) };
        let warning = if finding.severity == Severity::Warning { "warning " } else { "" };
        let (line, column) = (place.line, place.column);
        lines.push(format!("# {elsewhere}{line}:{column} {warning}{}: {}", finding.code, finding.message));
        if !finding.primary.text.is_empty() {
            lines.push(format!("#   {}", finding.primary.text));
        }
        for label in &finding.secondary {
            let file = book.sources.get(label.span.source).expect("a file");
            let name = if file.name == NAME { String::new() } else { format!("{}:", file.name) };
            lines.push(format!("#   {name}{} {}", file.line_column(label.span.start).line, label.text));
        }
        lines.extend(finding.help.iter().map(|help| format!("#   help: {help}")));
        lines.extend(finding.fixes.iter().map(|fix| format!("#   fix: {}", fix.title)));
    }
    lines
}

#[test]
fn broken_rule_files_are_answered_as_expected() {
    for path in inputs("rules", "guide") {
        let content = fs::read_to_string(&path).expect("a rule file");
        let (text, expected) = content.split_once(TRAILER).unwrap_or((&content, ""));
        let (book, found) = findings(text);
        assert!(!found.is_empty(), "{} is right", path.display());
        let lines = lines(&book, &found).join("\n") + "\n";
        if updating() {
            fs::write(&path, format!("{text}{TRAILER}{lines}")).expect("what is expected is written");
        } else {
            assert_eq!(lines, expected, "{}", path.display());
        }
    }
}

/// A mistake is said once: no line has two errors that stand at the same place.
#[test]
fn one_mistake_is_one_finding() {
    for path in inputs("rules", "guide") {
        let content = fs::read_to_string(&path).expect("a rule file");
        let text = content.split_once(TRAILER).map_or(content.as_str(), |(text, _)| text);
        let mut places = BTreeSet::new();
        for finding in findings(text).1 {
            let span = finding.primary.span;
            let at = (span.start, span.end, finding.code, finding.message.clone());
            assert!(places.insert(at), "{}: said twice: {}", path.display(), finding.message);
        }
    }
}

#[test]
fn every_code_of_checking_has_a_broken_file() {
    let mut missing: BTreeSet<Code> =
        Code::ALL.iter().copied().filter(|code| (Code::UnknownName..=Code::PromiseBroken).contains(code)).collect();
    for path in inputs("rules", "guide") {
        let content = fs::read_to_string(&path).expect("a rule file");
        let expected = content.split_once(TRAILER).map_or("", |(_, expected)| expected);
        missing.retain(|code| !expected.contains(&format!(" {code}: ")));
    }
    assert!(missing.is_empty(), "no broken file shows {missing:?}");
}
