//! A sheet for each disease, made when a patient has it for the first time.

use super::{Circuit, Conjuncts, Places, Rows, Sheet, Term, clauses::Clauses};
use crate::kleene::Kleene;
use std::sync::{
    OnceLock,
    atomic::{AtomicUsize, Ordering},
};

/// How many bytes the sheets of single diseases may take together unless it is said otherwise.
const ROOM: usize = 1 << 27;

/// The sheets of a plan.
#[derive(Debug, Default)]
pub struct Sheets {
    /// By the row of the disease.
    of_disease: Vec<OnceLock<Sheet>>,
    /// The sheet of all rules, for diseases for whose own there is no room.
    of_all: OnceLock<Sheet>,
    bytes: AtomicUsize,
    room: usize,
}

impl Clone for Sheets {
    /// None of them made: they follow from the plan.
    fn clone(&self) -> Sheets {
        Sheets::for_rows(self.of_disease.len()).with_room(self.room)
    }
}

/// What sheets are made from.
#[derive(Clone, Copy)]
pub(super) struct Ground<'p> {
    pub circuit: &'p Circuit,
    pub rows: &'p Rows,
    pub places: &'p Places,
    pub unknown: &'p [Kleene],
    pub conjuncts: &'p Conjuncts,
    pub terms: &'p [Term],
}

impl Sheets {
    /// For so many rows of the disease.
    pub(super) fn for_rows(rows: usize) -> Sheets {
        Sheets { of_disease: vec![OnceLock::new(); rows], room: ROOM, ..Sheets::default() }
    }

    /// With room for so many bytes.
    pub(super) fn with_room(self, bytes: usize) -> Sheets {
        Sheets { room: bytes, ..self }
    }

    /// The sheet of a row of the disease.
    #[inline]
    pub(super) fn of(&self, disease: u32, ground: Ground<'_>) -> &Sheet {
        let place = self.of_disease.get(disease as usize);
        match place.and_then(OnceLock::get) {
            Some(sheet) => sheet,
            None => self.make(place, disease, ground),
        }
    }

    #[cold]
    fn make<'s>(&'s self, place: Option<&'s OnceLock<Sheet>>, disease: u32, ground: Ground<'_>) -> &'s Sheet {
        match place {
            Some(place) if self.bytes.load(Ordering::Relaxed) < self.room => place.get_or_init(|| {
                let sheet = ground.sheet(Some(disease));
                self.bytes.fetch_add(sheet.bytes(), Ordering::Relaxed);
                sheet
            }),
            _ => self.of_all.get_or_init(|| ground.sheet(None)),
        }
    }
}

impl Ground<'_> {
    /// The sheet of the rules that a row of the disease leaves open, or of all rules.
    fn sheet(self, disease: Option<u32>) -> Sheet {
        let mut answers = self.unknown.to_vec();
        let fixed = disease.zip(self.rows.disease_slot());
        if let Some((row, slot)) = fixed {
            self.rows.put(slot, row, &mut answers);
        }
        let alive: Vec<_> = match fixed {
            Some(_) => self.conjuncts.alive(self.circuit, &answers).collect(),
            None => self.conjuncts.rules().collect(),
        };
        let mut clauses = Clauses::new(self.circuit, self.rows, self.places, answers, fixed.map(|(_, slot)| slot));
        let mut sheet = Sheet::of(self.circuit, alive.into_iter(), self.conjuncts, &mut clauses, self.terms);
        sheet.number = disease.map_or(0, |row| row as usize + 1);
        sheet
    }
}
