//! datalogic-rs: JSONLogic, each rule compiled, profiles parsed into arenas that are passed through without a copy.
//!
//! A field that is not known is absent; `var` gives null, which equals nothing, and compares as 0: smaller than every
//! bound of the workload, so that only *less than* needs a guard.

use super::written::{flat, json_value, wanted};
use crate::{
    Failure,
    engine::Engine,
    workload::{
        Field, Known, Role, Workload,
        logic::{Normal, Plain, Range},
    },
};
use bumpalo::Bump;
use datalogic_rs::{Engine as JsonLogic, Logic, ParsedData};
use serde_json::{Value, json};

/// What the table calls it.
pub const NAME: &str = "datalogic-rs";

/// Compiled rules and parsed profiles.
pub struct Datalogic {
    engine: JsonLogic,
    rules: Vec<Logic>,
    profiles: Vec<ParsedData>,
    arena: Bump,
}

impl Datalogic {
    /// The rules and profiles of a workload.
    pub fn new(workload: &Workload) -> Result<Datalogic, Failure> {
        let engine = JsonLogic::new();
        let fields = &workload.fields;
        let compile = |normal: Normal| {
            let text = written(fields, &normal).to_string();
            engine.compile(text.as_str()).map_err(|error| Failure::from(format!("{error:?}")))
        };
        let rules = workload.rules.iter().map(|rule| compile(rule.whole(fields))).collect::<Result<_, _>>()?;
        let parse = |text: String| ParsedData::from_json(&text).map_err(|error| Failure::from(format!("{error:?}")));
        let texts = workload.profiles.iter().map(|profile| Value::Object(flat(fields, profile)).to_string());
        let profiles = texts.map(parse).collect::<Result<_, _>>()?;
        Ok(Datalogic { engine, rules, profiles, arena: Bump::new() })
    }
}

fn written(fields: &[Field], normal: &Normal) -> Value {
    let each = |parts: &[Normal]| parts.iter().map(|part| written(fields, part)).collect::<Vec<_>>();
    match normal {
        Normal::All(parts) => json!({ "and": each(parts) }),
        Normal::Any(parts) => json!({ "or": each(parts) }),
        Normal::Test(test) => fields.get(test.field).map_or(Value::Bool(false), |field| comparison(field, test)),
    }
}

fn comparison(field: &Field, test: &Plain) -> Value {
    let var = json!({ "var": field.name });
    match &test.range {
        Range::AtLeast(bound) => json!({ ">=": [var, bound] }),
        Range::Below(bound) => json!({ "and": [{ "!==": [var, null] }, { "<": [var, bound] }] }),
        Range::OneOf(values) => match (field.role, values.as_slice()) {
            (Role::Flag, values) if wanted(field, values).is_some() => json!({ "===": [var, wanted(field, values)] }),
            (_, [one]) => json!({ "===": [var, json_value(field, Known::Value(*one))] }),
            (_, values) => {
                let values = values.iter().map(|value| json_value(field, Known::Value(*value)));
                json!({ "in": [var, values.collect::<Vec<_>>()] })
            }
        },
    }
}

impl Engine for Datalogic {
    fn name(&self) -> &'static str {
        NAME
    }

    fn met(&mut self, profile: usize, met: &mut Vec<u32>) -> Result<(), Failure> {
        self.arena.reset();
        let profile = self.profiles.get(profile).ok_or("no such profile")?.value();
        for (number, rule) in self.rules.iter().enumerate() {
            let value = self.engine.evaluate(rule, profile, &self.arena).map_err(|error| format!("{error:?}"))?;
            if value.as_bool() == Some(true) {
                met.push(number as u32);
            }
        }
        Ok(())
    }
}
