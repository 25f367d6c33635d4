//! Typed ids: a gene's number can never be taken for a drug's.

use serde::{Deserialize, Deserializer, Serialize, de::Error};
use std::{cell::Cell, marker::PhantomData, ops::Index, thread::LocalKey};

/// A number that stands for one entry of one kind of table.
pub trait Id: Copy + Eq + Ord + std::hash::Hash {
    /// The id of the entry at that position.
    fn from_index(index: usize) -> Self;
    /// The position of the entry.
    fn index(self) -> usize;
}

macro_rules! ids {
    ($($(#[doc = $doc:literal])* $name:ident)*) => {
        $(
            $(#[doc = $doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
            pub struct $name(u32);

            impl $name {
                /// How many there are, while a file is read: an id that stands for none of them is an error. Ids are
                /// followed without looking, so this is where a damaged or forged file is found out.
                pub(crate) fn count() -> &'static LocalKey<Cell<u32>> {
                    thread_local! {
                        static COUNT: Cell<u32> = const { Cell::new(u32::MAX) };
                    }
                    &COUNT
                }
            }

            impl<'de> Deserialize<'de> for $name {
                fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                    let number = u32::deserialize(from)?;
                    let is_there = number < Self::count().get();
                    is_there.then_some($name(number)).ok_or_else(|| D::Error::custom("an id of nothing"))
                }
            }

            impl Id for $name {
                fn from_index(index: usize) -> Self {
                    Self(index as u32)
                }

                fn index(self) -> usize {
                    self.0 as usize
                }
            }
        )*
    };
}

ids! {
    /// A region of a rulebook.
    RegionId
    /// A disease.
    DiseaseId
    /// A gene.
    GeneId
    /// A group of genes and markers.
    GroupId
    /// A marker.
    MarkerId
    /// A drug.
    DrugId
    /// A class of drugs.
    ClassId
    /// A regimen.
    RegimenId
    /// A method.
    MethodId
    /// An assay.
    AssayId
    /// A specimen.
    SpecimenId
    /// A specialty that patients are referred to.
    SpecialtyId
    /// A fact.
    FactId
    /// A scale of evidence or recommendation.
    ScaleId
    /// A value of one fact or marker.
    ValueId
    /// A citable document.
    SourceDocumentId
    /// A guideline or vocabulary: the header of one file.
    GuidelineId
    /// A defined condition.
    DefineId
    /// A rule.
    RuleId
}

/// Entries of one kind, each known by its typed id.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Table<I, T> {
    entries: Vec<T>,
    #[serde(skip)]
    id: PhantomData<I>,
}

impl<I, T> Default for Table<I, T> {
    fn default() -> Self {
        Table { entries: Vec::new(), id: PhantomData }
    }
}

impl<I: Id, T> Table<I, T> {
    /// Adds an entry and says its id.
    pub fn push(&mut self, entry: T) -> I {
        self.entries.push(entry);
        I::from_index(self.entries.len() - 1)
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// All ids, in order.
    pub fn ids(&self) -> impl ExactSizeIterator<Item = I> + use<I, T> {
        (0..self.entries.len()).map(I::from_index)
    }

    /// All entries with their ids, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (I, &T)> {
        self.entries.iter().enumerate().map(|(index, entry)| (I::from_index(index), entry))
    }

    /// The entry, to change it.
    pub fn get_mut(&mut self, id: I) -> Option<&mut T> {
        self.entries.get_mut(id.index())
    }
}

/// Ids are handed out by the table they index, so the entry is always there.
impl<I: Id, T> Index<I> for Table<I, T> {
    type Output = T;

    fn index(&self, id: I) -> &T {
        &self.entries[id.index()]
    }
}

impl<I, T> FromIterator<T> for Table<I, T> {
    fn from_iter<It: IntoIterator<Item = T>>(entries: It) -> Self {
        Table { entries: entries.into_iter().collect(), id: PhantomData }
    }
}
