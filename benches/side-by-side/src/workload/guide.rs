//! The workload as Guidemark reads it: rule text, and profiles as lines of JSON.

use super::{Answer, Asked, Condition, Domain, Field, Known, Profile, Role, Rule, Test, Workload};
use crate::Failure;
use serde_json::{Map, Value, json};
use std::fmt::Write;

/// How many rules stand in a file.
const RULES_IN_A_FILE: usize = 100;

/// How many invented drugs the rules give.
const DRUGS: usize = 40;

/// What a vocabulary opens with.
const HEADER: &str = r#"vocabulary words "Generated words"
  version 1
  reviewed 2026-01-01

source book "A generated source"
  publisher "Nobody"

scale strength "Strength"
  level strong "strong"
  level weak "weak"

"#;

/// The name of a rule. Names sort as the numbers do.
pub fn rule_name(number: usize) -> String {
    format!("r-{number:05}")
}

/// The number of a rule from its name.
pub fn rule_number(name: &str) -> Option<u32> {
    name.strip_prefix("r-")?.parse().ok()
}

/// The numbers that an answer in JSON names.
///
/// # Errors
/// A text that is no such answer.
pub fn read_answer(line: &[u8]) -> Result<Answer, Failure> {
    let answer: Value = serde_json::from_slice(line)?;
    let numbers = |key: &str| -> Result<Vec<u32>, Failure> {
        let names = answer
            .get("verdicts")
            .and_then(|verdicts| verdicts.get(key))
            .and_then(Value::as_array)
            .ok_or("an answer without its lists")?;
        let mut numbers = Vec::new();
        for name in names {
            numbers.push(name.as_str().and_then(rule_number).ok_or("an answer that names no rule")?);
        }
        numbers.sort_unstable();
        Ok(numbers)
    };
    Ok(Answer { met: numbers("met")?, undetermined: numbers("undetermined")? })
}

/// The files of the rulebook: each one's name and text.
pub fn files(workload: &Workload) -> Vec<(String, String)> {
    let mut files = vec![("vocabulary.guide".to_owned(), vocabulary(workload))];
    for (at, rules) in workload.rules.chunks(RULES_IN_A_FILE).enumerate() {
        let mut text = format!("guideline rules-{at:03} \"Generated rules\"\n  version 1\n  reviewed 2026-01-01\n\n");
        for (offset, rule) in rules.iter().enumerate() {
            write_rule(&mut text, workload, at * RULES_IN_A_FILE + offset, rule);
        }
        files.push((format!("rules-{at:03}.guide"), text));
    }
    files
}

fn vocabulary(workload: &Workload) -> String {
    let mut text = String::from(HEADER);
    for number in 0..DRUGS {
        text += &format!("drug drug-{number:02} \"Drug {number}\"\n");
    }
    for field in &workload.fields {
        text += "\n";
        text += &declaration(field);
    }
    text
}

fn declaration(field: &Field) -> String {
    let name = field.name;
    let domain = match &field.domain {
        Domain::Values(values) if field.role == Role::Marker => {
            format!("values {}", values.iter().map(|(value, _)| *value).collect::<Vec<_>>().join(", "))
        }
        Domain::Values(_) => format!("one of {}", tree(field, None)),
        Domain::Number { low, high, unit, .. } => format!("number {low}..{high} {unit}").trim_end().to_owned(),
    };
    match field.role {
        Role::Disease => field
            .values()
            .iter()
            .map(|(value, parent)| {
                let parent = parent.and_then(|parent| field.values().get(usize::from(parent)));
                let under = parent.map_or_else(String::new, |(parent, _)| format!("  under {parent}\n"));
                format!("disease {value} \"Disease {value}\"\n{under}")
            })
            .collect(),
        Role::Gene => format!("gene {name} \"Gene {name}\"\n"),
        Role::Marker => format!("marker {name} \"{name}\"\n  {domain}\n"),
        Role::Flag => format!("fact {name} \"{name}\"\n  yes or no\n  ask \"What is {name}?\"\n"),
        Role::Fact => format!("fact {name} \"{name}\"\n  {domain}\n  ask \"What is {name}?\"\n"),
    }
}

/// The values under one, or the topmost, each with its kinds in parentheses.
fn tree(field: &Field, above: Option<u8>) -> String {
    let here = field.values().iter().enumerate().filter(|(_, (_, parent))| *parent == above);
    let each = here.map(|(at, (value, _))| match tree(field, Some(at as u8)) {
        kinds if kinds.is_empty() => (*value).to_owned(),
        kinds => format!("{value} ({kinds})"),
    });
    each.collect::<Vec<_>>().join(", ")
}

fn write_rule(text: &mut String, workload: &Workload, number: usize, rule: &Rule) {
    let disease = rule.disease.and_then(|disease| workload.fields.first()?.values().get(usize::from(disease)));
    let condition = match (disease, &rule.condition) {
        (None, condition) => written(&workload.fields, condition),
        (Some((disease, _)), Condition::All(parts)) => {
            let parts = parts.iter().map(|part| nested(&workload.fields, part));
            format!("disease is {disease} and {}", parts.collect::<Vec<_>>().join(" and "))
        }
        (Some((disease, _)), other) => format!("disease is {disease} and {}", nested(&workload.fields, other)),
    };
    let (name, drug) = (rule_name(number), number % DRUGS);
    // Writing to a string cannot fail.
    let _ = write!(
        text,
        r#"rule {name} "Generated rule {number}"
  when {condition}
  treat drug-{drug:02}
  grade strong
  cite book "{number}"
  because "It was generated as number {number}."
  patient "This rule was generated."

"#
    );
}

fn written(fields: &[Field], condition: &Condition) -> String {
    let joined = |parts: &[Condition], word: &str| {
        parts.iter().map(|part| nested(fields, part)).collect::<Vec<_>>().join(&format!(" {word} "))
    };
    match condition {
        Condition::All(parts) => joined(parts, "and"),
        Condition::Any(parts) => joined(parts, "or"),
        Condition::Not(part) => format!("not {}", nested(fields, part)),
        Condition::Test(test) => comparison(fields, test),
    }
}

fn nested(fields: &[Field], condition: &Condition) -> String {
    let text = written(fields, condition);
    if matches!(condition, Condition::All(_) | Condition::Any(_)) { format!("({text})") } else { text }
}

fn comparison(fields: &[Field], test: &Test) -> String {
    let Some(field) = fields.get(test.field) else { return String::new() };
    let unit = match &field.domain {
        Domain::Number { unit, .. } => *unit,
        Domain::Values(_) => "",
    };
    let number = |sign: &str, bound: i64| format!("{} {sign} {bound} {unit}", field.name).trim_end().to_owned();
    match &test.asked {
        Asked::AtLeast(bound) => number(">=", *bound),
        Asked::Below(bound) => number("<", *bound),
        Asked::Is(asked) => {
            let names: Vec<&str> =
                asked.iter().filter_map(|at| Some(field.values().get(usize::from(*at))?.0)).collect();
            let names = if names.len() > 1 { format!("({})", names.join(" or ")) } else { names.concat() };
            let verb = if field.role == Role::Gene { "has" } else { "is" };
            format!("{} {verb} {names}", field.name)
        }
    }
}

/// The profiles as JSON, each on a line of its own.
pub fn lines(workload: &Workload) -> Vec<String> {
    workload.profiles.iter().enumerate().map(|(number, profile)| line(&workload.fields, number, profile)).collect()
}

fn line(fields: &[Field], number: usize, profile: &Profile) -> String {
    let mut facts = Map::new();
    let mut results = Vec::new();
    let mut whole = Map::new();
    whole.insert("id".to_owned(), json!(format!("p-{number:05}")));
    for (field, known) in fields.iter().zip(&profile.known) {
        let Some(known) = known else { continue };
        let value = match known {
            Known::Number(number) => json!(number),
            Known::Value(at) => json!(field.values().get(usize::from(*at)).map(|(value, _)| *value)),
        };
        match field.role {
            Role::Disease => drop(whole.insert("disease".to_owned(), value)),
            Role::Fact => drop(facts.insert(field.name.to_owned(), value)),
            Role::Flag => drop(facts.insert(field.name.to_owned(), json!(value == "yes"))),
            Role::Marker => results.push(json!({ "biomarker": field.name, "value": value })),
            Role::Gene if value == "negative" => results.push(json!({ "biomarker": field.name, "status": value })),
            Role::Gene => results.push(json!({ "biomarker": field.name, "alterations": [value] })),
        }
    }
    whole.insert("date".to_owned(), json!("2026-11-22"));
    whole.insert("facts".to_owned(), Value::Object(facts));
    whole.insert("results".to_owned(), Value::Array(results));
    Value::Object(whole).to_string()
}
