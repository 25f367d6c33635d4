//! What a reported change of a gene is, what it falls under, and which rules speak of that.

use super::words;
use crate::{
    check::Leaf,
    compile::{Node, NodeId, Operator, Plan},
    diagnostics::{Code, InputError},
    kleene::Kleene,
    ordered::{Map, Set, Sort},
    syntax::tree::RegionalKind,
    vocabulary::{
        GeneId, RuleId,
        variant::{Alteration, ChangeKind, Fusion, Pattern, PatternForm, matches, read_of},
    },
};
use serde::{Deserialize, Serialize};

/// What is to be said of a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct VariantAnswer {
    /// The gene's symbol.
    pub gene: String,
    /// The change as it was given.
    pub change: String,
    /// Its one spelling.
    pub normal: String,
    /// What it falls under, in the words of the rule language.
    pub matches: Vec<String>,
    /// What it may fall under: the notation says too little, or nobody has said what the variant means.
    pub may_match: Vec<String>,
    /// What the notation leaves open, and what to ask the laboratory for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The sets of the gene that it belongs to.
    pub sets: Vec<String>,
    /// The rules that ask for something it falls under.
    pub rules: Vec<VariantRule>,
}

/// A rule that speaks of a change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct VariantRule {
    /// Its name.
    pub rule: String,
    /// What people call it.
    pub title: String,
    /// What of the change it asks for.
    pub asks: Vec<String>,
}

/// Says what a change of a gene is.
///
/// # Errors
/// A gene that the rulebook does not know; a change that cannot be read, or that names another gene.
pub fn variant(plan: &Plan, gene: &str, change: &str) -> Result<VariantAnswer, InputError> {
    let vocabulary = &plan.ruleset.vocabulary;
    let names = &vocabulary.names().genes;
    let Some(id) = names.lenient(gene) else {
        let help = names.nearest(gene).map(|near| format!("did you mean `{near}`?"));
        let error = InputError::new(Code::UnknownName, "gene", format!("no gene is called `{gene}`"));
        return Err(InputError { help, ..error });
    };
    let model = &vocabulary.genes[id].model;
    let read = read_of(change, model).map_err(|unreadable| {
        let error = InputError::new(Code::UnreadableAlteration, "change", unreadable.message);
        InputError { help: unreadable.help, ..error }
    })?;
    if let ChangeKind::Fusion(Fusion::Pair(Some(first), Some(second))) = &read.kind
        && ![first, second].into_iter().any(|partner| model.is_called(partner))
    {
        let message = format!("`{change}` joins {first} and {second}, and not {}", model.symbol);
        return Err(InputError::new(Code::ContradictoryResult, "change", message));
    }
    if let Some(other) = read.gene.as_deref().filter(|other| !model.is_called(other)) {
        let message = format!("`{change}` is a change of {other}, not of {}", model.symbol);
        return Err(InputError::new(Code::ContradictoryResult, "change", message));
    }
    let normal = read.normal_form();
    let note = read.untold_codons().map(|(first, last)| {
        let place = if first == last { format!("codon {first}") } else { format!("codons {first} to {last}") };
        format!("it changes {place}, and which residue results is not said: ask for the protein change (`p.`)")
    });
    let alteration = Alteration::from(read);
    let (mut met, mut open) = (Vec::new(), Vec::new());
    for pattern in patterns(plan, id) {
        match matches(model, &alteration, &pattern) {
            Kleene::Met => met.push(words::pattern(&pattern)),
            Kleene::Undetermined => open.push(words::pattern(&pattern)),
            Kleene::NotMet => {}
        }
    }
    let belongs =
        |name: &str| matches(model, &alteration, &Pattern::from(PatternForm::Set(name.to_owned()))) == Kleene::Met;
    let sets = model.named.iter().map(|set| set.name.clone()).filter(|name| belongs(name)).collect();
    let rules = rules(plan, id, |pattern| matches(model, &alteration, pattern) == Kleene::Met);
    Ok(VariantAnswer {
        gene: model.symbol.clone(),
        change: change.to_owned(),
        normal,
        matches: unique(met),
        may_match: unique(open),
        note,
        sets,
        rules,
    })
}

/// Each once, in the order of the first.
fn unique(texts: Vec<String>) -> Vec<String> {
    let mut seen = Set::new();
    texts.into_iter().filter(|text| seen.insert(text.clone())).collect()
}

/// What can be asked of a gene: the gene's exons and sets, what rules ask, and the forms that every gene has.
fn patterns(plan: &Plan, gene: GeneId) -> Vec<Pattern> {
    use RegionalKind::{Deletion, Duplication, Insertion, Mutation, Skipping};
    let model = &plan.ruleset.vocabulary.genes[gene].model;
    let exons = model.transcripts.first().map_or(&[][..], |transcript| &transcript.exons);
    let regional = exons.iter().flat_map(|exon| {
        [Deletion, Insertion, Duplication, Skipping, Mutation].map(|kind| PatternForm::Exons {
            from: exon.number,
            to: exon.number,
            kind,
        })
    });
    let sets = model.named.iter().map(|set| PatternForm::Set(set.name.clone()));
    let general = [
        PatternForm::Truncation,
        PatternForm::Fusion { with: None },
        PatternForm::Amplification,
        PatternForm::HomozygousDeletion,
        PatternForm::BiallelicLoss,
        PatternForm::PathogenicVariant,
        PatternForm::Mutation,
    ];
    let asked = plan.leaves.iter().filter_map(|leaf| match leaf {
        Leaf::Has(of, pattern) if *of == gene => Some(pattern.clone()),
        _ => None,
    });
    regional.chain(sets).map(Pattern::from).chain(asked).chain(general.map(Pattern::from)).collect()
}

/// The rules whose conditions or exceptions ask for something that the change falls under.
fn rules(plan: &Plan, gene: GeneId, is_met: impl Fn(&Pattern) -> bool) -> Vec<VariantRule> {
    let asks: Map<NodeId, String> = plan
        .leaves
        .iter()
        .enumerate()
        .filter_map(|(number, leaf)| match leaf {
            Leaf::Has(of, pattern) if *of == gene && is_met(pattern) => {
                Some((NodeId(number as u32), words::pattern(pattern)))
            }
            _ => None,
        })
        .collect();
    let of_rule = |id: RuleId| {
        let nodes = plan.rules[id];
        let mut found = Set::new();
        let mut waiting: Vec<NodeId> = std::iter::once(nodes.when).chain(nodes.unless).collect();
        let mut seen = Set::new();
        while let Some(node) = waiting.pop() {
            if !seen.insert(node) {
                continue;
            }
            match plan.node(node) {
                Node::Leaf(_) => found.extend(asks.get(&node).cloned()),
                Node::Operator(Operator::All(parts) | Operator::Any(parts) | Operator::AtLeast(_, parts)) => {
                    waiting.extend(parts);
                }
                Node::Operator(Operator::Not(part) | Operator::Define(_, part)) => waiting.push(*part),
            }
        }
        found
    };
    let mut rules: Vec<VariantRule> = plan
        .ruleset
        .rules
        .iter()
        .map(|(id, rule)| VariantRule {
            rule: rule.name.clone(),
            title: rule.title.clone(),
            asks: of_rule(id).into_iter().collect(),
        })
        .filter(|rule| !rule.asks.is_empty())
        .collect();
    rules.order();
    rules
}
