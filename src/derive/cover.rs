//! The smallest set of candidates that covers all needs: an exact search, which says where it was cut off.
//!
//! Minimum set cover by branch and bound. Needs that follow from others and candidates that others outdo are taken out
//! first; then the need with the fewest candidates is covered by each of them in turn. Needs that share no candidate
//! need one each, which bounds what is still to come. How many are needed is settled first; which of the sets of that
//! size is best, second.

use std::cmp::Reverse;

/// How many steps each of the two searches takes at most. Plans of real rulebooks take a few dozen.
pub const MAX_STEPS: usize = 10_000;

/// Something that covers needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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

/// The best set of candidates: the smallest; of those the one with the fewest set-backs, then the fewest specimens
/// beside those `taken` already, then the soonest results (the last one, then all together), then the candidates that
/// stand first.
pub fn smallest(candidates: &[Candidate], taken: &[usize], max_steps: usize) -> Cover {
    let table = Table::new(candidates, taken);
    // The size, by candidates' coverage alone.
    let mut size = Search::new(&table, Goal::Size, max_steps);
    size.offer(&table.greedy());
    size.run(&table.reduced(|_, _| true));
    // The best set of that size.
    let mut best = Search::new(&table, Goal::Best, max_steps);
    best.offer(&size.best);
    best.run(&table.reduced(|worse, better| table.is_no_worse(better, worse)));
    // Either search, where it went through to its end, proves that there is no smaller set.
    Cover { chosen: best.best, is_smallest: !size.is_cut_off || !best.is_cut_off }
}

/// The candidates that could stand in the place of one that is chosen: all needs stay covered, with no more set-backs
/// or specimens and no later.
pub fn instead_of(chosen: usize, cover: &Cover, candidates: &[Candidate], taken: &[usize]) -> Vec<usize> {
    let table = Table::new(candidates, taken);
    let others: Vec<usize> = cover.chosen.iter().copied().filter(|other| *other != chosen).collect();
    let mut open = table.all();
    others.iter().for_each(|other| open.remove_all(&table.covered[*other]));
    let cost = table.cost(&cover.chosen);
    let stands_in = |other: &usize| {
        let with: Vec<usize> = others.iter().copied().chain([*other]).collect();
        !cover.chosen.contains(other) && open.is_within(&table.covered[*other]) && table.cost(&with) == cost
    };
    (0..candidates.len()).filter(stands_in).collect()
}

/// A set of small numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Bits(Vec<u64>);

impl Bits {
    fn with_room_for(count: usize) -> Bits {
        Bits(vec![0; count.div_ceil(64)])
    }

    fn add(&mut self, number: usize) {
        self.0[number / 64] |= 1 << (number % 64);
    }

    fn remove(&mut self, number: usize) {
        self.0[number / 64] &= !(1 << (number % 64));
    }

    fn add_all(&mut self, others: &Bits) {
        self.0.iter_mut().zip(&others.0).for_each(|(word, other)| *word |= other);
    }

    fn remove_all(&mut self, others: &Bits) {
        self.0.iter_mut().zip(&others.0).for_each(|(word, other)| *word &= !other);
    }

    fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    fn len(&self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    fn is_within(&self, others: &Bits) -> bool {
        self.0.iter().zip(&others.0).all(|(word, other)| word & !other == 0)
    }

    fn common(&self, others: &Bits) -> u32 {
        self.0.iter().zip(&others.0).map(|(word, other)| (word & other).count_ones()).sum()
    }

    fn numbers(&self) -> impl Iterator<Item = usize> + '_ {
        self.0.iter().enumerate().flat_map(|(at, word)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                let number = (rest != 0).then(|| at * 64 + rest.trailing_zeros() as usize)?;
                rest &= rest - 1;
                Some(number)
            })
        })
    }
}

/// What counts beside the number of candidates, the most important first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Cost {
    set_backs: usize,
    specimens: u32,
    slowest: u64,
    total: u64,
}

/// Which candidate covers which need, both ways.
struct Table<'c> {
    candidates: &'c [Candidate],
    /// For each candidate, the needs.
    covered: Vec<Bits>,
    /// How many needs there are, covered or not.
    needs: usize,
    /// The specimens that are taken already.
    taken: Bits,
}

impl<'c> Table<'c> {
    fn new(candidates: &'c [Candidate], taken: &[usize]) -> Table<'c> {
        let needs = candidates.iter().flat_map(|candidate| &candidate.covers).max().map_or(0, |last| last + 1);
        let covered = candidates.iter().map(|candidate| {
            let mut bits = Bits::with_room_for(needs);
            candidate.covers.iter().for_each(|need| bits.add(*need));
            bits
        });
        let specimens = candidates.iter().filter_map(|candidate| candidate.specimen).chain(taken.iter().copied());
        let mut already = Bits::with_room_for(specimens.max().map_or(0, |last| last + 1));
        taken.iter().for_each(|specimen| already.add(*specimen));
        Table { candidates, covered: covered.collect(), needs, taken: already }
    }

    /// The needs that any candidate covers.
    fn all(&self) -> Bits {
        let mut all = Bits::with_room_for(self.needs);
        self.covered.iter().for_each(|covered| all.add_all(covered));
        all
    }

    fn days(&self, candidate: usize) -> u64 {
        self.candidates[candidate].days.map_or(u64::from(u32::MAX), u64::from)
    }

    fn cost(&self, chosen: &[usize]) -> Cost {
        let mut specimens = self.taken.clone();
        let mut cost = Cost::default();
        for candidate in chosen {
            let of = &self.candidates[*candidate];
            of.specimen.iter().for_each(|specimen| specimens.add(*specimen));
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
        let mut open = self.all();
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
        let mut usable = Bits::with_room_for(self.candidates.len());
        (0..self.candidates.len()).for_each(|number| usable.add(number));
        let mut rows = vec![Bits::with_room_for(self.candidates.len()); self.needs];
        for (number, covered) in self.covered.iter().enumerate() {
            covered.numbers().for_each(|need| rows[need].add(number));
        }
        let mut kept: Vec<usize> = self.all().numbers().collect();
        loop {
            // Whatever covers a need with fewer candidates covers this one too.
            kept.sort_by_cached_key(|need| (rows[*need].len(), *need));
            let mut least: Vec<usize> = Vec::with_capacity(kept.len());
            for need in &kept {
                if !least.iter().any(|fewer| rows[*fewer].is_within(&rows[*need])) {
                    least.push(*need);
                }
            }
            kept = least;
            let mut deciding = Bits::with_room_for(self.needs);
            kept.iter().for_each(|need| deciding.add(*need));
            let parts: Vec<Bits> = self
                .covered
                .iter()
                .map(|covered| Bits(covered.0.iter().zip(&deciding.0).map(|(word, other)| word & other).collect()))
                .collect();
            let before = usable.len();
            for worse in 0..self.candidates.len() {
                let outdone = |better: usize| {
                    better != worse
                        && parts[worse].is_within(&parts[better])
                        && (parts[worse] != parts[better] || better < worse || !may_stand_for(better, worse))
                        && may_stand_for(worse, better)
                };
                if parts[worse].is_empty() || usable.numbers().any(outdone) {
                    usable.remove(worse);
                }
            }
            if usable.len() == before {
                break;
            }
            for need in &kept {
                rows[*need].0.iter_mut().zip(&usable.0).for_each(|(word, other)| *word &= other);
            }
        }
        kept.into_iter().map(|need| rows[need].clone()).collect()
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
    table: &'t Table<'c>,
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
    fn new(table: &'t Table<'c>, goal: Goal, max_steps: usize) -> Search<'t, 'c> {
        Search {
            table,
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
        self.best.sort_unstable();
        self.best_cost = self.table.cost(chosen);
    }

    fn run(&mut self, rows: &[Bits]) {
        self.rows = rows.to_vec();
        let mut open = Bits::with_room_for(rows.len());
        (0..rows.len()).for_each(|row| open.add(row));
        let barred = Bits::with_room_for(self.table.candidates.len());
        self.descend(&open, &barred, &mut Vec::new());
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
        let mut seen = Bits::with_room_for(self.table.candidates.len());
        let mut fewest: Option<(u32, usize)> = None;
        for row in open.numbers() {
            let left = || self.rows[row].0.iter().zip(&barred.0).map(|(word, other)| word & !other);
            let count: u32 = left().map(u64::count_ones).sum();
            if count == 0 {
                return;
            }
            if left().zip(&seen.0).all(|(word, other)| word & other == 0) {
                bound += 1;
                seen.0.iter_mut().zip(left()).for_each(|(word, other)| *word |= other);
            }
            if fewest.is_none_or(|(least, _)| count < least) {
                fewest = Some((count, row));
            }
        }
        let Some((_, narrowest)) = fewest else { return };
        if !self.may_improve(chosen, bound) {
            return;
        }
        let covered = |candidate: usize| {
            let rows = open.numbers().filter(|row| self.rows[*row].0[candidate / 64] >> (candidate % 64) & 1 == 1);
            rows.fold(Bits::with_room_for(self.rows.len()), |mut bits, row| {
                bits.add(row);
                bits
            })
        };
        let mut options = self.rows[narrowest].clone();
        options.remove_all(barred);
        let mut ways: Vec<(usize, Bits)> = options.numbers().map(|candidate| (candidate, covered(candidate))).collect();
        if self.goal == Goal::Size {
            ways.sort_by_key(|(candidate, covered)| (Reverse(covered.len()), *candidate));
        }
        let mut barred = barred.clone();
        for (candidate, covered) in ways {
            let mut rest = open.clone();
            rest.remove_all(&covered);
            chosen.push(candidate);
            self.descend(&rest, &barred, chosen);
            chosen.pop();
            barred.add(candidate);
        }
    }

    /// Whether so many more than are chosen may still make a better set.
    fn may_improve(&self, chosen: &[usize], more: usize) -> bool {
        let size = chosen.len() + more;
        size < self.best.len()
            || self.goal == Goal::Best && size == self.best.len() && self.table.cost(chosen) <= self.best_cost
    }

    fn found(&mut self, chosen: &[usize]) {
        let mut sorted = chosen.to_vec();
        sorted.sort_unstable();
        let cost = self.table.cost(chosen);
        if (sorted.len(), cost, &sorted) < (self.best.len(), self.best_cost, &self.best) {
            self.best = sorted;
            self.best_cost = cost;
        }
    }
}
