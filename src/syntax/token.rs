//! Tokens: the words, texts and signs that a rule file is cut into.

use crate::text::Span;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// A name, number, date or keyword; which of them, the grammar decides: `EGFR`, `3+`, `t(4;14)`, `2026-10-01`, `rule`.
    Word,
    /// `"…"` on one line.
    String,
    /// `"""…"""`, over several lines.
    TextBlock,
    /// `,`
    Comma,
    /// `(`
    Open,
    /// `)`
    Close,
    /// `=`
    Equals,
    /// `..`
    DotDot,
    /// `%`
    Percent,
    /// `>=`
    AtLeast,
    /// `>`
    MoreThan,
    /// `<=`
    AtMost,
    /// `<`
    LessThan,
    /// Blanks, tabs, a byte-order mark: all that separates and is no line break.
    Blank,
    /// The end of a line: LF or CRLF.
    LineBreak,
    /// `#` and the rest of its line.
    Comment,
    /// What no rule text has outside quotes, or a string that its line does not end.
    Unknown,
    /// The end of the text or of an item; empty.
    End,
}

impl TokenKind {
    /// Whether the grammar looks at it: neither blank nor line break nor comment.
    pub fn is_significant(self) -> bool {
        !matches!(self, TokenKind::Blank | TokenKind::LineBreak | TokenKind::Comment)
    }
}

/// A token: what it is and where. The tokens of a text cover every byte of it once, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Where it stands.
    pub span: Span,
}

impl Token {
    /// What the token says, in the text that it was cut from.
    pub fn text(self, text: &str) -> &str {
        text.get(self.span.start as usize..self.span.end as usize).unwrap_or("")
    }

    /// Whether nothing but blanks stands before it on its line.
    pub fn is_first_on_line(self, text: &str) -> bool {
        let before = text.get(..self.span.start as usize).unwrap_or("").trim_end_matches([' ', '\t', '\r', '\u{feff}']);
        before.is_empty() || before.ends_with('\n')
    }

    /// Whether it stands in column 0, where items start; a byte-order mark takes no column.
    pub fn is_in_column_0(self, text: &str) -> bool {
        let before = text.get(..self.span.start as usize).unwrap_or("");
        before.is_empty() || before == "\u{feff}" || before.ends_with('\n')
    }
}

/// What a string token says: quotes and escapes resolved; of a text block the common indentation, the blanks at line
/// ends and the line breaks next to the quotes removed.
pub fn string_value(token: Token, text: &str) -> String {
    let written = token.text(text);
    match token.kind {
        TokenKind::TextBlock => {
            let inner = written.strip_prefix("\"\"\"").and_then(|rest| rest.strip_suffix("\"\"\"")).unwrap_or("");
            block_value(inner)
        }
        _ => {
            let inner = written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(written);
            let mut value = String::with_capacity(inner.len());
            let mut escaped = false;
            for character in inner.chars() {
                escaped = !escaped && character == '\\';
                if !escaped {
                    value.push(character);
                }
            }
            value
        }
    }
}

fn block_value(inner: &str) -> String {
    let indentation = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    // The first line stands behind the quotes and so has no indentation of its own.
    let lines: Vec<&str> = inner.lines().map(str::trim_end).collect();
    let common = lines.iter().skip(1).filter(|line| !line.is_empty()).map(|line| indentation(line)).min().unwrap_or(0);
    let stripped = lines.iter().enumerate().map(|(number, line)| match number {
        0 => line.trim_start(),
        _ => line.get(common..).unwrap_or(""),
    });
    let value = stripped.collect::<Vec<_>>().join("\n");
    value.trim_matches('\n').to_owned()
}
