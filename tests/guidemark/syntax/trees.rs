//! What the grammar makes of the places where it could be understood in two ways.

use super::findings;
use guidemark::syntax::tree::{
    Case, Clause, ConditionKind, ExpectationKind, Form, Given, ItemKind, Quantity, RuleClause, Timing,
};
use guidemark::syntax::{TokenKind, parse, tokens};
use guidemark::text::SourceId;

fn one(text: &str) -> ItemKind {
    assert_eq!(findings(text), Vec::<String>::new(), "{text}");
    let mut items = parse(text, SourceId(0)).0.items;
    assert_eq!(items.len(), 1, "{text}");
    items.remove(0).node
}

fn rule(clauses: &str) -> Vec<RuleClause> {
    match one(&format!("rule r \"t\"\n{clauses}")) {
        ItemKind::Rule(rule) => rule.clauses.into_iter().map(|clause| clause.node).collect(),
        other => panic!("{other:?}"),
    }
}

fn condition(text: &str) -> ConditionKind {
    match rule(&format!("  when {text}")).remove(0) {
        RuleClause::When(condition) => condition.node,
        other => panic!("{other:?}"),
    }
}

fn case(text: &str) -> Case {
    match one(&format!("case \"t\"\n{text}")) {
        ItemKind::Case(case) => case,
        other => panic!("{other:?}"),
    }
}

/// The significant tokens of a text, with blanks between.
fn words(text: &str) -> String {
    let found = tokens(text, SourceId(0)).0;
    let significant = found.iter().filter(|token| token.kind.is_significant() && token.kind != TokenKind::End);
    significant.map(|token| token.text(text)).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_parenthesis_that_touches_a_word_belongs_to_it() {
    assert_eq!(words("t(4;14) gain(1q) p.(Glu746_Ala750del) p.(=)"), "t(4;14) gain(1q) p.(Glu746_Ala750del) p.(=)");
    assert_eq!(words("inv(3)(q21q26) t(4;14),b"), "inv(3)(q21q26) t(4;14) , b");
    assert_eq!(words("III (IIIA) IV(IVA, IVB) V()"), "III ( IIIA ) IV ( IVA , IVB ) V ( )");
    for keyword in ["and", "or", "not", "of", "has", "is", "class"] {
        assert_eq!(words(&format!("{keyword}(a)")), format!("{keyword} ( a )"));
    }
}

#[test]
fn dots_and_colons_join_within_a_word_only() {
    assert_eq!(words("12..13 0.5..1.5 p.L858R a..b"), "12 .. 13 0.5 .. 1.5 p.L858R a .. b");
    assert_eq!(words("EML4::ALK NP_005219.2:p.Leu858Arg when: ::x"), "EML4::ALK NP_005219.2:p.Leu858Arg when : : : x");
    assert_eq!(words("70% >=50 a<=3 <4>5=6"), "70 % >= 50 a <= 3 < 4 > 5 = 6");
    assert_eq!(words("HLA-A*02 1p/19q 3+ # comment"), "HLA-A*02 1p/19q 3+");
}

#[test]
fn texts_lose_quotes_escapes_and_common_indentation() {
    let text = |written: &str| match rule(&format!("  when a\n  note {written}")).remove(1) {
        RuleClause::Note(text) => text.node,
        other => panic!("{other:?}"),
    };
    assert_eq!(text(r#""a \"b\" \\ c""#), r#"a "b" \ c"#);
    assert_eq!(text("\"\"\"\n    one\n      two  \n\n    three\n    \"\"\""), "one\n  two\n\nthree");
    assert_eq!(text("\"\"\"one\n    two\n    three\"\"\""), "one\ntwo\nthree");
    assert_eq!(text("\"\"\"a \"quoted\" word\"\"\""), "a \"quoted\" word");
    assert_eq!(text("\"\""), "");
}

#[test]
fn conditions_keep_their_parentheses_and_stay_flat() {
    assert!(matches!(condition("a and b and c"), ConditionKind::And(operands) if operands.len() == 3));
    assert!(matches!(condition("a or (b and c)"), ConditionKind::Or(operands)
        if matches!(operands[1].node, ConditionKind::Parenthesised(_))));
    // `not` takes the nearest condition only.
    assert!(matches!(condition("not a and b"), ConditionKind::And(operands)
        if matches!(operands[0].node, ConditionKind::Not(_))));
    assert!(matches!(condition("not(a and b)"), ConditionKind::Not(_)));
}

#[test]
fn keywords_are_names_where_a_name_is_asked_for() {
    assert!(
        matches!(condition("received is yes"), ConditionKind::Is { subject, .. } if subject.name.node == "received")
    );
    assert!(
        matches!(condition("received no class x"), ConditionKind::Received { negated: true, agent } if agent.class)
    );
    assert!(matches!(condition("at is yes"), ConditionKind::Is { .. }));
    assert!(
        matches!(condition("grade >= 3 points"), ConditionKind::Compare { unit: Some(unit), .. } if unit.node == "points")
    );
    assert!(matches!(condition("\"and\""), ConditionKind::Named(name) if name.node == "and"));
    // A clause keyword is a name within a line, and a clause at its start.
    let clauses = rule("  when a\n  refer test, note\n  note \"x\"");
    assert!(matches!(&clauses[1], RuleClause::Refer(names) if names.len() == 2));
    assert!(matches!(&clauses[2], RuleClause::Note(_)));
}

#[test]
fn a_unit_is_no_clause_and_no_operator() {
    let clauses = rule("  when age >= 50 test EGFR");
    assert!(matches!(&clauses[0], RuleClause::When(condition)
        if matches!(&condition.node, ConditionKind::Compare { unit: None, .. })));
    assert!(matches!(condition("age >= 50 and b"), ConditionKind::And(_)));
}

#[test]
fn an_approval_does_not_swallow_the_end_of_its_rule() {
    let clauses = rule("  when a\n  treat x approved US 2024-01-01 until 2025-01-01\n  until 2026-01-01");
    assert!(matches!(&clauses[1], RuleClause::Treat(treat) if treat.approvals[0].node.until.is_some()));
    assert!(matches!(&clauses[2], RuleClause::Until(_)));
    let clauses = rule("  when a\n  treat x\n    approved US 2024-01-01\n  until 2026-01-01");
    assert!(matches!(&clauses[1], RuleClause::Treat(treat) if treat.approvals[0].node.until.is_none()));
}

#[test]
fn a_day_that_is_known_at_latest_says_by() {
    let clauses = rule("  when a\n  treat x approved US by 2024-01-31, EU 2023-01-01 until by 2025-01-31");
    let RuleClause::Treat(treat) = &clauses[1] else { panic!("{clauses:#?}") };
    let [us, eu] = treat.approvals.as_slice() else { panic!("{treat:#?}") };
    assert!(us.node.since.or_earlier && us.node.until.is_none());
    assert!(!eu.node.since.or_earlier && eu.node.until.as_ref().is_some_and(|until| until.or_earlier));
}

#[test]
fn the_words_of_a_time_end_where_a_clause_starts() {
    let clauses = rule("  when a\n  test EGFR by NGS before first-line therapy\n  refer genetics");
    assert!(matches!(&clauses[1], RuleClause::Test(test)
        if test.timing.as_ref().map(|timing| &timing.node) == Some(&Timing::Before("first-line therapy".into()))));
    assert_eq!(clauses.len(), 3);
}

#[test]
fn one_word_behind_a_name_is_a_value_and_more_are_alterations() {
    let given = |text: &str| case(&format!("  given {text}\n  expect no treat")).given.remove(0).node;
    assert!(matches!(given("stage IVB"), Given::Value { unit: None, .. }));
    assert!(matches!(given("EGFR L858R by NGS"), Given::Value { suffix, .. } if suffix.method.is_some()));
    assert!(matches!(given("PD-L1-TPS \"1-49\" %"), Given::Value { unit: Some(_), .. }));
    assert!(matches!(given("EGFR L858R and T790M"), Given::Alterations { changes, .. } if changes.len() == 2));
    assert!(matches!(given("ERBB2 amplification"), Given::Alterations { changes, .. }
        if changes[0].node.form == Form::Amplification));
    assert!(matches!(given("ALK negative by FISH"), Given::Status { .. }));
    assert!(matches!(given("PANEL (EGFR L858R and T790M, TP53 R175H) on tissue"), Given::Assay { findings, .. }
        if findings.len() == 2 && findings[0].1.len() == 2));
    assert!(matches!(given("progressed on x line 2"), Given::Therapy { outcome: Some(outcome), .. }
        if outcome.node == "progression"));
}

#[test]
fn lists_of_expectations_end_where_the_next_starts() {
    let found = case("  given a b\n  expect test A, B, no treat, only avoid c, d\n  expect no hold").expectations;
    let found: Vec<_> = found.into_iter().map(|expectation| expectation.node).collect();
    assert!(matches!(&found[0].kind, ExpectationKind::Test(names) if names.len() == 2));
    assert!(
        matches!((&found[1].kind, found[1].quantity), (ExpectationKind::Treat(names), Quantity::No) if names.is_empty())
    );
    assert!(
        matches!((&found[2].kind, found[2].quantity), (ExpectationKind::Avoid(names), Quantity::Only) if names.len() == 2)
    );
    assert!(matches!(&found[3].kind, ExpectationKind::Hold(agents, _) if agents.is_empty()));
}

#[test]
fn clauses_of_declarations_carry_what_they_say() {
    let clauses = |text: &str| match one(text) {
        ItemKind::Declaration(declaration) => declaration.clauses.into_iter().map(|it| it.node).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    assert!(matches!(&clauses("gene G exons 19 729..761, 20 762..762")[0], Clause::Exons(exons)
        if exons[0].node.exon == 19 && (exons[1].node.from, exons[1].node.to) == (762, 762)));
    let marker = clauses("marker M \"t\"\n  number\n  positive from 1");
    assert!(matches!(&marker[0], Clause::Number(number) if number.range.is_none() && number.unit.is_none()));
    assert!(matches!(&clauses("method M \"t\" detects fusion of ALK, ROS1")[0], Clause::Detects(set, genes)
        if set.len() == 1 && genes.len() == 2));
    assert!(matches!(&clauses("fact F \"t\"\n  one of A, B (C, D (E))\n  ask \"?\"")[0], Clause::OneOf(values)
        if values[1].kinds[1].kinds[0].name.node == "E"));
    assert!(matches!(&clauses("group G = A, B")[0], Clause::Members(members) if members.len() == 2));
}

#[test]
fn a_broken_item_costs_no_other() {
    let good = "gene A\n  hgnc 1\n";
    let broken = "rule r \"t\"\n  when a and\n";
    let tree = parse(&format!("{good}{broken}{good}"), SourceId(0)).0;
    let alone = parse(good, SourceId(0)).0.items.remove(0);
    assert_eq!(tree.items.len(), 3);
    assert_eq!((&tree.items[0], &tree.items[2]), (&alone, &alone));
    assert_eq!(tree.items[1].node, ItemKind::Broken);
}

#[test]
fn deep_nesting_is_refused_whatever_nests() {
    let cases = [("", "("), ("", "not "), ("", "not("), ("", "at least 1 of ("), ("G has ", "A except (")];
    for (before, nests) in cases {
        let found = findings(&format!("rule r \"t\"\n  when {before}{}", nests.repeat(100_000)));
        assert!(found[0].contains("nesting-too-deep"), "{nests}: {found:?}");
    }
}
