//! A small made-up world: a vocabulary that has one of everything, random rulebooks over it, random patients in it.

use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Map, Value, json};

/// Names are invented, so that no rule of medicine is tested by accident.
pub const VOCABULARY: &str = r#"
vocabulary world "A small world"
  version 1
  reviewed 2026-01-01

source book "The book"
  publisher Press

scale strength "Strength"
  level high "high"
  level low "low"

region AA "A land"
region AB "A province"
  under AA
region ZZ "Another land"

specimen tissue "Tissue"
specimen plasma "Plasma"
specimen germline "Blood cells"
  germline

specialty board "Board"

disease D "Disease"
disease D1 "First kind"
  under D
disease D2 "Second kind"
  under D
disease D11 "First kind of the first kind"
  under D1

gene GA "Gene A"
  transcript NM_1
  exons 1 1..10, 2 11..20, 3 21..30
  named "classical" = exon 2 deletion, L15R
gene GB "Gene B"
gene GC "Gene C"

group pair "Two genes" = GA, GB

marker level "A marker with levels"
  levels 0, 1+, 2+, 3+
  positive from 2+
marker share "A marker with a number"
  number 0..100 %
  positive from 1
marker kind "A marker with categories"
  values stable, low, high

class old "Old drugs"
class new "New drugs"
  under old
drug da "Drug A"
  class new
drug db "Drug B"
  class old
drug dc "Drug C"

method WIDE "Sees all"
  detects mutation, fusion, amplification, homozygous deletion
method SPOT "Sees some"
  detects exon 2 deletion, L15R of GA
  detects fusion of GB
method SHED "Sees all, on plasma not surely"
  detects mutation, fusion, amplification
  negative inconclusive on plasma

fact stage "Stage"
  one of I, II, III (IIIA, IIIB), IV
  ask "Which stage?"
fact old-age "Is the patient old?"
  yes or no
  ask "Is the patient old?"
fact years "Age"
  number 0..130 years
  ask "How old?"
"#;

/// Questions that do not ask about knowledge itself.
const QUESTIONS: &[&str] = &[
    "disease is D",
    "disease is D1",
    "disease is (D2 or D11)",
    "disease is not D1",
    "stage is III",
    "stage is (IIIA or IV)",
    "stage is not IIIB",
    "old-age is yes",
    "old-age is no",
    "years >= 50 years",
    "years < 50",
    "years > 65",
    "years is 50",
    "GA has mutation",
    "GA has pathogenic variant",
    "GA has exon 2 deletion",
    "GA has \"classical\"",
    "GA has L15R",
    "GA has L15",
    "GA has exon 2 insertion",
    "GA has (L15R or exon 3 mutation)",
    "GA has no exon 2 mutation",
    "GA has exon 2 mutation except L15R",
    "GA has germline pathogenic variant",
    "GA is wild-type",
    "GB has fusion",
    "GB has fusion with GC",
    "GB has amplification",
    "GB is wild-type",
    "GC has truncation",
    "any of pair has mutation",
    "any of pair has no pathogenic variant",
    "level is 2+",
    "level >= 2+",
    "level < 3+",
    "level is positive",
    "share >= 50 %",
    "share >= 1 %",
    "share is negative",
    "kind is high",
    "kind is not (stable or low)",
    "received da",
    "received class old",
    "received no class new",
    "progressed on da",
    "intolerant of da",
    "progressed on class old",
];

/// Questions about knowledge itself.
const KNOWNNESS: &[&str] = &[
    "GA is tested",
    "GA is untested",
    "GB is pending",
    "GB is inconclusive",
    "level is tested",
    "stage is known",
    "years is unknown",
    "disease is known",
];

/// A condition as text; `knownness` lets it ask about knowledge.
pub fn condition(knownness: bool) -> impl Strategy<Value = String> {
    let mut questions = QUESTIONS.to_vec();
    if knownness {
        questions.extend_from_slice(KNOWNNESS);
    }
    let leaf = select(questions).prop_map(str::to_owned);
    leaf.prop_recursive(4, 24, 4, |inner| {
        let parts = || prop::collection::vec(inner.clone(), 2..4);
        prop_oneof![
            parts().prop_map(|parts| parts.iter().map(|part| format!("({part})")).collect::<Vec<_>>().join(" and ")),
            parts().prop_map(|parts| parts.iter().map(|part| format!("({part})")).collect::<Vec<_>>().join(" or ")),
            inner.clone().prop_map(|part| format!("not ({part})")),
            (parts(), 1_usize..3).prop_map(|(parts, count)| format!("at least {count} of ({})", parts.join(", "))),
        ]
    })
}

/// The actions of a rule that treats or avoids.
const TREATMENTS: &[&str] = &[
    "treat da",
    "treat db with dc",
    "treat da\n    approved AA 2020-01-01 until 2026-01-01, ZZ 2021-01-01",
    "treat dc with class old",
    "avoid da",
    "avoid class old",
    "avoid class old alone",
];

/// The actions of any other rule.
const OTHERS: &[&str] = &[
    "test GA, share by WIDE on tissue",
    "test pair by SPOT before treatment",
    "test GB at progression",
    "hold da until GA, level",
    "hold class old alone until GB",
    "refer board",
    "note \"A remark.\"",
    "trial \"NCT1\" region AA",
];

/// A rulebook: items of rule text, each whole, in some order.
pub fn rulebook() -> impl Strategy<Value = Vec<String>> {
    let treating = (condition(false), prop::option::weighted(0.3, condition(false)), select(TREATMENTS));
    let other = (condition(true), prop::option::weighted(0.3, condition(true)), select(OTHERS));
    let rule =
        (prop_oneof![treating.boxed(), other.boxed()], select(vec!["", "  from 2024-01-01\n", "  until 2025-01-01\n"]));
    let rules = prop::collection::vec((rule, any::<Index>(), prop::bool::weighted(0.2)), 1..8);
    (rules, condition(false)).prop_map(|(rules, defined)| {
        let mut items = vec![format!("define shared \"Shared\"\n  {defined}\n")];
        let count = rules.len();
        let treats: Vec<bool> = rules.iter().map(|((rule, _), ..)| TREATMENTS.contains(&rule.2)).collect();
        for (number, (((when, unless, action), period), other, supersedes)) in rules.into_iter().enumerate() {
            let when = if number % 3 == 2 { format!("shared and ({when})") } else { when };
            let unless = unless.map(|unless| format!("  unless {unless}\n")).unwrap_or_default();
            let target = other.index(count);
            // Nothing gives way in a circle, nor a treatment because of what is not known.
            let may = target < number && (treats[number] || !treats[target]);
            let supersedes = if supersedes && may { format!("  supersedes rule-{target}\n") } else { String::new() };
            items.push(format!(
                "rule rule-{number} \"Rule {number}\"\n{period}  when {when}\n{unless}  {action}\n  grade high\n{supersedes}  cite book \"{number}\"\n  because \"Reason {number}.\"\n  patient \"Words {number}.\"\n"
            ));
        }
        items
    })
}

/// The header of a file of rules.
pub fn header(number: usize) -> String {
    format!("guideline rules-{number} \"Rules {number}\"\n  version 1\n\n")
}

/// The pieces that a profile is made of: a key, and what it says. Later pieces of the same key replace earlier ones,
/// except results, of which there may be many.
#[derive(Clone, Debug)]
pub enum Piece {
    Key(&'static str, Value),
    Fact(&'static str, Value),
    Result(Value),
}

/// One thing that a profile may say.
pub fn piece() -> impl Strategy<Value = Piece> {
    prop_oneof![
        2 => select(vec!["D", "D1", "D2", "D11"]).prop_map(|disease| Piece::Key("disease", json!(disease))),
        1 => select(vec!["AA", "AB", "ZZ"]).prop_map(|region| Piece::Key("region", json!(region))),
        1 => therapies().prop_map(|therapies| Piece::Key("therapies", therapies)),
        2 => select(vec!["I", "II", "III", "IIIA", "IIIB", "IV"]).prop_map(|stage| Piece::Fact("stage", json!(stage))),
        1 => any::<bool>().prop_map(|old| Piece::Fact("old-age", json!(old))),
        2 => select(vec![json!(49), json!(50), json!(51), json!(66), json!("<50"), json!("40-60")]).prop_map(|years| Piece::Fact("years", years)),
        6 => gene_result().prop_map(Piece::Result),
        4 => marker_result().prop_map(Piece::Result),
    ]
}

fn therapies() -> impl Strategy<Value = Value> {
    let drug = select(vec!["da", "db", "dc", "something else"]);
    let outcome = select(vec![None, Some("progression"), Some("intolerance"), Some("completed")]);
    prop::collection::vec((drug, outcome), 0..3).prop_map(|therapies| {
        let therapy = |(drug, outcome): (&str, Option<&str>)| match outcome {
            Some(outcome) => json!({ "drug": drug, "outcome": outcome, "date": "2025-06-01" }),
            None => json!({ "drug": drug }),
        };
        Value::Array(therapies.into_iter().map(therapy).collect())
    })
}

/// How a result was obtained.
fn how() -> impl Strategy<Value = Vec<(&'static str, &'static str)>> {
    select(vec![
        vec![],
        vec![("method", "WIDE"), ("specimen", "tissue")],
        vec![("method", "SPOT")],
        vec![("method", "SHED"), ("specimen", "plasma")],
        vec![("method", "SHED"), ("specimen", "tissue")],
        vec![("specimen", "germline")],
        vec![("origin", "somatic")],
        vec![("date", "2025-01-01")],
        vec![("date", "2026-01-01"), ("method", "WIDE")],
    ])
}

fn gene_result() -> impl Strategy<Value = Value> {
    let ga = select(vec![
        "p.L15R",
        "p.E12_A16del",
        "p.A14_A15insK",
        "p.K25*",
        "exon 2 deletion",
        "mutation",
        "p.M1?",
        "p.L15=",
    ]);
    let gb = select(vec!["GC::GB", "fusion", "amplification", "p.K5fs", "copy number 5"]);
    let found = prop_oneof![ga.prop_map(|change| ("GA", change)), gb.prop_map(|change| ("GB", change))];
    let significance = select(vec![None, None, Some("pathogenic"), Some("uncertain"), Some("benign")]);
    let positive = (found, significance).prop_map(|((gene, change), significance)| match significance {
        Some(significance) => {
            json!({ "biomarker": gene, "alterations": [{ "change": change, "significance": significance }] })
        }
        None => json!({ "biomarker": gene, "alterations": [change] }),
    });
    let status = select(vec!["negative", "negative", "positive", "pending", "insufficient", "failed", "inconclusive"]);
    let other = (select(vec!["GA", "GB", "GC"]), status)
        .prop_map(|(gene, status)| json!({ "biomarker": gene, "status": status }));
    (prop_oneof![positive, other], how()).prop_map(|(result, how)| with(result, &how))
}

fn marker_result() -> impl Strategy<Value = Value> {
    let level = select(vec![json!("0"), json!("1+"), json!("2+"), json!("3+")]).prop_map(|value| ("level", value));
    let share = select(vec![json!(0), json!(1), json!(50), json!("<1"), json!(">=50"), json!("1-49")])
        .prop_map(|value| ("share", value));
    let kind = select(vec![json!("stable"), json!("low"), json!("high")]).prop_map(|value| ("kind", value));
    let measured =
        prop_oneof![level, share, kind].prop_map(|(marker, value)| json!({ "biomarker": marker, "value": value }));
    let called = (select(vec!["level", "share"]), select(vec!["positive", "negative", "pending", "failed"]))
        .prop_map(|(marker, status)| json!({ "biomarker": marker, "status": status }));
    (prop_oneof![3 => measured, 1 => called], how()).prop_map(|(result, how)| with(result, &how))
}

fn with(mut result: Value, how: &[(&str, &str)]) -> Value {
    for (key, value) in how {
        result[*key] = json!(value);
    }
    result
}

/// The JSON of a profile of these pieces.
pub fn profile(pieces: &[Piece]) -> String {
    let mut profile = Map::new();
    let mut facts = Map::new();
    let mut results = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Key(key, value) => drop(profile.insert((*key).to_owned(), value.clone())),
            Piece::Fact(fact, value) => drop(facts.insert((*fact).to_owned(), value.clone())),
            Piece::Result(result) => results.push(result.clone()),
        }
    }
    profile.insert("facts".into(), Value::Object(facts));
    profile.insert("results".into(), Value::Array(results));
    Value::Object(profile).to_string()
}

/// Whether a piece speaks of something that none of these does: only then does it add knowledge and contradict nothing.
pub fn is_new(piece: &Piece, pieces: &[Piece]) -> bool {
    !pieces.iter().any(|other| match (piece, other) {
        (Piece::Key(a, _), Piece::Key(b, _)) | (Piece::Fact(a, _), Piece::Fact(b, _)) => a == b,
        // A fusion of two genes speaks of both.
        (Piece::Result(a), Piece::Result(b)) => {
            a["biomarker"] == b["biomarker"] || b.to_string().contains("::") || a.to_string().contains("::")
        }
        _ => false,
    })
}
