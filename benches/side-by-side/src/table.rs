//! The tables as Markdown: first the ratios, which differ little from machine to machine, then what this one measured.

use crate::sections::{Kind, Section};
use std::fmt::Write;

/// All sections.
pub fn markdown(sections: &[Section]) -> String {
    let mut text = String::from("## Ratios\n\n");
    let evaluations = of(sections, Kind::Evaluation);
    let growth = of(sections, Kind::Growth).into_iter().next();
    matrix(&mut text, "Time to evaluate a profile, that of Guidemark = 1", &evaluations, 0, growth);
    matrix(
        &mut text,
        "Time from line to line, that of reading into typed structs = 1",
        &of(sections, Kind::Lines),
        0,
        None,
    );
    text += "## What one machine measured\n\n";
    for section in sections {
        table(&mut text, section);
    }
    text.trim_end().to_owned()
}

fn of(sections: &[Section], kind: Kind) -> Vec<&Section> {
    sections.iter().filter(|section| section.kind == kind).collect()
}

/// One row for each name, one column for each section: the time over that of the row with which it is compared.
fn matrix(text: &mut String, title: &str, sections: &[&Section], against: usize, growth: Option<&Section>) {
    let Some(first) = sections.first() else { return };
    // Writing to a string cannot fail.
    let _ = write!(text, "| {title} |");
    for section in sections {
        let _ = write!(text, " {} rules |", rounded(section.rules as f64));
    }
    if growth.is_some() {
        *text += " among others |";
    }
    *text += "\n| --- |";
    *text += &" ---: |".repeat(sections.len() + usize::from(growth.is_some()));
    *text += "\n";
    for speed in &first.speeds {
        let _ = write!(text, "| {} |", speed.name);
        for section in sections {
            let other = section.against.get(against).copied().unwrap_or_default();
            let _ = write!(text, " {} |", over(section, &speed.name, other));
        }
        if let Some(growth) = growth {
            let factor = growth.growth.iter().find(|(name, _)| *name == speed.name);
            let _ = write!(text, " {} |", factor.map_or("–".into(), |(_, factor)| format!("× {}", ratio(*factor))));
        }
        *text += "\n";
    }
    *text += "\n";
}

/// The time of one row over that of another.
fn over(section: &Section, name: &str, other: &str) -> String {
    let speed = |name: &str| section.speeds.iter().find(|speed| speed.name == name).map(|speed| speed.per_second);
    match (speed(name), speed(other)) {
        (Some(one), Some(other)) => ratio(other / one),
        _ => "–".to_owned(),
    }
}

fn table(text: &mut String, section: &Section) {
    let _ = write!(text, "### {}\n\n| | each {} | per second | rounds |", section.title, section.item);
    for name in &section.against {
        let _ = write!(text, " ÷ {name} |");
    }
    *text += "\n| --- | ---: | ---: | ---: |";
    *text += &" ---: |".repeat(section.against.len());
    *text += "\n";
    for speed in &section.speeds {
        let _ = write!(
            text,
            "| {} | {} | {} | {} to {} |",
            speed.name,
            duration(1.0 / speed.per_second),
            rounded(speed.per_second),
            rounded(speed.slowest),
            rounded(speed.fastest),
        );
        for name in &section.against {
            let _ = write!(text, " {} |", over(section, &speed.name, name));
        }
        *text += "\n";
    }
    *text += "\n";
    for note in &section.notes {
        let _ = write!(text, "{note}\n\n");
    }
}

/// Three digits that count, thousands apart.
fn rounded(number: f64) -> String {
    if !number.is_finite() {
        return "–".to_owned();
    }
    let magnitude = 10_f64.powf((number.max(1.0).log10().floor() - 2.0).max(0.0));
    let whole = ((number / magnitude).round() * magnitude) as u64;
    let digits = whole.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

fn ratio(ratio: f64) -> String {
    match ratio {
        ratio if ratio < 0.095 => format!("{ratio:.3}"),
        ratio if ratio < 9.95 => format!("{ratio:.2}"),
        ratio if ratio < 99.5 => format!("{ratio:.0}"),
        ratio => rounded(ratio),
    }
}

fn duration(seconds: f64) -> String {
    let (number, unit) = match seconds {
        seconds if seconds < 1e-6 => (seconds * 1e9, "ns"),
        seconds if seconds < 1e-3 => (seconds * 1e6, "µs"),
        seconds => (seconds * 1e3, "ms"),
    };
    let digits = if number < 10.0 { 2 } else { usize::from(number < 100.0) };
    format!("{number:.digits$} {unit}")
}
