//! What the profile says of a question, in words.

use super::proof::Evidence;
use crate::{
    check::{Leaf, Subject},
    patient::{GeneResult, GivenTherapy, HowKnown, Knowledge, MarkerResult, Outcome, Patient, Taken},
    syntax::tree::ResultStatus,
    vocabulary::{Biomarker, Domain, Vocabulary},
};

/// What the profile says of a question; that it says nothing is said too.
pub(super) fn of(leaf: &Leaf, patient: &Patient, vocabulary: &Vocabulary) -> Vec<Evidence> {
    let evidence = match leaf.subject() {
        Subject::Disease => {
            let disease = patient.disease.map(|disease| &vocabulary.diseases[disease].label);
            disease
                .map(|label| one("disease", format!("disease {} ({})", label.name, label.display())))
                .into_iter()
                .collect()
        }
        Subject::Fact(fact) => {
            let entry = &vocabulary.facts[fact];
            let name = &entry.label.name;
            let known = patient.facts.get(&fact);
            let is_taken = patient
                .taken
                .iter()
                .any(|taken| matches!(taken, Taken::Fact(taken, _) | Taken::Counted(taken, _) if *taken == fact));
            let words = |known| format!("{name} {}", knowledge(known, &entry.domain));
            let said = known.map(|known| match is_taken {
                true => one("", format!("taken for granted: {}", words(known))),
                false => one(&format!("facts.{name}"), words(known)),
            });
            said.into_iter().collect()
        }
        Subject::Biomarker(Biomarker::Gene(gene)) => {
            let name = &vocabulary.genes[gene].label.name;
            patient.gene(gene).iter().map(|result| gene_result(name, result, vocabulary)).collect()
        }
        Subject::Biomarker(Biomarker::Marker(marker)) => {
            let entry = &vocabulary.markers[marker];
            let result = |result: &MarkerResult| marker_result(&entry.label.name, &entry.domain, result, vocabulary);
            patient.marker(marker).iter().map(result).collect()
        }
        Subject::Therapies => therapies(patient, vocabulary),
    };
    if evidence.is_empty() { vec![one("", "not known".to_owned())] } else { evidence }
}

fn one(path: &str, text: String) -> Evidence {
    Evidence { path: path.to_owned(), text }
}

/// A value in words.
pub(super) fn knowledge(knowledge: &Knowledge, domain: &Domain) -> String {
    let words: Vec<String> = match (knowledge, domain) {
        (Knowledge::Values(values), domain) => {
            let name = |value| domain.values().map(|values| values.table[value].name.clone());
            values.iter().filter_map(|value| name(*value)).collect()
        }
        (Knowledge::Numbers(intervals), Domain::Number(numbers)) => {
            let unit = numbers.unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
            intervals.iter().map(|interval| format!("{interval}{unit}")).collect()
        }
        (Knowledge::Numbers(intervals), _) => intervals.iter().map(ToString::to_string).collect(),
    };
    words.join(" or ")
}

fn gene_result(name: &str, result: &GeneResult, vocabulary: &Vocabulary) -> Evidence {
    let found = match (result.status, result.alterations.as_slice()) {
        (ResultStatus::Positive, []) => "positive".to_owned(),
        (ResultStatus::Positive, alterations) => {
            alterations.iter().map(|read| read.text.as_str()).collect::<Vec<_>>().join(", ")
        }
        (status, _) => word(status).to_owned(),
    };
    one(&result.how.path, format!("{name} {found}{}", how(&result.how, vocabulary)))
}

fn marker_result(name: &str, domain: &Domain, result: &MarkerResult, vocabulary: &Vocabulary) -> Evidence {
    let found = match &result.knowledge {
        Some(known) => knowledge(known, domain),
        None => word(result.status).to_owned(),
    };
    one(&result.how.path, format!("{name} {found}{}", how(&result.how, vocabulary)))
}

fn word(status: ResultStatus) -> &'static str {
    match status {
        ResultStatus::Positive => "positive",
        ResultStatus::Negative => "negative",
        ResultStatus::Pending => "pending",
        ResultStatus::Insufficient => "specimen insufficient",
        ResultStatus::Failed => "assay failed",
        ResultStatus::Inconclusive => "inconclusive",
    }
}

fn how(how: &HowKnown, vocabulary: &Vocabulary) -> String {
    let by = how.technique.map(|technique| format!(" by {}", vocabulary.technique(technique).name)).unwrap_or_default();
    let on =
        how.specimen.map(|specimen| format!(" on {}", vocabulary.specimens[specimen].label.name)).unwrap_or_default();
    let dated = how.date.map(|date| format!(", {date}")).unwrap_or_default();
    format!("{by}{on}{dated}")
}

fn therapies(patient: &Patient, vocabulary: &Vocabulary) -> Vec<Evidence> {
    let Some(therapies) = &patient.therapies else { return Vec::new() };
    if therapies.is_empty() {
        return vec![one("therapies", "no therapy so far".to_owned())];
    }
    let outcome = |outcome: Outcome| match outcome {
        Outcome::Progression => "progression",
        Outcome::Response => "response",
        Outcome::Stable => "stable disease",
        Outcome::Completed => "completed",
        Outcome::Intolerance => "not tolerated",
    };
    // A regimen is one entry of the profile, whatever the number of its drugs.
    let entries = therapies.chunk_by(|one, other| one.path == other.path);
    let words = |given: &[GivenTherapy]| {
        let therapy = given.first()?;
        let drugs: Vec<&str> =
            given.iter().filter_map(|one| one.drug).map(|drug| vocabulary.drugs[drug].label.name.as_str()).collect();
        let named = drugs.len() < 2 || drugs.iter().all(|drug| therapy.text.contains(drug));
        let of = if named { String::new() } else { format!(" ({})", drugs.join(", ")) };
        let line = therapy.line.map(|line| format!(", line {line}")).unwrap_or_default();
        let ended = therapy.outcome.map(|ended| format!(": {}", outcome(ended))).unwrap_or_default();
        Some(one(&therapy.path, format!("{}{of}{line}{ended}", therapy.text)))
    };
    entries.filter_map(words).collect()
}
