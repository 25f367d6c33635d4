//! A page for the patient: plain words, Markdown, what the rules' own lines for patients say.
//!
//! Left out on purpose: treatments that give way to better ones, and lists of what is not given. They help nobody who
//! reads about themselves; the clinician's forms have them.

use super::{
    model::{Need, Report, Standing, TestEntry, TestStatus, TreatmentEntry, TreatmentStatus},
    wording::{is_without_treatment, list, markdown, together},
};
use crate::ordered::Set;

/// The page.
pub fn render(report: &Report) -> String {
    let mut page = Page(String::new());
    let about = report.disease.as_deref().map_or_else(String::new, |disease| format!(" about {}", markdown(disease)));
    page.line(&format!(
        "# Your tests and treatments\n\nThis page sums up what medical guidelines say{about}. It uses what was known about you on {}. Please read it with your care team.",
        report.provenance.date
    ));
    waiting(&mut page, report);
    tests(&mut page, report);
    treatments(&mut page, report);
    helpers(&mut page, report);
    questions(&mut page, report);
    page.heading("Good to know");
    page.line("This page supports your care team. It does not replace them. Only you and your team can decide what is right for you. Do not start, stop or change a medicine because of this page.");
    page.line(&format!(
        "It was made with {} {}.",
        markdown(&report.provenance.rulebook),
        markdown(&report.provenance.version)
    ));
    page.0
}

struct Page(String);

impl Page {
    /// A paragraph.
    fn line(&mut self, text: &str) {
        self.0.push_str(text);
        self.0.push_str("\n\n");
    }

    fn heading(&mut self, text: &str) {
        self.line(&format!("## {text}"));
    }

    /// A list; nothing where it is empty.
    fn items(&mut self, items: &[String]) {
        for item in items {
            let mut letters = item.chars();
            let first: String = letters.next().map(|letter| letter.to_uppercase().collect()).unwrap_or_default();
            self.0.push_str(&format!("- {first}{}\n", letters.as_str()));
        }
        if !items.is_empty() {
            self.0.push('\n');
        }
    }
}

/// What must not start yet, and what the team must settle first.
fn waiting(page: &mut Page, report: &Report) {
    // A drug or class that must wait is said once, by the rule that holds it back; not again for each regimen with it.
    let held: Vec<&TreatmentEntry> =
        with_status(report, TreatmentStatus::Hold).filter(|entry| entry.against.is_empty()).collect();
    let disputed: Vec<&TreatmentEntry> = with_status(report, TreatmentStatus::Conflict).collect();
    if held.is_empty() && disputed.is_empty() {
        return;
    }
    page.heading("What must wait");
    let items: Vec<String> = together(held, |entry| (&entry.patient, &entry.needs))
        .iter()
        .map(|group| {
            let needs = missing(&group[0].needs);
            let for_what = if needs.is_empty() {
                String::new()
            } else {
                format!(" Your team first needs {}.", list(&needs, "and"))
            };
            format!("{}: please do not start yet.{for_what}{}", names(group), reasons(&group[0].patient))
        })
        .collect();
    page.items(&items);
    let items: Vec<String> = together(disputed, |entry| &entry.patient)
        .iter()
        .map(|group| {
            format!("{}: there are reasons for it and against it. Your team must talk about it first.", names(group))
        })
        .collect();
    page.items(&items);
}

fn tests(page: &mut Page, report: &Report) {
    let needed = |test: &&TestEntry| {
        matches!(test.status, TestStatus::Recommended | TestStatus::Repeat | TestStatus::Confirm | TestStatus::Derived)
    };
    let needed: Vec<&TestEntry> = report.tests.iter().filter(needed).collect();
    let awaited: Vec<String> = report
        .tests
        .iter()
        .filter(|test| test.status == TestStatus::Pending)
        .map(|test| bold(&test.biomarker))
        .collect();
    if needed.is_empty() && awaited.is_empty() {
        return;
    }
    page.heading("Tests");
    if !needed.is_empty() {
        page.line("These tests should be done, or done again:");
        let again = |test: &&TestEntry| matches!(test.status, TestStatus::Repeat | TestStatus::Confirm);
        let items: Vec<String> = together(needed, |test| (&test.patient, again(&test)))
            .iter()
            .map(|group| {
                let names: Vec<String> = group.iter().map(|test| bold(&test.biomarker)).collect();
                let first = group[0];
                let once_more = if again(&first) { " The first test did not give a clear answer." } else { "" };
                let why = if first.patient.is_empty() {
                    " The result helps to choose your treatment.".to_owned()
                } else {
                    reasons(&first.patient)
                };
                format!("{}.{once_more}{why}", list(&names, "and"))
            })
            .collect();
        page.items(&items);
    }
    if !awaited.is_empty() {
        page.line(&format!("Already on the way: {}.", list(&awaited, "and")));
    }
}

fn treatments(page: &mut Page, report: &Report) {
    let fitting = |standing| {
        with_status(report, TreatmentStatus::Indicated).filter(move |entry| entry.standing == standing).collect()
    };
    let (standard, newer): (Vec<&TreatmentEntry>, Vec<&TreatmentEntry>) =
        (fitting(Standing::Standard), fitting(Standing::Emerging));
    let open: Vec<&TreatmentEntry> = with_status(report, TreatmentStatus::Undecided).collect();
    let unhelpful: Vec<&TreatmentEntry> =
        with_status(report, TreatmentStatus::Avoid).filter(|entry| !entry.patient.is_empty()).collect();
    page.heading("Treatments");
    if is_without_treatment(report) {
        page.line("The rules that were used name no treatment for what is known about you. Your team knows what else can help.");
    } else if standard.is_empty() && newer.is_empty() {
        page.line("No treatment can be named yet. More must be known first.");
    }
    for (entries, introduction) in [
        (standard, "These treatments fit what is known about you:"),
        (newer, "These are newer. They look good in studies, but most patients do not get them yet:"),
    ] {
        if entries.is_empty() {
            continue;
        }
        page.line(introduction);
        let items: Vec<String> = together(entries, |entry| (&entry.patient, may_be_out_of_reach(entry)))
            .iter()
            .map(|group| {
                let licence =
                    if may_be_out_of_reach(group[0]) { " It may not be on offer where you live." } else { "" };
                format!("{}.{}{licence}", names(group), reasons(&group[0].patient))
            })
            .collect();
        page.items(&items);
    }
    if !open.is_empty() {
        let needs: Set<&Need> = open.iter().flat_map(|entry| &entry.needs).collect();
        page.line("Other treatments may fit too. That depends on:");
        let needs = missing(needs);
        page.items(&needs);
    }
    if !unhelpful.is_empty() {
        page.line("What would not help, or could harm:");
        let items: Vec<String> = together(unhelpful, |entry| &entry.patient)
            .iter()
            .map(|group| format!("{}.{}", names(group), reasons(&group[0].patient)))
            .collect();
        page.items(&items);
    }
}

fn helpers(page: &mut Page, report: &Report) {
    if report.team.is_empty() {
        return;
    }
    page.heading("Who else can help");
    let items: Vec<String> = report
        .team
        .iter()
        .map(|referral| format!("{}.{}", bold(&referral.title), reasons(&referral.patient)))
        .collect();
    page.items(&items);
}

fn questions(page: &mut Page, report: &Report) {
    page.heading("Questions to ask your doctor");
    let mut items = Vec::new();
    if report
        .tests
        .iter()
        .any(|test| matches!(test.status, TestStatus::Recommended | TestStatus::Repeat | TestStatus::Confirm))
    {
        items.push("When will my tests be done? Is there enough of my tumour to test?".to_owned());
    }
    if report.tests.iter().any(|test| test.status == TestStatus::Pending) {
        items.push("When will my results be back?".to_owned());
    }
    if with_status(report, TreatmentStatus::Hold).next().is_some() {
        items.push("Is it safe for me to wait for the results?".to_owned());
    }
    if with_status(report, TreatmentStatus::Indicated).next().is_some() {
        items.push("Which of these treatments would you choose for me, and why?".to_owned());
        items.push("What side effects can I expect, and what can be done about them?".to_owned());
    }
    if !report.trials.is_empty() {
        items.push("Is there a study that I could join?".to_owned());
    }
    if report.open_questions.iter().any(|question| !matches!(question.about, Need::Biomarker(_))) {
        items.push("Is anything about me or my past treatments still missing from my file?".to_owned());
    }
    items.push("What matters most to me, and how does that change the choice?".to_owned());
    page.items(&items);
}

fn with_status(report: &Report, status: TreatmentStatus) -> impl Iterator<Item = &TreatmentEntry> {
    report.treatments.iter().filter(move |entry| entry.status == status)
}

/// The names of some treatments, in words for a patient.
fn may_be_out_of_reach(entry: &TreatmentEntry) -> bool {
    entry.is_unlicensed() || entry.has_unknown_licence()
}

fn names(entries: &[&TreatmentEntry]) -> String {
    let names: Vec<String> = entries
        .iter()
        .map(|entry| {
            // The report lists the drugs of all classes of a regimen together: which is whose is plain for one class.
            let classes = entry.drugs.iter().filter(|drug| drug.starts_with("class ")).count();
            let members = if classes == 1 { entry.members.as_slice() } else { &[] };
            let drugs: Vec<String> = entry.drugs.iter().map(|drug| self::drug(drug, members)).collect();
            let alone = if entry.alone { " on its own" } else { "" };
            format!("{}{alone}", drugs.join(" with "))
        })
        .collect();
    list(&names, if entries.iter().any(|entry| entry.drugs.len() > 1) { "or" } else { "and" })
}

/// A drug, or a class of drugs with up to three that belong to it.
fn drug(name: &str, members: &[String]) -> String {
    let Some(class) = name.strip_prefix("class ") else { return bold(name) };
    let known: Vec<String> = members.iter().take(3).map(|member| bold(member)).collect();
    let such_as = if known.is_empty() { String::new() } else { format!(" (such as {})", list(&known, "or")) };
    format!("a medicine of the group {}{such_as}", bold(class))
}

/// What is missing, in words for a patient: results first, all in one.
fn missing<'a>(needs: impl IntoIterator<Item = &'a Need>) -> Vec<String> {
    let mut results = Vec::new();
    let mut others = Vec::new();
    let mut facts = false;
    for need in needs {
        match need {
            Need::Biomarker(name) => results.push(markdown(name)),
            Need::Fact(_) => facts = true,
            Need::Disease => others.push("the exact type of your cancer".to_owned()),
            Need::Therapies => others.push("the treatments that you have had".to_owned()),
        }
    }
    if facts {
        others.push("a few more facts about you and your illness".to_owned());
    }
    if !results.is_empty() {
        others.insert(0, format!("your test results for {}", list(&results, "and")));
    }
    others
}

fn bold(name: &str) -> String {
    format!("**{}**", markdown(name))
}

/// The lines that rules have for patients, after a space; nothing where there are none.
fn reasons(lines: &[String]) -> String {
    lines.iter().map(|line| format!(" {}", one_line(line))).collect()
}

/// A rule's line, which may be Markdown over several lines, as one line without HTML.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('<', "\\<")
}
