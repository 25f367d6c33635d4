//! Where answers go: whole lines, whatever happens.

use super::writer;
use crate::cli::output::Failure;
use std::{
    env,
    fs::File,
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
    process::{self, Child, ChildStdin, Command, Stdio},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

/// The exit status of a program that Ctrl-C stopped, as shells know it.
const STOPPED: i32 = 130;

/// The output. Whoever holds it hands on whole lines, so whoever else gets hold of it finds it ending with one.
#[derive(Clone)]
pub struct Output {
    to: Arc<Mutex<Target>>,
}

struct Target {
    /// The file, or nothing where it is standard output.
    path: Option<PathBuf>,
    writer: Child,
    /// What the writer reads, until nothing more comes.
    lines: Option<ChildStdin>,
}

impl Output {
    /// Opens the output, standard output where no file is named, and starts the process that writes to it.
    ///
    /// # Errors
    /// The file cannot be written, or is the input; the process cannot be started.
    pub fn open(path: Option<&Path>, input: &Path) -> Result<Output, Failure> {
        let to = match path {
            None => Stdio::inherit(),
            Some(path) if path.extension().is_some_and(|extension| extension == "gz") => {
                let message = "answers are not compressed here: `guidemark cohort FILE | gzip > OUTPUT`";
                return Err(Failure::Other(format!("`{}`: {message}", path.display())));
            }
            Some(path) => create(path, input)?.into(),
        };
        let mut writer = start(to).map_err(|error| {
            Failure::Other(format!("the process that writes the answers cannot be started: {error}"))
        })?;
        let lines = writer.stdin.take();
        Ok(Output { to: Arc::new(Mutex::new(Target { path: path.map(Path::to_owned), writer, lines })) })
    }

    /// Hands whole lines on.
    ///
    /// # Errors
    /// They cannot be written. A file then ends with the last line that could be.
    pub fn write(&self, lines: &[u8]) -> Result<(), Failure> {
        let mut target = self.to.lock().unwrap_or_else(PoisonError::into_inner);
        match target.lines.as_mut().map(|to| to.write_all(lines)) {
            Some(Ok(())) => Ok(()),
            Some(Err(error)) => target.finish().and(Err(Failure::Output(error))),
            // Nobody writes any more.
            None => Err(Failure::Output(ErrorKind::BrokenPipe.into())),
        }
    }

    /// Waits until everything is written.
    ///
    /// # Errors
    /// Something could not be.
    pub fn finish(&self) -> Result<(), Failure> {
        self.to.lock().unwrap_or_else(PoisonError::into_inner).finish()
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
                let mut to = to.lock().unwrap_or_else(PoisonError::into_inner);
                drop(to.finish());
                process::exit(STOPPED);
            };
            if thread::Builder::new().spawn(stopper).is_err() {
                process::exit(STOPPED);
            }
        };
        ctrlc::set_handler(stop).map_err(|error| Failure::Other(format!("Ctrl-C cannot be handled: {error}")))
    }
}

impl Target {
    fn finish(&mut self) -> Result<(), Failure> {
        drop(self.lines.take());
        let error = match self.writer.wait()?.code() {
            Some(0) => return Ok(()),
            Some(code) => io::Error::from_raw_os_error(code),
            None => io::Error::other("the process that writes the answers was killed"),
        };
        Err(match &self.path {
            Some(path) if error.kind() != ErrorKind::BrokenPipe => Failure::file(path, &error),
            _ => Failure::Output(error),
        })
    }
}

/// Starts the process that writes. Who kills this program, or all that was started with it, does not reach that one.
fn start(to: Stdio) -> io::Result<Child> {
    let mut writer = Command::new(env::current_exe()?);
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut writer, 0);
    writer.arg(writer::NAME).stdin(Stdio::piped()).stdout(to).spawn()
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
