//! Variants: what a laboratory's notation says, and which alterations of the rule language it falls under.
//!
//! [`read`] turns a string into a [`Change`] or says why it cannot. [`matches()`] decides by meaning, with the gene's exon
//! tables and named sets ([`GeneModel`]), whether a reported [`Alteration`] is what a [`Pattern`] asks for. [`covers`]
//! and [`overlaps`] compare two patterns: what a method can detect with what a rule asks about.
//!
//! Notation follows the HGVS recommendations (<https://hgvs-nomenclature.org>), the short protein forms of cancer
//! variant tables, and plain words. Nothing is guessed: a notation with two readings is refused, and a notation that
//! says too little for a pattern leaves it undetermined.
//!
//! What the axes of HGVS are worth here:
//!
//! | axis | decision |
//! | --- | --- |
//! | `p.` | read: it says what happens to the protein |
//! | `c.` | read: positions give codons, lengths give the reading frame; which residue results stays open |
//! | `g.`, `m.`, `n.`, `r.` | refused: without a reference sequence they say nothing about the protein |
//! | cytogenetics (ISCN), `rs` numbers | refused for the same reason |
//!
//! Laboratories also write what no notation knows. It is read where one meaning alone is left: older and looser spellings
//! are put into those of HGVS, several statements in one text have to agree and the one that says most is kept, and a few
//! abbreviations are read by the gene's own declaration:
//!
//! | text | read as | where |
//! | --- | --- | --- |
//! | `METex14`, `exon 14 deletion`, `Δ14` | skipping of the exon | the gene names the skipping of that exon in a set |
//! | `19del`, `ins20` | `exon 19 deletion`, `exon 20 insertion` | the gene declares the exon |
//! | `G719X` | any other residue | the gene names the codon in a set; else `X` may be a stop |
//! | `V600E/K`, `V600E or V600K` | `V600`: one of the codon's changes | everywhere |
//! | `C228T`, `EGFRvIII` | the set of that name | the gene names it |
//! | `G34T` | refused: a nucleotide or a residue | the gene names `c.34G>T` |
//! | `E13;A20` | a fusion with an unknown partner | one letter is the gene's initial |
//! | `L858R 23%` | `L858R`; the share decides nothing | small variants only: for others it may be under a limit |
//! | `low-level amplification` | a gain | everywhere |
//! | `E19del`, `T790M/C797S`, `WT`, `VUS` | refused, with where it belongs | everywhere |
//!
//! An accession in front of a change chooses the exon table of the transcript that the gene declares under it, whatever
//! its version. Any other accession is kept, and its numbers are read as those of the gene's first transcript.

mod agree;
mod change;
mod coding;
mod compare;
mod composed;
mod depth;
mod effect;
mod fusion;
mod gene;
mod matching;
mod older;
mod pattern;
mod protein;
mod read;
mod refusal;
mod same;
mod shorthand;
mod skipping;
mod words;

pub use change::{
    Change, ChangeKind, CodingChange, CodingEdit, CodingPosition, CodingRegion, Fusion, ProteinChange, Site, Unreadable,
};
pub use compare::{covers, overlaps};
pub use gene::{Exon, GeneModel, NamedSet, Transcript};
pub use matching::{Alteration, Significance, is_declared_benign, matches};
pub use pattern::{Pattern, PatternForm, read_pattern};
pub use read::{LONGEST, read, read_of};
