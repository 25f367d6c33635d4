//! What can be ordered: assays and methods on specimens, and what each would show of what is needed.

use super::{
    super::{
        Desk,
        tests::{self, Request, accepts},
    },
    needs::{Need, Needs, fits_sample, shows},
};
use crate::{
    ordered::Sort,
    patient::HowKnown,
    syntax::tree::ResultStatus,
    vocabulary::{Biomarker, MethodId, SpecimenId, Technique},
};
use std::cmp::Reverse;

/// A method or assay on a specimen.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    pub technique: Technique,
    /// None: any specimen will do.
    pub specimen: Option<SpecimenId>,
    pub days: Option<u32>,
    /// Whether the specimen that there is did not suffice for it.
    pub is_spent: bool,
    /// Whether it failed before.
    pub has_failed: bool,
}

/// Which specimens are used, and for what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// Those at hand on which a negative result counts.
    AtHand,
    /// Those at hand on which only a positive result counts.
    Findable,
    /// Those that would have to be taken.
    Elsewhere,
}

/// A result on a specimen.
struct Tried {
    status: ResultStatus,
    how: HowKnown,
    /// The most general method of how it was obtained.
    family: Option<MethodId>,
}

/// All that can be ordered for a patient.
pub(super) struct Bench<'a, 'd> {
    pub desk: &'a Desk<'d>,
    pub needs: &'a [Need],
    pub requests: &'a [Request],
    /// The assays that can be had, by name.
    pub assays: Vec<Technique>,
    /// All methods, those first that say most exactly what is done, then by name.
    pub methods: Vec<Technique>,
    /// The specimens that rules name.
    named: Vec<SpecimenId>,
    /// What was tried for what is needed, and did not succeed.
    tried: Vec<Tried>,
}

impl<'a, 'd> Bench<'a, 'd> {
    pub fn new(desk: &'a Desk<'d>, needs: &'a Needs) -> Bench<'a, 'd> {
        let vocabulary = &desk.plan.ruleset.vocabulary;
        let available = vocabulary.assays.iter().filter(|(_, assay)| tests::is_available(desk, assay));
        let mut assays: Vec<Technique> = available.map(|(id, _)| Technique::Assay(id)).collect();
        assays.order_by_key(|technique| &vocabulary.technique(*technique).name);
        let depth = |technique: &Technique| match technique {
            Technique::Method(method) => lineage(desk, *method).count(),
            Technique::Assay(_) => 0,
        };
        let mut methods: Vec<Technique> = vocabulary.methods.ids().map(Technique::Method).collect();
        methods.order_by_key(|technique| (Reverse(depth(technique)), &vocabulary.technique(*technique).name));
        let mut named: Vec<SpecimenId> = needs.requests.iter().flat_map(|request| &request.on).copied().collect();
        named.order();
        named.dedup();
        let (needs, requests) = (&needs.needs, &needs.requests);
        Bench { desk, needs, requests, assays, methods, named, tried: tried(desk, needs) }
    }

    /// Methods or assays on every specimen within reach. Those that rules name come first, then in the order in which
    /// the method or assay names them.
    pub fn columns(&self, techniques: &[Technique], reach: Reach) -> Vec<Column> {
        let mut columns = Vec::new();
        for technique in techniques {
            let detection = self.desk.plan.ruleset.vocabulary.detection(*technique);
            let mut specimens: Vec<Option<SpecimenId>> = detection.specimens.iter().copied().map(Some).collect();
            if specimens.is_empty() {
                specimens.extend([None].into_iter().chain(self.named.iter().copied().map(Some)));
            }
            specimens.order_by_key(|specimen| specimen.is_some_and(|specimen| !self.named.contains(&specimen)));
            for specimen in specimens {
                let is_spent = specimen.is_some_and(|specimen| self.is_spent(specimen, *technique));
                let given = self.desk.patient.specimens.as_ref();
                let at_hand = match (specimen, given) {
                    // Where nothing is said of specimens, each can be had, if need be anew.
                    (None, _) | (_, None) => true,
                    (Some(specimen), Some(given)) => given.contains(&specimen) && !is_spent,
                };
                let inconclusive = specimen.is_some_and(|specimen| {
                    let vocabulary = &self.desk.plan.ruleset.vocabulary;
                    vocabulary.is_inconclusive(specimen, Some(*technique), self.desk.patient.disease)
                });
                let within = match reach {
                    Reach::AtHand => at_hand && !inconclusive,
                    Reach::Findable => at_hand && inconclusive && !is_spent,
                    Reach::Elsewhere => !at_hand && !inconclusive,
                };
                if within {
                    columns.push(Column {
                        technique: *technique,
                        specimen,
                        days: detection.turnaround_days,
                        is_spent,
                        has_failed: self.has_failed(*technique, specimen),
                    });
                }
            }
        }
        columns
    }

    /// Which of some needs each column covers.
    pub fn coverage(&self, columns: &[Column], needs: &[usize]) -> Vec<Vec<usize>> {
        // The columns of one method or assay stand together.
        let mut last: Option<(Technique, Vec<usize>)> = None;
        let mut coverage = Vec::with_capacity(columns.len());
        for column in columns {
            let shown = match last.take() {
                Some((technique, shown)) if technique == column.technique => shown,
                _ => needs.iter().copied().filter(|need| self.shows(column.technique, *need)).collect(),
            };
            coverage.push(shown.iter().copied().filter(|need| self.works_on(column.specimen, *need)).collect());
            last = Some((column.technique, shown));
        }
        coverage
    }

    /// Whether a method or assay is one that the request accepts and would show what is needed.
    pub fn shows(&self, technique: Technique, need: usize) -> bool {
        let need = &self.needs[need];
        accepts(self.desk, &self.requests[need.request].by, technique) && shows(self.desk, technique, need)
    }

    fn works_on(&self, specimen: Option<SpecimenId>, need: usize) -> bool {
        let need = &self.needs[need];
        let on = &self.requests[need.request].on;
        let germline = specimen.map(|specimen| self.desk.plan.ruleset.vocabulary.specimens[specimen].germline);
        (on.is_empty() || specimen.is_some_and(|specimen| on.contains(&specimen)))
            && fits_sample(self.desk, need, germline)
    }

    pub fn method(&self, technique: Technique) -> MethodId {
        match technique {
            Technique::Method(method) => method,
            Technique::Assay(assay) => self.desk.plan.ruleset.vocabulary.assays[assay].method,
        }
    }

    /// Whether the last specimen of a kind did not suffice for methods of this family.
    fn is_spent(&self, specimen: SpecimenId, technique: Technique) -> bool {
        let family = family(self.desk, self.method(technique));
        self.tried.iter().any(|tried| {
            tried.status == ResultStatus::Insufficient
                && tried.how.specimen == Some(specimen)
                && tried.family.is_none_or(|known| known == family)
        })
    }

    /// The name of the most general method of a method or assay.
    pub fn family_name(&self, technique: Technique) -> &str {
        &self.desk.plan.ruleset.vocabulary.methods[family(self.desk, self.method(technique))].label.name
    }

    fn has_failed(&self, technique: Technique, specimen: Option<SpecimenId>) -> bool {
        self.tried.iter().any(|tried| {
            tried.status == ResultStatus::Failed
                && tried.how.technique == Some(technique)
                && (tried.how.specimen.is_none() || tried.how.specimen == specimen)
        })
    }
}

/// A method and the more general ones that it is under.
pub(super) fn lineage(desk: &Desk<'_>, method: MethodId) -> impl Iterator<Item = MethodId> {
    let methods = &desk.plan.ruleset.vocabulary.methods;
    std::iter::successors(Some(method), |at| methods[*at].under).take(methods.len())
}

/// The most general method that a method is under.
fn family(desk: &Desk<'_>, method: MethodId) -> MethodId {
    lineage(desk, method).last().unwrap_or(method)
}

/// What was tried for some needs and did not succeed, unless the same specimen has sufficed since.
fn tried(desk: &Desk<'_>, needs: &[Need]) -> Vec<Tried> {
    let vocabulary = &desk.plan.ruleset.vocabulary;
    let mut tried: Vec<Tried> = Vec::new();
    let mut add = |status: ResultStatus, how: &HowKnown| {
        if !matches!(status, ResultStatus::Pending | ResultStatus::Inconclusive) {
            let method = how.technique.map(|technique| match technique {
                Technique::Method(method) => method,
                Technique::Assay(assay) => vocabulary.assays[assay].method,
            });
            tried.push(Tried { status, how: how.clone(), family: method.map(|method| family(desk, method)) });
        }
    };
    let mut last = None;
    for need in needs {
        if last.replace(need.biomarker) != Some(need.biomarker) {
            match need.biomarker {
                Biomarker::Gene(gene) => {
                    desk.patient.gene(gene).iter().for_each(|result| add(result.status, &result.how));
                }
                Biomarker::Marker(marker) => {
                    desk.patient.marker(marker).iter().for_each(|result| add(result.status, &result.how));
                }
            }
        }
    }
    let has_sufficed = |tried: &Tried, later: &Tried| {
        matches!(later.status, ResultStatus::Positive | ResultStatus::Negative)
            && (later.how.specimen, later.family) == (tried.how.specimen, tried.family)
            && tried.how.date.is_some_and(|date| later.how.date.is_some_and(|later| later > date))
    };
    let sufficed: Vec<bool> = tried.iter().map(|one| tried.iter().any(|other| has_sufficed(one, other))).collect();
    let mut sufficed = sufficed.into_iter();
    tried.retain(|one| {
        !sufficed.next().unwrap_or_default() && matches!(one.status, ResultStatus::Insufficient | ResultStatus::Failed)
    });
    tried
}
