//! The test plan of a report: the fewest assays, on the specimens at hand, that answer what is still to be tested.
//!
//! What is to be covered is each alteration that an open decision turns on ([`needs`]); what can be ordered, and what
//! it would show, is worked out in [`bench`]; [`arrange`] chooses.

mod arrange;
mod bench;
pub mod model;
mod needs;
pub(super) mod words;

use super::{
    Desk,
    model::TestStatus,
    tests::{self, Test},
    treatments::Treatment,
    wording,
};
use crate::{
    check::{Leaf, words::pattern},
    compile::Node,
    evaluate::Findings,
    ordered::{Map, Set, Sort},
    vocabulary::{Biomarker, Technique},
};
use arrange::{Arranged, Order, arrange};
use bench::{Bench, Reach};
use model::{Covered, OrderKind, PlannedOrder, TestPlan, Uncovered, UncoveredReason};
use needs::{Need, What};

/// The plan for the tests of a report.
pub(super) fn assemble(desk: &Desk<'_>, findings: &Findings, tests: &[Test], treatments: &[Treatment]) -> TestPlan {
    let needs = needs::collect(desk, findings, tests, treatments);
    let mut plan = TestPlan { is_smallest: true, ..TestPlan::default() };
    if !needs.needs.is_empty() {
        let writer = Writer { bench: &Bench::new(desk, &needs) };
        writer.write(&mut plan);
    }
    for biomarker in needs.to_interpret {
        plan.uncovered.push(Uncovered {
            biomarker: desk.plan.ruleset.vocabulary.biomarker(biomarker).name.clone(),
            alterations: Vec::new(),
            in_part: false,
            reason: UncoveredReason::Interpretation,
            because: "what was found needs interpretation, not another test".to_owned(),
        });
    }
    plan
}

struct Writer<'b, 'a, 'd> {
    bench: &'b Bench<'a, 'd>,
}

impl Writer<'_, '_, '_> {
    fn write(&self, plan: &mut TestPlan) {
        let all: Vec<usize> = (0..self.bench.needs.len()).collect();
        let now = arrange(self.bench, &all, Reach::AtHand);
        let later = arrange(self.bench, &now.left, Reach::Elsewhere);
        // What waits for a specimen may be found on another meanwhile.
        let anew = now.orders.iter().filter(|order| order.column.is_spent).flat_map(|order| &order.needs);
        let mut waiting: Vec<usize> = now.left.iter().chain(anew).copied().collect();
        waiting.order();
        let meanwhile = arrange(self.bench, &waiting, Reach::Findable);
        plan.is_smallest = [&now, &later, &meanwhile].iter().all(|arranged| arranged.is_smallest);
        plan.orders = self.orders(&now);
        plan.offers = self.orders(&meanwhile);
        plan.after_new_specimen = self.orders(&later);
        self.uncovered(plan, &later);
        self.remarks(plan);
    }

    fn orders(&self, arranged: &Arranged) -> Vec<PlannedOrder> {
        arranged.orders.iter().map(|order| self.order(order)).collect()
    }

    fn order(&self, order: &Order) -> PlannedOrder {
        let vocabulary = &self.bench.desk.plan.ruleset.vocabulary;
        let label = vocabulary.technique(order.column.technique);
        let of_needs = || order.needs.iter().map(|need| &self.bench.needs[*need]);
        let within = of_needs().filter_map(|need| self.bench.requests[need.request].within).min();
        let days = order.column.days;
        PlannedOrder {
            by: label.name.clone(),
            title: label.display().to_owned(),
            kind: match order.column.technique {
                Technique::Assay(_) => OrderKind::Assay,
                Technique::Method(_) => OrderKind::Method,
            },
            on: order.column.specimen.map(|specimen| vocabulary.specimens[specimen].label.name.clone()),
            new_specimen: order.column.is_spent,
            status: match of_needs().any(|need| need.is_recommended) {
                true => TestStatus::Recommended,
                false => TestStatus::Derived,
            },
            covers: self.covered(&order.needs),
            alternatives: order
                .alternatives
                .iter()
                .map(|technique| vocabulary.technique(*technique).name.clone())
                .collect(),
            turnaround_days: days,
            within_days: within,
            late: days.is_some_and(|days| within.is_some_and(|within| days > within)),
        }
    }

    /// Needs by their biomarkers, in the order of the tests.
    fn covered(&self, needs: &[usize]) -> Vec<Covered> {
        let mut covered: Vec<(Biomarker, Covered)> = Vec::new();
        for ((biomarker, germline), alterations) in self.by_biomarker(needs.iter().copied()) {
            covered.push((
                biomarker,
                Covered {
                    biomarker: self.bench.desk.plan.ruleset.vocabulary.biomarker(biomarker).name.clone(),
                    in_part: self.is_part((biomarker, germline), alterations.len()),
                    alterations,
                },
            ));
        }
        covered.into_iter().map(|(_, covered)| covered).collect()
    }

    /// The biomarkers of some needs, those asked of the germline apart, each with what is asked of it, in the order of the tests.
    fn by_biomarker(&self, needs: impl Iterator<Item = usize>) -> Vec<((Biomarker, bool), Vec<String>)> {
        let mut found: Vec<((Biomarker, bool), Set<What>)> = Vec::new();
        for need in needs {
            let need = &self.bench.needs[need];
            let key = (need.biomarker, need.germline);
            match found.iter_mut().find(|(known, _)| *known == key) {
                Some((_, whats)) => drop(whats.insert(need.what)),
                None => found.push((key, Set::from([need.what]))),
            }
        }
        let words = |whats: Set<What>| whats.into_iter().filter_map(|what| self.words(what)).collect();
        found.into_iter().map(|(key, whats)| (key, words(whats))).collect()
    }

    /// Whether so many alterations are not all that is needed of a biomarker.
    fn is_part(&self, (biomarker, germline): (Biomarker, bool), alterations: usize) -> bool {
        // A need stands once for each request, and what is needed of a biomarker is the same in each.
        let of = |need: &&Need| need.biomarker == biomarker && need.germline == germline;
        let request = self.bench.needs.iter().find(of).map(|need| need.request);
        let all = |need: &&Need| of(need) && Some(need.request) == request;
        matches!(biomarker, Biomarker::Gene(_))
            && alterations > 0
            && alterations < self.bench.needs.iter().filter(all).count()
    }

    fn words(&self, what: What) -> Option<String> {
        let What::Question(node) = what else { return None };
        match self.bench.desk.plan.node(node) {
            Node::Leaf(Leaf::Has(_, alteration)) => Some(self::pattern(alteration)),
            Node::Leaf(Leaf::WildType(_)) => Some("wild-type".to_owned()),
            _ => None,
        }
    }

    /// What no order covers, each biomarker once for each reason.
    fn uncovered(&self, plan: &mut TestPlan, later: &Arranged) {
        let mut reasons: Map<usize, (UncoveredReason, String)> = Map::new();
        for (order, planned) in later.orders.iter().zip(&plan.after_new_specimen) {
            let on = planned.on.as_deref().unwrap_or("a specimen");
            let reason = match order.column.is_spent {
                true => {
                    let family = self.bench.family_name(order.column.technique);
                    let words = format!("the {on} at hand did not suffice for {family}: a new specimen is needed");
                    (UncoveredReason::InsufficientSpecimen, words)
                }
                false => (UncoveredReason::NoSpecimen, format!("needs {on}, which is not at hand")),
            };
            reasons.extend(order.needs.iter().map(|need| (*need, reason.clone())));
        }
        let vocabulary = &self.bench.desk.plan.ruleset.vocabulary;
        for need in &later.left {
            let elsewhere = vocabulary.assays.ids().any(|id| self.bench.shows(Technique::Assay(id), *need));
            let request = &self.bench.requests[self.bench.needs[*need].request];
            let how = self.how(request);
            let reason = match elsewhere {
                true => (UncoveredReason::NotAvailable, format!("no assay for it{how} is available in the region")),
                false => (UncoveredReason::NotSeen, format!("no assay and no method of the rulebook shows it{how}")),
            };
            reasons.insert(*need, reason);
        }
        let kinds: Set<&(UncoveredReason, String)> = reasons.values().collect();
        for kind in kinds {
            let needs = reasons.iter().filter(|(_, reason)| *reason == kind).map(|(need, _)| *need);
            for ((biomarker, germline), alterations) in self.by_biomarker(needs) {
                plan.uncovered.push(Uncovered {
                    biomarker: vocabulary.biomarker(biomarker).name.clone(),
                    in_part: self.is_part((biomarker, germline), alterations.len()),
                    alterations,
                    reason: kind.0,
                    because: kind.1.clone(),
                });
            }
        }
    }

    /// How a request wants it done, as in ` by IHC on tissue`.
    fn how(&self, request: &tests::Request) -> String {
        let vocabulary = &self.bench.desk.plan.ruleset.vocabulary;
        let by: Vec<String> = request.by.iter().map(|by| vocabulary.technique(*by).name.clone()).collect();
        let on: Vec<String> = request.on.iter().map(|on| vocabulary.specimens[*on].label.name.clone()).collect();
        let part = |word: &str, names: &[String]| match names {
            [] => String::new(),
            names => format!(" {word} {}", wording::list(names, "or")),
        };
        format!("{}{}", part("by", &by), part("on", &on))
    }

    fn remarks(&self, plan: &mut TestPlan) {
        let desk = self.bench.desk;
        let regions = &desk.plan.ruleset.vocabulary.regions;
        let orders = || plan.orders.iter().chain(&plan.offers).chain(&plan.after_new_specimen);
        let by_method = orders().any(|order| order.kind == OrderKind::Method);
        let mut remarks = Vec::new();
        match desk.patient.region {
            None => remarks.push("the region is not given, so methods are named and no products".to_owned()),
            Some(region) if self.bench.assays.is_empty() => remarks.push(format!(
                "no assay is recorded as available in {} on that day, so methods are named and no products",
                regions[region].label.name
            )),
            Some(region) if by_method => remarks.push(format!(
                "where a method is named, no assay recorded for {} covers all of it: a laboratory's own test must",
                regions[region].label.name
            )),
            Some(_) => {}
        }
        if desk.patient.specimens.is_none() {
            let mut assumed: Vec<String> = Vec::new();
            for on in plan.orders.iter().filter_map(|order| order.on.clone()) {
                if !assumed.contains(&on) {
                    assumed.push(on);
                }
            }
            if !assumed.is_empty() {
                let assumed = wording::list(&assumed, "and");
                remarks.push(format!("the profile does not say which specimens are at hand: {assumed} is assumed"));
            }
        }
        if orders().any(|order| order.within_days.is_some() && order.turnaround_days.is_none()) {
            remarks.push("how long an assay takes is known only where it is said".to_owned());
        }
        if !plan.is_smallest {
            remarks.push("the search for the fewest assays was cut off: fewer may do".to_owned());
        }
        plan.remarks = remarks;
    }
}
