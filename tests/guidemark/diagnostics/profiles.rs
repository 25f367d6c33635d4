//! Broken profiles: what their sender is told.

use super::{inputs, updating, vocabulary};
use guidemark::{
    compile::Plan,
    diagnostics::{Code, InputError},
    patient::{Patient, Settings, read_patient},
    rulebook::Rulebook,
    text::Date,
    vocabulary::Vocabulary,
};
use std::fmt::Write;
use std::fs;

fn tables() -> Vocabulary {
    Rulebook::read("test", vocabulary()).program.rules.vocabulary
}

fn patient(profile: &str, vocabulary: &Vocabulary) -> Result<Patient, Vec<InputError>> {
    let day = Date::new(2026, 11, 22).expect("a day");
    read_patient(profile, vocabulary, &Settings::on(day))
}

/// What the sender of a profile is told.
fn told(profile: &str, vocabulary: &Vocabulary) -> String {
    let mut text = String::new();
    match patient(profile, vocabulary) {
        Err(errors) => {
            for InputError { code, path, message, help } in errors {
                let path = if path.is_empty() { String::new() } else { format!("{path} ") };
                writeln!(text, "{path}{code}: {message}").expect("text");
                help.iter().for_each(|help| writeln!(text, "  help: {help}").expect("text"));
            }
        }
        Ok(patient) => {
            for entry in patient.not_used {
                let near = entry.suggestion.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
                writeln!(text, "{} not used: `{}`: {}{near}", entry.path, entry.text, entry.reason).expect("text");
            }
        }
    }
    text
}

#[test]
fn broken_profiles_are_answered_as_expected() {
    let vocabulary = tables();
    for path in inputs("profiles", "json") {
        let profile = fs::read_to_string(&path).expect("a profile");
        let told = told(&profile, &vocabulary);
        assert!(!told.is_empty(), "{} is right", path.display());
        let expected = path.with_extension("expected");
        if updating() {
            fs::write(&expected, told).expect("what is expected is written");
        } else {
            assert_eq!(told, fs::read_to_string(&expected).unwrap_or_default(), "{}", path.display());
        }
    }
}

#[test]
fn every_code_of_profiles_has_a_broken_one() {
    let expected: String =
        inputs("profiles", "expected").iter().map(|path| fs::read_to_string(path).expect("what is expected")).collect();
    let codes = Code::ALL.iter().copied();
    let mut missing: Vec<Code> =
        codes.filter(|code| (Code::InvalidJson..=Code::ContradictoryResult).contains(code)).collect();
    missing.extend([Code::UnknownName, Code::UnknownValue, Code::OutOfRange, Code::WrongType, Code::WrongUnit]);
    missing.extend([Code::UnreadableAlteration, Code::InvalidDate]);
    missing.retain(|code| !expected.contains(&format!("{code}: ")));
    assert!(missing.is_empty(), "no broken profile shows {missing:?}");
}

/// Spellings that mean the same, the one of the vocabulary first.
const SAME: &[&[&str]] = &[
    &[
        r#"{"facts": {"stage": "IV"}}"#,
        r#"{"facts": {"stage": "Stage IV"}}"#,
        r#"{"facts": {"stage": "stage iv"}}"#,
        r#"{"facts": {"stage": "stage group: IV"}}"#,
        r#"{"facts": {"stage": "4"}}"#,
        r#"{"facts": {"stage": 4}}"#,
        r#"{"facts": {"Stage": "IV"}}"#,
        r#"{"facts": {"AJCC stage": "IV"}}"#,
    ],
    &[
        r#"{"facts": {"age": 61}}"#,
        r#"{"facts": {"age": "61"}}"#,
        r#"{"facts": {"age": "61 years"}}"#,
        r#"{"facts": {"age": "61 yrs"}}"#,
        r#"{"facts": {"age": 61.0}}"#,
    ],
    &[r#"{"facts": {"sex": "female"}}"#, r#"{"facts": {"sex": "F"}}"#, r#"{"facts": {"gender": "Female"}}"#],
    &[
        r#"{"facts": {"smoking": "former"}}"#,
        r#"{"facts": {"smoking": "ex-smoker"}}"#,
        r#"{"facts": {"smoking status": "Former smoker"}}"#,
    ],
    &[r#"{"facts": {"ecog": 1}}"#, r#"{"facts": {"ECOG": "1"}}"#, r#"{"facts": {"ecog": "ECOG 1"}}"#],
    &[r#"{"facts": {"resectable": "yes"}}"#, r#"{"facts": {"resectable": true}}"#, r#"{"facts": {"operable": "Yes"}}"#],
    &[
        r#"{"results": [{"biomarker": "PD-L1-TPS", "value": 70}]}"#,
        r#"{"results": [{"biomarker": "PD-L1 TPS", "value": "70%"}]}"#,
        r#"{"results": [{"biomarker": "TPS", "value": "70 %"}]}"#,
        r#"{"results": [{"biomarker": "PD-L1-TPS", "value": "70 percent"}]}"#,
        r#"{"results": [{"biomarker": "PD-L1-TPS", "value": "TPS 70%"}]}"#,
        r#"{"results": [{"biomarker": "PD-L1", "value": "TPS 70%"}]}"#,
        r#"{"results": [{"biomarker": "PD-L1", "value": "TPS: 70 %"}]}"#,
    ],
    &[
        r#"{"results": [{"biomarker": "PD-L1-TPS", "value": 60, "method": "PD-L1-22C3"}]}"#,
        r#"{"results": [{"biomarker": "PD-L1 TPS (22C3)", "value": "60%"}]}"#,
        r#"{"results": [{"biomarker": "PD-L1 (22C3)", "value": "TPS 60%"}]}"#,
        r#"{"results": [{"biomarker": "PD-L1 22C3", "value": "TPS 60%"}]}"#,
    ],
    &[
        r#"{"results": [{"biomarker": "PD-L1-CPS", "value": ">=10"}]}"#,
        r#"{"results": [{"biomarker": "PD-L1-CPS", "value": "CPS>=10"}]}"#,
        r#"{"results": [{"biomarker": "PD-L1-CPS", "value": "CPS ≥10"}]}"#,
    ],
    &[
        r#"{"results": [{"biomarker": "MSI", "value": "high"}]}"#,
        r#"{"results": [{"biomarker": "MSI", "value": "MSI-High"}]}"#,
        r#"{"results": [{"biomarker": "MSI", "value": "MSI-H"}]}"#,
        r#"{"results": [{"biomarker": "Microsatellite status", "value": "MSI high"}]}"#,
    ],
    &[
        r#"{"results": [{"biomarker": "MSI", "value": "stable"}]}"#,
        r#"{"results": [{"biomarker": "MSI", "value": "MSS"}]}"#,
        r#"{"results": [{"biomarker": "MSI", "value": "MS-Stable"}]}"#,
        r#"{"results": [{"biomarker": "MSI", "value": "microsatellite stable"}]}"#,
    ],
    &[
        r#"{"results": [{"biomarker": "MSI", "status": "inconclusive"}]}"#,
        r#"{"results": [{"biomarker": "MSI", "value": "Cannot Be Determined"}]}"#,
        r#"{"results": [{"biomarker": "MSI", "value": "MSI-Indeterminate"}]}"#,
        r#"{"results": [{"biomarker": "MSI", "status": "equivocal"}]}"#,
    ],
    &[
        r#"{"results": [{"biomarker": "TMB", "status": "insufficient"}]}"#,
        r#"{"results": [{"biomarker": "TMB", "status": "QNS"}]}"#,
        r#"{"results": [{"biomarker": "TMB", "value": "QNS"}]}"#,
    ],
    &[
        r#"{"results": [{"biomarker": "HER2-IHC", "value": "3+"}]}"#,
        r#"{"results": [{"biomarker": "HER2-IHC", "value": "IHC 3+"}]}"#,
        r#"{"results": [{"biomarker": "HER2 IHC", "value": "score 3+"}]}"#,
        r#"{"results": [{"biomarker": "HER2-IHC", "value": "HER2 3+"}]}"#,
    ],
    &[
        r#"{"results": [{"biomarker": "PD-L1-TPS", "value": ">=50"}]}"#,
        r#"{"results": [{"biomarker": "PD-L1-TPS", "value": "≥50 %"}]}"#,
        r#"{"results": [{"biomarker": "PD-L1-TPS", "value": "≥ 50%"}]}"#,
    ],
    &[
        r#"{"results": [{"biomarker": "TMB", "value": 12}]}"#,
        r#"{"results": [{"biomarker": "TMB", "value": "12 mut/Mb"}]}"#,
        r#"{"results": [{"biomarker": "TMB", "value": "12 Muts/Mb"}]}"#,
        r#"{"results": [{"biomarker": "TMB", "value": "12 mutations per megabase"}]}"#,
    ],
    &[
        r#"{"results": [{"biomarker": "EGFR", "status": "negative"}]}"#,
        r#"{"results": [{"biomarker": "egfr", "status": "Negative"}]}"#,
        r#"{"results": [{"biomarker": "EGFR", "status": "Not detected"}]}"#,
        r#"{"results": [{"biomarker": "EGFR", "status": "wild-type"}]}"#,
        r#"{"results": [{"biomarker": "EGFR", "status": "WT"}]}"#,
        r#"{"results": [{"biomarker": "EGFR", "status": "neg"}]}"#,
        r#"{"results": [{"biomarker": "EGFR", "status": "None detected"}]}"#,
        r#"{"results": [{"biomarker": "EGFR", "alterations": []}]}"#,
        r#"{"results": [{"biomarker": {"system": "hgnc", "code": 3236}, "status": "negative"}]}"#,
    ],
    &[
        r#"{"results": [{"biomarker": "ERBB2", "status": "negative"}]}"#,
        r#"{"results": [{"biomarker": "HER-2", "status": "negative"}]}"#,
        r#"{"results": [{"biomarker": "HER2/neu", "status": "negative"}]}"#,
    ],
    &[
        r#"{"disease": "LUAD"}"#,
        r#"{"disease": "luad"}"#,
        r#"{"disease": "Lung Adenocarcinoma"}"#,
        r#"{"disease": "lung adenocarcinoma"}"#,
        r#"{"disease": {"system": "oncotree", "code": "LUAD", "display": "Lung Adenocarcinoma"}}"#,
        "\u{feff}{\"disease\": \"LUAD\"}",
    ],
    &[
        r#"{"date": "2026-11-22", "therapies": []}"#,
        r#"{"date": "2026-11-22T10:30:00Z", "therapies": []}"#,
        r#"{"therapies": []}"#,
    ],
];

/// What several spellings say must be what the first says, and nothing may be left aside.
#[test]
fn usual_spellings_mean_the_same() {
    let vocabulary = tables();
    for spellings in SAME {
        let read = |profile: &str| {
            let patient = patient(profile, &vocabulary).unwrap_or_else(|errors| panic!("{profile}: {errors:?}"));
            assert!(patient.not_used.is_empty(), "{profile}: {:?}", patient.not_used);
            // Whether a name means something else in another disease is no knowledge.
            format!("{:?}", Patient { turns_on_disease: false, ..patient })
        };
        let first = read(spellings[0]);
        for other in &spellings[1..] {
            assert_eq!(read(other), first, "{other}");
        }
    }
}

/// Whatever comes in, the answer is an error with a place, soon.
#[test]
fn no_input_breaks_the_reader() {
    let vocabulary = tables();
    let utf_16: String = r#"{"disease": "LUAD"}"#.chars().flat_map(|sign| [sign, '\0']).collect();
    let inputs = [
        ("garbage", "%§&x".repeat(2_000_000), Code::InvalidJson),
        ("too large", " ".repeat(17 << 20), Code::TooLarge),
        ("deep lists", "[".repeat(100_000), Code::InvalidJson),
        ("deep objects", "{\"a\":".repeat(100_000), Code::InvalidJson),
        (
            "deep within",
            format!("{{\"facts\": {{\"stage\": {}1{}}}}}", "[".repeat(500), "]".repeat(500)),
            Code::InvalidJson,
        ),
        ("UTF-16 read as UTF-8", utf_16, Code::InvalidJson),
        ("only a byte order mark", "\u{feff}".to_owned(), Code::InvalidJson),
        ("only blanks", " \n\t ".to_owned(), Code::InvalidJson),
        ("a lone surrogate", r#"{"disease": "\ud800"}"#.to_owned(), Code::InvalidJson),
        ("a control character", "{\"disease\": \"LU\u{1}AD\"}".to_owned(), Code::InvalidJson),
        ("many results", format!("{{\"results\": [{}]}}", vec!["{}"; 20_000].join(",")), Code::MissingKey),
        ("a long name", format!("{{\"disease\": \"{}\"}}", "lung ".repeat(200_000)), Code::UnknownName),
        (
            "a long alteration",
            format!(
                "{{\"results\": [{{\"biomarker\": \"EGFR\", \"alterations\": [\"{}\"]}}]}}",
                "p.L858R ".repeat(50_000)
            ),
            Code::UnreadableAlteration,
        ),
    ];
    for (name, input, code) in inputs {
        let errors = patient(&input, &vocabulary).err().unwrap_or_default();
        assert_eq!(errors.first().map(|error| error.code), Some(code), "{name}");
        assert!(errors[0].message.chars().count() < 600, "{name}: the message repeats the input");
    }
}

#[test]
fn what_is_no_plan_is_refused() {
    for text in ["", "{}", "\n", "guideline x", "guidemark plan", "guidemark plan 999999 00\n", "guidemark plan x y\nz"]
    {
        assert_eq!(Plan::read(text.as_bytes()).err().map(|error| error.code), Some(Code::InvalidPlan), "{text}");
    }
}
