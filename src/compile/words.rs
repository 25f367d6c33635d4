//! Rules sixty-four at a time: for each value of each fact, which rules it rules out and which it leaves open.
//!
//! A rule holds where all its conjuncts do. A conjunct about one slot (the disease, a fact, a marker) has a value for
//! each of the slot's rows, known beforehand; so a row says of sixty-four rules at once which of them it rules out and
//! which it does not decide. What is left to evaluate for one patient are the conjuncts about genes, therapies and
//! several things at once, and only those of rules that nothing has ruled out.
//!
//! Rules about the same diseases stand side by side, so that a disease rules out whole words, which are never touched.

use super::{Circuit, Part, Rows, RuleNodes, Term, rows::Slot};
use crate::{
    kleene::Kleene,
    vocabulary::{Id, RuleId, Table},
};
use std::{
    collections::{BTreeMap, HashMap},
    ops::Range,
    rc::Rc,
};

/// How many rules a word holds.
pub const WORD: usize = u64::BITS as usize;

/// All rules in words.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// The rule of each bit, word by word.
    rules: Vec<RuleId>,
    words: Vec<Word>,
    cells: Vec<Cell>,
    /// For each cell and each row of its slot: the rules ruled out, and the rules left open.
    decided: Vec<Decided>,
    checks: Vec<Check>,
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
    /// Its cells: the slots that its rules ask about.
    pub cells: Range<u32>,
    /// What is to be evaluated.
    pub checks: Range<u32>,
}

/// A slot that rules of a word ask about.
#[derive(Clone, Copy, Debug)]
pub struct Cell {
    /// The slot.
    pub slot: Slot,
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

/// A condition that some rules of a word need and that no single row decides.
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
        let mut evaluation = RowByRow { circuit, rows, answers: unknown.to_vec(), unknown, known: HashMap::new() };
        let mut conditions: Vec<Conditions> = rules
            .iter()
            .map(|(id, nodes)| {
                let mut conjuncts = Vec::new();
                circuit.conjuncts(circuit.part(nodes.when), &mut conjuncts);
                if let Some(unless) = nodes.unless {
                    circuit.conjuncts(circuit.part(unless).opposite(), &mut conjuncts);
                }
                conjuncts.sort_unstable();
                conjuncts.dedup();
                evaluation.sort(id, conjuncts)
            })
            .collect();
        // Rules that the same diseases leave alive stand side by side.
        if let Some(slot) = rows.disease_slot() {
            let key = |condition: &Conditions| condition.by_slot.get(&slot).cloned().unwrap_or_default();
            conditions.sort_by_cached_key(|condition| (key(condition), condition.rule));
        }
        let mut words = Words::default();
        for chunk in conditions.chunks(WORD) {
            words.add(chunk, rows, terms);
        }
        words.checked = vec![false; rows.len()];
        let mut questions = Vec::new();
        words.checks.iter().for_each(|check| circuit.questions(check.part, &mut questions));
        for slot in questions.into_iter().filter_map(|question| rows.slot_of_question(question)) {
            words.checked[slot as usize] = true;
        }
        words.alive = words.alive_by_disease(rows);
        words
    }

    fn add(&mut self, chunk: &[Conditions], rows: &Rows, terms: &[Term]) {
        let (first_cell, first_check) = (self.cells.len() as u32, self.checks.len() as u32);
        let mut cells: BTreeMap<Slot, Vec<Decided>> = BTreeMap::new();
        let mut checks: BTreeMap<Part, u64> = BTreeMap::new();
        let mut always = 0;
        for (bit, conditions) in chunk.iter().enumerate() {
            let bit = 1 << bit;
            if terms[conditions.rule.index()].is_always() {
                always |= bit;
            }
            for (slot, values) in &conditions.by_slot {
                let cell = cells.entry(*slot).or_insert_with(|| vec![Decided::default(); rows.rows(*slot) as usize]);
                for (decided, value) in cell.iter_mut().zip(values) {
                    match value {
                        Kleene::NotMet => decided.ruled_out |= bit,
                        Kleene::Undetermined => decided.open |= bit,
                        Kleene::Met => {}
                    }
                }
            }
            for part in &conditions.others {
                *checks.entry(*part).or_default() |= bit;
            }
            self.rules.push(conditions.rule);
            self.conjuncts.push(conditions.conjuncts.clone());
        }
        // The disease comes first: it is what rules out most.
        let disease = rows.disease_slot();
        let mut cells: Vec<(Slot, Vec<Decided>)> = cells.into_iter().collect();
        cells.sort_by_key(|(slot, _)| (Some(*slot) != disease, *slot));
        for (slot, decided) in cells {
            self.cells.push(Cell { slot, at: self.decided.len() as u32 });
            self.decided.extend(decided);
        }
        self.checks.extend(checks.into_iter().map(|(part, rules)| Check { part, rules }));
        self.words.push(Word {
            rules: if chunk.len() == WORD { u64::MAX } else { (1 << chunk.len()) - 1 },
            always,
            cells: first_cell..self.cells.len() as u32,
            checks: first_check..self.checks.len() as u32,
        });
    }

    fn alive_by_disease(&self, rows: &Rows) -> Vec<Vec<u32>> {
        let all = 0..self.words.len() as u32;
        let Some(slot) = rows.disease_slot() else { return vec![all.collect()] };
        let is_alive = |number: &u32, row: u32| {
            let word = &self.words[*number as usize];
            let cell = self.cells(word).first().filter(|cell| cell.slot == slot);
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
    /// Its value for each row of each slot, as far as that slot alone decides.
    by_slot: BTreeMap<Slot, Vec<Kleene>>,
    /// What no single slot decides.
    others: Vec<Part>,
}

/// A slot, and a value for each of its rows.
type BySlot = (Slot, Rc<[Kleene]>);

/// The values of conditions about one slot, for each of its rows.
struct RowByRow<'a> {
    circuit: &'a Circuit,
    rows: &'a Rows,
    answers: Vec<Kleene>,
    unknown: &'a [Kleene],
    known: HashMap<Part, Option<BySlot>>,
}

impl RowByRow<'_> {
    fn sort(&mut self, rule: RuleId, conjuncts: Vec<Part>) -> Conditions {
        let mut conditions = Conditions { rule, conjuncts: Vec::new(), by_slot: BTreeMap::new(), others: Vec::new() };
        for part in &conjuncts {
            let Some((slot, values)) = self.values(*part) else {
                conditions.others.push(*part);
                continue;
            };
            match conditions.by_slot.get_mut(&slot) {
                Some(all) => all.iter_mut().zip(values.iter()).for_each(|(all, value)| *all = all.and(*value)),
                None => drop(conditions.by_slot.insert(slot, values.to_vec())),
            }
        }
        conditions.conjuncts = conjuncts;
        conditions
    }

    fn values(&mut self, part: Part) -> Option<BySlot> {
        if let Some(known) = self.known.get(&part) {
            return known.clone();
        }
        let values = self.slot(part).map(|slot| (slot, self.evaluate(part, slot)));
        self.known.insert(part, values.clone());
        values
    }

    /// The one slot that all questions of a part belong to.
    fn slot(&self, part: Part) -> Option<Slot> {
        let mut questions = Vec::new();
        self.circuit.questions(part, &mut questions);
        let slot = self.rows.slot_of_question(*questions.first()?)?;
        questions.iter().all(|question| self.rows.slot_of_question(*question) == Some(slot)).then_some(slot)
    }

    fn evaluate(&mut self, part: Part, slot: Slot) -> Rc<[Kleene]> {
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
