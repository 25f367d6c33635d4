//! Regimens: several drugs under the one name by which histories record them.

use super::{Builder, clauses, label};
use crate::{
    check::names::Names,
    diagnostics::{Code, Diagnostic},
    ordered::Map,
    syntax::tree::{Clause, Declaration, DeclarationKind, Name},
    vocabulary::{Regimen, Tables, fold},
};

impl Builder<'_> {
    /// The regimens, each of two drugs or more and known by names that no drug has.
    pub(super) fn regimens(&mut self, tables: &mut Tables) {
        let drugs: Map<String, &str> = Names::all(&self.names.drugs).map(|name| (fold(name), name)).collect();
        for declaration in self.of(DeclarationKind::Regimen) {
            let also = clauses(declaration, |clause| match clause {
                Clause::Also(names) => Some(names),
                _ => None,
            });
            for name in std::iter::once(&declaration.name).chain(also.flatten()) {
                if let Some(drug) = drugs.get(&fold(&name.node)) {
                    self.named_like(name, drug);
                }
            }
            let regimen = self.regimen(declaration);
            tables.regimens.push(regimen);
        }
    }

    /// A history that has this name could mean either.
    fn named_like(&mut self, name: &Name, drug: &str) {
        let message = format!("the regimen `{}` is named like the drug `{drug}`", name.node);
        let finding = Diagnostic::error(Code::AmbiguousName, name.span, message)
            .help("give the regimen a name that no drug has: a history could mean either");
        self.diagnostics.push(match self.names.drugs.place(drug) {
            Some(place) => finding.and(place, "the drug is named here"),
            None => finding,
        });
    }

    fn regimen(&mut self, declaration: &Declaration) -> Regimen {
        let named = clauses(declaration, |clause| match clause {
            Clause::Drugs(names) => Some(names),
            _ => None,
        });
        let named: Vec<&Name> = named.flatten().collect();
        let mut regimen = Regimen { label: label(declaration), drugs: Vec::new() };
        let mut may_be_another = 0;
        for name in &named {
            if self.names.classes.get(&name.node).is_some() && self.names.drugs.get(&name.node).is_none() {
                let message = format!("`{}` is a class of drugs, where a drug is needed", name.node);
                self.diagnostics.push(
                    Diagnostic::error(Code::WrongKind, name.span, message)
                        .help("a regimen names its drugs: of a class, a history does not say which was given"),
                );
                may_be_another += 1;
                continue;
            }
            match self.names.find(&self.names.drugs, name, self.diagnostics) {
                Some(drug) if !regimen.drugs.contains(&drug) => regimen.drugs.push(drug),
                Some(_) => {}
                // It is an error already, and says nothing of how many drugs were meant.
                None => may_be_another += 1,
            }
        }
        if let Some(only) = named.first().filter(|_| regimen.drugs.len() + may_be_another < 2) {
            let message = format!("`{}` is of one drug, and a regimen is of two or more", declaration.name.node);
            self.diagnostics.push(
                Diagnostic::error(Code::OutOfRange, only.span, message)
                    .help("another name of a drug stands in the `also` clause of that drug"),
            );
        }
        regimen
    }
}
