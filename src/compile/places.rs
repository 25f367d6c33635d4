//! Where answers stand: a place for each thing that rules ask about, and its rows, one for each thing that may be known.

use super::{Rows, rows::Slot};
use crate::kleene::Kleene;

/// Where an answer stands: a slot, whose rows answer several questions together, or a question that no slot answers,
/// whose rows are its three values.
pub type Place = u32;

/// The answers of the rows of a place that is no slot.
const ANSWERS: [Kleene; 3] = [Kleene::NotMet, Kleene::Undetermined, Kleene::Met];

/// The number of a row of a place, and whether it leaves any question about the place open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row(u16);

impl Row {
    /// A row by its number.
    #[inline]
    pub fn new(number: u32, is_open: bool) -> Row {
        Row((number << 1) as u16 | u16::from(is_open))
    }

    /// Its number.
    #[inline]
    pub fn number(self) -> u32 {
        u32::from(self.0 >> 1)
    }

    /// Whether it leaves any question open.
    #[inline]
    pub fn is_open(self) -> bool {
        self.0 & 1 == 1
    }

    /// The answer to the one question of a place that is no slot.
    #[inline]
    pub fn answer(self) -> Kleene {
        ANSWERS.get(self.number() as usize).copied().unwrap_or(Kleene::Undetermined)
    }
}

/// The places of a plan.
#[derive(Clone, Debug, Default)]
pub struct Places {
    of_question: Vec<Place>,
    /// For each question that no slot answers, in the order of places: the question.
    questions: Vec<usize>,
    slots: usize,
    /// The row of each place while nothing is known.
    unknown: Vec<Row>,
    /// All rows, place after place.
    rows: Vec<Row>,
    /// Where the rows of each place begin.
    first: Vec<u32>,
}

impl Places {
    pub(super) fn of(rows: &Rows, unknown: &[Kleene]) -> Places {
        let mut places = Places { slots: rows.len(), ..Places::default() };
        for slot in 0..rows.len() as Slot {
            places.add((0..rows.rows(slot)).map(|row| rows.is_open(slot, row)), 0);
        }
        for (question, answer) in unknown.iter().enumerate() {
            let place = rows.slot_of_question(question).unwrap_or_else(|| {
                places.questions.push(question);
                places.add(ANSWERS.map(|answer| !answer.is_definite()), *answer as u32)
            });
            places.of_question.push(place);
        }
        places.add([true], 0);
        places
    }

    /// A place with rows of which it is told whether they leave anything open, and the row while nothing is known.
    fn add(&mut self, rows: impl IntoIterator<Item = bool>, unknown: u32) -> Place {
        let place = self.unknown.len() as Place;
        self.first.push(self.rows.len() as u32);
        self.rows.extend(rows.into_iter().zip(0..).map(|(is_open, row)| Row::new(row, is_open)));
        self.unknown.push(self.row(place, unknown));
        place
    }

    /// A row of a place by its number there.
    #[inline]
    pub fn row(&self, place: Place, number: u32) -> Row {
        self.rows[(self.first[place as usize] + number) as usize]
    }

    /// The place where a question is answered.
    #[inline]
    pub fn of_question(&self, question: usize) -> Place {
        self.of_question[question]
    }

    /// The answer to a question.
    #[inline]
    pub fn answer(&self, question: usize, rows: &[Row], slots: &Rows) -> Kleene {
        let place = self.of_question[question];
        let row = rows[place as usize];
        match place < self.slots as Place {
            true => slots.answers(place, row.number())[question - slots.first_question(place)],
            false => row.answer(),
        }
    }

    /// The place that answers a question by itself, where no slot does.
    #[inline]
    pub fn alone(&self, question: usize) -> Option<Place> {
        let place = self.of_question[question];
        (place as usize >= self.slots).then_some(place)
    }

    /// The question of a place that is no slot.
    #[inline]
    pub fn question(&self, place: Place) -> Option<usize> {
        self.questions.get((place as usize).checked_sub(self.slots)?).copied()
    }

    /// The last place: it has one row, and nobody can know more.
    pub fn never_known(&self) -> Place {
        self.unknown.len() as Place - 1
    }

    /// The row of each place while nothing is known.
    pub fn unknown(&self) -> &[Row] {
        &self.unknown
    }
}
