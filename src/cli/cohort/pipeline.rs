//! Chunks of lines through several threads and out again in their order, never more than a few at a time.
//!
//! A reader hands each chunk to whichever worker is free and, in the order of the input, a receipt for its answer to the
//! writer, who waits for one receipt after the other. The queue of receipts is short: a slow writer stops the reader.

use super::input::{Chunk, Held};
use crate::cli::output::Failure;
use guidemark::{
    cohort::{Evaluator, Line, Tally},
    diagnostics::InputError,
};
use std::{
    io,
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread::{Builder, Scope, ScopedJoinHandle, scope},
};

/// The stack of a thread, in bytes: as much as the main thread has elsewhere.
const STACK: usize = 8 << 20;

/// The answers to a chunk.
pub struct Answered {
    /// Whole lines.
    pub lines: Vec<u8>,
    /// The errors of the profiles that have any, with the number of the line.
    pub refused: Vec<(u64, Vec<InputError>)>,
    /// How many lines of the input this answers.
    pub count: u64,
}

/// How it ended when everything that was read has been written.
pub struct Ended {
    /// What was counted.
    pub tally: Tally,
    /// Why the input was not read to its end.
    pub failure: Option<Failure>,
}

/// A chunk, and where its answers are awaited.
type Job = (Chunk, SyncSender<Result<Answered, Failure>>);

/// Reads chunks until there are none, answers them in parallel, and writes the answers in the order of the chunks.
///
/// # Errors
/// The failure to write, or to start a thread.
pub fn run(
    evaluator: &Evaluator<'_>,
    threads: usize,
    read: impl FnMut() -> Result<Option<Chunk>, Failure> + Send,
    mut write: impl FnMut(Answered) -> Result<(), Failure>,
) -> Result<Ended, Failure> {
    scope(|scope| {
        let (jobs, open_jobs) = sync_channel::<Job>(threads);
        let (receipts, answers) = sync_channel(2 * threads);
        let open_jobs = Arc::new(Mutex::new(open_jobs));
        let mut workers = Vec::with_capacity(threads);
        for _ in 0..threads {
            let (evaluator, open_jobs) = (evaluator.clone(), Arc::clone(&open_jobs));
            workers.push(spawn(scope, move || work(evaluator, &open_jobs))?);
        }
        let reader = spawn(scope, move || deal(read, &jobs, &receipts))?;
        for answer in answers {
            // No answer behind a receipt: its worker is gone, and joining it below says so.
            let Ok(answered) = answer.recv() else { break };
            write(answered?)?;
        }
        let failure = joined(reader)?;
        let mut tally = Tally::default();
        for worker in workers {
            tally.add(joined(worker)?);
        }
        Ok(Ended { tally, failure })
    })
}

fn spawn<'s, T: Send + 's>(
    scope: &'s Scope<'s, '_>,
    run: impl FnOnce() -> T + Send + 's,
) -> Result<ScopedJoinHandle<'s, T>, Failure> {
    let thread = Builder::new().stack_size(STACK).spawn_scoped(scope, run);
    thread.map_err(|error| Failure::Other(format!("a thread cannot be started: {error}; try fewer with --threads")))
}

fn joined<T>(thread: ScopedJoinHandle<'_, T>) -> Result<T, Failure> {
    let fault = "guidemark itself failed at one of the next lines of the input: what was written before is whole";
    thread.join().map_err(|_| Failure::Other(fault.to_owned()))
}

/// Hands out chunks until there are no more, or nobody wants any. Gives back why the input ended too early.
fn deal(
    mut read: impl FnMut() -> Result<Option<Chunk>, Failure>,
    jobs: &SyncSender<Job>,
    receipts: &SyncSender<Receiver<Result<Answered, Failure>>>,
) -> Option<Failure> {
    loop {
        let chunk = match read() {
            Ok(Some(chunk)) => chunk,
            Ok(None) => return None,
            Err(failure) => return Some(failure),
        };
        let (answer, receipt) = sync_channel(1);
        if receipts.send(receipt).is_err() || jobs.send((chunk, answer)).is_err() {
            return None;
        }
    }
}

/// Answers chunks until there are no more.
fn work(mut evaluator: Evaluator<'_>, jobs: &Mutex<Receiver<Job>>) -> Tally {
    loop {
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((chunk, answer)) = job else { return evaluator.into_tally() };
        // Where nobody waits for the answer, there will soon be no more jobs.
        drop(answer.send(answered(&mut evaluator, &chunk).map_err(|error| Failure::Output(io::Error::from(error)))));
    }
}

fn answered(evaluator: &mut Evaluator<'_>, chunk: &Chunk) -> Result<Answered, serde_json::Error> {
    let mut answered = Answered { lines: Vec::new(), refused: Vec::new(), count: chunk.lines.len() as u64 };
    for (number, held) in &chunk.lines {
        let line = match held {
            Held::Bytes(range) => Line::Bytes(chunk.bytes.get(range.clone()).unwrap_or_default()),
            Held::TooLong => Line::TooLong,
        };
        let errors = evaluator.answer(*number, line, &mut answered.lines)?;
        if !errors.is_empty() {
            answered.refused.push((*number, errors));
        }
    }
    Ok(answered)
}
