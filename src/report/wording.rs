//! The words and addresses that several forms of a report share.

use super::model::{
    ApprovalReference, ApprovalStatus, CitationReference, GradeReference, Need, OpenQuestion, Report, RuleReference,
    TestEntry, TestStatus, TreatmentEntry, TreatmentStatus, WaitsFor,
};

/// `a`, `a and b`, `a, b and c`.
pub(super) fn list(items: &[String], last: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}

/// The first `most` of some things, and how many more there are.
pub(super) fn shortened(items: &[String], most: usize) -> String {
    match items.get(..most) {
        Some(shown) if items.len() > most => format!("{} and {} more", shown.join(", "), items.len() - most),
        _ => list(items, "and"),
    }
}

/// Texts once each, in the order of their first.
pub(super) fn once<'a>(texts: impl IntoIterator<Item = &'a String>) -> Vec<&'a String> {
    let mut seen = crate::ordered::Set::new();
    texts.into_iter().filter(|text| seen.insert(*text)).collect()
}

/// Entries that share a key, together, in the order of their first.
pub(super) fn together<'a, T, K: Ord>(
    entries: impl IntoIterator<Item = &'a T>,
    key: impl Fn(&'a T) -> K,
) -> Vec<Vec<&'a T>> {
    let mut groups: Vec<Vec<&T>> = Vec::new();
    let mut places = crate::ordered::Map::new();
    for entry in entries {
        let place = *places.or_insert_with(key(entry), || {
            groups.push(Vec::new());
            groups.len() - 1
        });
        groups[place].push(entry);
    }
    groups
}

/// A regimen: its drugs, and whether only as a single agent.
pub(super) fn regimen(entry: &TreatmentEntry) -> String {
    let drugs: Vec<String> = entry
        .drugs
        .iter()
        .map(|drug| drug.strip_prefix("class ").map_or_else(|| drug.clone(), |class| format!("any {class}")))
        .collect();
    format!("{}{}", drugs.join(" with "), if entry.alone { " alone" } else { "" })
}

/// Whether no rule that is met or open speaks of giving anything: nothing is supported, and no answer would change that.
pub(super) fn is_without_treatment(report: &Report) -> bool {
    // What is only to be avoided, or to wait, carries no approval.
    report.treatments.iter().all(|entry| entry.approval.is_none())
}

/// What is needed.
pub(super) fn need(need: &Need) -> String {
    match need {
        Need::Biomarker(name) => name.clone(),
        Need::Fact(name) => name.replace('-', " "),
        Need::Disease => "the exact diagnosis".to_owned(),
        Need::Therapies => "the treatments so far".to_owned(),
    }
}

/// All that an entry needs.
pub(super) fn needs(entry: &TreatmentEntry) -> String {
    list(&entry.needs.iter().map(need).collect::<Vec<_>>(), "and")
}

/// What the answer to a question bears on: the regimens, tests and referrals; remarks only where there is nothing else.
pub(super) fn bears_on(question: &OpenQuestion) -> String {
    let (notes, others): (Vec<_>, Vec<_>) =
        question.decides.iter().cloned().partition(|outcome| outcome.starts_with("note: "));
    if others.is_empty() && !notes.is_empty() { "remarks".to_owned() } else { shortened(&others, 6) }
}

/// Until when a held entry must wait.
pub(super) fn until(entry: &TreatmentEntry) -> String {
    let verb = if entry.needs.len() == 1 { "is" } else { "are" };
    format!("until {} {verb} known", needs(entry))
}

/// How a test is to be done: by what, on what, when; nothing where any will do.
pub(super) fn how(test: &TestEntry) -> String {
    let mut parts = Vec::new();
    if !test.by.is_empty() {
        parts.push(format!("by {}", list(&test.by, "or")));
    }
    if !test.on.is_empty() {
        parts.push(format!("on {}", list(&test.on, "or")));
    }
    parts.extend(test.when.clone());
    parts.join(", ")
}

/// What a test's status asks to do.
pub(super) fn test_status(status: TestStatus) -> &'static str {
    match status {
        TestStatus::Recommended => "recommended",
        TestStatus::Repeat => "to repeat",
        TestStatus::Confirm => "to confirm",
        TestStatus::Pending => "awaited",
        TestStatus::Derived => "would decide a treatment",
        TestStatus::Done => "done",
    }
}

/// What a treatment's status says.
pub(super) fn treatment_status(status: TreatmentStatus) -> &'static str {
    match status {
        TreatmentStatus::Conflict => "rules disagree",
        TreatmentStatus::Hold => "must wait",
        TreatmentStatus::Indicated => "supported",
        TreatmentStatus::Undecided => "undecided",
        TreatmentStatus::Avoid => "avoid",
        TreatmentStatus::Superseded => "gives way to another",
    }
}

/// Who or what can move something on.
pub(super) fn waits_for(waits_for: WaitsFor) -> &'static str {
    match waits_for {
        WaitsFor::Order => "to be ordered",
        WaitsFor::Specimen => "needs a specimen",
        WaitsFor::Laboratory => "with the laboratory",
        WaitsFor::Interpretation => "needs interpretation",
        WaitsFor::Availability => "not available in the region",
        WaitsFor::Result => "needs a test result",
        WaitsFor::Fact => "needs a fact",
        WaitsFor::Decision => "needs a decision",
    }
}

/// A grade with its scale and meaning.
pub(super) fn grade(grade: &GradeReference) -> String {
    let meaning = if grade.meaning.is_empty() { String::new() } else { format!(": {}", grade.meaning) };
    format!("{} {}{meaning}", grade.scale, grade.level)
}

/// Whether a regimen is licensed.
pub(super) fn approval(approval: &ApprovalReference) -> String {
    let region = approval.region.as_deref().unwrap_or("the region");
    let day = |day: Option<crate::text::Date>| day.map_or_else(String::new, |day| day.to_string());
    let (since, until) = (day(approval.since), day(approval.until));
    let said = match approval.status {
        ApprovalStatus::Approved if approval.since_or_earlier => format!("approved in {region} by {since}"),
        ApprovalStatus::Approved => format!("approved in {region} since {since}"),
        ApprovalStatus::NotYet if approval.since_or_earlier => {
            format!("approved in {region} by {since}, and whether earlier is not known")
        }
        ApprovalStatus::NotYet => format!("not approved in {region} before {since}"),
        ApprovalStatus::Withdrawn if approval.until_or_earlier => format!("approval in {region} ended by {until}"),
        ApprovalStatus::Withdrawn => format!("approval in {region} ended {until}"),
        ApprovalStatus::NotApproved => format!("no approval for this use in {region} is recorded"),
        ApprovalStatus::NotRecorded if approval.for_region => {
            format!("by a rule for {region}, whose approvals are not part of this rulebook")
        }
        ApprovalStatus::NotRecorded => format!("approvals in {region} are not part of this rulebook"),
        ApprovalStatus::RegionUnknown => "approval not looked up: the region is not given".to_owned(),
    };
    let said = match approval.elsewhere.as_slice() {
        [] => said,
        elsewhere => format!("{said}; approved in {}", list(elsewhere, "and")),
    };
    if approval.differs { format!("{said}, the best of the different approvals that its rules name") } else { said }
}

/// A source: what it is called, where in it, by whom, of when.
pub(super) fn citation(citation: &CitationReference) -> String {
    let mut text = citation.title.clone();
    if let Some(locator) = &citation.locator {
        text = format!("{text}, {locator}");
    }
    text = format!("{text}. {}", citation.publisher);
    match citation.dated {
        Some(dated) => format!("{text}, {dated}"),
        None => text,
    }
}

/// Where a source can be read: only addresses that a browser opens as pages, never a script.
pub(super) fn address(citation: &CitationReference) -> Option<String> {
    if let Some(doi) = &citation.doi {
        return Some(format!("https://doi.org/{}", encoded(doi, b"-._~/():;")));
    }
    if let Some(pmid) = citation.pmid.as_ref().filter(|pmid| pmid.bytes().all(|byte| byte.is_ascii_digit())) {
        return Some(format!("https://pubmed.ncbi.nlm.nih.gov/{pmid}/"));
    }
    let link = citation.link.as_ref().filter(|link| link.starts_with("https://") || link.starts_with("http://"))?;
    Some(encoded(link, b"-._~/():;?#[]@!$&'*+,=%"))
}

/// A text as part of a URI: everything but letters, digits and these characters percent-encoded (RFC 3986).
pub(super) fn encoded(text: &str, kept: &[u8]) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut part, byte| {
        if byte.is_ascii_alphanumeric() || kept.contains(&byte) {
            part.push(char::from(byte));
        } else {
            part.push_str(&format!("%{byte:02X}"));
        }
        part
    })
}

/// The registry page of a trial, for registration numbers of ClinicalTrials.gov.
pub(super) fn registry(registration: &str) -> Option<String> {
    let digits = registration.strip_prefix("NCT")?;
    let known = digits.len() == 8 && digits.bytes().all(|byte| byte.is_ascii_digit());
    known.then(|| format!("https://clinicaltrials.gov/study/{registration}"))
}

/// The sources of some rules, each once.
pub(super) fn sources(rules: &[RuleReference]) -> Vec<&CitationReference> {
    let mut seen = crate::ordered::Set::new();
    rules.iter().flat_map(|rule| &rule.citations).filter(|citation| seen.insert(*citation)).collect()
}

/// A text in which nothing means markup in Markdown.
pub(super) fn markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\r' => escaped.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '#' | '&' => escaped.extend(['\\', character]),
            _ => escaped.push(character),
        }
    }
    escaped
}
