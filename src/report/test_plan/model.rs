//! The test plan: which assays to order, on what, for what; and what no order covers, and why.

use super::super::model::TestStatus;
use serde::{Deserialize, Serialize};

/// The fewest assays that answer what is still to be tested.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TestPlan {
    /// What to order now, on the specimens at hand: what covers most first.
    pub orders: Vec<PlannedOrder>,
    /// What could be ordered now for what waits for a specimen: a positive result would count, a negative one would
    /// decide nothing.
    pub offers: Vec<PlannedOrder>,
    /// What would cover the rest once a specimen is taken.
    pub after_new_specimen: Vec<PlannedOrder>,
    /// What no order covers, and why.
    pub uncovered: Vec<Uncovered>,
    /// Whether it is proved that no fewer assays do. Where not, the search was cut off.
    pub is_smallest: bool,
    /// What was taken for granted, and what is not known.
    pub remarks: Vec<String>,
}

/// One assay on one specimen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PlannedOrder {
    /// The assay or method, by name.
    pub by: String,
    /// What people call it.
    pub title: String,
    /// Whether it is a product, or a method by which a laboratory has a test of its own.
    pub kind: OrderKind,
    /// On what; nothing where any specimen will do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<String>,
    /// Whether that specimen must be taken anew, because the last did not suffice.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub new_specimen: bool,
    /// Whether a rule asks for any of it (`recommended`), or undecided treatments alone need it (`derived`).
    pub status: TestStatus,
    /// What it is ordered for; what an order before it covers is not named again.
    pub covers: Vec<Covered>,
    /// Other assays that would do as well in its place.
    pub alternatives: Vec<String>,
    /// How many days it takes, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub turnaround_days: Option<u32>,
    /// Within how many days a rule wants the results.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within_days: Option<u32>,
    /// Whether it is known to take longer than that; then nothing faster is known.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub late: bool,
}

/// What an order is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum OrderKind {
    /// A product that is recorded as available.
    Assay,
    /// A method: which test of it is the laboratory's own affair.
    Method,
}

/// A biomarker that an order covers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Covered {
    /// The gene or marker.
    pub biomarker: String,
    /// The alterations of a gene that open decisions turn on and that the order would show; empty for a marker, and
    /// where a rule asks for the gene and nothing turns on it.
    pub alterations: Vec<String>,
    /// Whether other alterations of the gene are covered by another order, or by none.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub in_part: bool,
}

/// What no order covers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Uncovered {
    /// The gene or marker.
    pub biomarker: String,
    /// The alterations of a gene that open decisions turn on and that no order would exclude.
    pub alterations: Vec<String>,
    /// Whether other alterations of the gene are covered.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub in_part: bool,
    /// Why.
    pub reason: UncoveredReason,
    /// Why, in words.
    pub because: String,
}

/// Why no order covers something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum UncoveredReason {
    /// What would show it needs a specimen that is not at hand.
    NoSpecimen,
    /// The specimen at hand did not suffice.
    InsufficientSpecimen,
    /// No assay that rules accept can be had in the region on that day.
    NotAvailable,
    /// No assay and no method that rules accept would show it.
    NotSeen,
    /// It is tested, and what was found must be interpreted; another test would not help.
    Interpretation,
}
