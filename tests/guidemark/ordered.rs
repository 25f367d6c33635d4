//! Lists, sets and maps in order, against those of the standard library.

use guidemark::ordered::{Map, Set, Sort};
use proptest::{collection::vec, prelude::*};
use std::collections::{BTreeMap, BTreeSet};

/// Few different numbers, so that many are equal, in lists below and above the length from which places are sorted.
fn numbers() -> impl Strategy<Value = Vec<u8>> {
    vec(0u8..24, 0..60)
}

proptest! {
    #[test]
    fn a_list_is_sorted_as_the_standard_library_sorts_it(numbers in numbers()) {
        let mut expected = numbers.clone();
        expected.sort();
        let mut ours = numbers;
        ours.order();
        prop_assert_eq!(ours, expected);
    }

    #[test]
    fn equal_things_keep_their_order(numbers in numbers()) {
        let numbered: Vec<(u8, usize)> = numbers.into_iter().enumerate().map(|(at, number)| (number, at)).collect();
        let mut expected = numbered.clone();
        expected.sort_by(|(a, _), (b, _)| b.cmp(a));
        let mut ours = numbered.clone();
        ours.order_by(|(a, _), (b, _)| b.cmp(a));
        prop_assert_eq!(&ours, &expected);

        expected.sort_by_key(|(number, _)| *number);
        ours.order_by_key(|(number, _)| *number);
        prop_assert_eq!(ours, expected);
    }

    #[test]
    fn a_set_holds_what_a_tree_holds(start in numbers(), put in numbers(), more in numbers(), taken in numbers()) {
        let mut expected: BTreeSet<u8> = start.iter().copied().collect();
        let mut ours: Set<u8> = start.iter().copied().collect();
        for number in &put {
            prop_assert_eq!(ours.insert(*number), expected.insert(*number));
        }
        ours.extend(&more);
        expected.extend(&more);
        for number in &taken {
            prop_assert_eq!(ours.remove(number), expected.remove(number));
            prop_assert_eq!(ours.contains(number), expected.contains(number));
        }
        prop_assert_eq!(ours.len(), expected.len());
        let other: Set<u8> = put.iter().copied().collect();
        let without: Vec<u8> = ours.difference(&other).copied().collect();
        let wanted: Vec<u8> = expected.difference(&put.iter().copied().collect()).copied().collect();
        prop_assert_eq!(without, wanted);
        prop_assert!(ours.into_iter().eq(expected));
    }

    #[test]
    fn a_map_holds_what_a_tree_holds(
        start in vec((0u8..24, any::<u8>()), 0..60),
        put in vec((0u8..24, any::<u8>()), 0..30),
        more in vec((0u8..24, any::<u8>()), 0..30),
        taken in numbers(),
    ) {
        let mut expected: BTreeMap<u8, u8> = start.iter().copied().collect();
        let mut ours: Map<u8, u8> = start.iter().copied().collect();
        for (key, value) in &put {
            prop_assert_eq!(ours.insert(*key, *value), expected.insert(*key, *value));
        }
        ours.extend(more.iter().copied());
        expected.extend(more.iter().copied());
        for key in &taken {
            prop_assert_eq!(ours.get(key), expected.get(key));
            prop_assert_eq!(ours.remove(key), expected.remove(key));
            *ours.or_default(key ^ 1) ^= 3;
            *expected.entry(key ^ 1).or_default() ^= 3;
        }
        prop_assert_eq!(ours.first(), expected.first_key_value());
        prop_assert!(ours.keys().eq(expected.keys()) && ours.values().eq(expected.values()));
        prop_assert!(ours.iter().eq(&expected));
        prop_assert!(ours.into_iter().eq(expected));
    }
}
