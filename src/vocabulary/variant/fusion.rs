//! Fusions: which genes a string joins.

use super::change::Fusion;
use super::gene::GeneModel;
use super::protein::read_codon;
use crate::kleene::Kleene;

/// What stands for a gene that was not found.
const UNKNOWN: [&str; 5] = ["?", "unknown", "intergenic", "other", "undetermined"];
/// What stands beside a gene in capitals, and is no gene: `KRAS-MUT` is no fusion.
const NO_GENE: [&str; 43] = [
    "ITD",
    "TKD",
    "KDD",
    "PTD",
    "VIII",
    "VII",
    "AMP",
    "WT",
    "NOS",
    "LOH",
    "MUT",
    "DEL",
    "DUP",
    "SNV",
    "CNV",
    "VUS",
    "VAF",
    "GAIN",
    "LOSS",
    "EXON",
    "FISH",
    "CISH",
    "ISH",
    "IHC",
    "NGS",
    "PCR",
    "DNA",
    "RNA",
    "FUSION",
    "REARRANGED",
    "REARRANGEMENT",
    "TRANSLOCATION",
    "AMPLIFIED",
    "AMPLIFICATION",
    "DELETION",
    "INSERTION",
    "MUTATION",
    "MUTATED",
    "MUTANT",
    "POSITIVE",
    "DETECTED",
    "PRESENT",
    "VARIANT",
];

/// Reads the names of a fusion: `EML4::ALK`, `EML4-ALK`, `EML4/ALK`, `EML4(13)::ALK(20)`, `PTEN-intragenic`.
///
/// `said` is whether words beside the names say that it is a fusion; only then may one name stand alone.
pub(super) fn read_fusion(text: &str, said: bool) -> Option<Fusion> {
    let bare = without_exons(text.trim());
    let text = bare.as_str();
    if let Some((first, second)) = text.split_once("::") {
        return pair(first.trim(), second.trim());
    }
    // STAR-Fusion writes two hyphens, and some put blanks around the sign.
    if let Some((first, second)) = text.split_once("--").or_else(|| text.split_once(" - ")) {
        return pair(first.trim(), second.trim());
    }
    // With a weaker sign `KRAS-G12C` could be meant as a gene and its change.
    let no_change = |text: &str| !is_residue_change(text) && !is_known_form(text);
    for separator in ["/", ":", "–", "—"] {
        if let Some((first, second)) = text.split_once(separator) {
            // `REF:?` is a reference sequence and nothing else.
            if separator == ":" && text.contains('?') {
                return None;
            }
            return pair(first.trim(), second.trim()).filter(|_| no_change(first.trim()) && no_change(second.trim()));
        }
    }
    let segments = segments(text)?;
    match segments.as_slice() {
        [first] if said => symbol(first).map(|name| Fusion::Pair(Some(name), None)),
        [first, second] if no_change(first) && no_change(second) => {
            // `HLA-A fusion`: one name with a hyphen.
            let one_name = || symbol(text).filter(|_| said).map(|name| Fusion::Pair(Some(name), None));
            pair(first, second).or_else(one_name)
        }
        [_, _, _, ..] if segments.iter().all(|segment| joinable(segment)) => Some(Fusion::Joined(text.to_string())),
        _ => None,
    }
}

/// A part between hyphens that may be a name or end one.
fn joinable(segment: &str) -> bool {
    let capital = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-';
    !segment.is_empty() && segment.bytes().all(capital) && !NO_GENE.contains(&segment)
}

/// Whether a word may be a change of a residue, or a codon: `G12C`, `V600`. Low numbers are more often part of a name.
pub(super) fn is_residue_change(text: &str) -> bool {
    let at = text.char_indices().next_back().and_then(|(at, _)| read_codon(text.get(..at)?));
    at.is_some_and(|site| site.codon >= 10)
}

/// `EML4(13)::ALK(20)`, `EML4 exon 13 - ALK exon 20`, `EML4ex13-ALKex20`: the exons at the breakpoint are not kept.
fn without_exons(text: &str) -> String {
    let mut names = String::new();
    let mut rest = text;
    while let Some(sign) = rest.chars().next() {
        let tail = rest.get(sign.len_utf8()..).unwrap_or_default();
        let begins = names.ends_with(|letter: char| letter.is_ascii_uppercase() || letter.is_ascii_digit());
        let exon = (begins && "( eE:".contains(sign)).then(|| exon(rest)).flatten();
        if exon.is_none() {
            names.push(sign);
        }
        rest = exon.unwrap_or(tail);
    }
    names
}

/// What follows the exon of a breakpoint, as `(13)`, ` (exon 13)`, ` exon 13`, `ex13`, `:exon13`.
fn exon(text: &str) -> Option<&str> {
    let trimmed = text.trim_start_matches(' ').trim_start_matches(':');
    let (inner, bracketed) = trimmed.strip_prefix('(').map_or((trimmed, false), |inner| (inner, true));
    let word = ["exon", "Exon", "ex", "Ex"].iter().find_map(|word| inner.strip_prefix(word));
    let inner = word.unwrap_or(inner).trim_start_matches([' ', '.']);
    let rest = inner.trim_start_matches(|digit: char| digit.is_ascii_digit());
    let digits = inner.len() - rest.len();
    if !(1..=2).contains(&digits) || word.is_none() && !bracketed {
        return None;
    }
    if bracketed { rest.strip_prefix(')') } else { Some(rest).filter(|rest| !rest.starts_with(char::is_alphanumeric)) }
}

/// Whether a text tells nothing of a fusion but where its genes broke, or which of its known forms it is: `E13;A20`,
/// `exon 13; exon 20`, `variant 3a/b`, `v3`. The letters are the first of the genes' names.
pub(super) fn is_breakpoint(text: &str, fusion: &Fusion) -> bool {
    if is_known_form(text) {
        return true;
    }
    let Some((first, second)) = breakpoints(text).or_else(|| transcript(text)) else { return false };
    let Fusion::Pair(five, three) = fusion else { return false };
    let fits = |initial: Option<char>, name: &Option<String>| {
        initial.is_none_or(|initial| name.as_ref().is_none_or(|name| name.starts_with(initial)))
    };
    fits(first, five) && fits(second, three)
}

/// `variant 3a/b`, `v1`: a form of a fusion, by the number that the literature gave it.
pub(super) fn is_known_form(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let form = lower.strip_prefix("variant").map(str::trim_start).or(lower.strip_prefix('v'));
    form.is_some_and(|form| {
        let letters = form.trim_start_matches(|digit: char| digit.is_ascii_digit());
        (1..=2).contains(&(form.len() - letters.len())) && ["", "a", "b", "c", "a/b", "'"].contains(&letters)
    })
}

/// `E13;A20`, `E6a/b;A20`, `exon 13; exon 20`: the initials of the two genes, where they are given.
pub(super) fn breakpoints(text: &str) -> Option<(Option<char>, Option<char>)> {
    let (first, second) = [";", ":", ",", "-"].iter().find_map(|sign| text.split_once(sign))?;
    let side = |text: &str| {
        let text = text.trim();
        let word = ["exon", "Exon", "ex", "Ex"].iter().find_map(|word| text.strip_prefix(word));
        let initial = text.chars().next().filter(|letter| word.is_none() && letter.is_ascii_uppercase());
        let number = word.map(str::trim_start).or_else(|| text.strip_prefix(initial?))?;
        let letters = number.trim_start_matches(|digit: char| digit.is_ascii_digit());
        let digits = number.len() - letters.len();
        ((1..=2).contains(&digits) && ["", "a", "b", "a/b"].contains(&letters)).then_some(initial)
    };
    Some((side(first)?, side(second)?))
}

/// `e14a2`: the exons of two genes that a transcript joins. Only the second letter is always the initial of its gene; the
/// first is that of the word, or of a region in which the gene breaks (`b3a2`).
pub(super) fn transcript(text: &str) -> Option<(Option<char>, Option<char>)> {
    let (first, rest) = exon_of_transcript(text)?;
    let (second, rest) = exon_of_transcript(rest)?;
    (first != second && rest.is_empty()).then(|| (None, Some(second.to_ascii_uppercase())))
}

fn exon_of_transcript(text: &str) -> Option<(char, &str)> {
    let letter = text.chars().next().filter(char::is_ascii_lowercase)?;
    let number = text.get(1..)?;
    let rest = number.trim_start_matches(|digit: char| digit.is_ascii_digit());
    (1..=2).contains(&(number.len() - rest.len())).then_some((letter, rest))
}

/// What follows a gene and a hyphen in the symbols of genes named after a neighbour: antisense, divergent, intronic.
const NEIGHBOURS: [&str; 5] = ["AS1", "AS2", "AS3", "DT", "IT1"];

/// The parts between hyphens. No symbol begins with a digit, so such a part belongs to the one before: `NKX2-1`.
fn segments(text: &str) -> Option<Vec<String>> {
    let mut segments: Vec<String> = Vec::new();
    for part in text.split('-') {
        match segments.last_mut() {
            Some(last) if part.starts_with(|letter: char| letter.is_ascii_digit()) || NEIGHBOURS.contains(&part) => {
                last.push('-');
                last.push_str(part);
            }
            _ => segments.push(part.to_string()),
        }
    }
    (segments.len() <= 6).then_some(segments)
}

fn pair(first: &str, second: &str) -> Option<Fusion> {
    let partner = |text: &str| {
        if UNKNOWN.contains(&text.to_ascii_lowercase().as_str()) { Some(None) } else { symbol(text).map(Some) }
    };
    if second.eq_ignore_ascii_case("intragenic") {
        return symbol(first).map(Fusion::Intragenic);
    }
    match (partner(first)?, partner(second)?) {
        (Some(first), Some(second)) if first == second => {
            Some(Fusion::Intragenic(first)).filter(|_| !is_residue_change(&second))
        }
        (None, None) => None,
        (first, second) => Some(Fusion::Pair(first, second)),
    }
}

/// A gene symbol: it begins with a letter and is written in capitals, but for the `orf` of unnamed ones.
pub(super) fn symbol(text: &str) -> Option<String> {
    let letters = text.replacen("orf", "", 1);
    let fits = (2..=24).contains(&text.len())
        && text.starts_with(|letter: char| letter.is_ascii_uppercase())
        && letters.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || b"-.@".contains(&byte))
        && !text.ends_with('-')
        && !NO_GENE.contains(&text);
    fits.then(|| text.to_string())
}

/// Whether a fusion reported for a gene is one with a partner (or with any).
pub(super) fn joins(fusion: &Fusion, gene: &GeneModel, with: Option<&str>) -> Kleene {
    match fusion {
        Fusion::Intragenic(_) => Kleene::NotMet,
        Fusion::OutOfFrame(first, second) => {
            joins(&Fusion::Pair(first.clone(), second.clone()), gene, with).and(Kleene::Undetermined)
        }
        Fusion::Pair(first, second) => pair_joins(first.as_deref(), second.as_deref(), gene, with),
        Fusion::Joined(names) => Kleene::any(names.match_indices('-').map(|(at, _)| {
            let (first, second) = names.split_at_checked(at).unwrap_or_default();
            match pair_joins(Some(first), second.get(1..), gene, with) {
                // A joint that leaves this gene out is not the one that is meant.
                Kleene::Undetermined if !gene.is_called(first) => Kleene::NotMet,
                verdict => verdict,
            }
        })),
    }
}

fn pair_joins(first: Option<&str>, second: Option<&str>, gene: &GeneModel, with: Option<&str>) -> Kleene {
    let is_gene = |name: Option<&str>| name.is_some_and(|name| gene.is_called(name));
    let partner = match (first, second) {
        _ if is_gene(first) => second,
        _ if is_gene(second) => first,
        // `HLA-A fusion`: the two parts are this gene's own name.
        (Some(first), Some(second)) if gene.is_called(&format!("{first}-{second}")) => None,
        // The other gene alone is named: this one is the gene that the report is about.
        (Some(partner), None) | (None, Some(partner)) => Some(partner),
        (None, None) => None,
        // Two other names: an unusual name of this gene may be among them.
        (Some(first), Some(second)) => {
            return match with {
                Some(with) if ![first, second].iter().any(|name| name.eq_ignore_ascii_case(with)) => Kleene::NotMet,
                _ => Kleene::Undetermined,
            };
        }
    };
    match (with, partner) {
        (None, _) => Kleene::Met,
        (Some(_), None) => Kleene::Undetermined,
        (Some(with), Some(partner)) => Kleene::from(partner.eq_ignore_ascii_case(with)),
    }
}
