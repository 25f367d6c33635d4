//! The syntax tree: what a rule file says, word for word, before any name is looked up.
//!
//! Names are still text here. Every node knows its place. Two trees are equal when they say the same, wherever it
//! stands: [`Located`] leaves places out of comparisons.

use crate::text::{Date, Span};
use std::fmt;

/// Something with its place. Comparison looks at the thing alone.
#[derive(Clone)]
pub struct Located<T> {
    /// The thing.
    pub node: T,
    /// Where it stands.
    pub span: Span,
}

impl<T> Located<T> {
    /// A thing at a place.
    pub fn new(node: T, span: Span) -> Located<T> {
        Located { node, span }
    }
}

impl<T: PartialEq> PartialEq for Located<T> {
    fn eq(&self, other: &Located<T>) -> bool {
        self.node == other.node
    }
}

impl<T: fmt::Debug> fmt::Debug for Located<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.node.fmt(out)
    }
}

/// A name as written, without quotes: `EGFR`, `t(4;14)`, `c.3082+1G>T`.
pub type Name = Located<String>;
/// The text of a string, common indentation removed.
pub type Text = Located<String>;

/// One file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tree {
    /// Its items in the order of the text. An item that could not be read is [`ItemKind::Broken`].
    pub items: Vec<Item>,
}

/// An item: everything from one keyword in column 0 to the next.
pub type Item = Located<ItemKind>;

/// What an item is.
#[derive(Clone, Debug, PartialEq)]
pub enum ItemKind {
    /// A declaration: `gene`, `drug`, `source`, `guideline`, …
    Declaration(Declaration),
    /// `define advanced-nsclc "…"` and its condition.
    Define(Define),
    /// `rule …`, and `replace …` in an amendment.
    Rule(Rule),
    /// `case "…"`
    Case(Case),
    /// `always "…"`, `never "…"`
    Promise(Promise),
    /// `withdraw RULE`
    Withdraw(Withdraw),
    /// An item that could not be read; a diagnostic says why.
    Broken,
}

/// The kinds of declaration, each with its keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is the keyword it is named after")]
pub enum DeclarationKind {
    Guideline,
    Vocabulary,
    Source,
    Scale,
    Region,
    Disease,
    Gene,
    Group,
    Marker,
    Drug,
    Class,
    Method,
    Assay,
    Specimen,
    Specialty,
    Fact,
}

/// A declaration: a name, a title, clauses.
#[derive(Clone, Debug, PartialEq)]
pub struct Declaration {
    /// What is declared.
    pub kind: DeclarationKind,
    /// Its name.
    pub name: Name,
    /// What people call it.
    pub title: Option<Text>,
    /// The clauses, in the order of the text.
    pub clauses: Vec<Located<Clause>>,
}

/// A clause of a declaration.
#[derive(Clone, Debug, PartialEq)]
pub enum Clause {
    /// `version 2026.2`
    Version(Name),
    /// `reviewed 2026-10-01`
    Reviewed(Located<Date>),
    /// `region US, EU`: restricts a file
    Regions(Vec<Name>),
    /// `amends nsclc`
    Amends(Name),
    /// `publisher FDA`
    Publisher(Name),
    /// `dated 2024-09-25`
    Dated(Located<Date>),
    /// `doi "10.…"`
    Doi(Name),
    /// `pmid "123"`
    Pmid(Name),
    /// `link "https://…"`
    Link(Name),
    /// `licence "CC BY 4.0"`
    Licence(Name),
    /// `level I-A "meaning"`
    Level(Name, Text),
    /// `under NSCLC`
    Under(Name),
    /// `also "lung adenocarcinoma", ADC`
    Also(Vec<Name>),
    /// `oncotree LUAD`, `hgnc 3236`, `rxnorm …`, `loinc …`
    Codes(CodeSystem, Vec<Name>),
    /// `transcript NM_005228.5`
    Transcript(Name),
    /// `exons 18 688..728, 19 729..761`
    Exons(Vec<Located<ExonRange>>),
    /// `named "classical" = exon 19 deletion, L858R`
    Named(Text, Vec<Alteration>),
    /// `= BRCA1, BRCA2`: the members of a group
    Members(Vec<Name>),
    /// `values low, high`
    Values(Vec<Name>),
    /// `levels 0, 1+, 2+, 3+`
    Levels(Vec<Name>),
    /// `number 0..100 %`
    Number(NumberRange),
    /// `positive from 1`
    PositiveFrom(Name),
    /// `value IVB also "4B"`
    ValueAlso(Name, Vec<Name>),
    /// `class anti-PD-1`: of a drug
    Classes(Vec<Name>),
    /// `brand US "TAGRISSO"`
    Brand(Name, Text),
    /// `method NGS-DNA`: of an assay
    Method(Name),
    /// `covers EGFR, ALK`
    Covers(Vec<Name>),
    /// `detects fusion of ALK, ROS1`; no genes: every gene that is covered
    Detects(Vec<Alteration>, Vec<Name>),
    /// `measures PD-L1-TPS`
    Measures(Vec<Name>),
    /// `specimen tissue, plasma`
    Specimens(Vec<Name>),
    /// `negative inconclusive on plasma`
    NegativeInconclusive(Vec<Name>),
    /// `turnaround 10 days`
    Turnaround(Located<u32>),
    /// `companion for osimertinib`
    Companion(Vec<Name>),
    /// `available US 2017-11-30 until …`
    Available(Approval),
    /// `germline`: of a specimen
    Germline,
    /// `one of I, II, III (IIIA, IIIB)`
    OneOf(Vec<ValueNode>),
    /// `yes or no`
    YesOrNo,
    /// `ask "Has the patient ever smoked?"`
    Ask(Text),
}

/// The code systems that vocabulary entries can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "each is the code system it is named after")]
pub enum CodeSystem {
    OncoTree,
    Snomed,
    Icd10,
    Icdo3,
    Ncit,
    Hgnc,
    Loinc,
    RxNorm,
    Atc,
}

/// `19 729..761`: the codons that an exon covers.
#[derive(Clone, Debug, PartialEq)]
pub struct ExonRange {
    /// The exon's number.
    pub exon: u32,
    /// Its first codon, whole or in part.
    pub from: u32,
    /// Its last codon, whole or in part.
    pub to: u32,
}

/// `number 0..100 %`
#[derive(Clone, Debug, PartialEq)]
pub struct NumberRange {
    /// The smallest and the largest number that can be meant.
    pub range: Option<Located<(f64, f64)>>,
    /// The unit, as `%`, `years`, `mut/Mb`.
    pub unit: Option<Name>,
}

/// A value of a fact and the values that are kinds of it: `III (IIIA, IIIB)`.
#[derive(Clone, Debug, PartialEq)]
pub struct ValueNode {
    /// The value.
    pub name: Name,
    /// Its kinds.
    pub kinds: Vec<ValueNode>,
}

/// `define NAME "title"` and its condition.
#[derive(Clone, Debug, PartialEq)]
pub struct Define {
    /// Its name.
    pub name: Name,
    /// What people call it.
    pub title: Option<Text>,
    /// What it stands for.
    pub condition: Condition,
}

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

/// `US 2018-04-18 until 2024-07-31`
#[derive(Clone, Debug, PartialEq)]
pub struct Approval {
    /// Where.
    pub region: Name,
    /// First day.
    pub since: Located<Date>,
    /// The day on which it ended.
    pub until: Option<Located<Date>>,
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

/// A condition with its place.
pub type Condition = Located<ConditionKind>;

/// A condition as written.
#[derive(Clone, Debug, PartialEq)]
pub enum ConditionKind {
    /// `a and b and c`
    And(Vec<Condition>),
    /// `a or b or c`
    Or(Vec<Condition>),
    /// `not a`
    Not(Box<Condition>),
    /// `( a )`, kept so that the tree prints as it was written
    Parenthesised(Box<Condition>),
    /// `at least 2 of (a, b, c)`
    AtLeast(Located<u32>, Vec<Condition>),
    /// `stage is not (III or IV)`, `disease is NSCLC`, `EGFR is wild-type`, `smoking is known`
    Is {
        /// What is asked about.
        subject: Subject,
        /// `is not`
        negated: bool,
        /// The values, any of them. `wild-type`, `tested`, `known`, … are values here; `check` knows them.
        values: Vec<Name>,
    },
    /// `age >= 50 years`, `HER2-IHC >= 2+`
    Compare {
        /// What is compared.
        subject: Name,
        /// How.
        comparison: Comparison,
        /// With what: a number, or a level of a marker.
        value: Name,
        /// In which unit.
        unit: Option<Name>,
    },
    /// `EGFR has (exon 19 deletion or L858R)`, `any of HRR has no pathogenic variant`
    Has {
        /// The gene or group.
        subject: Subject,
        /// `has no`
        negated: bool,
        /// The alterations, any of them.
        alterations: Vec<Alteration>,
    },
    /// `received no class anti-PD-1`
    Received {
        /// `received no`
        negated: bool,
        /// The drug or class.
        agent: Agent,
    },
    /// `progressed on osimertinib`
    ProgressedOn(Agent),
    /// `advanced-nsclc`: a defined condition
    Named(Name),
}

/// `EGFR`, `any of HRR`, `disease`
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    /// Whether `any of` stands before the name.
    pub any_of: bool,
    /// The fact, marker, gene or group; `disease`.
    pub name: Name,
}

/// How a number is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub enum Comparison {
    /// `>=`
    AtLeast,
    /// `>`
    MoreThan,
    /// `<=`
    AtMost,
    /// `<`
    LessThan,
}

/// An alteration with its place.
pub type Alteration = Located<AlterationKind>;

/// `germline exon 20 insertion except A763_Y764insFQEA`
#[derive(Clone, Debug, PartialEq)]
pub struct AlterationKind {
    /// `germline`, `somatic`
    pub origin: Option<Origin>,
    /// What kind of alteration.
    pub form: Form,
    /// `except …`
    pub except: Vec<Alteration>,
}

/// Whether an alteration was inherited or acquired by the tumour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// Inherited: in every cell of the body.
    Germline,
    /// Acquired: in the tumour alone.
    Somatic,
}

/// The form of an alteration.
#[derive(Clone, Debug, PartialEq)]
pub enum Form {
    /// `mutation`
    Mutation,
    /// `pathogenic variant`
    PathogenicVariant,
    /// `truncation`
    Truncation,
    /// `L858R`, `p.Leu858Arg`, `V600`, `"classical"`: a change, a codon or a set that the gene names
    Named(Name),
    /// `codons 12..13 mutation`
    Codons(Located<(u32, u32)>, Option<RegionalKind>),
    /// `exon 19 deletion`, `exons 9..11 mutation`
    Exons(Located<(u32, u32)>, RegionalKind),
    /// `fusion with EML4`
    Fusion(Option<Name>),
    /// `amplification`
    Amplification,
    /// `homozygous deletion`
    HomozygousDeletion,
    /// `biallelic loss`
    BiallelicLoss,
}

/// What happens in a region of the protein.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub enum RegionalKind {
    /// Any small variant that changes the protein there.
    Mutation,
    /// Residues are lost and the reading frame is kept; others may take their place (`delins` that shortens).
    Deletion,
    /// Residues are gained and the reading frame is kept; a duplication is one.
    Insertion,
    /// Residues are repeated.
    Duplication,
    /// The exon is left out of the transcript.
    Skipping,
}

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
    /// `received carboplatin line 1 and progression`, `progressed on osimertinib`
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
    Positive,
    /// Looked for and not found.
    Negative,
    /// Ordered, not yet reported.
    Pending,
    /// The specimen did not suffice.
    Insufficient,
    /// The assay failed.
    Failed,
    /// Reported as neither positive nor negative.
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
}

/// `always "…"` or `never "…"`
#[derive(Clone, Debug, PartialEq)]
pub struct Promise {
    /// Whether it is `never`.
    pub never: bool,
    /// What it promises.
    pub title: Text,
    /// Whom it is about.
    pub condition: Condition,
    /// What must, or must never, come out.
    pub expectations: Vec<Located<Expectation>>,
}
