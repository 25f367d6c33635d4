//! A patient in the numbers of one plan: which row of each fact, which answers about genes and therapies.
//!
//! Everything that compares names, ranges or variants happens here, once; evaluating touches numbers alone.

use crate::{
    check::{Knownness, Leaf, Subject},
    compile::{BETWEEN_ROWS, GeneQuestions, Place, Plan, Row, Slot},
    kleene::Kleene,
    patient::{Coverage, GeneResult, Knowledge, Outcome, Patient},
    syntax::tree::ResultStatus,
    text::Date,
    vocabulary::{Biomarker, GeneId, RegionId, excludes, variant},
};

/// What a profile says, in the numbers of a plan.
#[derive(Clone, Debug)]
pub struct Interned {
    /// The day as of which the question is asked.
    pub date: Date,
    /// Where the patient is treated.
    pub region: Option<RegionId>,
    /// The row of each place.
    pub(super) rows: Vec<Row>,
    /// Answers that no row gives: where a value is known less exactly than rules ask.
    pub(super) answers: Vec<(u32, Kleene)>,
    /// Whether any value is known, and yet not one row: results that disagree, a number known as a range.
    pub(super) between_rows: bool,
}

/// What a part of a profile says.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// The rows of the places of which one is known.
    pub rows: Vec<(Place, Row)>,
    answers: Vec<(u32, Kleene)>,
    between_rows: bool,
}

impl Interned {
    /// A patient of whom nothing is known.
    pub(super) fn unknown(plan: &Plan, date: Date, region: Option<RegionId>) -> Interned {
        let rows = plan.places().unknown().to_vec();
        Interned { date, region, rows, answers: Vec::new(), between_rows: false }
    }

    /// Adds what a part of a profile says.
    #[inline]
    pub(super) fn add(&mut self, known: &Known) {
        self.put(&known.rows);
        self.answers.extend_from_slice(&known.answers);
        self.between_rows |= known.between_rows;
    }

    /// Adds rows.
    #[inline]
    pub(super) fn put(&mut self, rows: &[(Place, Row)]) {
        for (place, row) in rows {
            self.rows[*place as usize] = *row;
        }
    }
}

/// A patient in the numbers of a plan.
pub fn intern(plan: &Plan, patient: &Patient) -> Interned {
    let mut interned = Interned::unknown(plan, patient.date, patient.region);
    interned.add(&known(plan, patient));
    interned
}

/// All that is known of a patient, in the numbers of a plan.
pub(super) fn known(plan: &Plan, patient: &Patient) -> Known {
    let mut interned = Known::default();
    let rows = plan.rows();
    interned.rows.extend(patient.disease.and_then(|disease| plan.disease_row(disease)));
    for (fact, knowledge) in &patient.facts {
        if let Some(slot) = rows.fact(*fact) {
            interned.know(plan, slot, knowledge);
        }
    }
    for marker in patient.markers.keys() {
        if let Some(slot) = rows.marker(*marker)
            && let Some(knowledge) = patient.marker_knowledge(*marker)
        {
            interned.know(plan, slot, &knowledge);
        }
        interned.knownness(plan, patient, Biomarker::Marker(*marker));
    }
    for (gene, results) in &patient.genes {
        if let Some(questions) = plan.genes().questions(*gene) {
            interned.gene(plan, *gene, questions, results);
            interned.knownness(plan, patient, Biomarker::Gene(*gene));
        }
    }
    if patient.therapies.is_some() {
        interned.therapies(plan, patient);
    }
    interned
}

impl Known {
    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.answers.is_empty() && !self.between_rows
    }

    fn know(&mut self, plan: &Plan, slot: Slot, knowledge: &Knowledge) {
        let rows = plan.rows();
        let possible: Vec<u32> = match knowledge {
            Knowledge::Values(values) => values.iter().filter_map(|value| rows.value(slot, *value)).collect(),
            Knowledge::Numbers(intervals) => {
                intervals.iter().filter_map(|interval| rows.interval(slot, interval)).flatten().collect()
            }
        };
        match possible.as_slice() {
            // Known, and nobody can say what.
            [] => self.row(plan, slot, BETWEEN_ROWS),
            [row] => self.row(plan, slot, *row),
            // What all that it can be answer alike is known.
            [first, others @ ..] => {
                self.between_rows = true;
                self.row(plan, slot, BETWEEN_ROWS);
                let question = rows.first_question(slot);
                for (position, answer) in rows.answers(slot, *first).iter().enumerate() {
                    let agreed = others.iter().all(|row| rows.answers(slot, *row)[position] == *answer);
                    let answer = if agreed { *answer } else { Kleene::Undetermined };
                    self.answers.push(((question + position) as u32, answer));
                }
            }
        }
    }

    fn row(&mut self, plan: &Plan, slot: Slot, row: u32) {
        self.rows.push((slot, plan.places().row(slot, row)));
    }

    /// The answer to a question that no slot answers.
    fn answer(&mut self, plan: &Plan, question: usize, answer: Kleene) {
        let places = plan.places();
        // What is as good as nothing known need not be told.
        if plan.unknown()[question] != answer {
            self.rows.extend(places.alone(question).map(|place| (place, places.row(place, answer as u32))));
        }
    }

    fn gene(&mut self, plan: &Plan, gene: GeneId, questions: &GeneQuestions, results: &[GeneResult]) {
        let patterns = questions.patterns.len();
        let mut found = vec![Kleene::NotMet; patterns];
        let mut excluded = vec![false; patterns];
        for result in results {
            shown(plan, gene, questions, result, &mut found);
            silent(plan, gene, questions, result, &mut excluded);
        }
        let value = |pattern: usize| match found[pattern] {
            Kleene::NotMet if !excluded[pattern] => Kleene::Undetermined,
            value => value,
        };
        (0..questions.asked).for_each(|asked| self.answer(plan, questions.first + asked, value(asked)));
        if let Some(question) = questions.wild_type {
            // The last is whatever is pathogenic: found, it speaks against wild-type; only the named need be excluded.
            let any_found = Kleene::any(found[questions.asked..].iter().copied());
            let all_excluded = (questions.asked..patterns - 1).all(|pattern| value(pattern) == Kleene::NotMet);
            let value = match any_found {
                Kleene::Met => Kleene::NotMet,
                Kleene::NotMet if all_excluded => Kleene::Met,
                _ => Kleene::Undetermined,
            };
            self.answer(plan, question, value);
        }
    }

    /// How far a biomarker was tested.
    fn knownness(&mut self, plan: &Plan, patient: &Patient, biomarker: Biomarker) {
        for node in plan.about(Subject::Biomarker(biomarker)).iter().rev() {
            let Leaf::Knownness(_, asked) = &plan.leaves[node.index()] else { break };
            let has = |wanted: ResultStatus| patient.statuses(biomarker).any(|status| status == wanted);
            let known = match asked {
                Knownness::Tested | Knownness::Known => has(ResultStatus::Positive) || has(ResultStatus::Negative),
                Knownness::Untested => patient.statuses(biomarker).next().is_none(),
                Knownness::Pending => has(ResultStatus::Pending),
                Knownness::Inconclusive => patient.is_inconclusive(biomarker),
            };
            self.answer(plan, node.index(), Kleene::from(known));
        }
    }

    fn therapies(&mut self, plan: &Plan, patient: &Patient) {
        let vocabulary = &plan.ruleset.vocabulary;
        for node in plan.about(Subject::Therapies) {
            let mut value = Kleene::NotMet;
            let (agent, asked) = match &plan.leaves[node.index()] {
                Leaf::Received(agent) => (*agent, None),
                Leaf::Ended(ending, agent) => (*agent, Some(Outcome::from(*ending))),
                _ => {
                    self.answer(plan, node.index(), Kleene::Met);
                    continue;
                }
            };
            for therapy in patient.therapies.iter().flatten() {
                let met = match (asked, therapy.outcome) {
                    (None, _) => Kleene::Met,
                    (Some(_), None) => Kleene::Undetermined,
                    (Some(asked), Some(outcome)) => Kleene::from(outcome == asked),
                };
                value = value.or(match therapy.drug {
                    Some(drug) if agent.includes(drug, vocabulary) => met,
                    Some(_) => Kleene::NotMet,
                    // Whatever it was, it may have been this one.
                    None => met.and(Kleene::Undetermined),
                });
            }
            self.answer(plan, node.index(), value);
        }
    }
}

/// What a result found of each pattern.
fn shown(plan: &Plan, gene: GeneId, questions: &GeneQuestions, result: &GeneResult, found: &mut [Kleene]) {
    if result.status != ResultStatus::Positive {
        return;
    }
    let vocabulary = &plan.ruleset.vocabulary;
    if result.alterations.is_empty() {
        let says = plan.genes().says(gene, questions, result.how.technique, vocabulary);
        let positive = if result.germline == Some(true) { &says.inherited } else { &says.positive };
        found.iter_mut().zip(positive).for_each(|(found, says)| *found = found.or(*says));
        return;
    }
    let model = &vocabulary.genes[gene].model;
    for read in &result.alterations {
        for (found, pattern) in found.iter_mut().zip(&questions.patterns) {
            if *found != Kleene::Met {
                *found = found.or(variant::matches(model, &read.alteration, pattern));
            }
        }
    }
}

/// Which patterns the silence of a result excludes.
fn silent(plan: &Plan, gene: GeneId, questions: &GeneQuestions, result: &GeneResult, excluded: &mut [bool]) {
    if !result.is_in() || result.status == ResultStatus::Positive && result.alterations.is_empty() {
        return;
    }
    let vocabulary = &plan.ruleset.vocabulary;
    let technique = match &result.coverage {
        Coverage::Nothing => return,
        Coverage::Only(patterns) => {
            let detected: Vec<_> = patterns.iter().collect();
            let model = &vocabulary.genes[gene].model;
            for (excluded, pattern) in excluded.iter_mut().zip(&questions.patterns) {
                *excluded |= pattern.fits_sample(result.germline) && excludes(model, pattern, &detected);
            }
            return;
        }
        Coverage::Everything => None,
        Coverage::Technique(technique) => Some(*technique),
    };
    let says = plan.genes().says(gene, questions, technique, vocabulary);
    for ((excluded, says), pattern) in excluded.iter_mut().zip(&says.excluded).zip(&questions.patterns) {
        *excluded |= *says && pattern.fits_sample(result.germline);
    }
}
