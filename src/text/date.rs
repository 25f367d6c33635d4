//! Civil dates: year, month and day of the proleptic Gregorian calendar, without time or zone.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A day, written `2026-11-22` (ISO 8601 calendar date). Years 1000 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "schema", schemars(with = "String", extend("pattern" = "^[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}$")))]
pub struct Date {
    // The order of the fields is the order of days.
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// The day, where the calendar has it.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Date> {
        let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => return None,
        };
        ((1000..=9999).contains(&year) && (1..=days).contains(&day)).then_some(Date { year, month, day })
    }

    /// The day that lies `days` after 1970-01-01, as a clock counts them.
    pub fn from_days_since_1970(days: u32) -> Option<Date> {
        // Years are counted from March, so that the leap day is a year's last
        // (H. Dershowitz and E. M. Reingold, *Calendrical Calculations*).
        let days = u64::from(days) + 719_468;
        let era = days / 146_097;
        let day_of_era = days % 146_097;
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let march_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * march_month + 2) / 5 + 1;
        let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
        let year = era * 400 + year_of_era + u64::from(month <= 2);
        Date::new(u16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }

    /// Whether it lies a number of months after another day, or more.
    pub fn is_months_after(self, months: u32, other: Date) -> bool {
        let count = |date: Date| u32::from(date.year) * 12 + u32::from(date.month);
        (count(self), self.day) >= (count(other) + months, other.day)
    }
}

impl FromStr for Date {
    type Err = String;

    fn from_str(text: &str) -> Result<Date, String> {
        let bytes = text.as_bytes();
        let shaped = bytes.len() == 10
            && bytes.iter().enumerate().all(|(i, b)| if i == 4 || i == 7 { *b == b'-' } else { b.is_ascii_digit() });
        let part = |from: usize, to: usize| text.get(from..to).and_then(|part| part.parse::<u16>().ok());
        shaped
            .then(|| Date::new(part(0, 4)?, u8::try_from(part(5, 7)?).ok()?, u8::try_from(part(8, 10)?).ok()?))
            .flatten()
            .ok_or_else(|| format!("`{text}` is no date; a date is written year-month-day, as 2026-11-22"))
    }
}

impl TryFrom<String> for Date {
    type Error = String;

    fn try_from(text: String) -> Result<Date, String> {
        text.parse()
    }
}

impl From<Date> for String {
    fn from(date: Date) -> String {
        date.to_string()
    }
}

impl fmt::Display for Date {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}
