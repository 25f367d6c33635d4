//! Definitions that can be followed to their end: no cycles, and no deeper than evaluation can go.

use super::program::{Condition, Define};
use crate::vocabulary::{DefineId, Id, Table};

/// How many levels a condition may have once its definitions are written out.
pub(super) const MAX_DEPTH: usize = 128;

/// What is wrong with a definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It comes back to itself.
    Cyclic,
    /// It goes deeper than [`MAX_DEPTH`].
    TooDeep,
    /// It leads into a circle that is told of another definition.
    LeadsThere,
}

/// The definitions that cannot be followed to their end.
pub(super) fn faults(defines: &Table<DefineId, Define>) -> Vec<(DefineId, Fault)> {
    // The own depth of each definition and what it uses, with the depth at which it uses it.
    let direct: Vec<(usize, Vec<(usize, DefineId)>)> = defines
        .iter()
        .map(|(_, define)| {
            let mut uses = Vec::new();
            let own = measure(&define.condition, 1, &mut uses);
            (own, uses)
        })
        .collect();
    // Depths grow until nothing changes; whatever grows past the limit is cyclic or too deep.
    let mut depths: Vec<usize> = direct.iter().map(|(own, _)| *own).collect();
    for _ in 0..=MAX_DEPTH {
        let before = depths.clone();
        for (index, (own, uses)) in direct.iter().enumerate() {
            let through = uses.iter().map(|(at, define)| at + before[define.index()]).max().unwrap_or(0);
            depths[index] = (*own).max(through).min(MAX_DEPTH + 1);
        }
        if depths == before {
            break;
        }
    }
    let deep = |id: &DefineId| depths[id.index()] > MAX_DEPTH;
    let reached = |start: DefineId| {
        let mut seen = vec![false; depths.len()];
        let mut open = vec![start];
        while let Some(define) = open.pop() {
            for (_, used) in &direct[define.index()].1 {
                if !std::mem::replace(&mut seen[used.index()], true) {
                    open.push(*used);
                }
            }
        }
        seen
    };
    // A circle is one mistake, told of its first definition.
    let reached: Vec<(DefineId, Vec<bool>)> = defines.ids().filter(deep).map(|id| (id, reached(id))).collect();
    let circles: Vec<DefineId> = (reached.iter().filter(|(id, seen)| seen[id.index()])).map(|(id, _)| *id).collect();
    let mut told = vec![false; depths.len()];
    reached
        .iter()
        .map(|(id, seen)| {
            let fault = if seen[id.index()] && !told[id.index()] {
                Fault::Cyclic
            } else if circles.iter().any(|other| seen[other.index()]) {
                Fault::LeadsThere
            } else {
                Fault::TooDeep
            };
            if fault == Fault::Cyclic {
                seen.iter().enumerate().filter(|(_, seen)| **seen).for_each(|(index, _)| told[index] = true);
            }
            (*id, fault)
        })
        .collect()
}

/// The depth of a condition, definitions counted as leaves and collected with the depth at which they stand.
fn measure(condition: &Condition, depth: usize, uses: &mut Vec<(usize, DefineId)>) -> usize {
    match condition {
        Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => {
            parts.iter().map(|part| measure(part, depth + 1, uses)).max().unwrap_or(depth)
        }
        Condition::Not(part) => measure(part, depth + 1, uses),
        Condition::Define(define) => {
            uses.push((depth, *define));
            depth
        }
        Condition::Leaf(_) => depth,
    }
}
