//! Time: several tasks in turns, several rounds, the median of each.
//!
//! What counts is the time that the processor spends on this thread, so that waiting for another program does not
//! count. A machine that warms up slows all tasks of a round alike: what is compared was measured within the same
//! seconds. The median forgets the rounds that something else disturbed.

use crate::Failure;
use cpu_time::ThreadTime;
use serde::Serialize;
use std::time::Duration;

/// What is done to one item, by its number.
pub type Run<'a> = Box<dyn FnMut(usize) -> Result<(), Failure> + 'a>;

/// Something to measure.
pub struct Task<'a> {
    /// What the table calls it.
    pub name: String,
    /// What is done to each item.
    pub run: Run<'a>,
}

impl<'a> Task<'a> {
    /// A task under a name.
    pub fn new(name: &str, run: impl FnMut(usize) -> Result<(), Failure> + 'a) -> Task<'a> {
        Task { name: name.to_owned(), run: Box::new(run) }
    }
}

/// How long to measure.
#[derive(Clone, Copy)]
pub struct Effort {
    /// How many rounds.
    pub rounds: usize,
    /// How long each task runs in a round, about.
    pub turn: Duration,
}

/// How fast a task was.
#[derive(Clone, Debug, Serialize)]
pub struct Speed {
    /// The task.
    pub name: String,
    /// Items per second: the median of the rounds.
    pub per_second: f64,
    /// The slowest round.
    pub slowest: f64,
    /// The fastest round.
    pub fastest: f64,
}

/// Measures tasks in turns over items of which there are so many.
///
/// # Errors
/// Whatever a task says.
pub fn in_turns(tasks: &mut [Task<'_>], items: usize, effort: Effort) -> Result<Vec<Speed>, Failure> {
    let mut turns = Vec::new();
    for task in tasks.iter_mut() {
        turns.push(calibrate(task, items, effort.turn)?);
    }
    let mut rates = vec![Vec::with_capacity(effort.rounds); tasks.len()];
    for round in 0..effort.rounds {
        for ((task, count), rates) in tasks.iter_mut().zip(&turns).zip(&mut rates) {
            // A task that is too slow for all items takes others each round.
            let seconds = timed(task, round * count, *count, items)?;
            rates.push(*count as f64 / seconds.as_secs_f64());
        }
    }
    let speeds = tasks.iter().zip(rates).map(|(task, mut rates)| {
        rates.sort_by(f64::total_cmp);
        let at = |position: usize| rates.get(position).copied().unwrap_or(f64::NAN);
        Speed {
            name: task.name.clone(),
            per_second: at(rates.len() / 2),
            slowest: at(0),
            fastest: at(rates.len().saturating_sub(1)),
        }
    });
    Ok(speeds.collect())
}

/// How many items a task does in a turn.
fn calibrate(task: &mut Task<'_>, items: usize, turn: Duration) -> Result<usize, Failure> {
    let mut count = 1;
    loop {
        let seconds = timed(task, 0, count, items)?.as_secs_f64();
        if seconds * 8.0 >= turn.as_secs_f64() || count >= 1 << 24 {
            let fitting = count as f64 * turn.as_secs_f64() / seconds.max(1e-9);
            return Ok((fitting as usize).max(1));
        }
        count *= 4;
    }
}

fn timed(task: &mut Task<'_>, start: usize, count: usize, items: usize) -> Result<Duration, Failure> {
    let started = ThreadTime::try_now()?;
    for number in start..start + count {
        (task.run)(number % items)?;
    }
    Ok(started.try_elapsed()?)
}
