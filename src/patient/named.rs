//! What the name of a biomarker in a result means: a gene, a marker, several of them, a fusion, or one change of a gene.

use super::{
    known::HowKnown,
    profile::{Concept, Scalar, TestResult, status_word},
    resolve::{Resolver, code_system},
    results::Single,
    values::{first_of, is_unit_of},
};
use crate::{
    diagnostics::Code,
    ordered::{Set, Sort},
    vocabulary::{
        Biomarker, Domain, GeneId, Interval, MarkerId, NumberDomain, Values, fold,
        variant::{self, Change, ChangeKind, Fusion, Pattern, PatternForm, ProteinChange},
    },
};

/// What the name of a biomarker means in a result.
pub(super) enum Meaning {
    One(Biomarker),
    Group(Vec<Biomarker>),
    /// `ALK/ROS1`: two genes, or the fusion of the two.
    TwoWays(Vec<Biomarker>),
    /// `BCR::ABL1`: the fusion, and those of its genes that are known here.
    Fusion(Change, Vec<GeneId>),
    /// `JAK2 V617F`: one change of a gene, of which alone the result speaks.
    Change(GeneId, Change),
    Unknown,
}

impl Resolver<'_> {
    pub(super) fn meaning(&self, biomarker: &Concept<'_>) -> Meaning {
        let name = match biomarker {
            Concept::Code { system, code } => {
                // HGNC's own numbers are written with its name before them.
                let code = code.strip_prefix("HGNC:").unwrap_or(code);
                let found = code_system(system).and_then(|system| self.vocabulary.biomarker_by_code(system, code));
                return found.map_or(Meaning::Unknown, Meaning::One);
            }
            Concept::Name(name) => name.as_ref(),
        };
        if let Some(biomarker) = self.vocabulary.find_biomarker(name) {
            return Meaning::One(biomarker);
        }
        if let Some(group) = self.vocabulary.names().groups.lenient(name) {
            return Meaning::Group(self.vocabulary.groups[group].members.clone());
        }
        if let Some(biomarker) = self.named_twice(name) {
            return Meaning::One(biomarker);
        }
        if let Some(several) = self.several(name) {
            return several;
        }
        // Only what has a joint or a blank in it names a fusion, or a gene and one of its changes.
        if name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            let change = self.change_without_joint(name);
            return change.map_or(Meaning::Unknown, |(gene, change)| Meaning::Change(gene, change));
        }
        match variant::read(name) {
            Ok(change) if !fused_genes(&change).is_empty() => {
                let genes: Vec<_> = self.known_genes(&change);
                if genes.is_empty() { Meaning::Unknown } else { Meaning::Fusion(change, genes) }
            }
            _ => self.change(name).map_or(Meaning::Unknown, |(gene, change)| Meaning::Change(gene, change)),
        }
    }

    /// Whether a name that cannot be read may be meant for a gene: it begins with the gene's name (`METex14`), has it as a
    /// word, or has its letters in another order (`EGRF`). Names that are merely near are often those of other genes (`FGF3`
    /// of `FGFR3`).
    pub(super) fn may_mean(&self, name: &Concept<'_>, biomarker: Biomarker) -> bool {
        let (Concept::Name(name), Biomarker::Gene(gene)) = (name, biomarker) else { return false };
        let genes = &self.vocabulary.names().genes;
        let label = &self.vocabulary.genes[gene].label;
        let mut words = name.split(|sign: char| !sign.is_alphanumeric());
        let letters = |name: &str| {
            let mut letters: Vec<char> = fold(name).chars().collect();
            letters.order();
            letters
        };
        name.strip_prefix(label.name.as_str()).is_some_and(|rest| rest.starts_with(char::is_lowercase))
            || words.any(|word| genes.lenient(word) == Some(gene))
            || letters(name) == letters(&label.name)
    }

    /// `EGFR gene`, `EGFR (HER1)`, `ERBB2 (HER2)`: a name with a word or a synonym that adds nothing.
    fn named_twice(&self, name: &str) -> Option<Biomarker> {
        if let Some(bare) = name.strip_suffix(" gene") {
            return self.vocabulary.find_biomarker(bare.trim());
        }
        let (bare, synonym) = name.strip_suffix(')')?.split_once('(')?;
        let found = self.vocabulary.find_biomarker(bare.trim())?;
        (self.vocabulary.find_biomarker(synonym.trim()) == Some(found)).then_some(found)
    }

    /// `EGFR, ALK, ROS1`: several biomarkers. Two genes with a stroke between them may be those of a fusion too, as in
    /// `NPM1/ALK`; where each is reported on its own, both readings are open.
    fn several(&self, name: &str) -> Option<Meaning> {
        let parts: Vec<&str> = name.split([',', ';', '/', '+', '&']).flat_map(|part| part.split(" and ")).collect();
        if parts.len() < 2 {
            return None;
        }
        let members: Option<Vec<Biomarker>> =
            parts.iter().map(|part| self.vocabulary.find_biomarker(part.trim())).collect();
        let members = members?;
        let is_own = |member: &Biomarker| match member {
            Biomarker::Gene(gene) => {
                let gene = &self.vocabulary.genes[*gene];
                let joins = |pattern: &Pattern| matches!(pattern.form, PatternForm::Fusion { with: Some(_) });
                (!gene.positive_means.is_empty() || !gene.model.named.is_empty())
                    && !gene.positive_means.iter().any(joins)
            }
            Biomarker::Marker(_) => true,
        };
        match members.as_slice() {
            [_, _] if name.contains('/') => members.iter().all(is_own).then_some(Meaning::TwoWays(members)),
            _ => Some(Meaning::Group(members)),
        }
    }

    /// A gene and one of its changes in one name: `JAK2 V617F`, `FLT3-ITD`, `MET exon 14 skipping`.
    fn change(&self, name: &str) -> Option<(GeneId, Change)> {
        // The longest name of a gene: some have a hyphen.
        name.trim().rmatch_indices([' ', '-', '_', ':']).find_map(|(at, _)| {
            let gene = self.vocabulary.names().genes.lenient(name.trim().get(..at)?)?;
            let model = &self.vocabulary.genes[gene].model;
            let change = variant::read_of(name.trim().get(at + 1..)?, model).ok()?;
            // `BCR::ABL1 T315I` is a change of the second.
            change.gene.as_ref().is_none_or(|named| model.is_called(named)).then_some((gene, change))
        })
    }

    /// `EGFRvIII`, `H3K27M`: a gene and its change without a sign between. Only what the gene names, or a change of one of its
    /// residues: names of genes begin alike.
    fn change_without_joint(&self, name: &str) -> Option<(GeneId, Change)> {
        let is_certain = |change: &Change| match &change.kind {
            ChangeKind::Class(form) => matches!(**form, PatternForm::Set(_)),
            ChangeKind::Protein(ProteinChange::Substitution { at, .. }) => at.codon >= 10,
            _ => false,
        };
        (2..name.len().min(12)).rev().find_map(|at| {
            let gene = self.vocabulary.names().genes.lenient(name.get(..at)?)?;
            let change = variant::read_of(name.get(at..)?, &self.vocabulary.genes[gene].model).ok()?;
            is_certain(&change).then_some((gene, change))
        })
    }

    /// The marker that is meant by a name of something else: because laboratories call it so in this disease, or because
    /// the result has a value that one marker called after the gene has. A result that lists alterations is one of the gene,
    /// and so is one by a method that does not measure the marker.
    pub(super) fn marker_meant(
        &self,
        biomarker: &Concept<'_>,
        result: &TestResult<'_>,
        how: &HowKnown,
    ) -> Option<MarkerId> {
        let (Concept::Name(name), None) = (biomarker, &result.alterations) else { return None };
        let gene = match self.meaning(biomarker) {
            Meaning::One(Biomarker::Gene(gene)) => Some(gene),
            Meaning::Group(_) | Meaning::Unknown => None,
            _ => return None,
        };
        let here = self.read_here(name);
        let mut markers = match (here, gene, &result.value) {
            (Some(markers), _, _) => markers.to_vec(),
            // A status, or a change of the gene, is one, whatever else is called so.
            (None, Some(gene), Some(Scalar::Text(text)))
                if status_word(text).is_none()
                    && variant::read_of(text, &self.vocabulary.genes[gene].model).is_err() =>
            {
                self.called_after(gene)
            }
            _ => return None,
        };
        if let Some(technique) = how.technique {
            markers.retain(|marker| self.vocabulary.detection(technique).measures.contains(marker));
        }
        markers.retain(|marker| self.may_have(*marker, result.value.as_ref(), here.is_some()));
        // The usual one stands first; of markers that are only called alike one must be meant.
        if here.is_none() && markers.len() > 1 { None } else { markers.first().copied() }
    }

    /// Whether a marker has a value; with `usual`, also whether it has a status or a number, which say nothing of whose they
    /// are.
    fn may_have(&self, marker: MarkerId, value: Option<&Scalar<'_>>, usual: bool) -> bool {
        // A unit says of which it is: `60 %`.
        let is_number =
            |text: &str, domain: &NumberDomain| Interval::read(text).is_some_and(|(_, unit)| is_unit_of(unit, domain));
        match (&self.vocabulary.markers[marker].domain, value) {
            (_, None) => true,
            (_, Some(Scalar::Text(text))) if usual && status_word(text).is_some() => true,
            (Domain::Number(domain), Some(Scalar::Text(text))) => usual && is_number(text, domain),
            (Domain::Number(_), Some(Scalar::Number(_))) => usual,
            (domain, Some(Scalar::Text(text))) => {
                let found = |values: &Values| values.find(text, true).or_else(|| values.find(first_of(text), true));
                domain.values().is_some_and(|values| found(values).is_some())
            }
            (_, Some(_)) => false,
        }
    }

    /// The markers that are called by a name in the patient's disease.
    fn read_here(&self, name: &str) -> Option<&[MarkerId]> {
        let diseases = &self.vocabulary.diseases;
        let mut up = std::iter::successors(self.patient.disease, |at| diseases[*at].under).take(diseases.len());
        let name = fold(name);
        let named = |(known, _): &&(String, Vec<MarkerId>)| fold(known) == name;
        up.find_map(|at| diseases[at].reads.iter().find(named)).map(|(_, markers)| markers.as_slice())
    }

    /// Whether a name means a marker in some disease, so that what it means here turns on the disease.
    pub(super) fn is_read_by_disease(&self, biomarker: &Concept<'_>) -> bool {
        let Concept::Name(name) = biomarker else { return false };
        self.vocabulary.is_read_by_disease(name)
    }

    /// The markers that are called after a gene: its name or another, a hyphen, and more.
    fn called_after(&self, gene: GeneId) -> Vec<MarkerId> {
        let label = &self.vocabulary.genes[gene].label;
        let is_called_after = |name: &str| {
            let mut names = std::iter::once(&label.name).chain(&label.also);
            names.any(|gene| name.strip_prefix(gene.as_str()).is_some_and(|rest| rest.starts_with('-')))
        };
        let markers = self.vocabulary.markers.iter();
        markers.filter(|(_, marker)| is_called_after(&marker.label.name)).map(|(id, _)| id).collect()
    }

    /// Whether a result has no value, as only markers have; where it has one, that is told.
    pub(super) fn has_no_value(&mut self, single: &Single<'_, '_>, gene: Option<GeneId>, message: &str) -> bool {
        let Some(value) = single.value else { return true };
        let called = gene.map(|gene| self.called_after(gene)).unwrap_or_default();
        let mut markers = called.clone();
        markers.retain(|marker| self.may_have(*marker, Some(value), true));
        let names: Vec<String> =
            markers.iter().map(|marker| format!("`{}`", self.vocabulary.markers[*marker].label.name)).collect();
        let help = match names.as_slice() {
            [] if called.is_empty() => "report `alterations`, or a `status`".to_owned(),
            [] => {
                let values = called.iter().map(|marker| {
                    let marker = &self.vocabulary.markers[*marker];
                    let values =
                        marker.domain.values().map(|values| format!(", {}", values.choice())).unwrap_or_default();
                    format!("`{}`{values}", marker.label.name)
                });
                let values: Vec<String> = values.collect();
                format!("report `alterations`, or a `status`; or a value of the biomarker {}", values.join("; of "))
            }
            names => format!("this may be a value of the biomarker {}", names.join(" or ")),
        };
        self.error(Code::WrongType, &format!("{}.value", single.path), message, Some(help));
        false
    }

    /// The one gene that a fusion names, where that is another than the gene it is reported for and one whose fusions are
    /// reported under its own name: `ROS1 fusion` of ALK.
    pub(super) fn fusion_of_another(&self, change: &Change, gene: GeneId) -> Option<&str> {
        let ChangeKind::Fusion(Fusion::Pair(Some(name), None) | Fusion::Pair(None, Some(name))) = &change.kind else {
            return None;
        };
        let other = self.vocabulary.names().genes.lenient(name).filter(|other| *other != gene)?;
        let is_reported = self.vocabulary.genes[other].positive_means.iter().any(is_any_fusion);
        is_reported.then(|| self.vocabulary.genes[other].label.name.as_str())
    }

    /// The genes of a fusion that are known here.
    pub(super) fn known_genes(&self, change: &Change) -> Vec<GeneId> {
        let genes = &self.vocabulary.names().genes;
        let found: Set<GeneId> = fused_genes(change).iter().filter_map(|name| genes.lenient(name)).collect();
        found.into_iter().collect()
    }
}

fn is_any_fusion(pattern: &Pattern) -> bool {
    matches!(pattern.form, PatternForm::Fusion { with: None })
}

/// The genes that a fusion joins, as far as they are named.
pub(crate) fn fused_genes(change: &Change) -> Vec<&str> {
    match &change.kind {
        ChangeKind::Fusion(Fusion::Pair(first, second) | Fusion::OutOfFrame(first, second)) => {
            first.iter().chain(second).map(String::as_str).collect()
        }
        // Any of its hyphens may be the joint; each part that is a gene's whole name is one of them.
        ChangeKind::Fusion(Fusion::Joined(names)) => {
            names.match_indices('-').flat_map(|(at, _)| [names.get(..at), names.get(at + 1..)]).flatten().collect()
        }
        _ => Vec::new(),
    }
}

/// The form in which a rule asks for a change; nothing where none can.
pub(super) fn asked_as(change: &Change) -> Option<PatternForm> {
    match &change.kind {
        ChangeKind::Class(form) => Some((**form).clone()),
        ChangeKind::Protein(_) | ChangeKind::Coding(_) | ChangeKind::Fusion(_) => {
            Some(PatternForm::Change(Change { gene: None, ..change.clone() }))
        }
        ChangeKind::CopyNumber(_) | ChangeKind::Gain | ChangeKind::Loss => None,
    }
}
