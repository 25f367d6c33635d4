//! The tests of a report: each biomarker that a rule asks for or an undecided treatment needs, and how far it is.

mod results;

use super::{
    Desk, authority,
    model::{RuleReference, TestEntry, TestStatus, TreatmentStatus, WaitsFor},
    own,
    treatments::{self, Treatment},
};
use crate::{
    check::{Leaf, Subject, Timing},
    compile::Node,
    derive::open_questions,
    evaluate::Findings,
    ordered::{Map, Set, Sort},
    patient::Coverage,
    syntax::tree::{Origin, ResultStatus},
    vocabulary::{Assay, AssayId, Biomarker, Period, RuleId, SpecimenId, Technique, Vocabulary},
};
use results::Results;
pub(super) use results::accepts;
use std::{cmp::Reverse, sync::Arc};

/// An entry, and what it says by id.
pub(super) struct Test {
    pub biomarker: Biomarker,
    /// Whether it asks what was inherited. Of one gene that and what the tumour acquired are two tests.
    pub germline: bool,
    /// What rules accept, each of them; none: no rule asks for it.
    pub requests: Vec<Request>,
    /// Whether its results are from before the last progression, and a newer one is asked for.
    pub is_outdated: bool,
    /// Whether it serves rules that are made for the patient's own tumour.
    pub is_own: bool,
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
    rules: Set<RuleId>,
    by: Set<Technique>,
    on: Set<SpecimenId>,
    when: Set<String>,
    /// Whether a rule wants a new result since the disease last progressed.
    at_progression: bool,
}

/// The words that ask for a result newer than the last progression.
const AT_PROGRESSION: &str = "at progression";

/// A biomarker, and whether it is asked what was inherited.
type Key = (Biomarker, bool);

/// Every test, those to act on first; of those that are as far as each other, the ones for rules of the patient's own tumour.
pub(super) fn assemble(desk: &Desk<'_>, findings: &Findings, treatments: &[Treatment]) -> Vec<Test> {
    let mut asked = asked(desk);
    let turning = Turning::of(desk, findings, treatments);
    let mut named: Vec<(String, &Treatment)> =
        treatments.iter().map(|treatment| (treatments::name(&treatment.entry), treatment)).collect();
    named.order_by(|(a, _), (b, _)| a.cmp(b));
    let mut decides: Map<Key, Vec<String>> = Map::new();
    let mut still_needed: Set<Key> = Set::new();
    for (name, treatment) in &named {
        for need in &treatment.needs {
            let Subject::Biomarker(biomarker) = need else { continue };
            for key in turning.keys(*biomarker, &asked) {
                let names = decides.or_default(key);
                if names.last() != Some(name) {
                    names.push(name.clone());
                }
                if treatment.entry.status != TreatmentStatus::Superseded {
                    still_needed.insert(key);
                }
            }
        }
    }
    for key in &still_needed {
        asked.or_insert_with(*key, || Asked::derived(desk, key.1));
    }
    let mut tests: Vec<Test> = asked
        .into_iter()
        .map(|(key, asked)| {
            test(desk, key, asked, still_needed.contains(&key), decides.remove(&key).unwrap_or_default())
        })
        .collect();
    tests.order_by(|a, b| {
        let key = |test: &Test| (test.entry.status, !test.is_own, Reverse(test.entry.would_decide.len()));
        (key(a), &a.entry.biomarker, a.germline).cmp(&(key(b), &b.entry.biomarker, b.germline))
    });
    tests
}

/// On which alterations undecided treatments turn: on such as may be acquired, and on such as are inherited.
struct Turning {
    acquired: Set<Biomarker>,
    inherited: Set<Biomarker>,
}

impl Turning {
    fn of(desk: &Desk<'_>, findings: &Findings, treatments: &[Treatment]) -> Turning {
        let rules: Set<RuleId> = treatments.iter().flat_map(|treatment| &treatment.open).copied().collect();
        let mut turning = Turning { acquired: Set::new(), inherited: Set::new() };
        for node in open_questions(desk.plan, findings, rules.into_iter().map(|rule| desk.plan.rules[rule])) {
            match desk.plan.node(node) {
                Node::Leaf(Leaf::Has(gene, pattern)) if pattern.origin == Some(Origin::Germline) => {
                    turning.inherited.insert(Biomarker::Gene(*gene));
                }
                Node::Leaf(Leaf::Has(gene, _) | Leaf::WildType(gene)) => {
                    turning.acquired.insert(Biomarker::Gene(*gene));
                }
                _ => {}
            }
        }
        turning
    }

    /// The tests that answer what treatments need of a biomarker.
    fn keys(&self, biomarker: Biomarker, asked: &Map<Key, Asked>) -> Vec<Key> {
        let (tumour, germline) = ((biomarker, false), (biomarker, true));
        match (self.acquired.contains(&biomarker), self.inherited.contains(&biomarker)) {
            (true, true) if asked.contains_key(&germline) => vec![tumour, germline],
            (true, _) => vec![tumour],
            // Where rules ask for a test of either, that is the one.
            (false, true) if asked.contains_key(&tumour) && !asked.contains_key(&germline) => vec![tumour],
            (false, true) => vec![germline],
            (false, false) if asked.contains_key(&germline) && !asked.contains_key(&tumour) => vec![germline],
            (false, false) => vec![tumour],
        }
    }
}

impl Asked {
    /// What no rule asks for and treatments need.
    fn derived(desk: &Desk<'_>, germline: bool) -> Asked {
        let specimens = &desk.plan.ruleset.vocabulary.specimens;
        let on: Set<SpecimenId> =
            specimens.iter().filter(|(_, specimen)| germline && specimen.germline).map(|(id, _)| id).collect();
        let request = Request { on: on.iter().copied().collect(), ..Request::default() };
        Asked { requests: Vec::from_iter(germline.then_some(request)), on, ..Asked::default() }
    }
}

fn asked(desk: &Desk<'_>) -> Map<Key, Asked> {
    let specimens = &desk.plan.ruleset.vocabulary.specimens;
    let mut asked: Map<Key, Asked> = Map::new();
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
            let germline = !test.on.is_empty() && test.on.iter().all(|on| specimens[*on].germline);
            let request = Request { by: test.by.clone(), on: test.on.clone(), within };
            for biomarker in &test.biomarkers {
                let germline = germline && matches!(biomarker, Biomarker::Gene(_));
                let entry = asked.or_default((*biomarker, germline));
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

fn test(desk: &Desk<'_>, key: Key, asked: Asked, needed: bool, decides: Vec<String>) -> Test {
    let (biomarker, germline) = key;
    let vocabulary = &desk.plan.ruleset.vocabulary;
    let results = Results::of(desk, key, &asked);
    let mut remarks = results.remarks(desk, needed);
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
    let mut references: Vec<RuleReference> = asked.rules.iter().map(|id| desk.reference(*id)).collect();
    references.order();
    let mut entry = TestEntry {
        biomarker: vocabulary.biomarker(biomarker).name.clone(),
        status,
        waits_for,
        by: sorted(asked.by.iter().map(|technique| vocabulary.technique(*technique).name.clone())),
        on: sorted(on.iter().map(|specimen| vocabulary.specimens[*specimen].label.name.clone())),
        when: (!asked.when.is_empty()).then(|| asked.when.iter().cloned().collect::<Vec<_>>().join("; ")),
        rules: references,
        would_decide: decides,
        available: sorted(available.into_iter().map(|assay| vocabulary.assays[assay].label.name.clone())),
        remarks,
        because: Vec::new(),
        patient: Vec::new(),
    };
    let mut rules: Vec<_> = asked.rules.iter().map(|id| &desk.plan.ruleset.rules[*id]).collect();
    rules.order_by(|a, b| a.name.cmp(&b.name));
    rules.into_iter().for_each(|rule| authority::add_texts(rule, &mut entry.because, &mut entry.patient));
    let is_own = needed && desk.is_asked_by_own(Subject::Biomarker(biomarker))
        || asked.rules.iter().any(|id| own::is_own(desk, *id));
    Test { biomarker, germline, requests: asked.requests, is_own, is_outdated: results.outdated.is_some(), entry }
}

/// The specimens on which the test is worth doing: to confirm a negative result none of those that left it open.
fn specimens_left(desk: &Desk<'_>, biomarker: Biomarker, asked: &Asked, status: TestStatus) -> Set<SpecimenId> {
    let Biomarker::Gene(gene) = biomarker else { return asked.on.clone() };
    let silent: Set<SpecimenId> = desk
        .patient
        .gene(gene)
        .iter()
        .filter(|result| result.status == ResultStatus::Negative && result.coverage == Coverage::Nothing)
        .filter_map(|result| result.how.specimen)
        .collect();
    let left: Set<SpecimenId> = asked.on.difference(&silent).copied().collect();
    if status == TestStatus::Confirm && !left.is_empty() { left } else { asked.on.clone() }
}

fn sorted(names: impl Iterator<Item = String>) -> Vec<String> {
    let names: Set<String> = names.collect();
    names.into_iter().collect()
}

/// The assays for a biomarker that can be had in the patient's region on that day, and whether there are any elsewhere.
fn assays(desk: &Desk<'_>, biomarker: Biomarker) -> (Vec<AssayId>, bool) {
    let vocabulary = &desk.plan.ruleset.vocabulary;
    if desk.patient.region.is_none() {
        return (Vec::new(), false);
    }
    let seeing = desk.memory.assays(desk.plan, biomarker);
    let elsewhere = is_recorded(desk) && seeing.iter().any(|id| !vocabulary.assays[*id].available.is_empty());
    let here = seeing.iter().copied().filter(|id| is_available(desk, &vocabulary.assays[*id])).collect();
    (here, elsewhere)
}

/// The assays that see a biomarker, wherever they can be had.
pub(super) fn seeing(vocabulary: &Vocabulary, biomarker: Biomarker) -> Arc<[AssayId]> {
    let sees = |id: &AssayId| {
        let detection = &vocabulary.assays[*id].detection;
        match biomarker {
            Biomarker::Gene(gene) => {
                let named =
                    detection.covers.is_some() || detection.detects.iter().any(|detects| detects.genes.is_some());
                named && detection.patterns(gene).next().is_some()
            }
            Biomarker::Marker(marker) => detection.measures.contains(&marker),
        }
    };
    vocabulary.assays.ids().filter(sees).collect()
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
