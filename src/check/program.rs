//! The program: what a rulebook says once every name is resolved and every value has its type.

use crate::{
    syntax::tree::{self, Comparison, Ending},
    text::{Date, Span},
    vocabulary::{
        Biomarker, Citation, ClassId, DefineId, DiseaseId, DrugId, FactId, GeneId, GuidelineId, MarkerId, Number,
        Period, RegionId, RuleId, ScaleId, SpecialtyId, SpecimenId, Table, Technique, ValueId, Vocabulary,
        variant::Pattern,
    },
};
use serde::{Deserialize, Serialize};

/// A checked rulebook.
#[derive(Clone, Debug, Default)]
pub struct Program {
    /// What the rules, and whoever uses them, need.
    pub rules: Ruleset,
    /// The examples.
    pub cases: Vec<Case>,
    /// The promises.
    pub promises: Vec<Promise>,
}

/// The part of a program that is shipped: vocabulary, definitions and rules, without examples and promises.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Ruleset {
    /// All that is declared.
    pub vocabulary: Vocabulary,
    /// Named conditions.
    pub defines: Table<DefineId, Define>,
    /// The rules.
    pub rules: Table<RuleId, Rule>,
}

/// Where an item stands, as people look for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The file, as the rulebook names it.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
}

/// A named condition.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Define {
    /// Its name.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// What it stands for. A plan holds it as numbered nodes.
    #[serde(skip)]
    pub condition: Condition,
    /// Where it stands.
    pub place: Place,
}

/// A condition of three values.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Condition {
    /// All of them; met for none.
    All(Vec<Condition>),
    /// Any of them; not met for none.
    Any(Vec<Condition>),
    /// The opposite.
    Not(Box<Condition>),
    /// At least so many of them.
    AtLeast(u32, Vec<Condition>),
    /// A defined condition.
    Define(DefineId),
    /// A question about the patient.
    Leaf(Leaf),
}

/// The condition that everybody meets.
impl Default for Condition {
    fn default() -> Condition {
        Condition::All(Vec::new())
    }
}

/// One question about a patient.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Leaf {
    /// `disease is D`
    Disease(DiseaseId),
    /// `FACT is V`
    Value(Measured, ValueId),
    /// `FACT >= n`
    Compare(Measured, Comparison, Bound),
    /// `G has A`
    Has(GeneId, Pattern),
    /// `G is wild-type`
    WildType(GeneId),
    /// `received D`
    Received(Agent),
    /// `progressed on D`, `intolerant of D`
    Ended(Ending, Agent),
    /// `G is tested` and its like: two-valued.
    Knownness(Subject, Knownness),
}

/// A fact or a marker: what has a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Measured {
    /// A fact.
    Fact(FactId),
    /// A marker.
    Marker(MarkerId),
}

/// What a value is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Bound {
    /// A number, in the declared unit.
    Number(Number),
    /// A level.
    Level(ValueId),
}

/// A drug, or any drug of a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Agent {
    /// A drug.
    Drug(DrugId),
    /// Any drug of a class.
    Class(ClassId),
}

impl Agent {
    /// Whether a drug is this one, or one of this class.
    pub fn includes(self, drug: DrugId, vocabulary: &Vocabulary) -> bool {
        match self {
            Agent::Drug(agent) => agent == drug,
            Agent::Class(class) => vocabulary.drugs[drug].classes.contains(&class),
        }
    }

    /// Whether whatever the other means is meant by this one too.
    pub fn covers(self, other: Agent, vocabulary: &Vocabulary) -> bool {
        match (self, other) {
            (agent, Agent::Drug(drug)) => agent.includes(drug, vocabulary),
            (Agent::Class(class), Agent::Class(other)) => {
                std::iter::successors(Some(other), |at| vocabulary.classes[*at].under)
                    .take(vocabulary.classes.len() + 1)
                    .any(|at| at == class)
            }
            (Agent::Drug(_), Agent::Class(_)) => false,
        }
    }

    /// Its name, as rules write it.
    pub fn name(self, vocabulary: &Vocabulary) -> String {
        match self {
            Agent::Drug(drug) => vocabulary.drugs[drug].label.name.clone(),
            Agent::Class(class) => format!("class {}", vocabulary.classes[class].label.name),
        }
    }
}

/// What a question is about: the thing a person would have to find out to answer it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Subject {
    /// The disease.
    Disease,
    /// A fact.
    Fact(FactId),
    /// A gene or a marker.
    Biomarker(Biomarker),
    /// The treatment history.
    Therapies,
}

impl Leaf {
    /// What the question is about.
    pub fn subject(&self) -> Subject {
        match self {
            Leaf::Disease(_) => Subject::Disease,
            Leaf::Value(measured, _) | Leaf::Compare(measured, _, _) => measured.subject(),
            Leaf::Has(gene, _) | Leaf::WildType(gene) => Subject::Biomarker(Biomarker::Gene(*gene)),
            Leaf::Received(_) | Leaf::Ended(..) => Subject::Therapies,
            Leaf::Knownness(subject, _) => *subject,
        }
    }
}

impl Measured {
    /// What a question about it is about.
    pub fn subject(self) -> Subject {
        match self {
            Measured::Fact(fact) => Subject::Fact(fact),
            Measured::Marker(marker) => Subject::Biomarker(Biomarker::Marker(marker)),
        }
    }
}

/// What is asked of knowledge itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Knownness {
    /// A result is in: positive or negative.
    Tested,
    /// Nothing was even ordered.
    Untested,
    /// A result is awaited.
    Pending,
    /// It was tried, and nothing conclusive came of it.
    Inconclusive,
    /// A value is given.
    Known,
}

/// A recommendation.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Rule {
    /// Its name.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// The file that it stands in.
    pub guideline: GuidelineId,
    /// Where it stands.
    pub place: Place,
    /// The rule as written.
    pub text: String,
    /// First day on which it is in force.
    pub from: Option<Date>,
    /// The day on which it ends.
    pub until: Option<Date>,
    /// Whether it is not yet standard care.
    pub emerging: bool,
    /// When it holds. A plan holds it as numbered nodes.
    #[serde(skip)]
    pub when: Condition,
    /// Its exception.
    #[serde(skip)]
    pub unless: Option<Condition>,
    /// What it says to do.
    pub actions: Actions,
    /// How strong it is.
    pub grades: Vec<Grade>,
    /// The rules that give way where both hold.
    pub supersedes: Vec<RuleId>,
    /// On whose authority.
    pub citations: Vec<Citation>,
    /// For the clinician.
    pub because: String,
    /// For the patient.
    pub patient: String,
    /// Where it is withdrawn or replaced.
    pub amendments: Vec<Amendment>,
    /// The rule that it replaces in its guideline's regions.
    pub replaces: Option<RuleId>,
}

/// A rule withdrawn or replaced for the regions of an amending guideline.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Amendment {
    /// The amending guideline.
    pub by: GuidelineId,
    /// The rule that stands in its place.
    pub replacement: Option<RuleId>,
    /// Why.
    pub because: String,
    /// On whose authority.
    pub citations: Vec<Citation>,
}

/// What a rule says to do.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Actions {
    /// Tests to order.
    pub tests: Vec<Test>,
    /// Regimens that are supported.
    pub treatments: Vec<Treatment>,
    /// What must not be given.
    pub avoid: Vec<Avoid>,
    /// What must wait.
    pub holds: Vec<Hold>,
    /// Who else should be involved.
    pub referrals: Vec<SpecialtyId>,
    /// Trials.
    pub trials: Vec<Trial>,
    /// Remarks.
    pub notes: Vec<String>,
}

/// Tests to order.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Test {
    /// What to look at; groups are resolved.
    pub biomarkers: Vec<Biomarker>,
    /// By any of these; empty: by any means.
    pub by: Vec<Technique>,
    /// On any of these; empty: on any specimen.
    pub on: Vec<SpecimenId>,
    /// When it is needed, in the words of the rule.
    pub when: Option<Timing>,
}

/// When a test is needed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Timing {
    /// In words: `before first-line therapy`, `at progression`.
    Words(String),
    /// Within so many days.
    WithinDays(u32),
}

/// A regimen that is supported.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Treatment {
    /// Its drugs, as the rule writes them.
    pub regimen: Vec<Agent>,
    /// Where and when it is licensed for what the rule says.
    pub approvals: Vec<Period>,
}

/// What must not be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Avoid {
    /// The drug or class.
    pub agent: Agent,
    /// Only as the regimen's only drug.
    pub alone: bool,
}

impl Avoid {
    /// Whether a regimen is meant.
    pub fn hits(&self, regimen: &[Agent], vocabulary: &Vocabulary) -> bool {
        (!self.alone || regimen.len() == 1) && regimen.iter().any(|agent| self.agent.covers(*agent, vocabulary))
    }
}

/// What must wait until results are in.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Hold {
    /// What must wait.
    pub agents: Vec<Avoid>,
    /// The results; groups are resolved.
    pub until: Vec<Biomarker>,
}

/// A trial.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Trial {
    /// Its registry number.
    pub registration: String,
    /// Where it recruits; empty: everywhere.
    pub regions: Vec<RegionId>,
}

/// A level of a scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Grade {
    /// The scale.
    pub scale: ScaleId,
    /// The position of the level, 0 the strongest.
    pub level: u32,
}

/// An example: a patient and what must come out.
#[derive(Clone, Debug)]
pub struct Case {
    /// What it shows.
    pub title: String,
    /// Where it stands.
    pub place: Place,
    /// Its place for diagnostics.
    pub span: Span,
    /// The patient, as written.
    pub given: Vec<tree::Located<tree::Given>>,
    /// What must come out.
    pub expectations: Vec<Expectation>,
}

/// A promise about every patient.
#[derive(Clone, Debug)]
pub struct Promise {
    /// Whether it is `never`.
    pub never: bool,
    /// What it promises.
    pub title: String,
    /// Where it stands.
    pub place: Place,
    /// Its place for diagnostics.
    pub span: Span,
    /// The day as of which it is made; none: any.
    pub date: Option<Date>,
    /// The place for which it is made; none: any.
    pub region: Option<RegionId>,
    /// Whom it is about.
    pub condition: Condition,
    /// What must, or must never, come out.
    pub expectations: Vec<Expectation>,
}

/// One thing that must come out.
#[derive(Clone, Debug)]
pub struct Expectation {
    /// Its place for diagnostics.
    pub span: Span,
    /// Some, none, or only these.
    pub quantity: tree::Quantity,
    /// What.
    pub kind: ExpectationKind,
}

/// What is expected.
#[derive(Clone, Debug)]
pub enum ExpectationKind {
    /// These tests to order.
    Test(Vec<Biomarker>),
    /// These regimens, exactly.
    Treat(Vec<Vec<Agent>>),
    /// These regimens undecided, for want of these.
    Undecided(Vec<Vec<Agent>>, Vec<Subject>),
    /// These to be avoided.
    Avoid(Vec<Agent>),
    /// These to wait, for these results.
    Hold(Vec<Agent>, Vec<Biomarker>),
    /// These regimens in conflict.
    Conflict(Vec<Vec<Agent>>),
    /// These regimens superseded.
    Superseded(Vec<Vec<Agent>>),
    /// These referrals.
    Refer(Vec<SpecialtyId>),
    /// These rules met.
    Rule(Vec<RuleId>),
    /// These open questions.
    Ask(Vec<Subject>),
    /// These orders of the test plan.
    Plan(Vec<PlannedOrder>),
    /// These orders of which only a positive result would count.
    Offer(Vec<PlannedOrder>),
    /// What no order covers.
    Uncovered(Vec<Biomarker>),
}

/// An order of a test plan.
#[derive(Clone, Debug)]
pub struct PlannedOrder {
    /// The assay or method.
    pub technique: Technique,
    /// On that specimen; none: on any.
    pub specimen: Option<SpecimenId>,
    /// What it is ordered for, at least.
    pub biomarkers: Vec<Biomarker>,
}
