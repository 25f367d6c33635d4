//! Conditions and patterns in the words of the rule language.

use super::{Agent, Bound, Knownness, Leaf, Measured, Subject};
use crate::{
    syntax::tree::{Comparison, Ending, Origin},
    vocabulary::{
        Domain, Vocabulary,
        variant::{Pattern, PatternForm},
    },
};

/// A question, as a rule would write it.
pub fn leaf(leaf: &Leaf, vocabulary: &Vocabulary) -> String {
    match leaf {
        Leaf::Disease(disease) => format!("disease is {}", vocabulary.diseases[*disease].label.name),
        Leaf::Value(measured, value) => {
            let (name, domain) = self::measured(*measured, vocabulary);
            let value = domain.values().map_or("", |values| values.table[*value].name.as_str());
            format!("{name} is {value}")
        }
        Leaf::Compare(measured, comparison, bound) => {
            let (name, domain) = self::measured(*measured, vocabulary);
            let sign = match comparison {
                Comparison::AtLeast => ">=",
                Comparison::MoreThan => ">",
                Comparison::AtMost => "<=",
                Comparison::LessThan => "<",
            };
            let bound = match (bound, domain) {
                (Bound::Number(number), Domain::Number(numbers)) => match &numbers.unit {
                    Some(unit) => format!("{number} {unit}"),
                    None => number.to_string(),
                },
                (Bound::Number(number), _) => number.to_string(),
                (Bound::Level(level), domain) => {
                    domain.values().map_or_else(String::new, |values| values.table[*level].name.clone())
                }
            };
            format!("{name} {sign} {bound}")
        }
        Leaf::Has(gene, pattern) => format!("{} has {}", vocabulary.genes[*gene].label.name, self::pattern(pattern)),
        Leaf::WildType(gene) => format!("{} is wild-type", vocabulary.genes[*gene].label.name),
        Leaf::Received(agent) => format!("received {}", agent.name(vocabulary)),
        Leaf::Ended(Ending::Progression, agent) => format!("progressed on {}", agent.name(vocabulary)),
        Leaf::Ended(Ending::Intolerance, agent) => format!("intolerant of {}", agent.name(vocabulary)),
        Leaf::Knownness(subject, knownness) => {
            let word = match knownness {
                Knownness::Tested => "tested",
                Knownness::Untested => "untested",
                Knownness::Pending => "pending",
                Knownness::Inconclusive => "inconclusive",
                Knownness::Known => "known",
            };
            format!("{} is {word}", self::subject(*subject, vocabulary))
        }
    }
}

fn measured(measured: Measured, vocabulary: &Vocabulary) -> (&str, &Domain) {
    match measured {
        Measured::Fact(fact) => (&vocabulary.facts[fact].label.name, &vocabulary.facts[fact].domain),
        Measured::Marker(marker) => (&vocabulary.markers[marker].label.name, &vocabulary.markers[marker].domain),
    }
}

/// The name of what a question is about.
pub fn subject(subject: Subject, vocabulary: &Vocabulary) -> String {
    match subject {
        Subject::Disease => "disease".to_owned(),
        Subject::Therapies => "therapies".to_owned(),
        Subject::Fact(fact) => vocabulary.facts[fact].label.name.clone(),
        Subject::Biomarker(biomarker) => vocabulary.biomarker(biomarker).name.clone(),
    }
}

/// A regimen: its drugs joined by `with`.
pub fn regimen(agents: &[Agent], vocabulary: &Vocabulary) -> String {
    agents.iter().map(|agent| agent.name(vocabulary)).collect::<Vec<_>>().join(" with ")
}

/// A pattern, as a rule would write it.
pub fn pattern(pattern: &Pattern) -> String {
    let origin = match pattern.origin {
        Some(Origin::Germline) => "germline ",
        Some(Origin::Somatic) => "somatic ",
        None => "",
    };
    let form = match &pattern.form {
        PatternForm::Set(name) => format!("\"{name}\""),
        form => form.to_string(),
    };
    let form = form.strip_prefix("p.").unwrap_or(&form);
    let except = match pattern.except.as_slice() {
        [] => String::new(),
        [one] => format!(" except {}", self::pattern(one)),
        several => format!(" except ({})", several.iter().map(self::pattern).collect::<Vec<_>>().join(" or ")),
    };
    format!("{origin}{form}{except}")
}
