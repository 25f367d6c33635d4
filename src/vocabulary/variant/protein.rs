//! Protein notation: HGVS `p.` in one or three letters, and the short forms of cancer variant tables.

use super::change::{ProteinChange, Site, Unreadable};
use nom::branch::alt;
use nom::bytes::complete::tag;
use nom::character::complete::{char, digit1};
use nom::combinator::{eof, map, opt, value, verify};
use nom::sequence::{preceded, terminated};
use nom::{IResult, Parser};

/// The largest codon that is read; no human protein comes near it.
const LARGEST_CODON: u32 = 99_999;

type Read<'a, T> = IResult<&'a str, T>;

/// What stands after the place: the notation's parts before they are checked against each other.
#[derive(Clone)]
enum Edit {
    Sequence(String),
    Deletion(Option<String>),
    Duplication(Option<String>),
    /// `E746_A750del5`: how many residues are gone, or repeated, instead of which.
    CountedDeletion(u32),
    CountedDuplication(u32),
    Insertion(String),
    Replacement(String),
    /// `746_750ELREA>VP`: the residues replaced, and those that replace them.
    Exchange(String, String),
    Frameshift(Option<char>, Option<u32>),
    Extension(Option<char>, Option<u32>),
    Splice,
    Unchanged,
    Unclear,
}

/// Reads what stands after `p.`, parentheses removed. `None`: it is no protein notation at all.
pub(super) fn read_protein(text: &str) -> Option<Result<ProteinChange, Unreadable>> {
    if let Some(change) = special(text) {
        return Some(Ok(change));
    }
    let (_, (from, to, edit)) = terminated((place, opt(preceded(char('_'), place)), edit), eof).parse(text).ok()?;
    Some(build(from, to, edit))
}

/// The codon alone, as in `V600`, that stands for its missense changes.
pub(super) fn read_codon(text: &str) -> Option<Site> {
    let (_, (residue, codon)) = terminated((residue, number), eof).parse(text).ok()?;
    (residue != '*').then_some(Site { residue: Some(residue), codon })
}

/// Whether a text begins with one residue and its number. Anything else needs the prefix `p.`: many a gene symbol is
/// letters, a digit and a letter, and a number alone may count nucleotides.
pub(super) fn begins_with_site(text: &str) -> bool {
    let length = leading_residue(text).map_or(usize::from(text.starts_with('X')), |(_, length)| length);
    length > 0 && text.as_bytes().get(length).is_some_and(u8::is_ascii_digit)
}

/// A residue and its number at the start of a text, and what follows.
pub(super) fn leading_site(text: &str) -> Option<(Site, &str)> {
    let (rest, (residue, codon)) = (residue, number).parse(text).ok()?;
    Some((Site { residue: Some(residue), codon }, rest))
}

/// Notations of a whole protein, and those of tables that say only that something changes.
fn special(text: &str) -> Option<ProteinChange> {
    match text {
        "=" => Some(ProteinChange::Unchanged(None)),
        "0" | "0?" => Some(ProteinChange::NoProtein),
        "?" | "." => Some(ProteinChange::Unclear(None)),
        // `-888`, `-9fs`: the table could not place the change in the protein.
        _ if text.strip_prefix('-').is_some_and(|rest| {
            let digits = rest.strip_suffix("fs").unwrap_or(rest);
            !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
        }) =>
        {
            Some(ProteinChange::Unclear(None))
        }
        // `Ldel`: the table lost the number.
        _ if matches!(terminated((residue, tag("del")), eof).parse(text), Ok((_, ('A'..='Z', _)))) => {
            Some(ProteinChange::Unclear(None))
        }
        _ => None,
    }
}

/// Residues (none, one or several) and the number of the first.
fn place(input: &str) -> Read<'_, (String, u32)> {
    alt((
        (map(opt(sequence), Option::unwrap_or_default), number),
        // `X1010`: a residue that the notation leaves open.
        map(preceded(char('X'), number), |codon| (String::new(), codon)),
    ))
    .parse(input)
}

fn number(input: &str) -> Read<'_, u32> {
    let (rest, digits) = verify(digit1, |digits: &str| !digits.starts_with('0')).parse(input)?;
    let number = digits.parse().ok().filter(|number| *number <= LARGEST_CODON);
    number.map_or_else(
        || Err(nom::Err::Error(nom::error::Error::new(input, nom::error::ErrorKind::Digit))),
        |number| Ok((rest, number)),
    )
}

fn edit(input: &str) -> Read<'_, Edit> {
    let residues = |input| opt(sequence).parse(input);
    alt((
        value(Edit::Splice, tag("_splice")),
        map(preceded(tag("delins"), sequence), Edit::Replacement),
        map(preceded((tag("del"), residues, tag("ins")), sequence), Edit::Replacement),
        map(preceded(tag("del"), number), Edit::CountedDeletion),
        map(preceded(tag("dup"), number), Edit::CountedDuplication),
        map(preceded(tag("del"), residues), Edit::Deletion),
        map(preceded(tag("dup"), residues), Edit::Duplication),
        map(preceded(tag("ins"), sequence), Edit::Insertion),
        // `L747_P753>S`: what stands before the sign is the place alone.
        map(preceded(char('>'), sequence), Edit::Replacement),
        map((terminated(sequence, char('>')), sequence), |(old, new)| Edit::Exchange(old, new)),
        map((opt(residue), preceded(tag("fs"), opt(frameshift_stop))), |(to, stop)| {
            Edit::Frameshift(to, stop.flatten())
        }),
        map((opt(residue), preceded(tag("ext"), opt(extension_length))), |(to, length)| {
            Edit::Extension(to, length.flatten())
        }),
        map(sequence, Edit::Sequence),
        value(Edit::Unchanged, char('=')),
        value(Edit::Unclear, (char('_'), char('?'), digit1)),
        value(Edit::Unclear, char('?')),
        value(Edit::Unclear, char('-')),
    ))
    .parse(input)
}

/// `*9`, `Ter9`, `X9`, `*?`, `*`
fn frameshift_stop(input: &str) -> Read<'_, Option<u32>> {
    preceded(alt((tag("*"), tag("Ter"), tag("X"))), distance).parse(input)
}

/// `*17`, `Ter17`, `*?`, and `-5` for a protein that begins earlier
fn extension_length(input: &str) -> Read<'_, Option<u32>> {
    preceded(alt((tag("*"), tag("Ter"), tag("X"), tag("-"))), distance).parse(input)
}

fn distance(input: &str) -> Read<'_, Option<u32>> {
    map(opt(alt((map(number, Some), value(None, char('?'))))), Option::flatten).parse(input)
}

/// One or more residues, all in three letters or all in one.
fn sequence(input: &str) -> Read<'_, String> {
    let mut rest = input;
    let mut residues = String::new();
    let mut width = 0;
    while let Some((letter, length)) = leading_residue(rest) {
        // `*` is at home in both spellings.
        if letter != '*' || length == 3 {
            if width != 0 && width != length {
                break;
            }
            width = length;
        }
        residues.push(letter);
        rest = rest.get(length..).unwrap_or_default();
    }
    if residues.is_empty() {
        return Err(nom::Err::Error(nom::error::Error::new(input, nom::error::ErrorKind::Alpha)));
    }
    Ok((rest, residues))
}

fn residue(input: &str) -> Read<'_, char> {
    match leading_residue(input) {
        Some((letter, length)) => Ok((input.get(length..).unwrap_or_default(), letter)),
        None => Err(nom::Err::Error(nom::error::Error::new(input, nom::error::ErrorKind::Alpha))),
    }
}

/// The residue that a text begins with, and the length of its code.
fn leading_residue(text: &str) -> Option<(char, usize)> {
    let three = match text.get(..3).unwrap_or_default() {
        "Ala" => 'A',
        "Arg" => 'R',
        "Asn" => 'N',
        "Asp" => 'D',
        "Cys" => 'C',
        "Gln" => 'Q',
        "Glu" => 'E',
        "Gly" => 'G',
        "His" => 'H',
        "Ile" => 'I',
        "Leu" => 'L',
        "Lys" => 'K',
        "Met" => 'M',
        "Phe" => 'F',
        "Pro" => 'P',
        "Pyl" => 'O',
        "Sec" => 'U',
        "Ser" => 'S',
        "Ter" => '*',
        "Thr" => 'T',
        "Trp" => 'W',
        "Tyr" => 'Y',
        "Val" => 'V',
        _ => ' ',
    };
    if three != ' ' {
        return Some((three, 3));
    }
    text.chars().next().filter(|letter| "ACDEFGHIKLMNOPQRSTUVWY*".contains(*letter)).map(|letter| (letter, 1))
}

/// Puts the parts together, and refuses those that contradict each other.
fn build(from: (String, u32), to: Option<(String, u32)>, edit: Edit) -> Result<ProteinChange, Unreadable> {
    let ranged = to.is_some();
    let several = from.0.len() > 1;
    let (mut first, mut last) = (site(&from), to.as_ref().map_or(site(&from), site));
    if last.codon < first.codon {
        return Err(Unreadable::new("the range runs backwards", "write the lower residue first, as in `E746_A750del`"));
    }
    if let (true, Some((_, codon))) = (several, &to) {
        return Err(Unreadable::new(format!("several residues stand before one number in a range to {codon}"), ""));
    }
    if several {
        // `KQ2025N*`: the residues are numbered from the first.
        last = Site { residue: from.0.chars().last(), codon: first.codon + length(&from.0) - 1 };
        first.residue = from.0.chars().next();
        // `LEU858ARG`: three residues before the number, or one by its code in capitals.
        if let Edit::Sequence(new) = &edit
            && is_code(&from.0)
            && is_code(new)
        {
            let message = "capitals read in two ways: one residue in three letters, or three residues";
            return Err(Unreadable::new(message, "write one residue as in `Leu858Arg` or `L858R`"));
        }
        return match edit {
            Edit::Sequence(new) => Ok(replacement(first, last, Some(&from.0), new)),
            Edit::Unclear => Ok(ProteinChange::Unclear(Some(first))),
            // `SS177fs`, `TPG68del`: a table's reference residues. The frame is lost from the first on; what is left of
            // the others after a deletion is not said.
            // Before a stop codon nothing is left to lose.
            Edit::Frameshift(to, stop) if first.residue != Some('*') => {
                Ok(ProteinChange::Frameshift { at: first, to, stop })
            }
            Edit::Deletion(None) => Ok(ProteinChange::Unclear(Some(first))),
            _ => Err(Unreadable::new(
                "several residues stand before one number",
                "name the first and the last residue, as in `E746_A750del`",
            )),
        };
    }
    let span = last.codon - first.codon + 1;
    let spans = |residues: &Option<String>| residues.as_ref().is_none_or(|residues| length(residues) == span);
    let mismatch = || Unreadable::new("the residues named do not fill the range", "");
    match edit {
        Edit::Splice => Ok(ProteinChange::Splice(Site { residue: None, ..first })),
        Edit::Deletion(old) if spans(&old) => Ok(ProteinChange::Deletion { from: first, to: last }),
        Edit::Duplication(old) if spans(&old) => Ok(ProteinChange::Duplication { from: first, to: last }),
        Edit::CountedDeletion(count) if count == span => Ok(ProteinChange::Deletion { from: first, to: last }),
        Edit::CountedDuplication(count) if count == span => Ok(ProteinChange::Duplication { from: first, to: last }),
        Edit::Deletion(_) | Edit::Duplication(_) | Edit::CountedDeletion(_) | Edit::CountedDuplication(_) => {
            Err(mismatch())
        }
        Edit::Insertion(_) if span != 2 => Err(Unreadable::new(
            "an insertion stands between two neighbouring residues",
            "name the residues on both sides, as in `D770_N771insSVD`",
        )),
        Edit::Insertion(inserted) => {
            Ok(ProteinChange::Insertion { from: first, to: last, inserted: until_stop(inserted) })
        }
        Edit::Replacement(inserted) => Ok(replacement(first, last, None, inserted)),
        Edit::Exchange(old, new) => {
            // `600_601VK>E` gives the residues of the range after it.
            if first.residue.is_some() || old.contains('*') {
                return Ok(ProteinChange::Unclear(Some(first)));
            }
            if length(&old) != span {
                return Err(mismatch());
            }
            first.residue = old.chars().next();
            last.residue = old.chars().last();
            Ok(replacement(first, last, Some(&old), new))
        }
        Edit::Unclear if ranged => Ok(ProteinChange::Unclear(Some(first))),
        _ if ranged => Err(Unreadable::new("a range is followed by something that concerns one residue", "")),
        // The frame is lost at the stop codon: the protein goes on, and how far is not counted the same way.
        Edit::Frameshift(to, _) if first.residue == Some('*') => {
            Ok(ProteinChange::Extension { at: first, to: to.filter(|to| *to != '*'), length: None })
        }
        Edit::Frameshift(to, stop) => Ok(ProteinChange::Frameshift { at: first, to, stop }),
        Edit::Extension(to, length) if first.residue == Some('*') => {
            Ok(ProteinChange::Extension { at: first, to: to.filter(|to| *to != '*'), length })
        }
        Edit::Extension(None, length) if first == START => Ok(ProteinChange::Extension { at: first, to: None, length }),
        Edit::Extension(..) => Err(Unreadable::new("only the stop codon or the first residue can be extended", "")),
        Edit::Unchanged => Ok(ProteinChange::Unchanged(Some(first))),
        Edit::Unclear if first == START => Ok(ProteinChange::StartLost),
        Edit::Unclear => Ok(ProteinChange::Unclear(Some(first))),
        Edit::Sequence(_) if first.residue.is_none() => {
            Err(Unreadable::new("the residue that changes is missing before the number", "write it as in `L858R`"))
        }
        Edit::Sequence(new) => Ok(replacement(first, first, None, new)),
    }
}

/// Whether three residues in one letter each also spell the code of one.
fn is_code(residues: &str) -> bool {
    let code = residues.get(..1).zip(residues.get(1..)).map(|(first, rest)| format!("{first}{}", rest.to_lowercase()));
    residues.len() == 3 && code.is_some_and(|code| matches!(leading_residue(&code), Some((_, 3))))
}

const START: Site = Site { residue: Some('M'), codon: 1 };

fn site((residues, codon): &(String, u32)) -> Site {
    Site { residue: residues.chars().next(), codon: *codon }
}

fn length(residues: &str) -> u32 {
    u32::try_from(residues.len()).unwrap_or(u32::MAX)
}

/// Nothing behind a stop is translated.
fn until_stop(mut residues: String) -> String {
    if let Some(stop) = residues.find('*') {
        residues.truncate(stop + 1);
    }
    residues
}

/// Residues for residues, in its simplest form: what stays the same at either end is no part of the change.
fn replacement(mut from: Site, mut to: Site, old: Option<&str>, new: String) -> ProteinChange {
    let mut new = until_stop(new);
    let mut old: Vec<Option<char>> = match old {
        Some(old) => old.chars().map(Some).collect(),
        None if from == to => vec![from.residue],
        None if to.codon == from.codon + 1 => vec![from.residue, to.residue],
        // The residues between the ends are not named; nothing can be said about them.
        None => return ProteinChange::Replacement { from, to, inserted: new },
    };
    let reaches_stop = old.contains(&Some('*'));
    if old.len() == new.len() && !reaches_stop {
        while old.len() > 1 && old.last().copied().flatten() == new.chars().last() {
            old.pop();
            new.pop();
            to = Site { residue: old.last().copied().flatten(), codon: to.codon - 1 };
        }
        while old.len() > 1 && old.first().copied().flatten() == new.chars().next() {
            old.remove(0);
            new.remove(0);
            from = Site { residue: old.first().copied().flatten(), codon: from.codon + 1 };
        }
    }
    match (old.as_slice(), new.chars().next()) {
        // `*25*`: the table saw a change at the stop codon and no effect that it could name.
        ([Some('*')], Some('*')) => ProteinChange::Unclear(Some(from)),
        ([Some('*')], Some(letter)) if new.len() == 1 => {
            ProteinChange::Extension { at: from, to: Some(letter), length: None }
        }
        ([Some(old)], Some(letter)) if new.len() == 1 && *old == letter => ProteinChange::Unchanged(Some(from)),
        ([Some(_)], Some(letter)) if new.len() == 1 => ProteinChange::Substitution { at: from, to: letter },
        _ => ProteinChange::Replacement { from, to, inserted: new },
    }
}
