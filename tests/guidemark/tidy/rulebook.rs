//! House rules for the rules: laid out by the formatter, each with a source, each met by a case.

use super::{File, files, none, root};
use guidemark::{
    cases::profile,
    evaluate::evaluate,
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

#[test]
fn the_formatter_leaves_the_rules_as_they_are() {
    let mut found = Vec::new();
    for file in rules() {
        let formatted = format(&file.text, SourceId(0)).expect("a rule file is laid out");
        if formatted == file.text {
            continue;
        }
        if env::var("UPDATE_EXPECT").is_ok_and(|value| value == "1") {
            fs::write(root().join(&file.path), formatted).expect("a rule file is written");
        } else {
            found.push(file.path);
        }
    }
    none(found, "`UPDATE_EXPECT=1 cargo test tidy` lays these files out anew (and so does `guidemark format`):");
}

#[test]
fn every_rule_cites_a_source_and_is_met_by_a_case() {
    let texts: Vec<_> = rules().into_iter().map(|file| (file.path, file.text)).collect();
    let book = Rulebook::read("guidemark", texts);
    let found = book.diagnostics.iter().map(|found| format!("{}: {}", found.code, found.message)).collect();
    none(found, "`guidemark check` shows what is wrong here, and where:");
    let plan = book.compile().expect("a rulebook without errors compiles");
    let vocabulary = &plan.ruleset.vocabulary;
    let today = Date::new(2026, 11, 22).expect("a day");
    let mut met = BTreeSet::new();
    for case in &book.program.cases {
        let (given, errors) = profile(&case.given, vocabulary);
        assert!(errors.is_empty(), "{} in {}:{}", case.title, case.place.file, case.place.line);
        let Ok(patient) = resolve(&given.profile, vocabulary, &Settings::on(today)) else { continue };
        let findings = evaluate(&plan, &patient);
        met.extend(findings.verdicts.met.iter());
    }
    let rules = || plan.ruleset.rules.iter();
    let without_source = rules().filter(|(_, rule)| rule.citations.is_empty()).map(|(_, rule)| rule.name.clone());
    none(without_source.collect(), "These rules cite no source:");
    let without_case = rules().filter(|(id, _)| !met.contains(id)).map(|(_, rule)| rule.name.clone());
    none(without_case.collect(), "No case meets these rules; write one beside them:");
}
