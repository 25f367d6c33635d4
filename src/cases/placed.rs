//! Outcomes with their problems' places spelled out, for those who do not hold the texts: JSON output, wasm.

use super::{CaseOutcome, PromiseOutcome};
use crate::{diagnostics::Placed, text::Sources};
use serde::Serialize;

/// What came of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlacedCase {
    /// What it shows.
    pub title: String,
    /// Where it stands.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// Whether all came out as expected.
    pub passed: bool,
    /// What did not, and what is wrong with the case itself.
    pub problems: Vec<Placed>,
}

/// What came of a promise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlacedPromise {
    /// What it promises.
    pub title: String,
    /// Where it stands.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// Whether no profile broke it. That proves nothing: it says how many were tried.
    pub passed: bool,
    /// How many profiles it was tried on.
    pub tried: usize,
    /// How many of them it speaks of.
    pub applied: usize,
    /// How it was broken; a warning where no profile was one that it speaks of.
    pub problems: Vec<Placed>,
    /// A profile that breaks it, as JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub broken_by: Option<String>,
}

impl CaseOutcome {
    /// The same with its places spelled out.
    pub fn placed(&self, sources: &Sources) -> PlacedCase {
        PlacedCase {
            title: self.title.clone(),
            file: self.file.clone(),
            line: self.line,
            passed: self.passed(),
            problems: self.diagnostics().map(|finding| finding.placed(sources)).collect(),
        }
    }
}

impl PromiseOutcome {
    /// The same with its places spelled out.
    pub fn placed(&self, sources: &Sources) -> PlacedPromise {
        PlacedPromise {
            title: self.title.clone(),
            file: self.file.clone(),
            line: self.line,
            passed: self.broken.is_none(),
            tried: self.tried,
            applied: self.applied,
            problems: self.diagnostic().iter().map(|finding| finding.placed(sources)).collect(),
            broken_by: self.broken.as_ref().map(|(profile, _)| profile.clone()),
        }
    }
}
