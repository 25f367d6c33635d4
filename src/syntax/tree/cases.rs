//! Examples and promises, as written.

use super::{Agent, Alteration, Condition, Located, Name, Origin, Text};
use crate::text::Date;

/// `case "title"`
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// What it shows.
    pub title: Text,
    /// The profile.
    pub given: Vec<Located<Given>>,
    /// What must come out.
    pub expectations: Vec<Located<Expectation>>,
}

/// One thing that a case says of its patient.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// `disease LUAD`, `region US`, `stage IVB`, `age 61 years`, `PD-L1-TPS 70 %`: a name, a value, a unit.
    /// `value` may be a range or bound in quotes (`"1-49"`). Also `EGFR L858R`: one word behind a name may be a gene's
    /// change; only who knows the names can tell.
    Value {
        /// `disease`, `region`, `date`, a fact or a marker.
        subject: Name,
        /// The value.
        value: Name,
        /// The unit of a number.
        unit: Option<Name>,
        /// How it is known.
        suffix: ResultSuffix,
    },
    /// `EGFR p.E746_A750del and T790M by NGS on tissue`, `ERBB2 amplification`
    Alterations {
        /// The gene.
        gene: Name,
        /// The changes: what a laboratory writes, or a form.
        changes: Vec<Alteration>,
        /// How it is known.
        suffix: ResultSuffix,
    },
    /// `ALK negative by FISH`, `KRAS pending`, `FoundationOne-CDx negative`
    Status {
        /// A gene, marker, group or assay.
        subject: Name,
        /// The status.
        status: ResultStatus,
        /// How it is known.
        suffix: ResultSuffix,
    },
    /// `FoundationOne-CDx (EGFR L858R and T790M, TP53 R175H) on tissue`
    Assay {
        /// The assay.
        assay: Name,
        /// The genes with their changes.
        findings: Vec<(Name, Vec<Alteration>)>,
        /// How it is known.
        suffix: ResultSuffix,
    },
    /// `received carboplatin line 1 and progression`, `progressed on osimertinib`, `intolerant of imatinib`
    Therapy {
        /// The drug.
        drug: Name,
        /// The line in which it was given.
        line: Option<Located<u32>>,
        /// How it ended.
        outcome: Option<Name>,
    },
    /// `no therapy`
    NoTherapy,
    /// `specimen tissue`
    Specimen(Name),
}

/// The status of a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum ResultStatus {
    /// Found.
    #[serde(alias = "detected", alias = "present", alias = "pos")]
    Positive,
    /// Looked for and not found.
    #[serde(
        alias = "not detected",
        alias = "none detected",
        alias = "not found",
        alias = "not identified",
        alias = "absent",
        alias = "neg",
        alias = "wild-type",
        alias = "wild type",
        alias = "wildtype",
        alias = "wt"
    )]
    Negative,
    /// Ordered, not yet reported.
    #[serde(alias = "ordered", alias = "in progress", alias = "awaited", alias = "sent")]
    Pending,
    /// The specimen did not suffice.
    #[serde(
        alias = "quantity not sufficient",
        alias = "qns",
        alias = "insufficient tissue",
        alias = "insufficient material",
        alias = "insufficient quantity"
    )]
    Insufficient,
    /// The assay failed.
    #[serde(alias = "test failed", alias = "assay failed", alias = "invalid", alias = "not evaluable")]
    Failed,
    /// Reported as neither positive nor negative.
    #[serde(
        alias = "indeterminate",
        alias = "equivocal",
        alias = "uninformative",
        alias = "undetermined",
        alias = "cannot be determined"
    )]
    Inconclusive,
}

/// `by NGS on tissue dated 2026-11-02 germline`
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResultSuffix {
    /// `by METHOD` (or assay)
    pub method: Option<Name>,
    /// `on SPECIMEN`
    pub specimen: Option<Name>,
    /// `dated DATE`
    pub dated: Option<Located<Date>>,
    /// `germline`, `somatic`
    pub origin: Option<Origin>,
    /// `pathogenic`, `uncertain`, `benign`
    pub significance: Option<Name>,
}

/// One thing that must come out: `expect no treat`, `then test EGFR`.
#[derive(Clone, Debug, PartialEq)]
pub struct Expectation {
    /// `no`, `only`, or neither.
    pub quantity: Quantity,
    /// What.
    pub kind: ExpectationKind,
}

/// How an expectation closes its list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// At least these.
    Some,
    /// None of these; none at all where nothing is named.
    No,
    /// These and no others.
    Only,
}

/// What is expected.
#[derive(Clone, Debug, PartialEq)]
pub enum ExpectationKind {
    /// `test EGFR, ALK`
    Test(Vec<Name>),
    /// `treat osimertinib with pemetrexed, afatinib`
    Treat(Vec<Vec<Agent>>),
    /// `undecided osimertinib needs EGFR and line`
    Undecided(Vec<Vec<Agent>>, Vec<Name>),
    /// `avoid pembrolizumab`
    Avoid(Vec<Agent>),
    /// `hold pembrolizumab until EGFR and ALK`
    Hold(Vec<Agent>, Vec<Name>),
    /// `conflict osimertinib`
    Conflict(Vec<Vec<Agent>>),
    /// `superseded afatinib`
    Superseded(Vec<Vec<Agent>>),
    /// `refer genetic-counselling`
    Refer(Vec<Name>),
    /// `rule some-rule`: that rule is met
    Rule(Vec<Name>),
    /// `ask smoking`: an open question
    Ask(Vec<Name>),
    /// `plan NGS on tissue for ALK and RET`: an order of the test plan
    Plan(Vec<PlannedOrder>),
    /// `offer Guardant360-CDx on plasma`: what only a positive result would count of
    Offer(Vec<PlannedOrder>),
    /// `uncovered NRG1`: what no order covers
    Uncovered(Vec<Name>),
}

/// `FoundationOne-CDx on tissue for EGFR and ALK`
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedOrder {
    /// The assay or method.
    pub technique: Name,
    /// `on SPECIMEN`
    pub specimen: Option<Name>,
    /// `for B and B`: what it is ordered for, at least
    pub biomarkers: Vec<Name>,
}

/// `always "…"` or `never "…"`
#[derive(Clone, Debug, PartialEq)]
pub struct Promise {
    /// Whether it is `never`.
    pub never: bool,
    /// What it promises.
    pub title: Text,
    /// The day and the place for which it is made, where it names them.
    pub given: Vec<Located<Given>>,
    /// Whom it is about.
    pub condition: Condition,
    /// What must, or must never, come out.
    pub expectations: Vec<Located<Expectation>>,
}
