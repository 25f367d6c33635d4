//! The treatments of a report: each regimen once, with all that rules say of it.

use super::{
    Desk, authority, holds,
    model::{ApprovalStatus, Need, Standing, TreatmentEntry, TreatmentStatus, WaitsFor},
    outcomes,
};
use crate::{
    check::{Agent, Avoid, Leaf, Measured, Rule, Subject, words},
    compile::{Node, NodeId, Operator},
    kleene::Kleene,
    ordered::{Map, Set, Sort},
    patient::Outcome,
    syntax::tree::Comparison,
    vocabulary::{Biomarker, Period, RuleId},
};

/// An entry, and what it needs by id.
pub(super) struct Treatment {
    pub entry: TreatmentEntry,
    pub needs: Vec<Subject>,
    /// The rules that leave it open: those that would support it, and those that would speak against it.
    pub open: Vec<RuleId>,
}

/// A rule that supports a regimen, with its licences.
struct Support<'a> {
    id: RuleId,
    rule: &'a Rule,
    value: Kleene,
    approvals: &'a [Period],
}

/// Every regimen that a rule supports or leaves open, every drug or class to avoid or to hold.
pub(super) fn assemble(desk: &Desk<'_>) -> Vec<Treatment> {
    let holds = holds(desk);
    let mut regimens: Map<Vec<Agent>, (&[Agent], Vec<Support<'_>>)> = Map::new();
    for (id, rule, value) in &desk.rules {
        for treatment in &rule.actions.treatments {
            // The order in which a rule names the drugs of a regimen says nothing.
            let mut key = treatment.regimen.clone();
            key.order();
            key.dedup();
            let support = Support { id: *id, rule, value: *value, approvals: &treatment.approvals };
            regimens.or_insert_with(key, || (&treatment.regimen, Vec::new())).1.push(support);
        }
    }
    let mut entries: Vec<Treatment> =
        regimens.into_values().filter_map(|(regimen, support)| of_regimen(desk, regimen, &support, &holds)).collect();
    entries.extend(of_agents(desk, &holds));
    let key = |treatment: &Treatment| {
        let entry = &treatment.entry;
        (
            entry.status,
            entry.standing,
            // What a finding already speaks for comes first.
            entry.fits.is_empty(),
            entry.is_unlicensed(),
            entry.has_unknown_licence(),
            outcomes::strength(desk, entry),
            entry.needs.len(),
            entry.drugs.clone(),
        )
    };
    entries.order_by_key(key);
    entries
}

/// A hold that is not lifted: what must wait, and for which results.
struct ActiveHold<'a> {
    id: RuleId,
    rule: &'a Rule,
    agents: &'a [Avoid],
    until: Vec<Biomarker>,
}

fn holds<'a>(desk: &Desk<'a>) -> Vec<ActiveHold<'a>> {
    let mut active = Vec::new();
    for (id, rule) in desk.speaking() {
        for hold in &rule.actions.holds {
            let until: Vec<Biomarker> =
                hold.until.iter().copied().filter(|biomarker| holds::waits(desk, &hold.agents, *biomarker)).collect();
            if !until.is_empty() {
                active.push(ActiveHold { id, rule, agents: &hold.agents, until });
            }
        }
    }
    active
}

/// What must wait, and for which results.
pub(super) fn waiting(desk: &Desk<'_>) -> Vec<(Avoid, Vec<Biomarker>)> {
    let holds = holds(desk);
    holds.iter().flat_map(|hold| hold.agents.iter().map(|agent| (*agent, hold.until.clone()))).collect()
}

/// The entry of a regimen, or nothing where its rules leave nothing to say.
fn of_regimen(
    desk: &Desk<'_>,
    regimen: &[Agent],
    support: &[Support<'_>],
    holds: &[ActiveHold<'_>],
) -> Option<Treatment> {
    let vocabulary = &desk.plan.ruleset.vocabulary;
    let superseded = |support: &&Support<'_>| desk.is_superseded(support.id);
    let (met, open): (Vec<&Support<'_>>, Vec<&Support<'_>>) =
        support.iter().partition(|support| support.value == Kleene::Met);
    let (given_way, active): (Vec<_>, Vec<_>) = met.into_iter().partition(superseded);
    let open: Vec<_> = open.into_iter().filter(|support| !superseded(support)).collect();
    let hits = |rule: &Rule| rule.actions.avoid.iter().any(|avoid| avoid.hits(regimen, vocabulary));
    let (mut avoided, mut may_be_avoided): (Vec<RuleId>, Vec<RuleId>) = Default::default();
    for (id, _, value) in desk.avoiding.iter().filter(|(_, rule, _)| hits(rule)) {
        match value {
            Kleene::Undetermined => may_be_avoided.push(*id),
            _ if !desk.is_superseded(*id) => avoided.push(*id),
            _ => {}
        }
    }
    let held: Vec<&ActiveHold<'_>> =
        holds.iter().filter(|hold| hold.agents.iter().any(|agent| agent.hits(regimen, vocabulary))).collect();

    let nodes = |speaking: &[&Support<'_>]| outcomes::conditions(desk, speaking.iter().map(|support| support.id));
    let settled = || match (avoided.is_empty(), held.is_empty()) {
        (false, _) => TreatmentStatus::Conflict,
        (true, false) => TreatmentStatus::Hold,
        (true, true) => TreatmentStatus::Indicated,
    };
    let mut undecided = false;
    let mut needs: Set<Subject> = Set::new();
    let (status, speaking) = if !active.is_empty() {
        (settled(), active)
    } else if !given_way.is_empty() {
        (TreatmentStatus::Superseded, given_way)
    } else if open.is_empty() {
        return None;
    } else {
        let reach = desk.relevance.look(&nodes(&open));
        if reach.holds_anyway() {
            // Each of its rules is open, and one of them holds whatever the answers are.
            (settled(), open)
        } else if !avoided.is_empty() || reach.needs.is_empty() {
            // What must be avoided anyway is not left open: the entry of the drug or class to avoid says it. And what no
            // answer can bring about is not open at all.
            return None;
        } else {
            undecided = true;
            needs.extend(reach.needs.iter());
            (if held.is_empty() { TreatmentStatus::Undecided } else { TreatmentStatus::Hold }, open)
        }
    };
    if status == TreatmentStatus::Hold {
        needs.extend(held.iter().flat_map(|hold| &hold.until).map(|biomarker| Subject::Biomarker(*biomarker)));
    }
    let needs: Vec<Subject> = needs.into_iter().collect();
    // A rule that no answer can meet any more says nothing of the licence of what is undecided.
    let is_only = speaking.len() == 1;
    let licensing =
        |support: &&&Support<'_>| !undecided || is_only || !desk.relevance.look(&nodes(&[**support])).needs.is_empty();
    let mut approval = authority::approval(speaking.iter().filter(licensing).map(|support| support.approvals), desk);
    // Where a rule is met, its licence is what matters.
    approval.differs &= undecided;
    // The rules that apply here and are restricted to regions are those of this one.
    let is_of_region = |support: &&Support<'_>| !vocabulary.guidelines[support.rule.guideline].regions.is_empty();
    approval.for_region = approval.status == ApprovalStatus::NotRecorded && speaking.iter().any(is_of_region);
    let against: Vec<RuleId> = match status {
        TreatmentStatus::Conflict => avoided,
        TreatmentStatus::Hold => held.iter().map(|hold| hold.id).collect(),
        TreatmentStatus::Superseded => speaking.iter().flat_map(|support| desk.superseded_by(support.id)).collect(),
        _ => Vec::new(),
    };
    let supporting = speaking.iter().filter(|_| undecided).map(|support| support.id);
    let open: Vec<RuleId> = supporting.chain(may_be_avoided.iter().copied()).collect();
    let emerging = speaking.iter().all(|support| support.rule.emerging);
    let mut entry = TreatmentEntry {
        drugs: regimen.iter().map(|agent| agent.name(vocabulary)).collect(),
        alone: false,
        members: members(desk, regimen),
        standing: if emerging { Standing::Emerging } else { Standing::Standard },
        status,
        waits_for: waits_for(status, &needs, approval.status),
        needs: needs.iter().map(|subject| outcomes::need(desk, *subject)).collect(),
        fits: if undecided { fits(desk, &speaking) } else { Vec::new() },
        grades: Vec::new(),
        approval: Some(approval),
        rules: speaking.iter().map(|support| desk.reference(support.id)).collect(),
        against: references(desk, against),
        may_be_avoided: references(desk, may_be_avoided),
        given_before: given_before(desk, regimen),
        because: Vec::new(),
        patient: Vec::new(),
    };
    for support in &speaking {
        authority::add_grades(support.rule, &mut entry.grades, vocabulary);
        authority::add_texts(support.rule, &mut entry.because, &mut entry.patient);
    }
    Some(Treatment { entry, needs, open })
}

/// The drugs of a regimen that failed before or were not tolerated, as sentences.
fn given_before(desk: &Desk<'_>, regimen: &[Agent]) -> Vec<String> {
    let vocabulary = &desk.plan.ruleset.vocabulary;
    let mut said = Set::new();
    for therapy in desk.patient.therapies.iter().flatten() {
        let how = match therapy.outcome {
            Some(Outcome::Progression) => "the disease progressed on it",
            Some(Outcome::Intolerance) => "it was not tolerated",
            _ => continue,
        };
        if let Some(drug) = therapy.drug.filter(|drug| regimen.iter().any(|agent| agent.includes(*drug, vocabulary))) {
            said.insert(format!("{} was given before, and {how}", vocabulary.drugs[drug].label.name));
        }
    }
    said.into_iter().collect()
}

/// The genes and markers of which something was found that rules ask for.
fn fits(desk: &Desk<'_>, open: &[&Support<'_>]) -> Vec<String> {
    let vocabulary = &desk.plan.ruleset.vocabulary;
    let mut found = Set::new();
    let mut stack: Vec<NodeId> = open.iter().map(|support| desk.plan.rules[support.id].when).collect();
    while let Some(node) = stack.pop() {
        match desk.plan.node(node) {
            Node::Leaf(Leaf::Has(gene, _)) if desk.findings.value(desk.plan, node) == Kleene::Met => {
                found.insert(vocabulary.genes[*gene].label.name.clone());
            }
            // A bound from above asks that something is not there.
            Node::Leaf(
                Leaf::Value(Measured::Marker(marker), _)
                | Leaf::Compare(Measured::Marker(marker), Comparison::AtLeast | Comparison::MoreThan, _),
            ) if desk.findings.value(desk.plan, node) == Kleene::Met => {
                found.insert(vocabulary.markers[*marker].label.name.clone());
            }
            Node::Leaf(_) => {}
            Node::Operator(Operator::All(parts) | Operator::Any(parts) | Operator::AtLeast(_, parts)) => {
                stack.extend(parts);
            }
            Node::Operator(Operator::Define(_, part)) => stack.push(*part),
            // What must not be found.
            Node::Operator(Operator::Not(_)) => {}
        }
    }
    found.into_iter().collect()
}

/// Rules once each, by name.
fn references(desk: &Desk<'_>, ids: Vec<RuleId>) -> Vec<super::model::RuleReference> {
    let unique: Set<_> = ids.into_iter().map(|id| desk.reference(id)).collect();
    unique.into_iter().collect()
}

fn waits_for(status: TreatmentStatus, needs: &[Subject], approval: ApprovalStatus) -> WaitsFor {
    match status {
        TreatmentStatus::Hold => WaitsFor::Result,
        TreatmentStatus::Undecided if needs.iter().any(|need| matches!(need, Subject::Biomarker(_))) => {
            WaitsFor::Result
        }
        TreatmentStatus::Undecided => WaitsFor::Fact,
        TreatmentStatus::Indicated if approval.is_denied() => WaitsFor::Availability,
        _ => WaitsFor::Decision,
    }
}

/// The drugs of the classes that a regimen names.
fn members(desk: &Desk<'_>, agents: &[Agent]) -> Vec<String> {
    let vocabulary = &desk.plan.ruleset.vocabulary;
    let mut names = Vec::new();
    for agent in agents {
        let Agent::Class(class) = agent else { continue };
        let drugs = desk.memory.drugs(desk.plan, *class);
        names.extend(drugs.iter().map(|drug| vocabulary.drugs[*drug].label.name.clone()));
    }
    names.order();
    names.dedup();
    names
}

/// What must be avoided or must wait, drug by drug and class by class, as the rules say it.
fn of_agents(desk: &Desk<'_>, holds: &[ActiveHold<'_>]) -> Vec<Treatment> {
    type Key = (TreatmentStatus, Agent, bool);
    type Said<'a> = (Vec<(RuleId, &'a Rule)>, Set<Biomarker>);
    let mut found: Map<Key, Said<'_>> = Map::new();
    for (id, rule) in desk.speaking() {
        for avoid in &rule.actions.avoid {
            found.or_default((TreatmentStatus::Avoid, avoid.agent, avoid.alone)).0.push((id, rule));
        }
    }
    for hold in holds {
        for agent in hold.agents {
            let (rules, until) = found.or_default((TreatmentStatus::Hold, agent.agent, agent.alone));
            rules.push((hold.id, hold.rule));
            until.extend(&hold.until);
        }
    }
    found
        .into_iter()
        .map(|((status, agent, alone), (rules, until))| of_agent(desk, status, agent, alone, &rules, &until))
        .collect()
}

fn of_agent(
    desk: &Desk<'_>,
    status: TreatmentStatus,
    agent: Agent,
    alone: bool,
    rules: &[(RuleId, &Rule)],
    until: &Set<Biomarker>,
) -> Treatment {
    let needs: Vec<Subject> = until.iter().map(|biomarker| Subject::Biomarker(*biomarker)).collect();
    let mut entry = TreatmentEntry {
        drugs: vec![agent.name(&desk.plan.ruleset.vocabulary)],
        alone,
        members: members(desk, &[agent]),
        standing: Standing::Standard,
        status,
        waits_for: if status == TreatmentStatus::Hold { WaitsFor::Result } else { WaitsFor::Decision },
        needs: needs.iter().map(|subject| outcomes::need(desk, *subject)).collect::<Vec<Need>>(),
        fits: Vec::new(),
        grades: Vec::new(),
        approval: None,
        rules: rules.iter().map(|(id, _)| desk.reference(*id)).collect(),
        against: Vec::new(),
        may_be_avoided: Vec::new(),
        given_before: Vec::new(),
        because: Vec::new(),
        patient: Vec::new(),
    };
    for (_, rule) in rules {
        authority::add_grades(rule, &mut entry.grades, &desk.plan.ruleset.vocabulary);
        authority::add_texts(rule, &mut entry.because, &mut entry.patient);
    }
    Treatment { entry, needs, open: Vec::new() }
}

/// The name of a regimen, for lists of what something decides.
pub(super) fn name(entry: &TreatmentEntry) -> String {
    entry.drugs.join(" with ")
}

/// The name of a regimen given by its agents.
pub(super) fn regimen_name(desk: &Desk<'_>, regimen: &[Agent]) -> String {
    words::regimen(regimen, &desk.plan.ruleset.vocabulary)
}
