//! A decision table of zen-engine: a column for each field, the rules as rows, all rows that hold collected.
//!
//! A row is a conjunction, so a rule is written as its disjunctive normal form: one row or several. The table is
//! compiled beforehand, which gives it an index of the columns of texts and truth values. A field that is not known is
//! absent; no cell holds for it.

use super::written::{flat, quoted, wanted};
use crate::{
    Failure,
    engine::Engine,
    workload::{
        Field, Role, Workload,
        rows::{Cell, rows},
    },
};
use serde_json::{Map, Value, json};
use std::{
    sync::Arc,
    task::{Context, Poll, Waker},
};
use zen_engine::{Decision, Variable, model::GraphContent};

/// What the table calls it.
pub const NAME: &str = "zen decision table";

/// A compiled decision and the profiles as ZEN's variables.
pub struct Table {
    decision: Decision,
    profiles: Vec<Variable>,
}

impl Table {
    /// The rules and profiles of a workload.
    pub fn new(workload: &Workload) -> Result<Table, Failure> {
        let fields = &workload.fields;
        let mut written_rows = Vec::new();
        for (number, rule) in workload.rules.iter().enumerate() {
            for row in rows(&rule.whole(fields)) {
                let cells =
                    row.iter().filter_map(|(at, cell)| Some((format!("i{at}"), written(fields.get(*at)?, cell))));
                let mut cells: Map<String, Value> = cells.map(|(id, cell)| (id, Value::String(cell))).collect();
                cells.insert("_id".to_owned(), json!(format!("row-{}", written_rows.len())));
                cells.insert("number".to_owned(), json!(number.to_string()));
                written_rows.push(Value::Object(cells));
            }
        }
        let inputs: Vec<Value> = fields
            .iter()
            .enumerate()
            .map(|(at, field)| json!({ "id": format!("i{at}"), "name": field.name, "field": field.name }))
            .collect();
        let graph = json!({
            "nodes": [
                { "id": "in", "name": "in", "type": "inputNode", "content": {} },
                { "id": "table", "name": "table", "type": "decisionTableNode", "content": {
                    "hitPolicy": "collect",
                    "inputs": inputs,
                    "outputs": [{ "id": "number", "name": "number", "field": "number" }],
                    "rules": written_rows,
                } },
                { "id": "out", "name": "out", "type": "outputNode", "content": {} },
            ],
            "edges": [
                { "id": "e1", "sourceId": "in", "targetId": "table" },
                { "id": "e2", "sourceId": "table", "targetId": "out" },
            ],
        });
        let content: GraphContent = serde_json::from_value(graph)?;
        let mut decision = Decision::from(Arc::new(content));
        decision.compile();
        let profiles = workload.profiles.iter().map(|profile| Variable::from(Value::Object(flat(fields, profile))));
        Ok(Table { decision, profiles: profiles.collect() })
    }
}

fn written(field: &Field, cell: &Cell) -> String {
    match cell {
        Cell::OneOf(values) => match (field.role, wanted(field, values)) {
            (Role::Flag, Some(wanted)) => wanted.to_string(),
            _ => quoted(field, values, '"').join(", "),
        },
        Cell::Between(Some(low), Some(high)) => format!("[{low}..{high})"),
        Cell::Between(Some(low), None) => format!(">= {low}"),
        Cell::Between(None, Some(high)) => format!("< {high}"),
        Cell::Between(None, None) => String::new(),
    }
}

impl Engine for Table {
    fn name(&self) -> &'static str {
        NAME
    }

    fn met(&mut self, profile: usize, met: &mut Vec<u32>) -> Result<(), Failure> {
        let profile = self.profiles.get(profile).ok_or("no such profile")?.clone();
        let mut asked = Box::pin(self.decision.evaluate(profile));
        // A table waits for nothing: it is ready when it is first asked.
        let Poll::Ready(answer) = asked.as_mut().poll(&mut Context::from_waker(Waker::noop())) else {
            return Err("the decision table waits".into());
        };
        let result = answer.map_err(|error| format!("{error:?}"))?.result;
        let rows = result.as_array().ok_or("the decision table gave no list")?;
        for row in rows.borrow().iter() {
            let Variable::Object(row) = row else { return Err("a row that is none".into()) };
            let row = row.borrow();
            let number = row.get_str("number").and_then(Variable::as_number).ok_or("a row without its number")?;
            met.push(u32::try_from(number)?);
        }
        // Several rows of one rule may hold.
        met.dedup();
        Ok(())
    }
}
