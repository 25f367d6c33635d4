//! What a diagnosis says of facts and of results: `disease LUSC … implies histology squamous`.

use super::{names::Names, values::find_value};
use crate::{
    diagnostics::{Code, Diagnostic},
    syntax::tree::{self, Clause, Declaration, Located},
    vocabulary::{Id, Implication, Number, OnlyFrom, Tables},
};

/// Resolves what each disease implies, once the facts have their values. Diseases have the ids of their declarations.
pub(super) fn build(diseases: &[&Declaration], names: &Names, tables: &mut Tables, diagnostics: &mut Vec<Diagnostic>) {
    for (index, declaration) in diseases.iter().enumerate() {
        for clause in &declaration.clauses {
            if let Clause::Reads(name, markers) = &clause.node {
                let markers = names.find_all(&names.markers, markers, diagnostics);
                if let Some(disease) = tables.diseases.get_mut(Id::from_index(index)) {
                    disease.reads.push((name.node.clone(), markers));
                }
            }
            let Clause::Implies { fact, value, only } = &clause.node else { continue };
            let Some(fact) = names.find(&names.facts, fact, diagnostics) else { continue };
            let only = match only {
                None => None,
                Some(only) => match only_from(only, names, tables, diagnostics) {
                    Some(only) => Some(only),
                    None => continue,
                },
            };
            let label = &tables.facts[fact].label;
            let Some(values) = tables.facts[fact].domain.values() else {
                let message = format!("`{}` is a number, and a diagnosis implies a value", label.name);
                diagnostics.push(Diagnostic::error(Code::WrongType, clause.span, message));
                continue;
            };
            let value = find_value(value, values, &label.name, diagnostics);
            if let (Some(value), Some(disease)) = (value, tables.diseases.get_mut(Id::from_index(index))) {
                disease.implies.push(Implication { fact, value, only });
            }
        }
    }
}

fn only_from(
    only: &tree::OnlyFrom,
    names: &Names,
    tables: &Tables,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<OnlyFrom> {
    let fact = names.find(&names.facts, &only.fact, diagnostics)?;
    let unless = match &only.unless {
        Some(unless) => Some(names.find(&names.facts, unless, diagnostics)?),
        None => None,
    };
    if tables.facts[fact].domain.values().is_some() {
        let message = format!("`{}` is not a number", tables.facts[fact].label.name);
        diagnostics.push(Diagnostic::error(Code::WrongType, only.fact.span, message));
        return None;
    }
    let number = |number: &Located<u32>| Number::new(f64::from(number.node));
    Some(OnlyFrom { fact, number: number(&only.number)?, to: only.to.as_ref().and_then(number), unless })
}
