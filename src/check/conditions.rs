//! Conditions as written to conditions over ids, each value checked by kind, type and unit.

use super::{
    alterations,
    names::Names,
    program::{Agent, Bound, Condition, Define, Knownness, Leaf, Measured, Subject},
    values::{find_value, number},
};
use crate::{
    diagnostics::{Code, Diagnostic},
    ordered::Set,
    syntax::tree::{self, Comparison, ConditionKind, Form, Name},
    vocabulary::{
        Biomarker, DefineId, Domain, GeneId, Id, Limit, MarkerId, Table, ValueId, Vocabulary, variant::read_pattern,
    },
};

/// What names mean while conditions, rules and cases are resolved.
pub(super) struct Resolver<'a> {
    pub names: &'a Names,
    pub vocabulary: &'a Vocabulary,
    pub diagnostics: &'a mut Vec<Diagnostic>,
}

impl Resolver<'_> {
    /// The condition, or nothing where some part of it could not be resolved: a finding then says which.
    pub fn condition(&mut self, condition: &tree::Condition) -> Option<Condition> {
        match &condition.node {
            ConditionKind::And(parts) => self.all(parts).map(Condition::All),
            ConditionKind::Or(parts) => self.all(parts).map(Condition::Any),
            ConditionKind::Not(part) => self.condition(part).map(|part| Condition::Not(Box::new(part))),
            ConditionKind::Parenthesised(part) => self.condition(part),
            ConditionKind::AtLeast(count, parts) => {
                if count.node as usize > parts.len() {
                    let message = format!("at least {} of {} can never be met", count.node, parts.len());
                    self.diagnostics.push(Diagnostic::error(Code::OutOfRange, count.span, message));
                }
                self.all(parts).map(|parts| Condition::AtLeast(count.node, parts))
            }
            ConditionKind::Is { subject, negated, values } => {
                let any = any(values.iter().map(|value| self.is(subject, value)).collect::<Vec<_>>())?;
                Some(negate(span_of_levels(&any, self.vocabulary).unwrap_or(any), *negated))
            }
            ConditionKind::Compare { subject, comparison, value, unit } => {
                self.compare(subject, *comparison, value, unit.as_ref())
            }
            ConditionKind::Has { subject, negated, alterations } => {
                let genes = self.genes(subject, "has")?;
                // A partner that is no gene would never be found.
                for alteration in alterations {
                    if let Form::Fusion(Some(partner)) = &alteration.node.form {
                        self.names.find(&self.names.genes, partner, self.diagnostics)?;
                    }
                }
                let mut leaves = Vec::new();
                for gene in genes {
                    let model = &self.vocabulary.genes[gene].model;
                    for alteration in alterations {
                        let pattern = alterations::resolve(alteration, model, self.diagnostics);
                        leaves.push(pattern.map(|pattern| Condition::Leaf(Leaf::Has(gene, pattern))));
                    }
                }
                Some(negate(any(leaves)?, *negated))
            }
            ConditionKind::Received { negated, agent } => {
                let agent = self.agent(agent)?;
                Some(negate(Condition::Leaf(Leaf::Received(agent)), *negated))
            }
            ConditionKind::Ended(ending, agent) => Some(Condition::Leaf(Leaf::Ended(*ending, self.agent(agent)?))),
            ConditionKind::Named(name) => match self.names.defines.get(&name.node) {
                Some(define) => Some(Condition::Define(define)),
                None => {
                    self.diagnostics.push(self.names.unknown(name, "definition", Names::all(&self.names.defines)));
                    None
                }
            },
        }
    }

    /// All parts, so that each is checked, and nothing where one could not be resolved.
    fn all(&mut self, parts: &[tree::Condition]) -> Option<Vec<Condition>> {
        let parts: Vec<_> = parts.iter().map(|part| self.condition(part)).collect();
        parts.into_iter().collect()
    }

    /// The drug or class that is meant.
    pub fn agent(&mut self, agent: &tree::Agent) -> Option<Agent> {
        if agent.class {
            return self.names.find(&self.names.classes, &agent.name, self.diagnostics).map(Agent::Class);
        }
        if let Some(drug) = self.names.drugs.get(&agent.name.node) {
            return Some(Agent::Drug(drug));
        }
        self.diagnostics.push(self.names.unknown(&agent.name, "drug", Names::all(&self.names.drugs)));
        None
    }

    /// The gene, or the genes of the group, that a condition is about.
    fn genes(&mut self, subject: &tree::Subject, verb: &str) -> Option<Vec<GeneId>> {
        let name = &subject.name;
        if subject.any_of {
            let group = self.names.find(&self.names.groups, name, self.diagnostics)?;
            let members = &self.vocabulary.groups[group].members;
            let genes: Vec<_> = members
                .iter()
                .filter_map(|member| if let Biomarker::Gene(gene) = member { Some(*gene) } else { None })
                .collect();
            if genes.len() < members.len() {
                let message = format!("the group `{}` has markers, and `{verb}` speaks of genes", name.node);
                self.diagnostics.push(Diagnostic::error(Code::WrongKind, name.span, message));
                return None;
            }
            return Some(genes);
        }
        if let Some(gene) = self.names.genes.get(&name.node) {
            return Some(vec![gene]);
        }
        self.diagnostics.push(self.names.unknown(name, "gene", Names::all(&self.names.genes)));
        None
    }

    /// `SUBJECT is VALUE` for one value.
    fn is(&mut self, subject: &tree::Subject, value: &Name) -> Option<Condition> {
        let name = &subject.name;
        if value.node == "wild-type" {
            let genes = self.genes(subject, "wild-type")?;
            return any(genes.into_iter().map(|gene| Some(Condition::Leaf(Leaf::WildType(gene)))).collect());
        }
        if subject.any_of {
            let message = "`any of` goes with `has` and `is wild-type`";
            self.diagnostics.push(Diagnostic::error(Code::WrongType, name.span, message));
            return None;
        }
        if name.node == "disease" {
            if let Some(known) = knownness(&value.node).filter(|(known, _)| *known == Knownness::Known) {
                return Some(negate(Condition::Leaf(Leaf::Knownness(Subject::Disease, known.0)), known.1));
            }
            return self
                .names
                .find(&self.names.diseases, value, self.diagnostics)
                .map(|disease| Condition::Leaf(Leaf::Disease(disease)));
        }
        if let Some(measured) = self.measured(name) {
            return self.is_value(measured, value, &name.node);
        }
        if let Some(gene) = self.names.genes.get(&name.node) {
            let subject = Subject::Biomarker(Biomarker::Gene(gene));
            if let Some((known, negated)) = knownness(&value.node) {
                return Some(negate(Condition::Leaf(Leaf::Knownness(subject, known)), negated));
            }
            let message = format!("a gene such as `{}` has no value `{}`", name.node, value.node);
            let help = match read_pattern(&value.node, &self.vocabulary.genes[gene].model) {
                Ok(_) => format!("write `{} has {}`", name.node, value.node),
                Err(_) => format!(
                    "write `{0} has …` for an alteration; `{0} is …` takes wild-type, tested, untested, pending or inconclusive",
                    name.node
                ),
            };
            self.diagnostics.push(Diagnostic::error(Code::WrongType, value.span, message).help(help));
            return None;
        }
        let candidates =
            Names::all(&self.names.facts).chain(Names::all(&self.names.markers)).chain(Names::all(&self.names.genes));
        self.diagnostics.push(self.names.unknown(name, "fact, marker or gene", candidates));
        None
    }

    fn measured(&self, name: &Name) -> Option<Measured> {
        let fact = self.names.facts.get(&name.node).map(Measured::Fact);
        fact.or_else(|| self.names.markers.get(&name.node).map(Measured::Marker))
    }

    /// Which values of a marker are called positive, or negative.
    fn called(&self, marker: MarkerId, positive: bool) -> Option<(Comparison, Limit)> {
        let marker = &self.vocabulary.markers[marker];
        match (positive, marker.positive_from, marker.negative_up_to) {
            (true, Some(from), _) => Some((Comparison::AtLeast, from)),
            (false, _, Some(up_to)) => Some((Comparison::AtMost, up_to)),
            (false, Some(from), None) => Some((Comparison::LessThan, from)),
            _ => None,
        }
    }

    fn is_value(&mut self, measured: Measured, value: &Name, of: &str) -> Option<Condition> {
        let domain = domain(measured, self.vocabulary);
        let declared = domain.values().and_then(|values| values.find(&value.node, false));
        if let Some(id) = declared {
            return Some(Condition::Leaf(Leaf::Value(measured, id)));
        }
        if let Some((known, negated)) = knownness(&value.node) {
            return Some(negate(Condition::Leaf(Leaf::Knownness(measured.subject(), known)), negated));
        }
        if let (Measured::Marker(marker), "positive" | "negative") = (measured, value.node.as_str())
            && let Some((comparison, limit)) = self.called(marker, value.node == "positive")
        {
            let bound = match limit {
                Limit::Number(number) => Bound::Number(number),
                Limit::Level(level) => Bound::Level(level),
            };
            return Some(Condition::Leaf(Leaf::Compare(measured, comparison, bound)));
        }
        match domain {
            Domain::Values(values) | Domain::Levels(values) => {
                find_value(value, values, of, self.diagnostics);
                None
            }
            // `line is 1`: no less and no more.
            Domain::Number(numbers) => {
                let bound = Bound::Number(number(value, numbers, of, self.diagnostics)?);
                let leaf = |comparison| Condition::Leaf(Leaf::Compare(measured, comparison, bound));
                Some(Condition::All(vec![leaf(Comparison::AtLeast), leaf(Comparison::AtMost)]))
            }
        }
    }

    fn compare(
        &mut self,
        subject: &Name,
        comparison: Comparison,
        value: &Name,
        unit: Option<&Name>,
    ) -> Option<Condition> {
        let Some(measured) = self.measured(subject) else {
            if subject.node == "disease" {
                let finding = Diagnostic::error(Code::WrongType, subject.span, "diseases have no order");
                self.diagnostics.push(finding.help("write `disease is …`"));
                return None;
            }
            let candidates = Names::all(&self.names.facts).chain(Names::all(&self.names.markers));
            self.diagnostics.push(self.names.unknown(subject, "fact or marker", candidates));
            return None;
        };
        let bound = match domain(measured, self.vocabulary) {
            Domain::Number(numbers) => {
                self.unit(unit, numbers.unit.as_deref())?;
                Bound::Number(number(value, numbers, &subject.node, self.diagnostics)?)
            }
            Domain::Levels(levels) => Bound::Level(find_value(value, levels, &subject.node, self.diagnostics)?),
            Domain::Values(_) => {
                let message = format!("the values of `{}` have no order", subject.node);
                self.diagnostics.push(
                    Diagnostic::error(Code::WrongType, subject.span, message)
                        .help(format!("name the values: `{0} is …` or `{0} is (… or …)`", subject.node)),
                );
                return None;
            }
        };
        Some(Condition::Leaf(Leaf::Compare(measured, comparison, bound)))
    }

    /// A unit that is written must be the declared one; one that is not written is taken to be it.
    pub fn unit(&mut self, written: Option<&Name>, declared: Option<&str>) -> Option<()> {
        let written = written.filter(|unit| Some(unit.node.as_str()) != declared);
        let Some(unit) = written else { return Some(()) };
        let finding = |message| Diagnostic::error(Code::WrongUnit, unit.span, message);
        self.diagnostics.push(match declared {
            Some(declared) => finding(format!("the unit is `{declared}`, not `{}`", unit.node))
                .help(format!("write the number in `{declared}`")),
            None => {
                finding(format!("`{}` stands behind a number that has no unit", unit.node)).help("leave the unit out")
            }
        });
        None
    }
}

/// The values that a fact or marker can take.
pub(super) fn domain(measured: Measured, vocabulary: &Vocabulary) -> &Domain {
    match measured {
        Measured::Fact(fact) => &vocabulary.facts[fact].domain,
        Measured::Marker(marker) => &vocabulary.markers[marker].domain,
    }
}

/// The question about knowledge that a word asks, and whether it asks for the opposite.
fn knownness(word: &str) -> Option<(Knownness, bool)> {
    Some(match word {
        "tested" => (Knownness::Tested, false),
        "untested" => (Knownness::Untested, false),
        "pending" => (Knownness::Pending, false),
        "inconclusive" => (Knownness::Inconclusive, false),
        "known" => (Knownness::Known, false),
        "unknown" => (Knownness::Known, true),
        _ => return None,
    })
}

/// Levels that follow each other as a range: what lies in it, nobody says where, is one of them.
fn span_of_levels(any: &Condition, vocabulary: &Vocabulary) -> Option<Condition> {
    let Condition::Any(parts) = any else { return None };
    let level = |part: &Condition| match part {
        Condition::Leaf(Leaf::Value(measured, level)) => Some((*measured, *level)),
        _ => None,
    };
    let levels: Option<Vec<_>> = parts.iter().map(level).collect();
    let levels = levels?;
    let (measured, _) = *levels.first()?;
    let Domain::Levels(declared) = domain(measured, vocabulary) else { return None };
    let named: Set<usize> = levels.iter().map(|(_, level)| level.index()).collect();
    let (low, high) = (named.iter().min().copied()?, named.iter().max().copied()?);
    if levels.iter().any(|(other, _)| *other != measured) || high - low + 1 != named.len() || low == high {
        return None;
    }
    let bound = |comparison, level| {
        Condition::Leaf(Leaf::Compare(measured, comparison, Bound::Level(ValueId::from_index(level))))
    };
    match (low == 0, high + 1 == declared.table.len()) {
        // Any level at all asks only whether it is known.
        (true, true) => None,
        (true, false) => Some(bound(Comparison::AtMost, high)),
        (false, true) => Some(bound(Comparison::AtLeast, low)),
        (false, false) => Some(Condition::All(vec![bound(Comparison::AtLeast, low), bound(Comparison::AtMost, high)])),
    }
}
fn negate(condition: Condition, negated: bool) -> Condition {
    if negated { Condition::Not(Box::new(condition)) } else { condition }
}

/// Any of the conditions, without a shell around a single one; nothing where one could not be resolved.
fn any(conditions: Vec<Option<Condition>>) -> Option<Condition> {
    let mut conditions: Vec<Condition> = conditions.into_iter().collect::<Option<_>>()?;
    if conditions.len() == 1 { conditions.pop() } else { Some(Condition::Any(conditions)) }
}

/// Whether a condition asks about knowledge itself, definitions followed. Definitions must be free of cycles.
pub(super) fn asks_knownness(condition: &Condition, defines: &Table<DefineId, Define>) -> bool {
    match condition {
        Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => {
            parts.iter().any(|part| asks_knownness(part, defines))
        }
        Condition::Not(part) => asks_knownness(part, defines),
        Condition::Define(define) => asks_knownness(&defines[*define].condition, defines),
        Condition::Leaf(leaf) => matches!(leaf, Leaf::Knownness(..)),
    }
}
