//! Whether two changes are one and the same, as far as their notations tell.

use super::change::{Change, ChangeKind, CodingChange, CodingEdit, Fusion, ProteinChange, Site};
use super::effect::{Consequence, Effect, effect};
use super::fusion::joins;
use super::gene::GeneModel;
use crate::kleene::Kleene;

/// How far apart, in codons, nucleotides and residues may place the same insertion, deletion or frameshift: both
/// notations name the last possible place in a repeat, and a frameshift only shows at the first residue that differs.
const REPEAT: u32 = 50;

/// Whether a reported change is the one asked for.
pub(super) fn same(gene: &GeneModel, reported: &Change, asked: &Change) -> Kleene {
    match (&reported.kind, &asked.kind) {
        (ChangeKind::Fusion(reported), ChangeKind::Fusion(asked)) => same_fusion(gene, reported, asked),
        (reported, asked) if reported == asked => Kleene::Met,
        (ChangeKind::Protein(reported), ChangeKind::Protein(asked)) => same_protein(reported, asked),
        (ChangeKind::Coding(reported), ChangeKind::Coding(asked)) => same_coding(reported, asked),
        (protein @ ChangeKind::Protein(_), coding @ ChangeKind::Coding(_))
        | (coding @ ChangeKind::Coding(_), protein @ ChangeKind::Protein(_)) => across_levels(coding, protein),
        _ => Kleene::NotMet,
    }
}

fn same_fusion(gene: &GeneModel, reported: &Fusion, asked: &Fusion) -> Kleene {
    match asked {
        _ if reported == asked => Kleene::Met,
        Fusion::Pair(first, second) | Fusion::OutOfFrame(first, second) => {
            let own = |name: &Option<String>| name.as_deref().is_some_and(|name| gene.is_called(name));
            joins(reported, gene, if own(first) { second } else { first }.as_deref())
        }
        Fusion::Joined(_) => joins(reported, gene, None).and(Kleene::Undetermined),
        Fusion::Intragenic(_) => Kleene::NotMet,
    }
}

/// Undetermined where the verdict is open, not met where it is not.
fn perhaps(open: bool) -> Kleene {
    Kleene::from(open).and(Kleene::Undetermined)
}

/// Codons between two effects; 0 where they touch or a place is not known.
fn apart(first: Effect, second: Effect) -> u32 {
    match (first.codons, second.codons) {
        (Some((from, to)), Some((other_from, other_to))) => {
            from.saturating_sub(other_to).max(other_from.saturating_sub(to))
        }
        _ => 0,
    }
}

/// Protein notation against protein notation. Both have one normal form, so those that differ are different changes,
/// unless one of them says less.
fn same_protein(reported: &ProteinChange, asked: &ProteinChange) -> Kleene {
    use ProteinChange::{Duplication, Frameshift, Insertion, Replacement, StartLost, Substitution, Unclear};
    match (reported, asked) {
        (Unclear(Some(at)), other) | (other, Unclear(Some(at))) => perhaps(touches(other, at.codon)),
        (Unclear(None), _) | (_, Unclear(None)) => Kleene::Undetermined,
        (StartLost, Substitution { at, .. }) | (Substitution { at, .. }, StartLost) => perhaps(at.codon == 1),
        // `R97fs` is short for every frameshift that begins there.
        (Frameshift { at, to, stop }, Frameshift { at: asked, to: asked_to, stop: asked_stop }) => {
            same_site(*at, *asked)
                .and(said(to.as_ref(), asked_to.as_ref()))
                .and(said(stop.as_ref(), asked_stop.as_ref()))
        }
        // `D770_N771insSVD` repeats the residues before it if these are `SVD`.
        (Insertion { from, to, inserted }, Duplication { from: first, to: last })
        | (Duplication { from: first, to: last }, Insertion { from, to, inserted }) => {
            let fits = |residue: Option<char>, letter: Option<char>| residue.is_none() || residue == letter;
            let length = inserted.len() as u64;
            perhaps(
                (from.codon == last.codon || to.codon == first.codon)
                    && length == u64::from(last.codon.saturating_sub(first.codon)) + 1
                    && fits(first.residue, inserted.chars().next())
                    && fits(last.residue, inserted.chars().last()),
            )
        }
        // `V600_K601delinsEN` contains `V600E`, and more.
        (Replacement { from, to, inserted }, Substitution { at, to: letter })
        | (Substitution { at, to: letter }, Replacement { from, to, inserted }) => {
            let whole = inserted.len() as u64 == u64::from(to.codon.saturating_sub(from.codon)) + 1;
            let index = at.codon.checked_sub(from.codon).and_then(|index| usize::try_from(index).ok());
            perhaps(whole && index.and_then(|index| inserted.chars().nth(index)) == Some(*letter))
        }
        (reported, asked) => same_places(reported, asked),
    }
}

/// Whether an asked detail is reported.
fn said<T: PartialEq>(reported: Option<&T>, asked: Option<&T>) -> Kleene {
    match (reported, asked) {
        (_, None) => Kleene::Met,
        (None, Some(_)) => Kleene::Undetermined,
        (Some(reported), Some(asked)) => Kleene::from(reported == asked),
    }
}

/// The same number, and the same residue where both name it.
fn same_site(first: Site, second: Site) -> Kleene {
    match (first.residue, second.residue) {
        (Some(first_residue), Some(second_residue)) if first_residue != second_residue => Kleene::NotMet,
        (Some(_), Some(_)) | (None, None) => Kleene::from(first.codon == second.codon),
        _ => perhaps(first.codon == second.codon),
    }
}

/// The same edit of the same numbers, where one notation leaves out residues that the other names.
fn same_places(reported: &ProteinChange, asked: &ProteinChange) -> Kleene {
    use ProteinChange::{Deletion, Duplication, Insertion, Replacement};
    match (reported, asked) {
        (Deletion { from, to }, Deletion { from: first, to: last })
        | (Duplication { from, to }, Duplication { from: first, to: last }) => {
            same_site(*from, *first).and(same_site(*to, *last))
        }
        (Insertion { from, to, inserted }, Insertion { from: first, to: last, inserted: other })
        | (Replacement { from, to, inserted }, Replacement { from: first, to: last, inserted: other })
            if inserted == other =>
        {
            same_site(*from, *first).and(same_site(*to, *last))
        }
        _ => Kleene::NotMet,
    }
}

fn touches(change: &ProteinChange, codon: u32) -> bool {
    let effect = effect(&ChangeKind::Protein(change.clone()));
    effect.and_then(|effect| effect.codons).is_none_or(|(from, to)| (from..=to).contains(&codon))
}

/// Nucleotides against nucleotides: only what is inserted may be described in two ways.
fn same_coding(reported: &CodingChange, asked: &CodingChange) -> Kleene {
    match (&reported.edit, &asked.edit) {
        (CodingEdit::Insertion(inserted), CodingEdit::Duplication) => perhaps(repeats(reported, inserted, asked)),
        (CodingEdit::Duplication, CodingEdit::Insertion(inserted)) => perhaps(repeats(asked, inserted, reported)),
        _ => Kleene::NotMet,
    }
}

fn repeats(insertion: &CodingChange, inserted: &str, duplication: &CodingChange) -> bool {
    let length = i64::from(duplication.to.base) - i64::from(duplication.from.base) + 1;
    (insertion.from == duplication.to || insertion.to == duplication.from)
        && (duplication.from.offset != duplication.to.offset || inserted.len() as i64 == length)
}

/// Nucleotides against residues: which residues result is not known, so that agreement is all there can be.
fn across_levels(coding: &ChangeKind, protein: &ChangeKind) -> Kleene {
    use Consequence::{
        Deletion, Duplication, Extended, Frameshift, Insertion, NonCoding, Nonsense, Open, Silent, Splice,
    };
    let (Some(nucleotides), Some(residues)) = (effect(coding), effect(protein)) else { return Kleene::NotMet };
    let (agree, within) = match (nucleotides.consequence, residues.consequence) {
        (_, Open) | (NonCoding, Silent) => (true, 0),
        (Open, _) => (true, 0),
        (Splice, Splice | Deletion | Frameshift) => (true, 1),
        (Frameshift, Frameshift | Nonsense | Extended) => (true, REPEAT),
        (Deletion, Deletion) | (Insertion | Duplication, Insertion | Duplication) => {
            (gained(coding) == gained(protein), REPEAT)
        }
        (Deletion | Insertion | Duplication, Nonsense) => (nucleotides.may_stop, REPEAT),
        (first, second) => (first == second, 0),
    };
    perhaps(agree && apart(nucleotides, residues) <= within)
}

/// Residues gained, or lost, in frame.
fn gained(kind: &ChangeKind) -> Option<i64> {
    let span = |from: u32, to: u32| i64::from(to) - i64::from(from) + 1;
    match kind {
        ChangeKind::Protein(ProteinChange::Deletion { from, to }) => Some(-span(from.codon, to.codon)),
        ChangeKind::Protein(ProteinChange::Duplication { from, to }) => Some(span(from.codon, to.codon)),
        ChangeKind::Protein(ProteinChange::Insertion { inserted, .. }) => Some(inserted.len() as i64),
        ChangeKind::Protein(ProteinChange::Replacement { from, to, inserted }) => {
            Some(inserted.len() as i64 - span(from.codon, to.codon))
        }
        ChangeKind::Coding(change) => {
            let gone = i64::from(change.to.base) - i64::from(change.from.base) + 1;
            match &change.edit {
                CodingEdit::Deletion => Some(-gone / 3),
                CodingEdit::Duplication => Some(gone / 3),
                CodingEdit::Insertion(inserted) => Some(inserted.len() as i64 / 3),
                CodingEdit::Replacement(inserted) => Some((inserted.len() as i64 - gone) / 3),
                _ => None,
            }
        }
        _ => None,
    }
}
