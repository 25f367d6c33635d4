//! The smallest set of candidates that covers all needs: an exact search, which says where it was cut off.
//!
//! Minimum set cover by branch and bound. Needs that follow from others and candidates that others outdo are taken out
//! first; then the need with the fewest candidates is covered by each of them in turn. Needs that share no candidate
//! need one each, which bounds what is still to come. How many are needed is settled first; which of the sets of that
//! size is best, second.

use super::bits::Bits;
use crate::ordered::Sort;
use std::cmp::Reverse;

/// How many steps each of the two searches takes at most. Plans of real rulebooks take a few dozen.
pub const MAX_STEPS: usize = 10_000;

/// Something that covers needs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Candidate {
    /// The needs that it covers, by number.
    pub covers: Vec<usize>,
    /// The specimen that it takes, by number; none where it takes none.
    pub specimen: Option<usize>,
    /// Whether something speaks against it: it failed before, or its specimen must be taken anew.
    pub set_back: bool,
    /// How many days it takes. What is not known comes after all that is.
    pub days: Option<u32>,
}

/// A set of candidates that covers every need which any candidate covers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cover {
    /// The candidates, by number, in order.
    pub chosen: Vec<usize>,
    /// Whether it is proved that no smaller set does; not where the search was cut off.
    pub is_smallest: bool,
}

/// What counts beside the number of candidates, the most important first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Cost {
    set_backs: usize,
    specimens: usize,
    slowest: u64,
    total: u64,
}

/// Candidates to choose from, and which of them covers which need.
pub struct Choice<'c> {
    candidates: &'c [Candidate],
    /// For each candidate, the needs.
    covered: Vec<Bits>,
    /// The needs that any candidate covers.
    all: Bits,
    /// The specimens that are taken already.
    taken: Bits,
}

impl<'c> Choice<'c> {
    /// Among candidates, where some specimens are `taken` already.
    pub fn new(candidates: &'c [Candidate], taken: &[usize]) -> Choice<'c> {
        let covered: Vec<Bits> =
            candidates.iter().map(|candidate| candidate.covers.iter().copied().collect()).collect();
        let mut all = Bits::default();
        covered.iter().for_each(|covered| all.extend(covered));
        Choice { candidates, covered, all, taken: taken.iter().copied().collect() }
    }

    /// The best set of candidates: the smallest; of those the one with the fewest set-backs, then the fewest specimens
    /// beside those that are taken already, then the soonest results (the last one, then all together), then the
    /// candidates that stand first.
    pub fn smallest(&self, max_steps: usize) -> Cover {
        // The size, by candidates' coverage alone.
        let mut size = Search::new(self, Goal::Size, max_steps);
        size.offer(&self.greedy());
        size.run(self.reduced(|_, _| true));
        // The best set of that size.
        let mut best = Search::new(self, Goal::Best, max_steps);
        best.offer(&size.best);
        best.run(self.reduced(|worse, better| self.is_no_worse(better, worse)));
        // Either search, where it went through to its end, proves that there is no smaller set.
        Cover { chosen: best.best, is_smallest: !size.is_cut_off || !best.is_cut_off }
    }

    /// The candidates that could stand in the place of one that is chosen: all needs stay covered, with no more
    /// set-backs or specimens and no later.
    pub fn instead_of(&self, chosen: usize, cover: &Cover) -> Vec<usize> {
        let mut with: Vec<usize> = cover.chosen.iter().copied().filter(|other| *other != chosen).collect();
        let mut open = self.all.clone();
        with.iter().for_each(|other| open.remove_all(&self.covered[*other]));
        let cost = self.cost(&cover.chosen);
        let stands_in = |other: &usize| {
            if cover.chosen.contains(other) || !open.is_within(&self.covered[*other]) {
                return false;
            }
            with.push(*other);
            let is_as_good = self.cost(&with) == cost;
            with.pop();
            is_as_good
        };
        (0..self.candidates.len()).filter(stands_in).collect()
    }

    fn days(&self, candidate: usize) -> u64 {
        self.candidates[candidate].days.map_or(u64::from(u32::MAX), u64::from)
    }

    fn cost(&self, chosen: &[usize]) -> Cost {
        let mut specimens = self.taken.clone();
        let mut cost = Cost::default();
        for candidate in chosen {
            let of = &self.candidates[*candidate];
            of.specimen.iter().for_each(|specimen| specimens.insert(*specimen));
            cost.set_backs += usize::from(of.set_back);
            cost.slowest = cost.slowest.max(self.days(*candidate));
            cost.total += self.days(*candidate);
        }
        cost.specimens = specimens.len();
        cost
    }

    /// Whether a candidate is at least as good as another in all but what it covers.
    fn is_no_worse(&self, candidate: usize, other: usize) -> bool {
        let (one, two) = (&self.candidates[candidate], &self.candidates[other]);
        let key = |number: usize| (self.candidates[number].set_back, self.days(number));
        let (ours, theirs) = (key(candidate), key(other));
        let better = ours != theirs && ours.0 <= theirs.0 && ours.1 <= theirs.1;
        one.specimen == two.specimen && (better || ours == theirs && candidate < other)
    }

    /// A cover found by taking what covers most.
    fn greedy(&self) -> Vec<usize> {
        let mut open = self.all.clone();
        let mut chosen = Vec::new();
        while !open.is_empty() {
            let most = |number: &usize| (self.covered[*number].common(&open), Reverse(*number));
            let Some(next) = (0..self.candidates.len()).max_by_key(most) else { break };
            open.remove_all(&self.covered[next]);
            chosen.push(next);
        }
        chosen
    }

    /// The needs that decide, each with its candidates: without those needs that are covered with another, and
    /// without those that cover no more than another which may stand for them: `may_stand_for(worse, better)`.
    fn reduced(&self, may_stand_for: impl Fn(usize, usize) -> bool) -> Vec<Bits> {
        let mut usable: Bits = (0..self.candidates.len()).collect();
        let mut rows = vec![Bits::default(); self.all.iter().last().map_or(0, |last| last + 1)];
        for (number, covered) in self.covered.iter().enumerate() {
            covered.iter().for_each(|need| rows[need].insert(number));
        }
        let mut kept: Vec<usize> = self.all.iter().collect();
        loop {
            // Whatever covers a need with fewer candidates covers this one too.
            kept.order_by_key(|need| (rows[*need].len(), *need));
            let mut least: Vec<usize> = Vec::with_capacity(kept.len());
            for need in &kept {
                if !least.iter().any(|fewer| rows[*fewer].is_within(&rows[*need])) {
                    least.push(*need);
                }
            }
            kept = least;
            let deciding: Bits = kept.iter().copied().collect();
            let of = |covered: &Bits| {
                let mut part = covered.clone();
                part.keep_all(&deciding);
                part
            };
            let parts: Vec<Bits> = self.covered.iter().map(of).collect();
            let before = usable.len();
            for worse in 0..self.candidates.len() {
                let outdone = |better: usize| {
                    better != worse
                        && usable.has(better)
                        && parts[worse].is_within(&parts[better])
                        && (parts[worse] != parts[better] || better < worse || !may_stand_for(better, worse))
                        && may_stand_for(worse, better)
                };
                // Whoever covers no less covers the need that fewest cover, too.
                let rarest = kept.iter().find(|need| parts[worse].has(**need));
                if rarest.is_none_or(|need| rows[*need].iter().any(outdone)) {
                    usable.remove(worse);
                }
            }
            if usable.len() == before {
                break;
            }
            for need in &kept {
                rows[*need].keep_all(&usable);
            }
        }
        kept.into_iter().map(|need| std::mem::take(&mut rows[need])).collect()
    }
}

/// What a search is after.
#[derive(Clone, Copy, PartialEq)]
enum Goal {
    /// The fewest candidates.
    Size,
    /// The best set of the fewest candidates.
    Best,
}

struct Search<'t, 'c> {
    choice: &'t Choice<'c>,
    goal: Goal,
    /// For each need that decides, its candidates.
    rows: Vec<Bits>,
    best: Vec<usize>,
    best_cost: Cost,
    steps: usize,
    max_steps: usize,
    is_cut_off: bool,
}

impl<'t, 'c> Search<'t, 'c> {
    fn new(choice: &'t Choice<'c>, goal: Goal, max_steps: usize) -> Search<'t, 'c> {
        Search {
            choice,
            goal,
            rows: Vec::new(),
            best: Vec::new(),
            best_cost: Cost::default(),
            steps: 0,
            max_steps,
            is_cut_off: false,
        }
    }

    /// A set that covers all needs, to be outdone.
    fn offer(&mut self, chosen: &[usize]) {
        self.best = chosen.to_vec();
        self.best.order();
        self.best_cost = self.choice.cost(chosen);
    }

    fn run(&mut self, rows: Vec<Bits>) {
        let open = (0..rows.len()).collect();
        self.rows = rows;
        self.descend(&open, &Bits::default(), &mut Vec::new());
    }

    /// Covers the open needs in every way that may outdo the best set; what is barred was tried before.
    fn descend(&mut self, open: &Bits, barred: &Bits, chosen: &mut Vec<usize>) {
        self.steps += 1;
        if self.steps > self.max_steps {
            self.is_cut_off = true;
            return;
        }
        if open.is_empty() {
            self.found(chosen);
            return;
        }
        let mut bound = 0;
        let mut seen = Bits::default();
        let mut fewest: Option<(usize, usize)> = None;
        for row in open.iter() {
            let mut left = self.rows[row].clone();
            left.remove_all(barred);
            let count = left.len();
            if count == 0 {
                return;
            }
            if !left.meets(&seen) {
                bound += 1;
                seen.extend(&left);
            }
            if fewest.is_none_or(|(least, _)| count < least) {
                fewest = Some((count, row));
            }
        }
        let Some((_, narrowest)) = fewest else { return };
        if !self.may_improve(chosen, bound) {
            return;
        }
        let covered = |candidate: usize| open.iter().filter(|row| self.rows[*row].has(candidate)).collect();
        let mut options = self.rows[narrowest].clone();
        options.remove_all(barred);
        let mut ways: Vec<(usize, Bits)> = options.iter().map(|candidate| (candidate, covered(candidate))).collect();
        if self.goal == Goal::Size {
            ways.order_by_key(|(candidate, covered)| (Reverse(covered.len()), *candidate));
        }
        let mut barred = barred.clone();
        for (candidate, covered) in ways {
            let mut rest = open.clone();
            rest.remove_all(&covered);
            chosen.push(candidate);
            self.descend(&rest, &barred, chosen);
            chosen.pop();
            barred.insert(candidate);
        }
    }

    /// Whether so many more than are chosen may still make a better set.
    fn may_improve(&self, chosen: &[usize], more: usize) -> bool {
        let size = chosen.len() + more;
        size < self.best.len()
            || self.goal == Goal::Best && size == self.best.len() && self.choice.cost(chosen) <= self.best_cost
    }

    fn found(&mut self, chosen: &[usize]) {
        let mut sorted = chosen.to_vec();
        sorted.order();
        let cost = self.choice.cost(chosen);
        if (sorted.len(), cost, &sorted) < (self.best.len(), self.best_cost, &self.best) {
            self.best = sorted;
            self.best_cost = cost;
        }
    }
}
