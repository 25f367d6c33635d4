//! Whether a rule is in force: its dates, its guideline's regions, its amendments.

use crate::{
    check::{Rule, Ruleset},
    text::Date,
    vocabulary::RegionId,
};
use serde::{Deserialize, Serialize};

/// Whether a rule is in force for a day and a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Applicability {
    /// It is.
    InForce,
    /// Its time has not come.
    NotYet,
    /// Its time is over.
    NoLonger,
    /// It is for other regions, or the region is not given.
    OtherRegion,
    /// An amendment withdraws or replaces it; the number is the amendment's among the rule's.
    Amended(u32),
}

/// Whether a rule is in force on a day and in a place.
pub fn applicability(rule: &Rule, date: Date, place: Option<RegionId>, ruleset: &Ruleset) -> Applicability {
    if rule.from.is_some_and(|from| date < from) {
        return Applicability::NotYet;
    }
    if rule.until.is_some_and(|until| date >= until) {
        return Applicability::NoLonger;
    }
    let vocabulary = &ruleset.vocabulary;
    let within = |regions: &[RegionId]| {
        place.is_some_and(|place| regions.iter().any(|region| vocabulary.region_tree.is_under(place, *region)))
    };
    let regions = &vocabulary.guidelines[rule.guideline].regions;
    if !regions.is_empty() && !within(regions) {
        return Applicability::OtherRegion;
    }
    let amended = rule.amendments.iter().position(|amendment| {
        let replacement = amendment.replacement.map(|id| &ruleset.rules[id]);
        // A replacement that is not in force changes nothing.
        let in_force = replacement.is_none_or(|rule| {
            rule.from.is_none_or(|from| from <= date) && rule.until.is_none_or(|until| date < until)
        });
        in_force && within(&vocabulary.guidelines[amendment.by].regions)
    });
    amended.map_or(Applicability::InForce, |number| Applicability::Amended(number as u32))
}
