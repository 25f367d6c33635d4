//! The HTML page: well formed, safe whatever stands in a report, and with everything that a reader must see.

use super::{ALL, RICH, hostile, report};
use guidemark::report::{Report, html::render};

/// The tags of a page in their order, with all attributes; checks that elements are nested properly.
fn tags(page: &str) -> Vec<String> {
    const VOID: [&str; 2] = ["meta", "!DOCTYPE"];
    let mut tags = Vec::new();
    let mut open: Vec<&str> = Vec::new();
    // The style sheet is no markup; nothing else in the page may hold a bare `<` or `>`.
    let style = page.find("<style>").unwrap()..page.find("</style>").unwrap();
    let page = format!("{}{}", &page[..style.start + 7], &page[style.end..]);
    for part in page.split('<').skip(1) {
        let (tag, text) = part.split_once('>').unwrap_or_else(|| panic!("`<{part}` is not closed"));
        assert!(!text.contains('>'), "bare `>` in {text:?}");
        let name = tag.split_whitespace().next().unwrap();
        if let Some(name) = name.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "in {tag}");
        } else if !VOID.contains(&name) {
            // The name lives as long as the page does, which this function owns: keep a static copy.
            open.push(
                ELEMENTS.iter().find(|known| **known == name).unwrap_or_else(|| panic!("`{name}` is unexpected")),
            );
        }
        tags.push(tag.to_owned());
    }
    assert!(open.is_empty(), "{open:?} are left open");
    tags
}

/// Every element that a page may have.
const ELEMENTS: [&str; 27] = [
    "html", "head", "title", "style", "body", "header", "main", "footer", "section", "h1", "h2", "h3", "h4", "p", "ul",
    "ol", "li", "dl", "dt", "dd", "a", "span", "details", "summary", "code", "em", "strong",
];

fn reports() -> Vec<Report> {
    ALL.map(report).into_iter().chain([hostile()]).collect()
}

#[test]
fn pages_are_well_formed_and_run_nothing() {
    for report in reports() {
        let page = render(&report);
        assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"en\">"));
        for tag in tags(&page) {
            let name = tag.split_whitespace().next().unwrap();
            assert_ne!(name.to_lowercase(), "script");
            let attributes: Vec<&str> =
                tag.split('"').step_by(2).flat_map(str::split_whitespace).filter(|part| part.ends_with('=')).collect();
            for attribute in attributes {
                assert!(
                    [
                        "lang=",
                        "charset=",
                        "name=",
                        "content=",
                        "http-equiv=",
                        "class=",
                        "id=",
                        "aria-labelledby=",
                        "rel=",
                        "href="
                    ]
                    .contains(&attribute),
                    "{attribute} in <{tag}>"
                );
            }
            if let Some((_, address)) = tag.split_once("href=\"") {
                assert!(address.starts_with("https://"), "{tag}");
            }
        }
        assert_eq!(page.matches("<style>").count(), 1);
    }
}

#[test]
fn headings_do_not_skip_a_level_and_every_section_has_its_own() {
    for report in reports() {
        let page = render(&report);
        let tags = tags(&page);
        let mut level = 0;
        for tag in &tags {
            let Some(digit) = tag
                .strip_prefix('h')
                .and_then(|digit| digit.parse::<u32>().ok())
                .or_else(|| tag.starts_with("h2 ").then_some(2))
            else {
                continue;
            };
            assert!(digit <= level + 1, "h{digit} after h{level}");
            level = digit;
        }
        assert_eq!(tags.iter().filter(|tag| *tag == "h1").count(), 1);
        for tag in tags.iter().filter_map(|tag| tag.strip_prefix("section aria-labelledby=")) {
            assert!(tags.contains(&format!("h2 id={tag}")), "{tag}");
        }
    }
}

#[test]
fn what_must_wait_comes_before_tests_and_treatments() {
    let page = render(&report(RICH));
    let place = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text} is missing"));
    let order = [
        "<dd>&lt;script&gt;alert(1)&lt;/script&gt;</dd>",
        "What must wait or be settled first",
        "<h3>secondinib with plainatin",
        "<h3>any blocker</h3>",
        "until ALK is known",
        ">Tests</h2>",
        "<h4>ALK</h4>",
        "<h3>Awaited</h3>",
        "<h3>Supported: standard care</h3>",
        "<h4>firstinib</h4>",
        "approved in US since 2020-01-01",
        "STRENGTH A: Strong &amp; &lt;certain&gt;",
        "It works &lt;b&gt;better&lt;/b&gt;.",
        "href=\"https://doi.org/10.1000/182\"",
        "<h3>Supported: emerging, not yet standard care</h3>",
        "<h4>thirdinib</h4>",
        "<h3>Avoid</h3>",
        "<h3>Undecided</h3>",
        "<h4>Decided by ALK</h4>",
        "Genetic counselling",
        "https://clinicaltrials.gov/study/NCT01234567",
        "A note with &lt;script&gt;",
        "Which line is being chosen?",
        "EGFR: p.Leu858Arg",
        "<h3>Not used</h3>",
        "A&lt;b&gt;1",
        "Rulebook SHA-256",
    ];
    let mut last = 0;
    for text in order {
        let here =
            page[last..].find(text).unwrap_or_else(|| panic!("{text} is not after the one before ({})", place(text)));
        last += here;
    }
    assert!(page[last..].contains(&report(RICH).provenance.disclaimer));
    // A source whose link is no web address is named without one.
    assert!(page.contains("<li>Leaflet. Example Company</li>"));
}
