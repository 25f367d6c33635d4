//! The treatment history, and what it says of facts that are counted from it: which line of therapy comes next.

use super::{
    known::{GivenTherapy, Knowledge, Taken},
    profile::{Concept, Outcome, Therapy},
    resolve::{Resolver, code_system, concept_text},
};
use crate::vocabulary::{Domain, FactId, Interval, Number, parts_of_regimen};

impl Resolver<'_> {
    /// Takes a therapy down, each drug of a regimen by itself.
    pub(super) fn therapy(&mut self, path: String, therapy: &Therapy<'_>) {
        if therapy.date.is_some_and(|date| date > self.patient.date) {
            self.not_used(&path, &concept_text(therapy.drug.as_ref()), "it is dated after the day of the report", None);
            return;
        }
        let vocabulary = self.vocabulary;
        let (drugs, text) = match &therapy.drug {
            Some(Concept::Name(name)) => (vocabulary.find_drugs(name), name.to_string()),
            Some(Concept::Code { system, code }) => {
                let found = code_system(system).and_then(|system| vocabulary.drug_by_code(system, code));
                (found.map(|drug| vec![drug]), code.to_string())
            }
            None => return,
        };
        if drugs.is_none() {
            let several = parts_of_regimen(&text).any(|part| vocabulary.find_drugs(part).is_some());
            let reason = if several {
                "it names several drugs and not all are known, so none is counted: give each an entry of its own"
            } else {
                "no rule knows this drug, so it may be any"
            };
            let names = vocabulary.names();
            let near = names.drugs.nearest(&text).or_else(|| names.regimens.nearest(&text)).map(str::to_owned);
            self.not_used(&format!("{path}.drug"), &text, reason, near.filter(|_| !several));
        }
        if let Some(therapies) = &mut self.patient.therapies {
            let given = |drug| GivenTherapy {
                drug,
                text: text.clone(),
                line: therapy.line,
                outcome: therapy.outcome,
                date: therapy.date,
                path: path.clone(),
            };
            match drugs {
                Some(drugs) => therapies.extend(drugs.into_iter().map(|drug| given(Some(drug)))),
                None => therapies.push(given(None)),
            }
        }
    }

    /// Facts that are counted from the therapies given, where the profile does not say them; where it says something
    /// else, its word counts and the report tells.
    pub(super) fn counted_facts(&mut self, is_whole: bool) {
        let vocabulary = self.vocabulary;
        let Some(line) = self.patient.therapies.as_deref().filter(|_| is_whole).and_then(next_line) else { return };
        for (fact, entry) in vocabulary.facts.iter().filter(|(_, entry)| entry.is_counted) {
            let Domain::Number(domain) = &entry.domain else { continue };
            let counted = Knowledge::Numbers(vec![line]);
            if ![line.from, line.to].into_iter().flatten().all(|line| domain.holds(line)) {
                continue;
            }
            match self.patient.facts.get(&fact) {
                Some(given) if given.excludes(&counted) => self.patient.taken.push(Taken::Despite(fact, line)),
                Some(_) => {}
                None => {
                    self.patient.taken.push(Taken::Counted(fact, line));
                    self.patient.facts.insert(fact, counted);
                }
            }
        }
    }

    /// Whether a fact was not said but counted.
    pub(super) fn is_counted(&self, fact: FactId) -> bool {
        self.patient.taken.iter().any(|taken| matches!(taken, Taken::Counted(counted, _) if *counted == fact))
    }
}

/// The line that is being chosen, from 1: one more than the last one if the disease grew in that, that or the next one
/// if not. None where the history leaves it open.
fn next_line(therapies: &[GivenTherapy]) -> Option<Interval> {
    // Of what was given before the lines that count it is known that it is over. What ended otherwise without a line
    // may have been one.
    let is_told = |therapy: &GivenTherapy| therapy.line.is_some() || therapy.outcome == Some(Outcome::Completed);
    if !therapies.iter().all(is_told) {
        return None;
    }
    let line = |line: u32| Number::new(f64::from(line));
    let Some(last) = therapies.iter().filter_map(|therapy| therapy.line).max() else {
        return line(1).map(Interval::exactly);
    };
    let outcomes = || therapies.iter().filter(|therapy| therapy.line == Some(last)).map(|therapy| therapy.outcome);
    let failed = outcomes().any(|outcome| outcome == Some(Outcome::Progression))
        && outcomes().all(|outcome| !matches!(outcome, Some(Outcome::Response | Outcome::Stable)));
    let next = line(last.checked_add(1)?)?;
    Some(if failed { Interval::exactly(next) } else { Interval { to: Some(next), ..Interval::at_least(line(last)?) } })
}
