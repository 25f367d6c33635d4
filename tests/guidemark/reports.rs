//! What a clinician reads in a report: where a regimen is licensed, how old a result and the rulebook are, what comes first.

use guidemark::{
    compile::Plan,
    diagnostics::Code,
    patient::Settings,
    report::{Report, TestEntry, TestStatus, text},
    rulebook::{Rulebook, answer},
    text::Date,
};

const RULES: &str = r#"
guideline g "G"
  reviewed 2026-10-01
source s "S"
  publisher P
scale strength "Strength"
  level high "high"
region AA "A"
region BB "B"
region CC "C"
disease ORGAN "An organ's tumour"
  asks spread "Has this organ's tumour spread?"
disease KIND "One kind of it"
  under ORGAN
disease SMALL "One kind of that"
  under KIND
  asks line "Which course?"
disease OTHER "Another tumour"
fact line "Line"
  number 1..20
  ask "Which line?"
fact spread "Spread"
  yes or no
  ask "Has it spread?"
gene G1
gene G2
gene G3
method SEQ "Sequencing"
  detects mutation
  detects fusion
method JUNCTION "Looks at one junction"
  detects fusion with G2 of G1
  detects fusion with G1 of G2
specimen tissue "Tissue"
drug old-drug
drug far-drug
drug own-drug
drug first-drug
drug everywhere-drug
rule everywhere "Everywhere"
  when disease is not OTHER and (disease is KIND or spread is yes or spread is no) and G1 has V600E
  treat everywhere-drug
    approved AA 2020-01-01
  grade high
  cite s
  because "b"
  patient "p"
rule test-everywhere "Test everywhere"
  when disease is not OTHER
  test G1
  grade high
  cite s
  because "b"
  patient "p"
rule own "In this organ"
  when disease is ORGAN and G2 has V600E
  treat own-drug
    approved AA 2020-01-01
  grade high
  cite s
  because "b"
  patient "p"
rule test-own "Test in this organ"
  when disease is KIND
  test G2
  grade high
  cite s
  because "b"
  patient "p"
rule later "Later"
  when disease is ORGAN and line >= 2
  test G3 by SEQ at progression
  grade high
  cite s
  because "b"
  patient "p"
rule resistant "Resistance"
  when disease is OTHER and G1 has fusion with G2 and G2 has no V600E
  treat own-drug
    approved AA 2020-01-01
  grade high
  cite s
  because "b"
  patient "p"
rule pathogenic "A pathogenic variant"
  when disease is OTHER and G3 has pathogenic variant
  treat first-drug
  grade high
  cite s
  because "b"
  patient "p"
rule far "Licensed elsewhere"
  when disease is ORGAN and line is 3
  treat far-drug
    approved AA 2020-01-01, BB 2021-01-01 until 2022-01-01
  grade high
  cite s
  because "b"
  patient "p"
rule old "Licensed elsewhere, and advised in C"
  when disease is ORGAN and line is 3
  treat old-drug
    approved AA 2020-01-01
  grade high
  cite s
  because "b"
  patient "p"
"#;

const OF_C: &str = r#"
guideline c "What C offers"
  reviewed 2026-10-01
  region CC
rule old-in-c "C pays for it"
  when disease is ORGAN and line is 3
  treat old-drug
  grade high
  cite s
  because "b"
  patient "p"
"#;

fn plan(rules: &str) -> Plan {
    let files = [("r.guide".to_owned(), rules.to_owned()), ("c.guide".to_owned(), OF_C.to_owned())];
    let book = Rulebook::read("small", files);
    book.compile().unwrap_or_else(|| panic!("{:?}", book.diagnostics))
}

fn report(profile: &str) -> Report {
    let today = Date::new(2026, 11, 22).expect("a day");
    answer(&plan(RULES), profile, &Settings::on(today)).unwrap_or_else(|errors| panic!("{errors:?}")).report
}

fn test<'r>(report: &'r Report, biomarker: &str) -> &'r TestEntry {
    report.tests.iter().find(|test| test.biomarker == biomarker).expect("it is a test")
}

/// The lines of a section of the text.
fn section(report: &Report, heading: &str) -> Vec<String> {
    let text = text::render(report, text::Style::default());
    let lines = text.lines().skip_while(|line| !line.starts_with(heading)).skip(1);
    lines.take_while(|line| line.starts_with(' ')).map(|line| line.trim().to_owned()).collect()
}

#[test]
fn what_is_licensed_elsewhere_alone_is_not_said_to_be_indicated_where_no_licences_are_recorded() {
    let report = report(r#"{"disease": "KIND", "region": "CC", "facts": {"line": 3}}"#);
    let of = |name: &str| {
        let entry = report.treatments.iter().find(|entry| entry.drugs == [name]).expect("it is supported");
        (entry.approval.clone().expect("a regimen has one"), entry.has_unknown_licence())
    };
    // An ended licence is none.
    assert_eq!((of("far-drug").0.elsewhere, of("far-drug").1), (vec!["AA".to_owned()], true));
    // A rule of the region itself speaks for it.
    assert_eq!((of("old-drug").0.for_region, of("old-drug").1), (true, false));
    assert_eq!(section(&report, "INDICATED").len(), 2);
    assert!(section(&report, "INDICATED")[0].starts_with("old-drug — "));
    let unknown = section(&report, "SUPPORTED, WITH NO LICENCE IN CC THAT THIS RULEBOOK KNOWS");
    assert!(
        unknown[0].starts_with("far-drug — approvals in CC are not part of this rulebook; approved in AA"),
        "{unknown:?}"
    );
}

#[test]
fn a_regimen_that_is_not_licensed_here_says_where_it_is() {
    let report = report(r#"{"disease": "KIND", "region": "BB", "facts": {"line": 3}}"#);
    let supported = section(&report, "SUPPORTED, WITHOUT A LICENCE FOR THIS USE IN BB").join(" ");
    assert!(supported.contains("far-drug — approval in BB ended 2022-01-01; approved in AA"), "{supported}");
    assert!(supported.contains("old-drug — no approval for this use in BB is recorded; approved in AA"), "{supported}");
}

#[test]
fn a_day_far_from_the_review_is_told() {
    let cautions = |date: &str| report(&format!(r#"{{"disease": "KIND", "date": "{date}"}}"#)).assumptions;
    assert_eq!(cautions("2026-11-22"), [""; 0]);
    assert_eq!(cautions("2027-03-31"), [""; 0]);
    assert_eq!(
        cautions("2030-01-01"),
        [
            "the rulebook was last reviewed on 2026-10-01 and knows nothing later: that all of it still holds on 2030-01-01"
        ]
    );
    assert_eq!(
        cautions("1990-01-01"),
        ["the rulebook was reviewed on 2026-10-01: that what it says without a first day held on 1990-01-01 already"]
    );
}

#[test]
fn how_old_a_result_is_that_must_be_newer_than_the_last_progression_is_said_exactly() {
    let remarks = |therapies: &str, date: &str| {
        let results = format!(r#"[{{"biomarker": "G3", "alterations": ["V600E"]{date}}}]"#);
        let profile = format!(r#"{{"disease": "KIND", "facts": {{"line": 3}}, "results": {results}{therapies}}}"#);
        let report = report(&profile);
        let test = test(&report, "G3");
        (test.status, test.remarks.join("; "))
    };
    let dated = r#", "date": "2026-05-01""#;
    let drug = |line: u32, more: &str| format!(r#"{{"drug": "own-drug", "line": {line}{more}}}"#);
    let history = |drugs: &[String]| format!(r#", "therapies": [{}]"#, drugs.join(", "));
    let progressed = |on: &str| format!(r#", "outcome": "progression", "date": "{on}""#);
    let undated = r#", "outcome": "progression""#;
    let to_order = |remark: &str| (TestStatus::Recommended, remark.to_owned());
    for (history, date, expected) in [
        (history(&[drug(1, &progressed("2026-04-01"))]), dated, (TestStatus::Done, String::new())),
        (
            history(&[drug(1, &progressed("2026-06-01"))]),
            dated,
            to_order("its result is from before the last progression (2026-06-01)"),
        ),
        (
            history(&[drug(1, &progressed("2026-06-01"))]),
            "",
            to_order("its result is not dated, so it may be from before the last progression (2026-06-01)"),
        ),
        (
            history(&[drug(1, undated)]),
            dated,
            to_order("the day of the last progression is not told, so its result may be from before it"),
        ),
        // The later line is the later progression, although only the earlier one is dated.
        (
            history(&[drug(1, &progressed("2026-04-01")), drug(2, undated)]),
            dated,
            to_order("the day of the last progression is not told, so its result may be from before it"),
        ),
        (history(&[drug(1, undated), drug(2, &progressed("2026-04-01"))]), dated, (TestStatus::Done, String::new())),
        (
            history(&[drug(1, r#", "outcome": "intolerance""#)]),
            dated,
            to_order("no progression is told, so whether its result is newer is not known"),
        ),
        (String::new(), dated, to_order("no progression is told, so whether its result is newer is not known")),
    ] {
        assert_eq!(remarks(&history, date), expected, "{history}");
    }
}

#[test]
fn a_fusion_is_a_result_of_a_gene_only_where_rules_ask_for_one() {
    let of = |results: &str| report(&format!(r#"{{"disease": "OTHER", "results": [{results}]}}"#));
    for result in [
        r#"{"biomarker": "G1::G2", "status": "positive"}"#,
        r#"{"biomarker": "G1::G2", "status": "positive", "method": "JUNCTION"}"#,
        r#"{"biomarker": "G1", "alterations": ["G1::G2"]}"#,
        r#"{"biomarker": "G2", "alterations": ["G1::G2"], "method": "JUNCTION"}"#,
    ] {
        let report = of(result);
        let found = test(&report, "G2");
        assert_eq!((found.status, found.remarks.len()), (TestStatus::Derived, 0), "{result}: {:?}", found.remarks);
    }
    // What sees both has looked for the other as well.
    let report = of(r#"{"biomarker": "G2", "alterations": ["G1::G2"], "method": "SEQ"}"#);
    assert!(report.tests.iter().all(|test| test.biomarker != "G2"));
    assert!(section(&report, "SUPPORTED").is_empty() && section(&report, "INDICATED")[0].starts_with("own-drug"));
}

#[test]
fn only_a_finding_on_whose_meaning_something_turns_needs_interpretation() {
    let of = |results: &str| report(&format!(r#"{{"disease": "OTHER", "results": [{results}]}}"#));
    let report = of(r#"{"biomarker": "G3", "alterations": ["R175H"]}"#);
    let found = test(&report, "G3");
    assert_eq!(
        (found.status, found.remarks.as_slice()),
        (TestStatus::Confirm, &["what was found needs interpretation: R175H".to_owned()][..])
    );
    let report = of(
        r#"{"biomarker": "G2", "alterations": ["R175H"], "method": "JUNCTION"}, {"biomarker": "G1::G2", "status": "positive"}"#,
    );
    let found = test(&report, "G2");
    assert_eq!(found.status, TestStatus::Confirm);
    assert_eq!(found.remarks, ["what was found does not decide what is asked: R175H"]);
}

#[test]
fn what_serves_the_patients_own_tumour_comes_first() {
    let report = report(r#"{"disease": "KIND", "facts": {"line": 1}}"#);
    let tests: Vec<&str> = report.tests.iter().map(|test| test.biomarker.as_str()).collect();
    assert_eq!(tests, ["G2", "G1"]);
    let asked: Vec<&str> = report.open_questions.iter().map(|question| question.ask.as_str()).collect();
    assert_eq!(asked, ["What is the result for G2?", "What is the result for G1?"]);
}

#[test]
fn tests_that_no_rule_asks_for_are_one_line_where_something_can_be_given() {
    let all = ["G4", "G5", "G6", "G7", "G8", "G9"];
    let gene = |name: &&str| format!("gene {name}\n");
    let rule = |name: &&str| {
        format!(
            "rule on-{name} \"On {name}\"\n  when disease is ORGAN and {name} has V600E\n  treat own-drug with far-drug\n  grade high\n  cite s\n  because \"b\"\n  patient \"p\"\n"
        )
    };
    let more: String = all.iter().map(gene).chain(all.iter().map(rule)).collect();
    let plan = plan(&format!("{RULES}{more}"));
    let report = |line: u32| {
        let profile = format!(r#"{{"disease": "ORGAN", "facts": {{"line": {line}}}, "region": "AA"}}"#);
        answer(&plan, &profile, &Settings::on("2026-11-22".parse().expect("a day"))).expect("it is right").report
    };
    assert_eq!(section(&report(1), "TESTS TO CONSIDER").len(), 5);
    // Nothing is hidden: each has its name.
    assert_eq!(section(&report(3), "ALSO OPEN"), ["G2, G4, G5, G6, G7, G8, G9"]);
}

#[test]
fn what_every_undecided_regimen_needs_is_said_once() {
    let more = r#"
drug da
drug db
drug dc
rule da "A"
  when disease is OTHER and G1 has V600E
  treat da
  grade high
  cite s
  because "b"
  patient "p"
rule db "B"
  when disease is OTHER and G2 has V600E
  treat db
  grade high
  cite s
  because "b"
  patient "p"
rule dc "C"
  when disease is OTHER
  treat dc
  grade high
  cite s
  because "b"
  patient "p"
rule none "None of them"
  when disease is OTHER and G4 has fusion
  note "Another disease."
  supersedes da, db, dc, pathogenic, resistant
  cite s
  because "b"
  patient "p"
gene G4
"#;
    let plan = plan(&format!("{RULES}{more}"));
    let profile = r#"{"disease": "OTHER", "results": [{"biomarker": "G3", "status": "negative"}]}"#;
    let report =
        answer(&plan, profile, &Settings::on("2026-11-22".parse().expect("a day"))).expect("it is right").report;
    let undecided = section(&report, "UNDECIDED");
    assert_eq!(undecided, ["each needs G4, and besides:", "needs G1: da", "needs G2: db", "needs G1, G2: own-drug"]);
}

#[test]
fn a_disease_words_the_questions_that_are_asked_in_it() {
    let more = r#"
rule spread "Spread"
  when spread is yes and line is 7
  treat first-drug
  grade high
  cite s
  because "b"
  patient "p"
"#;
    let plan = plan(&format!("{RULES}{more}"));
    let asked = |disease: &str| {
        let profile = format!(r#"{{"disease": "{disease}"}}"#);
        let report =
            answer(&plan, &profile, &Settings::on("2026-11-22".parse().expect("a day"))).expect("it is right").report;
        let mut asked: Vec<String> = report.open_questions.into_iter().map(|question| question.ask).collect();
        asked.retain(|question| !question.starts_with("What is the"));
        asked.sort();
        asked.join(" ")
    };
    assert_eq!(asked("OTHER"), "Has it spread? Which line?");
    assert_eq!(asked("SMALL"), "Has this organ's tumour spread? Which course?");
    for (clause, code) in
        [("asks spred \"?\"", Code::UnknownName), ("asks line \"?\"\n  asks line \"!\"", Code::DuplicateName)]
    {
        let text = format!("{RULES}disease WRONG \"W\"\n  {clause}\n");
        let book = Rulebook::read("small", [("r.guide".to_owned(), text)]);
        assert!(book.diagnostics.iter().any(|found| found.code == code), "{clause}: {:#?}", book.diagnostics);
    }
}

#[test]
fn what_was_given_before_and_failed_is_told_beside_what_is_supported() {
    let said = |outcome: &str| {
        let given = format!(r#"{{"drug":"everywhere-drug","line":1,"outcome":"{outcome}"}}"#);
        let profile = format!(
            r#"{{"disease":"KIND","region":"AA","results":[{{"biomarker":"G1","alterations":["V600E"]}}],"therapies":[{given}]}}"#
        );
        let report = report(&profile);
        let entry = report.treatments.iter().find(|entry| entry.drugs == ["everywhere-drug"]);
        let said = entry.map(|entry| entry.given_before.join("; ")).expect("it is supported");
        let page = text::render(&report, text::Style::default());
        assert!(page.contains(&said), "{page}");
        said
    };
    assert_eq!(said("intolerance"), "everywhere-drug was given before, and it was not tolerated");
    assert_eq!(said("progression"), "everywhere-drug was given before, and the disease progressed on it");
    assert_eq!(said("response"), "");
}
