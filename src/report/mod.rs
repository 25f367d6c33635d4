//! Findings to a report: one model, many forms.
//!
//! [`report`] assembles the model; each form has a file of its own.

mod authority;
pub mod cds_hooks;
mod codes;
pub mod fhir;
mod holds;
pub mod html;
mod identity;
mod memory;
mod model;
mod outcomes;
mod own;
pub mod patient_text;
mod questions;
mod reference;
mod results;
mod test_plan;
mod tests;
pub mod text;
mod treatments;
mod wording;

pub use memory::Memory;
pub use model::*;
pub use test_plan::model::*;

pub(crate) use authority::citation;

use crate::{
    check::{Leaf, Rule, Subject},
    compile::{Node, NodeId, Plan},
    derive::{Relevance, all_questions},
    evaluate::Findings,
    kleene::Kleene,
    ordered::{Map, Set, Sort},
    patient::Patient,
    vocabulary::{
        GeneId, Named, Period, RuleId,
        variant::{Pattern, PatternForm},
    },
};
use rustc_hash::FxHashMap;
use std::{borrow::Cow, cell::OnceCell};

/// Assembles the report of an evaluation. `profile` is the profile's text, for its hash; `memory` is what earlier reports of
/// the plan found out, and makes this one quicker.
pub fn report(plan: &Plan, patient: &Patient, findings: &Findings, profile: &str, memory: &Memory) -> Report {
    let desk = Desk::new(plan, patient, findings, memory.of(plan));
    let treatments = treatments::assemble(&desk);
    let tests = tests::assemble(&desk, findings, &treatments);
    let test_plan = test_plan::assemble(&desk, findings, &tests, &treatments);
    let vocabulary = &plan.ruleset.vocabulary;
    let mut report = Report {
        id: patient.id.clone(),
        disease: patient.disease.map(|disease| vocabulary.diseases[disease].label.display().to_owned()),
        team: team(&desk),
        tests: tests.into_iter().map(|test| test.entry).collect(),
        test_plan,
        treatments: treatments.into_iter().map(|treatment| treatment.entry).collect(),
        trials: trials(&desk),
        notes: notes(&desk),
        open_questions: questions::assemble(&desk),
        findings: results::read_results(&desk),
        not_used: patient
            .not_used
            .iter()
            .map(|entry| NotUsedEntry {
                path: entry.path.clone(),
                text: entry.text.clone(),
                reason: entry.reason.clone(),
                suggestion: entry.suggestion.clone(),
            })
            .collect(),
        assumptions: results::assumptions(&desk),
        assumed: results::assumed(&desk),
        codes: Default::default(),
        provenance: Provenance {
            rulebook: plan.identity.name.clone(),
            version: plan.identity.version.clone(),
            rulebook_sha256: plan.identity.sha256.clone(),
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            date: patient.date,
            region: patient.region.map(|region| vocabulary.regions[region].name().to_owned()),
            profile_sha256: crate::compile::sha256(profile.as_bytes()),
            disclaimer: DISCLAIMER.to_owned(),
        },
    };
    report.codes = codes::assemble(&report, vocabulary);
    report
}

/// All that the parts of a report are made from.
struct Desk<'a> {
    plan: &'a Plan,
    patient: &'a Patient,
    findings: &'a Findings,
    /// The rules that apply and are not refuted, by name, so that a report does not depend on the order of files.
    rules: Vec<(RuleId, &'a Rule, Kleene)>,
    /// Those of them that advise against a treatment.
    avoiding: Vec<(RuleId, &'a Rule, Kleene)>,
    relevance: Relevance<'a>,
    memory: &'a Memory,
    /// For each rule: those of them that it gives way to.
    rivals: FxHashMap<RuleId, Vec<RuleId>>,
    /// Whether any rule records a licence for the patient's region.
    licences_are_recorded: bool,
    /// What these rules ask; looked for when it is needed.
    questions: OnceCell<Vec<NodeId>>,
    /// What those of them that are made for the patient's own tumour leave open.
    asked_by_own: OnceCell<Set<Subject>>,
}

impl<'a> Desk<'a> {
    fn new(plan: &'a Plan, patient: &'a Patient, findings: &'a Findings, memory: &'a Memory) -> Desk<'a> {
        let met = findings.verdicts.met.iter().map(|id| (id, &plan.ruleset.rules[id], Kleene::Met));
        let open = findings.verdicts.open.iter().map(|id| (id, &plan.ruleset.rules[id], Kleene::Undetermined));
        let mut rules: Vec<_> = met.chain(open).collect();
        rules.order_by(|(_, a, _), (_, b, _)| (&a.name, a.replaces.is_some()).cmp(&(&b.name, b.replaces.is_some())));
        let vocabulary = &plan.ruleset.vocabulary;
        let mut treatments = plan.ruleset.rules.iter().flat_map(|(_, rule)| &rule.actions.treatments);
        let licences_are_recorded = patient.region.is_some_and(|place| {
            let here = |period: &Period| vocabulary.region_tree.is_under(place, period.region);
            treatments.any(|treatment| treatment.approvals.iter().any(here))
        });
        let is_unlicensed = |rule| authority::is_unlicensed(rule, patient, vocabulary, licences_are_recorded);
        // By the name that others supersede it by: its own, and that of the rule that it replaces.
        let mut named: FxHashMap<RuleId, Vec<(RuleId, &Rule)>> = FxHashMap::default();
        for (id, rule, _) in &rules {
            let replaced = rule.replaces.filter(|replaced| replaced != id);
            std::iter::once(*id).chain(replaced).for_each(|name| named.entry(name).or_default().push((*id, rule)));
        }
        let mut rivals: FxHashMap<RuleId, Vec<RuleId>> = FxHashMap::default();
        for (other, rule, _) in rules.iter().filter(|(_, rule, _)| !rule.supersedes.is_empty()) {
            // What cannot be had here yet, or any more, takes nothing that can be had from the patient.
            let can_be_had = !is_unlicensed(rule);
            for (id, rule) in rule.supersedes.iter().filter_map(|name| named.get(name)).flatten() {
                let rivals = rivals.entry(*id).or_default();
                if id != other && rivals.last() != Some(other) && (can_be_had || is_unlicensed(rule)) {
                    rivals.push(*other);
                }
            }
        }
        let relevance = Relevance::new(plan, patient, findings, &memory.found);
        let avoiding = rules.iter().filter(|(_, rule, _)| !rule.actions.avoid.is_empty()).copied().collect();
        Desk {
            plan,
            patient,
            findings,
            rules,
            avoiding,
            relevance,
            memory,
            rivals,
            licences_are_recorded,
            questions: OnceCell::new(),
            asked_by_own: OnceCell::new(),
        }
    }

    /// A rule with its authority.
    fn reference(&self, id: RuleId) -> RuleReference {
        self.memory.reference(self.plan, id)
    }

    /// The alterations of a gene that the rules which are not refuted ask for, whatever is known of them; any pathogenic
    /// variant where they ask whether it is wild-type.
    fn asked_of(&self, gene: GeneId) -> Vec<Cow<'a, Pattern>> {
        self.questions_of(gene).map(|(_, pattern)| pattern).collect()
    }

    /// Those of them that are not answered.
    fn left_open_of(&self, gene: GeneId) -> Vec<Cow<'a, Pattern>> {
        let is_open = |node: NodeId| self.findings.value(self.plan, node) == Kleene::Undetermined;
        self.questions_of(gene).filter(|(node, _)| is_open(*node)).map(|(_, pattern)| pattern).collect()
    }

    fn questions_of(&self, gene: GeneId) -> impl Iterator<Item = (NodeId, Cow<'a, Pattern>)> + '_ {
        let rules = || self.rules.iter().map(|(id, _, _)| self.plan.rules[*id]);
        let questions = self.questions.get_or_init(|| all_questions(self.plan, rules()));
        questions.iter().filter_map(move |node| match self.plan.node(*node) {
            Node::Leaf(Leaf::Has(asked, pattern)) if *asked == gene => Some((*node, Cow::Borrowed(pattern))),
            Node::Leaf(Leaf::WildType(asked)) if *asked == gene => {
                Some((*node, Cow::Owned(Pattern::new(PatternForm::PathogenicVariant))))
            }
            _ => None,
        })
    }

    /// Whether rules that are made for the patient's own tumour leave something open that this would answer.
    fn is_asked_by_own(&self, subject: Subject) -> bool {
        self.asked_by_own.get_or_init(|| own::asked(self)).contains(&subject)
    }

    /// The rules that speak: they are met and give way to no other.
    fn speaking(&self) -> impl Iterator<Item = (RuleId, &'a Rule)> + '_ {
        let met = self.rules.iter().filter(|(_, _, value)| *value == Kleene::Met);
        met.filter(|(id, _, _)| !self.is_superseded(*id)).map(|(id, rule, _)| (*id, *rule))
    }

    /// The rules that this one gives way to, met or still open.
    fn rivals(&self, id: RuleId) -> impl Iterator<Item = RuleId> + '_ {
        self.rivals.get(&id).into_iter().flatten().copied()
    }

    /// The rules that are met and that this one gives way to.
    fn superseded_by(&self, id: RuleId) -> impl Iterator<Item = RuleId> + '_ {
        self.rivals(id).filter(|rival| self.findings.verdicts.met.contains(*rival))
    }

    /// Whether a rule gives way to one that is met.
    fn is_superseded(&self, id: RuleId) -> bool {
        self.superseded_by(id).next().is_some()
    }
}

fn team(desk: &Desk<'_>) -> Vec<Referral> {
    let mut team: Map<&str, Referral> = Map::new();
    for (id, rule) in desk.speaking() {
        for specialty in &rule.actions.referrals {
            let label = &desk.plan.ruleset.vocabulary.specialties[*specialty].label;
            let referral = team.or_insert_with(&label.name, || Referral {
                specialty: label.name.clone(),
                title: label.display().to_owned(),
                rules: Vec::new(),
                because: Vec::new(),
                patient: Vec::new(),
            });
            referral.rules.push(desk.reference(id));
            authority::add_texts(rule, &mut referral.because, &mut referral.patient);
        }
    }
    team.into_values().collect()
}

fn trials(desk: &Desk<'_>) -> Vec<TrialEntry> {
    let mut trials: Map<&str, TrialEntry> = Map::new();
    let tree = &desk.plan.ruleset.vocabulary.region_tree;
    for (id, rule) in desk.speaking() {
        let here = |regions: &[crate::vocabulary::RegionId]| {
            regions.is_empty()
                || desk.patient.region.is_some_and(|place| regions.iter().any(|region| tree.is_under(place, *region)))
        };
        for trial in rule.actions.trials.iter().filter(|trial| here(&trial.regions)) {
            let entry = trials.or_insert_with(&trial.registration, || TrialEntry {
                registration: trial.registration.clone(),
                rules: Vec::new(),
            });
            entry.rules.push(desk.reference(id));
        }
    }
    trials.into_values().collect()
}

fn notes(desk: &Desk<'_>) -> Vec<Note> {
    let notes = desk.speaking().flat_map(|(id, rule)| rule.actions.notes.iter().map(move |note| (id, note)));
    notes.map(|(id, note)| Note { text: note.clone(), rules: vec![desk.reference(id)] }).collect()
}
