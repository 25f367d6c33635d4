//! How laboratories write: what each notation is read as, what is refused with what to write, and what is told of results that
//! cannot be right.

use guidemark::{
    diagnostics::InputError,
    patient::Settings,
    report::Report,
    rulebook::{Rulebook, answer},
    text::Date,
};

const RULES: &str = r#"
guideline g "G"
source s "S"
  publisher P
scale strength "Strength"
  level high "high"
gene PROM1X
  also PROMp
  transcript NM_000001.3
  named "C228T" = "c.-124C>T"
  named "promoter mutation" = "c.-124C>T", "c.-146C>T"
gene HOT1
  also HOT
  transcript NM_000002.2
  exons 2 1..37, 7 200..240, 19 300..330
  named "c.34G>T" = G12C
  named "ITD" = exon 7 insertion
  named "vIII" = p.V30_R37delinsG
gene TWO1
  positive means fusion
  named "t(2;5)" = fusion with ONE1
gene ONE1
  positive means fusion
marker STABLE "Stability"
  values low, high
marker LOST "Loss of an arm"
  also del(17p)
  values negative, positive
marker HOT1-stain "Stain"
  levels 0, 1+, 2+
fact line "Line"
  also "line of therapy"
  number 1..20
  counted from therapy
  ask "Which line?"
fact age "Age"
  number 0..120 years
  ask "How old?"
fact stage "Stage"
  one of III (IIIA, IIIB), IV (IVA, IVB)
  ask "Which stage?"
method SEES "Sees sequence"
  detects mutation
  measures STABLE
method JOINS "Sees what is joined"
  detects fusion, amplification
  measures LOST
method SPOT "Sees one change"
  detects V600E of HOT1
specimen piece "A piece"
specimen other "Another piece"
disease D "D"
drug one
rule r "R"
  when HOT1 has G12C and PROM1X has "promoter mutation" and TWO1 has fusion and STABLE is high and LOST is positive
   and HOT1-stain is 2+ and line is 2 and age >= 18 years and stage is IV
  treat one
  grade high
  cite s
  because "b"
  patient "p"
"#;

fn report(profile: &str) -> Result<Report, Vec<InputError>> {
    let book = Rulebook::read("small", [("r.guide".to_owned(), RULES.replace("line is 2", "line >= 2"))]);
    let plan = book.compile().unwrap_or_else(|| panic!("{:?}", book.diagnostics));
    let today = Date::new(2026, 11, 22).expect("a day");
    answer(&plan, profile, &Settings::on(today)).map(|answer| answer.report)
}

/// What each finding is read as and what is not used, or every error with its help.
fn outcome(profile: &str) -> String {
    match report(profile) {
        Ok(report) => {
            let found = report.findings.iter().map(|found| format!("{} {}", found.biomarker, found.read_as));
            let told = report.not_used.iter().map(|entry| format!("{}: {}", entry.path, entry.reason));
            found.chain(told).collect::<Vec<_>>().join(" | ")
        }
        Err(errors) => {
            let said =
                |error: &InputError| format!("! {} ({})", error.message, error.help.as_deref().unwrap_or_default());
            errors.iter().map(said).collect::<Vec<_>>().join(" | ")
        }
    }
}

/// Rows `text => part of the outcome` of the template with the text put into it.
fn check(template: &str, table: &str) {
    let mut wrong = Vec::new();
    for row in table.lines().map(str::trim).filter(|row| !row.is_empty()) {
        let (text, expected) = row.split_once("=>").unwrap_or_else(|| panic!("{row}: two columns are needed"));
        let found = outcome(&template.replace("TEXT", text.trim()));
        let expected = expected.trim();
        let fits = match expected.strip_prefix('!') {
            Some(part) => found.starts_with('!') && found.contains(part.trim()),
            None => found == expected,
        };
        if !fits {
            wrong.push(format!("{row}\n    is {found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn places_of_a_promoter_are_no_residues() {
    check(
        r#"{"results": [{"biomarker": "PROM1X", "alterations": ["TEXT"]}]}"#,
        "
        C228T              => PROM1X C228T
        C228T 23%          => PROM1X C228T
        PROMp C228T        => PROM1X C228T
        promoter C228T     => PROM1X C228T
        C228T (promoter)   => PROM1X C228T
        promoter mutation  => PROM1X promoter mutation
        p.C228T            => PROM1X p.C228T
        pC228T             => ! write `C228T` for the nucleotide, `p.C228T` for the residue
        C250R              => PROM1X p.C250R
        C250R promoter     => ! cannot be read
        ",
    );
}

#[test]
fn a_hotspot_named_by_its_nucleotides_is_read_wherever_it_stands() {
    check(
        r#"{"results": [{"biomarker": "HOT1", "alterations": ["TEXT"]}]}"#,
        "
        c.34G>T                    => HOT1 c.34G>T
        c.34G>T (23%)              => HOT1 c.34G>T
        NM_000002.2:c.34G>T        => HOT1 c.34G>T
        NM_000002.1(HOT1):c.34G>T  => HOT1 c.34G>T
        NM_000009.1:c.34G>T        => HOT1 NM_000009.1:c.34G>T
        c.34G>T p.G12C             => HOT1 p.G12C
        G34T                       => ! write `c.34G>T` for the nucleotide, `p.G34T` for the residue
        G34T 20%                   => ! write `c.34G>T` for the nucleotide
        p.G34T                     => HOT1 p.G34T
        G35T                       => HOT1 p.G35T
        ",
    );
    let matches = |text: &str| {
        let profile = format!(r#"{{"results": [{{"biomarker": "HOT1", "alterations": ["{text}"]}}]}}"#);
        report(&profile).expect("is read").findings[0].matches.iter().any(|name| name == "G12C")
    };
    assert!(matches("NM_000002.3:c.34G>T"), "of the gene's own transcript");
    assert!(!matches("NM_000009.1:c.34G>T"), "another transcript may count otherwise");
}

#[test]
fn what_laboratories_put_beside_a_change() {
    check(
        r#"{"results": [{"biomarker": "HOT1", "alterations": ["TEXT"]}]}"#,
        "
        HOTvIII            => HOT1 vIII
        HOT vIII           => HOT1 vIII
        ITD 45bp           => HOT1 ITD
        HOT-ITD (45 bp)    => HOT1 ITD
        V600E 45bp         => ! cannot be read
        V600mut            => HOT1 V600
        V600Emut           => HOT1 p.V600E
        HOT G12C           => HOT1 p.G12C
        L858R somatic      => HOT1 p.L858R
        germline L858R     => HOT1 p.L858R
        L858R (germline)   => HOT1 p.L858R
        L858R likely somatic => ! where it came from stand beside it
        somatic            => ! cannot be read
        L858R somatic)     => ! cannot be read
        exons 2-7 deletion => HOT1 exons 2..7 deletion
        HOT1-V7            => ! cannot be read
        V7                 => ! cannot be read
        del(17p)           => ! a result of its own
        t(4;11)(q21;q23)   => ! name the genes
        ",
    );
    check(
        r#"{"results": [{"biomarker": "TWO1", "alterations": ["TEXT"]}]}"#,
        "
        t(2;5)             => TWO1 t(2;5)
        t(2;17)            => ! name the genes
        ONE1::TWO1 T315I   => ! report each change on its own
        ",
    );
    // What stands beside it is what an `origin` says.
    let origin = r#"{"results": [{"biomarker": "HOT1", "origin": "germline", "alterations": ["TEXT"]}]}"#;
    check(origin, "L858R somatic => ! reported with another `origin`\n L858R germline => HOT1 p.L858R");
}

#[test]
fn a_gene_and_its_change_in_one_name() {
    check(
        r#"{"results": [{"biomarker": "TEXT", "status": "positive"}]}"#,
        "
        HOTvIII          => HOT1 vIII
        HOT1G12C         => HOT1 p.G12C
        PROMp C228T      => PROM1X C228T
        PROM1X promoter mutation => PROM1X promoter mutation
        HOT1X7           => results[0].biomarker: no rule knows this biomarker
        HOT15            => results[0].biomarker: no rule knows this biomarker
        ONE1::TWO1 T315I => results[0].biomarker: no rule knows this biomarker
        ",
    );
}

#[test]
fn a_line_as_it_is_counted() {
    for (text, reads) in [
        ("2L", true),
        ("2nd", true),
        ("2nd line", true),
        ("second-line", true),
        ("Second line", true),
        ("line 2", true),
        ("2rd", false),
        ("2 mg", false),
        ("secondary", false),
        ("0th", false),
        ("11st", false),
        ("99th", false),
    ] {
        assert_eq!(report(&format!(r#"{{"facts": {{"line": "{text}"}}}}"#)).is_ok(), reads, "{text}");
    }
    assert!(report(r#"{"facts": {"age": "70th"}}"#).is_err(), "years are not counted so");
}

#[test]
fn what_is_no_value_says_what_to_write() {
    check(r#"{"facts": {"stage": "TEXT"}}"#, "M1c => ! TNM\n cT2N0M1c => ! TNM\n IVX => ! did you mean");
    check(r#"{"results": [{"biomarker": "LOST", "value": "TEXT"}]}"#, "12 % => ! a share does not say");
    check(r#"{"results": [{"biomarker": "HOT1", "value": "TEXT"}]}"#, "HOT1 low => ! `HOT1-stain`, one of `0`");
    let share = r#"{"results": [{"biomarker": "HOT1", "alterations": [{"change": "G12C", "allele_fraction": TEXT}]}]}"#;
    check(
        share,
        r#"
        0.03      => HOT1 p.G12C
        "3%"      => ! 3 % is `0.03`
        "3,5 %"   => ! 3.5 % is `0.035`
        "0.03"    => ! write 0.03, without quotes
        23        => ! 23 % is `0.23`
        "much"    => ! a number is needed
        230       => ! between 0 and 1
        "#,
    );
}

#[test]
fn results_that_contradict_each_other_are_told() {
    let told = |results: &str| {
        let report = report(&format!(r#"{{"results": [{results}]}}"#)).unwrap_or_else(|errors| panic!("{errors:?}"));
        report.not_used.iter().map(|entry| entry.path.clone()).collect::<Vec<_>>()
    };
    let none: [&str; 0] = [];
    let by = r#""method": "SEES", "specimen": "piece", "date": "2026-10-01""#;
    let negative = |how: &str| format!(r#"{{"biomarker": "HOT1", "status": "negative", {how}}}"#);
    let found = |how: &str| format!(r#"{{"biomarker": "HOT1", "alterations": ["G12C"], {how}}}"#);
    assert_eq!(told(&format!("{}, {}", negative(by), found(by))), ["results[0]"]);
    assert_eq!(told(&format!("{}, {}", found(by), negative(by))), ["results[1]"]);
    for other in [by.replace("10-01", "10-02"), by.replace("piece", "other"), by.replace("SEES", "SPOT")] {
        assert_eq!(told(&format!("{}, {}", negative(&other), found(by))), none, "{other}");
    }
    // The silence of one change excludes no other.
    let one = r#"{"biomarker": "HOT1 T790M", "status": "negative"}, {"biomarker": "HOT1", "alterations": ["G12C"]}"#;
    assert_eq!(told(one), none);
    let value = |value: &str, how: &str| format!(r#"{{"biomarker": "STABLE", "value": "{value}", {how}}}"#);
    assert_eq!(told(&format!("{}, {}", value("low", by), value("high", by))), ["results[1]"]);
    assert_eq!(told(&format!("{}, {}", value("low", by), value("low", by))), none);
    let fusion =
        r#"{"biomarker": "ONE1::TWO1", "status": "negative"}, {"biomarker": "ONE1::TWO1", "status": "positive"}"#;
    assert_eq!(told(fusion), ["results[0]"], "once, though it is of two genes");
}

#[test]
fn methods_that_cannot_have_shown_it_are_told() {
    let told = |result: &str| outcome(&format!(r#"{{"results": [{{{result}}}]}}"#));
    let by = |method: &str| told(&format!(r#""biomarker": "HOT1", "alterations": ["G12C"], "method": "{method}""#));
    assert!(by("JOINS").contains("results[0].method: it is not known to show such a change as `G12C`"));
    assert_eq!(by("SEES"), "HOT1 p.G12C");
    // A laboratory's own kit may look at more changes than one.
    assert_eq!(by("SPOT"), "HOT1 p.G12C");
    let fused = r#""biomarker": "TWO1", "alterations": ["ONE1::TWO1"], "method": "SEES""#;
    assert!(told(fused).contains("it is not known to show such a change"));
    let value = |method: &str| told(&format!(r#""biomarker": "STABLE", "value": "high", "method": "{method}""#));
    assert_eq!(
        value("JOINS"),
        "results[0].method: it is not known to measure `STABLE`, whose value counts all the same"
    );
    assert_eq!(value("SEES"), "");
    assert_eq!(value("SPOT"), "", "of a method without any marker nothing is known");
}
