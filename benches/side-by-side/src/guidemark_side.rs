//! Every call of Guidemark, in one place: what changes here when its functions change.

use crate::{
    Failure,
    engine::Engine,
    workload::{Answer, guide},
};
use guidemark::{
    cohort::{Evaluator, Line, Part, Selection},
    compile::Plan,
    diagnostics::has_errors,
    evaluate::{self, Interned, Found, QuickReader, intern},
    patient::{Settings, read_profile, resolve},
    report::Memory,
    rulebook::{self, Rulebook},
    text::Date,
    vocabulary::{Id, RuleId},
};
use std::collections::BTreeSet;

/// What Guidemark calls a profile that was read.
pub type Patient = Interned;

/// Guidemark with a plan and the patients it is asked about.
pub struct Guidemark<'p> {
    plan: &'p Plan,
    engine: evaluate::Engine<'p>,
    /// What `guidemark cohort` does with a line when only verdicts are asked for.
    cohort: Evaluator<'p>,
    reader: QuickReader<'p>,
    settings: Settings,
    /// The number in the workload of each rule of the plan, in the plan's order.
    numbers: Vec<u32>,
    patients: Vec<Patient>,
}

/// The day on which everything is asked.
fn settings() -> Result<Settings, Failure> {
    Ok(Settings::on(Date::new(2026, 11, 22).ok_or("no such day")?))
}

/// Reads, checks and compiles a rulebook.
pub fn compile(files: Vec<(String, String)>) -> Result<Plan, Failure> {
    let book = Rulebook::read("generated", files);
    book.compile().ok_or_else(|| {
        let first = book.diagnostics.iter().find(|found| has_errors(std::slice::from_ref(*found)));
        format!("the generated rules do not compile: {first:?}").into()
    })
}

/// The content of a plan file.
pub fn write_plan(plan: &Plan) -> Result<Vec<u8>, Failure> {
    plan.write().map_err(|error| format!("{error:?}").into())
}

/// Reads a plan file.
pub fn read_plan(file: &[u8]) -> Result<Plan, Failure> {
    Plan::read(file).map_err(|error| format!("{error:?}").into())
}

/// The plan of the rulebook that comes with Guidemark.
pub fn shipped() -> Result<Plan, Failure> {
    guidemark::built_in::rulebook().compile().ok_or_else(|| "the shipped rulebook has errors".into())
}

/// How many rules a plan has.
pub fn rules(plan: &Plan) -> usize {
    plan.ruleset.rules.len()
}

/// A full report on a profile, as JSON, with what earlier reports found out.
pub fn report(plan: &Plan, profile: &str, memory: &Memory) -> Result<String, Failure> {
    let answer = rulebook::answer_again(plan, profile, &settings()?, memory).map_err(|errors| format!("{errors:?}"))?;
    Ok(serde_json::to_string(&answer.report)?)
}

impl<'p> Guidemark<'p> {
    /// The engine of a plan that [`guide::files`] made, and profiles as lines of JSON, which it reads.
    pub fn new(plan: &'p Plan, lines: &[String]) -> Result<Guidemark<'p>, Failure> {
        let names = plan.ruleset.rules.iter().map(|(_, rule)| guide::rule_number(&rule.name));
        let numbers: Option<Vec<u32>> = names.collect();
        let mut guidemark = Guidemark {
            plan,
            engine: evaluate::Engine::new(plan),
            cohort: Evaluator::new(plan, settings()?, Selection::Parts(BTreeSet::from([Part::Verdicts]))),
            reader: QuickReader::new(plan, settings()?),
            settings: settings()?,
            numbers: numbers.ok_or("a rule has another name than it was given")?,
            patients: Vec::new(),
        };
        guidemark.patients = lines.iter().map(|line| guidemark.parse(line)).collect::<Result<_, _>>()?;
        Ok(guidemark)
    }

    /// A patient from a line of JSON, put together from pieces that were met before.
    pub fn parse_quickly(&mut self, line: &str) -> Result<Patient, Failure> {
        Ok(self.reader.read(line).map_err(|errors| format!("{errors:?}"))?.interned)
    }

    /// A patient from a line of JSON, remembering nothing.
    pub fn parse(&self, line: &str) -> Result<Patient, Failure> {
        let profile = read_profile(line).map_err(|errors| format!("{errors:?}"))?;
        let patient = resolve(&profile, &self.plan.ruleset.vocabulary, &self.settings);
        let patient = patient.map_err(|errors| Failure::from(format!("{errors:?}")))?;
        Ok(intern(self.plan, &patient))
    }

    /// The rules that are met and those that are undetermined, as Guidemark gives them.
    fn evaluate(&mut self, profile: usize) -> Result<(Found<'_>, &[u32]), Failure> {
        let patient = self.patients.get(profile).ok_or("no such profile")?;
        Ok((self.engine.evaluate(patient), &self.numbers))
    }

    /// The whole answer for a patient who was read before, by the numbers of the workload.
    pub fn answer(&mut self, profile: usize, answer: &mut Answer) -> Result<(), Failure> {
        let (found, numbers) = self.evaluate(profile)?;
        ids(found.met(), numbers, &mut answer.met);
        ids(found.open(), numbers, &mut answer.undetermined);
        Ok(())
    }

    /// A line of JSON to a line of JSON: the profile, and the names of the rules that are met and undetermined.
    pub fn ndjson_line(&mut self, number: usize, line: &str, out: &mut Vec<u8>) -> Result<(), Failure> {
        let errors = self.cohort.answer(number as u64 + 1, Line::Bytes(line.as_bytes()), out)?;
        if errors.is_empty() { Ok(()) } else { Err(format!("{errors:?}").into()) }
    }
}

/// The numbers of some rules.
fn ids(rules: impl Iterator<Item = RuleId>, numbers: &[u32], out: &mut Vec<u32>) {
    out.extend(rules.filter_map(|rule| numbers.get(rule.index())));
}

impl Engine for Guidemark<'_> {
    fn name(&self) -> &'static str {
        "Guidemark"
    }

    fn met(&mut self, profile: usize, met: &mut Vec<u32>) -> Result<(), Failure> {
        let (found, numbers) = self.evaluate(profile)?;
        ids(found.met(), numbers, met);
        Ok(())
    }
}
