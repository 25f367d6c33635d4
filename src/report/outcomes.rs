//! What several parts of a report share: needs in words, the nodes of rules, how strong an entry is.

use super::{
    Desk,
    model::{Need, TreatmentEntry},
};
use crate::{check::Subject, derive::RuleCondition, vocabulary::RuleId};

/// What is needed, in words.
pub(super) fn need(desk: &Desk<'_>, subject: Subject) -> Need {
    let vocabulary = &desk.plan.ruleset.vocabulary;
    match subject {
        Subject::Disease => Need::Disease,
        Subject::Therapies => Need::Therapies,
        Subject::Fact(fact) => Need::Fact(vocabulary.facts[fact].label.name.clone()),
        Subject::Biomarker(biomarker) => Need::Biomarker(vocabulary.biomarker(biomarker).name.clone()),
    }
}

/// When rules speak: their conditions, and those of the rules that they give way to.
pub(super) fn conditions(desk: &Desk<'_>, rules: impl Iterator<Item = RuleId>) -> Vec<RuleCondition> {
    let condition = |id: RuleId| RuleCondition {
        own: desk.plan.rules[id],
        gives_way_to: desk.rivals(id).map(|rival| desk.plan.rules[rival]).collect(),
    };
    rules.map(condition).collect()
}

/// How strong an entry's strongest grade is: 0 the strongest level of its scale.
pub(super) fn strength(desk: &Desk<'_>, entry: &TreatmentEntry) -> usize {
    let scales = &desk.plan.ruleset.vocabulary.scales;
    let level = |scale: &str, level: &str| {
        let (_, scale) = scales.iter().find(|(_, known)| known.label.name == scale)?;
        scale.levels.iter().position(|(name, _)| name == level)
    };
    entry.grades.iter().filter_map(|grade| level(&grade.scale, &grade.level)).min().unwrap_or(usize::MAX)
}
