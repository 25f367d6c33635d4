//! What a condition is about: the diseases for which it can hold, and the biomarkers that it turns on.
//!
//! Both are read off the condition as it is written. What follows only from several questions together (a stage that
//! excludes a disease, two conditions that are never met at once) is not looked for.

use super::program::{Condition, Leaf, Measured, Rule, Ruleset};
use crate::{
    ordered::Set,
    vocabulary::{Biomarker, DiseaseId, Vocabulary},
};

/// For which diseases something can hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// For every one: none is named, or only as an exception.
    Every,
    /// For these and all under them.
    Only(Set<DiseaseId>),
}

impl Reach {
    /// The diseases for which a condition can hold. A disease that is only excluded limits nothing.
    pub fn of(condition: &Condition, ruleset: &Ruleset) -> Reach {
        match condition {
            Condition::All(parts) => parts
                .iter()
                .map(|part| Reach::of(part, ruleset))
                .fold(Reach::Every, |all, part| all.and(part, &ruleset.vocabulary)),
            Condition::Any(parts) | Condition::AtLeast(_, parts) => {
                parts.iter().map(|part| Reach::of(part, ruleset)).fold(Reach::Only(Set::new()), Reach::or)
            }
            Condition::Not(_) => Reach::Every,
            Condition::Define(define) => Reach::of(&ruleset.defines[*define].condition, ruleset),
            Condition::Leaf(Leaf::Disease(disease)) => Reach::Only(Set::from([*disease])),
            Condition::Leaf(_) => Reach::Every,
        }
    }

    /// Whether it can hold for a patient of that disease, who may have anything where none is given.
    pub fn includes(&self, disease: Option<DiseaseId>, vocabulary: &Vocabulary) -> bool {
        match self {
            Reach::Every => true,
            Reach::Only(roots) => {
                disease.is_some_and(|disease| roots.iter().any(|root| vocabulary.disease_tree.is_under(disease, *root)))
            }
        }
    }

    /// Whether some patient of that disease, or of one under it, is reached.
    pub fn meets(&self, disease: DiseaseId, vocabulary: &Vocabulary) -> bool {
        let tree = &vocabulary.disease_tree;
        match self {
            Reach::Every => true,
            Reach::Only(roots) => {
                roots.iter().any(|root| tree.is_under(disease, *root) || tree.is_under(*root, disease))
            }
        }
    }

    /// Where both hold: of two diseases the one that is under the other.
    fn and(self, other: Reach, vocabulary: &Vocabulary) -> Reach {
        let tree = &vocabulary.disease_tree;
        match (self, other) {
            (Reach::Every, reach) | (reach, Reach::Every) => reach,
            (Reach::Only(some), Reach::Only(others)) => {
                let lower = |(one, other): (DiseaseId, DiseaseId)| {
                    let under = |lower: DiseaseId, upper| tree.is_under(lower, upper).then_some(lower);
                    under(one, other).or_else(|| under(other, one))
                };
                let pairs = some.iter().flat_map(|one| others.iter().map(|other| (*one, *other)));
                Reach::Only(pairs.filter_map(lower).collect())
            }
        }
    }

    /// Where either holds.
    fn or(self, other: Reach) -> Reach {
        match (self, other) {
            (Reach::Only(some), Reach::Only(others)) => Reach::Only(some.into_iter().chain(others).collect()),
            _ => Reach::Every,
        }
    }
}

/// The biomarkers that a rule or a condition turns on.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Turns {
    /// Those of which something must be found.
    pub found: Set<Biomarker>,
    /// Those of which something must not be found, and nothing else is asked.
    pub excluded: Set<Biomarker>,
}

impl Turns {
    /// The biomarkers of a rule's condition and of its exception.
    pub fn of(rule: &Rule, ruleset: &Ruleset) -> Turns {
        let mut turns = Turns::of_condition(&rule.when, ruleset);
        rule.unless.iter().for_each(|unless| turns.add(unless, false, ruleset));
        turns.excluded.retain(|biomarker| !turns.found.contains(biomarker));
        turns
    }

    /// The biomarkers of a condition.
    pub fn of_condition(condition: &Condition, ruleset: &Ruleset) -> Turns {
        let mut turns = Turns::default();
        turns.add(condition, true, ruleset);
        turns.excluded.retain(|biomarker| !turns.found.contains(biomarker));
        turns
    }

    /// All of them.
    pub fn all(&self) -> Set<Biomarker> {
        self.found.iter().chain(&self.excluded).copied().collect()
    }

    fn add(&mut self, condition: &Condition, wanted: bool, ruleset: &Ruleset) {
        match condition {
            Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => {
                parts.iter().for_each(|part| self.add(part, wanted, ruleset));
            }
            Condition::Not(part) => self.add(part, !wanted, ruleset),
            Condition::Define(define) => self.add(&ruleset.defines[*define].condition, wanted, ruleset),
            Condition::Leaf(leaf) => {
                let (biomarker, found) = match leaf {
                    Leaf::Has(gene, _) => (Biomarker::Gene(*gene), wanted),
                    Leaf::WildType(gene) => (Biomarker::Gene(*gene), !wanted),
                    Leaf::Value(Measured::Marker(marker), _) | Leaf::Compare(Measured::Marker(marker), ..) => {
                        (Biomarker::Marker(*marker), wanted)
                    }
                    _ => return,
                };
                if found {
                    self.found.insert(biomarker)
                } else {
                    self.excluded.insert(biomarker)
                };
            }
        }
    }
}

/// Whether a condition asks for anything but the disease.
pub fn asks_more_than_disease(condition: &Condition, ruleset: &Ruleset) -> bool {
    match condition {
        Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => {
            parts.iter().any(|part| asks_more_than_disease(part, ruleset))
        }
        Condition::Not(part) => asks_more_than_disease(part, ruleset),
        Condition::Define(define) => asks_more_than_disease(&ruleset.defines[*define].condition, ruleset),
        Condition::Leaf(leaf) => !matches!(leaf, Leaf::Disease(_)),
    }
}
