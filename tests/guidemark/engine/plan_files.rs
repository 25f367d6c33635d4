//! Plan files: written and read again, refused where they are damaged, harmless where they are forged.

use super::world::VOCABULARY;
use guidemark::{
    check::Leaf,
    compile::{FORMAT, NodeId, Operator, Plan, RuleNodes, checksum},
    diagnostics::Code,
    patient::Settings,
    rulebook::{Rulebook, answer},
    vocabulary::variant::{Pattern, PatternForm},
};
use proptest::prelude::*;

const RULES: &str = r#"
guideline rules "Rules"
  version 1

define elderly "Elderly"
  years >= 70 years

rule tested "Tests"
  when disease is D
  test GA, level by WIDE on tissue
  grade strength high
  cite book
  because "B"
  patient "P"

rule treated "Treats"
  when disease is D1 and GA has L15R
  unless elderly or (stage is IIIA and progressed on db)
  treat da with db
    approved AA 2020-01-01
  grade strength high
  cite book
  because "B"
  patient "P"

rule avoided "Avoids"
  when GA has exon 2 mutation except L15R and level >= 2+
  avoid class old
  refer board
  grade strength low
  supersedes treated
  cite book
  because "B"
  patient "P"
"#;

/// A plan that has one of everything.
fn small_plan() -> Plan {
    let files = [("rules.guide".to_owned(), RULES.to_owned()), ("words.guide".to_owned(), VOCABULARY.to_owned())];
    let book = Rulebook::read("small", files);
    book.compile().unwrap_or_else(|| panic!("{:?}", book.diagnostics))
}

#[test]
fn a_plan_nested_deeper_than_any_rule_is_refused() {
    let mut plan = small_plan();
    for (levels, is_read) in [(64, true), (1_000, false)] {
        let pattern = (0..levels).fold(Pattern::new(PatternForm::Mutation), |inner, _| Pattern {
            except: vec![inner],
            ..Pattern::new(PatternForm::Mutation)
        });
        for leaf in &mut plan.leaves {
            if let Leaf::Has(_, asked) = leaf {
                *asked = pattern.clone();
            }
        }
        let read = Plan::read(&plan.write().expect("a plan can be written"));
        assert_eq!(read.is_ok(), is_read, "{levels} levels");
        assert!(read.err().is_none_or(|error| error.code == Code::InvalidPlan));
    }
}

#[test]
fn a_plan_whose_operators_form_a_long_chain_is_refused() {
    let mut plan = small_plan();
    let first = plan.leaves.len();
    for (length, is_read) in [(0, true), (200, true), (100_000, false)] {
        // The first negates a question, each other one the one before it.
        let link = |link: usize| Operator::Not(NodeId(if link == 0 { 0 } else { (first + link - 1) as u32 }));
        plan.operators = (0..length).map(link).collect();
        let last = NodeId(if length == 0 { 0 } else { (first + length - 1) as u32 });
        let rules: Vec<_> = plan.rules.ids().collect();
        for rule in rules {
            *plan.rules.get_mut(rule).expect("it is there") = RuleNodes { when: last, unless: None };
        }
        let read = Plan::read(&plan.write().expect("a plan can be written"));
        assert_eq!(read.is_ok(), is_read, "a chain of {length}");
    }
}

#[test]
fn a_plan_with_a_byte_changed_or_missing_is_refused() {
    let file = small_plan().write().expect("a plan can be written");
    for at in 0..file.len() {
        let mut damaged = file.clone();
        damaged[at] ^= 1;
        assert!(Plan::read(&damaged).is_err(), "byte {at} changed");
        assert!(Plan::read(&file[..at]).is_err(), "cut at {at}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Whoever makes a file can make its checksum: ids that stand for nothing, lengths that are none.
    #[test]
    fn a_plan_that_was_forged_never_panics(at in any::<prop::sample::Index>(), value in any::<u8>()) {
        let file = small_plan().write().expect("a plan can be written");
        let body = file.iter().position(|byte| *byte == b'\n').expect("a first line") + 1;
        let mut forged = file[body..].to_vec();
        *at.get_mut(&mut forged) = value;
        let mut whole = format!("guidemark plan {FORMAT} {}\n", checksum(&forged)).into_bytes();
        whole.extend(forged);
        // Whether it can be read or not: it answers.
        if let Ok(plan) = Plan::read(&whole) {
            let settings = Settings::on("2026-11-22".parse().expect("a day"));
            for profile in [
                r#"{"disease":"D1"}"#,
                r#"{"disease":"D1","region":"AB","facts":{"years":71,"stage":"IIIA"},"therapies":[{"drug":"db","line":1}],
                    "results":[{"biomarker":"GA","status":"positive","alterations":["L15R"],"method":"SPOT"},
                               {"biomarker":"level","value":"2+"}],"specimens":["tissue"]}"#,
            ] {
                let _ = answer(&plan, profile, &settings).map(|answer| serde_json::to_string(&answer.report));
            }
        }
    }
}
