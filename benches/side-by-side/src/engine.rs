//! What every engine that takes part can do.

use crate::Failure;

/// An engine that holds the rules of a workload in its best compiled form and its profiles in its own form.
pub trait Engine {
    /// What the table calls it.
    fn name(&self) -> &'static str;

    /// Evaluates every rule for a profile that was read before, and adds the numbers of those that are met, ascending.
    ///
    /// # Errors
    /// Whatever the engine says; the measurement ends then.
    fn met(&mut self, profile: usize, met: &mut Vec<u32>) -> Result<(), Failure>;
}
