//! A profile: what is known of one tumour, in the words of whoever sends it.

use crate::{
    syntax::tree::{Ending, Origin, ResultStatus},
    text::Date,
    vocabulary::variant::{Change, ChangeKind, PatternForm},
};
use serde::{Deserialize, Serialize, de::value::StrDeserializer};
use std::{borrow::Cow, collections::BTreeMap};

/// What is known of one tumour. A key that is absent is unknown; a list that is given is complete.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 'a"))]
pub struct Profile<'a> {
    /// Comes back in the report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Cow<'a, str>>,
    /// The disease: a name, a synonym, or a code with its system.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disease: Option<Concept<'a>>,
    /// The day as of which the question is asked; today where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// Where the patient is treated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<Cow<'a, str>>,
    /// Facts by name: a value, a number, true or false.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub facts: BTreeMap<Cow<'a, str>, Scalar<'a>>,
    /// Results of biomarker tests, ordered ones included.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub results: Vec<TestResult<'a>>,
    /// Systemic therapies so far. Absent: the history is not known. Empty: there was none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub therapies: Option<Vec<Therapy<'a>>>,
    /// The specimens at hand. Absent: not known. Empty: there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub specimens: Option<Vec<Cow<'a, str>>>,
}

/// A thing by name or by code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged, bound(deserialize = "'de: 'a"))]
pub enum Concept<'a> {
    /// A name or a synonym.
    Name(Cow<'a, str>),
    /// A code of a code system.
    Code {
        /// The code system: its name, as `oncotree`, or its URI.
        system: Cow<'a, str>,
        /// The code.
        code: Cow<'a, str>,
    },
}

/// A value as JSON writes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged, bound(deserialize = "'de: 'a"))]
pub enum Scalar<'a> {
    /// `true`, `false`: yes, no.
    Bool(bool),
    /// A number in the declared unit.
    Number(f64),
    /// A value by name, or a number as a laboratory writes it: `<1`, `1-49 %`.
    Text(Cow<'a, str>),
}

/// One result: of a gene, a marker, an assay, or a laboratory's own panel.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 'a"))]
pub struct TestResult<'a> {
    /// The gene or marker.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub biomarker: Option<Concept<'a>>,
    /// What came of it; may be left out where `alterations`, `value` or `findings` say it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<ResultStatus>,
    /// The value of a marker; also where the marker is called by the name of its gene, or as laboratories call it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Scalar<'a>>,
    /// The alterations of a gene, all that were found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alterations: Option<Vec<ReportedAlteration<'a>>>,
    /// An assay by name: everything that it detects and that `findings` does not list was looked for and not found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assay: Option<Cow<'a, str>>,
    /// The genes that a panel looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tested: Option<Vec<Cow<'a, str>>>,
    /// What an assay or panel found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub findings: Option<Vec<Finding<'a>>>,
    /// How it was measured; absent: taken as conclusive, and the report says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<Cow<'a, str>>,
    /// What it was measured on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub specimen: Option<Cow<'a, str>>,
    /// Whether what was found was inherited or acquired.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// The day of the result.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
}

/// What an assay found in one gene, or measured of one marker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 'a"))]
pub struct Finding<'a> {
    /// The gene or marker.
    pub biomarker: Concept<'a>,
    /// The alterations of a gene.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alterations: Option<Vec<ReportedAlteration<'a>>>,
    /// The value of a marker; also where the marker is called by the name of its gene, or as laboratories call it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Scalar<'a>>,
    /// What came of it, where it differs from found: `failed`, `inconclusive`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<ResultStatus>,
}

/// A reported alteration: what the laboratory wrote, alone or with what it knows of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged, bound(deserialize = "'de: 'a"))]
pub enum ReportedAlteration<'a> {
    /// `p.V600E`
    Text(Cow<'a, str>),
    /// `{ "change": "p.V600E", "significance": "pathogenic" }`
    Detailed(DetailedAlteration<'a>),
}

impl DetailedAlteration<'_> {
    /// The number beside a change that says that there is none of it.
    pub(super) fn denies(&self, change: &Change) -> Option<String> {
        let is_amplification =
            matches!(&change.kind, ChangeKind::Class(form) if matches!(**form, PatternForm::Amplification));
        if self.allele_fraction == Some(0.0) {
            return Some("an allele fraction of 0".to_owned());
        }
        let copies = self.copy_number.filter(|copies| is_amplification && *copies <= 2.0)?;
        Some(format!("a copy number of {copies}"))
    }
}

/// An alteration with what the laboratory knows of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 'a"))]
pub struct DetailedAlteration<'a> {
    /// What the laboratory wrote.
    pub change: Cow<'a, str>,
    /// What it means: pathogenic, likely pathogenic, uncertain, likely benign, benign.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub significance: Option<crate::vocabulary::variant::Significance>,
    /// Whether it was inherited or acquired.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// The share of reads that show it, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allele_fraction: Option<f64>,
    /// The number of copies of the gene.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copy_number: Option<f64>,
}

/// A systemic therapy that was given.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 'a"))]
pub struct Therapy<'a> {
    /// The drug: its generic name, a brand, a synonym or a code; or a regimen by its name, or its drugs joined by `/` or `+`.
    pub drug: Option<Concept<'a>>,
    /// The line of therapy, from 1; absent: before the lines that count, as adjuvant therapy is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// How it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// The day on which that was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
}

/// How a therapy ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// The disease grew.
    #[serde(
        alias = "pd",
        alias = "progressive disease",
        alias = "progressed",
        alias = "relapse",
        alias = "relapsed",
        alias = "recurrence"
    )]
    Progression,
    // The short forms are those of RECIST.
    /// The disease shrank.
    #[serde(alias = "cr", alias = "pr", alias = "complete response", alias = "partial response")]
    Response,
    /// Neither.
    #[serde(alias = "sd", alias = "stable disease")]
    Stable,
    /// It was given as planned.
    Completed,
    /// It was not tolerated.
    #[serde(alias = "toxicity", alias = "adverse event", alias = "adverse events", alias = "not tolerated")]
    Intolerance,
}

impl From<Ending> for Outcome {
    fn from(ending: Ending) -> Outcome {
        match ending {
            Ending::Progression => Outcome::Progression,
            Ending::Intolerance => Outcome::Intolerance,
        }
    }
}

/// Where a change came from, as it is written beside it, and the change: `L858R somatic`, `germline c.68_69del`,
/// `L858R (somatic)`.
pub(super) fn origin_beside(text: &str) -> Option<(Origin, &str)> {
    let text = text.trim();
    let parted = |sign: char| " ,;:()".contains(sign);
    [("germline", Origin::Germline), ("somatic", Origin::Somatic)].into_iter().find_map(|(word, origin)| {
        let at_end = || {
            let whole = text.strip_suffix(')').unwrap_or(text);
            let (before, end) = whole.split_at_checked(whole.len().checked_sub(word.len())?)?;
            // The parenthesis that closes behind the word opens before it.
            let opens = before.ends_with('(') == (whole.len() < text.len());
            (opens && end.eq_ignore_ascii_case(word) && before.ends_with(parted))
                .then(|| before.trim_end_matches(parted))
        };
        let at_start = || {
            let (start, rest) = text.split_at_checked(word.len())?;
            (start.eq_ignore_ascii_case(word) && rest.starts_with([' ', ':']))
                .then(|| rest.trim_start_matches([' ', ':']))
        };
        Some((origin, at_end().or_else(at_start).filter(|rest| !rest.is_empty())?))
    })
}

/// What came of a test, in the words that `status` takes.
pub(super) fn status_word(word: &str) -> Option<ResultStatus> {
    let word = word.trim().to_lowercase();
    ResultStatus::deserialize(StrDeserializer::<serde::de::value::Error>::new(&word)).ok()
}
