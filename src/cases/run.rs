//! Cases run one by one.

use super::{
    expect::{self, Done},
    given::{self, GivenProfile},
};
use crate::{
    check::{Case, Place},
    compile::Plan,
    diagnostics::{Code, Diagnostic, InputError},
    evaluate::evaluate,
    patient::{Settings, resolve},
    report::{Memory, report},
    rulebook::{Answer, Rulebook},
    syntax::tree::{DeclarationKind, ItemKind},
    text::{Date, Span},
};

/// What came of a case.
#[derive(Clone, Debug)]
pub struct CaseOutcome {
    /// What it shows.
    pub title: String,
    /// Where it stands.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// Its place for diagnostics.
    pub span: Span,
    /// What did not come out as expected; empty where all did.
    pub failures: Vec<Failure>,
    /// What is wrong with the case itself.
    pub errors: Vec<Diagnostic>,
}

impl CaseOutcome {
    /// Whether all came out as expected.
    pub fn passed(&self) -> bool {
        self.failures.is_empty() && self.errors.is_empty()
    }

    /// The failures and errors as findings.
    pub fn diagnostics(&self) -> impl Iterator<Item = Diagnostic> + '_ {
        let failed = self.failures.iter().map(|failure| {
            Diagnostic::error(Code::CaseFailed, failure.span, failure.message.clone()).and(self.span, "in this case")
        });
        failed.chain(self.errors.iter().cloned())
    }
}

/// An expectation that the report does not meet.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The expectation's place.
    pub span: Span,
    /// What the report says instead.
    pub message: String,
}

/// Runs every case of a rulebook. A case without a date is asked as of the day on which its file was reviewed, or as of
/// `today` where the file does not say.
pub fn run_cases(book: &Rulebook, plan: &Plan, today: Date) -> Vec<CaseOutcome> {
    let asked = Asked::new(plan);
    book.program.cases.iter().map(|case| run_case(case, &asked, reviewed(book, case.span).unwrap_or(today))).collect()
}

/// The day on which the file that holds a place was reviewed.
pub(super) fn reviewed(book: &Rulebook, span: Span) -> Option<Date> {
    let tree = book.trees.get(span.source.0 as usize)?;
    let header = tree.items.iter().find_map(|item| match &item.node {
        ItemKind::Declaration(declaration)
            if matches!(declaration.kind, DeclarationKind::Guideline | DeclarationKind::Vocabulary) =>
        {
            Some(&declaration.name.node)
        }
        _ => None,
    })?;
    let vocabulary = &book.program.rules.vocabulary;
    vocabulary.guidelines[vocabulary.names().guidelines.exact(header)?].reviewed
}

fn run_case(case: &Case, asked: &Asked<'_>, day: Date) -> CaseOutcome {
    let Place { file, line } = case.place.clone();
    let outcome =
        |failures, errors| CaseOutcome { title: case.title.clone(), file, line, span: case.span, failures, errors };
    match asked.case(case, day) {
        Err(errors) => outcome(Vec::new(), errors),
        Ok(answer) => {
            let failure = |expectation: &crate::check::Expectation| {
                let message = expect::failure(expectation, asked.plan, &answer, Done::DoesNotCount)?;
                Some(Failure { span: expectation.span, message })
            };
            outcome(case.expectations.iter().filter_map(failure).collect(), Vec::new())
        }
    }
}

/// A plan that is asked about one patient after another.
pub(super) struct Asked<'p> {
    pub plan: &'p Plan,
    memory: Memory,
}

impl<'p> Asked<'p> {
    pub fn new(plan: &'p Plan) -> Asked<'p> {
        Asked { plan, memory: Memory::default() }
    }

    /// The report of a case's patient.
    pub fn case(&self, case: &Case, day: Date) -> Result<Answer, Vec<Diagnostic>> {
        let (given, errors) = given::profile(&case.given, &self.plan.ruleset.vocabulary);
        if !errors.is_empty() {
            return Err(errors);
        }
        self.given(&given, &Settings::on(day))
            .map_err(|errors| errors.iter().map(|error| given.diagnostic(error, case.span)).collect())
    }

    /// The report of a given profile, as of a day and for a place.
    pub fn given(&self, given: &GivenProfile, settings: &Settings) -> Result<Answer, Vec<InputError>> {
        let patient = resolve(&given.profile, &self.plan.ruleset.vocabulary, settings)?;
        let findings = evaluate(self.plan, &patient);
        let text = serde_json::to_string(&given.profile).unwrap_or_default();
        let report = report(self.plan, &patient, &findings, &text, &self.memory);
        Ok(Answer { patient, findings, report })
    }
}
