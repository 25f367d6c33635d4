//! What cannot be right about results, and is told: two that contradict each other, and methods that cannot show what they
//! are said to have shown. All of them count as they stand; nobody here can know which is wrong.

use super::{
    known::{Coverage, GeneResult, HowKnown, MarkerResult},
    resolve::Resolver,
};
use crate::{
    kleene::Kleene,
    syntax::tree::ResultStatus,
    vocabulary::{
        GeneId, MarkerId,
        variant::{self, Alteration, Pattern, PatternForm},
    },
};

const OTHERWISE: &str = "by the same method, on the same specimen and day, as far as these are told";

impl Resolver<'_> {
    /// Tells what cannot be right about the results, once all are read.
    pub(super) fn doubts(&mut self) {
        let mut told: Vec<(String, String, String)> = Vec::new();
        for (gene, results) in &self.patient.genes {
            for result in results {
                told.extend(self.unseen(*gene, result));
                if let Some(found) = results.iter().find_map(|other| self.contradicted(*gene, result, other)) {
                    let name = self.vocabulary.genes[*gene].label.name.clone();
                    let reason = format!("it is negative, and `{found}` was found {OTHERWISE}: what was found counts");
                    told.push((result.how.path.clone(), name, reason));
                }
            }
        }
        for (marker, results) in &self.patient.markers {
            for (at, result) in results.iter().enumerate() {
                told.extend(self.unmeasured(*marker, result));
                let contradicts = |other: &&MarkerResult| match (&result.knowledge, &other.knowledge) {
                    (Some(one), Some(other_value)) => one.excludes(other_value) && is_alike(&result.how, &other.how),
                    _ => false,
                };
                if results.iter().take(at).any(|other| contradicts(&other)) {
                    let name = self.vocabulary.markers[*marker].label.name.clone();
                    let reason = format!("another result {OTHERWISE} has another value: either may be right");
                    told.push((result.how.path.clone(), name, reason));
                }
            }
        }
        for (path, text, reason) in told {
            // A fusion is a result of two genes.
            if !self.patient.not_used.iter().any(|known| known.path == path && known.reason == reason) {
                self.not_used(&path, &text, &reason, None);
            }
        }
    }

    /// What another result found that the silence of this one excludes.
    fn contradicted<'r>(&self, gene: GeneId, silent: &GeneResult, found: &'r GeneResult) -> Option<&'r str> {
        let model = &self.vocabulary.genes[gene].model;
        if silent.status != ResultStatus::Negative
            || found.status != ResultStatus::Positive
            || silent.germline != found.germline
            || !is_alike(&silent.how, &found.how)
        {
            return None;
        }
        let is_of = |read: &&super::ReadAlteration, pattern: &Pattern| {
            variant::matches(model, &read.alteration, pattern) == Kleene::Met
        };
        let is_excluded = |read: &&super::ReadAlteration| match &silent.coverage {
            Coverage::Everything => true,
            Coverage::Nothing => false,
            Coverage::Only(patterns) => patterns.iter().any(|pattern| is_of(read, pattern)),
            Coverage::Technique(technique) => {
                self.vocabulary.detection(*technique).patterns(gene).any(|pattern| is_of(read, pattern))
            }
        };
        found.alterations.iter().find(is_excluded).map(|read| read.text.as_str())
    }

    /// A method that shows no change of the kind of one that was found by it, of no gene.
    fn unseen(&self, gene: GeneId, result: &GeneResult) -> Option<(String, String, String)> {
        let technique = result.how.technique.filter(|_| !result.alterations.is_empty())?;
        let model = &self.vocabulary.genes[gene].model;
        let detects = &self.vocabulary.detection(technique).detects;
        let is_shown = |form: &Pattern| {
            detects.iter().flat_map(|detects| &detects.patterns).any(|one| variant::overlaps(model, one, form))
        };
        let kinds = [
            PatternForm::Mutation,
            PatternForm::Fusion { with: None },
            PatternForm::Amplification,
            PatternForm::HomozygousDeletion,
        ];
        let cannot_be = |read: &&super::ReadAlteration| {
            // What is no finding at all is of no kind.
            let alteration = Alteration { significance: None, ..read.alteration.clone() };
            let mut kinds = kinds
                .iter()
                .map(|kind| Pattern::new(kind.clone()))
                .filter(|kind| variant::matches(model, &alteration, kind) != Kleene::NotMet)
                .peekable();
            kinds.peek().is_some() && kinds.all(|kind| !is_shown(&kind))
        };
        let read = result.alterations.iter().find(cannot_be).filter(|_| !detects.is_empty())?;
        let name = self.vocabulary.technique(technique).name.clone();
        let reason = format!("it is not known to show such a change as `{}`, which counts all the same", read.text);
        Some((format!("{}.method", result.how.path), name, reason))
    }

    /// A method that does not measure the marker, but others.
    fn unmeasured(&self, marker: MarkerId, result: &MarkerResult) -> Option<(String, String, String)> {
        let technique = result.how.technique.filter(|_| result.knowledge.is_some())?;
        let measures = &self.vocabulary.detection(technique).measures;
        if measures.is_empty() || measures.contains(&marker) {
            return None;
        }
        let name = self.vocabulary.technique(technique).name.clone();
        let of = &self.vocabulary.markers[marker].label.name;
        let reason = format!("it is not known to measure `{of}`, whose value counts all the same");
        Some((format!("{}.method", result.how.path), name, reason))
    }
}

/// Whether two results were obtained alike, and at once.
fn is_alike(one: &HowKnown, other: &HowKnown) -> bool {
    one.technique == other.technique && one.specimen == other.specimen && one.date == other.date
}
