//! The overview as a page for people, in Markdown.

use super::{Folder, Row, folder_of, folders, rows};
use crate::{check::Ruleset, rulebook::Rulebook, text::Date};
use std::collections::BTreeSet;

const OPENING: &str = "\
# What the rules cover

Generated from `rules/`; do not edit it. `UPDATE_EXPECT=1 cargo test --test guidemark tidy` renews it, and
`guidemark show coverage rules` prints it. What is missing, and why, says [rules/README.md](../rules/README.md).

The newest day of a row is the newest that its rules, their approvals or the dated sources among those cited name. `avoid` and
`hold` speak against a treatment; `(emerging)` is not yet standard care. A biomarker stands there whatever value is asked of it, low
ones included; behind `without` stand those of which something must not be found. Approvals are of what the rules say, not of
every use of the drug.
";

/// The page of a rulebook: totals, and for each folder with rules a table of biomarkers, therapies and their authority.
pub fn page(book: &Rulebook) -> String {
    let ruleset = &book.program.rules;
    let folders: Vec<Folder> = folders(book).into_iter().filter(|folder| folder.rules > 0).collect();
    let mut page = format!("{OPENING}\n{}", totals(&folders));
    for folder in &folders {
        page += &section(folder, ruleset);
    }
    page
}

fn totals(folders: &[Folder]) -> String {
    let mut text = table(&["Tumour type", "Folder", "Rules", "Cases", "Promises", "Reviewed"]);
    for folder in folders {
        let [rules, cases, promises] = [folder.rules, folder.cases, folder.promises].map(|count| count.to_string());
        text += &line(&[&folder.title, &folder.folder, &rules, &cases, &promises, &day(folder.reviewed)]);
    }
    let sum = |of: fn(&Folder) -> usize| folders.iter().map(of).sum::<usize>().to_string();
    let counts = [sum(|folder| folder.rules), sum(|folder| folder.cases), sum(|folder| folder.promises)];
    text + &line(&["All", "", &counts[0], &counts[1], &counts[2], ""])
}

fn section(folder: &Folder, ruleset: &Ruleset) -> String {
    let mut text = format!("\n## {}\n\n", folder.title);
    let tests = tests(&folder.folder, ruleset);
    if !tests.is_empty() {
        text += &format!("Tests that its rules ask for: {}.\n\n", tests.into_iter().collect::<Vec<_>>().join(", "));
    }
    let rows = rows(&folder.folder, ruleset);
    if rows.is_empty() {
        return text + "Its rules say nothing of drugs.\n";
    }
    text += &table(&["Biomarkers", "Therapy", "Approved", "Sources", "Newest"]);
    for row in &rows {
        let sources = row.sources.iter().cloned().collect::<Vec<_>>().join(", ");
        text += &line(&[&biomarkers(row), &row.therapy, &approved(row), &sources, &day(row.newest)]);
    }
    text
}

/// The biomarkers that the rules of a folder ask to test.
fn tests(folder: &str, ruleset: &Ruleset) -> BTreeSet<String> {
    let rules = ruleset.rules.iter().map(|(_, rule)| rule).filter(|rule| folder_of(&rule.place.file) == folder);
    let tests = rules.flat_map(|rule| &rule.actions.tests).flat_map(|test| &test.biomarkers);
    tests.map(|biomarker| ruleset.vocabulary.biomarker(*biomarker).name.clone()).collect()
}

fn biomarkers(row: &Row) -> String {
    let list = |names: &BTreeSet<String>| names.iter().cloned().collect::<Vec<_>>().join(", ");
    match (row.found.is_empty(), row.excluded.is_empty()) {
        (true, true) => "any".to_owned(),
        (true, false) => format!("without {}", list(&row.excluded)),
        (false, true) => list(&row.found),
        (false, false) => format!("{}; without {}", list(&row.found), list(&row.excluded)),
    }
}

fn approved(row: &Row) -> String {
    let region = |(region, since): (&String, &super::Since)| match since.ended {
        Some(ended) => format!("{region} {} until {ended}", since.first),
        None => format!("{region} {}", since.first),
    };
    row.approved.iter().map(region).collect::<Vec<_>>().join(", ")
}

fn day(day: Option<Date>) -> String {
    day.map_or_else(String::new, |day| day.to_string())
}

fn table(columns: &[&str]) -> String {
    format!("{}|{}\n", line(columns), " --- |".repeat(columns.len()))
}

fn line(cells: &[&str]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| format!(" {} |", cell.replace('|', "\\|"))).collect();
    format!("|{}\n", cells.concat())
}
