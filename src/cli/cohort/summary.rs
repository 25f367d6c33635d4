//! What came of a cohort, for people.

use guidemark::cohort::Summary;
use serde::Serialize;
use std::{collections::BTreeMap, fmt::Write};

/// How wide the text is, in columns.
const WIDTH: usize = 100;

/// The summary as text: the most frequent first.
pub fn text(summary: &Summary) -> String {
    let mut out = String::new();
    let profiles = |count: u64| format!("{count} {}", if count == 1 { "profile" } else { "profiles" });
    out += &profiles(summary.profiles);
    if let Some(took) = summary.took {
        let threads = format!("{} {}", took.threads, if took.threads == 1 { "thread" } else { "threads" });
        // Writing to a text cannot fail.
        let _ = write!(out, " in {:.1} s, {:.0} a second, on {threads}", took.seconds, took.profiles_per_second);
    }
    let _ = write!(out, ": {} evaluated, {} with errors", summary.evaluated, summary.refused);
    if summary.empty_lines > 0 {
        let lines = if summary.empty_lines == 1 { "line" } else { "lines" };
        let _ = write!(out, "; {} empty {lines}", summary.empty_lines);
    }
    let hash: String = summary.rulebook_sha256.chars().take(12).collect();
    let _ = writeln!(out, "\nRulebook {} {} ({hash}), engine {}", summary.rulebook, summary.version, summary.engine);

    if let Some(tests) = &summary.tests {
        out += "\nTESTS: profiles by status and biomarker\n";
        by_status(&mut out, tests);
    }
    if let Some(treatments) = &summary.treatments {
        out += "\nTREATMENTS: profiles by status and drug\n";
        by_status(&mut out, treatments);
    }
    if let Some(rules) = &summary.rules {
        out += "\nRULES: profiles in which they are\n";
        let count = |of: fn(&guidemark::cohort::RuleCount) -> u64| -> BTreeMap<String, u64> {
            rules.iter().map(|(name, count)| (name.clone(), of(count))).filter(|(_, count)| *count > 0).collect()
        };
        list(&mut out, "met", &count(|rule| rule.met));
        list(&mut out, "undetermined", &count(|rule| rule.undetermined));
    }
    if !summary.errors.is_empty() {
        out += "\nERRORS: profiles by kind\n";
        let errors = summary.errors.iter().map(|(code, count)| (code.to_string(), count.profiles)).collect();
        list(&mut out, "", &errors);
    }
    out
}

fn by_status<S: Serialize>(out: &mut String, counts: &BTreeMap<S, BTreeMap<String, u64>>) {
    for (status, counts) in counts {
        // The word that the report has for it.
        let word = serde_json::to_value(status).ok();
        list(out, word.as_ref().and_then(|word| word.as_str()).unwrap_or_default(), counts);
    }
}

/// `  recommended: EGFR 204, ALK 198`, over as many lines as it takes.
fn list(out: &mut String, title: &str, counts: &BTreeMap<String, u64>) {
    let mut sorted: Vec<(&String, &u64)> = counts.iter().collect();
    sorted.sort_by(|(a, many), (b, more)| more.cmp(many).then(a.cmp(b)));
    let mut line = if title.is_empty() { " ".to_owned() } else { format!("  {title}:") };
    for (index, (name, count)) in sorted.iter().enumerate() {
        let comma = if index + 1 < sorted.len() { "," } else { "" };
        let item = format!(" {name} {count}{comma}");
        if line.chars().count() + item.chars().count() > WIDTH {
            *out += &line;
            out.push('\n');
            line = "   ".to_owned();
        }
        line += &item;
    }
    *out += &line;
    out.push('\n');
}
