//! Profile JSON to a profile: every key known, every value of its kind, each error with its path.

use super::profile::{Concept, DetailedAlteration, Finding, Profile, ReportedAlteration, Scalar, TestResult, Therapy};
use super::{Patient, Settings, resolve};
use crate::{
    diagnostics::{Code, InputError, nearest},
    ordered::Sort,
    text::{Date, Json},
    vocabulary::Vocabulary,
};
use serde::Deserialize;
use std::borrow::Cow;

/// The largest profile that is read, in bytes.
pub const MAX_PROFILE_BYTES: usize = 16 << 20;

/// Reads one profile, or says all that is wrong with it.
///
/// # Errors
/// Text that is no JSON, unknown or repeated keys, `null`, values of the wrong kind.
pub fn read_profile(text: &str) -> Result<Profile<'_>, Vec<InputError>> {
    let (profile, errors) = read_what_can_be(text)?;
    if errors.is_empty() { Ok(profile) } else { Err(errors) }
}

/// Reads one profile and resolves it, or says all that is wrong with it at once: with its keys and types, and, wherever
/// that is not their consequence, with its names and values.
///
/// # Errors
/// As [`read_profile`] and [`resolve`].
pub fn read_patient(text: &str, vocabulary: &Vocabulary, settings: &Settings) -> Result<Patient, Vec<InputError>> {
    let (profile, mut errors) = read_what_can_be(text)?;
    match resolve(&profile, vocabulary, settings) {
        Ok(patient) if errors.is_empty() => return Ok(patient),
        Ok(_) => {}
        Err(found) => {
            let independent = |error: &InputError| errors.iter().all(|known| !follows(&error.path, &known.path));
            let found: Vec<InputError> = found.into_iter().filter(independent).collect();
            errors.extend(found);
        }
    }
    Err(errors)
}

/// Whether what is wrong at one place may follow from what could not be read at another: the one lies within the other, or
/// the other is an element of a list whose elements were then counted without it.
fn follows(path: &str, unread: &str) -> bool {
    let within = |path: &str, outer: &str| {
        path.strip_prefix(outer).is_some_and(|rest| outer.is_empty() || rest.is_empty() || rest.starts_with(['.', '[']))
    };
    // Every result and therapy keeps its number, whatever is wrong with it.
    let recounted = unread
        .match_indices('[')
        .filter_map(|(at, _)| unread.get(..at))
        .any(|list| !["results", "therapies"].contains(&list) && within(path, list));
    recounted || within(path, unread) || within(unread, path)
}

/// The profile, as far as its JSON can be read, and what is wrong with the rest of it.
fn read_what_can_be(text: &str) -> Result<(Profile<'_>, Vec<InputError>), Vec<InputError>> {
    if text.len() > MAX_PROFILE_BYTES {
        let message = format!("the profile has {} bytes; at most {MAX_PROFILE_BYTES} are read", text.len());
        return Err(vec![InputError::new(Code::TooLarge, "", message)]);
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err(vec![
            InputError::new(Code::InvalidJson, "", "the profile is empty").help("a profile is one JSON object"),
        ]);
    }
    let json = serde_json::from_str(text)
        .map_err(|error| vec![InputError::not_json("", &error).help("a profile is one JSON object")])?;
    let mut reader = Reader { errors: Vec::new() };
    let profile = reader.profile(json);
    Ok((profile, reader.errors))
}

/// Reads what the caller says beside the profile: `{"today": "2026-11-22", "date": …, "region": …}`. Paths start with
/// `settings`.
///
/// # Errors
/// Text that is no JSON, unknown or repeated keys, `null`, values of the wrong kind, no `today`.
pub fn read_settings(text: &str) -> Result<Settings, Vec<InputError>> {
    const EXAMPLE: &str = "settings are one JSON object: `{\"today\": \"2026-11-22\"}`";
    let json =
        serde_json::from_str(text).map_err(|error| vec![InputError::not_json("settings", &error).help(EXAMPLE)])?;
    let mut reader = Reader { errors: Vec::new() };
    let root = Path::Key(&Path::Root, "settings");
    let (mut today, mut date, mut region) = (None, None, None);
    for (key, value) in reader.pairs(root, json, "an object of settings") {
        let path = Path::Key(&root, &key);
        match key.as_ref() {
            "today" => today = reader.date(path, value),
            "date" => date = reader.date(path, value),
            "region" => region = reader.string(path, value).map(Cow::into_owned),
            _ => reader.unknown_key(root, &key, &["today", "date", "region"]),
        }
    }
    match today {
        Some(today) if reader.errors.is_empty() => Ok(Settings { today, date, region }),
        None if reader.errors.is_empty() => {
            Err(vec![InputError::new(Code::MissingKey, "settings", "settings need `today`").help(EXAMPLE)])
        }
        _ => Err(reader.errors),
    }
}

/// A place in the JSON, built only when an error needs it.
#[derive(Clone, Copy)]
enum Path<'p> {
    Root,
    Key(&'p Path<'p>, &'p str),
    Index(&'p Path<'p>, usize),
}

impl std::fmt::Display for Path<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Path::Root => Ok(()),
            Path::Key(Path::Root, key) => write!(out, "{key}"),
            Path::Key(parent, key) => write!(out, "{parent}.{key}"),
            Path::Index(parent, index) => write!(out, "{parent}[{index}]"),
        }
    }
}

type Pairs<'a> = Vec<(Cow<'a, str>, Json<'a>)>;

struct Reader {
    errors: Vec<InputError>,
}

impl Reader {
    fn error(&mut self, code: Code, path: Path<'_>, message: impl Into<String>, help: Option<String>) {
        let error = InputError::new(code, path.to_string(), message);
        self.errors.push(InputError { help, ..error });
    }

    fn wrong_kind(&mut self, path: Path<'_>, wanted: &str, found: &Json<'_>) {
        if *found == Json::Null {
            let help = "leave out what is not known".to_owned();
            self.error(Code::NullValue, path, "null says neither a value nor that it is unknown", Some(help));
        } else {
            let help = match (wanted, found) {
                ("a list", Json::String(text)) if text.eq_ignore_ascii_case("none") => {
                    Some("an empty list, `[]`, says that there is none".to_owned())
                }
                ("a list", _) => Some("put it in brackets, even where it is one: `[…]`".to_owned()),
                ("a string" | "a value", Json::Array(_)) => Some("give one value, without brackets".to_owned()),
                ("a value", Json::Object(_)) => {
                    Some("give the value alone, or with its unit in one text: `70`, `\"70 %\"`".to_owned())
                }
                ("a profile", Json::Array(_)) => Some("give each profile on its own".to_owned()),
                ("a result", Json::String(_)) => Some("as in `{ \"biomarker\": …, \"status\": … }`".to_owned()),
                ("a therapy", Json::String(_)) => Some("as in `{ \"drug\": … }`".to_owned()),
                ("an object of facts", _) => Some("as in `{ \"stage\": …, \"age\": … }`".to_owned()),
                _ => None,
            };
            self.error(Code::WrongJsonType, path, format!("{wanted} is needed here, not {}", found.kind()), help);
        }
    }

    fn unknown_key(&mut self, path: Path<'_>, key: &str, keys: &[&str]) {
        let near = nearest(key, keys.iter().copied()).or_else(|| usual(key).filter(|usual| keys.contains(usual)));
        let help = match near {
            Some("facts") if key != "fact" => "it belongs into the object `facts`".to_owned(),
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("known here: {}", keys.join(", ")),
        };
        self.error(Code::UnknownKey, Path::Key(&path, key), format!("`{key}` is no key of this object"), Some(help));
    }

    /// A key that is needed, unless something else is wrong with its object: that may be the very key.
    fn missing_key(&mut self, before: usize, path: Path<'_>, message: &str, help: Option<String>) {
        if self.errors.len() == before {
            self.error(Code::MissingKey, path, message, help);
        }
    }

    fn pairs<'a>(&mut self, path: Path<'_>, json: Json<'a>, wanted: &str) -> Pairs<'a> {
        match json {
            Json::Object(pairs) => {
                // Objects are small or have few distinct keys; facts may have dozens.
                let mut keys: Vec<&str> = pairs.iter().map(|(key, _)| key.as_ref()).collect();
                keys.order();
                let repeated: Vec<String> =
                    keys.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0].to_owned()).collect();
                for key in repeated {
                    let message = format!("`{key}` stands twice in this object");
                    self.error(Code::DuplicateKey, Path::Key(&path, &key), message, None);
                }
                pairs
            }
            other => {
                self.wrong_kind(path, wanted, &other);
                Vec::new()
            }
        }
    }

    fn list<'a, T>(
        &mut self,
        path: Path<'_>,
        json: Json<'a>,
        mut item: impl FnMut(&mut Reader, Path<'_>, Json<'a>) -> Option<T>,
    ) -> Option<Vec<T>> {
        match json {
            Json::Array(items) => {
                let mut list = Vec::with_capacity(items.len());
                for (index, json) in items.into_iter().enumerate() {
                    list.extend(item(self, Path::Index(&path, index), json));
                }
                Some(list)
            }
            other => {
                self.wrong_kind(path, "a list", &other);
                None
            }
        }
    }

    fn string<'a>(&mut self, path: Path<'_>, json: Json<'a>) -> Option<Cow<'a, str>> {
        match json {
            Json::String(text) if text.trim().is_empty() => {
                self.error(Code::MissingKey, path, "the text is empty", Some("leave out what is not known".into()));
                None
            }
            Json::String(text) => Some(text),
            other => {
                self.wrong_kind(path, "a string", &other);
                None
            }
        }
    }

    fn number(&mut self, path: Path<'_>, json: Json<'_>) -> Option<f64> {
        match json {
            Json::Number(number) => Some(number),
            other => {
                self.wrong_kind(path, "a number", &other);
                None
            }
        }
    }

    /// A share of the whole, 0 to 1; of a percentage it says what to write instead.
    fn share(&mut self, path: Path<'_>, json: Json<'_>) -> Option<f64> {
        let of_percent = |percent: f64| {
            let is_share = (0.0..=100.0).contains(&percent);
            is_share.then(|| format!("{percent} % is `{}`", (percent * 1e4).round() / 1e6))
        };
        let message = "an allele fraction lies between 0 and 1";
        match json {
            Json::Number(share) if !(0.0..=1.0).contains(&share) => {
                self.error(Code::OutOfRange, path, message, of_percent(share));
                None
            }
            Json::String(text) => {
                let number = text.trim().strip_suffix('%').map(|number| number.trim_end().replace(',', "."));
                let help = match number.as_deref().map(str::parse) {
                    Some(Ok(percent)) => of_percent(percent),
                    _ => text.trim().parse::<f64>().ok().map(|share| format!("write {share}, without quotes")),
                };
                let message = format!("a number is needed here, not a string: {message}");
                self.error(Code::WrongJsonType, path, message, help);
                None
            }
            json => self.number(path, json),
        }
    }

    fn date(&mut self, path: Path<'_>, json: Json<'_>) -> Option<Date> {
        let text = self.string(path, json)?;
        // A moment of that day is that day.
        let day = text.split_once('T').map_or(text.as_ref(), |(day, _)| day);
        match day.parse() {
            Ok(date) => Some(date),
            Err(message) => {
                self.error(Code::InvalidDate, path, message, None);
                None
            }
        }
    }

    /// One of a few words, as the serde type spells them.
    fn word<T: for<'de> Deserialize<'de>>(&mut self, path: Path<'_>, json: Json<'_>, words: &[&str]) -> Option<T> {
        let text = self.string(path, json)?;
        let lower = text.trim().to_lowercase();
        let read = T::deserialize(serde::de::value::StrDeserializer::<serde::de::value::Error>::new(&lower)).ok();
        if read.is_none() {
            let unknown = ["not tested", "not done", "not performed", "unknown", "not known", "n/a", "na", "none"];
            let help = match nearest(&text, words.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None if unknown.contains(&lower.as_str()) => "leave out what is not known".to_owned(),
                None => format!("one of {}", words.join(", ")),
            };
            self.error(Code::UnknownValue, path, format!("`{text}` cannot stand here"), Some(help));
        }
        read
    }

    fn concept<'a>(&mut self, path: Path<'_>, json: Json<'a>) -> Option<Concept<'a>> {
        if !matches!(json, Json::Object(_)) {
            return self.string(path, json).map(Concept::Name);
        }
        let before = self.errors.len();
        let (mut system, mut code) = (None, None);
        for (key, value) in self.pairs(path, json, "a name or a code") {
            match key.as_ref() {
                "system" => system = self.string(Path::Key(&path, "system"), value),
                "code" => {
                    // RxNorm, SNOMED CT and HGNC number their concepts, and JSON writes numbers without quotes.
                    let value = match value {
                        Json::Number(number) if number.fract() == 0.0 => Json::String(number.to_string().into()),
                        value => value,
                    };
                    code = self.string(Path::Key(&path, "code"), value);
                }
                // What FHIR codings carry beside system and code, for people.
                "display" | "version" => {}
                _ => self.unknown_key(path, &key, &["system", "code"]),
            }
        }
        match (system, code) {
            (Some(system), Some(code)) => Some(Concept::Code { system, code }),
            _ => {
                self.missing_key(before, path, "a code needs `system` and `code`", None);
                None
            }
        }
    }

    fn scalar<'a>(&mut self, path: Path<'_>, json: Json<'a>) -> Option<Scalar<'a>> {
        match json {
            Json::Bool(value) => Some(Scalar::Bool(value)),
            Json::Number(value) => Some(Scalar::Number(value)),
            Json::String(_) => self.string(path, json).map(Scalar::Text),
            other => {
                self.wrong_kind(path, "a value", &other);
                None
            }
        }
    }

    fn profile<'a>(&mut self, json: Json<'a>) -> Profile<'a> {
        const KEYS: &[&str] = &["id", "disease", "date", "region", "facts", "results", "therapies", "specimens"];
        let root = Path::Root;
        let mut profile = Profile::default();
        for (key, value) in self.pairs(root, json, "a profile") {
            let path = Path::Key(&root, &key);
            match key.as_ref() {
                "id" => profile.id = self.string(path, value),
                "disease" => profile.disease = self.concept(path, value),
                "date" => profile.date = self.date(path, value),
                "region" => profile.region = self.string(path, value),
                "facts" => {
                    for (fact, value) in self.pairs(path, value, "an object of facts") {
                        if let Some(value) = self.scalar(Path::Key(&path, &fact), value) {
                            profile.facts.insert(fact, value);
                        }
                    }
                }
                "results" => {
                    profile.results =
                        self.list(path, value, |reader, path, json| Some(reader.result(path, json))).unwrap_or_default()
                }
                "therapies" => {
                    profile.therapies = self.list(path, value, |reader, path, json| Some(reader.therapy(path, json)))
                }
                "specimens" => profile.specimens = self.list(path, value, Reader::string),
                _ => self.unknown_key(root, &key, KEYS),
            }
        }
        profile
    }

    fn result<'a>(&mut self, path: Path<'_>, json: Json<'a>) -> TestResult<'a> {
        const KEYS: &[&str] = &[
            "biomarker",
            "status",
            "value",
            "alterations",
            "assay",
            "tested",
            "findings",
            "method",
            "specimen",
            "origin",
            "date",
        ];
        let mut result = TestResult::default();
        for (key, value) in self.pairs(path, json, "a result") {
            let here = Path::Key(&path, &key);
            match key.as_ref() {
                "biomarker" => result.biomarker = self.concept(here, value),
                "status" => result.status = self.status(here, value),
                "value" => result.value = self.scalar(here, value),
                "alterations" => result.alterations = self.list(here, value, Reader::alteration),
                "assay" => result.assay = self.string(here, value),
                "tested" => result.tested = self.list(here, value, Reader::string),
                "findings" => result.findings = self.list(here, value, Reader::finding),
                "method" => result.method = self.string(here, value),
                "specimen" => result.specimen = self.string(here, value),
                "origin" => result.origin = self.word(here, value, &["germline", "somatic"]),
                "date" => result.date = self.date(here, value),
                _ => self.unknown_key(path, &key, KEYS),
            }
        }
        result
    }

    fn status(&mut self, path: Path<'_>, json: Json<'_>) -> Option<crate::syntax::tree::ResultStatus> {
        self.word(path, json, &["positive", "negative", "pending", "insufficient", "failed", "inconclusive"])
    }

    fn finding<'a>(&mut self, path: Path<'_>, json: Json<'a>) -> Option<Finding<'a>> {
        let before = self.errors.len();
        let (mut biomarker, mut alterations, mut measured, mut status) = (None, None, None, None);
        for (key, value) in self.pairs(path, json, "a finding") {
            let here = Path::Key(&path, &key);
            match key.as_ref() {
                "biomarker" => biomarker = self.concept(here, value),
                "alterations" => alterations = self.list(here, value, Reader::alteration),
                "value" => measured = self.scalar(here, value),
                "status" => status = self.status(here, value),
                _ => self.unknown_key(path, &key, &["biomarker", "alterations", "value", "status"]),
            }
        }
        if biomarker.is_none() {
            self.missing_key(before, path, "a finding needs `biomarker`", None);
        }
        Some(Finding { biomarker: biomarker?, alterations, value: measured, status })
    }

    fn alteration<'a>(&mut self, path: Path<'_>, json: Json<'a>) -> Option<ReportedAlteration<'a>> {
        const KEYS: &[&str] = &["change", "significance", "origin", "allele_fraction", "copy_number"];
        if !matches!(json, Json::Object(_)) {
            return self.string(path, json).map(ReportedAlteration::Text);
        }
        let before = self.errors.len();
        let mut alteration = DetailedAlteration::default();
        for (key, value) in self.pairs(path, json, "an alteration") {
            let here = Path::Key(&path, &key);
            match key.as_ref() {
                "change" => alteration.change = self.string(here, value).unwrap_or_default(),
                "significance" => {
                    let words = ["pathogenic", "likely pathogenic", "uncertain", "likely benign", "benign"];
                    alteration.significance = self.word(here, value, &words);
                }
                "origin" => alteration.origin = self.word(here, value, &["germline", "somatic"]),
                "allele_fraction" => {
                    alteration.allele_fraction = self.share(here, value);
                }
                "copy_number" => {
                    alteration.copy_number = self.number(here, value);
                    if alteration.copy_number.is_some_and(|copies| !(0.0..=10_000.0).contains(&copies)) {
                        self.error(Code::OutOfRange, here, "a copy number lies between 0 and 10000", None);
                    }
                }
                _ => self.unknown_key(path, &key, KEYS),
            }
        }
        if alteration.change.is_empty() && alteration.copy_number.is_none() {
            let help = "`change` is what the laboratory wrote".to_owned();
            self.missing_key(before, path, "an alteration needs `change` or `copy_number`", Some(help));
        }
        Some(ReportedAlteration::Detailed(alteration))
    }

    fn therapy<'a>(&mut self, path: Path<'_>, json: Json<'a>) -> Therapy<'a> {
        let before = self.errors.len();
        let mut therapy = Therapy::default();
        for (key, value) in self.pairs(path, json, "a therapy") {
            let here = Path::Key(&path, &key);
            match key.as_ref() {
                "drug" => therapy.drug = self.concept(here, value),
                "line" => {
                    let number = self.number(here, value);
                    therapy.line = number
                        .filter(|line| line.fract() == 0.0 && (1.0..=100.0).contains(line))
                        .map(|line| line as u32);
                    if number.is_some() && therapy.line.is_none() {
                        self.error(Code::OutOfRange, here, "a line of therapy is a whole number from 1 to 100", None);
                    }
                }
                "outcome" => {
                    let words = ["progression", "response", "stable", "completed", "intolerance"];
                    therapy.outcome = self.word(here, value, &words);
                }
                "date" => therapy.date = self.date(here, value),
                _ => self.unknown_key(path, &key, &["drug", "line", "outcome", "date"]),
            }
        }
        if therapy.drug.is_none() {
            self.missing_key(before, path, "a therapy needs `drug`", None);
        }
        therapy
    }
}

/// The key of a profile for what other programs call it.
fn usual(key: &str) -> Option<&'static str> {
    Some(match key.to_lowercase().as_str() {
        "diagnosis" | "cancer" | "cancer_type" | "tumour" | "tumor" => "disease",
        "biomarkers" | "tests" | "labs" | "observations" => "results",
        "treatments" | "medications" | "drugs" | "history" => "therapies",
        "country" => "region",
        "stage" | "age" | "sex" | "gender" | "smoking" | "ecog" | "line" | "patient" => "facts",
        "gene" | "marker" | "test" | "analyte" => "biomarker",
        "result" | "interpretation" => "status",
        "variants" | "variant" | "mutations" | "mutation" | "alteration" => "alterations",
        "vaf" | "allele_frequency" | "allelic_fraction" => "allele_fraction",
        "copies" | "cn" => "copy_number",
        "hgvs" | "protein" | "text" => "change",
        "classification" | "pathogenicity" | "clinical_significance" => "significance",
        "sample" | "material" => "specimen",
        "platform" | "technique" => "method",
        "panel" | "kit" => "assay",
        "genes" => "tested",
        "name" | "medication" | "agent" => "drug",
        "response" | "best_response" => "outcome",
        _ => return None,
    })
    .filter(|known| *known != key)
}
