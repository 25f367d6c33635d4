//! Did-you-mean: the nearest of some names to what was written.

/// The nearest name by edit distance, where one is near enough to be what was meant.
///
/// Case, `-`, `_` and blanks do not count (`HER-2` is near `HER2`); otherwise at most a third of the characters may
/// differ, and one digit never stands for another: `4+` is no slip for `3+`. Of equally near names the first in alphabetical order is given, so that the answer is always the same.
pub fn nearest<'a>(written: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = Folded::of(written);
    let near = names.into_iter().filter_map(|name| Some((wanted.distance(&Folded::of(name))?, name)));
    near.min().map(|(_, name)| name)
}

/// Names made ready, for looking many words up among them.
#[derive(Clone, Debug, Default)]
pub struct Candidates {
    names: Vec<(Folded, String)>,
}

impl Candidates {
    /// Of these names.
    pub fn of<'a>(names: impl IntoIterator<Item = &'a str>) -> Candidates {
        Candidates { names: names.into_iter().map(|name| (Folded::of(name), name.to_owned())).collect() }
    }

    /// The [`nearest`] of them.
    pub fn nearest(&self, written: &str) -> Option<&str> {
        let wanted = Folded::of(written);
        let near = self.names.iter().filter_map(|(folded, name)| Some((wanted.distance(folded)?, name.as_str())));
        near.min().map(|(_, name)| name)
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

    /// How far a candidate is from this, where it is near enough.
    fn distance(&self, candidate: &Folded) -> Option<usize> {
        let (wanted, candidate_length) = (self.characters.len(), candidate.characters.len());
        let allowed = if wanted < 3 { 0 } else { (wanted / 3).max(1) };
        let too_long = candidate_length == 0 || candidate_length.abs_diff(wanted) > allowed;
        // Each change brings or takes at most one character that the other has not.
        let (missing, added) = (self.set & !candidate.set, candidate.set & !self.set);
        if too_long || missing.count_ones().max(added.count_ones()) as usize > allowed {
            return None;
        }
        let distance = distance(&self.characters, &candidate.characters);
        (distance <= allowed).then_some(distance)
    }
}

/// The sentence that offers the nearest name.
pub fn suggestion<'a>(written: &str, names: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(written, names).map(|name| format!("did you mean `{name}`?"))
}

fn folded(text: &str) -> Vec<char> {
    text.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).take(64).flat_map(char::to_lowercase).collect()
}

/// Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before_last = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let digits = a[i - 1].is_ascii_digit() && b[j - 1].is_ascii_digit();
            let differs = if a[i - 1] == b[j - 1] { 0 } else { 1 + usize::from(digits) };
            row[j] = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + differs);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before_last[j - 2] + 1);
            }
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}
