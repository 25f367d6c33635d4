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

/// The output. Whoever holds it writes whole lines, so whoever else gets hold of it finds it ending with one.
#[derive(Clone)]
pub struct Output {
    to: Arc<Mutex<Target>>,
}

enum Target {
    StandardOutput,
    File {
        path: PathBuf,
        file: File,
        /// The bytes written.
        length: u64,
    },
}

impl Output {
    /// Opens the output: standard output where no file is named.
    ///
    /// # Errors
    /// The file cannot be written, or is the input.
    pub fn open(path: Option<&Path>, input: &Path) -> Result<Output, Failure> {
        let to = match path {
            None => Target::StandardOutput,
            Some(path) if path.extension().is_some_and(|extension| extension == "gz") => {
                let message = "answers are not compressed here: `guidemark cohort FILE | gzip > OUTPUT`";
                return Err(Failure::Other(format!("`{}`: {message}", path.display())));
            }
            Some(path) => Target::File { path: path.to_owned(), file: create(path, input)?, length: 0 },
        };
        Ok(Output { to: Arc::new(Mutex::new(to)) })
    }

    /// Writes whole lines, in one piece.
    ///
    /// # Errors
    /// They cannot be written. A file then ends with the last line that could be.
    pub fn write(&self, lines: &[u8]) -> Result<(), Failure> {
        if lines.is_empty() {
            return Ok(());
        }
        match &mut *self.to.lock().unwrap_or_else(PoisonError::into_inner) {
            // Behind its lock it hands whole lines on as they are.
            Target::StandardOutput => {
                let mut to = io::stdout().lock();
                to.write_all(lines)?;
                to.flush()?;
            }
            Target::File { path, file, length } => {
                if let Err(error) = file.write_all(lines) {
                    // A pipe cannot be made shorter, and need not be.
                    drop(file.set_len(*length));
                    return Err(match error.kind() {
                        ErrorKind::BrokenPipe => Failure::Output(error),
                        _ => Failure::file(path, &error),
                    });
                }
                *length += lines.len() as u64;
            }
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
