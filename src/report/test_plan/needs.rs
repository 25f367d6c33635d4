//! What a test plan has to cover: for each biomarker still to be tested, what open decisions ask of it and how rules
//! want it tested.

use super::super::{
    Desk,
    model::{TestStatus, TreatmentStatus, WaitsFor},
    tests::{Request, Test},
    treatments::Treatment,
};
use crate::{
    check::{Leaf, Subject},
    compile::{Node, NodeId},
    derive::{forgetting, open_questions},
    evaluate::Findings,
    kleene::Kleene,
    vocabulary::{
        Biomarker, GeneId, RuleId, Technique,
        variant::{Pattern, PatternForm},
    },
};
use std::collections::{BTreeMap, BTreeSet};

/// One thing to cover.
#[derive(Clone, Debug)]
pub(super) struct Need {
    pub biomarker: Biomarker,
    pub what: What,
    /// How rules want it tested, as the number of a request.
    pub request: usize,
    /// Whether a rule asks for the test; else undecided treatments need it.
    pub is_recommended: bool,
}

/// What an assay must show of a biomarker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum What {
    /// What a question of the plan asks for: its silence must exclude that.
    Question(NodeId),
    /// Nothing in particular: a rule asks for the gene, and no decision ever turns on it in this disease. What the gene
    /// is known for must be shown; where nothing is, any of its alterations will do.
    Gene,
    /// A marker's value.
    Value,
}

/// All that is to be covered.
pub(super) struct Needs {
    pub needs: Vec<Need>,
    pub requests: Vec<Request>,
    /// What is tested and waits for interpretation.
    pub to_interpret: Vec<Biomarker>,
}

/// What the tests to act on need. Those that are done, awaited or waiting for interpretation need no order.
pub(super) fn collect(desk: &Desk<'_>, findings: &Findings, tests: &[Test], treatments: &[Treatment]) -> Needs {
    let mut found = Needs { needs: Vec::new(), requests: Vec::new(), to_interpret: Vec::new() };
    let mut planned: Vec<&Test> = Vec::new();
    for test in tests.iter().filter(|test| !matches!(test.entry.status, TestStatus::Done | TestStatus::Pending)) {
        match test.entry.waits_for {
            Some(WaitsFor::Interpretation) => found.to_interpret.push(test.biomarker),
            _ => planned.push(test),
        }
    }
    if planned.is_empty() {
        return found;
    }
    let mut questions = open(desk, findings, treatments);
    let outdated: Vec<GeneId> = planned.iter().filter(|test| test.is_outdated).filter_map(|test| gene(test)).collect();
    if !outdated.is_empty() {
        // What treatments would turn on if nothing were known of these genes.
        let forgotten =
            |subject: Subject| matches!(subject, Subject::Biomarker(Biomarker::Gene(gene)) if outdated.contains(&gene));
        if_forgotten(desk, findings, forgotten, &outdated, &mut questions);
    }
    let unasked: Vec<GeneId> =
        planned.iter().filter_map(|test| gene(test)).filter(|gene| !questions.contains_key(gene)).collect();
    if !unasked.is_empty() {
        // A rule asks for them all the same: what treatments turn on in this disease at another stage or time.
        if_forgotten(desk, findings, |subject| subject != Subject::Disease, &unasked, &mut questions);
    }
    for test in planned {
        let whats: Vec<What> = match test.biomarker {
            Biomarker::Marker(_) => vec![What::Value],
            Biomarker::Gene(gene) => match questions.get(&gene) {
                Some(asked) => asked.iter().copied().map(What::Question).collect(),
                None => vec![What::Gene],
            },
        };
        let any_way = [Request::default()];
        let requests = if test.requests.is_empty() { &any_way[..] } else { &test.requests };
        for request in requests {
            let request = found.request(request);
            found.needs.extend(whats.iter().map(|what| Need {
                biomarker: test.biomarker,
                what: *what,
                request,
                is_recommended: test.entry.status != TestStatus::Derived,
            }));
        }
    }
    found
}

impl Needs {
    fn request(&mut self, request: &Request) -> usize {
        self.requests.iter().position(|known| known == request).unwrap_or_else(|| {
            self.requests.push(request.clone());
            self.requests.len() - 1
        })
    }
}

type Questions = BTreeMap<GeneId, BTreeSet<NodeId>>;

/// The questions about genes that the open rules of reported treatments turn on.
fn open(desk: &Desk<'_>, findings: &Findings, treatments: &[Treatment]) -> Questions {
    let reported = treatments.iter().filter(|treatment| treatment.entry.status != TreatmentStatus::Superseded);
    let rules: BTreeSet<RuleId> = reported.flat_map(|treatment| &treatment.open).copied().collect();
    let mut questions = Questions::new();
    for rule in rules {
        for node in open_questions(desk.plan, |node| findings.value(node), desk.plan.rules[rule]) {
            questions.extend_with(desk, node, |_| true);
        }
    }
    questions
}

/// The questions about some genes on which treatments would turn if nothing were known of what is forgotten.
fn if_forgotten(
    desk: &Desk<'_>,
    findings: &Findings,
    is_forgotten: impl Fn(Subject) -> bool,
    genes: &[GeneId],
    questions: &mut Questions,
) {
    let values = forgetting(desk.plan, |node| findings.value(node), is_forgotten);
    let value = |node: NodeId| values[node.index()];
    for (id, _) in findings.rules.iter().filter(|(_, verdict)| verdict.value().is_some()) {
        let (actions, nodes) = (&desk.plan.ruleset.rules[id].actions, desk.plan.rules[id]);
        let unless = nodes.unless.map_or(Kleene::NotMet, value);
        let is_open = value(nodes.when).and(!unless) == Kleene::Undetermined;
        if is_open && !(actions.treatments.is_empty() && actions.avoid.is_empty()) {
            for node in open_questions(desk.plan, value, nodes) {
                questions.extend_with(desk, node, |gene| genes.contains(&gene));
            }
        }
    }
}

fn gene(test: &Test) -> Option<GeneId> {
    match test.biomarker {
        Biomarker::Gene(gene) => Some(gene),
        Biomarker::Marker(_) => None,
    }
}

trait ExtendWith {
    fn extend_with(&mut self, desk: &Desk<'_>, node: NodeId, of: impl Fn(GeneId) -> bool);
}

impl ExtendWith for Questions {
    /// Adds a question, if it is about the alterations of a gene that is meant.
    fn extend_with(&mut self, desk: &Desk<'_>, node: NodeId, of: impl Fn(GeneId) -> bool) {
        if let Node::Leaf(Leaf::Has(gene, _) | Leaf::WildType(gene)) = desk.plan.node(node)
            && of(*gene)
        {
            self.entry(*gene).or_default().insert(node);
        }
    }
}

/// Whether a method or assay would show what is needed, on a specimen on which its silence counts.
pub(super) fn shows(desk: &Desk<'_>, technique: Technique, need: &Need) -> bool {
    let vocabulary = &desk.plan.ruleset.vocabulary;
    let detection = vocabulary.detection(technique);
    let gene = match need.biomarker {
        Biomarker::Marker(marker) => return detection.measures.contains(&marker),
        Biomarker::Gene(gene) => gene,
    };
    if detection.patterns(gene).next().is_none() {
        return false;
    }
    let excludes = |pattern: &Pattern| vocabulary.excludes(technique, gene, pattern);
    match need.what {
        What::Gene | What::Value => vocabulary.genes[gene].positive_means.iter().all(excludes),
        What::Question(node) => match desk.plan.node(node) {
            Node::Leaf(Leaf::Has(_, pattern)) => excludes(pattern),
            Node::Leaf(Leaf::WildType(_)) => {
                let named = &vocabulary.genes[gene].model.named;
                let set = |name: &String| excludes(&Pattern::new(PatternForm::Set(name.clone())));
                match named.is_empty() {
                    true => excludes(&Pattern::new(PatternForm::Mutation)),
                    false => named.iter().all(|named| set(&named.name)),
                }
            }
            _ => false,
        },
    }
}

/// Whether a sample of that kind can answer: one that shows what was inherited or one of the tumour.
pub(super) fn fits_sample(desk: &Desk<'_>, need: &Need, germline: Option<bool>) -> bool {
    match (need.biomarker, need.what) {
        (Biomarker::Marker(_), _) => true,
        (Biomarker::Gene(_), What::Question(node)) => match desk.plan.node(node) {
            Node::Leaf(Leaf::Has(_, pattern)) => pattern.fits_sample(germline),
            _ => germline != Some(true),
        },
        (Biomarker::Gene(_), _) => germline != Some(true),
    }
}
