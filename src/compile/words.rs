//! Rules sixty-four at a time: for each value of each fact, which rules it rules out and which it leaves open.
//!
//! A rule holds where all its conjuncts do. A conjunct about one place (the disease, a fact, a marker, one question about a
//! gene) has a value for each of the place's rows, known beforehand; so a row says of sixty-four rules at once which of them
//! it rules out and which it does not decide. A conjunct about several things is a disjunction of such values: one for
//! each rule of a word makes a plane, and all of a plane's are found together. What is left to evaluate one by one for a
//! patient are the few conditions that have too many clauses, or count, and only those of rules that nothing has ruled out.
//!
//! Rules about the same diseases stand side by side, so that a disease rules out whole words, which are never touched.

use super::{
    Circuit, Part, Rows, RuleNodes, Term,
    clauses::{Clauses, Place, Places},
    rows::Slot,
};
use crate::{
    kleene::Kleene,
    ordered::{Map, Sort},
    vocabulary::{Id, RuleId, Table},
};
use std::ops::Range;

/// How many rules a word holds.
pub const WORD: usize = u64::BITS as usize;

/// All rules in words.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// The rule of each bit, word by word.
    rules: Vec<RuleId>,
    words: Vec<Word>,
    cells: Vec<Cell>,
    /// For each cell and each row of its place: the rules ruled out, and the rules left open.
    decided: Vec<Decided>,
    planes: Vec<Plane>,
    /// The cells of the planes, and for each of their rows: the clauses that hold, and those left open.
    plane_cells: Vec<Cell>,
    offered: Vec<Offered>,
    checks: Vec<Check>,
    places: Places,
    /// The words in which a row of the disease's slot leaves any rule; without such a slot one list.
    alive: Vec<Vec<u32>>,
    /// The whole condition of each rule, by its bit: all of these must hold.
    conjuncts: Vec<Vec<Part>>,
    /// For each slot, whether any check asks about it.
    checked: Vec<bool>,
}

/// Sixty-four rules or fewer.
#[derive(Clone, Debug)]
pub struct Word {
    /// The bits that stand for rules.
    pub rules: u64,
    /// The rules that are in force on every day and everywhere.
    pub always: u64,
    /// Its cells: the places that its rules ask about.
    pub cells: Range<u32>,
    /// Its planes: one clause of each of some rules.
    pub planes: Range<u32>,
    /// What is to be evaluated.
    pub checks: Range<u32>,
}

/// A place that rules of a word ask about.
#[derive(Clone, Copy, Debug)]
pub struct Cell {
    /// The place.
    pub place: Place,
    /// Where what its rows decide begins.
    pub at: u32,
}

/// What a row decides of the rules of a word.
#[derive(Clone, Copy, Debug, Default)]
pub struct Decided {
    /// The rules that cannot hold.
    pub ruled_out: u64,
    /// The rules that it leaves undetermined.
    pub open: u64,
}

/// One clause of each of some rules of a word: a disjunction, which holds where any of its cells makes it hold.
#[derive(Clone, Debug)]
pub struct Plane {
    /// The rules that need a clause of this plane.
    pub rules: u64,
    /// The places that the clauses ask about.
    pub cells: Range<u32>,
}

/// What a row says of the clauses of a plane.
#[derive(Clone, Copy, Debug, Default)]
pub struct Offered {
    /// The clauses that hold.
    pub met: u64,
    /// The clauses that it leaves undetermined.
    pub open: u64,
}

/// A condition that some rules of a word need and that is evaluated by itself.
#[derive(Clone, Copy, Debug)]
pub struct Check {
    /// The condition.
    pub part: Part,
    /// The rules that need it.
    pub rules: u64,
}

impl Words {
    pub(super) fn of(
        circuit: &Circuit,
        rows: &Rows,
        unknown: &[Kleene],
        rules: &Table<RuleId, RuleNodes>,
        terms: &[Term],
    ) -> Words {
        let places = Places::of(rows, unknown);
        let mut clauses = Clauses::new(circuit, rows, &places, unknown);
        let mut conditions: Vec<Conditions> = rules
            .iter()
            .map(|(id, nodes)| {
                let mut conjuncts = Vec::new();
                circuit.conjuncts(circuit.part(nodes.when), &mut conjuncts);
                if let Some(unless) = nodes.unless {
                    circuit.conjuncts(circuit.part(unless).opposite(), &mut conjuncts);
                }
                conjuncts.order();
                conjuncts.dedup();
                Conditions::sorted(id, conjuncts, &mut clauses)
            })
            .collect();
        // Rules that the same diseases leave alive stand side by side.
        // And of those the ones that ask about the same, so that a word has few cells.
        let disease = rows.disease_slot();
        conditions.order_by_key(|condition| {
            let of_disease = disease.and_then(|slot| condition.by_place.get(&slot)).cloned().unwrap_or_default();
            let of_clauses = condition.clauses.iter().flat_map(|clause| clause.keys());
            let places: Vec<Place> = of_clauses.chain(condition.by_place.keys()).copied().collect();
            (of_disease, std::cmp::Reverse(condition.clauses.len()), places, condition.rule)
        });
        let mut words = Words::default();
        for chunk in conditions.chunks(WORD) {
            words.add(chunk, rows.disease_slot(), terms);
        }
        words.checked = vec![false; rows.len()];
        let mut questions = Vec::new();
        words.checks.iter().for_each(|check| circuit.questions(check.part, &mut questions));
        for slot in questions.into_iter().filter_map(|question| rows.slot_of_question(question)) {
            words.checked[slot as usize] = true;
        }
        words.alive = words.alive_by_disease(rows);
        words.places = places;
        words
    }

    fn add(&mut self, chunk: &[Conditions], disease: Option<Slot>, terms: &[Term]) {
        let (first_cell, first_check) = (self.cells.len() as u32, self.checks.len() as u32);
        let first_plane = self.planes.len() as u32;
        let mut cells: Map<Place, Vec<Decided>> = Map::new();
        let mut checks: Map<Part, u64> = Map::new();
        let mut always = 0;
        for (bit, conditions) in chunk.iter().enumerate() {
            let bit = 1 << bit;
            if terms[conditions.rule.index()].is_always() {
                always |= bit;
            }
            for (place, values) in &conditions.by_place {
                let cell = cells.or_insert_with(*place, || vec![Decided::default(); values.len()]);
                for (decided, value) in cell.iter_mut().zip(values) {
                    match value {
                        Kleene::NotMet => decided.ruled_out |= bit,
                        Kleene::Undetermined => decided.open |= bit,
                        Kleene::Met => {}
                    }
                }
            }
            for part in &conditions.others {
                *checks.or_default(*part) |= bit;
            }
            self.rules.push(conditions.rule);
            self.conjuncts.push(conditions.conjuncts.clone());
        }
        // The disease comes first: it is what rules out most.
        let mut cells: Vec<(Place, Vec<Decided>)> = cells.into_iter().collect();
        cells.order_by_key(|(place, _)| (Some(*place) != disease, *place));
        for (place, decided) in cells {
            self.cells.push(Cell { place, at: self.decided.len() as u32 });
            self.decided.extend(decided);
        }
        let planes = chunk.iter().map(|conditions| conditions.clauses.len()).max().unwrap_or_default();
        (0..planes).for_each(|plane| self.add_plane(chunk, plane));
        self.checks.extend(checks.into_iter().map(|(part, rules)| Check { part, rules }));
        self.words.push(Word {
            rules: if chunk.len() == WORD { u64::MAX } else { (1 << chunk.len()) - 1 },
            always,
            cells: first_cell..self.cells.len() as u32,
            planes: first_plane..self.planes.len() as u32,
            checks: first_check..self.checks.len() as u32,
        });
    }

    /// The plane of one clause of each rule that has so many.
    fn add_plane(&mut self, chunk: &[Conditions], number: usize) {
        let mut rules = 0;
        let mut cells: Map<Place, Vec<Offered>> = Map::new();
        for (bit, conditions) in chunk.iter().enumerate() {
            let Some(clause) = conditions.clauses.get(number) else { continue };
            let bit = 1 << bit;
            rules |= bit;
            for (place, values) in clause {
                let cell = cells.or_insert_with(*place, || vec![Offered::default(); values.len()]);
                for (offered, value) in cell.iter_mut().zip(values) {
                    match value {
                        Kleene::Met => offered.met |= bit,
                        Kleene::Undetermined => offered.open |= bit,
                        Kleene::NotMet => {}
                    }
                }
            }
        }
        let first = self.plane_cells.len() as u32;
        for (place, offered) in cells {
            self.plane_cells.push(Cell { place, at: self.offered.len() as u32 });
            self.offered.extend(offered);
        }
        self.planes.push(Plane { rules, cells: first..self.plane_cells.len() as u32 });
    }

    fn alive_by_disease(&self, rows: &Rows) -> Vec<Vec<u32>> {
        let all = 0..self.words.len() as u32;
        let Some(slot) = rows.disease_slot() else { return vec![all.collect()] };
        let is_alive = |number: &u32, row: u32| {
            let word = &self.words[*number as usize];
            let cell = self.cells(word).first().filter(|cell| cell.place == slot);
            cell.is_none_or(|cell| self.decided(cell, row).ruled_out != word.rules)
        };
        (0..rows.rows(slot)).map(|row| all.clone().filter(|number| is_alive(number, row)).collect()).collect()
    }

    /// The words in which the row of the disease leaves any rule.
    #[inline]
    pub fn alive(&self, disease_row: u32) -> &[u32] {
        &self.alive[disease_row as usize]
    }

    /// A word.
    #[inline]
    pub fn word(&self, number: u32) -> &Word {
        &self.words[number as usize]
    }

    /// The cells of a word.
    #[inline]
    pub fn cells(&self, word: &Word) -> &[Cell] {
        &self.cells[word.cells.start as usize..word.cells.end as usize]
    }

    /// The planes of a word.
    #[inline]
    pub fn planes(&self, word: &Word) -> &[Plane] {
        &self.planes[word.planes.start as usize..word.planes.end as usize]
    }

    /// The cells of a plane.
    #[inline]
    pub fn plane_cells(&self, plane: &Plane) -> &[Cell] {
        &self.plane_cells[plane.cells.start as usize..plane.cells.end as usize]
    }

    /// What a row says of the clauses of a plane.
    #[inline]
    pub fn offered(&self, cell: &Cell, row: u32) -> Offered {
        self.offered[(cell.at + row) as usize]
    }

    /// Where the answers stand.
    #[inline]
    pub fn places(&self) -> &Places {
        &self.places
    }

    /// The checks of a word.
    #[inline]
    pub fn checks(&self, word: &Word) -> &[Check] {
        &self.checks[word.checks.start as usize..word.checks.end as usize]
    }

    /// What a row decides.
    #[inline]
    pub fn decided(&self, cell: &Cell, row: u32) -> Decided {
        self.decided[(cell.at + row) as usize]
    }

    /// Whether any condition is evaluated by itself.
    #[inline]
    pub fn has_checks(&self) -> bool {
        !self.checks.is_empty()
    }

    /// Whether any check asks about a slot, so that the answers of its rows are needed one by one.
    #[inline]
    pub fn is_checked(&self, slot: Slot) -> bool {
        self.checked[slot as usize]
    }

    /// The rule of a bit of a word.
    #[inline]
    pub fn rule(&self, word: u32, bit: u32) -> RuleId {
        self.rules[word as usize * WORD + bit as usize]
    }

    /// The whole condition of the rule of a bit of a word: all of these must hold.
    pub fn conjuncts(&self, word: u32, bit: u32) -> &[Part] {
        &self.conjuncts[word as usize * WORD + bit as usize]
    }
}

/// The condition of a rule, sorted by what decides it.
struct Conditions {
    rule: RuleId,
    conjuncts: Vec<Part>,
    /// Its value for each row of each place, as far as that place alone decides.
    by_place: Map<Place, Vec<Kleene>>,
    /// Disjunctions of what several places say.
    clauses: Vec<Map<Place, Vec<Kleene>>>,
    /// What is evaluated by itself.
    others: Vec<Part>,
}

impl Conditions {
    fn sorted(rule: RuleId, conjuncts: Vec<Part>, clauses: &mut Clauses<'_>) -> Conditions {
        let (by_place, others) = (Map::new(), Vec::new());
        let mut sorted = Conditions { rule, conjuncts, by_place, clauses: Vec::new(), others };
        for part in &sorted.conjuncts {
            let Some(found) = clauses.of(*part) else {
                sorted.others.push(*part);
                continue;
            };
            for clause in found {
                match clause.first() {
                    Some((place, values)) if clause.len() == 1 => match sorted.by_place.get_mut(place) {
                        Some(all) => all.iter_mut().zip(values).for_each(|(all, value)| *all = all.and(*value)),
                        None => drop(sorted.by_place.insert(*place, values.clone())),
                    },
                    _ => sorted.clauses.push(clause),
                }
            }
        }
        sorted.clauses.order();
        sorted.clauses.dedup();
        sorted
    }
}
