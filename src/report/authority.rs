//! Where a recommendation comes from: rules, citations, grades, approvals.

use super::Desk;
use super::model::{ApprovalReference, ApprovalStatus, Authority, CitationReference, GradeReference};
use crate::{
    check::Rule,
    compile::Plan,
    ordered::Set,
    patient::Patient,
    vocabulary::{Citation, Day, Period, RegionId, RuleId, Vocabulary},
};

/// A rule with its citations.
pub(super) fn authority(plan: &Plan, id: RuleId) -> Authority {
    let rule = &plan.ruleset.rules[id];
    let vocabulary = &plan.ruleset.vocabulary;
    let guideline = &vocabulary.guidelines[rule.guideline];
    Authority {
        rule: rule.name.clone(),
        title: rule.title.clone(),
        file: rule.place.file.clone(),
        line: rule.place.line,
        citations: rule.citations.iter().map(|citation| self::citation(citation, vocabulary)).collect(),
        amendment: guideline.amends.map(|_| guideline.label.display().to_owned()),
    }
}

/// A source with the place in it.
pub(crate) fn citation(citation: &Citation, vocabulary: &Vocabulary) -> CitationReference {
    let source = &vocabulary.sources[citation.source];
    CitationReference {
        source: source.label.name.clone(),
        title: source.label.display().to_owned(),
        publisher: source.publisher.clone(),
        locator: citation.locator.clone(),
        dated: source.dated,
        doi: source.doi.clone(),
        pmid: source.pmid.clone(),
        link: source.link.clone(),
    }
}

/// Adds a rule's reasons to those of an entry, each once.
pub(super) fn add_texts(rule: &Rule, because: &mut Vec<String>, patient: &mut Vec<String>) {
    for (text, texts) in [(&rule.because, because), (&rule.patient, patient)] {
        if !text.is_empty() && !texts.contains(text) {
            texts.push(text.clone());
        }
    }
}

/// Adds a rule's grades to those of an entry, each once.
pub(super) fn add_grades(rule: &Rule, grades: &mut Vec<GradeReference>, vocabulary: &Vocabulary) {
    for grade in &rule.grades {
        let scale = &vocabulary.scales[grade.scale];
        let Some((level, meaning)) = scale.levels.get(grade.level as usize) else { continue };
        let reference =
            GradeReference { scale: scale.label.name.clone(), level: level.clone(), meaning: meaning.clone() };
        if !grades.contains(&reference) {
            grades.push(reference);
        }
    }
}

/// What one rule says of a regimen's licence.
#[derive(Clone, Copy, PartialEq)]
struct Licence {
    region: Option<RegionId>,
    status: ApprovalStatus,
    since: Option<Day>,
    until: Option<Day>,
}

/// Whether a regimen is licensed for the patient's place and day, by what each of several rules says of it.
pub(super) fn approval<'r>(rules: impl Iterator<Item = &'r [Period]>, desk: &Desk<'_>) -> ApprovalReference {
    let (patient, vocabulary) = (desk.patient, &desk.plan.ruleset.vocabulary);
    let licence = |periods: &[Period]| licence(periods, patient, vocabulary, desk.licences_are_recorded);
    let rules: Vec<&[Period]> = rules.collect();
    let of_rules: Vec<Licence> = rules.iter().map(|periods| licence(periods)).collect();
    // The best standing counts: one rule's licence is not undone by another's that has ended.
    let rank = |licence: &&Licence| match licence.status {
        ApprovalStatus::Approved => (0, licence.since),
        ApprovalStatus::NotYet => (1, licence.since),
        ApprovalStatus::Withdrawn => (2, licence.since),
        _ => (3, licence.since),
    };
    let best = of_rules.iter().min_by_key(rank).copied().unwrap_or_else(|| licence(&[]));
    let regions = &vocabulary.regions;
    let mut elsewhere = Set::new();
    if !matches!(best.status, ApprovalStatus::Approved | ApprovalStatus::RegionUnknown) {
        let in_force = rules.iter().copied().flatten().filter(|period| period.holds(patient.date));
        let in_force: Set<RegionId> = in_force.map(|period| period.region).collect();
        elsewhere.extend(in_force.iter().map(|region| regions[*region].label.name.clone()));
    }
    ApprovalReference {
        region: best.region.map(|region| regions[region].label.name.clone()),
        status: best.status,
        since: best.since.map(|since| since.date),
        since_or_earlier: best.since.is_some_and(|since| since.or_earlier),
        until: best.until.map(|until| until.date),
        until_or_earlier: best.until.is_some_and(|until| until.or_earlier),
        differs: of_rules.iter().any(|other| *other != best),
        elsewhere: elsewhere.into_iter().collect(),
        for_region: false,
    }
}

/// Whether all that a rule treats with is licensed somewhere at some time, and known not to be where and when it is asked
/// for. What has no licence anywhere is a guideline's advice, and stands apart from licences.
pub(super) fn is_unlicensed(rule: &Rule, patient: &Patient, vocabulary: &Vocabulary, are_recorded: bool) -> bool {
    let treatments = &rule.actions.treatments;
    let is_denied = |approvals: &[Period]| {
        !approvals.is_empty() && licence(approvals, patient, vocabulary, are_recorded).status.is_denied()
    };
    !treatments.is_empty() && treatments.iter().all(|treatment| is_denied(&treatment.approvals))
}

/// What some licences say for the patient's place and day; `are_recorded`: any are, for that place.
fn licence(approvals: &[Period], patient: &Patient, vocabulary: &Vocabulary, are_recorded: bool) -> Licence {
    let none = |region, status| Licence { region, status, since: None, until: None };
    let Some(place) = patient.region else { return none(None, ApprovalStatus::RegionUnknown) };
    let status = |period: &Period| match period {
        period if period.holds(patient.date) => ApprovalStatus::Approved,
        period if patient.date < period.since.date => ApprovalStatus::NotYet,
        _ => ApprovalStatus::Withdrawn,
    };
    let rank = |status: ApprovalStatus| match status {
        ApprovalStatus::Approved => 0,
        ApprovalStatus::NotYet => 1,
        _ => 2,
    };
    let here = approvals.iter().filter(|period| vocabulary.region_tree.is_under(place, period.region));
    match here.min_by_key(|period| (rank(status(period)), period.since)) {
        Some(period) => Licence {
            region: Some(period.region),
            status: status(period),
            since: Some(period.since),
            until: period.until,
        },
        None if are_recorded => none(Some(place), ApprovalStatus::NotApproved),
        None => none(Some(place), ApprovalStatus::NotRecorded),
    }
}
