//! `guidemark explain-code`: the page of a diagnostic code.

use super::output::{Done, Exit, print};
use clap::Args;
use guidemark::diagnostics::{Code, InputError, suggestion};

/// Shows what a diagnostic code means, a text that triggers it, and what to write instead.
#[derive(Args)]
#[command(after_help = "Example:\n  guidemark explain-code mixed-and-or")]
pub struct Arguments {
    /// The code, as a finding shows it; without it, every code is listed
    code: Option<String>,
}

impl Arguments {
    pub fn run(&self) -> Done {
        let Some(slug) = &self.code else {
            print(&Code::ALL.iter().map(|code| format!("{code}\n")).collect::<String>())?;
            return Ok(Exit::Fine);
        };
        let Ok(code) = slug.parse::<Code>() else {
            let error = InputError::new(Code::UnknownName, "", format!("no diagnostic has the code `{slug}`"));
            let near = suggestion(slug, Code::ALL.iter().map(|code| code.slug()));
            return Err(error.help(near.unwrap_or_else(|| "without a code, every code is listed".to_owned())).into());
        };
        print(code.page())?;
        Ok(Exit::Fine)
    }
}
