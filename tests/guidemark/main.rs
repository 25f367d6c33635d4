//! The library through its public functions: one integration binary.

mod variants;
