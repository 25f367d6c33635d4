//! datalogic-rs: JSONLogic, each rule compiled, profiles parsed into arenas that are passed through without a copy.
//!
//! A field that is not known is absent; `var` gives null, which equals nothing, and compares as 0: smaller than every
//! bound of the workload, so that only *less than* needs a guard.

use super::written::{flat, json_value, wanted};
use crate::{
    Failure,
    engine::Engine,
    workload::{
        Field, Known, Role, Rule, Workload,
        fields::DISEASE,
        logic::{Normal, Plain, Range},
    },
};
use bumpalo::Bump;
use datalogic_rs::{Engine as JsonLogic, Logic, ParsedData};
use serde_json::{Value, json};

/// What the table calls it.
pub const NAME: &str = "datalogic-rs";
/// What the table calls it where its caller looks only at rules that may speak of the patient.
pub const SORTED: &str = "datalogic-rs, rules sorted by disease";

/// Compiled rules and parsed profiles.
pub struct Datalogic {
    name: &'static str,
    engine: JsonLogic,
    rules: Vec<Logic>,
    /// The rules to ask for each value of the disease, the last for patients whose disease is not known.
    asked: Vec<Vec<u32>>,
    /// For each profile the list of rules to ask.
    lists: Vec<usize>,
    profiles: Vec<ParsedData>,
    arena: Bump,
}

impl Datalogic {
    /// The rules and profiles of a workload; every rule is asked about every patient.
    pub fn new(workload: &Workload) -> Result<Datalogic, Failure> {
        let mut all = Datalogic::sorted(workload)?;
        all.name = NAME;
        all.asked = vec![(0..workload.rules.len() as u32).collect()];
        all.lists.fill(0);
        Ok(all)
    }

    /// The same, with the rules sorted by disease beforehand, as a caller could do who knows that they begin with one.
    pub fn sorted(workload: &Workload) -> Result<Datalogic, Failure> {
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
        let values = fields.get(DISEASE).map_or(0, |field| field.values().len());
        let speaks = |rule: &Rule, value: u8| rule.diseases(fields).is_none_or(|values| values.contains(&value));
        // No value has the last number: it leaves the general rules.
        let asked = (0..=values as u8).map(|value| {
            let rules = workload.rules.iter().enumerate().filter(|(_, rule)| speaks(rule, value));
            rules.map(|(number, _)| number as u32).collect()
        });
        let lists = workload.profiles.iter().map(|profile| match profile.known.get(DISEASE) {
            Some(Some(Known::Value(value))) => usize::from(*value),
            _ => values,
        });
        let (asked, lists) = (asked.collect(), lists.collect());
        Ok(Datalogic { name: SORTED, engine, rules, asked, lists, profiles, arena: Bump::new() })
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
        self.name
    }

    fn met(&mut self, profile: usize, met: &mut Vec<u32>) -> Result<(), Failure> {
        self.arena.reset();
        let asked = self.lists.get(profile).and_then(|list| self.asked.get(*list)).ok_or("no such list")?;
        let profile = self.profiles.get(profile).ok_or("no such profile")?.value();
        for number in asked {
            let rule = self.rules.get(*number as usize).ok_or("no such rule")?;
            let value = self.engine.evaluate(rule, profile, &self.arena).map_err(|error| format!("{error:?}"))?;
            if value.as_bool() == Some(true) {
                met.push(*number);
            }
        }
        Ok(())
    }
}
