//! Examples and promises: what a patient is given, and what must come out.

use super::alterations::alteration;
use super::conditions::agent;
use super::error::{Parsed, Term, expect};
use super::input::Input;
use super::rules::regimen;
use super::terminals::{
    date, in_parentheses, list, located, name, names_joined, optional, separated, sign, unit, whole_number, word,
};
use crate::syntax::token::TokenKind;
use crate::syntax::tree::{
    Agent, Alteration, AlterationKind, Expectation, ExpectationKind, Form, Given, Located, Name, Origin, PlannedOrder,
    Quantity, ResultStatus, ResultSuffix,
};
use crate::text::Span;
use nom::Parser;
use nom::combinator::map;
use nom::sequence::{pair, preceded};

/// `disease LUAD, stage IVB, EGFR L858R by NGS`
pub fn givens(input: Input<'_>) -> Parsed<'_, Vec<Located<Given>>> {
    list(located(given))(input)
}

fn given(input: Input<'_>) -> Parsed<'_, Given> {
    match () {
        () if input.peeks(0, "no") && input.peeks(1, "therapy") => Ok((input.advanced().advanced(), Given::NoTherapy)),
        () if input.peeks(0, "received") => received(input.advanced()),
        () if input.peeks(0, "progressed") => ended(input, "progression", Term::On),
        () if input.peeks(0, "intolerant") => ended(input, "intolerance", Term::Of),
        () if input.peeks(0, "specimen") => map(name, Given::Specimen).parse(input.advanced()),
        () if input.peeks(0, "date") => {
            let (rest, (subject, day)) = pair(name, date).parse(input)?;
            let value = Located::new(day.node.to_string(), day.span);
            Ok((rest, Given::Value { subject, value, unit: None, suffix: ResultSuffix::default() }))
        }
        () => result(input),
    }
}

/// `carboplatin line 1 and progression`
fn received(input: Input<'_>) -> Parsed<'_, Given> {
    let (input, (drug, line)) = pair(name, optional(line)).parse(input)?;
    let (rest, outcome) = optional(preceded(word(Term::And), name)).parse(input)?;
    Ok((rest, Given::Therapy { drug, line, outcome }))
}

/// `progressed on osimertinib line 1`: the outcome is `progression`; `intolerant of imatinib`
fn ended<'a>(input: Input<'a>, outcome: &str, preposition: Term) -> Parsed<'a, Given> {
    let outcome = Located::new(outcome.to_owned(), input.next().span);
    let (rest, (drug, line)) = preceded(word(preposition), pair(name, optional(line))).parse(input.advanced())?;
    Ok((rest, Given::Therapy { drug, line, outcome: Some(outcome) }))
}

fn line(input: Input<'_>) -> Parsed<'_, Located<u32>> {
    preceded(word(Term::Line), whole_number).parse(input)
}

/// A name and what is known of it: `stage IVB`, `EGFR L858R and T790M by NGS`, `ALK negative`, `PANEL (EGFR L858R)`
fn result(input: Input<'_>) -> Parsed<'_, Given> {
    let (input, subject) = name(input)?;
    if input.next().kind == TokenKind::Open {
        let findings = in_parentheses(list(finding));
        let (rest, (findings, suffix)) = pair(findings, suffix).parse(input)?;
        return Ok((rest, Given::Assay { assay: subject, findings, suffix }));
    }
    if let Some(status) = status(input) {
        let (rest, suffix) = suffix(input.advanced())?;
        return Ok((rest, Given::Status { subject, status, suffix }));
    }
    let is_number = input.next_text().starts_with(|first: char| first.is_ascii_digit() || first == '"');
    let (input, mut changes) = changes(input)?;
    // One word says nothing of what it is: a value of a fact or marker, or a change of a gene. `check` knows the name.
    if let [Located { node: AlterationKind { origin: None, form: Form::Named(value), except }, .. }] =
        changes.as_mut_slice()
        && except.is_empty()
    {
        let value = value.clone();
        let (input, unit) = if is_number { optional(unit).parse(input)? } else { (input, None) };
        let (rest, suffix) = suffix(input)?;
        return Ok((rest, Given::Value { subject, value, unit, suffix }));
    }
    let (rest, suffix) = suffix(input)?;
    Ok((rest, Given::Alterations { gene: subject, changes, suffix }))
}

fn finding(input: Input<'_>) -> Parsed<'_, (Name, Vec<Alteration>)> {
    pair(name, changes).parse(input)
}

fn changes(input: Input<'_>) -> Parsed<'_, Vec<Alteration>> {
    separated(word(Term::And), alteration)(input)
}

fn status(input: Input<'_>) -> Option<ResultStatus> {
    if input.next().kind != TokenKind::Word {
        return None;
    }
    Some(match input.next_text() {
        "positive" => ResultStatus::Positive,
        "negative" => ResultStatus::Negative,
        "pending" => ResultStatus::Pending,
        "insufficient" => ResultStatus::Insufficient,
        "failed" => ResultStatus::Failed,
        "inconclusive" => ResultStatus::Inconclusive,
        _ => return None,
    })
}

/// `by NGS on tissue dated 2026-11-02 germline pathogenic`, each part at most once
fn suffix(mut input: Input<'_>) -> Parsed<'_, ResultSuffix> {
    let mut suffix = ResultSuffix::default();
    loop {
        let next = input.advanced();
        let here = Located::new((), input.next().span);
        let word = if input.next().kind == TokenKind::Word { input.next_text() } else { "" };
        match word {
            "by" if suffix.method.is_none() => {
                (input, suffix.method) = map(name, Some).parse(next)?;
            }
            "on" if suffix.specimen.is_none() => {
                (input, suffix.specimen) = map(name, Some).parse(next)?;
            }
            "dated" if suffix.dated.is_none() => {
                (input, suffix.dated) = map(date, Some).parse(next)?;
            }
            "germline" if suffix.origin.is_none() => {
                (input, suffix.origin) = (next, Some(Origin::Germline));
            }
            "somatic" if suffix.origin.is_none() => {
                (input, suffix.origin) = (next, Some(Origin::Somatic));
            }
            "pathogenic" | "uncertain" | "benign" if suffix.significance.is_none() => {
                (input, suffix.significance) = (next, Some(Located::new(word.to_owned(), here.span)));
            }
            _ => {
                let parts = [
                    (Term::By, suffix.method.is_none()),
                    (Term::On, suffix.specimen.is_none()),
                    (Term::Dated, suffix.dated.is_none()),
                    (Term::Significance, suffix.origin.is_none() || suffix.significance.is_none()),
                    (Term::Comma, true),
                ];
                let open = parts.into_iter().filter(|(_, open)| *open);
                return Ok((open.fold(input, |input, (term, _)| input.also_tried(term.into())), suffix));
            }
        }
    }
}

const EXPECTATIONS: &[&str] = &[
    "test",
    "treat",
    "undecided",
    "avoid",
    "hold",
    "conflict",
    "superseded",
    "refer",
    "rule",
    "ask",
    "plan",
    "offer",
    "uncovered",
];

/// `test EGFR, ALK, no treat`
pub fn expectations(input: Input<'_>) -> Parsed<'_, Vec<Located<Expectation>>> {
    list(located(expectation))(input)
}

fn expectation(start: Input<'_>) -> Parsed<'_, Expectation> {
    let (quantity, input) = match () {
        () if start.peeks(0, "no") => (Quantity::No, start.advanced()),
        () if start.peeks(0, "only") => (Quantity::Only, start.advanced()),
        () => (Quantity::Some, start),
    };
    if !EXPECTATIONS.iter().any(|word| input.peeks(0, word)) {
        return expect(input, Term::Expectation);
    }
    let keyword = input.next_text();
    let input = input.advanced();
    // `no treat` alone: none at all.
    let none_at_all = quantity == Quantity::No
        && (!matches!(input.next().kind, TokenKind::Word | TokenKind::String) || input.is_clause_word());
    let (rest, kind) = match none_at_all {
        true => (input, empty(keyword)),
        false => expected(keyword, input)?,
    };
    Ok((rest, Expectation { quantity, kind }))
}

fn expected<'a>(keyword: &str, input: Input<'a>) -> Parsed<'a, ExpectationKind> {
    let results = |term| optional(preceded(word(term), names_joined(Term::And)));
    match keyword {
        "test" => map(listed(name), ExpectationKind::Test).parse(input),
        "treat" => map(listed(regimen), ExpectationKind::Treat).parse(input),
        "undecided" => {
            let (rest, (regimens, needs)) = pair(listed(regimen), results(Term::Needs)).parse(input)?;
            Ok((rest, ExpectationKind::Undecided(regimens, needs.unwrap_or_default())))
        }
        "avoid" => map(listed(expected_agent), ExpectationKind::Avoid).parse(input),
        "hold" => {
            let (rest, (agents, until)) = pair(listed(expected_agent), results(Term::Until)).parse(input)?;
            Ok((rest, ExpectationKind::Hold(agents, until.unwrap_or_default())))
        }
        "conflict" => map(listed(regimen), ExpectationKind::Conflict).parse(input),
        "superseded" => map(listed(regimen), ExpectationKind::Superseded).parse(input),
        "refer" => map(listed(name), ExpectationKind::Refer).parse(input),
        "rule" => map(listed(name), ExpectationKind::Rule).parse(input),
        "plan" => map(listed(planned), ExpectationKind::Plan).parse(input),
        "offer" => map(listed(planned), ExpectationKind::Offer).parse(input),
        "uncovered" => map(listed(name), ExpectationKind::Uncovered).parse(input),
        _ => map(listed(name), ExpectationKind::Ask).parse(input),
    }
}

/// `NGS on tissue for ALK and RET`
fn planned(input: Input<'_>) -> Parsed<'_, PlannedOrder> {
    let specimen = optional(preceded(word(Term::On), name));
    let biomarkers = optional(preceded(word(Term::For), names_joined(Term::And)));
    let (rest, (technique, specimen, biomarkers)) = (name, specimen, biomarkers).parse(input)?;
    Ok((rest, PlannedOrder { technique, specimen, biomarkers: biomarkers.unwrap_or_default() }))
}

fn empty(keyword: &str) -> ExpectationKind {
    match keyword {
        "test" => ExpectationKind::Test(Vec::new()),
        "treat" => ExpectationKind::Treat(Vec::new()),
        "undecided" => ExpectationKind::Undecided(Vec::new(), Vec::new()),
        "avoid" => ExpectationKind::Avoid(Vec::new()),
        "hold" => ExpectationKind::Hold(Vec::new(), Vec::new()),
        "conflict" => ExpectationKind::Conflict(Vec::new()),
        "superseded" => ExpectationKind::Superseded(Vec::new()),
        "refer" => ExpectationKind::Refer(Vec::new()),
        "rule" => ExpectationKind::Rule(Vec::new()),
        "plan" => ExpectationKind::Plan(Vec::new()),
        "offer" => ExpectationKind::Offer(Vec::new()),
        "uncovered" => ExpectationKind::Uncovered(Vec::new()),
        _ => ExpectationKind::Ask(Vec::new()),
    }
}

fn expected_agent(input: Input<'_>) -> Parsed<'_, Agent> {
    let (input, agent) = agent(input)?;
    let (rest, alone) = optional(word(Term::Alone)).parse(input)?;
    Ok((rest, Agent { alone: alone.is_some(), ..agent }))
}

/// A list that ends where a comma is followed by the next expectation.
fn listed<'a, T>(parser: impl FnMut(Input<'a>) -> Parsed<'a, T>) -> impl FnMut(Input<'a>) -> Parsed<'a, Vec<T>> {
    separated(comma_within, parser)
}

fn comma_within(input: Input<'_>) -> Parsed<'_, Span> {
    let after = input.advanced();
    let next_starts =
        after.peeks(0, "no") || after.peeks(0, "only") || EXPECTATIONS.iter().any(|word| after.peeks(0, word));
    if next_starts { expect(input, Term::Comma) } else { sign(Term::Comma)(input) }
}
