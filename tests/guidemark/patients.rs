//! What a profile says of a patient beyond its own words: what a diagnosis implies, what a bare positive is worth.

mod names;
mod written;

use expect_test::expect;

use guidemark::{
    cases::run_cases,
    diagnostics::{Code, InputError},
    patient::Settings,
    report::{ApprovalStatus, Report, text::Style},
    rulebook::{Rulebook, answer},
    text::Date,
};

const RULES: &str = r#"
guideline g "G"
source s "S"
  publisher P
scale strength "Strength"
  level high "high"
region AA "A"
region BB "B"
disease D "D"
disease DS "D of one kind"
  under D
  implies shape round
fact shape "Shape"
  one of round (oval, circular), square
  ask "Which shape?"
gene G1
  positive means fusion
gene G2
method LOOKS "Looks at one gene"
  detects fusion of G1
method ELSEWHERE "Looks at another gene"
  detects fusion of G2
method WIDE "Sees sequence"
  detects mutation
drug round-drug
drug fusion-drug
drug clean-drug
rule round "Round"
  when shape is round
  treat round-drug
    approved AA 2020-01-01
  grade high
  cite s
  because "b"
  patient "p"
rule fused "Fused"
  when G1 has fusion
  treat fusion-drug
  grade high
  cite s
  because "b"
  patient "p"
rule clean "Clean"
  when G2 has no pathogenic variant
  treat clean-drug
  grade high
  cite s
  because "b"
  patient "p"
"#;

/// The rules above with some more.
fn with(words: &str) -> Rulebook {
    Rulebook::read("test", [("test.guide".to_owned(), format!("{RULES}{words}"))])
}

fn today() -> Settings {
    Settings::on("2026-11-22".parse().unwrap())
}

fn report(profile: &str) -> Result<Report, Vec<InputError>> {
    let book = Rulebook::read("small", [("r.guide".to_owned(), RULES.to_owned())]);
    let plan = book.compile().unwrap_or_else(|| panic!("{:?}", book.diagnostics));
    let today = Date::new(2026, 11, 22).expect("a day");
    answer(&plan, profile, &Settings::on(today)).map(|answer| answer.report)
}

fn status(profile: &str, drug: &str) -> String {
    let report = report(profile).unwrap_or_else(|errors| panic!("{errors:?}"));
    let found = report.treatments.iter().find(|entry| entry.drugs == [drug]);
    found.map_or("none".to_owned(), |entry| format!("{:?}", entry.status))
}

#[test]
fn a_diagnosis_implies_a_fact() {
    assert_eq!(status(r#"{"disease": "DS"}"#, "round-drug"), "Indicated");
    assert_eq!(status(r#"{"disease": "D"}"#, "round-drug"), "Undecided");
    assert_eq!(status(r#"{"disease": "DS", "facts": {"shape": "oval"}}"#, "round-drug"), "Indicated");
    let errors =
        report(r#"{"disease": "DS", "facts": {"shape": "square"}}"#).expect_err("it contradicts the diagnosis");
    assert_eq!((errors[0].code, errors[0].path.as_str()), (Code::ContradictoryResult, "facts.shape"));
}

/// Who has had a line of treatment has a disease that came back; what the profile says of it comes first, and what was
/// taken for granted is told.
#[test]
fn a_later_line_implies_a_fact_that_nothing_else_says() {
    let words = r#"
drug late-drug
fact extent "Extent"
  one of some (early (first, second), late)
  ask "How far?"
fact grown "Grown"
  one of a, b
  ask "Grown?"
fact line "Line"
  number 1..20
  ask "Which line?"
disease DL "Late"
  implies extent late from line 2 to 4 unless grown
  implies extent late from shape round unless grown
disease DLS "Late of one kind"
  under DL
rule late "Late"
  when disease is DL and extent is late
  treat late-drug
  grade high
  cite s
"#;
    let book = with(words);
    let plan = book.compile().unwrap_or_else(|| panic!("{:#?}", book.diagnostics));
    let settings = today();
    let mut quick = guidemark::evaluate::QuickReader::new(&plan, settings.clone());
    let mut said = |facts: &str| {
        let profile = format!(r#"{{"disease":"DLS","facts":{{{facts}}}}}"#);
        let report = answer(&plan, &profile, &settings).unwrap().report;
        let entry = report.treatments.iter().find(|entry| entry.drugs == ["late-drug"]);
        let status = entry.map_or("none".to_owned(), |entry| format!("{:?}", entry.status));
        let rows = quick.read(&profile).unwrap().interned;
        let open = guidemark::evaluate::Engine::new(&plan).evaluate(&rows).verdicts();
        format!("{status} {:?} {}", report.assumptions, open.met.iter().count())
    };
    let taken = r#"Indicated ["the extent is not given, or less exactly: it is taken to be late"] 1"#;
    assert_eq!(said(r#""line":2"#), taken);
    assert_eq!(said(r#""line":">=3""#), "Undecided [] 0");
    assert_eq!(said(r#""line":4"#), taken);
    assert_eq!(said(r#""line":5"#), "Undecided [] 0");
    assert_eq!(said(r#""line":1"#), "Undecided [] 0");
    assert_eq!(said(""), "Undecided [] 0");
    assert_eq!(said(r#""line":2,"extent":"early""#), "none [] 0");
    assert_eq!(said(r#""line":2,"extent":"some""#), taken);
    assert_eq!(said(r#""line":2,"grown":"a""#), "Undecided [] 0");
    // From a value, or one under it.
    let taken = taken.replace(" 1", " 2");
    assert_eq!(said(r#""shape":"round""#), taken);
    assert_eq!(said(r#""shape":"oval","extent":"some""#), taken);
    assert_eq!(said(r#""shape":"square""#), "Undecided [] 0");
    assert_eq!(said(r#""shape":"oval","grown":"a""#), "Undecided [] 1");
    assert_eq!(said(r#""shape":"oval","extent":"first""#), "none [] 1");
    let wrong = |words: &str| with(words).diagnostics;
    for (clause, code) in [
        ("implies shape round from shape 2", Code::WrongType),
        ("implies shape round from line 2 unless shape", Code::WrongType),
        ("implies shape round from line 3 to 2", Code::OutOfRange),
        ("implies shape round from line 99", Code::OutOfRange),
        ("implies shape round from line round", Code::WrongType),
        ("implies shape round from shape flat", Code::UnknownValue),
        ("reads M as M", Code::DuplicateName),
        ("reads a as M\n  reads A as M", Code::DuplicateName),
    ] {
        let facts = "fact line \"Line\"\n  number 1..20\n  ask \"?\"\nmarker M \"M\"\n  levels low, high\n";
        let found = wrong(&format!("{facts}disease DX \"X\"\n  {clause}\n"));
        assert!(found.iter().any(|found| found.code == code), "{clause}: {found:#?}");
    }
}

/// The line of therapy follows from the history, as far as that tells it; what the profile says comes first.
#[test]
fn a_line_of_therapy_is_counted_from_the_history() {
    let words = r#"
drug first-drug
drug second-drug
drug third-drug
fact line "Line"
  number 1..20
  counted from therapy
  ask "Which line?"
fact setting "Setting"
  one of new, back
  ask "New?"
disease DL "Late"
  implies setting back from line 2
rule first "First"
  when disease is DL and line is 1
  treat first-drug
  grade high
  cite s
rule second "Second"
  when disease is DL and line >= 2
  treat second-drug
  grade high
  cite s
rule back "Back"
  when disease is DL and setting is back
  treat third-drug
  grade high
  cite s
"#;
    let book = with(words);
    let plan = book.compile().unwrap_or_else(|| panic!("{:#?}", book.diagnostics));
    let settings = today();
    let mut quick = guidemark::evaluate::QuickReader::new(&plan, settings.clone());
    let mut said = |rest: &str| {
        let profile = format!(r#"{{"disease":"DL",{rest}}}"#);
        let report = answer(&plan, &profile, &settings).unwrap().report;
        let status = |drug: &str| {
            let entry = report.treatments.iter().find(|entry| entry.drugs == [drug]);
            entry.map_or("none".to_owned(), |entry| format!("{:?}", entry.status))
        };
        let rows = quick.read(&profile).unwrap().interned;
        let mut engine = guidemark::evaluate::Engine::new(&plan);
        let met = engine.evaluate(&rows).verdicts().met.iter().count();
        let indicated = ["first-drug", "second-drug", "third-drug"].map(status);
        assert_eq!(met, indicated.iter().filter(|status| *status == "Indicated").count(), "{rest}");
        let line = report.assumed.get("line").map(String::as_str);
        assert_eq!(line.is_some(), report.assumptions.iter().any(|told| told.starts_with("the line is not given")));
        assert!(line.is_none_or(|line| report.assumptions[0].ends_with(&format!(" {line}"))), "{:?}", report.assumed);
        format!("{} {:?}", indicated.join(" "), report.assumptions)
    };
    let counted = |statuses: &str, line: &str| {
        format!(r#"{statuses} ["the line is not given: from the treatments so far it is taken to be {line}"]"#)
    };
    let open = "Undecided Undecided Undecided []";
    // Nothing has been given.
    assert_eq!(said(r#""therapies":[]"#), counted("Indicated none Undecided", "1"));
    assert_eq!(said(r#""facts":{}"#), open);
    // The last line failed, whatever the drug was; so did one of its drugs.
    let failed = r#""therapies":[{"drug":"nobody knows","line":1,"outcome":"progression"}]"#;
    let back = r#"["the line is not given: from the treatments so far it is taken to be 2", "the setting is not given, or less exactly: it is taken to be back"]"#;
    assert_eq!(said(failed), format!("none Indicated Indicated {back}"));
    let one_of_two = r#"{"drug":"first-drug","line":1,"outcome":"progression"},{"drug":"second-drug","line":1}"#;
    assert_eq!(said(&format!(r#""therapies":[{one_of_two}]"#)), format!("none Indicated Indicated {back}"));
    // It is still going on, ended otherwise, or both: that line or the next.
    for ended in [r#""#, r#","outcome":"response""#, r#","outcome":"completed""#, r#","outcome":"intolerance""#] {
        let going_on = format!(r#""therapies":[{{"drug":"first-drug","line":1{ended}}}]"#);
        assert_eq!(said(&going_on), counted("Undecided Undecided Undecided", "1 or 2"), "{ended}");
    }
    let both =
        r#"{"drug":"first-drug","line":2,"outcome":"progression"},{"drug":"second-drug","line":2,"outcome":"stable"}"#;
    assert!(said(&format!(r#""therapies":[{both}]"#)).starts_with("none Indicated Indicated"));
    // Before the lines that count is what was completed without one; anything else may have been one.
    let before = r#"{"drug":"first-drug","outcome":"completed"}"#;
    assert_eq!(said(&format!(r#""therapies":[{before}]"#)), counted("Indicated none Undecided", "1"));
    assert_eq!(said(&format!(r#""therapies":[{before},{one_of_two}]"#)), format!("none Indicated Indicated {back}"));
    assert_eq!(said(r#""therapies":[{"drug":"first-drug","outcome":"progression"}]"#), open);
    assert_eq!(said(&format!(r#""therapies":[{{"drug":"first-drug"}},{one_of_two}]"#)), open);
    // What came after the day of the report may have begun before it.
    assert_eq!(said(r#""date":"2020-01-01","therapies":[{"drug":"first-drug","line":1,"date":"2021-01-01"}]"#), open,);
    // The profile's own word counts, and a contradiction is told.
    assert_eq!(
        said(&format!(r#""facts":{{"line":1}},{failed}"#)),
        r#"Indicated none Undecided ["the line counts as it is given, although the treatments so far say 2"]"#
    );
    assert_eq!(
        said(&format!(r#""facts":{{"line":2}},{failed}"#)),
        r#"none Indicated Indicated ["the setting is not given, or less exactly: it is taken to be back"]"#
    );
    // More lines than there can be leave it open.
    assert_eq!(said(r#""therapies":[{"drug":"first-drug","line":20,"outcome":"progression"}]"#), open);
    // Only a number that can be 1 is counted.
    for domain in ["one of a, b", "number 2..5"] {
        let words = format!("{RULES}fact line \"Line\"\n  {domain}\n  counted from therapy\n  ask \"?\"\n");
        let found = Rulebook::read("test", [("test.guide".to_owned(), words)]).diagnostics;
        assert!(found.iter().any(|found| found.code == Code::WrongType), "{domain}: {found:#?}");
    }
}

/// A bare result leaves open which level it is, and not whether it is one of all that it may be.
#[test]
fn levels_that_follow_each_other_are_asked_for_as_one() {
    let words = r#"
marker ML "Levels"
  levels none, some, more, most
  positive from most
disease DL "Disease"
drug level-drug
rule levels "Levels"
  when disease is DL and ML is (VALUES)
  treat level-drug
  grade high
  cite s
"#;
    let said = |values: &str, result: &str| {
        let words = words.replace("VALUES", values);
        let book = with(&words);
        let plan = book.compile().unwrap_or_else(|| panic!("{:#?}", book.diagnostics));
        let profile = format!(r#"{{"disease":"DL","results":[{{"biomarker":"ML",{result}}}]}}"#);
        let report = answer(&plan, &profile, &Settings::on("2026-11-22".parse().unwrap())).unwrap().report;
        let entry = report.treatments.iter().find(|entry| entry.drugs == ["level-drug"]);
        entry.map_or("none".to_owned(), |entry| format!("{:?}", entry.status))
    };
    let negative = r#""status":"negative""#;
    for (values, result, status) in [
        ("none or some or more", negative, "Indicated"),
        ("more or none or some", negative, "Indicated"),
        ("some or more", negative, "Undecided"),
        ("none or more", negative, "Undecided"),
        ("more or most", r#""status":"positive""#, "Indicated"),
        ("none or some", r#""status":"positive""#, "none"),
        ("some or more", r#""value":"some""#, "Indicated"),
        ("some or more", r#""value":"most""#, "none"),
        ("none or some or more or most", r#""value":"some""#, "Indicated"),
    ] {
        assert_eq!(said(values, result), status, "{values}: {result}");
    }
}

/// What a gene declares benign is no pathogenic variant, unless the laboratory calls it one, and that is told.
#[test]
fn a_gene_declares_what_is_benign() {
    let words = r#"
gene GB "Gene with a harmless end"
  benign K330*
  positive means pathogenic variant
disease DB "Disease"
drug benign-drug
rule benign "Benign"
  when disease is DB and GB has pathogenic variant
  treat benign-drug
  grade high
  cite s
"#;
    let book = with(words);
    let plan = book.compile().unwrap_or_else(|| panic!("{:#?}", book.diagnostics));
    let settings = today();
    let mut quick = guidemark::evaluate::QuickReader::new(&plan, settings.clone());
    let mut said = |alterations: &str| {
        let profile = format!(r#"{{"disease":"DB","results":[{{"biomarker":"GB","alterations":[{alterations}]}}]}}"#);
        let report = answer(&plan, &profile, &settings).unwrap().report;
        let entry = report.treatments.iter().find(|entry| entry.drugs == ["benign-drug"]);
        let rows = quick.read(&profile).unwrap().interned;
        let met = guidemark::evaluate::Engine::new(&plan).evaluate(&rows).verdicts().met.iter().count() == 1;
        let status = entry.map_or("none".to_owned(), |entry| format!("{:?}", entry.status));
        assert_eq!(met, status == "Indicated", "{alterations}");
        (status, report.assumptions.iter().any(|line| line.ends_with("is not given: it is taken as benign")))
    };
    for (alterations, status, told) in [
        (r#""K330*""#, "none", true),
        (r#""p.Lys330Ter""#, "none", true),
        (r#"{"change":"K330*","significance":"pathogenic"}"#, "Indicated", false),
        (r#"{"change":"K330*","significance":"benign"}"#, "none", false),
        (r#""K331*""#, "Indicated", false),
        (r#""K330*","K12*""#, "Indicated", true),
        (r#""K330fs""#, "Indicated", false),
        (r#""K330R""#, "Undecided", false),
    ] {
        assert_eq!(said(alterations), (status.to_owned(), told), "{alterations}");
    }
}

#[test]
fn a_bare_positive_means_what_the_gene_is_known_for() {
    let result = |how: &str| format!(r#"{{"results": [{{"biomarker": "G1", "status": "positive"{how}}}]}}"#);
    assert_eq!(status(&result(""), "fusion-drug"), "Indicated");
    assert_eq!(status(&result(r#", "method": "LOOKS""#), "fusion-drug"), "Indicated");
    assert_eq!(status(&result(r#", "method": "ELSEWHERE""#), "fusion-drug"), "Undecided");
}

#[test]
fn what_sees_every_mutation_excludes_a_pathogenic_variant() {
    let result =
        |method: &str| format!(r#"{{"results": [{{"biomarker": "G2", "status": "negative", "method": "{method}"}}]}}"#);
    assert_eq!(status(&result("WIDE"), "clean-drug"), "Indicated");
    assert_eq!(status(&result("ELSEWHERE"), "clean-drug"), "Undecided");
}

#[test]
fn a_region_without_any_licence_is_not_said_to_deny_one() {
    let approval = |region: &str| {
        let report = report(&format!(r#"{{"disease": "DS", "region": "{region}"}}"#)).expect("a right profile");
        report.treatments[0].approval.as_ref().map(|approval| approval.status)
    };
    assert_eq!(approval("AA"), Some(ApprovalStatus::Approved));
    assert_eq!(approval("BB"), Some(ApprovalStatus::NotRecorded));
}

#[test]
fn an_exon_in_short_is_no_residue() {
    for text in ["E19del", "e20ins"] {
        assert!(guidemark::vocabulary::variant::read(text).is_err(), "{text}");
    }
    assert!(guidemark::vocabulary::variant::read("p.E19del").is_ok());
    assert!(guidemark::vocabulary::variant::read("E746del").is_ok());
}

#[test]
fn what_a_laboratory_calls_negative_may_end_below_what_it_calls_positive() {
    let words = r#"
marker score "Score"
  levels 0, 1+, 2+, 3+
  positive from 3+
  negative up to 1+
marker share "Share"
  number 0..100 %
  positive from 50
  negative up to 1
drug low-drug
rule low "Low"
  when score <= 1+
  treat low-drug
  grade high
  cite s
rule called "Called"
  when score is negative and share is negative
  treat clean-drug
  grade high
  cite s
"#;
    let indicated = |results: &str| {
        let book = with(words);
        let plan = book.compile().unwrap_or_else(|| panic!("{:#?}", book.diagnostics));
        let profile = format!("{{\"disease\":\"D\",\"results\":[{results}]}}");
        let report = answer(&plan, &profile, &Settings::on("2026-11-22".parse().unwrap())).unwrap().report;
        let treatments = report.treatments.into_iter();
        let indicated = treatments.filter(|entry| entry.status == guidemark::report::TreatmentStatus::Indicated);
        indicated.flat_map(|entry| entry.drugs).collect::<Vec<_>>()
    };
    let score = |value: &str| format!(r#"{{"biomarker":"score",{value}}}"#);
    let share = |value: &str| format!(r#"{{"biomarker":"share",{value}}}"#);
    let (negative, positive) = (r#""status":"negative""#, r#""status":"positive""#);
    assert_eq!(indicated(&score(negative)), ["low-drug"]);
    assert_eq!(indicated(&score(positive)), [""; 0]);
    assert_eq!(indicated(&score(r#""value":"2+""#)), [""; 0]);
    let both = |first: &str, second: &str| indicated(&format!("{},{}", score(first), share(second)));
    assert_eq!(both(negative, negative), ["clean-drug", "low-drug"]);
    assert_eq!(both(negative, r#""value":1"#), ["clean-drug", "low-drug"]);
    assert_eq!(both(negative, r#""value":2"#), ["low-drug"]);
}

#[test]
fn negative_and_positive_do_not_overlap() {
    let words = "marker score \"Score\"\n  levels 0, 1+, 2+\n  positive from 1+\n  negative up to 1+\n";
    let book = with(words);
    let found: Vec<_> = book.diagnostics.iter().map(|found| (found.code, found.message.as_str())).collect();
    assert!(
        found.contains(&(Code::InvalidRange, "`1+` cannot be negative: it is already called positive")),
        "{found:?}"
    );
}

#[test]
fn of_what_is_undecided_that_comes_first_which_fits_a_finding() {
    let words = r#"
drug another-drug
drug both-drug
drug marker-drug
drug low-drug
marker M "M"
  number 0..100
rule marked "Marked"
  when shape is oval and M >= 10
  treat marker-drug
  grade high
  cite s
rule low "Low"
  when shape is oval and M <= 60
  treat low-drug
  grade high
  cite s
rule another "Another"
  when shape is square
  treat another-drug
  grade high
  cite s
rule both "Both"
  when G2 has fusion and shape is oval and disease is DS
  unless G1 has fusion
  treat both-drug
  grade high
  cite s
"#;
    let book = with(words);
    let plan = book.compile().unwrap_or_else(|| panic!("{:#?}", book.diagnostics));
    let profile = r#"{"results":[{"biomarker":"G2","status":"positive","alterations":["fusion"]}]}"#;
    let report = answer(&plan, profile, &Settings::on("2026-11-22".parse().unwrap())).unwrap().report;
    let undecided = guidemark::report::TreatmentStatus::Undecided;
    let open: Vec<_> = report.treatments.iter().filter(|entry| entry.status == undecided).collect();
    let first = open[0];
    assert_eq!(
        (first.drugs.as_slice(), first.fits.as_slice()),
        (&["both-drug".to_owned()][..], &["G2".to_owned()][..])
    );
    let profile = r#"{"results":[{"biomarker":"M","value":50}]}"#;
    let marked = answer(&plan, profile, &Settings::on("2026-11-22".parse().unwrap())).unwrap().report;
    let fitting = |report: &Report| -> Vec<String> {
        let fitting = report.treatments.iter().filter(|entry| !entry.fits.is_empty());
        fitting.map(|entry| format!("{} fits {}", entry.drugs.join(" + "), entry.fits.join(" "))).collect()
    };
    // A value from which on it is given speaks for a regimen; a value up to which it is given only leaves it possible.
    assert_eq!(fitting(&marked), ["marker-drug fits M"]);
    // What must not be found fits nothing, and neither does what nobody has looked for.
    assert!(open[1..].iter().all(|entry| entry.fits.is_empty()));
    assert!(open.len() > 2);
}

#[test]
fn what_is_not_licensed_here_takes_nothing_away() {
    let words = r#"
drug new-drug
drug old-drug
rule new "New"
  when shape is square
  treat new-drug
    approved AA 2020-01-01, BB 2022-01-01
  grade high
  supersedes old
  cite s
rule old "Old"
  when shape is square
  treat old-drug
    approved AA 2010-01-01, BB 2010-01-01 until 2025-01-01
  grade high
  cite s
"#;
    let book = with(words);
    let plan = book.compile().unwrap_or_else(|| panic!("{:#?}", book.diagnostics));
    let old = |place: &str, day: &str| {
        let profile = format!(r#"{{"facts":{{"shape":"square"}},"date":"{day}"{place}}}"#);
        let report = answer(&plan, &profile, &Settings::on("2026-11-22".parse().unwrap())).unwrap().report;
        let entry = report.treatments.iter().find(|entry| entry.drugs == ["old-drug"]).expect("it is there");
        format!("{:?}", entry.status)
    };
    assert_eq!(old(r#","region":"BB""#, "2021-01-01"), "Indicated");
    assert_eq!(old(r#","region":"BB""#, "2023-01-01"), "Superseded");
    assert_eq!(old(r#","region":"AA""#, "2021-01-01"), "Superseded");
    // Where neither can be had, what guidelines prefer counts; so it does where no place is given.
    assert_eq!(old(r#","region":"BB""#, "2005-01-01"), "Superseded");
    assert_eq!(old("", "2021-01-01"), "Superseded");
}

/// A licence of which only the latest day that it can have started on is known counts from that day on, and says so.
#[test]
fn what_is_known_at_latest_is_said_so() {
    let words = r#"
drug a-drug
rule a "A"
  when shape is square
  treat a-drug
    approved AA by 2020-01-31 until by 2025-01-31, BB 2020-01-15
  grade high
  cite s
"#;
    let book = with(words);
    let plan = book.compile().unwrap_or_else(|| panic!("{:#?}", book.diagnostics));
    let said = |place: &str, day: &str| {
        let profile = format!(r#"{{"facts":{{"shape":"square"}},"date":"{day}","region":"{place}"}}"#);
        let report = answer(&plan, &profile, &Settings::on("2026-11-22".parse().unwrap())).unwrap().report;
        let text = guidemark::report::text::render(&report, Style { colour: false, full: true, width: 300 });
        text.lines().find(|line| line.contains("approv")).unwrap_or_else(|| panic!("{text}")).trim().to_owned()
    };
    expect!["a-drug — approved in AA by 2020-01-31, and whether earlier is not known; grade strength high"]
        .assert_eq(&said("AA", "2019-01-01"));
    expect!["a-drug — approved in AA by 2020-01-31; grade strength high"].assert_eq(&said("AA", "2024-01-01"));
    expect!["a-drug — approval in AA ended by 2025-01-31; approved in BB; grade strength high"]
        .assert_eq(&said("AA", "2026-01-01"));
    expect!["a-drug — approved in BB since 2020-01-15; grade strength high"].assert_eq(&said("BB", "2026-01-01"));
}

const HISTORIES: &str = r#"
guideline g "G"
source s "S"
  publisher P
scale strength "Strength"
  level high "high"
drug da "Drug A" also alpha
drug db "Drug B" brand AA "BETA"
drug dc "Drug C"
drug A/B-like "A drug with a sign in its name"
region AA "A"
regimen FIRST "The first" of da, db also mFIRST-6
regimen THEN-C "First, then C" of da, db, dc
rule a "A"
  when progressed on da
  refer s-a
  grade high
  cite s
rule b "B"
  when progressed on db
  refer s-b
  grade high
  cite s
rule c "C"
  when progressed on dc
  refer s-c
  grade high
  cite s
rule d "D"
  when received A/B-like
  refer s-d
  grade high
  cite s
rule e "E"
  when intolerant of da
  refer s-e
  grade high
  cite s
specialty s-e "E"
specialty s-a "A"
specialty s-b "B"
specialty s-c "C"
specialty s-d "D"
case "In a case, too"
  given progressed on FIRST line 1, received dc
  expect rule a, rule b, no rule c, no rule d
case "Not tolerated is not failed"
  given intolerant of da line 1, received db and completed
  expect rule e, no rule a, no rule b
case "Failed is not: not tolerated"
  given progressed on da
  expect rule a, no rule e
case "How it ended is not told"
  given received da
  expect no rule a, no rule e
case "One drug and a regimen"
  given received "FIRST + dc" and progression
  expect rule a, rule b, rule c
"#;

#[test]
fn a_history_names_drugs_as_records_do() {
    let book = Rulebook::read("test", [("rules.guide".to_owned(), HISTORIES.to_owned())]);
    let plan = book.compile().unwrap_or_else(|| panic!("errors: {:#?}", book.diagnostics));
    let team = |drug: &str| -> String {
        let profile = format!(r#"{{"therapies":[{{"drug":"{drug}","line":1,"outcome":"progression"}}]}}"#);
        let report =
            answer(&plan, &profile, &Settings::on(Date::new(2026, 11, 22).expect("a day"))).expect("a report").report;
        let met = report.team.iter().map(|entry| entry.specialty.trim_start_matches("s-").to_owned());
        let asked = if report.not_used.is_empty() { "" } else { "?" };
        met.collect::<String>() + asked
    };
    for (drug, expected) in [
        ("da", "a"),
        ("FIRST", "ab"),
        ("first", "ab"),
        ("The first", "ab"),
        ("mFIRST6", "ab"),
        ("THEN-C", "abc"),
        ("then c", "abc"),
        ("da/dc", "ac"),
        ("alpha + Beta", "ab"),
        ("da+dc", "ac"),
        ("da and dc", "ac"),
        ("da with dc", "ac"),
        ("da, db and dc", "abc"),
        ("FIRST/dc", "abc"),
        ("FIRST + da", "ab"),
        ("A/B-like", "d"),
        // One part that is not known may be any drug.
        ("da + dx", "?"),
        ("da +", "?"),
        ("FIRST-dc", "?"),
    ] {
        assert_eq!(team(drug), expected, "{drug}");
    }
    assert_eq!(failures(&book), Vec::<String>::new());
}

/// What does not come out as the cases of a rulebook expect.
fn failures(book: &Rulebook) -> Vec<String> {
    let plan = book.compile().unwrap_or_else(|| panic!("errors: {:#?}", book.diagnostics));
    let cases = run_cases(book, &plan, Date::new(2026, 11, 22).expect("a day"));
    assert!(!cases.is_empty());
    cases.iter().flat_map(|case| case.diagnostics().map(|found| format!("{}: {}", case.title, found.message))).collect()
}

const HOLDS: &str = r#"
guideline g "G"
source s "S"
  publisher P
scale strength "Strength"
  level high "high"
disease D "D"
disease E "E" under D
gene G1
gene G2
method HOTSPOT "One place"
  detects A1C of G1
class waiting "Waiting"
drug da class waiting
drug db class waiting
drug dc class waiting
fact fit "Fit"
  yes or no
  ask "Fit?"
rule a "A"
  when G1 has no A1C
  treat da
  grade high
  cite s
rule b "B"
  when disease is E and G1 has no mutation and G2 has fusion
  treat db
  grade high
  cite s
rule c "C"
  when G2 has amplification
  treat dc
  grade high
  cite s
rule wait "Wait"
  when disease is D
  hold class waiting until G1
  grade high
  cite s

case "Nothing is known"
  given disease D
  expect hold da until G1, hold class waiting until G1, no treat
case "Something was found, and not what"
  given disease D, G1 positive
  expect hold da until G1, hold class waiting until G1, no treat
case "What was found says that it does not matter"
  given disease D, G1 R5K
  expect treat da, no hold
case "What was found says that it does"
  given disease D, G1 A1C
  expect no treat, no hold, no undecided da
case "What was looked for is enough for one of those that are held"
  given disease E, G2 fusion, G1 negative by HOTSPOT
  expect treat da, undecided db needs G1, no hold
case "Something was found, and not what, and one of those that are held does not turn on it"
  given disease D, G1 positive, G2 amplification
  expect hold da until G1, hold dc until G1, no treat
case "Something was found, and not what, and one of those that are held turns on it"
  given disease E, G2 negative, G1 positive
  expect hold da until G1
"#;

#[test]
fn a_hold_stays_until_something_usable_is_known() {
    let book = Rulebook::read("test", [("rules.guide".to_owned(), HOLDS.to_owned())]);
    assert_eq!(failures(&book), Vec::<String>::new());
}
