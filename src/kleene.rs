//! Kleene's strong three-valued logic: the value of every condition.

use serde::{Deserialize, Serialize};

/// The value of a condition: it holds, it does not, or what is known does not decide it.
///
/// The order is that of the logic (`NotMet < Undetermined < Met`), so that *and* is the minimum and *or* the maximum.
/// Source: S. C. Kleene, *Introduction to Metamathematics*, 1952, §64.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Kleene {
    /// The condition does not hold, whatever else may become known.
    NotMet,
    /// What is known does not decide the condition.
    Undetermined,
    /// The condition holds, whatever else may become known.
    Met,
}

impl Kleene {
    /// Conjunction: the minimum of both.
    pub fn and(self, other: Kleene) -> Kleene {
        self.min(other)
    }

    /// Disjunction: the maximum of both.
    pub fn or(self, other: Kleene) -> Kleene {
        self.max(other)
    }

    /// Conjunction of many; `Met` for none.
    pub fn all(values: impl IntoIterator<Item = Kleene>) -> Kleene {
        values.into_iter().fold(Kleene::Met, Kleene::and)
    }

    /// Disjunction of many; `NotMet` for none.
    pub fn any(values: impl IntoIterator<Item = Kleene>) -> Kleene {
        values.into_iter().fold(Kleene::NotMet, Kleene::or)
    }

    /// At least `n` of the values hold: met when `n` are met, not met when fewer than `n` can be.
    pub fn at_least(n: usize, values: impl IntoIterator<Item = Kleene>) -> Kleene {
        let (mut met, mut open) = (0, 0);
        for value in values {
            match value {
                Kleene::Met => met += 1,
                Kleene::Undetermined => open += 1,
                Kleene::NotMet => {}
            }
        }
        if met >= n {
            Kleene::Met
        } else if met + open < n {
            Kleene::NotMet
        } else {
            Kleene::Undetermined
        }
    }

    /// Whether more information can no longer change the value.
    pub fn is_definite(self) -> bool {
        self != Kleene::Undetermined
    }
}

impl std::ops::Not for Kleene {
    type Output = Kleene;

    fn not(self) -> Kleene {
        match self {
            Kleene::NotMet => Kleene::Met,
            Kleene::Undetermined => Kleene::Undetermined,
            Kleene::Met => Kleene::NotMet,
        }
    }
}

impl From<bool> for Kleene {
    fn from(value: bool) -> Kleene {
        if value { Kleene::Met } else { Kleene::NotMet }
    }
}
