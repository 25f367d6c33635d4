//! The rulebook that comes with Guidemark: the texts of `rules/`, put into programs that ask for them.

use crate::rulebook::Rulebook;

/// The name of the built-in rulebook.
pub const NAME: &str = "guidemark";

/// Its files: each one's path within `rules/`, and its text, in the order of the paths.
pub const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/built_in.rs"));

/// Reads the built-in rulebook.
pub fn rulebook() -> Rulebook {
    Rulebook::read(NAME, FILES.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())))
}
