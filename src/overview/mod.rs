//! What a rulebook covers: its folders, how much each holds, and which biomarker decides which treatment where.

mod folders;
mod page;
mod rows;

pub use folders::{Folder, folder_of, folders};
pub use page::page;
pub use rows::{Row, Since, rows};
