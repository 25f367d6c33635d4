//! The one layout of rule text. Only blanks and line breaks change: tokens and comments stay as they are, in their order.
//!
//! The tree says where clauses and their parts start ([`super::layout`]); this file gives each its line and keeps every
//! comment with what it belongs to: a comment on its own line with what follows, one behind a token with that token.
//! The result is read again, and refused where it says anything else than the text did.

use super::layout::{Line, Part, clauses};
use super::lexer::tokens;
use super::parser::grammar::{self, ItemGrammar};
use super::parser::{MAX_DEPTH, parse};
use super::token::{Token, TokenKind};
use super::tree::{Item, ItemKind, Tree};
use crate::diagnostics::{Code, Diagnostic};
use crate::text::SourceId;
use std::ops::Range;

/// How many characters a line has at most, where it can be broken.
pub const LINE_WIDTH: usize = 110;

/// Why a text was not formatted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormatRefusal {
    /// It cannot be read; the findings say why.
    SyntaxErrors(Vec<Diagnostic>),
    /// Its layout would say something else: a defect of the formatter, which so does no harm.
    WouldChangeMeaning,
}

/// Lays a text out. Formatting what is formatted changes nothing.
///
/// # Errors
/// [`FormatRefusal`]: the text has errors, or the result would not mean the same.
pub fn format(text: &str, source: SourceId) -> Result<String, FormatRefusal> {
    let (tree, mut diagnostics) = parse(text, source);
    // What is only missing or written twice can be laid out.
    diagnostics.retain(|finding| !matches!(finding.code, Code::MissingClause | Code::DuplicateClause));
    if !diagnostics.is_empty() || tree.items.iter().any(|item| item.node == ItemKind::Broken) {
        return Err(FormatRefusal::SyntaxErrors(diagnostics));
    }
    let words = Words::new(text, source);
    let formatted = file(&tree, &words);
    let same = parse(&formatted, source).0 == tree && Words::new(&formatted, source).comments().eq(words.comments());
    if same { Ok(formatted) } else { Err(FormatRefusal::WouldChangeMeaning) }
}

/// A comment on a line of its own.
struct Comment<'a> {
    text: &'a str,
    in_column_0: bool,
    blank_line_before: bool,
}

/// A significant token with the comments around it.
pub struct Word<'a> {
    /// What and where.
    pub token: Token,
    /// As written.
    pub text: &'a str,
    before: Vec<Comment<'a>>,
    behind: Option<&'a str>,
    blank_line_before: bool,
    first_on_line: bool,
}

/// The significant tokens of a text, the end last.
pub struct Words<'a>(pub Vec<Word<'a>>);

impl<'a> Words<'a> {
    fn new(text: &'a str, source: SourceId) -> Words<'a> {
        let mut words: Vec<Word<'a>> = Vec::new();
        let mut before = Vec::new();
        let mut line_breaks = 1;
        let mut blank_line = false;
        for token in tokens(text, source).0 {
            match token.kind {
                TokenKind::Blank => {}
                TokenKind::LineBreak => {
                    line_breaks += 1;
                    blank_line |= line_breaks > 1;
                }
                TokenKind::Comment => {
                    let comment = token.text(text).trim_end();
                    match words.last_mut().filter(|_| line_breaks == 0 && before.is_empty()) {
                        Some(word) => word.behind = Some(comment),
                        None => {
                            let in_column_0 = token.is_in_column_0(text);
                            before.push(Comment { text: comment, in_column_0, blank_line_before: blank_line });
                        }
                    }
                    (line_breaks, blank_line) = (0, false);
                }
                _ => {
                    let first_on_line = line_breaks > 0 || words.is_empty();
                    let (before, text) = (std::mem::take(&mut before), token.text(text));
                    words.push(Word {
                        token,
                        text,
                        before,
                        behind: None,
                        blank_line_before: blank_line,
                        first_on_line,
                    });
                    (line_breaks, blank_line) = (0, false);
                }
            }
        }
        Words(words)
    }

    /// All comments in their order.
    fn comments(&self) -> impl Iterator<Item = &str> {
        self.0.iter().flat_map(|word| word.before.iter().map(|comment| comment.text).chain(word.behind))
    }

    /// The number of the first token that starts at or after a byte.
    pub fn at(&self, byte: u32) -> usize {
        self.0.partition_point(|word| word.token.span.start < byte)
    }

    /// Whether a comment stands between the first and the last of these tokens.
    fn has_comment_within(&self, range: Range<usize>) -> bool {
        let last = range.end.saturating_sub(1);
        self.0[range.clone()]
            .iter()
            .enumerate()
            .any(|(at, word)| (at > 0 && !word.before.is_empty()) || (range.start + at < last && word.behind.is_some()))
    }
}

/// The whole file.
fn file(tree: &Tree, words: &Words<'_>) -> String {
    let mut out = String::new();
    let mut before: Option<(String, bool)> = None;
    for item in &tree.items {
        let range = words.at(item.span.start)..words.at(item.span.end);
        let first = &words.0[range.start];
        let own = comments_of_item_before(&mut out, &first.before, before.is_some());
        let has_tail = own.len() < first.before.len();
        let laid_out = lay_out(item, range, words);
        let one_line = laid_out.trim_end_matches('\n').lines().count() == 1;
        let blank_line = own.first().map_or(first.blank_line_before, |comment| comment.blank_line_before);
        let together = before.as_ref().is_some_and(|(keyword, before_one_line)| {
            keyword == first.text && *before_one_line && one_line && !has_tail && !blank_line
        });
        if !out.is_empty() && !together {
            out.push('\n');
        }
        own_comments(&mut out, own);
        if !own.is_empty() && first.blank_line_before {
            out.push('\n');
        }
        out.push_str(&laid_out);
        before = Some((first.text.to_owned(), one_line));
    }
    if let Some(end) = words.0.last() {
        let own = comments_of_item_before(&mut out, &end.before, before.is_some());
        if !out.is_empty() && !own.is_empty() {
            out.push('\n');
        }
        own_comments(&mut out, own);
    }
    out
}

/// Writes the comments that still belong to the item before – the indented ones – and gives back the others.
fn comments_of_item_before<'c, 'a>(out: &mut String, comments: &'c [Comment<'a>], any: bool) -> &'c [Comment<'a>] {
    let indented = if any { comments.iter().take_while(|comment| !comment.in_column_0).count() } else { 0 };
    let (tail, own) = comments.split_at(indented);
    for comment in tail {
        out.push_str("  ");
        out.push_str(comment.text);
        out.push('\n');
    }
    own
}

/// Writes comments in column 0; a blank line between them stays.
fn own_comments(out: &mut String, comments: &[Comment<'_>]) {
    for (at, comment) in comments.iter().enumerate() {
        if at > 0 && comment.blank_line_before {
            out.push('\n');
        }
        out.push_str(comment.text);
        out.push('\n');
    }
}

/// One item.
fn lay_out(item: &Item, range: Range<usize>, words: &Words<'_>) -> String {
    let mut writer = Writer {
        out: String::new(),
        column: 0,
        at_line_start: true,
        words,
        grammar: grammar::item(words.0[range.start].text),
    };
    let is_on_one_line =
        !words.0[range.clone()].iter().skip(1).any(|word| word.first_on_line || word.text.contains('\n'));
    let is_declaration = matches!(item.node, ItemKind::Declaration(_));
    if is_declaration && is_on_one_line && writer.width(range.clone()) <= LINE_WIDTH {
        // A short declaration that its author put on one line stays there: vocabularies are tables.
        writer.line(range, Line { start: 0, indent: 0, continuation: 4 });
        return writer.out;
    }
    for part in clauses(item, range, words) {
        writer.part(&part);
    }
    writer.out
}

struct Writer<'w, 'a> {
    out: String,
    /// Where the next token stands; at the start of a line, how far it will be indented.
    column: usize,
    at_line_start: bool,
    words: &'w Words<'a>,
    grammar: Option<&'static ItemGrammar>,
}

impl Writer<'_, '_> {
    /// A clause: on one line where that is allowed and it fits, otherwise on the lines of its parts.
    fn part(&mut self, part: &Part) {
        let Some(first) = part.lines.first().copied() else { return };
        for comment in self.words.0.get(part.range.start).map(|word| &word.before).into_iter().flatten() {
            // Those before an item's first token are written with the file.
            if first.indent > 0 {
                self.comment_line(first.indent, comment.text);
            }
        }
        let fits = first.indent + self.width(part.range.clone()) <= LINE_WIDTH;
        if part.may_join && fits && !self.words.has_comment_within(part.range.clone()) {
            self.line(part.range.clone(), first);
            return;
        }
        for (at, line) in part.lines.iter().enumerate() {
            let end = part.lines.get(at + 1).map_or(part.range.end, |next| next.start);
            let comments = self.words.0.get(line.start).filter(|_| at > 0).map(|word| &word.before);
            for comment in comments.into_iter().flatten() {
                self.comment_line(line.indent, comment.text);
            }
            self.line(line.start..end, *line);
        }
    }

    /// Tokens on one line, or on several where they do not fit.
    fn line(&mut self, range: Range<usize>, line: Line) {
        self.new_line(line.indent);
        self.fill(range.clone(), range.start, line, 0);
        self.new_line(0);
    }

    /// Fills lines with the stretches between the places where a line may end; a stretch that is longer than a line is
    /// itself broken, at what joins more closely: commas first, then words as `or`, then what stands in parentheses.
    fn fill(&mut self, range: Range<usize>, start: usize, line: Line, closeness: usize) {
        // What belongs to a stretch is indented below it, where there are several.
        let several = self.stretch_end(range.start, range.end, closeness) < range.end;
        let inner = Line { continuation: line.continuation + if several { 2 } else { 0 }, ..line };
        let mut at = range.start;
        while at < range.end {
            let end = self.stretch_end(at, range.end, closeness);
            let width = self.width(at..end);
            let space = usize::from(self.is_spaced(at));
            if at > start
                && self.column + space + width > LINE_WIDTH
                && self.column > line.continuation
                && at > range.start
            {
                self.new_line(line.continuation);
            }
            if self.column + space + width > LINE_WIDTH && closeness < 2 * MAX_DEPTH as usize && end > at + 1 {
                self.fill(at..end, start, inner, closeness + 1);
            } else {
                self.words(at..end, start, line);
            }
            at = end;
        }
    }

    /// The first place behind a token where a line may end and that joins no more closely.
    fn stretch_end(&self, at: usize, end: usize, closeness: usize) -> usize {
        let mut open = 0_usize;
        for number in at..end {
            if number > at && self.closeness(number).is_some_and(|it| 2 * open + it <= closeness) {
                return number;
            }
            match self.words.0.get(number).map(|word| word.token.kind) {
                Some(TokenKind::Open) => open += 1,
                Some(TokenKind::Close) => open = open.saturating_sub(1),
                _ => {}
            }
        }
        end
    }

    /// Tokens with their comments; a comment ends its line.
    fn words(&mut self, range: Range<usize>, start: usize, line: Line) {
        for number in range {
            let Some(word) = self.words.0.get(number) else { return };
            if number > start && !word.before.is_empty() {
                for comment in &word.before {
                    self.comment_line(line.continuation, comment.text);
                }
                self.new_line(line.continuation);
            } else if number > start && self.words.0[number - 1].behind.is_some() {
                self.new_line(line.continuation);
            }
            self.word(number);
        }
    }

    fn word(&mut self, number: usize) {
        let Some(word) = self.words.0.get(number) else { return };
        if !self.at_line_start && self.is_spaced(number) {
            self.push(" ");
        }
        match word.token.kind {
            // Line ends are LF, and blanks before them are none of the text's value.
            TokenKind::TextBlock => self.push(&word.text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")),
            _ => self.push(word.text),
        }
        if let Some(comment) = word.behind {
            self.out.push(' ');
            self.out.push_str(comment);
        }
    }

    /// Whether a blank stands before a token where it shares the line with the token before it.
    fn is_spaced(&self, number: usize) -> bool {
        let kind = |number: usize| self.words.0.get(number).map(|word| word.token.kind);
        let before = number.checked_sub(1).and_then(kind);
        !matches!(kind(number), Some(TokenKind::Comma | TokenKind::Close | TokenKind::DotDot))
            && !matches!(before, Some(TokenKind::Open | TokenKind::DotDot))
    }

    /// How closely a token is joined to the one before, where a line may end between them: behind a comma (0), behind
    /// a parenthesis and before a word that joins (1). A clause keyword would start a clause there.
    fn closeness(&self, number: usize) -> Option<usize> {
        let [before, word] = &self.words.0[number - 1..=number] else { return None };
        let is_word = word.token.kind == TokenKind::Word;
        if is_word && self.grammar.is_some_and(|grammar| grammar.clause(word.text).is_some()) {
            return None;
        }
        match before.token.kind {
            TokenKind::Comma => Some(0),
            TokenKind::Open => Some(1),
            _ if is_word && matches!(word.text, "and" | "or" | "with" | "on" | "before" | "within") => Some(1),
            _ => None,
        }
    }

    /// How many characters tokens take on one line; of a text block, its first line.
    fn width(&self, range: Range<usize>) -> usize {
        let words = &self.words.0[range.clone()];
        words
            .iter()
            .enumerate()
            .map(|(at, word)| {
                let space = usize::from(at > 0 && self.is_spaced(range.start + at));
                space + word.text.lines().next().unwrap_or("").chars().count()
            })
            .sum()
    }

    fn push(&mut self, text: &str) {
        if self.at_line_start {
            self.out.extend(std::iter::repeat_n(' ', self.column));
            self.at_line_start = false;
        }
        match text.rsplit_once('\n') {
            Some((_, last)) => self.column = last.chars().count(),
            None => self.column += text.chars().count(),
        }
        self.out.push_str(text);
    }

    /// Ends the line where it has begun; what follows is indented.
    fn new_line(&mut self, indent: usize) {
        if !self.at_line_start {
            self.out.push('\n');
        }
        self.at_line_start = true;
        self.column = indent;
    }

    fn comment_line(&mut self, indent: usize, comment: &str) {
        self.new_line(indent);
        self.push(comment);
        self.new_line(0);
    }
}
