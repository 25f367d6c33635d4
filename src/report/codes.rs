//! The codes that other systems have for what a report names, so that forms for programs can use them.

use super::model::{CodeReference, Need, Report};
use crate::{
    syntax::tree::CodeSystem,
    vocabulary::{Label, Vocabulary},
};
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;

/// The codes of the disease and of every biomarker, fact and drug that a report names.
pub(super) fn assemble(report: &Report, vocabulary: &Vocabulary) -> BTreeMap<String, Vec<CodeReference>> {
    let needs = report.treatments.iter().flat_map(|treatment| &treatment.needs);
    let asked = report.open_questions.iter().map(|question| &question.about);
    let needs = needs.chain(asked).filter_map(|need| match need {
        Need::Biomarker(name) | Need::Fact(name) => Some(name),
        Need::Disease | Need::Therapies => None,
    });
    let drugs = report.treatments.iter().flat_map(|treatment| &treatment.drugs);
    let tests = report.tests.iter().map(|test| &test.biomarker);
    let named: FxHashSet<&String> = report.disease.iter().chain(tests).chain(needs).chain(drugs).collect();
    named
        .into_iter()
        .filter_map(|name| {
            let codes: Vec<CodeReference> = label(name, report.disease.as_ref(), vocabulary)?
                .codes
                .iter()
                .map(|(system, code)| CodeReference { system: uri(*system).to_owned(), code: code.clone() })
                .collect();
            (!codes.is_empty()).then(|| (name.clone(), codes))
        })
        .collect()
}

/// The entry that a report means by a name.
fn label<'v>(name: &str, disease: Option<&String>, vocabulary: &'v Vocabulary) -> Option<&'v Label> {
    let names = vocabulary.names();
    if disease.is_some_and(|disease| disease == name) {
        return vocabulary.diseases.iter().map(|(_, entry)| &entry.label).find(|label| label.display() == name);
    }
    if let Some(class) = name.strip_prefix("class ") {
        return names.classes.exact(class).map(|id| &vocabulary.classes[id].label);
    }
    let gene = names.genes.exact(name).map(|id| &vocabulary.genes[id].label);
    gene.or_else(|| names.markers.exact(name).map(|id| &vocabulary.markers[id].label))
        .or_else(|| names.facts.exact(name).map(|id| &vocabulary.facts[id].label))
        .or_else(|| names.drugs.exact(name).map(|id| &vocabulary.drugs[id].label))
}

/// The URI by which FHIR knows a code system (HL7 Terminology, "External Code Systems"; OncoTree has none there, and
/// its URI is the one that the German molecular tumour board profiles use).
fn uri(system: CodeSystem) -> &'static str {
    match system {
        CodeSystem::OncoTree => "http://data.mskcc.org/ontologies/oncotree",
        CodeSystem::Snomed => "http://snomed.info/sct",
        CodeSystem::Icd10 => "http://hl7.org/fhir/sid/icd-10",
        CodeSystem::Icdo3 => "http://terminology.hl7.org/CodeSystem/icd-o-3",
        CodeSystem::Ncit => "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl",
        CodeSystem::Hgnc => "http://www.genenames.org",
        CodeSystem::Loinc => LOINC,
        CodeSystem::RxNorm => "http://www.nlm.nih.gov/research/umls/rxnorm",
        CodeSystem::Atc => "http://www.whocc.no/atc",
    }
}

/// The URI of LOINC, the only system whose codes name tests.
pub(super) const LOINC: &str = "http://loinc.org";
