//! The report: one model, whatever form it is shown in.

pub use super::reference::RuleReference;

use super::test_plan::model::TestPlan;
use crate::text::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a rulebook says of one patient, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// The profile's own id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The patient's disease, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disease: Option<String>,
    /// Who else should be involved.
    pub team: Vec<Referral>,
    /// Biomarker tests, those to act on first.
    pub tests: Vec<TestEntry>,
    /// Which assays to order for those to act on.
    pub test_plan: TestPlan,
    /// Treatments, those that must wait or conflict first.
    pub treatments: Vec<TreatmentEntry>,
    /// Trials.
    pub trials: Vec<TrialEntry>,
    /// Remarks.
    pub notes: Vec<Note>,
    /// What is not known and could still change this report, most decisive first.
    pub open_questions: Vec<OpenQuestion>,
    /// What was found in the results, as it was read.
    pub findings: Vec<ReadResult>,
    /// What the profile says and nothing here uses.
    pub not_used: Vec<NotUsedEntry>,
    /// What was taken for granted.
    pub assumptions: Vec<String>,
    /// Facts that the profile does not give, or gives less exactly, and the values that are taken for granted.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub assumed: BTreeMap<String, String>,
    /// Codes of other systems for the disease and the biomarkers, facts and drugs named here, by that name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub codes: BTreeMap<String, Vec<CodeReference>>,
    /// By what, and as of when.
    pub provenance: Provenance,
}

/// Someone to involve.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Referral {
    /// The specialty, by name.
    pub specialty: String,
    /// What people call it.
    pub title: String,
    /// The rules that say so.
    pub rules: Vec<RuleReference>,
    /// Why, for the clinician.
    pub because: Vec<String>,
    /// Why, for the patient.
    pub patient: Vec<String>,
}

/// A biomarker to test, or tested.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TestEntry {
    /// The gene or marker.
    pub biomarker: String,
    /// How far it is.
    pub status: TestStatus,
    /// At which step it stands, and so who can move it; nothing where it is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waits_for: Option<WaitsFor>,
    /// By any of these methods or assays; empty: by any that sees it.
    pub by: Vec<String>,
    /// On any of these specimens; empty: on any.
    pub on: Vec<String>,
    /// When it is needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// The rules that ask for it.
    pub rules: Vec<RuleReference>,
    /// The regimens that its result would decide.
    pub would_decide: Vec<String>,
    /// Assays for it that can be had in the region on that day; empty where none is known.
    pub available: Vec<String>,
    /// Why it stands where it stands: what its results so far do not show.
    pub remarks: Vec<String>,
    /// Why, for the clinician.
    pub because: Vec<String>,
    /// Why, for the patient.
    pub patient: Vec<String>,
}

/// How far a test is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum TestStatus {
    /// A rule asks for it, and there is no result.
    Recommended,
    /// It failed, or the specimen did not suffice.
    Repeat,
    /// Its result does not decide what it should, by that method or on that specimen.
    Confirm,
    /// It is ordered, and the result is awaited.
    Pending,
    /// No rule asks for it, and an undecided treatment needs it.
    Derived,
    /// It is in.
    Done,
}

/// What something waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum WaitsFor {
    /// Somebody must order it.
    Order,
    /// A specimen must be taken.
    Specimen,
    /// The laboratory must report.
    Laboratory,
    /// What was found must be interpreted.
    Interpretation,
    /// It cannot be had in the region.
    Availability,
    /// A test result is needed.
    Result,
    /// A fact must be given.
    Fact,
    /// A person must decide.
    Decision,
}

/// A regimen and what rules say of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TreatmentEntry {
    /// The drugs of the regimen; `class C` where any drug of a class is meant.
    pub drugs: Vec<String>,
    /// Only as the regimen's only drug: of what must be avoided or must wait.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub alone: bool,
    /// The known drugs of the classes that `drugs` names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<String>,
    /// Whether it is standard care.
    pub standing: Standing,
    /// What rules say of it.
    pub status: TreatmentStatus,
    /// What it waits for.
    pub waits_for: WaitsFor,
    /// What is still needed to decide it.
    pub needs: Vec<Need>,
    /// The biomarkers of which something was found that it asks for, while it is undecided.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fits: Vec<String>,
    /// How strong the recommendation is.
    pub grades: Vec<GradeReference>,
    /// Whether it is licensed in the region on that day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approval: Option<ApprovalReference>,
    /// The rules that say so.
    pub rules: Vec<RuleReference>,
    /// The rules that speak against it, that hold it back, or that it gives way to.
    pub against: Vec<RuleReference>,
    /// The rules that would speak against it, if what they ask turned out to be so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub may_be_avoided: Vec<RuleReference>,
    /// What of it was given before and failed or was not tolerated, a sentence each: rules may not speak of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub given_before: Vec<String>,
    /// Why, for the clinician.
    pub because: Vec<String>,
    /// Why, for the patient.
    pub patient: Vec<String>,
}

/// Whether something is standard care.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// It is.
    Standard,
    /// Not yet.
    Emerging,
}

/// What rules say of a regimen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum TreatmentStatus {
    /// Some say to give it, others not to.
    Conflict,
    /// It must wait until results are in.
    Hold,
    /// It is supported.
    Indicated,
    /// What is known does not decide it.
    Undecided,
    /// It must not be given.
    Avoid,
    /// It is supported, and gives way to another.
    Superseded,
}

/// Something that is still needed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Need {
    /// A gene or marker.
    Biomarker(String),
    /// A fact.
    Fact(String),
    /// The disease, more exactly.
    Disease,
    /// The treatment history.
    Therapies,
}

/// A level of a scale.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GradeReference {
    /// The scale.
    pub scale: String,
    /// The level.
    pub level: String,
    /// What the level means.
    pub meaning: String,
}

/// Whether a regimen is licensed for what the rule says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ApprovalReference {
    /// The region whose approval this is, or the patient's where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Whether it is in force.
    pub status: ApprovalStatus,
    /// First day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Date>,
    /// Whether it may have been an earlier one: all that is known is that the licence was in force by then.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub since_or_earlier: bool,
    /// The day on which it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// Whether it may have ended on an earlier one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub until_or_earlier: bool,
    /// Whether the rules of the regimen name different licences; then this is the best of them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub differs: bool,
    /// Where else a licence is in force on that day, if none is known to be here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub elsewhere: Vec<String>,
    /// Whether a rule that was made for the patient's region supports it, where no licences are recorded for that region.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub for_region: bool,
}

/// Whether a licence is in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ApprovalStatus {
    /// It is.
    Approved,
    /// It was given later than that day.
    NotYet,
    /// It ended.
    Withdrawn,
    /// The rulebook names none for the region.
    NotApproved,
    /// The rulebook records no licences for the region, of whatever regimen.
    NotRecorded,
    /// The region is not given.
    RegionUnknown,
}

impl TreatmentEntry {
    /// Whether its regimen is known not to be licensed where and when it is asked for.
    pub fn is_unlicensed(&self) -> bool {
        self.approval.as_ref().is_some_and(|approval| approval.status.is_denied())
    }

    /// Whether nothing is known of its licence there: none is recorded for the region, of whatever regimen, and no rule of
    /// the region supports it.
    pub fn has_unknown_licence(&self) -> bool {
        let is_unknown =
            |approval: &ApprovalReference| approval.status == ApprovalStatus::NotRecorded && !approval.for_region;
        self.approval.as_ref().is_some_and(is_unknown)
    }
}

impl ApprovalStatus {
    /// Whether the licence is known not to be in force; one that is not looked up or not recorded may be.
    pub fn is_denied(self) -> bool {
        matches!(self, ApprovalStatus::NotYet | ApprovalStatus::Withdrawn | ApprovalStatus::NotApproved)
    }
}

/// A rule that says something, with its authority.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "RuleReference"))]
#[serde(deny_unknown_fields)]
pub struct Authority {
    /// Its name.
    pub rule: String,
    /// What people call it.
    pub title: String,
    /// The file it stands in.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// Its sources.
    pub citations: Vec<CitationReference>,
    /// The amending guideline that it came through.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amendment: Option<String>,
}

/// A source and the place in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CitationReference {
    /// The source, by name.
    pub source: String,
    /// What it is called.
    pub title: String,
    /// Who published it.
    pub publisher: String,
    /// Where in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locator: Option<String>,
    /// The day of its version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dated: Option<Date>,
    /// Its digital object identifier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doi: Option<String>,
    /// Its PubMed identifier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pmid: Option<String>,
    /// Where to read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

/// A trial.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TrialEntry {
    /// Its registry number.
    pub registration: String,
    /// The rules that name it.
    pub rules: Vec<RuleReference>,
}

/// A remark.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// The remark.
    pub text: String,
    /// The rule that makes it.
    pub rules: Vec<RuleReference>,
}

/// Something to ask, because its answer can change the report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OpenQuestion {
    /// What is not known.
    pub about: Need,
    /// The question a person is asked.
    pub ask: String,
    /// What its answer bears on: regimens, tests, referrals.
    pub decides: Vec<String>,
}

/// A result as it was read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReadResult {
    /// The gene or marker.
    pub biomarker: String,
    /// What the laboratory wrote.
    pub reported: String,
    /// What it was read as: its usual spelling, and the classes that rules speak of.
    pub read_as: String,
    /// The classes that rules speak of and that it belongs to.
    pub matches: Vec<String>,
    /// Where the profile says it.
    pub path: String,
}

/// Something that the profile says and nothing here uses.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NotUsedEntry {
    /// Where the profile says it.
    pub path: String,
    /// The words of the profile.
    pub text: String,
    /// Why it is not used.
    pub reason: String,
    /// What may have been meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<String>,
}

/// A code of another system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CodeReference {
    /// The system's URI, as FHIR knows it.
    pub system: String,
    /// The code.
    pub code: String,
}

/// By what a report was made, and as of when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Provenance {
    /// The rulebook's name.
    pub rulebook: String,
    /// Its version.
    pub version: String,
    /// The SHA-256 of its texts.
    pub rulebook_sha256: String,
    /// The engine's version.
    pub engine: String,
    /// The day as of which this holds.
    pub date: Date,
    /// The region; nothing where it is not given.
    pub region: Option<String>,
    /// The SHA-256 of the profile.
    pub profile_sha256: String,
    /// What this is, and what it is not.
    pub disclaimer: String,
}

/// The sentence that every report carries.
pub const DISCLAIMER: &str = "Guidemark supports professional judgement and does not replace it.";
