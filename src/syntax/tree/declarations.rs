//! Declarations: the vocabulary, sources and headers, as written.

use super::{Alteration, Approval, Located, Name, Text};
use crate::text::Date;

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
    Regimen,
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
    /// `implies histology squamous`, `implies setting recurrent from line 2 unless stage`: of a disease
    Implies {
        /// Of what it says something.
        fact: Name,
        /// What it says.
        value: Name,
        /// When it does, if not always.
        only: Option<OnlyFrom>,
    },
    /// `reads HER2 as HER2-IHC, HER2-ISH`: of a disease, what a result of that name without alterations is one of
    Reads(Name, Vec<Name>),
    /// `asks setting "Is it newly diagnosed?"`: of a disease, how a person is asked for a fact in it
    Asks(Name, Text),
    /// `oncotree LUAD`, `hgnc 3236`, `rxnorm …`, `loinc …`
    Codes(CodeSystem, Vec<Name>),
    /// `uncoded "no number was found"`: no other system is known to have a code for it, and why
    Uncoded(Text),
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
    /// `negative up to 1+`
    NegativeUpTo(Name),
    /// `benign K3326*`: of a gene, variants that are not pathogenic though their kind is
    Benign(Vec<Alteration>),
    /// `positive means fusion`: of a gene
    PositiveMeans(Vec<Alteration>),
    /// `value IVB also "4B"`
    ValueAlso(Name, Vec<Name>),
    /// `class anti-PD-1`: of a drug
    Classes(Vec<Name>),
    /// `of oxaliplatin, fluorouracil`: the drugs of a regimen
    Drugs(Vec<Name>),
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
    /// `inconclusive outside LYMPH, MYELOID`: of a specimen
    Inconclusive(Vec<Name>),
    /// `one of I, II, III (IIIA, IIIB)`
    OneOf(Vec<ValueNode>),
    /// `yes or no`
    YesOrNo,
    /// `ask "Has the patient ever smoked?"`
    Ask(Text),
    /// `counted from therapy`: of a fact, the number of the line that comes next
    CountedFromTherapy,
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

/// `from line 1 to 3 unless stage`, `from stage IV`: where a fact is in that range or has that value, and another fact is
/// not known
#[derive(Clone, Debug, PartialEq)]
pub struct OnlyFrom {
    /// The fact.
    pub fact: Name,
    /// What it must be.
    pub what: FromWhat,
    /// What must not be known.
    pub unless: Option<Name>,
}

/// `2`, `1 to 3`, `IV`
#[derive(Clone, Debug, PartialEq)]
pub enum FromWhat {
    /// The least number, and the largest.
    Numbers(Located<u32>, Option<Located<u32>>),
    /// A value, or one under it.
    Value(Name),
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
