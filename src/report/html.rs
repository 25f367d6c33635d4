//! A report as one HTML page that needs nothing else: no script, no network, readable by people and screen readers, on
//! paper and on a narrow screen.
//!
//! The page is written by hand because it is one model's one page: a template engine would be a dependency of the
//! wasm module for it. Every text goes through `Page::text` or `escape`.

use super::{
    model::{
        CitationReference, Report, RuleReference, Standing, TestEntry, TestStatus, TreatmentEntry, TreatmentStatus,
    },
    test_plan::words::{self, Line},
    wording::{self, shortened, together},
};
use crate::ordered::Sort;

const STYLE: &str = include_str!("html.css");

/// The page.
pub fn render(report: &Report) -> String {
    let mut page = Page { html: String::with_capacity(16 << 10), entry: "h3" };
    page.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.raw("<meta name=\"referrer\" content=\"no-referrer\">\n");
    // The page loads nothing and runs nothing, whatever stands in it.
    page.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n");
    page.element("title", &title(report));
    page.raw("\n<style>\n").raw(STYLE).raw("</style>\n</head>\n<body>\n");
    header(&mut page, report);
    page.raw("<main>\n");
    first(&mut page, report);
    plan(&mut page, report);
    tests(&mut page, report);
    treatments(&mut page, report);
    others(&mut page, report);
    questions(&mut page, report);
    results(&mut page, report);
    page.raw("</main>\n");
    footer(&mut page, report);
    page.raw("</body>\n</html>\n");
    page.html
}

/// A text in which nothing means markup, in an element or in a quoted attribute.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            // Control characters are not allowed in HTML, not even as references.
            character if character.is_control() && !matches!(character, '\n' | '\t') => escaped.push('\u{fffd}'),
            character => escaped.push(character),
        }
    }
    escaped
}

/// HTML in the making.
struct Page {
    html: String,
    /// The element of an entry's heading: one level below the heading that it stands under.
    entry: &'static str,
}

impl Page {
    /// Markup of this file, never a text of the report.
    fn raw(&mut self, markup: &str) -> &mut Page {
        self.html.push_str(markup);
        self
    }

    fn text(&mut self, text: &str) -> &mut Page {
        self.html.push_str(&escape(text));
        self
    }

    fn element(&mut self, tag: &str, text: &str) -> &mut Page {
        self.raw("<").raw(tag).raw(">").text(text).raw("</").raw(tag).raw(">")
    }

    /// A paragraph; nothing where the text is empty.
    fn paragraph(&mut self, class: &str, text: &str) -> &mut Page {
        if text.is_empty() {
            return self;
        }
        self.raw("<p class=\"").raw(class).raw("\">").text(text).raw("</p>\n")
    }

    fn link(&mut self, address: Option<&str>, text: &str) -> &mut Page {
        match address {
            Some(address) => {
                self.raw("<a rel=\"noopener noreferrer\" href=\"").text(address).raw("\">").text(text).raw("</a>")
            }
            None => self.text(text),
        }
    }

    fn list(&mut self, items: impl IntoIterator<Item = impl AsRef<str>>) -> &mut Page {
        let mut items = items.into_iter().peekable();
        if items.peek().is_none() {
            return self;
        }
        self.raw("<ul>\n");
        for item in items {
            self.element("li", item.as_ref()).raw("\n");
        }
        self.raw("</ul>\n")
    }

    /// A section with its heading.
    fn section(&mut self, id: &str, heading: &str, content: impl FnOnce(&mut Page)) {
        self.raw("<section aria-labelledby=\"").raw(id).raw("\">\n<h2 id=\"").raw(id).raw("\">").text(heading);
        self.raw("</h2>\n");
        self.entry = "h3";
        content(self);
        self.raw("</section>\n");
    }

    /// The heading of some entries of a section.
    fn group(&mut self, heading: &str) -> &mut Page {
        self.entry = "h4";
        self.element("h3", heading).raw("\n")
    }

    /// The heading of an entry.
    fn heading(&mut self, text: &str) -> &mut Page {
        self.element(self.entry, text).raw("\n")
    }

    /// Something to open, with all that stands behind it.
    fn details(&mut self, summary: &str, content: impl FnOnce(&mut Page)) {
        self.raw("<details>").element("summary", summary).raw("\n");
        content(self);
        self.raw("</details>\n");
    }

    /// A list of entries, each of which writes itself.
    fn entries<T>(&mut self, entries: &[T], class: impl Fn(&T) -> &'static str, write: impl Fn(&mut Page, &T)) {
        self.raw("<ul class=\"entries\">\n");
        for entry in entries {
            self.raw("<li class=\"").raw(class(entry)).raw("\">\n");
            write(self, entry);
            self.raw("</li>\n");
        }
        self.raw("</ul>\n");
    }

    /// Rules with their sources.
    fn rules(&mut self, introduction: &str, rules: &[RuleReference]) {
        if rules.is_empty() {
            return;
        }
        self.paragraph("quiet", introduction).raw("<ul>\n");
        for rule in rules {
            self.raw("<li>").text(&rule.title).raw(" (<code>").text(&rule.rule).raw("</code>, ");
            self.text(&format!("{}:{}", rule.file, rule.line)).raw(")");
            if let Some(amendment) = &rule.amendment {
                self.text(&format!(", through {amendment}"));
            }
            if !rule.citations.is_empty() {
                self.raw("\n<ul>\n");
                for citation in &rule.citations {
                    self.raw("<li>").citation(citation).raw("</li>\n");
                }
                self.raw("</ul>\n");
            }
            self.raw("</li>\n");
        }
        self.raw("</ul>\n");
    }

    fn citation(&mut self, citation: &CitationReference) -> &mut Page {
        self.link(wording::address(citation).as_deref(), &wording::citation(citation))
    }
}

fn title(report: &Report) -> String {
    let disease = report.disease.as_deref().unwrap_or("disease not given");
    format!("Biomarkers and treatments: {disease}")
}

fn header(page: &mut Page, report: &Report) {
    let provenance = &report.provenance;
    page.raw("<header>\n").element("h1", &title(report)).raw("\n<dl>\n");
    let date = provenance.date.to_string();
    let rulebook = format!("{} {}", provenance.rulebook, provenance.version);
    let rows = [
        ("Profile", report.id.as_deref()),
        ("As of", Some(date.as_str())),
        ("Region", Some(provenance.region.as_deref().unwrap_or("not given"))),
        ("Rulebook", Some(rulebook.as_str())),
    ];
    for (term, value) in rows {
        if let Some(value) = value {
            page.element("dt", term).element("dd", value).raw("\n");
        }
    }
    page.raw("</dl>\n").paragraph("disclaimer", &provenance.disclaimer).raw("</header>\n");
}

fn with_status(report: &Report, status: TreatmentStatus) -> Vec<&TreatmentEntry> {
    report.treatments.iter().filter(|entry| entry.status == status).collect()
}

/// What must be settled before anything else.
fn first(page: &mut Page, report: &Report) {
    let conflicts = with_status(report, TreatmentStatus::Conflict);
    // First the drugs and classes that must wait, then the regimens that they belong to.
    let mut holds = with_status(report, TreatmentStatus::Hold);
    holds.order_by_key(|entry| !entry.against.is_empty());
    if conflicts.is_empty() && holds.is_empty() {
        return;
    }
    page.section("first", "What must wait or be settled first", |page| {
        let mut groups = together(conflicts, |entry| (&entry.rules, &entry.against));
        groups.extend(together(holds, |entry| (&entry.against, &entry.needs)));
        page.entries(&groups, |_| "stop", |page, group| treatment_group(page, group));
    });
}

fn treatments(page: &mut Page, report: &Report) {
    let indicated = with_status(report, TreatmentStatus::Indicated);
    let undecided = with_status(report, TreatmentStatus::Undecided);
    let avoid = with_status(report, TreatmentStatus::Avoid);
    let superseded = with_status(report, TreatmentStatus::Superseded);
    page.section("treatments", "Treatments", |page| {
        if wording::is_without_treatment(report) {
            page.paragraph(
                "",
                "No rule of this rulebook supports a treatment for what is known, and none is left open.",
            );
        } else if indicated.is_empty() {
            page.paragraph("", "No rule supports a treatment by what is known so far.");
        }
        let region = report.provenance.region.as_deref().unwrap_or_default();
        let unlicensed = format!("Supported, without a licence for this use in {region}");
        let (standard, emerging): (Vec<_>, Vec<_>) =
            indicated.into_iter().partition(|entry| entry.standing == Standing::Standard);
        let (elsewhere, here): (Vec<_>, Vec<_>) =
            standard.into_iter().partition(|entry| TreatmentEntry::is_unlicensed(entry));
        let (unknown, here): (Vec<_>, Vec<_>) =
            here.into_iter().partition(|entry| TreatmentEntry::has_unknown_licence(entry));
        let of_unknown_licence = format!("Supported, with no licence in {region} that this rulebook knows");
        for (heading, tone, entries) in [
            ("Supported: standard care", "go", here),
            (of_unknown_licence.as_str(), "wait", unknown),
            (unlicensed.as_str(), "wait", elsewhere),
            ("Supported: emerging, not yet standard care", "go", emerging),
        ] {
            if !entries.is_empty() {
                page.group(heading);
                page.entries(&entries, |_| tone, |page, entry| treatment_group(page, &[entry]));
            }
        }
        if !avoid.is_empty() {
            page.group("Avoid");
            let groups = together(avoid, |entry| &entry.rules);
            page.entries(&groups, |_| "stop", |page, group| treatment_group(page, group));
        }
        if !undecided.is_empty() {
            page.group("Undecided");
            let groups = together(undecided, |entry| &entry.needs);
            page.entries(&groups, |_| "wait", |page, group| undecided_group(page, group));
        }
        if !superseded.is_empty() {
            page.group("Supported, and giving way to another");
            let groups = together(superseded, |entry| &entry.against);
            page.entries(&groups, |_| "", |page, group| treatment_group(page, group));
        }
    });
}

/// Treatments that share what rules say of them.
fn treatment_group(page: &mut Page, group: &[&TreatmentEntry]) {
    let [entry, ..] = group else { return };
    let names: Vec<String> = group.iter().map(|entry| wording::regimen(entry)).collect();
    page.heading(&names.join("; ")).raw("<p><span class=\"status\">");
    page.text(wording::treatment_status(entry.status)).raw("</span>");
    if entry.status == TreatmentStatus::Hold {
        page.text(&format!(" {}", wording::until(entry)));
    }
    if let (TreatmentStatus::Indicated, Some(approval)) = (entry.status, &entry.approval) {
        page.text(&format!("; {}", wording::approval(approval)));
    }
    page.raw("</p>\n");
    let grades: Vec<String> = entry.grades.iter().map(wording::grade).collect();
    if group.len() == 1 {
        page.paragraph("quiet", &grades.join("; "));
    }
    let given_before: crate::ordered::Set<&String> = group.iter().flat_map(|entry| &entry.given_before).collect();
    for sentence in &given_before {
        page.paragraph("quiet", &format!("{sentence}."));
    }
    let avoided = rules_of(group.iter().flat_map(|entry| &entry.may_be_avoided));
    if !avoided.is_empty() {
        let titles: Vec<&str> = avoided.iter().map(|rule| rule.title.as_str()).collect();
        page.paragraph("quiet", &format!("May turn out to be one to avoid: {}.", titles.join("; ")));
    }
    page.details("Why, and by which rules", |page| {
        because(page, group.iter().flat_map(|entry| &entry.because));
        page.rules("Rules:", &rules_of(group.iter().flat_map(|entry| &entry.rules)));
        let against = match entry.status {
            TreatmentStatus::Hold => "Held back by:",
            TreatmentStatus::Superseded => "Gives way to:",
            _ => "Against it:",
        };
        page.rules(against, &rules_of(group.iter().flat_map(|entry| &entry.against)));
        page.rules("Would speak against it:", &avoided);
        let members = wording::once(group.iter().flat_map(|entry| &entry.members));
        if !members.is_empty() {
            let members: Vec<String> = members.into_iter().cloned().collect();
            page.paragraph("quiet", &format!("Drugs of the class: {}.", members.join(", ")));
        }
    });
}

/// Treatments that wait for the same answers.
fn undecided_group(page: &mut Page, group: &[&TreatmentEntry]) {
    let [entry, ..] = group else { return };
    let needs = if entry.needs.is_empty() { "more than any one answer".to_owned() } else { wording::needs(entry) };
    page.heading(&format!("Decided by {needs}"));
    let names: Vec<String> = group.iter().map(|entry| wording::regimen(entry)).collect();
    page.paragraph("", &shortened(&names, 12));
    page.details("All, and by which rules", |page| {
        for entry in group {
            let emerging = if entry.standing == Standing::Emerging { " (emerging)" } else { "" };
            page.rules(&format!("{}{emerging}:", wording::regimen(entry)), &entry.rules);
        }
    });
}

fn because<'a>(page: &mut Page, lines: impl Iterator<Item = &'a String>) {
    for line in wording::once(lines) {
        page.paragraph("", line);
    }
}

/// Rules once each.
fn rules_of<'a>(rules: impl Iterator<Item = &'a RuleReference>) -> Vec<RuleReference> {
    let unique: crate::ordered::Set<&RuleReference> = rules.collect();
    unique.into_iter().cloned().collect()
}

/// Which assays to order, and what they leave uncovered.
fn plan(page: &mut Page, report: &Report) {
    let lines = words::lines(&report.test_plan, false);
    if lines.is_empty() {
        return;
    }
    let heading = match report.test_plan.is_smallest {
        true => "Test plan: the fewest assays for what is to be tested",
        false => "Test plan",
    };
    page.section("plan", heading, |page| {
        let (remarks, lines): (Vec<_>, Vec<_>) = lines.into_iter().partition(|(line, _, _)| *line == Line::Remark);
        page.raw("<ul class=\"entries\">\n");
        for (line, about, rest) in &lines {
            let class = if *line == Line::Order { "wait" } else { "" };
            page.raw("<li class=\"").raw(class).raw("\"><strong>").text(about).raw("</strong>");
            page.text(rest).raw("</li>\n");
        }
        page.raw("</ul>\n");
        for (_, _, remark) in &remarks {
            page.paragraph("quiet", remark);
        }
    });
}

fn tests(page: &mut Page, report: &Report) {
    page.section("tests", "Tests", |page| {
        if report.tests.is_empty() {
            page.paragraph("", "No rule asks for a test.");
        }
        let groups = [
            ("To act on", "wait", &[TestStatus::Recommended, TestStatus::Repeat, TestStatus::Confirm][..]),
            ("Awaited", "wait", &[TestStatus::Pending]),
            ("Asked for by no rule, and deciding a treatment", "wait", &[TestStatus::Derived]),
            ("Done", "go", &[TestStatus::Done]),
        ];
        for (heading, class, statuses) in groups {
            let tests = report.tests.iter().filter(|test| statuses.contains(&test.status));
            let groups = together(tests, alike);
            if !groups.is_empty() {
                page.group(heading);
                page.entries(&groups, |_| class, |page, group| test_group(page, group));
            }
        }
    });
}

/// Where a test stands and in which words it is asked for.
fn alike(test: &TestEntry) -> impl Ord + '_ {
    let TestEntry { status, waits_for, by, on, when, rules, remarks, .. } = test;
    (status, waits_for, by, on, when, rules, remarks)
}

/// Tests that are asked for in the same words and stand at the same step.
fn test_group(page: &mut Page, group: &[&TestEntry]) {
    let [test, ..] = group else { return };
    let names: Vec<String> = group.iter().map(|test| test.biomarker.clone()).collect();
    page.heading(&names.join(", ")).raw("<p><span class=\"status\">");
    page.text(wording::test_status(test.status)).raw("</span>");
    // How a test was to be done says nothing of how it was done.
    let how = wording::how(test);
    if test.status != TestStatus::Done && !how.is_empty() {
        page.text(&format!(" {how}"));
    }
    if let Some(waits_for) = test.waits_for {
        page.text(&format!("; {}", wording::waits_for(waits_for)));
    }
    page.raw("</p>\n").list(&test.remarks);
    page.details("Why, by which rules and assays", |page| {
        because(page, group.iter().flat_map(|test| &test.because));
        for test in group.iter().filter(|test| !test.would_decide.is_empty()) {
            page.paragraph("quiet", &format!("{} would decide: {}.", test.biomarker, test.would_decide.join("; ")));
        }
        for test in group.iter().filter(|test| !test.available.is_empty()) {
            let assays = test.available.join(", ");
            page.paragraph("quiet", &format!("Assays for {} in the region: {assays}.", test.biomarker));
        }
        page.rules("Rules:", &test.rules);
    });
}

fn others(page: &mut Page, report: &Report) {
    if !report.team.is_empty() {
        page.section("team", "Who else to involve", |page| {
            page.entries(
                &report.team,
                |_| "",
                |page, referral| {
                    page.heading(&referral.title);
                    because(page, referral.because.iter());
                    page.details("By which rules", |page| page.rules("Rules:", &referral.rules));
                },
            );
        });
    }
    if !report.trials.is_empty() {
        page.section("trials", "Trials", |page| {
            page.raw("<ul>\n");
            for trial in &report.trials {
                let address = wording::registry(&trial.registration);
                let titles: Vec<&str> = trial.rules.iter().map(|rule| rule.title.as_str()).collect();
                page.raw("<li>").link(address.as_deref(), &trial.registration);
                page.text(&format!(": {}", titles.join("; "))).raw("</li>\n");
            }
            page.raw("</ul>\n");
        });
    }
    if !report.notes.is_empty() {
        page.section("notes", "Notes", |page| {
            page.entries(
                &report.notes,
                |_| "",
                |page, note| {
                    page.paragraph("", &note.text);
                    page.details("From", |page| page.rules("Rules:", &note.rules));
                },
            );
        });
    }
}

fn questions(page: &mut Page, report: &Report) {
    if report.open_questions.is_empty() {
        return;
    }
    page.section("questions", "Open questions, most decisive first", |page| {
        page.raw("<ol>\n");
        for question in &report.open_questions {
            page.raw("<li>").text(&question.ask).raw(" <span class=\"quiet\">Bears on ");
            page.text(&wording::bears_on(question)).raw(".</span></li>\n");
        }
        page.raw("</ol>\n");
    });
}

fn results(page: &mut Page, report: &Report) {
    page.section("results", "Results as they were read", |page| {
        if report.findings.is_empty() {
            page.paragraph("", "The profile reports no alteration.");
        }
        page.entries(
            &report.findings,
            |_| "",
            |page, result| {
                page.heading(&format!("{}: {}", result.biomarker, result.reported));
                page.paragraph("", &format!("Read as {}.", result.read_as));
                let matches = result.matches.join("; ");
                let falls = if matches.is_empty() {
                    "No rule speaks of it.".to_owned()
                } else {
                    format!("Falls under: {matches}.")
                };
                page.paragraph("quiet", &falls);
            },
        );
        if !report.not_used.is_empty() {
            page.group("Not used");
            page.list(report.not_used.iter().map(|entry| {
                let suggestion = entry.suggestion.as_ref().map_or_else(String::new, |near| format!(" ({near})"));
                format!("{}: {}, {}{suggestion}", entry.path, entry.text, entry.reason)
            }));
        }
        if !report.assumptions.is_empty() {
            page.group("Taken for granted").list(&report.assumptions);
        }
    });
}

fn footer(page: &mut Page, report: &Report) {
    let provenance = &report.provenance;
    page.raw("<footer>\n");
    page.section("provenance", "Where this comes from", |page| {
        page.raw("<dl>\n");
        let date = provenance.date.to_string();
        for (term, value) in [
            ("Rulebook", provenance.rulebook.as_str()),
            ("Version", &provenance.version),
            ("Rulebook SHA-256", &provenance.rulebook_sha256),
            ("Engine", &provenance.engine),
            ("As of", &date),
            ("Region", provenance.region.as_deref().unwrap_or("not given")),
            ("Profile SHA-256", &provenance.profile_sha256),
        ] {
            page.element("dt", term).element("dd", value).raw("\n");
        }
        page.raw("</dl>\n").paragraph("disclaimer", &provenance.disclaimer);
    });
    page.raw("</footer>\n");
}
