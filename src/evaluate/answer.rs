//! The answer to one question about one patient, with the table of the language reference.

use crate::{
    check::{Agent, Bound, Knownness, Leaf, Measured, Subject},
    kleene::Kleene,
    patient::{Coverage, GeneResult, GivenTherapy, Knowledge, Outcome, Patient},
    syntax::tree::{Comparison, ResultStatus},
    vocabulary::{
        GeneId, Id, Interval, Number, ValueId, Vocabulary, excludes,
        variant::{self, Pattern, PatternForm},
    },
};

/// Answers questions about one patient.
pub(super) struct Answers<'a> {
    pub vocabulary: &'a Vocabulary,
    pub patient: &'a Patient,
}

impl Answers<'_> {
    pub fn answer(&self, leaf: &Leaf) -> Kleene {
        match leaf {
            Leaf::Disease(disease) => {
                let tree = &self.vocabulary.disease_tree;
                match self.patient.disease {
                    None => Kleene::Undetermined,
                    Some(known) if tree.is_under(known, *disease) => Kleene::Met,
                    Some(known) if tree.is_under(*disease, known) => Kleene::Undetermined,
                    Some(_) => Kleene::NotMet,
                }
            }
            Leaf::Value(measured, value) => {
                self.knowledge(*measured, |knowledge| self.is_value(*measured, knowledge, *value))
            }
            Leaf::Compare(measured, comparison, bound) => {
                self.knowledge(*measured, |knowledge| compare(knowledge, *comparison, *bound))
            }
            Leaf::Has(gene, pattern) => self.has(*gene, pattern),
            Leaf::WildType(gene) => self.wild_type(*gene),
            Leaf::Received(agent) => self.therapies(*agent, |_| Kleene::Met),
            Leaf::Ended(ending, agent) => self.therapies(*agent, |therapy| match therapy.outcome {
                None => Kleene::Undetermined,
                Some(outcome) => Kleene::from(outcome == Outcome::from(*ending)),
            }),
            Leaf::Knownness(subject, asked) => Kleene::from(self.is_known(*subject, *asked)),
        }
    }

    fn knowledge(&self, measured: Measured, answer: impl Fn(&Knowledge) -> Kleene) -> Kleene {
        match measured {
            Measured::Fact(fact) => self.patient.facts.get(&fact).map_or(Kleene::Undetermined, answer),
            Measured::Marker(marker) => {
                self.patient.marker_knowledge(marker).map_or(Kleene::Undetermined, |known| answer(&known))
            }
        }
    }

    fn is_value(&self, measured: Measured, knowledge: &Knowledge, asked: ValueId) -> Kleene {
        let domain = match measured {
            Measured::Fact(fact) => &self.vocabulary.facts[fact].domain,
            Measured::Marker(marker) => &self.vocabulary.markers[marker].domain,
        };
        let (Knowledge::Values(known), Some(values)) = (knowledge, domain.values()) else {
            return Kleene::Undetermined;
        };
        unanimous(known.iter().map(|value| {
            if values.hierarchy.is_under(*value, asked) {
                Kleene::Met
            } else if values.hierarchy.is_under(asked, *value) {
                Kleene::Undetermined
            } else {
                Kleene::NotMet
            }
        }))
    }

    fn has(&self, gene: GeneId, pattern: &Pattern) -> Kleene {
        let results = self.patient.gene(gene);
        let found = Kleene::any(results.iter().map(|result| self.shows(gene, result, pattern)));
        if found == Kleene::NotMet && !results.iter().any(|result| self.excludes(gene, result, pattern)) {
            return Kleene::Undetermined;
        }
        found
    }

    /// Whether what a result found matches; what it did not find is not asked here.
    fn shows(&self, gene: GeneId, result: &GeneResult, pattern: &Pattern) -> Kleene {
        if result.status != ResultStatus::Positive {
            return Kleene::NotMet;
        }
        if result.alterations.is_empty() {
            return self.vocabulary.bare_positive(result.how.technique, gene, pattern, result.germline == Some(true));
        }
        let model = &self.vocabulary.genes[gene].model;
        Kleene::any(result.alterations.iter().map(|read| variant::matches(model, &read.alteration, pattern)))
    }

    /// Whether a result would have shown what matches the pattern, so that its silence excludes it.
    fn excludes(&self, gene: GeneId, result: &GeneResult, pattern: &Pattern) -> bool {
        if !result.is_in() || result.status == ResultStatus::Positive && result.alterations.is_empty() {
            return false;
        }
        pattern.fits_sample(result.germline)
            && match &result.coverage {
                Coverage::Everything => true,
                Coverage::Nothing => false,
                Coverage::Only(patterns) => {
                    excludes(&self.vocabulary.genes[gene].model, pattern, &patterns.iter().collect::<Vec<_>>())
                }
                Coverage::Technique(technique) => self.vocabulary.excludes(*technique, gene, pattern),
            }
    }

    fn wild_type(&self, gene: GeneId) -> Kleene {
        let pattern = |form| Pattern { origin: None, form, except: Vec::new() };
        let model = &self.vocabulary.genes[gene].model;
        let mut any = if model.named.is_empty() {
            vec![pattern(PatternForm::Mutation)]
        } else {
            model.named.iter().map(|set| pattern(PatternForm::Set(set.name.clone()))).collect()
        };
        let excluded = any.iter().all(|pattern| self.has(gene, pattern) == Kleene::NotMet);
        any.push(pattern(PatternForm::PathogenicVariant));
        let results = self.patient.gene(gene);
        let found = Kleene::any(
            any.iter().map(|pattern| Kleene::any(results.iter().map(|result| self.shows(gene, result, pattern)))),
        );
        match found {
            Kleene::Met => Kleene::NotMet,
            Kleene::NotMet if excluded => Kleene::Met,
            _ => Kleene::Undetermined,
        }
    }

    fn therapies(&self, agent: Agent, answer: impl Fn(&GivenTherapy) -> Kleene) -> Kleene {
        let Some(therapies) = &self.patient.therapies else { return Kleene::Undetermined };
        Kleene::any(therapies.iter().map(|therapy| match therapy.drug {
            Some(drug) if agent.includes(drug, self.vocabulary) => answer(therapy),
            Some(_) => Kleene::NotMet,
            // Whatever it was, it may have been this one.
            None => answer(therapy).min(Kleene::Undetermined),
        }))
    }

    fn is_known(&self, subject: Subject, asked: Knownness) -> bool {
        match subject {
            Subject::Disease => asked == Knownness::Known && self.patient.disease.is_some(),
            Subject::Therapies => asked == Knownness::Known && self.patient.therapies.is_some(),
            Subject::Fact(fact) => asked == Knownness::Known && self.patient.facts.contains_key(&fact),
            Subject::Biomarker(biomarker) => {
                let has = |wanted: ResultStatus| self.patient.statuses(biomarker).any(|status| status == wanted);
                let is_in = has(ResultStatus::Positive) || has(ResultStatus::Negative);
                match asked {
                    Knownness::Tested | Knownness::Known => is_in,
                    Knownness::Untested => self.patient.statuses(biomarker).next().is_none(),
                    Knownness::Pending => has(ResultStatus::Pending),
                    Knownness::Inconclusive => self.patient.is_inconclusive(biomarker),
                }
            }
        }
    }
}

/// How a known level or number compares with a bound.
fn compare(knowledge: &Knowledge, comparison: Comparison, bound: Bound) -> Kleene {
    match (knowledge, bound) {
        (Knowledge::Numbers(known), Bound::Number(bound)) => {
            unanimous(known.iter().map(|interval| compare_interval(interval, comparison, bound)))
        }
        (Knowledge::Values(known), Bound::Level(bound)) => unanimous(known.iter().map(|level| {
            let order = level.index().cmp(&bound.index());
            Kleene::from(comparison.holds(order))
        })),
        _ => Kleene::Undetermined,
    }
}

fn compare_interval(interval: &Interval, comparison: Comparison, bound: Number) -> Kleene {
    match comparison {
        Comparison::AtLeast => !lies_below(interval, bound, true),
        Comparison::MoreThan => !lies_below(interval, bound, false),
        Comparison::AtMost => lies_below(interval, bound, false),
        Comparison::LessThan => lies_below(interval, bound, true),
    }
}

/// Whether all of an interval lies below a bound; `strictly`: the bound itself does not.
///
/// ```text
/// interval   [----]        [----]      [----]
/// bound              |        |     |
///             met      undetermined   not met
/// ```
fn lies_below(interval: &Interval, bound: Number, strictly: bool) -> Kleene {
    let top_below = interval.to.is_some_and(|to| to < bound || to == bound && (!strictly || interval.to_open));
    let bottom_above =
        interval.from.is_some_and(|from| from > bound || from == bound && (strictly || interval.from_open));
    if top_below {
        Kleene::Met
    } else if bottom_above {
        Kleene::NotMet
    } else {
        Kleene::Undetermined
    }
}

/// The answer that all possibilities agree on.
fn unanimous(answers: impl Iterator<Item = Kleene>) -> Kleene {
    let mut agreed = None;
    for answer in answers {
        match agreed {
            None => agreed = Some(answer),
            Some(before) if before != answer => return Kleene::Undetermined,
            Some(_) => {}
        }
    }
    agreed.unwrap_or(Kleene::Undetermined)
}
