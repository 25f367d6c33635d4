//! Everything the library does, through its public functions.

mod forms;
mod syntax;
