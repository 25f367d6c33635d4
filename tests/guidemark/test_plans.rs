//! Test plans: what is ordered, on what, and what stays uncovered and why. The rules are made up.

mod cover;

use guidemark::{
    patient::Settings,
    report::{OrderKind, Report, TestPlan, TestStatus, UncoveredReason},
    rulebook::{Rulebook, answer},
};

const WORLD: &str = r#"
vocabulary world "A small world"
  version 1
  reviewed 2026-01-01

source book "The book"
  publisher Press
scale strength "Strength"
  level high "high"

region AA "A land"
region ZZ "A land of which no assay is recorded"

specimen tissue "Tissue"
specimen plasma "Plasma"
specimen smear "Smear"
specimen normal "Normal cells"
  germline

disease D "Disease"

gene GA "Gene A"
  transcript NM_1
  exons 1 1..10, 2 11..20, 3 21..30
  named "classical" = exon 2 deletion, L15R
gene GB "Gene B"
gene GC "Gene C"
  positive means fusion

marker share "A share"
  number 0..100 %
marker grade-of "A grade"
  values low, high

drug da "Drug A"
drug db "Drug B"
drug dc "Drug C"
drug dd "Drug D"

method SEQ "Sequencing"
  detects mutation, fusion
  measures grade-of
  specimen tissue, plasma, smear, normal
  negative inconclusive on plasma
method SEQ-DNA "Sequencing of DNA"
  under SEQ
  detects mutation
method SEQ-RNA "Sequencing of RNA"
  under SEQ
  detects fusion
method STAIN "Staining"
  detects fusion of GB
  measures share
  specimen tissue, smear
"#;

/// Two alterations of GA, each with a drug of its own; a fusion of GB; a share.
const RULES: &str = r#"
rule test-genes "Genes"
  when disease is D
  test GA, GB by SEQ on tissue or plasma
  grade high
  cite book
rule test-share "Share"
  when disease is D
  test share by STAIN on tissue
  grade high
  cite book
rule treat-da "Drug A"
  when disease is D and GA has L15R
  treat da
  grade high
  cite book
rule treat-db "Drug B"
  when disease is D and GA has fusion
  treat db
  grade high
  cite book
rule treat-dc "Drug C"
  when disease is D and GB has fusion and share >= 50 %
  treat dc
  grade high
  cite book
"#;

const STAINS: &str = "
assay S1 \"Stain one\"
  method STAIN
  measures share
  specimen tissue
  available AA 2020-01-01
";

fn plan(texts: &[&str], profile: &str) -> TestPlan {
    report(texts, profile).test_plan
}

fn report(texts: &[&str], profile: &str) -> Report {
    let book = Rulebook::read("test", [("world.guide".to_owned(), texts.concat())]);
    let rulebook = book.compile().unwrap_or_else(|| panic!("{:#?}", book.diagnostics));
    let settings = Settings::on("2026-11-22".parse().unwrap());
    answer(&rulebook, &format!("{{ \"disease\": \"D\", {profile} }}"), &settings).unwrap().report
}

const TISSUE: &str = r#""region": "AA", "specimens": ["tissue"], "therapies": []"#;
const BOTH: &str = r#""region": "AA", "specimens": ["tissue", "plasma"], "therapies": []"#;

/// `X on tissue: GA (L15R), GB`, order by order; a gene in part with its alterations.
fn orders(orders: &[guidemark::report::PlannedOrder]) -> Vec<String> {
    let line = |order: &guidemark::report::PlannedOrder| {
        let covers: Vec<String> = order
            .covers
            .iter()
            .map(|covered| match covered.in_part {
                true => format!("{} ({})", covered.biomarker, covered.alterations.join(", ")),
                false => covered.biomarker.clone(),
            })
            .collect();
        let on = order.on.as_ref().map_or_else(String::new, |on| format!(" on {on}"));
        format!("{}{on}: {}", order.by, covers.join(", "))
    };
    orders.iter().map(line).collect()
}

fn uncovered(plan: &TestPlan) -> Vec<(&str, UncoveredReason)> {
    plan.uncovered.iter().map(|gap| (gap.biomarker.as_str(), gap.reason)).collect()
}

/// An assay by sequencing that detects something, on tissue unless something else is said.
fn assay(name: &str, detects: &str, rest: &str) -> String {
    let specimen = if rest.contains("specimen") { "" } else { "  specimen tissue\n" };
    format!(
        "\nassay {name} \"Assay {name}\"\n  method SEQ\n  detects {detects}\n{specimen}  available AA 2020-01-01\n{rest}"
    )
}

#[test]
fn two_assays_together_cover_a_gene() {
    let assays = [assay("X", "mutation of GA", ""), assay("Y", "fusion of GA, GB", "")].concat();
    let found = plan(&[WORLD, RULES, STAINS, &assays], TISSUE);
    assert_eq!(
        orders(&found.orders),
        ["Y on tissue: GA (fusion), GB", "S1 on tissue: share", "X on tissue: GA (L15R)"]
    );
    assert!(found.is_smallest && found.uncovered.is_empty() && found.remarks.is_empty(), "{found:#?}");
}

#[test]
fn one_that_sees_both_is_taken_alone() {
    let assays = [
        assay("X", "mutation of GA", ""),
        assay("Y", "fusion of GA, GB", ""),
        assay("Z", "mutation, fusion of GA, GB", ""),
    ]
    .concat();
    let found = plan(&[WORLD, RULES, STAINS, &assays], TISSUE);
    assert_eq!(orders(&found.orders), ["Z on tissue: GA, GB", "S1 on tissue: share"]);
}

#[test]
fn what_does_as_well_is_named() {
    let assays = ["Z2", "Z1", "Z3"].map(|name| assay(name, "mutation, fusion of GA, GB", "")).concat();
    let found = plan(&[WORLD, RULES, STAINS, &assays], TISSUE);
    assert_eq!(found.orders[0].by, "Z1");
    assert_eq!(found.orders[0].alternatives, ["Z2", "Z3"]);
}

#[test]
fn the_soonest_is_taken_and_what_is_not_known_last() {
    let sees = "mutation, fusion of GA, GB";
    let assays =
        [assay("A0", sees, ""), assay("A9", sees, "  turnaround 9 days\n"), assay("B5", sees, "  turnaround 5 days\n")];
    let found = plan(&[WORLD, RULES, STAINS, &assays.concat()], TISSUE);
    assert_eq!((found.orders[0].by.as_str(), found.orders[0].turnaround_days), ("B5", Some(5)));
    assert!(found.orders[0].alternatives.is_empty());
}

#[test]
fn what_comes_too_late_is_taken_only_where_nothing_is_faster() {
    let rules = RULES.replace("on tissue or plasma", "on tissue or plasma within 7 days");
    let sees = "mutation, fusion of GA, GB";
    let slow = assay("SLOW", sees, "  turnaround 14 days\n");
    let fast =
        [assay("F1", "mutation of GA", ""), assay("F2", "fusion of GA, GB", "  turnaround 3 days\n"), slow.clone()];
    let found = plan(&[WORLD, &rules, STAINS, &fast.concat()], TISSUE);
    assert_eq!(orders(&found.orders)[..2], ["F2 on tissue: GA (fusion), GB", "F1 on tissue: GA (L15R)"]);
    let found = plan(&[WORLD, &rules, STAINS, &slow], TISSUE);
    let order = &found.orders[0];
    assert_eq!((order.by.as_str(), order.within_days, order.late), ("SLOW", Some(7), true));
}

#[test]
fn a_specimen_on_which_negatives_decide_nothing_does_not_cover() {
    let assays = [
        assay("P", "mutation, fusion of GA, GB", "  specimen plasma\n  negative inconclusive on plasma\n"),
        assay("Z", "mutation, fusion of GA, GB", ""),
    ]
    .concat();
    let both = plan(&[WORLD, RULES, STAINS, &assays], BOTH);
    assert_eq!(orders(&both.orders), ["Z on tissue: GA, GB", "S1 on tissue: share"]);
    assert!(both.offers.is_empty() && both.uncovered.is_empty());
    let plasma = plan(&[WORLD, RULES, STAINS, &assays], &BOTH.replace("\"tissue\", ", ""));
    assert!(plasma.orders.is_empty());
    assert_eq!(orders(&plasma.offers), ["P on plasma: GA, GB"]);
    assert_eq!(orders(&plasma.after_new_specimen), ["Z on tissue: GA, GB", "S1 on tissue: share"]);
    let reason = UncoveredReason::NoSpecimen;
    assert_eq!(uncovered(&plasma), [("GA", reason), ("GB", reason), ("share", reason)]);
    assert_eq!(plasma.uncovered[0].because, "needs tissue, which is not at hand");
}

#[test]
fn fewer_specimens_are_taken() {
    let rules = RULES.replace("on tissue or plasma", "on tissue or smear");
    let sees = "mutation, fusion of GA, GB";
    let assays = [assay("A", sees, "  specimen smear\n"), assay("B", sees, "")].concat();
    let found = plan(&[WORLD, &rules, STAINS, &assays], &BOTH.replace("plasma", "smear"));
    assert_eq!(orders(&found.orders), ["B on tissue: GA, GB", "S1 on tissue: share"]);
}

#[test]
fn methods_stand_where_no_product_is_recorded() {
    for (place, remark) in [
        (
            r#""region": "ZZ","#,
            "no assay is recorded as available in ZZ on that day, so methods are named and no products",
        ),
        ("", "the region is not given, so methods are named and no products"),
    ] {
        let found = plan(&[WORLD, RULES, STAINS], &format!(r#"{place} "specimens": ["tissue"], "therapies": []"#));
        assert_eq!(orders(&found.orders), ["SEQ on tissue: GA, GB", "STAIN on tissue: share"]);
        assert!(found.orders.iter().all(|order| order.kind == OrderKind::Method));
        assert_eq!(found.remarks, [remark]);
    }
    // Before the product was there.
    let found = plan(&[WORLD, RULES, STAINS], &format!(r#"{TISSUE}, "date": "2019-12-31""#));
    assert_eq!(found.orders[1].kind, OrderKind::Method);
}

/// What no product covers goes to the method that says most exactly what is done; what that shows needs no product.
#[test]
fn a_method_fills_the_gap_and_spares_a_product() {
    let assays = [assay("X", "mutation of GA", ""), assay("Y", "fusion of GB", "")].concat();
    let found = plan(&[WORLD, RULES, STAINS, &assays], TISSUE);
    assert_eq!(
        orders(&found.orders),
        ["S1 on tissue: share", "X on tissue: GA (L15R)", "SEQ-RNA on tissue: GA (fusion), GB"]
    );
    assert_eq!(found.remarks.len(), 1);
}

#[test]
fn where_nothing_is_said_of_specimens_one_is_assumed() {
    let assays = assay("Z", "mutation, fusion of GA, GB", "");
    let found = plan(&[WORLD, RULES, STAINS, &assays], r#""region": "AA", "therapies": []"#);
    assert_eq!(orders(&found.orders), ["Z on tissue: GA, GB", "S1 on tissue: share"]);
    assert_eq!(found.remarks, ["the profile does not say which specimens are at hand: tissue is assumed"]);
}

#[test]
fn what_is_awaited_or_done_is_not_planned() {
    let assays = assay("Z", "mutation, fusion of GA, GB", "");
    let results = r#""results": [{ "biomarker": "GA", "status": "pending" }, { "biomarker": "share", "value": 60 }]"#;
    let found = plan(&[WORLD, RULES, STAINS, &assays], &format!("{TISSUE}, {results}"));
    assert_eq!(orders(&found.orders), ["Z on tissue: GB"]);
    let results = r#""results": [{ "assay": "Z", "status": "pending" }, { "biomarker": "share", "value": 60 }]"#;
    let found = plan(&[WORLD, RULES, STAINS, &assays], &format!("{TISSUE}, {results}"));
    assert_eq!(found, TestPlan { is_smallest: true, ..TestPlan::default() });
}

#[test]
fn only_what_a_result_left_open_is_planned() {
    let assays = [assay("X", "mutation of GA", ""), assay("Y", "fusion of GA, GB", "")].concat();
    let results = r#""results": [{ "biomarker": "GA", "status": "negative", "method": "SEQ-DNA", "specimen": "tissue" },
        { "biomarker": "share", "value": 60 }]"#;
    let found = plan(&[WORLD, RULES, STAINS, &assays], &format!("{TISSUE}, {results}"));
    assert_eq!(orders(&found.orders), ["Y on tissue: GB, GA"]);
    assert_eq!(found.orders[0].covers[1].alterations, ["fusion"]);
}

#[test]
fn what_failed_is_repeated_only_where_nothing_else_does() {
    let sees = "mutation, fusion of GA, GB";
    let failed = r#""results": [{ "biomarker": "GA", "status": "failed", "method": "A", "specimen": "tissue" }]"#;
    let one = assay("A", sees, "");
    let two = [one.clone(), assay("B", sees, "")].concat();
    let profile = format!("{TISSUE}, {failed}");
    assert_eq!(plan(&[WORLD, RULES, STAINS, &two], &profile).orders[0].by, "B");
    assert_eq!(plan(&[WORLD, RULES, STAINS, &one], &profile).orders[0].by, "A");
}

#[test]
fn a_specimen_that_did_not_suffice_is_not_used_again() {
    let assays = [
        assay("P", "mutation of GA", "  specimen plasma\n  negative inconclusive on plasma\n"),
        assay("Z", "mutation, fusion of GA, GB", ""),
    ]
    .concat();
    let texts = [WORLD, RULES, STAINS, &assays];
    let spent = |date: &str| {
        format!(
            r#""results": [{{ "biomarker": "GA", "status": "insufficient", "method": "SEQ", "specimen": "tissue"{date} }}"#
        )
    };
    // Said to be at hand: it is the one that did not suffice. Staining needs less of it.
    let found = plan(&texts, &format!("{BOTH}, {}]", spent("")));
    assert_eq!(orders(&found.orders), ["S1 on tissue: share"]);
    assert_eq!(orders(&found.offers), ["P on plasma: GA (L15R)"]);
    assert_eq!(orders(&found.after_new_specimen), ["Z on tissue: GB, GA"]);
    assert!(found.after_new_specimen[0].new_specimen);
    let reason = UncoveredReason::InsufficientSpecimen;
    assert_eq!(uncovered(&found), [("GB", reason), ("GA", reason)]);
    // Nothing said: a new one is assumed, and meanwhile plasma may show something.
    let found = plan(&texts, &format!(r#""region": "AA", "therapies": [], {}]"#, spent("")));
    assert_eq!(orders(&found.orders), ["Z on tissue: GB, GA", "S1 on tissue: share"]);
    assert!(found.orders[0].new_specimen && !found.orders[1].new_specimen);
    assert_eq!(orders(&found.offers), ["P on plasma: GA (L15R)"]);
    // It has sufficed since.
    let since = r#", { "biomarker": "GA", "alterations": [], "method": "SEQ-DNA", "specimen": "tissue", "date": "2026-11-02" }]"#;
    let found = plan(&texts, &format!("{BOTH}, {}{since}", spent(r#", "date": "2026-11-01""#)));
    assert_eq!(orders(&found.orders)[0], "Z on tissue: GB, GA");
}

#[test]
fn what_nothing_shows_and_what_cannot_be_had_stay_uncovered() {
    let rules = "
rule test-c \"Gene C\"
  when disease is D
  test GC by STAIN on tissue
  test share by FAR on tissue
  grade high
  cite book
";
    let far =
        "\nassay FAR \"Far away\"\n  method STAIN\n  measures share\n  specimen tissue\n  available ZZ 2020-01-01\n";
    let found = plan(&[WORLD, rules, STAINS, far], TISSUE);
    assert!(found.orders.is_empty());
    assert_eq!(uncovered(&found), [("share", UncoveredReason::NotAvailable), ("GC", UncoveredReason::NotSeen)]);
    assert_eq!(found.uncovered[0].because, "no assay for it by FAR on tissue is available in the region");
    assert_eq!(found.uncovered[1].because, "no assay and no method of the rulebook shows it by STAIN on tissue");
}

/// What a method measures says nothing of its products.
#[test]
fn a_product_measures_what_it_says() {
    let fusions = "\nassay B \"Stain of B\"\n  method STAIN\n  covers GB\n  detects fusion\n  specimen tissue\n  available AA 2020-01-01\n";
    let found = plan(&[WORLD, RULES, STAINS, fusions, &assay("Z", "mutation, fusion of GA, GB", "")], TISSUE);
    assert_eq!(found.orders[1].by, "S1");
    assert!(found.orders[1].alternatives.is_empty(), "{:?}", found.orders[1].alternatives);
}

#[test]
fn what_was_inherited_needs_a_germline_sample() {
    let rules = "
rule treat-dd \"Drug D\"
  when disease is D and GA has germline L15R
  treat dd
  grade high
  cite book
";
    let tissue = plan(&[WORLD, rules], TISSUE);
    assert_eq!(orders(&tissue.after_new_specimen), ["SEQ-DNA on normal: GA"]);
    assert_eq!(uncovered(&tissue), [("GA", UncoveredReason::NoSpecimen)]);
    let normal = plan(&[WORLD, rules], &TISSUE.replace("tissue", "normal"));
    assert_eq!(orders(&normal.orders), ["SEQ-DNA on normal: GA"]);
    assert_eq!(normal.orders[0].status, guidemark::report::TestStatus::Derived);
}

#[test]
fn wild_type_needs_all_that_the_gene_names() {
    let rules = "
rule treat-dd \"Drug D\"
  when disease is D and GA is wild-type
  treat dd
  grade high
  cite book
";
    let assays = [assay("X", "L15R of GA", ""), assay("Y", "L15R, exon 2 deletion of GA", "")].concat();
    assert_eq!(orders(&plan(&[WORLD, rules, &assays], TISSUE).orders), ["Y on tissue: GA"]);
}

#[test]
fn a_result_from_before_progression_is_planned_anew() {
    let rules = RULES.replace("on tissue or plasma", "on tissue or plasma at progression");
    let assays = assay("Z", "mutation, fusion of GA, GB", "");
    let profile = r#""region": "AA", "specimens": ["tissue"],
        "therapies": [{ "drug": "da", "outcome": "progression", "date": "2026-05-01" }],
        "results": [{ "biomarker": "GA", "alterations": ["L15R"], "method": "SEQ", "date": "2026-01-01" },
            { "biomarker": "GB", "status": "negative", "method": "SEQ", "date": "2026-06-01" },
            { "biomarker": "share", "value": 1 }]"#;
    let found = plan(&[WORLD, &rules, STAINS, &assays], profile);
    assert_eq!(orders(&found.orders), ["Z on tissue: GA"]);
    assert_eq!(found.orders[0].covers[0].alterations, ["L15R", "fusion"]);
}

#[test]
fn what_waits_for_interpretation_needs_no_test() {
    let rules = "
rule treat-dd \"Drug D\"
  when disease is D and GA has pathogenic variant
  treat dd
  grade high
  cite book
";
    let results =
        r#""results": [{ "biomarker": "GA", "alterations": ["A20V"], "method": "SEQ", "specimen": "tissue" }]"#;
    let found = plan(&[WORLD, rules], &format!("{TISSUE}, {results}"));
    assert!(found.orders.is_empty());
    assert_eq!(uncovered(&found), [("GA", UncoveredReason::Interpretation)]);
}

/// The same request by two rules is one; two that differ are both met.
#[test]
fn every_request_is_met() {
    let more = "
rule test-again \"Genes again\"
  when disease is D
  test GB by SEQ-RNA on tissue
  grade high
  cite book
";
    let assays = assay("Z", "mutation, fusion of GA, GB", "");
    let found = plan(&[WORLD, RULES, STAINS, more, &assays], TISSUE);
    assert_eq!(orders(&found.orders), ["Z on tissue: GA", "S1 on tissue: share", "SEQ-RNA on tissue: GB"]);
}

/// The status of each test of a biomarker, with the specimens that it is to be done on.
fn tests_of(report: &Report, biomarker: &str) -> Vec<(TestStatus, String)> {
    let of = report.tests.iter().filter(|test| test.biomarker == biomarker);
    of.map(|test| (test.status, test.on.join(" "))).collect()
}

const GERMLINE: &str = r#"
rule test-tumour "The tumour"
  when disease is D
  test GA by SEQ on tissue
  grade high
  cite book
rule test-inherited "What was inherited"
  when disease is D
  test GA by SEQ on normal
  grade high
  cite book
rule treat-inherited "Drug A"
  when disease is D and GA has germline pathogenic variant
  treat da
  grade high
  cite book
"#;

#[test]
fn what_was_inherited_is_a_test_of_its_own() {
    let found = r#""results": [{ "biomarker": "GA", "status": "positive", "alterations": ["p.Q5*"], "method": "SEQ",
        "specimen": "tissue" }]"#;
    let report = report(&[WORLD, GERMLINE], found);
    // The tumour's result asks for no second look at the tumour: what is open is whether it was inherited.
    let both = [(TestStatus::Recommended, "normal".to_owned()), (TestStatus::Done, "tissue".to_owned())];
    assert_eq!(tests_of(&report, "GA"), both);
    let [order] = report.test_plan.orders.as_slice() else { panic!("{:#?}", report.test_plan) };
    assert_eq!((order.by.as_str(), order.on.as_deref()), ("SEQ-DNA", Some("normal")));
    assert_eq!(order.covers[0].alterations, ["germline pathogenic variant"]);
    assert!(report.test_plan.uncovered.is_empty(), "{:#?}", report.test_plan.uncovered);
}

#[test]
fn a_germline_result_answers_the_germline_test_alone() {
    let found = r#""results": [{ "biomarker": "GA", "status": "negative", "method": "SEQ", "specimen": "normal" }]"#;
    let report = report(&[WORLD, GERMLINE], found);
    let both = [(TestStatus::Recommended, "tissue".to_owned()), (TestStatus::Done, "normal".to_owned())];
    assert_eq!(tests_of(&report, "GA"), both);
}

#[test]
fn where_nobody_asks_what_is_inherited_a_treatment_that_turns_on_it_does() {
    let rules = GERMLINE.split("rule treat").last().map(|rule| format!("rule treat{rule}")).unwrap();
    let report = report(&[WORLD, &rules], r#""results": []"#);
    assert_eq!(tests_of(&report, "GA"), [(TestStatus::Derived, "normal".to_owned())]);
}

#[test]
fn a_negative_by_what_nobody_asked_for_is_confirmed() {
    let asks = r#"
method SPOT "One change"
  detects L15R of GA
  specimen tissue
rule test-gene "Gene A"
  when disease is D
  test GA by SEQ on tissue
  grade high
  cite book
"#;
    let by = |method: &str| {
        let result = format!(
            r#""results": [{{ "biomarker": "GA", "status": "negative", "method": "{method}", "specimen": "tissue" }}]"#
        );
        tests_of(&report(&[WORLD, asks], &result), "GA")[0].0
    };
    assert_eq!(by("SPOT"), TestStatus::Confirm);
    assert_eq!(by("SEQ-DNA"), TestStatus::Done);
    assert_eq!(by("SEQ"), TestStatus::Done);
}

#[test]
fn a_disease_need_not_be_one_of_its_kinds() {
    let rules = r#"
disease D1 "The only kind of D that is declared"
  under D
rule treat-kind "Drug A"
  when disease is D1
  treat da
  grade high
  cite book
"#;
    let report = report(&[WORLD, rules], r#""results": []"#);
    assert_eq!(report.treatments.len(), 1);
    assert_eq!(report.treatments[0].status, guidemark::report::TreatmentStatus::Undecided);
    assert!(report.open_questions.len() == 1);
}
