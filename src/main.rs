//! The command line program `guidemark`.

fn main() {}
