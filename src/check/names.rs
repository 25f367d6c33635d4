//! Which name is declared where: the first pass over the trees, and every look-up after it.

use crate::{
    diagnostics::{Code, Diagnostic},
    ordered::Map,
    syntax::tree::{Clause, DeclarationKind, ItemKind, Name, Tree},
    text::Span,
    vocabulary::{
        AssayId, ClassId, DefineId, DiseaseId, DrugId, FactId, GeneId, GroupId, GuidelineId, Id, MarkerId, MethodId,
        RegimenId, RegionId, RuleId, ScaleId, SourceDocumentId, SpecialtyId, SpecimenId, fold,
    },
};
use rustc_hash::FxHashMap;
use std::marker::PhantomData;

/// The names of one kind.
#[derive(Debug)]
pub(super) struct Scope<I> {
    /// What the kind is called in messages: `gene`.
    kind: &'static str,
    /// The number of each, and where it is declared.
    names: FxHashMap<String, (usize, Span)>,
    ids: PhantomData<I>,
    next: usize,
}

impl<I: Id> Scope<I> {
    fn new(kind: &'static str) -> Scope<I> {
        Scope { kind, names: FxHashMap::default(), ids: PhantomData, next: 0 }
    }

    fn declare(&mut self, name: &Name, diagnostics: &mut Vec<Diagnostic>) {
        let number = self.next;
        self.next += 1;
        if let Some((_, first)) = self.names.get(&name.node) {
            let message = format!("the {} `{}` is declared twice", self.kind, name.node);
            diagnostics
                .push(Diagnostic::error(Code::DuplicateName, name.span, message).and(*first, "first declared here"));
        } else {
            self.names.insert(name.node.clone(), (number, name.span));
        }
    }

    /// Adds a synonym of the entry declared as number `index`.
    fn synonym(&mut self, name: &Name, index: usize, diagnostics: &mut Vec<Diagnostic>) {
        match self.names.get(&name.node) {
            Some((known, first)) if *known != index => {
                let message = format!("`{}` already names another {}", name.node, self.kind);
                diagnostics
                    .push(Diagnostic::error(Code::AmbiguousName, name.span, message).and(*first, "it is named here"));
            }
            Some(_) => {}
            None => {
                self.names.insert(name.node.clone(), (index, name.span));
            }
        }
    }

    /// The entry of that name.
    pub fn get(&self, name: &str) -> Option<I> {
        self.names.get(name).map(|(number, _)| I::from_index(*number))
    }

    /// Where the name is declared.
    pub fn place(&self, name: &str) -> Option<Span> {
        self.names.get(name).map(|(_, span)| *span)
    }
}

/// The names of every kind.
#[derive(Debug)]
pub(super) struct Names {
    pub regions: Scope<RegionId>,
    pub diseases: Scope<DiseaseId>,
    pub genes: Scope<GeneId>,
    pub groups: Scope<GroupId>,
    pub markers: Scope<MarkerId>,
    pub drugs: Scope<DrugId>,
    pub classes: Scope<ClassId>,
    pub regimens: Scope<RegimenId>,
    pub methods: Scope<MethodId>,
    pub assays: Scope<AssayId>,
    pub specimens: Scope<SpecimenId>,
    pub specialties: Scope<SpecialtyId>,
    pub facts: Scope<FactId>,
    pub scales: Scope<ScaleId>,
    pub sources: Scope<SourceDocumentId>,
    pub guidelines: Scope<GuidelineId>,
    pub defines: Scope<DefineId>,
    pub rules: Scope<RuleId>,
    /// The declared names that people may mean by a title, a brand or another spelling, case and hyphens aside.
    called: FxHashMap<String, Vec<String>>,
}

impl Names {
    /// Collects what the trees declare. Ids follow the order of the items.
    pub fn collect(trees: &[Tree], diagnostics: &mut Vec<Diagnostic>) -> Names {
        let mut names = Names {
            regions: Scope::new("region"),
            diseases: Scope::new("disease"),
            genes: Scope::new("gene"),
            groups: Scope::new("group"),
            markers: Scope::new("marker"),
            drugs: Scope::new("drug"),
            classes: Scope::new("class of drugs"),
            regimens: Scope::new("regimen"),
            methods: Scope::new("method"),
            assays: Scope::new("assay"),
            specimens: Scope::new("specimen"),
            specialties: Scope::new("specialty"),
            facts: Scope::new("fact"),
            scales: Scope::new("scale"),
            sources: Scope::new("source"),
            guidelines: Scope::new("guideline"),
            defines: Scope::new("definition"),
            rules: Scope::new("rule"),
            called: FxHashMap::default(),
        };
        let items = || trees.iter().flat_map(|tree| &tree.items);
        // Names first, synonyms after them: a synonym must not take a name that a later item declares.
        for item in items() {
            match &item.node {
                ItemKind::Declaration(declaration) => names.declare(declaration.kind, &declaration.name, diagnostics),
                ItemKind::Define(define) => names.defines.declare(&define.name, diagnostics),
                ItemKind::Rule(rule) if !rule.replaces => names.rules.declare(&rule.name, diagnostics),
                _ => {}
            }
        }
        let mut counts: Map<DeclarationKind, usize> = Map::new();
        for item in items() {
            if let ItemKind::Declaration(declaration) = &item.node {
                let index = counts.or_default(scope_kind(declaration.kind));
                let known = &declaration.name.node;
                let mut called: Vec<&str> = vec![known];
                called.extend(declaration.title.iter().map(|title| title.node.as_str()));
                for clause in &declaration.clauses {
                    match &clause.node {
                        Clause::Also(also) => {
                            also.iter().for_each(|name| names.synonym(declaration.kind, name, *index, diagnostics));
                            called.extend(also.iter().map(|name| name.node.as_str()));
                        }
                        Clause::Brand(_, brand) => called.push(&brand.node),
                        _ => {}
                    }
                }
                called.iter().for_each(|name| names.called.entry(fold(name)).or_default().push(known.clone()));
                *index += 1;
            }
        }
        names
    }

    fn declare(&mut self, kind: DeclarationKind, name: &Name, diagnostics: &mut Vec<Diagnostic>) {
        match kind {
            DeclarationKind::Guideline | DeclarationKind::Vocabulary => self.guidelines.declare(name, diagnostics),
            DeclarationKind::Source => self.sources.declare(name, diagnostics),
            DeclarationKind::Scale => self.scales.declare(name, diagnostics),
            DeclarationKind::Region => self.regions.declare(name, diagnostics),
            DeclarationKind::Disease => self.diseases.declare(name, diagnostics),
            DeclarationKind::Gene => self.genes.declare(name, diagnostics),
            DeclarationKind::Group => self.groups.declare(name, diagnostics),
            DeclarationKind::Marker => self.markers.declare(name, diagnostics),
            DeclarationKind::Drug => self.drugs.declare(name, diagnostics),
            DeclarationKind::Class => self.classes.declare(name, diagnostics),
            DeclarationKind::Regimen => self.regimens.declare(name, diagnostics),
            DeclarationKind::Method => self.methods.declare(name, diagnostics),
            DeclarationKind::Assay => self.assays.declare(name, diagnostics),
            DeclarationKind::Specimen => self.specimens.declare(name, diagnostics),
            DeclarationKind::Specialty => self.specialties.declare(name, diagnostics),
            DeclarationKind::Fact => self.facts.declare(name, diagnostics),
        }
    }

    fn synonym(&mut self, kind: DeclarationKind, name: &Name, index: usize, diagnostics: &mut Vec<Diagnostic>) {
        match kind {
            DeclarationKind::Region => self.regions.synonym(name, index, diagnostics),
            DeclarationKind::Disease => self.diseases.synonym(name, index, diagnostics),
            DeclarationKind::Gene => self.genes.synonym(name, index, diagnostics),
            DeclarationKind::Marker => self.markers.synonym(name, index, diagnostics),
            DeclarationKind::Drug => self.drugs.synonym(name, index, diagnostics),
            DeclarationKind::Class => self.classes.synonym(name, index, diagnostics),
            DeclarationKind::Regimen => self.regimens.synonym(name, index, diagnostics),
            DeclarationKind::Method => self.methods.synonym(name, index, diagnostics),
            DeclarationKind::Assay => self.assays.synonym(name, index, diagnostics),
            DeclarationKind::Specimen => self.specimens.synonym(name, index, diagnostics),
            DeclarationKind::Specialty => self.specialties.synonym(name, index, diagnostics),
            DeclarationKind::Fact => self.facts.synonym(name, index, diagnostics),
            // The other kinds have no `also` clause.
            DeclarationKind::Guideline
            | DeclarationKind::Vocabulary
            | DeclarationKind::Source
            | DeclarationKind::Scale
            | DeclarationKind::Group => {}
        }
    }

    /// The kinds of which a name is declared, to say what it is where it is not what was asked for.
    fn kinds_of(&self, name: &str) -> Vec<&'static str> {
        macro_rules! kinds {
            ($($scope:ident)*) => {
                [$(self.$scope.get(name).map(|_| self.$scope.kind)),*].into_iter().flatten().collect()
            };
        }
        kinds!(regions diseases genes groups markers drugs classes regimens methods assays specimens specialties facts scales sources guidelines defines rules)
    }

    /// The finding that a name means none of the things that may stand here.
    pub fn unknown<'a>(&self, name: &Name, wanted: &str, candidates: impl IntoIterator<Item = &'a str>) -> Diagnostic {
        let kinds = self.kinds_of(&name.node);
        if kinds.is_empty() {
            let message = format!("no {wanted} is called `{}`", name.node);
            let help = match wanted {
                "definition" | "rule" | "source" | "guideline" => "nothing of that name is declared in this rulebook",
                _ => "nothing in the vocabulary has this name; declare it there, or use a name that is",
            };
            let finding = Diagnostic::error(Code::UnknownName, name.span, message).help(help);
            let candidates: Vec<&str> = candidates.into_iter().collect();
            let called = self.called.get(&fold(&name.node)).into_iter().flatten();
            let alike = candidates.iter().find(|known| fold(known) == fold(&name.node)).copied();
            match alike.or_else(|| called.clone().map(String::as_str).find(|known| candidates.contains(known))) {
                Some(known) => finding.offer(known),
                None => match called.map(String::as_str).next() {
                    // It is close to a name of another kind: `PDL1` to the group `PD-L1`.
                    Some(other) => {
                        let kind = self.kinds_of(other).into_iter().next().unwrap_or("name");
                        let advice = instead(kind, wanted, other).map(|advice| format!("; {advice}"));
                        finding.help(format!("`{other}` is {}{}", a(kind), advice.unwrap_or_default()))
                    }
                    None => finding.suggest(&name.node, candidates),
                },
            }
        } else {
            let a =
                |kind: &str| format!("{} {kind}", if kind.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" });
            let is: Vec<String> = kinds.iter().map(|kind| a(kind)).collect();
            let message = format!("`{}` is {}, where {} is needed", name.node, is.join(" and "), a(wanted));
            let finding = Diagnostic::error(Code::WrongKind, name.span, message);
            match kinds.iter().find_map(|kind| instead(kind, wanted, &name.node)) {
                Some(help) => finding.help(help),
                None => finding,
            }
        }
    }

    /// The entry of a name in one scope, or a finding.
    pub fn find<I: Id>(&self, scope: &Scope<I>, name: &Name, diagnostics: &mut Vec<Diagnostic>) -> Option<I> {
        let found = scope.get(&name.node);
        if found.is_none() {
            diagnostics.push(self.unknown(name, scope.kind, scope.names.keys().map(String::as_str)));
        }
        found
    }

    /// The entries of several names, and findings for those that have none.
    pub fn find_all<I: Id>(&self, scope: &Scope<I>, names: &[Name], diagnostics: &mut Vec<Diagnostic>) -> Vec<I> {
        names.iter().filter_map(|name| self.find(scope, name, diagnostics)).collect()
    }

    /// All names of some scopes, to suggest one.
    pub fn all<'a, I: Id>(scope: &'a Scope<I>) -> impl Iterator<Item = &'a str> + use<'a, I> {
        scope.names.keys().map(String::as_str)
    }
}

/// Guidelines and vocabularies share one scope: both are headers of a file.
fn scope_kind(kind: DeclarationKind) -> DeclarationKind {
    if kind == DeclarationKind::Vocabulary { DeclarationKind::Guideline } else { kind }
}

/// A kind with its article.
fn a(kind: &str) -> String {
    format!("{} {kind}", if kind.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" })
}

/// How to write what was probably meant where a name of one kind stands in the place of another.
fn instead(kind: &str, wanted: &str, name: &str) -> Option<String> {
    Some(match (kind, wanted) {
        ("class of drugs", "drug") => format!("write `class {name}`"),
        ("drug", "class of drugs") => format!("write `{name}` without `class`"),
        ("regimen", "drug") => "rules name the drugs of a regimen; only histories name it as a whole".to_owned(),
        ("group", "gene") => format!("write `any of {name}`"),
        ("group", _) if wanted.starts_with("fact") => "ask about each member of the group by its own name".to_owned(),
        ("gene", "group") => format!("write `{name}` without `any of`"),
        ("gene", "definition" | "fact or marker") => {
            format!("write `{name} has …` for an alteration, or `{name} is wild-type`")
        }
        ("disease", "definition") => format!("write `disease is {name}`"),
        ("fact" | "marker", "definition") => format!("write `{name} is …`, or compare it with a number"),
        ("marker", "gene") => format!("it has a value and no alterations: write `{name} is …`, or compare it"),
        _ => return None,
    })
}
