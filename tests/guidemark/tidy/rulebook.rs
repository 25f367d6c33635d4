//! House rules for the rules: laid out by the formatter, each with a source, each met by a case.

use super::{File, files, none, root};
use guidemark::{
    cases::profile,
    diagnostics::has_errors,
    evaluate::evaluate,
    kleene::Kleene,
    patient::{Settings, resolve},
    rulebook::Rulebook,
    syntax::format,
    text::{Date, SourceId},
};
use std::collections::BTreeSet;
use std::{env, fs};

fn rules() -> Vec<File> {
    let rules = files(&["rules"], &[".guide"]);
    assert!(rules.len() > 40, "the rules are not where this test looks for them");
    rules
}

/// Files that the formatter has not been run over yet. The list may only shrink.
const NOT_LAID_OUT: &[&str] = &["rules/lung/"];

#[test]
fn the_formatter_leaves_the_rules_as_they_are() {
    let mut found = Vec::new();
    let mut waiting: BTreeSet<&str> = NOT_LAID_OUT.iter().copied().collect();
    for file in rules() {
        let formatted = format(&file.text, SourceId(0)).expect("a rule file is laid out");
        if formatted == file.text {
            continue;
        }
        match NOT_LAID_OUT.iter().find(|path| file.path.starts_with(**path)) {
            Some(path) => drop(waiting.remove(path)),
            None if env::var("UPDATE_EXPECT").is_ok_and(|value| value == "1") => {
                fs::write(root().join(&file.path), formatted).expect("a rule file is written");
            }
            None => found.push(file.path),
        }
    }
    none(found, "`UPDATE_EXPECT=1 cargo test tidy` lays these files out anew (and so does `guidemark format`):");
    none(waiting.into_iter().map(str::to_owned).collect(), "These are laid out; take them off NOT_LAID_OUT:");
}

/// Rules that no case meets yet, one name on each line; the list may only shrink.
const WITHOUT_CASE: &str = include_str!("rules-without-a-case.txt");

#[test]
fn every_rule_cites_a_source_and_is_met_by_a_case() {
    let texts: Vec<_> = rules().into_iter().map(|file| (file.path, file.text)).collect();
    let book = Rulebook::read("guidemark", texts);
    assert!(!has_errors(&book.diagnostics), "the rulebook has errors: `guidemark check` shows them");
    let plan = book.compile().expect("a rulebook without errors compiles");
    let vocabulary = &plan.ruleset.vocabulary;
    let today = Date::new(2026, 11, 22).expect("a day");
    let mut met = BTreeSet::new();
    for case in &book.program.cases {
        let (given, errors) = profile(&case.given, vocabulary);
        assert!(errors.is_empty(), "{} in {}:{}", case.title, case.place.file, case.place.line);
        let Ok(patient) = resolve(&given.profile, vocabulary, &Settings::on(today)) else { continue };
        let findings = evaluate(&plan, &patient);
        met.extend(findings.rules.iter().filter(|(_, verdict)| verdict.value() == Some(Kleene::Met)).map(|(id, _)| id));
    }
    let rules = || plan.ruleset.rules.iter();
    let without_source = rules().filter(|(_, rule)| rule.citations.is_empty()).map(|(_, rule)| rule.name.clone());
    none(without_source.collect(), "These rules cite no source:");
    let without_case: BTreeSet<&str> =
        rules().filter(|(id, _)| !met.contains(id)).map(|(_, rule)| rule.name.as_str()).collect();
    let listed: BTreeSet<&str> = WITHOUT_CASE.lines().filter(|line| !line.is_empty()).collect();
    if env::var("UPDATE_EXPECT").is_ok_and(|value| value == "1") {
        let kept: Vec<&str> = listed.intersection(&without_case).copied().collect();
        let text: String = kept.iter().map(|name| format!("{name}\n")).collect();
        fs::write(root().join("tests/guidemark/tidy/rules-without-a-case.txt"), text).expect("the list is written");
        return;
    }
    let new = without_case.difference(&listed).map(ToString::to_string);
    none(new.collect(), "No case meets these rules; write one beside them:");
    let done = listed.difference(&without_case).map(ToString::to_string);
    none(done.collect(), "Cases meet these rules now; take them off tests/guidemark/tidy/rules-without-a-case.txt:");
}
