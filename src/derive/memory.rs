//! What was found out of undecided rules and of assays to choose, kept for the next patient.
//!
//! Patients with one disease leave much the same open, and so does one patient of whom one answer changes. So answers are
//! kept under exactly what they follow from: the undecided conditions ([`super::residual`]), or the candidates.

use super::{
    cover::{Candidate, Choice, MAX_STEPS},
    relevance::Reach,
};
use rustc_hash::FxHashMap;
use std::{
    cell::{RefCell, RefMut},
    sync::Arc,
};

/// How many numbers the keys have together before all is forgotten: 16 MB of them.
const MAX_NUMBERS: usize = 1 << 22;

/// What was found out for earlier patients of one plan.
#[derive(Clone, Debug, Default)]
pub struct Memory(RefCell<Kept>);

#[derive(Clone, Debug, Default)]
struct Kept {
    /// What is open in a rule, under a number: what several rules leave open is a row of these.
    open: FxHashMap<Box<[u32]>, u64>,
    /// How many such numbers were given out. None is given twice, also after all is forgotten, so that a row that was begun
    /// before means nothing else afterwards.
    given: u64,
    known: FxHashMap<Box<[u64]>, Arc<Reach>>,
    covers: FxHashMap<(Vec<Candidate>, Vec<usize>), Arc<Chosen>>,
    numbers: usize,
}

/// The best set of candidates, and what could stand in the place of each of them.
#[derive(Clone, Debug)]
pub struct Chosen {
    /// Each that is chosen, with those that would do as well.
    pub chosen: Vec<(usize, Vec<usize>)>,
    /// Whether it is proved that no smaller set does.
    pub is_smallest: bool,
}

impl Memory {
    /// Forgets all.
    pub fn forget(&self) {
        self.0.borrow_mut().forget();
    }

    /// How many answers are kept.
    pub fn kept(&self) -> usize {
        let kept = self.0.borrow();
        kept.known.len() + kept.covers.len()
    }

    /// The number of what is open in a rule, as it is written.
    pub(super) fn number(&self, open: &[u32]) -> u64 {
        if let Some(known) = self.0.borrow().open.get(open) {
            return *known;
        }
        let mut kept = self.room(open.len());
        let number = kept.given;
        kept.given += 1;
        kept.open.insert(open.into(), number);
        number
    }

    pub(super) fn get(&self, key: &[u64]) -> Option<Arc<Reach>> {
        self.0.borrow().known.get(key).cloned()
    }

    pub(super) fn keep(&self, key: &[u64], known: Arc<Reach>) {
        self.room(2 * key.len()).known.insert(key.into(), known);
    }

    /// The best set of candidates, where some specimens are taken already.
    pub fn choose(&self, candidates: Vec<Candidate>, taken: &[usize]) -> Arc<Chosen> {
        let key = (candidates, taken.to_vec());
        if let Some(known) = self.0.borrow().covers.get(&key) {
            return known.clone();
        }
        let choice = Choice::new(&key.0, taken);
        let cover = choice.smallest(MAX_STEPS);
        let chosen = cover.chosen.iter().map(|at| (*at, choice.instead_of(*at, &cover))).collect();
        let chosen = Arc::new(Chosen { chosen, is_smallest: cover.is_smallest });
        let numbers = key.0.iter().map(|candidate| candidate.covers.len() + 8).sum();
        self.room(numbers).covers.insert(key, chosen.clone());
        chosen
    }

    /// Makes room for so many numbers more.
    fn room(&self, numbers: usize) -> RefMut<'_, Kept> {
        let mut kept = self.0.borrow_mut();
        if kept.numbers + numbers > MAX_NUMBERS {
            kept.forget();
        }
        kept.numbers += numbers;
        kept
    }
}

impl Kept {
    fn forget(&mut self) {
        *self = Kept { given: self.given, ..Kept::default() };
    }
}
