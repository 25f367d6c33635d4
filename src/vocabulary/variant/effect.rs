//! What a small variant does to the protein, as far as its notation says.

use super::change::{Change, ChangeKind, CodingChange, CodingEdit, ProteinChange, Site};
use crate::kleene::Kleene;

/// How far into an intron a change may still disturb splicing. Beyond it, it is taken not to change the protein.
/// Variant tables call up to 8 nucleotides the splice region; the acceptor's polypyrimidine tract reaches further.
pub(super) const SPLICE_REGION: i32 = 20;

/// What happens to the protein.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Consequence {
    /// The protein stays as it is.
    Silent,
    /// Outside of the coding sequence and its splice sites.
    NonCoding,
    /// One residue for another.
    Missense,
    /// Several residues for as many others.
    Exchange,
    /// Residues are lost, the frame is kept.
    Deletion,
    /// Residues are gained, the frame is kept.
    Insertion,
    /// Residues are repeated.
    Duplication,
    /// A stop codon takes the place of a residue.
    Nonsense,
    /// The reading frame is lost.
    Frameshift,
    /// The start codon is lost, or none is used.
    StartLost,
    /// The protein goes on behind its end, or begins before its start.
    Extended,
    /// A splice site is changed, or an exon is lost.
    Splice,
    /// Nucleotides change and what becomes of the residues is not said; or nothing is said at all.
    Open,
}

/// A consequence and its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Effect {
    /// What happens.
    pub consequence: Consequence,
    /// The first and last codon that change; of an insertion the two beside it. None: the place is not known.
    pub codons: Option<(u32, u32)>,
    /// Whether a codon that is put together anew may be a stop; only notations of nucleotides leave this open.
    pub may_stop: bool,
}

impl Effect {
    /// Whether the protein changes.
    pub(super) fn changes_protein(&self) -> Kleene {
        match self.consequence {
            Consequence::Silent | Consequence::NonCoding => Kleene::NotMet,
            Consequence::Open => Kleene::Undetermined,
            _ => Kleene::Met,
        }
    }

    /// Whether the protein ends early.
    ///
    /// A changed splice site leaves it open: whether the frame survives depends on which exon is skipped, and the loss of
    /// an exon in frame is a treatable driver in some genes. The PVS1 decision tree asks for the same before it calls
    /// such a variant a null variant (Abou Tayoun et al., Human Mutation 2018). So does the loss of the start codon, after
    /// which translation may begin further on.
    pub(super) fn truncates(&self) -> Kleene {
        match self.consequence {
            Consequence::Nonsense | Consequence::Frameshift => Kleene::Met,
            Consequence::Splice | Consequence::StartLost | Consequence::Open => Kleene::Undetermined,
            _ if self.may_stop => Kleene::Undetermined,
            _ => Kleene::NotMet,
        }
    }
}

/// The effect of a small variant; none for what is no small variant.
pub(super) fn effect(kind: &ChangeKind) -> Option<Effect> {
    match kind {
        ChangeKind::Protein(change) => Some(protein(change)),
        ChangeKind::Coding(change) => Some(coding(change)),
        _ => None,
    }
}

impl Change {
    /// The first and last codon of which a change of nucleotides alone does not tell the residue that results, as
    /// `c.2573T>G` does not; none where the notation tells it, or tells what matters instead: a shift of the frame, residues
    /// lost or gained, a splice site.
    pub fn untold_codons(&self) -> Option<(u32, u32)> {
        let ChangeKind::Coding(CodingChange { from, to, .. }) = &self.kind else { return None };
        let in_exon = from.offset == 0 && to.offset == 0;
        effect(&self.kind).filter(|effect| in_exon && effect.consequence == Consequence::Open)?.codons
    }
}

fn protein(change: &ProteinChange) -> Effect {
    let range = |from: &Site, to: &Site| Some((from.codon, to.codon));
    let at = |site: &Site| Some((site.codon, site.codon));
    let (consequence, codons) = match change {
        ProteinChange::Unchanged(site) => (Consequence::Silent, site.as_ref().and_then(at)),
        ProteinChange::Substitution { at: site, .. } if site.codon == 1 => (Consequence::StartLost, at(site)),
        ProteinChange::Substitution { at: site, to: '*' } => (Consequence::Nonsense, at(site)),
        ProteinChange::Substitution { at: site, .. } => (Consequence::Missense, at(site)),
        ProteinChange::Deletion { from, to } => (Consequence::Deletion, range(from, to)),
        ProteinChange::Duplication { from, to } => (Consequence::Duplication, range(from, to)),
        ProteinChange::Insertion { from, to, inserted } if inserted.ends_with('*') => {
            (Consequence::Nonsense, range(from, to))
        }
        ProteinChange::Insertion { from, to, .. } => (Consequence::Insertion, range(from, to)),
        ProteinChange::Replacement { from, to, inserted } => {
            let gone = u64::from(to.codon.saturating_sub(from.codon)) + 1;
            let consequence = if to.residue == Some('*') {
                Consequence::Extended
            } else if inserted.ends_with('*') {
                Consequence::Nonsense
            } else {
                match (inserted.len() as u64).cmp(&gone) {
                    std::cmp::Ordering::Less => Consequence::Deletion,
                    std::cmp::Ordering::Equal => Consequence::Exchange,
                    std::cmp::Ordering::Greater => Consequence::Insertion,
                }
            };
            (consequence, range(from, to))
        }
        ProteinChange::Frameshift { at: site, .. } => (Consequence::Frameshift, at(site)),
        ProteinChange::Extension { at: site, .. } => (Consequence::Extended, at(site)),
        ProteinChange::StartLost => (Consequence::StartLost, Some((1, 1))),
        ProteinChange::NoProtein => (Consequence::StartLost, None),
        ProteinChange::Splice(site) => (Consequence::Splice, at(site)),
        ProteinChange::Unclear(site) => (Consequence::Open, site.as_ref().and_then(at)),
    };
    Effect { consequence, codons, may_stop: false }
}

fn coding(change: &CodingChange) -> Effect {
    let (from, to) = (change.from, change.to);
    let codons = from.codon().zip(to.codon());
    let open = |codons| Effect { consequence: Consequence::Open, codons, may_stop: false };
    if change.edit == CodingEdit::Unchanged {
        return Effect { consequence: Consequence::Silent, codons, may_stop: false };
    }
    let Some(codons) = codons else {
        // Wholly before or behind the coding sequence, or across one of its ends.
        let consequence = if from.region == to.region { Consequence::NonCoding } else { Consequence::Open };
        return Effect { consequence, codons: None, may_stop: false };
    };
    if from.offset != 0 || to.offset != 0 {
        return Effect { consequence: intronic(change), codons: Some(codons), may_stop: false };
    }
    if change.edit == CodingEdit::Inversion {
        return open(Some(codons));
    }
    if to.base <= 3 && matches!(change.edit, CodingEdit::Substitution(..)) {
        return Effect { consequence: Consequence::StartLost, codons: Some(codons), may_stop: false };
    }
    if from.base <= 3 {
        return open(Some(codons));
    }
    let gone = i64::from(to.base) - i64::from(from.base) + 1;
    let gained = match &change.edit {
        CodingEdit::Deletion => -gone,
        CodingEdit::Duplication => gone,
        CodingEdit::Insertion(inserted) => inserted.len() as i64,
        CodingEdit::Replacement(inserted) => inserted.len() as i64 - gone,
        _ => 0,
    };
    let consequence = match gained {
        0 => Consequence::Open,
        _ if gained % 3 != 0 => Consequence::Frameshift,
        ..0 => Consequence::Deletion,
        _ if change.edit == CodingEdit::Duplication => Consequence::Duplication,
        _ => Consequence::Insertion,
    };
    let whole_codons = from.base % 3 == 1 && matches!(change.edit, CodingEdit::Deletion | CodingEdit::Duplication);
    Effect { consequence, codons: Some(codons), may_stop: !whole_codons }
}

/// A change that begins or ends in an intron.
fn intronic(change: &CodingChange) -> Consequence {
    let (from, to) = (change.from, change.to);
    let same_side =
        from.base == to.base && from.offset != 0 && to.offset != 0 && from.offset.signum() == to.offset.signum();
    let nearest = if from.offset > 0 { from.offset } else { to.offset.saturating_neg() };
    let inserted = matches!(change.edit, CodingEdit::Insertion(_) | CodingEdit::Duplication);
    if same_side && (from.uncertain || to.uncertain) {
        Consequence::Open
    } else if same_side && nearest > SPLICE_REGION {
        Consequence::NonCoding
    } else if same_side && nearest > 2 || inserted {
        Consequence::Open
    } else if from.offset > 0 && to.offset < 0 && from.base.checked_add(1) == Some(to.base) {
        // A whole intron and nothing of the exons around it.
        Consequence::Open
    } else {
        Consequence::Splice
    }
}
