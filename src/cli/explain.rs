//! `guidemark explain`: why, why not, what if.

use super::{
    output::{Done, Exit, print, print_json},
    profiles::{self, SettingsOptions},
    rules::RulesOption,
};
use clap::{ArgGroup, Args, ValueEnum};
use guidemark::{
    cases::what_if,
    explain::{Change, Explanation, Proof, Question, RuleProof},
    kleene::Kleene,
    rulebook::answer,
};
use std::{fmt::Write, path::PathBuf};

/// Shows the proof of what a report says, the nearest miss of what it does not say, and what one more fact or result
/// would change.
#[derive(Args)]
#[command(group(ArgGroup::new("question").args(["why", "why_not", "what_if"]).required(true).multiple(true)))]
#[command(after_help = "Examples:
  guidemark explain examples/lung-egfr.json --why osimertinib
  guidemark explain examples/newly-diagnosed-lung.json --why-not osimertinib
  guidemark explain examples/newly-diagnosed-lung.json --if \"EGFR p.L858R\" --if \"ALK negative\"")]
pub struct Arguments {
    /// A profile in JSON; `-` reads standard input
    profile: PathBuf,
    /// Why is it in the report? A drug, `class C`, a biomarker, a specialty or a rule
    #[arg(long, value_name = "WHAT")]
    why: Vec<String>,
    /// Why is it not?
    #[arg(long, value_name = "WHAT")]
    why_not: Vec<String>,
    /// What would change, written as a case gives it: `EGFR p.L858R`, `age 70 years`
    #[arg(long = "if", value_name = "GIVEN")]
    what_if: Vec<String>,
    /// How to say it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    rules: RulesOption,
    #[command(flatten)]
    settings: SettingsOptions,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Text to read
    Text,
    /// The explanations as data
    Json,
}

impl Arguments {
    pub fn run(&self) -> Done {
        let plan = self.rules.plan()?;
        let profile = profiles::read(&self.profile)?;
        let settings = self.settings.settings()?;
        let before = match answer(&plan, &profile, &settings) {
            Ok(answer) => answer,
            Err(errors) => {
                profiles::tell_errors(&self.profile, &errors, self.format == Format::Json)?;
                return Ok(Exit::Wrong);
            }
        };
        let why = self.why.iter().map(|about| (Question::Why, about));
        let why_not = self.why_not.iter().map(|about| (Question::WhyNot, about));
        let explanations = why
            .chain(why_not)
            .map(|(question, about)| before.explain(&plan, question, about))
            .collect::<Result<Vec<_>, _>>()?;
        let changes = if self.what_if.is_empty() {
            None
        } else {
            let merged = what_if(&profile, &self.what_if, &plan.ruleset.vocabulary);
            match merged.and_then(|merged| answer(&plan, &merged, &settings)) {
                Ok(after) => Some(before.changes(&after)),
                Err(errors) => {
                    profiles::tell_errors(&self.profile, &errors, self.format == Format::Json)?;
                    return Ok(Exit::Wrong);
                }
            }
        };
        match self.format {
            Format::Json => print_json(&serde_json::json!({ "explanations": explanations, "changes": changes }))?,
            Format::Text => {
                let mut out: String = explanations.iter().map(text).collect();
                out += &changes.map(|changes| self.changes(&changes)).unwrap_or_default();
                print(&out)?;
            }
        }
        Ok(Exit::Fine)
    }

    fn changes(&self, changes: &[Change]) -> String {
        let given = self.what_if.join(", ");
        if changes.is_empty() {
            return format!("If {given}: nothing in the report changes.\n");
        }
        let mut out = format!("If {given}:\n");
        let absent = "not in the report";
        for change in changes {
            let (before, after) = (change.before.as_deref(), change.after.as_deref());
            let _ = writeln!(
                out,
                "  {} {}: {} → {}",
                change.part,
                change.entry,
                before.unwrap_or(absent),
                after.unwrap_or(absent)
            );
        }
        out
    }
}

/// The most rules that are proved in full.
const SHOWN: usize = 5;

fn text(explanation: &Explanation) -> String {
    let about = &explanation.about;
    let mut out = match (explanation.question, explanation.rules.is_empty()) {
        (Question::Why, true) => format!("No rule that is met speaks of {about}; ask with --why-not.\n"),
        (Question::WhyNot, true) => format!("No rule speaks of {about} without being met.\n"),
        (Question::Why, false) => format!("Why {about}: the rules that are met and speak of it\n"),
        (Question::WhyNot, false) => format!("Why not {about}: the rules that speak of it, the nearest first\n"),
    };
    for rule in explanation.rules.iter().take(SHOWN) {
        out += &proof(rule);
    }
    if let Some(more) = explanation.rules.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        let names: Vec<&str> = explanation.rules.iter().skip(SHOWN).map(|rule| rule.rule.as_str()).collect();
        let _ = writeln!(out, "\n{more} more: {}", names.join(", "));
    }
    out + "\n"
}

fn proof(rule: &RuleProof) -> String {
    let mut out = format!("\n{} ({}, {}:{})\n", rule.title, rule.rule, rule.file, rule.line);
    if let Some(why) = &rule.not_applicable {
        let _ = writeln!(out, "  does not apply: {why}");
    }
    node(&rule.when, 1, &mut out);
    if let Some(unless) = &rule.unless {
        out += "  unless\n";
        node(unless, 2, &mut out);
    }
    if !rule.because.is_empty() {
        let _ = writeln!(out, "  because: {}", rule.because);
    }
    for citation in &rule.citations {
        let locator = citation.locator.as_ref().map(|locator| format!(", {locator}")).unwrap_or_default();
        let _ = writeln!(out, "  source: {}{locator}", citation.title);
    }
    out
}

fn node(proof: &Proof, depth: usize, out: &mut String) {
    let sign = match proof.value {
        Kleene::Met => "+",
        Kleene::NotMet => "-",
        Kleene::Undetermined => "?",
    };
    let evidence: Vec<&str> = proof.evidence.iter().map(|evidence| evidence.text.as_str()).collect();
    let evidence = if evidence.is_empty() { String::new() } else { format!("   [{}]", evidence.join("; ")) };
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{}{sign} {}{evidence}", "  ".repeat(depth), proof.text);
    proof.parts.iter().for_each(|part| node(part, depth + 1, out));
}
