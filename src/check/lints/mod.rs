//! What is allowed and still worth a look: one file for each lint.

mod missing_code;
mod untested_biomarker;
mod unused;

use super::{names::Names, program::Program};
use crate::{
    diagnostics::{Diagnostic, has_errors},
    syntax::tree::Tree,
};

/// Runs every lint.
pub(super) fn run(trees: &[Tree], names: &Names, program: &Program, diagnostics: &mut Vec<Diagnostic>) {
    missing_code::run(trees, diagnostics);
    // What a broken rule names is not known: it may be the very one.
    if !has_errors(diagnostics) {
        unused::run(trees, names, program, diagnostics);
        untested_biomarker::run(trees, &program.rules, diagnostics);
    }
}
