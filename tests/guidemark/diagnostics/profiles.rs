//! Broken profiles: what their sender is told.

use super::{inputs, updating, vocabulary};
use guidemark::{
    diagnostics::{Code, InputError},
    patient::{Patient, Settings, read_profile, resolve},
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
    resolve(&read_profile(profile)?, vocabulary, &Settings::on(day))
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
