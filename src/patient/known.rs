//! A patient: what is known, with every name resolved, and how each thing is known.

use super::profile::Outcome;
use crate::{
    ordered::{Map, Sort},
    syntax::tree::ResultStatus,
    text::Date,
    vocabulary::{
        Biomarker, DiseaseId, DrugId, FactId, GeneId, Interval, MarkerId, RegionId, SpecimenId, Technique, ValueId,
        variant::{Alteration, Pattern},
    },
};

/// What is known of one patient as of one day.
#[derive(Clone, Debug)]
pub struct Patient {
    /// The profile's own id.
    pub id: Option<String>,
    /// The day as of which the question is asked.
    pub date: Date,
    /// Where the patient is treated.
    pub region: Option<RegionId>,
    /// The disease, as exactly as it is known.
    pub disease: Option<DiseaseId>,
    /// What is known of each fact. A fact that is not here is unknown.
    pub facts: Map<FactId, Knowledge>,
    /// The results of each gene, in the order of the profile.
    pub genes: Map<GeneId, Vec<GeneResult>>,
    /// The results of each marker, in the order of the profile.
    pub markers: Map<MarkerId, Vec<MarkerResult>>,
    /// The treatment history, where one is given.
    pub therapies: Option<Vec<GivenTherapy>>,
    /// The specimens at hand, where they are given.
    pub specimens: Option<Vec<SpecimenId>>,
    /// What the profile says and nothing here uses.
    pub not_used: Vec<NotUsed>,
    /// What was taken for granted.
    pub taken: Vec<Taken>,
    /// Whether a result is of a name that means something else in some disease.
    pub turns_on_disease: bool,
}

/// What a profile does not say in so many words.
#[derive(Clone, Debug, PartialEq)]
pub enum Taken {
    /// A fact that it does not give, and its value: say because of the line of therapy.
    Fact(FactId, ValueId),
    /// A fact that it does not give, as it follows from the therapies given.
    Counted(FactId, Interval),
    /// A fact that it gives otherwise than it follows from the therapies given.
    Despite(FactId, Interval),
    /// A name of a result that means that marker, because of the disease or of the value.
    Name(String, MarkerId),
}

/// What is known of a fact's or a marker's value: any one of these, and no other.
#[derive(Clone, Debug, PartialEq)]
pub enum Knowledge {
    /// One of these values, or a kind of one of them. Several only where results disagree.
    Values(Vec<ValueId>),
    /// A number in one of these intervals. Several only where results disagree.
    Numbers(Vec<Interval>),
}

impl Knowledge {
    /// Whether both cannot be true at once. Values that are kinds of each other are taken to exclude nothing.
    pub fn excludes(&self, other: &Knowledge) -> bool {
        match (self, other) {
            (Knowledge::Values(ours), Knowledge::Values(theirs)) => ours.iter().all(|value| !theirs.contains(value)),
            (Knowledge::Numbers(ours), Knowledge::Numbers(theirs)) => {
                ours.iter().all(|our| theirs.iter().all(|their| our.excludes(their)))
            }
            _ => false,
        }
    }
}

/// How a result was obtained.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HowKnown {
    /// Where the profile says it, as `results[2]`.
    pub path: String,
    /// The method or assay; none: taken as conclusive.
    pub technique: Option<Technique>,
    /// The specimen.
    pub specimen: Option<SpecimenId>,
    /// The day of the result.
    pub date: Option<Date>,
}

/// One result of one gene.
#[derive(Clone, Debug, PartialEq)]
pub struct GeneResult {
    /// What came of it.
    pub status: ResultStatus,
    /// What was found. Empty with [`ResultStatus::Positive`]: something was, and the report does not say what.
    pub alterations: Vec<ReadAlteration>,
    /// Which alterations its silence excludes.
    pub coverage: Coverage,
    /// Whether the sample shows what was inherited (`true`), only what the tumour acquired (`false`), or is not given.
    pub germline: Option<bool>,
    /// How it was obtained.
    pub how: HowKnown,
}

impl GeneResult {
    /// Whether a result is in: positive or negative.
    pub fn is_in(&self) -> bool {
        matches!(self.status, ResultStatus::Positive | ResultStatus::Negative)
    }

    /// Whether it decides anything: it is positive, or negative where that excludes something.
    pub fn is_conclusive(&self) -> bool {
        self.status == ResultStatus::Positive
            || self.status == ResultStatus::Negative && self.coverage != Coverage::Nothing
    }
}

/// Which alterations a result would have shown, so that what it does not list is excluded.
#[derive(Clone, Debug, PartialEq)]
pub enum Coverage {
    /// All: no method is given, or the word of the laboratory is taken.
    Everything,
    /// What its method or assay detects.
    Technique(Technique),
    /// These alone.
    Only(Vec<Pattern>),
    /// None: on this specimen, what is not found may still be there.
    Nothing,
}

/// An alteration with the words in which it was reported.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadAlteration {
    /// What the laboratory wrote.
    pub text: String,
    /// What it means.
    pub alteration: Alteration,
}

/// One result of one marker.
#[derive(Clone, Debug, PartialEq)]
pub struct MarkerResult {
    /// What came of it; `Positive` where a value was measured, whatever the value.
    pub status: ResultStatus,
    /// The value, where one follows from the result.
    pub knowledge: Option<Knowledge>,
    /// How it was obtained.
    pub how: HowKnown,
}

/// A therapy that was given.
#[derive(Clone, Debug, PartialEq)]
pub struct GivenTherapy {
    /// The drug; none: its name is not known here, so it may be any. A regimen is one entry for each of its drugs.
    pub drug: Option<DrugId>,
    /// The words of the profile.
    pub text: String,
    /// The line.
    pub line: Option<u32>,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// The day on which that was found.
    pub date: Option<Date>,
    /// Where the profile says it.
    pub path: String,
}

/// Something that the profile says and nothing here uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotUsed {
    /// Where the profile says it.
    pub path: String,
    /// The words of the profile.
    pub text: String,
    /// Why it is not used.
    pub reason: String,
    /// What may have been meant.
    pub suggestion: Option<String>,
}

impl Patient {
    /// The results of a gene.
    pub fn gene(&self, gene: GeneId) -> &[GeneResult] {
        self.genes.get(&gene).map_or(&[], Vec::as_slice)
    }

    /// The results of a marker.
    pub fn marker(&self, marker: MarkerId) -> &[MarkerResult] {
        self.markers.get(&marker).map_or(&[], Vec::as_slice)
    }

    /// What the results of a marker say together: the latest dated one, or all of them where none is the latest.
    pub fn marker_knowledge(&self, marker: MarkerId) -> Option<Knowledge> {
        let known = || self.marker(marker).iter().filter(|result| result.knowledge.is_some());
        let latest = known().map(|result| result.how.date).max()?;
        let undated = known().any(|result| result.how.date.is_none());
        let mut values = Vec::new();
        let mut numbers = Vec::new();
        for result in known().filter(|result| undated || result.how.date == latest) {
            match &result.knowledge {
                Some(Knowledge::Values(more)) => values.extend(more),
                Some(Knowledge::Numbers(more)) => numbers.extend(more),
                None => {}
            }
        }
        values.order();
        values.dedup();
        numbers.order();
        numbers.dedup();
        Some(if numbers.is_empty() { Knowledge::Values(values) } else { Knowledge::Numbers(numbers) })
    }

    /// Whether a result of a gene or marker decides anything.
    pub fn is_conclusive(&self, biomarker: Biomarker) -> bool {
        match biomarker {
            Biomarker::Gene(gene) => self.gene(gene).iter().any(GeneResult::is_conclusive),
            Biomarker::Marker(marker) => self.marker(marker).iter().any(|result| result.knowledge.is_some()),
        }
    }

    /// Whether a biomarker was tried, and nothing conclusive came of it: it failed, or it was negative where that
    /// decides nothing.
    pub fn is_inconclusive(&self, biomarker: Biomarker) -> bool {
        !self.is_conclusive(biomarker) && self.statuses(biomarker).any(|status| status != ResultStatus::Pending)
    }

    /// The statuses of all results of a gene or marker.
    pub fn statuses(&self, biomarker: Biomarker) -> impl Iterator<Item = ResultStatus> + '_ {
        let (gene, marker): (&[GeneResult], &[MarkerResult]) = match biomarker {
            Biomarker::Gene(gene) => (self.gene(gene), &[]),
            Biomarker::Marker(marker) => (&[], self.marker(marker)),
        };
        gene.iter().map(|result| result.status).chain(marker.iter().map(|result| result.status))
    }
}
