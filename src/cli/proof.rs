//! Explanations in words: proofs as indented conditions, changes by what becomes of what.

use guidemark::{
    explain::{Change, Explanation, Proof, Question, Role, RuleProof},
    kleene::Kleene,
};
use std::fmt::Write;

/// The most rules that are proved, where not all are asked for.
const SHOWN: usize = 4;

/// The answer to why or why not. Writing to a string cannot fail, so what it returns is not looked at.
pub fn explanation(explanation: &Explanation, full: bool) -> String {
    let about = &explanation.about;
    let mut out = match (explanation.question, explanation.rules.is_empty()) {
        (Question::Why, true) => format!("No rule that is met speaks of {about}; --why-not says what is missing.\n"),
        (Question::WhyNot, true) => format!("Every rule that speaks of {about} is met; --why shows them.\n"),
        (Question::Why, false) => format!("Why {about}: the rules that are met and speak of it\n"),
        (Question::WhyNot, false) => {
            format!(
                "Why not {about}: what speaks against it, then what would support it, the nearest to holding first\n"
            )
        }
    };
    if !explanation.rules.is_empty() {
        out += "(+ met, - not met, ? not known; in brackets what the profile says)\n";
    }
    let shown = if full { usize::MAX } else { SHOWN };
    for rule in explanation.rules.iter().take(shown) {
        rule_proof(rule, full, &mut out);
    }
    let more: Vec<&str> = explanation.rules.iter().skip(shown).map(|rule| rule.rule.as_str()).collect();
    if !more.is_empty() {
        let _ = writeln!(out, "\nand {} more, with --full: {}", more.len(), more.join(", "));
    }
    out + "\n"
}

fn rule_proof(rule: &RuleProof, full: bool, out: &mut String) {
    let _ = writeln!(out, "\n{} ({}, {}:{})", rule.title, rule.rule, rule.file, rule.line);
    if let Some(why) = &rule.not_applicable {
        let _ = writeln!(out, "  does not apply: {why}");
    }
    // The condition of a rule goes without saying that all of it is meant.
    match &rule.when {
        Proof { role: Role::All, .. } => settling(&rule.when, full).for_each(|part| node(part, 1, full, out)),
        when => node(when, 1, full, out),
    }
    // An exception that is refuted settles nothing.
    if let Some(unless) = rule.unless.as_ref().filter(|unless| full || unless.value != Kleene::NotMet) {
        out.push_str("  unless\n");
        node(unless, 2, full, out);
    }
    if !rule.because.is_empty() {
        let _ = writeln!(out, "  because: {}", rule.because);
    }
    for citation in &rule.citations {
        let locator = citation.locator.as_ref().map(|locator| format!(", {locator}")).unwrap_or_default();
        let _ = writeln!(out, "  source: {}{locator}", citation.title);
    }
}

/// The parts that give a condition its value: those of the same value, all where none alone decides.
fn settling(proof: &Proof, full: bool) -> impl Iterator<Item = &Proof> {
    let alone_decides = match proof.role {
        Role::All => proof.value != Kleene::Met,
        Role::Any => proof.value != Kleene::NotMet,
        _ => false,
    };
    let value = proof.value;
    proof.parts.iter().filter(move |part| full || !alone_decides || part.value == value)
}

fn node(proof: &Proof, depth: usize, full: bool, out: &mut String) {
    let sign = match proof.value {
        Kleene::Met => '+',
        Kleene::NotMet => '-',
        Kleene::Undetermined => '?',
    };
    let parts: Vec<&Proof> = settling(proof, full).collect();
    // `all of` and `any of` say nothing about a single part.
    if let (false, Role::All | Role::Any, [only]) = (full, proof.role, parts.as_slice()) {
        return node(only, depth, full, out);
    }
    let evidence: Vec<&str> = proof.evidence.iter().map(|evidence| evidence.text.as_str()).collect();
    let evidence = if evidence.is_empty() { String::new() } else { format!("   [{}]", evidence.join("; ")) };
    let _ = writeln!(out, "{}{sign} {}{evidence}", "  ".repeat(depth), proof.text);
    for part in parts {
        match (proof.role, part.role) {
            // What a definition stands for is all of its parts, unless something else is said.
            (Role::Define, Role::All) if !full => {
                settling(part, full).for_each(|inner| node(inner, depth + 1, full, out))
            }
            _ => node(part, depth + 1, full, out),
        }
    }
}

/// What changes: entries of the same part with the same fate together.
pub fn changes(given: &str, changes: &[Change]) -> String {
    let parts = [
        ("caution", "To avoid or to hold"),
        ("treatment", "Treatments"),
        ("test", "Tests"),
        ("plan", "Test plan"),
        ("team", "To involve"),
        ("trial", "Trials"),
        ("note", "Notes"),
        ("question", "Questions"),
    ];
    let mut out = format!("If {given}:\n");
    if changes.is_empty() {
        out += "  nothing in the report changes\n";
    }
    for (part, title) in parts {
        let mut fates: Vec<(String, Vec<String>)> = Vec::new();
        for change in changes.iter().filter(|change| change.part == part) {
            let fate = match (&change.before, &change.after) {
                (Some(before), Some(after)) => format!("{before} → {after}"),
                (None, Some(after)) => format!("new, {after}"),
                (Some(before), None) => format!("gone, was {before}"),
                (None, None) => continue,
            };
            // Only regimens and drugs are names put together; the rest are words of people.
            let entry = match part {
                "caution" | "treatment" => {
                    let agents = change.entry.split(" with ");
                    let named = |agent: &str| agent.strip_prefix("class ").map(|class| format!("any {class}"));
                    agents.map(|agent| named(agent).unwrap_or_else(|| agent.to_owned())).collect::<Vec<_>>().join(" + ")
                }
                _ => change.entry.clone(),
            };
            match fates.iter_mut().find(|(known, _)| *known == fate) {
                Some((_, entries)) => entries.push(entry),
                None => fates.push((fate, vec![entry])),
            }
        }
        if !fates.is_empty() {
            let _ = writeln!(out, "  {title}");
        }
        for (fate, entries) in fates {
            let _ = writeln!(out, "    {fate}: {}", entries.join("; "));
        }
    }
    out
}
