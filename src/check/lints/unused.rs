//! Definitions and sources that nothing uses: a leftover, or a rule that forgot to.

use crate::{
    check::{
        names::Names,
        program::{Condition, Program},
    },
    diagnostics::{Code, Diagnostic},
    syntax::tree::{DeclarationKind, Item, ItemKind, Tree},
    text::Span,
    vocabulary::Id,
};

/// Warns of definitions that no rule, definition or promise names, and of sources that nothing cites.
pub(super) fn run(trees: &[Tree], names: &Names, program: &Program, diagnostics: &mut Vec<Diagnostic>) {
    let rules = &program.rules;
    let mut defined = vec![false; rules.defines.len()];
    let conditions = (rules.rules.iter().flat_map(|(_, rule)| std::iter::once(&rule.when).chain(&rule.unless)))
        .chain(rules.defines.iter().map(|(_, define)| &define.condition))
        .chain(program.promises.iter().map(|promise| &promise.condition));
    conditions.for_each(|condition| mark(condition, &mut defined));
    for (_, define) in rules.defines.iter().filter(|(id, _)| !defined[id.index()]) {
        if let Some(span) = names.defines.place(&define.name) {
            let message = format!("nothing uses the definition `{}`", define.name);
            diagnostics.push(Diagnostic::warning(Code::Unused, span, message));
        }
    }
    let mut cited = vec![false; rules.vocabulary.sources.len()];
    for (_, rule) in rules.rules.iter() {
        let amendments = rule.amendments.iter().flat_map(|amendment| &amendment.citations);
        rule.citations.iter().chain(amendments).for_each(|citation| cited[citation.source.index()] = true);
    }
    // A vocabulary states what it was written from and cites it nowhere; a guideline does.
    let guidelines: Vec<_> =
        trees.iter().filter(|tree| tree.items.iter().any(is_guideline)).flat_map(|tree| tree.items.first()).collect();
    let in_guideline = |span: Span| guidelines.iter().any(|item| item.span.source == span.source);
    for (_, source) in rules.vocabulary.sources.iter().filter(|(id, _)| !cited[id.index()]) {
        if let Some(span) = names.sources.place(&source.label.name).filter(|span| in_guideline(*span)) {
            let message = format!("nothing cites the source `{}`", source.label.name);
            diagnostics.push(Diagnostic::warning(Code::Unused, span, message));
        }
    }
}

fn is_guideline(item: &Item) -> bool {
    matches!(&item.node, ItemKind::Declaration(declaration) if declaration.kind == DeclarationKind::Guideline)
}

fn mark(condition: &Condition, used: &mut [bool]) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => {
            parts.iter().for_each(|part| mark(part, used))
        }
        Condition::Not(part) => mark(part, used),
        Condition::Define(define) => {
            used[define.index()] = true;
        }
        Condition::Leaf(_) => {}
    }
}
