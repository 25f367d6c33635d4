//! `guidemark show`: any stage between text and report, to debug the one before the wrong one.

use super::{
    draw,
    output::{Done, Exit, print, print_json, tell},
    profiles::{self, SettingsOptions},
    rules::{self, RulesOption},
};
use clap::{Args, ValueEnum};
use guidemark::{
    overview,
    rulebook::answer,
    syntax::{parse, tokens},
    text::Sources,
};
use std::{fmt::Debug, path::PathBuf};

/// Shows what a stage makes of a file: tokens and tree of a rule file, program, plan and coverage of a rulebook, patient
/// and findings of a profile. The form of what is shown is made for people and changes without notice.
#[derive(Args)]
#[command(after_help = "Examples:
  guidemark show tree my-rules/mine.guide
  guidemark show coverage my-rules/
  guidemark show findings examples/lung-egfr.json")]
pub struct Arguments {
    /// The stage
    #[arg(value_enum)]
    stage: Stage,
    /// A rule file, a rulebook or a profile, as the stage needs; `-` reads standard input
    file: PathBuf,
    #[command(flatten)]
    rules: RulesOption,
    #[command(flatten)]
    settings: SettingsOptions,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Stage {
    /// The words and signs of a rule file
    Tokens,
    /// The items of a rule file
    Tree,
    /// What a rulebook says once every name is resolved
    Program,
    /// A rulebook's rules with every distinct condition numbered once
    Plan,
    /// Which biomarkers decide which treatments, by folder of a rulebook: a page in Markdown
    Coverage,
    /// What is known of the patient of a profile
    Patient,
    /// What came of every rule for a profile
    Findings,
}

impl Arguments {
    pub fn run(&self) -> Done {
        match self.stage {
            Stage::Tokens | Stage::Tree => self.rule_file(),
            Stage::Program => debug(&rules::rulebook(Some(&self.file))?.program),
            Stage::Plan => {
                print_json(&rules::plan(Some(&self.file))?)?;
                Ok(Exit::Fine)
            }
            Stage::Coverage => {
                print(&overview::page(&rules::rulebook(Some(&self.file))?))?;
                Ok(Exit::Fine)
            }
            Stage::Patient | Stage::Findings => self.profile(),
        }
    }

    fn rule_file(&self) -> Done {
        let text = profiles::read(&self.file)?;
        let mut sources = Sources::default();
        let source = sources.add(self.file.display().to_string(), text.as_str());
        let (tree, mut diagnostics) = parse(&text, source);
        if self.stage == Stage::Tokens {
            let (all, found) = tokens(&text, source);
            diagnostics = found;
            let file = sources.get(source);
            let line = |token: &guidemark::syntax::Token| {
                let place = file.map(|file| file.line_column(token.span.start));
                let (line, column) = place.map_or((0, 0), |place| (place.line, place.column));
                format!("{line}:{column} {:?} {:?}\n", token.kind, token.text(&text))
            };
            print(&all.iter().map(line).collect::<String>())?;
        } else {
            debug(&tree)?;
        }
        tell(&diagnostics.iter().map(|finding| draw::diagnostic(finding, &sources)).collect::<String>())?;
        Ok(if diagnostics.is_empty() { Exit::Fine } else { Exit::Found })
    }

    fn profile(&self) -> Done {
        let plan = self.rules.plan()?;
        let profile = profiles::read(&self.file)?;
        let answer = match answer(&plan, &profile, &self.settings.settings()?) {
            Ok(answer) => answer,
            Err(errors) => {
                profiles::tell_errors(&self.file, &errors, false)?;
                return Ok(Exit::Wrong);
            }
        };
        if self.stage == Stage::Patient {
            return debug(&answer.patient);
        }
        let rules = plan.ruleset.rules.iter();
        let lines = rules.map(|(id, rule)| format!("{:?} {}\n", answer.findings.verdict(&plan, id), rule.name));
        print(&lines.collect::<String>())?;
        Ok(Exit::Fine)
    }
}

fn debug(value: &impl Debug) -> Done {
    print(&format!("{value:#?}\n"))?;
    Ok(Exit::Fine)
}
