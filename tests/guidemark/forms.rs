//! The forms of a report: the patient's page, the HTML page, CDS Hooks cards, the FHIR bundle, the JSON Schemas.

#![allow(clippy::unwrap_used, clippy::panic, clippy::string_slice, reason = "a test says so by failing")]

mod cards;
mod fhir;
mod html;
mod patient;
mod plans;
mod round_trips;
#[cfg(feature = "schema")]
mod schemas;
mod words;

use guidemark::{
    compile::Plan,
    patient::Settings,
    report::Report,
    rulebook::{Rulebook, answer},
};

const RULES: &str = include_str!("forms/rules.guide");

/// A tumour about which the rules have something of everything to say: conflict, hold, support, avoid, open questions.
pub const RICH: &str = r#"{
    "id": "<script>alert(1)</script>", "disease": "TUMOUR", "date": "2026-11-22", "region": "US",
    "results": [
        { "biomarker": "EGFR", "alterations": ["p.Leu858Arg"], "method": "NGS", "specimen": "tissue" },
        { "biomarker": "PD-L1-TPS", "value": 90 },
        { "biomarker": "KRAS", "status": "pending" },
        { "biomarker": "A<b>1", "status": "positive" }
    ],
    "therapies": []
}"#;

/// A tumour of which everything is known.
pub const SETTLED: &str = r#"{
    "disease": "TUMOUR", "date": "2026-11-22", "region": "US", "facts": { "line": 1 },
    "results": [
        { "biomarker": "EGFR", "status": "negative", "method": "NGS" },
        { "biomarker": "ALK", "status": "negative", "method": "NGS" },
        { "biomarker": "KRAS", "status": "negative", "method": "NGS" },
        { "biomarker": "PD-L1-TPS", "value": 10 }
    ],
    "therapies": []
}"#;

/// Nothing but the disease.
pub const BARE: &str = r#"{ "disease": "TUMOUR", "date": "2026-11-22" }"#;

/// A profile that no rule speaks of.
pub const EMPTY: &str = r#"{ "date": "2026-11-22" }"#;

pub const ALL: [&str; 4] = [RICH, SETTLED, BARE, EMPTY];

pub fn plan() -> Plan {
    let book = Rulebook::read("forms test", [("rules.guide".to_owned(), RULES.to_owned())]);
    book.compile().unwrap_or_else(|| panic!("{:#?}", book.diagnostics))
}

pub fn report(profile: &str) -> Report {
    answer(&plan(), profile, &Settings::on("2026-11-22".parse().unwrap())).unwrap().report
}

/// The report with everything in it that a person could write replaced by markup.
pub fn hostile() -> Report {
    let mut json = serde_json::to_value(report(RICH)).unwrap();
    spoil(&mut json);
    serde_json::from_value(json).unwrap()
}

const HOSTILE: &str = "x</style></title><script>alert(1)</script><img src=x onerror=\"alert(2)\"> ' & \u{1} *b* [l](javascript:alert(3)) | `";

fn spoil(json: &mut serde_json::Value) {
    // Fixed words and numbers of the model keep their form; everything else is free text.
    const FIXED: [&str; 11] =
        ["kind", "reason", "status", "waits_for", "standing", "date", "since", "until", "dated", "about", "system"];
    match json {
        serde_json::Value::String(text) => *text = format!("{HOSTILE}{text}"),
        serde_json::Value::Array(items) => items.iter_mut().for_each(spoil),
        serde_json::Value::Object(members) => {
            members.iter_mut().filter(|(key, _)| !FIXED.contains(&key.as_str())).for_each(|(_, value)| spoil(value));
        }
        _ => {}
    }
}

/// `8-4-4-4-12` hexadecimal digits, of version 8 and the usual variant.
pub fn is_uuid(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    parts.iter().map(|part| part.len()).eq([8, 4, 4, 4, 12])
        && parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_hexdigit()))
        && parts[2].starts_with('8')
        && parts[3].starts_with(['8', '9', 'a', 'b'])
}
