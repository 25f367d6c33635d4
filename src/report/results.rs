//! The results of a profile as they were read, and what was taken for granted.

use super::{Desk, model::ReadResult};
use crate::{
    check::{Leaf, Rule, Subject, words},
    compile::Node,
    kleene::Kleene,
    ordered::{Set, Sort},
    patient::{Coverage, Taken},
    vocabulary::{
        Biomarker, Interval,
        variant::{self, Pattern},
    },
};
use std::collections::BTreeMap;

/// Every reported alteration with what it was read as.
pub(super) fn read_results(desk: &Desk<'_>) -> Vec<ReadResult> {
    let vocabulary = &desk.plan.ruleset.vocabulary;
    let mut read_results = Vec::new();
    for (gene, results) in &desk.patient.genes {
        let model = &vocabulary.genes[*gene].model;
        for result in results {
            for read in &result.alterations {
                let asked = desk.plan.about(Subject::Biomarker(Biomarker::Gene(*gene))).iter().filter_map(|node| {
                    match desk.plan.node(*node) {
                        Node::Leaf(Leaf::Has(_, pattern)) => Some(pattern),
                        _ => None,
                    }
                });
                let met = asked.filter(|pattern| variant::matches(model, &read.alteration, pattern) == Kleene::Met);
                let met: Vec<&Pattern> = met.collect();
                // With its exceptions a form says less than by itself.
                let whole = |pattern: &&&Pattern| {
                    pattern.except.is_empty()
                        || !met.iter().any(|other| {
                            other.except.is_empty() && (&other.form, other.origin) == (&pattern.form, pattern.origin)
                        })
                };
                let matches: Set<String> = met.iter().filter(whole).map(|pattern| words::pattern(pattern)).collect();
                read_results.push(ReadResult {
                    biomarker: vocabulary.genes[*gene].label.name.clone(),
                    reported: read.text.clone(),
                    read_as: read.alteration.change.normal_form(),
                    matches: matches.into_iter().collect(),
                    path: result.how.path.clone(),
                });
            }
        }
    }
    read_results.order_by(|a, b| (&a.biomarker, &a.path, &a.reported).cmp(&(&b.biomarker, &b.path, &b.reported)));
    read_results
}

/// From how many months between a review and a day on it is told how old the rules are: guidelines and licences change.
const MONTHS: u32 = 6;

/// What is taken for granted of a rulebook on a day far from its reviews.
fn age(desk: &Desk<'_>) -> Option<String> {
    let date = desk.patient.date;
    let reviews = || desk.plan.ruleset.vocabulary.guidelines.iter().filter_map(|(_, guideline)| guideline.reviewed);
    let (first, last) = (reviews().min()?, reviews().max()?);
    if date.is_months_after(MONTHS, last) {
        return Some(format!(
            "the rulebook was last reviewed on {last} and knows nothing later: that all of it still holds on {date}"
        ));
    }
    // A licence has a day of its own.
    let is_undated = |(_, rule): (_, &Rule)| {
        rule.from.is_none() && rule.actions.treatments.iter().all(|treatment| treatment.approvals.is_empty())
    };
    (first.is_months_after(MONTHS, date) && desk.speaking().any(is_undated)).then(|| {
        format!("the rulebook was reviewed on {last}: that what it says without a first day held on {date} already")
    })
}

/// What was taken for granted: results without a method, of biomarkers that rules ask about.
pub(super) fn assumptions(desk: &Desk<'_>) -> Vec<String> {
    let vocabulary = &desk.plan.ruleset.vocabulary;
    let mut without_method = Set::new();
    for (gene, results) in &desk.patient.genes {
        let asked = !desk.plan.about(Subject::Biomarker(Biomarker::Gene(*gene))).is_empty();
        if asked && results.iter().any(|result| result.is_in() && result.coverage == Coverage::Everything) {
            without_method.insert(vocabulary.genes[*gene].label.name.as_str());
        }
    }
    let taken = desk.patient.taken.iter().filter_map(|taken| match taken {
        Taken::Fact(fact, value) => {
            let fact = &vocabulary.facts[*fact];
            let value = &fact.domain.values()?.table[*value].name;
            Some(format!("the {} is not given, or less exactly: it is taken to be {value}", fact.label.name))
        }
        Taken::Counted(fact, line) => {
            let title = &vocabulary.facts[*fact].label;
            let line = either(line);
            Some(format!("the {} is not given: from the treatments so far it is taken to be {line}", title.name))
        }
        Taken::Despite(fact, line) => {
            let name = &vocabulary.facts[*fact].label.name;
            Some(format!("the {name} counts as it is given, although the treatments so far say {}", either(line)))
        }
        Taken::Name(name, marker) => Some(format!("{name} is read as {}", vocabulary.markers[*marker].label.name)),
    });
    let benign = desk.patient.genes.iter().flat_map(|(gene, results)| {
        let gene = &vocabulary.genes[*gene];
        let reported = results.iter().flat_map(|result| &result.alterations);
        let unsaid = reported.filter(|read| {
            read.alteration.significance.is_none() && variant::is_declared_benign(&gene.model, &read.alteration.change)
        });
        unsaid.map(|read| format!("what {} {} means is not given: it is taken as benign", gene.label.name, read.text))
    });
    // Several results of one name are read alike.
    let mut assumptions: Vec<String> = age(desk).into_iter().chain(taken).chain(benign).collect();
    assumptions.dedup();
    if !without_method.is_empty() {
        let names = without_method.into_iter().collect::<Vec<_>>().join(", ");
        assumptions.push(format!(
            "no method is given for {names}: these results are taken as conclusive for every alteration"
        ));
    }
    assumptions
}

/// The facts among what was taken for granted.
pub(super) fn assumed(desk: &Desk<'_>) -> BTreeMap<String, String> {
    let facts = &desk.plan.ruleset.vocabulary.facts;
    let taken = desk.patient.taken.iter().filter_map(|taken| match taken {
        Taken::Fact(fact, value) => {
            Some((facts[*fact].label.name.clone(), facts[*fact].domain.values()?.table[*value].name.clone()))
        }
        Taken::Counted(fact, line) => Some((facts[*fact].label.name.clone(), either(line))),
        Taken::Despite(..) | Taken::Name(..) => None,
    });
    taken.collect()
}

/// A line of therapy in words: that one, or one of two.
fn either(line: &Interval) -> String {
    line.to_string().replace('-', " or ")
}
