//! Several statements of one change: whether they agree, and which of them says more.

use super::change::{Change, ChangeKind, CodingChange, Fusion, ProteinChange, Unreadable};
use super::compare::subsumes;
use super::effect::effect;
use super::gene::GeneModel;
use super::matching::has_form;
use super::pattern::PatternForm;
use super::refusal::MEANING_BESIDE;
use super::same::same;
use super::words::Numbered;
use crate::kleene::Kleene;
use crate::syntax::tree::RegionalKind;

/// The one change that two statements describe: that of them which says more.
///
/// # Errors
///
/// Two that do not describe one change are refused, and both are named.
pub(super) fn combine(gene: &GeneModel, first: Change, second: Change) -> Result<Change, Unreadable> {
    let name = first.gene.clone().or(second.gene.clone());
    let reference = first.reference.clone().or(second.reference.clone());
    let Some(kind) = kinds(gene, &first, &second) else { return Err(two_changes(&first, &second)) };
    // A reference sequence numbers what stands beside it, and a protein's does not number nucleotides.
    let own = if kind == first.kind { &first } else { &second };
    let reference = match kind {
        ChangeKind::Coding(_) => own.reference.clone(),
        _ => reference,
    };
    Ok(Change { gene: name, reference, kind })
}

fn kinds(gene: &GeneModel, first: &Change, second: &Change) -> Option<ChangeKind> {
    use ChangeKind::{Class, Coding, CopyNumber, Fusion as Joined, Gain, Loss, Protein};
    let met = |verdict: Kleene| verdict == Kleene::Met;
    match (&first.kind, &second.kind) {
        (one, other) if one == other => Some(one.clone()),
        (Coding(coding), Protein(protein)) | (Protein(protein), Coding(coding)) => {
            let agree = same(gene, first, second) != Kleene::NotMet || in_intron(coding);
            agree.then(|| if says_more(protein, coding) { Protein(protein.clone()) } else { Coding(coding.clone()) })
        }
        // `R97fs` and `R97Pfs*23`
        (Protein(one), Protein(_)) if met(same(gene, first, second)) => Some(Protein(one.clone())),
        (Protein(_), Protein(other)) if met(same(gene, second, first)) => Some(Protein(other.clone())),
        (Joined(one), Joined(other)) => fusions(one, other).map(Joined),
        (Class(one), Class(other)) if subsumes(gene, other, one) => Some(Class(one.clone())),
        (Class(one), Class(other)) if subsumes(gene, one, other) => Some(Class(other.clone())),
        (Class(_), Class(_)) => None,
        (Class(class), _) => class_and_change(gene, class, second),
        (_, Class(class)) => class_and_change(gene, class, first),
        (Gain, CopyNumber(copies)) | (CopyNumber(copies), Gain) if *copies > 200 => Some(CopyNumber(*copies)),
        (Loss, CopyNumber(copies)) | (CopyNumber(copies), Loss) if *copies < 200 => Some(CopyNumber(*copies)),
        _ => None,
    }
}

fn in_intron(coding: &CodingChange) -> bool {
    coding.from.offset != 0 || coding.to.offset != 0
}

/// The protein level says more and wins, unless it says that its change is not known, or that the protein stays as it
/// is while the nucleotides change in an intron, where splicing may be at stake.
fn says_more(protein: &ProteinChange, coding: &CodingChange) -> bool {
    match protein {
        ProteinChange::Unclear(_) | ProteinChange::StartLost => false,
        ProteinChange::Unchanged(_) => !in_intron(coding),
        _ => true,
    }
}

/// A class in words and one change: the change says more where it is of the class.
///
/// Where only the laboratory can know, its word stands: that an exon is skipped, that copies amount to an amplification,
/// that a change belongs to a named set.
fn class_and_change(gene: &GeneModel, class: &PatternForm, change: &Change) -> Option<ChangeKind> {
    let asserted = || Some(ChangeKind::Class(Box::new(class.clone())));
    // What a change means has a place of its own; without it the word would be lost.
    if *class == PatternForm::PathogenicVariant {
        return None;
    }
    let skipping = matches!(class, PatternForm::Exons { kind: RegionalKind::Skipping, .. });
    match has_form(gene, change, class) {
        Kleene::Met => Some(change.kind.clone()),
        Kleene::NotMet if skipping && share_a_set(gene, class, change) => asserted(),
        Kleene::NotMet => None,
        Kleene::Undetermined => match class {
            PatternForm::Set(_)
            | PatternForm::Amplification
            | PatternForm::HomozygousDeletion
            | PatternForm::BiallelicLoss => asserted(),
            _ if skipping => asserted(),
            _ => Some(change.kind.clone()),
        },
    }
}

/// Whether a set of the gene holds both: skipping of an exon, and the residue whose change is known to cause it.
fn share_a_set(gene: &GeneModel, class: &PatternForm, change: &Change) -> bool {
    gene.named.iter().any(|set| {
        let set = PatternForm::Set(set.name.clone());
        subsumes(gene, &set, class) && has_form(gene, change, &set) == Kleene::Met
    })
}

/// `RET fusion` and `KIF5B-RET`
fn fusions(one: &Fusion, other: &Fusion) -> Option<Fusion> {
    use Fusion::Pair;
    let within = |few: &Fusion, many: &Fusion| match (few, many) {
        (Pair(None, None), Pair(..)) => true,
        (Pair(Some(name), None) | Pair(None, Some(name)), Pair(first, second)) => {
            [first, second].into_iter().flatten().any(|of| of == name)
        }
        (Pair(first, second), Pair(third, fourth)) => first == fourth && second == third,
        _ => false,
    };
    if within(one, other) { Some(other.clone()) } else { within(other, one).then(|| one.clone()) }
}

/// Whether a change lies in the exon, or at the codon, that is said beside it. What the gene does not declare is not
/// doubted.
pub(super) fn lies_in(gene: &GeneModel, change: &Change, what: Numbered, number: u32) -> bool {
    let region = match &change.kind {
        ChangeKind::Class(form) => match **form {
            PatternForm::MissenseAt { codon, .. } => Some((codon, codon)),
            PatternForm::Codons { from, to, .. } => Some((from, to)),
            PatternForm::Exons { from, to, .. } if what == Numbered::Exon => return (from..=to).contains(&number),
            _ => None,
        },
        kind => effect(kind).and_then(|effect| effect.codons),
    };
    let Some((first, last)) = region else { return true };
    if what == Numbered::Codon {
        return (first..=last).contains(&number);
    }
    let declared = gene.declared(change.reference.as_deref());
    let transcripts = declared.map_or(gene.transcripts.as_slice(), std::slice::from_ref);
    let mut exons = transcripts.iter().filter_map(|transcript| transcript.exon(number)).peekable();
    exons.peek().is_none() || exons.any(|exon| exon.from <= last && first <= exon.to)
}

fn two_changes(one: &Change, other: &Change) -> Unreadable {
    let means =
        |change: &Change| matches!(&change.kind, ChangeKind::Class(form) if **form == PatternForm::PathogenicVariant);
    let (first, second) = (one.normal_form(), other.normal_form());
    if means(one) || means(other) {
        return Unreadable::new(
            format!("`{first}` and `{second}` in one: which change it is, and what it means"),
            MEANING_BESIDE,
        );
    }
    Unreadable::new(
        format!("`{first}` and `{second}` are not one change"),
        &format!("report each change on its own, `{first}` and `{second}`; if one was meant, correct the other"),
    )
}
