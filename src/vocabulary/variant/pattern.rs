//! Patterns: what a rule, a named set or a method says about the alterations of a gene.

use super::change::{Change, ChangeKind, Fusion, Unreadable};
use super::depth::not_too_deep;
use super::gene::GeneModel;
use super::read::{read, read_one};
use crate::syntax::tree::{Origin, RegionalKind};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A form of alteration, of an origin or any, with exceptions.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Pattern {
    /// Inherited or acquired; either where absent.
    pub origin: Option<Origin>,
    /// What kind of alteration.
    pub form: PatternForm,
    /// What is left out of it.
    #[serde(deserialize_with = "not_too_deep")]
    pub except: Vec<Pattern>,
}

/// What kind of alteration.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the fields are the parts of the notation shown")]
pub enum PatternForm {
    /// Any small variant that changes the protein.
    Mutation,
    /// A variant that is pathogenic: reported so, truncating, or named by the gene. The loss of every copy is one.
    PathogenicVariant,
    /// A nonsense or frameshift variant.
    Truncation,
    /// One change: `L858R`. Never [`ChangeKind::Class`].
    Change(Change),
    /// `V600`: any missense change of a codon.
    MissenseAt { residue: Option<char>, codon: u32 },
    /// `codons 12..13 mutation`; without a kind any mutation.
    Codons { from: u32, to: u32, kind: Option<RegionalKind> },
    /// `exon 19 deletion`
    Exons { from: u32, to: u32, kind: RegionalKind },
    /// `fusion`, `fusion with EML4`
    Fusion { with: Option<String> },
    /// `amplification`
    Amplification,
    /// `homozygous deletion`
    HomozygousDeletion,
    /// `biallelic loss`: no working copy is left, by whatever means.
    BiallelicLoss,
    /// A set that the gene names.
    Set(String),
}

impl Pattern {
    /// A form of any origin without exceptions.
    pub fn new(form: PatternForm) -> Pattern {
        Pattern { origin: None, form, except: Vec::new() }
    }

    /// Whether the silence of a sample can exclude it: one that shows what was inherited (`true`), one that shows only
    /// what the tumour acquired (`false`), or one of which neither is known. A sample of the tumour does not exclude
    /// what was inherited, nor a germline sample what was acquired.
    pub fn fits_sample(&self, germline: Option<bool>) -> bool {
        match (germline, self.origin) {
            (None, _) | (Some(true), Some(Origin::Germline)) => true,
            (Some(false), origin) => origin != Some(Origin::Germline),
            (Some(true), _) => false,
        }
    }
}

impl From<PatternForm> for Pattern {
    fn from(form: PatternForm) -> Pattern {
        Pattern::new(form)
    }
}

/// Reads the name that a rule gives to an alteration: `L858R`, `V600`, `c.3028+1G>T`, or a set of the gene.
///
/// A set wins over a change that is written the same way. Of the looser spellings of reports a rule takes only those that
/// say exactly what it then asks for: a report may say more than is kept of it, a rule may not.
///
/// # Errors
///
/// What is neither a set nor a change is refused with what to write instead.
pub fn read_pattern(name: &str, gene: &GeneModel) -> Result<PatternForm, Unreadable> {
    if let Some(set) = gene.set(name.trim()) {
        return Ok(PatternForm::Set(set.name.clone()));
    }
    let change = read(name)?;
    let narrower = match &change.kind {
        ChangeKind::Class(_) => says_less(name),
        // `EML4(13)::ALK(20)`: the exons are not kept.
        ChangeKind::Fusion(_) => name.contains('(') || name.contains("ex") || name.contains("Ex"),
        _ => false,
    };
    if narrower || read_one(name.trim(), &GeneModel::default()).is_none() {
        let form = change.normal_form();
        let message = format!("`{}` says more than `{form}`, which is all that a rule would ask for", name.trim());
        return Err(Unreadable::new(message, &format!("write `{form}`, or name the changes that are meant")));
    }
    match change.kind {
        ChangeKind::Class(form) => Ok(*form),
        ChangeKind::Fusion(Fusion::Pair(None, None)) => Ok(PatternForm::Fusion { with: None }),
        ChangeKind::Protein(_) | ChangeKind::Coding(_) | ChangeKind::Fusion(_) => Ok(PatternForm::Change(change)),
        ChangeKind::CopyNumber(_) | ChangeKind::Gain | ChangeKind::Loss => Err(Unreadable::new(
            format!("`{}` is a measurement, not an alteration that a rule can ask for", name.trim()),
            "write `amplification` or `homozygous deletion`",
        )),
    }
}

/// Whether words take in less than the class that they are read as: who reports `focal amplification` has seen an
/// amplification, and who asks for it means no other.
fn says_less(name: &str) -> bool {
    const WORDS: [&str; 14] = [
        "frameshift",
        "nonsense",
        "missense",
        "point",
        "substitution",
        "indel",
        "delins",
        "deletion-insertion",
        "insertion-deletion",
        "splic",
        "focal",
        "high",
        "/",
        " or ",
    ];
    let lower = name.to_ascii_lowercase();
    // `codons 12/13 mutation` is a range.
    WORDS.iter().any(|word| lower.contains(word)) && !lower.starts_with("codons")
}

impl fmt::Display for PatternForm {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let region = |out: &mut fmt::Formatter<'_>, word: &str, from: u32, to: u32, kind: Option<RegionalKind>| {
            match from == to {
                true => write!(out, "{word} {from}")?,
                false => write!(out, "{word}s {from}..{to}")?,
            }
            kind.map_or(Ok(()), |kind| write!(out, " {}", word_for(kind)))
        };
        match self {
            PatternForm::Mutation => out.write_str("mutation"),
            PatternForm::PathogenicVariant => out.write_str("pathogenic variant"),
            PatternForm::Truncation => out.write_str("truncation"),
            PatternForm::Change(change) => out.write_str(&change.normal_form()),
            PatternForm::MissenseAt { residue: Some(residue), codon } => write!(out, "{residue}{codon}"),
            PatternForm::MissenseAt { residue: None, codon } => write!(out, "codon {codon}"),
            PatternForm::Codons { from, to, kind } => region(out, "codon", *from, *to, *kind),
            PatternForm::Exons { from, to, kind } => region(out, "exon", *from, *to, Some(*kind)),
            PatternForm::Fusion { with: None } => out.write_str("fusion"),
            PatternForm::Fusion { with: Some(partner) } => write!(out, "fusion with {partner}"),
            PatternForm::Amplification => out.write_str("amplification"),
            PatternForm::HomozygousDeletion => out.write_str("homozygous deletion"),
            PatternForm::BiallelicLoss => out.write_str("biallelic loss"),
            PatternForm::Set(name) => out.write_str(name),
        }
    }
}

fn word_for(kind: RegionalKind) -> &'static str {
    match kind {
        RegionalKind::Mutation => "mutation",
        RegionalKind::Deletion => "deletion",
        RegionalKind::Insertion => "insertion",
        RegionalKind::Duplication => "duplication",
        RegionalKind::Skipping => "skipping",
    }
}
