//! The test plan as text, in the report and by itself.

use super::{
    super::{
        model::Report,
        test_plan::words::{self, Line},
    },
    page::{Page, Style, Tone, faint, plain, strong},
    provenance, title,
};

/// The test plan alone, with the title of the report and where it comes from.
pub fn render(report: &Report, style: Style) -> String {
    let mut page = Page::new(style);
    title(report, &mut page);
    section(report, &mut page);
    if is_empty(report) {
        page.gap();
        page.entry(&[plain("Nothing is to be ordered: no rule asks for a test that is not done or awaited.")]);
    }
    provenance(report, &mut page);
    page.finish()
}

/// Whether there is nothing to order and nothing left out.
fn is_empty(report: &Report) -> bool {
    words::lines(&report.test_plan, false).is_empty()
}

/// The section of the report.
pub(super) fn section(report: &Report, page: &mut Page) {
    if is_empty(report) {
        return;
    }
    let heading = match report.test_plan.is_smallest {
        true => "TEST PLAN: the fewest assays for what is to be tested",
        false => "TEST PLAN",
    };
    page.heading(Tone::Wait, heading);
    for (line, about, rest) in words::lines(&report.test_plan, page.full()) {
        match line {
            Line::Order => page.entry(&[strong(about), plain(rest)]),
            Line::Option => page.entry(&[plain(about), plain(rest)]),
            Line::Gap => page.entry(&[(Tone::Wait, about), plain(rest)]),
            Line::Remark => page.entry(&[faint(rest)]),
        }
    }
}
