//! A treatment that turns on a biomarker which no rule asks to test: nobody would find the patients it is for.

use crate::{
    check::{
        program::{Condition, Rule, Ruleset},
        scope::{Reach, Turns},
    },
    diagnostics::{Code, Diagnostic},
    ordered::{Map, Set},
    syntax::tree::{ItemKind, Tree},
    text::Span,
    vocabulary::{Biomarker, DiseaseId},
};

/// Where rules ask for each biomarker.
type Asked = Map<Biomarker, Vec<Reach>>;

/// Warns of treatments whose biomarker no rule asks to test where the disease is one of the treatment's. A rulebook
/// that asks for no test at all leaves testing to others.
pub(super) fn run(trees: &[Tree], ruleset: &Ruleset, diagnostics: &mut Vec<Diagnostic>) {
    let mut asked = Asked::new();
    for (_, rule) in ruleset.rules.iter().filter(|(_, rule)| !rule.actions.tests.is_empty()) {
        let reach = Reach::of(&rule.when, ruleset);
        for biomarker in rule.actions.tests.iter().flat_map(|test| &test.biomarkers) {
            asked.or_default(*biomarker).push(reach.clone());
        }
    }
    if asked.is_empty() {
        return;
    }
    for (rule, span) in ruleset.rules.iter().map(|(_, rule)| rule).zip(spans(trees)) {
        if !rule.actions.treatments.is_empty() {
            diagnostics.extend(untested(rule, ruleset, &asked).into_iter().map(|gap| finding(&gap, span, ruleset)));
        }
    }
}

/// The name of each rule, in the order of their ids: those with a name of their own, then those that replace one.
fn spans(trees: &[Tree]) -> impl Iterator<Item = Span> {
    let rules = trees.iter().flat_map(|tree| &tree.items).filter_map(|item| match &item.node {
        ItemKind::Rule(rule) => Some((rule.replaces, rule.name.span)),
        _ => None,
    });
    let (replacing, own): (Vec<_>, Vec<_>) = rules.partition(|(replaces, _)| *replaces);
    own.into_iter().chain(replacing).map(|(_, span)| span)
}

/// Biomarkers that nobody asks for, in the same diseases; no disease where they are asked for in none.
struct Gap {
    biomarkers: Vec<Biomarker>,
    diseases: Set<DiseaseId>,
}

fn untested(rule: &Rule, ruleset: &Ruleset, asked: &Asked) -> Vec<Gap> {
    let diseases: Vec<Option<DiseaseId>> = match Reach::of(&rule.when, ruleset) {
        // Whoever treats every disease is content with a test in any.
        Reach::Every => vec![None],
        Reach::Only(diseases) => diseases.into_iter().map(Some).collect(),
    };
    let mut missing: Map<Biomarker, Set<DiseaseId>> = Map::new();
    for disease in diseases {
        let question = Question { ruleset, asked, disease };
        for biomarker in std::iter::once(&rule.when).chain(&rule.unless).flat_map(|part| question.not_asked(part)) {
            missing.or_default(biomarker).extend(disease);
        }
    }
    let mut gaps: Map<Set<DiseaseId>, Vec<Biomarker>> = Map::new();
    for (biomarker, diseases) in missing {
        let diseases = if asked.contains_key(&biomarker) { diseases } else { Set::new() };
        gaps.or_default(diseases).push(biomarker);
    }
    gaps.into_iter().map(|(diseases, biomarkers)| Gap { biomarkers, diseases }).collect()
}

/// What nobody asks for in a disease, or in any where none is given.
struct Question<'a> {
    ruleset: &'a Ruleset,
    asked: &'a Asked,
    disease: Option<DiseaseId>,
}

impl Question<'_> {
    /// The biomarkers that a condition turns on in this disease and nobody asks for. Of alternatives it is enough that a
    /// marker is asked for: the others are other ways of seeing the same. Genes stand each for itself.
    fn not_asked(&self, condition: &Condition) -> Set<Biomarker> {
        let all_of = |parts: &[Condition]| parts.iter().flat_map(|part| self.not_asked(part)).collect();
        if !self.is_met(&Reach::of(condition, self.ruleset)) {
            return Set::new();
        }
        match condition {
            Condition::All(parts) | Condition::AtLeast(_, parts) => all_of(parts),
            Condition::Any(parts) if parts.iter().any(|part| self.settles(part)) => Set::new(),
            Condition::Any(parts) => all_of(parts),
            Condition::Not(part) => self.not_asked(part),
            Condition::Define(define) => self.not_asked(&self.ruleset.defines[*define].condition),
            Condition::Leaf(_) => {
                let biomarkers = Turns::of_condition(condition, self.ruleset).all();
                biomarkers.into_iter().filter(|biomarker| !self.is_asked(*biomarker)).collect()
            }
        }
    }

    /// Whether an alternative turns on a marker, and on nothing that is not asked for.
    fn settles(&self, alternative: &Condition) -> bool {
        let all = Turns::of_condition(alternative, self.ruleset).all();
        let has_marker = all.iter().any(|biomarker| matches!(biomarker, Biomarker::Marker(_)));
        has_marker && all.into_iter().all(|biomarker| self.is_asked(biomarker))
    }

    fn is_asked(&self, biomarker: Biomarker) -> bool {
        self.asked.get(&biomarker).is_some_and(|tests| tests.iter().any(|test| self.is_met(test)))
    }

    fn is_met(&self, reach: &Reach) -> bool {
        self.disease.is_none_or(|disease| reach.meets(disease, &self.ruleset.vocabulary))
    }
}

fn finding(gap: &Gap, span: Span, ruleset: &Ruleset) -> Diagnostic {
    let vocabulary = &ruleset.vocabulary;
    let list = |names: Vec<&str>| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let biomarkers = list(gap.biomarkers.iter().map(|id| vocabulary.biomarker(*id).name.as_str()).collect());
    let diseases = list(gap.diseases.iter().map(|id| vocabulary.diseases[*id].label.name.as_str()).collect());
    let place = if diseases.is_empty() { String::new() } else { format!(" where the disease is {diseases}") };
    let message = format!("this treatment turns on {biomarkers}, which no rule asks to test{place}");
    Diagnostic::warning(Code::UntestedBiomarker, span, message)
        .help("add a rule that tests for it, or take it out of the condition")
}
