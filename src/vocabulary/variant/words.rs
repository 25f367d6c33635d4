//! Classes of change in plain words: `exon 19 deletion`, `amplification`, `copy number 9`, `ALK rearrangement`.

use super::change::{ChangeKind, Fusion};
use super::fusion::{is_known_form, read_fusion, symbol};
use super::pattern::PatternForm;
use super::protein::read_codon;
use crate::syntax::tree::RegionalKind;

/// Reads words. Case and the space between them do not matter; a gene in front was removed by the caller.
pub(super) fn read_words(text: &str) -> Option<ChangeKind> {
    // `rearr.`, `del.`: the dot of an abbreviation.
    let text = text.strip_suffix('.').unwrap_or(text);
    let lower = text.to_ascii_lowercase();
    let words: Vec<&str> = lower.split_ascii_whitespace().collect();
    let class = |form| Some(ChangeKind::Class(Box::new(form)));
    match words.join(" ").as_str() {
        "mutation" | "mutated" | "mutant" | "mut" => class(PatternForm::Mutation),
        "pathogenic variant" | "pathogenic mutation" => class(PatternForm::PathogenicVariant),
        "truncation" | "truncating mutation" | "truncating variant" => class(PatternForm::Truncation),
        "frameshift"
        | "nonsense"
        | "frameshift mutation"
        | "frameshift variant"
        | "nonsense mutation"
        | "nonsense variant" => class(PatternForm::Truncation),
        "homozygous deletion" | "homozygous loss" | "deep deletion" | "homdel" | "homozygously deleted" => {
            class(PatternForm::HomozygousDeletion)
        }
        "biallelic loss" | "biallelic inactivation" | "biallelic deletion" => class(PatternForm::BiallelicLoss),
        "loss" | "copy number loss" => Some(ChangeKind::Loss),
        _ => more_copies(&lower)
            .or_else(|| copy_number(&lower))
            .or_else(|| region(&words).or_else(|| codon(text)).map(|form| ChangeKind::Class(Box::new(form))))
            .or_else(|| fusion(text).map(ChangeKind::Fusion)),
    }
}

/// `amplified`, `high-level amplification`, `copy number gain`.
///
/// Who calls an amplification low says less than an amplification: it stays a gain.
fn more_copies(lower: &str) -> Option<ChangeKind> {
    let text = lower.replace(['-', ':'], " ");
    let mut words: Vec<&str> = text.split_ascii_whitespace().collect();
    let amplified = match (words.pop()?, words.last().copied()) {
        ("amplification" | "amplified" | "amp", _) => true,
        ("gain" | "gained" | "gains", _) => false,
        ("increase" | "increased", Some("number")) => false,
        _ => return None,
    };
    let (mut low, mut high) = (false, false);
    let mut rest = words.as_slice();
    loop {
        rest = match rest {
            [] => break,
            ["high" | "low", "copy", "number", rest @ ..]
            | ["high" | "low", "level" | "grade", rest @ ..]
            | ["high" | "low", rest @ ..] => {
                low |= words.contains(&"low");
                high |= words.contains(&"high");
                rest
            }
            ["copy", "number", rest @ ..] | ["gene" | "focal" | "cn" | "cnv", rest @ ..] => rest,
            _ => return None,
        };
    }
    match (amplified, low, high) {
        (_, true, true) => None,
        (true, false, _) => Some(ChangeKind::Class(Box::new(PatternForm::Amplification))),
        _ => Some(ChangeKind::Gain),
    }
}

/// `copy number 9`, `CN 9.5`, `copy number: 9`, `copy number gain 45`, `CNV 45`, `9 copies`
fn copy_number(lower: &str) -> Option<ChangeKind> {
    let text = lower.replace(['=', ':'], " ");
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    let number = match words.as_slice() {
        ["gene", "copy", "number", rest @ ..] | ["copy", "number", rest @ ..] | ["cn" | "gcn" | "cnv", rest @ ..] => {
            match rest {
                ["of", number] | ["gain", number] | [number] => number,
                _ => return None,
            }
        }
        ["copies", number] | [number, "copies"] => number,
        [one] => one.strip_prefix("gcn").or(one.strip_prefix("cn"))?,
        _ => return None,
    };
    let (whole, part) = number.split_once('.').unwrap_or((number, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(part) || whole.len() > 6 || part.len() > 2 {
        return None;
    }
    let hundredths = if part.len() == 1 { 10 } else { 1 } * part.parse::<u32>().ok()?;
    Some(ChangeKind::CopyNumber(whole.parse::<u32>().ok()? * 100 + hundredths))
}

/// `exon 19 deletion`, `ex19del`, `exon 14 skipping mutation`, `codons 12..13 mutation`, `skipping of exon 14`
fn region(words: &[&str]) -> Option<PatternForm> {
    if let [first, "in" | "of", rest @ ..] = words
        && let Some(kind) = kind(first)
    {
        // A deletion of an exon may be the whole of it.
        let loose = words.get(1) == Some(&"of") && kind != RegionalKind::Skipping;
        return match numbered(&rest.concat())? {
            (Numbered::Exon, from, to, "") if !loose => Some(PatternForm::Exons { from, to, kind }),
            _ => None,
        };
    }
    let text = words.concat();
    let (what, from, to, rest) = numbered(&text)?;
    let rest = rest.trim_start_matches([':', ',', '-']);
    match (what, kind(rest)?) {
        (Numbered::Exon, kind) => Some(PatternForm::Exons { from, to, kind }),
        (Numbered::Codon, RegionalKind::Skipping) => None,
        (Numbered::Codon, kind) => Some(PatternForm::Codons { from, to, kind: Some(kind) }),
    }
}

/// What is counted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Numbered {
    Exon,
    Codon,
}

/// `exon19…`, `ex.19…`, `codons12..13…` in small letters and without blanks: what is counted, from where to where, and
/// what follows.
pub(super) fn numbered(text: &str) -> Option<(Numbered, u32, u32, &str)> {
    let exons = ["exons", "exon", "ex"].iter().find_map(|word| text.strip_prefix(word));
    let codons = ["codons", "codon"].iter().find_map(|word| text.strip_prefix(word));
    let rest = exons.or(codons)?;
    let (from, rest) = number(rest.trim_start_matches(['-', '.']))?;
    let range = rest.strip_prefix("..").or(rest.strip_prefix('-')).and_then(number);
    // `codons 12/13`, `codons 12 and 13`: neighbours alone are a range.
    let both =
        || rest.strip_prefix('/').or(rest.strip_prefix("and")).and_then(number).filter(|(to, _)| *to == from + 1);
    let (to, rest) = range.or_else(both).unwrap_or((from, rest));
    (from <= to).then_some((if exons.is_some() { Numbered::Exon } else { Numbered::Codon }, from, to, rest))
}

/// What happens in a region, in small letters and without blanks: `deletion`, `in-framedel`, `skippingmutation`.
pub(super) fn kind(text: &str) -> Option<RegionalKind> {
    let text = text.strip_prefix("in-frame").or(text.strip_prefix("inframe")).unwrap_or(text);
    let text = text.trim_start_matches('-');
    let text = text.strip_suffix('s').filter(|one| one.len() > 2).unwrap_or(text);
    let ending = ["mutation", "variant", "alteration", "event"].iter().find_map(|ending| text.strip_suffix(ending));
    match ending.unwrap_or(text) {
        "" | "missense" | "point" if ending.is_some() && text != "event" => Some(RegionalKind::Mutation),
        "mutated" | "mutant" | "mut" | "substitution" => Some(RegionalKind::Mutation),
        // Residues lost, others gained: which are more is not said.
        "indel" | "delins" | "deletion-insertion" | "insertion-deletion" => Some(RegionalKind::Mutation),
        "deletion" | "del" => Some(RegionalKind::Deletion),
        "insertion" | "ins" => Some(RegionalKind::Insertion),
        "duplication" | "dup" => Some(RegionalKind::Duplication),
        "skipping" | "skip" | "skipped" => Some(RegionalKind::Skipping),
        // A changed site of the exon makes it be skipped; what lies beside the sites only may.
        "splice" | "splicing" | "splicesite" | "splicedonor" | "spliceacceptor" | "splicedonorsite"
        | "spliceacceptorsite" => Some(RegionalKind::Skipping),
        _ => None,
    }
}

fn number(text: &str) -> Option<(u32, &str)> {
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end)?;
    let number = digits.parse().ok().filter(|number| (1..100_000).contains(number))?;
    Some((number, rest))
}

/// `V600`, `V600 mutation`, `V600mut`: one of the codon's missense changes.
fn codon(text: &str) -> Option<PatternForm> {
    let bare = ["mutation", "mutated", "mutant", "mut"].iter().find_map(|word| text.strip_suffix(word));
    let site = read_codon(bare.map_or(text, str::trim_end))?;
    // `V7` alone is as often the seventh of several forms.
    if site.codon < 10 && is_known_form(text) {
        return None;
    }
    Some(PatternForm::MissenseAt { residue: site.residue, codon: site.codon })
}

/// Names of genes and the words that say that they are joined.
fn fusion(text: &str) -> Option<Fusion> {
    const SAYING: [&str; 10] = [
        "fusion",
        "fusions",
        "rearrangement",
        "rearranged",
        "rearr",
        "translocation",
        "translocated",
        "fusion gene",
        "gene fusion",
        "fusion transcript",
    ];
    let (text, out_of_frame) = without_frame(text);
    if let Some((said, partner)) = text.split_once(" with ")
        && let Some(partner) = symbol(partner.trim())
    {
        // `fusion with X`, `Y rearrangement with X`
        return match fusion(said)? {
            Fusion::Pair(None, None) => Some(Fusion::Pair(Some(partner), None)),
            Fusion::Pair(Some(gene), None) => Some(Fusion::Pair(Some(partner), Some(gene))),
            _ => None,
        };
    }
    let said = SAYING.iter().filter_map(|word| {
        let names = strip_suffix_ignoring_case(text, word)?;
        (names.is_empty() || names.ends_with(' ')).then(|| names.trim_end())
    });
    let fusion = match said.min_by_key(|names| names.len()) {
        Some("") => Fusion::Pair(None, None),
        Some(names) => read_fusion(names, true)?,
        None => read_fusion(text, false)?,
    };
    Some(match fusion {
        Fusion::Pair(first, second) if out_of_frame => Fusion::OutOfFrame(first, second),
        fusion => fusion,
    })
}

/// Whether the words end in a note on the reading frame, and what stands before it.
fn without_frame(text: &str) -> (&str, bool) {
    for (note, out_of_frame) in
        [("out of frame", true), ("out-of-frame", true), ("in frame", false), ("in-frame", false)]
    {
        if let Some(rest) = strip_suffix_ignoring_case(text, note) {
            return (rest.trim_end_matches([' ', '-', ',', '(']), out_of_frame);
        }
    }
    (text, false)
}

fn strip_suffix_ignoring_case<'a>(text: &'a str, suffix: &str) -> Option<&'a str> {
    let (rest, end) = text.split_at_checked(text.len().checked_sub(suffix.len())?)?;
    end.eq_ignore_ascii_case(suffix).then_some(rest)
}
