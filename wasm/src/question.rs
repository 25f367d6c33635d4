//! What is asked of a report, as JSON.

use crate::answers::Errors;
use guidemark::{
    diagnostics::{Code, InputError},
    explain::Question,
    text::Json,
};

/// A question.
pub enum Asked {
    /// Why, or why not, about a name.
    About(Question, String),
    /// What changes if these were so.
    If(Vec<String>),
}

/// `{"why": NAME}`, `{"whyNot": NAME}`, `{"if": GIVEN}` or `{"if": [GIVEN, …]}`
pub fn read(text: &str) -> Result<Asked, Errors> {
    let refuse =
        |error: InputError| vec![error.help("ask `{\"why\": \"…\"}`, `{\"whyNot\": \"…\"}` or `{\"if\": \"…\"}`")];
    let json: Json<'_> =
        serde_json::from_str(text).map_err(|error| refuse(InputError::not_json("question", &error)))?;
    asked(json).ok_or_else(|| refuse(InputError::new(Code::WrongJsonType, "question", "this is no question")))
}

fn asked(json: Json<'_>) -> Option<Asked> {
    let Json::Object(pairs) = json else { return None };
    let [(key, value)] = <[_; 1]>::try_from(pairs).ok()?;
    let string = |value| match value {
        Json::String(text) => Some(text.into_owned()),
        _ => None,
    };
    match (key.as_ref(), value) {
        ("why", value) => Some(Asked::About(Question::Why, string(value)?)),
        ("whyNot", value) => Some(Asked::About(Question::WhyNot, string(value)?)),
        ("if", Json::Array(givens)) => givens.into_iter().map(string).collect::<Option<_>>().map(Asked::If),
        ("if", value) => Some(Asked::If(vec![string(value)?])),
        _ => None,
    }
}
