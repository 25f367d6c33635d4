//! What a command gives back: output, an exit status, or why it could not do what was asked.

use super::draw;
use clap::ValueEnum;
use guidemark::diagnostics::InputError;
use serde::Serialize;
use std::{
    io::{self, ErrorKind, Write},
    path::Path,
    process::ExitCode,
};

/// How a command ended, the worst last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// All is well.
    Fine,
    /// Something was found.
    Found,
    /// The input or the arguments are wrong, and what was wrong has been said.
    Wrong,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}

/// Why a command could not do what was asked.
#[derive(Debug)]
pub enum Failure {
    /// The output could not be written.
    Output(io::Error),
    /// The input is wrong.
    Input(InputError),
    /// Anything else, in one sentence.
    Other(String),
}

/// What a command ends with.
pub type Done = Result<Exit, Failure>;

impl Failure {
    /// A file that cannot be read or written.
    pub fn file(path: &Path, error: &io::Error) -> Failure {
        Failure::Other(format!("`{}`: {}", path.display(), plain(error)))
    }

    /// Says it on standard error.
    pub fn tell(&self) -> io::Result<()> {
        let mut stderr = anstream::stderr().lock();
        match self {
            Failure::Output(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
            Failure::Output(error) => writeln!(stderr, "{}", draw::message(&plain(error))),
            Failure::Input(error) => write!(stderr, "{}", draw::input_error("", error)),
            Failure::Other(message) => writeln!(stderr, "{}", draw::message(message)),
        }
    }
}

/// An error of the system without its number.
fn plain(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        ErrorKind::InvalidData => "this is no UTF-8 text".to_owned(),
        _ => error.to_string(),
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        Failure::Output(error)
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Failure {
        Failure::Output(error.into())
    }
}

impl From<InputError> for Failure {
    fn from(error: InputError) -> Failure {
        Failure::Input(error)
    }
}

/// Text or data, where a command has no other form.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Text to read
    Text,
    /// The same as data
    Json,
}

/// Writes to standard output; colour is taken out unless that is a terminal which wants it.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut stdout = anstream::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    Ok(stdout.flush()?)
}

/// Writes to standard error.
pub fn tell(text: &str) -> Result<(), Failure> {
    Ok(anstream::stderr().lock().write_all(text.as_bytes())?)
}

/// Writes JSON to standard output, indented.
pub fn print_json(value: &impl Serialize) -> Result<(), Failure> {
    print(&(serde_json::to_string_pretty(value)? + "\n"))
}

/// One text after the other.
pub fn print_texts<T>(items: &[T], render: impl Fn(&T) -> String) -> Result<(), Failure> {
    print(&items.iter().map(render).collect::<Vec<_>>().join("\n"))
}

/// One thing as itself, several as a list.
pub fn print_data<'t, T, D: Serialize>(items: &'t [T], form: impl Fn(&'t T) -> D) -> Result<(), Failure> {
    match items {
        [item] => print_json(&form(item)),
        items => print_json(&items.iter().map(form).collect::<Vec<_>>()),
    }
}
