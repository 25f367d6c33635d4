//! What if: a profile with one thing more, written as a case gives it.

use super::given;
use crate::{
    diagnostics::{Code, InputError},
    patient::{Concept, Profile, read_profile},
    syntax::{parse, tree::ItemKind},
    text::SourceId,
    vocabulary::Vocabulary,
};

/// The profile with what the givens add: a fact, a result, a therapy, a disease. What the profile says of the same
/// fact, biomarker or list gives way; what an assay or a panel says stands beside a new result.
///
/// # Errors
/// All that is wrong with the profile or with what is added.
pub fn what_if(profile: &str, givens: &[String], vocabulary: &Vocabulary) -> Result<String, Vec<InputError>> {
    let mut merged = read_profile(profile)?;
    let mut errors = Vec::new();
    for text in givens {
        match added(text, vocabulary) {
            Ok(more) => merge(&mut merged, more, vocabulary),
            Err(found) => errors.extend(found),
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    serde_json::to_string(&merged).map_err(|error| {
        vec![InputError::new(Code::InvalidJson, "", format!("the profile cannot be written: {error}"))]
    })
}

/// What one given says, as a profile.
fn added(text: &str, vocabulary: &Vocabulary) -> Result<Profile<'static>, Vec<InputError>> {
    // A given has one line: a line break would start another clause, or another item.
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (tree, mut found) = parse(&format!("case \"what if\"\n  given {line}\n  expect no treat\n"), SourceId(0));
    let given = tree.items.iter().find_map(|item| match &item.node {
        ItemKind::Case(case) => Some(&case.given),
        _ => None,
    });
    let mut profile = Profile::default();
    if let Some(given) = given.filter(|_| found.is_empty()) {
        let (read, unknown) = given::profile(given, vocabulary);
        profile = read.profile;
        found.extend(unknown);
    }
    if found.is_empty() {
        return Ok(profile);
    }
    let error = |finding: crate::diagnostics::Diagnostic| InputError {
        code: finding.code,
        path: format!("what if `{text}`"),
        message: finding.message,
        help: finding.help,
    };
    Err(found.into_iter().map(error).collect())
}

fn merge<'a>(profile: &mut Profile<'a>, more: Profile<'a>, vocabulary: &Vocabulary) {
    profile.disease = more.disease.or(profile.disease.take());
    profile.date = more.date.or(profile.date);
    profile.region = more.region.or(profile.region.take());
    for (name, value) in more.facts {
        // The profile may know the fact by another of its names.
        let facts = &vocabulary.names().facts;
        let same = |other: &str| facts.lenient(other).is_some() && facts.lenient(other) == facts.lenient(&name);
        profile.facts.retain(|known, _| !same(known));
        profile.facts.insert(name, value);
    }
    for result in more.results {
        let meant = |concept: &Option<Concept<'_>>| match concept {
            Some(Concept::Name(name)) => vocabulary.find_biomarker(name),
            _ => None,
        };
        if let Some(biomarker) = meant(&result.biomarker) {
            profile.results.retain(|known| meant(&known.biomarker) != Some(biomarker));
        }
        profile.results.push(result);
    }
    match (&mut profile.therapies, more.therapies) {
        (Some(therapies), Some(more)) if !more.is_empty() => therapies.extend(more),
        (therapies, Some(more)) => *therapies = Some(more),
        (_, None) => {}
    }
    match (&mut profile.specimens, more.specimens) {
        (Some(specimens), Some(more)) => specimens.extend(more),
        (specimens, Some(more)) => *specimens = Some(more),
        (_, None) => {}
    }
}
