//! Text to tokens. Total: every byte lies in exactly one token; what cannot be read becomes a token and a diagnostic.

use super::token::{Token, TokenKind};
use crate::diagnostics::{Applicability, Code, Diagnostic};
use crate::text::{MAX_FILE_BYTES, SourceId, Span};

/// Cuts a text into tokens, the last of which is [`TokenKind::End`].
///
/// A text of more than [`MAX_FILE_BYTES`] is one unknown token.
pub fn tokens(text: &str, source: SourceId) -> (Vec<Token>, Vec<Diagnostic>) {
    let mut lexer = Lexer { text, source, at: 0, tokens: Vec::with_capacity(text.len() / 4), diagnostics: Vec::new() };
    if text.len() > MAX_FILE_BYTES {
        lexer.refuse_size();
    } else {
        while let Some(first) = lexer.rest().chars().next() {
            lexer.token(first);
        }
    }
    lexer.push(TokenKind::End, 0);
    (lexer.tokens, lexer.diagnostics)
}

/// Words that are keywords before a parenthesis, so that `not(a or b)` is not the name `not(a`.
const BEFORE_PARENTHESIS: &[&str] =
    &["and", "or", "not", "of", "has", "is", "no", "class", "when", "unless", "then", "except", "with"];

struct Lexer<'a> {
    text: &'a str,
    source: SourceId,
    at: usize,
    tokens: Vec<Token>,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    /// Makes the next `length` bytes a token and says where it stands.
    fn push(&mut self, kind: TokenKind, length: usize) -> Span {
        let end = self.at + length;
        // A text of more than 4 GiB is refused before; its one token then claims what can be counted.
        let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let span = Span { source: self.source, start: byte(self.at), end: byte(end) };
        self.tokens.push(Token { kind, span });
        self.at = end;
        span
    }

    fn refuse_size(&mut self) {
        let length = self.text.len();
        let span = self.push(TokenKind::Unknown, length);
        let message = format!("this file has {length} bytes; files of up to {MAX_FILE_BYTES} bytes are read");
        let start = Span { end: span.start, ..span };
        let help = "divide it into several files: the files of a rulebook are read together, in any order";
        self.diagnostics.push(Diagnostic::error(Code::TooLarge, start, message).help(help));
    }

    fn token(&mut self, first: char) {
        let rest = self.rest();
        let starts = |sign: &str| rest.starts_with(sign);
        let (kind, length) = match first {
            '\n' => (TokenKind::LineBreak, 1),
            '\r' if starts("\r\n") => (TokenKind::LineBreak, 2),
            '\r' => (TokenKind::Blank, 1),
            ' ' | '\t' => (TokenKind::Blank, rest.len() - rest.trim_start_matches([' ', '\t']).len()),
            '\u{feff}' if self.at == 0 => (TokenKind::Blank, first.len_utf8()),
            '#' => (TokenKind::Comment, line_length(rest)),
            ',' => (TokenKind::Comma, 1),
            '(' => (TokenKind::Open, 1),
            ')' => (TokenKind::Close, 1),
            '=' if !starts("==") => (TokenKind::Equals, 1),
            '%' => (TokenKind::Percent, 1),
            '>' if starts(">=") => (TokenKind::AtLeast, 2),
            '>' => (TokenKind::MoreThan, 1),
            '<' if starts("<=") => (TokenKind::AtMost, 2),
            '<' if !starts("<<<<<<<") => (TokenKind::LessThan, 1),
            '.' if starts("..") => (TokenKind::DotDot, 2),
            '"' if starts("\"\"\"") => return self.text_block(),
            '"' => return self.string(),
            '/' if starts("//") || starts("/*") => return self.unknown(first),
            _ if is_word_character(first) && first != ':' => (TokenKind::Word, word_length(rest)),
            _ => return self.unknown(first),
        };
        self.push(kind, length);
    }

    /// `"…"`: with `\"` and `\\`, up to the end of its line.
    fn string(&mut self) {
        let mut escaped = false;
        let mut wrong_escape = None;
        for (at, character) in self.rest().char_indices().skip(1) {
            match character {
                '\n' => break,
                _ if escaped => {
                    escaped = false;
                    if !matches!(character, '"' | '\\') {
                        wrong_escape = wrong_escape.or(Some((at - 1, at + character.len_utf8())));
                    }
                }
                '\\' => escaped = true,
                '"' => {
                    let span = self.push(TokenKind::String, at + 1);
                    if let Some((from, to)) = wrong_escape {
                        self.wrong_escape(span, from, to);
                    }
                    return;
                }
                _ => {}
            }
        }
        let rest = self.rest();
        let length = rest.get(..line_length(rest)).unwrap_or(rest).trim_end().len();
        let span = self.push(TokenKind::Unknown, length);
        let message = "this string is not closed on its line";
        let help = "close it with `\"`; a text over several lines stands between `\"\"\"` and `\"\"\"`";
        self.diagnostics.push(Diagnostic::error(Code::UnterminatedString, span, message).help(help));
    }

    fn wrong_escape(&mut self, string: Span, from: usize, to: usize) {
        if let Some(token) = self.tokens.last_mut() {
            token.kind = TokenKind::Unknown;
        }
        let span = Span { start: string.start + from as u32, end: string.start + to as u32, ..string };
        let written = self.text.get(span.start as usize..span.end as usize).unwrap_or("");
        let message = format!("`{written}` stands for nothing in a string");
        let diagnostic = Diagnostic::error(Code::UnexpectedCharacter, span, message)
            .help("write `\\\\` for a backslash and `\\\"` for a quotation mark")
            .fix("double the backslash", span, format!("\\{written}"), Applicability::DisplayOnly);
        self.diagnostics.push(diagnostic);
    }

    /// `"""…"""`: its lines are indented, as all that belongs to an item; so a text that is never closed costs one item
    /// and not the rest of the file.
    fn text_block(&mut self) {
        let rest = self.rest();
        let bytes = rest.as_bytes();
        let mut length = 3;
        while length < bytes.len() {
            if bytes.get(length..length + 3) == Some(b"\"\"\"") {
                self.push(TokenKind::TextBlock, length + 3);
                return;
            }
            let ends_line = bytes.get(length) == Some(&b'\n');
            length += 1;
            if ends_line && bytes.get(length).is_some_and(|next| !b" \t\r\n".contains(next)) {
                break;
            }
        }
        let text = rest.get(..length).unwrap_or(rest);
        let span = self.push(TokenKind::Unknown, text.trim_end().len());
        let opening = Span { end: span.start + 3, ..span };
        let message = "this text is not closed before the item ends";
        let help = "close it with `\"\"\"`; every line of it is indented";
        self.diagnostics.push(Diagnostic::error(Code::UnterminatedString, opening, message).help(help));
    }

    /// A run of what no rule text has outside quotes. Look-alikes are told apart one by one, so that each can be replaced.
    fn unknown(&mut self, first: char) {
        let rest = self.rest();
        let length = match first {
            '<' | '=' => rest.len() - rest.trim_start_matches(first).len(),
            '/' => 2,
            _ if look_alike(first).is_some() => first.len_utf8(),
            _ => {
                let ends = |c: char| c.is_ascii_whitespace() || is_known(c) || look_alike(c).is_some();
                rest.find(ends).unwrap_or(rest.len()).max(first.len_utf8())
            }
        };
        let is_digit = |character: Option<char>| character.is_some_and(|it| it.is_ascii_digit());
        let before = self.text.get(..self.at).and_then(|before| before.chars().next_back());
        let between_digits = is_digit(before) && is_digit(rest.chars().nth(1));
        let written = rest.get(..length).unwrap_or(rest);
        let span = self.push(TokenKind::Unknown, length);
        self.diagnostics.push(unexpected_character(first, written, span, between_digits));
    }
}

/// The finding about a character or a run of them, with the likely mistake named.
fn unexpected_character(first: char, written: &str, span: Span, between_digits: bool) -> Diagnostic {
    let shown: String = written.chars().take(20).collect();
    let plain = format!("`{shown}` does not belong in rule text outside quotes");
    let error = |message: String| Diagnostic::error(Code::UnexpectedCharacter, span, message);
    if let Some((name, instead)) = look_alike(first) {
        let visible = if first.is_whitespace() || instead.is_empty() { String::new() } else { format!(" `{first}`") };
        let error = error(format!("this is {name}{visible}, which rule text has only inside quotes"));
        let instead = if instead == ".." && !between_digits { "-" } else { instead };
        let fix = match instead {
            "" => "take it out".to_owned(),
            " " => "write an ordinary blank".to_owned(),
            instead => format!("write `{instead}`"),
        };
        let help = match instead {
            ".." => "a range is written `14..15`".to_owned(),
            "-" => "write `-` in a name and `..` in a range (`14..15`)".to_owned(),
            _ => fix.clone(),
        };
        return error.help(help).fix(fix, span, instead, Applicability::DisplayOnly);
    }
    match written {
        "&" | "&&" => error(plain).help("write `and`").fix("write `and`", span, "and", Applicability::DisplayOnly),
        "|" | "||" => error(plain).help("write `or`").fix("write `or`", span, "or", Applicability::DisplayOnly),
        "!" => error(plain).help("write `not`, `is not` or `has no`"),
        "==" | "===" => error(plain).help("write `is`").fix("write `is`", span, "is", Applicability::DisplayOnly),
        ":" => error(plain).help("leave the colon out"),
        ";" => error(plain).help("write `,` between the entries of a list").fix(
            "write `,`",
            span,
            ",",
            Applicability::DisplayOnly,
        ),
        "[" | "]" | "{" | "}" => error(plain).help("only `(` and `)` group"),
        "'" | "`" => error(plain).help("texts and names stand in `\"`"),
        "//" | "/*" => error(plain).help("a comment starts with `#`"),
        _ if written.starts_with("<<<<<<<") => error("this is a conflict that a merge left behind".to_owned()),
        _ if first.is_alphabetic() => error(plain).help("put a name with such a letter in quotes"),
        _ if first.is_control() => {
            error(format!("the control character {:#06x} does not belong in rule text", first as u32))
        }
        _ => error(plain),
    }
}

/// Characters that look like one of ours or are pasted in its place: what they are called and what is meant.
fn look_alike(character: char) -> Option<(&'static str, &'static str)> {
    Some(match character {
        '\u{2010}' | '\u{2011}' => ("a typographic hyphen", "-"),
        '\u{2212}' => ("a minus sign", "-"),
        '\u{2012}' | '\u{2013}' => ("an en dash", ".."),
        '\u{2014}' => ("an em dash", ".."),
        '\u{2026}' => ("an ellipsis", ".."),
        '\u{2265}' | '\u{2a7e}' => ("the sign", ">="),
        '\u{2264}' | '\u{2a7d}' => ("the sign", "<="),
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{201f}' | '\u{ab}' | '\u{bb}' => {
            ("a typographic quotation mark", "\"")
        }
        '\u{2018}' | '\u{2019}' | '\u{201a}' => ("a typographic quotation mark", "\""),
        '\u{a0}' | '\u{202f}' | '\u{2007}' | '\u{2009}' | '\u{3000}' => ("a non-breaking or typographic space", " "),
        '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{feff}' | '\u{ad}' => ("an invisible character", ""),
        '\u{d7}' => ("a multiplication sign", "x"),
        _ => return None,
    })
}

/// The length of a line without its line break.
fn line_length(text: &str) -> usize {
    let line = text.split('\n').next().unwrap_or("");
    line.strip_suffix('\r').unwrap_or(line).len()
}

fn is_word_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '-' | '_' | '.' | '/' | '+' | '*' | ':')
}

fn is_known(character: char) -> bool {
    is_word_character(character) || matches!(character, '#' | ',' | '(' | ')' | '=' | '%' | '<' | '>' | '"')
}

/// The length of the word at the start of a text that starts with a word character.
fn word_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let is_word = |at: usize| bytes.get(at).is_some_and(|byte| is_word_character(char::from(*byte)));
    let mut at = 0;
    loop {
        match bytes.get(at) {
            // `12..13` is two words with a sign between.
            Some(b'.') if bytes.get(at + 1) == Some(&b'.') => return at,
            // A colon belongs to the word it stands in, not to one it ends: `EML4::ALK`, `NP_005219.2:p.L858R`.
            Some(b':') => {
                let colons = bytes.iter().skip(at).take_while(|byte| **byte == b':').count();
                if colons > 2 || !is_word(at + colons) {
                    return at;
                }
                at += colons;
            }
            Some(b'(') => match text.get(..at).filter(|word| !BEFORE_PARENTHESIS.contains(word)) {
                Some(_) => match bytes.iter().skip(at + 1).position(|byte| !is_inside_parentheses(*byte)) {
                    Some(length) if length > 0 && bytes.get(at + 1 + length) == Some(&b')') => at += length + 2,
                    _ => return at,
                },
                None => return at,
            },
            Some(_) if is_word(at) => at += 1,
            _ => return at,
        }
    }
}

/// What stands between the parentheses of a name: `t(4;14)`, `p.(=)`. No blanks, no commas, no parentheses, so that
/// lists in parentheses remain lists.
fn is_inside_parentheses(byte: u8) -> bool {
    is_word_character(char::from(byte)) || matches!(byte, b';' | b'=' | b'?' | b'>')
}
