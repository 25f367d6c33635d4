//! What a diagnosis says of facts and of results (`disease LUSC … implies histology squamous`), and how it words questions.

use super::{names::Names, values::find_value};
use crate::{
    diagnostics::{Code, Diagnostic},
    syntax::tree::{self, Clause, Declaration, Located, Name, Text},
    vocabulary::{DiseaseId, Domain, Fact, FactId, FromWhat, Id, Implication, Label, Number, OnlyFrom, Tables, fold},
};

/// Resolves what each disease implies, once the facts have their values. Diseases have the ids of their declarations.
pub(super) fn build(diseases: &[&Declaration], names: &Names, tables: &mut Tables, diagnostics: &mut Vec<Diagnostic>) {
    for (index, declaration) in diseases.iter().enumerate() {
        for clause in &declaration.clauses {
            if let Clause::Reads(name, markers) = &clause.node {
                reads(name, markers, Id::from_index(index), names, tables, diagnostics);
            }
            if let Clause::Asks(fact, question) = &clause.node {
                asks(fact, question, Id::from_index(index), names, tables, diagnostics);
            }
            let Clause::Implies { fact, value, only } = &clause.node else { continue };
            let Some(fact) = names.find(&names.facts, fact, diagnostics) else { continue };
            let only = match only {
                None => None,
                Some(only) => match only_from(only, fact, names, tables, diagnostics) {
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
    implied: FactId,
    names: &Names,
    tables: &Tables,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<OnlyFrom> {
    let fact = names.find(&names.facts, &only.fact, diagnostics)?;
    let unless = match &only.unless {
        Some(unless) => Some(names.find(&names.facts, unless, diagnostics)?),
        None => None,
    };
    let Fact { label, domain, .. } = &tables.facts[fact];
    let what = match (&only.what, domain) {
        (tree::FromWhat::Numbers(least, most), Domain::Number(domain)) => {
            let number = |number: &Located<u32>| Number::new(f64::from(number.node));
            let (from, to) = (number(least)?, most.as_ref().and_then(number));
            if !domain.holds(from) || to.is_some_and(|to| to < from) {
                let message = format!("nothing is in this range: `{}` is {domain}", label.name);
                diagnostics.push(Diagnostic::error(Code::OutOfRange, least.span, message));
                return None;
            }
            FromWhat::Numbers(from, to)
        }
        (tree::FromWhat::Value(value), Domain::Values(values) | Domain::Levels(values)) => {
            FromWhat::Value(find_value(value, values, &label.name, diagnostics)?)
        }
        (_, domain) => {
            let is = if domain.values().is_some() { "is not a number" } else { "is a number" };
            let message = format!("`{}` {is}", label.name);
            diagnostics.push(Diagnostic::error(Code::WrongType, only.fact.span, message));
            return None;
        }
    };
    if let (Some(name), true) = (&only.unless, unless.is_some_and(|unless| unless == implied)) {
        let message = "what is implied gives way to the fact itself anyway".to_owned();
        diagnostics.push(Diagnostic::error(Code::WrongType, name.span, message));
        return None;
    }
    Some(OnlyFrom { fact, what, unless })
}

/// How a person is asked for a fact in a disease.
fn asks(
    name: &Name,
    question: &Text,
    disease: DiseaseId,
    names: &Names,
    tables: &mut Tables,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Some(fact) = names.find(&names.facts, name, diagnostics).and_then(|fact| tables.facts.get_mut(fact)) else {
        return;
    };
    if fact.ask_in.iter().any(|(known, _)| *known == disease) {
        let message = format!("the question for `{}` is worded twice here", name.node);
        diagnostics.push(Diagnostic::error(Code::DuplicateName, name.span, message));
    } else {
        fact.ask_in.push((disease, question.node.clone()));
    }
}

/// What a name means in a disease: one of some markers, and nothing that already is one.
fn reads(
    name: &Name,
    markers: &[Name],
    disease: DiseaseId,
    names: &Names,
    tables: &mut Tables,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let markers = names.find_all(&names.markers, markers, diagnostics);
    let is_called =
        |label: &Label| std::iter::once(&label.name).chain(&label.also).any(|known| fold(known) == fold(&name.node));
    let Some(disease) = tables.diseases.get_mut(disease) else { return };
    if disease.reads.iter().any(|(known, _)| fold(known) == fold(&name.node)) {
        let message = format!("`{}` is said twice to be read as something", name.node);
        diagnostics.push(Diagnostic::error(Code::DuplicateName, name.span, message));
    } else if tables.markers.iter().any(|(_, marker)| is_called(&marker.label)) {
        let message = format!("`{}` is a marker itself, and is read as that", name.node);
        diagnostics.push(Diagnostic::error(Code::DuplicateName, name.span, message));
    } else {
        disease.reads.push((name.node.clone(), markers));
    }
}
