//! Open questions against brute force: in a world of few facts, every way to complete a profile is tried.

use guidemark::{
    compile::Plan,
    patient::Settings,
    report::{Need, Report, TestStatus, TreatmentStatus},
    rulebook::{Rulebook, answer},
    text::Date,
};
use proptest::{prelude::*, sample::select};
use std::collections::{BTreeMap, BTreeSet};

const VOCABULARY: &str = r#"
vocabulary small "A smaller world"
  version 1

source book "The book"
  publisher Press

scale strength "Strength"
  level high "high"

specialty board "Board"

drug da
drug db
drug dc

marker mark "A marker"
  values low, high

fact tree "A tree of values"
  one of A (A1, A2), B
  ask "Which?"
fact truth "True or false"
  yes or no
  ask "True?"
fact number "A number"
  number 0..10
  ask "How many?"
"#;

/// Every unknown, with all answers to it.
const ANSWERS: &[(&str, &[&str])] = &[
    ("tree", &["A1", "A2", "B"]),
    ("truth", &["yes", "no"]),
    ("number", &["1", "3", "5", "7", "9"]),
    ("mark", &["low", "high"]),
];

fn condition() -> impl Strategy<Value = String> {
    let leaves = vec![
        "tree is A",
        "tree is A1",
        "tree is (A2 or B)",
        "tree is not B",
        "truth is yes",
        "truth is no",
        "number >= 3",
        "number < 5",
        "number > 7",
        "number is 5",
        "mark is high",
        "mark is not high",
    ];
    let leaf = select(leaves).prop_map(str::to_owned);
    leaf.prop_recursive(3, 12, 3, |inner| {
        let parts = || prop::collection::vec(inner.clone(), 2..4);
        prop_oneof![
            parts().prop_map(|parts| parts.iter().map(|part| format!("({part})")).collect::<Vec<_>>().join(" and ")),
            parts().prop_map(|parts| parts.iter().map(|part| format!("({part})")).collect::<Vec<_>>().join(" or ")),
            inner.clone().prop_map(|part| format!("not ({part})")),
            parts().prop_map(|parts| format!("at least 2 of ({})", parts.join(", "))),
        ]
    })
}

fn rules() -> impl Strategy<Value = String> {
    let action = select(vec![
        "treat da",
        "treat da",
        "treat db",
        "treat db with dc",
        "avoid da",
        "test mark",
        "refer board",
        "note \"N\"",
    ]);
    let supersedes = select(vec!["", "", "  supersedes r0\n"]);
    let rule = (condition(), prop::option::weighted(0.3, condition()), action, supersedes);
    prop::collection::vec(rule, 1..6).prop_map(|rules| {
        let mut text = "guideline g \"G\"\n".to_owned();
        for (number, (when, unless, action, supersedes)) in rules.into_iter().enumerate() {
            let unless = unless.map(|unless| format!("  unless {unless}\n")).unwrap_or_default();
            let supersedes = if number == 0 { "" } else { supersedes };
            text += &format!(
                "rule r{number} \"R\"\n  when {when}\n{unless}  {action}\n  grade high\n{supersedes}  cite book\n  because \"b\"\n  patient \"p\"\n"
            );
        }
        text
    })
}

fn report(plan: &Plan, known: &BTreeMap<&str, &str>) -> Report {
    let (results, facts): (Vec<_>, Vec<_>) = known.iter().partition(|(name, _)| **name == "mark");
    let number =
        |value: &str| value.parse::<f64>().map_or_else(|_| format!("\"{value}\""), |number| number.to_string());
    let facts: Vec<String> = facts.iter().map(|(name, value)| format!("\"{name}\": {}", number(value))).collect();
    let results: Vec<String> =
        results.iter().map(|(name, value)| format!("{{\"biomarker\": \"{name}\", \"value\": \"{value}\"}}")).collect();
    let profile = format!("{{\"facts\": {{{}}}, \"results\": [{}]}}", facts.join(","), results.join(","));
    let today = Date::new(2026, 11, 22).expect("a day");
    answer(plan, &profile, &Settings::on(today)).expect("the profile is right").report
}

/// What a report says to do, whoever says it: that a thing gives way to another is not counted, nor that a test is done.
fn says(report: &Report) -> BTreeSet<String> {
    let mut says = BTreeSet::new();
    for entry in report.treatments.iter().filter(|entry| entry.status != TreatmentStatus::Superseded) {
        says.insert(format!("{:?} {}", entry.status, entry.drugs.join(" with ")));
    }
    says.extend(
        report
            .tests
            .iter()
            .filter(|test| test.status != TestStatus::Derived && !test.rules.is_empty())
            .map(|test| format!("test {}", test.biomarker)),
    );
    says.extend(report.team.iter().map(|referral| referral.specialty.clone()));
    says.extend(report.notes.iter().map(|note| note.text.clone()));
    says
}

/// Every way to complete what is known.
fn completions<'a>(known: &BTreeMap<&'a str, &'a str>) -> Vec<BTreeMap<&'a str, &'a str>> {
    let mut all = vec![known.clone()];
    for (name, answers) in ANSWERS {
        if !known.contains_key(name) {
            let with = |completion: &BTreeMap<&'a str, &'a str>| {
                answers
                    .iter()
                    .map(|answer| completion.iter().map(|(k, v)| (*k, *v)).chain([(*name, *answer)]).collect())
                    .collect::<Vec<BTreeMap<_, _>>>()
            };
            all = all.iter().flat_map(with).collect();
        }
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_question_is_asked_if_and_only_if_an_answer_changes_what_the_report_says(
        rules in rules(),
        known in prop::collection::vec((0_usize..4, any::<prop::sample::Index>()), 0..3),
    ) {
        let book = Rulebook::read("small", [("v.guide".to_owned(), VOCABULARY.to_owned()), ("r.guide".to_owned(), rules.clone())]);
        let plan = book.compile().unwrap_or_else(|| panic!("{:?}\n{rules}", book.diagnostics));
        let known: BTreeMap<&str, &str> = known.iter().map(|(which, answer)| {
            let (name, answers) = ANSWERS[*which];
            (name, answers[answer.index(answers.len())])
        }).collect();
        let asked: BTreeSet<String> = report(&plan, &known).open_questions.iter().map(|question| match &question.about {
            Need::Fact(name) | Need::Biomarker(name) => name.clone(),
            other => format!("{other:?}"),
        }).collect();
        // Completions that differ in one answer alone, and what each says.
        let said: Vec<_> = completions(&known).into_iter().map(|completion| (says(&report(&plan, &completion)), completion)).collect();
        let mut matter = BTreeSet::new();
        for (name, _) in ANSWERS.iter().filter(|(name, _)| !known.contains_key(name)) {
            let mut by_others: BTreeMap<Vec<(&str, &str)>, BTreeSet<&BTreeSet<String>>> = BTreeMap::new();
            for (says, completion) in &said {
                let others = completion.iter().filter(|(other, _)| *other != name).map(|(k, v)| (*k, *v)).collect();
                by_others.entry(others).or_default().insert(says);
            }
            if by_others.values().any(|says| says.len() > 1) {
                matter.insert((*name).to_owned());
            }
        }
        prop_assert_eq!(asked, matter, "{}\nknown: {:?}", rules, known);
    }
}
