//! What the vocabulary declares: one struct for each kind of entry, names resolved to ids.

use super::{
    domain::{Domain, Number},
    ids::{
        AssayId, ClassId, DiseaseId, DrugId, FactId, GeneId, MarkerId, MethodId, RegionId, SourceDocumentId,
        SpecimenId, ValueId,
    },
    names::Named,
    variant::{GeneModel, Pattern},
};
use crate::{syntax::tree::CodeSystem, text::Date};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The names of an entry and the codes by which other systems know it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Label {
    /// The name by which rules know it.
    pub name: String,
    /// What people call it; empty where nothing else.
    pub title: String,
    /// Synonyms.
    pub also: Vec<String>,
    /// Codes of other systems.
    pub codes: Vec<(CodeSystem, String)>,
}

impl Label {
    /// The title, or the name where there is none.
    pub fn display(&self) -> &str {
        if self.title.is_empty() { &self.name } else { &self.title }
    }
}

macro_rules! entries {
    ($($(#[doc = $doc:literal])* $name:ident { $($(#[doc = $field_doc:literal])* $field:ident: $type:ty,)* })*) => {
        $(
            $(#[doc = $doc])*
            #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
            pub struct $name {
                /// Its names and codes.
                pub label: Label,
                $($(#[doc = $field_doc])* pub $field: $type,)*
            }

            impl Named for $name {
                fn name(&self) -> &str {
                    &self.label.name
                }

                fn title(&self) -> &str {
                    &self.label.title
                }

                fn also(&self) -> &[String] {
                    &self.label.also
                }
            }
        )*
    };
}

entries! {
    /// A jurisdiction.
    Region {
        /// The larger one that it belongs to.
        under: Option<RegionId>,
    }
    /// A node of the disease tree.
    Disease {
        /// The more general disease.
        under: Option<DiseaseId>,
        /// Facts that the diagnosis settles, and with which value; also for every disease under it.
        implies: Vec<Implication>,
        /// Names under which laboratories report markers of this disease, each with those markers, the usual one first.
        reads: Vec<(String, Vec<MarkerId>)>,
    }
    /// A gene.
    Gene {
        /// Transcripts, exons and named sets: what reading and matching its variants needs.
        model: GeneModel,
        /// What a laboratory means that calls the gene positive and says no more; empty: any alteration.
        positive_means: Vec<Pattern>,
    }
    /// Genes and markers that rules name together.
    Group {
        /// Its members, those of member groups included.
        members: Vec<Biomarker>,
    }
    /// A measured biomarker that is no single gene's alteration.
    Marker {
        /// What it can be.
        domain: Domain,
        /// The lowest value that a laboratory calls positive, for levels and numbers.
        positive_from: Option<Limit>,
        /// The highest value that a laboratory calls negative; where it is not said, all that is not positive is.
        negative_up_to: Option<Limit>,
    }
    /// A medicine.
    Drug {
        /// The classes that it belongs to, more general ones included.
        classes: Vec<ClassId>,
        /// Brand names by region.
        brands: Vec<(RegionId, String)>,
    }
    /// A class of medicines.
    Class {
        /// The more general class.
        under: Option<ClassId>,
    }
    /// Medicines that are given together and recorded under one name.
    Regimen {
        /// Its medicines.
        drugs: Vec<DrugId>,
    }
    /// A way of measuring biomarkers.
    Method {
        /// The more general method.
        under: Option<MethodId>,
        /// What it can see.
        detection: Detection,
    }
    /// A product that measures biomarkers.
    Assay {
        /// Its method.
        method: MethodId,
        /// What it can see.
        detection: Detection,
        /// The drugs whose companion diagnostic it is.
        companion_for: Vec<DrugId>,
        /// Where and since when it can be had.
        available: Vec<Period>,
    }
    /// What is sampled.
    Specimen {
        /// Whether it shows what was inherited.
        germline: bool,
        /// Where a negative result on it does not show that the tumour is negative: everywhere but in these diseases;
        /// none: nowhere.
        conclusive_in: Option<Vec<DiseaseId>>,
    }
    /// A specialty that patients are referred to.
    Specialty {}
    /// Any other input.
    Fact {
        /// What it can be.
        domain: Domain,
        /// Whether it is the number of the line of therapy that comes next, and so follows from the therapies given.
        is_counted: bool,
        /// The question a person is asked.
        ask: String,
        /// The question in a disease, and in all under it, where it is worded for that.
        ask_in: Vec<(DiseaseId, String)>,
    }
    /// A scale of evidence or recommendation.
    Scale {
        /// Its levels with their meaning, strongest first.
        levels: Vec<(String, String)>,
    }
    /// A citable document.
    SourceDocument {
        /// Who published it.
        publisher: String,
        /// The day of this version.
        dated: Option<Date>,
        /// Digital object identifier, without resolver.
        doi: Option<String>,
        /// PubMed identifier.
        pmid: Option<String>,
        /// Where to read it.
        link: Option<String>,
        /// Under which terms it may be used.
        licence: Option<String>,
    }
    /// The header of a file.
    Guideline {
        /// Its version.
        version: Option<String>,
        /// When it was last compared with its sources.
        reviewed: Option<Date>,
        /// The regions that its rules are restricted to; empty: everywhere.
        regions: Vec<RegionId>,
        /// The guideline that it amends.
        amends: Option<super::ids::GuidelineId>,
    }
}

/// A gene or a marker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Biomarker {
    /// Alterations of a gene.
    Gene(GeneId),
    /// A measured marker.
    Marker(MarkerId),
}

/// The lowest value that counts as positive, or the highest that counts as negative.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Limit {
    /// That level or a higher one.
    Level(super::ids::ValueId),
    /// That number or more.
    Number(super::domain::Number),
}

/// What a diagnosis settles of a fact where a profile does not say it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Implication {
    /// The fact.
    pub fact: FactId,
    /// Its value.
    pub value: ValueId,
    /// What must be known for it, if anything.
    pub only: Option<OnlyFrom>,
}

/// When a diagnosis settles a fact that it does not settle by itself.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct OnlyFrom {
    /// What must be given.
    pub fact: FactId,
    /// As what.
    pub what: FromWhat,
    /// What must not be given at all.
    pub unless: Option<FactId>,
}

/// As what a fact must be given, so that another follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum FromWhat {
    /// In a range: from its least number to its largest.
    Numbers(Number, Option<Number>),
    /// As this value or one under it.
    Value(ValueId),
}

/// A day on which something starts or ends, as exactly as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Day {
    /// The day.
    pub date: Date,
    /// Whether it may have been an earlier one.
    pub or_earlier: bool,
}

impl fmt::Display for Day {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}{}", if self.or_earlier { "by " } else { "" }, self.date)
    }
}

/// A place and a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// The region, with all that is under it.
    pub region: RegionId,
    /// First day.
    pub since: Day,
    /// The day on which it ended.
    pub until: Option<Day>,
}

impl Period {
    /// Whether that day is known to lie in it; where the end is not known to the day, up to the last that it can be.
    pub fn holds(&self, date: Date) -> bool {
        self.since.date <= date && self.until.is_none_or(|until| date < until.date)
    }
}

/// What a method or an assay can see, inherited parts included.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Detection {
    /// The genes that it looks at; none given: any.
    pub covers: Option<Vec<GeneId>>,
    /// Which alterations of which genes it shows.
    pub detects: Vec<Detects>,
    /// The markers that it measures.
    pub measures: Vec<MarkerId>,
    /// The specimens that it works on; empty: any.
    pub specimens: Vec<SpecimenId>,
    /// The specimens on which its negative result decides nothing.
    pub negative_inconclusive_on: Vec<SpecimenId>,
    /// How many days it takes.
    pub turnaround_days: Option<u32>,
}

/// Alterations that are seen, and in which genes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Detects {
    /// The alterations.
    pub patterns: Vec<Pattern>,
    /// The genes; none given: every gene that is covered.
    pub genes: Option<Vec<GeneId>>,
}

impl Detection {
    /// The alterations of a gene that would be seen; empty where the gene is not looked at.
    pub fn patterns(&self, gene: GeneId) -> impl Iterator<Item = &Pattern> {
        let covered = self.covers.as_ref().is_none_or(|genes| genes.contains(&gene));
        self.detects
            .iter()
            .filter(move |detects| covered && detects.genes.as_ref().is_none_or(|genes| genes.contains(&gene)))
            .flat_map(|detects| &detects.patterns)
    }
}

/// A way of measuring that a result names: a method, or an assay by its own name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Technique {
    /// A method.
    Method(MethodId),
    /// An assay.
    Assay(AssayId),
}

/// Where a recommendation comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Citation {
    /// The document.
    pub source: SourceDocumentId,
    /// Where in it.
    pub locator: Option<String>,
}
