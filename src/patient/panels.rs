//! Panels and assays: what they found, and what their silence excludes of all else that they look at.

use super::{
    known::{Coverage, GeneResult, HowKnown, MarkerResult},
    named::Meaning,
    profile::{Finding, TestResult},
    resolve::Resolver,
    results::Single,
};
use crate::{
    diagnostics::Code,
    ordered::Set,
    syntax::tree::{Origin, ResultStatus},
    vocabulary::{AssayId, Biomarker, MarkerId, Technique},
};

impl Resolver<'_> {
    /// An assay's or a panel's result: what it found, and silence on all else that it looks at.
    pub(super) fn panel(&mut self, path: &str, result: &TestResult<'_>) {
        let assay = result.assay.as_deref().and_then(|name| self.assay(path, name));
        let mut how = self.how(path, result.method.as_deref(), result.specimen.as_deref(), result.date);
        if let Some(assay) = assay {
            how.technique = Some(Technique::Assay(assay));
        }
        let coverage = self.coverage(&mut how, result.origin);
        if result.findings.is_none() && matches!(result.status, None | Some(ResultStatus::Positive)) {
            let help = "list them; `[]` says that nothing was found".to_owned();
            self.error(Code::MissingKey, path, "the panel does not say what it found: `findings`", Some(help));
            return;
        }
        let status = match result.status {
            Some(status)
                if status != ResultStatus::Positive
                    && result.findings.as_ref().is_some_and(|findings| !findings.is_empty()) =>
            {
                self.error(Code::ContradictoryResult, path, "it lists findings, and its status is not positive", None);
                return;
            }
            Some(ResultStatus::Positive) | None => ResultStatus::Negative,
            Some(status) => status,
        };
        let mut silent = self.looked_at(path, result, assay);
        let measured: Vec<MarkerId> =
            assay.map(|assay| self.vocabulary.assays[assay].detection.measures.clone()).unwrap_or_default();
        let mut found_markers = Set::new();
        for (index, finding) in result.findings.iter().flatten().enumerate() {
            match self.meaning(&finding.biomarker) {
                Meaning::One(biomarker) => {
                    silent.remove(&biomarker);
                    found_markers.insert(biomarker);
                }
                // Of what may be meant by a name that cannot be read, the panel is not silent.
                Meaning::Unknown => silent.retain(|biomarker| !self.may_mean(&finding.biomarker, *biomarker)),
                _ => {}
            }
            self.finding(&format!("{path}.findings[{index}]"), finding, result.origin, &how, &coverage);
        }
        let germline = self.shows_germline(&how, result.origin);
        for biomarker in silent {
            if let Biomarker::Gene(gene) = biomarker {
                let result = GeneResult {
                    status,
                    alterations: Vec::new(),
                    coverage: coverage.clone(),
                    germline,
                    how: how.clone(),
                };
                self.patient.genes.or_default(gene).push(result);
            }
        }
        // A marker that an assay measures and does not report has no value; only an order or a failure speaks of it.
        if status != ResultStatus::Negative {
            for marker in measured.into_iter().filter(|marker| !found_markers.contains(&Biomarker::Marker(*marker))) {
                let result = MarkerResult { status, knowledge: None, how: how.clone() };
                self.patient.markers.or_default(marker).push(result);
            }
        }
    }

    fn finding(
        &mut self,
        path: &str,
        finding: &Finding<'_>,
        origin: Option<Origin>,
        how: &HowKnown,
        coverage: &Coverage,
    ) {
        let single = Single {
            path,
            biomarker: &finding.biomarker,
            status: finding.status,
            value: finding.value.as_ref(),
            alterations: finding.alterations.as_deref(),
            origin,
        };
        let how = HowKnown { path: path.to_owned(), ..how.clone() };
        self.single(&single, how, coverage.clone());
    }

    fn assay(&mut self, path: &str, name: &str) -> Option<AssayId> {
        let names = &self.vocabulary.names().assays;
        let found = names.lenient(name);
        if found.is_none() {
            let near = names.nearest(name).map(|near| format!("did you mean `{near}`?"));
            let help = near.unwrap_or_else(|| "a laboratory's own panel is given by `method` and `tested`".into());
            self.error(Code::UnknownName, &format!("{path}.assay"), format!("no assay is called `{name}`"), Some(help));
        }
        found
    }

    /// The genes that a panel looked at.
    fn looked_at(&mut self, path: &str, result: &TestResult<'_>, assay: Option<AssayId>) -> Set<Biomarker> {
        let mut genes = Set::new();
        match (&result.tested, assay) {
            (Some(tested), _) => {
                let mut unknown = 0_usize;
                for name in tested {
                    let names = self.vocabulary.names();
                    match (names.genes.lenient(name), names.groups.lenient(name)) {
                        (Some(gene), _) => drop(genes.insert(Biomarker::Gene(gene))),
                        (None, Some(group)) => genes.extend(&self.vocabulary.groups[group].members),
                        (None, None) => unknown += 1,
                    }
                }
                if unknown > 0 {
                    let text = format!("{unknown} of {} tested genes", tested.len());
                    self.not_used(&format!("{path}.tested"), &text, "no rule knows these genes", None);
                }
            }
            (None, Some(assay)) => {
                let detection = &self.vocabulary.assays[assay].detection;
                match &detection.covers {
                    Some(covered) => genes.extend(covered.iter().map(|gene| Biomarker::Gene(*gene))),
                    None => {
                        let named = detection.detects.iter().filter_map(|detects| detects.genes.as_ref()).flatten();
                        genes.extend(named.map(|gene| Biomarker::Gene(*gene)));
                    }
                }
            }
            // An assay that is not known is an error of its own.
            (None, None) if result.assay.is_some() => {}
            (None, None) => {
                let help = "`tested` lists the genes that the panel looked at".to_owned();
                self.error(Code::MissingKey, path, "a panel needs `assay` or `tested`", Some(help));
            }
        }
        genes
    }
}
