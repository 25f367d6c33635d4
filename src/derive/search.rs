//! All answers to what is unknown in an entangled part, tried until one makes the difference.

use super::{formula::Part, parts::Reach};
use crate::{check::Subject, kleene::Kleene};
use std::{collections::BTreeSet, rc::Rc};

/// How many partial assignments are tried for one unknown before it is taken to matter.
const MAX_STEPS: usize = 20_000;

/// All answers to some questions that can stand together; nothing where they are too many to list.
pub(super) type Answers = Rc<Option<Vec<Vec<Kleene>>>>;

/// Something unknown: the questions about it, and every way in which they can be answered together.
pub(super) struct Unknown {
    /// What it is.
    pub subject: Subject,
    /// The numbers of the questions about it.
    pub numbers: Vec<usize>,
    /// Their answers.
    pub answers: Answers,
}

/// A search through the answers to what is unknown in one part.
pub(super) struct Search<'f> {
    part: &'f Part,
    assigned: Vec<Kleene>,
    steps: usize,
}

impl<'f> Search<'f> {
    pub fn new(part: &'f Part, questions: usize) -> Search<'f> {
        Search { part, assigned: vec![Kleene::Undetermined; questions], steps: 0 }
    }

    /// What the part can come to, these being unknown in it.
    pub fn reach(mut self, unknowns: &[Unknown], needed: &BTreeSet<usize>) -> Reach {
        let matters: BTreeSet<usize> =
            needed.iter().copied().filter(|position| self.matters(unknowns, needed, *position)).collect();
        if !matters.is_empty() {
            return Reach { met: true, not_met: true, matters };
        }
        // Nothing matters, so any answers show the value.
        for position in needed {
            let unknown = &unknowns[*position];
            let first = unknown.answers.as_ref().as_ref().and_then(|answers| answers.first());
            self.assign(unknown, first.map(Vec::as_slice));
        }
        let value = self.part.value(&self.assigned);
        Reach { met: value == Kleene::Met, not_met: value == Kleene::NotMet, matters }
    }

    fn matters(&mut self, unknowns: &[Unknown], needed: &BTreeSet<usize>, position: usize) -> bool {
        let asked = &unknowns[position];
        let Some(answers) = asked.answers.as_ref() else { return true };
        let others: Vec<&Unknown> =
            needed.iter().filter(|other| **other != position).map(|other| &unknowns[*other]).collect();
        self.steps = 0;
        self.assigned.fill(Kleene::Undetermined);
        self.changes(asked, answers, &others)
    }

    fn assign(&mut self, unknown: &Unknown, answer: Option<&[Kleene]>) {
        for (position, number) in unknown.numbers.iter().enumerate() {
            self.assigned[*number] = answer.map_or(Kleene::Undetermined, |answer| answer[position]);
        }
    }

    /// Whether, the unknowns before `others` being assigned, some answers to `others` leave the value to `asked`.
    fn changes(&mut self, asked: &Unknown, answers: &[Vec<Kleene>], others: &[&Unknown]) -> bool {
        self.steps += 1;
        if self.steps > MAX_STEPS {
            return true;
        }
        // Decided while the question is open: no answer to it changes anything.
        if self.part.value(&self.assigned).is_definite() {
            return false;
        }
        // Which values its answers give, the others being open where they still are.
        let (mut met, mut not_met) = (false, false);
        for answer in answers {
            self.assign(asked, Some(answer));
            match self.part.value(&self.assigned) {
                Kleene::Met => met = true,
                Kleene::NotMet => not_met = true,
                Kleene::Undetermined => {}
            }
        }
        self.assign(asked, None);
        if met && not_met {
            return true;
        }
        let Some((next, rest)) = others.split_first() else { return false };
        let Some(next_answers) = next.answers.as_ref() else { return true };
        for answer in next_answers {
            self.assign(next, Some(answer));
            if self.changes(asked, answers, rest) {
                self.assign(next, None);
                return true;
            }
        }
        self.assign(next, None);
        false
    }
}
