//! What several peers share: conditions written with *and* and *or* between them, profiles as flat JSON objects.

#![allow(dead_code, reason = "not every choice of features uses all of it")]

use crate::workload::{
    Field, Known, Profile, Role,
    logic::{Normal, Plain},
};
use serde_json::{Map, Value, json};

/// A language with infix operators and parentheses.
pub struct Infix<'a> {
    /// The fields of the workload.
    pub fields: &'a [Field],
    /// Between conditions that are all needed.
    pub and: &'a str,
    /// Between conditions of which one is enough.
    pub or: &'a str,
    /// A comparison; in parentheses of its own where it needs them.
    pub test: &'a dyn Fn(&Field, &Plain) -> String,
}

impl Infix<'_> {
    /// A condition as text.
    pub fn write(&self, normal: &Normal) -> String {
        let joined =
            |parts: &[Normal], word: &str| parts.iter().map(|part| self.nested(part)).collect::<Vec<_>>().join(word);
        match normal {
            Normal::All(parts) => joined(parts, self.and),
            Normal::Any(parts) => joined(parts, self.or),
            Normal::Test(test) => {
                self.fields.get(test.field).map_or_else(String::new, |field| (self.test)(field, test))
            }
        }
    }

    fn nested(&self, normal: &Normal) -> String {
        let text = self.write(normal);
        if matches!(normal, Normal::Test(_)) { text } else { format!("({text})") }
    }
}

/// The names of values, each in quotes.
pub fn quoted(field: &Field, values: &[u8], quote: char) -> Vec<String> {
    let names = values.iter().filter_map(|at| field.values().get(usize::from(*at)));
    names.map(|(name, _)| format!("{quote}{name}{quote}")).collect()
}

/// Whether a flag is to be yes; nothing where both will do or neither.
pub fn wanted(field: &Field, values: &[u8]) -> Option<bool> {
    match values {
        [one] => field.values().get(usize::from(*one)).map(|(name, _)| *name == "yes"),
        _ => None,
    }
}

/// What is known of a field, as JSON.
pub fn json_value(field: &Field, known: Known) -> Value {
    match known {
        Known::Number(number) => json!(number),
        Known::Value(at) => {
            let name = field.values().get(usize::from(at)).map(|(name, _)| *name);
            if field.role == Role::Flag { json!(name == Some("yes")) } else { json!(name) }
        }
    }
}

/// A profile as one object: a key for each field that is known.
pub fn flat(fields: &[Field], profile: &Profile) -> Map<String, Value> {
    let known = fields.iter().zip(&profile.known).filter_map(|(field, known)| Some((field, (*known)?)));
    known.map(|(field, known)| (field.name.to_owned(), json_value(field, known))).collect()
}

/// A profile as one object with a key for every field: `null` for what is not known.
pub fn flat_with_nulls(fields: &[Field], profile: &Profile) -> Map<String, Value> {
    let all = fields.iter().zip(&profile.known);
    all.map(|(field, known)| (field.name.to_owned(), known.map_or(Value::Null, |known| json_value(field, known))))
        .collect()
}
