//! Conditions: `disease is NSCLC and (line is 1 or EGFR has L858R)`.

use super::alterations::alterations;
use super::error::{Parsed, Term, expect, refuse};
use super::input::Input;
use super::terminals::{in_parentheses, list, located, name, names_joined, nested, optional, unit, whole_number, word};
use crate::diagnostics::{Applicability, Code, Diagnostic};
use crate::syntax::token::TokenKind;
use crate::syntax::tree::{Agent, Comparison, Condition, ConditionKind, Ending, Located, Name, Subject};
use crate::text::Span;
use nom::Parser;
use nom::sequence::preceded;

/// A condition: one, or several joined by `and`, or several joined by `or`.
pub fn condition(start: Input<'_>) -> Parsed<'_, Condition> {
    let (mut input, first) = single(start)?;
    let mut operands = vec![first];
    let mut operators: Vec<Term> = Vec::new();
    loop {
        let operator = match () {
            () if input.peeks(0, "and") => Term::And,
            () if input.peeks(0, "or") => Term::Or,
            () => break,
        };
        let (after, operand) = single(input.advanced())?;
        operators.push(operator);
        operands.push(operand);
        input = after;
    }
    let Some(&operator) = operators.first() else {
        let rest = input.also_tried(super::error::Expected::from(Term::And) | Term::Or.into());
        return match operands.pop() {
            Some(only) => Ok((rest, only)),
            None => expect(rest, Term::Condition),
        };
    };
    if operators.iter().any(|other| *other != operator) {
        return refuse(start, mixed(input.item.text, &operands, &operators));
    }
    let span = input.span_from(start);
    let node = if operator == Term::And { ConditionKind::And(operands) } else { ConditionKind::Or(operands) };
    Ok((input.also_tried(operator.into()), Located::new(node, span)))
}

/// The finding about `a and b or c`, with both readings.
fn mixed(text: &str, operands: &[Condition], operators: &[Term]) -> Diagnostic {
    let (first, last) = (&operands[0], &operands[operands.len() - 1]);
    let whole = first.span.to(last.span);
    let readings =
        [reading(text, whole, operands, operators, Term::And), reading(text, whole, operands, operators, Term::Or)];
    let shown = |reading: &str| reading.split_whitespace().collect::<Vec<_>>().join(" ");
    let help = match readings[0].len() {
        ..=100 if !readings[0].contains('#') => format!("write `{}` or `{}`", shown(&readings[0]), shown(&readings[1])),
        _ => "put parentheses around what belongs together".to_owned(),
    };
    let error = Diagnostic::error(Code::MixedAndOr, whole, "`and` and `or` are mixed without parentheses").help(help);
    let titles = ["`and` belongs together more closely", "`or` belongs together more closely"];
    readings
        .into_iter()
        .zip(titles)
        .fold(error, |error, (reading, title)| error.fix(title, whole, reading, Applicability::DisplayOnly))
}

/// The text with parentheses around each run that one operator joins.
fn reading(text: &str, whole: Span, operands: &[Condition], operators: &[Term], closer: Term) -> String {
    let mut reading = String::with_capacity(whole.end as usize - whole.start as usize + 16);
    let mut copied = whole.start;
    let mut copy_up_to = |reading: &mut String, to: u32| {
        reading.push_str(text.get(copied as usize..to as usize).unwrap_or(""));
        copied = to;
    };
    for (at, operand) in operands.iter().enumerate() {
        let joined_before = at > 0 && operators[at - 1] == closer;
        let joined_after = operators.get(at) == Some(&closer);
        copy_up_to(&mut reading, operand.span.start);
        if joined_after && !joined_before {
            reading.push('(');
        }
        copy_up_to(&mut reading, operand.span.end);
        if joined_before && !joined_after {
            reading.push(')');
        }
    }
    reading
}

/// A condition that is not joined to others outside parentheses.
fn single(input: Input<'_>) -> Parsed<'_, Condition> {
    let followed_by_verb = is_verb(input.advanced());
    let parser: fn(Input<'_>) -> Parsed<'_, ConditionKind> = match input.next().kind {
        TokenKind::Open => parenthesised,
        TokenKind::Word if input.peeks(0, "not") => negated,
        TokenKind::Word if input.peeks(0, "at") && input.peeks(1, "least") => at_least,
        TokenKind::Word if input.peeks(0, "any") && input.peeks(1, "of") => about_group,
        TokenKind::Word if input.peeks(0, "received") && !followed_by_verb => received,
        TokenKind::Word if input.peeks(0, "progressed") && input.peeks(1, "on") => progressed,
        TokenKind::Word if input.peeks(0, "intolerant") && input.peeks(1, "of") => intolerant,
        TokenKind::Word | TokenKind::String => about_name,
        _ => return expect(input, Term::Condition),
    };
    located(parser)(input)
}

/// Whether what follows says something about the name before it.
fn is_verb(input: Input<'_>) -> bool {
    input.peeks(0, "is") || input.peeks(0, "has") || comparison(input).is_ok()
}

fn parenthesised(input: Input<'_>) -> Parsed<'_, ConditionKind> {
    let (rest, inner) = in_parentheses(condition)(input)?;
    Ok((rest, ConditionKind::Parenthesised(Box::new(inner))))
}

fn negated(input: Input<'_>) -> Parsed<'_, ConditionKind> {
    // `not` has been seen.
    let (rest, inner) = nested(single)(input.advanced())?;
    Ok((rest, ConditionKind::Not(Box::new(inner))))
}

/// `at least 2 of (a, b, c)`
fn at_least(input: Input<'_>) -> Parsed<'_, ConditionKind> {
    let (input, least) = preceded((word(Term::At), word(Term::Least)), whole_number).parse(input)?;
    let (input, _) = word(Term::Of)(input)?;
    let (rest, conditions) = in_parentheses(list(condition))(input)?;
    Ok((rest, ConditionKind::AtLeast(least, conditions)))
}

/// `any of HRR has pathogenic variant`
fn about_group(input: Input<'_>) -> Parsed<'_, ConditionKind> {
    // `any` and `of` have been seen.
    let (input, name) = name(input.advanced().advanced())?;
    let subject = Subject { any_of: true, name };
    if input.peeks(0, "has") {
        return has(subject, input);
    }
    is(subject, input.also_tried(Term::Has.into()))
}

/// What a name starts: `EGFR has …`, `stage is …`, `age >= …`, or a defined condition.
fn about_name(input: Input<'_>) -> Parsed<'_, ConditionKind> {
    let Ok((input, name)) = name(input) else { return expect(input, Term::Condition) };
    if input.peeks(0, "is") {
        return is(Subject { any_of: false, name }, input);
    }
    if input.peeks(0, "has") {
        return has(Subject { any_of: false, name }, input);
    }
    let input = input.also_tried(super::error::Expected::from(Term::Is) | Term::Has.into());
    let (input, comparison) = optional(comparison).parse(input)?;
    match comparison {
        Some(comparison) => compare(name, comparison, input),
        None => Ok((input, ConditionKind::Named(name))),
    }
}

/// `is not (III or IV)`
fn is(subject: Subject, input: Input<'_>) -> Parsed<'_, ConditionKind> {
    let (input, _) = word(Term::Is)(input)?;
    let (input, not) = optional(word(Term::Not)).parse(input)?;
    let (input, values) = match input.next().kind {
        TokenKind::Open => in_parentheses(names_joined(Term::Or))(input)?,
        _ => name(input).map(|(rest, value)| (rest, vec![value]))?,
    };
    Ok((input, ConditionKind::Is { subject, negated: not.is_some(), values }))
}

/// `has no (L858R or exon 19 deletion)`
fn has(subject: Subject, input: Input<'_>) -> Parsed<'_, ConditionKind> {
    let (input, _) = word(Term::Has)(input)?;
    let (input, no) = optional(word(Term::No)).parse(input)?;
    let (rest, alterations) = alterations(input)?;
    Ok((rest, ConditionKind::Has { subject, negated: no.is_some(), alterations }))
}

fn comparison(input: Input<'_>) -> Parsed<'_, Comparison> {
    let comparison = match input.next().kind {
        TokenKind::AtLeast => Comparison::AtLeast,
        TokenKind::MoreThan => Comparison::MoreThan,
        TokenKind::AtMost => Comparison::AtMost,
        TokenKind::LessThan => Comparison::LessThan,
        _ => return expect(input, Term::Comparison),
    };
    Ok((input.advanced(), comparison))
}

fn compare(subject: Name, comparison: Comparison, input: Input<'_>) -> Parsed<'_, ConditionKind> {
    let (input, value) = name(input)?;
    let (rest, unit) = optional(unit).parse(input)?;
    Ok((rest, ConditionKind::Compare { subject, comparison, value, unit }))
}

/// `received no class anti-PD-1`
fn received(input: Input<'_>) -> Parsed<'_, ConditionKind> {
    // `received` has been seen.
    let (input, no) = optional(word(Term::No)).parse(input.advanced())?;
    let (rest, agent) = agent(input)?;
    Ok((rest, ConditionKind::Received { negated: no.is_some(), agent }))
}

/// `progressed on osimertinib`
fn progressed(input: Input<'_>) -> Parsed<'_, ConditionKind> {
    // `progressed` and `on` have been seen.
    let (rest, agent) = agent(input.advanced().advanced())?;
    Ok((rest, ConditionKind::Ended(Ending::Progression, agent)))
}

/// `intolerant of imatinib`
fn intolerant(input: Input<'_>) -> Parsed<'_, ConditionKind> {
    // `intolerant` and `of` have been seen.
    let (rest, agent) = agent(input.advanced().advanced())?;
    Ok((rest, ConditionKind::Ended(Ending::Intolerance, agent)))
}

/// A drug, or any drug of a class.
pub fn agent(input: Input<'_>) -> Parsed<'_, Agent> {
    let (input, class) = optional(word(Term::Class)).parse(input)?;
    let (rest, name) = name(input)?;
    Ok((rest, Agent { class: class.is_some(), name, alone: false }))
}
