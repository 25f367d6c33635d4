//! The workload: fields, rules and profiles in no engine's language, generated from a seed.

pub mod fields;
mod generate;
pub mod guide;
pub mod logic;
pub mod rows;

pub use fields::{Domain, Field, Role};
pub use logic::{Answer, answer};

/// What every engine is asked.
pub struct Workload {
    /// What a profile may say.
    pub fields: Vec<Field>,
    /// The rules.
    pub rules: Vec<Rule>,
    /// The patients.
    pub profiles: Vec<Profile>,
}

/// A rule: it is met where the patient has the disease and the condition is met.
pub struct Rule {
    /// The disease that it speaks of: a value of the first field. A general rule names none.
    pub disease: Option<u8>,
    /// The condition.
    pub condition: Condition,
}

/// A condition over comparisons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Each of them.
    All(Vec<Condition>),
    /// One of them or more.
    Any(Vec<Condition>),
    /// The opposite.
    Not(Box<Condition>),
    /// A comparison.
    Test(Test),
}

/// A comparison of one field.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Test {
    /// The number of the field.
    pub field: usize,
    /// What is asked of it.
    pub asked: Asked,
}

/// What is asked of a field.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Asked {
    /// That it is one of these values, or a kind of one.
    Is(Vec<u8>),
    /// That it is at least so much.
    AtLeast(i64),
    /// That it is less.
    Below(i64),
}

/// What is known of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// The number of a value.
    Value(u8),
    /// A number.
    Number(i64),
}

/// A patient: for each field what is known of it.
pub struct Profile {
    /// In the order of the fields; nothing where nothing is known.
    pub known: Vec<Option<Known>>,
}
