//! The engine against the reference, and against what every rulebook and every patient must satisfy.

mod exhaustive;
mod library;
mod plan_files;
mod questions;
mod world;

use guidemark::{
    compile::Plan,
    diagnostics::has_errors,
    evaluate::{Engine, QuickReader, Verdict, evaluate, reference},
    explain::prove,
    kleene::Kleene,
    patient::Settings,
    report::{Need, Report, TreatmentStatus},
    rulebook::{Answer, Rulebook, answer},
    text::Date,
};
use proptest::prelude::*;
use world::{Piece, VOCABULARY, header, piece, profile, rulebook};

fn read(files: Vec<(String, String)>) -> Rulebook {
    let book =
        Rulebook::read("world", files.into_iter().chain([("vocabulary.guide".to_owned(), VOCABULARY.to_owned())]));
    assert!(!has_errors(&book.diagnostics), "{:#?}\n{:?}", book.diagnostics, book.sources);
    book
}

/// A plan of rule items that all stand in one file.
fn plan(items: &[String]) -> Plan {
    read(vec![("rules.guide".to_owned(), header(0) + &items.join("\n"))])
        .compile()
        .expect("a rulebook without errors compiles")
}

fn settings() -> Settings {
    Settings::on(Date::new(2026, 11, 22).expect("a day"))
}

fn ask(plan: &Plan, pieces: &[Piece]) -> Answer {
    let profile = profile(pieces);
    answer(plan, &profile, &settings()).unwrap_or_else(|errors| panic!("{errors:?} in {profile}"))
}

/// A report without what says where its rules stand.
fn without_places(report: &Report) -> String {
    let mut value = serde_json::to_value(report).expect("a report is JSON");
    fn strip(value: &mut serde_json::Value) {
        match value {
            serde_json::Value::Object(map) => {
                for key in ["file", "line", "rulebook_sha256"] {
                    map.remove(key);
                }
                map.values_mut().for_each(strip);
            }
            serde_json::Value::Array(list) => list.iter_mut().for_each(strip),
            _ => {}
        }
    }
    strip(&mut value);
    value.to_string()
}

fn pieces(most: usize) -> impl Strategy<Value = Vec<Piece>> {
    prop::collection::vec(piece(), 0..most)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn engine_and_reference_agree(items in rulebook(), patients in prop::collection::vec(pieces(10), 1..4)) {
        let plan = plan(&items);
        for pieces in &patients {
            let answer = ask(&plan, pieces);
            let expected = reference::evaluate(&plan.ruleset, &answer.patient);
            let findings = evaluate(&plan, &answer.patient);
            prop_assert_eq!(&findings.by_rule(&plan), &expected, "{}\n{}", profile(pieces), items.join("\n"));
        }
    }

    #[test]
    fn more_information_changes_no_definite_verdict(items in rulebook(), known in pieces(6), more in pieces(4)) {
        let plan = plan(&items);
        let mut all = known.clone();
        for piece in more {
            if world::is_new(&piece, &all) {
                all.push(piece);
            }
        }
        let (before, after) = (ask(&plan, &known), ask(&plan, &all));
        for (id, rule) in plan.ruleset.rules.iter() {
            let treats = !(rule.actions.treatments.is_empty() && rule.actions.avoid.is_empty());
            if let (true, Verdict::Applies(first), Verdict::Applies(second)) = (treats, before.findings.verdict(&plan, id), after.findings.verdict(&plan, id)) {
                prop_assert!(first == Kleene::Undetermined || first == second, "{} was {:?} and is {:?}\n{}\n{}", rule.text, first, second, profile(&known), profile(&all));
            }
        }
    }

    #[test]
    fn a_value_made_more_exact_changes_no_definite_verdict(items in rulebook(), known in pieces(6), which in 0_usize..4) {
        let plan = plan(&items);
        let narrow = |piece: &Piece| match piece {
            Piece::Key("disease", disease) if *disease == "D" => Piece::Key("disease", ["D1", "D2", "D11", "D11"][which].into()),
            Piece::Key("disease", disease) if *disease == "D1" => Piece::Key("disease", "D11".into()),
            Piece::Fact("stage", stage) if *stage == "III" => Piece::Fact("stage", ["IIIA", "IIIB", "IIIA", "IIIB"][which].into()),
            Piece::Fact("years", years) if *years == "<50" => Piece::Fact("years", [49, 10, 0, 30][which].into()),
            Piece::Fact("years", years) if *years == "40-60" => Piece::Fact("years", [40, 49, 50, 60][which].into()),
            other => other.clone(),
        };
        let exact: Vec<Piece> = known.iter().map(narrow).collect();
        let (before, after) = (ask(&plan, &known), ask(&plan, &exact));
        for (id, rule) in plan.ruleset.rules.iter() {
            let treats = !(rule.actions.treatments.is_empty() && rule.actions.avoid.is_empty());
            if let (true, Verdict::Applies(first), Verdict::Applies(second)) = (treats, before.findings.verdict(&plan, id), after.findings.verdict(&plan, id)) {
                prop_assert!(first == Kleene::Undetermined || first == second, "{} was {:?} and is {:?}", rule.text, first, second);
            }
        }
    }

    #[test]
    fn the_order_of_rules_and_files_says_nothing(items in rulebook(), known in pieces(10), shuffled in any::<prop::sample::Index>()) {
        let in_order = plan(&items);
        let mut moved = items.clone();
        moved.reverse();
        moved.rotate_left(shuffled.index(items.len()));
        let cut = shuffled.index(moved.len());
        // Rules of one guideline stay in its file; two files are two guidelines, which restrict nothing.
        let files = vec![
            ("z.guide".to_owned(), header(0) + &moved[..cut].join("\n")),
            ("a.guide".to_owned(), header(1) + &moved[cut..].join("\n")),
        ];
        let reordered = read(files).compile().expect("a rulebook without errors compiles");
        prop_assert_eq!(without_places(&ask(&in_order, &known).report), without_places(&ask(&reordered, &known).report));
    }

    #[test]
    fn a_rulebook_with_pieces_missing_is_answered(items in rulebook(), gone in prop::collection::vec(any::<prop::sample::Index>(), 1..12)) {
        // Whole lines and single words left out: whatever remains has findings or compiles, and nothing panics.
        let mut lines: Vec<String> = format!("{VOCABULARY}\n{}", items.join("\n")).lines().map(str::to_owned).collect();
        for (number, index) in gone.iter().enumerate() {
            let at = index.index(lines.len());
            if number % 2 == 0 {
                lines.remove(at);
            } else if let Some((words, _)) = lines[at].rsplit_once(' ') {
                lines[at] = words.to_owned();
            }
        }
        let book = Rulebook::read("broken", [("a.guide".to_owned(), lines.join("\n"))]);
        prop_assert_eq!(book.compile().is_none(), has_errors(&book.diagnostics));
    }

    #[test]
    fn the_proof_alone_gives_the_verdict(items in rulebook(), known in pieces(10)) {
        let plan = plan(&items);
        let answer = ask(&plan, &known);
        for id in plan.ruleset.rules.ids() {
            let proof = prove(&plan, &answer.patient, &answer.findings, id);
            prop_assert_eq!(proof.recompute(), answer.findings.verdict(&plan, id).value());
        }
    }

    #[test]
    fn plans_and_reports_survive_their_files(items in rulebook(), known in pieces(8)) {
        let plan = plan(&items);
        let copy = Plan::read(&plan.write().expect("a plan can be written")).expect("a plan that was written can be read");
        let report = ask(&plan, &known).report;
        prop_assert_eq!(&report, &ask(&copy, &known).report);
        let text = serde_json::to_string(&report).expect("a report is JSON");
        prop_assert_eq!(&report, &serde_json::from_str::<Report>(&text).expect("a report can be read"));
    }

    #[test]
    fn a_rule_that_is_open_needs_something(items in rulebook(), known in pieces(6)) {
        // What nothing unknown can change is neither undecided nor on hold.
        let plan = plan(&items);
        for entry in ask(&plan, &known).report.treatments {
            if matches!(entry.status, TreatmentStatus::Hold | TreatmentStatus::Undecided) {
                prop_assert!(!entry.needs.is_empty(), "{:?}", entry);
            }
        }
    }
}

/// The documented limit: what does not matter is told from what does up to twelve questions about one gene.
#[test]
fn what_does_not_matter_is_asked_beyond_twelve_questions_about_one_gene() {
    for (count, asked) in [(12, false), (13, true)] {
        let changes: Vec<String> = (1..=count).map(|codon| format!("GA has R{codon}K")).collect();
        // Exactly one of the last two holds, whatever the years.
        let when = format!("at least 2 of ({}, years >= 50 years, years < 50 years)", changes.join(", "));
        let rule = format!("rule r \"R\"\n  when {when}\n  note \"found\"\n  cite book \"1\"\n");
        let report = ask(&plan(&[rule]), &[]).report;
        let facts = report.open_questions.iter().filter(|question| matches!(question.about, Need::Fact(_))).count();
        assert_eq!((report.open_questions.len() - facts, facts > 0), (1, asked), "{count}");
    }
}

#[test]
fn a_reader_that_has_forgotten_reads_as_before() {
    let rule = "rule r \"R\"\n  when share >= 50 % and stage is III\n  note \"found\"\n  cite book \"1\"\n";
    let plan = plan(&[rule.to_owned()]);
    let (mut reader, mut engine) = (QuickReader::new(&plan, settings()), Engine::new(&plan));
    // More pieces than are remembered, each number once; the fact and its neighbours come back all the time.
    for number in 0..70_000 {
        let share = f64::from(number) / 1_000.0;
        let profile = format!(
            r#"{{"disease":"D","facts":{{"stage":"III"}},"results":[{{"biomarker":"share","value":"{share} %"}}]}}"#
        );
        let read = reader.read(&profile).expect("the profile is right");
        let met = engine.evaluate(&read.interned).met().count();
        assert_eq!(met, usize::from(share >= 50.0), "{profile}");
    }
}

/// The most values a fact may have, each with a rule about some of them; one more is refused.
#[test]
fn the_most_values_of_one_fact_are_told_apart() {
    let book = |values: usize| {
        let names: Vec<String> = (0..values).map(|value| format!("v{value}")).collect();
        let fact = format!("fact many \"Many\"\n  one of {}\n  ask \"Which?\"\n", names.join(", "));
        let rules: String = [0, 1, values - 2, values - 1]
            .map(|value| {
                format!("rule r{value} \"R\"\n  when many is v{value}\n  note \"found\"\n  cite book \"1\"\n\n")
            })
            .concat();
        let files = [("many.guide", header(0) + &fact + "\n" + &rules), ("vocabulary.guide", VOCABULARY.to_owned())];
        Rulebook::read("many", files.map(|(name, text)| (name.to_owned(), text)))
    };
    let full = book(30_000);
    let plan = full.compile().unwrap_or_else(|| panic!("{:#?}", full.diagnostics));
    let (mut reader, mut engine) = (QuickReader::new(&plan, settings()), Engine::new(&plan));
    for value in [0, 1, 2, 29_998, 29_999] {
        let profile = format!(r#"{{"facts":{{"many":"v{value}"}}}}"#);
        let read = reader.read(&profile).expect("it is a value");
        let names = engine.evaluate(&read.interned).met().map(|rule| plan.ruleset.rules[rule].name.clone());
        let expected: Vec<String> = (value != 2).then(|| format!("r{value}")).into_iter().collect();
        assert_eq!(names.collect::<Vec<_>>(), expected);
    }
    let mut too_many = book(30_001).diagnostics;
    too_many.retain(|found| has_errors(std::slice::from_ref(found)));
    assert_eq!(too_many.iter().map(|found| found.code.slug()).collect::<Vec<_>>(), ["too-large"], "{too_many:#?}");
}

/// Rules with more clauses than a page has words, and more rules than a page has bits.
#[test]
fn long_and_many_conditions_agree_with_the_reference() {
    let facts: String =
        (0..40).map(|fact| format!("fact f{fact} \"F{fact}\"\n  one of a, b, c\n  ask \"Which?\"\n\n")).collect();
    let clause = |at: usize| format!("(f{} is a or f{} is b)", at % 40, (at * 7 + 3) % 40);
    let rules: String = (0..700)
        .map(|rule| {
            let clauses: Vec<String> = (0..rule % 22 + 1).map(|clause_at| clause(rule + clause_at * 3)).collect();
            let disease = if rule % 3 == 0 { "disease is D and " } else { "" };
            format!(
                "rule r{rule} \"R\"\n  when {disease}{}\n  note \"found\"\n  cite book \"1\"\n\n",
                clauses.join(" and ")
            )
        })
        .collect();
    let plan = read(vec![("long.guide".to_owned(), header(0) + &facts + &rules)]).compile().expect("no errors");
    let (mut reader, mut engine) = (QuickReader::new(&plan, settings()), Engine::new(&plan));
    for seed in 0_usize..60 {
        let value = |fact: usize| ["a", "b", "c", ""][(fact * 31 + seed * 17 + fact * seed) % (2 + seed % 3)];
        let known: Vec<String> = (0..40)
            .filter(|fact| !value(*fact).is_empty())
            .map(|fact| format!("\"f{fact}\":\"{}\"", value(fact)))
            .collect();
        let disease = ["", "\"disease\":\"D\","][seed % 2];
        let profile = format!("{{{disease}\"facts\":{{{}}}}}", known.join(","));
        let answer = answer(&plan, &profile, &settings()).expect("it is read");
        let slow = reference::evaluate(&plan.ruleset, &answer.patient);
        assert_eq!(answer.findings.by_rule(&plan), slow, "{profile}");
        let quick = reader.read(&profile).expect("it is read");
        assert_eq!(engine.evaluate(&quick.interned).verdicts(), answer.findings.verdicts, "{profile}");
    }
}
