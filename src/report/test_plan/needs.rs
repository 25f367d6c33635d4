//! What a test plan has to cover: for each biomarker still to be tested, what open decisions ask of it and how rules
//! want it tested.

use super::super::{
    Desk,
    model::{TestStatus, TreatmentStatus, WaitsFor},
    tests::{Request, Test},
    treatments::Treatment,
};
use crate::{
    check::Leaf,
    compile::{Node, NodeId},
    derive::open_questions,
    evaluate::{Findings, evaluate},
    ordered::{Map, Set},
    patient::Patient,
    syntax::tree::Origin,
    text::Date,
    vocabulary::{Biomarker, GeneId, RuleId, Technique},
};

/// One thing to cover.
#[derive(Clone, Debug)]
pub(super) struct Need {
    pub biomarker: Biomarker,
    /// Whether it is asked what was inherited.
    pub germline: bool,
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
        let mut patient = desk.patient.clone();
        patient.genes.retain(|gene, _| !outdated.contains(gene));
        if_known(desk, &patient, &outdated, &mut questions);
    }
    let unasked: Vec<GeneId> =
        planned.iter().filter_map(|test| gene(test)).filter(|gene| !questions.contains_key(gene)).collect();
    if !unasked.is_empty() {
        // A rule asks for them all the same: what treatments turn on in this disease at another stage or time.
        let Patient { date, region, disease, .. } = *desk.patient;
        let patient = Patient { date, region, disease, ..nobody(date) };
        if_known(desk, &patient, &unasked, &mut questions);
    }
    for test in planned {
        let whats: Vec<What> = match test.biomarker {
            Biomarker::Marker(_) => vec![What::Value],
            Biomarker::Gene(gene) => match questions.get(&gene) {
                Some(asked) => whats(desk, test, tests, asked),
                None => vec![What::Gene],
            },
        };
        let any_way = [Request::default()];
        let requests = if test.requests.is_empty() { &any_way[..] } else { &test.requests };
        for request in requests {
            let request = found.request(request);
            found.needs.extend(whats.iter().map(|what| Need {
                biomarker: test.biomarker,
                germline: test.germline,
                what: *what,
                request,
                is_recommended: test.entry.status != TestStatus::Derived,
            }));
        }
    }
    found
}

/// What a test of a gene has to answer: what is inherited, or what remains where another test asks for that.
fn whats(desk: &Desk<'_>, test: &Test, tests: &[Test], questions: &Set<NodeId>) -> Vec<What> {
    let inherited = |node: &NodeId| match desk.plan.node(*node) {
        Node::Leaf(Leaf::Has(_, pattern)) => pattern.origin == Some(Origin::Germline),
        _ => false,
    };
    let apart = tests.iter().any(|other| other.germline && other.biomarker == test.biomarker);
    let mine = questions.iter().filter(|node| !apart || inherited(node) == test.germline);
    let whats: Vec<What> = mine.copied().map(What::Question).collect();
    if whats.is_empty() { vec![What::Gene] } else { whats }
}

impl Needs {
    fn request(&mut self, request: &Request) -> usize {
        self.requests.iter().position(|known| known == request).unwrap_or_else(|| {
            self.requests.push(request.clone());
            self.requests.len() - 1
        })
    }
}

type Questions = Map<GeneId, Set<NodeId>>;

/// The questions about genes that the open rules of reported treatments turn on.
fn open(desk: &Desk<'_>, findings: &Findings, treatments: &[Treatment]) -> Questions {
    let reported = treatments.iter().filter(|treatment| treatment.entry.status != TreatmentStatus::Superseded);
    let rules: Set<RuleId> = reported.flat_map(|treatment| &treatment.open).copied().collect();
    let mut questions = Questions::new();
    for node in open_questions(desk.plan, findings, rules.into_iter().map(|rule| desk.plan.rules[rule])) {
        questions.extend_with(desk, node, |_| true);
    }
    questions
}

/// The questions about some genes on which treatments would turn if this were all that is known of the patient.
fn if_known(desk: &Desk<'_>, patient: &Patient, genes: &[GeneId], questions: &mut Questions) {
    let findings = evaluate(desk.plan, patient);
    let decides = |rule: &RuleId| {
        let actions = &desk.plan.ruleset.rules[*rule].actions;
        !(actions.treatments.is_empty() && actions.avoid.is_empty())
    };
    let rules = findings.verdicts.open.iter().filter(decides).map(|rule| desk.plan.rules[rule]);
    for node in open_questions(desk.plan, &findings, rules) {
        questions.extend_with(desk, node, |gene| genes.contains(&gene));
    }
}

/// A patient of whom nothing is known.
fn nobody(date: Date) -> Patient {
    Patient {
        id: None,
        date,
        region: None,
        disease: None,
        facts: Map::new(),
        genes: Map::new(),
        markers: Map::new(),
        therapies: None,
        specimens: None,
        not_used: Vec::new(),
        taken: Vec::new(),
        turns_on_disease: false,
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
            self.or_default(*gene).insert(node);
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
    match need.what {
        What::Gene | What::Value => {
            let meant = &vocabulary.genes[gene].positive_means;
            detection.patterns(gene).next().is_some()
                && meant.iter().all(|pattern| vocabulary.excludes(technique, gene, pattern))
        }
        What::Question(node) => {
            let Some(questions) = desk.plan.genes().questions(gene) else { return false };
            let excluded = &desk.plan.genes().says(gene, questions, Some(technique), vocabulary).excluded;
            // Behind the alterations asked for stand those of which a wild-type gene has none, and last any that is
            // pathogenic, which need not be excluded.
            match questions.wild_type == Some(node.index()) {
                true => excluded[questions.asked..excluded.len() - 1].iter().all(|excluded| *excluded),
                false => excluded.get(node.index() - questions.first).is_some_and(|excluded| *excluded),
            }
        }
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
        (Biomarker::Gene(_), _) => germline.is_none_or(|germline| germline == need.germline),
    }
}
