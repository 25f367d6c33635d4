//! Rule text to tokens to tree, and back: a total lexer, a parser that recovers at each item, the one layout.

pub mod tree;
