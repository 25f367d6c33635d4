//! What each value of a fact, a marker or the disease answers, worked out once: a row of answers for each.
//!
//! A question such as *stage is III* has the same answer for everybody whose stage is IIIB. So each value has its row:
//! the answers to all questions about the thing. Of a number, each bound that rules compare it with has a row, and each
//! gap between two of them. Row 0 is that of the unknown, row 1 that of what is known less exactly than one row.

use crate::{
    check::{Bound, Knownness, Leaf, Measured, Subject},
    kleene::Kleene,
    ordered::{Map, Sort},
    vocabulary::{DiseaseId, Domain, FactId, Id, Interval, MarkerId, Number, ValueId, Vocabulary},
};
use rustc_hash::FxHashMap;
use std::ops::RangeInclusive;

/// The row of what is known less exactly than any one row.
pub const BETWEEN_ROWS: u32 = 1;
/// The row of the first value.
const FIRST_ROW: u32 = 2;

/// The number of a slot: one for the disease, each fact and each marker that rules ask about.
pub type Slot = u32;

/// The rows of all slots.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    slots: Vec<SlotRows>,
    answers: Vec<Kleene>,
    slot_of_question: Vec<Option<Slot>>,
    disease: Option<Slot>,
    facts: Vec<Option<Slot>>,
    markers: Vec<Option<Slot>>,
}

#[derive(Clone, Debug)]
struct SlotRows {
    /// The first question about it; the others that have rows follow.
    first: usize,
    /// How many questions a row answers.
    width: usize,
    /// How many rows there are.
    rows: u32,
    /// Where its first row stands among the answers.
    at: usize,
    key: Key,
}

/// How a row is found.
#[derive(Clone, Debug)]
enum Key {
    /// By the disease.
    Disease(Vec<u32>),
    /// The row of a value is two more than its number.
    Values,
    /// By bounds in order: the gap below the first has row 2, the first itself row 3, and so on.
    Numbers(Vec<Number>),
}

impl Rows {
    pub(super) fn of(leaves: &[Leaf], vocabulary: &Vocabulary) -> Rows {
        let mut rows = Rows {
            slot_of_question: vec![None; leaves.len()],
            facts: vec![None; vocabulary.facts.len()],
            markers: vec![None; vocabulary.markers.len()],
            ..Rows::default()
        };
        // Questions are sorted by what they are about, so those about one thing stand side by side.
        let mut ranges: Map<Subject, (usize, usize)> = Map::new();
        for (number, leaf) in leaves.iter().enumerate().filter(|(_, leaf)| has_rows(leaf)) {
            ranges.or_insert_with(leaf.subject(), || (number, number)).1 = number + 1;
        }
        for (subject, (first, end)) in ranges {
            rows.add(subject, first, &leaves[first..end], vocabulary);
        }
        rows
    }

    fn add(&mut self, subject: Subject, first: usize, leaves: &[Leaf], vocabulary: &Vocabulary) {
        let slot = self.slots.len() as Slot;
        let at = self.answers.len();
        self.answers.extend(leaves.iter().map(unknown));
        self.answers.extend(leaves.iter().map(is_known));
        let key = match subject {
            Subject::Disease => {
                self.disease = Some(slot);
                Key::Disease(self.add_diseases(leaves, vocabulary))
            }
            Subject::Fact(fact) => {
                self.facts[fact.index()] = Some(slot);
                self.add_values(leaves, &vocabulary.facts[fact].domain)
            }
            Subject::Biomarker(crate::vocabulary::Biomarker::Marker(marker)) => {
                self.markers[marker.index()] = Some(slot);
                self.add_values(leaves, &vocabulary.markers[marker].domain)
            }
            // `has_rows` lets no other through.
            Subject::Biomarker(_) | Subject::Therapies => Key::Values,
        };
        let width = leaves.len();
        let rows = ((self.answers.len() - at) / width.max(1)) as u32;
        self.slot_of_question[first..first + width].fill(Some(slot));
        self.slots.push(SlotRows { first, width, rows, at, key });
    }

    /// Diseases that all questions answer alike share a row.
    fn add_diseases(&mut self, leaves: &[Leaf], vocabulary: &Vocabulary) -> Vec<u32> {
        let (tree, diseases) = (&vocabulary.disease_tree, &vocabulary.diseases);
        let in_order = tree.in_order();
        // Most questions ask about another disease: only what else a disease answers is noted.
        let mut told: Vec<Vec<(usize, Kleene)>> = vec![Vec::new(); diseases.len()];
        for (number, leaf) in leaves.iter().enumerate() {
            let Leaf::Disease(asked) = leaf else { continue };
            for disease in in_order.get(tree.span(*asked)).into_iter().flatten() {
                told[disease.index()].push((number, Kleene::Met));
            }
            for wider in std::iter::successors(diseases[*asked].under, |at| diseases[*at].under).take(diseases.len()) {
                told[wider.index()].push((number, is_known(leaf)));
            }
        }
        let else_is = |leaf: &Leaf| match leaf {
            Leaf::Disease(_) => Kleene::NotMet,
            other => is_known(other),
        };
        let mut known: FxHashMap<Vec<(usize, Kleene)>, u32> = FxHashMap::default();
        let mut row_of = Vec::with_capacity(diseases.len());
        for told in told {
            let next = known.len() as u32 + FIRST_ROW;
            let row = *known.entry(told).or_insert_with_key(|told| {
                let first = self.answers.len();
                self.answers.extend(leaves.iter().map(else_is));
                told.iter().for_each(|(number, answer)| self.answers[first + number] = *answer);
                next
            });
            row_of.push(row);
        }
        row_of
    }

    fn add_values(&mut self, leaves: &[Leaf], domain: &Domain) -> Key {
        match domain {
            Domain::Values(values) | Domain::Levels(values) => {
                let tree = &values.hierarchy;
                for value in values.table.ids() {
                    self.answers.extend(leaves.iter().map(|leaf| match leaf {
                        Leaf::Value(_, asked) if tree.is_under(value, *asked) => Kleene::Met,
                        Leaf::Value(_, asked) if !tree.is_under(*asked, value) => Kleene::NotMet,
                        Leaf::Compare(_, comparison, Bound::Level(bound)) => {
                            Kleene::from(comparison.holds(value.index().cmp(&bound.index())))
                        }
                        other => is_known(other),
                    }));
                }
                Key::Values
            }
            Domain::Number(_) => {
                let mut bounds: Vec<Number> = leaves
                    .iter()
                    .filter_map(|leaf| match leaf {
                        Leaf::Compare(_, _, Bound::Number(bound)) => Some(*bound),
                        _ => None,
                    })
                    .collect();
                bounds.order();
                bounds.dedup();
                for row in 0..2 * bounds.len() + 1 {
                    self.answers.extend(leaves.iter().map(|leaf| match leaf {
                        Leaf::Compare(_, comparison, Bound::Number(bound)) => {
                            let own = bounds.partition_point(|known| known < bound) * 2 + 1;
                            Kleene::from(comparison.holds(row.cmp(&own)))
                        }
                        other => is_known(other),
                    }));
                }
                Key::Numbers(bounds)
            }
        }
    }

    /// How many slots there are.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// How many rows a slot has.
    pub fn rows(&self, slot: Slot) -> u32 {
        self.slots[slot as usize].rows
    }

    /// Whether a row leaves any question open.
    pub(super) fn is_open(&self, slot: Slot, row: u32) -> bool {
        self.answers(slot, row).contains(&Kleene::Undetermined)
    }

    /// The slot whose rows answer a question.
    pub fn slot_of_question(&self, question: usize) -> Option<Slot> {
        self.slot_of_question.get(question).copied().flatten()
    }

    /// The slot and row of a disease, where rules ask about diseases.
    pub fn disease(&self, disease: DiseaseId) -> Option<(Slot, u32)> {
        let slot = self.disease?;
        match &self.slots[slot as usize].key {
            Key::Disease(rows) => rows.get(disease.index()).map(|row| (slot, *row)),
            _ => None,
        }
    }

    /// The slot of the disease, where rules ask about diseases.
    pub fn disease_slot(&self) -> Option<Slot> {
        self.disease
    }

    /// The slot of a fact or marker that rules ask about.
    pub fn measured(&self, measured: Measured) -> Option<Slot> {
        match measured {
            Measured::Fact(fact) => self.fact(fact),
            Measured::Marker(marker) => self.marker(marker),
        }
    }

    /// The slot of a fact that rules ask about.
    pub fn fact(&self, fact: FactId) -> Option<Slot> {
        self.facts.get(fact.index()).copied().flatten()
    }

    /// The slot of a marker whose value rules ask about.
    pub fn marker(&self, marker: MarkerId) -> Option<Slot> {
        self.markers.get(marker.index()).copied().flatten()
    }

    /// The row of a named value.
    pub fn value(&self, slot: Slot, value: ValueId) -> Option<u32> {
        let slot = &self.slots[slot as usize];
        matches!(slot.key, Key::Values).then(|| value.index() as u32 + FIRST_ROW).filter(|row| *row < slot.rows)
    }

    /// The rows of the numbers that lie in an interval.
    pub fn interval(&self, slot: Slot, interval: &Interval) -> Option<RangeInclusive<u32>> {
        let Key::Numbers(bounds) = &self.slots[slot as usize].key else { return None };
        let row = |number: Number| match bounds.binary_search(&number) {
            Ok(at) => at as u32 * 2 + 1 + FIRST_ROW,
            Err(at) => at as u32 * 2 + FIRST_ROW,
        };
        let is_bound = |row: u32| !(row - FIRST_ROW).is_multiple_of(2);
        let last = bounds.len() as u32 * 2 + FIRST_ROW;
        let from =
            interval.from.map_or(FIRST_ROW, |from| row(from) + u32::from(interval.from_open && is_bound(row(from))));
        let to = interval.to.map_or(last, |to| row(to) - u32::from(interval.to_open && is_bound(row(to))));
        Some(from..=to)
    }

    /// The first question that a slot's rows answer.
    pub fn first_question(&self, slot: Slot) -> usize {
        self.slots[slot as usize].first
    }

    /// Writes the answers of a row among those to all questions.
    #[inline]
    pub fn put(&self, slot: Slot, row: u32, answers: &mut [Kleene]) {
        let (first, of_row) = (self.first_question(slot), self.answers(slot, row));
        answers[first..first + of_row.len()].copy_from_slice(of_row);
    }

    /// The answers of a row, from the slot's first question on.
    pub fn answers(&self, slot: Slot, row: u32) -> &[Kleene] {
        let slot = &self.slots[slot as usize];
        let at = slot.at + row as usize * slot.width;
        &self.answers[at..at + slot.width]
    }
}

/// Whether a question is answered by a row: all but those about genes, therapies, and how far a biomarker was tested.
fn has_rows(leaf: &Leaf) -> bool {
    match leaf {
        Leaf::Disease(_) | Leaf::Value(..) | Leaf::Compare(..) => true,
        Leaf::Knownness(subject, _) => matches!(subject, Subject::Disease | Subject::Fact(_)),
        Leaf::Has(..) | Leaf::WildType(_) | Leaf::Received(_) | Leaf::Ended(..) => false,
    }
}

/// The answer to a question about something that is known, nobody says how exactly.
fn is_known(leaf: &Leaf) -> Kleene {
    match leaf {
        Leaf::Knownness(_, asked) => Kleene::from(*asked == Knownness::Known),
        _ => Kleene::Undetermined,
    }
}

/// The answer to a question about something of which nothing is known.
pub(super) fn unknown(leaf: &Leaf) -> Kleene {
    match leaf {
        Leaf::Knownness(_, Knownness::Untested) => Kleene::Met,
        Leaf::Knownness(..) => Kleene::NotMet,
        _ => Kleene::Undetermined,
    }
}
