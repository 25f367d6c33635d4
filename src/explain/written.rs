//! A rule as its author wrote it, with what other guidelines make of it.

use crate::{
    check::{Rule, Ruleset},
    diagnostics::{Code, InputError, nearest},
};
use serde::{Deserialize, Serialize};

/// A rule as written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenRule {
    /// Its name.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// The file it stands in.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// Its text.
    pub text: String,
    /// Where it is withdrawn or replaced.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub amendments: Vec<WrittenAmendment>,
}

/// What an amending guideline makes of a rule in its regions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenAmendment {
    /// The amending guideline.
    pub by: String,
    /// Why.
    pub because: String,
    /// The rule that stands in its place; nothing where it is withdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replacement: Option<Replacement>,
}

/// The rule that stands in the place of another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Replacement {
    /// The file it stands in.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// Its text.
    pub text: String,
}

/// The rule of that name.
///
/// # Errors
/// A name that no rule has.
pub fn written(rules: &Ruleset, name: &str) -> Result<WrittenRule, InputError> {
    let found = rules.rules.iter().map(|(_, rule)| rule).find(|rule| rule.name == name && rule.replaces.is_none());
    found.map(|rule| write(rules, rule)).ok_or_else(|| {
        let near = nearest(name, rules.rules.iter().map(|(_, rule)| rule.name.as_str()));
        let error = InputError::new(Code::UnknownName, "rule", format!("no rule is called `{name}`"));
        InputError { help: near.map(|near| format!("did you mean `{near}`?")), ..error }
    })
}

/// Every rule, in the order of the files; what replaces another stands with that.
pub fn all_written(rules: &Ruleset) -> Vec<WrittenRule> {
    let originals = rules.rules.iter().map(|(_, rule)| rule).filter(|rule| rule.replaces.is_none());
    originals.map(|rule| write(rules, rule)).collect()
}

fn write(rules: &Ruleset, rule: &Rule) -> WrittenRule {
    let amendments = rule.amendments.iter().map(|amendment| WrittenAmendment {
        by: rules.vocabulary.guidelines[amendment.by].label.display().to_owned(),
        because: amendment.because.clone(),
        replacement: amendment.replacement.map(|id| {
            let Rule { place, text, .. } = &rules.rules[id];
            Replacement { file: place.file.clone(), line: place.line, text: text.clone() }
        }),
    });
    WrittenRule {
        id: rule.name.clone(),
        title: rule.title.clone(),
        file: rule.place.file.clone(),
        line: rule.place.line,
        text: rule.text.clone(),
        amendments: amendments.collect(),
    }
}
