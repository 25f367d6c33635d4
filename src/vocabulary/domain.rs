//! What a fact or a marker can be: one of a tree of values, one of ordered levels, or a number.

use super::{
    hierarchy::Hierarchy,
    ids::{Table, ValueId},
    names::{Named, fold},
};
use crate::{diagnostics::nearest, ordered::Sort};
use serde::{Deserialize, Serialize};
use std::{cmp::Ordering, fmt, hash::Hash};

/// The values that a fact or a marker can take.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Domain {
    /// Categories, some of them kinds of others: stage IIIA is a stage III.
    Values(Values),
    /// Ordered levels, lowest first: 0, 1+, 2+, 3+.
    Levels(Values),
    /// A number.
    Number(NumberDomain),
}

impl Domain {
    /// The named values, where it has some.
    pub fn values(&self) -> Option<&Values> {
        match self {
            Domain::Values(values) | Domain::Levels(values) => Some(values),
            Domain::Number(_) => None,
        }
    }
}

/// Named values, in the order of their declaration.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Values {
    /// The values.
    pub table: Table<ValueId, Value>,
    /// Which value is a kind of which.
    pub hierarchy: Hierarchy<ValueId>,
}

impl Values {
    /// The value of that name or synonym; `lenient` leaves case, blanks and hyphens aside.
    pub fn find(&self, name: &str, lenient: bool) -> Option<ValueId> {
        let folded = fold(name);
        let fits = |text: &str| if lenient { fold(text) == folded } else { text == name };
        let by_name = self.table.iter().find(|(_, value)| fits(&value.name));
        by_name
            .or_else(|| self.table.iter().find(|(_, value)| value.also.iter().any(|also| fits(also))))
            .map(|(id, _)| id)
    }

    /// The value that was probably meant, by name or synonym. The name of the fact or marker before it is left aside:
    /// of a `stage` that is `stage IV`, IV is meant.
    pub fn nearest(&self, written: &str, of: &str) -> Option<&str> {
        let bare = after_name(written, of).unwrap_or(written);
        self.find(bare, true).map(|value| self.table[value].name.as_str()).or_else(|| {
            nearest(
                bare,
                self.table
                    .iter()
                    .flat_map(|(_, value)| std::iter::once(&value.name).chain(&value.also).map(String::as_str)),
            )
        })
    }

    /// The values to choose from, the most general first, as advice.
    pub fn choice(&self) -> String {
        const SHOWN: usize = 16;
        let depth = |value: &Value| {
            std::iter::successors(value.parent, |at| self.table[*at].parent).take(self.table.len()).count()
        };
        let mut names: Vec<(usize, &str)> =
            self.table.iter().map(|(_, value)| (depth(value), value.name.as_str())).collect();
        names.order_by_key(|(depth, _)| *depth);
        let more = if names.len() > SHOWN { ", …" } else { "" };
        let shown: Vec<String> = names.iter().take(SHOWN).map(|(_, name)| format!("`{name}`")).collect();
        format!("one of {}{more}", shown.join(", "))
    }

    /// The names of all values, to suggest one.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.table.iter().map(|(_, value)| value.name.as_str())
    }
}

/// What stands behind the name of a fact or marker: `IV` of `Stage IV`, `1` of `ECOG: 1`.
pub fn after_name<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let text = text.trim();
    let start = text.get(..name.len()).filter(|start| start.eq_ignore_ascii_case(name))?;
    let rest = text.strip_prefix(start)?;
    let value = rest.trim_start_matches([' ', ':', '=']);
    // `CPS>=10`: no name ends in such a sign.
    let parted = value.len() < rest.len() || value.starts_with(['<', '>', '\u{2264}', '\u{2265}']);
    (parted && !value.is_empty()).then_some(value)
}

/// One value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Value {
    /// Its name.
    pub name: String,
    /// Its synonyms.
    pub also: Vec<String>,
    /// The value that it is a kind of.
    pub parent: Option<ValueId>,
}

impl Named for Value {
    fn name(&self) -> &str {
        &self.name
    }

    fn also(&self) -> &[String] {
        &self.also
    }
}

/// The numbers that can be meant, and their unit.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct NumberDomain {
    /// The smallest and the largest number.
    pub range: Option<(Number, Number)>,
    /// The unit, as `%`, `years`, `mut/Mb`.
    pub unit: Option<String>,
}

impl fmt::Display for NumberDomain {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a number")?;
        if let Some((from, to)) = self.range {
            write!(out, " from {from} to {to}")?;
        }
        self.unit.iter().try_for_each(|unit| write!(out, " in {unit}"))
    }
}

impl NumberDomain {
    /// Whether a number can be meant.
    pub fn holds(&self, number: Number) -> bool {
        self.range.is_none_or(|(from, to)| from <= number && number <= to)
    }
}

/// A finite number with a total order, so that conditions can be compared and numbered.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Number(f64);

impl Number {
    /// The number, where it is finite. Negative zero becomes zero.
    pub fn new(value: f64) -> Option<Number> {
        value.is_finite().then_some(Number(if value == 0.0 { 0.0 } else { value }))
    }

    /// The number.
    pub fn get(self) -> f64 {
        self.0
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Number) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Number {}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Number) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Number) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl Hash for Number {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.to_bits().hash(state);
    }
}

impl fmt::Display for Number {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

/// What is known of a number: it lies between two bounds, each of which may itself be meant or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Interval {
    /// The lower bound; none: no lower bound is known.
    pub from: Option<Number>,
    /// Whether the lower bound itself is excluded (`> 50`).
    pub from_open: bool,
    /// The upper bound; none: no upper bound is known.
    pub to: Option<Number>,
    /// Whether the upper bound itself is excluded (`< 1`).
    pub to_open: bool,
}

impl Interval {
    /// One number, known exactly.
    pub fn exactly(number: Number) -> Interval {
        Interval { from: Some(number), from_open: false, to: Some(number), to_open: false }
    }

    /// That number or more.
    pub fn at_least(number: Number) -> Interval {
        Interval { from: Some(number), from_open: false, to: None, to_open: false }
    }

    /// Less than that number.
    pub fn less_than(number: Number) -> Interval {
        Interval { from: None, from_open: false, to: Some(number), to_open: true }
    }

    /// Whether no number lies in both.
    pub fn excludes(&self, other: &Interval) -> bool {
        let below = |first: &Interval, second: &Interval| match (first.to, second.from) {
            (Some(to), Some(from)) => to < from || to == from && (first.to_open || second.from_open),
            _ => false,
        };
        below(self, other) || below(other, self)
    }

    /// Reads what laboratories write of a number: `70`, `<1`, `>=50`, `≥ 50 %`, `1-49`, `<1 %`. The unit is returned.
    pub fn read(text: &str) -> Option<(Interval, &str)> {
        let text = text.trim();
        let (sign, rest) = ["<=", ">=", "≤", "≥", "<", ">"]
            .into_iter()
            .find_map(|sign| Some((sign, text.strip_prefix(sign)?)))
            .unwrap_or(("", text));
        let (first, rest) = leading_number(rest.trim_start())?;
        let after = rest.trim_start();
        let second = after
            .strip_prefix("..")
            .or_else(|| after.strip_prefix(['-', '–']))
            .and_then(|rest| leading_number(rest.trim_start()));
        let mut interval = Interval::exactly(first);
        match (sign, second) {
            ("", Some((to, _))) if to >= first => interval.to = Some(to),
            ("", None) => {}
            ("<" | "<=" | "≤", None) => (interval.from, interval.to_open) = (None, sign == "<"),
            (">" | ">=" | "≥", None) => (interval.to, interval.from_open) = (None, sign == ">"),
            _ => return None,
        }
        Some((interval, second.map_or(after, |(_, rest)| rest).trim()))
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.from, self.to) {
            (Some(from), Some(to)) if from == to => write!(out, "{from}"),
            (Some(from), Some(to)) => {
                let sign = |open| if open { "<" } else { "" };
                write!(out, "{from}-{}{to}", sign(self.to_open))
            }
            (Some(from), None) => write!(out, "{} {from}", if self.from_open { ">" } else { ">=" }),
            (None, Some(to)) => write!(out, "{} {to}", if self.to_open { "<" } else { "<=" }),
            (None, None) => out.write_str("any number"),
        }
    }
}

/// The number at the start of a text and what follows it.
fn leading_number(text: &str) -> Option<(Number, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let fraction = match text.as_bytes().get(digits) {
        Some(b'.') => text.bytes().skip(digits + 1).take_while(u8::is_ascii_digit).count(),
        _ => 0,
    };
    let end = if fraction > 0 { digits + 1 + fraction } else { digits };
    let number = text.get(..end)?.parse().ok().and_then(Number::new)?;
    Some((number, text.get(end..)?))
}
