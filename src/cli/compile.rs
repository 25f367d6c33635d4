//! `guidemark compile`: a rulebook as one file to ship.

use super::{
    check::counted,
    output::{Done, Exit, Failure, tell},
    rules,
};
use clap::Args;
use std::{fs, path::PathBuf};

/// Checks a rulebook and writes it, with its version and hash, as one file that every command takes as `--rules`.
#[derive(Args)]
#[command(
    after_help = "Example:\n  guidemark compile my-rules/ -o my-rules.plan\n  guidemark evaluate profile.json --rules my-rules.plan"
)]
pub struct Arguments {
    /// A folder of .guide files, or one such file [default: the built-in rulebook]
    rules: Option<PathBuf>,
    /// The same, as other commands spell it
    #[arg(long = "rules", value_name = "DIR|FILE", conflicts_with = "rules")]
    named: Option<PathBuf>,
    /// The file to write
    #[arg(short, long)]
    output: PathBuf,
}

impl Arguments {
    pub fn run(&self) -> Done {
        let plan = rules::plan(self.rules.as_deref().or(self.named.as_deref()))?;
        let file = plan.write()?;
        fs::write(&self.output, &file).map_err(|error| Failure::file(&self.output, &error))?;
        tell(&format!(
            "{} {}, {}, {}: {} written to {}\n",
            plan.identity.name,
            plan.identity.version,
            counted(plan.ruleset.rules.len(), "rule"),
            plan.identity.sha256,
            counted(file.len(), "byte"),
            self.output.display()
        ))?;
        Ok(Exit::Fine)
    }
}
