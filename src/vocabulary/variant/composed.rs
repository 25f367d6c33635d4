//! Texts that say several things of one change: `EGFR exon 21 p.L858R (c.2573T>G), VAF 23 %`.
//!
//! Such a text is cut into pieces from the left, each as long as can be. Every piece has to be understood, and what they
//! say has to agree: nothing is passed over because it cannot be read.

use super::agree::{combine, lies_in};
use super::change::{Change, ChangeKind, CodingEdit, CodingRegion, ProteinChange, Unreadable};
use super::fusion::{breakpoints, is_breakpoint, is_known_form, is_residue_change, symbol, transcript};
use super::gene::GeneModel;
use super::matching::has_form;
use super::older::range;
use super::pattern::PatternForm;
use super::protein::read_protein;
use super::read::{accession, read_one};
use super::shorthand::{exon_alone, whole_exon};
use super::words::{Numbered, kind, numbered};
use crate::kleene::Kleene;
use crate::syntax::tree::RegionalKind;

/// The most words that are put together.
const MOST_WORDS: usize = 24;

/// What one piece says.
enum Piece {
    Change(Change),
    Gene(String),
    Reference(String),
    Place(Numbered, u32),
    Kind(RegionalKind),
    /// Residues from and to, without what happens to them.
    Range(String),
    /// Says nothing more, and may be said only of some changes.
    Only(fn(&ChangeKind) -> bool),
    /// That it lies in the promoter.
    Promoter,
    /// Where two genes broke, or which of their known fusions it is.
    Breakpoint(String),
    /// Says nothing more.
    Note,
}

/// What the pieces say together; none where one of them is not understood.
pub(super) fn read_composed(text: &str, gene: &GeneModel) -> Option<Result<Change, Unreadable>> {
    let words = words(text)?;
    let mut said = Said::default();
    let mut at = 0;
    while at < words.len() {
        let longest = (at..words.len()).rev().find_map(|last| {
            let span = span(text, *words.get(at)?, *words.get(last)?)?;
            Some((piece(span, at == 0 && last + 1 == words.len(), gene)?, last))
        });
        let (piece, last) = match longest {
            // `EML4-ALK V1`: behind a fusion it is no valine.
            Some((Ok(Piece::Change(change)), last)) => match span(text, *words.get(at)?, *words.get(last)?) {
                Some(form) if said.is_fusion() && is_known_form(form) => (Piece::Breakpoint(form.to_owned()), last),
                // `H3 K27M`: the gene's own name in front of another word is no residue.
                Some(name) if at == 0 && words.len() > 1 && gene.is_called(name) => {
                    (Piece::Gene(gene.symbol.clone()), last)
                }
                _ => (Piece::Change(change), last),
            },
            Some((Ok(piece), last)) => (piece, last),
            Some((Err(problem), _)) => return Some(Err(problem)),
            None => {
                let first = words.first().and_then(|(from, to)| text.get(*from..*to)).filter(|_| at == 0)?;
                (Piece::Gene(symbol(first).filter(|name| !is_residue_change(name))?), 0)
            }
        };
        if let Err(problem) = said.add(piece, gene) {
            return Some(Err(problem));
        }
        at = last + 1;
    }
    said.conclude(text, gene)
}

/// From where to where each word reaches. Signs between words are none; none for too many words.
fn words(text: &str) -> Option<Vec<(usize, usize)>> {
    let bytes = text.as_bytes();
    let mut words = Vec::new();
    let mut start = None;
    for (at, sign) in text.char_indices() {
        let double = |at: usize| bytes.get(at) == Some(&b':');
        let joint = sign == ':' && (double(at + 1) || at.checked_sub(1).is_some_and(double));
        if sign.is_whitespace() || ",;|/()".contains(sign) || sign == ':' && !joint {
            words.extend(start.take().map(|start| (start, at)));
        } else if start.is_none() {
            start = Some(at);
        }
    }
    words.extend(start.map(|start| (start, text.len())));
    (words.len() <= MOST_WORDS).then_some(words)
}

/// The text from one word to another, with the parentheses that open within it.
fn span(text: &str, (from, _): (usize, usize), (_, to): (usize, usize)) -> Option<&str> {
    let count =
        |sign: u8| text.as_bytes().get(from..to).map(|bytes| bytes.iter().filter(|byte| **byte == sign).count());
    let (open, closed) = (count(b'(')?, count(b')')?);
    let missing = open.checked_sub(closed)?;
    let end = to + missing;
    let closes = text.get(to..end).is_some_and(|behind| behind.bytes().all(|byte| byte == b')'));
    text.get(from..end).filter(|_| closes)
}

/// What a part of the text says; `whole` is whether there is nothing else.
fn piece(text: &str, whole: bool, gene: &GeneModel) -> Option<Result<Piece, Unreadable>> {
    match read_one(text, gene) {
        // Beside other words a weak sign may part two names as well as join them.
        Some(Ok(Change { kind: ChangeKind::Fusion(_), .. }))
            if !whole && !text.contains("::") && text.contains(['/', ':']) => {}
        Some(change) => return Some(change.map(Piece::Change)),
        None => {}
    }
    let lower = text.to_ascii_lowercase();
    let joined: String = lower.split_ascii_whitespace().collect();
    let place = |text: &str| match numbered(text)? {
        (what, from, to, "") if from == to => Some(Piece::Place(what, from)),
        _ => None,
    };
    let found = place(&joined)
        .or_else(|| kind(&joined).filter(|kind| *kind != RegionalKind::Mutation).map(Piece::Kind))
        .or_else(|| range(text).map(Piece::Range))
        .or_else(|| note(&lower))
        .or_else(|| is_share(&lower).then_some(Piece::Only(is_small)))
        .or_else(|| accession(text).filter(|name| is_reference(name)).map(Piece::Reference))
        .or_else(|| looks_like_breakpoint(text).then(|| Piece::Breakpoint(text.to_owned())))?;
    Some(Ok(found))
}

/// Words that may stand beside a change without saying more than it does.
fn note(lower: &str) -> Option<Piece> {
    match lower {
        "variant" | "variants" | "alteration" | "positive" | "detected" | "present" | "found" | "identified" | "in"
        | "and" | "plus" | "with" | "&" | "+" | "-" | "–" => Some(Piece::Note),
        // How it was found; what was found stays the same.
        "by" | "ngs" | "pcr" | "rt-pcr" | "qpcr" | "ddpcr" | "fish" | "sanger" | "sequencing" => Some(Piece::Note),
        "heterozygous" | "homozygous" | "hemizygous" | "het" | "hom" => Some(Piece::Only(is_small)),
        "cis" | "trans" | "in cis" | "in trans" => Some(Piece::Only(is_small)),
        "missense" | "substitution" | "point" => Some(Piece::Only(is_substitution)),
        "partner unknown" | "unknown partner" => Some(Piece::Only(|kind| matches!(kind, ChangeKind::Fusion(_)))),
        "promoter" => Some(Piece::Promoter),
        // In which intron a gene broke.
        _ if lower.strip_prefix("intron").is_some_and(is_number) => {
            Some(Piece::Only(|kind| matches!(kind, ChangeKind::Fusion(_))))
        }
        // How long a piece is that is gained or lost; which one, the gene's set says.
        _ if is_length(lower) => Some(Piece::Only(is_gain_or_loss)),
        _ if is_fold(lower) => {
            Some(Piece::Only(|kind| matches!(kind, ChangeKind::Class(form) if **form == PatternForm::Amplification)))
        }
        // An identifier of the change in a public collection.
        _ => ["cosm", "cosv", "rs"].iter().find_map(|collection| {
            let number = lower.strip_prefix(collection)?;
            let digits = number.len() >= 3 && number.bytes().all(|byte| byte.is_ascii_digit());
            digits.then_some(Piece::Only(is_small))
        }),
    }
}

/// `x8`, `8x` beside an amplification: copies to some, times as many to others; from four on it is one to both.
fn is_fold(lower: &str) -> bool {
    let number = lower.strip_prefix(['x', '×']).or(lower.strip_suffix(['x', '×']));
    number.and_then(|number| number.trim().parse::<u16>().ok()).is_some_and(|number| (4..1000).contains(&number))
}

/// `45bp`, `45 bp`, `45 nt`
fn is_length(lower: &str) -> bool {
    ["bp", "nt", "base pairs"].iter().find_map(|unit| lower.strip_suffix(unit)).is_some_and(is_number)
}

/// What has a length in nucleotides, and is not counted by it: a class, or a set that may be one.
fn is_gain_or_loss(kind: &ChangeKind) -> bool {
    let ChangeKind::Class(form) = kind else { return false };
    match **form {
        PatternForm::Set(_) => true,
        PatternForm::Exons { kind, .. } | PatternForm::Codons { kind: Some(kind), .. } => {
            matches!(kind, RegionalKind::Insertion | RegionalKind::Duplication | RegionalKind::Deletion)
        }
        _ => false,
    }
}

fn is_number(text: &str) -> bool {
    let digits = text.trim();
    (1..=3).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// `23%`, `VAF 23 %`, `(allele frequency: 0.23)`: the share of the reads that show the change. It has its own place in a
/// profile, and decides nothing. None found, and less than a limit, is no share.
fn is_share(lower: &str) -> bool {
    const NAMES: [&str; 11] = [
        "variant allele frequency",
        "variant allele fraction",
        "mutant allele frequency",
        "mutant allele fraction",
        "allele frequency",
        "allele fraction",
        "allelic frequency",
        "allelic fraction",
        "vaf",
        "maf",
        "af",
    ];
    let strip = |text: &'_ str| NAMES.iter().find_map(|name| Some(text.strip_prefix(name)?.to_owned()));
    let before = strip(lower);
    let mut number = before.clone().unwrap_or_else(|| lower.to_owned());
    let behind = NAMES.iter().find_map(|name| number.strip_suffix(name).map(str::to_owned));
    let named = before.is_some() || behind.is_some();
    number = behind.unwrap_or(number);
    let number = number.trim().trim_start_matches([':', '=', ' ', '~']);
    let percent = number.strip_suffix('%').map(str::trim_end);
    let digits = percent.unwrap_or(number).replace(',', ".");
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let value = digits.parse::<f64>().ok().filter(|value| plain && *value > 0.0 && *value <= 100.0);
    value.is_some() && (percent.is_some() || named)
}

/// Of the names that a colon may follow those that stand alone, too.
fn is_reference(name: &str) -> bool {
    ["NM_", "NP_", "NC_", "NG_", "XM_", "XP_", "LRG_", "ENST", "ENSP", "CCDS"]
        .iter()
        .any(|start| name.starts_with(start))
}

fn looks_like_breakpoint(text: &str) -> bool {
    is_known_form(text) || breakpoints(text).is_some() || transcript(text).is_some()
}

/// What the pieces have said so far.
#[derive(Default)]
struct Said {
    change: Option<Change>,
    gene: Option<String>,
    reference: Option<String>,
    places: Vec<(Numbered, u32)>,
    kind: Option<RegionalKind>,
    range: Option<String>,
    breakpoints: Vec<String>,
    only: Vec<fn(&ChangeKind) -> bool>,
    promoter: bool,
}

impl Said {
    fn is_fusion(&self) -> bool {
        self.change.as_ref().is_some_and(|change| matches!(change.kind, ChangeKind::Fusion(_)))
    }

    fn add(&mut self, piece: Piece, gene: &GeneModel) -> Result<(), Unreadable> {
        match piece {
            Piece::Change(change) => return self.change(change, gene),
            Piece::Gene(name) => self.gene = Some(name),
            Piece::Reference(name) => self.reference = Some(name),
            Piece::Place(what, number) => self.places.push((what, number)),
            Piece::Kind(kind) => self.kind = Some(kind),
            Piece::Range(range) => self.range = Some(range),
            Piece::Breakpoint(text) => self.breakpoints.push(text),
            Piece::Only(fits) => self.only.push(fits),
            Piece::Promoter => self.promoter = true,
            Piece::Note => {}
        }
        Ok(())
    }

    fn change(&mut self, mut change: Change, gene: &GeneModel) -> Result<(), Unreadable> {
        if matches!(change.kind, ChangeKind::Coding(_) | ChangeKind::Protein(_)) && change.reference.is_none() {
            change.reference.clone_from(&self.reference);
        }
        self.change = Some(match self.change.take() {
            Some(before) => combine(gene, before, change)?,
            None => change,
        });
        Ok(())
    }

    fn conclude(mut self, text: &str, gene: &GeneModel) -> Option<Result<Change, Unreadable>> {
        if let Some(range) = self.range.take()
            && let Err(problem) = self.change(Change::new(self.ranged(&range)?), gene)
        {
            return Some(Err(problem));
        }
        let exon = self.places.iter().find(|(what, _)| *what == Numbered::Exon).map(|(_, number)| *number);
        let class = |form| Change::new(ChangeKind::Class(Box::new(form)));
        match (self.kind, exon) {
            (Some(kind), Some(exon)) => {
                let form = match text.contains("frame") {
                    true => PatternForm::Exons { from: exon, to: exon, kind },
                    false => whole_exon(gene, exon, kind),
                };
                if let Err(problem) = self.change(class(form), gene) {
                    return Some(Err(problem));
                }
            }
            // `splice site` beside the change of one.
            (Some(RegionalKind::Skipping), None) => match self.change.as_ref().map(|change| &change.kind)? {
                ChangeKind::Coding(_) | ChangeKind::Protein(ProteinChange::Splice(_)) => {}
                _ => return None,
            },
            // `deletion` beside a change only repeats it.
            (Some(kind), None) => {
                let anywhere = PatternForm::Codons { from: 1, to: u32::MAX, kind: Some(kind) };
                if has_form(gene, self.change.as_ref()?, &anywhere) == Kleene::NotMet {
                    return None;
                }
            }
            (None, _) => {}
        }
        let mut change = match (self.change, exon) {
            (Some(change), _) => change,
            (None, Some(exon)) => class(exon_alone(gene, exon)?),
            (None, None) => return None,
        };
        let joined = match &change.kind {
            ChangeKind::Fusion(fusion) => Some(fusion),
            _ => None,
        };
        if !self.only.iter().all(|fits| fits(&change.kind))
            || self.promoter && !is_upstream(&change.kind, gene)
            || (!self.places.is_empty() && !is_small(&change.kind) && joined.is_none())
            || !self.breakpoints.iter().all(|text| joined.is_some_and(|fusion| is_breakpoint(text, fusion)))
        {
            return None;
        }
        if let Some((what, number)) = self.places.iter().find(|(what, number)| !lies_in(gene, &change, *what, *number))
        {
            let what = if *what == Numbered::Exon { "exon" } else { "codon" };
            let message = format!("`{}` does not lie in {what} {number}", change.normal_form());
            return Some(Err(Unreadable::new(message, "correct the change or its place, or leave the place out")));
        }
        change.gene = change.gene.or(self.gene);
        Some(Ok(change))
    }

    /// `E746_A750` beside `exon 19 deletion`.
    fn ranged(&self, range: &str) -> Option<ChangeKind> {
        let said = match self.change.as_ref().map(|change| &change.kind) {
            Some(ChangeKind::Class(form)) => match **form {
                PatternForm::Exons { kind, .. } => Some(kind),
                PatternForm::Codons { kind, .. } => kind,
                _ => None,
            },
            _ => None,
        };
        let edit = match self.kind.or(said)? {
            RegionalKind::Deletion => "del",
            RegionalKind::Duplication => "dup",
            _ => return None,
        };
        read_protein(&format!("{range}{edit}"))?.ok().map(ChangeKind::Protein)
    }
}

/// Whether a change lies in front of the coding sequence: as its number says, or as all of the set that it is.
fn is_upstream(kind: &ChangeKind, gene: &GeneModel) -> bool {
    let lies =
        |kind: &ChangeKind| matches!(kind, ChangeKind::Coding(change) if change.to.region == CodingRegion::Upstream);
    match kind {
        ChangeKind::Class(form) => match &**form {
            PatternForm::Set(name) => gene.set(name).is_some_and(|set| {
                let of_set = |form: &PatternForm| matches!(form, PatternForm::Change(change) if lies(&change.kind));
                set.patterns.iter().all(|pattern| of_set(&pattern.form))
            }),
            _ => false,
        },
        kind => lies(kind),
    }
}

fn is_small(kind: &ChangeKind) -> bool {
    use PatternForm::{Amplification, BiallelicLoss, HomozygousDeletion};
    match kind {
        ChangeKind::Protein(_) | ChangeKind::Coding(_) => true,
        ChangeKind::Class(form) => !matches!(**form, Amplification | HomozygousDeletion | BiallelicLoss),
        _ => false,
    }
}

fn is_substitution(kind: &ChangeKind) -> bool {
    match kind {
        ChangeKind::Protein(ProteinChange::Substitution { to, .. }) => *to != '*',
        ChangeKind::Coding(change) => matches!(change.edit, CodingEdit::Substitution(..)),
        ChangeKind::Class(form) => matches!(**form, PatternForm::MissenseAt { .. } | PatternForm::Mutation),
        _ => false,
    }
}
