//! Findings with their places as people and editors count them, for those who do not hold the texts: JSON output, wasm.

use super::{Applicability, Code, Diagnostic, Fix, Label, Severity};
use crate::text::{LineColumn, Sources, Span};
use serde::Serialize;

/// A finding with its places spelled out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Placed {
    /// Its stable code.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// One sentence that says what is wrong.
    pub message: String,
    /// Where it is.
    pub primary: PlacedLabel,
    /// Other places that explain it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub secondary: Vec<PlacedLabel>,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// Changes that would mend it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fixes: Vec<PlacedFix>,
}

/// A place and what to say about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlacedLabel {
    /// The place; none for a finding about the rulebook as a whole.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub place: Option<TextRange>,
    /// What to say there.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
}

/// A change to a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlacedFix {
    /// What the change does, in a few words.
    pub title: String,
    /// The text to replace.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub place: Option<TextRange>,
    /// What to put in its place.
    pub replacement: String,
    /// How sure it is.
    pub applicability: Applicability,
}

/// A range of one file: `end` is the place behind its last character.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TextRange {
    /// The file, as the rulebook names it.
    pub file: String,
    /// Where it starts.
    pub start: LineColumn,
    /// Where it ends.
    pub end: LineColumn,
}

impl Diagnostic {
    /// The same with its places spelled out.
    pub fn placed(&self, sources: &Sources) -> Placed {
        let range = |span: Span| {
            sources.get(span.source).map(|file| TextRange {
                file: file.name.clone(),
                start: file.line_column(span.start),
                end: file.line_column(span.end),
            })
        };
        let label = |label: &Label| PlacedLabel { place: range(label.span), text: label.text.clone() };
        let fix = |fix: &Fix| PlacedFix {
            title: fix.title.clone(),
            place: range(fix.span),
            replacement: fix.replacement.clone(),
            applicability: fix.applicability,
        };
        Placed {
            code: self.code,
            severity: self.severity,
            message: self.message.clone(),
            primary: label(&self.primary),
            secondary: self.secondary.iter().map(label).collect(),
            help: self.help.clone(),
            fixes: self.fixes.iter().map(fix).collect(),
        }
    }
}
