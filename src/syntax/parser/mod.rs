//! Tokens to tree, item by item: what starts in column 0 is read for itself, so that one broken item costs no other.
//!
//! Every parser is a nom function over [`input::Input`]. The grammar is decided by the next one or two tokens; the
//! farthest error of an item is its one finding, with all that would have been accepted there.

mod alterations;
mod cases;
mod conditions;
mod declarations;
mod error;
pub(super) mod grammar;
mod input;
mod rules;
mod terminals;

pub use terminals::MAX_DEPTH;

use super::lexer::tokens;
use super::token::{Token, TokenKind};
use super::tree::{
    BrokenItem, Case, Citation, Declaration, Define, Expectation, Given, Item, ItemKind, Located, Name, Promise, Rule,
    Text, Tree, Withdraw,
};
use crate::diagnostics::{Code, Diagnostic, nearest};
use crate::text::{SourceId, Span};
use error::{Parsed, Term, expect, list as in_words};
use grammar::{ItemGrammar, Times, clause_name};
use input::Input;
use nom::Parser;
use nom::combinator::map;
use nom::sequence::{pair, preceded, terminated};
use terminals::{name, optional, text as string, title, word};

/// Reads a file. What cannot be read is a finding and an [`ItemKind::Broken`]; everything else is in the tree.
pub fn parse(text: &str, source: SourceId) -> (Tree, Vec<Diagnostic>) {
    let (all, lexical) = tokens(text, source);
    let significant: Vec<Token> =
        all.into_iter().filter(|token| token.kind.is_significant() && token.kind != TokenKind::End).collect();
    let mut starts: Vec<usize> = (0..significant.len()).filter(|at| significant[*at].is_in_column_0(text)).collect();
    let mut diagnostics = Vec::new();
    if let Some(stray) = significant.first().filter(|_| starts.first() != Some(&0)) {
        let message = "this line is indented and belongs to no item";
        let help = "an item starts in column 0 with its keyword, as `rule` or `gene`";
        diagnostics.push(Diagnostic::error(Code::StrayIndentation, stray.span, message).help(help));
    }
    starts.push(significant.len());
    let mut lexical = lexical.into_iter().peekable();
    let mut items = Vec::with_capacity(starts.len());
    let mut broken = Vec::new();
    for range in starts.windows(2) {
        let slice = &significant[range[0]..range[1]];
        let span = slice[0].span.to(slice[slice.len() - 1].span);
        // Of an item with unreadable characters nothing else is said.
        let mut unreadable = None;
        while let Some(finding) = lexical.next_if(|finding| finding.primary.span.start < span.end) {
            if finding.primary.span.start < span.start {
                diagnostics.push(finding);
            } else {
                unreadable.get_or_insert(finding);
            }
        }
        let kind = match unreadable {
            Some(finding) => {
                diagnostics.push(finding);
                ItemKind::Broken
            }
            None => item(slice, text, span, &mut diagnostics),
        };
        if let (ItemKind::Broken, Some(name)) = (&kind, slice.get(1)) {
            let name = name.text(text).trim_matches('"').to_owned();
            broken.push(BrokenItem { keyword: slice[0].text(text).to_owned(), name });
        }
        items.push(Item::new(kind, span));
    }
    diagnostics.extend(lexical);
    (Tree { items, broken }, diagnostics)
}

/// Reads one item.
fn item(slice: &[Token], text: &str, span: Span, diagnostics: &mut Vec<Diagnostic>) -> ItemKind {
    let keyword = slice[0].text(text);
    let Some(grammar) = grammar::item(keyword).filter(|_| slice[0].kind == TokenKind::Word) else {
        diagnostics.push(unknown_item(keyword, slice[0].span));
        return ItemKind::Broken;
    };
    let source = input::Item { text, grammar, end: span.after() };
    let input = Input::new(slice, &source);
    let mut clauses = Clauses { grammar, header: slice[0].span, seen: Vec::new() };
    let read = match keyword {
        "define" => define(input),
        "rule" | "replace" => rule(input, &mut clauses),
        "case" => case(input, &mut clauses),
        "always" | "never" => promise(input),
        "withdraw" => withdraw(input, &mut clauses),
        _ => declaration(input, &mut clauses),
    };
    match read {
        Ok((_, kind)) => {
            clauses.check(&kind, diagnostics);
            kind
        }
        Err(nom::Err::Error(error) | nom::Err::Failure(error)) => {
            diagnostics.push(error.into_diagnostic(text, grammar));
            ItemKind::Broken
        }
        // Only streaming parsers are ever incomplete, and none is here.
        Err(nom::Err::Incomplete(_)) => ItemKind::Broken,
    }
}

fn unknown_item(keyword: &str, span: Span) -> Diagnostic {
    let shown: String = keyword.chars().take(40).collect();
    let keywords = || grammar::ITEMS.iter().map(|item| item.keyword);
    let error = Diagnostic::error(Code::UnknownItem, span, format!("`{shown}` starts no item"));
    let owners: Vec<String> = grammar::ITEMS
        .iter()
        .filter(|item| item.clause(keyword).is_some())
        .map(|item| format!("`{}`", item.keyword))
        .collect();
    if !owners.is_empty() {
        return error.help(format!("`{shown}` is a clause of {}: indent it", in_words(&owners, "or")));
    }
    if nearest(&shown, keywords()).is_some() {
        return error.suggest(&shown, keywords());
    }
    error.help(
        "an item starts with a keyword such as `rule`, `define`, `gene` or `case`; what belongs to it is indented",
    )
}

/// `KIND NAME "title"` and clauses
fn declaration<'a>(start: Input<'a>, clauses: &mut Clauses) -> Parsed<'a, ItemKind> {
    let Some(kind) = declarations::declaration_kind(start.next_text()) else { return expect(start, Term::Name) };
    let (input, (name, title)) = header(start, clauses)?;
    let (rest, clauses) = clauses.read(input, declarations::clause)?;
    Ok((rest, ItemKind::Declaration(Declaration { kind, name, title, clauses })))
}

/// The name and the title behind an item's keyword.
fn header<'a>(start: Input<'a>, clauses: &mut Clauses) -> Parsed<'a, (Name, Option<Text>)> {
    let (rest, found) = pair(name, optional(title)).parse(start.advanced())?;
    clauses.header = rest.span_from(start);
    Ok((rest, found))
}

/// `define NAME "title"` and a condition
fn define(start: Input<'_>) -> Parsed<'_, ItemKind> {
    let (rest, (name, title, condition)) =
        terminated((name, optional(title), conditions::condition), end).parse(start.advanced())?;
    Ok((rest, ItemKind::Define(Define { name, title, condition })))
}

/// `rule NAME "title"` or `replace NAME`, and clauses
fn rule<'a>(start: Input<'a>, clauses: &mut Clauses) -> Parsed<'a, ItemKind> {
    let replaces = start.peeks(0, "replace");
    let (input, (name, title)) = header(start, clauses)?;
    let (rest, clauses) = clauses.read(input, rules::rule_clause)?;
    Ok((rest, ItemKind::Rule(Rule { replaces, name, title, clauses })))
}

/// `case "title"`, `given …`, `expect …`
fn case<'a>(start: Input<'a>, clauses: &mut Clauses) -> Parsed<'a, ItemKind> {
    enum Part {
        Given(Vec<Located<Given>>),
        Expect(Vec<Located<Expectation>>),
    }
    let (input, title) = title(start.advanced())?;
    clauses.header = input.span_from(start);
    let (rest, parts) = clauses.read(input, |keyword, input| match keyword {
        "given" => map(cases::givens, Part::Given).parse(input),
        _ => map(cases::expectations, Part::Expect).parse(input),
    })?;
    let mut case = Case { title, given: Vec::new(), expectations: Vec::new() };
    for part in parts {
        match part.node {
            Part::Given(given) => case.given.extend(given),
            Part::Expect(expectations) => case.expectations.extend(expectations),
        }
    }
    Ok((rest, ItemKind::Case(case)))
}

/// `always "title"`, `given …`, `when … then …`
fn promise(start: Input<'_>) -> Parsed<'_, ItemKind> {
    let never = start.peeks(0, "never");
    let given = optional(preceded(word(Term::Given), cases::givens));
    let when = preceded(word(Term::When), conditions::condition);
    let then = preceded(word(Term::Then), cases::expectations);
    let (rest, (title, given, condition, expectations)) =
        terminated((title, given, when, then), end).parse(start.advanced())?;
    Ok((rest, ItemKind::Promise(Promise { never, title, given: given.unwrap_or_default(), condition, expectations })))
}

/// `withdraw RULE`, `because "…"`, `cite …`
fn withdraw<'a>(start: Input<'a>, clauses: &mut Clauses) -> Parsed<'a, ItemKind> {
    enum Part {
        Because(Text),
        Cite(Vec<Citation>),
    }
    let (input, rule) = name(start.advanced())?;
    clauses.header = input.span_from(start);
    let (rest, parts) = clauses.read(input, |keyword, input| match keyword {
        "because" => map(string, Part::Because).parse(input),
        _ => map(rules::citations, Part::Cite).parse(input),
    })?;
    let mut withdraw = Withdraw { rule, because: None, citations: Vec::new() };
    for part in parts {
        match part.node {
            Part::Because(text) => withdraw.because = Some(text),
            Part::Cite(citations) => withdraw.citations.extend(citations),
        }
    }
    Ok((rest, ItemKind::Withdraw(withdraw)))
}

fn end(input: Input<'_>) -> Parsed<'_, ()> {
    if input.is_at_end() {
        Ok((input, ()))
    } else {
        expect(input, error::Expected::from(Term::ItemEnd) | Term::Clause.into())
    }
}

/// The clauses of the item that is being read.
struct Clauses {
    grammar: &'static ItemGrammar,
    header: Span,
    seen: Vec<(&'static str, Times, Span)>,
}

impl Clauses {
    /// Reads clauses up to the end of the item.
    fn read<'a, T>(
        &mut self,
        mut input: Input<'a>,
        parser: impl Fn(&'static str, Input<'a>) -> Parsed<'a, T>,
    ) -> Parsed<'a, Vec<Located<T>>> {
        let mut clauses = Vec::new();
        while !input.is_at_end() {
            let token = input.next();
            let is_keyword = matches!(token.kind, TokenKind::Word | TokenKind::Equals);
            let known = self.grammar.clauses.iter().find(|(keyword, _)| is_keyword && *keyword == input.next_text());
            let Some((keyword, times)) = known else { return expect(input, Term::Clause) };
            self.seen.push((keyword, *times, token.span));
            let start = input;
            let (rest, node) = parser(keyword, input.advanced())?;
            clauses.push(Located::new(node, rest.span_from(start)));
            input = rest;
        }
        Ok((input, clauses))
    }

    /// Reports clauses that stand too often or are missing. The item is used all the same.
    fn check(&self, kind: &ItemKind, diagnostics: &mut Vec<Diagnostic>) {
        let owner = self.grammar.with_article();
        let mut firsts: Vec<(&'static str, Times, Span)> = Vec::new();
        for (keyword, times, span) in &self.seen {
            let clash = match times {
                Times::Many => continue,
                Times::Once => firsts.iter().find(|(other, ..)| other == keyword),
                Times::Choice => firsts.iter().find(|(_, times, _)| *times == Times::Choice),
            };
            if let Some((other, _, first)) = clash {
                let (keyword, other) = (clause_name(keyword), clause_name(other));
                let message = match keyword == other {
                    true => format!("`{keyword}` stands twice; {owner} has it once"),
                    false => format!("`{keyword}` stands beside `{other}`; {owner} has one of them"),
                };
                diagnostics.push(Diagnostic::error(Code::DuplicateClause, *span, message).and(*first, "first here"));
            } else {
                firsts.push((keyword, *times, *span));
            }
        }
        let missing = |message: String| Diagnostic::error(Code::MissingClause, self.header, message);
        let title = match kind {
            ItemKind::Declaration(declaration) => &declaration.title,
            ItemKind::Define(define) => &define.title,
            ItemKind::Rule(rule) => &rule.title,
            _ => return self.check_needed(&owner, diagnostics),
        };
        if self.grammar.titled && title.is_none() {
            diagnostics.push(missing(format!("{owner} needs a title")).help("write it in quotes behind the name"));
        }
        self.check_needed(&owner, diagnostics);
    }

    fn check_needed(&self, owner: &str, diagnostics: &mut Vec<Diagnostic>) {
        for any in self.grammar.needed {
            if !self.seen.iter().any(|(keyword, ..)| any.contains(keyword)) {
                let names: Vec<String> = any.iter().map(|keyword| format!("`{}`", clause_name(keyword))).collect();
                let message = format!("{owner} needs {}", in_words(&names, "or"));
                diagnostics.push(Diagnostic::error(Code::MissingClause, self.header, message));
            }
        }
    }
}
