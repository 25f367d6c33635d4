//! Results to what they say of each gene and marker: which alterations were found, and what their silence excludes.

use super::{
    known::{Coverage, GeneResult, HowKnown, Knowledge, MarkerResult, ReadAlteration, Taken},
    named::{Meaning, asked_as, fused_genes},
    profile::{Concept, ReportedAlteration, Scalar, TestResult, origin_beside, status_word},
    resolve::{Resolver, concept_text},
    values::{bare, names},
};
use crate::{
    diagnostics::Code,
    syntax::tree::{Origin, ResultStatus},
    vocabulary::{
        Biomarker, Domain, GeneId, Interval, Limit, Marker, MarkerId, Technique, ValueId,
        variant::{self, Alteration, Change, ChangeKind, Pattern, PatternForm},
    },
};

impl Resolver<'_> {
    pub fn result(&mut self, path: &str, result: &TestResult<'_>) {
        if result.date.is_some_and(|date| date > self.patient.date) {
            let text = result.assay.as_deref().map_or_else(|| concept_text(result.biomarker.as_ref()), str::to_owned);
            self.not_used(path, &text, "it is dated after the day of the report", None);
            return;
        }
        let panel = result.assay.is_some() || result.tested.is_some() || result.findings.is_some();
        match (&result.biomarker, panel) {
            (Some(_), true) => {
                let help = "give either one biomarker, or an assay or panel with its findings".to_owned();
                self.error(
                    Code::ContradictoryResult,
                    path,
                    "this is a result of one biomarker and of a panel at once",
                    Some(help),
                );
            }
            (None, false) => {
                let help = "`biomarker`, or `assay`, or `tested` with `findings`".to_owned();
                self.error(Code::MissingKey, path, "the result does not say of what", Some(help));
            }
            (None, true) => self.panel(path, result),
            (Some(biomarker), false) => {
                let mut how = self.how(path, result.method.as_deref(), result.specimen.as_deref(), result.date);
                let without = self.without_technique(biomarker);
                if let Some((_, technique)) = without {
                    how.technique = how.technique.or(Some(technique));
                }
                let coverage = self.coverage(&mut how, result.origin);
                let bare = without.map(|(name, _)| Concept::Name(name.into()));
                let named = bare.as_ref().unwrap_or(biomarker);
                self.patient.turns_on_disease |= self.is_read_by_disease(named);
                let meant = self.marker_meant(named, result, &how);
                let marker = meant.map(|marker| self.vocabulary.markers[marker].label.name.as_str());
                if let Some(marker) = meant {
                    self.patient.taken.push(Taken::Name(concept_text(Some(named)), marker));
                }
                let bare = marker.map(|marker| Concept::Name(marker.into())).or(bare);
                let single = Single {
                    path,
                    biomarker: bare.as_ref().unwrap_or(biomarker),
                    status: result.status,
                    value: result.value.as_ref(),
                    alterations: result.alterations.as_deref(),
                    origin: result.origin,
                };
                self.single(&single, how, coverage);
            }
        }
    }

    /// The name of a biomarker without the assay or method that is named behind it: `PD-L1 (22C3)`, `PD-L1 IHC`.
    fn without_technique<'n>(&self, biomarker: &'n Concept<'_>) -> Option<(&'n str, Technique)> {
        let Concept::Name(name) = biomarker else { return None };
        if !matches!(self.meaning(biomarker), Meaning::Unknown) {
            return None;
        }
        let name = name.trim();
        let bracketed = name.strip_suffix(')').and_then(|name| name.rsplit_once('('));
        let (bare, technique) = bracketed.or_else(|| name.rsplit_once(' '))?;
        let technique = self.vocabulary.find_technique(technique.trim())?;
        let is_known = !matches!(self.meaning(&Concept::Name(bare.trim().into())), Meaning::Unknown);
        is_known.then_some((bare.trim(), technique))
    }

    /// One biomarker's result, alone or as a finding of a panel.
    pub(super) fn single(&mut self, single: &Single<'_, '_>, how: HowKnown, coverage: Coverage) {
        let meaning = self.meaning(single.biomarker);
        let mut single = *single;
        // A laboratory that writes `value: negative` of a gene means the status.
        if !matches!(meaning, Meaning::One(Biomarker::Marker(_)) | Meaning::Unknown)
            && single.status.is_none()
            && let Some(Scalar::Text(word)) = single.value
            && let Some(status) = status_word(word)
        {
            (single.status, single.value) = (Some(status), None);
        }
        // And one that writes `value: L858R` the alteration.
        let written = match (&meaning, single.value) {
            (Meaning::One(Biomarker::Gene(gene)), Some(Scalar::Text(text)))
                if single.alterations.is_none()
                    && variant::read_of(text, &self.vocabulary.genes[*gene].model).is_ok() =>
            {
                Some([ReportedAlteration::Text(text.clone())])
            }
            _ => None,
        };
        if let Some(written) = &written {
            (single.alterations, single.value) = (Some(written.as_slice()), None);
        }
        let single = &single;
        let Some(status) = self.status(single) else { return };
        match meaning {
            Meaning::One(Biomarker::Gene(gene)) => self.gene_result(single, gene, status, how, coverage),
            Meaning::One(Biomarker::Marker(marker)) => self.marker_result(single, marker, status, how),
            Meaning::Group(members) if status != ResultStatus::Positive => {
                for member in members {
                    match member {
                        Biomarker::Gene(gene) => self.gene_result(single, gene, status, how.clone(), coverage.clone()),
                        Biomarker::Marker(marker) => self.marker_result(single, marker, status, how.clone()),
                    }
                }
            }
            Meaning::Group(members) if self.member_of_value(&members, single).is_some() => {
                if let Some(marker) = self.member_of_value(&members, single) {
                    self.marker_result(single, marker, status, how);
                }
            }
            Meaning::TwoWays(members) => {
                let names: Vec<&str> =
                    members.iter().map(|member| self.vocabulary.biomarker(*member).name.as_str()).collect();
                let text = concept_text(Some(single.biomarker));
                let message = format!("`{text}` reads in two ways: a fusion, or two biomarkers");
                let help = format!("write `{}` for the fusion; else give each a result of its own", names.join("::"));
                self.error(Code::AmbiguousName, single.path, message, Some(help));
            }
            Meaning::Group(members) => {
                let names: Vec<String> =
                    members.iter().map(|member| format!("`{}`", self.vocabulary.biomarker(*member).name)).collect();
                let help = format!("say of which: {}", names.join(", "));
                let message = format!("`{}` names several biomarkers", concept_text(Some(single.biomarker)));
                self.error(Code::ContradictoryResult, single.path, message, Some(help));
            }
            Meaning::Fusion(change, genes) => self.fusion_result(single, &change, &genes, status, &how, &coverage),
            Meaning::Change(gene, change) => self.change_result(single, gene, change, status, how, &coverage),
            Meaning::Unknown => {
                let text = concept_text(Some(single.biomarker));
                let near = self
                    .vocabulary
                    .names()
                    .genes
                    .nearest(&text)
                    .or_else(|| self.vocabulary.names().markers.nearest(&text));
                let near = near.map(str::to_owned);
                self.not_used(&format!("{}.biomarker", single.path), &text, "no rule knows this biomarker", near);
                // A fusion reported under a gene that is not known here may be one of a gene that is.
                for alteration in single.alterations.unwrap_or_default() {
                    if let Ok(read) = variant::read(alteration_text(alteration).0) {
                        self.partners(&read, None, alteration_text(alteration).0, single, &how);
                    }
                }
            }
        }
    }

    /// The one member of a group that a value names: `TPS 60 %`.
    fn member_of_value(&self, members: &[Biomarker], single: &Single<'_, '_>) -> Option<MarkerId> {
        let Some(Scalar::Text(text)) = single.value else { return None };
        let mut named = members.iter().filter_map(|member| match member {
            Biomarker::Marker(marker) => names(text, &self.vocabulary.markers[*marker].label).then_some(*marker),
            Biomarker::Gene(_) => None,
        });
        let first = named.next()?;
        named.next().is_none().then_some(first)
    }

    /// The status that a result states, or that follows from what it lists.
    fn status(&mut self, single: &Single<'_, '_>) -> Option<ResultStatus> {
        let found = single.alterations.map(|alterations| !alterations.is_empty());
        let contradiction = match (single.status, found) {
            (Some(ResultStatus::Positive), Some(false)) => "it is positive, and its list of alterations is empty",
            (Some(ResultStatus::Positive) | None, _) => "",
            (Some(_), Some(true)) => "it lists alterations, and its status is not positive",
            (Some(ResultStatus::Negative), _) => "",
            (Some(_), _) if single.value.is_some() => "it has a value, and its status says that there is none",
            _ => "",
        };
        if !contradiction.is_empty() {
            self.error(Code::ContradictoryResult, single.path, contradiction, None);
            return None;
        }
        let status = single.status.or(match (found, single.value) {
            (Some(true), _) | (None, Some(_)) => Some(ResultStatus::Positive),
            (Some(false), _) => Some(ResultStatus::Negative),
            (None, None) => None,
        });
        if status.is_none() {
            let help = "add `status`, `alterations` or `value`".to_owned();
            self.error(Code::MissingKey, single.path, "the result does not say what came of it", Some(help));
        }
        status
    }

    fn gene_result(
        &mut self,
        single: &Single<'_, '_>,
        gene: GeneId,
        status: ResultStatus,
        how: HowKnown,
        coverage: Coverage,
    ) {
        if !self.has_no_value(single, Some(gene), "a gene has alterations and no value") {
            return;
        }
        let germline = self.shows_germline(&how, single.origin);
        let mut alterations = Vec::new();
        for (index, reported) in single.alterations.unwrap_or_default().iter().enumerate() {
            let path = format!("{}.alterations[{index}]", single.path);
            alterations.extend(self.alteration(&path, gene, reported, germline, single.origin));
        }
        for read in &alterations {
            self.partners(&read.alteration.change, Some(gene), &read.text, single, &how);
        }
        self.patient.genes.or_default(gene).push(GeneResult { status, alterations, coverage, germline, how });
    }

    /// A fusion is one of both its genes, under whichever it is reported.
    fn partners(
        &mut self,
        change: &Change,
        reported: Option<GeneId>,
        text: &str,
        single: &Single<'_, '_>,
        how: &HowKnown,
    ) {
        for partner in self.known_genes(change).into_iter().filter(|partner| Some(*partner) != reported) {
            let alteration = Alteration { change: change.clone(), significance: None, origin: single.origin };
            let read = ReadAlteration { text: text.to_owned(), alteration };
            self.patient.genes.or_default(partner).push(GeneResult {
                status: ResultStatus::Positive,
                alterations: vec![read],
                coverage: Coverage::Nothing,
                germline: None,
                how: how.clone(),
            });
        }
    }

    fn fusion_result(
        &mut self,
        single: &Single<'_, '_>,
        change: &Change,
        genes: &[GeneId],
        status: ResultStatus,
        how: &HowKnown,
        coverage: &Coverage,
    ) {
        if !self.has_no_value(single, None, "a fusion is found or not, and has no value")
            || !self.is_no_more_than(single, genes)
        {
            return;
        }
        for gene in genes {
            let found = status == ResultStatus::Positive;
            let text = concept_text(Some(single.biomarker));
            let alteration = ReadAlteration {
                text,
                alteration: Alteration { change: change.clone(), significance: None, origin: single.origin },
            };
            // Its silence excludes this fusion and no other.
            let partners = fused_genes(change)
                .into_iter()
                .filter(|name| self.vocabulary.names().genes.lenient(name) != Some(*gene));
            let only = partners.map(|partner| Pattern {
                origin: None,
                form: PatternForm::Fusion { with: Some(partner.to_owned()) },
                except: Vec::new(),
            });
            let coverage =
                if *coverage == Coverage::Nothing { Coverage::Nothing } else { Coverage::Only(only.collect()) };
            let germline = self.shows_germline(how, single.origin);
            let alterations = if found { vec![alteration] } else { Vec::new() };
            let result = GeneResult { status, alterations, coverage, germline, how: how.clone() };
            self.patient.genes.or_default(*gene).push(result);
        }
    }

    /// Whether what is listed under a fusion is the fusion: another change is one of a gene, and it is told that it must be
    /// reported so.
    fn is_no_more_than(&mut self, single: &Single<'_, '_>, genes: &[GeneId]) -> bool {
        let errors = self.errors.len();
        for (index, reported) in single.alterations.unwrap_or_default().iter().enumerate() {
            let (text, _) = alteration_text(reported);
            let path = format!("{}.alterations[{index}]", single.path);
            let is_fusion = |change: &Change| match &change.kind {
                ChangeKind::Fusion(_) => true,
                ChangeKind::Class(form) => matches!(**form, PatternForm::Fusion { .. }),
                _ => false,
            };
            match variant::read(text) {
                Ok(change) if is_fusion(&change) => {}
                Ok(_) => {
                    let names: Vec<String> =
                        genes.iter().map(|gene| format!("`{}`", self.vocabulary.genes[*gene].label.name)).collect();
                    let help = format!("report it as a result of its gene: {}", names.join(" or "));
                    let message = format!("`{text}` is a change of one gene, and is reported for a fusion");
                    self.error(Code::ContradictoryResult, &path, message, Some(help));
                }
                Err(_) => self.not_used(&path, text, "of a fusion only its genes are used", None),
            }
        }
        self.errors.len() == errors
    }

    /// A result of one change: found, or not; of no other it says anything.
    fn change_result(
        &mut self,
        single: &Single<'_, '_>,
        gene: GeneId,
        change: Change,
        status: ResultStatus,
        how: HowKnown,
        coverage: &Coverage,
    ) {
        if !self.has_no_value(single, Some(gene), "a change is found or not, and has no value") {
            return;
        }
        let form = asked_as(&change);
        if form.is_none() && status == ResultStatus::Negative {
            let text = concept_text(Some(single.biomarker));
            let reason = "no rule asks for this change, so that it was not found excludes nothing";
            self.not_used(&format!("{}.biomarker", single.path), &text, reason, None);
        }
        let coverage = match form {
            Some(form) if *coverage != Coverage::Nothing => Coverage::Only(vec![form.into()]),
            _ => Coverage::Nothing,
        };
        let germline = self.shows_germline(&how, single.origin);
        let mut alterations = Vec::new();
        if status == ResultStatus::Positive {
            let named = ReportedAlteration::Text(change.normal_form().into());
            for (index, reported) in single.alterations.unwrap_or(&[named]).iter().enumerate() {
                let path = format!("{}.alterations[{index}]", single.path);
                alterations.extend(self.alteration(&path, gene, reported, germline, single.origin));
            }
            for read in &alterations {
                self.partners(&read.alteration.change, Some(gene), &read.text, single, &how);
            }
        }
        self.patient.genes.or_default(gene).push(GeneResult { status, alterations, coverage, germline, how });
    }

    pub(super) fn shows_germline(&self, how: &HowKnown, origin: Option<Origin>) -> Option<bool> {
        match origin {
            Some(origin) => Some(origin == Origin::Germline),
            None => how.specimen.map(|specimen| self.vocabulary.specimens[specimen].germline),
        }
    }

    fn alteration(
        &mut self,
        path: &str,
        gene: GeneId,
        reported: &ReportedAlteration<'_>,
        germline: Option<bool>,
        origin: Option<Origin>,
    ) -> Option<ReadAlteration> {
        let model = &self.vocabulary.genes[gene].model;
        let (text, detail) = alteration_text(reported);
        let copies = detail.and_then(|detail| detail.copy_number);
        let read = match (text.trim().is_empty(), copies) {
            (true, Some(copies)) => variant::read(&format!("copy number {copies}")),
            _ => variant::read_of(text, model),
        };
        let mut said = detail.and_then(|detail| detail.origin).or(origin);
        let read = match (read, origin_beside(text)) {
            (Err(unreadable), Some((written, bare))) => match variant::read_of(bare, model) {
                Ok(_) if said.is_some_and(|said| said != written) => {
                    let message = format!("`{text}` is reported with another `origin`");
                    self.error(Code::ContradictoryResult, path, message, None);
                    return None;
                }
                Ok(change) => {
                    said = Some(written);
                    Ok(change)
                }
                Err(_) => Err(unreadable),
            },
            (read, _) => read,
        };
        let change = match read {
            Ok(change) => change,
            Err(unreadable) => {
                self.error(Code::UnreadableAlteration, path, unreadable.message, unreadable.help);
                return None;
            }
        };
        if let Some(other) = change.gene.as_ref().filter(|name| !model.is_called(name)) {
            let message = format!("`{text}` is a change of {other}, and is reported for {}", model.symbol);
            self.error(Code::ContradictoryResult, path, message, None);
            return None;
        }
        if let Some(other) = self.fusion_of_another(&change, gene) {
            let message = format!("`{text}` names a fusion of {other}, and is reported for {}", model.symbol);
            let help = format!("write both genes of the fusion, or report it as a result of `{other}`");
            self.error(Code::ContradictoryResult, path, message, Some(help));
            return None;
        }
        if let Some(denied) = detail.and_then(|detail| detail.denies(&change)) {
            let help = "where it was not found, give the result the status `negative`, and no alterations".to_owned();
            self.error(Code::ContradictoryResult, path, format!("`{text}` is reported with {denied}"), Some(help));
            return None;
        }
        // What a germline sample shows was inherited.
        let origin = said.or(germline.filter(|germline| *germline).map(|_| Origin::Germline));
        let significance = detail.and_then(|detail| detail.significance);
        let text = if text.trim().is_empty() { change.normal_form() } else { text.trim().to_owned() };
        Some(ReadAlteration { text, alteration: Alteration { change, significance, origin } })
    }

    fn marker_result(&mut self, single: &Single<'_, '_>, marker: MarkerId, status: ResultStatus, how: HowKnown) {
        if single.alterations.is_some_and(|alterations| !alterations.is_empty()) {
            let name = self.vocabulary.markers[marker].label.name.clone();
            let reason = format!("`{name}` is a measured marker here: its `value` or `status` is used, no alteration");
            self.not_used(&format!("{}.alterations", single.path), &name, &reason, None);
            return;
        }
        if let (Some(said), Some(value)) = (single.status, single.value)
            && matches!(said, ResultStatus::Positive | ResultStatus::Negative)
            && let Some(called) = self.called(marker, said)
        {
            let Marker { label, domain, .. } = &self.vocabulary.markers[marker];
            let errors = self.errors.len();
            let measured = self.value(&format!("{}.value", single.path), value, label, domain);
            self.errors.truncate(errors);
            if measured.is_some_and(|measured| measured.excludes(&called)) {
                let word = if said == ResultStatus::Positive { "positive" } else { "negative" };
                let reason = "the value beside it says otherwise, and is used";
                self.not_used(&format!("{}.status", single.path), word, reason, None);
            }
        }
        let Marker { label, domain, .. } = &self.vocabulary.markers[marker];
        // A laboratory that writes `value: positive` or `value: cannot be determined` means the status.
        let said = match single.value {
            Some(Scalar::Text(word)) if domain.values().is_none_or(|values| values.find(word, true).is_none()) => {
                status_word(bare(word, label)).filter(|said| {
                    single.status.is_none() || matches!(said, ResultStatus::Positive | ResultStatus::Negative)
                })
            }
            _ => None,
        };
        let (status, knowledge) = match (single.value, said) {
            (_, Some(said @ (ResultStatus::Positive | ResultStatus::Negative))) => (status, self.called(marker, said)),
            (_, Some(said)) => (said, None),
            (Some(value), None) => (status, self.value(&format!("{}.value", single.path), value, label, domain)),
            (None, None) => (status, self.called(marker, status)),
        };
        self.patient.markers.or_default(marker).push(MarkerResult { status, knowledge, how });
    }

    /// What *positive* and *negative* say of a marker's value.
    fn called(&self, marker: MarkerId, status: ResultStatus) -> Option<Knowledge> {
        let marker = &self.vocabulary.markers[marker];
        let word = match status {
            ResultStatus::Positive => "positive",
            ResultStatus::Negative => "negative",
            _ => return None,
        };
        if let Some(value) = marker.domain.values().and_then(|values| values.find(word, true)) {
            return Some(Knowledge::Values(vec![value]));
        }
        let positive = status == ResultStatus::Positive;
        // Between the two a laboratory says neither.
        let limit = if positive { marker.positive_from? } else { marker.negative_up_to.or(marker.positive_from)? };
        let is_included = positive || marker.negative_up_to.is_some();
        match (&marker.domain, limit) {
            (Domain::Levels(levels), Limit::Level(limit)) => {
                let wanted = |level: &ValueId| if positive { *level >= limit } else { *level < limit };
                let wanted = |level: &ValueId| wanted(level) || is_included && *level == limit;
                Some(Knowledge::Values(levels.table.ids().filter(wanted).collect()))
            }
            (Domain::Number(domain), Limit::Number(limit)) => {
                let bounds = domain.range;
                let interval = match positive {
                    true => Interval { to: bounds.map(|(_, to)| to), ..Interval::at_least(limit) },
                    false => Interval {
                        from: bounds.map(|(from, _)| from),
                        to_open: !is_included,
                        ..Interval::less_than(limit)
                    },
                };
                Some(Knowledge::Numbers(vec![interval]))
            }
            _ => None,
        }
    }
}

/// What a result or a finding says of one biomarker.
#[derive(Clone, Copy)]
pub(super) struct Single<'r, 'a> {
    pub path: &'r str,
    pub biomarker: &'r Concept<'a>,
    pub status: Option<ResultStatus>,
    pub value: Option<&'r Scalar<'a>>,
    pub alterations: Option<&'r [ReportedAlteration<'a>]>,
    pub origin: Option<Origin>,
}

fn alteration_text<'r>(
    reported: &'r ReportedAlteration<'_>,
) -> (&'r str, Option<&'r super::profile::DetailedAlteration<'r>>) {
    match reported {
        ReportedAlteration::Text(text) => (text, None),
        ReportedAlteration::Detailed(detail) => (&detail.change, Some(detail)),
    }
}
