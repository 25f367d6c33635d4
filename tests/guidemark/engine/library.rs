//! The engine against the reference on the rules that come with it, with profiles made from their vocabulary.

use guidemark::{
    built_in,
    cases::Generator,
    compile::Plan,
    evaluate::{Engine, QuickReader, evaluate, reference},
    patient::{Settings, read_profile, resolve},
    report::Memory,
    rulebook::{Rulebook, answer, answer_again},
    text::Date,
};

/// Compares both, and the quick reader with the careful one, on so many profiles: half of them of anything, half such that one of the rules is likely to hold.
/// Gives how many profiles could be read; those that contradict themselves are refused, as they should be.
fn compare(plan: &Plan, count: usize, seed: u64) -> usize {
    let settings = Settings::on(Date::new(2026, 11, 22).expect("a day"));
    let rules = &plan.ruleset.rules;
    let ids: Vec<_> = rules.ids().collect();
    let mut generator = Generator::new(plan, seed);
    let (mut reader, mut engine) = (QuickReader::new(plan, settings.clone()), Engine::new(plan));
    // Without room for the sheets of diseases, one serves all.
    let crowded = plan.clone().with_room_for_sheets(0);
    let mut of_all = Engine::new(&crowded);
    let mut read = 0;
    for number in 0..count {
        let profile = if number % 2 == 0 {
            generator.profile()
        } else {
            generator.towards(&rules[ids[number / 2 % ids.len()]].when)
        };
        let text = serde_json::to_string(&profile).expect("a profile is JSON");
        let given = read_profile(&text).expect("what is generated is a profile");
        let quick = reader.read(&text).map(|profile| {
            let verdicts = engine.evaluate(&profile.interned).verdicts();
            assert_eq!(of_all.evaluate(&profile.interned).verdicts(), verdicts, "{text}");
            verdicts
        });
        let patient = match resolve(&given, &plan.ruleset.vocabulary, &settings) {
            Ok(patient) => patient,
            Err(errors) => {
                assert_eq!(quick, Err(errors), "{text}");
                continue;
            }
        };
        read += 1;
        let findings = evaluate(plan, &patient);
        assert_eq!(quick, Ok(findings.verdicts.clone()), "{text}");
        let (fast, slow) = (findings.by_rule(plan), reference::evaluate(&plan.ruleset, &patient));
        assert_eq!(fast, slow, "{text}");
    }
    read
}

/// `GUIDEMARK_PROFILES=100000 cargo test --release --test guidemark rule_library -- --nocapture`
#[test]
fn engine_and_reference_agree_on_the_rule_library() {
    let count = std::env::var("GUIDEMARK_PROFILES").map_or(1_000, |text| text.parse().expect("a number"));
    let plan = built_in::rulebook().compile().expect("the built-in rules have no errors");
    let (mut read, mut seed) = (0, 0);
    while read < count {
        read += compare(&plan, 1_000, seed);
        seed += 1;
        assert!(read > 500 * seed as usize, "only {read} of {} profiles could be read", 1_000 * seed);
    }
    println!("engine and reference agree on {read} profiles and {} rules", plan.rules.len());
}

/// What was found out of some patients changes no other's report, and is not found out again.
#[test]
fn a_report_says_the_same_after_others() {
    let plan = built_in::rulebook().compile().expect("the built-in rules have no errors");
    let settings = Settings::on(Date::new(2026, 11, 22).expect("a day"));
    let rules = &plan.ruleset.rules;
    let ids: Vec<_> = rules.ids().collect();
    let mut generator = Generator::new(&plan, 7);
    let memory = Memory::default();
    let kinds = ["LUAD", "NSCLC", "COAD", "BLL"].map(|disease| format!(r#"{{"disease":"{disease}"}}"#));
    // Patients of whom a fact is known in part are like no other.
    let partly = [">=2", "1-3", "2", "3-4"].map(|line| {
        format!(r#"{{"disease":"LUAD","facts":{{"line":"{line}"}},"results":[{{"biomarker":"EGFR","alterations":["L858R"]}}]}}"#)
    });
    // Near the conditions of the same rules patients leave much the same open.
    let near = (0..80).map(|number| {
        serde_json::to_string(&generator.towards(&rules[ids[number % 20 * 31]].when)).expect("a profile is JSON")
    });
    let profiles: Vec<String> = kinds.into_iter().chain(partly).chain(near).collect();
    let mut read = 0;
    for profile in &profiles {
        let after = answer_again(&plan, profile, &settings, &memory).map(|answer| answer.report);
        assert_eq!(after, answer(&plan, profile, &settings).map(|answer| answer.report), "{profile}");
        read += usize::from(after.is_ok());
    }
    assert!(read > 40, "only {read} of {} could be read", profiles.len());
    let kept = memory.kept();
    assert!(kept > 100, "{kept}");
    profiles.iter().for_each(|profile| drop(answer_again(&plan, profile, &settings, &memory)));
    assert_eq!(memory.kept(), kept);
    // Another plan's answers are others.
    let none = Rulebook::read("none", [("none.guide".to_owned(), "guideline none \"None\"\n".to_owned())]);
    let none = none.compile().expect("nothing is wrong with it");
    drop(answer_again(&none, "{}", &settings, &memory).expect("a right profile"));
    assert_eq!(memory.kept(), 0);
}

/// What the quick reader must leave to the careful one, and what it may not.
#[test]
fn the_quick_reader_says_what_the_careful_one_says() {
    let plan = built_in::rulebook().compile().expect("the built-in rules have no errors");
    let settings = Settings::on(Date::new(2026, 11, 22).expect("a day"));
    let (mut reader, mut engine) = (QuickReader::new(&plan, settings.clone()), Engine::new(&plan));
    let texts = [
        "",
        "{}",
        " { } ",
        "{} {}",
        "{",
        "[]",
        "null",
        r#"{"disease":"LUAD","disease":"LUAD"}"#,
        r#"{"disease":"LUAD","facts":{"setting":"metastatic","line":1},"results":[{"biomarker":"PD-L1 (22C3)","status":"negative"}]}"#,
        r#"{"disease":"HNSC","facts":{"setting":"metastatic","line":1},"results":[{"biomarker":"PD-L1","status":"negative"}]}"#,
        r#"{"disease":"BRCA","facts":{"line":2},"results":[{"biomarker":"HER2","status":"negative"}]}"#,
        r#"{"disease":"LUAD","facts":{"line":2},"results":[{"biomarker":"EGFR","alterations":["L858R"]}]}"#,
        r#"{"disease":"LUAD","facts":{"line":2,"setting":"advanced"},"results":[{"biomarker":"EGFR","alterations":["L858R"]}]}"#,
        r#"{"disease":"LUAD","facts":{"line":2,"stage":"III"},"results":[{"biomarker":"EGFR","alterations":["L858R"]}]}"#,
        r#"{"disease":"AML","facts":{"line":1},"results":[{"biomarker":"FLT3","alterations":["ITD"]}]}"#,
        r#"{"disease":"LUAD","facts":{"stage":"IV","stage":"III"}}"#,
        r#"{"disease":"LUAD","facts":{"stage":"IV","Stage":"IV"}}"#,
        r#"{"disease":"LUAD","facts":{"stage":"IV"},"date":"2019-01-01","region":"US"}"#,
        r#"{"date":"2019-02-30"}"#,
        r#"{"disease":"LUAD","facts":{"histology":"squamous"}}"#,
        r#"{"disease":"LUAD","facts":{"stage":"IV","line":1,},"region":"US"}"#,
        r#"{"facts":{"stage":"IV" "line":1}}"#,
        r#"{"facts":{"stage":"IV"}}}"#,
        r#"{"facts":{"age":"<50"},"region":"US"}"#,
        r#"{"id":"a\"b","facts":{"age":61}}"#,
        r#"{"id":"a\u0000b"}"#,
        "{\"id\":\"a\tb\"}",
        r#"{"id":7}"#,
        r#"{"results":[{"biomarker":"EGFR","alterations":["L858R"]},{"biomarker":"EGFR","status":"negative"}]}"#,
        r#"{"results":[{"biomarker":"EGFR","alterations":["L858R"],"date":"2027-01-01"}],"disease":"LUAD"}"#,
        r#"{"results":[{"biomarker":"ALK","alterations":["EML4::ALK"]},{"biomarker":"EML4","status":"negative"}]}"#,
        r#"{"results":[{"biomarker":"EGFR","status":"negative"}],"results":[]}"#,
        r#"{"results":[{"biomarker":"EGFR","status":"negative"},]}"#,
        r#"{"results":[{"biomarker":"EGFR","status":"negative"}]],"facts":[{"a":1}]}"#,
        r#"{"results":[1],"facts":{"age":1}}"#,
        r#"{"therapies":[{"drug":"osimertinib","line":1,"outcome":"progression","date":"2030-01-01"}]}"#,
        r#"{"therapies":[{"drug":"osimertinib","line":1,"outcome":"progression"}],"specimens":["plasma"]}"#,
        r#"{"specimens":["nonsense"]}"#,
        r#"{"nonsense":1}"#,
        "{\"facts\":{\"stage\":\"IV\"}}\u{feff}",
    ];
    // Twice, so that the second time every piece is known.
    for text in texts.into_iter().chain(texts) {
        let careful = read_profile(text)
            .and_then(|profile| resolve(&profile, &plan.ruleset.vocabulary, &settings))
            .map(|patient| (patient.id.clone(), evaluate(&plan, &patient).verdicts));
        let quick = reader
            .read(text)
            .map(|profile| (profile.id.as_deref().map(str::to_owned), engine.evaluate(&profile.interned).verdicts()));
        assert_eq!(quick, careful, "{text}");
    }
}
