//! Facts and markers: what each can be, and what of it a laboratory calls positive or negative.

use super::{Builder, clauses, label};
use crate::{
    check::values::{find_value, number},
    diagnostics::{Code, Diagnostic},
    ordered::Map,
    syntax::tree::{Clause, Declaration, DeclarationKind, Name, ValueNode},
    vocabulary::{Domain, Fact, Hierarchy, Limit, Marker, Number, NumberDomain, Table, Tables, Value, ValueId, Values},
};

impl Builder<'_> {
    pub(super) fn measured(&mut self, tables: &mut Tables) {
        for declaration in self.of(DeclarationKind::Marker) {
            let domain = self.domain(declaration);
            let positive_from = clauses(declaration, |clause| match clause {
                Clause::PositiveFrom(value) => Some(value),
                _ => None,
            })
            .next()
            .and_then(|value| self.limit("positive from", value, &declaration.name.node, &domain));
            let written = clauses(declaration, |clause| match clause {
                Clause::NegativeUpTo(value) => Some(value),
                _ => None,
            })
            .next();
            let negative_up_to =
                written.and_then(|value| self.limit("negative up to", value, &declaration.name.node, &domain));
            let crosses = match (positive_from, negative_up_to) {
                (Some(Limit::Level(from)), Some(Limit::Level(up_to))) => up_to >= from,
                (Some(Limit::Number(from)), Some(Limit::Number(up_to))) => up_to >= from,
                _ => false,
            };
            if let (true, Some(value)) = (crosses, written) {
                let message = format!("`{}` cannot be negative: it is already called positive", value.node);
                self.diagnostics.push(Diagnostic::error(Code::InvalidRange, value.span, message));
            }
            tables.markers.push(Marker { label: label(declaration), domain, positive_from, negative_up_to });
        }
        for declaration in self.of(DeclarationKind::Fact) {
            let domain = self.domain(declaration);
            let ask = clauses(declaration, |clause| match clause {
                Clause::Ask(text) => Some(text.node.clone()),
                _ => None,
            });
            let ask = ask.last().unwrap_or_default();
            let is_counted = self.is_counted(declaration, &domain);
            tables.facts.push(Fact { label: label(declaration), is_counted, ask, ask_in: Vec::new(), domain });
        }
    }

    /// Whether a fact is counted from the therapies given, which only a number can be.
    fn is_counted(&mut self, declaration: &Declaration, domain: &Domain) -> bool {
        let mut counted = declaration.clauses.iter().filter(|clause| clause.node == Clause::CountedFromTherapy);
        let Some(clause) = counted.next() else { return false };
        let holds_one =
            matches!(domain, Domain::Number(numbers) if Number::new(1.0).is_some_and(|one| numbers.holds(one)));
        if !holds_one {
            let message = "lines of therapy are counted from 1: this needs a `number` that can be 1";
            self.diagnostics.push(Diagnostic::error(Code::WrongType, clause.span, message));
        }
        holds_one
    }

    fn limit(&mut self, clause: &str, value: &Name, of: &str, domain: &Domain) -> Option<Limit> {
        match domain {
            Domain::Levels(levels) => find_value(value, levels, of, self.diagnostics).map(Limit::Level),
            Domain::Number(numbers) => number(value, numbers, of, self.diagnostics).map(Limit::Number),
            Domain::Values(_) => {
                let message = format!("`{clause}` needs ordered levels or a number");
                self.diagnostics.push(Diagnostic::error(Code::WrongType, value.span, message));
                None
            }
        }
    }

    fn domain(&mut self, declaration: &Declaration) -> Domain {
        let mut domain = Domain::Number(NumberDomain::default());
        for clause in &declaration.clauses {
            match &clause.node {
                Clause::Values(names) => domain = Domain::Values(self.flat_values(names)),
                Clause::Levels(names) => domain = Domain::Levels(self.flat_values(names)),
                Clause::OneOf(nodes) => domain = Domain::Values(self.value_tree(nodes)),
                Clause::YesOrNo => {
                    let value = |name: &str| Value { name: name.into(), also: Vec::new(), parent: None };
                    let table: Table<ValueId, Value> = [value("yes"), value("no")].into_iter().collect();
                    domain = Domain::Values(Values { hierarchy: Hierarchy::new(&[None, None]).0, table });
                }
                Clause::Number(numbers) => {
                    let range = numbers
                        .range
                        .as_ref()
                        .and_then(|range| Some((Number::new(range.node.0)?, Number::new(range.node.1)?)));
                    domain = Domain::Number(NumberDomain {
                        range,
                        unit: numbers.unit.as_ref().map(|unit| unit.node.clone()),
                    });
                }
                _ => {}
            }
        }
        if let Domain::Values(values) | Domain::Levels(values) = &mut domain {
            for clause in &declaration.clauses {
                if let Clause::ValueAlso(value, also) = &clause.node
                    && let Some(id) = find_value(value, values, &declaration.name.node, self.diagnostics)
                {
                    for name in also {
                        if let Some(other) = values.find(&name.node, false).filter(|other| *other != id) {
                            let message = format!("`{}` already means `{}`", name.node, values.table[other].name);
                            self.diagnostics.push(Diagnostic::error(Code::AmbiguousName, name.span, message));
                        }
                    }
                    let Some(value) = values.table.get_mut(id) else { continue };
                    value.also.extend(also.iter().map(|name| name.node.clone()));
                }
            }
        }
        domain
    }

    fn flat_values(&mut self, names: &[Name]) -> Values {
        let nodes: Vec<_> = names.iter().map(|name| ValueNode { name: name.clone(), kinds: Vec::new() }).collect();
        self.value_tree(&nodes)
    }

    fn value_tree(&mut self, nodes: &[ValueNode]) -> Values {
        let mut table = Table::default();
        let mut seen = Map::new();
        let mut queue: Vec<(&ValueNode, Option<ValueId>)> = nodes.iter().rev().map(|node| (node, None)).collect();
        while let Some((node, parent)) = queue.pop() {
            if let Some(first) = seen.insert(node.name.node.as_str(), node.name.span) {
                let message = format!("the value `{}` is declared twice", node.name.node);
                self.diagnostics.push(
                    Diagnostic::error(Code::DuplicateName, node.name.span, message).and(first, "first declared here"),
                );
            }
            let id = table.push(Value { name: node.name.node.clone(), also: Vec::new(), parent });
            queue.extend(node.kinds.iter().rev().map(|kind| (kind, Some(id))));
        }
        let parents: Vec<_> = table.iter().map(|(_, value): (ValueId, &Value)| value.parent).collect();
        Values { hierarchy: Hierarchy::new(&parents).0, table }
    }
}
