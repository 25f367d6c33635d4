//! How far a cohort is, for who looks at a terminal.

use super::input::ReadSoFar;
use indicatif::{ProgressBar, ProgressStyle};
use std::{
    io::{self, IsTerminal},
    sync::atomic::Ordering,
    time::{Duration, Instant},
};

/// A line that says how many profiles are answered, how many in a second, and how long it will still take.
pub struct Progress {
    bar: ProgressBar,
    read: ReadSoFar,
    started: Instant,
    profiles: u64,
}

impl Progress {
    /// A line on standard error, where that is a terminal that does not show the answers as well.
    pub fn new(read: ReadSoFar, has_output_file: bool) -> Progress {
        let shown = io::stderr().is_terminal() && (has_output_file || !io::stdout().is_terminal());
        let bar = match (shown, read.size) {
            (false, _) => ProgressBar::hidden(),
            // What will come through a pipe is not known, and so not how long it takes.
            (true, None) => ProgressBar::new_spinner().with_style(style("{spinner} {msg}, {elapsed}")),
            (true, Some(size)) => ProgressBar::new(size).with_style(style("{bar:30} {percent} %, {msg}, {eta} left")),
        };
        if shown {
            bar.set_message("0 profiles");
            // The clock goes on where a line takes long.
            bar.enable_steady_tick(Duration::from_millis(200));
        }
        Progress { bar, read, started: Instant::now(), profiles: 0 }
    }

    /// So many more are answered.
    pub fn advance(&mut self, profiles: u64) {
        self.profiles += profiles;
        if self.bar.is_hidden() {
            return;
        }
        let rate = self.profiles as f64 / self.started.elapsed().as_secs_f64().max(0.001);
        self.bar.set_message(format!("{} profiles, {rate:.0} a second", self.profiles));
        self.bar.set_position(self.read.bytes.load(Ordering::Relaxed));
    }

    /// Writes something else to the terminal.
    pub fn aside<T>(&self, write: impl FnOnce() -> T) -> T {
        self.bar.suspend(write)
    }

    /// Takes the line away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

/// A style; where its template cannot be read, the usual one.
fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
