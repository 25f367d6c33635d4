//! What came of a cohort, counted: tallies that add up, and the summary they make.

use super::parts::{Part, Selection};
use crate::{
    compile::Plan,
    diagnostics::{Code, InputError},
    report::{Report, TestStatus, TreatmentStatus},
    vocabulary::{Id, RuleId},
};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// In how many profiles something stands, by name.
type Counts = BTreeMap<String, u64>;

/// What came of a cohort. What is counted is what the answers hold: tests only where tests are asked for.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Summary {
    /// Lines that hold a profile, right or wrong. Empty lines are none.
    pub profiles: u64,
    /// Profiles that were evaluated.
    pub evaluated: u64,
    /// Profiles that have errors, and so were not.
    pub refused: u64,
    /// Lines that hold nothing; they have no answer.
    pub empty_lines: u64,
    /// Errors by their code.
    #[cfg_attr(feature = "schema", schemars(with = "BTreeMap<String, ErrorCount>"))]
    pub errors: BTreeMap<Code, ErrorCount>,
    /// Profiles by how far a test is and by its biomarker.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tests: Option<BTreeMap<TestStatus, Counts>>,
    /// Profiles by what rules say of a regimen and by each drug in it. `class C` is any drug of a class.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub treatments: Option<BTreeMap<TreatmentStatus, Counts>>,
    /// Profiles by rule, of rules that were met or undetermined in any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rules: Option<BTreeMap<String, RuleCount>>,
    /// The rulebook's name.
    pub rulebook: String,
    /// Its version.
    pub version: String,
    /// The SHA-256 of its texts.
    pub rulebook_sha256: String,
    /// The engine's version.
    pub engine: String,
    /// How long it took, where somebody looked at a clock.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub took: Option<Took>,
}

/// How often a kind of error was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ErrorCount {
    /// Profiles that have it.
    pub profiles: u64,
    /// How often it was found in all of them.
    pub errors: u64,
}

/// What came of a rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RuleCount {
    /// Profiles in which it was met.
    pub met: u64,
    /// Profiles in which it was undetermined.
    pub undetermined: u64,
}

/// How long a cohort took.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Took {
    /// Seconds from the first byte read to the last one written.
    pub seconds: f64,
    /// Profiles in a second, those with errors included.
    pub profiles_per_second: f64,
    /// Threads that evaluated.
    pub threads: usize,
}

/// Counts of some lines. The order in which tallies are added changes nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tally {
    evaluated: u64,
    refused: u64,
    empty_lines: u64,
    errors: BTreeMap<Code, ErrorCount>,
    tests: BTreeMap<TestStatus, Counts>,
    treatments: BTreeMap<TreatmentStatus, Counts>,
    /// By the number of the rule: names would be looked up for every rule of every profile.
    rules: Vec<RuleCount>,
}

impl Tally {
    pub(super) fn new(rules: usize) -> Tally {
        Tally { rules: vec![RuleCount::default(); rules], ..Tally::default() }
    }

    pub(super) fn empty_line(&mut self) {
        self.empty_lines += 1;
    }

    pub(super) fn profile(&mut self) {
        self.evaluated += 1;
    }

    pub(super) fn with_errors(&mut self, errors: &[InputError]) {
        self.refused += 1;
        for error in errors {
            self.errors.entry(error.code).or_default().errors += 1;
        }
        for code in errors.iter().map(|error| error.code).collect::<BTreeSet<_>>() {
            self.errors.entry(code).or_default().profiles += 1;
        }
    }

    /// Profiles in which a rule was met, and in which it was undetermined.
    pub(super) fn rule(&mut self, rule: RuleId, met: u64, undetermined: u64) {
        let count = &mut self.rules[rule.index()];
        count.met += met;
        count.undetermined += undetermined;
    }

    /// Counts each profile once for each biomarker and drug: the same drug stands in many regimens.
    pub(super) fn report(&mut self, report: &Report, selection: &Selection) {
        if selection.has(Part::Tests) {
            let tests = report.tests.iter().map(|test| (test.status, test.biomarker.as_str()));
            count(&mut self.tests, tests.collect());
        }
        if selection.has(Part::Treatments) {
            let treatments = report.treatments.iter();
            let drugs = treatments.flat_map(|entry| entry.drugs.iter().map(|drug| (entry.status, drug.as_str())));
            count(&mut self.treatments, drugs.collect());
        }
    }

    /// Adds what another has counted with the same plan.
    pub fn add(&mut self, other: Tally) {
        self.evaluated += other.evaluated;
        self.refused += other.refused;
        self.empty_lines += other.empty_lines;
        for (code, theirs) in other.errors {
            let ours = self.errors.entry(code).or_default();
            ours.profiles += theirs.profiles;
            ours.errors += theirs.errors;
        }
        add(&mut self.tests, other.tests);
        add(&mut self.treatments, other.treatments);
        self.rules.resize(self.rules.len().max(other.rules.len()), RuleCount::default());
        for (ours, theirs) in self.rules.iter_mut().zip(other.rules) {
            ours.met += theirs.met;
            ours.undetermined += theirs.undetermined;
        }
    }

    /// How many profiles have errors.
    pub fn profiles_with_errors(&self) -> u64 {
        self.refused
    }

    /// The summary of all that was counted, without the time it took.
    pub fn summary(self, plan: &Plan, selection: &Selection) -> Summary {
        let mut rules: BTreeMap<String, RuleCount> = BTreeMap::new();
        for (id, rule) in plan.ruleset.rules.iter() {
            let counted = self.rules.get(id.index()).copied().unwrap_or_default();
            if counted != RuleCount::default() {
                // A rule and the one that replaces it in a region have one name, and only one of them applies.
                let sum = rules.entry(rule.name.clone()).or_default();
                sum.met += counted.met;
                sum.undetermined += counted.undetermined;
            }
        }
        Summary {
            profiles: self.evaluated + self.refused,
            evaluated: self.evaluated,
            refused: self.refused,
            empty_lines: self.empty_lines,
            errors: self.errors,
            tests: selection.has(Part::Tests).then_some(self.tests),
            treatments: selection.has(Part::Treatments).then_some(self.treatments),
            rules: selection.has(Part::Verdicts).then_some(rules),
            rulebook: plan.identity.name.clone(),
            version: plan.identity.version.clone(),
            rulebook_sha256: plan.identity.sha256.clone(),
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            took: None,
        }
    }
}

/// One more profile for each of these.
fn count<S: Copy + Ord>(counts: &mut BTreeMap<S, Counts>, found: BTreeSet<(S, &str)>) {
    for (status, name) in found {
        let counts = counts.entry(status).or_default();
        match counts.get_mut(name) {
            Some(count) => *count += 1,
            None => drop(counts.insert(name.to_owned(), 1)),
        }
    }
}

fn add<S: Ord>(ours: &mut BTreeMap<S, Counts>, theirs: BTreeMap<S, Counts>) {
    for (status, counts) in theirs {
        let ours = ours.entry(status).or_default();
        for (name, count) in counts {
            *ours.entry(name).or_default() += count;
        }
    }
}
