//! The parts of a report that can be asked for, and the answer line that holds only those.

use crate::{
    diagnostics::suggestion,
    report::{
        CodeReference, NotUsedEntry, Note, OpenQuestion, Provenance, ReadResult, Referral, Report, TestEntry, TestPlan,
        TreatmentEntry, TrialEntry,
    },
};
use serde::Serialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    str::FromStr,
};

macro_rules! parts {
    ($($(#[doc = $doc:literal])* $variant:ident = $name:literal,)*) => {
        /// A part of an answer: a key of the report, or the bare verdicts.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Part {
            $($(#[doc = $doc])* $variant,)*
        }

        impl Part {
            /// Every part, in the order in which answers have them.
            pub const ALL: &[Part] = &[$(Part::$variant),*];

            /// Its key.
            pub fn name(self) -> &'static str {
                match self { $(Part::$variant => $name,)* }
            }
        }
    };
}

parts! {
    /// The rules that are met and those that are undetermined, by name: all that is asked for most quickly.
    Verdicts = "verdicts",
    /// The patient's disease.
    Disease = "disease",
    /// Who else should be involved.
    Team = "team",
    /// Biomarker tests.
    Tests = "tests",
    /// Which assays to order for them.
    TestPlan = "test_plan",
    /// Treatments.
    Treatments = "treatments",
    /// Trials.
    Trials = "trials",
    /// Remarks.
    Notes = "notes",
    /// What is not known and could still change the report.
    OpenQuestions = "open_questions",
    /// What was found in the results, as it was read.
    Findings = "findings",
    /// What the profile says and nothing uses.
    NotUsed = "not_used",
    /// What was taken for granted.
    Assumptions = "assumptions",
    /// The facts among it.
    Assumed = "assumed",
    /// Codes of other systems.
    Codes = "codes",
    /// By what, and as of when.
    Provenance = "provenance",
}

impl FromStr for Part {
    type Err = String;

    fn from_str(text: &str) -> Result<Part, String> {
        let name = text.trim().to_lowercase().replace('-', "_");
        let names = || Part::ALL.iter().map(|part| part.name());
        Part::ALL.iter().copied().find(|part| part.name() == name).ok_or_else(|| {
            let help = suggestion(&name, names());
            let help = help.unwrap_or_else(|| format!("one of {}", names().collect::<Vec<_>>().join(", ")));
            format!("no part of an answer is called `{text}`; {help}")
        })
    }
}

/// What an answer holds: the whole report, or some parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection {
    /// The whole report, as for one profile.
    Report,
    /// These parts, each answer with its line and, where the profile has one, its id.
    Parts(BTreeSet<Part>),
}

impl Selection {
    /// Whether answers hold this part.
    pub fn has(&self, part: Part) -> bool {
        match self {
            // Verdicts are no part of the report, which says what follows from them.
            Selection::Report => part != Part::Verdicts,
            Selection::Parts(parts) => parts.contains(&part),
        }
    }

    /// Whether a report must be made. Verdicts alone need none, which is many times faster.
    pub fn needs_report(&self) -> bool {
        Part::ALL.iter().any(|part| *part != Part::Verdicts && self.has(*part))
    }
}

/// The rules that are met and those that are undetermined, by name.
#[derive(Debug, PartialEq, Serialize)]
pub(super) struct NamedVerdicts<'a> {
    pub met: Vec<&'a str>,
    pub undetermined: Vec<&'a str>,
}

/// The answer to one line where not the whole report is asked for.
#[derive(Serialize)]
pub(super) struct Selected<'a> {
    pub line: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdicts: Option<NamedVerdicts<'a>>,
    #[serde(flatten)]
    pub parts: Parts<'a>,
}

/// What is asked for of a report, under its own keys and in its own order.
#[derive(Serialize)]
pub(super) struct Parts<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    disease: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    team: Option<&'a [Referral]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tests: Option<&'a [TestEntry]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    test_plan: Option<&'a TestPlan>,
    #[serde(skip_serializing_if = "Option::is_none")]
    treatments: Option<&'a [TreatmentEntry]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trials: Option<&'a [TrialEntry]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    notes: Option<&'a [Note]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    open_questions: Option<&'a [OpenQuestion]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    findings: Option<&'a [ReadResult]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_used: Option<&'a [NotUsedEntry]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    assumptions: Option<&'a [String]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    assumed: Option<&'a BTreeMap<String, String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    codes: Option<&'a BTreeMap<String, Vec<CodeReference>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    provenance: Option<&'a Provenance>,
}

impl<'a> Parts<'a> {
    pub fn of(report: &'a Report, selection: &Selection) -> Parts<'a> {
        let has = |part| selection.has(part);
        Parts {
            disease: report.disease.as_deref().filter(|_| has(Part::Disease)),
            team: has(Part::Team).then_some(&report.team),
            tests: has(Part::Tests).then_some(&report.tests),
            test_plan: has(Part::TestPlan).then_some(&report.test_plan),
            treatments: has(Part::Treatments).then_some(&report.treatments),
            trials: has(Part::Trials).then_some(&report.trials),
            notes: has(Part::Notes).then_some(&report.notes),
            open_questions: has(Part::OpenQuestions).then_some(&report.open_questions),
            findings: has(Part::Findings).then_some(&report.findings),
            not_used: has(Part::NotUsed).then_some(&report.not_used),
            assumptions: has(Part::Assumptions).then_some(&report.assumptions),
            assumed: has(Part::Assumed).then_some(&report.assumed),
            codes: has(Part::Codes).then_some(&report.codes),
            provenance: has(Part::Provenance).then_some(&report.provenance),
        }
    }
}
