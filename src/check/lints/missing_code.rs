//! A vocabulary entry without a code, where its kind has a code system that everybody uses.

use crate::{
    diagnostics::{Code, Diagnostic},
    syntax::tree::{Clause, DeclarationKind, ItemKind, Tree},
};

/// The kinds that have such a code system, and its clause.
const EXPECTED: &[(DeclarationKind, &str)] = &[
    (DeclarationKind::Disease, "oncotree"),
    (DeclarationKind::Gene, "hgnc"),
    (DeclarationKind::Drug, "rxnorm` or `atc"),
];

/// Warns of entries without a code of which it is not said that there is none.
pub(super) fn run(trees: &[Tree], diagnostics: &mut Vec<Diagnostic>) {
    for item in trees.iter().flat_map(|tree| &tree.items) {
        let ItemKind::Declaration(declaration) = &item.node else { continue };
        let Some((_, system)) = EXPECTED.iter().find(|(kind, _)| *kind == declaration.kind) else { continue };
        if !declaration.clauses.iter().any(|clause| matches!(clause.node, Clause::Codes(..) | Clause::Uncoded(_))) {
            let message = format!("`{}` has no code by which other systems know it", declaration.name.node);
            diagnostics.push(
                Diagnostic::warning(Code::MissingCode, declaration.name.span, message)
                    .help(format!("add `{system}` with its code, or `uncoded \"…\"` with where it was looked for")),
            );
        }
    }
}
