//! Coding sequence notation: HGVS `c.`.

use super::change::{CodingChange, CodingEdit, CodingPosition, CodingRegion, Unreadable};
use nom::branch::alt;
use nom::bytes::complete::{tag, take_while, take_while1};
use nom::character::complete::{char, digit1, one_of};
use nom::combinator::{eof, map, map_opt, opt, value};
use nom::sequence::{delimited, preceded, separated_pair, terminated};
use nom::{IResult, Parser};

/// The largest number of a nucleotide, or of a distance into an intron, that is read.
const LARGEST: i32 = 99_999_999;

type Read<'a, T> = IResult<&'a str, T>;

/// Reads what stands after `c.`. `None`: it is no coding notation at all.
pub(super) fn read_coding(text: &str) -> Option<Result<CodingChange, Unreadable>> {
    let range = alt((
        map((uncertain, preceded(char('_'), uncertain)), |((_, from), (to, _))| {
            // Of each uncertain end the bound that lies inside what surely changes.
            let open = |position: CodingPosition| CodingPosition { uncertain: position.offset != 0, ..position };
            (open(from), Some(open(to)))
        }),
        (position, opt(preceded(char('_'), position))),
    ));
    let (_, ((from, to), edit)) = terminated((range, edit), eof).parse(text).ok()?;
    Some(build(from, to, edit))
}

/// `(4071+1_4072-1)`, `(?_-245)`: an end that lies between two positions, in an intron or beyond the transcript.
fn uncertain(input: &str) -> Read<'_, (CodingPosition, CodingPosition)> {
    let unknown = |input| value(None, char('?')).parse(input);
    let bound = |input| alt((unknown, map(position, Some))).parse(input);
    let pair = delimited(char('('), separated_pair(bound, char('_'), bound), char(')'));
    map_opt(pair, |(first, last)| match (first, last) {
        (Some(first), Some(last)) if first.offset > 0 && last.offset < 0 => Some((first, last)),
        (None, Some(last)) => Some((last, last)),
        (Some(first), None) => Some((first, first)),
        _ => None,
    })
    .parse(input)
}

fn number(input: &str) -> Read<'_, i32> {
    map_opt(digit1, |digits: &str| digits.parse().ok().filter(|number| (1..=LARGEST).contains(number))).parse(input)
}

fn position(input: &str) -> Read<'_, CodingPosition> {
    let base = (opt(alt((char('-'), char('*')))), number);
    let offset = opt((alt((char('+'), char('-'))), alt((map(number, Some), value(None, char('?'))))));
    map((base, offset), |((sign, number), offset)| {
        let (region, base) = match sign {
            Some('-') => (CodingRegion::Upstream, -number),
            Some(_) => (CodingRegion::Downstream, number),
            None => (CodingRegion::Coding, number),
        };
        let side = |sign| if sign == '-' { -1 } else { 1 };
        let uncertain = matches!(offset, Some((_, None)));
        let offset = offset.map_or(0, |(sign, distance)| side(sign) * distance.unwrap_or(1));
        CodingPosition { region, base, offset, uncertain }
    })
    .parse(input)
}

fn edit(input: &str) -> Read<'_, (CodingEdit, Option<usize>)> {
    let base = |input| one_of("ACGTN").parse(input);
    let sequence = |input| take_while1(|letter| "ACGTN".contains(letter)).parse(input);
    // `delTTA`, `del21`: the length of what is said to be gone.
    let old = |input| {
        alt((
            map_opt(digit1, |digits: &str| digits.parse().ok().map(Some)),
            map(take_while(|letter| "ACGTN".contains(letter)), |bases: &str| {
                (!bases.is_empty()).then_some(bases.len())
            }),
        ))
        .parse(input)
    };
    alt((
        map(separated_pair(base, char('>'), base), |(from, to)| (CodingEdit::Substitution(from, to), None)),
        map((preceded(tag("del"), old), preceded(tag("ins"), sequence)), |(old, new): (_, &str)| {
            (CodingEdit::Replacement(new.to_string()), old)
        }),
        map(preceded(tag("del"), old), |old| (CodingEdit::Deletion, old)),
        map(preceded(tag("dup"), old), |old| (CodingEdit::Duplication, old)),
        map(preceded(tag("ins"), sequence), |new: &str| (CodingEdit::Insertion(new.to_string()), None)),
        value((CodingEdit::Inversion, None), tag("inv")),
        value((CodingEdit::Unchanged, None), preceded(opt(base), char('='))),
    ))
    .parse(input)
}

fn build(
    from: CodingPosition,
    to: Option<CodingPosition>,
    (edit, old): (CodingEdit, Option<usize>),
) -> Result<CodingChange, Unreadable> {
    let last = to.unwrap_or(from);
    if last < from {
        return Err(Unreadable::new(
            "the range runs backwards",
            "write the lower position first, as in `2235_2249del`",
        ));
    }
    let exonic = from.offset == 0 && last.offset == 0 && from.region == last.region;
    if old.is_some_and(|old| exonic && usize::try_from(last.base - from.base + 1) != Ok(old)) {
        return Err(Unreadable::new("the nucleotides named do not fill the range", ""));
    }
    match &edit {
        CodingEdit::Substitution(old, new) if old == new => {
            return Err(Unreadable::new("the nucleotide is replaced by itself", "write `=` where nothing changes"));
        }
        CodingEdit::Substitution(..) if to.is_some() => {
            return Err(Unreadable::new("a substitution concerns one nucleotide", "write several as `delins`"));
        }
        CodingEdit::Insertion(_) if to.is_none() || exonic && last.base - from.base != 1 => {
            return Err(Unreadable::new(
                "an insertion stands between two neighbouring nucleotides",
                "name the nucleotides on both sides, as in `2310_2311insGGT`",
            ));
        }
        CodingEdit::Inversion if to.is_none() => {
            return Err(Unreadable::new("an inversion needs a range", "write it as in `100_105inv`"));
        }
        _ => {}
    }
    Ok(CodingChange { from, to: last, edit })
}

impl CodingPosition {
    /// The codon of the exonic nucleotide; none outside of the coding sequence.
    pub(super) fn codon(&self) -> Option<u32> {
        let base = u32::try_from(self.base).ok().filter(|_| self.region == CodingRegion::Coding)?;
        Some(base.div_ceil(3))
    }
}
