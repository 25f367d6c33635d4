//! Trees to a program: every name resolved, every value of its kind, type and unit, every rule with its authority.
//!
//! [`check`] always gives a program *and* its findings. A program with errors can be looked at; it is never compiled.

mod alterations;
mod conditions;
mod definitions;
mod expectations;
mod implications;
mod limits;
mod lints;
mod names;
mod program;
mod rules;
pub mod scope;
mod supersession;
mod values;
mod vocabulary;
pub mod words;

pub use program::*;

use crate::{
    diagnostics::{Code, Diagnostic},
    ordered::{Set, Sort},
    syntax::tree::Tree,
    text::{Sources, Span},
};
use names::Names;

/// Checks the trees of one rulebook, one for each source in the order of their ids.
pub fn check(sources: &Sources, trees: &[Tree]) -> (Program, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let names = Names::collect(trees, &mut diagnostics);
    let vocabulary = vocabulary::build(trees, &names, &mut diagnostics);
    let mut program = rules::build(sources, trees, &names, vocabulary, &mut diagnostics);
    supersession::check(&program.rules, &names, &mut diagnostics);
    limits::check(&program.rules, &names, &mut diagnostics);
    expectations::build(sources, trees, &names, &mut program, &mut diagnostics);
    lints::run(trees, &names, &program, &mut diagnostics);
    // That a declaration cannot be read is told where it stands, and not wherever its name is used.
    let broken: Set<&str> = trees.iter().flat_map(|tree| &tree.broken).map(|item| item.name.as_str()).collect();
    diagnostics.retain(|finding| {
        finding.code != Code::UnknownName || !broken.contains(sources.text(finding.primary.span).trim_matches('"'))
    });
    diagnostics.order_by(|a, b| (a.primary.span, a.code, &a.message).cmp(&(b.primary.span, b.code, &b.message)));
    (program, diagnostics)
}

/// Where a span stands, as people look for it.
fn place(sources: &Sources, span: Span) -> Place {
    match sources.get(span.source) {
        Some(file) => Place { file: file.name.clone(), line: file.line_column(span.start).line },
        None => Place::default(),
    }
}
