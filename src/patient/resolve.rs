//! A profile to a patient: names to ids, strings to meanings, each error with its path.

use super::{
    known::{Coverage, GivenTherapy, HowKnown, Knowledge, NotUsed, Patient, Taken},
    profile::{Concept, Profile, Scalar, Therapy},
};
use crate::{
    diagnostics::{Code, InputError, nearest},
    ordered::{Map, Set},
    syntax::tree::{CodeSystem, Origin},
    text::Date,
    vocabulary::{
        Domain, FactId, FromWhat, Implication, Interval, Label, Number, NumberDomain, OnlyFrom, SpecimenId, Technique,
        ValueId, Values, Vocabulary, after_name, parts_of_regimen,
    },
};

/// What the caller says, over what the profile says.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The day on which the question is asked: the profile's date where it gives none.
    pub today: Date,
    /// The day as of which it is asked, whatever the profile says.
    pub date: Option<Date>,
    /// Where the patient is treated, whatever the profile says.
    pub region: Option<String>,
}

impl Settings {
    /// As of today, or as of the profile's date.
    pub fn on(today: Date) -> Settings {
        Settings { today, date: None, region: None }
    }
}

/// Resolves a profile, or says all that is wrong with it.
///
/// # Errors
/// Unknown diseases, regions, facts, values, methods and specimens; numbers out of range; wrong units; alterations
/// that cannot be read; results that contradict themselves. Genes and drugs that are not known here are no errors.
pub fn resolve(
    profile: &Profile<'_>,
    vocabulary: &Vocabulary,
    settings: &Settings,
) -> Result<Patient, Vec<InputError>> {
    let mut resolver = Resolver {
        vocabulary,
        errors: Vec::new(),
        patient: Patient {
            id: profile.id.as_ref().map(ToString::to_string),
            date: settings.date.or(profile.date).unwrap_or(settings.today),
            region: None,
            disease: None,
            facts: Map::new(),
            genes: Map::new(),
            markers: Map::new(),
            therapies: None,
            specimens: None,
            not_used: Vec::new(),
            taken: Vec::new(),
            turns_on_disease: false,
        },
    };
    resolver.region(settings.region.as_deref(), profile.region.as_deref());
    if let Some(disease) = &profile.disease {
        resolver.disease(disease);
    }
    for (name, value) in &profile.facts {
        resolver.fact(name, value);
    }
    for (index, result) in profile.results.iter().enumerate() {
        resolver.result(&format!("results[{index}]"), result);
    }
    resolver.doubts();
    if let Some(therapies) = &profile.therapies {
        resolver.patient.therapies = Some(Vec::new());
        for (index, therapy) in therapies.iter().enumerate() {
            resolver.therapy(format!("therapies[{index}]"), therapy);
        }
        // What is dated after the day of the report may have begun before it.
        let is_whole = therapies.iter().all(|therapy| therapy.date.is_none_or(|date| date <= resolver.patient.date));
        resolver.counted_facts(is_whole);
    }
    resolver.implied_facts();
    if let Some(specimens) = &profile.specimens {
        let ids = specimens
            .iter()
            .enumerate()
            .filter_map(|(index, name)| resolver.specimen(&format!("specimens[{index}]"), name));
        resolver.patient.specimens = Some(ids.collect::<Vec<_>>());
    }
    if resolver.errors.is_empty() { Ok(resolver.patient) } else { Err(resolver.errors) }
}

pub(super) struct Resolver<'v> {
    pub vocabulary: &'v Vocabulary,
    pub errors: Vec<InputError>,
    pub patient: Patient,
}

impl Resolver<'_> {
    pub fn error(&mut self, code: Code, path: &str, message: impl Into<String>, help: Option<String>) {
        self.errors.push(InputError { help, ..InputError::new(code, path, message) });
    }

    pub fn not_used(&mut self, path: &str, text: &str, reason: &str, suggestion: Option<String>) {
        self.patient.not_used.push(NotUsed {
            path: path.to_owned(),
            text: text.to_owned(),
            reason: reason.to_owned(),
            suggestion,
        });
    }

    fn region(&mut self, setting: Option<&str>, given: Option<&str>) {
        let Some(name) = setting.or(given) else { return };
        let names = &self.vocabulary.names().regions;
        self.patient.region = names.lenient(name);
        if self.patient.region.is_none() {
            let help = names.nearest(name).map(|near| format!("did you mean `{near}`?"));
            let path = if setting.is_some() { "" } else { "region" };
            self.error(Code::UnknownName, path, format!("no region is called `{name}`"), help);
        }
    }

    fn disease(&mut self, disease: &Concept<'_>) {
        let names = &self.vocabulary.names().diseases;
        let (found, words, help) = match disease {
            Concept::Name(name) => {
                let found = names.lenient(name);
                let near = found.is_none().then(|| names.nearest(name)).flatten();
                let help = near.map(|near| format!("did you mean `{near}`?"));
                (found, format!("no disease is called `{name}`"), help)
            }
            Concept::Code { system, code } => {
                let known = code_system(system);
                let found = known.and_then(|system| self.vocabulary.disease_by_code(system, code));
                let message = match known {
                    None => format!("the code system `{system}` is not known here"),
                    Some(_) => format!("no disease has the code `{code}` of `{system}`"),
                };
                let help = match known {
                    None => "oncotree, snomed, icd10, icdo3 or ncit; or the name of the disease as a string",
                    Some(_) => "give a code that the vocabulary has, or the name of the disease as a string",
                };
                (found, message, Some(help.to_owned()))
            }
        };
        self.patient.disease = found;
        if found.is_none() {
            self.error(Code::UnknownName, "disease", words, help);
        }
    }

    /// Facts that the diagnosis settles: those that the profile does not give, or gives less exactly. A value that the
    /// diagnosis excludes is an error.
    fn implied_facts(&mut self) {
        let vocabulary = self.vocabulary;
        let up = std::iter::successors(self.patient.disease, |at| vocabulary.diseases[*at].under);
        // What is implied implies nothing: the order of clauses says nothing.
        let given = self.patient.facts.clone();
        // The nearest diagnosis says it best.
        let mut settled = Set::new();
        for disease in up.take(vocabulary.diseases.len()) {
            for implied in &vocabulary.diseases[disease].implies {
                if implied.only.is_none_or(|only| self.holds_for(implied, only, &given)) && settled.insert(implied.fact)
                {
                    self.implied_fact(&vocabulary.diseases[disease].label.name, implied);
                }
            }
        }
    }

    /// Whether what a diagnosis settles only then is to be settled: nothing that excludes it is said of it, and what it
    /// follows from is given.
    fn holds_for(&self, implied: &Implication, only: OnlyFrom, given: &Map<FactId, Knowledge>) -> bool {
        let values = self.vocabulary.facts[implied.fact].domain.values();
        let is_less_exact = |known: &Knowledge| match (known, values) {
            (Knowledge::Values(known), Some(values)) => {
                known.iter().all(|known| *known != implied.value && values.hierarchy.is_under(implied.value, *known))
            }
            _ => false,
        };
        let from = self.vocabulary.facts[only.fact].domain.values();
        let is_given_so = match (given.get(&only.fact), only.what, from) {
            (Some(Knowledge::Numbers(known)), FromWhat::Numbers(least, most), _) => {
                let is_in_range = |interval: &Interval| {
                    interval.from.is_some_and(|from| from >= least)
                        && most.is_none_or(|most| interval.to.is_some_and(|to| to <= most))
                };
                known.iter().all(is_in_range)
            }
            (Some(Knowledge::Values(known)), FromWhat::Value(value), Some(from)) => {
                known.iter().all(|known| from.hierarchy.is_under(*known, value))
            }
            _ => false,
        };
        is_given_so
            && self.patient.facts.get(&implied.fact).is_none_or(is_less_exact)
            && only.unless.is_none_or(|unless| !given.contains_key(&unless) || self.is_counted(unless))
    }

    fn implied_fact(&mut self, disease: &str, implication: &Implication) {
        let Implication { fact, value: implied, only } = *implication;
        let entry = &self.vocabulary.facts[fact];
        let Some(values) = entry.domain.values() else { return };
        let given = match self.patient.facts.get(&fact) {
            Some(Knowledge::Values(given)) => given.first().copied(),
            _ => None,
        };
        match given {
            Some(given) if values.hierarchy.is_under(given, implied) => {}
            Some(given) if !values.hierarchy.is_under(implied, given) => {
                let (given, implied) = (&values.table[given].name, &values.table[implied].name);
                let message = format!("`{given}` contradicts the diagnosis `{disease}`, which implies `{implied}`");
                let help = "correct one of the two, or give a less exact diagnosis".to_owned();
                self.error(Code::ContradictoryResult, &format!("facts.{}", entry.label.name), message, Some(help));
            }
            _ => {
                self.patient.facts.insert(fact, Knowledge::Values(vec![implied]));
                // What a diagnosis settles by itself needs no word.
                if only.is_some() {
                    self.patient.taken.push(Taken::Fact(fact, implied));
                }
            }
        }
    }

    fn fact(&mut self, name: &str, value: &Scalar<'_>) {
        let path = format!("facts.{name}");
        let facts = &self.vocabulary.names().facts;
        let Some(fact) = facts.lenient(name) else {
            let help = match (self.vocabulary.find_biomarker(name), facts.nearest(name)) {
                (Some(_), _) => Some("this is a biomarker: report it in `results`".to_owned()),
                (None, near) => near.map(|near| format!("did you mean `{near}`?")),
            };
            self.error(Code::UnknownName, &path, format!("no fact is called `{name}`"), help);
            return;
        };
        let domain = &self.vocabulary.facts[fact].domain;
        let label = &self.vocabulary.facts[fact].label;
        if let Some(knowledge) = self.value(&path, value, label, domain)
            && let Some(before) = self.patient.facts.insert(fact, knowledge.clone())
            && before != knowledge
        {
            let message = format!("`{}` is given twice under different names", self.vocabulary.facts[fact].label.name);
            self.error(Code::ContradictoryResult, &path, message, None);
        }
    }

    /// What a value says, in the domain of its fact or marker.
    pub fn value(&mut self, path: &str, value: &Scalar<'_>, of: &Label, domain: &Domain) -> Option<Knowledge> {
        match (domain, value) {
            (Domain::Values(values) | Domain::Levels(values), value) => {
                let text = match value {
                    Scalar::Text(text) => text.to_string(),
                    Scalar::Bool(truth) => if *truth { "yes" } else { "no" }.to_owned(),
                    Scalar::Number(number) => number.to_string(),
                };
                self.named_value(path, &text, of, values)
            }
            (Domain::Number(domain), Scalar::Number(number)) => {
                let number = Number::new(*number)?;
                self.may_be_a_fraction(path, number, domain)?;
                self.in_range(path, Interval::exactly(number), domain)
            }
            (Domain::Number(domain), Scalar::Text(text)) if ordinal(text, of, domain).is_some() => {
                self.in_range(path, Interval::exactly(ordinal(text, of, domain)?), domain)
            }
            (Domain::Number(domain), Scalar::Text(text)) => match Interval::read(without_name(text, of)) {
                // `70,5` may be seventy and a half or a slip: nobody should guess.
                Some((_, unit)) if unit.starts_with([',', '.', '-', '+']) => {
                    let help = "decimals are written with a point, and nothing stands between thousands".to_owned();
                    self.error(Code::WrongType, path, format!("`{text}` is no number"), Some(help));
                    None
                }
                Some((interval, unit)) => {
                    self.unit(path, unit, domain)?;
                    if let (true, Some(number)) = (unit.is_empty() && interval.from == interval.to, interval.from) {
                        self.may_be_a_fraction(path, number, domain)?;
                    }
                    self.in_range(path, interval, domain)
                }
                None => {
                    let help = format!("{domain}, or `<1`, `>=50`, `1-49`");
                    self.error(Code::WrongType, path, format!("`{text}` is no number"), Some(help));
                    None
                }
            },
            (Domain::Number(domain), Scalar::Bool(truth)) => {
                self.error(Code::WrongType, path, format!("`{truth}` is no number"), Some(domain.to_string()));
                None
            }
        }
    }

    fn named_value(&mut self, path: &str, text: &str, of: &Label, values: &Values) -> Option<Knowledge> {
        let found = values
            .find(text, true)
            .or_else(|| values.find(without_name(text, of), true))
            .or_else(|| values.find(without_hyphened_name(text, of)?, true));
        if found.is_none() {
            let first = first_of(text);
            let help = one_of_several(text, values).unwrap_or_else(|| match values.nearest(text, &of.name) {
                _ if first.len() < text.trim().len() && values.find(first, true).is_some() => {
                    format!("write `{first}`; what else it says belongs into a result of its own")
                }
                _ if is_tnm_category(text) => {
                    "a category of TNM makes another stage group in each tumour: give the group".to_owned()
                }
                Some(near) => format!("did you mean `{near}`?"),
                None if Interval::read(text).is_some_and(|(_, unit)| unit == "%") => {
                    format!("a share does not say whether that is enough: {}", values.choice())
                }
                None => values.choice(),
            });
            self.error(Code::UnknownValue, path, format!("`{}` has no value `{text}`", of.name), Some(help));
        }
        found.map(|value| Knowledge::Values(vec![value]))
    }

    fn unit(&mut self, path: &str, unit: &str, domain: &NumberDomain) -> Option<()> {
        let declared = domain.unit.as_deref().unwrap_or("");
        if is_unit_of(unit, domain) {
            return Some(());
        }
        let help = if declared.is_empty() { "it has no unit".to_owned() } else { format!("the unit is `{declared}`") };
        self.error(Code::WrongUnit, path, format!("`{unit}` is another unit than the declared one"), Some(help));
        None
    }

    /// Refuses what may be less than one percent or a share of the whole: `0.8` of what is told in percent.
    fn may_be_a_fraction(&mut self, path: &str, number: Number, domain: &NumberDomain) -> Option<()> {
        let (zero, one, hundred) = (Number::new(0.0)?, Number::new(1.0)?, Number::new(100.0)?);
        if domain.unit.as_deref() != Some("%") || number <= zero || number >= one || !domain.holds(hundred) {
            return Some(());
        }
        let message = format!("`{number}` may be {number} % or a share of the whole");
        let help = format!("write `\"{number} %\"`, or the percentage that is meant");
        self.error(Code::WrongUnit, path, message, Some(help));
        None
    }

    fn in_range(&mut self, path: &str, interval: Interval, domain: &NumberDomain) -> Option<Knowledge> {
        let bounds = [interval.from, interval.to];
        if let Some(outside) = bounds.into_iter().flatten().find(|bound| !domain.holds(*bound)) {
            self.error(Code::OutOfRange, path, format!("{outside} cannot be: it is {domain}"), None);
            return None;
        }
        // What lies outside the declared range cannot be meant.
        let from = interval.from.or(domain.range.map(|(from, _)| from));
        let to = interval.to.or(domain.range.map(|(_, to)| to));
        let interval = Interval { from, to, ..interval };
        if from == to && (interval.from_open || interval.to_open) {
            let message = "no number can be meant: it lies outside what is possible".to_owned();
            self.error(Code::OutOfRange, path, message, Some(format!("it is {domain}")));
            return None;
        }
        Some(Knowledge::Numbers(vec![interval]))
    }

    pub fn specimen(&mut self, path: &str, name: &str) -> Option<SpecimenId> {
        let names = &self.vocabulary.names().specimens;
        let found = names.lenient(name);
        if found.is_none() {
            let all = self.vocabulary.specimens.iter().map(|(_, specimen)| format!("`{}`", specimen.label.name));
            let help = match names.nearest(name) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("one of {}", all.collect::<Vec<_>>().join(", ")),
            };
            self.error(Code::UnknownName, path, format!("no specimen is called `{name}`"), Some(help));
        }
        found
    }

    /// How a result was obtained. The date is read by the caller, who knows whether the result counts yet.
    pub fn how(&mut self, path: &str, method: Option<&str>, specimen: Option<&str>, date: Option<Date>) -> HowKnown {
        let technique = method.and_then(|name| {
            let found = self.vocabulary.find_technique(name);
            if found.is_none() {
                let vocabulary = self.vocabulary;
                let methods = vocabulary.methods.iter().map(|(_, method)| method.label.name.as_str());
                let near =
                    nearest(name, methods.chain(vocabulary.assays.iter().map(|(_, assay)| assay.label.name.as_str())));
                let help = near.map_or_else(
                    || "leave `method` out where none fits: the result is then taken as conclusive".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                );
                let help = Some(help);
                self.error(
                    Code::UnknownName,
                    &format!("{path}.method"),
                    format!("no method or assay is called `{name}`"),
                    help,
                );
            }
            found
        });
        let specimen = specimen.and_then(|name| self.specimen(&format!("{path}.specimen"), name));
        HowKnown { path: path.to_owned(), technique, specimen, date }
    }

    /// What the silence of a result excludes.
    pub(super) fn coverage(&mut self, how: &mut HowKnown, origin: Option<Origin>) -> Coverage {
        // An assay that takes one kind of specimen had that.
        if let (None, Some(Technique::Assay(assay))) = (how.specimen, how.technique)
            && let [only] = self.vocabulary.assays[assay].detection.specimens.as_slice()
        {
            how.specimen = Some(*only);
        }
        if let Some(specimen) = how.specimen {
            let conclusive_in = &self.vocabulary.specimens[specimen].conclusive_in;
            self.patient.turns_on_disease |= conclusive_in.as_ref().is_some_and(|diseases| !diseases.is_empty());
            // Of what was inherited any cell tells.
            let is_inconclusive = origin != Some(Origin::Germline)
                && self.vocabulary.is_inconclusive(specimen, how.technique, self.patient.disease);
            if is_inconclusive {
                return Coverage::Nothing;
            }
        }
        how.technique.map_or(Coverage::Everything, Coverage::Technique)
    }

    fn therapy(&mut self, path: String, therapy: &Therapy<'_>) {
        if therapy.date.is_some_and(|date| date > self.patient.date) {
            self.not_used(&path, &concept_text(therapy.drug.as_ref()), "it is dated after the day of the report", None);
            return;
        }
        let vocabulary = self.vocabulary;
        let (drugs, text) = match &therapy.drug {
            Some(Concept::Name(name)) => (vocabulary.find_drugs(name), name.to_string()),
            Some(Concept::Code { system, code }) => {
                let found = code_system(system).and_then(|system| vocabulary.drug_by_code(system, code));
                (found.map(|drug| vec![drug]), code.to_string())
            }
            None => return,
        };
        if drugs.is_none() {
            let several = parts_of_regimen(&text).any(|part| vocabulary.find_drugs(part).is_some());
            let reason = if several {
                "it names several drugs and not all are known, so none is counted: give each an entry of its own"
            } else {
                "no rule knows this drug, so it may be any"
            };
            let names = vocabulary.names();
            let near = names.drugs.nearest(&text).or_else(|| names.regimens.nearest(&text)).map(str::to_owned);
            self.not_used(&format!("{path}.drug"), &text, reason, near.filter(|_| !several));
        }
        if let Some(therapies) = &mut self.patient.therapies {
            let given = |drug| GivenTherapy {
                drug,
                text: text.clone(),
                line: therapy.line,
                outcome: therapy.outcome,
                date: therapy.date,
                path: path.clone(),
            };
            match drugs {
                Some(drugs) => therapies.extend(drugs.into_iter().map(|drug| given(Some(drug)))),
                None => therapies.push(given(None)),
            }
        }
    }
}

/// The number that is counted to: `2nd`, `second-line`, `2nd line`, `2L` of the fact `line`. Only of what has no unit.
fn ordinal(text: &str, of: &Label, domain: &NumberDomain) -> Option<Number> {
    const WORDS: [&str; 6] = ["first", "second", "third", "fourth", "fifth", "sixth"];
    if domain.unit.is_some() {
        return None;
    }
    let (text, name) = (text.trim().to_lowercase(), of.name.to_lowercase());
    let bare = text.strip_suffix(&name).map(|bare| bare.trim_end_matches([' ', '-']));
    let counted = bare.unwrap_or(&text);
    if let Some(at) = WORDS.iter().position(|word| *word == counted) {
        return Number::new(at as f64 + 1.0);
    }
    let ending = counted.trim_start_matches(|digit: char| digit.is_ascii_digit());
    let number: u32 = counted.strip_suffix(ending)?.parse().ok()?;
    let usual = match (number % 10, number % 100) {
        (1, tens) if tens != 11 => "st",
        (2, tens) if tens != 12 => "nd",
        (3, tens) if tens != 13 => "rd",
        _ => "th",
    };
    let initial = bare.is_none() && name.get(..1) == Some(ending);
    (initial || ending == usual || bare.is_some() && ending.is_empty()).then(|| Number::new(f64::from(number)))?
}

/// `M1c`, `cT2N0M1c`, `pN2`: what stands in a stage group and is none.
fn is_tnm_category(text: &str) -> bool {
    let text = text.trim().trim_start_matches(['c', 'p', 'y', 'r']);
    let signs: Vec<char> = text.chars().filter(|sign| *sign != ' ').collect();
    matches!(signs.as_slice(), ['T' | 'N' | 'M', '0'..='4' | 'x' | 'X', ..])
        && signs.iter().all(|sign| sign.is_ascii_digit() || "TNMxXabcdipms+()".contains(*sign))
}

/// What to write for one of several values: `IIIA/IIIB`, `II or III`.
fn one_of_several(text: &str, values: &Values) -> Option<String> {
    let parts = text.split('/').flat_map(|part| part.split(" or ")).flat_map(|part| part.split(" to "));
    let parts: Option<Vec<ValueId>> = parts.map(|part| values.find(part.trim(), true)).collect();
    let parts = parts.filter(|parts| parts.len() > 1)?;
    let holds_all = |value: &ValueId| parts.iter().all(|part| values.hierarchy.is_under(*part, *value));
    let above: Vec<ValueId> = values.table.ids().filter(holds_all).collect();
    let nearest = above.iter().find(|value| above.iter().all(|other| values.hierarchy.is_under(**value, *other)));
    Some(match nearest {
        Some(value) => format!("write `{}`, which may be any of them", values.table[*value].name),
        None => "leave out what is not known: it is one of several".to_owned(),
    })
}

/// Whether a unit is that of a domain, or none is given.
pub(super) fn is_unit_of(unit: &str, domain: &NumberDomain) -> bool {
    unit.is_empty() || common_unit(unit) == common_unit(domain.unit.as_deref().unwrap_or(""))
}

/// A unit as it is compared: in the singular, `percent` as `%`, `per` as `/`, `mutations per megabase` as `mut/mb`.
fn common_unit(unit: &str) -> String {
    let lower = unit.to_lowercase().replace("per cent", "%").replace(" per ", "/").replace(" / ", "/");
    let words = lower.split('/').map(|word| match word.trim() {
        "percent" | "pct" => "%",
        "mutations" | "mutation" | "muts" => "mut",
        "megabase" | "megabases" | "mbp" => "mb",
        "yr" | "yrs" | "y" | "y/o" | "yo" => "year",
        word => word.strip_suffix('s').unwrap_or(word),
    });
    words.collect::<Vec<_>>().join("/")
}

/// A value without the name of its fact or marker before it: people write `Stage IV`, `ECOG 1`.
fn without_name<'t>(text: &'t str, of: &Label) -> &'t str {
    let behind = std::iter::once(&of.name).chain(&of.also).filter_map(|name| after_name(text, name));
    // The longest name leaves least: of `stage group IV` that is not `group IV`.
    behind.min_by_key(|rest| rest.len()).unwrap_or(text)
}

/// A value behind the name of its fact or marker and a hyphen: `MSI-High`.
fn without_hyphened_name<'t>(text: &'t str, of: &Label) -> Option<&'t str> {
    let text = text.trim();
    let mut names = std::iter::once(&of.name).chain(&of.also);
    names.find_map(|name| {
        let (start, rest) = text.split_at_checked(name.len())?;
        start.eq_ignore_ascii_case(name).then(|| rest.strip_prefix('-')).flatten()
    })
}

/// A value without the name of its fact or marker, however it is joined.
pub(super) fn bare<'t>(text: &'t str, of: &Label) -> &'t str {
    without_hyphened_name(text, of).unwrap_or_else(|| without_name(text, of))
}

/// Whether a value names its fact or marker.
pub(super) fn names(text: &str, of: &Label) -> bool {
    without_name(text, of).len() < text.len()
}

/// A value without what else is said beside it: `2+/ISH+`, `3+ (90 %)`.
pub(super) fn first_of(text: &str) -> &str {
    text.split(['/', ',', ';', '(']).next().unwrap_or_default().trim()
}

/// The words of a concept, for a message.
pub(super) fn concept_text(concept: Option<&Concept<'_>>) -> String {
    match concept {
        Some(Concept::Name(name)) => name.to_string(),
        Some(Concept::Code { system, code }) => format!("{code} of {system}"),
        None => String::new(),
    }
}

/// The code system that a name or a URI means. The URIs are those that FHIR registers.
pub(super) fn code_system(name: &str) -> Option<CodeSystem> {
    let lower = name.trim().to_lowercase();
    let key = lower.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/');
    Some(match key {
        "oncotree"
        | "oncotree.mskcc.org"
        | "oncotree.info"
        | "oncotree.mskcc.org/fhir/codesystem/snapshot"
        | "data.mskcc.org/ontologies/oncotree" => CodeSystem::OncoTree,
        "snomed" | "snomed ct" | "sct" | "snomed.info/sct" => CodeSystem::Snomed,
        "icd10" | "icd-10" | "icd-10-cm" | "hl7.org/fhir/sid/icd-10" | "hl7.org/fhir/sid/icd-10-cm" => {
            CodeSystem::Icd10
        }
        "icdo3" | "icd-o-3" | "terminology.hl7.org/codesystem/icd-o-3" | "urn:oid:2.16.840.1.113883.6.43.1" => {
            CodeSystem::Icdo3
        }
        "ncit" | "nci" | "ncicb.nci.nih.gov/xml/owl/evs/thesaurus.owl" => CodeSystem::Ncit,
        "hgnc" | "genenames.org" | "www.genenames.org" | "www.genenames.org/geneid" => CodeSystem::Hgnc,
        "loinc" | "loinc.org" => CodeSystem::Loinc,
        "rxnorm" | "www.nlm.nih.gov/research/umls/rxnorm" => CodeSystem::RxNorm,
        "atc" | "www.whocc.no/atc" => CodeSystem::Atc,
        _ => return None,
    })
}
