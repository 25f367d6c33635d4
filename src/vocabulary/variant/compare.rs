//! Patterns against patterns: whether one takes in the other, and whether something could be both.

use super::change::{Change, ChangeKind};
use super::effect::effect;
use super::gene::GeneModel;
use super::matching::has_form;
use super::pattern::{Pattern, PatternForm};
use crate::kleene::Kleene;
use crate::syntax::tree::RegionalKind;

/// How many sets may name one another before the answer is the cautious one.
const DEEPEST_SET: u32 = 3;

/// Whether what detects one pattern would see everything that matches the other. False when unsure.
///
/// What detects mutations need not see every skipped exon: the variant behind it may lie deep in an intron, or be a
/// large deletion. Who detects skipping has to say so.
pub fn covers(gene: &GeneModel, detected: &Pattern, asked: &Pattern) -> bool {
    pattern_subsumes(gene, detected, asked, 0)
}

/// Whether something could match both patterns. True when unsure.
pub fn overlaps(gene: &GeneModel, first: &Pattern, second: &Pattern) -> bool {
    patterns_overlap(gene, first, second, 0)
}

/// Whether every change of the specific form is one of the general form.
pub(super) fn subsumes(gene: &GeneModel, general: &PatternForm, specific: &PatternForm) -> bool {
    form_subsumes(gene, general, specific, 0)
}

/// Whether a change could be of both forms.
pub(super) fn forms_overlap(gene: &GeneModel, first: &PatternForm, second: &PatternForm) -> bool {
    form_overlaps(gene, first, second, 0)
}

fn pattern_subsumes(gene: &GeneModel, general: &Pattern, specific: &Pattern, depth: u32) -> bool {
    let origin = general.origin.is_none() || general.origin == specific.origin;
    let clear_of = |except: &Pattern| {
        specific.except.iter().any(|also| pattern_subsumes(gene, also, except, depth + 1))
            || !patterns_overlap(gene, except, specific, depth + 1)
    };
    origin
        && depth <= DEEPEST_SET
        && form_subsumes(gene, &general.form, &specific.form, depth)
        && general.except.iter().all(clear_of)
}

fn form_subsumes(gene: &GeneModel, general: &PatternForm, specific: &PatternForm, depth: u32) -> bool {
    use PatternForm::{
        BiallelicLoss, Change, Codons, Exons, Fusion, HomozygousDeletion, MissenseAt, Mutation, PathogenicVariant, Set,
        Truncation,
    };
    if general == specific {
        return true;
    }
    if depth > DEEPEST_SET {
        return false;
    }
    let set_of = |name: &str| gene.set(name).map(|set| set.patterns.as_slice()).unwrap_or_default();
    let specific_as_pattern = || Pattern::new(specific.clone());
    match (general, specific) {
        (_, Set(name)) => {
            let patterns = set_of(name);
            general == &PathogenicVariant && gene.set(name).is_some()
                || !patterns.is_empty()
                    && patterns
                        .iter()
                        .all(|pattern| pattern_subsumes(gene, &Pattern::new(general.clone()), pattern, depth + 1))
        }
        (Set(name), _) => {
            set_of(name).iter().any(|pattern| pattern_subsumes(gene, pattern, &specific_as_pattern(), depth + 1))
        }
        (_, Change(change)) => has_form(gene, change, general) == Kleene::Met,
        (Mutation, Truncation | MissenseAt { .. } | Codons { .. }) => true,
        (Mutation, Exons { kind, .. }) => *kind != RegionalKind::Skipping,
        (PathogenicVariant, Truncation | HomozygousDeletion | BiallelicLoss) => true,
        (PathogenicVariant, specific) => gene.named.iter().any(|set| {
            set.patterns
                .iter()
                .any(|pattern| pattern_subsumes(gene, pattern, &Pattern::new(specific.clone()), depth + 1))
        }),
        (BiallelicLoss, HomozygousDeletion) => true,
        (Fusion { with: None }, Fusion { .. }) => true,
        (MissenseAt { residue: None, codon }, MissenseAt { codon: specific, .. }) => codon == specific,
        (Exons { from, to, kind }, Exons { from: first, to: last, kind: specific }) => {
            from <= first && last <= to && kind_subsumes(*kind, *specific)
        }
        _ => match (region(gene, general), region(gene, specific)) {
            (Some((from, to, kind)), Some((first, last, specific))) => {
                from <= first && last <= to && kind_subsumes(kind, specific)
            }
            _ => false,
        },
    }
}

/// The codons of the gene's first transcript that a form speaks of, and what happens there.
fn region(gene: &GeneModel, form: &PatternForm) -> Option<(u32, u32, RegionalKind)> {
    match form {
        PatternForm::Codons { from, to, kind } => Some((*from, *to, kind.unwrap_or(RegionalKind::Mutation))),
        PatternForm::MissenseAt { codon, .. } => Some((*codon, *codon, RegionalKind::Mutation)),
        // Numbers with an accession count in its own transcript, so one table speaks for all only where there is one.
        PatternForm::Exons { from, to, kind } if *kind != RegionalKind::Skipping => match gene.transcripts.as_slice() {
            [only] => only.codons(*from, *to).map(|(first, last)| (first, last, *kind)),
            _ => None,
        },
        _ => None,
    }
}

fn kind_subsumes(general: RegionalKind, specific: RegionalKind) -> bool {
    use RegionalKind::{Duplication, Insertion, Mutation, Skipping};
    general == specific
        || general == Mutation && specific != Skipping
        || general == Insertion && specific == Duplication
}

fn patterns_overlap(gene: &GeneModel, first: &Pattern, second: &Pattern, depth: u32) -> bool {
    let origins = match (first.origin, second.origin) {
        (Some(first), Some(second)) => first == second,
        _ => true,
    };
    if !origins || depth > DEEPEST_SET {
        return origins;
    }
    let left_out = |pattern: &Pattern, other: &Pattern| {
        pattern.except.iter().any(|except| pattern_subsumes(gene, except, other, depth + 1))
    };
    form_overlaps(gene, &first.form, &second.form, depth) && !left_out(first, second) && !left_out(second, first)
}

fn form_overlaps(gene: &GeneModel, first: &PatternForm, second: &PatternForm, depth: u32) -> bool {
    use PatternForm::{Change, Codons, Exons, Fusion, MissenseAt, Set, Truncation};
    if depth > DEEPEST_SET || first == second {
        return true;
    }
    match (first, second) {
        (Set(name), other) | (other, Set(name)) => gene.set(name).is_none_or(|set| {
            set.patterns.iter().any(|pattern| patterns_overlap(gene, pattern, &Pattern::new(other.clone()), depth + 1))
        }),
        (Change(change), other) | (other, Change(change)) => could_have_form(gene, change, other),
        _ if families(first) & families(second) == 0 => false,
        (Fusion { with: Some(first) }, Fusion { with: Some(second) }) => first.eq_ignore_ascii_case(second),
        (MissenseAt { .. }, Truncation) | (Truncation, MissenseAt { .. }) => false,
        (MissenseAt { residue, codon }, MissenseAt { residue: other, codon: same }) => {
            codon == same && (residue.is_none() || other.is_none() || residue == other)
        }
        (MissenseAt { .. } | Codons { .. } | Exons { .. }, MissenseAt { .. } | Codons { .. } | Exons { .. }) => {
            let point = matches!(first, MissenseAt { .. }) || matches!(second, MissenseAt { .. });
            let kinds = (regional_kind(first), regional_kind(second));
            if exclusive(kinds.0, kinds.1) || point && exclusive_of_missense(kinds) {
                return false;
            }
            match (region(gene, first), region(gene, second)) {
                // A deletion may reach over both; what lies within one, or at one codon, may not.
                (Some((from, to, one)), Some((first, last, other))) => {
                    let both_touch = one == RegionalKind::Mutation && other == RegionalKind::Mutation && !point;
                    both_touch || from <= last.saturating_add(1) && first <= to.saturating_add(1)
                }
                _ => true,
            }
        }
        _ => true,
    }
}

/// Whether a change could be of a form; a change that is not known in full may be.
fn could_have_form(gene: &GeneModel, change: &Change, form: &PatternForm) -> bool {
    match form {
        // `R97fs` asked for also takes in `R97Pfs*23`.
        PatternForm::Change(other) => {
            let asked = |change: &Change| PatternForm::Change(change.clone());
            has_form(gene, change, form).max(has_form(gene, other, &asked(change))) != Kleene::NotMet
        }
        // Whatever changes the sequence may be reported as pathogenic.
        PatternForm::PathogenicVariant if effect(&change.kind).is_some() => true,
        _ if matches!(change.kind, ChangeKind::Class(_)) => true,
        _ => has_form(gene, change, form) != Kleene::NotMet,
    }
}

fn regional_kind(form: &PatternForm) -> RegionalKind {
    match form {
        PatternForm::Codons { kind: Some(kind), .. } | PatternForm::Exons { kind, .. } => *kind,
        _ => RegionalKind::Mutation,
    }
}

/// In-frame loss and in-frame gain exclude each other.
fn exclusive(first: RegionalKind, second: RegionalKind) -> bool {
    use RegionalKind::{Deletion, Duplication, Insertion};
    let gain = |kind| matches!(kind, Insertion | Duplication);
    first == Deletion && gain(second) || gain(first) && second == Deletion
}

/// A missense change neither loses nor gains residues.
fn exclusive_of_missense(kinds: (RegionalKind, RegionalKind)) -> bool {
    use RegionalKind::{Mutation, Skipping};
    ![Mutation, Skipping].contains(&kinds.0) || ![Mutation, Skipping].contains(&kinds.1)
}

const SMALL: u8 = 1;
const JOINED: u8 = 2;
const GAINED: u8 = 4;
const LOST: u8 = 8;

/// Small variant, fusion, more copies, no copy: what is of one family is not of another.
fn families(form: &PatternForm) -> u8 {
    match form {
        PatternForm::Fusion { .. } => JOINED,
        PatternForm::Amplification => GAINED,
        PatternForm::HomozygousDeletion => LOST,
        PatternForm::BiallelicLoss | PatternForm::PathogenicVariant => LOST | SMALL,
        PatternForm::Set(_) | PatternForm::Change(_) => SMALL | JOINED | GAINED | LOST,
        _ => SMALL,
    }
}
