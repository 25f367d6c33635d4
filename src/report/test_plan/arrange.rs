//! Needs to orders: products where any can be had that covers a need, methods for what no product covers.

use super::bench::{Bench, Column, Reach, lineage};
use crate::{
    derive::cover::Candidate,
    ordered::{Map, Set},
    vocabulary::{Id, SpecimenId, Technique},
};

/// A column that is ordered.
#[derive(Clone, Debug)]
pub(super) struct Order {
    pub column: Column,
    /// The needs that it covers and that no order before it does.
    pub needs: Vec<usize>,
    /// What would do as well in its place.
    pub alternatives: Vec<Technique>,
}

/// A column that is chosen, all that it covers, and what would do as well.
type Chosen = (Column, Vec<usize>, Vec<Technique>);

/// Orders, and what they leave.
#[derive(Clone, Debug)]
pub(super) struct Arranged {
    pub orders: Vec<Order>,
    pub left: Vec<usize>,
    pub is_smallest: bool,
}

/// The fewest orders for some needs, on specimens within reach.
///
/// What no product covers is given to methods first: the fewest, and of two that cover the same the one that says more
/// exactly what is done. A laboratory's own test by a method shows what the method shows, so what such an order covers
/// needs no product. The rest is covered by the fewest products.
pub(super) fn arrange(bench: &Bench<'_, '_>, open: &[usize], reach: Reach) -> Arranged {
    let mut arranged = Arranged { orders: Vec::new(), left: Vec::new(), is_smallest: true };
    if open.is_empty() {
        return arranged;
    }
    let products = Choice::new(bench, &bench.assays, open, reach);
    let without_product: Vec<usize> = open.iter().copied().filter(|need| !products.reach(*need)).collect();
    let mut chosen: Vec<Chosen> = Vec::new();
    let mut taken: Vec<usize> = Vec::new();
    // Where products can be had, nobody is sent to look for a laboratory's own test of which only a positive counts.
    let by_products_alone = reach == Reach::Findable && !bench.assays.is_empty();
    if by_products_alone {
        arranged.left.clone_from(&without_product);
    } else if !without_product.is_empty() {
        let mut methods = Choice::new(bench, &bench.methods, open, reach);
        arranged.left.extend(without_product.iter().copied().filter(|need| !methods.reach(*need)));
        arranged.is_smallest &= methods.choose(bench, &without_product, &taken, &mut chosen);
        taken.extend(chosen.iter().filter_map(|(column, _, _)| number(column.specimen)));
    }
    let by_method: Set<usize> = chosen.iter().flat_map(|(_, covered, _)| covered).copied().collect();
    let rest: Vec<usize> =
        open.iter().copied().filter(|need| products.reach(*need) && !by_method.contains(need)).collect();
    if !rest.is_empty() {
        let mut products = products;
        arranged.is_smallest &= products.choose(bench, &rest, &taken, &mut chosen);
    }
    arranged.orders = in_order(bench, chosen);
    arranged
}

/// Columns to choose from, and the needs that each covers.
struct Choice {
    columns: Vec<Column>,
    coverage: Vec<Vec<usize>>,
}

impl Choice {
    fn new(bench: &Bench<'_, '_>, techniques: &[Technique], open: &[usize], reach: Reach) -> Choice {
        let columns = bench.columns(techniques, reach);
        let mut coverage = bench.coverage(&columns, open);
        // What answers too late counts only for what nothing answers in time.
        for need in open {
            let Some(days) = bench.requests[bench.needs[*need].request].within else { continue };
            let late: Vec<bool> = columns.iter().map(|column| column.days.is_some_and(|it| it > days)).collect();
            let in_time = |covered: &Vec<usize>, late: &bool| !late && covered.contains(need);
            if coverage.iter().zip(&late).any(|(covered, late)| in_time(covered, late)) {
                let late = coverage.iter_mut().zip(&late).filter(|(_, late)| **late);
                late.for_each(|(covered, _)| covered.retain(|other| other != need));
            }
        }
        Choice { columns, coverage }
    }

    /// Whether any column covers a need.
    fn reach(&self, need: usize) -> bool {
        self.coverage.iter().any(|covered| covered.contains(&need))
    }

    /// Adds the best columns for some needs, each with all that it covers; whether they are proved to be the fewest.
    fn choose(&mut self, bench: &Bench<'_, '_>, needs: &[usize], taken: &[usize], chosen: &mut Vec<Chosen>) -> bool {
        let candidates: Vec<Candidate> = self
            .columns
            .iter()
            .zip(&self.coverage)
            .map(|(column, covered)| Candidate {
                covers: covered.iter().filter_map(|need| needs.iter().position(|other| other == need)).collect(),
                specimen: number(column.specimen),
                set_back: column.is_spent || column.has_failed,
                days: column.days,
            })
            .collect();
        let best = bench.desk.memory.found.choose(candidates, taken);
        for (at, others) in &best.chosen {
            let column = self.columns[*at];
            let others = others.iter().map(|at| self.columns[*at]);
            let others = others.filter(|other| other.specimen == column.specimen && !is_akin(bench, column, *other));
            chosen.push((column, self.coverage[*at].clone(), others.map(|other| other.technique).collect()));
        }
        best.is_smallest
    }
}

/// Whether one is a method that the other is under: no other way of doing it.
fn is_akin(bench: &Bench<'_, '_>, one: Column, other: Column) -> bool {
    match (one.technique, other.technique) {
        (Technique::Method(one), Technique::Method(other)) => {
            lineage(bench.desk, one).any(|method| method == other)
                || lineage(bench.desk, other).any(|method| method == one)
        }
        _ => false,
    }
}

fn number(specimen: Option<SpecimenId>) -> Option<usize> {
    specimen.map(Id::index)
}

/// Orders in the order in which they are read: what rules ask for first, products before methods, then what covers
/// most; each need once.
fn in_order(bench: &Bench<'_, '_>, chosen: Vec<Chosen>) -> Vec<Order> {
    let mut open = chosen;
    one_for_all_requests(bench, &mut open);
    let mut orders: Vec<Order> = Vec::with_capacity(open.len());
    let mut covered: Set<usize> = Set::new();
    while !open.is_empty() {
        let worth = |(column, needs, _): &Chosen| {
            let new = || needs.iter().filter(|need| !covered.contains(need));
            let biomarkers: Set<_> = new().map(|need| bench.needs[*need].biomarker).collect();
            let is_product = matches!(column.technique, Technique::Assay(_));
            (new().any(|need| bench.needs[*need].is_recommended), is_product, biomarkers.len(), new().count())
        };
        // The first of those that are worth most: they stand in the order of their names.
        let worths: Vec<_> = open.iter().map(worth).collect();
        let most = worths.iter().max().and_then(|most| worths.iter().position(|worth| worth == most));
        let (column, needs, alternatives) = open.remove(most.unwrap_or(0));
        let needs: Vec<usize> = needs.into_iter().filter(|need| covered.insert(*need)).collect();
        orders.push(Order { column, needs, alternatives });
    }
    orders
}

/// Where several rules ask for the same and one column meets them all, no other is said to be ordered for it.
fn one_for_all_requests(bench: &Bench<'_, '_>, chosen: &mut [Chosen]) {
    if bench.requests.len() < 2 {
        return;
    }
    let mut requests: Map<_, Set<usize>> = Map::new();
    for need in chosen.iter().flat_map(|(_, needs, _)| needs) {
        let of = &bench.needs[*need];
        requests.or_default((of.biomarker, of.what)).insert(*need);
    }
    for needs in requests.values().filter(|needs| needs.len() > 1) {
        let meets_all = |covered: &Vec<usize>| needs.iter().all(|need| covered.contains(need));
        if chosen.iter().any(|(_, covered, _)| meets_all(covered)) {
            let others = chosen.iter_mut().filter(|(_, covered, _)| !meets_all(covered));
            others.for_each(|(_, covered, _)| covered.retain(|need| !needs.contains(need)));
        }
    }
}
