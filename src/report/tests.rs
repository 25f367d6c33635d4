//! The tests of a report: each biomarker that a rule asks for or an undecided treatment needs, and how far it is.

use super::{
    Desk, authority,
    model::{RuleReference, TestEntry, TestStatus, TreatmentStatus, WaitsFor},
    treatments::{self, Treatment},
};
use crate::{
    check::{Subject, Timing},
    patient::{Coverage, Outcome},
    syntax::tree::ResultStatus,
    text::Date,
    vocabulary::{Assay, AssayId, Biomarker, Period, RuleId, SpecimenId, Technique},
};
use std::collections::{BTreeMap, BTreeSet};

/// An entry, and what it says by id.
pub(super) struct Test {
    pub biomarker: Biomarker,
    /// What rules accept, each of them; none: no rule asks for it.
    pub requests: Vec<Request>,
    /// Whether its results are from before the last progression, and a newer one is asked for.
    pub is_outdated: bool,
    pub entry: TestEntry,
}

/// How, on what and how soon a rule wants a biomarker tested.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Request {
    /// By any of these; empty: by any that sees it.
    pub by: Vec<Technique>,
    /// On any of these; empty: on any.
    pub on: Vec<SpecimenId>,
    /// Within so many days.
    pub within: Option<u32>,
}

/// What rules ask of one biomarker.
#[derive(Default)]
struct Asked {
    requests: Vec<Request>,
    rules: BTreeSet<RuleId>,
    by: BTreeSet<Technique>,
    on: BTreeSet<SpecimenId>,
    when: BTreeSet<String>,
    /// Whether a rule wants a new result since the disease last progressed.
    at_progression: bool,
}

/// The words that ask for a result newer than the last progression.
const AT_PROGRESSION: &str = "at progression";

/// Every test, those to act on first.
pub(super) fn assemble(desk: &Desk<'_>, treatments: &[Treatment]) -> Vec<Test> {
    let mut decides: BTreeMap<Biomarker, BTreeSet<String>> = BTreeMap::new();
    for treatment in treatments {
        for need in &treatment.needs {
            if let Subject::Biomarker(biomarker) = need {
                decides.entry(*biomarker).or_default().insert(treatments::name(&treatment.entry));
            }
        }
    }
    let mut still_needed: BTreeSet<Biomarker> = BTreeSet::new();
    for treatment in treatments.iter().filter(|treatment| treatment.entry.status != TreatmentStatus::Superseded) {
        still_needed.extend(
            treatment
                .needs
                .iter()
                .filter_map(|need| if let Subject::Biomarker(biomarker) = need { Some(biomarker) } else { None }),
        );
    }
    let mut asked = asked(desk);
    let named: BTreeSet<Biomarker> = asked.keys().copied().collect();
    for biomarker in still_needed.difference(&named) {
        asked.insert(*biomarker, Asked::default());
    }
    let mut tests: Vec<Test> = asked
        .into_iter()
        .map(|(biomarker, asked)| {
            let needed = still_needed.contains(&biomarker);
            test(desk, biomarker, asked, needed, decides.remove(&biomarker).unwrap_or_default())
        })
        .collect();
    tests.sort_by(|Test { entry: a, .. }, Test { entry: b, .. }| {
        (a.status, b.would_decide.len(), &a.biomarker).cmp(&(b.status, a.would_decide.len(), &b.biomarker))
    });
    tests
}

fn asked(desk: &Desk<'_>) -> BTreeMap<Biomarker, Asked> {
    let mut asked: BTreeMap<Biomarker, Asked> = BTreeMap::new();
    for (id, rule) in desk.speaking() {
        for test in &rule.actions.tests {
            let words = test.when.as_ref().map(|timing| match timing {
                Timing::Words(words) => words.clone(),
                Timing::WithinDays(days) => format!("within {days} days"),
            });
            let at_progression = words.as_deref() == Some(AT_PROGRESSION);
            let within = match test.when {
                Some(Timing::WithinDays(days)) => Some(days),
                _ => None,
            };
            let request = Request { by: test.by.clone(), on: test.on.clone(), within };
            for biomarker in &test.biomarkers {
                let entry = asked.entry(*biomarker).or_default();
                entry.rules.insert(id);
                if !entry.requests.contains(&request) {
                    entry.requests.push(request.clone());
                }
                entry.by.extend(&test.by);
                entry.on.extend(&test.on);
                entry.when.extend(words.clone());
                entry.at_progression |= at_progression;
            }
        }
    }
    asked
}

fn test(desk: &Desk<'_>, biomarker: Biomarker, asked: Asked, needed: bool, decides: BTreeSet<String>) -> Test {
    let vocabulary = &desk.plan.ruleset.vocabulary;
    let results = Results::of(desk, biomarker, asked.at_progression);
    let mut remarks = results.remarks(desk, biomarker, needed);
    let (status, waits_for) = results.status(&asked, needed);
    let on = specimens_left(desk, biomarker, &asked, status);
    let (available, elsewhere) = assays(desk, biomarker);
    let to_order = matches!(waits_for, Some(WaitsFor::Order | WaitsFor::Specimen));
    let mut waits_for = waits_for;
    if to_order && elsewhere && available.is_empty() {
        remarks.push("no assay for it is available in the region on that day".to_owned());
        waits_for = Some(WaitsFor::Availability);
    } else if to_order
        && !on.is_empty()
        && desk.patient.specimens.as_ref().is_some_and(|have| have.iter().all(|specimen| !on.contains(specimen)))
    {
        remarks.push("no specimen that it works on is at hand".to_owned());
        waits_for = Some(WaitsFor::Specimen);
    }
    let mut references: Vec<RuleReference> =
        asked.rules.iter().map(|id| authority::reference(desk.plan, *id)).collect();
    references.sort();
    let mut entry = TestEntry {
        biomarker: vocabulary.biomarker(biomarker).name.clone(),
        status,
        waits_for,
        by: sorted(asked.by.iter().map(|technique| vocabulary.technique(*technique).name.clone())),
        on: sorted(on.iter().map(|specimen| vocabulary.specimens[*specimen].label.name.clone())),
        when: (!asked.when.is_empty()).then(|| asked.when.iter().cloned().collect::<Vec<_>>().join("; ")),
        rules: references,
        would_decide: decides.into_iter().collect(),
        available: sorted(available.into_iter().map(|assay| vocabulary.assays[assay].label.name.clone())),
        remarks,
        because: Vec::new(),
        patient: Vec::new(),
    };
    let mut rules: Vec<_> = asked.rules.iter().map(|id| &desk.plan.ruleset.rules[*id]).collect();
    rules.sort_by(|a, b| a.name.cmp(&b.name));
    rules.into_iter().for_each(|rule| authority::add_texts(rule, &mut entry.because, &mut entry.patient));
    Test { biomarker, requests: asked.requests, is_outdated: results.outdated, entry }
}

/// The specimens on which the test is worth doing: to confirm a negative result none of those that left it open.
fn specimens_left(desk: &Desk<'_>, biomarker: Biomarker, asked: &Asked, status: TestStatus) -> BTreeSet<SpecimenId> {
    let Biomarker::Gene(gene) = biomarker else { return asked.on.clone() };
    let silent: BTreeSet<SpecimenId> = desk
        .patient
        .gene(gene)
        .iter()
        .filter(|result| result.status == ResultStatus::Negative && result.coverage == Coverage::Nothing)
        .filter_map(|result| result.how.specimen)
        .collect();
    let left: BTreeSet<SpecimenId> = asked.on.difference(&silent).copied().collect();
    if status == TestStatus::Confirm && !left.is_empty() { left } else { asked.on.clone() }
}

fn sorted(names: impl Iterator<Item = String>) -> Vec<String> {
    let names: BTreeSet<String> = names.collect();
    names.into_iter().collect()
}

/// What the results of one biomarker amount to.
struct Results {
    any: bool,
    /// A result that decides something.
    conclusive: bool,
    /// All conclusive results are older than the last progression, and a newer one is asked for.
    outdated: bool,
    pending: bool,
    insufficient: bool,
    failed: bool,
    /// Something was found whose meaning is not reported.
    uninterpreted: bool,
}

impl Results {
    fn of(desk: &Desk<'_>, biomarker: Biomarker, at_progression: bool) -> Results {
        let has = |wanted: ResultStatus| desk.patient.statuses(biomarker).any(|status| status == wanted);
        let conclusive = desk.patient.is_conclusive(biomarker);
        let uninterpreted = match biomarker {
            Biomarker::Gene(gene) => desk
                .patient
                .gene(gene)
                .iter()
                .flat_map(|result| &result.alterations)
                .any(|read| read.alteration.significance.is_none()),
            Biomarker::Marker(_) => false,
        };
        Results {
            any: desk.patient.statuses(biomarker).next().is_some(),
            conclusive,
            outdated: at_progression && conclusive && !newer_than_progression(desk, biomarker),
            pending: has(ResultStatus::Pending),
            insufficient: has(ResultStatus::Insufficient),
            failed: has(ResultStatus::Failed),
            uninterpreted,
        }
    }

    fn status(&self, asked: &Asked, needed: bool) -> (TestStatus, Option<WaitsFor>) {
        let recommended = if asked.rules.is_empty() { TestStatus::Derived } else { TestStatus::Recommended };
        if self.pending {
            (TestStatus::Pending, Some(WaitsFor::Laboratory))
        } else if !self.any || self.outdated {
            (recommended, Some(WaitsFor::Order))
        } else if self.conclusive && !needed {
            (TestStatus::Done, None)
        } else if self.conclusive {
            let waits_for = if self.uninterpreted { WaitsFor::Interpretation } else { WaitsFor::Order };
            (TestStatus::Confirm, Some(waits_for))
        } else if self.insufficient {
            (TestStatus::Repeat, Some(WaitsFor::Specimen))
        } else if self.failed {
            (TestStatus::Repeat, Some(WaitsFor::Order))
        } else {
            (TestStatus::Confirm, Some(WaitsFor::Order))
        }
    }

    fn remarks(&self, desk: &Desk<'_>, biomarker: Biomarker, needed: bool) -> Vec<String> {
        let mut remarks = BTreeSet::new();
        if self.outdated {
            remarks.insert("its result is from before the last progression, or not dated".to_owned());
        }
        let Biomarker::Gene(gene) = biomarker else { return remarks.into_iter().collect() };
        let vocabulary = &desk.plan.ruleset.vocabulary;
        for result in desk.patient.gene(gene) {
            let technique = result.how.technique.map(|technique| vocabulary.technique(technique).name.as_str());
            let specimen = result.how.specimen.map(|specimen| vocabulary.specimens[specimen].label.name.as_str());
            match (result.status, technique, specimen) {
                (ResultStatus::Negative, Some(technique), Some(specimen)) if result.coverage == Coverage::Nothing => {
                    remarks
                        .insert(format!("negative by {technique} on {specimen}, which does not exclude an alteration"));
                }
                (ResultStatus::Negative, Some(technique), _) if matches!(result.coverage, Coverage::Technique(_)) => {
                    remarks.insert(format!("negative by {technique}, which does not see every alteration"));
                }
                (ResultStatus::Insufficient, _, _) => drop(remarks.insert("the specimen did not suffice".to_owned())),
                (ResultStatus::Failed, _, _) => drop(remarks.insert("the assay failed".to_owned())),
                (ResultStatus::Inconclusive, _, _) => drop(remarks.insert("reported as inconclusive".to_owned())),
                _ => {}
            }
        }
        if self.conclusive && needed && self.uninterpreted {
            let reported = desk.patient.gene(gene).iter().flat_map(|result| &result.alterations);
            let open: BTreeSet<&str> =
                reported.filter(|read| read.alteration.significance.is_none()).map(|read| read.text.as_str()).collect();
            remarks.insert(format!("what was found needs interpretation: {}", Vec::from_iter(open).join(", ")));
        }
        if self.conclusive && needed {
            for read in desk.patient.gene(gene).iter().flat_map(|result| &result.alterations) {
                if let Some((first, last)) = read.alteration.change.untold_codons() {
                    let codons =
                        if first == last { format!("codon {first}") } else { format!("codons {first} to {last}") };
                    let text = &read.text;
                    remarks.insert(format!("of {text} ({codons}) the protein change is not reported: ask for it"));
                }
            }
        }
        // A negative that decides all that is still asked needs no remark.
        if self.conclusive && !needed {
            remarks.retain(|remark| !remark.starts_with("negative by") || self.outdated);
        }
        remarks.into_iter().collect()
    }
}

/// Whether a conclusive result is newer than the last progression that is dated.
fn newer_than_progression(desk: &Desk<'_>, biomarker: Biomarker) -> bool {
    let progressions =
        desk.patient.therapies.iter().flatten().filter(|therapy| therapy.outcome == Some(Outcome::Progression));
    let Some(last) = progressions.filter_map(|therapy| therapy.date).max() else { return false };
    let since = |date: Option<Date>| date.is_some_and(|date| date >= last);
    match biomarker {
        Biomarker::Gene(gene) => {
            desk.patient.gene(gene).iter().any(|result| result.is_conclusive() && since(result.how.date))
        }
        Biomarker::Marker(marker) => {
            desk.patient.marker(marker).iter().any(|result| result.knowledge.is_some() && since(result.how.date))
        }
    }
}

/// The assays for a biomarker that can be had in the patient's region on that day, and whether there are any elsewhere.
fn assays(desk: &Desk<'_>, biomarker: Biomarker) -> (Vec<AssayId>, bool) {
    let vocabulary = &desk.plan.ruleset.vocabulary;
    if desk.patient.region.is_none() {
        return (Vec::new(), false);
    }
    let sees = |id: AssayId| {
        let detection = &vocabulary.assays[id].detection;
        match biomarker {
            Biomarker::Gene(gene) => {
                let named =
                    detection.covers.is_some() || detection.detects.iter().any(|detects| detects.genes.is_some());
                named && detection.patterns(gene).next().is_some()
            }
            Biomarker::Marker(marker) => detection.measures.contains(&marker),
        }
    };
    let seeing: Vec<AssayId> = vocabulary.assays.ids().filter(|id| sees(*id)).collect();
    let elsewhere = is_recorded(desk) && seeing.iter().any(|id| !vocabulary.assays[*id].available.is_empty());
    let here = seeing.into_iter().filter(|id| is_available(desk, &vocabulary.assays[*id])).collect();
    (here, elsewhere)
}

/// Whether an assay can be had in the patient's region on that day.
pub(super) fn is_available(desk: &Desk<'_>, assay: &Assay) -> bool {
    let tree = &desk.plan.ruleset.vocabulary.region_tree;
    let here = |period: &Period| {
        period.holds(desk.patient.date) && desk.patient.region.is_some_and(|place| tree.is_under(place, period.region))
    };
    assay.available.iter().any(here)
}

/// Whether the rulebook records any assay that can be had in the patient's region on that day. Where it records none,
/// it knows nothing of what can be had there.
pub(super) fn is_recorded(desk: &Desk<'_>) -> bool {
    desk.plan.ruleset.vocabulary.assays.iter().any(|(_, assay)| is_available(desk, assay))
}
