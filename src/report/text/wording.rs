//! Parts of a report in words: regimens, needs, grades, approvals, sources.

use super::super::model::{
    ApprovalReference, ApprovalStatus, CitationReference, Need, RuleReference, Standing, TreatmentEntry,
};

/// A drug; a class is any drug of it.
pub(super) fn drug(name: &str) -> String {
    name.strip_prefix("class ").map_or_else(|| name.to_owned(), |class| format!("any {class}"))
}

/// A regimen: its drugs joined by `+`.
pub(super) fn regimen(entry: &TreatmentEntry) -> String {
    let drugs: Vec<String> = entry.drugs.iter().map(|name| drug(name)).collect();
    format!("{}{}", drugs.join(" + "), if entry.alone { " alone" } else { "" })
}

/// The regimen, marked where it is not standard care.
pub(super) fn regimen_marked(entry: &TreatmentEntry) -> String {
    let mark = if entry.standing == Standing::Emerging { " (emerging)" } else { "" };
    format!("{}{mark}", regimen(entry))
}

/// A regimen given by its name in a list of what something decides.
pub(super) fn decided(name: &str) -> String {
    name.replace(" with ", " + ").replace("class ", "any ")
}

/// What is needed.
pub(super) fn need(need: &Need) -> String {
    match need {
        Need::Biomarker(name) | Need::Fact(name) => name.clone(),
        Need::Disease => "the exact disease".to_owned(),
        Need::Therapies => "the treatment history".to_owned(),
    }
}

/// How strong the recommendation is: `grade ESCAT I-A, regulatory label`.
pub(super) fn grades(entry: &TreatmentEntry) -> String {
    let grades: Vec<String> = entry.grades.iter().map(|grade| format!("{} {}", grade.scale, grade.level)).collect();
    if grades.is_empty() { String::new() } else { format!("grade {}", grades.join(", ")) }
}

/// Whether it is licensed.
pub(super) fn approval(approval: &ApprovalReference) -> String {
    let region = approval.region.as_deref().unwrap_or("the region");
    match (approval.status, approval.since, approval.until) {
        (ApprovalStatus::Approved, Some(since), _) => format!("approved in {region} since {since}"),
        (ApprovalStatus::Approved, None, _) => format!("approved in {region}"),
        (ApprovalStatus::NotYet, Some(since), _) => format!("not yet approved in {region} (from {since})"),
        (ApprovalStatus::Withdrawn, _, Some(until)) => format!("approval in {region} ended {until}"),
        (ApprovalStatus::NotYet | ApprovalStatus::Withdrawn | ApprovalStatus::NotApproved, ..) => {
            format!("no approval in {region} is recorded")
        }
        (ApprovalStatus::RegionUnknown, ..) => "approval unknown: no region given".to_owned(),
    }
}

/// The sources of rules, each once: the first by its name in the rulebook and how many more, or all in full.
pub(super) fn sources(rules: &[RuleReference], full: bool) -> String {
    let mut texts: Vec<String> = Vec::new();
    for citation in rules.iter().flat_map(|rule| &rule.citations) {
        let text = if full { long(citation) } else { citation.source.clone() };
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    match texts.as_slice() {
        [] => String::new(),
        [first, rest @ ..] if !full && !rest.is_empty() => format!("[{first} +{}]", rest.len()),
        all => format!("[{}]", all.join("; ")),
    }
}

fn long(citation: &CitationReference) -> String {
    let locator = citation.locator.as_ref().map(|locator| format!(", {locator}")).unwrap_or_default();
    let doi = citation.doi.as_ref().map(|doi| format!(", doi:{doi}")).unwrap_or_default();
    let dated = citation.dated.map(|dated| format!(", {dated}")).unwrap_or_default();
    format!("{}: {}{locator}{dated}{doi}", citation.publisher, citation.title)
}
