//! Classes of change in plain words: `exon 19 deletion`, `amplification`, `copy number 9`, `ALK rearrangement`.

use super::change::{ChangeKind, Fusion};
use super::fusion::read_fusion;
use super::pattern::PatternForm;
use super::protein::read_codon;
use crate::syntax::tree::RegionalKind;

/// Reads words. Case and the space between them do not matter; a gene in front was removed by the caller.
pub(super) fn read_words(text: &str) -> Option<ChangeKind> {
    let lower = text.to_ascii_lowercase();
    let words: Vec<&str> = lower.split_ascii_whitespace().collect();
    let class = |form| Some(ChangeKind::Class(Box::new(form)));
    match words.join(" ").as_str() {
        "mutation" | "mutated" | "mutant" => class(PatternForm::Mutation),
        "pathogenic variant" | "pathogenic mutation" => class(PatternForm::PathogenicVariant),
        "truncation" | "truncating mutation" | "truncating variant" => class(PatternForm::Truncation),
        "amplification" | "amplified" | "amp" | "gene amplification" => class(PatternForm::Amplification),
        "homozygous deletion" | "homozygous loss" | "deep deletion" | "homdel" | "homozygously deleted" => {
            class(PatternForm::HomozygousDeletion)
        }
        "biallelic loss" | "biallelic inactivation" | "biallelic deletion" => class(PatternForm::BiallelicLoss),
        "gain" | "copy number gain" | "gained" => Some(ChangeKind::Gain),
        "loss" | "copy number loss" => Some(ChangeKind::Loss),
        _ => copy_number(&words)
            .or_else(|| region(&words).or_else(|| codon(text)).map(|form| ChangeKind::Class(Box::new(form))))
            .or_else(|| fusion(text).map(ChangeKind::Fusion)),
    }
}

/// `copy number 9`, `CN 9.5`
fn copy_number(words: &[&str]) -> Option<ChangeKind> {
    let number = match words {
        ["copy", "number", number] | ["cn" | "gcn", number] | ["copy", "number", "of" | "=", number] => number,
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

/// `exon 19 deletion`, `ex19del`, `exon 14 skipping mutation`, `codons 12..13 mutation`
fn region(words: &[&str]) -> Option<PatternForm> {
    let text = words.concat();
    let exons = ["exons", "exon", "ex"].iter().find_map(|word| text.strip_prefix(word));
    let codons = ["codons", "codon"].iter().find_map(|word| text.strip_prefix(word));
    let rest = exons.or(codons)?;
    let (from, rest) = number(rest)?;
    let (to, rest) = match rest.strip_prefix("..").or(rest.strip_prefix('-')).and_then(number) {
        Some((to, rest)) => (to, rest),
        None => (from, rest),
    };
    if to < from {
        return None;
    }
    let kind = match rest.strip_prefix("in-frame").or(rest.strip_prefix("inframe")).unwrap_or(rest) {
        "mutation" | "mutated" => RegionalKind::Mutation,
        "deletion" | "deletionmutation" | "del" => RegionalKind::Deletion,
        "insertion" | "insertionmutation" | "ins" => RegionalKind::Insertion,
        "duplication" | "dup" => RegionalKind::Duplication,
        "skipping" | "skippingmutation" | "skippingalteration" | "skippingvariant" | "skip" | "skipped" => {
            RegionalKind::Skipping
        }
        _ => return None,
    };
    match (exons, kind) {
        (Some(_), kind) => Some(PatternForm::Exons { from, to, kind }),
        (None, RegionalKind::Skipping) => None,
        (None, kind) => Some(PatternForm::Codons { from, to, kind: Some(kind) }),
    }
}

fn number(text: &str) -> Option<(u32, &str)> {
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end)?;
    let number = digits.parse().ok().filter(|number| (1..100_000).contains(number))?;
    Some((number, rest))
}

/// `V600`, `V600 mutation`: one of the codon's missense changes.
fn codon(text: &str) -> Option<PatternForm> {
    let site = read_codon(text.strip_suffix(" mutation").unwrap_or(text))?;
    Some(PatternForm::MissenseAt { residue: site.residue, codon: site.codon })
}

/// Names of genes and the words that say that they are joined.
fn fusion(text: &str) -> Option<Fusion> {
    const SAYING: [&str; 9] = [
        "fusion",
        "fusions",
        "rearrangement",
        "rearranged",
        "translocation",
        "translocated",
        "fusion gene",
        "gene fusion",
        "fusion transcript",
    ];
    let (text, out_of_frame) = without_frame(text);
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
