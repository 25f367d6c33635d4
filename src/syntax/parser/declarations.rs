//! The clauses of declarations: what a vocabulary says of genes, drugs, markers, facts, assays and sources.

use super::alterations::alteration;
use super::error::{Parsed, Term, expect};
use super::input::Input;
use super::rules::approval;
use super::terminals::{
    date, decimal, in_parentheses, list, located, name, names, optional, range_of, sign, text, unit, whole_number,
    whole_range, word,
};
use crate::syntax::token::TokenKind;
use crate::syntax::tree::{Clause, CodeSystem, DeclarationKind, ExonRange, FromWhat, NumberRange, OnlyFrom, ValueNode};
use nom::Parser;
use nom::branch::alt;
use nom::combinator::map;
use nom::sequence::{pair, preceded, terminated};

/// The kind of declaration that a keyword starts.
pub fn declaration_kind(keyword: &str) -> Option<DeclarationKind> {
    Some(match keyword {
        "guideline" => DeclarationKind::Guideline,
        "vocabulary" => DeclarationKind::Vocabulary,
        "source" => DeclarationKind::Source,
        "scale" => DeclarationKind::Scale,
        "region" => DeclarationKind::Region,
        "disease" => DeclarationKind::Disease,
        "gene" => DeclarationKind::Gene,
        "group" => DeclarationKind::Group,
        "marker" => DeclarationKind::Marker,
        "drug" => DeclarationKind::Drug,
        "class" => DeclarationKind::Class,
        "regimen" => DeclarationKind::Regimen,
        "method" => DeclarationKind::Method,
        "assay" => DeclarationKind::Assay,
        "specimen" => DeclarationKind::Specimen,
        "specialty" => DeclarationKind::Specialty,
        "fact" => DeclarationKind::Fact,
        _ => return None,
    })
}

/// What follows a clause's keyword in a declaration.
pub fn clause<'a>(keyword: &str, input: Input<'a>) -> Parsed<'a, Clause> {
    match keyword {
        "version" => map(name, Clause::Version).parse(input),
        "reviewed" => map(date, Clause::Reviewed).parse(input),
        "region" => map(names, Clause::Regions).parse(input),
        "amends" => map(name, Clause::Amends).parse(input),
        "publisher" => map(name, Clause::Publisher).parse(input),
        "dated" => map(date, Clause::Dated).parse(input),
        "doi" => map(name, Clause::Doi).parse(input),
        "pmid" => map(name, Clause::Pmid).parse(input),
        "link" => map(name, Clause::Link).parse(input),
        "licence" => map(name, Clause::Licence).parse(input),
        "level" => map(pair(name, text), |(level, meaning)| Clause::Level(level, meaning)).parse(input),
        "under" => map(name, Clause::Under).parse(input),
        "also" => map(names, Clause::Also).parse(input),
        "implies" => {
            map((name, name, optional(only_from)), |(fact, value, only)| Clause::Implies { fact, value, only })
                .parse(input)
        }
        "asks" => map(pair(name, text), |(fact, question)| Clause::Asks(fact, question)).parse(input),
        "reads" => map(pair(name, preceded(word(Term::As), names)), |(name, markers)| Clause::Reads(name, markers))
            .parse(input),
        "transcript" => map(name, Clause::Transcript).parse(input),
        "exons" => map(list(located(exon_range)), Clause::Exons).parse(input),
        "named" => {
            let (rest, (name, set)) = pair(text, preceded(sign(Term::Equals), list(alteration))).parse(input)?;
            Ok((rest, Clause::Named(name, set)))
        }
        "benign" => map(list(alteration), Clause::Benign).parse(input),
        "=" => map(names, Clause::Members).parse(input),
        "values" => map(names, Clause::Values).parse(input),
        "levels" => map(names, Clause::Levels).parse(input),
        "number" => number(input),
        "positive" if input.peeks(0, Term::Means.text()) => {
            map(preceded(word(Term::Means), list(alteration)), Clause::PositiveMeans).parse(input)
        }
        "positive" => map(preceded(word(Term::From), name), Clause::PositiveFrom).parse(input),
        "value" => {
            let (rest, (value, others)) = pair(name, preceded(word(Term::Also), names)).parse(input)?;
            Ok((rest, Clause::ValueAlso(value, others)))
        }
        "class" => map(names, Clause::Classes).parse(input),
        "of" => map(names, Clause::Drugs).parse(input),
        "brand" => map(pair(name, text), |(region, brand)| Clause::Brand(region, brand)).parse(input),
        "method" => map(name, Clause::Method).parse(input),
        "covers" => map(names, Clause::Covers).parse(input),
        "detects" => {
            let (rest, (set, genes)) =
                pair(list(alteration), optional(preceded(word(Term::Of), names))).parse(input)?;
            Ok((rest, Clause::Detects(set, genes.unwrap_or_default())))
        }
        "measures" => map(names, Clause::Measures).parse(input),
        "specimen" => map(names, Clause::Specimens).parse(input),
        "negative" if input.peeks(0, Term::Up.text()) => {
            map(preceded((word(Term::Up), word(Term::To)), name), Clause::NegativeUpTo).parse(input)
        }
        "negative" => {
            preceded((word(Term::Inconclusive), word(Term::On)), map(names, Clause::NegativeInconclusive)).parse(input)
        }
        "turnaround" => map(terminated(whole_number, word(Term::Days)), Clause::Turnaround).parse(input),
        "companion" => preceded(word(Term::For), map(names, Clause::Companion)).parse(input),
        "available" => map(approval, Clause::Available).parse(input),
        "germline" => Ok((input, Clause::Germline)),
        "inconclusive" => map(optional(preceded(word(Term::Outside), names)), |diseases| {
            Clause::Inconclusive(diseases.unwrap_or_default())
        })
        .parse(input),
        "one" => preceded(word(Term::Of), map(list(value_node), Clause::OneOf)).parse(input),
        "yes" => map((word(Term::Or), word(Term::No)), |_| Clause::YesOrNo).parse(input),
        "ask" => map(text, Clause::Ask).parse(input),
        "counted" => map((word(Term::From), word(Term::Therapy)), |_| Clause::CountedFromTherapy).parse(input),
        "uncoded" => map(text, Clause::Uncoded).parse(input),
        system => match code_system(system) {
            Some(system) => map(names, |codes| Clause::Codes(system, codes)).parse(input),
            None => expect(input, Term::Clause),
        },
    }
}

fn code_system(keyword: &str) -> Option<CodeSystem> {
    Some(match keyword {
        "oncotree" => CodeSystem::OncoTree,
        "snomed" => CodeSystem::Snomed,
        "icd10" => CodeSystem::Icd10,
        "icdo3" => CodeSystem::Icdo3,
        "ncit" => CodeSystem::Ncit,
        "hgnc" => CodeSystem::Hgnc,
        "loinc" => CodeSystem::Loinc,
        "rxnorm" => CodeSystem::RxNorm,
        "atc" => CodeSystem::Atc,
        _ => return None,
    })
}

/// `from line 2 unless stage`, `from line 1 to 1`, `from stage IV`
fn only_from(input: Input<'_>) -> Parsed<'_, OnlyFrom> {
    let numbers = pair(whole_number, optional(preceded(word(Term::To), whole_number)));
    let numbers = map(numbers, |(least, most)| FromWhat::Numbers(least, most));
    let what = alt((numbers, map(name, FromWhat::Value)));
    let (input, (fact, what)) = preceded(word(Term::From), pair(name, what)).parse(input)?;
    let (rest, unless) = optional(preceded(word(Term::Unless), name)).parse(input)?;
    Ok((rest, OnlyFrom { fact, what, unless }))
}

/// `19 729..761`
fn exon_range(input: Input<'_>) -> Parsed<'_, ExonRange> {
    let (rest, (exon, codons)) = pair(whole_number, whole_range).parse(input)?;
    let (from, to) = codons.node;
    Ok((rest, ExonRange { exon: exon.node, from, to }))
}

/// `0..100 %`, `mut/Mb`, or nothing
fn number(input: Input<'_>) -> Parsed<'_, Clause> {
    // A unit may start with a digit only in quotes, so a number here is the start of a range.
    let (input, range) = optional(range_of(decimal, false)).parse(input)?;
    let (rest, unit) = optional(unit).parse(input)?;
    Ok((rest, Clause::Number(NumberRange { range, unit })))
}

/// `III (IIIA, IIIB)`
fn value_node(input: Input<'_>) -> Parsed<'_, ValueNode> {
    let (input, name) = name(input)?;
    if input.next().kind != TokenKind::Open {
        return Ok((input.also_tried(Term::Open.into()), ValueNode { name, kinds: Vec::new() }));
    }
    let (rest, kinds) = in_parentheses(list(value_node))(input)?;
    Ok((rest, ValueNode { name, kinds }))
}
