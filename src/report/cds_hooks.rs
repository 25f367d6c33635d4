//! A report as the answer of a CDS Hooks 2.0.1 service: a few cards, one for each group of what is to be said.
//!
//! Cards suggest tests as draft proposals, for a person to order; they never carry `systemActions`, and nothing about
//! them changes a record by itself. Every id depends on the report alone, so that a repeated answer is recognised.

use super::{
    fhir,
    identity::uuid,
    model::{Report, RuleReference, Standing, TestEntry, TestStatus, TreatmentEntry, TreatmentStatus},
    test_plan::words,
    wording::{self, markdown, shortened, together},
};
use serde_json::{Value, json};

/// The longest summary that a card may have, in characters; the specification asks for fewer than 140.
pub const MAX_SUMMARY: usize = 139;

/// How many entries a card lists before it says how many more there are.
const MAX_LISTED: usize = 20;

/// The service's answer: `{ "cards": […] }`.
pub fn cards(report: &Report) -> Value {
    let cards: Vec<Value> = [
        conflicts(report),
        holds(report),
        tests(report),
        plan(report),
        awaited(report),
        supported(report, Standing::Standard),
        supported(report, Standing::Emerging),
        avoid(report),
        open(report),
        team(report),
        remarks(report),
    ]
    .into_iter()
    .flatten()
    .collect();
    json!({ "cards": cards })
}

/// How much a card asks for attention.
#[derive(Clone, Copy)]
enum Indicator {
    Info,
    Warning,
    Critical,
}

fn card(report: &Report, name: &str, indicator: Indicator, summary: &str, lines: Vec<String>) -> Value {
    let provenance = &report.provenance;
    let more = lines.len().saturating_sub(MAX_LISTED);
    let mut detail = lines.into_iter().take(MAX_LISTED).collect::<Vec<_>>().join("\n");
    if more > 0 {
        detail.push_str(&format!("\n- … and {more} more in the whole report"));
    }
    detail.push_str(&format!(
        "\n\n{} As of {}; {} {}.",
        markdown(&provenance.disclaimer),
        provenance.date,
        markdown(&provenance.rulebook),
        markdown(&provenance.version)
    ));
    let indicator = match indicator {
        Indicator::Info => "info",
        Indicator::Warning => "warning",
        Indicator::Critical => "critical",
    };
    json!({
        "uuid": uuid(report, &["card", name]),
        "summary": cut(summary, MAX_SUMMARY),
        "indicator": indicator,
        "detail": detail,
        "source": { "label": format!("Guidemark: {} {}", provenance.rulebook, provenance.version) },
    })
}

/// A text of at most so many characters.
fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(most.saturating_sub(1)).collect();
    short.push('…');
    short
}

/// Reasons for which a clinician may set a card aside.
fn overridable(mut card: Value) -> Value {
    let reasons = [
        ("already-known", "Already known or already done"),
        ("patient-preference", "The patient prefers otherwise"),
        ("not-for-this-patient", "Does not fit this patient's situation"),
        ("not-available", "Not available here"),
        ("disagree", "Clinical judgement differs"),
    ];
    card["overrideReasons"] = reasons
        .iter()
        .map(|(code, display)| json!({ "system": "urn:guidemark:override-reason", "code": code, "display": display }))
        .collect();
    card
}

fn with_status(report: &Report, status: TreatmentStatus) -> Vec<&TreatmentEntry> {
    report.treatments.iter().filter(|entry| entry.status == status).collect()
}

fn names(entries: &[&TreatmentEntry]) -> Vec<String> {
    entries.iter().map(|entry| wording::regimen(entry)).collect()
}

/// `- **what** words. Reason. [Source](…)`
fn line<'a>(what: &str, words: &str, because: impl IntoIterator<Item = &'a String>, rules: &[RuleReference]) -> String {
    let mut line = format!("- **{}**", markdown(what));
    if !words.is_empty() {
        line.push_str(&format!(" {}", markdown(words)));
    }
    for reason in wording::once(because) {
        line.push_str(&format!(". {}", markdown(reason.trim_end_matches('.'))));
    }
    for citation in wording::sources(rules) {
        let text = markdown(&wording::citation(citation));
        match wording::address(citation) {
            Some(address) => line.push_str(&format!(". [{text}](<{address}>)")),
            None => line.push_str(&format!(". {text}")),
        }
    }
    line
}

fn conflicts(report: &Report) -> Option<Value> {
    let entries = with_status(report, TreatmentStatus::Conflict);
    if entries.is_empty() {
        return None;
    }
    let summary = format!("Rules disagree on {}: decide first", shortened(&names(&entries), 3));
    let lines = entries.iter().map(|entry| {
        let rules: Vec<RuleReference> = entry.rules.iter().chain(&entry.against).cloned().collect();
        let against: Vec<String> = entry.against.iter().map(|rule| rule.title.clone()).collect();
        line(&wording::regimen(entry), &format!("against it: {}", against.join("; ")), &entry.because, &rules)
    });
    Some(overridable(card(report, "conflict", Indicator::Critical, &summary, lines.collect())))
}

fn holds(report: &Report) -> Option<Value> {
    // The drugs and classes that rules hold back, and the regimens that wait because such a drug is in them.
    let (agents, regimens): (Vec<_>, Vec<_>) =
        with_status(report, TreatmentStatus::Hold).into_iter().partition(|entry| entry.against.is_empty());
    if agents.is_empty() && regimens.is_empty() {
        return None;
    }
    let first = if agents.is_empty() { &regimens } else { &agents };
    let needs: Vec<String> = first.iter().flat_map(|entry| &entry.needs).map(wording::need).collect();
    let needs: Vec<String> = wording::once(&needs).into_iter().cloned().collect();
    // What is needed comes first, so that it is there even where the summary has to be cut.
    let summary = format!("First {}: do not start {} yet", shortened(&needs, 4), shortened(&names(first), 3));
    let groups = together(agents, |entry| (&entry.rules, &entry.needs));
    let mut lines: Vec<String> = groups
        .iter()
        .map(|group| line(&names(group).join(", "), &wording::until(group[0]), &group[0].because, &group[0].rules))
        .collect();
    let groups = together(regimens, |entry| &entry.needs);
    lines.extend(
        groups.iter().map(|group| line(&shortened(&names(group), MAX_LISTED), &wording::until(group[0]), [], &[])),
    );
    Some(overridable(card(report, "hold", Indicator::Critical, &summary, lines)))
}

/// What a test is asked for by; tests that agree in it are ordered together.
fn order(test: &TestEntry) -> impl Ord + '_ {
    (&test.status, &test.waits_for, &test.by, &test.on, &test.when, &test.rules)
}

fn tests(report: &Report) -> Option<Value> {
    let to_do =
        |test: &&TestEntry| matches!(test.status, TestStatus::Recommended | TestStatus::Repeat | TestStatus::Confirm);
    let to_do: Vec<&TestEntry> = report.tests.iter().filter(to_do).collect();
    if to_do.is_empty() {
        return None;
    }
    let all: Vec<String> = to_do.iter().map(|test| test.biomarker.clone()).collect();
    let summary = format!("Test {}", shortened(&all, 8));
    let groups = together(to_do, order);
    let mut lines = Vec::new();
    let mut suggestions = Vec::new();
    for group in &groups {
        let biomarkers: Vec<String> = group.iter().map(|test| test.biomarker.clone()).collect();
        let words = format!("{} {}", wording::test_status(group[0].status), wording::how(group[0]));
        let because = group.iter().flat_map(|test| test.remarks.iter().chain(&test.because));
        lines.push(line(&biomarkers.join(", "), words.trim_end(), because, &group[0].rules));
        if !fhir::can_be_ordered(group[0]) {
            continue;
        }
        let label = format!("Order {} {}", shortened(&biomarkers, 6), wording::how(group[0]));
        let actions: Vec<Value> = group
            .iter()
            .map(|test| {
                json!({
                    "type": "create",
                    "description": format!("Propose a test of {} {}", test.biomarker, wording::how(test)).trim_end(),
                    "resource": fhir::service_request(report, test),
                })
            })
            .collect();
        let mut part = vec!["suggestion"];
        part.extend(biomarkers.iter().map(String::as_str));
        suggestions.push(json!({ "label": label.trim_end(), "uuid": uuid(report, &part), "actions": actions }));
    }
    let mut card = overridable(card(report, "tests", Indicator::Warning, &summary, lines));
    if !suggestions.is_empty() {
        card["suggestions"] = suggestions.into();
        card["selectionBehavior"] = "any".into();
    }
    Some(card)
}

/// Which assays to order, and what they leave uncovered.
fn plan(report: &Report) -> Option<Value> {
    let plan = &report.test_plan;
    let orders: Vec<String> = plan.orders.iter().chain(&plan.offers).map(|order| order.title.clone()).collect();
    let summary = match orders.as_slice() {
        [] if plan.uncovered.is_empty() => return None,
        [] => "No assay covers what is to be tested".to_owned(),
        orders => format!("Plan of tests: {}", shortened(orders, 4)),
    };
    let lines = words::lines(plan, false).into_iter().map(|(_, about, rest)| match about.as_str() {
        "" => format!("- {}", markdown(&rest)),
        about => format!("- **{}**{}", markdown(about), markdown(&rest)),
    });
    Some(card(report, "plan", Indicator::Info, &summary, lines.collect()))
}

fn awaited(report: &Report) -> Option<Value> {
    let pending: Vec<&TestEntry> = report.tests.iter().filter(|test| test.status == TestStatus::Pending).collect();
    if pending.is_empty() {
        return None;
    }
    let all: Vec<String> = pending.iter().map(|test| test.biomarker.clone()).collect();
    let lines = pending.iter().map(|test| {
        let words = match test.would_decide.as_slice() {
            [] => "awaited".to_owned(),
            decides => format!("awaited; would decide {}", shortened(decides, 6)),
        };
        line(&test.biomarker, &words, [], &test.rules)
    });
    Some(card(report, "awaited", Indicator::Info, &format!("Results awaited: {}", shortened(&all, 8)), lines.collect()))
}

fn supported(report: &Report, standing: Standing) -> Option<Value> {
    let entries: Vec<&TreatmentEntry> = with_status(report, TreatmentStatus::Indicated)
        .into_iter()
        .filter(|entry| entry.standing == standing)
        .collect();
    if entries.is_empty() {
        return None;
    }
    let (name, words) = match standing {
        Standing::Standard => ("standard", "Supported"),
        Standing::Emerging => ("emerging", "Emerging, not yet standard"),
    };
    let lines = entries.iter().map(|entry| {
        let mut words: Vec<String> =
            entry.grades.iter().map(|grade| format!("{} {}", grade.scale, grade.level)).collect();
        words.extend(entry.approval.iter().map(wording::approval));
        line(&wording::regimen(entry), &words.join("; "), &entry.because, &entry.rules)
    });
    let mut lines: Vec<String> = lines.collect();
    // What a treatment may rest on comes first: few lines are shown.
    let taken = report.assumptions.iter().map(|assumption| format!("- Taken for granted: {}.", markdown(assumption)));
    lines.splice(0..0, taken);
    let summary = format!("{words}: {}", shortened(&names(&entries), 4));
    Some(card(report, name, Indicator::Info, &summary, lines))
}

fn avoid(report: &Report) -> Option<Value> {
    let entries = with_status(report, TreatmentStatus::Avoid);
    if entries.is_empty() {
        return None;
    }
    let summary = format!("Avoid {}", shortened(&names(&entries), 4));
    let lines = together(entries, |entry| &entry.rules);
    let lines =
        lines.iter().map(|group| line(&shortened(&names(group), MAX_LISTED), "", &group[0].because, &group[0].rules));
    Some(overridable(card(report, "avoid", Indicator::Warning, &summary, lines.collect())))
}

/// What is undecided, and what would decide it.
fn open(report: &Report) -> Option<Value> {
    let undecided = with_status(report, TreatmentStatus::Undecided);
    if undecided.is_empty() && report.open_questions.is_empty() {
        return None;
    }
    let asked: Vec<String> = report.open_questions.iter().map(|question| wording::need(&question.about)).collect();
    let summary = match undecided.len() {
        0 => format!("Still unknown: {}", shortened(&asked, 4)),
        1 => format!("1 treatment undecided; most decisive: {}", shortened(&asked, 4)),
        count => format!("{count} treatments undecided; most decisive: {}", shortened(&asked, 4)),
    };
    let lines = report
        .open_questions
        .iter()
        .map(|question| format!("- {} Bears on {}.", markdown(&question.ask), markdown(&wording::bears_on(question))));
    Some(card(report, "open", Indicator::Info, &summary, lines.collect()))
}

fn team(report: &Report) -> Option<Value> {
    if report.team.is_empty() {
        return None;
    }
    let titles: Vec<String> = report.team.iter().map(|referral| referral.title.clone()).collect();
    let lines = report.team.iter().map(|referral| line(&referral.title, "", &referral.because, &referral.rules));
    Some(card(report, "team", Indicator::Info, &format!("Involve {}", shortened(&titles, 4)), lines.collect()))
}

/// Remarks and trials.
fn remarks(report: &Report) -> Option<Value> {
    let trials = report.trials.iter().map(|trial| {
        let titles: Vec<&str> = trial.rules.iter().map(|rule| rule.title.as_str()).collect();
        line(&trial.registration, &titles.join("; "), [], &trial.rules)
    });
    let notes = report.notes.iter().map(|note| format!("- {}", markdown(&note.text)));
    let lines: Vec<String> = trials.chain(notes).collect();
    if lines.is_empty() {
        return None;
    }
    let summary = match (report.trials.len(), report.notes.len()) {
        (0, notes) => format!("Notes: {notes}"),
        (trials, 0) => format!("Trials: {trials}"),
        (trials, notes) => format!("Trials: {trials}; notes: {notes}"),
    };
    Some(card(report, "remarks", Indicator::Info, &summary, lines))
}
