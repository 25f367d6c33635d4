//! Looking a name up: as declared, as a synonym, or as people write it (case, blanks and hyphens aside).

use super::ids::{Id, Table};
use crate::diagnostics::Candidates;
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// Something that has names.
pub trait Named {
    /// The name by which rules know it.
    fn name(&self) -> &str;
    /// What people call it; empty where it has no title.
    fn title(&self) -> &str {
        ""
    }
    /// Its synonyms.
    fn also(&self) -> &[String] {
        &[]
    }
}

/// Finds entries of one table by name.
#[derive(Clone, Debug)]
pub struct NameIndex<I> {
    exact: FxHashMap<String, I>,
    /// `None` where two entries are alike but for case, blanks and hyphens.
    folded: FxHashMap<String, Option<I>>,
    /// All names, made ready when one is first looked for in vain.
    candidates: OnceLock<Candidates>,
}

impl<I> Default for NameIndex<I> {
    fn default() -> Self {
        NameIndex { exact: FxHashMap::default(), folded: FxHashMap::default(), candidates: OnceLock::new() }
    }
}

impl<I: Id> NameIndex<I> {
    /// The index of a table: names win over synonyms, synonyms over titles.
    pub fn of<T: Named>(table: &Table<I, T>) -> NameIndex<I> {
        let mut index = NameIndex::default();
        index.exact.reserve(2 * table.len());
        index.folded.reserve(3 * table.len());
        for (id, entry) in table.iter() {
            index.exact.entry(entry.name().to_owned()).or_insert(id);
        }
        for (id, entry) in table.iter() {
            for name in entry.also() {
                index.exact.entry(name.clone()).or_insert(id);
            }
        }
        let mut fold = |name: &str, id: I| {
            index
                .folded
                .entry(fold(name))
                .and_modify(|known| *known = known.filter(|known| *known == id))
                .or_insert(Some(id));
        };
        for (id, entry) in table.iter() {
            fold(entry.name(), id);
            entry.also().iter().for_each(|name| fold(name, id));
        }
        // A title names its entry only where no name or synonym already reads like it.
        for (id, entry) in table.iter().filter(|(_, entry)| !entry.title().is_empty()) {
            index.folded.entry(self::fold(entry.title())).or_insert(Some(id));
        }
        index
    }

    /// Adds a synonym, unless the name is taken.
    pub fn add_synonym(&mut self, name: &str, id: I) {
        self.exact.entry(name.to_owned()).or_insert(id);
        self.folded.entry(fold(name)).or_insert(Some(id));
    }

    /// The entry that has exactly this name or synonym, as rules are read.
    pub fn exact(&self, name: &str) -> Option<I> {
        self.exact.get(name).copied()
    }

    /// The entry that people mean by this, as profiles are read: case, blanks and hyphens do not count.
    pub fn lenient(&self, name: &str) -> Option<I> {
        self.exact(name).or_else(|| self.folded.get(&fold(name)).copied().flatten())
    }

    /// The nearest known name, to suggest it.
    pub fn nearest(&self, name: &str) -> Option<&str> {
        self.candidates.get_or_init(|| Candidates::of(self.exact.keys().map(String::as_str))).nearest(name)
    }
}

/// The name without what people vary: case, blanks, hyphens, underscores.
pub(crate) fn fold(name: &str) -> String {
    if name.is_ascii() {
        // Most names are; a byte is quicker to look at than a character.
        let mut folded = Vec::with_capacity(name.len());
        let kept = name.bytes().filter(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b'-' | b'_' | 0x0b));
        kept.for_each(|byte| folded.push(byte.to_ascii_lowercase()));
        return String::from_utf8(folded).unwrap_or_default();
    }
    let varied = |c: &char| c.is_whitespace() || matches!(c, '-' | '_' | '\u{2011}' | '\u{2013}');
    name.chars().filter(|c| !varied(c)).flat_map(char::to_lowercase).collect()
}
