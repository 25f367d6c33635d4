//! Small sets of small numbers.

/// A set of numbers; the first 128 need no memory of their own.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Bits {
    first: u128,
    more: Vec<u128>,
}

const WIDTH: usize = 128;

impl Bits {
    pub fn of(number: usize) -> Bits {
        let mut bits = Bits::default();
        bits.insert(number);
        bits
    }

    pub fn insert(&mut self, number: usize) {
        match (number / WIDTH).checked_sub(1) {
            None => self.first |= 1 << number,
            Some(word) => {
                if self.more.len() <= word {
                    self.more.resize(word + 1, 0);
                }
                self.more[word] |= 1 << (number % WIDTH);
            }
        }
    }

    pub fn remove(&mut self, number: usize) {
        match (number / WIDTH).checked_sub(1) {
            None => self.first &= !(1 << number),
            Some(word) => {
                if let Some(word) = self.more.get_mut(word) {
                    *word &= !(1 << (number % WIDTH));
                }
                self.trim();
            }
        }
    }

    /// Takes away all that the other has.
    pub fn remove_all(&mut self, other: &Bits) {
        self.first &= !other.first;
        self.more.iter_mut().zip(&other.more).for_each(|(word, other)| *word &= !other);
        self.trim();
    }

    /// Takes away all that the other has not.
    pub fn keep_all(&mut self, other: &Bits) {
        self.first &= other.first;
        self.more.truncate(other.more.len());
        self.more.iter_mut().zip(&other.more).for_each(|(word, other)| *word &= other);
        self.trim();
    }

    /// Equal sets have equally much memory.
    fn trim(&mut self) {
        while self.more.last() == Some(&0) {
            self.more.pop();
        }
    }

    pub fn has(&self, number: usize) -> bool {
        match (number / WIDTH).checked_sub(1) {
            None => self.first >> number & 1 == 1,
            Some(word) => self.more.get(word).is_some_and(|word| word >> (number % WIDTH) & 1 == 1),
        }
    }

    pub fn extend(&mut self, other: &Bits) {
        self.first |= other.first;
        if self.more.len() < other.more.len() {
            self.more.resize(other.more.len(), 0);
        }
        self.more.iter_mut().zip(&other.more).for_each(|(word, other)| *word |= other);
    }

    pub fn meets(&self, other: &Bits) -> bool {
        self.first & other.first != 0 || self.more.iter().zip(&other.more).any(|(word, other)| word & other != 0)
    }

    pub fn is_empty(&self) -> bool {
        self.first == 0 && self.more.is_empty()
    }

    /// Whether the other has all that this one has.
    pub fn is_within(&self, other: &Bits) -> bool {
        let beside = |(word, at): (&u128, usize)| word & !other.more.get(at).copied().unwrap_or_default() == 0;
        self.first & !other.first == 0 && self.more.iter().zip(0..).all(beside)
    }

    /// How many numbers both have.
    pub fn common(&self, other: &Bits) -> usize {
        let more = self.more.iter().zip(&other.more).map(|(word, other)| (word & other).count_ones());
        ((self.first & other.first).count_ones() + more.sum::<u32>()) as usize
    }

    pub fn len(&self) -> usize {
        (self.first.count_ones() + self.more.iter().map(|word| word.count_ones()).sum::<u32>()) as usize
    }

    /// The numbers in it, in order.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        std::iter::once(self.first).chain(self.more.iter().copied()).enumerate().flat_map(|(index, mut word)| {
            std::iter::from_fn(move || {
                let lowest = word.trailing_zeros() as usize;
                word &= word.wrapping_sub(1);
                (lowest < WIDTH).then_some(index * WIDTH + lowest)
            })
        })
    }
}

/// The numbers of the bits that are set.
impl From<u128> for Bits {
    fn from(first: u128) -> Bits {
        Bits { first, more: Vec::new() }
    }
}

impl FromIterator<usize> for Bits {
    fn from_iter<N: IntoIterator<Item = usize>>(numbers: N) -> Bits {
        let mut bits = Bits::default();
        numbers.into_iter().for_each(|number| bits.insert(number));
        bits
    }
}
