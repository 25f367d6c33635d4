//! What reports so far found out and wrote, kept for the next one.

use super::{authority, own, reference::RuleReference, tests};
use crate::{
    compile::Plan,
    derive,
    vocabulary::{AssayId, Biomarker, ClassId, Drug, DrugId, RuleId},
};
use rustc_hash::FxHashMap;
use std::{cell::RefCell, sync::Arc};

/// What was found out for earlier patients of one plan. It changes no answer, only the time that answers take.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    pub(super) found: derive::Memory,
    references: RefCell<FxHashMap<RuleId, RuleReference>>,
    /// Which rules say for which disease they are.
    of_disease: RefCell<FxHashMap<RuleId, bool>>,
    /// The drugs of each class.
    in_class: RefCell<FxHashMap<ClassId, Arc<[DrugId]>>>,
    /// The assays that see each gene or marker.
    seeing: RefCell<FxHashMap<Biomarker, Arc<[AssayId]>>>,
    /// The plan that it is about, by its hash.
    plan: RefCell<String>,
}

impl Memory {
    /// For a plan: what was kept of another is forgotten.
    pub(super) fn of(&self, plan: &Plan) -> &Memory {
        let mut about = self.plan.borrow_mut();
        if *about != plan.identity.sha256 {
            about.clone_from(&plan.identity.sha256);
            self.found.forget();
            self.references.borrow_mut().clear();
            self.of_disease.borrow_mut().clear();
            self.in_class.borrow_mut().clear();
            self.seeing.borrow_mut().clear();
        }
        self
    }

    /// How many answers about undecided rules and assays are kept.
    pub fn kept(&self) -> usize {
        self.found.kept()
    }

    /// Whether a rule says for which disease it is.
    pub(super) fn names_a_disease(&self, plan: &Plan, rule: RuleId) -> bool {
        let mut known = self.of_disease.borrow_mut();
        *known.entry(rule).or_insert_with(|| own::names_a_disease(plan, plan.rules[rule].when))
    }

    /// The drugs of a class.
    pub(super) fn drugs(&self, plan: &Plan, class: ClassId) -> Arc<[DrugId]> {
        let mut known = self.in_class.borrow_mut();
        let drugs = plan.ruleset.vocabulary.drugs.iter();
        let is_in = |(id, drug): (DrugId, &Drug)| drug.classes.contains(&class).then_some(id);
        known.entry(class).or_insert_with(|| drugs.filter_map(is_in).collect()).clone()
    }

    /// The assays that see a gene or marker.
    pub(super) fn assays(&self, plan: &Plan, biomarker: Biomarker) -> Arc<[AssayId]> {
        let mut known = self.seeing.borrow_mut();
        known.entry(biomarker).or_insert_with(|| tests::seeing(&plan.ruleset.vocabulary, biomarker)).clone()
    }

    /// A rule with its authority.
    pub(super) fn reference(&self, plan: &Plan, rule: RuleId) -> RuleReference {
        let mut references = self.references.borrow_mut();
        references.entry(rule).or_insert_with(|| authority::authority(plan, rule).into()).clone()
    }
}
