//! Promises tried: on every profile of the cases, and on profiles made at random.
//!
//! A promise that no profile broke is not proved; what it was tried on is said.

use super::{
    expect::{self, Done},
    generate::Generator,
    given::{self, GivenProfile},
    run::{Asked, reviewed},
};
use crate::{
    check::Promise,
    compile::Plan,
    diagnostics::{Code, Diagnostic},
    evaluate::reference,
    kleene::Kleene,
    patient::{Settings, resolve},
    rulebook::Rulebook,
    text::{Date, Span},
};

/// What came of a promise.
#[derive(Clone, Debug)]
pub struct PromiseOutcome {
    /// What it promises.
    pub title: String,
    /// Where it stands.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// Its place for diagnostics.
    pub span: Span,
    /// How many profiles it was tried on.
    pub tried: usize,
    /// How many of them it speaks of.
    pub applied: usize,
    /// A profile that breaks it, as JSON, and how.
    pub broken: Option<(String, String)>,
}

impl PromiseOutcome {
    /// The broken promise as a finding; a warning where no profile was one that it speaks of.
    pub fn diagnostic(&self) -> Option<Diagnostic> {
        match &self.broken {
            Some((profile, how)) => {
                let finding = Diagnostic::error(Code::PromiseBroken, self.span, how.clone());
                Some(finding.help(format!("this profile breaks it: {profile}")))
            }
            None if self.applied == 0 => {
                let message = format!("none of the {} profiles tried is one that this promise speaks of", self.tried);
                Some(Diagnostic::warning(Code::PromiseBroken, self.span, message))
            }
            None => None,
        }
    }
}

/// Tries every promise on the profiles of all cases and on `random` profiles more, made from `seed`.
pub fn run_promises(book: &Rulebook, plan: &Plan, today: Date, random: usize, seed: u64) -> Vec<PromiseOutcome> {
    let given: Vec<GivenProfile> =
        book.program.cases.iter().map(|case| given::profile(&case.given, &plan.ruleset.vocabulary).0).collect();
    let asked = Asked::new(plan);
    book.program
        .promises
        .iter()
        .map(|promise| try_promise(book, &asked, promise, &given, today, random, seed))
        .collect()
}

fn try_promise(
    book: &Rulebook,
    asked: &Asked<'_>,
    promise: &Promise,
    given: &[GivenProfile],
    today: Date,
    random: usize,
    seed: u64,
) -> PromiseOutcome {
    let plan = asked.plan;
    let day = promise.date.or_else(|| reviewed(book, promise.span)).unwrap_or(today);
    // A day and a place that the promise names go before those of the profile.
    let place = promise.region.map(|region| plan.ruleset.vocabulary.regions[region].label.name.clone());
    let settings = Settings { today: day, date: promise.date, region: place };
    let mut outcome = PromiseOutcome {
        title: promise.title.clone(),
        file: promise.place.file.clone(),
        line: promise.place.line,
        span: promise.span,
        tried: 0,
        applied: 0,
        broken: None,
    };
    let mut generator = Generator::new(plan, seed);
    let made = (0..random).map(|_| GivenProfile { profile: generator.towards(&promise.condition), places: Vec::new() });
    for given in given.iter().cloned().chain(made) {
        // A case's profile may be one that is an error; it breaks no promise.
        let Ok(patient) = resolve(&given.profile, &plan.ruleset.vocabulary, &settings) else { continue };
        outcome.tried += 1;
        if reference::value(&promise.condition, &plan.ruleset, &patient) != Kleene::Met {
            continue;
        }
        outcome.applied += 1;
        let Ok(answer) = asked.given(&given, &settings) else { continue };
        let failures =
            promise.expectations.iter().map(|expectation| expect::failure(expectation, plan, &answer, Done::Counts));
        let how = if promise.never {
            // Each of the things that must never come out.
            let come_out = failures.into_iter().any(|failure| failure.is_none());
            come_out.then(|| format!("`{}` does not hold: what must never come out does", promise.title))
        } else {
            failures.flatten().next()
        };
        if let Some(how) = how {
            // The profile as it was tried.
            let mut profile = given.profile;
            profile.date = settings.date.or(profile.date);
            profile.region = settings.region.clone().map(Into::into).or(profile.region);
            outcome.broken = Some((serde_json::to_string(&profile).unwrap_or_default(), how));
            break;
        }
    }
    outcome
}
