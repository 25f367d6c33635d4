//! Findings as SARIF 2.1.0 (<https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>), for code review tools.

use guidemark::{
    diagnostics::{Code, Diagnostic, Severity},
    rulebook::Rulebook,
    text::{Sources, Span},
};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The log of one run.
pub fn log(book: &Rulebook) -> Value {
    let codes: BTreeSet<Code> = book.diagnostics.iter().map(|finding| finding.code).collect();
    let rules: Vec<Value> = codes
        .iter()
        .map(|code| json!({ "id": code.slug(), "help": { "text": code.page(), "markdown": code.page() } }))
        .collect();
    let results: Vec<Value> = book.diagnostics.iter().map(|finding| result(finding, &book.sources)).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "guidemark", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "columnKind": "utf16CodeUnits",
            "results": results,
        }],
    })
}

fn result(finding: &Diagnostic, sources: &Sources) -> Value {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let text = match &finding.help {
        Some(help) => format!("{}\n{help}", finding.message),
        None => finding.message.clone(),
    };
    let related: Vec<Value> = finding
        .secondary
        .iter()
        .filter_map(|label| {
            let mut place = location(label.span, sources)?;
            place["message"] = json!({ "text": label.text });
            Some(place)
        })
        .collect();
    json!({
        "ruleId": finding.code.slug(),
        "level": level,
        "message": { "text": text },
        "locations": location(finding.primary.span, sources).into_iter().collect::<Vec<_>>(),
        "relatedLocations": related,
    })
}

fn location(span: Span, sources: &Sources) -> Option<Value> {
    let file = sources.get(span.source)?;
    let (start, end) = (file.line_column(span.start), file.line_column(span.end));
    Some(json!({
        "physicalLocation": {
            "artifactLocation": { "uri": file.name },
            "region": {
                "startLine": start.line,
                "startColumn": start.utf16,
                "endLine": end.line,
                "endColumn": end.utf16,
            },
        },
    }))
}
