//! Definitions that can be followed to their end: no cycles, and no deeper than evaluation can go.

use super::program::{Condition, Define};
use crate::vocabulary::{DefineId, Id, Table};
use std::mem::replace;

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
    let uses: Vec<Vec<usize>> =
        direct.iter().map(|(_, uses)| uses.iter().map(|(_, define)| define.index()).collect()).collect();
    let circles = circles(&uses);
    let leads_there = leads_to(&uses, &circles);
    // A circle is one mistake, told of its first definition.
    let mut told = vec![false; uses.len()];
    let mut fault = |id: DefineId| match circles[id.index()] {
        Some(circle) if !replace(&mut told[circle], true) => Fault::Cyclic,
        _ if leads_there[id.index()] => Fault::LeadsThere,
        _ => Fault::TooDeep,
    };
    defines.ids().filter(deep).map(|id| (id, fault(id))).collect()
}

/// The circle that each definition is part of, where definition *n* uses `uses[n]`; a circle is known by one of its
/// definitions.
///
/// Those that reach each other are found as Kosaraju does, by one search forwards and one backwards: following each
/// definition on its own would take forever in a rulebook of a million.
fn circles(uses: &[Vec<usize>]) -> Vec<Option<usize>> {
    let users = users(uses);
    let mut finished = Vec::with_capacity(uses.len());
    let mut seen = vec![false; uses.len()];
    for start in 0..uses.len() {
        if replace(&mut seen[start], true) {
            continue;
        }
        let mut path = vec![(start, 0)];
        while let Some((define, next)) = path.last_mut() {
            match uses[*define].get(*next) {
                Some(used) => {
                    *next += 1;
                    if !replace(&mut seen[*used], true) {
                        path.push((*used, 0));
                    }
                }
                None => {
                    finished.push(*define);
                    path.pop();
                }
            }
        }
    }
    let mut circles = vec![None; uses.len()];
    let mut seen = vec![false; uses.len()];
    for start in finished.into_iter().rev() {
        if replace(&mut seen[start], true) {
            continue;
        }
        let together = reached(&users, vec![start], &mut seen);
        if together.len() > 1 || uses[start].contains(&start) {
            together.into_iter().for_each(|define| circles[define] = Some(start));
        }
    }
    circles
}

/// Which definitions lead into a circle.
fn leads_to(uses: &[Vec<usize>], circles: &[Option<usize>]) -> Vec<bool> {
    let starts: Vec<usize> = (0..uses.len()).filter(|define| circles[*define].is_some()).collect();
    let mut seen: Vec<bool> = circles.iter().map(Option::is_some).collect();
    reached(&users(uses), starts, &mut seen);
    seen
}

/// Which definitions use each.
fn users(uses: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut users = vec![Vec::new(); uses.len()];
    for (define, used) in uses.iter().enumerate() {
        used.iter().for_each(|used| users[*used].push(define));
    }
    users
}

/// All that can be reached from some definitions and has not been seen.
fn reached(edges: &[Vec<usize>], mut found: Vec<usize>, seen: &mut [bool]) -> Vec<usize> {
    let mut next = 0;
    while let Some(define) = found.get(next) {
        let new: Vec<usize> =
            edges[*define].iter().copied().filter(|other| !replace(&mut seen[*other], true)).collect();
        found.extend(new);
        next += 1;
    }
    found
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
