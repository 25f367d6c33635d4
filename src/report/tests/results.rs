//! What the results of one biomarker amount to, held against what rules ask for.

use super::{Asked, Key, Request};
use crate::{
    kleene::Kleene,
    ordered::Set,
    patient::{Coverage, GeneResult, MarkerResult, Outcome, ReadAlteration, fused_genes},
    report::{Desk, TestStatus, WaitsFor},
    syntax::tree::{Origin, ResultStatus},
    text::Date,
    vocabulary::{
        Biomarker, GeneId, Technique,
        variant::{self, Alteration, Pattern, PatternForm, Significance},
    },
};

/// What the results of one biomarker amount to.
pub(super) struct Results<'a> {
    /// Those of a gene that answer what is asked.
    of_gene: Vec<&'a GeneResult>,
    any: bool,
    /// A result that decides something.
    conclusive: bool,
    /// Why no conclusive result is known to be newer than the last progression, where such a one is asked for.
    pub(super) outdated: Option<Outdated>,
    /// A rule accepts none of the methods that found nothing, and what they did not see may be there.
    unsettled: bool,
    pending: bool,
    insufficient: bool,
    failed: bool,
    /// What was found whose meaning is not reported, where rules turn on it.
    uninterpreted: Set<&'a str>,
    /// Whether something is open that what they mean would not decide.
    more_is_asked: bool,
}

/// Why a result does not count as newer than the last progression.
#[derive(Clone, Copy)]
pub(super) enum Outdated {
    /// All are from before that day.
    Before(Date),
    /// One has no day.
    Undated(Date),
    /// The last progression has no day.
    DayNotTold,
    /// No progression is told.
    NoProgression,
}

impl Outdated {
    fn words(self) -> String {
        match self {
            Outdated::Before(last) => format!("its result is from before the last progression ({last})"),
            Outdated::Undated(last) => {
                format!("its result is not dated, so it may be from before the last progression ({last})")
            }
            Outdated::DayNotTold => {
                "the day of the last progression is not told, so its result may be from before it".to_owned()
            }
            Outdated::NoProgression => "no progression is told, so whether its result is newer is not known".to_owned(),
        }
    }
}

impl<'a> Results<'a> {
    pub fn of(desk: &Desk<'a>, (biomarker, germline): Key, asked: &Asked) -> Results<'a> {
        let (of_gene, of_marker): (Vec<&GeneResult>, &[MarkerResult]) = match biomarker {
            Biomarker::Gene(gene) => {
                let answers = |result: &&GeneResult| {
                    answers(desk, result, germline, asked) && !is_of_another_fusion(desk, gene, result)
                };
                (desk.patient.gene(gene).iter().filter(answers).collect(), &[])
            }
            Biomarker::Marker(marker) => (Vec::new(), desk.patient.marker(marker)),
        };
        let has = |wanted: ResultStatus| {
            let marker = of_marker.iter().map(|result| result.status);
            of_gene.iter().map(|result| result.status).chain(marker).any(|status| status == wanted)
        };
        let conclusive = of_gene.iter().any(|result| result.is_conclusive())
            || of_marker.iter().any(|result| result.knowledge.is_some());
        let uninterpreted = uninterpreted(desk, biomarker, &of_gene);
        let more_is_asked = more_is_asked(desk, biomarker, &of_gene);
        let unsettled = match biomarker {
            Biomarker::Gene(gene) => {
                conclusive && asked.requests.iter().any(|request| !is_settled(desk, gene, &of_gene, request))
            }
            Biomarker::Marker(_) => false,
        };
        Results {
            any: !of_gene.is_empty() || !of_marker.is_empty(),
            conclusive,
            outdated: match asked.at_progression && conclusive {
                true => outdated(desk, &of_gene, of_marker),
                false => None,
            },
            unsettled,
            pending: has(ResultStatus::Pending),
            insufficient: has(ResultStatus::Insufficient),
            failed: has(ResultStatus::Failed),
            uninterpreted,
            more_is_asked,
            of_gene,
        }
    }

    pub fn status(&self, asked: &Asked, needed: bool) -> (TestStatus, Option<WaitsFor>) {
        let recommended = if asked.rules.is_empty() { TestStatus::Derived } else { TestStatus::Recommended };
        if self.pending {
            (TestStatus::Pending, Some(WaitsFor::Laboratory))
        } else if !self.any || self.outdated.is_some() {
            (recommended, Some(WaitsFor::Order))
        } else if self.conclusive && self.unsettled {
            (TestStatus::Confirm, Some(WaitsFor::Order))
        } else if self.conclusive && !needed {
            (TestStatus::Done, None)
        } else if self.conclusive {
            let is_enough = !self.uninterpreted.is_empty() && !self.more_is_asked;
            let waits_for = if is_enough { WaitsFor::Interpretation } else { WaitsFor::Order };
            (TestStatus::Confirm, Some(waits_for))
        } else if self.insufficient {
            (TestStatus::Repeat, Some(WaitsFor::Specimen))
        } else if self.failed {
            (TestStatus::Repeat, Some(WaitsFor::Order))
        } else {
            (TestStatus::Confirm, Some(WaitsFor::Order))
        }
    }

    pub fn remarks(&self, desk: &Desk<'_>, needed: bool) -> Vec<String> {
        let mut remarks = Set::new();
        remarks.extend(self.outdated.map(Outdated::words));
        let vocabulary = &desk.plan.ruleset.vocabulary;
        for result in &self.of_gene {
            let technique = result.how.technique.map(|technique| vocabulary.technique(technique).name.as_str());
            let specimen = result.how.specimen.map(|specimen| vocabulary.specimens[specimen].label.name.as_str());
            match (result.status, technique, specimen) {
                (ResultStatus::Negative, Some(technique), Some(specimen)) if result.coverage == Coverage::Nothing => {
                    remarks
                        .insert(format!("negative by {technique} on {specimen}, which does not exclude an alteration"));
                }
                (ResultStatus::Negative, Some(technique), _) if matches!(result.coverage, Coverage::Technique(_)) => {
                    remarks.insert(format!("negative by {technique}, which does not see every alteration"));
                }
                (ResultStatus::Insufficient, _, _) => drop(remarks.insert("the specimen did not suffice".to_owned())),
                (ResultStatus::Failed, _, _) => drop(remarks.insert("the assay failed".to_owned())),
                (ResultStatus::Inconclusive, _, _) => drop(remarks.insert("reported as inconclusive".to_owned())),
                _ => {}
            }
        }
        if self.conclusive && needed && !self.uninterpreted.is_empty() {
            let found: Vec<&str> = self.uninterpreted.iter().copied().collect();
            remarks.insert(format!("what was found needs interpretation: {}", found.join(", ")));
        }
        if self.conclusive && needed {
            for read in self.of_gene.iter().flat_map(|result| &result.alterations) {
                if let Some((first, last)) = read.alteration.change.untold_codons() {
                    let codons =
                        if first == last { format!("codon {first}") } else { format!("codons {first} to {last}") };
                    let text = &read.text;
                    remarks.insert(format!("of {text} ({codons}) the protein change is not reported: ask for it"));
                }
            }
        }
        if self.conclusive && needed && (remarks.is_empty() || !self.uninterpreted.is_empty() && self.more_is_asked) {
            remarks.extend(self.found_beside());
        }
        // A negative that decides all that is still asked needs no remark.
        if self.conclusive && !needed && !self.unsettled {
            remarks.retain(|remark| !remark.starts_with("negative by") || self.outdated.is_some());
        }
        remarks.into_iter().collect()
    }
}

impl Results<'_> {
    /// What was found and leaves open what is asked.
    fn found_beside(&self) -> Option<String> {
        let mut positive = self.of_gene.iter().filter(|result| result.status == ResultStatus::Positive).peekable();
        positive.peek()?;
        let found: Set<&str> = positive.flat_map(|result| &result.alterations).map(|read| read.text.as_str()).collect();
        if found.is_empty() {
            return Some("reported as positive, and not what was found".to_owned());
        }
        Some(format!("what was found does not decide what is asked: {}", Vec::from_iter(found).join(", ")))
    }
}

/// Whether a result answers what is asked of a gene: what was inherited, or anything else.
fn answers(desk: &Desk<'_>, result: &GeneResult, germline: bool, asked: &Asked) -> bool {
    let specimens = &desk.plan.ruleset.vocabulary.specimens;
    let inherited = result.alterations.iter().any(|read| read.alteration.origin == Some(Origin::Germline));
    let of_germline = result.germline == Some(true);
    if germline {
        return of_germline || inherited;
    }
    // That nothing was inherited says nothing of what the tumour acquired.
    let wants_tumour = !asked.on.is_empty() && asked.on.iter().all(|on| !specimens[*on].germline);
    !(of_germline && wants_tumour) || result.status == ResultStatus::Positive
}

/// Whether all that a result says of a gene is that it is part of a fusion, and rules ask other things of it here: it answers
/// a test of the gene no more than a test of the other partner would.
fn is_of_another_fusion(desk: &Desk<'_>, gene: GeneId, result: &GeneResult) -> bool {
    let vocabulary = &desk.plan.ruleset.vocabulary;
    let excludes = |pattern: &Pattern| match &result.coverage {
        Coverage::Everything => true,
        Coverage::Nothing | Coverage::Only(_) => false,
        Coverage::Technique(technique) => vocabulary.excludes(*technique, gene, pattern),
    };
    let is_fusion = |read: &ReadAlteration| !fused_genes(&read.alteration.change).is_empty();
    if result.alterations.is_empty() || !result.alterations.iter().all(is_fusion) {
        return false;
    }
    let asked = desk.asked_of(gene);
    let is_beside = |pattern: &Pattern| {
        let matches =
            |read: &ReadAlteration| variant::matches(&vocabulary.genes[gene].model, &read.alteration, pattern);
        !excludes(pattern) && result.alterations.iter().all(|read| matches(read) == Kleene::NotMet)
    };
    !asked.is_empty() && asked.iter().all(|pattern| is_beside(pattern))
}

/// The reported changes of a gene on whose meaning, which is not reported, something turns that rules ask for.
fn uninterpreted<'a>(desk: &Desk<'_>, biomarker: Biomarker, of_gene: &[&'a GeneResult]) -> Set<&'a str> {
    let Biomarker::Gene(gene) = biomarker else { return Set::new() };
    let model = &desk.plan.ruleset.vocabulary.genes[gene].model;
    let reported = of_gene.iter().flat_map(|result| &result.alterations);
    let turns = |read: &&ReadAlteration| {
        let told = Alteration { significance: Some(Significance::Pathogenic), ..read.alteration.clone() };
        let is_open = |alteration: &Alteration, pattern: &Pattern| {
            variant::matches(model, alteration, pattern) == Kleene::Undetermined
        };
        // Of some changes more must be told than what they mean: which protein change it is.
        let is_told = read.alteration.change.untold_codons().is_none();
        read.alteration.significance.is_none()
            && desk
                .asked_of(gene)
                .iter()
                .any(|asked| is_open(&read.alteration, asked) && (is_told || !is_open(&told, asked)))
    };
    reported.filter(turns).map(|read| read.text.as_str()).collect()
}

/// Whether anything is open of a gene that no finding may be, so that no interpretation decides it.
fn more_is_asked(desk: &Desk<'_>, biomarker: Biomarker, of_gene: &[&GeneResult]) -> bool {
    let Biomarker::Gene(gene) = biomarker else { return false };
    let model = &desk.plan.ruleset.vocabulary.genes[gene].model;
    let mut reported = of_gene.iter().flat_map(|result| &result.alterations).peekable();
    let may_be = |read: &ReadAlteration, pattern: &Pattern| {
        variant::matches(model, &read.alteration, pattern) == Kleene::Undetermined
    };
    reported.peek().is_some()
        && desk.left_open_of(gene).iter().any(|pattern| !reported.clone().any(|read| may_be(read, pattern)))
}

/// Whether a request has its answer: something was found, or a method that it accepts found nothing, or one that sees
/// all that the gene is known for.
fn is_settled(desk: &Desk<'_>, gene: GeneId, results: &[&GeneResult], request: &Request) -> bool {
    let vocabulary = &desk.plan.ruleset.vocabulary;
    let any = [Pattern::new(PatternForm::Mutation)];
    let known_for = match vocabulary.genes[gene].positive_means.as_slice() {
        [] => &any[..],
        meant => meant,
    };
    results.iter().filter(|result| result.is_conclusive()).any(|result| {
        result.status == ResultStatus::Positive
            || result.how.technique.is_none_or(|technique| {
                accepts(desk, &request.by, technique)
                    || known_for.iter().all(|pattern| vocabulary.excludes(technique, gene, pattern))
            })
    })
}

/// Whether a method or assay is one of those that are asked for; any, where none is named.
pub fn accepts(desk: &Desk<'_>, by: &[Technique], technique: Technique) -> bool {
    let vocabulary = &desk.plan.ruleset.vocabulary;
    let method = match technique {
        Technique::Method(method) => method,
        Technique::Assay(assay) => vocabulary.assays[assay].method,
    };
    by.is_empty()
        || by.iter().any(|by| match by {
            Technique::Method(by) => vocabulary.method_tree.is_under(method, *by),
            Technique::Assay(_) => *by == technique,
        })
}

/// Why no conclusive result is known to be newer than the last progression; nothing where one is.
fn outdated(desk: &Desk<'_>, of_gene: &[&GeneResult], of_marker: &[MarkerResult]) -> Option<Outdated> {
    let therapies = || desk.patient.therapies.iter().flatten();
    let progressions = || therapies().filter(|therapy| therapy.outcome == Some(Outcome::Progression));
    let dated = progressions().filter_map(|therapy| Some((therapy.date?, therapy.line)));
    let Some((last, line)) = dated.max() else {
        let any = progressions().next().is_some();
        return Some(if any { Outdated::DayNotTold } else { Outdated::NoProgression });
    };
    // One without a day may be the later one, unless its line was the earlier one.
    if progressions().any(|other| other.date.is_none() && (other.line > line || other.line.is_none() && line.is_none()))
    {
        return Some(Outdated::DayNotTold);
    }
    let conclusive = of_gene.iter().filter(|result| result.is_conclusive()).map(|result| result.how.date);
    let measured = of_marker.iter().filter(|result| result.knowledge.is_some()).map(|result| result.how.date);
    let days: Vec<Option<Date>> = conclusive.chain(measured).collect();
    if days.iter().flatten().any(|day| *day >= last) {
        return None;
    }
    Some(if days.contains(&None) { Outdated::Undated(last) } else { Outdated::Before(last) })
}
