//! The published JSON Schemas (draft 2020-12) of the profile, the report and the cohort's summary, generated from the serde types.

use crate::{
    cohort::Summary,
    diagnostics::Code,
    patient::Profile,
    report::{Report, TestStatus, TreatmentStatus},
};
use schemars::{
    Schema,
    generate::SchemaSettings,
    transform::{RecursiveTransform, Transform, transform_subschemas},
};
use serde_json::{Value, json};

/// What a profile may be. `null` is nowhere allowed: what is not known is left out.
pub fn profile() -> Value {
    let mut schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<Profile<'_>>();
    closed(&mut schema);
    let mut schema = published(schema, "profile", "Guidemark profile");
    // What the reader asks for beyond the types: a therapy is of a drug; an alteration is a change or a copy number.
    schema["$defs"]["Therapy"]["required"] = json!(["drug"]);
    let alteration = &mut schema["$defs"]["DetailedAlteration"];
    alteration["anyOf"] = json!([{ "required": ["change"] }, { "required": ["copy_number"] }]);
    if let Some(alteration) = alteration.as_object_mut() {
        alteration.remove("required");
    }
    schema
}

/// What a report is.
pub fn report() -> Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    published(settings.into_generator().into_root_schema_for::<Report>(), "report", "Guidemark report")
}

/// What the summary of a cohort is.
pub fn summary() -> Value {
    let mut generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let mut schema = generator.root_schema_for::<Summary>();
    closed(&mut schema);
    let mut schema = published(schema, "summary", "Guidemark summary");
    // What is counted stands under codes and statuses, which the types of maps do not say.
    let codes: Vec<&str> = Code::ALL.iter().map(|code| code.slug()).collect();
    for (key, names) in [
        ("errors", json!({ "enum": codes })),
        ("tests", generator.subschema_for::<TestStatus>().to_value()),
        ("treatments", generator.subschema_for::<TreatmentStatus>().to_value()),
    ] {
        schema["properties"][key]["propertyNames"] = names;
    }
    for (name, definition) in generator.take_definitions(true) {
        if schema["$defs"].get(&name).is_none() {
            schema["$defs"][name] = definition;
        }
    }
    schema
}

/// Names a schema and makes absence the only way to leave something out.
fn published(mut schema: Schema, name: &str, title: &str) -> Value {
    RecursiveTransform(optional_is_absent).transform(&mut schema);
    let mut schema = schema.to_value();
    schema["$id"] = format!("urn:guidemark:schema:{name}").into();
    schema["title"] = title.into();
    schema
}

/// Takes `null` from the members of an object that may be left out.
fn optional_is_absent(schema: &mut Schema) {
    let required = schema.get("required").cloned().unwrap_or_default();
    let is_required = |key: &str| required.as_array().is_some_and(|keys| keys.iter().any(|known| known == key));
    let Some(Value::Object(members)) = schema.get_mut("properties") else { return };
    for (_, member) in members.iter_mut().filter(|(key, _)| !is_required(key)) {
        if let Some(Value::Array(types)) = member.get_mut("type") {
            types.retain(|kind| kind != "null");
            if let [only] = types.as_slice() {
                member["type"] = only.clone();
            }
        }
        let Some(Value::Array(choices)) = member.get_mut("anyOf") else { continue };
        choices.retain(|choice| *choice != json!({ "type": "null" }));
        if let [Value::Object(only)] = choices.as_slice() {
            let only = only.clone();
            if let Value::Object(member) = member {
                member.remove("anyOf");
                member.extend(only);
            }
        }
    }
}

/// Lets objects with named members have no others: the reader of profiles refuses them, also where serde cannot.
fn closed(schema: &mut Schema) {
    if schema.get("properties").is_some() && schema.get("additionalProperties").is_none() {
        schema.insert("additionalProperties".to_owned(), Value::Bool(false));
    }
    transform_subschemas(&mut closed, schema);
}
