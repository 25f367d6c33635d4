//! What the right answers are: a slow evaluation of the neutral description, and its negation normal form.
//!
//! Engines of two values are asked for the rules that are *met*. In Kleene's logic a negation is met where what it
//! negates is definitely not met; pushed down to the comparisons, each of these asks that the field is known and
//! differs. The normal form therefore gives every engine the same met rules without asking it for a third value.

use super::{Asked, Condition, Field, Known, Profile, Rule, Test, Workload, fields::DISEASE};
use guidemark::kleene::Kleene;

/// The numbers of the rules that are met and of those that are undetermined, ascending.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// Met.
    pub met: Vec<u32>,
    /// Neither met nor excluded.
    pub undetermined: Vec<u32>,
}

/// The right answer for a profile.
pub fn answer(workload: &Workload, profile: &Profile) -> Answer {
    let mut answer = Answer::default();
    for (number, rule) in workload.rules.iter().enumerate() {
        let disease = rule.disease.map_or(Kleene::Met, |disease| {
            let test = Test { field: DISEASE, asked: Asked::Is(vec![disease]) };
            ask(&workload.fields, &test, profile)
        });
        match disease.and(evaluate(&workload.fields, &rule.condition, profile)) {
            Kleene::Met => answer.met.push(number as u32),
            Kleene::Undetermined => answer.undetermined.push(number as u32),
            Kleene::NotMet => {}
        }
    }
    answer
}

fn evaluate(fields: &[Field], condition: &Condition, profile: &Profile) -> Kleene {
    match condition {
        Condition::All(parts) => Kleene::all(parts.iter().map(|part| evaluate(fields, part, profile))),
        Condition::Any(parts) => Kleene::any(parts.iter().map(|part| evaluate(fields, part, profile))),
        Condition::Not(part) => !evaluate(fields, part, profile),
        Condition::Test(test) => ask(fields, test, profile),
    }
}

fn ask(fields: &[Field], test: &Test, profile: &Profile) -> Kleene {
    let (Some(Some(known)), Some(field)) = (profile.known.get(test.field), fields.get(test.field)) else {
        return Kleene::Undetermined;
    };
    match (known, &test.asked) {
        (Known::Value(value), Asked::Is(asked)) => Kleene::any(asked.iter().map(|asked| {
            if field.is_under(*value, *asked) {
                Kleene::Met
            } else if field.is_under(*asked, *value) {
                Kleene::Undetermined
            } else {
                Kleene::NotMet
            }
        })),
        (Known::Number(number), Asked::AtLeast(bound)) => Kleene::from(number >= bound),
        (Known::Number(number), Asked::Below(bound)) => Kleene::from(number < bound),
        // The generator makes no such comparison.
        (Known::Value(_), _) | (Known::Number(_), Asked::Is(_)) => Kleene::Undetermined,
    }
}

/// A condition without negations, over comparisons that are true or false.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Normal {
    /// Each of them.
    All(Vec<Normal>),
    /// One of them or more.
    Any(Vec<Normal>),
    /// A comparison; false where the field is not known.
    Test(Plain),
}

/// A comparison with two values: false where the field is not known.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Plain {
    /// The number of the field.
    pub field: usize,
    /// What it must be.
    pub range: Range,
}

/// What a field must be.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Range {
    /// One of these values, kinds included.
    OneOf(Vec<u8>),
    /// At least so much.
    AtLeast(i64),
    /// Less.
    Below(i64),
}

impl Rule {
    /// The condition of the rule, without the disease, in its normal form.
    pub fn normal(&self, fields: &[Field]) -> Normal {
        normal(fields, &self.condition, true)
    }

    /// The values of the disease for which the rule speaks: the one that it names and its kinds.
    pub fn diseases(&self, fields: &[Field]) -> Option<Vec<u8>> {
        let asked = self.disease?;
        let field = fields.get(DISEASE)?;
        Some((0..field.values().len() as u8).filter(|value| field.is_under(*value, asked)).collect())
    }

    /// The whole rule in its normal form, the disease first.
    pub fn whole(&self, fields: &[Field]) -> Normal {
        let normal = self.normal(fields);
        let Some(values) = self.diseases(fields) else { return normal };
        let disease = Normal::Test(Plain { field: DISEASE, range: Range::OneOf(values) });
        match normal {
            Normal::All(mut parts) => {
                parts.insert(0, disease);
                Normal::All(parts)
            }
            other => Normal::All(vec![disease, other]),
        }
    }
}

/// The condition where it is to be met, or its opposite.
fn normal(fields: &[Field], condition: &Condition, wanted: bool) -> Normal {
    let each = |parts: &[Condition]| parts.iter().map(|part| normal(fields, part, wanted)).collect();
    match (condition, wanted) {
        (Condition::All(parts), true) | (Condition::Any(parts), false) => Normal::All(each(parts)),
        (Condition::Any(parts), true) | (Condition::All(parts), false) => Normal::Any(each(parts)),
        (Condition::Not(part), _) => normal(fields, part, !wanted),
        (Condition::Test(test), _) => Normal::Test(Plain { field: test.field, range: range(fields, test, wanted) }),
    }
}

fn range(fields: &[Field], test: &Test, wanted: bool) -> Range {
    match (&test.asked, wanted) {
        (Asked::AtLeast(bound), true) | (Asked::Below(bound), false) => Range::AtLeast(*bound),
        (Asked::Below(bound), true) | (Asked::AtLeast(bound), false) => Range::Below(*bound),
        (Asked::Is(asked), _) => {
            let Some(field) = fields.get(test.field) else { return Range::OneOf(Vec::new()) };
            let met = |value: u8| asked.iter().any(|asked| field.is_under(value, *asked));
            let open = |value: u8| asked.iter().any(|asked| field.is_under(*asked, value));
            let all = 0..field.values().len() as u8;
            Range::OneOf(if wanted {
                all.filter(|value| met(*value)).collect()
            } else {
                all.filter(|value| !met(*value) && !open(*value)).collect()
            })
        }
    }
}
