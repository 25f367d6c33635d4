//! Treatments in the text report: what must wait, what conflicts, what is indicated, undecided, to avoid, superseded.

use super::{
    super::model::{Need, Report, RuleReference, TreatmentEntry, TreatmentStatus},
    super::wording as shared,
    NAMES,
    page::{Page, Tone, faint, plain, strong},
    wording,
};
use crate::ordered::Sort;

/// The most entries of a section that are shown folded.
const ENTRIES: usize = 6;

fn of(report: &Report, status: TreatmentStatus) -> Vec<&TreatmentEntry> {
    report.treatments.iter().filter(|entry| entry.status == status).collect()
}

/// Entries that share a key, in the order of the first of each.
fn grouped<'r, K: PartialEq>(
    entries: &[&'r TreatmentEntry],
    key: impl Fn(&'r TreatmentEntry) -> K,
) -> Vec<(K, Vec<&'r TreatmentEntry>)> {
    let mut groups: Vec<(K, Vec<&TreatmentEntry>)> = Vec::new();
    for entry in entries {
        let key = key(entry);
        match groups.iter_mut().find(|(known, _)| *known == key) {
            Some((_, group)) => group.push(entry),
            None => groups.push((key, vec![entry])),
        }
    }
    groups
}

fn names(entries: &[&TreatmentEntry]) -> Vec<String> {
    entries.iter().map(|entry| wording::regimen_marked(entry)).collect()
}

/// What must wait: first of all, because starting it cannot be undone.
pub(super) fn holds(report: &Report, page: &mut Page) {
    let all = of(report, TreatmentStatus::Hold);
    // A drug or class to hold has no approval of its own; the regimens that it holds back point at its rules.
    let (agents, regimens): (Vec<_>, Vec<_>) = all.iter().copied().partition(|entry| entry.approval.is_none());
    if agents.is_empty() {
        return;
    }
    page.heading(Tone::Stop, "WAIT");
    for (rules, group) in grouped(&agents, |entry| &entry.rules) {
        let Some(first) = group.first() else { continue };
        let needs: Vec<String> = first.needs.iter().map(wording::need).collect();
        let verb = if needs.len() == 1 { "is" } else { "are" };
        page.entry(&[
            plain("Do not start "),
            (Tone::Stop, wording::list(&names(&group), "or")),
            plain(format!(" until {} {verb} in.", wording::list(&needs, "and"))),
        ]);
        because(page, first, rules);
        let held: Vec<_> = regimens
            .iter()
            .copied()
            .filter(|regimen| regimen.against.iter().any(|rule| rules.contains(rule)))
            .collect();
        if !held.is_empty() {
            page.detail(&[plain(format!("Held back: {}", page.list(&names(&held), 3)))]);
        }
        members(page, &group);
    }
}

/// Where rules that are met say both to give it and not to.
pub(super) fn conflicts(report: &Report, page: &mut Page) {
    let entries = of(report, TreatmentStatus::Conflict);
    if entries.is_empty() {
        return;
    }
    page.heading(Tone::Stop, "CONFLICT: rules disagree, a person must decide");
    for entry in entries {
        let titles =
            |rules: &[RuleReference]| rules.iter().map(|rule| rule.title.clone()).collect::<Vec<_>>().join("; ");
        page.entry(&[strong(wording::regimen_marked(entry))]);
        page.detail(&[
            plain(format!("for: {} ", titles(&entry.rules))),
            faint(wording::sources(&entry.rules, page.full())),
        ]);
        page.detail(&[
            plain(format!("against: {} ", titles(&entry.against))),
            faint(wording::sources(&entry.against, page.full())),
        ]);
    }
}

/// What is supported; apart from it what has no known licence where it is asked for, and what is known to have none.
pub(super) fn indicated(report: &Report, page: &mut Page) {
    let all = of(report, TreatmentStatus::Indicated);
    let (unlicensed, licensed): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|entry| TreatmentEntry::is_unlicensed(entry));
    let (unknown, licensed): (Vec<_>, Vec<_>) =
        licensed.into_iter().partition(|entry| TreatmentEntry::has_unknown_licence(entry));
    indicated_of(&licensed, Tone::Go, "INDICATED", page);
    let region = report.provenance.region.as_deref().unwrap_or_default();
    let heading = format!("SUPPORTED, WITH NO LICENCE IN {region} THAT THIS RULEBOOK KNOWS");
    indicated_of(&unknown, Tone::Wait, &heading, page);
    indicated_of(&unlicensed, Tone::Wait, &format!("SUPPORTED, WITHOUT A LICENCE FOR THIS USE IN {region}"), page);
}

/// Regimens of the same rules together, with the reason once.
fn indicated_of(entries: &[&TreatmentEntry], tone: Tone, heading: &str, page: &mut Page) {
    if entries.is_empty() {
        return;
    }
    page.heading(tone, heading);
    let groups = grouped(entries, |entry| (&entry.rules, &entry.grades, &entry.given_before));
    let shown = if page.full() { groups.len() } else { ENTRIES };
    for ((rules, _, given_before), group) in groups.iter().take(shown) {
        let Some(first) = group.first() else { continue };
        for (approval, alike) in grouped(group, |entry| &entry.approval) {
            let approved = approval.as_ref().map(wording::approval);
            let said: Vec<String> = approved.into_iter().chain([wording::grades(first)]).collect();
            page.entry(&[(tone, names(&alike).join("; ")), plain(format!(" — {}", said.join("; ")))]);
        }
        for sentence in *given_before {
            page.detail(&[(Tone::Wait, sentence.clone())]);
        }
        because(page, first, rules);
        if !first.may_be_avoided.is_empty() {
            let titles: Vec<String> = first.may_be_avoided.iter().map(|rule| rule.title.clone()).collect();
            page.detail(&[(Tone::Wait, "not if".to_owned()), plain(format!(" {}", page.list(&titles, 2)))]);
        }
        members(page, group);
    }
    let more: Vec<&TreatmentEntry> = groups.iter().skip(shown).flat_map(|(_, group)| group).copied().collect();
    if !more.is_empty() {
        page.entry(&[plain(format!("Also: {}", page.list(&names(&more), 2 * NAMES)))]);
    }
}

/// Says so where no treatment is supported or left open: silence could be taken for an oversight.
pub(super) fn none(report: &Report, page: &mut Page) {
    if shared::is_without_treatment(report) {
        page.heading(Tone::Strong, "NO TREATMENT");
        page.entry(&[plain("No rule of this rulebook supports a treatment for what is known, and none is left open.")]);
    }
}

/// What is not decided, by what it needs.
pub(super) fn undecided(report: &Report, page: &mut Page) {
    let entries = of(report, TreatmentStatus::Undecided);
    if entries.is_empty() {
        return;
    }
    let plural = if entries.len() == 1 { "" } else { "s" };
    page.heading(Tone::Strong, &format!("UNDECIDED: {} regimen{plural}", entries.len()));
    let shared = shared_needs(&entries);
    if !shared.is_empty() {
        page.entry(&[strong(format!("each needs {}, and besides:", self::needs(&shared, page)))]);
    }
    let besides = |entry: &TreatmentEntry| -> Vec<Need> {
        entry.needs.iter().filter(|need| !shared.contains(need)).cloned().collect()
    };
    let mut groups = grouped(&entries, |entry| (&entry.fits, besides(entry)));
    // What a finding speaks for comes first. What needs least is nearest to a decision; of those, what decides most.
    groups.order_by_key(|((fits, needs), group)| (fits.is_empty(), needs.len(), usize::MAX - group.len()));
    // Where something is indicated, the rest matters less.
    let most = if of(report, TreatmentStatus::Indicated).is_empty() { ENTRIES } else { ENTRIES / 2 };
    let shown = if page.full() { groups.len() } else { most };
    for ((fits, needs), group) in groups.iter().take(shown) {
        let fits = if fits.is_empty() { String::new() } else { format!("fits {}, ", page.list(fits, NAMES)) };
        let needs = if needs.is_empty() { "nothing else".to_owned() } else { self::needs(needs, page) };
        let needs = format!("{fits}needs {needs}: ");
        page.entry(&[strong(needs), plain(page.list(&names(group), 5))]);
    }
    let more: Vec<&TreatmentEntry> = groups.iter().skip(shown).flat_map(|(_, group)| group).copied().collect();
    if !more.is_empty() {
        page.entry(&[strong("needs others: "), plain(page.list(&names(&more), NAMES))]);
    }
}

/// What each of several entries needs, where it is worth saying once: not all of them need the same.
fn shared_needs(entries: &[&TreatmentEntry]) -> Vec<Need> {
    let [first, others @ ..] = entries else { return Vec::new() };
    let is_shared = |need: &&Need| others.iter().all(|entry| entry.needs.contains(need));
    let differ = others.len() > 1 && others.iter().any(|entry| entry.needs != first.needs);
    first.needs.iter().filter(|need| differ && is_shared(need)).cloned().collect()
}

fn needs(needs: &[Need], page: &Page) -> String {
    let names: Vec<String> = needs.iter().map(wording::need).collect();
    page.list(&names, NAMES)
}

/// What must not be given.
pub(super) fn avoid(report: &Report, page: &mut Page) {
    let entries = of(report, TreatmentStatus::Avoid);
    if entries.is_empty() {
        return;
    }
    page.heading(Tone::Stop, "AVOID");
    for (rules, group) in grouped(&entries, |entry| &entry.rules) {
        let Some(first) = group.first() else { continue };
        page.entry(&[(Tone::Stop, names(&group).join(", ")), plain(" — "), plain(wording::grades(first))]);
        because(page, first, rules);
        members(page, &group);
    }
}

/// What gives way to something better.
pub(super) fn superseded(report: &Report, page: &mut Page) {
    let entries = of(report, TreatmentStatus::Superseded);
    if entries.is_empty() {
        return;
    }
    page.heading(Tone::Strong, "SUPERSEDED: supported, and gives way");
    for (against, group) in grouped(&entries, |entry| &entry.against) {
        let titles: Vec<String> = against.iter().map(|rule| rule.title.clone()).collect();
        page.entry(&[plain(page.list(&names(&group), NAMES)), faint(format!(" → {}", page.list(&titles, 2)))]);
    }
}

/// The reason and the sources of an entry.
fn because(page: &mut Page, entry: &TreatmentEntry, rules: &[RuleReference]) {
    let sources = wording::sources(rules, page.full());
    page.because(&entry.because, &sources);
}

/// The drugs of the classes that entries name; only where everything is asked for.
fn members(page: &mut Page, group: &[&TreatmentEntry]) {
    let mut drugs: Vec<String> = group.iter().flat_map(|entry| &entry.members).cloned().collect();
    drugs.order();
    drugs.dedup();
    if page.full() && !drugs.is_empty() {
        page.detail(&[faint(format!("that is: {}", drugs.join(", ")))]);
    }
}
