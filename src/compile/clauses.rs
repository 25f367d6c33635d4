//! Conditions as conjunctions of clauses, each of which is a disjunction of what single places answer.
//!
//! *And* is the minimum and *or* the maximum of three values, so that either distributes over the other, and a condition
//! and its clauses always have the same value.

use super::{Circuit, Part, Place, Places, Rows, Slot};
use crate::{kleene::Kleene, ordered::Map};
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// The most clauses that one condition is taken apart into.
const MOST: usize = 12;

/// The values of a condition for each row of a place.
pub(super) type Values = Rc<[Kleene]>;
/// The values of a condition for each row of the one place that answers it.
pub(super) type ByPlace = (Place, Values);
/// Of each place that a disjunction turns on, its values; it has the highest of these.
pub(super) type Clause = Map<Place, Values>;

/// Takes conditions apart.
pub(super) struct Clauses<'a> {
    circuit: &'a Circuit,
    rows: &'a Rows,
    places: &'a Places,
    /// The answers while nothing is known, but for what is settled.
    answers: Vec<Kleene>,
    /// The slot whose answers are settled.
    settled: Option<Slot>,
    known: FxHashMap<Part, Option<ByPlace>>,
}

impl<'a> Clauses<'a> {
    /// With the answers while nothing is known, but for those of a slot that are settled.
    pub fn new(
        circuit: &'a Circuit,
        rows: &'a Rows,
        places: &'a Places,
        answers: Vec<Kleene>,
        settled: Option<Slot>,
    ) -> Clauses<'a> {
        Clauses { circuit, rows, places, answers, settled, known: FxHashMap::default() }
    }

    /// The clauses of a condition: of each the places that it turns on, with its value for each of their rows; it has the
    /// highest of these. Nothing where there are too many, or the condition counts. What always holds has no clause,
    /// what never does has one without places.
    pub fn of(&mut self, part: Part) -> Option<Vec<Clause>> {
        if let Some((place, values)) = self.by_place(part) {
            return Some(match *values {
                [Kleene::Met] => Vec::new(),
                [Kleene::NotMet] => vec![Map::new()],
                _ => vec![Map::from([(place, values)])],
            });
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
        let mut places = questions.iter().map(|question| self.places.of_question(*question));
        let place = places.next().filter(|place| places.all(|other| other == *place));
        let values = place.map(|place| self.evaluate(part, place));
        self.known.insert(part, values.clone());
        values
    }

    fn evaluate(&mut self, part: Part, place: Place) -> ByPlace {
        if self.settled == Some(place) {
            return (self.places.never_known(), [self.circuit.value(part, &self.answers)].into());
        }
        if let Some(question) = self.places.question(place) {
            // Only the questions of this part matter, and each is set before it is asked.
            let values = [Kleene::NotMet, Kleene::Undetermined, Kleene::Met].map(|answer| {
                self.answers[question] = answer;
                self.circuit.value(part, &self.answers)
            });
            return (place, values.into());
        }
        let values = (0..self.rows.rows(place)).map(|row| {
            self.rows.put(place, row, &mut self.answers);
            self.circuit.value(part, &self.answers)
        });
        (place, values.collect())
    }
}

/// The clause that holds where either does.
fn either(one: &Clause, other: &Clause) -> Clause {
    let mut both = one.clone();
    for (place, values) in other {
        match both.get_mut(place) {
            Some(known) => *known = known.iter().zip(&**values).map(|(known, value)| known.or(*value)).collect(),
            None => drop(both.insert(*place, values.clone())),
        }
    }
    both
}
