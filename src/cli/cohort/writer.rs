//! The process that writes a cohort's answers, so that they are whole lines however the program ends.
//!
//! A system copies what is written page by page, and stops between two of them when the writer is killed. So whoever
//! evaluates, and may be killed, only hands lines on; this process writes those that came to their end, and ends when
//! nothing more can come.

use crate::cli::output::{Done, Exit};
use clap::Args;
use std::{
    fs::File,
    io::{self, Read, Write},
    process,
};

/// The name of the command.
pub const NAME: &str = "write-lines";

/// How many bytes are taken at once: what a pipe holds.
const TAKEN: usize = 1 << 16;

/// Copies whole lines from standard input to standard output.
#[derive(Args)]
pub struct Arguments;

impl Arguments {
    /// Ends with the system's number of an error where lines cannot be written; a file then ends with the last that could.
    pub fn run(&self) -> Done {
        if let Err(error) = copy(&mut io::stdin().lock(), &mut output()?) {
            process::exit(error.raw_os_error().unwrap_or(1));
        }
        Ok(Exit::Fine)
    }
}

/// Standard output without a buffer, and as a file that can be made shorter, if it is one.
fn output() -> io::Result<File> {
    #[cfg(unix)]
    let owned = std::os::fd::AsFd::as_fd(&io::stdout()).try_clone_to_owned()?;
    #[cfg(windows)]
    let owned = std::os::windows::io::AsHandle::as_handle(&io::stdout()).try_clone_to_owned()?;
    Ok(File::from(owned))
}

fn copy(from: &mut impl Read, to: &mut File) -> io::Result<()> {
    let mut length = to.metadata()?.len();
    let mut held = Vec::new();
    let mut taken = vec![0; TAKEN];
    loop {
        let new = match from.read(&mut taken)? {
            0 => return Ok(()),
            count => taken.get(..count).unwrap_or_default(),
        };
        let Some(end) = new.iter().rposition(|byte| *byte == b'\n') else {
            held.extend_from_slice(new);
            continue;
        };
        let (whole, rest) = new.split_at(end + 1);
        held.extend_from_slice(whole);
        if let Err(error) = to.write_all(&held) {
            // A pipe cannot be made shorter, and need not be.
            drop(to.set_len(length));
            return Err(error);
        }
        length += held.len() as u64;
        held.clear();
        held.extend_from_slice(rest);
    }
}
