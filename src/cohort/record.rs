//! One line of a cohort to its line of answer.

use super::{
    names::Lists,
    parts::{NamedVerdicts, Part, Parts, Selected, Selection},
    summary::Tally,
};
use crate::{
    compile::Plan,
    diagnostics::{Code, InputError},
    evaluate::{Engine, QuickReader, RuleSet, Verdicts, evaluate},
    patient::{MAX_PROFILE_BYTES, Settings, read_patient},
    report::{Memory, Report, report},
    text::Json,
    vocabulary::{Id, RuleId},
};
use serde::Serialize;

/// A line of the input without its line break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line<'t> {
    /// Its bytes.
    Bytes(&'t [u8]),
    /// Longer than a profile may be: none of it was kept.
    TooLong,
}

/// Answers line after line and counts what came out. Each thread has its own.
#[derive(Clone, Debug)]
pub struct Evaluator<'p> {
    plan: &'p Plan,
    settings: Settings,
    selection: Selection,
    engine: Engine<'p>,
    reader: QuickReader<'p>,
    memory: Memory,
    /// The names of all rules in alphabetical order, so that verdicts do not depend on the order of rules.
    names: Vec<&'p str>,
    /// The same as JSON writes them, sheet by sheet.
    lists: Lists<'p>,
    /// Where in `names` the name of each rule stands.
    places: Vec<RuleId>,
    tally: Tally,
}

/// What came of a profile.
struct Evaluated {
    id: Option<String>,
    verdicts: Verdicts,
    report: Report,
}

/// The line that stands in the place of an answer.
#[derive(Serialize)]
struct Refused<'a> {
    line: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    errors: &'a [InputError],
}

impl<'p> Evaluator<'p> {
    /// An evaluator that has counted nothing yet.
    pub fn new(plan: &'p Plan, settings: Settings, selection: Selection) -> Evaluator<'p> {
        let mut rules: Vec<(&str, RuleId)> =
            plan.ruleset.rules.iter().map(|(id, rule)| (rule.name.as_str(), id)).collect();
        rules.sort();
        let mut places = vec![RuleId::from_index(0); rules.len()];
        for (place, (_, id)) in rules.iter().enumerate() {
            places[id.index()] = RuleId::from_index(place);
        }
        let names: Vec<&str> = rules.into_iter().map(|(name, _)| name).collect();
        let lists = Lists::new(plan);
        let tally = Tally::new(places.len());
        let reader = QuickReader::new(plan, settings.clone());
        let (engine, memory) = (Engine::new(plan), Memory::default());
        Evaluator { plan, settings, selection, engine, reader, memory, names, lists, places, tally }
    }

    /// Whether answers need no report: they are short, and quickly made.
    pub fn is_quick(&self) -> bool {
        !self.selection.needs_report()
    }

    /// What is wrong with the settings, whatever profiles say.
    ///
    /// # Errors
    /// A region that the rulebook does not know.
    pub fn check_settings(&mut self) -> Result<(), Vec<InputError>> {
        read_patient("{}", &self.plan.ruleset.vocabulary, &self.settings).map(drop)
    }

    /// Answers one line, numbered from 1. The answer, with its line break, is added to `out`: nothing for an empty line,
    /// and what is wrong with it, as data, for a profile that cannot be evaluated. That is also given back.
    ///
    /// # Errors
    /// An answer that cannot be written as JSON; no profile is known to bring that about.
    pub fn answer(
        &mut self,
        number: u64,
        line: Line<'_>,
        out: &mut Vec<u8>,
    ) -> Result<Vec<InputError>, serde_json::Error> {
        let text = match text(line) {
            Ok(text) if text.trim().is_empty() => {
                self.tally.empty_line();
                return Ok(Vec::new());
            }
            Ok(text) => text,
            Err(error) => return self.refuse(number, None, vec![error], out),
        };
        if self.is_quick() {
            return self.answer_quickly(number, text, out);
        }
        let evaluated = match self.evaluate(text) {
            Ok(evaluated) => evaluated,
            Err(errors) => return self.refuse_profile(number, text, errors, out),
        };
        self.tally.profile();
        if self.selection.has(Part::Verdicts) {
            evaluated.verdicts.met.iter().for_each(|rule| self.tally.rule(rule, 1, 0));
            evaluated.verdicts.open.iter().for_each(|rule| self.tally.rule(rule, 0, 1));
        }
        let report = &evaluated.report;
        self.tally.report(report, &self.selection);
        match &self.selection {
            Selection::Report => serde_json::to_writer(&mut *out, report)?,
            selection => serde_json::to_writer(
                &mut *out,
                &Selected {
                    line: number,
                    id: evaluated.id.as_deref(),
                    verdicts: selection.has(Part::Verdicts).then(|| self.named(&evaluated.verdicts)),
                    parts: Parts::of(report, selection),
                },
            )?,
        }
        out.push(b'\n');
        Ok(Vec::new())
    }

    /// One profile to the names of its rules, without a report: nothing is made that is not written.
    fn answer_quickly(
        &mut self,
        number: u64,
        text: &str,
        out: &mut Vec<u8>,
    ) -> Result<Vec<InputError>, serde_json::Error> {
        let profile = match self.reader.read(text) {
            Ok(profile) => profile,
            Err(errors) => return self.refuse_profile(number, text, errors, out),
        };
        let found = self.engine.evaluate(&profile.interned);
        self.tally.profile();
        out.extend_from_slice(b"{\"line\":");
        serde_json::to_writer(&mut *out, &number)?;
        if let Some(id) = &profile.id {
            out.extend_from_slice(b",\"id\":");
            serde_json::to_writer(&mut *out, id)?;
        }
        out.extend_from_slice(b",\"verdicts\":");
        self.lists.write(found, out);
        out.extend_from_slice(b"}\n");
        Ok(Vec::new())
    }

    /// What was counted, once there are no more lines.
    pub fn into_tally(mut self) -> Tally {
        self.lists.count(&mut self.tally);
        self.tally
    }

    /// One profile through all stages, its report included.
    fn evaluate(&mut self, text: &str) -> Result<Evaluated, Vec<InputError>> {
        let patient = read_patient(text, &self.plan.ruleset.vocabulary, &self.settings)?;
        let findings = evaluate(self.plan, &patient);
        let report = report(self.plan, &patient, &findings, text, &self.memory);
        Ok(Evaluated { id: patient.id, verdicts: findings.verdicts, report })
    }

    fn named(&self, verdicts: &Verdicts) -> NamedVerdicts<'p> {
        let names =
            |rules: &RuleSet| rules.renumbered(&self.places).iter().map(|place| self.names[place.index()]).collect();
        NamedVerdicts { met: names(&verdicts.met), undetermined: names(&verdicts.open) }
    }

    fn refuse_profile(
        &mut self,
        line: u64,
        text: &str,
        errors: Vec<InputError>,
        out: &mut Vec<u8>,
    ) -> Result<Vec<InputError>, serde_json::Error> {
        let errors = errors.into_iter().map(|error| of_a_line(error, text)).collect();
        self.refuse(line, id(text).as_deref(), errors, out)
    }

    fn refuse(
        &mut self,
        line: u64,
        id: Option<&str>,
        errors: Vec<InputError>,
        out: &mut Vec<u8>,
    ) -> Result<Vec<InputError>, serde_json::Error> {
        self.tally.with_errors(&errors);
        serde_json::to_writer(&mut *out, &Refused { line, id, errors: &errors })?;
        out.push(b'\n');
        Ok(errors)
    }
}

/// The text of a line, or why it is none.
fn text(line: Line<'_>) -> Result<&str, InputError> {
    const UTF_16: &str = "the file seems to be UTF-16: save it as UTF-8";
    let bytes = match line {
        Line::Bytes(bytes) => bytes,
        Line::TooLong => {
            let message = format!("the line has more than {MAX_PROFILE_BYTES} bytes, the most that are read");
            return Err(InputError::new(Code::TooLarge, "", message).help("a line holds one profile"));
        }
    };
    match std::str::from_utf8(bytes) {
        // A zero byte stands in no JSON, and in half of all bytes of a text in UTF-16.
        Ok(text) if text.contains('\0') => {
            Err(InputError::new(Code::InvalidJson, "", "the line holds zero bytes").help(UTF_16))
        }
        Ok(text) => Ok(text.strip_prefix('\u{feff}').unwrap_or(text)),
        Err(error) => {
            let message = format!("byte {} of the line is no UTF-8", error.valid_up_to() + 1);
            let utf_16 = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") || bytes.contains(&0);
            let help = if utf_16 { UTF_16 } else { "JSON is UTF-8: convert the file, or mend the line" };
            Err(InputError::new(Code::InvalidJson, "", message).help(help))
        }
    }
}

/// An error about a profile as a whole in the words of a cohort. Its line within the profile, always the first, would
/// only mislead beside the line of the file.
fn of_a_line(mut error: InputError, line: &str) -> InputError {
    const LIST: &str = "each line is one whole profile; `jq -c '.[]' FILE` puts those of a list on lines of their own";
    const LINES: &str = "each line is one whole profile; `jq -c . FILE` puts one that has several lines on one";
    if !error.path.is_empty() {
        return error;
    }
    error.message = error.message.replace("(line 1, column ", "(column ");
    match error.code {
        Code::InvalidJson | Code::WrongJsonType if line.trim_start().starts_with('[') => error.help(LIST),
        Code::InvalidJson => error.help(LINES),
        _ => error,
    }
}

/// The id of a profile that cannot be evaluated, where that much can be read.
fn id(text: &str) -> Option<String> {
    let Ok(Json::Object(pairs)) = serde_json::from_str(text) else { return None };
    pairs.into_iter().find_map(|(key, value)| match value {
        Json::String(id) if key == "id" => Some(id.into_owned()),
        _ => None,
    })
}
