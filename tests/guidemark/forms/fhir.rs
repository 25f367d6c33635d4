//! The FHIR R4 bundle: the structure of its resources by tables of FHIR 4.0.1, and what it says.

use super::{ALL, BARE, EMPTY, RICH, SETTLED, hostile, is_uuid, report};
use guidemark::report::{Report, fhir::bundle};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// What an element holds.
enum Kind {
    Text,
    /// One of these codes.
    Code(&'static [&'static str]),
    Uri,
    Date,
    /// A type of [`TYPES`].
    Type(&'static str),
    /// Any resource of [`TYPES`].
    Resource,
}
use Kind::{Code, Date, Resource, Text, Type, Uri};

/// An element: its name, whether it is required, whether it repeats, what it holds.
type Element = (&'static str, bool, bool, Kind);

const REQUEST_STATUS: Kind =
    Code(&["draft", "active", "on-hold", "revoked", "completed", "entered-in-error", "unknown"]);
const REQUEST_INTENT: Kind = Code(&[
    "proposal",
    "plan",
    "directive",
    "order",
    "original-order",
    "reflex-order",
    "filler-order",
    "instance-order",
    "option",
]);

/// The elements that this library uses of the types that it uses (FHIR R4, 4.0.1): required ones are all here.
const TYPES: &[(&str, &[Element])] = &[
    (
        "Bundle",
        &[
            ("id", false, false, Text),
            (
                "type",
                true,
                false,
                Code(&[
                    "document",
                    "message",
                    "transaction",
                    "transaction-response",
                    "batch",
                    "batch-response",
                    "history",
                    "searchset",
                    "collection",
                ]),
            ),
            ("entry", false, true, Type("BundleEntry")),
        ],
    ),
    ("BundleEntry", &[("fullUrl", false, false, Uri), ("resource", false, false, Resource)]),
    (
        "GuidanceResponse",
        &[
            ("id", false, false, Text),
            ("moduleCanonical", true, false, Uri),
            (
                "status",
                true,
                false,
                Code(&["success", "data-requested", "data-required", "in-progress", "failure", "entered-in-error"]),
            ),
            ("subject", false, false, Type("Reference")),
            ("occurrenceDateTime", false, false, Date),
            ("performer", false, false, Type("Reference")),
            ("reasonCode", false, true, Type("CodeableConcept")),
            ("note", false, true, Type("Annotation")),
            ("result", false, false, Type("Reference")),
            ("dataRequirement", false, true, Type("DataRequirement")),
        ],
    ),
    (
        "RequestGroup",
        &[
            ("id", false, false, Text),
            ("instantiatesCanonical", false, true, Uri),
            ("status", true, false, REQUEST_STATUS),
            ("intent", true, false, REQUEST_INTENT),
            ("subject", false, false, Type("Reference")),
            ("reasonCode", false, true, Type("CodeableConcept")),
            ("action", false, true, Type("Action")),
        ],
    ),
    (
        "Action",
        &[
            ("title", false, false, Text),
            ("documentation", false, true, Type("RelatedArtifact")),
            ("groupingBehavior", false, false, Code(&["visual-group", "logical-group", "sentence-group"])),
            (
                "selectionBehavior",
                false,
                false,
                Code(&["any", "all", "all-or-none", "exactly-one", "at-most-one", "one-or-more"]),
            ),
            ("precheckBehavior", false, false, Code(&["yes", "no"])),
            ("resource", false, false, Type("Reference")),
            ("action", false, true, Type("Action")),
        ],
    ),
    (
        "ServiceRequest",
        &[
            ("id", false, false, Text),
            ("instantiatesCanonical", false, true, Uri),
            ("status", true, false, REQUEST_STATUS),
            ("intent", true, false, REQUEST_INTENT),
            ("code", false, false, Type("CodeableConcept")),
            ("orderDetail", false, true, Type("CodeableConcept")),
            ("subject", true, false, Type("Reference")),
            ("reasonCode", false, true, Type("CodeableConcept")),
            ("note", false, true, Type("Annotation")),
        ],
    ),
    (
        "MedicationRequest",
        &[
            ("id", false, false, Text),
            ("instantiatesCanonical", false, true, Uri),
            (
                "status",
                true,
                false,
                Code(&[
                    "active",
                    "on-hold",
                    "cancelled",
                    "completed",
                    "entered-in-error",
                    "stopped",
                    "draft",
                    "unknown",
                ]),
            ),
            (
                "intent",
                true,
                false,
                Code(&[
                    "proposal",
                    "plan",
                    "order",
                    "original-order",
                    "reflex-order",
                    "filler-order",
                    "instance-order",
                    "option",
                ]),
            ),
            ("medicationCodeableConcept", true, false, Type("CodeableConcept")),
            ("subject", true, false, Type("Reference")),
            ("reasonCode", false, true, Type("CodeableConcept")),
            ("note", false, true, Type("Annotation")),
        ],
    ),
    (
        "DataRequirement",
        &[
            ("type", true, false, Code(&["Condition", "Observation", "MedicationAdministration"])),
            ("codeFilter", false, true, Type("CodeFilter")),
        ],
    ),
    ("CodeFilter", &[("path", true, false, Text), ("code", false, true, Type("Coding"))]),
    (
        "RelatedArtifact",
        &[
            (
                "type",
                true,
                false,
                Code(&[
                    "documentation",
                    "justification",
                    "citation",
                    "predecessor",
                    "successor",
                    "derived-from",
                    "depends-on",
                    "composed-of",
                ]),
            ),
            ("citation", false, false, Text),
            ("url", false, false, Uri),
        ],
    ),
    ("CodeableConcept", &[("coding", false, true, Type("Coding")), ("text", false, false, Text)]),
    ("Coding", &[("system", false, false, Uri), ("code", false, false, Text), ("display", false, false, Text)]),
    (
        "Reference",
        &[
            ("reference", false, false, Uri),
            ("type", false, false, Code(&["Patient", "RequestGroup"])),
            ("identifier", false, false, Type("Identifier")),
            ("display", false, false, Text),
        ],
    ),
    ("Identifier", &[("value", false, false, Text)]),
    ("Annotation", &[("text", true, false, Text)]),
];

/// Checks a value of a type; says what is wrong, with its path.
fn check(value: &Value, kind: &str, path: &str, wrong: &mut Vec<String>) {
    let (_, elements) = TYPES.iter().find(|(name, _)| *name == kind).unwrap_or_else(|| panic!("{kind} has no table"));
    let Some(members) = value.as_object() else { return wrong.push(format!("{path} is no {kind}")) };
    if members.is_empty() {
        wrong.push(format!("{path} is empty"));
    }
    for key in members.keys().filter(|key| *key != "resourceType") {
        if !elements.iter().any(|(name, ..)| name == key) {
            wrong.push(format!("{path}.{key} is no element of {kind}"));
        }
    }
    for (name, required, repeats, holds) in *elements {
        let path = format!("{path}.{name}");
        match (members.get(*name), repeats) {
            (None, _) if *required => wrong.push(format!("{path} is missing")),
            (None, _) => {}
            (Some(Value::Array(items)), true) if !items.is_empty() => {
                items.iter().enumerate().for_each(|(i, item)| check_kind(item, holds, &format!("{path}[{i}]"), wrong));
            }
            (Some(_), true) => wrong.push(format!("{path} is no list, or an empty one")),
            (Some(item), false) => check_kind(item, holds, &path, wrong),
        }
    }
}

fn check_kind(value: &Value, kind: &Kind, path: &str, wrong: &mut Vec<String>) {
    let text = value.as_str();
    let fine = match kind {
        Type(name) => return check(value, name, path, wrong),
        Resource => {
            let name = value["resourceType"].as_str().unwrap_or_default();
            return check(value, name, path, wrong);
        }
        Text => text.is_some_and(|text| !text.trim().is_empty()),
        Code(codes) => text.is_some_and(|text| codes.contains(&text)),
        Uri => text.is_some_and(|text| !text.is_empty() && !text.contains(char::is_whitespace)),
        Date => text.is_some_and(|text| text.parse::<guidemark::text::Date>().is_ok()),
    };
    if !fine {
        wrong.push(format!("{path} is {value}"));
    }
}

fn problems(bundle: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    check(bundle, "Bundle", "Bundle", &mut wrong);
    wrong
}

fn resources(report: &Report, kind: &str) -> Vec<Value> {
    let bundle = bundle(report);
    let entries = bundle["entry"].as_array().unwrap();
    entries.iter().map(|entry| entry["resource"].clone()).filter(|resource| resource["resourceType"] == kind).collect()
}

/// Every value under a key, anywhere.
fn every<'a>(value: &'a Value, key: &str, found: &mut Vec<&'a Value>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| every(item, key, found)),
        Value::Object(members) => {
            found.extend(members.get(key));
            members.values().for_each(|value| every(value, key, found));
        }
        _ => {}
    }
}

#[test]
fn bundles_have_the_structure_of_r4() {
    for report in ALL.map(report).into_iter().chain([hostile()]) {
        let bundle = bundle(&report);
        assert_eq!(problems(&bundle), Vec::<String>::new());
    }
}

#[test]
fn the_structure_check_finds_what_is_wrong() {
    let right = bundle(&report(RICH));
    let wrong: [(&str, Value, &str); 5] = [
        ("/type", json!("heap"), "Bundle.type is"),
        ("/entry/0/resource/status", json!("done"), "status is"),
        ("/entry/0/resource/subject", json!({}), "subject is empty"),
        ("/entry/0/resource/note", json!([]), "an empty one"),
        ("/entry/1/resource/action/0", json!({ "dose": "1 g" }), "no element of Action"),
    ];
    for (place, value, says) in wrong {
        let mut bundle = right.clone();
        *bundle.pointer_mut(place).unwrap() = value;
        let problems = problems(&bundle);
        assert!(problems.iter().any(|problem| problem.contains(says)), "{place}: {problems:?}");
    }
}

#[test]
fn references_lead_to_resources_of_the_bundle() {
    for report in ALL.map(report).into_iter().chain([hostile()]) {
        let bundle = bundle(&report);
        let entries = bundle["entry"].as_array().unwrap();
        let urls: BTreeSet<&str> = entries.iter().map(|entry| entry["fullUrl"].as_str().unwrap()).collect();
        assert_eq!(urls.len(), entries.len(), "a fullUrl stands twice (bdl-7)");
        for entry in entries {
            let id = entry["resource"]["id"].as_str().unwrap();
            assert!(is_uuid(id), "{id}");
            assert_eq!(entry["fullUrl"], format!("urn:uuid:{id}"));
        }
        let mut references = Vec::new();
        every(&bundle, "reference", &mut references);
        let mut led_to: BTreeSet<&str> = references.iter().map(|reference| reference.as_str().unwrap()).collect();
        assert!(led_to.is_subset(&urls));
        // The answer itself is the one that nothing refers to.
        led_to.insert(entries[0]["fullUrl"].as_str().unwrap());
        assert_eq!(led_to, urls);
        // rqg-1: an action has a resource or actions, and not both.
        let mut actions = Vec::new();
        every(&bundle, "action", &mut actions);
        for action in actions.iter().flat_map(|actions| actions.as_array().unwrap()) {
            assert_ne!(action.get("resource").is_some(), action.get("action").is_some(), "{action}");
        }
    }
}

#[test]
fn the_answer_says_whether_data_are_missing_and_which() {
    let of = |profile: &str| resources(&report(profile), "GuidanceResponse").remove(0);
    assert_eq!(of(SETTLED)["status"], "success");
    assert_eq!(of(SETTLED).get("dataRequirement"), None);
    assert_eq!(of(RICH)["status"], "data-required");
    assert_eq!(of(RICH)["moduleCanonical"], "urn:guidemark:rulebook:forms%20test|3.1");
    let requirements = of(BARE)["dataRequirement"].clone();
    let requirements = requirements.as_array().unwrap();
    let alk = json!({ "type": "Observation", "codeFilter": [
        { "path": "code", "code": [{ "system": "http://loinc.org", "code": "69548-6" }] },
        { "path": "component.value", "code": [{ "system": "http://www.genenames.org", "code": "427" }] },
    ] });
    let score = json!({ "type": "Observation", "codeFilter": [
        { "path": "code", "code": [{ "system": "http://loinc.org", "code": "85147-7" }] },
    ] });
    let line = json!({ "type": "Observation", "codeFilter": [{ "path": "code", "code": [{ "display": "line" }] }] });
    for requirement in [alk, score, line] {
        assert!(requirements.contains(&requirement), "{requirement} is not in {requirements:?}");
    }
    let requirements = of(EMPTY)["dataRequirement"].clone();
    assert!(requirements.as_array().unwrap().contains(&json!({ "type": "Condition" })), "{requirements}");
}

#[test]
fn tests_are_proposed_with_a_code_where_the_rulebook_has_one() {
    let tests = resources(&report(BARE), "ServiceRequest");
    let codes: Vec<(&str, Option<&str>)> = tests
        .iter()
        .map(|test| (test["code"]["text"].as_str().unwrap(), test["code"]["coding"][0]["code"].as_str()))
        .collect();
    // A gene's HGNC code is the code of a gene and not of a test.
    for code in [("PD-L1-TPS test", Some("85147-7")), ("ALK test", None), ("EGFR test", None), ("KRAS test", None)] {
        assert!(codes.contains(&code), "{code:?} is not in {codes:?}");
    }
    assert_eq!(codes.len(), 4);
    // What is ordered already or done is not proposed again.
    let tests = resources(&report(RICH), "ServiceRequest");
    assert_eq!(tests.iter().map(|test| &test["code"]["text"]).collect::<Vec<_>>(), ["ALK test"]);
    assert_eq!(
        tests[0]["reasonCode"][0]["coding"][0],
        json!({ "system": "http://snomed.info/sct", "code": "108369006" })
    );
}

#[test]
fn only_treatments_that_rules_indicate_are_proposed_and_never_a_dose() {
    let medication = |profile: &str| -> Vec<String> {
        let requests = resources(&report(profile), "MedicationRequest");
        requests
            .iter()
            .map(|request| request["medicationCodeableConcept"]["text"].as_str().unwrap().to_owned())
            .collect()
    };
    // Not the ones that conflict, wait, give way, must be avoided or are undecided.
    assert_eq!(medication(RICH), ["firstinib", "thirdinib"]);
    assert_eq!(medication(SETTLED), ["plainatin"]);
    assert_eq!(medication(EMPTY), Vec::<String>::new());
    for profile in ALL {
        let bundle = bundle(&report(profile));
        for key in ["dosageInstruction", "dispenseRequest", "dose", "doseQuantity"] {
            let mut found = Vec::new();
            every(&bundle, key, &mut found);
            assert!(found.is_empty());
        }
    }
    let firstinib = resources(&report(RICH), "MedicationRequest").remove(0);
    let coding = json!([{ "system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "1721560" }]);
    assert_eq!(firstinib["medicationCodeableConcept"]["coding"], coding);
}

#[test]
fn the_drugs_of_a_regimen_are_proposed_together() {
    let report = report(&RICH.replace("\"value\": 90", "\"value\": 60"));
    let group = resources(&report, "RequestGroup").remove(0);
    let treatments = group["action"].as_array().unwrap().iter().find(|action| action["title"] == "Treatments").unwrap();
    assert_eq!(treatments["selectionBehavior"], "at-most-one");
    let parts = treatments["action"].as_array().unwrap();
    let regimen = parts.iter().find(|action| action["title"] == "firstinib with plainatin").unwrap();
    assert_eq!(regimen["selectionBehavior"], "all");
    let titles: Vec<&Value> = regimen["action"].as_array().unwrap().iter().map(|part| &part["title"]).collect();
    assert_eq!(titles, ["firstinib", "plainatin"]);
}

#[test]
fn the_same_report_gives_the_same_bundle() {
    assert_eq!(bundle(&report(RICH)).to_string(), bundle(&report(RICH)).to_string());
    let id = |profile: &str| bundle(&report(profile))["id"].clone();
    assert_ne!(id(RICH), id(BARE));
}
