//! The engine: rows looked up, words of rules combined, and only what they leave evaluated.

use super::{
    Applicability, Findings, Interned, applicability,
    interned::intern,
    rule_set::{RuleSet, bits},
};
use crate::{
    compile::{Plan, row},
    kleene::Kleene,
    patient::Patient,
    vocabulary::RuleId,
};

/// Evaluates many profiles one after the other with the same memory.
#[derive(Clone, Debug)]
pub struct Engine<'p> {
    plan: &'p Plan,
    /// The answer to each question.
    answers: Vec<Kleene>,
    /// The row of each place.
    rows: Vec<u32>,
    verdicts: Verdicts,
}

/// The rules that are in force and not refuted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdicts {
    /// Those whose condition holds.
    pub met: RuleSet,
    /// Those whose condition is undetermined.
    pub open: RuleSet,
}

/// Evaluates every rule of a plan for a patient.
pub fn evaluate(plan: &Plan, patient: &Patient) -> Findings {
    let interned = intern(plan, patient);
    let mut engine = Engine::new(plan);
    engine.look_up(&interned, true);
    engine.judge(&interned);
    let Engine { answers, verdicts, .. } = engine;
    Findings { answers, verdicts, date: interned.date, region: interned.region }
}

impl<'p> Engine<'p> {
    /// For one plan.
    pub fn new(plan: &'p Plan) -> Engine<'p> {
        let rules = plan.rules.len();
        Engine {
            plan,
            answers: plan.unknown().to_vec(),
            rows: plan.words().places().unknown().to_vec(),
            verdicts: Verdicts { met: RuleSet::of(rules), open: RuleSet::of(rules) },
        }
    }

    /// The rules that hold for a profile, and those that are undetermined.
    pub fn evaluate(&mut self, profile: &Interned) -> &Verdicts {
        self.look_up(profile, profile.between_rows);
        self.judge(profile);
        &self.verdicts
    }

    fn judge(&mut self, profile: &Interned) {
        self.verdicts.met.clear();
        self.verdicts.open.clear();
        let disease = self.plan.rows().disease_slot().map_or(0, |slot| self.rows[slot as usize]);
        for word in self.plan.words().alive(disease) {
            let (met, open) = self.word(*word, profile.between_rows);
            let always = self.plan.words().word(*word).always;
            for bit in bits(met) {
                let rule = self.plan.words().rule(*word, bit);
                if always >> bit & 1 == 1 || self.is_in_force(rule, profile) {
                    self.verdicts.met.insert(rule);
                }
            }
            for bit in bits(open) {
                let rule = self.plan.words().rule(*word, bit);
                if always >> bit & 1 == 1 || self.is_in_force(rule, profile) {
                    self.verdicts.open.insert(rule);
                }
            }
        }
    }

    /// Finds the rows, and the answers that are needed one by one, or all of them.
    fn look_up(&mut self, profile: &Interned, all: bool) {
        let words = self.plan.words();
        let rows = self.plan.rows();
        let places = words.places();
        self.rows.copy_from_slice(places.unknown());
        for (slot, row) in &profile.rows {
            self.rows[*slot as usize] = *row;
        }
        for (question, answer) in &profile.answers {
            if let Some(place) = places.of_question(*question) {
                self.rows[place as usize] = row(*answer);
            }
        }
        if !all && !words.has_checks() {
            return;
        }
        self.answers.copy_from_slice(self.plan.unknown());
        for (slot, row) in profile.rows.iter().filter(|(slot, _)| all || words.is_checked(*slot)) {
            let (first, answers) = (rows.first_question(*slot), rows.answers(*slot, *row));
            self.answers[first..first + answers.len()].copy_from_slice(answers);
        }
        for (question, answer) in &profile.answers {
            self.answers[*question as usize] = *answer;
        }
    }

    /// The rules of a word that hold, and those that are undetermined.
    fn word(&self, number: u32, between_rows: bool) -> (u64, u64) {
        let (words, circuit) = (self.plan.words(), self.plan.circuit());
        let word = words.word(number);
        let (mut alive, mut open) = (word.rules, 0);
        for cell in words.cells(word) {
            let decided = words.decided(cell, self.rows[cell.place as usize]);
            alive &= !decided.ruled_out;
            open |= decided.open;
            if alive == 0 {
                return (0, 0);
            }
        }
        for plane in words.planes(word) {
            if plane.rules & alive == 0 {
                continue;
            }
            let (mut met, mut undetermined) = (!plane.rules, 0);
            for cell in words.plane_cells(plane) {
                let offered = words.offered(cell, self.rows[cell.place as usize]);
                met |= offered.met;
                undetermined |= offered.open;
            }
            alive &= met | undetermined;
            open |= undetermined & !met;
        }
        for check in words.checks(word) {
            let rules = check.rules & alive;
            if rules != 0 {
                match circuit.value(check.part, &self.answers) {
                    Kleene::NotMet => alive &= !rules,
                    Kleene::Undetermined => open |= rules,
                    Kleene::Met => {}
                }
            }
        }
        if between_rows {
            // The rows did not tell all that is known: what they left open is evaluated as a whole.
            for bit in bits(alive & open) {
                let parts = words.conjuncts(number, bit).iter();
                match Kleene::all(parts.map(|part| circuit.value(*part, &self.answers))) {
                    Kleene::NotMet => alive &= !(1 << bit),
                    Kleene::Undetermined => {}
                    Kleene::Met => open &= !(1 << bit),
                }
            }
        }
        (alive & !open, alive & open)
    }

    fn is_in_force(&self, rule: RuleId, profile: &Interned) -> bool {
        let term = self.plan.term(rule);
        if term.elsewhere {
            let ruleset = &self.plan.ruleset;
            let found = applicability(&ruleset.rules[rule], profile.date, profile.region, ruleset);
            return found == Applicability::InForce;
        }
        term.from.is_none_or(|from| from <= profile.date) && term.until.is_none_or(|until| profile.date < until)
    }
}
