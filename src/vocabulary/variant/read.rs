//! Reading a reported string: which notation it is in, and what stands around it.

use super::change::{Change, ChangeKind, Unreadable};
use super::coding::read_coding;
use super::composed::read_composed;
use super::fusion::{is_residue_change, symbol};
use super::gene::GeneModel;
use super::older::{is_exon_shorthand, isoform, modern, one_of_several, tandem};
use super::pattern::PatternForm;
use super::protein::{begins_with_site, read_codon, read_protein};
use super::refusal::{no_change, refusal};
use super::shorthand::{
    behind_name, is_short_for_nucleotides, joined_exons, named, named_by_nucleotides, nucleotides_in_short,
    read_shorthand, whole_exon,
};
use super::words::read_words;
use std::borrow::Cow;

/// The longest string that is read, in bytes.
pub const LONGEST: usize = 512;

/// Reads a change as a laboratory writes it: `p.E746_A750del`, `NM_005228.5(EGFR):c.2573T>G (p.Leu858Arg)`,
/// `X1010_splice`, `EML4-ALK fusion`, `copy number 9`, `exon 19 deletion`.
///
/// Blanks around it do not matter. A gene in front is kept, not checked. What only a gene's declaration makes clear
/// (`del19`, `G719X`) is read by [`read_of`].
///
/// # Errors
///
/// What cannot be read, or reads in two ways, is refused with what to write instead.
pub fn read(text: &str) -> Result<Change, Unreadable> {
    read_of(text, &GeneModel::default())
}

/// Reads a change reported for a gene: as [`read`], or the name of one of the gene's sets (`ITD`, `C228T`), or what only
/// its declaration makes clear.
///
/// A class in words wins over a set of the same name: who reports `exon 14 skipping` has seen that, and not any other
/// change that the set holds.
///
/// # Errors
///
/// As [`read`].
pub fn read_of(text: &str, gene: &GeneModel) -> Result<Change, Unreadable> {
    let change = read_text(text, gene)?;
    match &change.kind {
        ChangeKind::Protein(protein) => match nucleotides_in_short(text, protein, gene) {
            Some(problem) => Err(problem),
            None => Ok(change),
        },
        ChangeKind::Coding(_) => Ok(match named_by_nucleotides(&change, gene) {
            Some(form) => Change { kind: ChangeKind::Class(Box::new(form)), ..change },
            None => change,
        }),
        _ => Ok(change),
    }
}

/// The text without what the gene's declaration says of places in its sequence.
fn read_text(text: &str, gene: &GeneModel) -> Result<Change, Unreadable> {
    let plain = plain_signs(text.trim());
    let rewritten = isoform(plain.trim()).or_else(|| tandem(plain.trim()));
    let text = rewritten.as_deref().unwrap_or(&plain).trim();
    if text.is_empty() {
        return Err(Unreadable::new("the change is empty", "write it as the laboratory reports it, as in `p.L858R`"));
    }
    if text.len() > LONGEST {
        return Err(Unreadable::new(format!("a change has at most {LONGEST} bytes"), ""));
    }
    if let Some(set) = named(text, gene) {
        let undeclared = GeneModel::default();
        return match read_one(text, &undeclared).or_else(|| read_composed(text, &undeclared)) {
            Some(Ok(change)) if matches!(change.kind, ChangeKind::Class(_)) => Ok(change),
            _ => Ok(Change::new(ChangeKind::Class(Box::new(set)))),
        };
    }
    if let Some(problem) = no_change(text) {
        return Err(problem);
    }
    if let Some(change) = read_one(text, gene).or_else(|| read_composed(text, gene)) {
        return change;
    }
    // `BRAFV600E`, `METex14`: the gene's own name without a blank behind it; of another gene only before an exon.
    for rest in behind_name(text, gene).filter(|rest| !rest.is_empty()) {
        if let Some(change) = read_one(rest, gene).or_else(|| read_composed(rest, gene)) {
            return change.map(|change| Change { gene: change.gene.or(Some(gene.symbol.clone())), ..change });
        }
    }
    let exon = ["ex", "Ex"].iter().find_map(|word| text.split_at_checked(text.find(word)?));
    if let Some((name, rest)) = exon.and_then(|(name, rest)| Some((symbol(name)?, rest)))
        && let Some(change) = read_one(rest, gene).or_else(|| read_composed(rest, gene))
    {
        return change.map(|change| Change { gene: change.gene.or(Some(name)), ..change });
    }
    Err(refusal(text))
}

/// Blanks, hyphens and arrows of typesetting as their plain signs.
fn plain_signs(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let plain = |sign: char| match sign {
        '\u{a0}' | '\u{2007}' | '\u{2009}' | '\u{202f}' => ' ',
        '\u{2010}' | '\u{2011}' | '\u{2212}' => '-',
        '\u{2192}' => '>',
        '\u{2206}' => 'Δ',
        sign => sign,
    };
    Cow::Owned(text.chars().map(plain).collect())
}

/// One statement of a change, in whatever notation.
pub(super) fn read_one(text: &str, gene: &GeneModel) -> Option<Result<Change, Unreadable>> {
    if is_exon_shorthand(text) {
        let message = format!("`{text}` reads in two ways: an exon, or a residue of that number");
        return Some(Err(Unreadable::new(message, "write `exon 19 deletion`, or `p.` before a change of a residue")));
    }
    let class = |form| Ok(Change::new(ChangeKind::Class(Box::new(form))));
    if let Some(read) = joined_exons(text, gene) {
        return Some(read.and_then(class));
    }
    let set = (!gene.named.is_empty() && is_short_for_nucleotides(text)).then(|| named(text, gene)).flatten();
    let read = (set.map(class))
        .or_else(|| read_plain(text))
        .or_else(|| Some(read_described(&modern(text)?)?.map(Change::new)))
        .or_else(|| one_of_several(text).map(class))
        .or_else(|| read_shorthand(text, gene).map(|kind| Ok(Change::new(kind))))?;
    Some(read.map(|change| match &change.kind {
        ChangeKind::Class(form) => match **form {
            PatternForm::Exons { from, to, kind } if from == to && !text.contains("frame") => {
                Change { kind: ChangeKind::Class(Box::new(whole_exon(gene, from, kind))), ..change }
            }
            _ => change,
        },
        _ => change,
    }))
}

/// One notation, perhaps with a reference sequence in front.
fn read_plain(text: &str) -> Option<Result<Change, Unreadable>> {
    if let Some((reference, described)) = text.split_once(':')
        && !described.starts_with(':')
        && let Some((gene, reference)) = read_reference(reference)
        && let Some(kind) = read_described(described)
    {
        return Some(kind.map(|kind| Change { gene, reference, kind }));
    }
    // `V600E mutation`, `V600Emut`
    let bare = || ["mutation", "variant", "mut"].iter().find_map(|word| text.strip_suffix(word)).map(str::trim_end);
    let named = || read_described(bare().filter(|bare| bare.ends_with(|last: char| !last.is_ascii_lowercase()))?);
    read_described(text).or_else(named).or_else(|| read_words(text).map(Ok)).map(|kind| kind.map(Change::new))
}

/// `p.…`, `c.…`, or a protein change without its prefix.
pub(super) fn read_described(text: &str) -> Option<Result<ChangeKind, Unreadable>> {
    if let Some(coding) = text.strip_prefix("c.") {
        return read_coding(coding).map(|change| change.map(ChangeKind::Coding));
    }
    let (text, prefixed) = text.strip_prefix("p.").map_or((text, false), |rest| (rest, true));
    let text = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).unwrap_or(text);
    // Without the prefix only what numbers a residue is a protein change: `?` and `100del` alone are nothing.
    if !prefixed && (text.len() < 3 || !begins_with_site(text)) {
        return None;
    }
    // `p.Gly719Xaa`: any other residue.
    if let Some(site) = text.strip_suffix("Xaa").and_then(read_codon) {
        let form = PatternForm::MissenseAt { residue: site.residue, codon: site.codon };
        return Some(Ok(ChangeKind::Class(Box::new(form))));
    }
    read_protein(text).map(|change| change.map(ChangeKind::Protein))
}

/// `NM_005228.5`, `LRG_304t1`, `ENST00000275493`: the name of a reference sequence.
pub(super) fn accession(text: &str) -> Option<String> {
    let fits = text.contains('_') || text.starts_with("ENS") || text.starts_with("CCDS");
    let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte));
    (fits && plain && (4..=40).contains(&text.len())).then(|| text.to_string())
}

/// `NM_005228.5`, `EGFR`, `NM_005228.5(EGFR)`, `LRG_304t1`, `NG_012232.1(NM_004006.1)`: the gene and the accession.
fn read_reference(text: &str) -> Option<(Option<String>, Option<String>)> {
    match text.strip_suffix(')').and_then(|text| text.split_once('(')) {
        None => match accession(text) {
            Some(reference) => Some((None, Some(reference))),
            None => symbol(text).filter(|name| !is_residue_change(name)).map(|gene| (Some(gene), None)),
        },
        Some((outer, inner)) => match accession(inner) {
            Some(reference) => accession(outer).map(|_| (None, Some(reference))),
            None => Some((Some(symbol(inner)?), Some(accession(outer)?))),
        },
    }
}
