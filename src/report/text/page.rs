//! Lines of a width, with tones for what matters: how the text report is set.

use crate::ordered::Set;
use std::fmt::Write;

/// How text is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// How many characters a line has at most; at least 40 are used.
    pub width: usize,
    /// Whether everything is shown: long lists, the drugs of classes, every reason and source.
    pub full: bool,
    /// Whether tones are shown as colours, by the escape sequences of terminals (ECMA-48).
    pub colour: bool,
}

impl Default for Style {
    fn default() -> Style {
        Style { width: 100, full: false, colour: false }
    }
}

/// What a piece of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    Plain,
    /// A title, a name: what the eye looks for.
    Strong,
    /// What must not be done.
    Stop,
    /// What must wait or be settled.
    Wait,
    /// What is supported.
    Go,
    /// What can be skipped.
    Faint,
}

impl Tone {
    fn code(self) -> &'static str {
        match self {
            Tone::Plain => "",
            Tone::Strong => "\u{1b}[1m",
            Tone::Stop => "\u{1b}[1;31m",
            Tone::Wait => "\u{1b}[1;33m",
            Tone::Go => "\u{1b}[1;32m",
            Tone::Faint => "\u{1b}[2m",
        }
    }
}

/// A text of one tone.
pub(super) type Piece = (Tone, String);

/// A plain text.
pub(super) fn plain(text: impl Into<String>) -> Piece {
    (Tone::Plain, text.into())
}

/// A text that can be skipped.
pub(super) fn faint(text: impl Into<String>) -> Piece {
    (Tone::Faint, text.into())
}

/// A name.
pub(super) fn strong(text: impl Into<String>) -> Piece {
    (Tone::Strong, text.into())
}

/// The text as far as it is set.
pub(super) struct Page {
    style: Style,
    text: String,
    /// Reasons that stand on the page already.
    said: Set<String>,
}

impl Page {
    pub fn new(style: Style) -> Page {
        Page { style: Style { width: style.width.max(40), ..style }, text: String::new(), said: Set::new() }
    }

    pub fn finish(self) -> String {
        self.text
    }

    /// Whether everything is to be shown.
    pub fn full(&self) -> bool {
        self.style.full
    }

    /// An empty line.
    pub fn gap(&mut self) {
        self.text.push('\n');
    }

    /// The title of a section, with an empty line before it.
    pub fn heading(&mut self, tone: Tone, title: &str) {
        self.gap();
        self.set(0, 0, &[(tone, title.to_owned())]);
    }

    /// Reasons with their sources, unless the page gives the first of them already. Folded, its first sentence is enough.
    pub fn because(&mut self, reasons: &[String], sources: &str) {
        let Some(first) = reasons.first() else {
            if !sources.is_empty() {
                self.detail(&[faint(sources)]);
            }
            return;
        };
        if !self.said.insert(first.clone()) {
            return;
        }
        let shown = if self.full() { reasons.join(" ") } else { first_sentence(first).to_owned() };
        self.detail(&[faint(shown), plain(" "), faint(sources)]);
    }

    /// An entry: its first line two columns in, the others four.
    pub fn entry(&mut self, pieces: &[Piece]) {
        self.set(2, 4, pieces);
    }

    /// What is said of an entry, below it.
    pub fn detail(&mut self, pieces: &[Piece]) {
        self.set(4, 4, pieces);
    }

    /// Sets pieces as one paragraph: the first line after `first` columns, the others after `hanging`.
    pub fn set(&mut self, first: usize, hanging: usize, pieces: &[Piece]) {
        let mut column = first;
        let mut line = " ".repeat(first);
        let mut fresh = true;
        for word in words(pieces) {
            let length: usize = word.iter().map(|(_, part)| part.chars().count()).sum();
            if !fresh && column + 1 + length > self.style.width {
                self.text.push_str(line.trim_end());
                self.text.push('\n');
                line = " ".repeat(hanging);
                column = hanging;
                fresh = true;
            }
            if !fresh {
                line.push(' ');
                column += 1;
            }
            for (tone, part) in &word {
                self.paint(&mut line, *tone, part);
            }
            column += length;
            fresh = false;
        }
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    fn paint(&self, line: &mut String, tone: Tone, part: &str) {
        if self.style.colour && tone != Tone::Plain {
            // Writing to a string cannot fail.
            let _ = write!(line, "{}{part}\u{1b}[0m", tone.code());
        } else {
            line.push_str(part);
        }
    }

    /// Names as a list: all of them, or as many as `most` and how many more there are.
    pub fn list(&self, names: &[String], most: usize) -> String {
        // One name more is no longer than the words that would stand for it.
        if self.full() || names.len() <= most + 1 {
            return names.join(", ");
        }
        format!("{} and {} more", names[..most].join(", "), names.len() - most)
    }
}

/// A text up to the end of its first sentence: a full stop before a blank and a capital letter.
fn first_sentence(text: &str) -> &str {
    let ends = text.match_indices(". ").map(|(at, _)| at + 1);
    let mut sentences =
        ends.filter(|end| text.get(*end..).is_some_and(|rest| rest.trim_start().starts_with(char::is_uppercase)));
    sentences.next().and_then(|end| text.get(..end)).unwrap_or(text)
}

/// The words of pieces, cut at blanks; a word may be made of several pieces.
///
/// Control characters, which a profile may hold, are left out: they could write over what stands here.
fn words(pieces: &[Piece]) -> Vec<Vec<(Tone, String)>> {
    let mut words: Vec<Vec<(Tone, String)>> = Vec::new();
    let mut within = false;
    for (tone, text) in pieces {
        for (number, part) in text.split(char::is_whitespace).enumerate() {
            within &= number == 0;
            let part: String = part.chars().filter(|character| !character.is_control()).collect();
            if part.is_empty() {
                continue;
            }
            match words.last_mut().filter(|_| within) {
                Some(word) => word.push((*tone, part)),
                None => words.push(vec![(*tone, part)]),
            }
            within = true;
        }
        within &= !text.ends_with(char::is_whitespace);
    }
    words
}
