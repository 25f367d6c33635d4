//! Reading a reported string: which notation it is in, and what stands around it.

use super::change::{Change, ChangeKind, CodingChange, ProteinChange, Unreadable};
use super::coding::read_coding;
use super::fusion::symbol;
use super::gene::GeneModel;
use super::pattern::PatternForm;
use super::protein::{begins_with_site, read_codon, read_protein};
use super::words::read_words;

/// The longest string that is read, in bytes.
pub const LONGEST: usize = 512;

/// Reads a change as a laboratory writes it: `p.E746_A750del`, `NM_005228.5(EGFR):c.2573T>G (p.Leu858Arg)`,
/// `X1010_splice`, `EML4-ALK fusion`, `copy number 9`, `exon 19 deletion`.
///
/// Blanks around it do not matter. A gene in front is kept, not checked.
///
/// # Errors
///
/// What cannot be read, or reads in two ways, is refused with what to write instead.
pub fn read(text: &str) -> Result<Change, Unreadable> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Unreadable::new("the change is empty", "write it as the laboratory reports it, as in `p.L858R`"));
    }
    if text.len() > LONGEST {
        return Err(Unreadable::new(format!("a change has at most {LONGEST} bytes"), ""));
    }
    if is_exon_shorthand(text) {
        let message = format!("`{text}` reads in two ways: an exon, or a residue of that number");
        return Err(Unreadable::new(message, "write `exon 19 deletion`, or `p.` before a change of a residue"));
    }
    if let Some(change) = read_plain(text) {
        return change;
    }
    if let Some((first, rest)) = split_levels(text) {
        if let Some(change) = read_both(first, rest) {
            return change;
        }
        if let (Some(gene), Some(Ok(change))) = (symbol(first), read_plain(rest).or_else(|| read_both_of(rest))) {
            return Ok(Change { gene: change.gene.or(Some(gene)), ..change });
        }
    }
    // `METex14 skipping`, `METex14del`
    if let Some((gene, rest)) = text.split_at_checked(text.find("ex").unwrap_or(0))
        && let (Some(gene), Some(kind)) = (symbol(gene), read_words(rest))
    {
        return Ok(Change { gene: Some(gene), reference: None, kind });
    }
    Err(refusal(text))
}

/// `E19del`, `E20ins`: an exon as laboratories abbreviate it, and glutamate 19 to whoever reads HGVS.
fn is_exon_shorthand(text: &str) -> bool {
    let number = text.strip_prefix(['E', 'e']).and_then(|rest| rest.strip_suffix("del").or(rest.strip_suffix("ins")));
    number.is_some_and(|number| (1..=2).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Reads a change reported for a gene: the name of one of the gene's sets (`ITD`, `C228T`), or else as [`read`].
///
/// A class in words wins over a set of the same name: who reports `exon 14 skipping` has seen that, and not any other
/// change that the set holds.
///
/// # Errors
///
/// As [`read`].
pub fn read_of(text: &str, gene: &GeneModel) -> Result<Change, Unreadable> {
    let named = |text: &str| gene.set(text.trim()).map(|set| set.name.clone());
    // The gene's own name may stand before that of the set, with or without a joint.
    let names = std::iter::once(&gene.symbol).chain(&gene.also).filter(|name| !name.is_empty());
    let behind = |name: &String| text.trim().strip_prefix(name.as_str())?.trim_start_matches([' ', '-']).into();
    let Some(set) = named(text).or_else(|| names.filter_map(behind).find_map(named)) else { return read(text) };
    match read(text) {
        Ok(change) if matches!(change.kind, ChangeKind::Class(_)) => Ok(change),
        _ => Ok(Change::new(ChangeKind::Class(Box::new(PatternForm::Set(set))))),
    }
}

/// One notation, perhaps with a reference sequence in front.
fn read_plain(text: &str) -> Option<Result<Change, Unreadable>> {
    if let Some((reference, described)) = text.split_once(':')
        && !described.starts_with(':')
        && let Some((gene, reference)) = read_reference(reference)
        && let Some(kind) = read_described(described)
    {
        return Some(kind.map(|kind| Change { gene, reference, kind }));
    }
    // `V600E mutation`
    let named = || read_described(text.strip_suffix(" mutation").or(text.strip_suffix(" variant"))?);
    read_described(text).or_else(named).or_else(|| read_words(text).map(Ok)).map(|kind| kind.map(Change::new))
}

/// `p.…`, `c.…`, or a protein change without its prefix.
fn read_described(text: &str) -> Option<Result<ChangeKind, Unreadable>> {
    if let Some(coding) = text.strip_prefix("c.") {
        return read_coding(coding).map(|change| change.map(ChangeKind::Coding));
    }
    let (text, prefixed) = text.strip_prefix("p.").map_or((text, false), |rest| (rest, true));
    let text = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).unwrap_or(text);
    // Without the prefix only what numbers a residue is a protein change: `?` and `100del` alone are nothing.
    if !prefixed && (text.len() < 3 || !begins_with_site(text)) {
        return None;
    }
    read_protein(text).map(|change| change.map(ChangeKind::Protein))
}

/// `NM_005228.5`, `EGFR`, `NM_005228.5(EGFR)`, `LRG_304t1`, `NG_012232.1(NM_004006.1)`: the gene and the accession.
fn read_reference(text: &str) -> Option<(Option<String>, Option<String>)> {
    let accession = |text: &str| {
        let fits = text.contains('_') || text.starts_with("ENS") || text.starts_with("CCDS");
        let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte));
        (fits && plain && (4..=40).contains(&text.len())).then(|| text.to_string())
    };
    match text.strip_suffix(')').and_then(|text| text.split_once('(')) {
        None => match accession(text) {
            Some(reference) => Some((None, Some(reference))),
            None => symbol(text).map(|gene| (Some(gene), None)),
        },
        Some((outer, inner)) => match accession(inner) {
            Some(reference) => accession(outer).map(|_| (None, Some(reference))),
            None => Some((Some(symbol(inner)?), Some(accession(outer)?))),
        },
    }
}

/// A change on two levels, as in `c.2573T>G (p.Leu858Arg)`.
fn read_both_of(text: &str) -> Option<Result<Change, Unreadable>> {
    let (first, rest) = split_levels(text)?;
    read_both(first, rest)
}

/// The first word and the rest, also where `(p.` follows without a blank.
fn split_levels(text: &str) -> Option<(&str, &str)> {
    let at = text.find([' ', ',']).or_else(|| text.find("(p.").filter(|at| *at > 0))?;
    let (first, rest) = text.split_at_checked(at)?;
    Some((first, rest.trim_start_matches([' ', ','])))
}

/// The protein level says more and wins, unless it says that its change is not known, or that the protein stays as it
/// is while the nucleotides change in an intron, where splicing may be at stake.
fn read_both(first: &str, second: &str) -> Option<Result<Change, Unreadable>> {
    let bare = second.strip_prefix('(').and_then(|text| text.strip_suffix(')')).unwrap_or(second);
    let (first, second) = match (read_plain(first)?, read_plain(bare)?) {
        (Ok(first), Ok(second)) => (first, second),
        (Err(problem), _) | (_, Err(problem)) => return Some(Err(problem)),
    };
    let (coding, protein) = match (&first.kind, &second.kind) {
        (ChangeKind::Coding(_), ChangeKind::Protein(_)) => (first, second),
        (ChangeKind::Protein(_), ChangeKind::Coding(_)) => (second, first),
        _ => return None,
    };
    let gene = coding.gene.or(protein.gene);
    let reference = coding.reference.or(protein.reference);
    let in_intron =
        matches!(&coding.kind, ChangeKind::Coding(CodingChange { from, to, .. }) if from.offset != 0 || to.offset != 0);
    let says_more = match protein.kind {
        ChangeKind::Protein(ProteinChange::Unclear(_) | ProteinChange::StartLost) => false,
        ChangeKind::Protein(ProteinChange::Unchanged(_)) => !in_intron,
        _ => true,
    };
    Some(Ok(Change { gene, reference, kind: if says_more { protein.kind } else { coding.kind } }))
}

/// Why nothing could read it, after the likeliest mistake.
fn refusal(text: &str) -> Unreadable {
    let shown: String = text.chars().take(60).collect();
    let message = format!("`{shown}` cannot be read as a change");
    let described = text.rsplit_once(':').map_or(text, |(_, described)| described);
    let body = described.strip_prefix("p.").unwrap_or(described);
    let help = if let Some("g." | "m." | "n." | "o." | "r.") = described.get(..2) {
        "without its reference sequence this says nothing about the protein: report the `p.` or `c.` form"
    } else if text.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("rs"))
        && text.bytes().skip(2).all(|byte| byte.is_ascii_digit())
    {
        "an rs number names a place, not a change: report the `p.` or `c.` form"
    } else if body.strip_suffix('X').or(body.strip_suffix("Xaa")).is_some_and(|site| read_codon(site).is_some()) {
        "`X` means a stop to some and any residue to others: write `*` for a stop, and the residue or the codon alone \
         otherwise"
    } else if described.contains("IVS") {
        "count from the coding sequence instead of the intron, as in `c.3028+1G>T`"
    } else if described.contains(['[', ';']) {
        "report each change on its own"
    } else if read_described(&text.to_ascii_uppercase()).is_some() || read_codon(&text.to_ascii_uppercase()).is_some() {
        "residues are capital letters, as in `L858R`"
    } else if ["t(", "del(", "inv(", "ins(", "dup("].iter().any(|start| text.starts_with(start)) {
        "name the genes instead of the chromosome bands, as in `GENE1::GENE2`"
    } else {
        "write a change as in `p.L858R`, `p.E746_A750del`, `c.3028+1G>T`, `GENE1::GENE2`, `amplification` or \
         `exon 19 deletion`"
    };
    Unreadable::new(message, help)
}
