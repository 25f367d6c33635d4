//! How questions about one thing are related: which answer to one settles another.
//!
//! An exon 19 deletion is a mutation; who progressed on a drug has received it; a gene that has one of its named
//! alterations is not wild-type.

use super::NodeId;
use crate::{
    check::Leaf,
    vocabulary::{
        Vocabulary,
        variant::{self, GeneModel, Pattern, PatternForm},
    },
};
use std::sync::OnceLock;

/// For each question what its *yes* settles, worked out when it is first asked for: few of all genes meet in a profile.
#[derive(Clone, Debug, Default)]
pub struct Relations(Vec<OnceLock<Settled>>);

/// The other questions that the *yes* to one settles.
#[derive(Clone, Debug, Default)]
pub struct Settled {
    /// Those that are answered *yes* with it.
    pub implied: Vec<NodeId>,
    /// Those that are answered *no* with it.
    pub excluded: Vec<NodeId>,
}

impl Relations {
    pub(super) fn of(questions: usize) -> Relations {
        Relations(vec![OnceLock::new(); questions])
    }

    /// What the *yes* to a question settles of some that are about the same thing.
    pub(super) fn settled(&self, node: NodeId, about: &[NodeId], leaves: &[Leaf], vocabulary: &Vocabulary) -> &Settled {
        self.0[node.index()].get_or_init(|| {
            let mut settled = Settled::default();
            for other in about.iter().filter(|other| **other != node) {
                match relation(&leaves[node.index()], &leaves[other.index()], vocabulary) {
                    Some(true) => settled.implied.push(*other),
                    Some(false) => settled.excluded.push(*other),
                    None => {}
                }
            }
            settled
        })
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
