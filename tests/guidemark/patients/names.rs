//! What a result is of: a gene, a fusion, or one change of a gene in one name; and what stands in its `value`.

use guidemark::{
    diagnostics::{Code, InputError},
    evaluate::{Engine, QuickReader},
    patient::Settings,
    report::Report,
    rulebook::{Rulebook, answer},
};

const RULES: &str = r#"
guideline g "G"
source s "S"
  publisher P
scale strength "Strength"
  level high "high"
gene AAA1
  positive means pathogenic variant
  named "ITD" = codons 10..20 insertion
gene BBB-2
marker AAA1-stain "Stain of AAA1"
  levels 0, 1+, 2+
gene CCC1
  positive means fusion
group BOTH = AAA1, CCC1
specimen cells "Cells of the tumour, in blood"
  inconclusive outside LEUK
specimen shed "DNA that the tumour shed"
  inconclusive
specimen piece "A piece of the tumour"
method WIDE "Looks at everything"
  detects mutation, fusion
  specimen piece, cells, shed
assay SHED-KIT "A kit for what was shed"
  method WIDE
  covers AAA1
  specimen shed
disease LEUK "Leukaemia"
disease SOLID "Solid tumour"
drug point-drug
drug insertion-drug
drug fusion-drug
drug inherited-drug
drug clean-drug
rule point "Point"
  when AAA1 has V617F
  treat point-drug
  grade high
  cite s
rule insertion "Insertion"
  when AAA1 has "ITD"
  treat insertion-drug
  grade high
  cite s
rule fused "Fused"
  when AAA1 has fusion with BBB-2
  treat fusion-drug
  grade high
  cite s
rule inherited "Inherited"
  when AAA1 has germline pathogenic variant
  treat inherited-drug
  grade high
  cite s
rule clean "Clean"
  when AAA1 has no V617F
  treat clean-drug
  grade high
  cite s
"#;

fn report(result: &str) -> Result<Report, Vec<InputError>> {
    let book = Rulebook::read("test", [("test.guide".to_owned(), RULES.to_owned())]);
    let plan = book.compile().unwrap_or_else(|| panic!("{:#?}", book.diagnostics));
    let profile = format!(r#"{{"results":[{result}]}}"#);
    Ok(answer(&plan, &profile, &Settings::on("2026-11-22".parse().unwrap()))?.report)
}

/// The drugs that are indicated and those that are undecided.
fn drugs(result: &str) -> Result<(Vec<String>, Vec<String>), Vec<InputError>> {
    let report = report(result)?;
    let of = |status: &str| {
        let entries = report.treatments.iter().filter(|entry| format!("{:?}", entry.status) == status);
        entries.flat_map(|entry| entry.drugs.iter().map(|drug| drug.replace("-drug", ""))).collect()
    };
    Ok((of("Indicated"), of("Undecided")))
}

/// Where something stands that is not used.
fn not_used(result: &str) -> Vec<String> {
    let report = report(result).unwrap_or_else(|errors| panic!("{errors:?}"));
    report.not_used.into_iter().map(|entry| entry.path).collect()
}

fn indicated(result: &str) -> Vec<String> {
    drugs(result).unwrap_or_else(|errors| panic!("{errors:?}")).0
}

fn error(result: &str) -> (Code, String, String) {
    let error = drugs(result).expect_err("an error").remove(0);
    (error.code, error.path, error.help.unwrap_or_default())
}

#[test]
fn one_change_is_found_or_not_and_nothing_is_said_of_others() {
    for name in ["AAA1 V617F", "AAA1-V617F", "aaa1 p.Val617Phe", "AAA1:V617F"] {
        let found = drugs(&format!(r#"{{"biomarker":"{name}","status":"positive"}}"#)).expect("it is read");
        assert_eq!(found.0, ["point"], "{name}");
        assert!(found.1.contains(&"insertion".to_owned()), "{name}: {found:?}");
        let not = drugs(&format!(r#"{{"biomarker":"{name}","value":"not detected"}}"#)).expect("it is read");
        assert_eq!(not.0, ["clean"], "{name}");
        assert!(not.1.contains(&"insertion".to_owned()) && !not.1.contains(&"point".to_owned()), "{name}: {not:?}");
    }
    assert_eq!(indicated(r#"{"biomarker":"AAA1-ITD","status":"positive"}"#), ["insertion"]);
    // Copies that were not gained exclude nothing, and that is told.
    assert_eq!(not_used(r#"{"biomarker":"AAA1 gain","status":"negative"}"#), ["results[0].biomarker"]);
    assert_eq!(not_used(r#"{"biomarker":"AAA1 V617F","status":"negative"}"#), [""; 0]);
    // What is listed says more than the name.
    let listed = r#"{"biomarker":"AAA1 mutation","alterations":["p.V617F"]}"#;
    assert_eq!(indicated(listed), ["point"]);
}

#[test]
fn a_value_of_a_gene_in_words_is_its_status_or_what_was_found() {
    for (value, expected) in [("negative", "clean"), ("Not detected", "clean"), ("V617F", "point")] {
        assert_eq!(indicated(&format!(r#"{{"biomarker":"AAA1","value":"{value}"}}"#)), [expected], "{value}");
    }
    let (code, path, _) = error(r#"{"biomarker":"AAA1","value":"3+"}"#);
    assert_eq!((code, path.as_str()), (Code::WrongType, "results[0].value"));
    assert_eq!(error(r#"{"biomarker":"AAA1","value":12}"#).0, Code::WrongType);
}

/// A laboratory's "HER2 3+" is a stain, and its "HER2 negative" one in some diseases and a gene's in others.
#[test]
fn a_name_means_a_marker_where_the_value_the_method_or_the_disease_says_so() {
    let words = r#"
marker AAA1-scan "Scan of AAA1"
  levels dark, bright
  positive from bright
  value dark also negative
marker AAA1-share "Share of AAA1"
  number 0..100 %
marker BBB-2-early "One of two"
  levels low, high
marker BBB-2-late "The other"
  levels low, high
specimen tissue "Tissue"
method STAIN "A stain" measures AAA1-stain
method SCAN "A scan" measures AAA1-scan
method SEQ "Sequencing"
  detects mutation
disease D "D"
disease DS "D of one kind"
  under D
  reads AAA1 as AAA1-stain, AAA1-scan
rule stained "Stained"
  when AAA1-stain is 2+ or AAA1-scan is bright
  treat stain-drug
  grade high
  cite s
drug stain-drug
"#;
    let book = Rulebook::read("test", [("test.guide".to_owned(), format!("{RULES}{words}"))]);
    let plan = book.compile().unwrap_or_else(|| panic!("{:#?}", book.diagnostics));
    let settings = Settings::on("2026-11-22".parse().unwrap());
    let mut quick = QuickReader::new(&plan, settings.clone());
    let mut read = |disease: &str, result: &str| {
        let profile = format!(r#"{{"disease":"{disease}","results":[{{"biomarker":"AAA1",{result}}}]}}"#);
        let interned = quick.read(&profile).unwrap().interned;
        let answer = answer(&plan, &profile, &settings).unwrap_or_else(|errors| panic!("{errors:#?}"));
        assert_eq!(Engine::new(&plan).evaluate(&interned).verdicts(), answer.findings.verdicts, "{profile}");
        let vocabulary = &plan.ruleset.vocabulary;
        let genes = answer.patient.genes.keys().map(|gene| vocabulary.genes[*gene].label.name.clone());
        let markers = answer.patient.markers.keys().map(|marker| vocabulary.markers[*marker].label.name.clone());
        genes.chain(markers).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(read("D", r#""value":"2+""#), "AAA1-stain");
    assert_eq!(read("D", r#""value":"bright""#), "AAA1-scan");
    assert_eq!(read("D", r#""status":"positive""#), "AAA1");
    // A word of status says nothing of what it is the status of, nor does a number.
    assert_eq!(read("D", r#""value":"negative""#), "AAA1");
    assert_eq!(read("D", r#""value":"positive""#), "AAA1");
    for unsaid in [r#"{"biomarker":"AAA1","value":60}"#, r#"{"biomarker":"BBB-2","value":"high"}"#] {
        let errors = answer(&plan, &format!(r#"{{"results":[{unsaid}]}}"#), &settings).map(|_| ()).expect_err(unsaid);
        assert_eq!(errors[0].code, Code::WrongType, "{unsaid}");
        assert!(
            errors[0]
                .help
                .as_deref()
                .is_some_and(|help| help.contains("AAA1-share") || help.contains("BBB-2-early` or `BBB-2-late`"))
        );
    }
    assert_eq!(read("DS", r#""status":"positive""#), "AAA1-stain");
    assert_eq!(read("DS", r#""value":"positive""#), "AAA1-stain");
    assert_eq!(read("DS", r#""status":"positive","method":"SCAN""#), "AAA1-scan");
    assert_eq!(read("DS", r#""status":"positive","method":"SEQ""#), "AAA1");
    assert_eq!(read("DS", r#""alterations":["V617F"]"#), "AAA1");
    // It is told, once for each name.
    let twice = r#"{"results":[{"biomarker":"AAA1","value":"2+"},{"biomarker":"AAA1","value":"2+"}]}"#;
    let told = answer(&plan, twice, &settings).unwrap_or_else(|errors| panic!("{errors:#?}")).report.assumptions;
    assert_eq!(told, ["AAA1 is read as AAA1-stain"]);
}

#[test]
fn a_fusion_is_found_or_not_and_a_change_of_one_gene_is_not_it() {
    assert_eq!(indicated(r#"{"biomarker":"AAA1::BBB-2","status":"positive"}"#), ["fusion"]);
    for result in [r#""value":"negative""#, r#""status":"negative""#] {
        let (yes, open) = drugs(&format!(r#"{{"biomarker":"AAA1::BBB-2",{result}}}"#)).expect("it is read");
        assert!(yes.is_empty() && !open.contains(&"fusion".to_owned()), "{yes:?} {open:?}");
    }
    assert_eq!(indicated(r#"{"biomarker":"AAA1::BBB-2","alterations":["AAA1::BBB-2"]}"#), ["fusion"]);
    let (code, path, help) = error(r#"{"biomarker":"AAA1::BBB-2","alterations":["V617F"]}"#);
    assert_eq!((code, path.as_str()), (Code::ContradictoryResult, "results[0].alterations[0]"));
    assert!(help.contains("`AAA1` or `BBB-2`"), "{help}");
    assert_eq!(error(r#"{"biomarker":"AAA1::BBB-2","value":0.1}"#).0, Code::WrongType);
}

#[test]
fn a_bare_positive_of_a_germline_sample_was_inherited() {
    assert_eq!(indicated(r#"{"biomarker":"AAA1","status":"positive","origin":"germline"}"#), ["inherited"]);
    let (yes, open) = drugs(r#"{"biomarker":"AAA1","status":"positive"}"#).expect("it is read");
    assert!(yes.is_empty() && open.contains(&"inherited".to_owned()), "{yes:?} {open:?}");
}

/// What a name may be meant for is not found negative by the panel that reports it.
#[test]
fn a_panel_is_not_silent_of_a_gene_that_an_unreadable_name_may_mean() {
    let panel = |name: &str| {
        let finding = format!(r#"{{"biomarker":"{name}","alterations":["p.V617F"]}}"#);
        drugs(&format!(r#"{{"method":"WIDE","tested":["AAA1","BBB-2"],"findings":[{finding}]}}"#)).expect("it is read")
    };
    for unreadable in ["AAA1ex14", "the AAA1", "AA1A"] {
        let (indicated, undecided) = panel(unreadable);
        assert_eq!(indicated, [""; 0], "{unreadable}");
        assert!(undecided.contains(&"clean".to_owned()), "{unreadable}: {undecided:?}");
    }
    assert_eq!(panel("AAA12").0, ["clean"], "another gene's name");
    assert_eq!(panel("AAA1 gene").0, ["point"]);
    assert_eq!(panel("AAA1 (aaa1)").0, ["point"]);
}

#[test]
fn a_panel_says_what_it_found() {
    let panel = |rest: &str| format!(r#"{{"method":"WIDE","tested":["AAA1"]{rest}}}"#);
    assert_eq!(error(&panel("")).0, Code::MissingKey);
    assert_eq!(error(&panel(r#","status":"positive""#)).0, Code::MissingKey);
    assert_eq!(indicated(&panel(r#","findings":[]"#)), ["clean"]);
    assert_eq!(indicated(r#"{"method":"WIDE","tested":["BOTH"],"findings":[]}"#), ["clean"], "a group's genes");
    assert_eq!(indicated(&panel(r#","status":"negative""#)), ["clean"]);
    assert_eq!(indicated(&panel(r#","status":"pending""#)), [""; 0]);
}

/// A negative result on a specimen that need not show the tumour excludes nothing, however it was obtained.
#[test]
fn a_negative_is_worth_what_its_specimen_shows() {
    let book = Rulebook::read("test", [("test.guide".to_owned(), RULES.to_owned())]);
    let plan = book.compile().expect("it is checked");
    let settings = Settings::on("2026-11-22".parse().unwrap());
    let mut quick = QuickReader::new(&plan, settings.clone());
    let mut indicated = |disease: &str, rest: &str| {
        let profile = format!(r#"{{"disease":"{disease}","results":[{{"status":"negative",{rest}}}]}}"#);
        let answer = answer(&plan, &profile, &settings).unwrap_or_else(|errors| panic!("{errors:?}"));
        let interned = quick.read(&profile).expect("it is read").interned;
        assert_eq!(Engine::new(&plan).evaluate(&interned).verdicts(), answer.findings.verdicts, "{profile}");
        let mut treatments = answer.report.treatments.iter();
        treatments.any(|entry| entry.drugs == ["clean-drug"] && format!("{:?}", entry.status) == "Indicated")
    };
    for (disease, rest, is_conclusive) in [
        ("SOLID", r#""biomarker":"AAA1""#, true),
        ("SOLID", r#""biomarker":"AAA1","specimen":"piece""#, true),
        ("SOLID", r#""biomarker":"AAA1","specimen":"shed""#, false),
        ("SOLID", r#""biomarker":"AAA1","specimen":"cells""#, false),
        ("LEUK", r#""biomarker":"AAA1","specimen":"cells""#, true),
        ("LEUK", r#""biomarker":"AAA1","specimen":"shed","method":"WIDE""#, false),
        ("SOLID", r#""assay":"SHED-KIT""#, false),
        ("SOLID", r#""assay":"SHED-KIT","specimen":"piece""#, true),
    ] {
        assert_eq!(indicated(disease, rest), is_conclusive, "{disease} {rest}");
    }
}

#[test]
fn what_reads_in_two_ways_is_refused() {
    let (code, path, help) = error(r#"{"biomarker":"AAA1/CCC1","status":"positive"}"#);
    assert_eq!((code, path.as_str()), (Code::AmbiguousName, "results[0]"));
    assert!(help.contains("`AAA1::CCC1`"), "{help}");
    let (code, path, help) = error(r#"{"biomarker":"BBB-2","alterations":["CCC1 fusion"]}"#);
    assert_eq!((code, path.as_str()), (Code::ContradictoryResult, "results[0].alterations[0]"));
    assert!(help.contains("`CCC1`"), "{help}");
    // Several biomarkers with one status.
    assert_eq!(indicated(r#"{"biomarker":"AAA1, CCC1","status":"negative"}"#), ["clean"]);
}

#[test]
fn a_number_that_denies_the_change_is_refused() {
    for detail in [r#""change":"V617F","allele_fraction":0"#, r#""change":"amplification","copy_number":2"#] {
        let (code, ..) = error(&format!(r#"{{"biomarker":"AAA1","alterations":[{{{detail}}}]}}"#));
        assert_eq!(code, Code::ContradictoryResult, "{detail}");
    }
    assert_eq!(
        indicated(r#"{"biomarker":"AAA1","alterations":[{"change":"V617F","allele_fraction":0.01}]}"#),
        ["point"]
    );
}

/// A unit, or the name of a method behind it, says which marker a name means.
#[test]
fn a_unit_says_which_marker_is_meant() {
    let words = r#"
marker QQ-score "Score"
  number 0..100
marker QQ-share "Share"
  number 0..100 %
method STAIN "Staining"
  measures QQ-score, QQ-share
disease DQ "D"
  reads QQ as QQ-score, QQ-share
drug score-drug
drug share-drug
rule scored "Scored"
  when QQ-score >= 10
  treat score-drug
  grade high
  cite s
rule shared "Shared"
  when QQ-share >= 50 %
  treat share-drug
  grade high
  cite s
"#;
    let book = Rulebook::read("test", [("test.guide".to_owned(), format!("{RULES}{words}"))]);
    let plan = book.compile().unwrap_or_else(|| panic!("{:#?}", book.diagnostics));
    let indicated = |name: &str, value: &str| {
        let result = format!(r#"{{"biomarker":"{name}","value":"{value}"}}"#);
        let profile = format!(r#"{{"disease":"DQ","results":[{result}]}}"#);
        let report = answer(&plan, &profile, &Settings::on("2026-11-22".parse().unwrap())).expect("it is read").report;
        let indicated = report.treatments.iter().filter(|entry| format!("{:?}", entry.status) == "Indicated");
        indicated.flat_map(|entry| entry.drugs.clone()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(indicated("QQ", "60"), "score-drug");
    assert_eq!(indicated("QQ", "60 %"), "share-drug");
    assert_eq!(indicated("QQ-share STAIN", "60 %"), "share-drug");
    assert_eq!(indicated("QQ-score (STAIN)", "60"), "score-drug");
    // Less than one of a hundred, or a share of the whole: nobody should guess.
    let read = |value: &str| {
        let profile = format!(r#"{{"disease":"DQ","results":[{{"biomarker":"QQ-share","value":{value}}}]}}"#);
        answer(&plan, &profile, &Settings::on("2026-11-22".parse().unwrap())).map(drop).map_err(|errors| errors[0].code)
    };
    for share in ["0.8", "\"0.8\""] {
        assert_eq!(read(share), Err(Code::WrongUnit), "{share}");
    }
    for share in ["0", "1", "80", "\"0.8 %\"", "\"<1\"", "\"0-1\""] {
        assert_eq!(read(share), Ok(()), "{share}");
    }
}
