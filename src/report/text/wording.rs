//! Short words for the text report; what other forms say too is in [`wording`](super::super::wording).

use super::super::{
    model::{CitationReference, RuleReference, Standing, TreatmentEntry},
    wording,
};

pub(super) use wording::{approval, how, list, need};

/// A drug; a class is any drug of it.
pub(super) fn drug(name: &str) -> String {
    name.strip_prefix("class ").map_or_else(|| name.to_owned(), |class| format!("any {class}"))
}

/// A regimen: its drugs joined by `+`.
pub(super) fn regimen(entry: &TreatmentEntry) -> String {
    let drugs: Vec<String> = entry.drugs.iter().map(|name| drug(name)).collect();
    format!("{}{}", drugs.join(" + "), if entry.alone { " alone" } else { "" })
}

/// The regimen, marked where it is not standard care.
pub(super) fn regimen_marked(entry: &TreatmentEntry) -> String {
    let mark = if entry.standing == Standing::Emerging { " (emerging)" } else { "" };
    format!("{}{mark}", regimen(entry))
}

/// What something decides, by its name: regimens as [`regimen`] writes them, drugs and classes to avoid or to hold as
/// [`drug`] does, and the words of people as they are.
pub(super) fn decided(name: &str) -> String {
    if ["note: ", "refer ", "test ", "trial "].iter().any(|start| name.starts_with(start)) {
        return name.to_owned();
    }
    for verb in ["avoid ", "hold "] {
        if let Some(agent) = name.strip_prefix(verb) {
            return format!("{verb}{}", drug(agent));
        }
    }
    let drugs: Vec<String> = name.split(" with ").map(drug).collect();
    drugs.join(" + ")
}

/// How strong the recommendation is: `grade ESCAT I-A, regulatory label`.
pub(super) fn grades(entry: &TreatmentEntry) -> String {
    let grades: Vec<String> = entry.grades.iter().map(|grade| format!("{} {}", grade.scale, grade.level)).collect();
    if grades.is_empty() { String::new() } else { format!("grade {}", grades.join(", ")) }
}

/// The sources of rules, each once: the first by its name in the rulebook and how many more, or all in full.
pub(super) fn sources(rules: &[RuleReference], full: bool) -> String {
    let mut texts: Vec<String> = wording::sources(rules)
        .into_iter()
        .map(|cited| if full { long(cited) } else { cited.source.clone() })
        .collect();
    // A source may be cited at several places.
    texts.dedup();
    match texts.as_slice() {
        [] => String::new(),
        [first, rest @ ..] if !full && !rest.is_empty() => format!("[{first} +{}]", rest.len()),
        all => format!("[{}]", all.join("; ")),
    }
}

fn long(citation: &CitationReference) -> String {
    let locator = citation.locator.as_ref().map(|locator| format!(", {locator}")).unwrap_or_default();
    let doi = citation.doi.as_ref().map(|doi| format!(", doi:{doi}")).unwrap_or_default();
    let dated = citation.dated.map(|dated| format!(", {dated}")).unwrap_or_default();
    format!("{}: {}{locator}{dated}{doi}", citation.publisher, citation.title)
}
