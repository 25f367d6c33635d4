//! What the grammar asked for and did not find. Of two errors the farther wins; errors at one place add up.

use super::grammar::{self, ItemGrammar};
use super::input::Input;
use crate::diagnostics::{Applicability, Code, Diagnostic, nearest};
use crate::syntax::token::{Token, TokenKind};
use nom::error::{ErrorKind, ParseError};
use std::ops::BitOr;

macro_rules! terms {
    ($($variant:ident $text:literal,)*) => {
        /// Something that the grammar can ask for, in the order in which a message names them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Term {
            $(#[doc = $text] $variant,)*
        }

        impl Term {
            const ALL: &[Term] = &[$(Term::$variant),*];

            /// The word or sign itself, or in words what is meant.
            pub fn text(self) -> &'static str {
                match self { $(Term::$variant => $text,)* }
            }
        }
    };
}

terms! {
    // Words.
    Is "is", Has "has", Not "not", And "and", Or "or", Of "of", Least "least", No "no", By "by", On "on",
    Before "before", At "at", Within "within", Days "days", With "with", Alone "alone", Approved "approved",
    Until "until", Region "region", From "from", Also "also", For "for", Inconclusive "inconclusive", Outside "outside",
    Variant "variant", Mutation "mutation", Deletion "deletion", Insertion "insertion", Duplication "duplication",
    Skipping "skipping", Loss "loss", Except "except", Class "class", Line "line", Dated "dated", Needs "needs",
    Therapy "therapy", When "when", Unless "unless", Then "then", Means "means", Up "up",
    To "to", As "as", Given "given",
    // Signs.
    Equals "=", Comma ",", Open "(", Close ")", DotDot "..",
    // Things.
    Comparison "a comparison (`>=`, `>`, `<=`, `<`)", Condition "a condition", Alteration "an alteration",
    Name "a name", Text "a text in quotes", Title "a title in quotes", Number "a number", Date "a date as `2026-10-01`",
    Unit "a unit", Expectation "an expectation such as `test`, `treat` or `no treat`", Words "words that say when",
    Significance "what the variant is (`germline`, `pathogenic`, …)", Clause "a clause",
    ItemEnd "the end of the item",
}

impl Term {
    /// Whether it is a word of the language, written as it is.
    fn is_word(self) -> bool {
        (self as u8) < Term::Equals as u8
    }

    fn is_written_as_is(self) -> bool {
        (self as u8) < Term::Comparison as u8
    }
}

/// A set of [`Term`]s.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expected(u64);

impl Expected {
    /// The empty set.
    pub const NOTHING: Expected = Expected(0);

    /// Whether the term is one of them.
    pub fn contains(self, term: Term) -> bool {
        self.0 & Expected::from(term).0 != 0
    }

    fn terms(self) -> impl Iterator<Item = Term> {
        Term::ALL.iter().copied().filter(move |term| self.contains(*term))
    }
}

impl From<Term> for Expected {
    fn from(term: Term) -> Expected {
        Expected(1 << term as u8)
    }
}

impl BitOr for Expected {
    type Output = Expected;

    fn bitor(self, other: Expected) -> Expected {
        Expected(self.0 | other.0)
    }
}

// A term that the set has no bit for would not compile.
const _: () = assert!(Term::ALL.len() <= u64::BITS as usize);

/// Why an item could not be read.
#[derive(Clone, Debug)]
pub struct SyntaxError {
    /// How many tokens were left: the fewer, the farther.
    left: usize,
    /// The token that was not expected.
    found: Token,
    expected: Expected,
    /// Where the finding is a more particular one than “expected …”.
    diagnostic: Option<Box<Diagnostic>>,
}

/// What every parser here gives back.
pub type Parsed<'a, T> = nom::IResult<Input<'a>, T, SyntaxError>;

impl SyntaxError {
    /// Whether it stands at the start of an input: then nothing was read and something else may be tried.
    pub fn is_at(&self, input: Input<'_>) -> bool {
        self.left == nom::Input::input_len(&input) && self.diagnostic.is_none()
    }

    /// What would have been accepted.
    pub fn expected(&self) -> Expected {
        self.expected
    }

    /// The finding to show.
    pub fn into_diagnostic(self, text: &str, grammar: &'static ItemGrammar) -> Diagnostic {
        let SyntaxError { found, expected, diagnostic, .. } = self;
        match diagnostic {
            Some(diagnostic) => *diagnostic,
            None => unexpected(found, expected, text, grammar),
        }
    }
}

impl<'a> ParseError<Input<'a>> for SyntaxError {
    fn from_error_kind(input: Input<'a>, _: ErrorKind) -> SyntaxError {
        let left = nom::Input::input_len(&input);
        SyntaxError { left, found: input.next(), expected: input.tried, diagnostic: None }
    }

    fn append(_: Input<'a>, _: ErrorKind, other: SyntaxError) -> SyntaxError {
        other
    }

    fn or(self, other: SyntaxError) -> SyntaxError {
        match self.left.cmp(&other.left) {
            std::cmp::Ordering::Less => self,
            std::cmp::Ordering::Greater => other,
            std::cmp::Ordering::Equal => SyntaxError {
                expected: self.expected | other.expected,
                diagnostic: self.diagnostic.or(other.diagnostic),
                ..self
            },
        }
    }
}

/// Fails: here a term was asked for, besides all that was tried before.
pub fn expect<'a, T>(input: Input<'a>, expected: impl Into<Expected>) -> Parsed<'a, T> {
    Err(nom::Err::Error(SyntaxError::from_error_kind(input.also_tried(expected.into()), ErrorKind::Tag)))
}

/// Fails with a finding of its own.
pub fn refuse<'a, T>(input: Input<'a>, diagnostic: Diagnostic) -> Parsed<'a, T> {
    let error = SyntaxError::from_error_kind(input, ErrorKind::Verify);
    Err(nom::Err::Failure(SyntaxError { diagnostic: Some(Box::new(diagnostic)), ..error }))
}

/// “expected …, found …”, or what is known better.
fn unexpected(found: Token, expected: Expected, text: &str, grammar: &'static ItemGrammar) -> Diagnostic {
    let written: String = found.text(text).chars().take(40).collect();
    let first = found.kind == TokenKind::Word && found.is_first_on_line(text);
    if first && expected.contains(Term::Clause) {
        return unknown_clause(found, &written, expected, grammar);
    }
    let shown = match found.kind {
        TokenKind::End => "the end of the item".to_owned(),
        TokenKind::String | TokenKind::TextBlock => format!("the text {}", text_excerpt(&written)),
        _ => format!("`{written}`"),
    };
    let message = format!("expected {}, found {shown}", alternatives(expected, grammar));
    let label = if found.kind == TokenKind::End { "something is missing here" } else { "not expected here" };
    let error = Diagnostic::error(Code::UnexpectedToken, found.span, message).label(label);
    if text.get(..found.span.start as usize).is_some_and(|before| before.trim_end().ends_with(',')) {
        return error.help("the comma before it says that the list goes on");
    }
    with_advice(error, found, &written, expected)
}

fn text_excerpt(written: &str) -> String {
    let line = written.lines().next().unwrap_or("");
    if line.len() < written.len() || line.chars().count() >= 40 { format!("`{line}…`") } else { format!("`{line}`") }
}

/// The likely mistake, where one is known.
fn with_advice(error: Diagnostic, found: Token, written: &str, expected: Expected) -> Diagnostic {
    let span = found.span;
    match found.kind {
        TokenKind::Equals if expected.contains(Term::Is) => error
            .help("a value is asked for with `is`, an alteration with `has`")
            .fix("write `is`", span, "is", Applicability::DisplayOnly),
        TokenKind::Comma if expected.contains(Term::And) && expected.contains(Term::Or) => {
            error.help("conditions are joined by `and` or by `or`")
        }
        TokenKind::Comma if expected.contains(Term::Or) && expected.contains(Term::Close) => {
            error.help("these are joined by `or`").fix("write `or`", span, " or", Applicability::DisplayOnly)
        }
        // A word of the language stands in a wrong place; another is not a misspelling of it.
        TokenKind::Word if Term::ALL.iter().any(|term| term.is_word() && term.text() == written) => error,
        TokenKind::Word => {
            let words = || expected.terms().filter(|term| term.is_word()).map(Term::text);
            match nearest(written, words()) {
                Some(_) => error.suggest(written, words()),
                None if expected.contains(Term::Is) && expected.contains(Term::Has) => {
                    error.help("a name has no blanks; one that has them stands in quotes")
                }
                None => error,
            }
        }
        _ => error,
    }
}

/// A line that starts with a word that is none of the item's clauses.
fn unknown_clause(found: Token, written: &str, expected: Expected, grammar: &'static ItemGrammar) -> Diagnostic {
    let message = format!("{} has no clause `{written}`", grammar.with_article());
    let error = Diagnostic::error(Code::UnknownClause, found.span, message);
    let owners: Vec<String> = grammar::ITEMS
        .iter()
        .filter(|item| item.clause(written).is_some())
        .map(|item| format!("`{}`", item.keyword))
        .collect();
    if grammar::item(written).is_some() && owners.is_empty() {
        return error.help(format!("`{written}` starts an item: put it in column 0"));
    }
    let names = || grammar.clauses.iter().map(|(clause, _)| *clause);
    let words = || expected.terms().filter(|term| term.is_word()).map(Term::text);
    if nearest(written, names().chain(words())).is_some() {
        return error.suggest(written, names().chain(words()));
    }
    if !owners.is_empty() {
        return error.help(format!("`{written}` belongs in {}", list(&owners, "or")));
    }
    if names().next().is_none() {
        return error.help(format!("expected {}", alternatives(expected, grammar)));
    }
    let clauses: Vec<String> = names().map(|clause| format!("`{}`", grammar::clause_name(clause))).collect();
    error.help(format!("its clauses are {}", list(&clauses, "and")))
}

/// The expected terms in words: “`and`, `or` or a clause such as `test`, `treat`”.
fn alternatives(expected: Expected, grammar: &'static ItemGrammar) -> String {
    let mut shown: Vec<String> = Vec::new();
    for term in expected.terms() {
        match term {
            Term::Clause if grammar.clauses.is_empty() => {}
            Term::Clause => {
                let examples =
                    grammar.clauses.iter().take(2).map(|(clause, _)| format!("`{}`", grammar::clause_name(clause)));
                let examples = examples.collect::<Vec<_>>().join(", ");
                shown.push(format!("a clause such as {examples}"));
            }
            term if term.is_written_as_is() => shown.push(format!("`{}`", term.text())),
            term => shown.push(term.text().to_owned()),
        }
    }
    list(&shown, "or")
}

/// “a, b or c”
pub fn list(entries: &[String], word: &str) -> String {
    match entries {
        [] => "the end of the item".to_owned(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} {word} {last}", most.join(", ")),
    }
}
