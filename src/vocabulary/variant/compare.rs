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
            || excludes(gene, except, specific, depth + 1)
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
        (PathogenicVariant, HomozygousDeletion | BiallelicLoss) => true,
        (PathogenicVariant, Truncation) if gene.benign.is_empty() => true,
        (PathogenicVariant, specific) => gene.named.iter().any(|set| {
            set.patterns
                .iter()
                .any(|pattern| pattern_subsumes(gene, pattern, &Pattern::new(specific.clone()), depth + 1))
        }),
        (BiallelicLoss, HomozygousDeletion) => true,
        (Fusion { with: None }, Fusion { .. }) => true,
        (MissenseAt { residue, codon }, MissenseAt { codon: specific, .. }) => residue.is_none() && codon == specific,
        (MissenseAt { .. }, _) => false,
        (Exons { from, to, kind }, Exons { from: first, to: last, kind: specific }) => {
            // Where the wider region ends, the narrower does not say: every transcript has to.
            let known = *kind == RegionalKind::Skipping
                || gene.transcripts.iter().all(|transcript| transcript.codons(*from, *to).is_some());
            from <= first && last <= to && kind_subsumes(*kind, *specific) && known
        }
        _ => match (region(gene, general), region(gene, specific)) {
            (Some((from, to, kind)), Some((first, last, specific))) => {
                from <= first && last <= to && kind_subsumes(kind, specific)
            }
            _ => false,
        },
    }
}

/// Whether what matches the specific pattern surely does not match the other, so that not even a doubt is left: a
/// deletion that reaches out of an exon is no deletion of that exon, but it may be held for one.
fn excludes(gene: &GeneModel, other: &Pattern, specific: &Pattern, depth: u32) -> bool {
    use PatternForm::{Change, MissenseAt, PathogenicVariant, Set, Truncation};
    if let (Some(first), Some(second)) = (other.origin, specific.origin)
        && first != second
    {
        return true;
    }
    if depth > DEEPEST_SET {
        return false;
    }
    let all = |name: &str, excluded: &dyn Fn(&Pattern) -> bool| {
        gene.set(name).is_some_and(|set| !set.patterns.is_empty() && set.patterns.iter().all(excluded))
    };
    match (&other.form, &specific.form) {
        (PathogenicVariant, _) => false,
        (_, Set(name)) => all(name, &|pattern| excludes(gene, other, pattern, depth + 1)),
        (Set(name), _) => all(name, &|pattern| excludes(gene, pattern, specific, depth + 1)),
        (form, Change(change)) => has_form(gene, change, form) == Kleene::NotMet,
        (first, second) if families(first) & families(second) == 0 => true,
        (MissenseAt { .. }, Truncation) | (Truncation, MissenseAt { .. }) => true,
        (first, second) => {
            let (Some(first_kind), Some(second_kind)) = (regional_kind(first), regional_kind(second)) else {
                return false;
            };
            let missense = matches!(first, MissenseAt { .. }) || matches!(second, MissenseAt { .. });
            let confined =
                |form: &PatternForm, kind| kind != RegionalKind::Mutation || matches!(form, MissenseAt { .. });
            let apart = match (region(gene, first), region(gene, second)) {
                (Some((from, to, _)), Some((first, last, _))) => to < first || last < from,
                _ => false,
            };
            exclusive(first_kind, second_kind)
                || missense && exclusive_of_missense((first_kind, second_kind))
                || apart && confined(second, second_kind)
        }
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
            let kind = |form| regional_kind(form).unwrap_or(RegionalKind::Mutation);
            let kinds = (kind(first), kind(second));
            if exclusive(kinds.0, kinds.1) || point && exclusive_of_missense(kinds) {
                return false;
            }
            match (region(gene, first), region(gene, second)) {
                // A deletion may reach over both; what lies within one, or at one codon, may not.
                (Some((from, to, one)), Some((first, last, other))) => {
                    let both_touch = one == RegionalKind::Mutation && other == RegionalKind::Mutation && !point;
                    both_touch || from <= last && first <= to
                }
                // Exons of one numbering, whatever codons they cover: what is confined to some lies in no other.
                _ => match (first, second) {
                    (Exons { from, to, kind: one }, Exons { from: first, to: last, kind: other })
                        if gene.transcripts.len() <= 1 && [one, other].iter().all(|kind| is_confined(**kind)) =>
                    {
                        from <= last && first <= to
                    }
                    _ => true,
                },
            }
        }
        _ => true,
    }
}

/// Whether what happens in a region stays within it.
fn is_confined(kind: RegionalKind) -> bool {
    !matches!(kind, RegionalKind::Mutation | RegionalKind::Skipping)
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

/// What a form says happens in a region; none for a form without one.
fn regional_kind(form: &PatternForm) -> Option<RegionalKind> {
    match form {
        PatternForm::MissenseAt { .. } => Some(RegionalKind::Mutation),
        PatternForm::Codons { kind, .. } => Some(kind.unwrap_or(RegionalKind::Mutation)),
        PatternForm::Exons { kind, .. } => Some(*kind),
        _ => None,
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
        PatternForm::BiallelicLoss => LOST | SMALL,
        // A named set may hold anything, and what it holds is pathogenic.
        PatternForm::Set(_) | PatternForm::Change(_) | PatternForm::PathogenicVariant => SMALL | JOINED | GAINED | LOST,
        _ => SMALL,
    }
}
