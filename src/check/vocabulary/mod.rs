//! Declarations to tables: the second pass, with every name at hand.

mod measured;
mod regimens;

use super::{alterations, implications, names::Names};
use crate::{
    diagnostics::{Code, Diagnostic},
    ordered::Set,
    syntax::tree::{self, Clause, Declaration, DeclarationKind, ItemKind, Located, Tree},
    text::Span,
    vocabulary::{
        Assay, Biomarker, Class, ClassId, Day, Detection, Detects, Disease, Drug, Gene, GeneId, Group, GroupId,
        Guideline, Hierarchy, Id, Label, Method, MethodId, Period, Region, Scale, SourceDocument, Specialty, Specimen,
        Table, Tables, Vocabulary,
        variant::{Exon, GeneModel, NamedSet, Transcript},
    },
};

/// Builds the vocabulary of all trees.
pub(super) fn build(trees: &[Tree], names: &Names, diagnostics: &mut Vec<Diagnostic>) -> Vocabulary {
    let declarations: Vec<&Declaration> = trees
        .iter()
        .flat_map(|tree| &tree.items)
        .filter_map(|item| match &item.node {
            ItemKind::Declaration(declaration) => Some(declaration),
            _ => None,
        })
        .collect();
    let mut builder = Builder { names, diagnostics, declarations };
    let mut tables = Tables::default();
    builder.flat_kinds(&mut tables);
    builder.trees_of_names(&mut tables);
    builder.genes(&mut tables);
    builder.measured(&mut tables);
    implications::build(&builder.of(DeclarationKind::Disease), names, &mut tables, builder.diagnostics);
    tables.groups = builder.groups();
    builder.drugs(&mut tables);
    builder.regimens(&mut tables);
    builder.techniques(&mut tables);
    Vocabulary::from(tables)
}

struct Builder<'a> {
    names: &'a Names,
    diagnostics: &'a mut Vec<Diagnostic>,
    declarations: Vec<&'a Declaration>,
}

impl<'a> Builder<'a> {
    fn of(&self, kind: DeclarationKind) -> Vec<&'a Declaration> {
        self.declarations.iter().filter(|declaration| declaration.kind == kind).copied().collect()
    }

    fn period(&mut self, approval: &tree::Approval) -> Option<Period> {
        period(approval, self.names, self.diagnostics)
    }

    /// Kinds that name nothing but regions and each other's headers.
    fn flat_kinds(&mut self, tables: &mut Tables) {
        tables.scales = self
            .of(DeclarationKind::Scale)
            .iter()
            .map(|declaration| Scale {
                label: label(declaration),
                levels: clauses(declaration, |clause| match clause {
                    Clause::Level(name, meaning) => Some((name.node.clone(), meaning.node.clone())),
                    _ => None,
                })
                .collect(),
            })
            .collect();
        tables.sources = self.of(DeclarationKind::Source).iter().map(|declaration| source(declaration)).collect();
        tables.specimens = self
            .of(DeclarationKind::Specimen)
            .iter()
            .map(|declaration| Specimen {
                label: label(declaration),
                germline: clauses(declaration, |clause| matches!(clause, Clause::Germline).then_some(()))
                    .next()
                    .is_some(),
                conclusive_in: clauses(declaration, |clause| match clause {
                    Clause::Inconclusive(names) => Some(names),
                    _ => None,
                })
                .next()
                .map(|names| self.names.find_all(&self.names.diseases, names, self.diagnostics)),
            })
            .collect();
        tables.specialties = self
            .of(DeclarationKind::Specialty)
            .iter()
            .map(|declaration| Specialty { label: label(declaration) })
            .collect();
        let headers: Vec<_> = (self.declarations.iter())
            .filter(|declaration| matches!(declaration.kind, DeclarationKind::Guideline | DeclarationKind::Vocabulary))
            .copied()
            .collect();
        tables.guidelines = headers.into_iter().map(|declaration| self.guideline(declaration)).collect();
    }

    fn guideline(&mut self, declaration: &Declaration) -> Guideline {
        let mut guideline =
            Guideline { label: label(declaration), version: None, reviewed: None, regions: Vec::new(), amends: None };
        for clause in &declaration.clauses {
            match &clause.node {
                Clause::Version(version) => guideline.version = Some(version.node.clone()),
                Clause::Reviewed(date) => guideline.reviewed = Some(date.node),
                Clause::Regions(regions) => {
                    guideline.regions = self.names.find_all(&self.names.regions, regions, self.diagnostics)
                }
                Clause::Amends(name) => {
                    guideline.amends = self.names.find(&self.names.guidelines, name, self.diagnostics)
                }
                _ => {}
            }
        }
        if guideline.amends.is_some_and(|amended| self.names.guidelines.get(&declaration.name.node) == Some(amended)) {
            let message = format!("`{}` amends itself", declaration.name.node);
            self.diagnostics.push(Diagnostic::error(Code::InvalidAmendment, declaration.name.span, message).help(
                "an amendment stands in a file of its own; a guideline's own rules are changed where they stand",
            ));
        } else if guideline.amends.is_some() && guideline.regions.is_empty() {
            let message = format!("`{}` amends a guideline and names no region", declaration.name.node);
            self.diagnostics.push(
                Diagnostic::error(Code::InvalidAmendment, declaration.name.span, message)
                    .help("add a `region` clause: an amendment changes a guideline for a place"),
            );
        }
        guideline
    }

    /// Kinds that hang under their own kind: regions, diseases, classes.
    fn trees_of_names(&mut self, tables: &mut Tables) {
        let regions = self.of(DeclarationKind::Region);
        let parents = self.parents(&regions, &self.names.regions);
        tables.region_tree = self.tree(&regions, &parents);
        tables.regions = regions
            .iter()
            .zip(parents)
            .map(|(declaration, under)| Region { label: label(declaration), under })
            .collect();
        let diseases = self.of(DeclarationKind::Disease);
        let parents = self.parents(&diseases, &self.names.diseases);
        tables.disease_tree = self.tree(&diseases, &parents);
        tables.diseases = diseases
            .iter()
            .zip(parents)
            .map(|(declaration, under)| Disease {
                label: label(declaration),
                under,
                implies: Vec::new(),
                reads: Vec::new(),
            })
            .collect();
        let classes = self.of(DeclarationKind::Class);
        let parents = self.parents(&classes, &self.names.classes);
        self.tree(&classes, &parents);
        tables.classes = classes
            .iter()
            .zip(parents)
            .map(|(declaration, under)| Class { label: label(declaration), under })
            .collect();
    }

    fn parents<I: Id>(&mut self, declarations: &[&Declaration], scope: &super::names::Scope<I>) -> Vec<Option<I>> {
        let find = |declaration: &&Declaration| {
            let under = clauses(declaration, |clause| match clause {
                Clause::Under(name) => Some(name),
                _ => None,
            })
            .next()?;
            self.names.find(scope, under, self.diagnostics)
        };
        declarations.iter().map(find).collect()
    }

    fn tree<I: Id>(&mut self, declarations: &[&Declaration], parents: &[Option<I>]) -> Hierarchy<I> {
        let (hierarchy, cyclic) = Hierarchy::new(parents);
        let mut told = vec![false; declarations.len()];
        for id in cyclic {
            // A circle is one mistake, told of its first member.
            let around = std::iter::successors(parents[id.index()], |at| parents[at.index()]);
            let known = told[id.index()];
            around.take_while(|at| *at != id).take(declarations.len()).for_each(|at| told[at.index()] = true);
            if known {
                continue;
            }
            let name = &declarations[id.index()].name;
            let message = format!("`{}` is under itself", name.node);
            self.diagnostics.push(Diagnostic::error(Code::CyclicDefinition, name.span, message));
        }
        hierarchy
    }

    fn genes(&mut self, tables: &mut Tables) {
        for declaration in self.of(DeclarationKind::Gene) {
            let mut model = GeneModel {
                symbol: declaration.name.node.clone(),
                also: label(declaration).also,
                ..GeneModel::default()
            };
            for clause in &declaration.clauses {
                match &clause.node {
                    Clause::Transcript(name) => {
                        model.transcripts.push(Transcript { name: name.node.clone(), exons: Vec::new() });
                    }
                    Clause::Exons(ranges) => self.exons(clause.span, ranges, &mut model),
                    _ => {}
                }
            }
            // A set may name a set that stands before it.
            for clause in &declaration.clauses {
                if let Clause::Named(name, members) = &clause.node {
                    let patterns = alterations::resolve_all(members, &model, self.diagnostics);
                    model.named.push(NamedSet { name: name.node.clone(), patterns });
                }
            }
            let benign = clauses(declaration, |clause| match clause {
                Clause::Benign(alterations) => Some(alterations),
                _ => None,
            });
            let benign: Vec<_> = benign.flatten().cloned().collect();
            model.benign = alterations::resolve_all(&benign, &model, self.diagnostics);
            let positive = clauses(declaration, |clause| match clause {
                Clause::PositiveMeans(alterations) => Some(alterations),
                _ => None,
            });
            let positive: Vec<_> = positive.flatten().cloned().collect();
            let positive_means = alterations::resolve_all(&positive, &model, self.diagnostics);
            tables.genes.push(Gene { label: label(declaration), model, positive_means });
        }
    }

    fn exons(&mut self, span: Span, ranges: &[Located<tree::ExonRange>], model: &mut GeneModel) {
        let Some(transcript) = model.transcripts.last_mut() else {
            let message = "exons belong to the transcript before them, and none is named";
            self.diagnostics.push(
                Diagnostic::error(Code::MissingClause, span, message).help("put a `transcript` clause before `exons`"),
            );
            return;
        };
        for range in ranges {
            if transcript.exons.iter().any(|exon| exon.number == range.node.exon) {
                let message = format!("exon {} is given twice", range.node.exon);
                self.diagnostics.push(Diagnostic::error(Code::DuplicateName, range.span, message));
            } else {
                transcript.exons.push(Exon { number: range.node.exon, from: range.node.from, to: range.node.to });
            }
        }
    }

    fn groups(&mut self) -> Table<GroupId, Group> {
        let declarations = self.of(DeclarationKind::Group);
        let members_of = |declaration: &'a Declaration| {
            clauses(declaration, |clause| match clause {
                Clause::Members(names) => Some(names),
                _ => None,
            })
            .flatten()
        };
        for name in declarations.iter().flat_map(|declaration| members_of(declaration)) {
            let names = self.names;
            if names.genes.get(&name.node).is_none()
                && names.markers.get(&name.node).is_none()
                && names.groups.get(&name.node).is_none()
            {
                let candidates =
                    Names::all(&names.genes).chain(Names::all(&names.markers)).chain(Names::all(&names.groups));
                self.diagnostics.push(names.unknown(name, "gene, marker or group", candidates));
            }
        }
        let mut table = Table::default();
        for declaration in &declarations {
            let mut members = Set::new();
            let mut seen = Set::new();
            let mut open = vec![*declaration];
            while let Some(group) = open.pop() {
                if !seen.insert(&group.name.node) {
                    continue;
                }
                for name in members_of(group) {
                    // A circle is one mistake, told of the member that is declared first.
                    let later = |seen: &Set<&String>| {
                        declarations.iter().find(|group| seen.contains(&&group.name.node)).map(|first| &first.name.node)
                            != Some(&declaration.name.node)
                    };
                    if name.node == declaration.name.node && !later(&seen) {
                        let message = format!("the group `{}` is a member of itself", name.node);
                        self.diagnostics.push(Diagnostic::error(Code::CyclicDefinition, name.span, message));
                    }
                    match (
                        self.names.genes.get(&name.node),
                        self.names.markers.get(&name.node),
                        self.names.groups.get(&name.node),
                    ) {
                        (Some(gene), _, _) => drop(members.insert(Biomarker::Gene(gene))),
                        (_, Some(marker), _) => drop(members.insert(Biomarker::Marker(marker))),
                        (_, _, Some(inner)) => open.push(declarations[inner.index()]),
                        _ => {}
                    }
                }
            }
            table.push(Group { label: label(declaration), members: members.into_iter().collect() });
        }
        table
    }

    fn drugs(&mut self, tables: &mut Tables) {
        for declaration in self.of(DeclarationKind::Drug) {
            let mut drug = Drug { label: label(declaration), classes: Vec::new(), brands: Vec::new() };
            let mut classes: Set<ClassId> = Set::new();
            for clause in &declaration.clauses {
                match &clause.node {
                    Clause::Classes(names) => {
                        for class in self.names.find_all(&self.names.classes, names, self.diagnostics) {
                            let up = std::iter::successors(Some(class), |at| tables.classes[*at].under);
                            classes.extend(up.take(tables.classes.len() + 1));
                        }
                    }
                    Clause::Brand(region, brand) => {
                        if let Some(region) = self.names.find(&self.names.regions, region, self.diagnostics) {
                            drug.brands.push((region, brand.node.clone()));
                        }
                    }
                    _ => {}
                }
            }
            drug.classes = classes.into_iter().collect();
            tables.drugs.push(drug);
        }
    }

    fn techniques(&mut self, tables: &mut Tables) {
        let declarations = self.of(DeclarationKind::Method);
        let parents = self.parents(&declarations, &self.names.methods);
        tables.method_tree = self.tree(&declarations, &parents);
        let own: Vec<Detection> =
            declarations.iter().map(|declaration| self.detection(declaration, &tables.genes)).collect();
        for (index, declaration) in declarations.iter().enumerate() {
            // What a method does not say of itself, the nearest more general method says of it.
            let mut detection = own[index].clone();
            let ancestors: Vec<MethodId> =
                std::iter::successors(parents[index], |at| parents[at.index()]).take(parents.len()).collect();
            ancestors.iter().for_each(|ancestor| inherit(&mut detection, &own[ancestor.index()]));
            tables.methods.push(Method { label: label(declaration), under: parents[index], detection });
        }
        for declaration in self.of(DeclarationKind::Assay) {
            let mut detection = self.detection(declaration, &tables.genes);
            let mut assay = Assay {
                label: label(declaration),
                method: MethodId::from_index(0),
                detection: Detection::default(),
                companion_for: Vec::new(),
                available: Vec::new(),
            };
            for clause in &declaration.clauses {
                match &clause.node {
                    Clause::Method(name) => {
                        if let Some(method) = self.names.find(&self.names.methods, name, self.diagnostics) {
                            assay.method = method;
                            // A product that measures markers, and says of no gene that it covers it, looks at none.
                            let markers_alone = detection.covers.is_none()
                                && detection.detects.is_empty()
                                && !detection.measures.is_empty();
                            let measured = detection.measures.clone();
                            inherit(&mut detection, &tables.methods[method].detection);
                            // What other tests of its method measure says nothing of a product.
                            detection.measures = measured;
                            if markers_alone {
                                detection.detects.clear();
                            }
                        }
                    }
                    Clause::Companion(drugs) => {
                        assay.companion_for.extend(self.names.find_all(&self.names.drugs, drugs, self.diagnostics));
                    }
                    Clause::Available(approval) => assay.available.extend(self.period(approval)),
                    _ => {}
                }
            }
            assay.detection = detection;
            tables.assays.push(assay);
        }
    }

    fn detection(&mut self, declaration: &Declaration, genes: &Table<GeneId, Gene>) -> Detection {
        let mut detection = Detection::default();
        for clause in &declaration.clauses {
            match &clause.node {
                Clause::Covers(names) => {
                    let genes = self.names.find_all(&self.names.genes, names, self.diagnostics);
                    detection.covers.get_or_insert_default().extend(genes);
                }
                Clause::Detects(forms, of) => {
                    let of = self.names.find_all(&self.names.genes, of, self.diagnostics);
                    detection.detects.extend(self.detects(forms, of, genes));
                }
                Clause::Measures(names) => {
                    detection.measures.extend(self.names.find_all(&self.names.markers, names, self.diagnostics))
                }
                Clause::Specimens(names) => {
                    detection.specimens.extend(self.names.find_all(&self.names.specimens, names, self.diagnostics));
                }
                Clause::NegativeInconclusive(names) => {
                    let specimens = self.names.find_all(&self.names.specimens, names, self.diagnostics);
                    detection.negative_inconclusive_on.extend(specimens);
                }
                Clause::Turnaround(days) => detection.turnaround_days = Some(days.node),
                _ => {}
            }
        }
        detection
    }

    /// One entry for each gene where genes are named: a change such as `L858R` is read with its gene.
    fn detects(&mut self, forms: &[tree::Alteration], of: Vec<GeneId>, genes: &Table<GeneId, Gene>) -> Vec<Detects> {
        if of.is_empty() {
            let patterns = alterations::resolve_all(forms, &GeneModel::default(), self.diagnostics);
            return vec![Detects { patterns, genes: None }];
        }
        of.into_iter()
            .map(|gene| Detects {
                patterns: alterations::resolve_all(forms, &genes[gene].model, self.diagnostics),
                genes: Some(vec![gene]),
            })
            .collect()
    }
}

/// What the more general technique says, wherever this one says nothing.
fn inherit(detection: &mut Detection, general: &Detection) {
    fn fill<T: Clone>(own: &mut Vec<T>, general: &[T]) {
        if own.is_empty() {
            own.extend_from_slice(general);
        }
    }
    if detection.covers.is_none() {
        detection.covers.clone_from(&general.covers);
    }
    fill(&mut detection.detects, &general.detects);
    fill(&mut detection.measures, &general.measures);
    fill(&mut detection.specimens, &general.specimens);
    fill(&mut detection.negative_inconclusive_on, &general.negative_inconclusive_on);
    detection.turnaround_days = detection.turnaround_days.or(general.turnaround_days);
}

/// What a function picks from the clauses of a declaration.
fn clauses<'a, T>(
    declaration: &'a Declaration,
    pick: impl Fn(&'a Clause) -> Option<T> + 'a,
) -> impl Iterator<Item = T> + 'a {
    declaration.clauses.iter().filter_map(move |clause| pick(&clause.node))
}

fn label(declaration: &Declaration) -> Label {
    let mut label = Label {
        name: declaration.name.node.clone(),
        title: declaration.title.as_ref().map(|title| title.node.clone()).unwrap_or_default(),
        ..Label::default()
    };
    for clause in &declaration.clauses {
        match &clause.node {
            Clause::Also(names) => label.also.extend(names.iter().map(|name| name.node.clone())),
            Clause::Codes(system, codes) => label.codes.extend(codes.iter().map(|code| (*system, code.node.clone()))),
            _ => {}
        }
    }
    label
}

fn source(declaration: &Declaration) -> SourceDocument {
    let mut source = SourceDocument {
        label: label(declaration),
        publisher: String::new(),
        dated: None,
        doi: None,
        pmid: None,
        link: None,
        licence: None,
    };
    for clause in &declaration.clauses {
        match &clause.node {
            Clause::Publisher(name) => source.publisher.clone_from(&name.node),
            Clause::Dated(date) => source.dated = Some(date.node),
            Clause::Doi(text) => source.doi = Some(text.node.clone()),
            Clause::Pmid(text) => source.pmid = Some(text.node.clone()),
            Clause::Link(text) => source.link = Some(text.node.clone()),
            Clause::Licence(text) => source.licence = Some(text.node.clone()),
            _ => {}
        }
    }
    source
}

/// A region and a time; a time that ends before it starts is a finding.
pub(super) fn period(approval: &tree::Approval, names: &Names, diagnostics: &mut Vec<Diagnostic>) -> Option<Period> {
    let region = names.find(&names.regions, &approval.region, diagnostics)?;
    let day = |day: &tree::Day| Day { date: day.date.node, or_earlier: day.or_earlier };
    let (since, until) = (day(&approval.since), approval.until.as_ref().map(day));
    if let (Some(end), Some(until)) = (&approval.until, until)
        && until.date <= since.date
    {
        let message = format!("it ends on {}, not after it starts on {}", until.date, since.date);
        diagnostics.push(Diagnostic::error(Code::InvalidPeriod, end.date.span, message));
    }
    Some(Period { region, since, until })
}
