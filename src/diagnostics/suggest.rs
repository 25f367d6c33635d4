//! Did-you-mean: the nearest of some names to what was written.

use crate::ordered::Sort;

/// The nearest name by edit distance, where one is near enough to be what was meant.
///
/// Case, `-`, `_` and blanks do not count (`HER-2` is near `HER2`); otherwise at most a third of the characters may
/// differ, and one digit never stands for another: `4+` is no slip for `3+`. Of equally near names one of the same
/// characters comes first (`TSP` is `TPS` sooner than `TAP`), then the alphabet, so that the answer is always the same.
pub fn nearest<'a>(written: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let mut search = Search::of(written);
    names.into_iter().for_each(|name| search.look_at(&Folded::of(name), name));
    search.best.map(|(_, _, name)| name)
}

/// Names made ready, for looking many words up among them.
#[derive(Clone, Debug, Default)]
pub struct Candidates {
    /// From the shortest on.
    names: Vec<(Folded, String)>,
    /// Their sets of characters, side by side: most names are ruled out by these.
    sets: Vec<u64>,
}

impl Candidates {
    /// Of these names.
    pub fn of<'a>(names: impl IntoIterator<Item = &'a str>) -> Candidates {
        let mut names: Vec<(Folded, String)> =
            names.into_iter().map(|name| (Folded::of(name), name.to_owned())).collect();
        names.order_by_key(|(folded, _)| folded.characters.len());
        let sets = names.iter().map(|(folded, _)| folded.set).collect();
        Candidates { names, sets }
    }

    /// The [`nearest`] of them.
    pub fn nearest(&self, written: &str) -> Option<&str> {
        let mut search = Search::of(written);
        let (length, allowed) = (search.wanted.characters.len(), search.allowed);
        let from = self.names.partition_point(|(folded, _)| folded.characters.len() + allowed < length);
        let to = self.names.partition_point(|(folded, _)| folded.characters.len() <= length + allowed);
        for (set, (folded, name)) in self.sets[from..to].iter().zip(&self.names[from..to]) {
            if search.may_be_near(*set) {
                search.look_at(folded, name);
            }
        }
        search.best.map(|(_, _, name)| name)
    }
}

/// A name without what does not count, and which characters are in it.
#[derive(Clone, Debug)]
struct Folded {
    characters: Vec<char>,
    /// A bit for each character, several sharing one.
    set: u64,
}

impl Folded {
    fn of(name: &str) -> Folded {
        let characters = folded(name);
        let set = characters.iter().fold(0, |set, character| set | 1 << (u32::from(*character) % 64));
        Folded { characters, set }
    }
}

/// The search for the nearest name.
struct Search<'a> {
    wanted: Folded,
    /// How far a name may be to be of interest: no farther than the best one yet.
    allowed: usize,
    /// Its distance, whether it has other characters than are wanted, and its name.
    best: Option<(usize, bool, &'a str)>,
    rows: Rows,
}

/// The rows of distances that are worked out, in one piece of memory for all names.
type Rows = [Vec<usize>; 3];

impl<'a> Search<'a> {
    fn of(written: &str) -> Search<'a> {
        let wanted = Folded::of(written);
        let length = wanted.characters.len();
        let allowed = if length < 3 { 0 } else { (length / 3).max(1) };
        Search { wanted, allowed, best: None, rows: Rows::default() }
    }

    /// Whether a name of these characters can be near: each change brings or takes at most one that the other has not.
    fn may_be_near(&self, set: u64) -> bool {
        let (missing, added) = (self.wanted.set & !set, set & !self.wanted.set);
        missing.count_ones().max(added.count_ones()) as usize <= self.allowed
    }

    fn look_at(&mut self, candidate: &Folded, name: &'a str) {
        let (wanted, length) = (self.wanted.characters.len(), candidate.characters.len());
        if length == 0 || length.abs_diff(wanted) > self.allowed || !self.may_be_near(candidate.set) {
            return;
        }
        if let Some(distance) = distance(&self.wanted.characters, &candidate.characters, self.allowed, &mut self.rows)
            && let found = (distance, self.wanted.set != candidate.set, name)
            && self.best.is_none_or(|best| found < best)
        {
            (self.allowed, self.best) = (distance, Some(found));
        }
    }
}

/// The sentence that offers the nearest name.
pub fn suggestion<'a>(written: &str, names: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(written, names).map(|name| format!("did you mean `{name}`?"))
}

fn folded(text: &str) -> Vec<char> {
    text.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).take(64).flat_map(char::to_lowercase).collect()
}

/// Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours; nothing where it takes more
/// than `allowed` of them.
fn distance(a: &[char], b: &[char], allowed: usize, rows: &mut Rows) -> Option<usize> {
    let [before_last, last, row] = rows;
    for row in [&mut *before_last, last, row] {
        row.clear();
        row.extend(0..=b.len());
    }
    for i in 1..=a.len() {
        // What lies farther from the diagonal takes more changes than are allowed.
        let (from, to) = (i.saturating_sub(allowed).max(1), (i + allowed).min(b.len()));
        row.fill(usize::MAX >> 1);
        row[0] = i;
        for j in from..=to {
            let digits = a[i - 1].is_ascii_digit() && b[j - 1].is_ascii_digit();
            let differs = if a[i - 1] == b[j - 1] { 0 } else { 1 + usize::from(digits) };
            row[j] = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + differs);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before_last[j - 2] + 1);
            }
        }
        // Every way on leads through this row or, by a swap, from the one before.
        if row.iter().chain(&*last).all(|so_far| *so_far > allowed) {
            return None;
        }
        std::mem::swap(before_last, last);
        std::mem::swap(last, row);
    }
    Some(last[b.len()]).filter(|distance| *distance <= allowed)
}
