//! Whether a reported alteration is what a pattern asks for.

use super::change::{Change, ChangeKind, Fusion, ProteinChange};
use super::compare::{forms_overlap, subsumes};
use super::effect::{Consequence, Effect, effect};
use super::fusion::joins;
use super::gene::GeneModel;
use super::pattern::{Pattern, PatternForm};
use super::same::same;
use super::skipping::skips;
use crate::kleene::Kleene;
use crate::syntax::tree::{Origin, RegionalKind};
use serde::{Deserialize, Serialize};

/// A change as reported of a patient.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Alteration {
    /// What changes.
    pub change: Change,
    /// What it is held to mean.
    pub significance: Option<Significance>,
    /// Inherited or acquired.
    pub origin: Option<Origin>,
}

/// What a variant is held to mean, in the five classes of Richards et al., Genetics in Medicine 2015.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "each is the class it is named after")]
pub enum Significance {
    Pathogenic,
    #[serde(rename = "likely pathogenic")]
    LikelyPathogenic,
    #[serde(alias = "uncertain significance", alias = "vus", alias = "variant of uncertain significance")]
    Uncertain,
    #[serde(rename = "likely benign")]
    LikelyBenign,
    Benign,
}

/// Copies of a gene, in hundredths, under which nobody speaks of amplification: the limit of ASCO/CAP for a negative
/// in-situ hybridisation of *ERBB2* (Wolff et al., Journal of Clinical Oncology 2018).
const NOT_AMPLIFIED_BELOW: u32 = 400;
/// Copies of a gene, in hundredths, from which all do: the strictest limit in use, that of the cohorts with high-level
/// amplification of *MET* in GEOMETRY mono-1 (Wolf et al., New England Journal of Medicine 2020). Between the two the
/// laboratory has to say.
const AMPLIFIED_FROM: u32 = 1000;

/// How many sets may name one another. Deeper ones are left undetermined.
const DEEPEST_SET: u32 = 3;

impl From<Change> for Alteration {
    fn from(change: Change) -> Alteration {
        Alteration { change, significance: None, origin: None }
    }
}

impl Change {
    /// Whether the protein ends early: met for nonsense and frameshift variants, open for changed splice sites.
    pub fn truncates(&self) -> Kleene {
        has_form(&GeneModel::default(), self, &PatternForm::Truncation)
    }
}

/// Whether an alteration reported for a gene is what a pattern asks for.
///
/// Undetermined is "may be": the notation, the origin or the significance says too little. A variant reported as
/// uncertain, likely benign or benign is nothing that a pattern asks for.
pub fn matches(gene: &GeneModel, alteration: &Alteration, pattern: &Pattern) -> Kleene {
    matches_at(gene, alteration, pattern, 0)
}

fn matches_at(gene: &GeneModel, alteration: &Alteration, pattern: &Pattern, depth: u32) -> Kleene {
    use Significance::{Benign, LikelyBenign, Uncertain};
    if let Some(Uncertain | LikelyBenign | Benign) = alteration.significance {
        return Kleene::NotMet;
    }
    let origin = match (pattern.origin, alteration.origin) {
        (None, _) => Kleene::Met,
        (Some(_), None) => Kleene::Undetermined,
        (Some(asked), Some(reported)) => Kleene::from(asked == reported),
    };
    if origin == Kleene::NotMet {
        return Kleene::NotMet;
    }
    let form = form_at(gene, alteration, &pattern.form, depth);
    let excepted = pattern.except.iter().map(|except| matches_at(gene, alteration, except, depth));
    origin.and(form).and(!Kleene::any(excepted))
}

/// Whether a change of unstated significance and origin is of a form.
pub(super) fn has_form(gene: &GeneModel, change: &Change, form: &PatternForm) -> Kleene {
    form_at(gene, &Alteration::from(change.clone()), form, 0)
}

fn form_at(gene: &GeneModel, alteration: &Alteration, form: &PatternForm, depth: u32) -> Kleene {
    let change = &alteration.change;
    match form {
        PatternForm::Set(name) => return in_set(gene, alteration, name, depth),
        PatternForm::PathogenicVariant => return pathogenic(gene, alteration, depth),
        _ => {}
    }
    if let ChangeKind::Class(reported) = &change.kind {
        return class_has_form(gene, reported, form);
    }
    let effect = effect(&change.kind);
    let small = |verdict: fn(&Effect) -> Kleene| effect.as_ref().map_or_else(|| unspecific(change), verdict);
    match form {
        PatternForm::Mutation => small(Effect::changes_protein),
        PatternForm::Truncation => small(Effect::truncates),
        PatternForm::MissenseAt { residue, codon } => {
            effect.map_or_else(|| unspecific(change), |effect| missense_at(change, effect, *residue, *codon))
        }
        PatternForm::Codons { from, to, kind } => {
            let kind = kind.unwrap_or(RegionalKind::Mutation);
            effect.map_or_else(|| unspecific(change), |effect| in_region(effect, Some((*from, *to)), kind))
        }
        PatternForm::Exons { from, to, kind: RegionalKind::Skipping } => skips(gene, change, *from, *to),
        PatternForm::Exons { from, to, kind } => {
            let transcript = gene.transcript(change.reference.as_deref());
            let codons = transcript.and_then(|transcript| transcript.codons(*from, *to));
            effect.map_or_else(|| unspecific(change), |effect| in_region(effect, codons, *kind))
        }
        PatternForm::Fusion { with } => match &change.kind {
            ChangeKind::Fusion(fusion) => joins(fusion, gene, with.as_deref()),
            _ => Kleene::NotMet,
        },
        PatternForm::Amplification => match change.kind {
            ChangeKind::CopyNumber(copies) if copies < NOT_AMPLIFIED_BELOW => Kleene::NotMet,
            ChangeKind::CopyNumber(copies) if copies >= AMPLIFIED_FROM => Kleene::Met,
            ChangeKind::CopyNumber(_) | ChangeKind::Gain => Kleene::Undetermined,
            _ => Kleene::NotMet,
        },
        PatternForm::HomozygousDeletion => copies_lost(change),
        // One changed copy does not say what became of the other.
        PatternForm::BiallelicLoss => match effect {
            Some(effect) => effect.changes_protein().and(Kleene::Undetermined),
            None => copies_lost(change).max(unspecific(change)),
        },
        PatternForm::Change(asked) => same(gene, change, asked),
        PatternForm::Set(_) | PatternForm::PathogenicVariant => Kleene::Undetermined,
    }
}

/// What is no small variant is none of the protein's; a rearrangement within the gene may be called either.
fn unspecific(change: &Change) -> Kleene {
    match change.kind {
        ChangeKind::Fusion(Fusion::Intragenic(_)) => Kleene::Undetermined,
        _ => Kleene::NotMet,
    }
}

/// A class reported in words: what falls under the pattern as a whole, falls under it; what could, may.
fn class_has_form(gene: &GeneModel, reported: &PatternForm, form: &PatternForm) -> Kleene {
    // A skipped exon changes the protein, whichever variant made it so.
    let skipped = matches!(reported, PatternForm::Exons { kind: RegionalKind::Skipping, .. });
    if skipped && *form == PatternForm::Mutation || subsumes(gene, form, reported) {
        Kleene::Met
    } else if forms_overlap(gene, form, reported) {
        Kleene::Undetermined
    } else {
        Kleene::NotMet
    }
}

fn in_set(gene: &GeneModel, alteration: &Alteration, name: &str, depth: u32) -> Kleene {
    if let ChangeKind::Class(reported) = &alteration.change.kind
        && matches!(&**reported, PatternForm::Set(reported) if reported.eq_ignore_ascii_case(name))
    {
        return Kleene::Met;
    }
    match gene.set(name) {
        Some(_) if depth >= DEEPEST_SET => Kleene::Undetermined,
        Some(set) => Kleene::any(set.patterns.iter().map(|pattern| matches_at(gene, alteration, pattern, depth + 1))),
        None => Kleene::Undetermined,
    }
}

/// Reported so, truncating, the loss of every copy, or named by the gene. Whatever else changes the gene's sequence may
/// be, if it is not known to leave the protein as it is.
fn pathogenic(gene: &GeneModel, alteration: &Alteration, depth: u32) -> Kleene {
    let change = &alteration.change;
    let called = matches!(alteration.significance, Some(Significance::Pathogenic | Significance::LikelyPathogenic));
    if !called && is_declared_benign(gene, change) {
        return Kleene::NotMet;
    }
    let sequence = match &change.kind {
        ChangeKind::Class(form) => match **form {
            PatternForm::PathogenicVariant
            | PatternForm::Truncation
            | PatternForm::HomozygousDeletion
            | PatternForm::BiallelicLoss => Kleene::Met,
            PatternForm::Amplification | PatternForm::Fusion { .. } => Kleene::NotMet,
            _ => Kleene::from(called).max(Kleene::Undetermined),
        },
        kind => match effect(kind) {
            Some(_) if called => Kleene::Met,
            Some(effect) if effect.consequence == Consequence::Silent => Kleene::NotMet,
            Some(effect) => effect.truncates().max(Kleene::Undetermined),
            None if unspecific(change) == Kleene::Undetermined && called => Kleene::Met,
            None => copies_lost(change).max(unspecific(change)),
        },
    };
    let named = gene.named.iter().map(|set| in_set(gene, alteration, &set.name, depth + 1));
    if sequence == Kleene::Met || depth >= DEEPEST_SET { sequence } else { sequence.max(Kleene::any(named)) }
}

/// Whether a gene declares a change benign.
pub fn is_declared_benign(gene: &GeneModel, change: &Change) -> bool {
    gene.benign.iter().any(|benign| has_form(gene, change, &benign.form) == Kleene::Met)
}

/// Whether no copy of the gene is left.
fn copies_lost(change: &Change) -> Kleene {
    match change.kind {
        ChangeKind::CopyNumber(0) => Kleene::Met,
        ChangeKind::CopyNumber(..100) | ChangeKind::Loss => Kleene::Undetermined,
        _ => Kleene::NotMet,
    }
}

fn missense_at(change: &Change, effect: Effect, residue: Option<char>, codon: u32) -> Kleene {
    if effect.codons.is_some_and(|(from, to)| codon < from || codon > to) {
        return Kleene::NotMet;
    }
    match (&change.kind, effect.consequence) {
        // Another residue at this number is one of another transcript.
        (ChangeKind::Protein(ProteinChange::Substitution { at, .. }), Consequence::Missense) => {
            Kleene::from(residue.is_none() || at.residue == residue)
        }
        (_, Consequence::Exchange | Consequence::Open) => Kleene::Undetermined,
        _ => Kleene::NotMet,
    }
}

/// Whether what happens is of a kind, and within a region. A mutation need only touch it.
pub(super) fn in_region(effect: Effect, region: Option<(u32, u32)>, kind: RegionalKind) -> Kleene {
    use Consequence::{Deletion, Duplication, Insertion, Open, Splice};
    let what = match (kind, effect.consequence) {
        (RegionalKind::Mutation, _) => effect.changes_protein(),
        (RegionalKind::Deletion, Deletion) => Kleene::Met,
        (RegionalKind::Insertion, Insertion | Duplication) => Kleene::Met,
        (RegionalKind::Duplication, Duplication) => Kleene::Met,
        // What is inserted may repeat what stands beside it.
        (RegionalKind::Duplication, Insertion) => Kleene::Undetermined,
        // Nucleotides are lost together with a splice site.
        (RegionalKind::Deletion, Splice) if effect.codons.is_some_and(|(from, to)| from < to) => Kleene::Undetermined,
        (RegionalKind::Skipping, _) | (_, Open) => Kleene::Undetermined,
        _ => Kleene::NotMet,
    };
    let place = match (effect.codons, region) {
        (Some((first, last)), Some((from, to))) => {
            let (within, touches) = (from <= first && last <= to, first <= to && from <= last);
            let straddles = touches && !within;
            // Between two residues there is no codon to touch.
            let between = effect.consequence == Insertion && first.checked_add(1) == Some(last);
            match kind {
                RegionalKind::Mutation if !between => Kleene::from(touches),
                _ if straddles => Kleene::Undetermined,
                _ => Kleene::from(within),
            }
        }
        _ => Kleene::Undetermined,
    };
    what.and(place)
}
