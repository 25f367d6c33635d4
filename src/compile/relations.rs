//! How questions about one thing are related: which answer to one settles another.
//!
//! An exon 19 deletion is a mutation; who progressed on a drug has received it; a gene that has one of its named
//! alterations is not wild-type.

use super::NodeId;
use crate::{
    check::{Leaf, Subject},
    ordered::Map,
    vocabulary::{
        Vocabulary,
        variant::{self, GeneModel, Pattern, PatternForm},
    },
};

/// For each question, the others that its *yes* settles.
#[derive(Clone, Debug, Default)]
pub struct Relations {
    /// Questions that are answered *yes* with it.
    pub implied: Map<NodeId, Vec<NodeId>>,
    /// Questions that are answered *no* with it.
    pub excluded: Map<NodeId, Vec<NodeId>>,
}

impl Relations {
    pub(super) fn of(leaves: &[Leaf], about: &Map<Subject, Vec<NodeId>>, vocabulary: &Vocabulary) -> Relations {
        let mut relations = Relations::default();
        for nodes in about.values() {
            for first in nodes {
                for second in nodes.iter().filter(|second| *second != first) {
                    match relation(&leaves[first.index()], &leaves[second.index()], vocabulary) {
                        Some(true) => relations.implied.or_default(*first).push(*second),
                        Some(false) => relations.excluded.or_default(*first).push(*second),
                        None => {}
                    }
                }
            }
        }
        relations
    }
}

/// The answer to the second question that a *yes* to the first settles.
fn relation(first: &Leaf, second: &Leaf, vocabulary: &Vocabulary) -> Option<bool> {
    match (first, second) {
        (Leaf::Has(gene, pattern), Leaf::Has(_, wider)) => {
            variant::covers(&vocabulary.genes[*gene].model, wider, pattern).then_some(true)
        }
        (Leaf::Has(gene, pattern), Leaf::WildType(_)) => {
            is_named(&vocabulary.genes[*gene].model, pattern).then_some(false)
        }
        (Leaf::Received(given) | Leaf::Ended(_, given), Leaf::Received(wider)) => {
            wider.covers(*given, vocabulary).then_some(true)
        }
        (Leaf::Ended(how, given), Leaf::Ended(asked, wider)) if how == asked => {
            wider.covers(*given, vocabulary).then_some(true)
        }
        _ => None,
    }
}

/// Whether a gene that has this is not wild-type.
fn is_named(model: &GeneModel, pattern: &Pattern) -> bool {
    let pathogenic = std::iter::once(Pattern::new(PatternForm::PathogenicVariant));
    let sets = model.named.iter().map(|set| Pattern::new(PatternForm::Set(set.name.clone())));
    let any = if model.named.is_empty() { Some(Pattern::new(PatternForm::Mutation)) } else { None };
    pathogenic.chain(sets).chain(any).any(|named| variant::covers(model, &named, pattern))
}
