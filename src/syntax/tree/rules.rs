//! Rules, their replacements and withdrawals, as written.

use super::{Condition, Located, Name, Text};
use crate::text::Date;

/// A rule, or the rule that replaces one in an amendment.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Whether it is written `replace NAME`.
    pub replaces: bool,
    /// Its name.
    pub name: Name,
    /// What people call it; `replace` may leave it out.
    pub title: Option<Text>,
    /// The clauses, in the order of the text.
    pub clauses: Vec<Located<RuleClause>>,
}

/// A clause of a rule.
#[derive(Clone, Debug, PartialEq)]
pub enum RuleClause {
    /// `from 2024-01-01`
    From(Located<Date>),
    /// `until 2025-01-01`
    Until(Located<Date>),
    /// `emerging`
    Emerging,
    /// `when …`
    When(Condition),
    /// `unless …`
    Unless(Condition),
    /// `test …`
    Test(TestAction),
    /// `treat …`
    Treat(TreatAction),
    /// `avoid …`
    Avoid(Vec<Agent>),
    /// `hold … until …`
    Hold(Vec<Agent>, Vec<Name>),
    /// `refer genetic-counselling`
    Refer(Vec<Name>),
    /// `trial "NCT…" region US`
    Trial(Text, Vec<Name>),
    /// `note "…"`
    Note(Text),
    /// `grade strong, ESCAT I-A`
    Grade(Vec<Grade>),
    /// `supersedes other-rule`
    Supersedes(Vec<Name>),
    /// `cite source "locator"`
    Cite(Vec<Citation>),
    /// `because "…"`
    Because(Text),
    /// `patient "…"`
    Patient(Text),
}

/// `test EGFR, ALK by NGS or FISH on tissue or plasma before first-line therapy`
#[derive(Clone, Debug, PartialEq)]
pub struct TestAction {
    /// Genes, markers or groups.
    pub biomarkers: Vec<Name>,
    /// `by …`: methods or assays, any of them.
    pub methods: Vec<Name>,
    /// `on …`: specimens, any of them.
    pub specimens: Vec<Name>,
    /// When it is needed.
    pub timing: Option<Located<Timing>>,
}

/// When a test is needed.
#[derive(Clone, Debug, PartialEq)]
pub enum Timing {
    /// `before first-line therapy`: the words after `before`
    Before(String),
    /// `at progression`: the words after `at`
    At(String),
    /// `within 10 days`
    WithinDays(u32),
}

/// `treat osimertinib with pemetrexed approved US 2024-02-16`
#[derive(Clone, Debug, PartialEq)]
pub struct TreatAction {
    /// The drugs of the regimen, in the order of the text.
    pub regimen: Vec<Agent>,
    /// Where and since when it is licensed for what the rule says.
    pub approvals: Vec<Located<Approval>>,
}

/// `US 2018-04-18 until 2024-07-31`, `EU by 2020-01-31`
#[derive(Clone, Debug, PartialEq)]
pub struct Approval {
    /// Where.
    pub region: Name,
    /// First day.
    pub since: Day,
    /// The day on which it ended.
    pub until: Option<Day>,
}

/// `2018-04-18`, or `by 2020-01-31`: that day or an earlier one
#[derive(Clone, Debug, PartialEq)]
pub struct Day {
    /// Whether `by` stands before the day.
    pub or_earlier: bool,
    /// The day.
    pub date: Located<Date>,
}

/// `pembrolizumab`, `class anti-PD-1`, with `alone` in `avoid` and `hold`
#[derive(Clone, Debug, PartialEq)]
pub struct Agent {
    /// Whether `class` stands before the name.
    pub class: bool,
    /// The drug or class.
    pub name: Name,
    /// Only where it is the regimen's only drug.
    pub alone: bool,
}

/// `ESCAT I-A`, `strong`
#[derive(Clone, Debug, PartialEq)]
pub struct Grade {
    /// The scale, where it is named.
    pub scale: Option<Name>,
    /// The level.
    pub level: Name,
}

/// `tagrisso-label "1.2"`
#[derive(Clone, Debug, PartialEq)]
pub struct Citation {
    /// The source.
    pub source: Name,
    /// Where in it.
    pub locator: Option<Text>,
}

/// `withdraw RULE because "…" cite …`
#[derive(Clone, Debug, PartialEq)]
pub struct Withdraw {
    /// The rule of the amended guideline.
    pub rule: Name,
    /// Why.
    pub because: Option<Text>,
    /// On whose authority.
    pub citations: Vec<Citation>,
}
