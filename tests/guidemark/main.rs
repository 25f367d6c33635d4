//! The library through its public functions: one integration binary.

mod syntax;
mod variants;
