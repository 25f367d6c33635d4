//! The vocabulary: what rules and profiles can speak of.

pub mod variant;
