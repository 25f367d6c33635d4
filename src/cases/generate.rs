//! Profiles made at random from a rulebook's vocabulary, the same for the same seed.

use crate::{
    check::{Agent, Bound, Condition, Leaf, Measured},
    compile::Plan,
    patient::{
        Concept, DetailedAlteration, Finding, Outcome, Profile, ReportedAlteration, Scalar, TestResult, Therapy,
    },
    syntax::tree::{Comparison, Origin, ResultStatus},
    text::Date,
    vocabulary::{
        AssayId, Biomarker, Domain, FactId, GeneId, Id, MarkerId,
        variant::{Pattern, PatternForm, Significance},
    },
};

/// Makes profiles.
#[derive(Clone, Debug)]
pub struct Generator<'p> {
    plan: &'p Plan,
    state: u64,
}

impl<'p> Generator<'p> {
    /// A generator for the vocabulary of a plan.
    pub fn new(plan: &'p Plan, seed: u64) -> Generator<'p> {
        Generator { plan, state: seed }
    }

    /// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): small, and good enough to choose profiles with.
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn pick<I: Id>(&mut self, count: usize) -> Option<I> {
        (count > 0).then(|| I::from_index(self.below(count)))
    }

    /// A profile of whatever the rules ask about.
    pub fn profile(&mut self) -> Profile<'static> {
        let mut profile = Profile::default();
        let leaves = self.plan.leaves.len();
        // Of few questions not all are always answered.
        for _ in 0..self.below(24.min(leaves + 2)) {
            if leaves > 0 {
                let leaf = self.plan.leaves[self.below(leaves)].clone();
                let holds = self.chance(60);
                self.add(&leaf, holds, &mut profile);
            }
        }
        self.surroundings(&mut profile);
        profile
    }

    /// A profile of which a condition is likely to hold, with other things beside it.
    pub fn towards(&mut self, condition: &Condition) -> Profile<'static> {
        let mut profile = self.profile();
        self.satisfy(condition, true, &mut profile);
        profile
    }

    fn satisfy(&mut self, condition: &Condition, holds: bool, profile: &mut Profile<'static>) {
        match (condition, holds) {
            (Condition::All(parts), true) | (Condition::Any(parts), false) | (Condition::AtLeast(_, parts), true) => {
                parts.iter().for_each(|part| self.satisfy(part, holds, profile));
            }
            (Condition::Any(parts), true) | (Condition::All(parts), false) | (Condition::AtLeast(_, parts), false) => {
                if !parts.is_empty() {
                    let part = &parts[self.below(parts.len())];
                    self.satisfy(part, holds, profile);
                }
            }
            (Condition::Not(part), _) => self.satisfy(part, !holds, profile),
            (Condition::Define(define), _) => {
                let plan = self.plan;
                self.satisfy(&plan.ruleset.defines[*define].condition, holds, profile);
            }
            (Condition::Leaf(leaf), _) => self.add(leaf, holds, profile),
        }
    }

    /// Region, day, an assay, and a fact that no rule may ask about.
    fn surroundings(&mut self, profile: &mut Profile<'static>) {
        let vocabulary = &self.plan.ruleset.vocabulary;
        if self.chance(80)
            && let Some(region) = self.pick(vocabulary.regions.len())
        {
            profile.region = Some(vocabulary.regions[region].label.name.clone().into());
        }
        if let Some(fact) = self.pick::<FactId>(vocabulary.facts.len()) {
            self.fact(fact, None, profile);
        }
        if profile.disease.is_none()
            && self.chance(80)
            && let Some(disease) = self.pick(vocabulary.diseases.len())
        {
            profile.disease = Some(Concept::Name(vocabulary.diseases[disease].label.name.clone().into()));
        }
        if profile.therapies.is_none() && self.chance(30) {
            profile.therapies = Some(Vec::new());
        }
        if self.chance(25) {
            profile.date = self.date();
        }
        if self.chance(15) {
            self.assay(profile);
        }
    }

    fn date(&mut self) -> Option<Date> {
        Date::new(2012 + self.below(16) as u16, 1 + self.below(12) as u8, 1 + self.below(28) as u8)
    }

    /// The result of an assay: of some of the genes that it looks at it found something.
    fn assay(&mut self, profile: &mut Profile<'static>) {
        let vocabulary = &self.plan.ruleset.vocabulary;
        let Some(assay) = self.pick::<AssayId>(vocabulary.assays.len()) else { return };
        let assay = &vocabulary.assays[assay];
        let genes = assay.detection.covers.clone().unwrap_or_default();
        let mut findings = Vec::new();
        for _ in 0..self.below(3) {
            let Some(gene) = genes.get(self.below(genes.len())).copied() else { break };
            findings.extend(self.alteration(gene, None).map(|alteration| Finding {
                biomarker: Concept::Name(vocabulary.genes[gene].label.name.clone().into()),
                alterations: Some(vec![alteration]),
                value: None,
                status: None,
            }));
        }
        let name = assay.label.name.clone().into();
        profile.results.push(TestResult { assay: Some(name), findings: Some(findings), ..TestResult::default() });
    }

    /// Says something of what a question is about, such that it holds or does not.
    fn add(&mut self, leaf: &Leaf, holds: bool, profile: &mut Profile<'static>) {
        let vocabulary = &self.plan.ruleset.vocabulary;
        match leaf {
            Leaf::Disease(disease) => {
                let tree = &vocabulary.disease_tree;
                let fitting: Vec<_> =
                    vocabulary.diseases.ids().filter(|id| tree.is_under(*id, *disease) == holds).collect();
                if !fitting.is_empty() {
                    let chosen = fitting[self.below(fitting.len())];
                    profile.disease = Some(Concept::Name(vocabulary.diseases[chosen].label.name.clone().into()));
                }
            }
            Leaf::Value(Measured::Fact(fact), _) | Leaf::Compare(Measured::Fact(fact), _, _) => {
                self.fact(*fact, holds.then_some(leaf), profile);
            }
            Leaf::Value(Measured::Marker(marker), _) | Leaf::Compare(Measured::Marker(marker), _, _) => {
                self.marker(*marker, holds.then_some(leaf), profile);
            }
            Leaf::Has(gene, pattern) => self.gene(*gene, Some(pattern).filter(|_| holds), profile),
            Leaf::WildType(gene) => self.gene(*gene, None, profile),
            Leaf::Received(agent) | Leaf::Ended(_, agent) if holds => self.therapy(*agent, profile),
            Leaf::Received(_) | Leaf::Ended(..) => drop(profile.therapies.get_or_insert_default()),
            Leaf::Knownness(crate::check::Subject::Fact(fact), _) => self.fact(*fact, None, profile),
            Leaf::Knownness(crate::check::Subject::Biomarker(Biomarker::Gene(gene)), _) => {
                self.gene(*gene, None, profile)
            }
            Leaf::Knownness(crate::check::Subject::Biomarker(Biomarker::Marker(marker)), _) => {
                self.marker(*marker, None, profile)
            }
            Leaf::Knownness(..) => {}
        }
    }

    fn fact(&mut self, fact: FactId, wanted: Option<&Leaf>, profile: &mut Profile<'static>) {
        let plan = self.plan;
        let entry = &plan.ruleset.vocabulary.facts[fact];
        if let Some(value) = self.value(&entry.domain, wanted, Measured::Fact(fact)) {
            profile.facts.insert(entry.label.name.clone().into(), value);
        }
    }

    /// A value of a domain: one for which a question holds, or any.
    fn value(&mut self, domain: &Domain, wanted: Option<&Leaf>, measured: Measured) -> Option<Scalar<'static>> {
        match domain {
            Domain::Values(values) | Domain::Levels(values) => {
                let fits = |id| match wanted {
                    Some(Leaf::Value(_, asked)) => values.hierarchy.is_under(id, *asked),
                    Some(Leaf::Compare(_, comparison, Bound::Level(bound))) => match comparison {
                        Comparison::AtLeast => id >= *bound,
                        Comparison::MoreThan => id > *bound,
                        Comparison::AtMost => id <= *bound,
                        Comparison::LessThan => id < *bound,
                    },
                    _ => true,
                };
                let fitting: Vec<_> = values.table.ids().filter(|id| fits(*id)).collect();
                let chosen = *fitting.get(self.below(fitting.len()))?;
                Some(Scalar::Text(values.table[chosen].name.clone().into()))
            }
            Domain::Number(numbers) => {
                let (from, to) = numbers.range.map_or((0.0, 100.0), |(from, to)| (from.get(), to.get()));
                let bounds: Vec<f64> = (self.plan.about(measured.subject()).iter())
                    .filter_map(|node| match &self.plan.leaves[node.index()] {
                        Leaf::Compare(_, _, Bound::Number(bound)) => Some(bound.get()),
                        _ => None,
                    })
                    .collect();
                let number = match wanted {
                    Some(Leaf::Compare(_, comparison, Bound::Number(bound))) => match comparison {
                        Comparison::AtLeast | Comparison::AtMost => bound.get(),
                        Comparison::MoreThan => bound.get() + 1.0,
                        Comparison::LessThan => bound.get() - 1.0,
                    },
                    _ if !bounds.is_empty() && self.chance(70) => {
                        bounds[self.below(bounds.len())] + self.below(3) as f64 - 1.0
                    }
                    _ => from + (to - from) * self.below(101) as f64 / 100.0,
                };
                let number = number.clamp(from, to);
                Some(match self.below(20) {
                    0 => Scalar::Text(format!("<{number}").into()),
                    1 => Scalar::Text(format!(">={number}").into()),
                    2 => Scalar::Text(format!("{from}-{number}").into()),
                    _ => Scalar::Number(number),
                })
            }
        }
    }

    fn result(&mut self, profile: &mut Profile<'static>, result: TestResult<'static>) {
        let vocabulary = &self.plan.ruleset.vocabulary;
        let method = if self.chance(40) { self.pick(vocabulary.methods.len()) } else { None };
        let specimen = if self.chance(40) { self.pick(vocabulary.specimens.len()) } else { None };
        let date = if self.chance(15) { self.date() } else { None };
        profile.results.push(TestResult {
            date,
            method: method.map(|id| vocabulary.methods[id].label.name.clone().into()),
            specimen: specimen.map(|id| vocabulary.specimens[id].label.name.clone().into()),
            ..result
        });
    }

    fn status(&mut self) -> ResultStatus {
        use ResultStatus::{Failed, Inconclusive, Insufficient, Negative, Pending};
        [Negative, Negative, Negative, Pending, Insufficient, Failed, Inconclusive][self.below(7)]
    }

    fn marker(&mut self, marker: MarkerId, wanted: Option<&Leaf>, profile: &mut Profile<'static>) {
        let plan = self.plan;
        let entry = &plan.ruleset.vocabulary.markers[marker];
        let biomarker = Some(Concept::Name(entry.label.name.clone().into()));
        let value = if wanted.is_some() || self.chance(60) {
            self.value(&entry.domain, wanted, Measured::Marker(marker))
        } else {
            None
        };
        let status = if value.is_none() { Some(self.status()) } else { None };
        self.result(profile, TestResult { biomarker, value, status, ..TestResult::default() });
    }

    fn gene(&mut self, gene: GeneId, wanted: Option<&Pattern>, profile: &mut Profile<'static>) {
        let plan = self.plan;
        let entry = &plan.ruleset.vocabulary.genes[gene];
        let biomarker = Some(Concept::Name(entry.label.name.clone().into()));
        let found = if wanted.is_some() || self.chance(25) { self.alteration(gene, wanted) } else { None };
        let alterations = found.map(|alteration| vec![alteration]);
        let status = match &alterations {
            Some(_) => None,
            // Something was found, and the report does not say what.
            None if self.chance(10) => Some(ResultStatus::Positive),
            None => Some(self.status()),
        };
        let origin = if self.chance(12) { Some([Origin::Germline, Origin::Somatic][self.below(2)]) } else { None };
        self.result(profile, TestResult { biomarker, alterations, status, origin, ..TestResult::default() });
    }

    /// An alteration that a pattern speaks of; without one, of any that rules ask for in the gene.
    fn alteration(&mut self, gene: GeneId, wanted: Option<&Pattern>) -> Option<ReportedAlteration<'static>> {
        let plan = self.plan;
        let asked = plan.genes().questions(gene).map_or(&[][..], |questions| &questions.patterns);
        let pattern = wanted.or_else(|| asked.get(self.below(asked.len())))?;
        let text = match &pattern.form {
            // A report names no residue where the rule does not.
            PatternForm::MissenseAt { residue: Some(residue), codon } => format!("p.{residue}{codon}K"),
            form => form.to_string(),
        };
        let model = &plan.ruleset.vocabulary.genes[gene].model;
        crate::vocabulary::variant::read_of(&text, model).ok()?;
        if self.chance(75) {
            return Some(ReportedAlteration::Text(text.into()));
        }
        use Significance::{Benign, LikelyPathogenic, Pathogenic, Uncertain};
        let significance = Some([Pathogenic, LikelyPathogenic, Uncertain, Benign][self.below(4)]);
        Some(ReportedAlteration::Detailed(DetailedAlteration {
            change: text.into(),
            significance,
            ..DetailedAlteration::default()
        }))
    }

    fn therapy(&mut self, agent: Agent, profile: &mut Profile<'static>) {
        let vocabulary = &self.plan.ruleset.vocabulary;
        let fitting: Vec<_> = vocabulary.drugs.ids().filter(|drug| agent.includes(*drug, vocabulary)).collect();
        let Some(drug) = fitting.get(self.below(fitting.len())) else { return };
        use Outcome::{Completed, Intolerance, Progression};
        let outcome = [None, Some(Progression), Some(Progression), Some(Completed), Some(Intolerance)][self.below(5)];
        let drug = Some(Concept::Name(vocabulary.drugs[*drug].label.name.clone().into()));
        profile.therapies.get_or_insert_default().push(Therapy { drug, outcome, ..Therapy::default() });
    }
}
