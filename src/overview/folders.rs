//! The folders of a rulebook, one for each tumour type, and how much each holds.

use crate::{
    rulebook::Rulebook,
    syntax::tree::{DeclarationKind, ItemKind},
    text::Date,
};
use serde::Serialize;
use std::collections::BTreeMap;

/// A folder of a rulebook and how much it holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Folder {
    /// The folder.
    pub folder: String,
    /// What it is about.
    pub title: String,
    /// The oldest day on which one of its files was reviewed.
    pub reviewed: Option<Date>,
    /// How many rules.
    pub rules: usize,
    /// How many cases.
    pub cases: usize,
    /// How many promises.
    pub promises: usize,
}

/// The folder that a file of a rulebook stands in; empty where in none.
pub fn folder_of(file: &str) -> &str {
    file.split_once('/').map_or("", |(folder, _)| folder)
}

/// The folders of a rulebook that hold rules, cases or promises, in the order of their names.
pub fn folders(book: &Rulebook) -> Vec<Folder> {
    let mut folders: BTreeMap<&str, Folder> = BTreeMap::new();
    let program = &book.program;
    for (_, rule) in program.rules.rules.iter() {
        folders.entry(folder_of(&rule.place.file)).or_default().rules += 1;
    }
    for case in &program.cases {
        folders.entry(folder_of(&case.place.file)).or_default().cases += 1;
    }
    for promise in &program.promises {
        folders.entry(folder_of(&promise.place.file)).or_default().promises += 1;
    }
    let mut titles: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    let guidelines = &program.rules.vocabulary.guidelines;
    for ((_, file), tree) in book.sources.iter().zip(&book.trees) {
        let Some(folder) = folders.get_mut(folder_of(&file.name)) else { continue };
        for declaration in tree.items.iter().filter_map(|item| match &item.node {
            ItemKind::Declaration(declaration) if declaration.kind == DeclarationKind::Guideline => Some(declaration),
            _ => None,
        }) {
            let name = &declaration.name.node;
            let known = guidelines.iter().find(|(_, guideline)| guideline.label.name == *name);
            let reviewed = known.and_then(|(_, guideline)| guideline.reviewed);
            folder.reviewed = [folder.reviewed, reviewed].into_iter().flatten().min();
            let title = declaration.title.as_ref().map_or(name.as_str(), |title| title.node.as_str());
            titles.entry(folder_of(&file.name)).or_default().push((&file.name, title));
        }
    }
    folders
        .into_iter()
        .map(|(name, folder)| {
            let title = titles.get(name).and_then(|titles| title(titles)).unwrap_or_else(|| name.to_owned());
            Folder { folder: name.to_owned(), title, ..folder }
        })
        .collect()
}

/// What the files of a folder are about: its file of sources says for what (`Sources of the rules for …`); where there
/// is none, the shortest title up to its colon does.
fn title(titles: &[(&str, &str)]) -> Option<String> {
    let sources = titles.iter().filter(|(file, _)| file.ends_with("/sources.guide"));
    let named = sources.filter_map(|(_, title)| title.split_once(" for ").map(|(_, about)| about)).next();
    let subject = |title: &'_ str| title.split(':').next().unwrap_or_default().trim().to_owned();
    let shortest = || titles.iter().map(|(_, title)| subject(title)).min_by_key(String::len);
    let title = named.map(str::to_owned).or_else(shortest)?;
    let mut letters = title.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect())
}
