//! Texts and places in them: source files, byte spans, lines and columns, civil dates, JSON read with its places.

mod date;
mod json;
mod source;

pub use date::Date;
pub use json::Json;
pub use source::{LineColumn, MAX_FILE_BYTES, SourceFile, SourceId, Sources, Span};
