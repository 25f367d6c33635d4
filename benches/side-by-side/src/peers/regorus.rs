//! Rego (regorus): the rules as modules, compiled to its virtual machine, the profile as their input.
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

/// How many rules a module has: a program of the machine holds 65,535 instructions.
const RULES_IN_A_MODULE: usize = 1_000;

/// The compiled modules, each in its machine, and the profiles as its values.
pub struct Regorus {
    machines: Vec<RegoVM>,
    profiles: Vec<Value>,
}

impl Regorus {
    /// The rules and profiles of a workload.
    pub fn new(workload: &Workload) -> Result<Regorus, Failure> {
        let fields = &workload.fields;
        let mut machines = Vec::new();
        for (at, rules) in workload.rules.chunks(RULES_IN_A_MODULE).enumerate() {
            let mut module = Module { fields, text: String::from("package bench\n\n"), helpers: 0 };
            for (offset, rule) in rules.iter().enumerate() {
                let body = module.body(&rule.whole(fields));
                let number = at * RULES_IN_A_MODULE + offset;
                let _ = writeln!(module.text, "met contains {number} if {{ {body} }}");
            }
            machines.push(machine(module.text)?);
        }
        let profiles = workload.profiles.iter().map(|profile| {
            Value::from_json_str(&serde_json::Value::Object(flat(fields, profile)).to_string()).map_err(Failure::from)
        });
        Ok(Regorus { machines, profiles: profiles.collect::<Result<_, _>>()? })
    }
}

/// A machine that holds a module.
fn machine(text: String) -> Result<RegoVM, Failure> {
    let mut engine = Rego::new();
    engine.add_policy("bench.rego".to_owned(), text)?;
    let compiled = engine.compile_with_entrypoint(&"data.bench.met".into())?;
    let program = Compiler::compile_from_policy(&compiled, &["data.bench.met"]).map_err(|error| error.to_string())?;
    let mut machine = RegoVM::new();
    machine.set_max_instructions(usize::MAX);
    machine.load_program(program);
    Ok(machine)
}

/// A module while it is written.
struct Module<'a> {
    fields: &'a [Field],
    text: String,
    helpers: usize,
}

impl Module<'_> {
    /// The statements of a body, all on one line: a module has at most 20,000 lines. What it needs beside is written
    /// to the module.
    fn body(&mut self, normal: &Normal) -> String {
        match normal {
            Normal::All(parts) => parts.iter().map(|part| self.body(part)).collect::<Vec<_>>().join("; "),
            Normal::Test(test) => self.fields.get(test.field).map_or_else(String::new, |field| comparison(field, test)),
            Normal::Any(parts) => {
                let bodies: Vec<String> = parts.iter().map(|part| self.body(part)).collect();
                let name = format!("any_{}", self.helpers);
                self.helpers += 1;
                for body in bodies {
                    let _ = writeln!(self.text, "{name} if {{ {body} }}");
                }
                name
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
        let profile = self.profiles.get(profile).ok_or("no such profile")?;
        for machine in &mut self.machines {
            machine.set_input(profile.clone());
            let value = machine.execute().map_err(|error| error.to_string())?;
            for number in value.as_set()?.iter() {
                met.push(u32::try_from(number.as_u64()?)?);
            }
        }
        Ok(())
    }
}
