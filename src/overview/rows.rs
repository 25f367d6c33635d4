//! Which biomarker decides which treatment, where it is approved, and on whose authority: a row for each.

use super::folder_of;
use crate::{
    check::{Avoid, Rule, Ruleset, scope::Turns, words::regimen},
    ordered::Set,
    text::Date,
    vocabulary::{Biomarker, Day, Period, Vocabulary},
};
use std::collections::{BTreeMap, BTreeSet};

/// A treatment, the biomarkers that its rules turn on, and their authority.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// What must be found; empty: nothing.
    pub found: BTreeSet<String>,
    /// What must not be found.
    pub excluded: BTreeSet<String>,
    /// What is said of which drugs: `osimertinib`, `avoid class anti-PD-1`.
    pub therapy: String,
    /// Where it is, or was, approved.
    pub approved: BTreeMap<String, Since>,
    /// The sources that its rules cite.
    pub sources: BTreeSet<String>,
    /// The newest day that its rules and their sources name; the end of an emerging option is none.
    pub newest: Option<Date>,
}

/// Since when something is approved, and until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Since {
    /// The first day.
    pub first: Day,
    /// The day on which the last of its approvals ended; none where one goes on.
    pub ended: Option<Day>,
}

/// The rows of a folder, by biomarkers and therapy.
pub fn rows(folder: &str, ruleset: &Ruleset) -> Vec<Row> {
    let vocabulary = &ruleset.vocabulary;
    let mut rows: BTreeMap<(Vec<String>, Vec<String>, String), Row> = BTreeMap::new();
    for (_, rule) in ruleset.rules.iter().filter(|(_, rule)| folder_of(&rule.place.file) == folder) {
        let turns = Turns::of(rule, ruleset);
        let (found, excluded) = (names(&turns.found, vocabulary), names(&turns.excluded, vocabulary));
        for (therapy, approvals) in therapies(rule, vocabulary) {
            let key = (found.iter().cloned().collect(), excluded.iter().cloned().collect(), therapy.clone());
            let row = rows.entry(key).or_insert_with(|| Row {
                found: found.clone(),
                excluded: excluded.clone(),
                therapy,
                ..Row::default()
            });
            add(row, rule, approvals, vocabulary);
        }
    }
    // What asks for nothing comes last.
    let mut rows: Vec<Row> = rows.into_values().collect();
    rows.sort_by_key(|row| row.found.is_empty());
    rows
}

fn names(biomarkers: &Set<Biomarker>, vocabulary: &Vocabulary) -> BTreeSet<String> {
    biomarkers.iter().map(|biomarker| vocabulary.biomarker(*biomarker).name.clone()).collect()
}

/// What a rule says of drugs, each with its approvals.
fn therapies<'r>(rule: &'r Rule, vocabulary: &Vocabulary) -> Vec<(String, &'r [Period])> {
    let mut therapies: Vec<(String, &[Period])> = Vec::new();
    for treatment in &rule.actions.treatments {
        let emerging = if rule.emerging { " (emerging)" } else { "" };
        therapies.push((regimen(&treatment.regimen, vocabulary) + emerging, &treatment.approvals));
    }
    let agents = |agents: &[Avoid]| {
        let name = |avoid: &Avoid| avoid.agent.name(vocabulary) + if avoid.alone { " alone" } else { "" };
        agents.iter().map(name).collect::<Vec<_>>().join(", ")
    };
    if !rule.actions.avoid.is_empty() {
        therapies.push((format!("avoid {}", agents(&rule.actions.avoid)), &[]));
    }
    for hold in &rule.actions.holds {
        let until: Vec<String> = names(&hold.until.iter().copied().collect(), vocabulary).into_iter().collect();
        therapies.push((format!("hold {} until {}", agents(&hold.agents), until.join(", ")), &[]));
    }
    therapies
}

fn add(row: &mut Row, rule: &Rule, approvals: &[Period], vocabulary: &Vocabulary) {
    for period in approvals {
        let region = vocabulary.regions[period.region].label.name.clone();
        let since = Since { first: period.since, ended: period.until };
        row.approved.entry(region).and_modify(|known| *known = known.and(since)).or_insert(since);
    }
    let sources = rule.citations.iter().map(|citation| &vocabulary.sources[citation.source]);
    row.sources.extend(sources.clone().map(|source| source.label.name.clone()));
    let days = sources
        .filter_map(|source| source.dated)
        .chain(
            approvals
                .iter()
                .flat_map(|period| [Some(period.since.date), period.until.map(|until| until.date)])
                .flatten(),
        )
        .chain(rule.from)
        .chain(rule.until.filter(|_| !rule.emerging));
    row.newest = days.chain(row.newest).max();
}

impl Since {
    fn and(self, other: Since) -> Since {
        let later = |one: Day, other: Day| std::cmp::max_by_key(one, other, |day| (day.date, !day.or_earlier));
        let ended = self.ended.and_then(|ended| other.ended.map(|other| later(ended, other)));
        Since { first: self.first.min(other.first), ended }
    }
}
