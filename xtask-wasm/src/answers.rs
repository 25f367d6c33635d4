//! What the native engine answers, for the module to answer the same byte for byte.

use crate::{package::base64, texts};
use guidemark::{
    cases,
    compile::{Plan, sha256},
    diagnostics::{Diagnostic, InputError, Severity},
    explain::{self, Question, catalogue},
    patient::Settings,
    report::{
        html, patient_text,
        text::{self, Style},
    },
    rulebook::{Answer, Rulebook, answer},
    text::Date,
};
use serde::Serialize;
use serde_json::{Value, json};
use std::{error::Error, fs, path::Path};

/// The day on which every profile is asked that gives no date.
const TODAY: &str = "2026-01-01";
/// How many random profiles each promise is tried on.
const RANDOM: usize = 5;

/// Of the examples and of every so many profiles beside them the answers stand in full; of the others their hashes do.
const IN_FULL: usize = 12;

/// A call of the module and its answer, or the hash of that: `{method, arguments, answer}`, `{method, arguments, sha256}`.
type Call = Value;

/// The built-in rules, and for each profile of `examples/` and of a case every call that can be made of it.
pub fn write(root: &Path, file: &Path) -> Result<(), Box<dyn Error>> {
    let rules = texts(&root.join("rules"), "guide")?;
    let book = Rulebook::read("guidemark", rules.iter().cloned());
    let today: Date = TODAY.parse()?;
    let mut output = json!({ "name": book.name, "today": TODAY, "diagnostics": placed(&book) });
    output["rules"] = rules.into_iter().map(|(name, text)| (name, Value::String(text))).collect();
    let Some(plan) = book.compile() else {
        let errors = book.diagnostics.iter().filter(|finding| finding.severity == Severity::Error);
        errors.for_each(|finding| eprintln!("{}: {}", place(&book, finding), finding.message));
        return Err("the built-in rules have errors".into());
    };
    output["plan"] = base64(&plan.write().map_err(|error| error.message)?).into();
    output["deep"] = base64(&deep().ok_or("the deep rulebook has errors")?).into();
    output["calls"] = vec![call("vocabulary", &[], tagged("vocabulary", &catalogue(&plan)))].into();
    output["ofSource"] = of_source(&book, &plan, today)?.into();
    let settings = Settings::on(today);
    let mut corpus = Corpus { plan: &plan, settings, before: None, given: None };
    let broken = [("broken".to_owned(), r#"{"disease":"no such","facts":{"none":1},"line":null}"#.to_owned())];
    let profiles = broken.into_iter().chain(profiles_of(root, &book)?).enumerate();
    let profiles = profiles.map(|(number, (name, profile))| {
        let mut calls = corpus.calls(&profile);
        if number % IN_FULL != 0 && !name.ends_with(".json") {
            calls.iter_mut().for_each(digest);
        }
        json!({ "name": name, "calls": calls, "profile": profile })
    });
    output["profiles"] = profiles.collect();
    Ok(fs::write(file, serde_json::to_string(&output)?)?)
}

fn call(method: &str, arguments: &[&str], answer: String) -> Call {
    json!({ "method": method, "arguments": arguments, "answer": answer })
}

/// Leaves the hash of the answer in its place: many answers are long.
fn digest(call: &mut Call) {
    let Some(call) = call.as_object_mut() else { return };
    if let Some(Value::String(answer)) = call.remove("answer") {
        call.insert("sha256".to_owned(), sha256(answer.as_bytes()).into());
    }
}

/// `{"ok":true,"KEY":…}`
fn tagged(key: &str, value: &impl Serialize) -> String {
    // What is answered can always be written.
    format!("{{\"ok\":true,\"{key}\":{}}}", serde_json::to_string(value).unwrap_or_default())
}

fn refused(errors: &[InputError]) -> String {
    format!("{{\"ok\":false,\"errors\":{}}}", serde_json::to_string(errors).unwrap_or_default())
}

/// Profiles one after the other: each is also asked what changes after the last, and what if it had its finding.
struct Corpus<'p> {
    plan: &'p Plan,
    settings: Settings,
    before: Option<(String, Answer)>,
    given: Option<String>,
}

impl Corpus<'_> {
    fn calls(&mut self, profile: &str) -> Vec<Call> {
        let settings = format!("{{\"today\":\"{TODAY}\"}}");
        let now = match answer(self.plan, profile, &self.settings) {
            Ok(now) => now,
            // An error is an answer too, and the same one is asked of every method.
            Err(errors) => {
                let arguments: [&[&str]; 2] = [&[profile, &settings], &[profile, &settings, "text"]];
                let calls = [("evaluate", 0), ("questions", 0), ("testPlan", 0), ("text", 1)];
                return calls.map(|(method, with)| call(method, arguments[with], refused(&errors))).into();
            }
        };
        let report = &now.report;
        let asked = [profile, settings.as_str()];
        let form = |name: &str, text: String| call("text", &[profile, &settings, name], tagged("text", &text));
        let mut calls = vec![
            call("evaluate", &asked, tagged("report", report)),
            call("questions", &asked, tagged("questions", &report.open_questions)),
            call("testPlan", &asked, tagged("test_plan", &report.test_plan)),
            form("text", text::render(report, Style { width: 100, full: false, colour: false })),
            form("patient", patient_text::render(report)),
            form("html", html::render(report)),
        ];
        let rule = self.plan.ruleset.rules.iter().next().map_or("", |(_, rule)| rule.name.as_str());
        let about = report.treatments.first().and_then(|entry| entry.drugs.first()).map_or(rule, String::as_str);
        for (question, key) in [(Question::Why, "why"), (Question::WhyNot, "whyNot")] {
            let answer = match now.explain(self.plan, question, about) {
                Ok(explanation) => tagged("explanation", &explanation),
                Err(error) => refused(&[InputError { path: "question".into(), ..error }]),
            };
            calls.push(call("explain", &[profile, &json!({ key: about }).to_string(), &settings], answer));
        }
        if let Some(given) = &self.given {
            let merged = cases::what_if(profile, std::slice::from_ref(given), &self.plan.ruleset.vocabulary);
            let after = merged.and_then(|merged| answer(self.plan, &merged, &self.settings));
            let changes = after.map_or_else(|errors| refused(&errors), |after| tagged("changes", &now.changes(&after)));
            calls.push(call("explain", &[profile, &json!({ "if": given }).to_string(), &settings], changes));
        }
        if let Some((other, before)) = &self.before {
            calls.push(call("changes", &[other, profile, &settings], tagged("changes", &before.changes(&now))));
        }
        for finding in &report.findings {
            let (gene, change) = (finding.biomarker.as_str(), finding.reported.as_str());
            let variant = explain::variant(self.plan, gene, change);
            let answer = variant.map_or_else(|error| refused(&[error]), |variant| tagged("variant", &variant));
            calls.push(call("variant", &[gene, change], answer));
            self.given = Some(format!("{gene} {change}"));
        }
        self.before = Some((profile.to_owned(), now));
        calls
    }
}

/// What only a rulebook with its texts answers.
fn of_source(book: &Rulebook, plan: &Plan, today: Date) -> Result<Vec<Call>, Box<dyn Error>> {
    let rules = &book.program.rules;
    let names = rules.rules.iter().filter(|(_, rule)| rule.replaces.is_none()).map(|(_, rule)| rule.name.as_str());
    let mut calls = Vec::new();
    for name in names.chain(["no-such-rule"]) {
        let rule = explain::written(rules, name);
        let answer = rule.map_or_else(|error| refused(&[error]), |rule| tagged("rule", &rule));
        calls.push(call("rule", &[name], answer));
    }
    let outcomes = cases::run_cases(book, plan, today);
    let outcomes: Vec<_> = outcomes.iter().map(|case| case.placed(&book.sources)).collect();
    let promises = cases::run_promises(book, plan, today, RANDOM, 1);
    let promises: Vec<_> = promises.iter().map(|promise| promise.placed(&book.sources)).collect();
    let (outcomes, promises) = (serde_json::to_string(&outcomes)?, serde_json::to_string(&promises)?);
    calls.push(json!({
        "method": "cases",
        "arguments": [RANDOM, format!("{{\"today\":\"{TODAY}\"}}")],
        "answer": format!("{{\"ok\":true,\"cases\":{outcomes},\"promises\":{promises}}}"),
    }));
    Ok(calls)
}

/// A compiled rulebook whose rules nest as deep as the language allows: met from the age of 70.
fn deep() -> Option<Vec<u8>> {
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
