//! The patient's page: plain, complete, short.

use super::{ALL, RICH, SETTLED, hostile, report};
use guidemark::report::patient_text::render;

/// The Flesch–Kincaid grade of a text: about the years of school that it asks for (Kincaid et al. 1975).
fn grade(text: &str) -> f64 {
    let words: Vec<String> = text
        .split_whitespace()
        .map(|word| word.chars().filter(|letter| letter.is_alphabetic()).collect::<String>().to_lowercase())
        .filter(|word: &String| !word.is_empty())
        .collect();
    let sentences = text
        .lines()
        .flat_map(|line| line.split(['.', '?', ':']))
        .filter(|part| part.split_whitespace().count() > 1)
        .count();
    let syllables: usize = words.iter().map(|word| syllables(word)).sum();
    0.39 * words.len() as f64 / sentences as f64 + 11.8 * syllables as f64 / words.len() as f64 - 15.59
}

/// Groups of vowels, without a silent last `e`.
fn syllables(word: &str) -> usize {
    let vowel = |letter: char| "aeiouy".contains(letter);
    let groups = word.split(|letter| !vowel(letter)).filter(|part| !part.is_empty()).count();
    let silent = word.ends_with('e') && !word.ends_with("le") && groups > 1;
    (groups - usize::from(silent)).max(1)
}

#[test]
fn the_measure_of_reading_tells_plain_from_hard() {
    assert!(grade("The cat sat on the mat. It was a warm day.") < 2.0);
    assert!(
        grade("Undetermined biomarker constellations necessitate comprehensive multidisciplinary evaluation.") > 15.0
    );
}

#[test]
fn pages_can_be_read_at_twelve() {
    for profile in ALL {
        let page = render(&report(profile));
        assert!(grade(&page) < 7.0, "grade {}:\n{page}", grade(&page));
    }
}

#[test]
fn pages_have_no_jargon() {
    for profile in ALL {
        let page = render(&report(profile)).to_lowercase();
        for word in [
            "biomarker",
            "regimen",
            "supersede",
            "undecided",
            "indicated",
            "emerging",
            "undetermined",
            "contraindicat",
            "rulebook",
            "profile",
            "therapy",
        ] {
            assert!(!page.contains(word), "{word} in:\n{page}");
        }
    }
}

#[test]
fn the_page_says_what_to_test_what_fits_what_waits_and_who_helps() {
    let page = render(&report(RICH));
    let expected = [
        "## What must wait",
        "- A medicine of the group **blocker** (such as **blockumab** or **stopimab**): please do not start yet. Your team first needs your test results for ALK. This medicine should wait for the gene tests.",
        "- **secondinib** with **plainatin**: there are reasons for it and against it.",
        "## Tests",
        "- **ALK**. Your tumour should be tested, because there are medicines for some changes.",
        "Already on the way: **KRAS**.",
        "## Treatments",
        "- **firstinib**. This tablet is aimed at the change in your tumour.",
        "These are newer.",
        "- **thirdinib**. A newer tablet. It may not be on offer where you live.",
        "What would not help, or could harm:",
        "- **stopimab**. Stopimab does harm with this change.",
        "## Who else can help",
        "- **Genetic counselling**.",
        "## Questions to ask your doctor",
        "Is it safe for me to wait for the results?",
        "Is there a study that I could join?",
        "It does not replace them.",
    ];
    let mut rest = page.as_str();
    for text in expected {
        let at = rest.find(text).unwrap_or_else(|| panic!("`{text}` is missing or too early in:\n{page}"));
        rest = &rest[at..];
    }
}

#[test]
fn a_treatment_that_gives_way_is_not_on_the_page() {
    let profile = RICH.replace("\"value\": 90", "\"value\": 10");
    let entries = report(&profile).treatments;
    assert!(entries.iter().any(|entry| entry.drugs == ["plainatin"]), "the report has it");
    let page = render(&report(&profile));
    assert!(!page.contains("- **plainatin**"), "{page}");
    assert!(render(&report(SETTLED)).contains("- **plainatin**. A medicine that has been used for a long time."));
}

#[test]
fn texts_of_a_report_mean_no_html() {
    let page = render(&hostile());
    for (at, _) in page.match_indices('<') {
        assert_eq!(page[..at].chars().next_back(), Some('\\'), "{page}");
    }
}
