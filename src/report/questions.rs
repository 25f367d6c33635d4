//! Open questions: what is unknown and can still change what the report says, most decisive first; of all first what the
//! rules for the patient's own tumour ask.

use super::{
    Desk, holds,
    model::OpenQuestion,
    outcomes,
    treatments::{self, regimen_name},
};
use crate::{
    check::{Agent, Subject, words},
    ordered::{Map, Set, Sort},
    vocabulary::{Biomarker, Fact, RuleId},
};
use std::cmp::Reverse;

/// Something that a rule adds to the report.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome<'a> {
    Treat(Vec<Agent>),
    Avoid(Agent, bool),
    Hold(Agent, bool),
    Test(Biomarker),
    Refer(&'a str),
    Trial(&'a str),
    Note(&'a str),
}

/// The open questions.
pub(super) fn assemble(desk: &Desk<'_>) -> Vec<OpenQuestion> {
    // What is decided, and what decides it.
    let mut turns_on: Vec<(String, Vec<Subject>)> = Vec::new();
    for (outcome, rules) in outcomes_of(desk) {
        let nodes = outcomes::conditions(desk, rules.into_iter());
        let reach = desk.relevance.look(&nodes);
        if !reach.needs.is_empty() {
            turns_on.push((label(desk, &outcome), reach.needs.clone()));
        }
    }
    // A result that something waits for may lift the hold.
    let mut awaited: Set<Subject> = Set::new();
    for (agent, until) in treatments::waiting(desk) {
        let until: Vec<Subject> = until.into_iter().map(Subject::Biomarker).collect();
        awaited.extend(&until);
        turns_on.push((label(desk, &Outcome::Hold(agent.agent, agent.alone)), until));
    }
    turns_on.order();
    let mut decides: Map<Subject, Vec<String>> = Map::new();
    for (label, subjects) in &turns_on {
        for subject in subjects {
            let labels = decides.or_default(*subject);
            if labels.last() != Some(label) {
                labels.push(label.clone());
            }
        }
    }
    let mut questions: Vec<(bool, OpenQuestion)> = decides
        .into_iter()
        .map(|(subject, decides)| {
            let is_own = awaited.contains(&subject) || desk.is_asked_by_own(subject);
            let question = OpenQuestion { about: outcomes::need(desk, subject), ask: ask(desk, subject), decides };
            (is_own, question)
        })
        .collect();
    let key = |(is_own, question): &(bool, OpenQuestion)| (!is_own, Reverse(question.decides.len()));
    questions.order_by(|a, b| (key(a), &a.1.about).cmp(&(key(b), &b.1.about)));
    questions.into_iter().map(|(_, question)| question).collect()
}

/// What rules add to the report, and which rules, met or open.
fn outcomes_of<'a>(desk: &Desk<'a>) -> Map<Outcome<'a>, Vec<RuleId>> {
    let mut outcomes: Map<Outcome<'_>, Vec<RuleId>> = Map::new();
    for (id, rule, _) in &desk.rules {
        let actions = &rule.actions;
        let treat = actions.treatments.iter().map(|treatment| {
            let mut regimen = treatment.regimen.clone();
            regimen.order();
            Outcome::Treat(regimen)
        });
        let avoid = actions.avoid.iter().map(|avoid| Outcome::Avoid(avoid.agent, avoid.alone));
        let hold = actions
            .holds
            .iter()
            .filter(|hold| hold.until.iter().any(|biomarker| holds::waits(desk, &hold.agents, *biomarker)));
        let hold = hold.flat_map(|hold| hold.agents.iter().map(|agent| Outcome::Hold(agent.agent, agent.alone)));
        let test =
            actions.tests.iter().flat_map(|test| test.biomarkers.iter().map(|biomarker| Outcome::Test(*biomarker)));
        let refer = actions
            .referrals
            .iter()
            .map(|to| Outcome::Refer(desk.plan.ruleset.vocabulary.specialties[*to].label.name.as_str()));
        let trial = actions.trials.iter().map(|trial| Outcome::Trial(&trial.registration));
        let note = actions.notes.iter().map(|note| Outcome::Note(note));
        for outcome in treat.chain(avoid).chain(hold).chain(test).chain(refer).chain(trial).chain(note) {
            outcomes.or_default(outcome).push(*id);
        }
    }
    outcomes
}

fn label(desk: &Desk<'_>, outcome: &Outcome<'_>) -> String {
    let vocabulary = &desk.plan.ruleset.vocabulary;
    let alone = |alone: &bool| if *alone { " alone" } else { "" };
    match outcome {
        Outcome::Treat(regimen) => regimen_name(desk, regimen),
        Outcome::Avoid(agent, single) => format!("avoid {}{}", agent.name(vocabulary), alone(single)),
        Outcome::Hold(agent, single) => format!("hold {}{}", agent.name(vocabulary), alone(single)),
        Outcome::Test(biomarker) => format!("test {}", vocabulary.biomarker(*biomarker).name),
        Outcome::Refer(specialty) => format!("refer {specialty}"),
        Outcome::Trial(registration) => format!("trial {registration}"),
        Outcome::Note(note) => format!("note: {}", beginning(note)),
    }
}

/// The first words of a note: enough to know it by.
fn beginning(note: &str) -> String {
    const LENGTH: usize = 50;
    let (mut words, mut length) = (String::new(), 0);
    for word in note.split_whitespace() {
        let more = word.chars().count();
        if length + more >= LENGTH {
            return format!("{words} …");
        }
        if !words.is_empty() {
            words.push(' ');
            length += 1;
        }
        words.push_str(word);
        length += more;
    }
    words
}

/// The question a person is asked.
fn ask(desk: &Desk<'_>, subject: Subject) -> String {
    let vocabulary = &desk.plan.ruleset.vocabulary;
    match subject {
        Subject::Fact(fact) if !vocabulary.facts[fact].ask.is_empty() => {
            let Fact { ask, ask_in, .. } = &vocabulary.facts[fact];
            // The narrowest disease words it best.
            let diseases = &vocabulary.diseases;
            let mut up = std::iter::successors(desk.patient.disease, |at| diseases[*at].under).take(diseases.len());
            let worded = up.find_map(|at| ask_in.iter().find(|(disease, _)| *disease == at));
            worded.map_or(ask, |(_, question)| question).clone()
        }
        Subject::Disease => "What is the diagnosis, as exactly as it is known?".to_owned(),
        Subject::Therapies => "Which systemic therapies were given, and how did each end?".to_owned(),
        Subject::Biomarker(biomarker) => format!("What is the result for {}?", vocabulary.biomarker(biomarker).name),
        Subject::Fact(_) => format!("What is the {}?", words::subject(subject, vocabulary)),
    }
}
