//! Alterations: `germline pathogenic variant`, `exon 20 insertion except A763_Y764insFQEA`.

use super::error::{Expected, Parsed, Term, expect};
use super::input::Input;
use super::terminals::{in_parentheses, name, nested, optional, separated, whole_range, word};
use crate::syntax::token::TokenKind;
use crate::syntax::tree::{Alteration, AlterationKind, Form, Located, Origin, RegionalKind};
use nom::Parser;
use nom::combinator::map;
use nom::sequence::preceded;

/// One alteration, or several in parentheses with `or` between.
pub fn alterations(input: Input<'_>) -> Parsed<'_, Vec<Alteration>> {
    match input.next().kind {
        TokenKind::Open => in_parentheses(separated(word(Term::Or), alteration))(input),
        _ => map(alteration, |alteration| vec![alteration]).parse(input),
    }
}

/// An alteration as a rule or a laboratory names it.
pub fn alteration(start: Input<'_>) -> Parsed<'_, Alteration> {
    // A word behind it says that `germline` is an origin here.
    let origin = match start.next_text() {
        "germline" if start.next().kind == TokenKind::Word => Some(Origin::Germline),
        "somatic" if start.next().kind == TokenKind::Word => Some(Origin::Somatic),
        _ => None,
    };
    let (input, form) = form(if origin.is_some() { start.advanced() } else { start })?;
    let (rest, except) = optional(exceptions).parse(input)?;
    let node = AlterationKind { origin, form, except: except.unwrap_or_default() };
    Ok((rest, Located::new(node, rest.span_from(start))))
}

/// `except A763_Y764insFQEA`
fn exceptions(input: Input<'_>) -> Parsed<'_, Vec<Alteration>> {
    let (input, _) = word(Term::Except)(input)?;
    // Parentheses are a level of their own.
    if input.next().kind == TokenKind::Open { alterations(input) } else { nested(alterations)(input) }
}

fn form(input: Input<'_>) -> Parsed<'_, Form> {
    let next = input.advanced();
    if input.next().kind != TokenKind::Word {
        return named(input);
    }
    match input.next_text() {
        "mutation" => Ok((next, Form::Mutation)),
        "truncation" => Ok((next, Form::Truncation)),
        "amplification" => Ok((next, Form::Amplification)),
        "pathogenic" => map(word(Term::Variant), |_| Form::PathogenicVariant).parse(next),
        "homozygous" => map(word(Term::Deletion), |_| Form::HomozygousDeletion).parse(next),
        "biallelic" => map(word(Term::Loss), |_| Form::BiallelicLoss).parse(next),
        "fusion" => map(optional(preceded(word(Term::With), name)), Form::Fusion).parse(next),
        "codon" | "codons" => {
            let (input, range) = whole_range(next)?;
            let (rest, kind) = optional(|input| regional_kind(input, CODON_KINDS)).parse(input)?;
            Ok((rest, Form::Codons(range, kind)))
        }
        "exon" | "exons" => {
            let (input, range) = whole_range(next)?;
            let (rest, kind) = regional_kind(input, EXON_KINDS)?;
            Ok((rest, Form::Exons(range, kind)))
        }
        _ => named(input),
    }
}

fn named(input: Input<'_>) -> Parsed<'_, Form> {
    match name(input) {
        Ok((rest, name)) => Ok((rest, Form::Named(name))),
        Err(_) => expect(input, Term::Alteration),
    }
}

type KindWord = (Term, RegionalKind);

const CODON_KINDS: &[KindWord] = &[
    (Term::Mutation, RegionalKind::Mutation),
    (Term::Deletion, RegionalKind::Deletion),
    (Term::Insertion, RegionalKind::Insertion),
];

const EXON_KINDS: &[KindWord] = &[
    (Term::Mutation, RegionalKind::Mutation),
    (Term::Deletion, RegionalKind::Deletion),
    (Term::Insertion, RegionalKind::Insertion),
    (Term::Duplication, RegionalKind::Duplication),
    (Term::Skipping, RegionalKind::Skipping),
];

fn regional_kind<'a>(input: Input<'a>, kinds: &[KindWord]) -> Parsed<'a, RegionalKind> {
    match kinds.iter().find(|(term, _)| input.peeks(0, term.text())) {
        Some((_, kind)) => Ok((input.advanced(), *kind)),
        None => expect(input, kinds.iter().fold(Expected::NOTHING, |all, (term, _)| all | (*term).into())),
    }
}
