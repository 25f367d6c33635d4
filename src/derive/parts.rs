//! Conditions taken apart: what each depends on, part by part.
//!
//! Parts of a conjunction that share nothing unknown can be looked at each by itself: something matters to the whole if
//! it matters to its part and all other parts can hold. Of a disjunction: if all others can fail. What several rules
//! have in common is taken out first, so that most formulas fall into parts about one thing; only what is left
//! entangled takes a decision diagram.

use super::{
    answers::answers,
    bits::Bits,
    diagram::Diagram,
    formula::{Formulas, Part, PartId},
    relevance::RuleCondition,
};
use crate::{
    check::Subject, compile::NodeId, compile::Plan, evaluate::Findings, kleene::Kleene, ordered::Sort, patient::Patient,
};
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// All answers to some questions that can stand together, of each the positions of the questions that it answers with *yes*;
/// nothing where they are too many to list.
pub(super) type Answers = Option<Rc<Vec<Bits>>>;

/// Something unknown in a part: the questions about it, and every way in which they can be answered together.
pub(super) struct Unknown {
    /// Its position.
    pub position: usize,
    /// The numbers of the questions about it.
    pub numbers: Vec<usize>,
    /// Their answers.
    pub answers: Answers,
}

/// What a part can come to, under all answers to what is unknown.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Reach {
    /// Whether some answers make it hold.
    pub met: bool,
    /// Whether some answers refute it.
    pub not_met: bool,
    /// The unknowns of which some answer, with some answers to the others, makes the difference; by their position.
    pub matters: Bits,
}

/// Takes one patient's open conditions apart, each part once.
pub(super) struct Parts<'a> {
    plan: &'a Plan,
    patient: &'a Patient,
    formulas: Formulas<'a>,
    diagram: Diagram,
    reaches: FxHashMap<PartId, Rc<Reach>>,
    answers: FxHashMap<Vec<NodeId>, Answers>,
    /// Answers while they are tried.
    tried: Vec<Kleene>,
}

impl<'a> Parts<'a> {
    pub fn new(plan: &'a Plan, patient: &'a Patient, findings: &'a Findings) -> Parts<'a> {
        let formulas = Formulas::new(plan, findings);
        Parts {
            plan,
            patient,
            formulas,
            diagram: Diagram::default(),
            reaches: FxHashMap::default(),
            answers: FxHashMap::default(),
            tried: Vec::new(),
        }
    }

    /// The condition that any of some rules speaks.
    pub fn any(&mut self, rules: &[RuleCondition]) -> PartId {
        self.formulas.any(rules)
    }

    /// The unknown thing at a position.
    pub fn subject(&self, position: usize) -> Subject {
        self.formulas.subject(position)
    }

    /// What a part can come to.
    pub fn reach(&mut self, part: PartId) -> Rc<Reach> {
        if let Some(known) = self.reaches.get(&part) {
            return known.clone();
        }
        // About one thing there is nothing to take apart.
        let is_one = self.formulas.unknowns(part).len() == 1;
        let reach = match self.formulas.part(part) {
            Part::Decided(value) => {
                Rc::new(Reach { met: *value == Kleene::Met, not_met: *value == Kleene::NotMet, ..Reach::default() })
            }
            Part::Not(inner) => {
                let inner = *inner;
                let Reach { met, not_met, matters } = (*self.reach(inner)).clone();
                Rc::new(Reach { met: not_met, not_met: met, matters })
            }
            Part::All(parts) if !is_one => {
                let parts = parts.clone();
                Rc::new(self.all(&parts, false))
            }
            Part::Any(parts) if !is_one => {
                let parts = parts.clone();
                Rc::new(self.all(&parts, true))
            }
            _ => return self.entangled(part),
        };
        self.reaches.insert(part, reach.clone());
        reach
    }

    /// A conjunction; or, with both values swapped, a disjunction.
    fn all(&mut self, parts: &[PartId], swapped: bool) -> Reach {
        let components = self.components(parts);
        let reaches: Vec<Rc<Reach>> =
            components.into_iter().map(|component| self.component(&component, swapped)).collect();
        let holds = |reach: &Reach| if swapped { reach.not_met } else { reach.met };
        let fails = |reach: &Reach| if swapped { reach.met } else { reach.not_met };
        let all_hold = reaches.iter().all(|reach| holds(reach));
        let any_fails = reaches.iter().any(|reach| fails(reach));
        let mut cannot = reaches.iter().enumerate().filter(|(_, reach)| !holds(reach)).map(|(index, _)| index);
        let mut matters = Bits::default();
        match (cannot.next(), cannot.next()) {
            (None, _) => reaches.iter().for_each(|reach| matters.extend(&reach.matters)),
            (Some(only), None) => matters.extend(&reaches[only].matters),
            (Some(_), Some(_)) => {}
        }
        let (met, not_met) = if swapped { (any_fails, all_hold) } else { (all_hold, any_fails) };
        Reach { met, not_met, matters }
    }

    /// Parts that share something unknown, together.
    fn components(&self, parts: &[PartId]) -> Vec<Vec<PartId>> {
        let mut components: Vec<(Bits, Vec<PartId>)> = Vec::with_capacity(parts.len());
        for part in parts {
            let mut joined = (self.formulas.unknowns(*part).clone(), vec![*part]);
            let mut index = 0;
            while index < components.len() {
                if components[index].0.meets(&joined.0) {
                    let (unknowns, others) = components.swap_remove(index);
                    joined.0.extend(&unknowns);
                    joined.1.extend(others);
                } else {
                    index += 1;
                }
            }
            components.push(joined);
        }
        components.into_iter().map(|(_, parts)| parts).collect()
    }

    fn component(&mut self, parts: &[PartId], swapped: bool) -> Rc<Reach> {
        if let [part] = parts {
            return self.reach(*part);
        }
        // What all alternatives have in common is one part, and what sets them apart another.
        if let Some(factored) = self.factored(parts, swapped) {
            return self.reach(factored);
        }
        let whole = self.formulas.join(parts.to_vec(), swapped);
        self.entangled(whole)
    }

    /// Alternatives (with `any`; else conditions that all must hold) written as what all of them have in common, and what
    /// is left of each without it; nothing where they have nothing in common.
    fn factored(&mut self, alternatives: &[PartId], any: bool) -> Option<PartId> {
        let lists: Vec<Vec<PartId>> = alternatives
            .iter()
            .map(|alternative| match self.formulas.part(*alternative) {
                Part::All(parts) if any => parts.to_vec(),
                Part::Any(parts) if !any => parts.to_vec(),
                _ => vec![*alternative],
            })
            .collect();
        let (first, others) = lists.split_first()?;
        let is_common = |part: &PartId| others.iter().all(|other| other.binary_search(part).is_ok());
        let mut common: Vec<PartId> = first.iter().copied().filter(is_common).collect();
        if common.is_empty() || others.is_empty() {
            return None;
        }
        let rest = lists
            .into_iter()
            .map(|mut list| {
                list.retain(|part| !common.contains(part));
                self.formulas.join(list, !any)
            })
            .collect();
        common.push(self.formulas.join(rest, any));
        Some(self.formulas.join(common, !any))
    }

    /// What nothing takes apart.
    fn entangled(&mut self, part: PartId) -> Rc<Reach> {
        if let Some(known) = self.reaches.get(&part) {
            return known.clone();
        }
        let unknowns = self.unknowns(part);
        let reach = match unknowns.as_slice() {
            [Unknown { position, numbers, answers: Some(answers) }] => {
                self.about_one(part, *position, numbers, answers)
            }
            _ => self.diagram.reach(&self.formulas, part, &unknowns),
        };
        let reach = Rc::new(reach);
        self.reaches.insert(part, reach.clone());
        reach
    }

    /// About one thing each answer is tried.
    fn about_one(&mut self, part: PartId, position: usize, numbers: &[usize], answers: &[Bits]) -> Reach {
        self.tried.resize(self.formulas.count(), Kleene::Undetermined);
        let mut reach = Reach::default();
        for answer in answers {
            for (place, number) in numbers.iter().enumerate() {
                self.tried[*number] = Kleene::from(answer.has(place));
            }
            match self.formulas.value(part, &self.tried) {
                Kleene::Met => reach.met = true,
                Kleene::NotMet => reach.not_met = true,
                Kleene::Undetermined => {}
            }
            if reach.met && reach.not_met {
                reach.matters.insert(position);
                break;
            }
        }
        reach
    }

    /// What is unknown in a part, in the order of subjects.
    fn unknowns(&mut self, part: PartId) -> Vec<Unknown> {
        let formulas = &self.formulas;
        let mut questions: Vec<(Subject, usize)> = formulas
            .questions(part)
            .iter()
            .map(|number| (formulas.subject(formulas.question(number).1), number))
            .collect();
        questions.order();
        let mut unknowns = Vec::with_capacity(formulas.unknowns(part).len());
        for about in questions.chunk_by(|one, other| one.0 == other.0) {
            let numbers: Vec<usize> = about.iter().map(|(_, number)| *number).collect();
            let nodes: Vec<NodeId> = numbers.iter().map(|number| formulas.question(*number).0).collect();
            let position = formulas.question(numbers[0]).1;
            let listed = match self.answers.get(&nodes) {
                Some(known) => known.clone(),
                None => {
                    let found: Answers = answers(self.plan, self.patient, &nodes).map(Rc::new);
                    self.answers.insert(nodes, found.clone());
                    found
                }
            };
            unknowns.push(Unknown { position, numbers, answers: listed });
        }
        unknowns
    }
}
