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
        let mut cyclic = Vec::new();
        let mut children = vec![Vec::new(); parents.len()];
        let mut roots = Vec::new();
        for (index, parent) in parents.iter().enumerate() {
            match parent {
                None => roots.push(index),
                Some(_) if is_cyclic(parents, index) => {
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

    /// `ancestor` and all that is under it.
    pub fn under(&self, ancestor: I) -> impl Iterator<Item = I> + '_ {
        (0..self.ranges.len()).map(I::from_index).filter(move |entry| self.is_under(*entry, ancestor))
    }
}

/// Whether following the parents from `start` comes back to `start`.
fn is_cyclic<I: Id>(parents: &[Option<I>], start: usize) -> bool {
    let mut at = start;
    for _ in 0..=parents.len() {
        match parents[at] {
            None => return false,
            Some(parent) if parent.index() == start => return true,
            Some(parent) => at = parent.index(),
        }
    }
    false
}
