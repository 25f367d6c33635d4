//! A formula taken apart: what it depends on, part by part.
//!
//! Parts of a conjunction that share nothing unknown can be looked at each by itself: something matters to the whole if
//! it matters to its part and all other parts can hold. Of a disjunction: if all others can fail. What several rules
//! have in common is taken out first, so that most formulas fall into parts about one thing; only what is left
//! entangled takes a decision diagram.

use super::{
    diagram::Diagram,
    formula::{Formula, Part},
};
use crate::{check::Subject, kleene::Kleene};
use std::{collections::BTreeSet, rc::Rc};

/// All answers to some questions that can stand together; nothing where they are too many to list.
pub(super) type Answers = Option<Rc<Vec<Vec<Kleene>>>>;

/// Something unknown: the questions about it, and every way in which they can be answered together.
pub(super) struct Unknown {
    /// What it is.
    pub subject: Subject,
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
    pub matters: BTreeSet<usize>,
}

/// Takes formulas apart.
pub(super) struct Parts<'f> {
    unknowns: &'f [Unknown],
    /// To which unknown each question belongs.
    owner: Vec<usize>,
}

impl<'f> Parts<'f> {
    pub fn new(formula: &Formula, unknowns: &'f [Unknown]) -> Parts<'f> {
        let mut owner = vec![usize::MAX; formula.questions.len()];
        for (position, unknown) in unknowns.iter().enumerate() {
            unknown.numbers.iter().for_each(|number| owner[*number] = position);
        }
        Parts { unknowns, owner }
    }

    /// What a part can come to.
    pub fn reach(&self, part: &Part) -> Reach {
        match part {
            Part::Decided(value) => {
                Reach { met: *value == Kleene::Met, not_met: *value == Kleene::NotMet, ..Reach::default() }
            }
            Part::Not(part) => {
                let Reach { met, not_met, matters } = self.reach(part);
                Reach { met: not_met, not_met: met, matters }
            }
            Part::All(parts) => self.all(parts, false),
            Part::Any(parts) => self.all(parts, true),
            Part::Open(_) | Part::AtLeast(..) => self.entangled(part),
        }
    }

    /// A conjunction; or, with both values swapped, a disjunction.
    fn all(&self, parts: &[Part], swapped: bool) -> Reach {
        let parts = flat(parts, swapped);
        let components = self.components(parts);
        let reaches: Vec<Reach> = components.iter().map(|component| self.component(component, swapped)).collect();
        let holds = |reach: &Reach| if swapped { reach.not_met } else { reach.met };
        let fails = |reach: &Reach| if swapped { reach.met } else { reach.not_met };
        let (all_hold, any_fails) = (reaches.iter().all(holds), reaches.iter().any(fails));
        let cannot: Vec<usize> = (0..reaches.len()).filter(|index| !holds(&reaches[*index])).collect();
        let matters = reaches
            .iter()
            .enumerate()
            .filter(|(index, _)| cannot.iter().all(|other| other == index))
            .flat_map(|(_, reach)| reach.matters.iter().copied())
            .collect();
        let (met, not_met) = if swapped { (any_fails, all_hold) } else { (all_hold, any_fails) };
        Reach { met, not_met, matters }
    }

    /// Parts that share something unknown, together.
    fn components<'p>(&self, parts: Vec<&'p Part>) -> Vec<Vec<&'p Part>> {
        let mut components: Vec<(BTreeSet<usize>, Vec<&Part>)> = Vec::new();
        for part in parts {
            let mut needed = BTreeSet::new();
            self.unknowns_of(part, &mut needed);
            let mut joined = (needed, vec![part]);
            let mut apart = Vec::with_capacity(components.len() + 1);
            for component in components {
                if component.0.is_disjoint(&joined.0) {
                    apart.push(component);
                } else {
                    joined.0.extend(component.0);
                    joined.1.extend(component.1);
                }
            }
            apart.push(joined);
            components = apart;
        }
        components.into_iter().map(|(_, parts)| parts).collect()
    }

    fn unknowns_of(&self, part: &Part, found: &mut BTreeSet<usize>) {
        match part {
            Part::Decided(_) => {}
            Part::Open(number) => drop(found.insert(self.owner[*number])),
            Part::Not(part) => self.unknowns_of(part, found),
            Part::All(parts) | Part::Any(parts) | Part::AtLeast(_, parts) => {
                parts.iter().for_each(|part| self.unknowns_of(part, found));
            }
        }
    }

    fn component(&self, parts: &[&Part], swapped: bool) -> Reach {
        match parts {
            [Part::All(_) | Part::Any(_) | Part::Not(_) | Part::Decided(_)] => {
                let mut needed = BTreeSet::new();
                self.unknowns_of(parts[0], &mut needed);
                // About one thing there is nothing to take apart.
                if needed.len() == 1 { self.entangled(parts[0]) } else { self.reach(parts[0]) }
            }
            [part] => self.entangled(part),
            several => {
                let several: Vec<Part> = several.iter().map(|part| (*part).clone()).collect();
                // What all alternatives have in common is one part, and what sets them apart another.
                if let Some(factored) = factored(&several, !swapped) {
                    return self.all(&factored, !swapped);
                }
                self.entangled(&if swapped { Part::Any(several) } else { Part::All(several) })
            }
        }
    }

    /// What nothing takes apart.
    fn entangled(&self, part: &Part) -> Reach {
        let mut needed = BTreeSet::new();
        self.unknowns_of(part, &mut needed);
        if let (Some(position), 1) = (needed.first().copied(), needed.len())
            && let Some(answers) = &self.unknowns[position].answers
        {
            return self.about_one(part, position, answers);
        }
        Diagram::reach(part, self.unknowns, &needed, self.owner.len())
    }

    /// About one thing each answer is tried.
    fn about_one(&self, part: &Part, position: usize, answers: &[Vec<Kleene>]) -> Reach {
        let mut assigned = vec![Kleene::Undetermined; self.owner.len()];
        let mut reach = Reach::default();
        for answer in answers {
            for (number, value) in self.unknowns[position].numbers.iter().zip(answer) {
                assigned[*number] = *value;
            }
            match part.value(&assigned) {
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
}

/// The parts of a conjunction, those of conjunctions in it included; of a disjunction likewise.
fn flat(parts: &[Part], any: bool) -> Vec<&Part> {
    let mut found = Vec::with_capacity(parts.len());
    for part in parts {
        match part {
            Part::All(inner) if !any => found.extend(flat(inner, any)),
            Part::Any(inner) if any => found.extend(flat(inner, any)),
            Part::Decided(Kleene::Met) if !any => {}
            Part::Decided(Kleene::NotMet) if any => {}
            part => found.push(part),
        }
    }
    found
}

/// What all alternatives have in common, and the alternatives without it; nothing where they have nothing in common.
fn factored(alternatives: &[Part], swapped: bool) -> Option<Vec<Part>> {
    let lists: Vec<Vec<&Part>> = flat(alternatives, !swapped)
        .into_iter()
        .map(|alternative| match alternative {
            Part::All(parts) if !swapped => flat(parts, false),
            Part::Any(parts) if swapped => flat(parts, true),
            other => vec![other],
        })
        .collect();
    let (first, others) = lists.split_first()?;
    let common: Vec<&Part> =
        first.iter().copied().filter(|part| others.iter().all(|other| other.contains(part))).collect();
    if common.is_empty() || others.is_empty() {
        return None;
    }
    let rest: Vec<Part> = lists
        .iter()
        .map(|list| {
            let rest = list.iter().filter(|part| !common.contains(part)).map(|part| (*part).clone()).collect();
            if swapped { Part::Any(rest) } else { Part::All(rest) }
        })
        .collect();
    let rest = if swapped { Part::All(rest) } else { Part::Any(rest) };
    Some(common.into_iter().cloned().chain([rest]).collect())
}
