//! What a method or an assay is worth for an alteration: what its silence excludes, what its bare *positive* says.

use super::{
    GeneId, Technique, Vocabulary,
    variant::{self, GeneModel, Pattern, PatternForm},
};
use crate::{kleene::Kleene, syntax::tree::Origin};

impl Vocabulary {
    /// Whether a method or assay would show whatever matches the pattern, so that its silence excludes it.
    pub fn excludes(&self, technique: Technique, gene: GeneId, pattern: &Pattern) -> bool {
        let detected: Vec<&Pattern> = self.detection(technique).patterns(gene).collect();
        excludes(&self.genes[gene].model, pattern, &detected)
    }

    /// What a result says of a pattern that is positive and does not tell what was found.
    ///
    /// By a technique that is not declared to look at the gene it is a hint and no more; otherwise it is what the gene
    /// is known for, if that is what is asked. In a germline sample it was inherited.
    pub fn bare_positive(
        &self,
        technique: Option<Technique>,
        gene: GeneId,
        pattern: &Pattern,
        is_inherited: bool,
    ) -> Kleene {
        let model = &self.genes[gene].model;
        let seen: Option<Vec<&Pattern>> = technique.map(|technique| self.detection(technique).patterns(gene).collect());
        if seen.as_ref().is_some_and(Vec::is_empty) {
            return Kleene::Undetermined;
        }
        let is_asked_for = |one: &Pattern| match is_inherited {
            true => variant::covers(model, pattern, &Pattern { origin: Some(Origin::Germline), ..one.clone() }),
            false => variant::covers(model, pattern, one),
        };
        let meant = &self.genes[gene].positive_means;
        let known_for = !meant.is_empty() && meant.iter().all(is_asked_for);
        // What a method detects says what its silence excludes, not what it may find: only where all of it is what is
        // asked for does a bare *positive* answer.
        match known_for || seen.is_some_and(|seen| seen.into_iter().all(is_asked_for)) {
            true => Kleene::Met,
            false => Kleene::Undetermined,
        }
    }
}

/// Whether the silence of what detects these excludes a pattern. How an alteration arose does not change whether it is
/// seen.
pub fn excludes(model: &GeneModel, pattern: &Pattern, detected: &[&Pattern]) -> bool {
    is_seen(model, &Pattern { origin: None, ..pattern.clone() }, detected)
}

/// Whether a pattern is seen: as a whole, or, where it is a set that the gene names, each of its members.
fn is_seen(model: &GeneModel, pattern: &Pattern, detected: &[&Pattern]) -> bool {
    let covered = |pattern: &Pattern| detected.iter().any(|detected| variant::covers(model, detected, pattern));
    covered(pattern)
        || match &pattern.form {
            // It speaks of variants of the sequence: what sees every mutation sees these.
            PatternForm::PathogenicVariant => covered(&Pattern { form: PatternForm::Mutation, ..pattern.clone() }),
            PatternForm::Set(name) => {
                model.set(name).is_some_and(|set| set.patterns.iter().all(|member| is_seen(model, member, detected)))
            }
            _ => false,
        }
}
