//! Conditions as conjunctions of clauses, each of which is a disjunction of what single places answer.
//!
//! *And* is the minimum and *or* the maximum of three values, so that either distributes over the other, and a condition
//! and its clauses always have the same value.

use super::{Circuit, Part, Rows, rows::Slot};
use crate::{kleene::Kleene, ordered::Map};
use std::{collections::HashMap, rc::Rc};

/// The most clauses that one condition is taken apart into.
const MOST: usize = 12;

/// Where an answer stands: a slot, whose rows answer several questions together, or a question that no slot answers,
/// whose rows are its three values.
pub type Place = u32;

/// The places of a plan.
#[derive(Clone, Debug, Default)]
pub struct Places {
    of_question: Vec<Place>,
    /// For each question that no slot answers, in the order of places: the question.
    questions: Vec<usize>,
    slots: usize,
    /// The row of each place while nothing is known.
    unknown: Vec<u32>,
}

impl Places {
    pub(super) fn of(rows: &Rows, unknown: &[Kleene]) -> Places {
        let mut places = Places { slots: rows.len(), unknown: vec![0; rows.len()], ..Places::default() };
        for (question, answer) in unknown.iter().enumerate() {
            let place = rows.slot_of_question(question).unwrap_or_else(|| {
                places.questions.push(question);
                places.unknown.push(row(*answer));
                places.unknown.len() as Place - 1
            });
            places.of_question.push(place);
        }
        places
    }

    /// The place that answers a question by itself, where no slot does.
    #[inline]
    pub fn of_question(&self, question: u32) -> Option<Place> {
        let place = self.of_question[question as usize];
        (place as usize >= self.slots).then_some(place)
    }

    /// The row of each place while nothing is known.
    pub fn unknown(&self) -> &[u32] {
        &self.unknown
    }

    /// The slot of a place, if it is one.
    fn slot(&self, place: Place) -> Option<Slot> {
        ((place as usize) < self.slots).then_some(place)
    }
}

/// The row of a question's answer.
#[inline]
pub fn row(answer: Kleene) -> u32 {
    match answer {
        Kleene::NotMet => 0,
        Kleene::Undetermined => 1,
        Kleene::Met => 2,
    }
}

/// The values of a condition for each row of the one place that answers it.
pub(super) type ByPlace = (Place, Rc<[Kleene]>);

/// Takes conditions apart.
pub(super) struct Clauses<'a> {
    circuit: &'a Circuit,
    rows: &'a Rows,
    places: &'a Places,
    answers: Vec<Kleene>,
    unknown: &'a [Kleene],
    known: HashMap<Part, Option<ByPlace>>,
}

impl<'a> Clauses<'a> {
    pub fn new(circuit: &'a Circuit, rows: &'a Rows, places: &'a Places, unknown: &'a [Kleene]) -> Clauses<'a> {
        Clauses { circuit, rows, places, answers: unknown.to_vec(), unknown, known: HashMap::new() }
    }

    /// The clauses of a condition: of each the places that it turns on, with its value for each of their rows; it has the
    /// highest of these. Nothing where there are too many, or the condition counts.
    pub fn of(&mut self, part: Part) -> Option<Vec<Map<Place, Vec<Kleene>>>> {
        if let Some((place, values)) = self.by_place(part) {
            return Some(vec![Map::from([(place, values.to_vec())])]);
        }
        let (is_any, parts) = self.circuit.inner(part)?;
        if !is_any {
            let mut all = Vec::new();
            for part in parts {
                all.extend(self.of(part)?);
            }
            return (all.len() <= MOST).then_some(all);
        }
        let mut all = vec![Map::new()];
        for part in parts {
            let one = self.of(part)?;
            if all.len() * one.len() > MOST {
                return None;
            }
            all = all.iter().flat_map(|clause| one.iter().map(|other| either(clause, other))).collect();
        }
        Some(all)
    }

    /// The one place that answers all questions of a part, and what it comes to in each of its rows.
    pub fn by_place(&mut self, part: Part) -> Option<ByPlace> {
        if let Some(known) = self.known.get(&part) {
            return known.clone();
        }
        let mut questions = Vec::new();
        self.circuit.questions(part, &mut questions);
        let places = &self.places.of_question;
        let place = questions.first().map(|question| places[*question]);
        let values = place
            .filter(|place| questions.iter().all(|question| places[*question] == *place))
            .map(|place| (place, self.evaluate(part, place)));
        self.known.insert(part, values.clone());
        values
    }

    fn evaluate(&mut self, part: Part, place: Place) -> Rc<[Kleene]> {
        let Some(slot) = self.places.slot(place) else {
            let question = self.places.questions[place as usize - self.places.slots];
            let values = [Kleene::NotMet, Kleene::Undetermined, Kleene::Met].map(|answer| {
                self.answers[question] = answer;
                self.circuit.value(part, &self.answers)
            });
            self.answers[question] = self.unknown[question];
            return values.into();
        };
        let first = self.rows.first_question(slot);
        let mut values = Vec::with_capacity(self.rows.rows(slot) as usize);
        for row in 0..self.rows.rows(slot) {
            let answers = self.rows.answers(slot, row);
            self.answers[first..first + answers.len()].copy_from_slice(answers);
            values.push(self.circuit.value(part, &self.answers));
        }
        let width = self.rows.answers(slot, 0).len();
        self.answers[first..first + width].copy_from_slice(&self.unknown[first..first + width]);
        values.into()
    }
}

/// The clause that holds where either does.
fn either(one: &Map<Place, Vec<Kleene>>, other: &Map<Place, Vec<Kleene>>) -> Map<Place, Vec<Kleene>> {
    let mut both = one.clone();
    for (place, values) in other {
        match both.get_mut(place) {
            Some(known) => known.iter_mut().zip(values).for_each(|(known, value)| *known = known.or(*value)),
            None => drop(both.insert(*place, values.clone())),
        }
    }
    both
}
