//! Did-you-mean: the nearest of some names to what was written.

/// The nearest name by edit distance, where one is near enough to be what was meant.
///
/// Case, `-`, `_` and blanks do not count (`HER-2` is near `HER2`); otherwise at most a third of the characters may
/// differ, and one digit never stands for another: `4+` is no slip for `3+`. Of equally near names the first in alphabetical order is given, so that the answer is always the same.
pub fn nearest<'a>(written: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = folded(written);
    let allowed = if wanted.len() < 3 { 0 } else { (wanted.len() / 3).max(1) };
    names
        .into_iter()
        .filter_map(|name| {
            let candidate = folded(name);
            if candidate.is_empty() || candidate.len().abs_diff(wanted.len()) > allowed {
                return None;
            }
            let distance = distance(&wanted, &candidate);
            (distance <= allowed).then_some((distance, name))
        })
        .min()
        .map(|(_, name)| name)
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
