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
//! An accession in front of a change chooses the exon table of the transcript that the gene declares under it, whatever
//! its version. Any other accession is kept, and its numbers are read as those of the gene's first transcript.

mod change;
mod coding;
mod compare;
mod effect;
mod fusion;
mod gene;
mod matching;
mod pattern;
mod protein;
mod read;
mod same;
mod skipping;
mod words;

pub use change::{
    Change, ChangeKind, CodingChange, CodingEdit, CodingPosition, CodingRegion, Fusion, ProteinChange, Site, Unreadable,
};
pub use compare::{covers, overlaps};
pub use gene::{Exon, GeneModel, NamedSet, Transcript};
pub use matching::{Alteration, Significance, matches};
pub use pattern::{Pattern, PatternForm, read_pattern};
pub use read::{LONGEST, read, read_of};
