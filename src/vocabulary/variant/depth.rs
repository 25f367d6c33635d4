//! How deep patterns may nest in what is read from a file.

use serde::{Deserialize, Deserializer, de::Error};
use std::cell::Cell;

/// More than the language lets anybody write: 64 levels, each a pattern in the exceptions of one before.
const MAX_DEPTH: u32 = 128;

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
}

/// Reads what may hold its own kind, and refuses what nests deeper than any rule could: a damaged or hostile file must
/// not exhaust the stack.
pub fn not_too_deep<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<T, D::Error> {
    DEPTH.with(|depth| {
        if depth.get() >= MAX_DEPTH {
            return Err(D::Error::custom("patterns nest too deep"));
        }
        depth.set(depth.get() + 1);
        let read = T::deserialize(from);
        depth.set(depth.get() - 1);
        read
    })
}
