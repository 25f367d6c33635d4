//! The rules written as an expert would by hand for this workload alone: two values, bits, no names, no reasons.
//!
//! Each rule is one row or several of a decision table. For every field and everything that may be known of it, the rows
//! that it does not exclude are known beforehand, as bits; a profile's rows are the intersection over its fields. That is
//! one *and* of so many words for each field, whatever the rules say.

use crate::{
    Failure,
    engine::Engine,
    workload::{
        Domain, Field, Known, Workload,
        rows::{Cell, Row, rows},
    },
};

/// The rules as bits, and the profiles as small numbers.
pub struct Bits {
    /// How many words the rows take.
    words: usize,
    /// For each field, the words of the rows that are left where nothing is known of it, then for each of its values (or
    /// each number from the lowest).
    left: Vec<Vec<u64>>,
    /// For each profile and each field, the position in the table above.
    profiles: Vec<Vec<u16>>,
    /// The rule of each row.
    rules: Vec<u32>,
    rows: Vec<u64>,
}

impl Bits {
    /// The rules and profiles of a workload.
    pub fn new(workload: &Workload) -> Result<Bits, Failure> {
        let fields = &workload.fields;
        let mut rules = Vec::new();
        let mut table: Vec<Row> = Vec::new();
        for (number, rule) in workload.rules.iter().enumerate() {
            for row in rows(&rule.whole(fields)) {
                table.push(row);
                rules.push(number as u32);
            }
        }
        let words = table.len().div_ceil(64);
        let left = fields.iter().enumerate().map(|(at, field)| left(at, field, &table, words)).collect();
        let position = |field: &Field, known: Option<Known>| match (known, &field.domain) {
            (None, _) => Ok(0),
            (Some(Known::Value(value)), _) => Ok(1 + u16::from(value)),
            (Some(Known::Number(number)), Domain::Number { low, .. }) => u16::try_from(1 + number - low),
            (Some(Known::Number(number)), Domain::Values(_)) => u16::try_from(number),
        };
        let mut profiles = Vec::new();
        for profile in &workload.profiles {
            let known = profile.known.iter().zip(fields).map(|(known, field)| position(field, *known));
            profiles.push(known.collect::<Result<_, _>>()?);
        }
        Ok(Bits { words, left, profiles, rules, rows: vec![0; words] })
    }
}

/// The rows that each state of a field leaves, one state after the other.
fn left(at: usize, field: &Field, table: &[Row], words: usize) -> Vec<u64> {
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
        Domain::Number { low, high, .. } => {
            for number in *low..=*high {
                left.extend(rows(&|cell| match cell {
                    Cell::Between(low, high) => {
                        low.is_none_or(|low| number >= low) && high.is_none_or(|high| number < high)
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
        "bits by hand"
    }

    fn met(&mut self, profile: usize, met: &mut Vec<u32>) -> Result<(), Failure> {
        let profile = self.profiles.get(profile).ok_or("no such profile")?;
        self.rows.fill(u64::MAX);
        for (left, state) in self.left.iter().zip(profile) {
            let start = usize::from(*state) * self.words;
            let left = left.get(start..start + self.words).ok_or("no such state")?;
            self.rows.iter_mut().zip(left).for_each(|(row, left)| *row &= left);
        }
        for (at, word) in self.rows.iter().enumerate() {
            let mut word = *word;
            while word != 0 {
                let row = at * 64 + word.trailing_zeros() as usize;
                word &= word - 1;
                // Several rows of one rule may hold; they stand next to each other.
                if let Some(rule) = self.rules.get(row)
                    && met.last() != Some(rule)
                {
                    met.push(*rule);
                }
            }
        }
        Ok(())
    }
}
