//! The smallest parsers – one word, sign, name, text, number or date – and the few ways to combine them.
//!
//! A parser that fails before it has read anything may be passed over ([`optional`], [`list`]), and what it asked for is
//! kept in the input for the next error. One that fails later is never forgiven: the grammar is decided by looking at the
//! next one or two tokens, so there is nothing else that could be meant.

use super::error::{Parsed, Term, expect, refuse};
use super::input::Input;
use crate::diagnostics::{Applicability, Code, Diagnostic};
use crate::syntax::token::{TokenKind, string_value};
use crate::syntax::tree::{Located, Name, Text};
use crate::text::{Date, Span};
use nom::Parser;

/// The deepest that parentheses, and all that nests like them, may be.
pub const MAX_DEPTH: u32 = 64;

/// A word of the language.
pub fn word<'a>(term: Term) -> impl Fn(Input<'a>) -> Parsed<'a, Span> + Copy {
    move |input| match input.peeks(0, term.text()) {
        true => Ok((input.advanced(), input.next().span)),
        false => expect(input, term),
    }
}

/// A sign.
pub fn sign<'a>(term: Term) -> impl Fn(Input<'a>) -> Parsed<'a, Span> + Copy {
    let kind = match term {
        Term::Equals => TokenKind::Equals,
        Term::Comma => TokenKind::Comma,
        Term::Open => TokenKind::Open,
        Term::Close => TokenKind::Close,
        _ => TokenKind::DotDot,
    };
    move |input| match input.next().kind == kind {
        true => Ok((input.advanced(), input.next().span)),
        false => expect(input, term),
    }
}

/// A name: a word, or anything in quotes. `and`, `or` and `not` are names only in quotes, and so is a clause keyword that
/// stands first on its line: there it starts a clause.
pub fn name(input: Input<'_>) -> Parsed<'_, Name> {
    let token = input.next();
    let found = match token.kind {
        TokenKind::Word if !matches!(input.next_text(), "and" | "or" | "not") && !input.is_at_clause() => {
            input.next_text().to_owned()
        }
        TokenKind::String => string_value(token, input.item.text),
        _ => return expect(input, Term::Name),
    };
    if found.trim().is_empty() {
        return expect(input, Term::Name);
    }
    Ok((input.advanced(), Located::new(found, token.span)))
}

/// A text in quotes.
pub fn text(input: Input<'_>) -> Parsed<'_, Text> {
    let token = input.next();
    match token.kind {
        TokenKind::String | TokenKind::TextBlock => {
            Ok((input.advanced(), Located::new(string_value(token, input.item.text), token.span)))
        }
        _ => expect(input, Term::Text),
    }
}

/// A title in quotes.
pub fn title(input: Input<'_>) -> Parsed<'_, Text> {
    if input.next().kind == TokenKind::String { text(input) } else { expect(input, Term::Title) }
}

/// A unit: a word or `%`. A word that goes on with the condition or starts a clause is none.
pub fn unit(input: Input<'_>) -> Parsed<'_, Name> {
    let token = input.next();
    let is_unit = match token.kind {
        TokenKind::Percent => true,
        TokenKind::Word => {
            let others =
                ["and", "or", "then", "by", "on", "dated", "germline", "somatic", "pathogenic", "uncertain", "benign"];
            !others.contains(&input.next_text()) && !input.is_clause_word()
        }
        _ => false,
    };
    if !is_unit {
        return expect(input, Term::Unit);
    }
    Ok((input.advanced(), Located::new(input.next_text().to_owned(), token.span)))
}

/// A day of the calendar.
pub fn date(input: Input<'_>) -> Parsed<'_, Located<Date>> {
    let token = input.next();
    let written = input.next_text();
    if token.kind != TokenKind::Word || !written.starts_with(|c: char| c.is_ascii_digit()) {
        return expect(input, Term::Date);
    }
    match written.parse() {
        Ok(date) => Ok((input.advanced(), Located::new(date, token.span))),
        Err(message) => refuse(input, Diagnostic::error(Code::InvalidDate, token.span, message)),
    }
}

/// A whole number.
pub fn whole_number(input: Input<'_>) -> Parsed<'_, Located<u32>> {
    let token = input.next();
    let written = input.next_text();
    if token.kind != TokenKind::Word || !written.starts_with(|c: char| c.is_ascii_digit()) {
        return expect(input, Term::Number);
    }
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if let Some((from, to)) = written.split_once('-').filter(|(from, to)| digits(from) && digits(to)) {
        let instead = format!("{from}..{to}");
        let message = format!("`{written}` is no number");
        let error = Diagnostic::error(Code::UnexpectedToken, token.span, message)
            .help(format!("a range is written `{instead}`"))
            .fix(format!("write `{instead}`"), token.span, instead, Applicability::DisplayOnly);
        return refuse(input, error);
    }
    match written.parse() {
        Ok(number) => Ok((input.advanced(), Located::new(number, token.span))),
        Err(_) => {
            let message = format!("`{written}` is no whole number up to {}", u32::MAX);
            refuse(input, Diagnostic::error(Code::InvalidNumber, token.span, message))
        }
    }
}

/// A number with or without decimals, as a number.
pub fn decimal(input: Input<'_>) -> Parsed<'_, f64> {
    let token = input.next();
    let written = input.next_text();
    let digits = written.strip_prefix('-').unwrap_or(written);
    if token.kind != TokenKind::Word || !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return expect(input, Term::Number);
    }
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && !digits.ends_with('.');
    match written.parse::<f64>() {
        Ok(number) if plain && number.is_finite() => Ok((input.advanced(), number)),
        _ => {
            let message = format!("`{written}` is no number");
            let help = "a number is written in digits, with a point before decimals: `50`, `0.5`";
            refuse(input, Diagnostic::error(Code::InvalidNumber, token.span, message).help(help))
        }
    }
}

/// `A..B`, or where a range may be one number, `A`.
pub fn range_of<'a, T: PartialOrd + Copy>(
    number: impl Fn(Input<'a>) -> Parsed<'a, T>,
    one: bool,
) -> impl Fn(Input<'a>) -> Parsed<'a, Located<(T, T)>> {
    move |start| {
        let (input, from) = number(start)?;
        let (input, dots) = match one {
            true => optional(sign(Term::DotDot)).parse(input)?,
            false => sign(Term::DotDot)(input).map(|(input, span)| (input, Some(span)))?,
        };
        let (input, to) = if dots.is_some() { number(input)? } else { (input, from) };
        let span = input.span_from(start);
        if from <= to {
            return Ok((input, Located::new((from, to), span)));
        }
        let written = start.item.text.get(span.start as usize..span.end as usize).unwrap_or("");
        let message = format!("the range `{written}` ends before it starts");
        refuse(start, Diagnostic::error(Code::InvalidRange, span, message).help("the smaller number comes first"))
    }
}

/// A range of whole numbers, or one of them.
pub fn whole_range(input: Input<'_>) -> Parsed<'_, Located<(u32, u32)>> {
    range_of(|input| whole_number(input).map(|(rest, number)| (rest, number.node)), true)(input)
}

/// Something that may be missing.
pub fn optional<'a, T>(
    mut parser: impl Parser<Input<'a>, Output = T, Error = super::error::SyntaxError>,
) -> impl FnMut(Input<'a>) -> Parsed<'a, Option<T>> {
    move |input| match parser.parse(input) {
        Ok((rest, found)) => Ok((rest, Some(found))),
        Err(nom::Err::Error(error)) if error.is_at(input) => Ok((input.also_tried(error.expected()), None)),
        Err(error) => Err(error),
    }
}

/// One or more, with something between: `,`, `or`, `and`. After what stands between, one more must follow.
pub fn separated<'a, T>(
    separator: impl Fn(Input<'a>) -> Parsed<'a, Span>,
    mut parser: impl FnMut(Input<'a>) -> Parsed<'a, T>,
) -> impl FnMut(Input<'a>) -> Parsed<'a, Vec<T>> {
    move |input| {
        let (mut input, entry) = parser(input)?;
        let mut entries = vec![entry];
        loop {
            let (after, found) = optional(&separator).parse(input)?;
            if found.is_none() {
                return Ok((after, entries));
            }
            let (after, entry) = parser(after)?;
            entries.push(entry);
            input = after;
        }
    }
}

/// One or more with commas between.
pub fn list<'a, T>(parser: impl FnMut(Input<'a>) -> Parsed<'a, T>) -> impl FnMut(Input<'a>) -> Parsed<'a, Vec<T>> {
    separated(sign(Term::Comma), parser)
}

/// One or more names with commas between.
pub fn names(input: Input<'_>) -> Parsed<'_, Vec<Name>> {
    list(name)(input)
}

/// One or more names with a word between.
pub fn names_joined<'a>(term: Term) -> impl FnMut(Input<'a>) -> Parsed<'a, Vec<Name>> {
    separated(word(term), name)
}

/// What a parser reads, with its place.
pub fn located<'a, T>(
    mut parser: impl FnMut(Input<'a>) -> Parsed<'a, T>,
) -> impl FnMut(Input<'a>) -> Parsed<'a, Located<T>> {
    move |start| parser(start).map(|(rest, node)| (rest, Located::new(node, rest.span_from(start))))
}

/// Something in parentheses, which are a level of their own.
pub fn in_parentheses<'a, T>(parser: impl FnMut(Input<'a>) -> Parsed<'a, T>) -> impl FnMut(Input<'a>) -> Parsed<'a, T> {
    let mut parser = nested(parser);
    move |input| {
        let (input, _) = sign(Term::Open)(input)?;
        let (input, found) = parser(input)?;
        sign(Term::Close)(input).map(|(rest, _)| (rest, found))
    }
}

/// A parser one level deeper. More than [`MAX_DEPTH`] levels are refused, not read.
pub fn nested<'a, T>(mut parser: impl FnMut(Input<'a>) -> Parsed<'a, T>) -> impl FnMut(Input<'a>) -> Parsed<'a, T> {
    move |input| {
        if input.depth >= MAX_DEPTH {
            let message = format!("this is nested more than {MAX_DEPTH} levels deep");
            let help = "give a part of it a name with `define`";
            return refuse(input, Diagnostic::error(Code::NestingTooDeep, input.next().span, message).help(help));
        }
        let depth = input.depth;
        let (rest, found) = parser(input.at_depth(depth + 1))?;
        Ok((rest.at_depth(depth), found))
    }
}
