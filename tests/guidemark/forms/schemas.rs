//! The published JSON Schemas: current, true of real profiles and reports, and false of wrong ones.

use super::{ALL, RICH, hostile, plan, report, round_trips};
use guidemark::{
    cohort::{Evaluator, Line, Part, Selection, Took},
    patient::{Settings, read_profile},
    schema,
};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::{env, fs, path::Path};

fn published() -> [(&'static str, Value); 3] {
    [("profile", schema::profile()), ("report", schema::report()), ("summary", schema::summary())]
}

#[test]
fn the_published_schemas_are_current() {
    for (name, schema) in published() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("schema/{name}.schema.json"));
        let text = format!("{}\n", serde_json::to_string_pretty(&schema).unwrap());
        if env::var("UPDATE_EXPECT").is_ok_and(|value| value == "1") {
            fs::write(&path, &text).unwrap();
        }
        let published = fs::read_to_string(&path).unwrap_or_default();
        assert!(published == text, "{} is not current; UPDATE_EXPECT=1 writes it anew", path.display());
    }
}

#[test]
fn the_schemas_are_schemas_and_say_what_they_are() {
    for (name, schema) in published() {
        assert!(jsonschema::meta::is_valid(&schema));
        assert_eq!(schema["$id"], format!("urn:guidemark:schema:{name}"));
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        assert_eq!(schema["title"], format!("Guidemark {name}"));
    }
}

/// Profiles that the reader refuses for their shape.
fn wrong_profiles() -> Vec<Value> {
    vec![
        json!([]),
        json!({ "disease": null }),
        json!({ "id": null }),
        json!({ "unknown": 1 }),
        json!({ "facts": { "line": null } }),
        json!({ "facts": [] }),
        json!({ "date": "22.11.2026" }),
        json!({ "disease": { "system": "oncotree" } }),
        json!({ "disease": { "system": "oncotree", "code": "X", "name": "y" } }),
        json!({ "results": [{ "biomarker": "X", "status": "maybe" }] }),
        json!({ "results": [{ "biomarker": "X", "alterations": [1] }] }),
        json!({ "results": [{ "biomarker": "X", "alterations": [{ "origin": "somatic" }] }] }),
        json!({ "results": [{ "biomarker": "X", "alterations": [{ "change": "p.V600E", "colour": "red" }] }] }),
        json!({ "therapies": [{ "line": 1 }] }),
        json!({ "therapies": null }),
        json!({ "specimens": "tissue" }),
    ]
}

#[test]
fn profiles_conform_and_wrong_ones_do_not() {
    let validator = jsonschema::validator_for(&schema::profile()).unwrap();
    let by_copies = r#"{ "results": [{ "biomarker": "X", "alterations": [{ "copy_number": 8 }] }] }"#;
    for profile in ALL.into_iter().chain([by_copies]) {
        assert!(read_profile(profile).is_ok(), "{:?}", read_profile(profile));
        let profile: Value = serde_json::from_str(profile).unwrap();
        let errors: Vec<String> = validator.iter_errors(&profile).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}");
    }
    for profile in wrong_profiles() {
        assert!(read_profile(&profile.to_string()).is_err(), "the reader takes {profile}");
        assert!(!validator.is_valid(&profile), "the schema takes {profile}");
    }
}

#[test]
fn reports_conform_and_wrong_ones_do_not() {
    let validator = jsonschema::validator_for(&schema::report()).unwrap();
    for report in ALL.map(report).into_iter().chain([hostile()]) {
        let report = serde_json::to_value(report).unwrap();
        let errors: Vec<String> = validator.iter_errors(&report).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}");
    }
    let right = serde_json::to_value(report(RICH)).unwrap();
    let wrong: [(&str, Value); 7] = [
        ("/provenance/rulebook_sha256", Value::Null),
        ("/provenance/date", json!("today")),
        ("/treatments/0/status", json!("maybe")),
        ("/treatments/0/drugs", json!("firstinib")),
        ("/tests/0/waits_for", Value::Null),
        ("/open_questions/0/about", json!({ "weather": "x" })),
        ("/disease", Value::Null),
    ];
    for (place, value) in wrong {
        let mut report = right.clone();
        *report.pointer_mut(place).unwrap_or_else(|| panic!("{place} is missing")) = value;
        assert!(!validator.is_valid(&report), "the schema takes a wrong {place}");
    }
    for key in ["tests", "provenance"] {
        let mut report = right.clone();
        report.as_object_mut().unwrap().remove(key);
        assert!(!validator.is_valid(&report), "the schema takes a report without {key}");
    }
    let mut report = right;
    report["provenance"].as_object_mut().unwrap().remove("profile_sha256");
    assert!(!validator.is_valid(&report), "provenance is required whole");
}

#[test]
fn summaries_conform_and_wrong_ones_do_not() {
    let validator = jsonschema::validator_for(&schema::summary()).unwrap();
    let plan = plan();
    let parts = [Part::Tests, Part::Treatments, Part::Verdicts].into_iter().collect();
    for selection in [Selection::Report, Selection::Parts(parts)] {
        let mut evaluator = Evaluator::new(&plan, Settings::on("2026-11-22".parse().unwrap()), selection.clone());
        for (number, line) in ALL.into_iter().chain(["", r#"{"facts": null}"#, "no JSON"]).enumerate() {
            evaluator.answer(number as u64, Line::Bytes(line.as_bytes()), &mut Vec::new()).unwrap();
        }
        let mut summary = evaluator.into_tally().summary(&plan, &selection);
        summary.took = Some(Took { seconds: 0.5, profiles_per_second: 14.0, threads: 1 });
        let right = serde_json::to_value(summary).unwrap();
        let errors: Vec<String> = validator.iter_errors(&right).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}");
        assert!(right["errors"].as_object().is_some_and(|errors| errors.len() == 2), "{right}");
        let wrong = [
            ("/profiles", json!("many")),
            ("/errors", json!({ "no-code": { "profiles": 1, "errors": 1 } })),
            ("/tests", json!({ "maybe": { "X": 1 } })),
            ("/treatments/indicated", json!({ "x": -1 })),
            ("/took/threads", Value::Null),
            ("/rulebook_sha256", Value::Null),
        ];
        for (place, value) in wrong {
            let mut summary = right.clone();
            *summary.pointer_mut(place).unwrap_or_else(|| panic!("{place} is missing in {right}")) = value;
            assert!(!validator.is_valid(&summary), "the schema takes a wrong {place}");
        }
    }
}

proptest! {
    #[test]
    fn whatever_is_a_profile_conforms(profile in round_trips::profile()) {
        let validator = jsonschema::validator_for(&schema::profile()).unwrap();
        prop_assert!(validator.is_valid(&serde_json::to_value(&profile).unwrap()));
    }
}
