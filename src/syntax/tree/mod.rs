//! The syntax tree: what a rule file says, word for word, before any name is looked up.
//!
//! Names are still text here. Every node knows its place. Two trees are equal when they say the same, wherever it
//! stands: [`Located`] leaves places out of comparisons.

mod cases;
mod conditions;
mod declarations;
mod rules;

pub use cases::*;
pub use conditions::*;
pub use declarations::*;
pub use rules::*;

use crate::text::Span;
use std::fmt;

/// Something with its place. Comparison looks at the thing alone.
#[derive(Clone)]
pub struct Located<T> {
    /// The thing.
    pub node: T,
    /// Where it stands.
    pub span: Span,
}

impl<T> Located<T> {
    /// A thing at a place.
    pub fn new(node: T, span: Span) -> Located<T> {
        Located { node, span }
    }
}

impl<T: PartialEq> PartialEq for Located<T> {
    fn eq(&self, other: &Located<T>) -> bool {
        self.node == other.node
    }
}

impl<T: fmt::Debug> fmt::Debug for Located<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.node.fmt(out)
    }
}

/// A name as written, without quotes: `EGFR`, `t(4;14)`, `c.3082+1G>T`.
pub type Name = Located<String>;

/// The text of a string, common indentation removed.
pub type Text = Located<String>;

/// One file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tree {
    /// Its items in the order of the text. An item that could not be read is [`ItemKind::Broken`].
    pub items: Vec<Item>,
    /// What the broken ones would have declared, as far as that can be told.
    pub broken: Vec<BrokenItem>,
}

/// An item that could not be read, of which it is known what it was to declare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokenItem {
    /// `gene`, `rule`, …, as it is written.
    pub keyword: String,
    /// Its name, without quotes.
    pub name: String,
}

/// An item: everything from one keyword in column 0 to the next.
pub type Item = Located<ItemKind>;

/// What an item is.
#[derive(Clone, Debug, PartialEq)]
pub enum ItemKind {
    /// A declaration: `gene`, `drug`, `source`, `guideline`, …
    Declaration(Declaration),
    /// `define advanced-nsclc "…"` and its condition.
    Define(Define),
    /// `rule …`, and `replace …` in an amendment.
    Rule(Rule),
    /// `case "…"`
    Case(Case),
    /// `always "…"`, `never "…"`
    Promise(Promise),
    /// `withdraw RULE`
    Withdraw(Withdraw),
    /// An item that could not be read; a diagnostic says why.
    Broken,
}
