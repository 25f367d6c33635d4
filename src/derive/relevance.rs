//! Which unknown things can still change a condition.

use super::{answers::answers, formula::Formula};
use crate::{
    check::Subject,
    compile::{Node, NodeId, Plan, RuleNodes},
    evaluate::Findings,
    kleene::Kleene,
    patient::Patient,
};
use std::{
    cell::RefCell,
    collections::{BTreeMap, HashMap},
    rc::Rc,
};

/// How many partial assignments are tried for one unknown before it is taken to matter.
const MAX_STEPS: usize = 20_000;

/// When a rule speaks: its condition holds, its exception does not, and no rule that it gives way to does.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RuleCondition {
    /// The rule's own condition and exception.
    pub own: RuleNodes,
    /// Those of the rules that it gives way to.
    pub gives_way_to: Vec<RuleNodes>,
}

/// All answers to some questions that can stand together; nothing where they are too many to list.
type Answers = Rc<Option<Vec<Vec<Kleene>>>>;

/// Finds what matters to one patient's open conditions, each thing once.
pub struct Relevance<'a> {
    plan: &'a Plan,
    patient: &'a Patient,
    findings: &'a Findings,
    answers: RefCell<HashMap<Vec<NodeId>, Answers>>,
    needs: RefCell<HashMap<Vec<RuleCondition>, Rc<Vec<Subject>>>>,
}

impl<'a> Relevance<'a> {
    /// For the findings of one patient.
    pub fn new(plan: &'a Plan, patient: &'a Patient, findings: &'a Findings) -> Relevance<'a> {
        Relevance { plan, patient, findings, answers: RefCell::default(), needs: RefCell::default() }
    }

    /// The unknown things of which some answer, with some answers to the others, changes whether any of these rules
    /// holds. Things that cannot change it are left out, however often the rules name them.
    pub fn needs(&self, rules: &[RuleCondition]) -> Rc<Vec<Subject>> {
        if let Some(known) = self.needs.borrow().get(rules) {
            return known.clone();
        }
        let needs = Rc::new(self.find(rules));
        self.needs.borrow_mut().insert(rules.to_vec(), needs.clone());
        needs
    }

    /// Whether any of these rules holds whatever the answers to all that is unknown: for one, two rules that are open,
    /// one for each answer to the same question.
    pub fn holds_anyway(&self, rules: &[RuleCondition]) -> bool {
        if !self.needs(rules).is_empty() {
            return false;
        }
        let formula = Formula::of(self.plan, self.findings, rules);
        let unknowns = self.unknowns(&formula);
        let mut search = Search::new(&formula);
        // Nothing matters, so any answers show the value.
        for unknown in &unknowns {
            let first = unknown.answers.as_ref().as_ref().and_then(|answers| answers.first());
            search.assign(unknown, first.map(Vec::as_slice));
        }
        formula.value(&search.assigned) == Kleene::Met
    }

    fn find(&self, rules: &[RuleCondition]) -> Vec<Subject> {
        let formula = Formula::of(self.plan, self.findings, rules);
        let unknowns = self.unknowns(&formula);
        let mut search = Search::new(&formula);
        let matters = |index: &usize| search.matters(&unknowns, *index);
        (0..unknowns.len()).filter(matters).map(|index| unknowns[index].subject).collect()
    }

    /// What is unknown in a formula, in the order of subjects.
    fn unknowns(&self, formula: &Formula) -> Vec<Unknown> {
        let mut numbers: BTreeMap<Subject, Vec<usize>> = BTreeMap::new();
        for (number, node) in formula.questions.iter().enumerate() {
            if let Node::Leaf(leaf) = self.plan.node(*node) {
                numbers.entry(leaf.subject()).or_default().push(number);
            }
        }
        let unknown = |(subject, numbers): (Subject, Vec<usize>)| {
            let nodes = numbers.iter().map(|number| formula.questions[*number]).collect();
            Unknown { subject, answers: self.answers(nodes), numbers }
        };
        numbers.into_iter().map(unknown).collect()
    }

    fn answers(&self, nodes: Vec<NodeId>) -> Answers {
        if let Some(known) = self.answers.borrow().get(&nodes) {
            return known.clone();
        }
        let found: Answers = Rc::new(answers(self.plan, self.patient, &nodes));
        self.answers.borrow_mut().insert(nodes, found.clone());
        found
    }
}

/// Something unknown: the questions about it, and every way in which they can be answered together.
struct Unknown {
    subject: Subject,
    numbers: Vec<usize>,
    answers: Answers,
}

struct Search<'f> {
    formula: &'f Formula,
    assigned: Vec<Kleene>,
    steps: usize,
}

impl<'f> Search<'f> {
    fn new(formula: &'f Formula) -> Search<'f> {
        Search { formula, assigned: vec![Kleene::Undetermined; formula.questions.len()], steps: 0 }
    }

    fn matters(&mut self, unknowns: &[Unknown], index: usize) -> bool {
        let asked = &unknowns[index];
        let Some(answers) = asked.answers.as_ref() else { return true };
        let others: Vec<&Unknown> =
            unknowns.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, other)| other).collect();
        self.steps = 0;
        self.changes(asked, answers, &others)
    }

    fn assign(&mut self, unknown: &Unknown, answer: Option<&[Kleene]>) {
        for (position, number) in unknown.numbers.iter().enumerate() {
            self.assigned[*number] = answer.map_or(Kleene::Undetermined, |answer| answer[position]);
        }
    }

    /// Whether, the unknowns before `others` being assigned, some answers to `others` leave the value to `asked`.
    fn changes(&mut self, asked: &Unknown, answers: &[Vec<Kleene>], others: &[&Unknown]) -> bool {
        self.steps += 1;
        if self.steps > MAX_STEPS {
            return true;
        }
        // Decided while the question is open: no answer to it changes anything.
        if self.formula.value(&self.assigned).is_definite() {
            return false;
        }
        // Which values its answers give, the others being open where they still are.
        let (mut met, mut not_met) = (false, false);
        for answer in answers {
            self.assign(asked, Some(answer));
            match self.formula.value(&self.assigned) {
                Kleene::Met => met = true,
                Kleene::NotMet => not_met = true,
                Kleene::Undetermined => {}
            }
        }
        self.assign(asked, None);
        if met && not_met {
            return true;
        }
        let Some((next, rest)) = others.split_first() else { return false };
        let Some(next_answers) = next.answers.as_ref() else { return true };
        for answer in next_answers {
            self.assign(next, Some(answer));
            if self.changes(asked, answers, rest) {
                self.assign(next, None);
                return true;
            }
        }
        self.assign(next, None);
        false
    }
}
