//! Conditions, definitions and alterations, as written.

use super::{Agent, Located, Name, Text};

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
    /// `progressed on osimertinib`, `intolerant of imatinib`
    Ended(Ending, Agent),
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

impl Comparison {
    /// Whether it holds of something that stands in this order to what it is compared with.
    pub fn holds(self, order: std::cmp::Ordering) -> bool {
        match self {
            Comparison::AtLeast => order.is_ge(),
            Comparison::MoreThan => order.is_gt(),
            Comparison::AtMost => order.is_le(),
            Comparison::LessThan => order.is_lt(),
        }
    }
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

/// How a therapy ended, as far as rules ask for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub enum Ending {
    /// `progressed on D`: the disease grew.
    Progression,
    /// `intolerant of D`: it was not tolerated.
    Intolerance,
}
