//! The answers as JSON texts; [`crate`] exports them.

use crate::question::{self, Asked};
use guidemark::{
    cases,
    compile::Plan,
    diagnostics::{Code, InputError, Placed, has_errors},
    explain::{self, catalogue},
    patient::read_settings,
    report::{
        Memory, html, patient_text,
        text::{self, Style},
    },
    rulebook::{self, Answer, MAX_BYTES, Rulebook},
    syntax::{self, FormatRefusal},
    text::{Json, Sources},
};
use serde::Serialize;

/// A rulebook that answers, or the answer that says why it cannot.
pub type Opened = Result<Ready, String>;

/// A rulebook that answers.
pub struct Ready {
    plan: Plan,
    /// Its texts and what was read from them; a compiled rulebook has none.
    book: Option<Rulebook>,
    /// What answers so far found out.
    memory: Memory,
}

pub type Errors = Vec<InputError>;

/// A defect of the formatter, told as every failure of the engine is. It refuses rather than say something else.
const FORMATTER_FAILED: &str = "{\"ok\":false,\"errors\":[{\"code\":\"engine-failed\",\"path\":\"\",\
    \"message\":\"the layout would say something else, so the text is left as it is\",\"help\":\"please report it\"}]}";

/// What random profiles follow from: the same in every run.
const SEED: u64 = 1;
/// The columns of the report as text: those of `guidemark evaluate` where there is no terminal.
const WIDTH: usize = 100;

/// `{"ok":…,"KEY":…}`, where `KEY` is the name of what is answered.
fn tagged(ok: bool, key: &str, value: &impl Serialize) -> String {
    // Nothing that is answered can fail to be written; were it otherwise, `null` fits no schema.
    let value = serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned());
    format!("{{\"ok\":{ok},\"{key}\":{value}}}")
}

fn refused(errors: &Errors) -> String {
    tagged(false, "errors", errors)
}

fn answered(key: &str, value: Result<impl Serialize, Errors>) -> String {
    match value {
        Ok(value) => tagged(true, key, &value),
        Err(errors) => refused(&errors),
    }
}

pub fn open_rules(name: &str, rules: &str) -> Opened {
    let book = read_rules(name, rules).map_err(|errors| refused(&errors))?;
    match book.compile() {
        Some(plan) => Ok(Ready { plan, book: Some(book), memory: Memory::default() }),
        None => Err(tagged(false, "diagnostics", &placed(&book))),
    }
}

pub fn open_plan(plan: &[u8]) -> Opened {
    let plan = Plan::read(plan).map_err(|error| refused(&vec![error]))?;
    Ok(Ready { plan, book: None, memory: Memory::default() })
}

pub fn rulebook(opened: &Opened) -> String {
    #[derive(Serialize)]
    struct Opening<'a> {
        ok: bool,
        rulebook: &'a guidemark::compile::Identity,
        diagnostics: Vec<Placed>,
    }
    match opened {
        Ok(ready) => {
            // A rulebook that answers has warnings at most.
            let diagnostics = ready.book.as_ref().map(placed).unwrap_or_default();
            let opening = Opening { ok: true, rulebook: &ready.plan.identity, diagnostics };
            serde_json::to_string(&opening).unwrap_or_default()
        }
        Err(refusal) => refusal.clone(),
    }
}

/// The answer of a rulebook, or why it has none.
fn of<T: Serialize>(opened: &Opened, key: &str, answer: impl FnOnce(&Ready) -> Result<T, Errors>) -> String {
    match opened {
        Ok(ready) => answered(key, answer(ready)),
        Err(refusal) => refusal.clone(),
    }
}

pub fn evaluate(opened: &Opened, profile: &str, settings: &str) -> String {
    of(opened, "report", |ready| Ok(ready.answer(profile, settings)?.report))
}

pub fn questions(opened: &Opened, profile: &str, settings: &str) -> String {
    of(opened, "questions", |ready| Ok(ready.answer(profile, settings)?.report.open_questions))
}

pub fn test_plan(opened: &Opened, profile: &str, settings: &str) -> String {
    of(opened, "test_plan", |ready| Ok(ready.answer(profile, settings)?.report.test_plan))
}

pub fn text(opened: &Opened, profile: &str, settings: &str, form: &str) -> String {
    of(opened, "text", |ready| {
        let render = match form {
            "text" => |report: &_| text::render(report, Style { width: WIDTH, full: false, colour: false }),
            "patient" => patient_text::render,
            "html" => html::render,
            _ => {
                let error = InputError::new(Code::UnknownValue, "form", format!("no report has the form `{form}`"));
                return Err(vec![error.help("it can be `text`, `patient` or `html`")]);
            }
        };
        Ok(render(&ready.answer(profile, settings)?.report))
    })
}

pub fn explain(opened: &Opened, profile: &str, asked: &str, settings: &str) -> String {
    let asked = match question::read(asked) {
        Ok(asked) => asked,
        Err(errors) => return of(opened, "explanation", |_| Err::<(), _>(errors)),
    };
    match asked {
        Asked::About(question, about) => of(opened, "explanation", |ready| {
            let answer = ready.answer(profile, settings)?;
            answer
                .explain(&ready.plan, question, &about)
                .map_err(|error| vec![InputError { path: "question".into(), ..error }])
        }),
        Asked::If(givens) => of(opened, "changes", |ready| {
            let before = ready.answer(profile, settings)?;
            let merged = cases::what_if(profile, &givens, &ready.plan.ruleset.vocabulary)?;
            Ok(before.changes(&ready.answer(&merged, settings)?))
        }),
    }
}

pub fn changes(opened: &Opened, before: &str, after: &str, settings: &str) -> String {
    of(opened, "changes", |ready| Ok(ready.answer(before, settings)?.changes(&ready.answer(after, settings)?)))
}

pub fn vocabulary(opened: &Opened) -> String {
    of(opened, "vocabulary", |ready| Ok(catalogue(&ready.plan)))
}

pub fn variant(opened: &Opened, gene: &str, change: &str) -> String {
    of(opened, "variant", |ready| explain::variant(&ready.plan, gene, change).map_err(|error| vec![error]))
}

pub fn cases(opened: &Opened, random: u32, settings: &str) -> String {
    #[derive(Serialize)]
    struct Outcomes {
        ok: bool,
        cases: Vec<cases::PlacedCase>,
        promises: Vec<cases::PlacedPromise>,
    }
    let run = |ready: &Ready| {
        let today = read_settings(settings)?.today;
        let book = ready.book("cases")?;
        let outcomes = cases::run_cases(book, &ready.plan, today);
        let promises = cases::run_promises(book, &ready.plan, today, random as usize, SEED);
        Ok(Outcomes {
            ok: true,
            cases: outcomes.iter().map(|case| case.placed(&book.sources)).collect(),
            promises: promises.iter().map(|promise| promise.placed(&book.sources)).collect(),
        })
    };
    match opened.as_ref().map(run) {
        Ok(Ok(outcomes)) => serde_json::to_string(&outcomes).unwrap_or_default(),
        Ok(Err(errors)) => refused(&errors),
        Err(refusal) => refusal.clone(),
    }
}

pub fn rule(opened: &Opened, name: &str) -> String {
    of(opened, "rule", |ready| {
        let book = ready.book("rule texts")?;
        explain::written(&book.program.rules, name).map_err(|error| vec![error])
    })
}

pub fn check(rules: &str) -> String {
    match read_rules("", rules) {
        Ok(book) => tagged(!has_errors(&book.diagnostics), "diagnostics", &placed(&book)),
        Err(errors) => refused(&errors),
    }
}

pub fn format(text: &str) -> String {
    let mut sources = Sources::default();
    let id = sources.add("", text);
    match syntax::format(text, id) {
        Ok(text) => tagged(true, "text", &text),
        Err(FormatRefusal::SyntaxErrors(found)) => {
            let found: Vec<Placed> = found.iter().map(|finding| finding.placed(&sources)).collect();
            tagged(false, "diagnostics", &found)
        }
        Err(FormatRefusal::WouldChangeMeaning) => FORMATTER_FAILED.to_owned(),
    }
}

impl Ready {
    fn answer(&self, profile: &str, settings: &str) -> Result<Answer, Errors> {
        let settings = read_settings(settings)?;
        rulebook::answer_again(&self.plan, profile, &settings, &self.memory)
    }

    /// What was read from texts.
    fn book(&self, wanted: &str) -> Result<&Rulebook, Errors> {
        self.book.as_ref().ok_or_else(|| {
            let error = InputError::new(Code::InvalidPlan, "", format!("a compiled rulebook holds no {wanted}"));
            vec![error.help("load the texts of its rules instead")]
        })
    }
}

fn placed(book: &Rulebook) -> Vec<Placed> {
    book.diagnostics.iter().map(|finding| finding.placed(&book.sources)).collect()
}

/// `{"file": "text", …}`
fn read_rules(name: &str, rules: &str) -> Result<Rulebook, Errors> {
    const EXAMPLE: &str = "rules are one JSON object of file names and texts: `{\"mine.guide\": \"guideline …\"}`";
    // Escaped, a text of line breaks is twice as long as itself.
    if rules.len() > 2 * MAX_BYTES {
        let message = format!("the rules have {} bytes; at most {} are read", rules.len(), 2 * MAX_BYTES);
        return Err(vec![InputError::new(Code::TooLarge, "", message)]);
    }
    let json: Json<'_> =
        serde_json::from_str(rules).map_err(|error| vec![InputError::not_json("", &error).help(EXAMPLE)])?;
    let wrong = |path: &str, json: &Json<'_>, wanted: &str| {
        let message = format!("here stands {}, and {wanted} is asked for", json.kind());
        InputError::new(Code::WrongJsonType, path, message).help(EXAMPLE)
    };
    let Json::Object(pairs) = json else { return Err(vec![wrong("", &json, "an object")]) };
    let mut names = std::collections::BTreeSet::new();
    let (mut files, mut errors) = (Vec::new(), Vec::new());
    for (file, text) in pairs {
        if !names.insert(file.clone()) {
            errors.push(InputError::new(Code::DuplicateKey, file.as_ref(), format!("`{file}` stands twice")));
        }
        match text {
            Json::String(text) => files.push((file.into_owned(), text.into_owned())),
            other => errors.push(wrong(&file, &other, "the text of a file")),
        }
    }
    if errors.is_empty() { Ok(Rulebook::read(name, files)) } else { Err(errors) }
}
