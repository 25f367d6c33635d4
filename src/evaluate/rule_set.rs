//! A set of rules, a bit for each.

use crate::vocabulary::{Id, RuleId};
use serde::{Deserialize, Serialize};

/// Some rules of a rulebook.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleSet {
    words: Vec<u64>,
}

impl RuleSet {
    /// The empty set, of a rulebook of so many rules.
    pub fn of(rules: usize) -> RuleSet {
        RuleSet { words: vec![0; rules.div_ceil(64)] }
    }

    /// Takes all out.
    pub fn clear(&mut self) {
        self.words.fill(0);
    }

    /// Adds one; it must be one of the rulebook's.
    pub fn insert(&mut self, rule: RuleId) {
        self.words[rule.index() / 64] |= 1 << (rule.index() % 64);
    }

    /// Whether a rule is in it.
    pub fn contains(&self, rule: RuleId) -> bool {
        self.words.get(rule.index() / 64).is_some_and(|word| word >> (rule.index() % 64) & 1 == 1)
    }

    /// How many rules are in it.
    pub fn len(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Whether no rule is in it.
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// The same rules by other numbers, one for each rule: the numbers of their names in order, for one.
    pub fn renumbered(&self, numbers: &[RuleId]) -> RuleSet {
        let mut renumbered = RuleSet::of(numbers.len());
        self.iter().for_each(|rule| renumbered.insert(numbers[rule.index()]));
        renumbered
    }

    /// Its rules, in order.
    pub fn iter(&self) -> impl Iterator<Item = RuleId> + '_ {
        self.words
            .iter()
            .enumerate()
            .flat_map(|(number, word)| bits(*word).map(move |bit| RuleId::from_index(number * 64 + bit as usize)))
    }
}

/// The positions of the bits that are set, the lowest first.
pub(super) fn bits(mut word: u64) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let bit = (word != 0).then(|| word.trailing_zeros())?;
        word &= word - 1;
        Some(bit)
    })
}
