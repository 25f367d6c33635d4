//! stub
#![allow(missing_docs)]
use crate::{
    kleene::Kleene,
    syntax::tree::{Origin, RegionalKind},
};
use serde::{Deserialize, Serialize};
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Change(pub String);
impl Change {
    pub fn normal_form(&self) -> String {
        self.0.clone()
    }
    pub fn fusion_genes(&self) -> Vec<&str> {
        if self.0.contains("::") { self.0.split("::").collect() } else { vec![] }
    }
}
pub struct Unreadable {
    pub message: String,
    pub help: Option<String>,
}
pub fn read(text: &str) -> Result<Change, Unreadable> {
    Ok(Change(text.trim_start_matches("p.").into()))
}
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Alteration {
    pub change: Change,
    pub significance: Option<Significance>,
    pub origin: Option<Origin>,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Significance {
    #[serde(rename = "pathogenic")]
    Pathogenic,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct GeneModel {
    pub symbol: String,
    pub also: Vec<String>,
    pub transcripts: Vec<Transcript>,
    pub named: Vec<NamedSet>,
}
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Transcript {
    pub name: String,
    pub exons: Vec<Exon>,
}
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Exon {
    pub number: u32,
    pub from: u32,
    pub to: u32,
}
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NamedSet {
    pub name: String,
    pub patterns: Vec<Pattern>,
}
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Pattern {
    pub origin: Option<Origin>,
    pub form: PatternForm,
    pub except: Vec<Pattern>,
}
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum PatternForm {
    Mutation,
    PathogenicVariant,
    Truncation,
    Change(Change),
    Codons { from: u32, to: u32, kind: RegionalKind },
    Exons { from: u32, to: u32, kind: RegionalKind },
    Fusion { with: Option<String> },
    Amplification,
    HomozygousDeletion,
    BiallelicLoss,
    Set(String),
}
pub fn read_pattern(name: &str, gene: &GeneModel) -> Result<PatternForm, Unreadable> {
    Ok(if gene.named.iter().any(|s| s.name == name) {
        PatternForm::Set(name.into())
    } else {
        PatternForm::Change(read(name)?)
    })
}
pub fn matches(_gene: &GeneModel, a: &Alteration, p: &Pattern) -> Kleene {
    match &p.form {
        PatternForm::Change(c) => Kleene::from(*c == a.change),
        PatternForm::Mutation => Kleene::Met,
        _ => Kleene::Undetermined,
    }
}
pub fn covers(_gene: &GeneModel, d: &Pattern, a: &Pattern) -> bool {
    d == a || d.form == PatternForm::Mutation
}
pub fn overlaps(_gene: &GeneModel, a: &Pattern, b: &Pattern) -> bool {
    a == b
}
