//! What a rulebook can be told and asked, by name: what a form or an editor offers.

use super::words;
use crate::{
    check::{Leaf, Subject},
    compile::Plan,
    ordered::Sort,
    syntax::tree::CodeSystem,
    vocabulary::{Biomarker, Domain, GeneId, Id, Label, Named, RegionId, Table},
};
use serde::Serialize;

/// Everything that profiles and questions can name.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Catalogue {
    /// Jurisdictions.
    pub regions: Vec<Entry>,
    /// Diseases, each with the more general one.
    pub diseases: Vec<Entry>,
    /// What can be known of a patient beside test results.
    pub facts: Vec<Measure>,
    /// Measured biomarkers that are no single gene's alteration.
    pub markers: Vec<Measure>,
    /// Genes.
    pub genes: Vec<GeneEntry>,
    /// Medicines.
    pub drugs: Vec<DrugEntry>,
    /// Medicines that are given together and recorded under one name.
    pub regimens: Vec<RegimenEntry>,
    /// Classes of medicines.
    pub classes: Vec<Entry>,
    /// Ways of measuring.
    pub methods: Vec<Entry>,
    /// Products that measure.
    pub assays: Vec<Entry>,
    /// What is sampled.
    pub specimens: Vec<Entry>,
    /// Specialties that patients are referred to.
    pub specialties: Vec<Entry>,
}

/// Something with names.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Entry {
    /// The name by which rules know it.
    pub name: String,
    /// What people call it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Synonyms.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// The name of the more general one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub under: Option<String>,
    /// Codes of other systems.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<CodeEntry>,
}

/// A code of a code system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CodeEntry {
    /// The code system.
    pub system: CodeSystem,
    /// The code.
    pub code: String,
}

/// A fact or a marker with what it can be.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Measure {
    /// Its names.
    #[serde(flatten)]
    pub entry: Entry,
    /// The question a person is asked, of a fact.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub ask: String,
    /// Whether any rule asks for it.
    pub used: bool,
    /// What it can be.
    #[serde(flatten)]
    pub takes: Takes,
}

/// What a fact or a marker can be.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "takes", rename_all = "lowercase")]
pub enum Takes {
    /// One of these, some of them kinds of others.
    Values {
        /// The values.
        values: Vec<Entry>,
    },
    /// One of these, lowest first.
    Levels {
        /// The levels.
        values: Vec<Entry>,
    },
    /// A number.
    Number {
        /// The smallest.
        #[serde(skip_serializing_if = "Option::is_none")]
        from: Option<f64>,
        /// The largest.
        #[serde(skip_serializing_if = "Option::is_none")]
        to: Option<f64>,
        /// The unit.
        #[serde(skip_serializing_if = "Option::is_none")]
        unit: Option<String>,
    },
}

/// A gene with what can be said of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GeneEntry {
    /// Its names.
    #[serde(flatten)]
    pub entry: Entry,
    /// Whether any rule asks for it.
    pub used: bool,
    /// The names of its sets of alterations.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sets: Vec<String>,
    /// The alterations that rules ask for, in the words of the rule language.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alterations: Vec<String>,
}

/// A drug with its classes and brands.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DrugEntry {
    /// Its names.
    #[serde(flatten)]
    pub entry: Entry,
    /// The classes that it belongs to, more general ones included.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub classes: Vec<String>,
    /// Brand names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub brands: Vec<Brand>,
}

/// A regimen with its drugs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RegimenEntry {
    /// Its names.
    #[serde(flatten)]
    pub entry: Entry,
    /// The drugs that a history means by it.
    pub drugs: Vec<String>,
}

/// A brand name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Brand {
    /// Where it is used.
    pub region: String,
    /// The name.
    pub name: String,
}

/// The catalogue of a rulebook; every list in the order of the rulebook.
pub fn catalogue(plan: &Plan) -> Catalogue {
    let vocabulary = &plan.ruleset.vocabulary;
    let used = |subject| !plan.about(subject).is_empty();
    let region = |id: RegionId| vocabulary.regions[id].label.name.clone();
    Catalogue {
        regions: entries(&vocabulary.regions, |region| (&region.label, region.under)),
        diseases: entries(&vocabulary.diseases, |disease| (&disease.label, disease.under)),
        facts: vocabulary
            .facts
            .iter()
            .map(|(id, fact)| Measure {
                entry: entry(&fact.label, None),
                ask: fact.ask.clone(),
                used: used(Subject::Fact(id)),
                takes: takes(&fact.domain),
            })
            .collect(),
        markers: vocabulary
            .markers
            .iter()
            .map(|(id, marker)| Measure {
                entry: entry(&marker.label, None),
                ask: String::new(),
                used: used(Subject::Biomarker(Biomarker::Marker(id))),
                takes: takes(&marker.domain),
            })
            .collect(),
        genes: vocabulary
            .genes
            .iter()
            .map(|(id, gene)| GeneEntry {
                entry: entry(&gene.label, None),
                used: used(Subject::Biomarker(Biomarker::Gene(id))),
                sets: gene.model.named.iter().map(|set| set.name.clone()).collect(),
                alterations: asked(plan, id),
            })
            .collect(),
        drugs: vocabulary
            .drugs
            .iter()
            .map(|(_, drug)| DrugEntry {
                entry: entry(&drug.label, None),
                classes: drug.classes.iter().map(|class| vocabulary.classes[*class].label.name.clone()).collect(),
                brands: drug
                    .brands
                    .iter()
                    .map(|(id, name)| Brand { region: region(*id), name: name.clone() })
                    .collect(),
            })
            .collect(),
        regimens: vocabulary
            .regimens
            .iter()
            .map(|(_, regimen)| RegimenEntry {
                entry: entry(&regimen.label, None),
                drugs: regimen.drugs.iter().map(|drug| vocabulary.drugs[*drug].label.name.clone()).collect(),
            })
            .collect(),
        classes: entries(&vocabulary.classes, |class| (&class.label, class.under)),
        methods: entries(&vocabulary.methods, |method| (&method.label, method.under)),
        assays: vocabulary
            .assays
            .iter()
            .map(|(_, assay)| entry(&assay.label, Some(vocabulary.methods[assay.method].name())))
            .collect(),
        specimens: vocabulary.specimens.iter().map(|(_, specimen)| entry(&specimen.label, None)).collect(),
        specialties: vocabulary.specialties.iter().map(|(_, specialty)| entry(&specialty.label, None)).collect(),
    }
}

fn entry(label: &Label, under: Option<&str>) -> Entry {
    let codes = label.codes.iter().map(|(system, code)| CodeEntry { system: *system, code: code.clone() });
    Entry {
        name: label.name.clone(),
        title: label.title.clone(),
        also: label.also.clone(),
        under: under.map(str::to_owned),
        codes: codes.collect(),
    }
}

/// The entries of a table in which some are under others.
fn entries<I: Id, T: Named>(table: &Table<I, T>, of: impl Fn(&T) -> (&Label, Option<I>)) -> Vec<Entry> {
    let named = |(_, one): (I, &T)| {
        let (label, under) = of(one);
        entry(label, under.map(|id| table[id].name()))
    };
    table.iter().map(named).collect()
}

fn takes(domain: &Domain) -> Takes {
    let values = || {
        let Some(values) = domain.values() else { return Vec::new() };
        let value = |value: &crate::vocabulary::Value| Entry {
            name: value.name.clone(),
            title: String::new(),
            also: value.also.clone(),
            under: value.parent.map(|parent| values.table[parent].name.clone()),
            codes: Vec::new(),
        };
        values.table.iter().map(|(_, one)| value(one)).collect()
    };
    match domain {
        Domain::Values(_) => Takes::Values { values: values() },
        Domain::Levels(_) => Takes::Levels { values: values() },
        Domain::Number(number) => Takes::Number {
            from: number.range.map(|(from, _)| from.get()),
            to: number.range.map(|(_, to)| to.get()),
            unit: number.unit.clone(),
        },
    }
}

/// The alterations of a gene that rules ask for.
fn asked(plan: &Plan, gene: GeneId) -> Vec<String> {
    let leaves = plan.about(Subject::Biomarker(Biomarker::Gene(gene))).iter();
    let mut asked: Vec<String> = leaves
        .filter_map(|node| match &plan.leaves[node.index()] {
            Leaf::Has(_, pattern) => Some(words::pattern(pattern)),
            _ => None,
        })
        .collect();
    asked.order();
    asked.dedup();
    asked
}
