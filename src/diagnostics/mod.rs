//! What is found wrong, as data: one struct for every finding, stable codes, fixes, suggestions.
//!
//! Messages follow one style: one sentence, lower case, no final period, the author's words in backticks, no line
//! breaks; what to do about it stands apart, in `help`.

mod code;
mod placed;
mod suggest;

pub use code::{Code, UnknownCode};
pub use placed::{Placed, PlacedFix, PlacedLabel, TextRange};
pub use suggest::{Candidates, nearest, suggestion};

use crate::text::{LineColumn, Sources, Span};
use serde::Serialize;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The rulebook cannot be used.
    Error,
    /// The rulebook can be used; its author should look.
    Warning,
}

/// A place and what to say about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What to say there; may be empty.
    pub text: String,
}

/// How sure a fix is to keep what the author meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Applicability {
    /// Changes no meaning; may be applied unseen.
    Safe,
    /// Changes what the rule says; a person must choose it.
    DisplayOnly,
}

/// A change to the text that would mend the finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fix {
    /// What the change does, in a few words.
    pub title: String,
    /// The text to replace.
    pub span: Span,
    /// What to put in its place.
    pub replacement: String,
    /// How sure it is.
    pub applicability: Applicability,
}

/// One finding about a rulebook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// Its stable code.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// One sentence that says what is wrong, even when nothing else is shown.
    pub message: String,
    /// Where it is.
    pub primary: Label,
    /// Other places that explain it.
    pub secondary: Vec<Label>,
    /// What to do about it.
    pub help: Option<String>,
    /// Changes that would mend it.
    pub fixes: Vec<Fix>,
}

impl Diagnostic {
    /// An error at a place.
    pub fn error(code: Code, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code,
            severity: Severity::Error,
            message: message.into(),
            primary: Label { span, text: String::new() },
            secondary: Vec::new(),
            help: None,
            fixes: Vec::new(),
        }
    }

    /// A warning at a place.
    pub fn warning(code: Code, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic { severity: Severity::Warning, ..Diagnostic::error(code, span, message) }
    }

    /// The same with words at its place.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Diagnostic {
        self.primary.text = text.into();
        self
    }

    /// The same with another place that explains it.
    #[must_use]
    pub fn and(mut self, span: Span, text: impl Into<String>) -> Diagnostic {
        self.secondary.push(Label { span, text: text.into() });
        self
    }

    /// The same with advice.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Diagnostic {
        self.help = Some(text.into());
        self
    }

    /// The same with a change that would mend it.
    #[must_use]
    pub fn fix(
        mut self,
        title: impl Into<String>,
        span: Span,
        replacement: impl Into<String>,
        applicability: Applicability,
    ) -> Diagnostic {
        self.fixes.push(Fix { title: title.into(), span, replacement: replacement.into(), applicability });
        self
    }

    /// The same with a change that replaces the place by the nearest of some names, and with advice that says so.
    #[must_use]
    pub fn suggest<'a>(self, written: &str, names: impl IntoIterator<Item = &'a str>) -> Diagnostic {
        match nearest(written, names) {
            Some(name) => self.offer(name),
            None => self,
        }
    }

    /// The same with a change that replaces the place by a name, and with advice that says so.
    #[must_use]
    pub fn offer(self, name: &str) -> Diagnostic {
        let span = self.primary.span;
        let help = format!("did you mean `{name}`?");
        self.help(help).fix(format!("write `{name}`"), span, name, Applicability::DisplayOnly)
    }

    /// Where the finding is, as people count.
    pub fn place(&self, sources: &Sources) -> Option<LineColumn> {
        sources.get(self.primary.span.source).map(|file| file.line_column(self.primary.span.start))
    }
}

/// Whether any finding makes the rulebook unusable.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
}

/// One finding about an input: a profile, a compiled rulebook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InputError {
    /// Its stable code.
    pub code: Code,
    /// The JSON path of the place, as `results[2].alterations[0]`; empty for the whole input.
    pub path: String,
    /// One sentence that says what is wrong.
    pub message: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

impl InputError {
    /// An error at a path.
    pub fn new(code: Code, path: impl Into<String>, message: impl Into<String>) -> InputError {
        let mut message: String = message.into();
        // A message quotes the input, which may be as long as a file.
        if let Some((end, _)) = message.char_indices().nth(500) {
            message.truncate(end);
            message.push('…');
        }
        InputError { code, path: path.into(), message, help: None }
    }

    /// A text that is no JSON.
    pub fn not_json(path: impl Into<String>, error: &serde_json::Error) -> InputError {
        let words = error.to_string();
        let words = words.split(" at line ").next().unwrap_or_default();
        let place = format!("line {}, column {}", error.line(), error.column());
        let message = match (error.is_eof(), words) {
            (true, _) => format!("the JSON ends too early ({place})"),
            (_, "trailing characters") => format!("something follows the end of the JSON ({place})"),
            (_, "expected value") => format!("this is no JSON ({place})"),
            _ => format!("{words} ({place})"),
        };
        InputError::new(Code::InvalidJson, path, message)
    }

    /// The same with advice.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> InputError {
        self.help = Some(text.into());
        self
    }
}
