//! The engine against the reference on the rules that come with it, with profiles made from their vocabulary.

use guidemark::{
    built_in,
    cases::Generator,
    compile::Plan,
    evaluate::{evaluate, reference},
    patient::{Settings, read_profile, resolve},
    text::Date,
};

/// Compares both on so many profiles: half of them of anything, half such that one of the rules is likely to hold.
/// Gives how many profiles could be read; those that contradict themselves are refused, as they should be.
fn compare(plan: &Plan, count: usize, seed: u64) -> usize {
    let settings = Settings::on(Date::new(2026, 11, 22).expect("a day"));
    let rules = &plan.ruleset.rules;
    let ids: Vec<_> = rules.ids().collect();
    let mut generator = Generator::new(plan, seed);
    let mut read = 0;
    for number in 0..count {
        let profile =
            if number % 2 == 0 { generator.profile() } else { generator.towards(&rules[ids[number / 2 % ids.len()]].when) };
        let text = serde_json::to_string(&profile).expect("a profile is JSON");
        let given = read_profile(&text).expect("what is generated is a profile");
        let Ok(patient) = resolve(&given, &plan.ruleset.vocabulary, &settings) else { continue };
        read += 1;
        let (engine, slow) = (evaluate(plan, &patient).by_rule(plan), reference::evaluate(&plan.ruleset, &patient));
        assert_eq!(engine, slow, "{text}");
    }
    read
}

#[test]
fn engine_and_reference_agree_on_the_rule_library() {
    let plan = built_in::rulebook().compile().expect("the built-in rules have no errors");
    let read = compare(&plan, 1_500, 1);
    assert!(read > 900, "only {read} of 1,500 profiles could be read");
}

/// `GUIDEMARK_PROFILES=1000000 cargo test --release --test guidemark -- --ignored --nocapture many_profiles`
#[test]
#[ignore = "it takes minutes without --release; CONTRIBUTING.md has the command"]
fn engine_and_reference_agree_on_many_profiles() {
    let count = std::env::var("GUIDEMARK_PROFILES").map_or(100_000, |text| text.parse().expect("a number"));
    let plan = built_in::rulebook().compile().expect("the built-in rules have no errors");
    let mut read = 0;
    let mut seed = 0;
    while read < count {
        read += compare(&plan, 10_000, seed);
        seed += 1;
    }
    println!("{read} profiles, {} rules: engine and reference agree on all", plan.rules.len());
}
