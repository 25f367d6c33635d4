//! House rules for the pages that tell what the rules cover: the generated one is current, the written one names all.

use super::{files, none, root};
use guidemark::{
    overview::{folder_of, page},
    rulebook::Rulebook,
};
use std::collections::BTreeSet;
use std::{env, fs};

/// The rules as `guidemark show coverage rules` reads them.
fn book() -> Rulebook {
    let name = |path: &str| path.trim_start_matches("rules/").to_owned();
    let texts = files(&["rules"], &[".guide"]).into_iter().map(|file| (name(&file.path), file.text));
    Rulebook::read("guidemark", texts)
}

#[test]
fn the_page_of_what_is_covered_is_current() {
    let path = root().join("docs/coverage.md");
    let made = page(&book());
    assert!(made.lines().count() < 3000, "docs/coverage.md is longer than anybody reads");
    if env::var("UPDATE_EXPECT").is_ok_and(|value| value == "1") {
        fs::write(&path, made).expect("the page is written");
        return;
    }
    let shown = fs::read_to_string(&path).unwrap_or_default();
    let other = made.lines().zip(shown.lines()).position(|(made, shown)| made != shown);
    let line = other.unwrap_or_else(|| made.lines().count().min(shown.lines().count())) + 1;
    let renew = "UPDATE_EXPECT=1 cargo test --test guidemark tidy";
    assert!(made == shown, "docs/coverage.md is not what the rules say, from line {line} on; `{renew}` renews it");
}

#[test]
fn every_folder_of_rules_has_its_place_in_their_readme() {
    let readme = fs::read_to_string(root().join("rules/README.md")).expect("the rules have a README");
    assert!(readme.lines().count() <= 300, "rules/README.md is longer than anybody reads");
    let all = files(&["rules"], &[".guide"]);
    let folders: BTreeSet<&str> = all.iter().map(|file| folder_of(file.path.trim_start_matches("rules/"))).collect();
    assert!(folders.len() > 30, "the rules are not where this test looks for them");
    let named = |folder: &str| readme.lines().any(|line| line.starts_with(&format!("**{folder}**")));
    let missing = folders.into_iter().filter(|folder| !named(folder)).map(str::to_owned).collect();
    none(missing, "rules/README.md says nothing of these folders; open a paragraph with `**FOLDER**` for each:");
}
