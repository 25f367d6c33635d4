//! What only the gene's declaration makes readable: `del19`, `METex14`, `G719X`, `E13;A20`.
//!
//! The same signs mean something else, or nothing, of a gene that declares no such exon, set or name.

use super::change::{Change, ChangeKind, Fusion, ProteinChange, Unreadable};
use super::fusion::{breakpoints, transcript};
use super::gene::GeneModel;
use super::pattern::PatternForm;
use super::protein::read_codon;
use super::words::{kind, numbered};
use crate::kleene::Kleene;
use crate::syntax::tree::RegionalKind;

/// Reads a text that the gene's declaration makes clear.
pub(super) fn read_shorthand(text: &str, gene: &GeneModel) -> Option<ChangeKind> {
    let class = |form| ChangeKind::Class(Box::new(form));
    named(text, gene)
        .or_else(|| exon_and_kind(text, gene))
        .or_else(|| any_residue(text, gene))
        .map(class)
        .or_else(|| own_breakpoint(text, gene).map(ChangeKind::Fusion))
}

/// A set that the gene names; its own name may stand in front, with or without a joint.
pub(super) fn named(text: &str, gene: &GeneModel) -> Option<PatternForm> {
    let set = |text: &str| gene.set(text.trim()).map(|set| PatternForm::Set(set.name.clone()));
    set(text).or_else(|| behind_name(text, gene).find_map(set))
}

/// `C228T`: letters of nucleotides as well as of residues. A gene may name a place of its sequence so.
pub(super) fn is_short_for_nucleotides(text: &str) -> bool {
    let base = |letter: char| "ACGT".contains(letter.to_ascii_uppercase());
    let number = text.strip_prefix(base).and_then(|rest| rest.strip_suffix(base)).unwrap_or_default();
    !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// Why a change of a residue may be one of a nucleotide: `G34T` of a gene that names `c.34G>T`, `pC228T` of one that names
/// `C228T`. Who writes `p.` means the residue.
pub(super) fn nucleotides_in_short(text: &str, change: &ProteinChange, gene: &GeneModel) -> Option<Unreadable> {
    let ProteinChange::Substitution { at, to } = change else { return None };
    let (from, codon) = (at.residue?, at.codon);
    let short = format!("{from}{codon}{to}");
    if gene.named.is_empty() || !is_short_for_nucleotides(&short) || text.contains("p.") || !text.contains(&short) {
        return None;
    }
    let set = gene.set(&format!("c.{codon}{from}>{to}")).or(gene.set(&short))?;
    let message = format!("`{short}` reads in two ways: a nucleotide, or a residue of that number");
    Some(Unreadable::new(message, &format!("write `{}` for the nucleotide, `p.{short}` for the residue", set.name)))
}

/// The set that a gene names by a change of its nucleotides, wherever that stands in the text. With an accession only if it
/// is that of the transcript by which the gene counts.
pub(super) fn named_by_nucleotides(change: &Change, gene: &GeneModel) -> Option<PatternForm> {
    if gene.named.is_empty() || !gene.counts_by(change.reference.as_deref()) {
        return None;
    }
    let set = gene.set(&Change::new(change.kind.clone()).normal_form())?;
    Some(PatternForm::Set(set.name.clone()))
}

/// What stands behind each of the gene's own names where the text begins with one.
pub(super) fn behind_name<'a>(text: &'a str, gene: &'a GeneModel) -> impl Iterator<Item = &'a str> {
    let names = std::iter::once(&gene.symbol).chain(&gene.also).filter(|name| !name.is_empty());
    names.filter_map(|name| {
        let (front, rest) = text.trim().split_at_checked(name.len())?;
        front.eq_ignore_ascii_case(name).then(|| rest.trim_start_matches([' ', '-', '_', ':']))
    })
}

/// `del19`, `19del`, `ins 20`, `Δ14`: a number alone is an exon if the gene declares that one.
fn exon_and_kind(text: &str, gene: &GeneModel) -> Option<PatternForm> {
    let signs: String = text.chars().filter(|sign| !sign.is_whitespace() && *sign != '-').collect();
    let signs = signs.replace('Δ', "del").to_ascii_lowercase();
    let digit = |letter: char| letter.is_ascii_digit();
    let (number, word) = match numbered(&signs) {
        // `delex19`, `del exon 19`
        None => match signs.find("ex") {
            Some(at) => {
                let (word, exon) = signs.split_at_checked(at)?;
                let (_, from, to, rest) = numbered(exon)?;
                (Some(from).filter(|_| from == to && rest.is_empty())?, word)
            }
            None => {
                let digits: &str = signs.trim_matches(|letter: char| letter.is_ascii_alphabetic());
                let word = signs.trim_matches(digit);
                // `E19del` is caught before; 1 digit, or 3, may count residues or nucleotides.
                if digits.len() != 2 || digits.len() + word.len() != signs.len() {
                    return None;
                }
                (digits.parse().ok()?, word)
            }
        },
        Some(_) => return None,
    };
    let kind = kind(word).filter(|kind| *kind != RegionalKind::Mutation)?;
    let declared = gene.transcripts.iter().any(|transcript| transcript.exon(number).is_some());
    (declared || skips_exon(gene, number)).then(|| whole_exon(gene, number, kind))
}

/// Whether a set of the gene is the skipping of an exon.
pub(super) fn skips_exon(gene: &GeneModel, exon: u32) -> bool {
    gene.named.iter().flat_map(|set| &set.patterns).any(|pattern| {
        matches!(pattern.form, PatternForm::Exons { from, to, kind: RegionalKind::Skipping }
            if from <= exon && exon <= to && pattern.except.is_empty())
    })
}

/// `exon 14 deletion` of a gene that names the skipping of this exon is that: the exon is missing as a whole. Elsewhere
/// residues are lost within the exon.
pub(super) fn whole_exon(gene: &GeneModel, exon: u32, kind: RegionalKind) -> PatternForm {
    let kind = match kind {
        RegionalKind::Deletion if skips_exon(gene, exon) => RegionalKind::Skipping,
        kind => kind,
    };
    PatternForm::Exons { from: exon, to: exon, kind }
}

/// `G719X`: `X` is any residue to some and a stop to others. Of a codon whose change of residue the gene names it is the
/// former; `read` refuses it of any other.
fn any_residue(text: &str, gene: &GeneModel) -> Option<PatternForm> {
    let text = text.strip_prefix("p.").unwrap_or(text);
    let text = text.strip_prefix('(').and_then(|text| text.strip_suffix(')')).unwrap_or(text);
    let site = read_codon(text.strip_suffix('X').or(text.strip_suffix('x'))?)?;
    let form = PatternForm::MissenseAt { residue: site.residue, codon: site.codon };
    let reported = Change::new(ChangeKind::Class(Box::new(form.clone())));
    let is_named =
        |name: &str| super::matching::has_form(gene, &reported, &PatternForm::Set(name.to_owned())) == Kleene::Met;
    gene.named.iter().any(|set| is_named(&set.name)).then_some(form)
}

/// `E13;A20` reported of a gene: exons of two genes, this one's initial beside its own.
fn own_breakpoint(text: &str, gene: &GeneModel) -> Option<Fusion> {
    let text = text.strip_prefix('(').and_then(|text| text.strip_suffix(')')).unwrap_or(text);
    let own = |initial: char| gene.symbol.starts_with(initial);
    if let Some((_, Some(second))) = transcript(text) {
        return own(second).then(|| Fusion::Pair(None, Some(gene.symbol.clone())));
    }
    let (first, second) = breakpoints(text)?;
    match (first?, second?) {
        (_, second) if own(second) => Some(Fusion::Pair(None, Some(gene.symbol.clone()))),
        (first, _) if own(first) => Some(Fusion::Pair(Some(gene.symbol.clone()), None)),
        _ => None,
    }
}

/// `exon 13-15 fusion`, `ex13-ex15 fusion`: exons of one gene joined, so that those between are skipped. Nothing where it says
/// no such thing; where the gene does not name the skipping, it cannot be read.
pub(super) fn joined_exons(text: &str, gene: &GeneModel) -> Option<Result<PatternForm, Unreadable>> {
    let start =
        text.get(..gene.symbol.len()).filter(|start| !start.is_empty() && start.eq_ignore_ascii_case(&gene.symbol));
    let text = start.and_then(|start| text.get(start.len()..)).unwrap_or(text);
    let joined: String = text.to_ascii_lowercase().split_whitespace().collect();
    let exons = ["transcript", "fusion", "rearrangement"]
        .iter()
        .fold(joined.as_str(), |text, word| text.strip_suffix(word).unwrap_or(text));
    if exons.len() == joined.len() {
        return None;
    }
    let number = |text: &str| -> Option<u32> {
        let text = ["exons", "exon", "ex"].iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text);
        text.parse().ok()
    };
    let (from, to) =
        exons.starts_with("ex").then(|| ["::", "-", "/", "to"].iter().find_map(|sign| exons.split_once(sign)))??;
    let (from, to) = (number(from)?, number(to)?);
    let skipped = from.checked_add(1)?;
    Some(if skipped.checked_add(1) == Some(to) && skips_exon(gene, skipped) {
        Ok(PatternForm::Exons { from: skipped, to: skipped, kind: RegionalKind::Skipping })
    } else {
        let help = "write both genes as in `GENE1::GENE2`, or which exon is skipped, as in `exon 14 skipping`";
        Err(Unreadable::new(format!("`{text}` names exons of one gene, and no fusion of two"), help))
    })
}

/// An exon alone, as in `METex14`, is the skipping that the gene names, and nothing of any other gene.
pub(super) fn exon_alone(gene: &GeneModel, exon: u32) -> Option<PatternForm> {
    skips_exon(gene, exon).then_some(PatternForm::Exons { from: exon, to: exon, kind: RegionalKind::Skipping })
}
