//! How long a hold stays: until a result is in with which what is held can be decided.

use super::{Desk, outcomes};
use crate::{
    check::{Agent, Avoid, Subject},
    kleene::Kleene,
    ordered::Map,
    syntax::tree::ResultStatus,
    vocabulary::{Biomarker, RuleId},
};

/// Whether these agents still wait for a biomarker: nothing conclusive is known of it, or what is known does not say what
/// a regimen that is held turns on, as a bare positive does not.
pub(super) fn waits(desk: &Desk<'_>, agents: &[Avoid], biomarker: Biomarker) -> bool {
    !desk.patient.is_conclusive(biomarker) || is_still_needed(desk, agents, biomarker)
}

fn is_still_needed(desk: &Desk<'_>, agents: &[Avoid], biomarker: Biomarker) -> bool {
    let vocabulary = &desk.plan.ruleset.vocabulary;
    let is_held = |regimen: &[Agent]| agents.iter().any(|agent| agent.hits(regimen, vocabulary));
    let mut open: Map<&[Agent], Vec<RuleId>> = Map::new();
    let mut one_is_settled = false;
    for (id, rule, value) in &desk.rules {
        for treatment in rule.actions.treatments.iter().filter(|treatment| is_held(&treatment.regimen)) {
            if desk.is_superseded(*id) {
                continue;
            }
            match value {
                Kleene::Met => one_is_settled = true,
                _ => open.or_default(&treatment.regimen).push(*id),
            }
        }
    }
    // What may be given already, by a result that says enough for it, need not wait for what others turn on.
    if one_is_settled && !is_bare(desk, biomarker) {
        return false;
    }
    let is_avoided = |regimen: &[Agent]| {
        desk.speaking().any(|(_, rule)| rule.actions.avoid.iter().any(|avoid| avoid.hits(regimen, vocabulary)))
    };
    open.into_iter().any(|(regimen, rules)| {
        let reach = desk.relevance.look(&outcomes::conditions(desk, rules.into_iter()));
        reach.needs.contains(&Subject::Biomarker(biomarker)) && !is_avoided(regimen)
    })
}

/// Whether all that is known of a gene is that something was found.
fn is_bare(desk: &Desk<'_>, biomarker: Biomarker) -> bool {
    let Biomarker::Gene(gene) = biomarker else { return false };
    let mut conclusive = desk.patient.gene(gene).iter().filter(|result| result.is_conclusive());
    conclusive.all(|result| result.status == ResultStatus::Positive && result.alterations.is_empty())
}
