//! A rulebook from its texts to answers, in one place: what programs call that do not care for the stages between.

use crate::{
    check::{Program, check},
    compile::{self, Plan},
    diagnostics::{Code, Diagnostic, InputError, has_errors},
    evaluate::{Findings, evaluate},
    explain::{self, Change, Explanation, Question},
    ordered::Sort,
    patient::{Patient, Settings, given, read_patient},
    report::{Memory, Report, report},
    syntax::{Tree, parse},
    text::{SourceId, Sources, Span},
};

/// The most files that a rulebook may have.
pub const MAX_FILES: usize = 10_000;
/// The most bytes that the files of a rulebook may have together.
pub const MAX_BYTES: usize = 64 << 20;

/// The texts of a rulebook with all that was read from them, errors included.
#[derive(Clone, Debug)]
pub struct Rulebook {
    /// What people call it.
    pub name: String,
    /// Its texts, in the order of their names.
    pub sources: Sources,
    /// Their trees, in the same order.
    pub trees: Vec<Tree>,
    /// What they say.
    pub program: Program,
    /// What is wrong with them, or worth a look.
    pub diagnostics: Vec<Diagnostic>,
}

impl Rulebook {
    /// Reads a rulebook: pairs of a file's name and its text, in any order.
    pub fn read(name: &str, files: impl IntoIterator<Item = (String, String)>) -> Rulebook {
        let mut files: Vec<(String, String)> = files.into_iter().collect();
        // The order of files says nothing; this one makes every answer the same.
        files.order();
        let mut sources = Sources::default();
        let mut diagnostics = Vec::new();
        let mut trees = Vec::new();
        let bytes: usize = files.iter().map(|(_, text)| text.len()).sum();
        if files.len() > MAX_FILES || bytes > MAX_BYTES {
            let message = format!(
                "the rulebook has {} files and {bytes} bytes; at most {MAX_FILES} and {MAX_BYTES} are read",
                files.len()
            );
            diagnostics.push(Diagnostic::error(Code::TooLarge, Span::default(), message));
            files.clear();
        }
        for (name, text) in files {
            let id: SourceId = sources.add(name, text);
            let text = sources.get(id).map_or("", |file| &file.text);
            let (tree, found) = parse(text, id);
            trees.push(tree);
            diagnostics.extend(found);
        }
        let (program, found) = check(&sources, &trees);
        diagnostics.extend(found);
        let vocabulary = &program.rules.vocabulary;
        for case in &program.cases {
            diagnostics.extend(given::check(&case.given, case.span, vocabulary));
        }
        diagnostics.order_by_key(|diagnostic| (diagnostic.primary.span, diagnostic.code));
        Rulebook { name: name.to_owned(), sources, trees, program, diagnostics }
    }

    /// The plan, where the rulebook has no errors.
    pub fn compile(&self) -> Option<Plan> {
        (!has_errors(&self.diagnostics)).then(|| {
            compile::compile(&self.program.rules, compile::identity(&self.name, &self.sources, &self.program.rules))
        })
    }
}

/// A profile with what came of it.
#[derive(Clone, Debug)]
pub struct Answer {
    /// What is known of the patient.
    pub patient: Patient,
    /// The value of every condition.
    pub findings: Findings,
    /// The report.
    pub report: Report,
}

/// Evaluates a profile, given as JSON.
///
/// # Errors
/// All that is wrong with the profile; nothing is evaluated then.
pub fn answer(plan: &Plan, profile: &str, settings: &Settings) -> Result<Answer, Vec<InputError>> {
    answer_again(plan, profile, settings, &Memory::default())
}

/// Evaluates one profile after others. The answer is that of [`answer`], and comes sooner.
///
/// # Errors
/// As for [`answer`].
pub fn answer_again(
    plan: &Plan,
    profile: &str,
    settings: &Settings,
    memory: &Memory,
) -> Result<Answer, Vec<InputError>> {
    let patient = read_patient(profile, &plan.ruleset.vocabulary, settings)?;
    let findings = evaluate(plan, &patient);
    let report = report(plan, &patient, &findings, profile, memory);
    Ok(Answer { patient, findings, report })
}

impl Answer {
    /// Why something is in the report, or why not.
    ///
    /// # Errors
    /// A name that the rulebook does not know.
    pub fn explain(&self, plan: &Plan, question: Question, about: &str) -> Result<Explanation, InputError> {
        explain::explain(plan, &self.patient, &self.findings, question, about)
    }

    /// What changes in the report when another profile is evaluated instead: what if.
    pub fn changes(&self, other: &Answer) -> Vec<Change> {
        explain::difference(&self.report, &other.report)
    }
}
