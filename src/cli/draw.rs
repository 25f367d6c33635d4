//! Diagnostics drawn for people: under the source line, with labels, help and fixes.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Patch, Renderer, Snippet};
use guidemark::{
    diagnostics::{Diagnostic, InputError, Label, Severity},
    text::{Sources, Span},
};
use std::ops::Range;

/// A finding under the lines that it is about. Colour is always there; whoever prints it takes it out.
pub fn diagnostic(finding: &Diagnostic, sources: &Sources) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = Group::with_title(level.primary_title(&finding.message).id(finding.code.slug()));
    for snippet in snippets(finding, sources) {
        group = group.element(snippet);
    }
    if let Some(help) = &finding.help {
        group = group.element(Level::HELP.message(help));
    }
    let mut groups: Vec<Group<'_>> = vec![group];
    // A single did-you-mean is said by the help already; what a longer fix does is seen only when it is drawn.
    for fix in finding.fixes.iter().filter(|_| finding.help.is_none() || finding.fixes.len() > 1) {
        if let Some(file) = sources.get(fix.span.source) {
            let patch = Patch::new(range(fix.span, &file.text), &fix.replacement);
            groups.push(
                Level::HELP
                    .secondary_title(&fix.title)
                    .element(Snippet::source(&file.text).path(&file.name).patch(patch)),
            );
        }
    }
    Renderer::styled().render(&groups) + "\n\n"
}

/// The lines of each file that a finding speaks of, its own file first.
fn snippets<'a>(finding: &'a Diagnostic, sources: &'a Sources) -> Vec<Snippet<'a, annotate_snippets::Annotation<'a>>> {
    let mut files = vec![finding.primary.span.source];
    for label in &finding.secondary {
        if !files.contains(&label.span.source) {
            files.push(label.span.source);
        }
    }
    let draw = |id| {
        let file = sources.get(id)?;
        let here = |label: &&Label| label.span.source == id;
        let mark = |kind: AnnotationKind, label: &'a Label| {
            let place = kind.span(range(label.span, &file.text));
            if label.text.is_empty() { place } else { place.label(&label.text) }
        };
        let primary = Some(&finding.primary).filter(here).map(|label| mark(AnnotationKind::Primary, label));
        let others = finding.secondary.iter().filter(here).map(|label| mark(AnnotationKind::Context, label));
        Some(Snippet::source(&file.text).path(&file.name).annotations(primary.into_iter().chain(others)))
    };
    files.into_iter().filter_map(draw).collect()
}

/// A span as a range of the text, whatever the span says.
fn range(span: Span, text: &str) -> Range<usize> {
    let end = (span.end as usize).min(text.len());
    (span.start as usize).min(end)..end
}

/// An error of a profile or another input: where, what, and what to do about it.
pub fn input_error(input: &str, error: &InputError) -> String {
    let place = match (input, error.path.as_str()) {
        ("", "") => String::new(),
        ("", path) => path.to_owned(),
        (input, "") => input.to_owned(),
        (input, path) => format!("{input}: {path}"),
    };
    let mut group = Group::with_title(Level::ERROR.primary_title(&error.message).id(error.code.slug()));
    if !place.is_empty() {
        group = group.element(Origin::path(&place));
    }
    if let Some(help) = &error.help {
        group = group.element(Level::HELP.message(help));
    }
    Renderer::styled().render(&[group]) + "\n\n"
}

/// An error without a place.
pub fn message(text: &str) -> String {
    Renderer::styled().render(&[Group::with_title(Level::ERROR.primary_title(text))])
}
