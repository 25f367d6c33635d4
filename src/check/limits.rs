//! How many values one thing may have: plans number them in two bytes.

use super::{Bound, Condition, Leaf, Measured, Ruleset, names::Names};
use crate::{
    diagnostics::{Code, Diagnostic},
    ordered::{Map, Set},
    text::Span,
    vocabulary::{Label, Number},
};

/// How many diseases there may be, and values of a fact or marker.
pub const MAX_VALUES: usize = 30_000;
/// How many numbers rules may compare a fact or marker with: each has a row, and so has the gap before it.
pub const MAX_BOUNDS: usize = MAX_VALUES / 2;

/// Checks that no thing has more.
pub(super) fn check(rules: &Ruleset, names: &Names, diagnostics: &mut Vec<Diagnostic>) {
    let vocabulary = &rules.vocabulary;
    let mut refuse = |place: Option<Span>, message: String| {
        diagnostics.push(Diagnostic::error(Code::TooLarge, place.unwrap_or_default(), message));
    };
    let diseases = vocabulary.diseases.len();
    if diseases > MAX_VALUES {
        let first =
            vocabulary.diseases.iter().next().and_then(|(_, disease)| names.diseases.place(&disease.label.name));
        refuse(first, format!("{diseases} diseases are declared; there may be {MAX_VALUES}"));
    }
    let mut bounds: Map<Measured, Set<Number>> = Map::new();
    for (_, rule) in rules.rules.iter() {
        std::iter::once(&rule.when).chain(&rule.unless).for_each(|condition| collect(condition, &mut bounds));
    }
    rules.defines.iter().for_each(|(_, define)| collect(&define.condition, &mut bounds));
    let compared = |measured| bounds.get(&measured).map_or(0, Set::len);
    let mut measure = |label: &Label, values: Option<usize>, compared: usize, place| {
        if let Some(values) = values.filter(|values| *values > MAX_VALUES) {
            refuse(place, format!("`{}` has {values} values; there may be {MAX_VALUES}", label.name));
        }
        if compared > MAX_BOUNDS {
            let message = format!("rules compare `{}` with {compared} numbers; there may be {MAX_BOUNDS}", label.name);
            refuse(place, message);
        }
    };
    for (id, fact) in vocabulary.facts.iter() {
        let values = fact.domain.values().map(|values| values.table.len());
        measure(&fact.label, values, compared(Measured::Fact(id)), names.facts.place(&fact.label.name));
    }
    for (id, marker) in vocabulary.markers.iter() {
        let values = marker.domain.values().map(|values| values.table.len());
        measure(&marker.label, values, compared(Measured::Marker(id)), names.markers.place(&marker.label.name));
    }
}

fn collect(condition: &Condition, bounds: &mut Map<Measured, Set<Number>>) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => {
            parts.iter().for_each(|part| collect(part, bounds));
        }
        Condition::Not(part) => collect(part, bounds),
        Condition::Leaf(Leaf::Compare(measured, _, Bound::Number(bound))) => {
            let _ = bounds.or_default(*measured).insert(*bound);
        }
        Condition::Define(_) | Condition::Leaf(_) => {}
    }
}
