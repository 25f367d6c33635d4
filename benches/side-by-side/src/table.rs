//! The tables as Markdown.

use crate::sections::Section;
use std::fmt::Write;

/// All sections.
pub fn markdown(sections: &[Section]) -> String {
    let mut text = String::new();
    for section in sections {
        // Writing to a string cannot fail.
        let _ = write!(text, "### {}\n\n| | each {} | per second | rounds |", section.title, section.item);
        for name in &section.against {
            let _ = write!(text, " ÷ {name} |");
        }
        text += "\n| --- | ---: | ---: | ---: |";
        text += &" ---: |".repeat(section.against.len());
        text += "\n";
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
                let other = section.speeds.iter().find(|other| other.name == *name);
                let _ = write!(text, " {} |", other.map_or("–".into(), |other| ratio(other.per_second / speed.per_second)));
            }
            text += "\n";
        }
        text += "\n";
        for note in &section.notes {
            text += note;
            text += "\n";
        }
        text += "\n";
    }
    text.trim_end().to_owned()
}

/// Three digits that count, thousands apart.
fn rounded(number: f64) -> String {
    if !number.is_finite() {
        return "–".to_owned();
    }
    let magnitude = 10_f64.powf((number.log10().floor() - 2.0).max(0.0));
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
        ratio if ratio < 0.01 => format!("{ratio:.5}"),
        ratio if ratio < 10.0 => format!("{ratio:.2}"),
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
