//! The answers as JSON texts; [`crate`] exports them.

use guidemark::{
    compile::Plan,
    diagnostics::{Code, InputError, Placed, has_errors},
    explain::{Question, catalogue},
    patient::read_settings,
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
    /// What is worth a look in its rules.
    warnings: Vec<Placed>,
}

type Errors = Vec<InputError>;

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
    let diagnostics = placed(&book);
    match book.compile() {
        Some(plan) => Ok(Ready { plan, warnings: diagnostics }),
        None => Err(tagged(false, "diagnostics", &diagnostics)),
    }
}

pub fn open_plan(plan: &[u8]) -> Opened {
    let plan = Plan::read(plan).map_err(|error| refused(&vec![error]))?;
    Ok(Ready { plan, warnings: Vec::new() })
}

pub fn rulebook(opened: &Opened) -> String {
    #[derive(Serialize)]
    struct Opening<'a> {
        ok: bool,
        rulebook: &'a guidemark::compile::Identity,
        diagnostics: &'a [Placed],
    }
    match opened {
        Ok(ready) => {
            let opening = Opening { ok: true, rulebook: &ready.plan.identity, diagnostics: &ready.warnings };
            serde_json::to_string(&opening).unwrap_or_default()
        }
        Err(refusal) => refusal.clone(),
    }
}

pub fn evaluate(opened: &Opened, profile: &str, settings: &str) -> String {
    match opened {
        Ok(ready) => answered("report", ready.answer(profile, settings).map(|answer| answer.report)),
        Err(refusal) => refusal.clone(),
    }
}

pub fn questions(opened: &Opened, profile: &str, settings: &str) -> String {
    match opened {
        Ok(ready) => answered("questions", ready.answer(profile, settings).map(|answer| answer.report.open_questions)),
        Err(refusal) => refusal.clone(),
    }
}

pub fn explain(opened: &Opened, profile: &str, question: &str, settings: &str) -> String {
    let explanation = |ready: &Ready| {
        let (question, about) = read_question(question)?;
        let answer = ready.answer(profile, settings)?;
        answer
            .explain(&ready.plan, question, &about)
            .map_err(|error| vec![InputError { path: "question".into(), ..error }])
    };
    match opened {
        Ok(ready) => answered("explanation", explanation(ready)),
        Err(refusal) => refusal.clone(),
    }
}

pub fn changes(opened: &Opened, before: &str, after: &str, settings: &str) -> String {
    let changes = |ready: &Ready| Ok(ready.answer(before, settings)?.changes(&ready.answer(after, settings)?));
    match opened {
        Ok(ready) => answered("changes", changes(ready)),
        Err(refusal) => refusal.clone(),
    }
}

pub fn vocabulary(opened: &Opened) -> String {
    match opened {
        Ok(ready) => tagged(true, "vocabulary", &catalogue(&ready.plan)),
        Err(refusal) => refusal.clone(),
    }
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
        // A defect of the formatter, which so does no harm: the text stays as it is.
        Err(FormatRefusal::WouldChangeMeaning) => tagged(true, "text", &text),
    }
}

impl Ready {
    fn answer(&self, profile: &str, settings: &str) -> Result<Answer, Errors> {
        let settings = read_settings(settings)?;
        rulebook::answer(&self.plan, profile, &settings)
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

/// `{"why": NAME}` or `{"whyNot": NAME}`
fn read_question(text: &str) -> Result<(Question, String), Errors> {
    let refuse = |error: InputError| vec![error.help("ask `{\"why\": \"…\"}` or `{\"whyNot\": \"…\"}`")];
    let json: Json<'_> =
        serde_json::from_str(text).map_err(|error| refuse(InputError::not_json("question", &error)))?;
    let asked = match &json {
        Json::Object(pairs) => match pairs.as_slice() {
            [(key, Json::String(about))] if key == "why" => Some((Question::Why, about)),
            [(key, Json::String(about))] if key == "whyNot" => Some((Question::WhyNot, about)),
            _ => None,
        },
        _ => None,
    };
    match asked {
        Some((question, about)) => Ok((question, about.clone().into_owned())),
        None => Err(refuse(InputError::new(Code::WrongJsonType, "question", "this is no question"))),
    }
}
