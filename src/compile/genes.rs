//! What rules ask about each gene, and what each method's silence or bare word says about it.

use crate::{
    check::{Leaf, Subject},
    kleene::Kleene,
    vocabulary::{
        Biomarker, GeneId, Id, Technique, Vocabulary,
        variant::{Pattern, PatternForm},
    },
};
use std::sync::OnceLock;

/// The questions about all genes.
#[derive(Clone, Debug, Default)]
pub struct Genes {
    questions: Vec<Option<GeneQuestions>>,
    methods: usize,
}

/// The questions about one gene.
#[derive(Clone, Debug)]
pub struct GeneQuestions {
    /// The number of the first question about it; those whether it has an alteration come first.
    pub first: usize,
    /// How many questions ask whether it has an alteration.
    pub asked: usize,
    /// The question whether it is wild-type.
    pub wild_type: Option<usize>,
    /// The alterations asked for; behind them, where it is asked whether the gene is wild-type, those that it then has
    /// not: the named ones, and last any that is pathogenic.
    pub patterns: Vec<Pattern>,
    by_technique: Vec<OnceLock<Says>>,
}

/// What a method or assay says of each pattern.
#[derive(Clone, Debug)]
pub struct Says {
    /// Whether its silence excludes it.
    pub excluded: Vec<bool>,
    /// What its *positive* says where it does not tell what was found.
    pub positive: Vec<Kleene>,
    /// The same of a germline sample.
    pub inherited: Vec<Kleene>,
}

impl Genes {
    pub(super) fn of(leaves: &[Leaf], vocabulary: &Vocabulary) -> Genes {
        let techniques = 1 + vocabulary.methods.len() + vocabulary.assays.len();
        let mut genes = Genes { questions: vec![None; vocabulary.genes.len()], methods: vocabulary.methods.len() };
        for (number, leaf) in leaves.iter().enumerate() {
            let Subject::Biomarker(Biomarker::Gene(gene)) = leaf.subject() else { continue };
            let questions = genes.questions[gene.index()].get_or_insert_with(|| GeneQuestions {
                first: number,
                asked: 0,
                wild_type: None,
                patterns: Vec::new(),
                by_technique: vec![OnceLock::new(); techniques],
            });
            match leaf {
                Leaf::Has(_, pattern) => {
                    questions.asked += 1;
                    questions.patterns.push(pattern.clone());
                }
                Leaf::WildType(_) => {
                    questions.wild_type = Some(number);
                    questions.patterns.extend(wild_type_has_none_of(gene, vocabulary));
                }
                _ => {}
            }
        }
        genes
    }

    /// The questions about a gene, where there are any.
    pub fn questions(&self, gene: GeneId) -> Option<&GeneQuestions> {
        self.questions.get(gene.index())?.as_ref()
    }

    /// What a method or assay says of the patterns of a gene; without one, what a laboratory's word alone says.
    pub fn says<'a>(
        &'a self,
        gene: GeneId,
        questions: &'a GeneQuestions,
        technique: Option<Technique>,
        vocabulary: &Vocabulary,
    ) -> &'a Says {
        let number = match technique {
            None => 0,
            Some(Technique::Method(method)) => 1 + method.index(),
            Some(Technique::Assay(assay)) => 1 + self.methods + assay.index(),
        };
        let positive = |is_inherited: bool| {
            let of = |pattern| vocabulary.bare_positive(technique, gene, pattern, is_inherited);
            questions.patterns.iter().map(of).collect()
        };
        // Few of all methods and genes ever meet in a profile, so each pair is worked out when it does.
        questions.by_technique[number].get_or_init(|| Says {
            excluded: match technique {
                None => vec![true; questions.patterns.len()],
                Some(technique) => {
                    questions.patterns.iter().map(|pattern| vocabulary.excludes(technique, gene, pattern)).collect()
                }
            },
            positive: positive(false),
            inherited: positive(true),
        })
    }
}

/// The alterations of which a wild-type gene has none: those that it names, or any mutation; and what is pathogenic.
fn wild_type_has_none_of(gene: GeneId, vocabulary: &Vocabulary) -> impl Iterator<Item = Pattern> {
    let model = &vocabulary.genes[gene].model;
    let named = model.named.iter().map(|set| Pattern::new(PatternForm::Set(set.name.clone())));
    let any = if model.named.is_empty() { Some(Pattern::new(PatternForm::Mutation)) } else { None };
    named.chain(any).chain([Pattern::new(PatternForm::PathogenicVariant)]).collect::<Vec<_>>().into_iter()
}
