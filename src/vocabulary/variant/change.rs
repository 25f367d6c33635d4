//! The meaning of one reported change, and its one normal spelling.

use super::depth::not_too_deep;
use super::pattern::PatternForm;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What one reported string means.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Change {
    /// The gene that the string names (`EGFR` in `EGFR L858R`). Whether it is the gene meant is the caller's to check.
    pub gene: Option<String>,
    /// The reference sequence that the string names (`NM_005228.5`, `ENST00000275493`), as written.
    pub reference: Option<String>,
    /// What changes.
    pub kind: ChangeKind,
}

/// What changes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// The protein, in the notation of its residues: `p.L858R`.
    Protein(ProteinChange),
    /// The coding sequence: `c.3028+1G>T`.
    Coding(CodingChange),
    /// Two genes are joined: `EML4::ALK`.
    Fusion(Fusion),
    /// Copies of the gene in a cell, in hundredths.
    CopyNumber(u32),
    /// More copies than two; how many is not said.
    Gain,
    /// Fewer copies than two; how many is not said.
    Loss,
    /// Any of the changes of a kind, reported in words: `exon 19 deletion`. Never [`PatternForm::Change`].
    Class(#[serde(deserialize_with = "not_too_deep")] Box<PatternForm>),
}

/// A residue of the protein.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Site {
    /// Its one-letter code, `*` for the stop codon; not every notation gives it.
    pub residue: Option<char>,
    /// Its number, 1 for the first residue.
    pub codon: u32,
}

/// What happens to the protein. Sequences are one-letter codes and end at their first `*`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the fields are the parts of the notation shown")]
pub enum ProteinChange {
    /// `p.L54=`, `p.=`: the protein stays as it is.
    Unchanged(Option<Site>),
    /// `p.L858R`, `p.R213*`
    Substitution { at: Site, to: char },
    /// `p.E746_A750del`
    Deletion { from: Site, to: Site },
    /// `p.A767_V769dup`
    Duplication { from: Site, to: Site },
    /// `p.D770_N771insSVD`
    Insertion { from: Site, to: Site, inserted: String },
    /// `p.L747_T751delinsP`
    Replacement { from: Site, to: Site, inserted: String },
    /// `p.R97Pfs*23`, `p.R97fs`; `stop` counts residues from the first that changes.
    Frameshift { at: Site, to: Option<char>, stop: Option<u32> },
    /// `p.*110Qext*17`, `p.*110ext*?`, `p.M1ext-5`: the protein goes on at its end, or begins earlier.
    Extension { at: Site, to: Option<char>, length: Option<u32> },
    /// `p.M1?`: translation cannot start where it did.
    StartLost,
    /// `p.0`: no protein is made.
    NoProtein,
    /// `p.X1010_splice`: splicing changes near this residue, which is not kept.
    Splice(Site),
    /// `p.?`, `p.A9?`: something changes, and what (or where) is not known.
    Unclear(Option<Site>),
}

/// A change of the coding sequence.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CodingChange {
    /// The first nucleotide; of an insertion the one before it.
    pub from: CodingPosition,
    /// The last nucleotide; of an insertion the one after it.
    pub to: CodingPosition,
    /// What happens there.
    pub edit: CodingEdit,
}

/// A nucleotide by its place relative to the coding sequence: `2573`, `3028+1`, `-124`, `*65`.
///
/// The order is that of the transcript.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CodingPosition {
    /// Before, in or after the coding sequence.
    pub region: CodingRegion,
    /// The number of the exonic nucleotide; negative before the coding sequence.
    pub base: i32,
    /// How far into the intron beside it, 0 in the exon.
    pub offset: i32,
    /// `-?`, `+?`: somewhere in that intron; `offset` then only says on which side.
    pub uncertain: bool,
}

/// Where a position lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CodingRegion {
    /// `-124`: before the start codon.
    Upstream,
    /// `2573`: from start to stop codon.
    Coding,
    /// `*65`: after the stop codon.
    Downstream,
}

/// What happens to the nucleotides. Sequences are of `A`, `C`, `G`, `T`, `N`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CodingEdit {
    /// `G>T`
    Substitution(char, char),
    /// `del`
    Deletion,
    /// `dup`
    Duplication,
    /// `insTAG`
    Insertion(String),
    /// `delinsTAG`
    Replacement(String),
    /// `inv`
    Inversion,
    /// `=`
    Unchanged,
}

/// A fusion: what is known of the genes that are joined.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fusion {
    /// Two genes in the order of the text; one that is not known is absent.
    Pair(Option<String>, Option<String>),
    /// `HLA-A-ROS1`: names joined by hyphens that may also belong to a name; any one of them may be the joint.
    Joined(String),
    /// Two genes joined so that the reading frame is lost: whether a fusion protein is made is open.
    OutOfFrame(Option<String>, Option<String>),
    /// A rearrangement within one gene (`BRAF-BRAF`, `PTEN-intragenic`): no fusion.
    Intragenic(String),
}

/// Why a string cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unreadable {
    /// What is wrong with it.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
}

impl Unreadable {
    pub(super) fn new(message: impl Into<String>, help: &str) -> Unreadable {
        Unreadable { message: message.into(), help: (!help.is_empty()).then(|| help.to_string()) }
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)
    }
}

impl std::error::Error for Unreadable {}

impl Change {
    /// A change that names neither gene nor reference sequence.
    pub fn new(kind: ChangeKind) -> Change {
        Change { gene: None, reference: None, kind }
    }

    /// The one spelling of this change: `p.Leu858Arg` is `p.L858R`, `EML4-ALK fusion` is `EML4::ALK`.
    ///
    /// The gene is left out. A change of the coding sequence keeps its reference sequence, which its numbers depend on.
    pub fn normal_form(&self) -> String {
        match (&self.kind, &self.reference) {
            (ChangeKind::Coding(change), Some(reference)) => format!("{reference}:{change}"),
            (kind, _) => kind.to_string(),
        }
    }
}

impl fmt::Display for ChangeKind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ChangeKind::Protein(change) => change.fmt(out),
            ChangeKind::Coding(change) => change.fmt(out),
            ChangeKind::Fusion(fusion) => fusion.fmt(out),
            ChangeKind::CopyNumber(hundredths) => write!(out, "copy number {}", f64::from(*hundredths) / 100.0),
            ChangeKind::Gain => out.write_str("gain"),
            ChangeKind::Loss => out.write_str("loss"),
            ChangeKind::Class(form) => form.fmt(out),
        }
    }
}

impl fmt::Display for Site {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.residue.map_or(Ok(()), |residue| write!(out, "{residue}"))?;
        write!(out, "{}", self.codon)
    }
}

impl fmt::Display for ProteinChange {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let range = |from: &Site, to: &Site| if from == to { from.to_string() } else { format!("{from}_{to}") };
        let letter = |residue: &Option<char>| residue.map(String::from).unwrap_or_default();
        out.write_str("p.")?;
        match self {
            ProteinChange::Unchanged(None) => out.write_str("="),
            ProteinChange::Unchanged(Some(at)) => write!(out, "{at}="),
            ProteinChange::Substitution { at, to } => write!(out, "{at}{to}"),
            ProteinChange::Deletion { from, to } => write!(out, "{}del", range(from, to)),
            ProteinChange::Duplication { from, to } => write!(out, "{}dup", range(from, to)),
            ProteinChange::Insertion { from, to, inserted } => write!(out, "{from}_{to}ins{inserted}"),
            ProteinChange::Replacement { from, to, inserted } => write!(out, "{}delins{inserted}", range(from, to)),
            ProteinChange::Frameshift { at, to, stop: None } => write!(out, "{at}{}fs", letter(to)),
            ProteinChange::Frameshift { at, to, stop: Some(stop) } => write!(out, "{at}{}fs*{stop}", letter(to)),
            ProteinChange::Extension { at, length, .. } if at.residue == Some('M') => match length {
                Some(length) => write!(out, "{at}ext-{length}"),
                None => write!(out, "{at}ext-?"),
            },
            ProteinChange::Extension { at, to, length: Some(length) } => write!(out, "{at}{}ext*{length}", letter(to)),
            ProteinChange::Extension { at, to, length: None } => write!(out, "{at}{}ext*?", letter(to)),
            ProteinChange::StartLost => out.write_str("M1?"),
            ProteinChange::NoProtein => out.write_str("0"),
            ProteinChange::Splice(at) => write!(out, "X{}_splice", at.codon),
            ProteinChange::Unclear(None) => out.write_str("?"),
            ProteinChange::Unclear(Some(at)) => write!(out, "{at}?"),
        }
    }
}

impl fmt::Display for CodingPosition {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.region == CodingRegion::Downstream {
            out.write_str("*")?;
        }
        write!(out, "{}", self.base)?;
        match (self.offset, self.uncertain) {
            (0, _) => Ok(()),
            (offset, true) => out.write_str(if offset < 0 { "-?" } else { "+?" }),
            (offset, false) => write!(out, "{offset:+}"),
        }
    }
}

impl fmt::Display for CodingChange {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "c.{}", self.from)?;
        if self.from != self.to {
            write!(out, "_{}", self.to)?;
        }
        match &self.edit {
            CodingEdit::Substitution(from, to) => write!(out, "{from}>{to}"),
            CodingEdit::Deletion => out.write_str("del"),
            CodingEdit::Duplication => out.write_str("dup"),
            CodingEdit::Insertion(inserted) => write!(out, "ins{inserted}"),
            CodingEdit::Replacement(inserted) => write!(out, "delins{inserted}"),
            CodingEdit::Inversion => out.write_str("inv"),
            CodingEdit::Unchanged => out.write_str("="),
        }
    }
}

impl fmt::Display for Fusion {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |partner: &Option<String>| partner.clone().unwrap_or_else(|| "?".to_string());
        match self {
            Fusion::Pair(None, None) => out.write_str("fusion"),
            Fusion::Pair(first, second) => write!(out, "{}::{}", name(first), name(second)),
            Fusion::Joined(names) => write!(out, "{names} fusion"),
            Fusion::OutOfFrame(first, second) => write!(out, "{}::{} out of frame", name(first), name(second)),
            Fusion::Intragenic(gene) => write!(out, "{gene}-intragenic"),
        }
    }
}
