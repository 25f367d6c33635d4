//! A gene as the vocabulary declares it: transcripts with their exons, and named sets of alterations.

use super::pattern::Pattern;
use serde::{Deserialize, Serialize};

/// What is known of a gene.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GeneModel {
    /// Its symbol.
    pub symbol: String,
    /// Its other names.
    pub also: Vec<String>,
    /// Its transcripts. The first is the one that numbers mean where nothing else is said.
    pub transcripts: Vec<Transcript>,
    /// Named sets of its alterations, pathogenic by declaration.
    pub named: Vec<NamedSet>,
    /// What is not pathogenic though its kind is, where a laboratory does not say otherwise.
    pub benign: Vec<Pattern>,
}

/// A transcript.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transcript {
    /// Its accession, with or without version.
    pub name: String,
    /// The exons that were declared; not all need be.
    pub exons: Vec<Exon>,
}

/// An exon and the codons that it covers, whole or in part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exon {
    /// Its number.
    pub number: u32,
    /// Its first codon.
    pub from: u32,
    /// Its last codon.
    pub to: u32,
}

/// A named set: any of its patterns.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedSet {
    /// Its name.
    pub name: String,
    /// What belongs to it.
    pub patterns: Vec<Pattern>,
}

impl GeneModel {
    /// Whether the gene goes by this name, in whatever case.
    pub fn is_called(&self, name: &str) -> bool {
        self.symbol.eq_ignore_ascii_case(name) || self.also.iter().any(|also| also.eq_ignore_ascii_case(name))
    }

    /// The set of this name, in whatever case.
    pub fn set(&self, name: &str) -> Option<&NamedSet> {
        self.named.iter().find(|set| set.name.eq_ignore_ascii_case(name))
    }

    /// The transcript that a reference sequence names; the first for one that is not declared.
    pub(super) fn transcript(&self, reference: Option<&str>) -> Option<&Transcript> {
        self.declared(reference).or(self.transcripts.first())
    }

    /// Whether numbers with this reference sequence are those that the gene's declaration means: of its first transcript, or
    /// of none that is named.
    pub(super) fn counts_by(&self, reference: Option<&str>) -> bool {
        let Some(reference) = reference else { return true };
        let first = self.transcripts.first().map(|transcript| without_version(&transcript.name));
        first.is_some_and(|first| first.eq_ignore_ascii_case(without_version(reference)))
    }

    /// The transcript that a reference sequence names, whatever its version.
    pub(super) fn declared(&self, reference: Option<&str>) -> Option<&Transcript> {
        let wanted = without_version(reference?);
        self.transcripts.iter().find(|transcript| without_version(&transcript.name).eq_ignore_ascii_case(wanted))
    }
}

impl Transcript {
    /// The codons from the start of one exon to the end of another, where both are declared.
    pub(super) fn codons(&self, from: u32, to: u32) -> Option<(u32, u32)> {
        Some((self.exon(from)?.from, self.exon(to)?.to))
    }

    /// An exon by its number.
    pub(super) fn exon(&self, number: u32) -> Option<&Exon> {
        self.exons.iter().find(|exon| exon.number == number)
    }
}

fn without_version(accession: &str) -> &str {
    accession.split_once('.').map_or(accession, |(stem, _)| stem)
}
