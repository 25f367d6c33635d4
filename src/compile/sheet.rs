//! The rules that may speak of a patient with one disease, a word of them at a time: for each value of each fact, which
//! rules it rules out and which it leaves open.
//!
//! A rule holds where all its conjuncts do. A conjunct about one place (a fact, a marker, one question about a gene) has
//! a value for each of the place's rows, known beforehand; so a row says of a whole word of rules at once which of them
//! it rules out and which it does not decide. A conjunct about several things is a disjunction of such values: one for
//! each rule of a word makes a plane, and all of a plane's are found together. What is left to evaluate one by one for a
//! patient are the few conditions that have too many clauses, or count, and only those of rules that nothing has ruled out.
//!
//! What the disease alone decides is decided when its sheet is made: rules about other diseases are not on it at all.

use super::{
    Circuit, Conjuncts, Part, Place, Row, Term,
    clauses::{Clause, Clauses},
};
use crate::{
    kleene::Kleene,
    ordered::{Map, Sort},
    vocabulary::{Id, RuleId},
};

/// How many rules a word holds.
const WORD: usize = u64::BITS as usize;
/// The widths of pages, in words: those that an engine has a loop for.
const WIDTHS: [usize; 8] = [1, 2, 3, 4, 6, 8, 12, WIDEST];
/// How many words a page has at most.
pub const WIDEST: usize = 16;
/// How many clauses a rule may have on a sheet; what else it asks is evaluated by itself.
const MOST_CLAUSES: usize = WIDEST - 1;

/// The rules that may speak of a patient.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// Which of a plan's sheets it is.
    pub number: usize,
    /// Its pages.
    pub pages: Vec<Page>,
    /// The questions that are asked one by one, for the checks.
    pub questions: Vec<usize>,
    /// The rule of each bit of the pages' words of rules, one after the other.
    rules: Vec<RuleId>,
}

/// Rules, a bit for each: first the words of the rules themselves, then those of their planes.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// How many words a row has.
    pub width: usize,
    /// The bits that stand for rules.
    pub all: Vec<u64>,
    /// The rules that are in force on every day and everywhere.
    pub always: Vec<u64>,
    /// One clause of each of some rules.
    pub planes: Vec<Plane>,
    /// What is evaluated by itself.
    pub checks: Vec<Check>,
    /// The places that rules ask about.
    pub cells: Vec<Cell>,
    /// For each cell and each row of its place: the rules that it rules out, and of each plane the clauses that hold.
    said: Vec<u64>,
    /// Beside it: what the row leaves undetermined.
    open: Vec<u64>,
}

/// A place that rules ask about.
#[derive(Clone, Copy, Debug)]
pub struct Cell {
    /// The place.
    pub place: Place,
    /// How many rows of other cells stand before its first one.
    rows_before: u32,
}

/// One clause of each of some rules: a disjunction, which holds where any place makes it hold.
#[derive(Clone, Debug)]
pub struct Plane {
    /// Its first word in a row.
    pub at: usize,
    /// The rules that need a clause of this plane: those of the first words.
    pub rules: Vec<u64>,
}

/// A condition that some rules of a word need and that is evaluated by itself.
#[derive(Clone, Copy, Debug)]
pub struct Check {
    /// The condition.
    pub part: Part,
    /// The word.
    pub word: u32,
    /// The rules of the word that need it.
    pub rules: u64,
}

impl Sheet {
    /// The sheet of some rules. Those that the disease rules out are left away.
    pub(super) fn of(
        circuit: &Circuit,
        rules: impl Iterator<Item = RuleId>,
        conjuncts: &Conjuncts,
        clauses: &mut Clauses<'_>,
        terms: &[Term],
    ) -> Sheet {
        let conditions = rules.filter_map(|rule| Conditions::sorted(rule, conjuncts.of(rule), clauses));
        let mut conditions: Vec<Conditions> = conditions.collect();
        // Those with the most clauses come first, so that later planes are narrow.
        conditions.order_by_key(|condition| (std::cmp::Reverse(condition.clauses.len()), condition.rule));
        let mut sheet = Sheet::default();
        let mut left = conditions.as_slice();
        while !left.is_empty() {
            let (these, others) = left.split_at(on_one_page(left));
            left = others;
            let page = Page::of(these, terms);
            sheet.rules.extend(these.iter().map(|condition| condition.rule));
            sheet.rules.resize(sheet.rules.len().next_multiple_of(WORD), RuleId::from_index(0));
            page.checks.iter().for_each(|check| circuit.questions(check.part, &mut sheet.questions));
            sheet.pages.push(page);
        }
        sheet.questions.order();
        sheet.questions.dedup();
        sheet
    }

    /// How many words of rules there are on all pages.
    pub fn words(&self) -> usize {
        self.rules.len() / WORD
    }

    /// The rule of each bit of the pages' words of rules, one after the other; any where no rule has the bit.
    #[inline]
    pub fn rules(&self) -> &[RuleId] {
        &self.rules
    }

    /// How many bytes it takes, but for a little.
    pub(super) fn bytes(&self) -> usize {
        self.pages.iter().map(|page| 2 * page.said.len() * size_of::<u64>()).sum()
    }
}

/// How many rules have room on one page, in their order.
fn on_one_page(conditions: &[Conditions]) -> usize {
    let mut clauses: Vec<usize> = Vec::new();
    let mut width = 0;
    for (number, condition) in conditions.iter().enumerate() {
        clauses.resize(clauses.len().max(condition.clauses.len()), 0);
        width += usize::from(number % WORD == 0);
        for count in clauses.iter_mut().take(condition.clauses.len()) {
            width += usize::from(*count % WORD == 0);
            *count += 1;
        }
        if width > WIDEST {
            return number;
        }
    }
    conditions.len()
}

impl Page {
    fn of(conditions: &[Conditions], terms: &[Term]) -> Page {
        let mut page = Page {
            all: words(conditions.len(), |_| true),
            always: words(conditions.len(), |bit| terms[conditions[bit].rule.index()].is_always()),
            ..Page::default()
        };
        let mut width = page.all.len();
        for number in 0..conditions.first().map_or(0, |condition| condition.clauses.len()) {
            let clauses = conditions.iter().take_while(|condition| condition.clauses.len() > number).count();
            let plane = Plane { at: width, rules: words(clauses, |_| true) };
            width += plane.rules.len();
            page.planes.push(plane);
        }
        page.width = WIDTHS.into_iter().find(|known| *known >= width).unwrap_or(WIDEST);
        let mut rows: Map<Place, (Vec<u64>, Vec<u64>)> = Map::new();
        let mut checks: Map<(u32, Part), u64> = Map::new();
        for (bit, condition) in conditions.iter().enumerate() {
            let (word, bit) = (bit / WORD, 1_u64 << (bit % WORD));
            let clauses = page.planes.iter().zip(&condition.clauses);
            let clauses = clauses.map(|(plane, clause)| (plane.at, clause, Kleene::Met));
            for (at, places, speaks) in std::iter::once((0, &condition.by_place, Kleene::NotMet)).chain(clauses) {
                for (place, values) in places {
                    let words = values.len() * page.width;
                    let (said, open) = rows.or_insert_with(*place, || (vec![0; words], vec![0; words]));
                    for (word, value) in (at + word..).step_by(page.width).zip(&**values) {
                        if *value == speaks {
                            said[word] |= bit;
                        } else if *value == Kleene::Undetermined {
                            open[word] |= bit;
                        }
                    }
                }
            }
            for part in &condition.others {
                *checks.or_default((word as u32, *part)) |= bit;
            }
        }
        page.checks = checks.into_iter().map(|((word, part), rules)| Check { part, word, rules }).collect();
        for (place, (said, open)) in rows {
            page.cells.push(Cell { place, rows_before: (page.said.len() / page.width) as u32 });
            page.said.extend(said);
            page.open.extend(open);
        }
        page
    }

    /// The rows of all cells: what they say, and what they leave undetermined.
    #[inline]
    pub fn rows<const WIDTH: usize>(&self) -> (&[[u64; WIDTH]], &[[u64; WIDTH]]) {
        (self.said.as_chunks().0, self.open.as_chunks().0)
    }
}

impl Cell {
    /// Which of all rows that of its place is.
    #[inline]
    pub fn at(self, row: Row) -> usize {
        self.rows_before.wrapping_add(row.number()) as usize
    }
}

/// As many words as so many bits need.
fn words(bits: usize, is_set: impl Fn(usize) -> bool) -> Vec<u64> {
    let mut words = vec![0; bits.div_ceil(WORD)];
    (0..bits).filter(|bit| is_set(*bit)).for_each(|bit| words[bit / WORD] |= 1 << (bit % WORD));
    words
}

/// The condition of a rule, sorted by what decides it.
struct Conditions {
    rule: RuleId,
    /// Its value for each row of each place, as far as that place alone decides.
    by_place: Clause,
    /// Disjunctions of what several places say.
    clauses: Vec<Clause>,
    /// What is evaluated by itself.
    others: Vec<Part>,
}

impl Conditions {
    /// Nothing where the rule holds for nobody with the disease.
    fn sorted(rule: RuleId, conjuncts: &[Part], clauses: &mut Clauses<'_>) -> Option<Conditions> {
        let mut sorted = Conditions { rule, by_place: Map::new(), clauses: Vec::new(), others: Vec::new() };
        for part in conjuncts {
            let wide = |clauses: &Vec<Clause>| clauses.iter().filter(|clause| clause.len() > 1).count();
            let room = MOST_CLAUSES - sorted.clauses.len();
            let Some(found) = clauses.of(*part).filter(|found| wide(found) <= room) else {
                sorted.others.push(*part);
                continue;
            };
            for clause in found {
                // Any of nothing.
                let (place, values) = clause.first()?;
                if clause.len() > 1 {
                    sorted.clauses.push(clause);
                    continue;
                }
                match sorted.by_place.get_mut(place) {
                    Some(all) => *all = all.iter().zip(&**values).map(|(all, value)| all.and(*value)).collect(),
                    None => drop(sorted.by_place.insert(*place, values.clone())),
                }
            }
        }
        sorted.clauses.order();
        sorted.clauses.dedup();
        Some(sorted)
    }
}
