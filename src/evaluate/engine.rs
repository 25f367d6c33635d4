//! The engine: the rows of a patient's sheet put together, and only what they leave evaluated.

use super::{
    Applicability, Findings, Interned, applicability,
    interned::intern,
    rule_set::{RuleSet, bits},
};
use crate::{
    compile::{Page, Plan, Row, Sheet, WIDEST},
    kleene::Kleene,
    patient::Patient,
    vocabulary::RuleId,
};

/// Evaluates many profiles one after the other with the same memory.
#[derive(Clone, Debug)]
pub struct Engine<'p> {
    plan: &'p Plan,
    /// The answer to each question that is asked by itself.
    answers: Vec<Kleene>,
    /// What the rows of a page say together, and what they leave undetermined.
    said: [u64; WIDEST],
    left_open: [u64; WIDEST],
    /// The rows of a page that leave something open.
    opened: Vec<usize>,
    /// A bit for each rule of the sheet: those that hold, and those that are undetermined.
    met: Vec<u64>,
    open: Vec<u64>,
}

/// The rules that are in force and not refuted for one profile.
#[derive(Clone, Copy, Debug)]
pub struct Found<'e> {
    /// How many rules the plan has.
    of: usize,
    sheet: &'e Sheet,
    met: &'e [u64],
    open: &'e [u64],
}

/// The rules that are in force and not refuted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdicts {
    /// Those whose condition holds.
    pub met: RuleSet,
    /// Those whose condition is undetermined.
    pub open: RuleSet,
}

impl<'e> Found<'e> {
    /// The rules whose condition holds, in no order that means anything.
    pub fn met(self) -> impl Iterator<Item = RuleId> + 'e {
        self.listed(self.met)
    }

    /// The rules whose condition is undetermined, in no order that means anything.
    pub fn open(self) -> impl Iterator<Item = RuleId> + 'e {
        self.listed(self.open)
    }

    /// Both as sets of the rules of the plan.
    pub fn verdicts(self) -> Verdicts {
        let set = |rules: &mut dyn Iterator<Item = RuleId>| {
            let mut set = RuleSet::of(self.of);
            rules.for_each(|rule| set.insert(rule));
            set
        };
        Verdicts { met: set(&mut self.met()), open: set(&mut self.open()) }
    }

    /// Which of the plan's sheets of rules was looked at: the same number, the same rules.
    pub fn sheet(self) -> usize {
        self.sheet.number
    }

    /// The rules that were looked at, by their places; places without a rule have any.
    pub fn rules(self) -> &'e [RuleId] {
        self.sheet.rules()
    }

    /// The places of the rules whose condition holds.
    #[inline]
    pub fn met_places(self) -> impl Iterator<Item = usize> + 'e {
        places(self.met)
    }

    /// The places of the rules whose condition is undetermined.
    #[inline]
    pub fn open_places(self) -> impl Iterator<Item = usize> + 'e {
        places(self.open)
    }

    #[inline]
    fn listed(self, words: &'e [u64]) -> impl Iterator<Item = RuleId> + 'e {
        places(words).map(move |place| self.sheet.rules()[place])
    }
}

/// The numbers of the bits that are set.
#[inline]
fn places(words: &[u64]) -> impl Iterator<Item = usize> {
    let of_word =
        |(number, word): (usize, &u64)| bits(*word).map(move |bit| number * u64::BITS as usize + bit as usize);
    words.iter().enumerate().flat_map(of_word)
}

/// Evaluates every rule of a plan for a patient.
pub fn evaluate(plan: &Plan, patient: &Patient) -> Findings {
    let interned = intern(plan, patient);
    let mut engine = Engine::new(plan);
    engine.answer_all(&interned);
    let verdicts = engine.judge(engine.sheet(&interned), &interned).verdicts();
    Findings { answers: engine.answers, verdicts, date: interned.date, region: interned.region }
}

impl<'p> Engine<'p> {
    /// For one plan.
    pub fn new(plan: &'p Plan) -> Engine<'p> {
        Engine {
            plan,
            answers: plan.unknown().to_vec(),
            said: [0; WIDEST],
            left_open: [0; WIDEST],
            opened: Vec::new(),
            met: Vec::new(),
            open: Vec::new(),
        }
    }

    /// The rules that hold for a profile, and those that are undetermined.
    pub fn evaluate(&mut self, profile: &Interned) -> Found<'_> {
        let sheet = self.sheet(profile);
        match profile.between_rows {
            true => self.answer_all(profile),
            false => self.answer(&sheet.questions, profile),
        }
        self.judge(sheet, profile)
    }

    fn judge(&mut self, sheet: &'p Sheet, profile: &Interned) -> Found<'_> {
        self.met.resize(sheet.words(), 0);
        self.open.resize(sheet.words(), 0);
        let mut first = 0;
        for page in &sheet.pages {
            match page.width {
                1 => self.gather::<1>(page, &profile.rows),
                2 => self.gather::<2>(page, &profile.rows),
                3 => self.gather::<3>(page, &profile.rows),
                4 => self.gather::<4>(page, &profile.rows),
                6 => self.gather::<6>(page, &profile.rows),
                8 => self.gather::<8>(page, &profile.rows),
                12 => self.gather::<12>(page, &profile.rows),
                _ => self.gather::<WIDEST>(page, &profile.rows),
            }
            self.decide(page, sheet, first, profile);
            first += page.all.len();
        }
        Found { of: self.plan.rules.len(), sheet, met: &self.met, open: &self.open }
    }

    /// The rules that may speak of a patient with the disease of the profile.
    fn sheet(&self, profile: &Interned) -> &'p Sheet {
        let disease = self.plan.rows().disease_slot().map_or(0, |slot| profile.rows[slot as usize].number());
        self.plan.sheet(disease)
    }

    /// Finds the answers to all questions.
    fn answer_all(&mut self, profile: &Interned) {
        let (places, slots) = (self.plan.places(), self.plan.rows());
        for (question, found) in self.answers.iter_mut().enumerate() {
            *found = places.answer(question, &profile.rows, slots);
        }
        self.between_rows(profile);
    }

    /// Finds the answers to those questions that are asked one by one.
    fn answer(&mut self, questions: &[usize], profile: &Interned) {
        let (places, slots) = (self.plan.places(), self.plan.rows());
        for question in questions {
            self.answers[*question] = places.answer(*question, &profile.rows, slots);
        }
    }

    fn between_rows(&mut self, profile: &Interned) {
        for (question, answer) in &profile.answers {
            self.answers[*question as usize] = *answer;
        }
    }

    /// What the rows of all places say together, and what any leaves undetermined.
    fn gather<const WIDTH: usize>(&mut self, page: &Page, rows: &[Row]) {
        let (all_said, all_open) = page.rows::<WIDTH>();
        let (mut said, mut open) = ([0; WIDTH], [0; WIDTH]);
        if self.opened.len() < page.cells.len() {
            self.opened.resize(page.cells.len(), 0);
        }
        let mut count = 0;
        for cell in &page.cells {
            let row = rows[cell.place as usize];
            let at = cell.at(row);
            said.iter_mut().zip(&all_said[at]).for_each(|(said, more)| *said |= more);
            // What is known exactly leaves nothing open, and most is: these are looked up afterwards.
            self.opened[count] = at;
            count += usize::from(row.is_open());
        }
        for at in &self.opened[..count] {
            open.iter_mut().zip(&all_open[*at]).for_each(|(open, more)| *open |= more);
        }
        self.said.iter_mut().zip(said).for_each(|(all, said)| *all = said);
        self.left_open.iter_mut().zip(open).for_each(|(all, open)| *all = open);
    }

    /// What follows for the rules of a page, the first of which stand in that word of the sheet.
    fn decide(&mut self, page: &Page, sheet: &Sheet, first: usize, profile: &Interned) {
        let Engine { plan, said, left_open, met, open, .. } = self;
        let words = page.all.len();
        let alive = &mut met[first..first + words];
        let open = &mut open[first..first + words];
        for (word, all) in page.all.iter().enumerate() {
            alive[word] = all & !said[word];
            open[word] = left_open[word];
        }
        for plane in &page.planes {
            for (word, rules) in plane.rules.iter().enumerate() {
                let (met, undetermined) = (said[plane.at + word] | !rules, left_open[plane.at + word]);
                alive[word] &= met | undetermined;
                open[word] |= undetermined & !met;
            }
        }
        for check in &page.checks {
            let (alive, open) = (&mut alive[check.word as usize], &mut open[check.word as usize]);
            let rules = check.rules & *alive;
            if rules != 0 {
                match plan.circuit().value(check.part, &self.answers) {
                    Kleene::NotMet => *alive &= !rules,
                    Kleene::Undetermined => *open |= rules,
                    Kleene::Met => {}
                }
            }
        }
        for (word, always) in page.always.iter().enumerate() {
            let rule = |bit| sheet.rules()[(first + word) * u64::BITS as usize + bit as usize];
            for bit in bits(alive[word] & !always) {
                if !is_in_force(plan, rule(bit), profile) {
                    alive[word] &= !(1 << bit);
                }
            }
            if profile.between_rows {
                // The rows did not tell all that is known: what they left open is evaluated as a whole.
                for bit in bits(alive[word] & open[word]) {
                    let parts = plan.conjuncts().of(rule(bit)).iter();
                    match Kleene::all(parts.map(|part| plan.circuit().value(*part, &self.answers))) {
                        Kleene::NotMet => alive[word] &= !(1 << bit),
                        Kleene::Undetermined => {}
                        Kleene::Met => open[word] &= !(1 << bit),
                    }
                }
            }
            open[word] &= alive[word];
            alive[word] &= !open[word];
        }
    }
}

fn is_in_force(plan: &Plan, rule: RuleId, profile: &Interned) -> bool {
    let term = plan.term(rule);
    if term.elsewhere {
        let ruleset = &plan.ruleset;
        return applicability(&ruleset.rules[rule], profile.date, profile.region, ruleset) == Applicability::InForce;
    }
    term.from.is_none_or(|from| from <= profile.date) && term.until.is_none_or(|until| profile.date < until)
}
