//! What is measured: one function for each table.

use crate::{
    Failure, Options,
    engine::Engine,
    floors::{
        bits::{self, Bits},
        json,
    },
    guidemark_side::{self, Guidemark},
    measure::{Speed, Task, in_turns},
    peers,
    workload::{Answer, Workload, answer, guide},
};
use guidemark::{compile::Plan, report::Memory};
use serde::Serialize;
use std::hint::black_box;

/// What a table is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// All engines on profiles that were read before.
    Evaluation,
    /// The same among rules that speak of nobody.
    Growth,
    /// From a line of JSON to a line of JSON.
    Lines,
    /// Full reports.
    Reports,
    /// Rulebooks and plans.
    Rulebooks,
}

/// A table.
#[derive(Serialize)]
pub struct Section {
    /// What it is about.
    pub kind: Kind,
    /// How many rules there are.
    pub rules: usize,
    /// What was measured.
    pub title: String,
    /// What is done to each item.
    pub item: &'static str,
    /// The speeds.
    pub speeds: Vec<Speed>,
    /// The rows with which the others are compared.
    pub against: Vec<&'static str>,
    /// The time with many rules over the time with few, for each engine.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub growth: Vec<(&'static str, f64)>,
    /// What to know beside the numbers.
    pub notes: Vec<String>,
    /// Engines that failed or gave other answers, and how.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<String>,
}

const GUIDEMARK: &str = "Guidemark";
const BITS: &str = bits::NAME;
const TYPED: &str = "serde_json, typed structs";
const EVALUATION: &str = "one evaluation of it";

/// The profiles that come with Guidemark.
const EXAMPLES: [&str; 5] = [
    include_str!("../../../examples/lung-egfr.json"),
    include_str!("../../../examples/lung-pcr-negative.json"),
    include_str!("../../../examples/lung-plasma-negative.json"),
    include_str!("../../../examples/messy-record.json"),
    include_str!("../../../examples/newly-diagnosed-lung.json"),
];

/// How many rules speak of the patients when the growth is measured, and how many of nobody.
const NEAR: usize = 200;
const FAR: usize = 1_800;

/// Measures everything that was asked for.
///
/// # Errors
/// Guidemark failing, or giving another answer than the right one. Other engines that do are left out.
pub fn measure(options: &Options) -> Result<Vec<Section>, Failure> {
    let mut sections = Vec::new();
    let wanted = |name: &str| options.only.as_ref().is_none_or(|only| name.contains(only.as_str()));
    if wanted("evaluation") {
        for rules in &options.rules {
            sections.push(evaluation(options, *rules)?);
        }
    }
    if wanted("growth") {
        sections.push(growth(options)?);
    }
    if wanted("lines") {
        for rules in &options.rules {
            sections.push(ndjson(options, *rules)?);
        }
    }
    if wanted("report") {
        sections.push(reports(options)?);
    }
    if wanted("rulebook") {
        sections.push(rulebooks(options)?);
    }
    Ok(sections)
}

fn make_bits(workload: &Workload) -> Result<Box<dyn Engine>, Failure> {
    Ok(Box::new(Bits::new(workload)?))
}

/// A workload with Guidemark's plan of it and the right answers.
struct Prepared {
    workload: Workload,
    lines: Vec<String>,
    plan: Plan,
    right: Vec<Answer>,
}

impl Prepared {
    fn new(workload: Workload) -> Result<Prepared, Failure> {
        let plan = guidemark_side::compile(guide::files(&workload))?;
        let right = workload.profiles.iter().map(|profile| answer(&workload, profile)).collect();
        Ok(Prepared { lines: guide::lines(&workload), workload, plan, right })
    }

    /// Every engine with the rules and profiles that gives the right answers to all of them, and why others are left
    /// out.
    fn engines(&self, options: &Options) -> Result<(Vec<Box<dyn Engine + '_>>, Vec<String>), Failure> {
        let mut guidemark = Guidemark::new(&self.plan, &self.lines)?;
        for (number, right) in self.right.iter().enumerate() {
            let mut given = Answer::default();
            guidemark.answer(number, &mut given)?;
            // An answer is a set.
            given.met.sort_unstable();
            given.undetermined.sort_unstable();
            if given != *right {
                return Err(format!("Guidemark answers otherwise on profile {number}:\n{given:?}\n{right:?}").into());
            }
        }
        let mut engines: Vec<Box<dyn Engine + '_>> = vec![Box::new(guidemark)];
        let mut left_out = Vec::new();
        let (rules, profiles) = (self.workload.rules.len(), self.workload.profiles.len());
        for (name, make) in std::iter::once(&(BITS, make_bits as peers::Make)).chain(peers::ALL) {
            if options.engines.as_ref().is_some_and(|word| *name != BITS && !name.contains(word.as_str())) {
                continue;
            }
            eprintln!("{rules} rules, {profiles} profiles: {name}");
            match make(&self.workload).and_then(|mut engine| self.ask(engine.as_mut()).map(|()| engine)) {
                Ok(engine) => engines.push(engine),
                Err(failure) => left_out.push(format!("{name} with {rules} rules: {failure}")),
            }
        }
        Ok((engines, left_out))
    }

    /// Asks an engine about every profile.
    fn ask(&self, engine: &mut dyn Engine) -> Result<(), Failure> {
        let mut met = Vec::new();
        for (number, right) in self.right.iter().enumerate() {
            met.clear();
            engine.met(number, &mut met)?;
            met.sort_unstable();
            if met != right.met {
                return Err(format!("other answers on profile {number}: {met:?}, and not {:?}", right.met).into());
            }
        }
        Ok(())
    }

    fn note(&self) -> String {
        let mean =
            |list: fn(&Answer) -> usize| self.right.iter().map(list).sum::<usize>() as f64 / self.right.len() as f64;
        format!(
            "Equal answers on all {} profiles: {:.1} rules met and {:.1} undetermined, on average.",
            self.right.len(),
            mean(|answer| answer.met.len()),
            mean(|answer| answer.undetermined.len()),
        )
    }
}

/// The evaluation of profiles that an engine holds.
fn tasks<'a>(engines: &'a mut [Box<dyn Engine + '_>], suffix: &str) -> Vec<Task<'a>> {
    let tasks = engines.iter_mut().map(|engine| {
        let mut met = Vec::new();
        let name = format!("{}{suffix}", engine.name());
        let run = move |number: usize| {
            met.clear();
            engine.met(number, &mut met)?;
            black_box(&met);
            Ok(())
        };
        Task { name, run: Box::new(run) as _ }
    });
    tasks.collect()
}

/// Every engine on the same rules and profiles.
fn evaluation(options: &Options, rules: usize) -> Result<Section, Failure> {
    let prepared = Prepared::new(Workload::new(options.seed, rules, options.profiles))?;
    let (mut engines, left_out) = prepared.engines(options)?;
    let speeds = in_turns(&mut tasks(&mut engines, ""), options.profiles, options.effort)?;
    Ok(Section {
        kind: Kind::Evaluation,
        rules,
        growth: Vec::new(),
        title: format!("Evaluation of a profile that was read before, {rules} rules"),
        item: "profile",
        speeds,
        against: vec![GUIDEMARK, BITS],
        notes: vec![prepared.note()],
        left_out,
    })
}

/// The same rules about the same patients, alone and among many more about other diseases.
fn growth(options: &Options) -> Result<Section, Failure> {
    let near = Prepared::new(Workload::with_rules_about_others(options.seed, NEAR, 0, options.profiles))?;
    let far = Prepared::new(Workload::with_rules_about_others(options.seed, NEAR, FAR, options.profiles))?;
    let (mut alone, mut left_out) = near.engines(options)?;
    let (mut among, more) = far.engines(options)?;
    left_out.extend(more);
    let (here, there) = (format!(", {NEAR} rules"), format!(", {} rules", NEAR + FAR));
    let mut both = tasks(&mut alone, &here);
    both.extend(tasks(&mut among, &there));
    let speeds = in_turns(&mut both, options.profiles, options.effort)?;
    drop(both);
    let speed =
        |name: String| speeds.iter().find(|speed| speed.name == name).map_or(f64::NAN, |speed| speed.per_second);
    let factor = |name: &str| speed(format!("{name}{here}")) / speed(format!("{name}{there}"));
    let growth = alone.iter().map(|engine| (engine.name(), factor(engine.name()))).collect();
    let note =
        format!("The same {NEAR} rules speak of the patients in both; the others speak of diseases that nobody has.");
    Ok(Section {
        kind: Kind::Growth,
        rules: NEAR + FAR,
        title: "Growth with rules about other diseases".into(),
        item: "profile",
        speeds,
        against: vec![],
        growth,
        notes: vec![note],
        left_out,
    })
}

/// A line of JSON to a line of JSON, beside reading the same line and no more.
fn ndjson(options: &Options, rules: usize) -> Result<Section, Failure> {
    let Prepared { lines, plan, right, .. } = Prepared::new(Workload::new(options.seed, rules, options.profiles))?;
    let mut guidemark = Guidemark::new(&plan, &[])?;
    let (mut quick, careful) = (Guidemark::new(&plan, &[])?, Guidemark::new(&plan, &[])?);
    let mut out = Vec::new();
    for (number, (line, right)) in lines.iter().zip(&right).enumerate() {
        out.clear();
        guidemark.ndjson_line(number, line, &mut out)?;
        if guide::read_answer(&out)? != *right {
            return Err(format!(
                "Guidemark's line for profile {number} says otherwise:\n{}",
                String::from_utf8_lossy(&out)
            )
            .into());
        }
        json::typed(line)?;
    }
    let mut scanner = json::Scanner::default();
    let line = |number: usize| lines.get(number).map(String::as_str).ok_or("no such line");
    let mut tasks = vec![
        Task::new("Guidemark, line to line", |number| {
            out.clear();
            guidemark.ndjson_line(number, line(number)?, &mut out)?;
            black_box(&out);
            Ok(())
        }),
        Task::new("Guidemark, line to patient", |number| {
            black_box(quick.parse_quickly(line(number)?)?);
            Ok(())
        }),
        Task::new("Guidemark, line to patient, nothing remembered", |number| {
            black_box(careful.parse(line(number)?)?);
            Ok(())
        }),
        Task::new(TYPED, |number| json::typed(line(number)?).map(drop)),
        Task::new("serde_json, skipped", |number| json::skipped(line(number)?)),
        Task::new("simd-json, scanned", |number| scanner.scan(line(number)?).map(drop)),
    ];
    let speeds = in_turns(&mut tasks, lines.len(), options.effort)?;
    drop(tasks);
    let bytes = lines.iter().map(String::len).sum::<usize>() / lines.len().max(1);
    Ok(Section {
        kind: Kind::Lines,
        rules,
        growth: Vec::new(),
        title: format!("From a line of JSON to a line of JSON, {rules} rules"),
        item: "line",
        speeds,
        against: vec![TYPED],
        notes: vec![format!("A line has {bytes} bytes on average. Every answer is the right one.")],
        left_out: Vec::new(),
    })
}

/// Full reports with the rulebook that comes with Guidemark.
fn reports(options: &Options) -> Result<Section, Failure> {
    let plan = guidemark_side::shipped()?;
    let example = |number: usize| EXAMPLES.get(number).copied().ok_or("no such example");
    let memory = Memory::default();
    let mut tasks = [
        Task::new("Guidemark, profile to report in JSON, after others", |number| {
            black_box(guidemark_side::report(&plan, example(number)?, &memory)?);
            Ok(())
        }),
        Task::new("Guidemark, profile to report in JSON, each the first", |number| {
            black_box(guidemark_side::report(&plan, example(number)?, &Memory::default())?);
            Ok(())
        }),
    ];
    let speeds = in_turns(&mut tasks, EXAMPLES.len(), options.effort)?;
    drop(tasks);
    let rules = guidemark_side::rules(&plan);
    Ok(Section {
        kind: Kind::Reports,
        rules,
        title: format!("Full reports on the examples, shipped rulebook of {rules} rules"),
        item: "report",
        speeds,
        against: vec![],
        growth: Vec::new(),
        notes: Vec::new(),
        left_out: Vec::new(),
    })
}

/// Rules from text to a plan, and a plan from its file beside one evaluation.
fn rulebooks(options: &Options) -> Result<Section, Failure> {
    let workload = Workload::new(options.seed, 1_000, 100);
    let files = guide::files(&workload);
    let bytes: usize = files.iter().map(|(_, text)| text.len()).sum();
    let plan = guidemark_side::compile(files.clone())?;
    let mut guidemark = Guidemark::new(&plan, &guide::lines(&workload))?;
    let file = guidemark_side::write_plan(&plan)?;
    let notes = vec![format!("1,000 rules are {bytes} bytes of text, their plan {} bytes.", file.len())];
    let mut tasks = vec![
        Task::new("1,000 rules read, checked and compiled", |_| {
            black_box(guidemark_side::compile(files.clone())?);
            Ok(())
        }),
        Task::new("their plan loaded", |_| {
            black_box(guidemark_side::read_plan(&file)?);
            Ok(())
        }),
        Task::new(EVALUATION, |number| {
            let mut met = Vec::new();
            guidemark.met(number, &mut met)?;
            black_box(met);
            Ok(())
        }),
    ];
    let speeds = in_turns(&mut tasks, workload.profiles.len(), options.effort)?;
    drop(tasks);
    Ok(Section {
        kind: Kind::Rulebooks,
        rules: workload.rules.len(),
        title: "Rulebooks".into(),
        item: "time",
        speeds,
        against: vec![EVALUATION],
        growth: Vec::new(),
        notes,
        left_out: Vec::new(),
    })
}
