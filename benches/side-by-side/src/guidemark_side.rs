//! Every call of Guidemark, in one place: what changes here when its functions change.

use crate::{
    Failure,
    engine::Engine,
    workload::{Answer, Workload, guide},
};
use guidemark::{
    compile::Plan,
    evaluate::{Findings, evaluate},
    kleene::Kleene,
    patient::{Patient, Settings, read_profile, resolve},
    rulebook::{self, Rulebook},
    text::Date,
};

/// Guidemark with a rulebook and the patients it is asked about.
pub struct Guidemark {
    plan: Plan,
    settings: Settings,
    /// The number in the workload of each rule of the plan, in the plan's order.
    numbers: Vec<u32>,
    patients: Vec<Patient>,
    answer: Answer,
}

/// The day on which everything is asked.
fn settings() -> Result<Settings, Failure> {
    Ok(Settings::on(Date::new(2026, 11, 22).ok_or("no such day")?))
}

/// Reads, checks and compiles a rulebook.
pub fn compile(files: Vec<(String, String)>) -> Result<Plan, Failure> {
    let book = Rulebook::read("generated", files);
    book.compile().ok_or_else(|| {
        let first = book.diagnostics.iter().find(|found| guidemark::diagnostics::has_errors(std::slice::from_ref(*found)));
        format!("the generated rules do not compile: {first:?}").into()
    })
}

/// The text of a plan file.
pub fn write_plan(plan: &Plan) -> Result<String, Failure> {
    Ok(plan.write()?)
}

/// Reads a plan file.
pub fn read_plan(text: &str) -> Result<Plan, Failure> {
    Plan::read(text).map_err(|error| format!("{error:?}").into())
}

/// The plan of the rulebook that comes with Guidemark.
pub fn shipped() -> Result<Plan, Failure> {
    guidemark::built_in::rulebook().compile().ok_or_else(|| "the shipped rulebook has errors".into())
}

/// How many rules a plan has.
pub fn rules(plan: &Plan) -> usize {
    plan.ruleset.rules.len()
}

/// A full report on a profile, as JSON.
pub fn report(plan: &Plan, profile: &str) -> Result<String, Failure> {
    let answer = rulebook::answer(plan, profile, &settings()?).map_err(|errors| format!("{errors:?}"))?;
    Ok(serde_json::to_string(&answer.report)?)
}

impl Guidemark {
    /// The engine with the rules of the workload and its profiles, read.
    pub fn new(workload: &Workload, lines: &[String]) -> Result<Guidemark, Failure> {
        let plan = compile(guide::files(workload))?;
        let names = plan.ruleset.rules.iter().map(|(_, rule)| guide::rule_number(&rule.name));
        let numbers: Option<Vec<u32>> = names.collect();
        let numbers = numbers.ok_or("a rule has another name than it was given")?;
        let mut engine =
            Guidemark { plan, settings: settings()?, numbers, patients: Vec::new(), answer: Answer::default() };
        engine.patients = lines.iter().map(|line| engine.parse(line)).collect::<Result<_, _>>()?;
        Ok(engine)
    }

    /// A patient from a line of JSON.
    pub fn parse(&self, line: &str) -> Result<Patient, Failure> {
        let profile = read_profile(line).map_err(|errors| format!("{errors:?}"))?;
        let patient = resolve(&profile, &self.plan.ruleset.vocabulary, &self.settings);
        patient.map_err(|errors| format!("{errors:?}").into())
    }

    /// The value of every rule for a patient.
    pub fn evaluate(&self, patient: &Patient) -> Findings {
        evaluate(&self.plan, patient)
    }

    /// The rules that are met and those that are undetermined, by their numbers in the workload.
    pub fn ids(&self, findings: &Findings, answer: &mut Answer) {
        answer.met.clear();
        answer.undetermined.clear();
        for ((_, verdict), number) in findings.rules.iter().zip(&self.numbers) {
            match verdict.value() {
                Some(Kleene::Met) => answer.met.push(*number),
                Some(Kleene::Undetermined) => answer.undetermined.push(*number),
                _ => {}
            }
        }
    }

    /// A line of JSON to a line of JSON: the profile, and the names of the rules that are met and undetermined.
    pub fn ndjson_line(&self, line: &str, out: &mut String) -> Result<(), Failure> {
        let patient = self.parse(line)?;
        let findings = self.evaluate(&patient);
        let with = |wanted: Kleene| {
            let rules = findings.rules.iter().zip(self.plan.ruleset.rules.iter());
            let rules = rules.filter(move |((_, verdict), _)| verdict.value() == Some(wanted));
            rules.map(|(_, (_, rule))| rule.name.as_str())
        };
        out.push_str("{\"met\":");
        names(with(Kleene::Met), out);
        out.push_str(",\"undetermined\":");
        names(with(Kleene::Undetermined), out);
        out.push_str("}\n");
        Ok(())
    }

    /// The plan.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The whole answer for a patient who was read before.
    pub fn answer(&mut self, profile: usize) -> Result<&Answer, Failure> {
        let patient = self.patients.get(profile).ok_or("no such profile")?;
        let findings = self.evaluate(patient);
        let mut answer = std::mem::take(&mut self.answer);
        self.ids(&findings, &mut answer);
        self.answer = answer;
        Ok(&self.answer)
    }
}

/// Names as a list in JSON; the names of rules need no escapes here.
fn names<'a>(names: impl Iterator<Item = &'a str>, out: &mut String) {
    out.push('[');
    for (at, name) in names.enumerate() {
        if at > 0 {
            out.push(',');
        }
        out.push('"');
        out.push_str(name);
        out.push('"');
    }
    out.push(']');
}

impl Engine for Guidemark {
    fn name(&self) -> &'static str {
        "Guidemark"
    }

    fn met(&mut self, profile: usize, met: &mut Vec<u32>) -> Result<(), Failure> {
        let answer = self.answer(profile)?;
        met.extend_from_slice(&answer.met);
        Ok(())
    }
}
