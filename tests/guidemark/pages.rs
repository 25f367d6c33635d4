//! The page of each diagnostic code: its first example triggers the code, the others are as they should be.

use guidemark::{
    built_in,
    cases::{CaseOutcome, PromiseOutcome, run_cases, run_promises},
    compile::Plan,
    diagnostics::{Code, Diagnostic, Severity},
    patient::Settings,
    rulebook::{Rulebook, answer},
    text::Date,
};

/// Codes that no example in a page can trigger.
const WITHOUT_EXAMPLE: &[Code] = &[Code::InvalidPlan];

fn blocks(page: &str, language: &str) -> Vec<String> {
    let fence = format!("```{language}\n");
    page.split(fence.as_str()).skip(1).map(|block| block.split("```").next().unwrap().to_owned()).collect()
}

fn today() -> Date {
    "2026-11-22".parse().unwrap()
}

/// The built-in vocabulary, and an example as a guideline of its own.
fn book(example: &str) -> Rulebook {
    let vocabulary = built_in::FILES.iter().filter(|(name, _)| name.starts_with("vocabulary/"));
    let source = "source label \"A label\"\n  publisher FDA\n\n";
    let source = if example.contains("cite label") { source } else { "" };
    let page = format!("guideline page \"A page\"\n\n{source}{example}");
    let files = vocabulary.map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
    Rulebook::read("page", files.chain([("page.guide".to_owned(), page)]))
}

/// All that is found in an example, its cases and promises included.
fn findings(example: &str) -> Vec<Diagnostic> {
    let book = book(example);
    let page = book.sources.iter().find(|(_, file)| file.name == "page.guide").unwrap().0;
    let mut found: Vec<Diagnostic> =
        book.diagnostics.iter().filter(|finding| finding.primary.span.source == page).cloned().collect();
    if let Some(plan) = book.compile() {
        found.extend(run_cases(&book, &plan, today()).iter().flat_map(CaseOutcome::diagnostics));
        found.extend(run_promises(&book, &plan, today(), 50, 1).iter().filter_map(PromiseOutcome::diagnostic));
    }
    found
}

#[test]
fn pages_of_rules_show_what_they_say() {
    for code in Code::ALL.iter().copied().filter(|code| *code > Code::TooLarge) {
        for (number, block) in blocks(code.page(), "guide").iter().enumerate() {
            let found = findings(block);
            let codes: Vec<Code> = found.iter().map(|finding| finding.code).collect();
            let errors = found.iter().filter(|finding| finding.severity == Severity::Error);
            let others: Vec<_> = errors.filter(|finding| finding.code != code || number > 0).collect();
            assert!(others.is_empty(), "block {number} of {code}: {others:#?}");
            assert_eq!(codes.contains(&code), number == 0, "block {number} of {code}: {codes:?}");
        }
    }
}

#[test]
fn pages_of_profiles_show_what_they_say() {
    let plan: Plan = built_in::rulebook().compile().unwrap();
    for code in Code::ALL {
        for (number, block) in blocks(code.page(), "json").iter().enumerate() {
            let codes: Vec<Code> = match answer(&plan, block, &Settings::on(today())) {
                Ok(_) => Vec::new(),
                Err(errors) => errors.into_iter().map(|error| error.code).collect(),
            };
            assert_eq!(codes, if number == 0 { vec![*code] } else { Vec::new() }, "block {number} of {code}");
        }
    }
}

#[test]
fn every_code_has_a_page_with_examples() {
    for code in Code::ALL.iter().copied().filter(|code| *code > Code::TooLarge) {
        let page = code.page();
        assert!(page.starts_with(&format!("# {code}\n")), "{code}");
        let examples = blocks(page, "guide").len() + blocks(page, "json").len();
        assert!(examples >= 2 || WITHOUT_EXAMPLE.contains(&code), "{code} has {examples} examples");
    }
}
