//! The fields of the workload: a disease, facts, genes and markers, as a guideline for cancers asks for them.
//!
//! All names are invented or general; no medicine is meant by them.

/// What a field is, which decides how rules and profiles spell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The diagnosis.
    Disease,
    /// Something known of the patient: one of a list, or a number.
    Fact,
    /// Yes or no.
    Flag,
    /// A gene: not altered, or altered in one way.
    Gene,
    /// A measured biomarker: one of a list, or a number.
    Marker,
}

/// A value: its name, and the number of the value of which it is a kind.
pub type Value = (&'static str, Option<u8>);

/// A number: its name, the smallest, the largest, what rules compare it with, and its unit.
type Quantity = (&'static str, i64, i64, &'static [i64], &'static str);

/// The values that a field may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Domain {
    /// One of these.
    Values(Vec<Value>),
    /// A whole number of a range; rules compare it with the bounds.
    Number {
        /// The smallest.
        low: i64,
        /// The largest.
        high: i64,
        /// What rules compare it with.
        bounds: &'static [i64],
        /// The unit; empty where there is none.
        unit: &'static str,
    },
}

/// A field of a profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name, which is a name in every language that takes part.
    pub name: &'static str,
    /// What it is.
    pub role: Role,
    /// What it may be.
    pub domain: Domain,
}

impl Field {
    /// The values of a field that has a list of them.
    pub fn values(&self) -> &[Value] {
        match &self.domain {
            Domain::Values(values) => values,
            Domain::Number { .. } => &[],
        }
    }

    /// Whether one value is another or a kind of it.
    pub fn is_under(&self, value: u8, above: u8) -> bool {
        let mut at = Some(value);
        while let Some(value) = at {
            if value == above {
                return true;
            }
            at = self.values().get(usize::from(value)).and_then(|(_, parent)| *parent);
        }
        false
    }

    /// The values that are no heading of others: what profiles usually say.
    pub fn exact(&self) -> Vec<u8> {
        let values = self.values();
        let heads = |at: usize| values.iter().any(|(_, parent)| *parent == Some(at as u8));
        (0..values.len()).filter(|at| !heads(*at)).map(|at| at as u8).collect()
    }
}

/// The number of the disease among the fields.
pub const DISEASE: usize = 0;

/// How many groups of diseases there are, and how many diseases in each.
pub const GROUPS: usize = 5;
/// See [`GROUPS`].
pub const DISEASES_IN_A_GROUP: usize = 4;

/// A group of diseases and those in it.
const DISEASES: [(&str, [&str; DISEASES_IN_A_GROUP]); GROUPS] = [
    ("DA", ["DA1", "DA2", "DA3", "DA4"]),
    ("DB", ["DB1", "DB2", "DB3", "DB4"]),
    ("DC", ["DC1", "DC2", "DC3", "DC4"]),
    ("DD", ["DD1", "DD2", "DD3", "DD4"]),
    ("DE", ["DE1", "DE2", "DE3", "DE4"]),
];

/// The number of a group among the values of the disease.
pub fn group(group: usize) -> u8 {
    (group * (DISEASES_IN_A_GROUP + 1)) as u8
}

/// The values of every gene: not altered, or one of these. `mutation` is what the protein changes are kinds of.
const GENE: &[Value] = &[
    ("negative", None),
    ("mutation", None),
    ("V600E", Some(1)),
    ("L858R", Some(1)),
    ("G12C", Some(1)),
    ("fusion", None),
    ("amplification", None),
];

/// The number of `negative` among the values of a gene.
pub const NEGATIVE: u8 = 0;
/// The number of `mutation` among the values of a gene.
pub const MUTATION: u8 = 1;

const GENES: [&str; 12] =
    ["GNA1", "GNA2", "GNA3", "GNB1", "GNB2", "GNB3", "GNC1", "GNC2", "GNC3", "GND1", "GND2", "GND3"];

const FACTS: &[(&str, &[Value])] = &[
    (
        "stage",
        &[
            ("I", None),
            ("II", None),
            ("III", None),
            ("IIIA", Some(2)),
            ("IIIB", Some(2)),
            ("IV", None),
            ("IVA", Some(5)),
            ("IVB", Some(5)),
        ],
    ),
    ("setting", &[("early", None), ("locally_advanced", None), ("metastatic", None), ("recurrent", None)]),
    ("histology", &[("glandular", None), ("squamous", None), ("small_cell", None), ("mixed_cell", None)]),
    ("smoking", &[("never", None), ("former", None), ("current", None)]),
    ("sex", &[("female", None), ("male", None)]),
    ("side", &[("left", None), ("right", None)]),
    ("risk", &[("low", None), ("intermediate", None), ("high", None)]),
    ("phase", &[("chronic", None), ("accelerated", None), ("blast", None)]),
    ("response", &[("complete", None), ("partial", None), ("stable", None), ("progressive", None)]),
    ("menopause", &[("before", None), ("after", None)]),
    ("sensitivity", &[("sensitive", None), ("resistant", None), ("refractory", None)]),
];

const NUMBERS: &[Quantity] = &[
    ("age", 18, 95, &[40, 50, 65, 70, 75], "years"),
    ("performance", 0, 4, &[1, 2, 3], ""),
    ("line", 1, 5, &[2, 3], ""),
    ("clearance", 10, 150, &[30, 45, 60], "mL/min"),
    ("platelets", 20, 400, &[50, 75, 100], "per-nL"),
    ("lesions", 0, 20, &[1, 4, 10], ""),
    ("ejection_fraction", 20, 80, &[40, 50, 55], "%"),
];

const FLAGS: &[&str] =
    &["resectable", "brain_metastases", "measurable", "radiation_before", "node_positive", "transplant_eligible"];

const MARKERS: &[(&str, &[Value])] = &[
    ("instability", &[("microstable", None), ("unstable_low", None), ("unstable_high", None)]),
    ("repair", &[("proficient", None), ("deficient", None)]),
];

const MARKER_NUMBERS: &[Quantity] =
    &[("proportion_score", 0, 100, &[1, 10, 50], "%"), ("burden", 0, 60, &[10, 20], "per-Mb")];

/// All fields, the disease first.
pub fn fields() -> Vec<Field> {
    let mut diseases = Vec::new();
    for (at, (name, kinds)) in DISEASES.iter().enumerate() {
        diseases.push((*name, None));
        diseases.extend(kinds.iter().map(|kind| (*kind, Some(group(at)))));
    }
    let values = |name, role, values: &[Value]| Field { name, role, domain: Domain::Values(values.to_vec()) };
    let number = |role, (name, low, high, bounds, unit): Quantity| Field {
        name,
        role,
        domain: Domain::Number { low, high, bounds, unit },
    };
    let mut fields = vec![values("disease", Role::Disease, &diseases)];
    fields.extend(FACTS.iter().map(|(name, list)| values(name, Role::Fact, list)));
    fields.extend(NUMBERS.iter().map(|given| number(Role::Fact, *given)));
    fields.extend(FLAGS.iter().map(|name| values(name, Role::Flag, &[("no", None), ("yes", None)])));
    fields.extend(GENES.iter().map(|name| values(name, Role::Gene, GENE)));
    fields.extend(MARKERS.iter().map(|(name, list)| values(name, Role::Marker, list)));
    fields.extend(MARKER_NUMBERS.iter().map(|given| number(Role::Marker, *given)));
    fields
}
