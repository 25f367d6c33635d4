//! Where answers go: whole lines, whatever happens.

use crate::cli::output::Failure;
use std::{
    fs::File,
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
    process,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

/// The exit status of a program that Ctrl-C stopped, as shells know it.
const STOPPED: i32 = 130;

/// In so many bytes, counted from the start of the file, a system copies what is written. A program that is killed
/// while it writes leaves the pages that were copied by then. Also what a pipe takes in one piece.
const PAGE: u64 = 4096;

/// The output. Whoever holds it writes whole lines, so whoever else gets hold of it finds it ending with one.
#[derive(Clone)]
pub struct Output {
    to: Arc<Mutex<Target>>,
}

struct Target {
    to: Place,
    /// The bytes written.
    length: u64,
}

enum Place {
    StandardOutput,
    File { path: PathBuf, file: File },
}

impl Output {
    /// Opens the output: standard output where no file is named.
    ///
    /// # Errors
    /// The file cannot be written, or is the input.
    pub fn open(path: Option<&Path>, input: &Path) -> Result<Output, Failure> {
        let to = match path {
            None => Place::StandardOutput,
            Some(path) if path.extension().is_some_and(|extension| extension == "gz") => {
                let message = "answers are not compressed here: `guidemark cohort FILE | gzip > OUTPUT`";
                return Err(Failure::Other(format!("`{}`: {message}", path.display())));
            }
            Some(path) => Place::File { path: path.to_owned(), file: create(path, input)? },
        };
        Ok(Output { to: Arc::new(Mutex::new(Target { to, length: 0 })) })
    }

    /// Writes whole lines, in pieces that are whole lines too and lie within one page where they can.
    ///
    /// # Errors
    /// They cannot be written. A file then ends with the last line that could be.
    pub fn write(&self, mut lines: &[u8]) -> Result<(), Failure> {
        let Target { to, length } = &mut *self.to.lock().unwrap_or_else(PoisonError::into_inner);
        while !lines.is_empty() {
            let (piece, rest) = lines.split_at(piece(lines, PAGE - *length % PAGE));
            match to {
                // Behind its lock it hands whole lines on as they are.
                Place::StandardOutput => {
                    let mut to = io::stdout().lock();
                    to.write_all(piece)?;
                    to.flush()?;
                }
                Place::File { path, file } => {
                    if let Err(error) = file.write_all(piece) {
                        // A pipe cannot be made shorter, and need not be.
                        drop(file.set_len(*length));
                        return Err(match error.kind() {
                            ErrorKind::BrokenPipe => Failure::Output(error),
                            _ => Failure::file(path, &error),
                        });
                    }
                }
            }
            *length += piece.len() as u64;
            lines = rest;
        }
        Ok(())
    }

    /// Lets Ctrl-C end the program as soon as the lines that are being written are whole. Where that takes too long,
    /// because nobody reads them, a second one ends it at once.
    ///
    /// # Errors
    /// The system does not allow it.
    pub fn stop_between_lines(&self) -> Result<(), Failure> {
        let is_stopping = AtomicBool::new(false);
        let to = Arc::clone(&self.to);
        let stop = move || {
            if is_stopping.swap(true, Ordering::Relaxed) {
                process::exit(STOPPED);
            }
            let to = Arc::clone(&to);
            // The lock is never given back, so that nothing more is written.
            let stopper = move || {
                let _to = to.lock().unwrap_or_else(PoisonError::into_inner);
                process::exit(STOPPED);
            };
            if thread::Builder::new().spawn(stopper).is_err() {
                process::exit(STOPPED);
            }
        };
        ctrlc::set_handler(stop).map_err(|error| Failure::Other(format!("Ctrl-C cannot be handled: {error}")))
    }
}

/// The bytes of the lines that fit into the room that is left, or of the first one where none does.
fn piece(lines: &[u8], room: u64) -> usize {
    let is_end = |byte: &u8| *byte == b'\n';
    let room = usize::try_from(room).unwrap_or(usize::MAX);
    let fitting = lines.get(..room).map_or(Some(lines.len()), |head| head.iter().rposition(is_end).map(|end| end + 1));
    fitting.or_else(|| lines.iter().position(is_end).map(|end| end + 1)).unwrap_or(lines.len())
}

/// Creates a file, unless that would destroy the input.
///
/// # Errors
/// It cannot be written, or is the input.
pub fn create(path: &Path, input: &Path) -> Result<File, Failure> {
    if let (Ok(output), Ok(input)) = (path.canonicalize(), input.canonicalize())
        && output == input
    {
        return Err(Failure::Other(format!("`{}` is the input, and would be overwritten", path.display())));
    }
    File::create(path).map_err(|error| Failure::file(path, &error))
}
