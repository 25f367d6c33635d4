//! What rules can speak of: read-only tables of diseases, genes, markers, drugs, methods, facts, regions, scales.
//!
//! All of it is declared in rule files; nothing medical is known here. [`variant`] reads what laboratories write and
//! says what falls under what.

mod domain;
mod entries;
mod hierarchy;
mod ids;
mod names;
pub mod variant;
mod worth;

pub use domain::{Domain, Interval, Number, NumberDomain, Value, Values, after_name};
pub use entries::*;
pub use hierarchy::Hierarchy;
pub use ids::*;
pub(crate) use names::fold;
pub use names::{NameIndex, Named};
pub use worth::excludes;

use crate::syntax::tree::CodeSystem;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

/// All that a rulebook declares.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Tables", into = "Tables")]
pub struct Vocabulary {
    tables: Tables,
    indexes: Indexes,
}

/// The tables, which are data, apart from the indexes, which follow from them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each is the table of the kind it is named after")]
pub struct Tables {
    pub regions: Table<RegionId, Region>,
    pub region_tree: Hierarchy<RegionId>,
    pub diseases: Table<DiseaseId, Disease>,
    pub disease_tree: Hierarchy<DiseaseId>,
    pub genes: Table<GeneId, Gene>,
    pub groups: Table<GroupId, Group>,
    pub markers: Table<MarkerId, Marker>,
    pub drugs: Table<DrugId, Drug>,
    pub classes: Table<ClassId, Class>,
    pub regimens: Table<RegimenId, Regimen>,
    pub methods: Table<MethodId, Method>,
    pub method_tree: Hierarchy<MethodId>,
    pub assays: Table<AssayId, Assay>,
    pub specimens: Table<SpecimenId, Specimen>,
    pub specialties: Table<SpecialtyId, Specialty>,
    pub facts: Table<FactId, Fact>,
    pub scales: Table<ScaleId, Scale>,
    pub sources: Table<SourceDocumentId, SourceDocument>,
    pub guidelines: Table<GuidelineId, Guideline>,
}

/// The index of names of each kind.
#[derive(Clone, Debug, Default)]
#[expect(missing_docs, reason = "each is the index of the table it is named after")]
pub struct Indexes {
    pub regions: NameIndex<RegionId>,
    pub diseases: NameIndex<DiseaseId>,
    pub genes: NameIndex<GeneId>,
    pub groups: NameIndex<GroupId>,
    pub markers: NameIndex<MarkerId>,
    pub drugs: NameIndex<DrugId>,
    pub classes: NameIndex<ClassId>,
    pub regimens: NameIndex<RegimenId>,
    pub methods: NameIndex<MethodId>,
    pub assays: NameIndex<AssayId>,
    pub specimens: NameIndex<SpecimenId>,
    pub specialties: NameIndex<SpecialtyId>,
    pub facts: NameIndex<FactId>,
    pub scales: NameIndex<ScaleId>,
    pub sources: NameIndex<SourceDocumentId>,
    pub guidelines: NameIndex<GuidelineId>,
    disease_codes: FxHashMap<(CodeSystem, String), DiseaseId>,
    drug_codes: FxHashMap<(CodeSystem, String), DrugId>,
    gene_codes: FxHashMap<(CodeSystem, String), GeneId>,
    marker_codes: FxHashMap<(CodeSystem, String), MarkerId>,
    /// The names, folded, that mean a marker in some disease.
    read_by_diseases: FxHashSet<String>,
}

impl From<Tables> for Vocabulary {
    fn from(tables: Tables) -> Vocabulary {
        let mut drugs = NameIndex::of(&tables.drugs);
        for (id, drug) in tables.drugs.iter() {
            drug.brands.iter().for_each(|(_, brand)| drugs.add_synonym(brand, id));
        }
        let reads = tables.diseases.iter().flat_map(|(_, disease)| &disease.reads);
        let indexes = Indexes {
            regions: NameIndex::of(&tables.regions),
            diseases: NameIndex::of(&tables.diseases),
            genes: NameIndex::of(&tables.genes),
            groups: NameIndex::of(&tables.groups),
            markers: NameIndex::of(&tables.markers),
            drugs,
            classes: NameIndex::of(&tables.classes),
            regimens: NameIndex::of(&tables.regimens),
            methods: NameIndex::of(&tables.methods),
            assays: NameIndex::of(&tables.assays),
            specimens: NameIndex::of(&tables.specimens),
            specialties: NameIndex::of(&tables.specialties),
            facts: NameIndex::of(&tables.facts),
            scales: NameIndex::of(&tables.scales),
            sources: NameIndex::of(&tables.sources),
            guidelines: NameIndex::of(&tables.guidelines),
            disease_codes: codes(tables.diseases.iter().map(|(id, entry)| (id, &entry.label))),
            drug_codes: codes(tables.drugs.iter().map(|(id, entry)| (id, &entry.label))),
            gene_codes: codes(tables.genes.iter().map(|(id, entry)| (id, &entry.label))),
            marker_codes: codes(tables.markers.iter().map(|(id, entry)| (id, &entry.label))),
            read_by_diseases: reads.map(|(name, _)| fold(name)).collect(),
        };
        Vocabulary { tables, indexes }
    }
}

/// Which entry a code means; a code that two entries share means the first.
fn codes<'a, I: Id>(labels: impl Iterator<Item = (I, &'a Label)>) -> FxHashMap<(CodeSystem, String), I> {
    let mut map = FxHashMap::default();
    for (id, label) in labels {
        for (system, code) in &label.codes {
            map.entry((*system, code.to_uppercase())).or_insert(id);
        }
    }
    map
}

/// What stands between the words and signs by which records join the drugs of a regimen.
pub(crate) fn parts_of_regimen(text: &str) -> impl Iterator<Item = &str> {
    let by_sign = text.split(['/', '+', '&', ',']);
    by_sign.flat_map(|part| part.split(" and ")).flat_map(|part| part.split(" with ")).map(str::trim)
}

impl From<Vocabulary> for Tables {
    fn from(vocabulary: Vocabulary) -> Tables {
        vocabulary.tables
    }
}

impl std::ops::Deref for Vocabulary {
    type Target = Tables;

    fn deref(&self) -> &Tables {
        &self.tables
    }
}

impl Vocabulary {
    /// The indexes of names.
    pub fn names(&self) -> &Indexes {
        &self.indexes
    }

    /// The disease that a code means.
    pub fn disease_by_code(&self, system: CodeSystem, code: &str) -> Option<DiseaseId> {
        self.indexes.disease_codes.get(&(system, code.to_uppercase())).copied()
    }

    /// Whether a name means a marker in some disease.
    pub fn is_read_by_disease(&self, name: &str) -> bool {
        self.indexes.read_by_diseases.contains(&fold(name))
    }

    /// The drug that a code means.
    pub fn drug_by_code(&self, system: CodeSystem, code: &str) -> Option<DrugId> {
        self.indexes.drug_codes.get(&(system, code.to_uppercase())).copied()
    }

    /// The drugs that people mean by one string: a drug, a regimen by its name, or several of these, joined. Where a
    /// part of it is not known, none of it is.
    pub fn find_drugs(&self, text: &str) -> Option<Vec<DrugId>> {
        let names = &self.indexes;
        let one = |text: &str| match names.drugs.lenient(text) {
            Some(drug) => Some(vec![drug]),
            None => names.regimens.lenient(text).map(|regimen| self.regimens[regimen].drugs.clone()),
        };
        one(text).or_else(|| {
            let mut drugs = Vec::new();
            for part in parts_of_regimen(text) {
                drugs.extend(one(part)?.into_iter().filter(|drug| !drugs.contains(drug)).collect::<Vec<_>>());
            }
            Some(drugs)
        })
    }

    /// The gene or marker that a code means.
    pub fn biomarker_by_code(&self, system: CodeSystem, code: &str) -> Option<Biomarker> {
        let key = (system, code.to_uppercase());
        let gene = self.indexes.gene_codes.get(&key).copied().map(Biomarker::Gene);
        gene.or_else(|| self.indexes.marker_codes.get(&key).copied().map(Biomarker::Marker))
    }

    /// The names and codes of a gene or marker.
    pub fn biomarker(&self, biomarker: Biomarker) -> &Label {
        match biomarker {
            Biomarker::Gene(gene) => &self.genes[gene].label,
            Biomarker::Marker(marker) => &self.markers[marker].label,
        }
    }

    /// The gene or marker that people mean by a name.
    pub fn find_biomarker(&self, name: &str) -> Option<Biomarker> {
        let names = &self.indexes;
        let exact =
            names.genes.exact(name).map(Biomarker::Gene).or_else(|| names.markers.exact(name).map(Biomarker::Marker));
        exact
            .or_else(|| names.genes.lenient(name).map(Biomarker::Gene))
            .or_else(|| names.markers.lenient(name).map(Biomarker::Marker))
    }

    /// The method or assay that people mean by a name.
    pub fn find_technique(&self, name: &str) -> Option<Technique> {
        let names = &self.indexes;
        names.methods.lenient(name).map(Technique::Method).or_else(|| names.assays.lenient(name).map(Technique::Assay))
    }

    /// What a method or assay can see.
    pub fn detection(&self, technique: Technique) -> &Detection {
        match technique {
            Technique::Method(method) => &self.methods[method].detection,
            Technique::Assay(assay) => &self.assays[assay].detection,
        }
    }

    /// Whether a negative result does not show that a tumour of this disease is negative: because of what the specimen is,
    /// or because of how it was looked at.
    pub fn is_inconclusive(
        &self,
        specimen: SpecimenId,
        technique: Option<Technique>,
        disease: Option<DiseaseId>,
    ) -> bool {
        let is_under = |upper: &DiseaseId| disease.is_some_and(|disease| self.disease_tree.is_under(disease, *upper));
        if let Some(diseases) = &self.specimens[specimen].conclusive_in
            && !diseases.iter().any(is_under)
        {
            return true;
        }
        technique.is_some_and(|technique| {
            let method = match technique {
                Technique::Method(method) => method,
                Technique::Assay(assay) => self.assays[assay].method,
            };
            let takes = &self.methods[method].detection.specimens;
            let is_fit = takes.is_empty() || takes.contains(&specimen);
            !is_fit || self.detection(technique).negative_inconclusive_on.contains(&specimen)
        })
    }

    /// The names of a method or assay.
    pub fn technique(&self, technique: Technique) -> &Label {
        match technique {
            Technique::Method(method) => &self.methods[method].label,
            Technique::Assay(assay) => &self.assays[assay].label,
        }
    }
}
