//! What the results of one biomarker amount to, held against what rules ask for.

use super::{Asked, Key, Request};
use crate::{
    ordered::Set,
    patient::{Coverage, GeneResult, MarkerResult, Outcome},
    report::{Desk, TestStatus, WaitsFor},
    syntax::tree::{Origin, ResultStatus},
    text::Date,
    vocabulary::{
        Biomarker, GeneId, Technique,
        variant::{Pattern, PatternForm},
    },
};

/// What the results of one biomarker amount to.
pub(super) struct Results<'a> {
    /// Those of a gene that answer what is asked.
    of_gene: Vec<&'a GeneResult>,
    any: bool,
    /// A result that decides something.
    conclusive: bool,
    /// All conclusive results are older than the last progression, and a newer one is asked for.
    pub(super) outdated: bool,
    /// A rule accepts none of the methods that found nothing, and what they did not see may be there.
    unsettled: bool,
    pending: bool,
    insufficient: bool,
    failed: bool,
    /// Something was found whose meaning is not reported.
    uninterpreted: bool,
}

impl<'a> Results<'a> {
    pub fn of(desk: &Desk<'a>, (biomarker, germline): Key, asked: &Asked) -> Results<'a> {
        let (of_gene, of_marker): (Vec<&GeneResult>, &[MarkerResult]) = match biomarker {
            Biomarker::Gene(gene) => {
                let answers = |result: &&GeneResult| answers(desk, result, germline, asked);
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
        let uninterpreted =
            of_gene.iter().flat_map(|result| &result.alterations).any(|read| read.alteration.significance.is_none());
        let unsettled = match biomarker {
            Biomarker::Gene(gene) => {
                conclusive && asked.requests.iter().any(|request| !is_settled(desk, gene, &of_gene, request))
            }
            Biomarker::Marker(_) => false,
        };
        let newer = || newer_than_progression(desk, &of_gene, of_marker);
        Results {
            any: !of_gene.is_empty() || !of_marker.is_empty(),
            conclusive,
            outdated: asked.at_progression && conclusive && !newer(),
            unsettled,
            pending: has(ResultStatus::Pending),
            insufficient: has(ResultStatus::Insufficient),
            failed: has(ResultStatus::Failed),
            uninterpreted,
            of_gene,
        }
    }

    pub fn status(&self, asked: &Asked, needed: bool) -> (TestStatus, Option<WaitsFor>) {
        let recommended = if asked.rules.is_empty() { TestStatus::Derived } else { TestStatus::Recommended };
        if self.pending {
            (TestStatus::Pending, Some(WaitsFor::Laboratory))
        } else if !self.any || self.outdated {
            (recommended, Some(WaitsFor::Order))
        } else if self.conclusive && self.unsettled {
            (TestStatus::Confirm, Some(WaitsFor::Order))
        } else if self.conclusive && !needed {
            (TestStatus::Done, None)
        } else if self.conclusive {
            let waits_for = if self.uninterpreted { WaitsFor::Interpretation } else { WaitsFor::Order };
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
        if self.outdated {
            remarks.insert("its result is from before the last progression, or not dated".to_owned());
        }
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
        if self.conclusive && needed && self.uninterpreted {
            let reported = self.of_gene.iter().flat_map(|result| &result.alterations);
            let open: Set<&str> =
                reported.filter(|read| read.alteration.significance.is_none()).map(|read| read.text.as_str()).collect();
            remarks.insert(format!("what was found needs interpretation: {}", Vec::from_iter(open).join(", ")));
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
        // A negative that decides all that is still asked needs no remark.
        if self.conclusive && !needed && !self.unsettled {
            remarks.retain(|remark| !remark.starts_with("negative by") || self.outdated);
        }
        remarks.into_iter().collect()
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

/// Whether a conclusive result is newer than the last progression that is dated.
fn newer_than_progression(desk: &Desk<'_>, of_gene: &[&GeneResult], of_marker: &[MarkerResult]) -> bool {
    let progressions =
        desk.patient.therapies.iter().flatten().filter(|therapy| therapy.outcome == Some(Outcome::Progression));
    let Some(last) = progressions.filter_map(|therapy| therapy.date).max() else { return false };
    let since = |date: Option<Date>| date.is_some_and(|date| date >= last);
    of_gene.iter().any(|result| result.is_conclusive() && since(result.how.date))
        || of_marker.iter().any(|result| result.knowledge.is_some() && since(result.how.date))
}
