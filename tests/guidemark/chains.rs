//! Long chains and cycles: of definitions and of trees.

use guidemark::{
    compile::Plan,
    diagnostics::{Code, Diagnostic},
    rulebook::Rulebook,
    vocabulary::{DiseaseId, Hierarchy, Id},
};
use proptest::prelude::*;

const WORDS: &str = "vocabulary words \"Words\"\n  version 1.0\nfact age \"Age\"\n  number 0..130 years\n  ask \"?\"\nsource paper \"Paper\"\n  publisher \"P\"\n";

fn findings(defines: impl IntoIterator<Item = (String, String)>) -> Vec<Diagnostic> {
    let mut text = String::from(WORDS);
    for (name, condition) in defines {
        text += &format!("define {name} \"D\"\n  {condition}\n");
    }
    Rulebook::read("test", [("words.guide".to_owned(), text)]).diagnostics
}

fn named(findings: &[Diagnostic], code: Code) -> Vec<&str> {
    let of_code = findings.iter().filter(|finding| finding.code == code);
    of_code.filter_map(|finding| finding.message.split('`').nth(1)).collect()
}

#[test]
fn only_definitions_that_come_back_to_themselves_are_called_cyclic() {
    let defines = [
        ("before", "one"),
        ("one", "two"),
        ("two", "one or between"),
        ("between", "self-made"),
        ("self-made", "not self-made"),
        ("sound", "age >= 70 years"),
    ];
    let found = findings(defines.map(|(name, condition)| (name.to_owned(), condition.to_owned())));
    // A circle is one mistake, and so is whatever leads into it.
    assert_eq!(named(&found, Code::CyclicDefinition), ["one", "self-made"]);
    assert!(named(&found, Code::NestingTooDeep).is_empty());
}

#[test]
fn an_amendment_in_a_file_without_a_header_is_told() {
    let text = "source s \"S\"\n  publisher P\nrule r \"R\"\n  when disease is known\n  note \"n\"\n  cite s\n\
        withdraw r\n  because \"x\"\n  cite s\nreplace r\n  when disease is known\n  note \"n\"\n  cite s\n";
    let book = Rulebook::read("headless", [("a.guide".to_owned(), text.to_owned())]);
    let codes: Vec<Code> = book.diagnostics.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, [Code::MissingClause]);
}

#[test]
fn a_long_chain_of_definitions_is_refused_soon() {
    let link = |index: usize| match index {
        0 => "age >= 70 years".to_owned(),
        _ => format!("d{}", index - 1),
    };
    let found = findings((0..20_000).map(|index| (format!("d{index}"), link(index))));
    assert_eq!(named(&found, Code::NestingTooDeep).len(), 20_000 - 128);
    assert!(named(&found, Code::CyclicDefinition).is_empty());
}

#[test]
fn a_plan_of_conditions_at_the_limit_can_be_read_again() {
    // `and` within `or` within `and`, 64 levels, on top of definitions to the limit.
    let condition = (0..64).fold("d63".to_owned(), |inner, level| match level % 2 {
        0 => format!("(age < 10 years or {inner})"),
        _ => format!("(age >= 20 years and {inner})"),
    });
    let text = String::from(WORDS) + "define d0 \"D\"\n  age >= 70 years\n";
    let text = (1..64).fold(text, |text, n| text + &format!("define d{n} \"D\"\n  d{}\n", n - 1));
    let rule = format!(
        "guideline g \"G\"\n  version 1.0\nrule deep \"Deep\"\n  when {condition}\n  note \"found\"\n  cite paper\n"
    );
    let files = [("rules.guide".to_owned(), rule), ("words.guide".to_owned(), text)];
    let book = Rulebook::read("deep", files);
    let plan = book.compile().unwrap_or_else(|| panic!("{:?}", book.diagnostics));
    let again = Plan::read(&plan.write().expect("a plan can be written")).unwrap_or_else(|error| panic!("{error:?}"));
    assert_eq!(again.write().ok(), plan.write().ok());
}

#[test]
fn a_plan_of_exceptions_at_the_limit_can_be_read_again() {
    let exceptions = format!("{}L858R{}", "mutation except (".repeat(63), ")".repeat(63));
    let rule = format!(
        "guideline g \"G\"\n  version 1.0\nrule deep \"Deep\"\n  when EGFR has {exceptions}\n  note \"found\"\n  cite paper\n"
    );
    let words = format!("{WORDS}gene EGFR \"EGFR\"\n");
    let book = Rulebook::read("deep", [("rules.guide".to_owned(), rule), ("words.guide".to_owned(), words)]);
    let plan = book.compile().unwrap_or_else(|| panic!("{:?}", book.diagnostics));
    let again = Plan::read(&plan.write().expect("a plan can be written")).unwrap_or_else(|error| panic!("{error:?}"));
    assert_eq!(again.write().ok(), plan.write().ok());
}

#[test]
fn a_long_chain_is_a_tree() {
    let parents: Vec<Option<DiseaseId>> =
        (0..100_000).map(|index: usize| index.checked_sub(1).map(Id::from_index)).collect();
    let (tree, cyclic) = Hierarchy::new(&parents);
    assert!(cyclic.is_empty());
    assert!(tree.is_under(DiseaseId::from_index(99_999), DiseaseId::from_index(0)));
    assert!(!tree.is_under(DiseaseId::from_index(0), DiseaseId::from_index(1)));
}

proptest! {
    /// An entry is cyclic exactly where following its parents comes back to it.
    #[test]
    fn cycles_are_found(parents in prop::collection::vec(prop::option::of(0..8_usize), 8)) {
        let parents: Vec<Option<DiseaseId>> = parents.into_iter().map(|parent| parent.map(Id::from_index)).collect();
        let comes_back = |start: usize| {
            let mut at = parents[start];
            (0..8).any(|_| {
                let here = at == Some(DiseaseId::from_index(start));
                at = at.and_then(|id| parents[id.index()]);
                here
            })
        };
        let (_, cyclic) = Hierarchy::new(&parents);
        let expected: Vec<DiseaseId> = (0..8).filter(|start| comes_back(*start)).map(Id::from_index).collect();
        prop_assert_eq!(cyclic, expected);
    }
}
