//! The clauses of rules: when a rule is met, what it recommends, and on what authority.

use super::conditions::{agent, condition};
use super::error::{Expected, Parsed, Term, expect};
use super::input::Input;
use super::terminals::{date, list, located, name, names, names_joined, optional, separated, text, whole_number, word};
use crate::syntax::token::TokenKind;
use crate::syntax::tree::{Agent, Approval, Citation, Day, Grade, RuleClause, TestAction, Timing, TreatAction};
use nom::Parser;
use nom::combinator::map;
use nom::sequence::{pair, preceded};

/// What follows a clause's keyword in a rule.
pub fn rule_clause<'a>(keyword: &str, input: Input<'a>) -> Parsed<'a, RuleClause> {
    match keyword {
        "from" => map(date, RuleClause::From).parse(input),
        "until" => map(date, RuleClause::Until).parse(input),
        "emerging" => Ok((input, RuleClause::Emerging)),
        "when" => map(condition, RuleClause::When).parse(input),
        "unless" => map(condition, RuleClause::Unless).parse(input),
        "test" => map(test, RuleClause::Test).parse(input),
        "treat" => map(treat, RuleClause::Treat).parse(input),
        "avoid" => map(agents, RuleClause::Avoid).parse(input),
        "hold" => {
            let (rest, (agents, results)) = pair(agents, preceded(word(Term::Until), names)).parse(input)?;
            Ok((rest, RuleClause::Hold(agents, results)))
        }
        "refer" => map(names, RuleClause::Refer).parse(input),
        "trial" => {
            let (rest, (number, regions)) = pair(text, optional(preceded(word(Term::Region), names))).parse(input)?;
            Ok((rest, RuleClause::Trial(number, regions.unwrap_or_default())))
        }
        "note" => map(text, RuleClause::Note).parse(input),
        "grade" => map(list(grade), RuleClause::Grade).parse(input),
        "supersedes" => map(names, RuleClause::Supersedes).parse(input),
        "cite" => map(citations, RuleClause::Cite).parse(input),
        "because" => map(text, RuleClause::Because).parse(input),
        "patient" => map(text, RuleClause::Patient).parse(input),
        _ => expect(input, Term::Clause),
    }
}

/// `EGFR, ALK by NGS or FISH on tissue before first-line therapy`
fn test(input: Input<'_>) -> Parsed<'_, TestAction> {
    let (input, biomarkers) = names(input)?;
    let (input, methods) = optional(preceded(word(Term::By), names_joined(Term::Or))).parse(input)?;
    let (input, specimens) = optional(preceded(word(Term::On), names_joined(Term::Or))).parse(input)?;
    let (rest, timing) = optional(located(timing)).parse(input)?;
    let (methods, specimens) = (methods.unwrap_or_default(), specimens.unwrap_or_default());
    Ok((rest, TestAction { biomarkers, methods, specimens, timing }))
}

fn timing(input: Input<'_>) -> Parsed<'_, Timing> {
    let next = input.advanced();
    match () {
        () if input.peeks(0, "before") => map(words, Timing::Before).parse(next),
        () if input.peeks(0, "at") => map(words, Timing::At).parse(next),
        () if input.peeks(0, "within") => {
            let (rest, days) = whole_number(next)?;
            let (rest, _) = word(Term::Days)(rest)?;
            Ok((rest, Timing::WithinDays(days.node)))
        }
        () => expect(input, Expected::from(Term::Before) | Term::At.into() | Term::Within.into()),
    }
}

/// Words as they stand, up to the next clause.
fn words(mut input: Input<'_>) -> Parsed<'_, String> {
    let mut words = String::new();
    while input.next().kind == TokenKind::Word && !input.is_clause_word() {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(input.next_text());
        input = input.advanced();
    }
    if words.is_empty() { expect(input, Term::Words) } else { Ok((input, words)) }
}

/// `osimertinib with pemetrexed approved US 2024-02-16`
fn treat(input: Input<'_>) -> Parsed<'_, TreatAction> {
    let (input, regimen) = regimen(input)?;
    let (rest, approvals) = optional(preceded(word(Term::Approved), list(located(approval)))).parse(input)?;
    Ok((rest, TreatAction { regimen, approvals: approvals.unwrap_or_default() }))
}

/// Drugs that are given together.
pub fn regimen(input: Input<'_>) -> Parsed<'_, Vec<Agent>> {
    separated(word(Term::With), agent)(input)
}

/// `US 2018-04-18 until 2024-07-31`, `EU by 2020-01-31`
pub fn approval(input: Input<'_>) -> Parsed<'_, Approval> {
    let (input, (region, since)) = pair(name, day).parse(input)?;
    // In a rule `until` at the start of a line is the rule's own clause.
    if input.is_at_clause() {
        return Ok((input.also_tried(Term::Until.into()), Approval { region, since, until: None }));
    }
    let (rest, until) = optional(preceded(word(Term::Until), day)).parse(input)?;
    Ok((rest, Approval { region, since, until }))
}

/// `2018-04-18`, `by 2020-01-31`
fn day(input: Input<'_>) -> Parsed<'_, Day> {
    map(pair(optional(word(Term::By)), date), |(by, date)| Day { or_earlier: by.is_some(), date }).parse(input)
}

/// `pembrolizumab alone, class anti-PD-1`
pub fn agents(input: Input<'_>) -> Parsed<'_, Vec<Agent>> {
    list(|input| {
        let (input, agent) = agent(input)?;
        let (rest, alone) = optional(word(Term::Alone)).parse(input)?;
        Ok((rest, Agent { alone: alone.is_some(), ..agent }))
    })(input)
}

/// `ESCAT I-A`, `strong`: two names are a scale and its level.
fn grade(input: Input<'_>) -> Parsed<'_, Grade> {
    let (input, first) = name(input)?;
    let is_name = matches!(input.next().kind, TokenKind::Word | TokenKind::String) && !input.is_clause_word();
    if !is_name {
        return Ok((input.also_tried(Term::Name.into()), Grade { scale: None, level: first }));
    }
    map(name, |level| Grade { scale: Some(first.clone()), level }).parse(input)
}

/// `tagrisso-label "1.2", esmo-nsclc-2023`
pub fn citations(input: Input<'_>) -> Parsed<'_, Vec<Citation>> {
    list(|input| {
        let (rest, (source, locator)) = pair(name, optional(text)).parse(input)?;
        Ok((rest, Citation { source, locator }))
    })(input)
}
