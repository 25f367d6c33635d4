//! `guidemark format`: rule files in the one layout.

use super::{
    draw,
    output::{Done, Exit, Failure, print, tell},
    rules,
};
use clap::Args;
use guidemark::{
    syntax::{FormatRefusal, format, parse},
    text::Sources,
};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Lays rule files out anew, in place. Meaning and comments stay; a file with errors is left as it is.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  guidemark format my-rules/\n  guidemark format --check my-rules/   # 1 where a file would change\n  guidemark format - < mine.guide"
)]
pub struct Arguments {
    /// Files, or folders of .guide files; `-` reads standard input and writes standard output
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Change nothing; name the files that would change
    #[arg(long)]
    check: bool,
}

impl Arguments {
    pub fn run(&self) -> Done {
        let mut exit = Exit::Fine;
        for path in &self.files {
            let files = if path.is_dir() { rules::guide_files(path)? } else { vec![path.clone()] };
            for file in files {
                exit = exit.max(self.one(&file)?);
            }
        }
        Ok(exit)
    }

    fn one(&self, path: &Path) -> Done {
        let piped = path == Path::new("-");
        let text = super::profiles::read(path)?;
        let mut sources = Sources::default();
        let source = sources.add(path.display().to_string(), text.as_str());
        let laid_out = match format(&text, source) {
            Ok(laid_out) => laid_out,
            Err(refusal) => {
                let (_, findings) = parse(&text, source);
                tell(&findings.iter().map(|finding| draw::diagnostic(finding, &sources)).collect::<String>())?;
                tell(&format!("{}: {}\n", path.display(), reason(refusal)))?;
                return Ok(Exit::Wrong);
            }
        };
        if self.check {
            if laid_out == text {
                return Ok(Exit::Fine);
            }
            print(&format!("{} is not formatted\n", path.display()))?;
            return Ok(Exit::Found);
        }
        if piped {
            print(&laid_out)?;
        } else if laid_out != text {
            fs::write(path, laid_out).map_err(|error| Failure::file(path, &error))?;
        }
        Ok(Exit::Fine)
    }
}

fn reason(refusal: FormatRefusal) -> &'static str {
    match refusal {
        FormatRefusal::SyntaxErrors(_) => "it has errors, and was left as it is",
        FormatRefusal::WouldChangeMeaning => {
            "its layout would say something else, and it was left as it is; please report it"
        }
    }
}
