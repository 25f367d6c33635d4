//! The report as text for a clinician: what must wait and what to order first, then treatments, then what to ask.
//!
//! Entries that say the same are said once; long lists are folded with their counts, unless everything is asked for.

mod page;
pub mod plan;
mod tests;
mod treatments;
mod wording;

pub use page::Style;

use super::model::{Need, Report};
use crate::ordered::Set;
use page::{Page, Piece, Tone, faint, plain, strong};

/// The report as text.
pub fn render(report: &Report, style: Style) -> String {
    let mut page = Page::new(style);
    title(report, &mut page);
    treatments::holds(report, &mut page);
    treatments::conflicts(report, &mut page);
    tests::to_act_on(report, &mut page);
    plan::section(report, &mut page);
    treatments::indicated(report, &mut page);
    treatments::undecided(report, &mut page);
    treatments::none(report, &mut page);
    treatments::avoid(report, &mut page);
    treatments::superseded(report, &mut page);
    people_and_notes(report, &mut page);
    questions(report, &mut page);
    results(report, &mut page);
    provenance(report, &mut page);
    page.finish()
}

fn title(report: &Report, page: &mut Page) {
    let mut pieces = vec![strong(report.disease.as_deref().unwrap_or("Disease not given"))];
    if let Some(id) = &report.id {
        pieces.push(plain(format!(" · {id}")));
    }
    let region = report.provenance.region.as_deref().unwrap_or("region not given");
    pieces.push(plain(format!(" · as of {} · {region}", report.provenance.date)));
    page.set(0, 2, &pieces);
}

/// The most names in a folded list.
const NAMES: usize = 6;

fn people_and_notes(report: &Report, page: &mut Page) {
    if !report.team.is_empty() {
        page.heading(Tone::Strong, "INVOLVE");
        for referral in &report.team {
            let because = referral.because.first().map(|because| format!(": {because}")).unwrap_or_default();
            page.entry(&[strong(&referral.title), plain(because)]);
        }
    }
    if !report.trials.is_empty() {
        page.heading(Tone::Strong, "TRIALS");
        for trial in &report.trials {
            page.entry(&[strong(&trial.registration), plain(" "), faint(wording::sources(&trial.rules, page.full()))]);
        }
    }
    if !report.notes.is_empty() {
        page.heading(Tone::Strong, "NOTES");
        for note in &report.notes {
            page.entry(&[plain(&note.text)]);
        }
    }
}

/// The most questions that are shown folded.
const QUESTIONS: usize = 3;

fn questions(report: &Report, page: &mut Page) {
    // Biomarkers stand under the tests already.
    let asked: Vec<_> = report
        .open_questions
        .iter()
        .filter(|question| page.full() || !matches!(question.about, Need::Biomarker(_)))
        .collect();
    if asked.is_empty() {
        return;
    }
    page.heading(Tone::Strong, "ASK NEXT");
    let shown = if page.full() { asked.len() } else { QUESTIONS };
    for question in asked.iter().take(shown) {
        let decides: Vec<String> = question.decides.iter().map(|name| wording::decided(name)).collect();
        let decides = page.list(&decides, 2);
        page.entry(&[plain(&question.ask), plain(" "), faint(format!("(bears on {decides})"))]);
    }
    if asked.len() > shown {
        page.entry(&[faint(format!("and {} more, which decide less", asked.len() - shown))]);
    }
}

fn results(report: &Report, page: &mut Page) {
    let done = tests::done(report);
    if !report.findings.is_empty() || !done.is_empty() {
        page.heading(Tone::Strong, "RESULTS AS READ");
        if !done.is_empty() {
            page.entry(&[plain(format!("Tests that are done: {}", page.list(&done, 2 * NAMES)))]);
        }
        for found in &report.findings {
            let read = if found.read_as == found.reported { String::new() } else { format!(" = {}", found.read_as) };
            let matches = if found.matches.is_empty() {
                " → nothing that rules ask for".to_owned()
            } else {
                format!(" → {}", found.matches.join(", "))
            };
            page.entry(&[strong(&found.biomarker), plain(format!(" {}{read}{matches}", found.reported))]);
        }
    }
    if !report.not_used.is_empty() {
        page.heading(Tone::Strong, "NOT USED");
        let reasons: Set<&str> = report.not_used.iter().map(|entry| entry.reason.as_str()).collect();
        for reason in reasons {
            let entries = report.not_used.iter().filter(|entry| entry.reason == reason);
            let name = |entry: &super::model::NotUsedEntry| {
                let near = entry.suggestion.as_ref().map(|near| format!(" ({near})")).unwrap_or_default();
                format!("{}{near}", entry.text)
            };
            let names: Vec<String> = entries.map(name).collect();
            page.entry(&[plain(format!("{}: {reason}", page.list(&names, NAMES)))]);
        }
    }
    if !report.assumptions.is_empty() {
        page.heading(Tone::Strong, "TAKEN FOR GRANTED");
        report.assumptions.iter().for_each(|assumption| page.entry(&[plain(assumption)]));
    }
}

fn provenance(report: &Report, page: &mut Page) {
    let by = &report.provenance;
    let hash = |hash: &str| if page.full() { hash.to_owned() } else { hash.chars().take(12).collect() };
    let made = format!(
        "Rulebook {} {} ({}), engine {}, profile {}.",
        by.rulebook,
        by.version,
        hash(&by.rulebook_sha256),
        by.engine,
        hash(&by.profile_sha256),
    );
    let mut pieces: Vec<Piece> = vec![faint(made), plain(" "), plain(&by.disclaimer)];
    if !page.full() {
        pieces.push(faint(" Everything: --full."));
    }
    page.gap();
    page.set(0, 0, &pieces);
}
