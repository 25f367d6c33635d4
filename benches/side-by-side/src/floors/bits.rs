//! The rules written as an expert would by hand for this workload alone: two values, bits, no names, no reasons.
//!
//! Each rule is one row or several of a decision table, and each disease has a table of its own with the rows that
//! speak of it. For every field and everything that may be known of it, the rows that it does not exclude are known
//! beforehand, as bits; a profile's rows are the intersection over its fields: one *and* of so many words for each
//! field, whatever the rules say.

use crate::{
    Failure,
    engine::Engine,
    workload::{
        Domain, Field, Known, Workload,
        fields::DISEASE,
        rows::{Cell, Row, rows},
    },
};

/// What the table calls it.
pub const NAME: &str = "bits by hand";

/// The rules as bits, and the profiles as small numbers.
pub struct Bits {
    /// A table for patients whose disease is not known, then one for each value of the disease.
    tables: Vec<Table>,
    /// For each profile and each field: 0 where nothing is known, else one more than the value, or than the number of
    /// bounds that a number reaches.
    profiles: Vec<Vec<u8>>,
    rows: Vec<u64>,
}

/// The rows that speak of a disease.
struct Table {
    /// How many words the rows take.
    words: usize,
    /// For each field, the words of the rows that each of its states leaves, one state after the other.
    left: Vec<Vec<u64>>,
    /// The rule of each row.
    rules: Vec<u32>,
}

impl Bits {
    /// The rules and profiles of a workload.
    pub fn new(workload: &Workload) -> Result<Bits, Failure> {
        let fields = &workload.fields;
        let mut all: Vec<(u32, Row)> = Vec::new();
        for (number, rule) in workload.rules.iter().enumerate() {
            all.extend(rows(&rule.whole(fields)).into_iter().map(|row| (number as u32, row)));
        }
        let diseases = fields.get(DISEASE).map_or(0, |field| field.values().len() as u8);
        let states = std::iter::once(None).chain((0..diseases).map(Some));
        let tables = states.map(|disease| Table::new(fields, &all, disease));
        let state = |field: &Field, known: Option<Known>| match (known, &field.domain) {
            (Some(Known::Value(value)), _) => 1 + value,
            (Some(Known::Number(number)), Domain::Number { bounds, .. }) => {
                1 + bounds.iter().filter(|bound| number >= **bound).count() as u8
            }
            _ => 0,
        };
        let profiles = workload.profiles.iter().map(|profile| {
            let known = profile.known.iter().zip(fields);
            known.map(|(known, field)| state(field, *known)).collect()
        });
        Ok(Bits { tables: tables.collect(), profiles: profiles.collect(), rows: Vec::new() })
    }
}

impl Table {
    /// Of all rows those that a disease does not exclude.
    fn new(fields: &[Field], all: &[(u32, Row)], disease: Option<u8>) -> Table {
        let speaks = |row: &Row| match row.get(&DISEASE) {
            None => true,
            Some(Cell::OneOf(values)) => disease.is_some_and(|disease| values.contains(&disease)),
            Some(Cell::Between(..)) => false,
        };
        let (rules, rows): (Vec<u32>, Vec<&Row>) =
            all.iter().filter(|(_, row)| speaks(row)).map(|(rule, row)| (*rule, row)).unzip();
        let words = rows.len().div_ceil(64);
        // The disease has done its part.
        let others = fields.iter().enumerate().skip(DISEASE + 1);
        Table { words, left: others.map(|(at, field)| left(at, field, &rows, words)).collect(), rules }
    }
}

/// The rows that each state of a field leaves, one state after the other.
fn left(at: usize, field: &Field, table: &[&Row], words: usize) -> Vec<u64> {
    let rows = |holds: &dyn Fn(&Cell) -> bool| {
        let mut bits = vec![0_u64; words];
        for (number, row) in table.iter().enumerate() {
            if row.get(&at).is_none_or(holds)
                && let Some(word) = bits.get_mut(number / 64)
            {
                *word |= 1 << (number % 64);
            }
        }
        bits
    };
    let mut left = rows(&|_| false);
    match &field.domain {
        Domain::Values(values) => {
            for value in 0..values.len() as u8 {
                left.extend(rows(&|cell| matches!(cell, Cell::OneOf(values) if values.contains(&value))));
            }
        }
        Domain::Number { low, bounds, .. } => {
            // Between two bounds all numbers are alike.
            for number in std::iter::once(low).chain(*bounds) {
                left.extend(rows(&|cell| match cell {
                    Cell::Between(low, high) => {
                        low.is_none_or(|low| *number >= low) && high.is_none_or(|high| *number < high)
                    }
                    Cell::OneOf(_) => false,
                }));
            }
        }
    }
    left
}

impl Engine for Bits {
    fn name(&self) -> &'static str {
        NAME
    }

    fn met(&mut self, profile: usize, met: &mut Vec<u32>) -> Result<(), Failure> {
        let profile = self.profiles.get(profile).ok_or("no such profile")?;
        let (disease, states) = profile.split_at_checked(DISEASE + 1).ok_or("no disease")?;
        let disease = disease.first().copied().unwrap_or_default();
        let table = self.tables.get(usize::from(disease)).ok_or("no such disease")?;
        self.rows.clear();
        self.rows.resize(table.words, u64::MAX);
        for (left, state) in table.left.iter().zip(states) {
            let start = usize::from(*state) * table.words;
            let left = left.get(start..start + table.words).ok_or("no such state")?;
            self.rows.iter_mut().zip(left).for_each(|(row, left)| *row &= left);
        }
        for (at, word) in self.rows.iter().enumerate() {
            let mut word = *word;
            while word != 0 {
                let row = at * 64 + word.trailing_zeros() as usize;
                word &= word - 1;
                // Several rows of one rule may hold; they stand next to each other.
                if let Some(rule) = table.rules.get(row)
                    && met.last() != Some(rule)
                {
                    met.push(*rule);
                }
            }
        }
        Ok(())
    }
}
