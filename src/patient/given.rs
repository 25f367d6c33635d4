//! What a case says of its patient, as a profile.

use super::{
    Concept, DetailedAlteration, Finding, Profile, ReportedAlteration, Scalar, Settings, TestResult, Therapy, resolve,
};
use crate::{
    diagnostics::{Code, Diagnostic, InputError},
    syntax::tree::{Alteration, Form, Given, Located, Name, Origin, RegionalKind, ResultSuffix},
    text::{Date, Span},
    vocabulary::{Technique, Vocabulary},
};
use serde::Deserialize;
use serde::de::value::{Error as WordError, StrDeserializer};

/// The profile of a case, and which part of it stands where.
#[derive(Clone, Debug, Default)]
pub struct GivenProfile {
    /// The profile.
    pub profile: Profile<'static>,
    /// The paths of the profile, each with the place in the case that says it.
    pub places: Vec<(String, Span)>,
}

impl GivenProfile {
    /// A finding about the case for an error about its profile.
    pub fn diagnostic(&self, error: &InputError, case: Span) -> Diagnostic {
        let within = |path: &str| {
            error.path.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        };
        let place = self.places.iter().find(|(path, _)| within(path)).map_or(case, |(_, span)| *span);
        let diagnostic = Diagnostic::error(error.code, place, error.message.clone());
        match &error.help {
            Some(help) => diagnostic.help(help.clone()),
            None => diagnostic,
        }
    }
}

/// The profile that a case gives, with findings about what cannot be part of one.
pub fn profile(given: &[Located<Given>], vocabulary: &Vocabulary) -> (GivenProfile, Vec<Diagnostic>) {
    let mut builder = Builder { vocabulary, given: GivenProfile::default(), diagnostics: Vec::new() };
    for item in given {
        builder.add(item);
    }
    (builder.given, builder.diagnostics)
}

/// What is wrong with the patient of a case; `case` is its place.
pub fn check(given: &[Located<Given>], case: Span, vocabulary: &Vocabulary) -> Vec<Diagnostic> {
    let (given, mut found) = profile(given, vocabulary);
    // As of the last day there is: every result counts.
    if let Some(day) = Date::new(9999, 12, 31)
        && let Err(errors) = resolve(&given.profile, vocabulary, &Settings::on(day))
    {
        found.extend(errors.iter().map(|error| given.diagnostic(error, case)));
    }
    found
}

struct Builder<'v> {
    vocabulary: &'v Vocabulary,
    given: GivenProfile,
    diagnostics: Vec<Diagnostic>,
}

impl Builder<'_> {
    fn report(&mut self, code: Code, span: Span, message: impl Into<String>) {
        self.diagnostics.push(Diagnostic::error(code, span, message));
    }

    fn add(&mut self, item: &Located<Given>) {
        let span = item.span;
        match &item.node {
            Given::Value { subject, value, unit, suffix } => self.value(span, subject, value, unit.as_ref(), suffix),
            Given::Alterations { gene, changes, suffix } => {
                let alterations = self.alterations(&gene.node, changes, suffix);
                let biomarker = Some(Concept::Name(gene.node.clone().into()));
                self.result(
                    span,
                    suffix,
                    TestResult { biomarker, alterations: Some(alterations), ..TestResult::default() },
                );
            }
            Given::Status { subject, status, suffix } => {
                let result = match self.vocabulary.names().assays.exact(&subject.node) {
                    Some(_) => TestResult {
                        assay: Some(subject.node.clone().into()),
                        status: Some(*status),
                        ..TestResult::default()
                    },
                    None => TestResult {
                        biomarker: Some(Concept::Name(subject.node.clone().into())),
                        status: Some(*status),
                        ..TestResult::default()
                    },
                };
                if result.biomarker.is_some() && !self.is_known(&subject.node) {
                    self.unknown(subject);
                }
                self.result(span, suffix, result);
            }
            Given::Assay { assay, findings, suffix } => {
                let finding = |(gene, changes): &(Name, Vec<Alteration>)| Finding {
                    biomarker: Concept::Name(gene.node.clone().into()),
                    alterations: Some(self.alterations(&gene.node, changes, suffix)),
                    value: None,
                    status: None,
                };
                let findings = Some(findings.iter().map(finding).collect());
                self.result(
                    span,
                    suffix,
                    TestResult { assay: Some(assay.node.clone().into()), findings, ..TestResult::default() },
                );
            }
            Given::Therapy { drug, line, outcome } => {
                let outcome = outcome.as_ref().and_then(|word| self.word(word));
                let therapies = self.given.profile.therapies.get_or_insert_default();
                self.given.places.push((format!("therapies[{}]", therapies.len()), span));
                therapies.push(Therapy {
                    drug: Some(Concept::Name(drug.node.clone().into())),
                    line: line.as_ref().map(|line| line.node),
                    outcome,
                    date: None,
                });
                if self.vocabulary.find_drugs(&drug.node).is_none() {
                    self.unknown(drug);
                }
            }
            Given::NoTherapy => drop(self.given.profile.therapies.get_or_insert_default()),
            Given::Specimen(name) => {
                let specimens = self.given.profile.specimens.get_or_insert_default();
                self.given.places.push((format!("specimens[{}]", specimens.len()), span));
                specimens.push(name.node.clone().into());
            }
        }
    }

    fn value(&mut self, span: Span, subject: &Name, value: &Name, unit: Option<&Name>, suffix: &ResultSuffix) {
        let text = match unit {
            Some(unit) => format!("{} {}", value.node, unit.node),
            None => value.node.clone(),
        };
        match subject.node.as_str() {
            "disease" => {
                self.given.profile.disease = Some(Concept::Name(text.into()));
                self.given.places.push(("disease".into(), span));
            }
            "region" => {
                self.given.profile.region = Some(text.into());
                self.given.places.push(("region".into(), span));
            }
            "date" => match text.parse() {
                Ok(date) => self.given.profile.date = Some(date),
                Err(message) => self.report(Code::InvalidDate, value.span, message),
            },
            name if self.vocabulary.names().facts.exact(name).is_some() => {
                self.given.places.push((format!("facts.{name}"), span));
                self.given.profile.facts.insert(name.to_owned().into(), Scalar::Text(text.into()));
            }
            name if self.vocabulary.names().markers.exact(name).is_some() => {
                let biomarker = Some(Concept::Name(name.to_owned().into()));
                self.result(
                    span,
                    suffix,
                    TestResult { biomarker, value: Some(Scalar::Text(text.into())), ..TestResult::default() },
                );
            }
            name if self.vocabulary.names().genes.exact(name).is_some() => {
                let change = self.detailed(text, None, suffix);
                let biomarker = Some(Concept::Name(name.to_owned().into()));
                self.result(
                    span,
                    suffix,
                    TestResult { biomarker, alterations: Some(vec![change]), ..TestResult::default() },
                );
            }
            _ => self.unknown(subject),
        }
    }

    fn is_known(&self, name: &str) -> bool {
        self.vocabulary.find_biomarker(name).is_some() || self.vocabulary.names().groups.exact(name).is_some()
    }

    fn unknown(&mut self, name: &Name) {
        let names = self.vocabulary.names();
        let near = [
            names.facts.nearest(&name.node),
            names.markers.nearest(&name.node),
            names.genes.nearest(&name.node),
            names.drugs.nearest(&name.node),
            names.regimens.nearest(&name.node),
            names.groups.nearest(&name.node),
            names.assays.nearest(&name.node),
        ];
        let message = format!("no fact, biomarker, assay or drug is called `{}`", name.node);
        let finding =
            Diagnostic::error(Code::UnknownName, name.span, message).suggest(&name.node, near.into_iter().flatten());
        self.diagnostics.push(finding);
    }

    fn alterations(
        &self,
        gene: &str,
        changes: &[Alteration],
        suffix: &ResultSuffix,
    ) -> Vec<ReportedAlteration<'static>> {
        changes
            .iter()
            .map(|change| self.detailed(form_text(gene, &change.node.form), change.node.origin, suffix))
            .collect()
    }

    fn detailed(&self, change: String, origin: Option<Origin>, suffix: &ResultSuffix) -> ReportedAlteration<'static> {
        ReportedAlteration::Detailed(DetailedAlteration {
            change: change.into(),
            significance: suffix.significance.as_ref().and_then(|word| read_word(&word.node)),
            origin: origin.or(suffix.origin),
            allele_fraction: None,
            copy_number: None,
        })
    }

    fn result(&mut self, span: Span, suffix: &ResultSuffix, result: TestResult<'static>) {
        self.given.places.push((format!("results[{}]", self.given.profile.results.len()), span));
        if let Some(word) = &suffix.significance {
            let _: Option<crate::vocabulary::variant::Significance> = self.word(word);
        }
        let assay = suffix.method.as_ref().map(|name| &name.node).filter(|name| {
            matches!(self.vocabulary.find_technique(name), Some(Technique::Assay(_))) && result.assay.is_some()
        });
        self.given.profile.results.push(TestResult {
            method: suffix.method.as_ref().filter(|_| assay.is_none()).map(|name| name.node.clone().into()),
            specimen: suffix.specimen.as_ref().map(|name| name.node.clone().into()),
            origin: suffix.origin,
            date: suffix.dated.as_ref().map(|date| date.node),
            ..result
        });
    }

    /// One of a few words, or a finding.
    fn word<T: for<'de> Deserialize<'de>>(&mut self, word: &Name) -> Option<T> {
        let read = read_word(&word.node);
        if read.is_none() {
            self.report(Code::UnknownValue, word.span, format!("`{}` cannot stand here", word.node));
        }
        read
    }
}

fn read_word<T: for<'de> Deserialize<'de>>(word: &str) -> Option<T> {
    T::deserialize(StrDeserializer::<WordError>::new(word)).ok()
}

/// An alteration in the words in which a laboratory would report it.
fn form_text(gene: &str, form: &Form) -> String {
    let region = |word: &str, (from, to): (u32, u32), kind: Option<RegionalKind>| {
        let range = if from == to { format!("{word} {from}") } else { format!("{word}s {from}..{to}") };
        let kind = match kind.unwrap_or(RegionalKind::Mutation) {
            RegionalKind::Mutation => "mutation",
            RegionalKind::Deletion => "deletion",
            RegionalKind::Insertion => "insertion",
            RegionalKind::Duplication => "duplication",
            RegionalKind::Skipping => "skipping",
        };
        format!("{range} {kind}")
    };
    match form {
        Form::Mutation => "mutation".into(),
        Form::PathogenicVariant => "pathogenic variant".into(),
        Form::Truncation => "truncation".into(),
        Form::Named(name) => name.node.clone(),
        Form::Codons(range, kind) => region("codon", range.node, *kind),
        Form::Exons(range, kind) => region("exon", range.node, Some(*kind)),
        Form::Fusion(Some(partner)) => format!("{}::{gene}", partner.node),
        Form::Fusion(None) => "fusion".into(),
        Form::Amplification => "amplification".into(),
        Form::HomozygousDeletion => "homozygous deletion".into(),
        Form::BiallelicLoss => "biallelic loss".into(),
    }
}
