//! Rule text to tokens to tree, and back: a total lexer, a parser that recovers at each item, the one layout.

mod format;
mod layout;
mod lexer;
mod parser;
mod token;
pub mod tree;

pub use format::{FormatRefusal, LINE_WIDTH, format};
pub use lexer::tokens;
pub use parser::{MAX_DEPTH, parse};
pub use token::{Token, TokenKind};
pub use tree::Tree;
