//! A profile to a patient: names to ids, strings to meanings, each error with its path.

use super::{
    known::{Coverage, HowKnown, Knowledge, NotUsed, Patient, Taken},
    profile::{Concept, Profile, Scalar},
};
use crate::{
    diagnostics::{Code, InputError, nearest},
    ordered::{Map, Set},
    syntax::tree::{CodeSystem, Origin},
    text::Date,
    vocabulary::{FactId, FromWhat, Implication, Interval, OnlyFrom, SpecimenId, Technique, Vocabulary},
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
