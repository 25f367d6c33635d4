//! What a diagnosis says of facts: `disease LUSC … implies histology squamous`.

use super::{names::Names, values::find_value};
use crate::{
    diagnostics::{Code, Diagnostic},
    syntax::tree::{Clause, Declaration},
    vocabulary::{Id, Tables},
};

/// Resolves what each disease implies, once the facts have their values. Diseases have the ids of their declarations.
pub(super) fn build(diseases: &[&Declaration], names: &Names, tables: &mut Tables, diagnostics: &mut Vec<Diagnostic>) {
    for (index, declaration) in diseases.iter().enumerate() {
        for clause in &declaration.clauses {
            let Clause::Implies(fact, value) = &clause.node else { continue };
            let Some(fact) = names.find(&names.facts, fact, diagnostics) else { continue };
            let label = &tables.facts[fact].label;
            let Some(values) = tables.facts[fact].domain.values() else {
                let message = format!("`{}` is a number, and a diagnosis implies a value", label.name);
                diagnostics.push(Diagnostic::error(Code::WrongType, clause.span, message));
                continue;
            };
            let value = find_value(value, values, &label.name, diagnostics);
            if let (Some(value), Some(disease)) = (value, tables.diseases.get_mut(Id::from_index(index))) {
                disease.implies.push((fact, value));
            }
        }
    }
}
