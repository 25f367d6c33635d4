//! Rules and patients from a seed.

use super::{
    Asked, Condition, Domain, Field, Known, Profile, Role, Rule, Test, Workload,
    fields::{DISEASES_IN_A_GROUP, GROUPS, MUTATION, NEGATIVE, fields, group},
};
use crate::random::Random;

impl Workload {
    /// Rules about all diseases, and patients who have any of them.
    pub fn new(seed: u64, rules: usize, profiles: usize) -> Workload {
        let fields = fields();
        let mut random = Random::new(seed);
        let rules = (0..rules).map(|_| rule(&mut random, &fields, 0, GROUPS)).collect();
        let profiles = self::profiles(seed, &fields, GROUPS, profiles);
        Workload { fields, rules, profiles }
    }

    /// So many rules about diseases of the first group, rules about all other diseases, and patients who have a disease
    /// of the first group: the other rules are there and speak of nobody.
    pub fn with_rules_about_others(seed: u64, near: usize, far: usize, profiles: usize) -> Workload {
        let fields = fields();
        let mut random = Random::new(seed);
        let mut rules: Vec<Rule> = (0..near).map(|_| rule(&mut random, &fields, 0, 1)).collect();
        rules.extend((0..far).map(|_| {
            let mut rule = rule(&mut random, &fields, 1, GROUPS);
            rule.disease.get_or_insert(group(1));
            rule
        }));
        let profiles = self::profiles(seed, &fields, 1, profiles);
        Workload { fields, rules, profiles }
    }
}

/// A rule about a disease of these groups. Of a hundred rules ten are general, ten speak of a group, the others of one
/// disease.
fn rule(random: &mut Random, fields: &[Field], from: usize, until: usize) -> Rule {
    let group = group(from + random.below(until - from));
    let disease = match random.below(100) {
        0..10 => None,
        10..20 => Some(group),
        _ => Some(group + 1 + random.below(DISEASES_IN_A_GROUP) as u8),
    };
    let mut left = 2 + random.below(6);
    let mut parts = Vec::new();
    while left > 0 {
        let part = match random.below(100) {
            0..25 if left >= 2 => {
                let many = 2 + random.below(2).min(left - 2);
                left -= many;
                Condition::Any((0..many).map(|_| part(random, fields)).collect())
            }
            25..35 if left >= 2 => {
                left -= 2;
                let both = vec![test(random, fields), test(random, fields)];
                Condition::Not(Box::new(if random.percent(50) { Condition::All(both) } else { Condition::Any(both) }))
            }
            _ => {
                left -= 1;
                part(random, fields)
            }
        };
        parts.push(part);
    }
    Rule { disease, condition: if parts.len() == 1 { parts.remove(0) } else { Condition::All(parts) } }
}

/// A comparison, or one time in six its opposite.
fn part(random: &mut Random, fields: &[Field]) -> Condition {
    let test = test(random, fields);
    if random.percent(16) { Condition::Not(Box::new(test)) } else { test }
}

/// A comparison of any field but the disease.
fn test(random: &mut Random, fields: &[Field]) -> Condition {
    let at = 1 + random.below(fields.len().saturating_sub(1));
    let Some(field) = fields.get(at) else { return Condition::All(Vec::new()) };
    let asked = match &field.domain {
        Domain::Number { bounds, .. } => {
            let bound = random.pick(bounds).copied().unwrap_or_default();
            if random.percent(60) { Asked::AtLeast(bound) } else { Asked::Below(bound) }
        }
        Domain::Values(values) => {
            // A gene is asked for an alteration, a flag for one of its two values.
            let first = if field.role == Role::Gene { usize::from(MUTATION) } else { 0 };
            let one = (first + random.below(values.len() - first)) as u8;
            let other = (first + random.below(values.len() - first)) as u8;
            let mut asked = vec![one];
            let apart = !field.is_under(one, other) && !field.is_under(other, one);
            if apart && values.len() > 2 && random.percent(40) {
                asked.push(other);
                asked.sort_unstable();
            }
            Asked::Is(asked)
        }
    };
    Condition::Test(Test { field: at, asked })
}

fn profiles(seed: u64, fields: &[Field], groups: usize, count: usize) -> Vec<Profile> {
    // Another stream than that of the rules, so that every number of rules meets the same patients.
    let mut random = Random::new(seed ^ 0x0005_EED0_F0A1);
    (0..count)
        .map(|_| Profile { known: fields.iter().map(|field| known(&mut random, field, groups)).collect() })
        .collect()
}

fn known(random: &mut Random, field: &Field, groups: usize) -> Option<Known> {
    match (&field.domain, field.role) {
        (Domain::Number { low, high, .. }, _) => {
            (!random.percent(15)).then(|| Known::Number(random.between(*low, *high)))
        }
        (_, Role::Disease) => {
            let group = group(random.below(groups));
            match random.below(100) {
                0..2 => None,
                // Only the group is known.
                2..5 => Some(Known::Value(group)),
                _ => Some(Known::Value(group + 1 + random.below(DISEASES_IN_A_GROUP) as u8)),
            }
        }
        (_, Role::Gene) => match random.below(100) {
            0..25 => None,
            25..70 => Some(Known::Value(NEGATIVE)),
            _ => {
                let altered: Vec<u8> = field.exact().into_iter().filter(|value| *value != NEGATIVE).collect();
                random.pick(&altered).map(|value| Known::Value(*value))
            }
        },
        _ => {
            if random.percent(15) {
                return None;
            }
            // One time in ten the profile says III and not IIIB.
            if random.percent(10) {
                return Some(Known::Value(random.below(field.values().len()) as u8));
            }
            random.pick(&field.exact()).map(|value| Known::Value(*value))
        }
    }
}
