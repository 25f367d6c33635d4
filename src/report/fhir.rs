//! A report as a FHIR R4 (4.0.1) Bundle: a GuidanceResponse that says what is missing, and the RequestGroup of what is
//! proposed, each proposal a draft for a person to decide on.
//!
//! Treatments are proposed only where a rule indicates them, never with a dose. What must wait, what rules disagree
//! on and what to avoid is said in the GuidanceResponse's note: a proposal for it could be taken for an order.

use super::{
    codes::LOINC,
    identity::uuid,
    model::{
        Need, OpenQuestion, Report, RuleReference, TestEntry, TestStatus, TreatmentEntry, TreatmentStatus, WaitsFor,
    },
    test_plan::words,
    wording,
};
use serde_json::{Map, Value, json};

/// "Genetic variant assessment", the LOINC code of an observation of a gene's variants (HL7 Genomics Reporting).
const VARIANT_ASSESSMENT: &str = "69548-6";

/// The Bundle, of type `collection`.
pub fn bundle(report: &Report) -> Value {
    let tests: Vec<&TestEntry> = report.tests.iter().filter(|test| can_be_ordered(test)).collect();
    let treatments: Vec<&TreatmentEntry> =
        report.treatments.iter().filter(|entry| entry.status == TreatmentStatus::Indicated).collect();
    let group = (!tests.is_empty() || !treatments.is_empty()).then(|| request_group(report, &tests, &treatments));
    let mut resources = vec![guidance_response(report, group.as_ref())];
    resources.extend(group);
    resources.extend(tests.iter().map(|test| service_request(report, test)));
    resources.extend(
        treatments.iter().flat_map(|entry| entry.drugs.iter().map(|drug| medication_request(report, entry, drug))),
    );
    let entries: Vec<Value> =
        resources.into_iter().map(|resource| json!({ "fullUrl": url(&resource), "resource": resource })).collect();
    json!({ "resourceType": "Bundle", "id": uuid(report, &["bundle"]), "type": "collection", "entry": entries })
}

/// Whether a rule asks for a test and somebody can order it now.
pub(super) fn can_be_ordered(test: &TestEntry) -> bool {
    matches!(test.status, TestStatus::Recommended | TestStatus::Repeat | TestStatus::Confirm)
        && matches!(test.waits_for, Some(WaitsFor::Order | WaitsFor::Specimen))
}

/// A draft proposal of a test.
pub(super) fn service_request(report: &Report, test: &TestEntry) -> Value {
    let loinc: Vec<Value> =
        codings(report, &test.biomarker).into_iter().filter(|coding| coding["system"] == LOINC).collect();
    let details = [("by", &test.by), ("on", &test.on)];
    let details = details.iter().filter(|(_, names)| !names.is_empty());
    let details: Vec<Value> =
        details.map(|(word, names)| json!({ "text": format!("{word} {}", wording::list(names, "or")) })).collect();
    let when = test.when.as_ref().map(|when| format!("When: {when}."));
    let notes: Vec<&String> = when.iter().chain(&test.remarks).chain(&test.because).collect();
    without_empty(json!({
        "resourceType": "ServiceRequest",
        "id": uuid(report, &["test", &test.biomarker]),
        "instantiatesCanonical": [canonical(report)],
        "status": "draft",
        "intent": "proposal",
        "code": { "coding": loinc, "text": format!("{} test", test.biomarker) },
        "orderDetail": details,
        "subject": subject(report),
        "reasonCode": reason(report),
        "note": annotations(notes),
    }))
}

/// A draft proposal of a drug of a regimen that rules support: what, and why, never how much.
fn medication_request(report: &Report, entry: &TreatmentEntry, drug: &str) -> Value {
    let regimen = wording::regimen(entry);
    let mut notes = Vec::new();
    if entry.drugs.len() > 1 {
        notes.push(format!("Part of {regimen}."));
    }
    notes.extend(entry.grades.iter().map(wording::grade));
    notes.extend(entry.approval.iter().map(wording::approval));
    notes.extend(entry.given_before.iter().map(|sentence| format!("{sentence}.")));
    notes.extend(entry.because.iter().cloned());
    if !entry.may_be_avoided.is_empty() {
        notes.push(format!("May turn out to be one to avoid: {}.", titles(&entry.may_be_avoided)));
    }
    let text = drug.strip_prefix("class ").map_or_else(|| drug.to_owned(), |class| format!("any {class}"));
    without_empty(json!({
        "resourceType": "MedicationRequest",
        "id": medication_id(report, entry, drug),
        "instantiatesCanonical": [canonical(report)],
        "status": "draft",
        "intent": "proposal",
        "medicationCodeableConcept": { "coding": codings(report, drug), "text": text },
        "subject": subject(report),
        "reasonCode": reason(report),
        "note": annotations(&notes),
    }))
}

fn medication_id(report: &Report, entry: &TreatmentEntry, drug: &str) -> String {
    let mut part = vec!["medication", drug];
    part.extend(entry.drugs.iter().map(String::as_str));
    uuid(report, &part)
}

/// What was asked, how far it could be answered, and what is missing.
fn guidance_response(report: &Report, group: Option<&Value>) -> Value {
    // By the definitions of the value set: `data-required` where something could not be decided, `data-requested`
    // where everything was and more data could still change it.
    let blocked = |entry: &TreatmentEntry| matches!(entry.status, TreatmentStatus::Undecided | TreatmentStatus::Hold);
    let status = if report.treatments.iter().any(blocked) {
        "data-required"
    } else if report.open_questions.is_empty() {
        "success"
    } else {
        "data-requested"
    };
    let statuses = [TreatmentStatus::Conflict, TreatmentStatus::Hold, TreatmentStatus::Avoid];
    let mut notes = vec![report.provenance.disclaimer.clone()];
    notes.extend(report.assumptions.iter().map(|assumption| format!("Taken for granted: {assumption}.")));
    for entry in report.treatments.iter().filter(|entry| statuses.contains(&entry.status)) {
        let until = match entry.status {
            TreatmentStatus::Hold => format!(" {}", wording::until(entry)),
            _ => String::new(),
        };
        let rules = if entry.against.is_empty() { &entry.rules } else { &entry.against };
        let status = wording::treatment_status(entry.status);
        notes.push(format!("{}: {status}{until} ({}).", wording::regimen(entry), titles(rules)));
    }
    notes.extend(words::sentences(&report.test_plan).iter().map(|line| format!("Test plan: {line}")));
    notes.extend(report.team.iter().map(|referral| format!("Involve: {}.", referral.title)));
    notes.extend(report.trials.iter().map(|trial| format!("Trial: {}.", trial.registration)));
    notes.extend(report.notes.iter().map(|note| note.text.clone()));
    without_empty(json!({
        "resourceType": "GuidanceResponse",
        "id": uuid(report, &["guidance"]),
        "moduleCanonical": canonical(report),
        "status": status,
        "subject": subject(report),
        "occurrenceDateTime": report.provenance.date.to_string(),
        "performer": { "display": format!("Guidemark {}", report.provenance.engine) },
        "reasonCode": reason(report),
        "note": annotations(&notes),
        "result": group.map(|group| json!({ "reference": url(group), "type": "RequestGroup" })),
        "dataRequirement": report.open_questions.iter().map(|question| data_requirement(report, question)).collect::<Vec<_>>(),
    }))
}

/// What is not known, as the data that would say it.
fn data_requirement(report: &Report, question: &OpenQuestion) -> Value {
    let of_code = |codes: Vec<Value>| json!({ "path": "code", "code": codes });
    match &question.about {
        Need::Disease => json!({ "type": "Condition" }),
        Need::Therapies => json!({ "type": "MedicationAdministration" }),
        Need::Fact(name) => json!({ "type": "Observation", "codeFilter": [of_code(codings_or_name(report, name))] }),
        Need::Biomarker(name) => {
            let codes = codings_or_name(report, name);
            if codes.iter().any(|coding| coding["system"] == LOINC) {
                return json!({ "type": "Observation", "codeFilter": [of_code(codes)] });
            }
            let assessment = json!({ "system": LOINC, "code": VARIANT_ASSESSMENT });
            let gene = json!({ "path": "component.value", "code": codes });
            match codes.iter().any(|coding| coding.get("code").is_some()) {
                true => json!({ "type": "Observation", "codeFilter": [of_code(vec![assessment]), gene] }),
                false => json!({ "type": "Observation", "codeFilter": [of_code(codes)] }),
            }
        }
    }
}

/// What is proposed: tests, any of them; treatments, at most one.
fn request_group(report: &Report, tests: &[&TestEntry], treatments: &[&TreatmentEntry]) -> Value {
    let tests: Vec<Value> = tests
        .iter()
        .map(|test| {
            json!({
                "title": format!("{} test {}", test.biomarker, wording::how(test)).trim_end(),
                "documentation": documentation(&test.rules),
                "resource": { "reference": reference(&uuid(report, &["test", &test.biomarker])) },
            })
        })
        .collect();
    let treatments: Vec<Value> = treatments
        .iter()
        .map(|entry| {
            let drug = |drug: &String| json!({ "reference": reference(&medication_id(report, entry, drug)) });
            let mut action = json!({ "title": wording::regimen(entry), "documentation": documentation(&entry.rules) });
            match entry.drugs.as_slice() {
                [only] => action["resource"] = drug(only),
                drugs => {
                    let parts = drugs.iter().map(|name| json!({ "title": name, "resource": drug(name) }));
                    action["groupingBehavior"] = "logical-group".into();
                    action["selectionBehavior"] = "all".into();
                    action["action"] = parts.collect();
                }
            }
            action
        })
        .collect();
    let groups = [("Biomarker tests", "any", tests), ("Treatments", "at-most-one", treatments)];
    let actions: Vec<Value> = groups
        .into_iter()
        .filter(|(_, _, parts)| !parts.is_empty())
        .map(|(title, selection, parts)| {
            json!({
                "title": title,
                "groupingBehavior": "logical-group",
                "selectionBehavior": selection,
                "precheckBehavior": "no",
                "action": parts,
            })
        })
        .collect();
    without_empty(json!({
        "resourceType": "RequestGroup",
        "id": uuid(report, &["requests"]),
        "instantiatesCanonical": [canonical(report)],
        "status": "draft",
        "intent": "proposal",
        "subject": subject(report),
        "reasonCode": reason(report),
        "action": actions,
    }))
}

/// The rulebook and its version: a name that says which it is, not where it lies.
fn canonical(report: &Report) -> String {
    let encoded = |text| wording::encoded(text, b"-._~");
    let provenance = &report.provenance;
    format!("urn:guidemark:rulebook:{}|{}", encoded(&provenance.rulebook), encoded(&provenance.version))
}

/// The patient, whom the report knows only by the profile's own id.
fn subject(report: &Report) -> Value {
    let mut subject = json!({ "type": "Patient", "display": "The patient of the profile" });
    if let Some(id) = report.id.as_ref().filter(|id| !id.is_empty()) {
        subject["identifier"] = json!({ "value": id });
    }
    subject
}

/// The disease, by name and codes.
fn reason(report: &Report) -> Value {
    match &report.disease {
        Some(disease) => json!([{ "coding": codings(report, disease), "text": disease }]),
        None => Value::Null,
    }
}

fn codings(report: &Report, name: &str) -> Vec<Value> {
    let codes = report.codes.get(name).into_iter().flatten();
    codes.map(|code| json!({ "system": code.system, "code": code.code })).collect()
}

/// Codes, or the name alone where there are none.
fn codings_or_name(report: &Report, name: &str) -> Vec<Value> {
    let codings = codings(report, name);
    if codings.is_empty() { vec![json!({ "display": name })] } else { codings }
}

/// The sources of rules.
fn documentation(rules: &[RuleReference]) -> Vec<Value> {
    wording::sources(rules)
        .into_iter()
        .map(|citation| {
            let mut artifact = json!({ "type": "citation", "citation": wording::citation(citation) });
            if let Some(address) = wording::address(citation) {
                artifact["url"] = address.into();
            }
            artifact
        })
        .collect()
}

fn titles(rules: &[RuleReference]) -> String {
    rules.iter().map(|rule| rule.title.as_str()).collect::<Vec<_>>().join("; ")
}

fn annotations<'a>(texts: impl IntoIterator<Item = &'a String>) -> Vec<Value> {
    texts.into_iter().map(|text| json!({ "text": text })).collect()
}

fn reference(id: &str) -> String {
    format!("urn:uuid:{id}")
}

fn url(resource: &Value) -> String {
    reference(resource["id"].as_str().unwrap_or_default())
}

/// A resource without what FHIR does not allow: `null`, empty texts, lists and objects.
fn without_empty(value: Value) -> Value {
    match value {
        Value::Object(members) => Value::Object(
            members
                .into_iter()
                .map(|(key, value)| (key, without_empty(value)))
                .filter(|(_, value)| !is_empty(value))
                .collect::<Map<_, _>>(),
        ),
        Value::Array(items) => {
            Value::Array(items.into_iter().map(without_empty).filter(|item| !is_empty(item)).collect())
        }
        other => other,
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}
