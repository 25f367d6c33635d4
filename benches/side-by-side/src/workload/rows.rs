//! Rules as rows of a decision table: conjunctions of one condition for each field, one row or several for a rule.

use super::logic::{Normal, Range};
use std::collections::BTreeMap;

/// A conjunction: what it asks of each field that it asks about.
pub type Row = BTreeMap<usize, Cell>;

/// What a row asks of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// One of these values.
    OneOf(Vec<u8>),
    /// At least the first, less than the second.
    Between(Option<i64>, Option<i64>),
}

/// The conjunctions of which one is enough.
pub fn rows(normal: &Normal) -> Vec<Row> {
    match normal {
        Normal::Any(parts) => parts.iter().flat_map(rows).collect(),
        Normal::All(parts) => parts.iter().fold(vec![Row::new()], |so_far, part| {
            let more = rows(part);
            so_far.iter().flat_map(|row| more.iter().filter_map(|other| both(row, other))).collect()
        }),
        Normal::Test(test) => {
            let cell = match &test.range {
                Range::OneOf(values) => Cell::OneOf(values.clone()),
                Range::AtLeast(bound) => Cell::Between(Some(*bound), None),
                Range::Below(bound) => Cell::Between(None, Some(*bound)),
            };
            vec![Row::from([(test.field, cell)])]
        }
    }
}

/// Two conjunctions in one; nothing where they exclude each other.
fn both(one: &Row, other: &Row) -> Option<Row> {
    let mut row = one.clone();
    for (field, cell) in other {
        let cell = match (row.get(field), cell) {
            (None, cell) => cell.clone(),
            (Some(Cell::OneOf(values)), Cell::OneOf(others)) => {
                Cell::OneOf(values.iter().filter(|value| others.contains(value)).copied().collect())
            }
            (Some(Cell::Between(low, high)), Cell::Between(other_low, other_high)) => {
                let high = [*high, *other_high].into_iter().flatten().min();
                Cell::Between((*low).max(*other_low), high)
            }
            // A field has values or numbers, never both.
            (Some(_), _) => return None,
        };
        match &cell {
            Cell::OneOf(values) if values.is_empty() => return None,
            Cell::Between(Some(low), Some(high)) if low >= high => return None,
            _ => drop(row.insert(*field, cell)),
        }
    }
    Some(row)
}
