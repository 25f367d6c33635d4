//! Examples and promises: whom they are about, and what must come out.

use super::{
    conditions::Resolver,
    names::Names,
    place,
    program::{Agent, Case, Expectation, ExpectationKind, PlannedOrder, Program, Promise, Subject},
};
use crate::{
    diagnostics::{Code, Diagnostic},
    syntax::tree::{self, Given, ItemKind, Located, Name, Tree},
    text::{Date, Sources},
    vocabulary::RegionId,
};

/// Resolves the cases and promises of the trees into the program.
pub(super) fn build(
    sources: &Sources,
    trees: &[Tree],
    names: &Names,
    program: &mut Program,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut resolver = Resolver { names, vocabulary: &program.rules.vocabulary, diagnostics };
    for item in trees.iter().flat_map(|tree| &tree.items) {
        match &item.node {
            ItemKind::Case(case) => program.cases.push(Case {
                title: case.title.node.clone(),
                place: place(sources, item.span),
                span: case.title.span,
                given: case.given.clone(),
                expectations: resolver.expectations(&case.expectations),
            }),
            ItemKind::Promise(promise) => {
                let (date, region) = resolver.given(&promise.given);
                let Some(condition) = resolver.condition(&promise.condition) else { continue };
                program.promises.push(Promise {
                    never: promise.never,
                    title: promise.title.node.clone(),
                    place: place(sources, item.span),
                    span: promise.title.span,
                    date,
                    region,
                    condition,
                    expectations: resolver.expectations(&promise.expectations),
                });
            }
            _ => {}
        }
    }
}

impl Resolver<'_> {
    /// The day and the place for which a promise is made. What is known of its patients stands behind `when`.
    fn given(&mut self, given: &[Located<Given>]) -> (Option<Date>, Option<RegionId>) {
        let (mut date, mut region) = (None, None);
        for one in given {
            match &one.node {
                Given::Value { subject, value, .. } if subject.node == "date" && date.is_none() => {
                    match value.node.parse() {
                        Ok(day) => date = Some(day),
                        Err(message) => {
                            self.diagnostics.push(Diagnostic::error(Code::InvalidDate, value.span, message));
                        }
                    }
                }
                Given::Value { subject, value, .. } if subject.node == "region" && region.is_none() => {
                    region = self.names.find(&self.names.regions, value, self.diagnostics);
                }
                Given::Value { subject, .. } if ["date", "region"].contains(&subject.node.as_str()) => {
                    let message = format!("a promise is made for one {}", subject.node);
                    let help = "make one promise for each";
                    self.diagnostics.push(Diagnostic::error(Code::DuplicateClause, one.span, message).help(help));
                }
                _ => {
                    let message = "a promise is given a `date` and a `region`, and nothing else";
                    let help = "what is known of its patients stands behind `when`";
                    self.diagnostics.push(Diagnostic::error(Code::WrongKind, one.span, message).help(help));
                }
            }
        }
        (date, region)
    }

    fn expectations(&mut self, written: &[Located<tree::Expectation>]) -> Vec<Expectation> {
        let resolve = |expectation: &Located<tree::Expectation>| {
            let kind = self.expectation(&expectation.node.kind)?;
            Some(Expectation { span: expectation.span, quantity: expectation.node.quantity, kind })
        };
        written.iter().filter_map(resolve).collect()
    }

    /// The expectation, or nothing where a name in it is unknown: a finding then says which.
    fn expectation(&mut self, kind: &tree::ExpectationKind) -> Option<ExpectationKind> {
        use tree::ExpectationKind as Written;
        let names = self.names;
        Some(match kind {
            Written::Test(biomarkers) => {
                ExpectationKind::Test(biomarkers.iter().flat_map(|name| self.biomarkers(name)).collect())
            }
            Written::Treat(regimens) => ExpectationKind::Treat(self.regimens(regimens)?),
            Written::Undecided(regimens, needs) => {
                ExpectationKind::Undecided(self.regimens(regimens)?, self.subjects(needs)?)
            }
            Written::Avoid(agents) => ExpectationKind::Avoid(self.agents(agents)?),
            Written::Hold(agents, until) => {
                let until = until.iter().flat_map(|name| self.biomarkers(name)).collect();
                ExpectationKind::Hold(self.agents(agents)?, until)
            }
            Written::Conflict(regimens) => ExpectationKind::Conflict(self.regimens(regimens)?),
            Written::Superseded(regimens) => ExpectationKind::Superseded(self.regimens(regimens)?),
            Written::Refer(to) => ExpectationKind::Refer(names.find_all(&names.specialties, to, self.diagnostics)),
            Written::Rule(rules) => ExpectationKind::Rule(names.find_all(&names.rules, rules, self.diagnostics)),
            Written::Ask(subjects) => ExpectationKind::Ask(self.subjects(subjects)?),
            Written::Plan(orders) => ExpectationKind::Plan(self.orders(orders)?),
            Written::Offer(orders) => ExpectationKind::Offer(self.orders(orders)?),
            Written::Uncovered(biomarkers) => {
                ExpectationKind::Uncovered(biomarkers.iter().flat_map(|name| self.biomarkers(name)).collect())
            }
        })
    }

    fn orders(&mut self, orders: &[tree::PlannedOrder]) -> Option<Vec<PlannedOrder>> {
        let orders: Vec<_> = orders.iter().map(|order| self.order(order)).collect();
        orders.into_iter().collect()
    }

    fn order(&mut self, order: &tree::PlannedOrder) -> Option<PlannedOrder> {
        let technique = self.technique(&order.technique);
        let specimen =
            order.specimen.as_ref().map(|name| self.names.find(&self.names.specimens, name, self.diagnostics));
        let biomarkers = order.biomarkers.iter().flat_map(|name| self.biomarkers(name)).collect();
        let specimen = match specimen {
            Some(found) => Some(found?),
            None => None,
        };
        Some(PlannedOrder { technique: technique?, specimen, biomarkers })
    }

    fn agents(&mut self, agents: &[tree::Agent]) -> Option<Vec<Agent>> {
        let agents: Vec<_> = agents.iter().map(|agent| self.agent(agent)).collect();
        agents.into_iter().collect()
    }

    fn regimens(&mut self, regimens: &[Vec<tree::Agent>]) -> Option<Vec<Vec<Agent>>> {
        let regimens: Vec<_> = regimens.iter().map(|regimen| self.agents(regimen)).collect();
        regimens.into_iter().collect()
    }

    fn subjects(&mut self, written: &[Name]) -> Option<Vec<Subject>> {
        let subjects: Vec<Option<Vec<Subject>>> = written.iter().map(|name| self.subject(name)).collect();
        Some(subjects.into_iter().collect::<Option<Vec<_>>>()?.into_iter().flatten().collect())
    }

    /// What a need or a question is about: `disease`, `therapies`, a fact, a biomarker or a group of them.
    fn subject(&mut self, name: &Name) -> Option<Vec<Subject>> {
        match name.node.as_str() {
            "disease" => Some(vec![Subject::Disease]),
            "therapies" => Some(vec![Subject::Therapies]),
            _ => match self.names.facts.get(&name.node) {
                Some(fact) => Some(vec![Subject::Fact(fact)]),
                None => Some(self.biomarkers(name).into_iter().map(Subject::Biomarker).collect()),
            },
        }
    }
}
