//! The Common Expression Language (cel): each rule a program, each profile a context of its own.
//!
//! A field that is not known is null, because a variable that is absent is an error. Null equals nothing; comparing it
//! with a number is an error, so comparisons of numbers are guarded.

use super::written::{Infix, quoted, wanted};
use crate::{
    Failure,
    engine::Engine,
    workload::{
        Field, Known, Role, Workload,
        logic::{Plain, Range},
    },
};
use cel::{Context, Env, Program, Value};
use std::sync::Arc;

/// What the table calls it.
pub const NAME: &str = "cel";

/// Compiled rules and a context for each profile.
pub struct Cel {
    rules: Vec<Program>,
    profiles: Vec<Context<'static, 'static>>,
}

impl Cel {
    /// The rules and profiles of a workload.
    pub fn new(workload: &Workload) -> Result<Cel, Failure> {
        let fields = &workload.fields;
        let language = Infix { fields, and: " && ", or: " || ", test: &comparison };
        let environment = Arc::new(Env::stdlib());
        let mut rules = Vec::new();
        for rule in &workload.rules {
            let text = language.write(&rule.whole(fields));
            rules.push(environment.compile(&text).map_err(|error| format!("{text}: {error}"))?);
        }
        let profiles = workload.profiles.iter().map(|profile| {
            let mut context = Context::with_env(environment.clone());
            for (field, known) in fields.iter().zip(&profile.known) {
                context.add_variable_from_value(field.name, value(field, *known));
            }
            context
        });
        Ok(Cel { rules, profiles: profiles.collect() })
    }
}

fn value(field: &Field, known: Option<Known>) -> Value {
    match known {
        None => Value::Null,
        Some(Known::Number(number)) => Value::Int(number),
        Some(Known::Value(at)) => {
            let name = field.values().get(usize::from(at)).map_or("", |(name, _)| *name);
            if field.role == Role::Flag { Value::Bool(name == "yes") } else { Value::String(Arc::new(name.to_owned())) }
        }
    }
}

fn comparison(field: &Field, test: &Plain) -> String {
    let name = field.name;
    match &test.range {
        Range::AtLeast(bound) => format!("({name} != null && {name} >= {bound})"),
        Range::Below(bound) => format!("({name} != null && {name} < {bound})"),
        Range::OneOf(values) => match (field.role, wanted(field, values), quoted(field, values, '"').as_slice()) {
            (Role::Flag, Some(wanted), _) => format!("{name} == {wanted}"),
            (_, _, [one]) => format!("{name} == {one}"),
            (_, _, many) => format!("{name} in [{}]", many.join(", ")),
        },
    }
}

impl Engine for Cel {
    fn name(&self) -> &'static str {
        NAME
    }

    fn met(&mut self, profile: usize, met: &mut Vec<u32>) -> Result<(), Failure> {
        let context = self.profiles.get(profile).ok_or("no such profile")?;
        for (number, rule) in self.rules.iter().enumerate() {
            if rule.execute(context)? == Value::Bool(true) {
                met.push(number as u32);
            }
        }
        Ok(())
    }
}
