//! What no engine can do without: two-valued rules as bits by hand, and reading the same JSON.

pub mod bits;
pub mod json;
