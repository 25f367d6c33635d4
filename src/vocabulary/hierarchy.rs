//! Trees of entries (diseases, regions, methods, classes, values): is this one under that one?

use super::ids::Id;
use serde::{Deserialize, Serialize};
use std::marker::PhantomData;

/// A forest over one kind of id. Each entry knows the half-open range of preorder numbers that its subtree covers,
/// so that *under* is one comparison.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Hierarchy<I> {
    ranges: Vec<(u32, u32)>,
    #[serde(skip)]
    id: PhantomData<I>,
}

impl<I> Default for Hierarchy<I> {
    fn default() -> Self {
        Hierarchy { ranges: Vec::new(), id: PhantomData }
    }
}

impl<I: Id> Hierarchy<I> {
    /// The forest in which entry *n* hangs under `parents[n]`. An entry that hangs under itself, by whatever way,
    /// is made a root and returned beside the forest.
    pub fn new(parents: &[Option<I>]) -> (Hierarchy<I>, Vec<I>) {
        let loops = cyclic(parents);
        let mut cyclic = Vec::new();
        let mut children = vec![Vec::new(); parents.len()];
        let mut roots = Vec::new();
        for (index, parent) in parents.iter().enumerate() {
            match parent {
                None => roots.push(index),
                Some(_) if loops[index] => {
                    cyclic.push(I::from_index(index));
                    roots.push(index);
                }
                Some(parent) => children[parent.index()].push(index),
            }
        }
        let mut ranges = vec![(0, 0); parents.len()];
        let mut next = 0;
        // A stack instead of recursion: a chain of a million entries must not overflow.
        let mut stack: Vec<(usize, bool)> = roots.into_iter().rev().map(|root| (root, false)).collect();
        while let Some((index, done)) = stack.pop() {
            if done {
                ranges[index].1 = next;
            } else {
                ranges[index].0 = next;
                next += 1;
                stack.push((index, true));
                stack.extend(children[index].iter().rev().map(|child| (*child, false)));
            }
        }
        (Hierarchy { ranges, id: PhantomData }, cyclic)
    }

    /// How many entries it orders.
    pub fn len(&self) -> usize {
        self.ranges.len()
    }

    /// Whether it orders none.
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// Whether `entry` is `ancestor` or under it.
    pub fn is_under(&self, entry: I, ancestor: I) -> bool {
        let (start, end) = self.ranges[ancestor.index()];
        (start..end).contains(&self.ranges[entry.index()].0)
    }

    /// Whether nothing is under it.
    pub fn is_leaf(&self, entry: I) -> bool {
        let (start, end) = self.ranges[entry.index()];
        end == start + 1
    }

    /// All entries, each before those under it and right before them.
    pub fn in_order(&self) -> Vec<I> {
        let mut entries = vec![I::from_index(0); self.ranges.len()];
        for (index, (start, _)) in self.ranges.iter().enumerate() {
            if let Some(place) = entries.get_mut(*start as usize) {
                *place = I::from_index(index);
            }
        }
        entries
    }

    /// Where among all entries in their order an entry and all that is under it stand.
    pub fn span(&self, entry: I) -> std::ops::Range<usize> {
        let (start, end) = self.ranges[entry.index()];
        start as usize..end as usize
    }

    /// `ancestor` and all that is under it.
    pub fn under(&self, ancestor: I) -> impl Iterator<Item = I> + '_ {
        (0..self.ranges.len()).map(I::from_index).filter(move |entry| self.is_under(*entry, ancestor))
    }
}

/// Which entries hang under themselves. Each is followed upwards only as far as nobody went before.
fn cyclic<I: Id>(parents: &[Option<I>]) -> Vec<bool> {
    let mut cyclic = vec![false; parents.len()];
    // By which walk an entry was reached first, from 1.
    let mut walks = vec![0; parents.len()];
    for start in 0..parents.len() {
        let mut at = Some(start);
        while let Some(index) = at.filter(|index| walks[*index] == 0) {
            walks[index] = start + 1;
            at = parents[index].map(Id::index);
        }
        // This walk met itself: what lies between is the cycle.
        while let Some(index) = at.filter(|index| walks[*index] == start + 1 && !cyclic[*index]) {
            cyclic[index] = true;
            at = parents[index].map(Id::index);
        }
    }
    cyclic
}
