//! Older and looser spellings of one change, put into those of HGVS: `delE746-A750`, `c.T2573G`, `p V600E`.
//!
//! Each is taken only where nothing else can be meant; what it is put into is then read, and checked, as if it had been
//! written so.

use super::protein::{begins_with_site, leading_site, read_codon};

/// The HGVS spelling, prefix and all, of a notation that has another.
pub(super) fn modern(text: &str) -> Option<String> {
    let joined = without_blanks(text);
    let text = joined.as_deref().unwrap_or(text);
    let prefixed = prefixed(text);
    let text = prefixed.as_deref().unwrap_or(text);
    let rewritten = match text.strip_prefix("c.") {
        Some(coding) => base_first(coding),
        None => intronic(text).or_else(|| protein(text.strip_prefix("p.").unwrap_or(text))),
    };
    rewritten.or(prefixed).or(joined)
}

/// `E19del`, `E20ins`, `E19-del`: an exon as laboratories abbreviate it, and glutamate 19 to whoever reads HGVS.
pub(super) fn is_exon_shorthand(text: &str) -> bool {
    let text: String = text.chars().filter(|sign| ![' ', '-'].contains(sign)).collect();
    let number = text.strip_prefix(['E', 'e']).and_then(|rest| rest.strip_suffix("del").or(rest.strip_suffix("ins")));
    number.is_some_and(|number| (1..=2).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// `c.1799 T>A`, `c.1799T > A`, `p. V600E`, `E746_A750 del`: blanks within one notation.
fn without_blanks(text: &str) -> Option<String> {
    let mut words = text.split_ascii_whitespace();
    let mut joined = words.next()?.to_owned();
    let mut blanks = false;
    for word in words {
        let behind_prefix = ["p", "p.", "P.", "c", "c.", "C."].contains(&joined.as_str());
        let edit = ["del", "ins", "dup", "fs", ">"].iter().any(|edit| word.starts_with(edit));
        let exchange = word.as_bytes().get(1) == Some(&b'>') || joined.ends_with('>');
        let number = joined.ends_with(|letter: char| letter.is_ascii_digit());
        if !(behind_prefix || number && (edit || exchange) || word == ">" || joined.ends_with('>')) {
            return None;
        }
        blanks = true;
        joined.push_str(word);
    }
    // What is joined is one notation, and no word in front of it.
    let notation = ["p", "P", "c", "C"].iter().any(|prefix| joined.starts_with(prefix)) || begins_with_site(&joined);
    (blanks && notation && !is_exon_shorthand(&joined)).then_some(joined)
}

/// `P.V600E`, `pV600E`, `C.1799T>A`, `c1799T>A`
fn prefixed(text: &str) -> Option<String> {
    let (first, rest) = text.split_at_checked(1)?;
    let (dot, rest) = rest.strip_prefix('.').map_or((false, rest), |rest| (true, rest));
    let bare = rest.strip_prefix('(').unwrap_or(rest);
    match first {
        "p" | "P" if (first == "p") != dot && begins_with_site(bare) => Some(format!("p.{rest}")),
        "c" | "C" if (first == "c") != dot && rest.contains(['>', 'd', 'i']) && starts_with_digit(rest) => {
            Some(format!("c.{rest}"))
        }
        _ => None,
    }
}

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|letter: char| letter.is_ascii_digit())
}

/// `c.T2573G`, as annotation tables write it.
fn base_first(coding: &str) -> Option<String> {
    let base = |letter: char| "ACGT".contains(letter);
    let number = coding.strip_prefix(base)?.strip_suffix(base)?;
    let digits = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let (old, new) = (coding.get(..1)?, coding.get(coding.len() - 1..)?);
    digits.then(|| format!("c.{number}{old}>{new}"))
}

/// `2888-1G>C`, `3028+1_3028+3del`, `-124C>T`: places of an intron or a promoter, which only the coding sequence has.
fn intronic(text: &str) -> Option<String> {
    let upstream = text.strip_prefix('-').filter(|rest| starts_with_digit(rest) && rest.contains('>'));
    let number = text.trim_start_matches(|digit: char| digit.is_ascii_digit());
    let intron = (2..=6).contains(&(text.len() - number.len()))
        && number.strip_prefix(['+', '-']).is_some_and(starts_with_digit)
        // `2235-2249del` is an old spelling of a range, and no place in an intron.
        && (number.contains('>') || number.split_once('_').is_some_and(|(_, last)| last.contains(['+', '-'])));
    (upstream.is_some() || intron).then(|| format!("c.{text}"))
}

fn protein(text: &str) -> Option<String> {
    let text = text.strip_prefix('(').and_then(|text| text.strip_suffix(')')).unwrap_or(text);
    if let Some(range) = ["del", "Del", "Δ"].iter().find_map(|word| text.strip_prefix(word)) {
        return deleted(range.trim_start_matches([' ', '-']));
    }
    // `R213Stop`
    if let Some(site) = ["Stop", "stop", "STOP", "ter", "TER"].iter().find_map(|word| text.strip_suffix(word)) {
        return read_codon(site).map(|_| format!("p.{site}*"));
    }
    // `E746-A750del`; in `L747-P753insS` residues that are no neighbours hold nothing between them: they are replaced.
    let (range, rest, apart) = hyphened(text)?;
    let rest = rest.trim_start_matches(' ');
    let replaced = rest.strip_prefix("ins").filter(|_| apart).map(|inserted| format!("delins{inserted}"));
    (!rest.is_empty()).then(|| format!("p.{range}{}", replaced.as_deref().unwrap_or(rest)))
}

/// What stands behind `del`: `E746-A750`, `E746_A750`, `L747-P753insS`, `K745`.
fn deleted(text: &str) -> Option<String> {
    let bare = text.strip_prefix('(').and_then(|text| text.strip_suffix(')')).unwrap_or(text);
    let (range, rest) = match hyphened(bare) {
        Some((range, rest, _)) => (range, rest),
        None => {
            let (first, rest) = leading_site(bare)?;
            match rest.strip_prefix('_').and_then(leading_site) {
                Some((last, rest)) => (format!("{first}_{last}"), rest),
                // `delE19` may be an exon.
                None if first.codon < 100 => return None,
                None => (first.to_string(), rest),
            }
        }
    };
    let rest = rest.trim_start_matches([' ', ',']);
    (rest.is_empty() || rest.starts_with("ins")).then(|| format!("p.{range}del{rest}"))
}

/// Two residues joined by a hyphen or dash, what follows, and whether others lie between them.
fn hyphened(text: &str) -> Option<(String, &str, bool)> {
    let (first, rest) = leading_site(text)?;
    let (last, rest) = leading_site(rest.strip_prefix(['-', '–', '—'])?)?;
    Some((format!("{first}_{last}"), rest, last.codon > first.codon.saturating_add(1)))
}

/// A range of residues alone, as in `exon 19 deletion (E746_A750)`.
pub(super) fn range(text: &str) -> Option<String> {
    if let Some((range, "", _)) = hyphened(text) {
        return Some(range);
    }
    let (first, rest) = leading_site(text.strip_prefix("p.").unwrap_or(text))?;
    let (last, rest) = leading_site(rest.strip_prefix('_')?)?;
    rest.is_empty().then(|| format!("{first}_{last}"))
}

/// `V600E/K`, `V600E or V600K`, `G719A/C/S`: one of several changes of one residue. Its codon alone is what is known.
pub(super) fn one_of_several(text: &str) -> Option<super::pattern::PatternForm> {
    let text = text.strip_prefix("p.").unwrap_or(text);
    let text = text.strip_prefix('(').and_then(|text| text.strip_suffix(')')).unwrap_or(text);
    let text = text.replace(" or ", "/");
    let mut parts = text.split('/').map(str::trim);
    let (site, first) = leading_site(parts.next()?)?;
    let mut several = false;
    let mut residues = vec![first];
    for part in parts {
        several = true;
        let part = part.strip_prefix("p.").unwrap_or(part);
        residues.push(match leading_site(part) {
            Some((again, residue)) if again == site => residue,
            Some(_) => return None,
            None => part,
        });
    }
    // A stop among them is no change of the residue for another.
    let residue = |text: &&str| *text != "*" && read_codon(&format!("{text}1")).is_some();
    (several && site.codon > 1 && residues.iter().all(residue))
        .then_some(super::pattern::PatternForm::MissenseAt { residue: site.residue, codon: site.codon })
}

/// `KIF5B-RET.K15R12.COSF1232`, as panels of RNA name what they found: two genes, the exons at which they are joined, and an
/// identifier. Exons of one gene that are joined skip those between them.
pub(super) fn isoform(text: &str) -> Option<String> {
    let mut parts = text.split('.');
    let (genes, joint) = (parts.next()?, parts.next()?);
    let (first, second) = genes.split_once('-')?;
    let is_identifier = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let mut rest = parts.clone();
    if !rest.all(is_identifier)
        || parts.count() > 2
        || !genes.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-')
    {
        return None;
    }
    let exon = |text: &str| {
        let number = text.get(1..)?;
        let digits = number.trim_end_matches(['a', 'b']);
        text.starts_with(|letter: char| letter.is_ascii_uppercase()).then_some(())?;
        digits.parse::<u32>().ok().filter(|exon| (1..100).contains(exon) && number.len() - digits.len() <= 1)
    };
    let at = joint.char_indices().skip(1).find(|(_, letter)| letter.is_ascii_uppercase())?.0;
    let (left, right) = joint.split_at_checked(at)?;
    let (from, to) = (exon(left)?, exon(right)?);
    if first != second {
        return Some(format!("{genes} ({left};{right})"));
    }
    match to.checked_sub(from)? {
        0 | 1 => None,
        2 => Some(format!("{first} exon {} skipping", from + 1)),
        _ => Some(format!("{first} exons {}..{} skipping", from + 1, to - 1)),
    }
}

/// `internal tandem duplication`, by the letters that name it.
pub(super) fn tandem(text: &str) -> Option<String> {
    const WORDS: &str = "internal tandem duplication";
    let at = text.to_ascii_lowercase().find(WORDS)?;
    let (before, behind) = (text.get(..at)?, text.get(at + WORDS.len()..)?);
    ["", "s", " (ITD)"].contains(&behind).then(|| format!("{before}ITD"))
}
