//! Whether a report says what is expected of it.

use crate::{
    check::{Agent, Expectation, ExpectationKind, PlannedOrder, Subject, words},
    compile::Plan,
    ordered::{Set, Sort},
    report::{self, Need, TestStatus, TreatmentEntry, TreatmentStatus},
    rulebook::Answer,
    syntax::tree::Quantity,
    vocabulary::Vocabulary,
};

/// Whether a test that is done counts as one that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Done {
    /// In a promise: who has been tested was offered the test.
    Counts,
    /// In a case: it expects a test to order.
    DoesNotCount,
}

/// Nothing where the report says what is expected; else what it says instead.
pub(super) fn failure(expectation: &Expectation, plan: &Plan, answer: &Answer, done: Done) -> Option<String> {
    let checker = Checker { plan, answer, vocabulary: &plan.ruleset.vocabulary, quantity: expectation.quantity };
    match &expectation.kind {
        ExpectationKind::Test(biomarkers) => {
            let wanted =
                biomarkers.iter().map(|biomarker| checker.vocabulary.biomarker(*biomarker).name.clone()).collect();
            let counts = |status: TestStatus| status != TestStatus::Done || done == Done::Counts;
            let found =
                answer.report.tests.iter().filter(|test| counts(test.status)).map(|test| test.biomarker.clone());
            checker.names("test", wanted, found.collect())
        }
        ExpectationKind::Treat(regimens) => checker.regimens("treat", regimens, TreatmentStatus::Indicated),
        ExpectationKind::Conflict(regimens) => checker.regimens("conflict", regimens, TreatmentStatus::Conflict),
        ExpectationKind::Superseded(regimens) => checker.regimens("superseded", regimens, TreatmentStatus::Superseded),
        ExpectationKind::Undecided(regimens, needs) => checker
            .regimens("undecided", regimens, TreatmentStatus::Undecided)
            .or_else(|| checker.needs(TreatmentStatus::Undecided, regimens, needs)),
        ExpectationKind::Avoid(agents) => checker.agents("avoid", agents, TreatmentStatus::Avoid),
        ExpectationKind::Hold(agents, until) => checker.agents("hold", agents, TreatmentStatus::Hold).or_else(|| {
            let regimens: Vec<Vec<Agent>> = agents.iter().map(|agent| vec![*agent]).collect();
            let needs: Vec<Subject> = until.iter().map(|biomarker| Subject::Biomarker(*biomarker)).collect();
            checker.needs(TreatmentStatus::Hold, &regimens, &needs)
        }),
        ExpectationKind::Refer(to) => {
            let wanted = to.iter().map(|id| checker.vocabulary.specialties[*id].label.name.clone()).collect();
            checker.names(
                "refer",
                wanted,
                answer.report.team.iter().map(|referral| referral.specialty.clone()).collect(),
            )
        }
        ExpectationKind::Rule(rules) => {
            let wanted = rules.iter().map(|id| plan.ruleset.rules[*id].name.clone()).collect();
            let met = answer.findings.verdicts.met.iter();
            checker.names("rule", wanted, met.map(|id| plan.ruleset.rules[id].name.clone()).collect())
        }
        ExpectationKind::Ask(subjects) => {
            let wanted = subjects.iter().map(|subject| words::subject(*subject, checker.vocabulary)).collect();
            let asked = answer.report.open_questions.iter().map(|question| need_name(&question.about).to_owned());
            checker.names("ask", wanted, asked.collect())
        }
        ExpectationKind::Plan(orders) => checker.orders("plan", orders, &answer.report.test_plan.orders),
        ExpectationKind::Offer(orders) => checker.orders("offer", orders, &answer.report.test_plan.offers),
        ExpectationKind::Uncovered(biomarkers) => {
            let wanted =
                biomarkers.iter().map(|biomarker| checker.vocabulary.biomarker(*biomarker).name.clone()).collect();
            let found = answer.report.test_plan.uncovered.iter().map(|gap| gap.biomarker.clone());
            checker.names("uncovered", wanted, found.collect())
        }
    }
}

/// An order of a test plan, as a case would write it.
fn order_name(by: &str, on: Option<&str>, biomarkers: &[&str]) -> String {
    let on = on.map_or_else(String::new, |on| format!(" on {on}"));
    let biomarkers = match biomarkers {
        [] => String::new(),
        names => format!(" for {}", names.join(" and ")),
    };
    format!("{by}{on}{biomarkers}")
}

fn need_name(need: &Need) -> &str {
    match need {
        Need::Biomarker(name) | Need::Fact(name) => name,
        Need::Disease => "disease",
        Need::Therapies => "therapies",
    }
}

struct Checker<'a> {
    plan: &'a Plan,
    answer: &'a Answer,
    vocabulary: &'a Vocabulary,
    quantity: Quantity,
}

impl Checker<'_> {
    /// Compares names that are wanted with those that are there.
    fn names(&self, verb: &str, wanted: Set<String>, found: Set<String>) -> Option<String> {
        let list = |names: &Set<String>| match names.len() {
            0 => "none".to_owned(),
            _ => names.iter().map(String::as_str).collect::<Vec<_>>().join(", "),
        };
        let missing: Set<String> = wanted.difference(&found).cloned().collect();
        let extra: Set<String> = match self.quantity {
            Quantity::Only => found.difference(&wanted).cloned().collect(),
            Quantity::No if wanted.is_empty() => found.clone(),
            Quantity::No => found.iter().filter(|name| wanted.contains(*name)).cloned().collect(),
            Quantity::Some => Set::new(),
        };
        if self.quantity != Quantity::No && !missing.is_empty() {
            return Some(format!("`{verb} {}` is not in the report; there is {}", list(&missing), list(&found)));
        }
        (!extra.is_empty()).then(|| format!("`{verb} {}` was not expected", list(&extra)))
    }

    /// Compares orders that are wanted with those of the test plan.
    fn orders(&self, verb: &str, wanted: &[PlannedOrder], found: &[report::PlannedOrder]) -> Option<String> {
        let specimen = |order: &PlannedOrder| {
            order.specimen.map(|specimen| self.vocabulary.specimens[specimen].label.name.as_str())
        };
        let names = |order: &PlannedOrder| -> Vec<&str> {
            order.biomarkers.iter().map(|biomarker| self.vocabulary.biomarker(*biomarker).name.as_str()).collect()
        };
        let is_meant = |order: &PlannedOrder, planned: &report::PlannedOrder| {
            planned.by == self.vocabulary.technique(order.technique).name
                && specimen(order).is_none_or(|specimen| planned.on.as_deref() == Some(specimen))
                && names(order).iter().all(|name| planned.covers.iter().any(|covered| covered.biomarker == *name))
        };
        let missing = wanted.iter().find(|order| !found.iter().any(|planned| is_meant(order, planned)));
        let mut extra = found.iter().filter(|planned| match self.quantity {
            Quantity::Some => false,
            Quantity::No if wanted.is_empty() => true,
            Quantity::No => wanted.iter().any(|order| is_meant(order, planned)),
            Quantity::Only => !wanted.iter().any(|order| is_meant(order, planned)),
        });
        let planned_name = |planned: &report::PlannedOrder| {
            let covers: Vec<&str> = planned.covers.iter().map(|covered| covered.biomarker.as_str()).collect();
            order_name(&planned.by, planned.on.as_deref(), &covers)
        };
        if let (Some(order), false) = (missing, self.quantity == Quantity::No) {
            let by = &self.vocabulary.technique(order.technique).name;
            let wanted = order_name(by, specimen(order), &names(order));
            let all: Vec<String> = found.iter().map(planned_name).collect();
            let all = if all.is_empty() { "none".to_owned() } else { all.join(", ") };
            return Some(format!("`{verb} {wanted}` is not in the report; there is {all}"));
        }
        extra.next().map(|planned| format!("`{verb} {}` was not expected", planned_name(planned)))
    }

    fn entries(&self, status: TreatmentStatus) -> impl Iterator<Item = &TreatmentEntry> {
        self.answer.report.treatments.iter().filter(move |entry| entry.status == status)
    }

    /// Compares regimens, exactly, with the entries of a status.
    fn regimens(&self, verb: &str, wanted: &[Vec<Agent>], status: TreatmentStatus) -> Option<String> {
        // Entries of single drugs and classes to hold or to avoid are no regimens.
        let entries: Vec<&TreatmentEntry> = self.entries(status).filter(|entry| entry.approval.is_some()).collect();
        let name = |regimen: &Vec<Agent>| words::regimen(regimen, self.vocabulary);
        let missing = wanted.iter().find(|regimen| !entries.iter().any(|entry| self.is_regimen(entry, regimen)));
        let extra = match self.quantity {
            Quantity::Some => None,
            Quantity::No if wanted.is_empty() => entries.first(),
            Quantity::No => entries.iter().find(|entry| wanted.iter().any(|regimen| self.is_regimen(entry, regimen))),
            Quantity::Only => {
                entries.iter().find(|entry| !wanted.iter().any(|regimen| self.is_regimen(entry, regimen)))
            }
        };
        if let (Some(regimen), false) = (missing, self.quantity == Quantity::No) {
            let instead = self.instead(|entry| self.is_regimen(entry, regimen));
            return Some(format!("`{verb} {}` is not in the report; {instead}", name(regimen)));
        }
        extra.map(|entry| format!("`{verb} {}` was not expected", entry.drugs.join(" with ")))
    }

    /// Compares drugs and classes with the entries of a status that speak of them.
    fn agents(&self, verb: &str, wanted: &[Agent], status: TreatmentStatus) -> Option<String> {
        let speaks = |entry: &TreatmentEntry, agent: Agent| {
            entry.drugs.iter().filter_map(|name| self.agent(name)).any(|known| known.covers(agent, self.vocabulary))
        };
        let missing = wanted.iter().find(|agent| !self.entries(status).any(|entry| speaks(entry, **agent)));
        let extra = match self.quantity {
            Quantity::Some => None,
            Quantity::No if wanted.is_empty() => self.entries(status).next(),
            Quantity::No => self.entries(status).find(|entry| wanted.iter().any(|agent| speaks(entry, *agent))),
            Quantity::Only => self.entries(status).find(|entry| !wanted.iter().any(|agent| speaks(entry, *agent))),
        };
        if let (Some(agent), false) = (missing, self.quantity == Quantity::No) {
            let instead = self.instead(|entry| speaks(entry, *agent));
            return Some(format!("`{verb} {}` is not in the report; {instead}", agent.name(self.vocabulary)));
        }
        extra.map(|entry| format!("`{verb} {}` was not expected", entry.drugs.join(" with ")))
    }

    /// Compares what entries need with what they are expected to need.
    fn needs(&self, status: TreatmentStatus, regimens: &[Vec<Agent>], needs: &[Subject]) -> Option<String> {
        if self.quantity == Quantity::No || needs.is_empty() {
            return None;
        }
        let wanted: Set<String> = needs.iter().map(|subject| words::subject(*subject, self.vocabulary)).collect();
        for regimen in regimens {
            for entry in self.entries(status).filter(|entry| self.is_regimen(entry, regimen)) {
                let found: Set<String> = entry.needs.iter().map(|need| need_name(need).to_owned()).collect();
                if let Some(difference) = self.names("need for", wanted.clone(), found) {
                    return Some(format!("{}: {difference}", entry.drugs.join(" with ")));
                }
            }
        }
        None
    }

    /// What the report says instead of what was expected.
    fn instead(&self, about: impl Fn(&TreatmentEntry) -> bool) -> String {
        let found = self.answer.report.treatments.iter().find(|entry| about(entry));
        found.map_or_else(
            || "the report does not speak of it".to_owned(),
            |entry| {
                let needs: Vec<&str> = entry.needs.iter().map(need_name).collect();
                let needs =
                    if needs.is_empty() { String::new() } else { format!(" until {} is known", needs.join(" and ")) };
                format!("it is {}{needs}", format!("{:?}", entry.status).to_lowercase())
            },
        )
    }

    /// Whether an entry's regimen is the expected one: the same number of drugs, each expected one meant by one of them.
    fn is_regimen(&self, entry: &TreatmentEntry, regimen: &[Agent]) -> bool {
        let mut open: Vec<Agent> = entry.drugs.iter().filter_map(|name| self.agent(name)).collect();
        // Drugs before classes: a drug must not take the place of a class that another drug needs.
        open.order();
        let taken = |agent: &Agent| {
            let found = open.iter().position(|known| known.covers(*agent, self.vocabulary));
            found.map(|at| open.remove(at)).is_some()
        };
        entry.drugs.len() == regimen.len()
            && regimen.iter().all({
                let mut taken = taken;
                move |agent| taken(agent)
            })
    }

    fn agent(&self, name: &str) -> Option<Agent> {
        let names = self.plan.ruleset.vocabulary.names();
        match name.strip_prefix("class ") {
            Some(class) => names.classes.exact(class).map(Agent::Class),
            None => names.drugs.exact(name).map(Agent::Drug),
        }
    }
}
