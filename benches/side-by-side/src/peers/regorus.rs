//! Rego (regorus): the rules as one module, compiled to its virtual machine, the profile as its input.
//!
//! A field that is not known is absent: a comparison with it is undefined, and the rule does not hold. *Or* is written
//! as Rego writes it, as a rule of several bodies.

use super::written::{flat, quoted, wanted};
use crate::{
    Failure,
    engine::Engine,
    workload::{
        Field, Role, Workload,
        logic::{Normal, Plain, Range},
    },
};
use regorus::{Engine as Rego, Value, languages::rego::compiler::Compiler, rvm::vm::RegoVM};
use std::fmt::Write;

/// What the table calls it.
pub const NAME: &str = "regorus";

/// The compiled module in its machine, and the profiles as its values.
pub struct Regorus {
    machine: RegoVM,
    profiles: Vec<Value>,
}

impl Regorus {
    /// The rules and profiles of a workload.
    pub fn new(workload: &Workload) -> Result<Regorus, Failure> {
        let fields = &workload.fields;
        let mut module = Module { fields, text: String::from("package bench\n\n"), helpers: 0 };
        for (number, rule) in workload.rules.iter().enumerate() {
            let body = module.body(&rule.whole(fields));
            let _ = write!(module.text, "met contains {number} if {{\n{body}}}\n\n");
        }
        let mut engine = Rego::new();
        engine.add_policy("bench.rego".to_owned(), module.text)?;
        let compiled = engine.compile_with_entrypoint(&"data.bench.met".into())?;
        let program = Compiler::compile_from_policy(&compiled, &["data.bench.met"])
            .map_err(|error| Failure::from(format!("{error}")))?;
        let mut machine = RegoVM::new();
        machine.set_max_instructions(usize::MAX);
        machine.load_program(program);
        let profiles = workload.profiles.iter().map(|profile| {
            Value::from_json_str(&serde_json::Value::Object(flat(fields, profile)).to_string()).map_err(Failure::from)
        });
        Ok(Regorus { machine, profiles: profiles.collect::<Result<_, _>>()? })
    }
}

/// A module while it is written.
struct Module<'a> {
    fields: &'a [Field],
    text: String,
    helpers: usize,
}

impl Module<'_> {
    /// The lines of a body; what it needs beside is written to the module.
    fn body(&mut self, normal: &Normal) -> String {
        match normal {
            Normal::All(parts) => parts.iter().map(|part| self.body(part)).collect(),
            Normal::Test(test) => {
                self.fields.get(test.field).map_or_else(String::new, |field| format!("  {}\n", comparison(field, test)))
            }
            Normal::Any(parts) => {
                let bodies: Vec<String> = parts.iter().map(|part| self.body(part)).collect();
                let name = format!("any_{}", self.helpers);
                self.helpers += 1;
                for body in bodies {
                    let _ = write!(self.text, "{name} if {{\n{body}}}\n\n");
                }
                format!("  {name}\n")
            }
        }
    }
}

fn comparison(field: &Field, test: &Plain) -> String {
    let name = field.name;
    match &test.range {
        Range::AtLeast(bound) => format!("input.{name} >= {bound}"),
        Range::Below(bound) => format!("input.{name} < {bound}"),
        Range::OneOf(values) => match (field.role, wanted(field, values), quoted(field, values, '"').as_slice()) {
            (Role::Flag, Some(wanted), _) => format!("input.{name} == {wanted}"),
            (_, _, [one]) => format!("input.{name} == {one}"),
            (_, _, many) => format!("input.{name} in {{{}}}", many.join(", ")),
        },
    }
}

impl Engine for Regorus {
    fn name(&self) -> &'static str {
        NAME
    }

    fn met(&mut self, profile: usize, met: &mut Vec<u32>) -> Result<(), Failure> {
        self.machine.set_input(self.profiles.get(profile).ok_or("no such profile")?.clone());
        let value = self.machine.execute().map_err(|error| format!("{error}"))?;
        for number in value.as_set()?.iter() {
            met.push(u32::try_from(number.as_u64()?)?);
        }
        Ok(())
    }
}
