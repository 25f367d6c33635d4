//! A plan as a file: one line that says what it is, one line that holds it.
//!
//! The hash in the first line is that of the second. It tells a damaged file from a sound one, so that the numbers in
//! a plan can be trusted to point at something; it does not tell who made the file.

use super::{FORMAT, Plan, sha256};
use crate::diagnostics::{Code, InputError};
use serde::{Deserialize, Serialize};

/// The largest plan that is read, in bytes.
pub const MAX_PLAN_BYTES: usize = 256 << 20;

/// The first line of a plan file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    guidemark_plan: u32,
    engine: String,
    sha256: String,
}

impl Plan {
    /// Whether a text is meant to be a plan file.
    pub fn is_plan(text: &str) -> bool {
        text.starts_with("{\"guidemark_plan\":")
    }

    /// The text of a plan file.
    ///
    /// # Errors
    /// None that a plan made by [`compile`](super::compile) can meet.
    pub fn write(&self) -> Result<String, serde_json::Error> {
        let body = serde_json::to_string(self)?;
        let header = Header {
            guidemark_plan: FORMAT,
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            sha256: sha256(body.as_bytes()),
        };
        Ok(format!("{}\n{body}\n", serde_json::to_string(&header)?))
    }

    /// Reads a plan file.
    ///
    /// # Errors
    /// A file that is no plan, is larger than [`MAX_PLAN_BYTES`], has another [`FORMAT`], or is damaged.
    pub fn read(text: &str) -> Result<Plan, InputError> {
        let invalid = |message: String| InputError::new(Code::InvalidPlan, "", message);
        if text.len() > MAX_PLAN_BYTES {
            return Err(invalid(format!("the plan has {} bytes; at most {MAX_PLAN_BYTES} are read", text.len())));
        }
        let (header, body) = text.split_once('\n').unwrap_or((text, ""));
        let body = body.trim_end_matches(['\n', '\r']);
        let header: Header =
            serde_json::from_str(header).map_err(|_| invalid("this is no compiled rulebook".into()))?;
        if header.guidemark_plan != FORMAT {
            let message = format!(
                "the rulebook was compiled to format {}, and this engine reads format {FORMAT}",
                header.guidemark_plan
            );
            return Err(invalid(message).help("compile its rules again with this version of guidemark"));
        }
        if header.sha256 != sha256(body.as_bytes()) {
            let message = "the compiled rulebook is damaged: its hash is not that of its first line".to_owned();
            return Err(invalid(message).help("copy it again, or compile its rules again"));
        }
        // Exceptions of exceptions can lie deeper than serde_json goes by itself.
        let plan = serde_json::from_str(body).or_else(|error| {
            if nesting(body) > MAX_NESTING {
                return Err(error);
            }
            let mut deserializer = serde_json::Deserializer::from_str(body);
            deserializer.disable_recursion_limit();
            Plan::deserialize(&mut deserializer).and_then(|plan| deserializer.end().map(|()| plan))
        });
        let plan = plan.map_err(|error| invalid(format!("the plan cannot be read: {error}")))?;
        // A hash tells of damage, not of malice: a number that points at nothing must not be followed.
        plan.is_sound()
            .then(|| plan.with_conditions().indexed())
            .ok_or_else(|| invalid("the compiled rulebook is damaged".into()))
    }
}

/// How deep the JSON of a plan may nest: 64 levels of exceptions take two each.
const MAX_NESTING: usize = 192;

/// How deep a JSON text nests.
fn nesting(json: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let (mut quoted, mut escaped) = (false, false);
    for byte in json.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'[' | b'{' if !quoted => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}
