//! `guidemark variant`: what a reported change of a gene is and falls under.

use super::{
    output::{Done, Exit, Format, print, print_json},
    rules::RulesOption,
};
use clap::Args;
use guidemark::explain::{VariantAnswer, variant};

/// Reads a change as a laboratory writes it and says what it is: its one spelling, the classes that it falls under,
/// the named sets that it belongs to, and the rules that speak of them.
#[derive(Args)]
#[command(after_help = include_str!("../../examples/commands/variant.txt"))]
pub struct Arguments {
    /// The gene, by symbol or synonym
    gene: String,
    /// The change: HGVS, a short form, a fusion, a class in words
    #[arg(required = true)]
    change: Vec<String>,
    /// How to say it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    rules: RulesOption,
}

impl Arguments {
    pub fn run(&self) -> Done {
        let answer = variant(&self.rules.plan()?, &self.gene, &self.change.join(" "))?;
        match self.format {
            Format::Json => print_json(&answer)?,
            Format::Text => print(&text(&answer))?,
        }
        Ok(Exit::Fine)
    }
}

fn text(answer: &VariantAnswer) -> String {
    let mut text = format!("{} {}\n", answer.gene, answer.normal);
    let mut line = |title: &str, parts: &[String], none: &str| {
        if !parts.is_empty() {
            text += &format!("  {title:<11}{}\n", parts.join(" · "));
        } else if !none.is_empty() {
            text += &format!("  {title:<11}{none}\n");
        }
    };
    line("is", &answer.matches, "nothing that rules could ask for, as far as this notation says");
    line("may be", &answer.may_match, "");
    line("note", answer.note.as_slice(), "");
    line("belongs to", &answer.sets, "");
    if answer.rules.is_empty() {
        return text + "  No rule speaks of it.\n";
    }
    text += &format!("  {} of the rulebook speak of it:\n", super::check::counted(answer.rules.len(), "rule"));
    for rule in &answer.rules {
        text += &format!("    {} ({})\n", rule.title, rule.rule);
    }
    text
}
