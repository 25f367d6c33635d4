//! What a value says, in the domain of its fact or marker: a named value, a number, a range, with or without its unit.

use super::{known::Knowledge, profile::Scalar, resolve::Resolver};
use crate::{
    diagnostics::Code,
    vocabulary::{Domain, Interval, Label, Number, NumberDomain, ValueId, Values, after_name},
};

impl Resolver<'_> {
    /// What a value says, in the domain of its fact or marker.
    pub fn value(&mut self, path: &str, value: &Scalar<'_>, of: &Label, domain: &Domain) -> Option<Knowledge> {
        match (domain, value) {
            (Domain::Values(values) | Domain::Levels(values), value) => {
                let text = match value {
                    Scalar::Text(text) => text.to_string(),
                    Scalar::Bool(truth) => if *truth { "yes" } else { "no" }.to_owned(),
                    Scalar::Number(number) => number.to_string(),
                };
                self.named_value(path, &text, of, values)
            }
            (Domain::Number(domain), Scalar::Number(number)) => {
                let number = Number::new(*number)?;
                self.may_be_a_fraction(path, number, domain)?;
                self.in_range(path, Interval::exactly(number), domain)
            }
            (Domain::Number(domain), Scalar::Text(text)) if ordinal(text, of, domain).is_some() => {
                self.in_range(path, Interval::exactly(ordinal(text, of, domain)?), domain)
            }
            (Domain::Number(domain), Scalar::Text(text)) => match Interval::read(without_name(text, of)) {
                // `70,5` may be seventy and a half or a slip: nobody should guess.
                Some((_, unit)) if unit.starts_with([',', '.', '-', '+']) => {
                    let help = "decimals are written with a point, and nothing stands between thousands".to_owned();
                    self.error(Code::WrongType, path, format!("`{text}` is no number"), Some(help));
                    None
                }
                Some((interval, unit)) => {
                    self.unit(path, unit, domain)?;
                    if let (true, Some(number)) = (unit.is_empty() && interval.from == interval.to, interval.from) {
                        self.may_be_a_fraction(path, number, domain)?;
                    }
                    self.in_range(path, interval, domain)
                }
                None => {
                    let help = format!("{domain}, or `<1`, `>=50`, `1-49`");
                    self.error(Code::WrongType, path, format!("`{text}` is no number"), Some(help));
                    None
                }
            },
            (Domain::Number(domain), Scalar::Bool(truth)) => {
                self.error(Code::WrongType, path, format!("`{truth}` is no number"), Some(domain.to_string()));
                None
            }
        }
    }

    fn named_value(&mut self, path: &str, text: &str, of: &Label, values: &Values) -> Option<Knowledge> {
        let found = values
            .find(text, true)
            .or_else(|| values.find(without_name(text, of), true))
            .or_else(|| values.find(without_hyphened_name(text, of)?, true));
        if found.is_none() {
            let first = first_of(text);
            let help = one_of_several(text, values).unwrap_or_else(|| match values.nearest(text, &of.name) {
                _ if first.len() < text.trim().len() && values.find(first, true).is_some() => {
                    format!("write `{first}`; what else it says belongs into a result of its own")
                }
                _ if is_tnm_category(text) => {
                    "a category of TNM makes another stage group in each tumour: give the group".to_owned()
                }
                Some(near) => format!("did you mean `{near}`?"),
                None if Interval::read(text).is_some_and(|(_, unit)| unit == "%") => {
                    format!("a share does not say whether that is enough: {}", values.choice())
                }
                None => values.choice(),
            });
            self.error(Code::UnknownValue, path, format!("`{}` has no value `{text}`", of.name), Some(help));
        }
        found.map(|value| Knowledge::Values(vec![value]))
    }

    fn unit(&mut self, path: &str, unit: &str, domain: &NumberDomain) -> Option<()> {
        let declared = domain.unit.as_deref().unwrap_or("");
        if is_unit_of(unit, domain) {
            return Some(());
        }
        let help = if declared.is_empty() { "it has no unit".to_owned() } else { format!("the unit is `{declared}`") };
        self.error(Code::WrongUnit, path, format!("`{unit}` is another unit than the declared one"), Some(help));
        None
    }

    /// Refuses what may be less than one percent or a share of the whole: `0.8` of what is told in percent.
    fn may_be_a_fraction(&mut self, path: &str, number: Number, domain: &NumberDomain) -> Option<()> {
        let (zero, one, hundred) = (Number::new(0.0)?, Number::new(1.0)?, Number::new(100.0)?);
        if domain.unit.as_deref() != Some("%") || number <= zero || number >= one || !domain.holds(hundred) {
            return Some(());
        }
        let message = format!("`{number}` may be {number} % or a share of the whole");
        let help = format!("write `\"{number} %\"`, or the percentage that is meant");
        self.error(Code::WrongUnit, path, message, Some(help));
        None
    }

    fn in_range(&mut self, path: &str, interval: Interval, domain: &NumberDomain) -> Option<Knowledge> {
        let bounds = [interval.from, interval.to];
        if let Some(outside) = bounds.into_iter().flatten().find(|bound| !domain.holds(*bound)) {
            self.error(Code::OutOfRange, path, format!("{outside} cannot be: it is {domain}"), None);
            return None;
        }
        // What lies outside the declared range cannot be meant.
        let from = interval.from.or(domain.range.map(|(from, _)| from));
        let to = interval.to.or(domain.range.map(|(_, to)| to));
        let interval = Interval { from, to, ..interval };
        if from == to && (interval.from_open || interval.to_open) {
            let message = "no number can be meant: it lies outside what is possible".to_owned();
            self.error(Code::OutOfRange, path, message, Some(format!("it is {domain}")));
            return None;
        }
        Some(Knowledge::Numbers(vec![interval]))
    }
}

/// The number that is counted to: `2nd`, `second-line`, `2nd line`, `2L` of the fact `line`. Only of what has no unit.
fn ordinal(text: &str, of: &Label, domain: &NumberDomain) -> Option<Number> {
    const WORDS: [&str; 6] = ["first", "second", "third", "fourth", "fifth", "sixth"];
    if domain.unit.is_some() {
        return None;
    }
    let (text, name) = (text.trim().to_lowercase(), of.name.to_lowercase());
    let bare = text.strip_suffix(&name).map(|bare| bare.trim_end_matches([' ', '-']));
    let counted = bare.unwrap_or(&text);
    if let Some(at) = WORDS.iter().position(|word| *word == counted) {
        return Number::new(at as f64 + 1.0);
    }
    let ending = counted.trim_start_matches(|digit: char| digit.is_ascii_digit());
    let number: u32 = counted.strip_suffix(ending)?.parse().ok()?;
    let usual = match (number % 10, number % 100) {
        (1, tens) if tens != 11 => "st",
        (2, tens) if tens != 12 => "nd",
        (3, tens) if tens != 13 => "rd",
        _ => "th",
    };
    let initial = bare.is_none() && name.get(..1) == Some(ending);
    (initial || ending == usual || bare.is_some() && ending.is_empty()).then(|| Number::new(f64::from(number)))?
}

/// `M1c`, `cT2N0M1c`, `pN2`: what stands in a stage group and is none.
fn is_tnm_category(text: &str) -> bool {
    let text = text.trim().trim_start_matches(['c', 'p', 'y', 'r']);
    let signs: Vec<char> = text.chars().filter(|sign| *sign != ' ').collect();
    matches!(signs.as_slice(), ['T' | 'N' | 'M', '0'..='4' | 'x' | 'X', ..])
        && signs.iter().all(|sign| sign.is_ascii_digit() || "TNMxXabcdipms+()".contains(*sign))
}

/// What to write for one of several values: `IIIA/IIIB`, `II or III`.
fn one_of_several(text: &str, values: &Values) -> Option<String> {
    let parts = text.split('/').flat_map(|part| part.split(" or ")).flat_map(|part| part.split(" to "));
    let parts: Option<Vec<ValueId>> = parts.map(|part| values.find(part.trim(), true)).collect();
    let parts = parts.filter(|parts| parts.len() > 1)?;
    let holds_all = |value: &ValueId| parts.iter().all(|part| values.hierarchy.is_under(*part, *value));
    let above: Vec<ValueId> = values.table.ids().filter(holds_all).collect();
    let nearest = above.iter().find(|value| above.iter().all(|other| values.hierarchy.is_under(**value, *other)));
    Some(match nearest {
        Some(value) => format!("write `{}`, which may be any of them", values.table[*value].name),
        None => "leave out what is not known: it is one of several".to_owned(),
    })
}

/// Whether a unit is that of a domain, or none is given.
pub(super) fn is_unit_of(unit: &str, domain: &NumberDomain) -> bool {
    unit.is_empty() || common_unit(unit) == common_unit(domain.unit.as_deref().unwrap_or(""))
}

/// A unit as it is compared: in the singular, `percent` as `%`, `per` as `/`, `mutations per megabase` as `mut/mb`.
fn common_unit(unit: &str) -> String {
    let lower = unit.to_lowercase().replace("per cent", "%").replace(" per ", "/").replace(" / ", "/");
    let words = lower.split('/').map(|word| match word.trim() {
        "percent" | "pct" => "%",
        "mutations" | "mutation" | "muts" => "mut",
        "megabase" | "megabases" | "mbp" => "mb",
        "yr" | "yrs" | "y" | "y/o" | "yo" => "year",
        word => word.strip_suffix('s').unwrap_or(word),
    });
    words.collect::<Vec<_>>().join("/")
}

/// A value without the name of its fact or marker before it: people write `Stage IV`, `ECOG 1`.
fn without_name<'t>(text: &'t str, of: &Label) -> &'t str {
    let behind = std::iter::once(&of.name).chain(&of.also).filter_map(|name| after_name(text, name));
    // The longest name leaves least: of `stage group IV` that is not `group IV`.
    behind.min_by_key(|rest| rest.len()).unwrap_or(text)
}

/// A value behind the name of its fact or marker and a hyphen: `MSI-High`.
fn without_hyphened_name<'t>(text: &'t str, of: &Label) -> Option<&'t str> {
    let text = text.trim();
    let mut names = std::iter::once(&of.name).chain(&of.also);
    names.find_map(|name| {
        let (start, rest) = text.split_at_checked(name.len())?;
        start.eq_ignore_ascii_case(name).then(|| rest.strip_prefix('-')).flatten()
    })
}

/// A value without the name of its fact or marker, however it is joined.
pub(super) fn bare<'t>(text: &'t str, of: &Label) -> &'t str {
    without_hyphened_name(text, of).unwrap_or_else(|| without_name(text, of))
}

/// Whether a value names its fact or marker.
pub(super) fn names(text: &str, of: &Label) -> bool {
    without_name(text, of).len() < text.len()
}

/// A value without what else is said beside it: `2+/ISH+`, `3+ (90 %)`.
pub(super) fn first_of(text: &str) -> &str {
    text.split(['/', ',', ';', '(']).next().unwrap_or_default().trim()
}
