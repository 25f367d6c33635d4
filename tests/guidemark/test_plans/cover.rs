//! The smallest cover: the same as trying every set, and honest where it is cut off.

use guidemark::derive::cover::{Candidate, Choice, MAX_STEPS};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn candidate(covers: &[usize]) -> Candidate {
    Candidate { covers: covers.to_vec(), ..Candidate::default() }
}

/// What counts, worst first: size, set-backs, specimens, the last result, all results, places.
type Cost = (usize, usize, usize, u64, u64, Vec<usize>);

fn cost(candidates: &[Candidate], taken: &[usize], chosen: &[usize]) -> Cost {
    let of = || chosen.iter().map(|number| &candidates[*number]);
    let days = || of().map(|candidate| candidate.days.map_or(u64::from(u32::MAX), u64::from));
    let specimens: BTreeSet<usize> =
        of().filter_map(|candidate| candidate.specimen).chain(taken.iter().copied()).collect();
    let set_backs = of().filter(|candidate| candidate.set_back).count();
    (chosen.len(), set_backs, specimens.len(), days().max().unwrap_or(0), days().sum(), chosen.to_vec())
}

fn covered(candidates: &[Candidate], chosen: &[usize]) -> BTreeSet<usize> {
    chosen.iter().flat_map(|number| &candidates[*number].covers).copied().collect()
}

/// Every subset that covers all that can be covered, by its cost.
fn all_covers(candidates: &[Candidate], taken: &[usize]) -> Vec<Cost> {
    let every: Vec<usize> = (0..candidates.len()).collect();
    let whole = covered(candidates, &every);
    let subsets = (0..1_u32 << candidates.len())
        .map(|set| -> Vec<usize> { every.iter().copied().filter(|number| set >> number & 1 == 1).collect() });
    let covers = subsets.filter(|chosen| covered(candidates, chosen) == whole);
    let mut costs: Vec<Cost> = covers.map(|chosen| cost(candidates, taken, &chosen)).collect();
    costs.sort();
    costs
}

fn candidates() -> impl Strategy<Value = Vec<Candidate>> {
    let one = (
        prop::collection::btree_set(0_usize..10, 0..7),
        prop::option::weighted(0.8, 0_usize..3),
        prop::bool::weighted(0.2),
        prop::option::weighted(0.6, 1_u32..5),
    );
    // Also with so many needs that a word does not hold them.
    let first = prop::sample::select(vec![0, 124, 251]);
    (prop::collection::vec(one, 0..9), first).prop_map(|(all, first)| {
        let of = |(covers, specimen, set_back, days): (BTreeSet<usize>, _, _, _)| Candidate {
            covers: covers.into_iter().map(|need| need + first).collect(),
            specimen,
            set_back,
            days,
        };
        all.into_iter().map(of).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_set_is_better(candidates in candidates(), taken in prop::collection::vec(0_usize..3, 0..2)) {
        let found = Choice::new(&candidates, &taken).smallest(MAX_STEPS);
        prop_assert!(found.is_smallest);
        let best = all_covers(&candidates, &taken).into_iter().next().unwrap();
        prop_assert_eq!(cost(&candidates, &taken, &found.chosen), best);
    }

    #[test]
    fn what_stands_in_is_as_good(candidates in candidates()) {
        let choice = Choice::new(&candidates, &[]);
        let found = choice.smallest(MAX_STEPS);
        let (size, set_backs, specimens, last, total, _) = cost(&candidates, &[], &found.chosen);
        let whole = covered(&candidates, &found.chosen);
        for one in &found.chosen {
            let others = choice.instead_of(*one, &found);
            for other in 0..candidates.len() {
                let mut with: Vec<usize> = found.chosen.iter().copied().filter(|chosen| chosen != one).collect();
                with.push(other);
                let is_new = !found.chosen.contains(&other);
                let (s, b, p, l, t, _) = cost(&candidates, &[], &with);
                let is_as_good = (s, b, p, l, t) == (size, set_backs, specimens, last, total);
                let stands_in = is_new && is_as_good && covered(&candidates, &with) == whole;
                prop_assert_eq!(others.contains(&other), stands_in, "{} for {}", other, one);
            }
        }
    }

    #[test]
    fn cut_off_it_still_covers_and_says_so(candidates in candidates()) {
        let found = Choice::new(&candidates, &[]).smallest(0);
        let every: Vec<usize> = (0..candidates.len()).collect();
        prop_assert_eq!(covered(&candidates, &found.chosen), covered(&candidates, &every));
        prop_assert!(!found.is_smallest);
    }
}

/// Taking what covers most first is not enough: here it takes three.
#[test]
fn it_is_not_greedy() {
    let candidates = [candidate(&[0, 1, 2, 3]), candidate(&[0, 1, 4]), candidate(&[2, 3, 5])];
    let found = Choice::new(&candidates, &[]).smallest(MAX_STEPS);
    assert_eq!((found.chosen, found.is_smallest), (vec![1, 2], true));
}

#[test]
fn nothing_to_cover_needs_nothing() {
    assert!(Choice::new(&[], &[]).smallest(MAX_STEPS).chosen.is_empty());
    assert!(Choice::new(&[candidate(&[])], &[]).smallest(MAX_STEPS).chosen.is_empty());
}

/// A number from 0 to 2³¹, the next of a row (Park and Miller, CACM 1988).
fn next(seed: &mut u64) -> u64 {
    *seed = *seed * 48_271 % 0x7fff_ffff;
    *seed
}

/// 400 genes, 64 assays, three specimens: the largest that is spoken of.
#[test]
fn large_panels_are_arranged() {
    let mut seed = 7;
    // Panels as they are: each looks at one gene and those beside it.
    let panels: Vec<Candidate> = (0..192)
        .map(|number| {
            let (from, length) = (next(&mut seed) as usize % 400, 20 + next(&mut seed) as usize % 120);
            let covers = (from..from + length).map(|gene| gene % 400).collect();
            Candidate { covers, specimen: Some(number % 3), ..Candidate::default() }
        })
        .collect();
    let found = Choice::new(&panels, &[]).smallest(MAX_STEPS);
    assert!(found.is_smallest);
    assert_eq!(covered(&panels, &found.chosen).len(), 400);
    // Genes thrown together without any order are too hard to prove, and that is said.
    let random: Vec<Candidate> = (0..192)
        .map(|number| {
            let covers = (0..400).filter(|_| next(&mut seed).is_multiple_of(6)).collect();
            Candidate { covers, specimen: Some(number % 3), ..Candidate::default() }
        })
        .collect();
    let found = Choice::new(&random, &[]).smallest(MAX_STEPS);
    assert!(!found.is_smallest);
    assert_eq!(covered(&random, &found.chosen).len(), 400);
}
