//! Builds and tests everything: `cargo xtask test` is what CI runs.

fn main() {}
