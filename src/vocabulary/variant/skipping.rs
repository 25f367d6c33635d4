//! Exon skipping: which variants make the transcript leave an exon out.

use super::change::{Change, ChangeKind, CodingChange, CodingEdit, CodingPosition, ProteinChange};
use super::effect::SPLICE_REGION;
use super::gene::{Exon, GeneModel, Transcript};
use crate::kleene::Kleene;

/// Whether a change makes one of the exons be skipped.
///
/// A change of the donor (`+1`, `+2`) or the acceptor (`-1`, `-2`) of the exon does, and so does the loss of either or of
/// the whole exon. What lies beside the sites may do so, and so may a nucleotide of the exon's last codon; a residue that
/// is said to replace another does not, unless a named set of the gene says otherwise. Where no accession chooses a
/// transcript every declared one is tried, as an intron can only lie where the right one has an exon's end.
pub(super) fn skips(gene: &GeneModel, change: &Change, from: u32, to: u32) -> Kleene {
    if matches!(change.kind, ChangeKind::Fusion(_) | ChangeKind::CopyNumber(_) | ChangeKind::Gain | ChangeKind::Loss) {
        return Kleene::NotMet;
    }
    let declared = gene.declared(change.reference.as_deref());
    let transcripts = declared.map_or(gene.transcripts.as_slice(), std::slice::from_ref);
    let verdicts = (from..=to.min(from.saturating_add(1000))).map(|number| {
        Kleene::any(transcripts.iter().enumerate().map(|(index, transcript)| match transcript.exon(number) {
            Some(exon) => exon_skipped(&change.kind, exon, index == 0 || declared.is_some()),
            None => Kleene::NotMet,
        }))
        .max(if known(transcripts, number) { Kleene::NotMet } else { without_table(&change.kind) })
    });
    Kleene::any(verdicts)
}

fn known(transcripts: &[Transcript], number: u32) -> bool {
    transcripts.iter().any(|transcript| transcript.exon(number).is_some())
}

/// What can be said where the exon's codons are not declared.
fn without_table(kind: &ChangeKind) -> Kleene {
    let may = match kind {
        ChangeKind::Protein(change) => {
            matches!(change, ProteinChange::Splice(_) | ProteinChange::Deletion { .. } | ProteinChange::Unclear(_))
        }
        ChangeKind::Coding(CodingChange { from, to, .. }) => {
            let near = |position: &CodingPosition| {
                position.offset != 0 && position.offset.unsigned_abs() <= SPLICE_REGION.unsigned_abs()
            };
            near(from) || near(to) || from.base != to.base && (from.offset != 0 || to.offset != 0)
        }
        _ => false,
    };
    if may { Kleene::Undetermined } else { Kleene::NotMet }
}

/// `own` is whether the change's numbers are surely those of this transcript.
fn exon_skipped(kind: &ChangeKind, exon: &Exon, own: bool) -> Kleene {
    match kind {
        ChangeKind::Protein(change) => protein(change, exon, own),
        ChangeKind::Coding(change) => coding(change, exon),
        _ => Kleene::NotMet,
    }
}

fn protein(change: &ProteinChange, exon: &Exon, own: bool) -> Kleene {
    let near = |codon: u32, edge: u32| codon.abs_diff(edge) <= 1;
    match change {
        // `X1010_splice` does not tell which site of which exon: at the exon's ends, and within it, it is this exon's.
        ProteinChange::Splice(at) => Kleene::from(
            at.codon == exon.from || at.codon == exon.to || own && (exon.from..=exon.to).contains(&at.codon),
        ),
        // The whole exon is gone, give or take the codons that it shares with its neighbours.
        ProteinChange::Deletion { from, to } | ProteinChange::Replacement { from, to, .. }
            if near(from.codon, exon.from) && near(to.codon, exon.to) =>
        {
            Kleene::Met
        }
        ProteinChange::Unclear(None) => Kleene::Undetermined,
        ProteinChange::Unclear(Some(at)) if (exon.from..=exon.to).contains(&at.codon) => Kleene::Undetermined,
        _ => Kleene::NotMet,
    }
}

fn coding(change: &CodingChange, exon: &Exon) -> Kleene {
    let (from, to) = (change.from, change.to);
    let (Some(first), Some(last)) = (from.codon(), to.codon()) else { return Kleene::NotMet };
    // `-n` precedes the exon's first codon, `+n` follows its last.
    let before_acceptor = from.offset < 0 && first == exon.from;
    let behind_donor = to.offset > 0 && last == exon.to;
    let whole = first < exon.from && last > exon.to && matches!(change.edit, CodingEdit::Deletion);
    let acceptor = before_acceptor && (to.base > from.base || to.offset >= -2);
    let donor = behind_donor && (from.base < to.base || from.offset <= 2);
    let near_acceptor = before_acceptor && to.offset >= -SPLICE_REGION;
    let near_donor = behind_donor && from.offset <= SPLICE_REGION;
    let somewhere = |position: &CodingPosition| position.uncertain && from.base == to.base;
    match change.edit {
        CodingEdit::Unchanged => Kleene::NotMet,
        CodingEdit::Insertion(_) | CodingEdit::Duplication | CodingEdit::Inversion if near_acceptor || near_donor => {
            Kleene::Undetermined
        }
        _ if before_acceptor && somewhere(&from) || behind_donor && somewhere(&to) => Kleene::Undetermined,
        _ if acceptor || donor || whole => Kleene::Met,
        _ if near_acceptor || near_donor => Kleene::Undetermined,
        // The exon's last nucleotide is part of its donor; the declared codons do not tell which one it is.
        CodingEdit::Substitution(..) if from.offset == 0 && first == exon.to => Kleene::Undetermined,
        _ => Kleene::NotMet,
    }
}
