//! ZEN expressions (zen-expression, the language of zen-engine): each rule compiled to bytecode, run by one isolate.
//!
//! A field that is not known is absent and reads as null. Null equals nothing; comparing it with a number is an error,
//! so comparisons of numbers are guarded.

use super::written::{Infix, flat, quoted, wanted};
use crate::{
    Failure,
    engine::Engine,
    workload::{
        Field, Role, Workload,
        logic::{Plain, Range},
    },
};
use serde_json::Value;
use std::sync::Arc;
use zen_expression::{Isolate, Variable, compiler::Opcode};

/// What the table calls it.
pub const NAME: &str = "zen expressions";

/// Compiled rules and the profiles as ZEN's variables.
pub struct Expressions {
    isolate: Isolate,
    rules: Vec<Arc<[Opcode]>>,
    profiles: Vec<Variable>,
}

impl Expressions {
    /// The rules and profiles of a workload.
    pub fn new(workload: &Workload) -> Result<Expressions, Failure> {
        let fields = &workload.fields;
        let language = Infix { fields, and: " and ", or: " or ", test: &comparison };
        let mut isolate = Isolate::new();
        let mut rules = Vec::new();
        for rule in &workload.rules {
            let text = language.write(&rule.whole(fields));
            let compiled = isolate.compile_standard(&text).map_err(|error| format!("{text}: {error}"))?;
            rules.push(compiled.bytecode().clone());
        }
        let profiles = workload.profiles.iter().map(|profile| Variable::from(Value::Object(flat(fields, profile))));
        Ok(Expressions { isolate, rules, profiles: profiles.collect() })
    }
}

fn comparison(field: &Field, test: &Plain) -> String {
    let name = field.name;
    match &test.range {
        Range::AtLeast(bound) => format!("({name} != null and {name} >= {bound})"),
        Range::Below(bound) => format!("({name} != null and {name} < {bound})"),
        Range::OneOf(values) => match (field.role, wanted(field, values), quoted(field, values, '\'').as_slice()) {
            (Role::Flag, Some(wanted), _) => format!("{name} == {wanted}"),
            (_, _, [one]) => format!("{name} == {one}"),
            (_, _, many) => format!("{name} in [{}]", many.join(", ")),
        },
    }
}

impl Engine for Expressions {
    fn name(&self) -> &'static str {
        NAME
    }

    fn met(&mut self, profile: usize, met: &mut Vec<u32>) -> Result<(), Failure> {
        self.isolate.set_environment(self.profiles.get(profile).ok_or("no such profile")?.clone());
        for (number, rule) in self.rules.iter().enumerate() {
            let value = self.isolate.run_compiled(rule).map_err(|error| error.to_string())?;
            if value.as_bool() == Some(true) {
                met.push(number as u32);
            }
        }
        Ok(())
    }
}
