//! What is measured: one function for each table.

use crate::{
    Failure, Options,
    engine::Engine,
    floors::{bits::Bits, json},
    guidemark_side::{self, Guidemark},
    measure::{Speed, Task, in_turns},
    peers,
    workload::{Answer, Workload, answer, guide},
};
use serde::Serialize;
use std::hint::black_box;

/// A table.
#[derive(Serialize)]
pub struct Section {
    /// What was measured.
    pub title: String,
    /// What is done to each item.
    pub item: &'static str,
    /// The speeds.
    pub speeds: Vec<Speed>,
    /// The rows with which the others are compared.
    pub against: Vec<&'static str>,
    /// What to know beside the numbers.
    pub notes: Vec<String>,
}

const GUIDEMARK: &str = "Guidemark";
const BITS: &str = "bits by hand";
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
/// An engine that fails, or that gives another answer than the others.
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

/// Every engine with the rules and profiles of a workload, after it has given the right answers to all of them.
fn engines(workload: &Workload) -> Result<(Vec<Box<dyn Engine>>, String), Failure> {
    let right: Vec<Answer> = workload.profiles.iter().map(|profile| answer(workload, profile)).collect();
    let mut guidemark = Guidemark::new(workload, &guide::lines(workload))?;
    for (number, right) in right.iter().enumerate() {
        let given = guidemark.answer(number)?;
        if given != right {
            return Err(format!("Guidemark answers otherwise on profile {number}:\n{given:?}\n{right:?}").into());
        }
    }
    let mut engines: Vec<Box<dyn Engine>> = vec![Box::new(guidemark), Box::new(Bits::new(workload)?)];
    for (name, make) in peers::ALL {
        engines.push(make(workload).map_err(|failure| format!("{name}: {failure}"))?);
    }
    let mut met = Vec::new();
    for engine in &mut engines {
        eprintln!("{} rules, {} profiles: {}", workload.rules.len(), workload.profiles.len(), engine.name());
        for (number, right) in right.iter().enumerate() {
            met.clear();
            engine.met(number, &mut met)?;
            if met != right.met {
                let name = engine.name();
                return Err(format!("{name} answers otherwise on profile {number}:\n{met:?}\n{:?}", right.met).into());
            }
        }
    }
    let mean = |list: fn(&Answer) -> usize| right.iter().map(list).sum::<usize>() as f64 / right.len() as f64;
    let note = format!(
        "Equal answers on all {} profiles: {:.1} rules met and {:.1} undetermined, on average.",
        right.len(),
        mean(|answer| answer.met.len()),
        mean(|answer| answer.undetermined.len()),
    );
    Ok((engines, note))
}

/// The evaluation of profiles that an engine holds.
fn tasks<'a>(engines: &'a mut [Box<dyn Engine>], suffix: &str) -> Vec<Task<'a>> {
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
    let workload = Workload::new(options.seed, rules, options.profiles);
    let (mut engines, note) = engines(&workload)?;
    let speeds = in_turns(&mut tasks(&mut engines, ""), workload.profiles.len(), options.effort)?;
    Ok(Section {
        title: format!("Evaluation of a profile that was read before, {rules} rules"),
        item: "profile",
        speeds,
        against: vec![GUIDEMARK, BITS],
        notes: vec![note],
    })
}

/// The same rules about the same patients, alone and among many more about other diseases.
fn growth(options: &Options) -> Result<Section, Failure> {
    let near = Workload::with_rules_about_others(options.seed, NEAR, 0, options.profiles);
    let far = Workload::with_rules_about_others(options.seed, NEAR, FAR, options.profiles);
    let (mut alone, _) = engines(&near)?;
    let (mut among, _) = engines(&far)?;
    let (here, there) = (format!(", {NEAR} rules"), format!(", {} rules", NEAR + FAR));
    let mut both = tasks(&mut alone, &here);
    both.extend(tasks(&mut among, &there));
    let speeds = in_turns(&mut both, options.profiles, options.effort)?;
    drop(both);
    let speed = |name: String| speeds.iter().find(|speed| speed.name == name).map_or(f64::NAN, |speed| speed.per_second);
    let factors = alone.iter().map(|engine| {
        let name = engine.name();
        let factor = speed(format!("{name}{here}")) / speed(format!("{name}{there}"));
        format!("{name} {factor:.2}")
    });
    let notes = vec![
        format!("The same {NEAR} rules speak of the patients in both; the others speak of diseases that nobody has."),
        format!("Time with {} rules over time with {NEAR}: {}.", NEAR + FAR, factors.collect::<Vec<_>>().join(", ")),
    ];
    Ok(Section { title: "Growth with rules about other diseases".into(), item: "profile", speeds, against: vec![], notes })
}

/// A line of JSON to a line of JSON, beside reading the same line and no more.
fn ndjson(options: &Options, rules: usize) -> Result<Section, Failure> {
    let workload = Workload::new(options.seed, rules, options.profiles);
    let lines = guide::lines(&workload);
    let guidemark = Guidemark::new(&workload, &lines)?;
    let mut out = String::new();
    for (number, (line, profile)) in lines.iter().zip(&workload.profiles).enumerate() {
        out.clear();
        guidemark.ndjson_line(line, &mut out)?;
        if guide::read_answer(&out)? != answer(&workload, profile) {
            return Err(format!("Guidemark's line for profile {number} says otherwise:\n{out}").into());
        }
        json::typed(line)?;
    }
    let mut scanner = json::Scanner::default();
    let line = |number: usize| lines.get(number).map(String::as_str).ok_or("no such line");
    let mut tasks = vec![
        Task::new("Guidemark, line to line", |number| {
            out.clear();
            guidemark.ndjson_line(line(number)?, &mut out)?;
            black_box(&out);
            Ok(())
        }),
        Task::new("Guidemark, line to patient", |number| {
            black_box(guidemark.parse(line(number)?)?);
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
        title: format!("From a line of JSON to a line of JSON, {rules} rules"),
        item: "line",
        speeds,
        against: vec![TYPED],
        notes: vec![format!("A line has {bytes} bytes on average. Every answer is the right one.")],
    })
}

/// Full reports with the rulebook that comes with Guidemark.
fn reports(options: &Options) -> Result<Section, Failure> {
    let plan = guidemark_side::shipped()?;
    let mut tasks = [Task::new("Guidemark, profile to report in JSON", |number| {
        let profile = EXAMPLES.get(number).ok_or("no such example")?;
        black_box(guidemark_side::report(&plan, profile)?);
        Ok(())
    })];
    let speeds = in_turns(&mut tasks, EXAMPLES.len(), options.effort)?;
    drop(tasks);
    let notes = vec![format!("The shipped rulebook has {} rules.", guidemark_side::rules(&plan))];
    Ok(Section { title: "Full reports on the examples".into(), item: "report", speeds, against: vec![], notes })
}

/// Rules from text to a plan, and a plan from its file beside one evaluation.
fn rulebooks(options: &Options) -> Result<Section, Failure> {
    let workload = Workload::new(options.seed, 1_000, 100);
    let files = guide::files(&workload);
    let bytes: usize = files.iter().map(|(_, text)| text.len()).sum();
    let mut guidemark = Guidemark::new(&workload, &guide::lines(&workload))?;
    let plan = guidemark_side::write_plan(guidemark.plan())?;
    let notes = vec![format!("1,000 rules are {bytes} bytes of text, their plan {} bytes.", plan.len())];
    let mut tasks = vec![
        Task::new("1,000 rules read, checked and compiled", |_| {
            black_box(guidemark_side::compile(files.clone())?);
            Ok(())
        }),
        Task::new("their plan loaded", |_| {
            black_box(guidemark_side::read_plan(&plan)?);
            Ok(())
        }),
        Task::new(EVALUATION, |number| {
            black_box(guidemark.answer(number)?);
            Ok(())
        }),
    ];
    let speeds = in_turns(&mut tasks, workload.profiles.len(), options.effort)?;
    drop(tasks);
    Ok(Section { title: "Rulebooks".into(), item: "time", speeds, against: vec![EVALUATION], notes })
}
