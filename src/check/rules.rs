//! Definitions, rules and amendments.

use super::{
    conditions::{Resolver, asks_knownness},
    definitions::{self, Fault, MAX_DEPTH},
    names::Names,
    place,
    program::{
        Actions, Agent, Amendment, Avoid, Condition, Define, Grade, Hold, Program, Rule, Ruleset, Test, Timing,
        Treatment, Trial,
    },
    vocabulary::period,
};
use crate::{
    diagnostics::{Code, Diagnostic},
    ordered::Set,
    syntax::tree::{self, ItemKind, Located, Name, RuleClause, Tree},
    text::{Sources, Span},
    vocabulary::{Biomarker, Citation, DefineId, GuidelineId, Id, RuleId, SpecimenId, Table, Technique, Vocabulary},
};

/// Resolves what the trees define, recommend and amend.
pub(super) fn build(
    sources: &Sources,
    trees: &[Tree],
    names: &Names,
    vocabulary: Vocabulary,
    diagnostics: &mut Vec<Diagnostic>,
) -> Program {
    let resolver = Resolver { names, vocabulary: &vocabulary, diagnostics };
    let mut builder = Builder { sources, resolver, amending: Set::new() };
    let defines = builder.defines(trees);
    let rules = builder.rules(trees, &defines);
    Program { rules: Ruleset { defines, rules, vocabulary }, ..Program::default() }
}

/// A condition that could not be resolved: it holds for nobody, and the finding that says why is an error.
fn broken() -> Condition {
    Condition::Any(Vec::new())
}

struct Builder<'a, 'b> {
    sources: &'a Sources,
    resolver: Resolver<'b>,
    /// The headers that say what they amend.
    amending: Set<GuidelineId>,
}

impl Builder<'_, '_> {
    fn report(&mut self, diagnostic: Diagnostic) {
        self.resolver.diagnostics.push(diagnostic);
    }

    fn defines(&mut self, trees: &[Tree]) -> Table<DefineId, Define> {
        let items = trees.iter().flat_map(|tree| &tree.items).filter_map(|item| match &item.node {
            ItemKind::Define(define) => Some((define, item.span)),
            _ => None,
        });
        let mut table = Table::default();
        let mut places = Vec::new();
        for (define, span) in items {
            places.push(define.name.span);
            table.push(Define {
                name: define.name.node.clone(),
                title: text(&define.title),
                condition: self.resolver.condition(&define.condition).unwrap_or_else(broken),
                place: place(self.sources, span),
            });
        }
        for (id, fault) in definitions::faults(&table) {
            let name = &table[id].name;
            let told = match fault {
                Fault::Cyclic => Some((Code::CyclicDefinition, format!("`{name}` is defined by itself"))),
                Fault::TooDeep => {
                    Some((Code::NestingTooDeep, format!("`{name}` is defined through more than {MAX_DEPTH} levels")))
                }
                Fault::LeadsThere => None,
            };
            if let Some((code, message)) = told {
                self.report(Diagnostic::error(code, places[id.index()], message));
            }
            if let Some(define) = table.get_mut(id) {
                define.condition = broken();
            }
        }
        table
    }

    fn rules(&mut self, trees: &[Tree], defines: &Table<DefineId, Define>) -> Table<RuleId, Rule> {
        let mut table: Table<RuleId, Rule> = Table::default();
        // Rules of their own name first, so that their ids are those that names were collected with.
        let mut replacements = Vec::new();
        let mut withdrawals = Vec::new();
        for tree in trees {
            let guideline = self.header(tree);
            for item in &tree.items {
                match &item.node {
                    // Without a header a file amends nothing; that it has none is told.
                    ItemKind::Rule(rule) if rule.replaces => {
                        replacements.extend(guideline.map(|guideline| (guideline, rule, item.span)));
                    }
                    ItemKind::Rule(rule) => {
                        // A rule without a guideline is never compiled; any id keeps its place in the table.
                        let guideline = guideline.unwrap_or(GuidelineId::from_index(0));
                        table.push(self.rule(rule, item.span, guideline, defines));
                    }
                    ItemKind::Withdraw(withdraw) => {
                        withdrawals.extend(guideline.map(|guideline| (guideline, withdraw)));
                    }
                    _ => {}
                }
            }
        }
        for (guideline, replacement, span) in replacements {
            let Some(original) = self.amended(guideline, &replacement.name, &table) else { continue };
            let mut rule = self.rule(replacement, span, guideline, defines);
            rule.replaces = Some(original);
            if rule.title.is_empty() {
                rule.title.clone_from(&table[original].title);
            }
            let amendment = Amendment {
                by: guideline,
                replacement: None,
                because: rule.because.clone(),
                citations: rule.citations.clone(),
            };
            let id = table.push(rule);
            if let Some(original) = table.get_mut(original) {
                original.amendments.push(Amendment { replacement: Some(id), ..amendment });
            }
        }
        for (guideline, withdraw) in withdrawals {
            let Some(original) = self.amended(guideline, &withdraw.rule, &table) else { continue };
            let citations = self.citations(&withdraw.citations);
            if let Some(original) = table.get_mut(original) {
                let because = text(&withdraw.because);
                original.amendments.push(Amendment { by: guideline, replacement: None, because, citations });
            }
        }
        table
    }

    /// The header of a file. A file of rules without one is a finding.
    fn header(&mut self, tree: &Tree) -> Option<GuidelineId> {
        let mut headers = tree.items.iter().filter_map(|item| match &item.node {
            ItemKind::Declaration(declaration)
                if matches!(declaration.kind, tree::DeclarationKind::Guideline | tree::DeclarationKind::Vocabulary) =>
            {
                Some(declaration)
            }
            _ => None,
        });
        let first = headers.next();
        let header = first.and_then(|declaration| self.resolver.names.guidelines.get(&declaration.name.node));
        if let (Some(first), Some(second)) = (first, headers.next()) {
            let finding = Diagnostic::error(
                Code::DuplicateClause,
                second.name.span,
                "a file has one header, and this is its second",
            );
            self.report(
                finding.and(first.name.span, "the first").help("put what belongs to it into a file of its own"),
            );
        }
        if let (Some(header), Some(first)) = (header, first)
            && first.clauses.iter().any(|clause| matches!(clause.node, tree::Clause::Amends(_)))
        {
            self.amending.insert(header);
        }
        let first_rule = tree.items.iter().find_map(|item| match &item.node {
            ItemKind::Rule(rule) => Some(rule.name.span),
            ItemKind::Withdraw(withdraw) => Some(withdraw.rule.span),
            _ => None,
        });
        let is_broken = tree.broken.iter().any(|item| ["guideline", "vocabulary"].contains(&item.keyword.as_str()));
        if let (None, false, Some(span)) = (header, is_broken, first_rule) {
            self.report(
                Diagnostic::error(Code::MissingClause, span, "this file has rules and no `guideline` header")
                    .help("start the file with `guideline NAME \"title\"`"),
            );
        }
        header
    }

    /// The rule that an amendment is about, where the file may amend it.
    fn amended(&mut self, by: GuidelineId, name: &Name, rules: &Table<RuleId, Rule>) -> Option<RuleId> {
        let id = self.resolver.names.find(&self.resolver.names.rules, name, self.resolver.diagnostics)?;
        let guidelines = &self.resolver.vocabulary.guidelines;
        let message = match guidelines[by].amends {
            // What it amends is a name that nothing declares, and a finding says so.
            None if self.amending.contains(&by) => return None,
            None => format!("`{}` is changed in a file that amends no guideline", name.node),
            Some(amended) if amended != rules[id].guideline => format!(
                "`{}` belongs to the guideline `{}`, and this file amends `{}`",
                name.node, guidelines[rules[id].guideline].label.name, guidelines[amended].label.name
            ),
            Some(_) => return Some(id),
        };
        self.report(
            Diagnostic::error(Code::InvalidAmendment, name.span, message)
                .help("name the guideline in the file's header: `amends GUIDELINE`"),
        );
        None
    }

    fn rule(
        &mut self,
        rule: &tree::Rule,
        span: Span,
        guideline: GuidelineId,
        defines: &Table<DefineId, Define>,
    ) -> Rule {
        let mut resolved = Rule {
            name: rule.name.node.clone(),
            title: text(&rule.title),
            guideline,
            place: place(self.sources, span),
            text: self.sources.text(span).trim_end().to_owned(),
            from: None,
            until: None,
            emerging: false,
            when: broken(),
            unless: None,
            actions: Actions::default(),
            grades: Vec::new(),
            supersedes: Vec::new(),
            citations: Vec::new(),
            because: String::new(),
            patient: String::new(),
            amendments: Vec::new(),
            replaces: None,
        };
        for clause in &rule.clauses {
            self.clause(clause, &mut resolved);
        }
        self.authority(rule, &resolved);
        self.period(rule, &resolved);
        self.no_treatment_on_unknown(rule, &resolved, defines);
        resolved
    }

    fn clause(&mut self, clause: &Located<RuleClause>, rule: &mut Rule) {
        let names = self.resolver.names;
        match &clause.node {
            RuleClause::From(date) => rule.from = Some(date.node),
            RuleClause::Until(date) => rule.until = Some(date.node),
            RuleClause::Emerging => rule.emerging = true,
            RuleClause::When(condition) => rule.when = self.resolver.condition(condition).unwrap_or_else(broken),
            RuleClause::Unless(condition) => {
                rule.unless = Some(self.resolver.condition(condition).unwrap_or_else(broken))
            }
            RuleClause::Test(test) => {
                let test = self.test(test);
                rule.actions.tests.push(test);
            }
            RuleClause::Treat(treat) => {
                let regimen: Option<Vec<Agent>> =
                    treat.regimen.iter().map(|agent| self.resolver.agent(agent)).collect();
                let approvals = treat
                    .approvals
                    .iter()
                    .filter_map(|approval| period(&approval.node, names, self.resolver.diagnostics))
                    .collect();
                rule.actions.treatments.extend(regimen.map(|regimen| Treatment { regimen, approvals }));
            }
            RuleClause::Avoid(agents) => rule.actions.avoid.extend(self.agents(agents)),
            RuleClause::Hold(agents, until) => {
                let hold = Hold { agents: self.agents(agents), until: self.biomarkers(until) };
                rule.actions.holds.push(hold);
            }
            RuleClause::Refer(to) => {
                rule.actions.referrals.extend(names.find_all(&names.specialties, to, self.resolver.diagnostics));
            }
            RuleClause::Trial(registration, regions) => rule.actions.trials.push(Trial {
                registration: registration.node.clone(),
                regions: names.find_all(&names.regions, regions, self.resolver.diagnostics),
            }),
            RuleClause::Note(note) => rule.actions.notes.push(note.node.clone()),
            RuleClause::Grade(grades) => {
                rule.grades.extend(grades.iter().filter_map(|grade| self.grade(grade)).collect::<Vec<_>>())
            }
            RuleClause::Supersedes(rules) => {
                rule.supersedes.extend(names.find_all(&names.rules, rules, self.resolver.diagnostics))
            }
            RuleClause::Cite(citations) => rule.citations.extend(self.citations(citations)),
            RuleClause::Because(because) => rule.because.clone_from(&because.node),
            RuleClause::Patient(patient) => rule.patient.clone_from(&patient.node),
        }
    }

    fn agents(&mut self, agents: &[tree::Agent]) -> Vec<Avoid> {
        agents
            .iter()
            .filter_map(|agent| Some(Avoid { agent: self.resolver.agent(agent)?, alone: agent.alone }))
            .collect()
    }

    fn test(&mut self, test: &tree::TestAction) -> Test {
        Test {
            biomarkers: self.biomarkers(&test.biomarkers),
            by: test.methods.iter().filter_map(|name| self.resolver.technique(name)).collect(),
            on: test.specimens.iter().filter_map(|name| self.specimen(name)).collect(),
            when: test.timing.as_ref().map(|timing| match &timing.node {
                tree::Timing::Before(words) => Timing::Words(format!("before {words}")),
                tree::Timing::At(words) => Timing::Words(format!("at {words}")),
                tree::Timing::WithinDays(days) => Timing::WithinDays(*days),
            }),
        }
    }

    fn specimen(&mut self, name: &Name) -> Option<SpecimenId> {
        self.resolver.names.find(&self.resolver.names.specimens, name, self.resolver.diagnostics)
    }

    fn biomarkers(&mut self, written: &[Name]) -> Vec<Biomarker> {
        written.iter().flat_map(|name| self.resolver.biomarkers(name)).collect()
    }

    fn grade(&mut self, grade: &tree::Grade) -> Option<Grade> {
        let names = self.resolver.names;
        let scales = &self.resolver.vocabulary.scales;
        let of = |scale| scales[scale].levels.iter().position(|(name, _)| *name == grade.level.node);
        let candidates: Vec<_> = match &grade.scale {
            Some(name) => names.find(&names.scales, name, self.resolver.diagnostics).into_iter().collect(),
            None => scales.ids().collect(),
        };
        let found: Vec<Grade> =
            candidates.iter().filter_map(|scale| Some(Grade { scale: *scale, level: of(*scale)? as u32 })).collect();
        match found.as_slice() {
            [grade] => Some(*grade),
            [] => {
                let known = candidates.iter().flat_map(|scale| &scales[*scale].levels).map(|(name, _)| name.as_str());
                let message = format!("no scale has a level `{}`", grade.level.node);
                let finding =
                    Diagnostic::error(Code::UnknownValue, grade.level.span, message).suggest(&grade.level.node, known);
                if !candidates.is_empty() {
                    self.report(finding);
                }
                None
            }
            several => {
                let scales: Vec<_> =
                    several.iter().map(|grade| format!("`{}`", scales[grade.scale].label.name)).collect();
                let message = format!("the level `{}` is one of {}", grade.level.node, scales.join(" and of "));
                let help = "put the name of the scale before the level";
                self.report(Diagnostic::error(Code::AmbiguousName, grade.level.span, message).help(help));
                None
            }
        }
    }

    fn citations(&mut self, citations: &[tree::Citation]) -> Vec<Citation> {
        let names = self.resolver.names;
        citations
            .iter()
            .filter_map(|citation| {
                let source = names.find(&names.sources, &citation.source, self.resolver.diagnostics)?;
                Some(Citation { source, locator: citation.locator.as_ref().map(|locator| locator.node.clone()) })
            })
            .collect()
    }

    /// Every recommendation carries its authority and its reasons.
    fn authority(&mut self, rule: &tree::Rule, resolved: &Rule) {
        let actions = &resolved.actions;
        let advises = !(actions.tests.is_empty()
            && actions.treatments.is_empty()
            && actions.avoid.is_empty()
            && actions.holds.is_empty());
        let wrote = |wanted: fn(&RuleClause) -> bool| rule.clauses.iter().any(|clause| wanted(&clause.node));
        let name = &rule.name;
        if !wrote(|clause| {
            use RuleClause::*;
            matches!(clause, Test(_) | Treat(_) | Avoid(_) | Hold(..) | Refer(_) | Trial(..) | Note(_))
        }) {
            let message = format!("the rule `{}` recommends nothing", name.node);
            let help = "add `test`, `treat`, `avoid`, `hold`, `refer`, `trial` or `note`";
            self.report(Diagnostic::error(Code::NothingRecommended, name.span, message).help(help));
        }
        if !wrote(|clause| matches!(clause, RuleClause::Cite(_))) {
            let message = format!("the rule `{}` cites no source", name.node);
            self.report(
                Diagnostic::error(Code::MissingCitation, name.span, message).help("add `cite SOURCE \"where in it\"`"),
            );
        }
        if advises && !wrote(|clause| matches!(clause, RuleClause::Grade(_))) {
            let message = format!("the rule `{}` has no grade", name.node);
            self.report(
                Diagnostic::error(Code::MissingGrade, name.span, message)
                    .help("add `grade LEVEL`, the strength that its source gives it"),
            );
        }
        for (wanted, missing, whom) in [
            ("because", resolved.because.trim().is_empty(), "the clinician"),
            ("patient", resolved.patient.trim().is_empty(), "the patient"),
        ] {
            if advises && missing {
                let message = format!("the rule `{}` has no text for {whom}", name.node);
                self.report(
                    Diagnostic::warning(Code::MissingText, name.span, message).help(format!("add `{wanted} \"…\"`")),
                );
            }
        }
    }

    fn period(&mut self, rule: &tree::Rule, resolved: &Rule) {
        if let (Some(from), Some(until)) = (resolved.from, resolved.until)
            && until <= from
        {
            let place = rule.clauses.iter().find_map(|clause| match &clause.node {
                RuleClause::Until(date) => Some(date.span),
                _ => None,
            });
            let message = format!("the rule `{}` ends on {until}, not after it starts on {from}", rule.name.node);
            self.report(Diagnostic::error(Code::InvalidPeriod, place.unwrap_or(rule.name.span), message));
        }
        if resolved.emerging && resolved.until.is_none() {
            let message = format!("the emerging option `{}` has no end", rule.name.node);
            let help = "add `until DATE`: what is not yet standard care must be looked at again";
            self.report(Diagnostic::error(Code::InvalidPeriod, rule.name.span, message).help(help));
        }
    }

    /// What is not known must not decide a treatment: adding information could turn it over.
    fn no_treatment_on_unknown(&mut self, rule: &tree::Rule, resolved: &Rule, defines: &Table<DefineId, Define>) {
        let treats = !(resolved.actions.treatments.is_empty() && resolved.actions.avoid.is_empty());
        let asks =
            std::iter::once(&resolved.when).chain(&resolved.unless).any(|condition| asks_knownness(condition, defines));
        if treats && asks {
            let clause = rule.clauses.iter().find(|clause| match &clause.node {
                RuleClause::When(_) => asks_knownness(&resolved.when, defines),
                RuleClause::Unless(_) => resolved.unless.iter().any(|unless| asks_knownness(unless, defines)),
                _ => false,
            });
            let message = format!("the rule `{}` treats or avoids, and depends on what is not known", rule.name.node);
            let finding = Diagnostic::error(
                Code::TreatmentOnUnknown,
                clause.map_or(rule.name.span, |clause| clause.span),
                message,
            );
            self.report(finding.help("`tested`, `untested`, `pending`, `inconclusive`, `known` and `unknown` belong in rules that test, hold, refer or note"));
        }
    }
}

impl Resolver<'_> {
    /// The gene or marker of a name, or all of the group.
    pub fn biomarkers(&mut self, name: &Name) -> Vec<Biomarker> {
        let names = self.names;
        if let Some(gene) = names.genes.get(&name.node) {
            return vec![Biomarker::Gene(gene)];
        }
        if let Some(marker) = names.markers.get(&name.node) {
            return vec![Biomarker::Marker(marker)];
        }
        if let Some(group) = names.groups.get(&name.node) {
            return self.vocabulary.groups[group].members.clone();
        }
        let candidates = Names::all(&names.genes).chain(Names::all(&names.markers)).chain(Names::all(&names.groups));
        self.diagnostics.push(names.unknown(name, "gene, marker or group", candidates));
        Vec::new()
    }

    /// The method or assay of a name, or a finding.
    pub fn technique(&mut self, name: &Name) -> Option<Technique> {
        let names = self.names;
        let found = names.methods.get(&name.node).map(Technique::Method);
        let found = found.or_else(|| names.assays.get(&name.node).map(Technique::Assay));
        if found.is_none() {
            let candidates = Names::all(&names.methods).chain(Names::all(&names.assays));
            self.diagnostics.push(names.unknown(name, "method or assay", candidates));
        }
        found
    }
}

fn text(text: &Option<tree::Text>) -> String {
    text.as_ref().map(|text| text.node.clone()).unwrap_or_default()
}
