//! The program: every command, its exit status, and what goes to which stream.

mod cohort;

use expect_test::expect_file;
use guidemark::compile::FORMAT;
use serde_json::Value;
use std::{
    fs,
    io::Write,
    path::PathBuf,
    process::{Command, Output, Stdio},
};

/// What a run of the program left behind.
struct Run {
    status: i32,
    stdout: String,
    stderr: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Run {
        Run {
            status: output.status.code().expect("the program was not killed"),
            stdout: String::from_utf8(output.stdout).expect("output is text"),
            stderr: String::from_utf8(output.stderr).expect("output is text"),
        }
    }
}

impl Run {
    /// The standard output of a run that ended well and had nothing to complain of.
    fn fine(self) -> String {
        assert_eq!((self.status, self.stderr.as_str()), (0, ""), "{}", self.stdout);
        self.stdout
    }

    /// The standard error of a run that had nothing else to say.
    fn refused(self, status: i32) -> String {
        assert_eq!((self.status, self.stdout.as_str()), (status, ""), "{}", self.stderr);
        self.stderr
    }
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_guidemark"));
    command.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR"));
    command
}

fn run(arguments: &[&str]) -> Run {
    command(arguments).output().expect("the program starts").into()
}

fn run_with_input(arguments: &[&str], input: &str) -> Run {
    let mut command = command(arguments);
    let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = child.spawn().expect("the program starts");
    // It may have found a reason to stop before it reads.
    drop(child.stdin.take().expect("it has an input").write_all(input.as_bytes()));
    child.wait_with_output().expect("it ends").into()
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// An empty folder of one test's own.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    drop(fs::remove_dir_all(&folder));
    fs::create_dir_all(&folder).expect("a folder for the test");
    folder
}

fn text_of(path: &std::path::Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

const BAD_RULES: &str = "guideline bad \"Bad\"\n\nrule one \"One\"\n  when EGRF has L858R\n  treat osimertinib\n";

#[test]
fn help_names_every_command_and_gives_examples() {
    let help = run(&["--help"]).fine();
    for name in [
        "evaluate",
        "cohort",
        "explain",
        "explain-code",
        "plan",
        "variant",
        "check",
        "test",
        "format",
        "show",
        "compile",
    ] {
        assert!(help.contains(&format!("\n  {name}")), "{name}: {help}");
        let own = run(&[name, "--help"]).fine();
        assert!(own.contains("Example"), "{name}: {own}");
    }
    assert!(help.contains("does not replace it"), "{help}");
}

/// The words of a command line, quotes taken off.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for character in line.chars() {
        match (quote, character) {
            (None, ' ') => words.push(String::new()),
            (None, '"' | '\'') => quote = Some(character),
            (Some(open), _) if open == character => quote = None,
            _ => words.last_mut().expect("there is a word").push(character),
        }
    }
    words
}

#[test]
fn every_example_of_the_help_runs() {
    let mut run_so_far = 0;
    for file in std::fs::read_dir("examples/commands").expect("the examples are there") {
        let text = std::fs::read_to_string(file.expect("a file").path()).expect("a text");
        for line in text.lines().filter_map(|line| line.strip_prefix("  guidemark ")) {
            let words = words(line);
            let example = run(&words.iter().map(String::as_str).collect::<Vec<_>>());
            assert!(example.status == 0 && !example.stdout.is_empty(), "{line}: {}", example.stderr);
            run_so_far += 1;
        }
    }
    assert!(run_so_far >= 10, "only {run_so_far} examples");
}

#[test]
fn wrong_arguments_are_refused() {
    assert!(run(&["evalute"]).refused(2).contains("evaluate"));
    assert!(run(&["explain", "examples/lung-egfr.json"]).refused(2).contains("--why"));
    run(&["evaluate", "examples/lung-egfr.json", "--date", "2026-02-30"]).refused(2);
    assert!(run(&["evaluate", "no-such-file.json"]).refused(2).contains("no such file"));
    assert!(run(&["evaluate", "examples/lung-egfr.json", "--rules", "docs"]).refused(2).contains("no .guide file"));
}

#[test]
fn the_examples_read_well() {
    for name in ["newly-diagnosed-lung", "lung-egfr", "lung-pcr-negative", "lung-plasma-negative", "messy-record"] {
        let text = run(&["evaluate", &format!("examples/{name}.json")]).fine();
        assert!(text.lines().all(|line| line.chars().count() <= 100), "{name} has lines that are too long");
        assert!(!text.contains('\u{1b}'), "{name} has colours although this is no terminal");
        // The hash changes with every rule, and says nothing here.
        let rulebook = text.split(" (").find(|part| part.split(')').next().is_some_and(is_hash));
        let hash: String = rulebook.map(|part| part.chars().take(12).collect()).unwrap_or_default();
        expect_file![format!("cli/evaluate/{name}.txt")].assert_eq(&text.replace(&hash, "…"));
    }
}

/// The report in the README is what the program prints, but for the hash of the rules: `UPDATE_EXPECT=1` renews it.
#[test]
fn the_readme_shows_real_output() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(&path).expect("there is a README");
    let printed = run(&["evaluate", "examples/newly-diagnosed-lung.json"]).fine();
    let (before, rest) = readme.split_once("```text\n").expect("the README shows a report");
    let (shown, after) = rest.split_once("\n```").expect("the report ends");
    let without_hash =
        |text: &str| text.lines().filter(|line| !line.starts_with("Rulebook ")).collect::<Vec<_>>().join("\n");
    if std::env::var("UPDATE_EXPECT").is_ok_and(|value| value == "1") {
        let renewed = format!("{before}```text\n{}\n```{after}", printed.trim_end());
        std::fs::write(&path, renewed).expect("the README is written");
    } else {
        assert_eq!(without_hash(shown), without_hash(printed.trim_end()));
    }
}

/// `plan` says what the report says of the plan, and no more.
#[test]
fn the_plan_stands_alone_too() {
    let text = run(&["plan", "examples/newly-diagnosed-lung.json"]).fine();
    assert!(text.lines().count() < 15 && text.contains("TEST PLAN") && text.contains("does not replace it"), "{text}");
    let report = run(&["evaluate", "examples/newly-diagnosed-lung.json"]).fine();
    let section =
        |text: &str| text.split_once("TEST PLAN").map(|(_, rest)| rest.split("\n\n").next().map(str::to_owned));
    assert_eq!(section(&text), section(&report));
    let one = json(&run(&["plan", "examples/newly-diagnosed-lung.json", "--format", "json"]).fine());
    let whole = json(&run(&["evaluate", "examples/newly-diagnosed-lung.json", "--format", "json"]).fine());
    assert_eq!((&one["test_plan"], &one["provenance"]), (&whole["test_plan"], &whole["provenance"]));
    let two = ["plan", "examples/newly-diagnosed-lung.json", "examples/messy-record.json", "--format", "json"];
    assert_eq!(json(&run(&two).fine())[0], one);
    run_with_input(&["plan", "-"], r#"{"disease": "nonsense"}"#).refused(2);
}

fn is_hash(text: &str) -> bool {
    text.len() == 12 && text.chars().all(|character| character.is_ascii_hexdigit())
}

#[test]
fn full_text_says_more_and_keeps_to_the_width() {
    let short = run(&["evaluate", "examples/lung-egfr.json"]).fine();
    let full = run(&["evaluate", "examples/lung-egfr.json", "--full", "--width", "70"]).fine();
    assert!(full.lines().count() > short.lines().count());
    assert!(full.contains("that is: ") && !short.contains("that is: "), "members of classes: {full}");
    let too_long: Vec<&str> =
        full.lines().filter(|line| line.chars().count() > 70 && line.trim().contains(' ')).collect();
    assert!(too_long.is_empty(), "{too_long:?}");
}

#[test]
fn one_profile_in_json_is_a_report_and_several_are_a_list() {
    let one = json(&run(&["evaluate", "examples/lung-egfr.json", "--format", "json"]).fine());
    assert_eq!(one["id"], "lung-egfr");
    assert_eq!(one["provenance"]["date"], "2026-11-22");
    let both = ["evaluate", "examples/lung-egfr.json", "examples/messy-record.json", "--format", "json"];
    let several = json(&run(&both).fine());
    assert_eq!(several[0], one);
    assert_eq!(several[1]["id"], "messy-record");
}

#[test]
fn a_report_has_other_forms() {
    let form = |form: &str| run(&["evaluate", "examples/lung-egfr.json", "--format", form]).fine();
    assert!(form("html").starts_with("<!DOCTYPE html>"));
    assert!(form("patient").contains("osimertinib"));
    assert_eq!(json(&form("fhir"))["resourceType"], "Bundle");
    assert!(json(&form("cds-hooks"))["cards"].is_array());
    let two = ["evaluate", "examples/lung-egfr.json", "examples/messy-record.json", "--format"];
    assert!(run(&[&two[..], &["html"]].concat()).refused(2).contains("one profile"));
    assert_eq!(json(&run(&[&two[..], &["fhir"]].concat()).fine()).as_array().map(Vec::len), Some(2));
}

#[test]
fn date_and_region_can_be_set_from_outside() {
    let arguments =
        ["evaluate", "examples/lung-egfr.json", "--format", "json", "--date", "2019-01-01", "--region", "EU"];
    let report = json(&run(&arguments).fine());
    assert_eq!(report["provenance"]["date"], "2019-01-01");
    assert_eq!(report["provenance"]["region"], "EU");
    assert!(run(&["evaluate", "examples/lung-egfr.json", "--region", "Atlantis"]).refused(2).contains("Atlantis"));
}

#[test]
fn a_profile_comes_from_standard_input() {
    let report = run_with_input(&["evaluate", "-", "--format", "json"], r#"{"id": "piped", "disease": "LUAD"}"#);
    assert_eq!(json(&report.fine())["id"], "piped");
}

#[test]
fn errors_of_a_profile_have_path_message_help_and_code() {
    let wrong = r#"{"disease": "LUAD", "facts": {"smokng": "never"}}"#;
    let told = run_with_input(&["evaluate", "-"], wrong).refused(2);
    for part in ["unknown-name", "facts.smokng", "no fact is called `smokng`", "did you mean `smoking`?"] {
        assert!(told.contains(part), "{part} is not in {told}");
    }
    let told = json(&run_with_input(&["evaluate", "-", "--format", "json"], wrong).refused(2));
    assert_eq!(told["errors"][0]["code"], "unknown-name");
    assert_eq!(told["errors"][0]["path"], "facts.smokng");
    assert_eq!(told["errors"][0]["help"], "did you mean `smoking`?");
    // One wrong profile among several: nothing is printed that could be taken for the answer to all.
    run_with_input(&["evaluate", "examples/lung-egfr.json", "-"], wrong).refused(2);
}

#[test]
fn why_shows_the_proof_down_to_the_profile() {
    let text = run(&["explain", "examples/lung-egfr.json", "--why", "osimertinib"]).fine();
    assert!(text.contains("+ EGFR has exon 19 deletion   [EGFR p.E746_A750del by NGS-DNA on tissue"), "{text}");
    let full = run(&["explain", "examples/lung-egfr.json", "--why", "osimertinib", "--full"]).fine();
    assert!(full.contains("- EGFR has L858R") && !text.contains("- EGFR has L858R"), "{full}");
}

#[test]
fn why_not_names_what_is_missing() {
    let text = run(&["explain", "examples/newly-diagnosed-lung.json", "--why-not", "alectinib"]).fine();
    let nearest = text.split("\n\n").nth(1).expect("a first rule");
    assert!(nearest.contains("? ALK has fusion   [not known]"), "{text}");
    assert!(!nearest.contains("stage"), "what is met settles nothing: {nearest}");
    // What speaks against a drug is a reason; what would, if its conditions held, is none.
    let against = run(&["explain", "examples/lung-egfr.json", "--why-not", "pembrolizumab"]).fine();
    let first = against.split("\n\n").nth(1).expect("a first rule");
    assert!(first.contains("immunotherapy") && first.contains("+ EGFR has exon 19 deletion"), "{against}");
    let titles: Vec<&str> = against.split("\n\n").skip(1).filter_map(|rule| rule.lines().next()).collect();
    assert!(titles.iter().all(|title| title.contains("lung/") || !title.contains(".guide")), "{titles:#?}");
    let failed = r#"{"disease":"LUAD","region":"US","facts":{"stage":"IVB"},"therapies":[{"drug":"osimertinib","line":1,
        "outcome":"progression"}],"results":[{"biomarker":"EGFR","alterations":["L858R"]}]}"#;
    let failed = run_with_input(&["explain", "-", "--why-not", "osimertinib"], failed).fine();
    assert!(!failed.contains("- EGFR has C797S"), "{failed}");
    assert!(failed.contains("- line <= 1   [taken for granted: line 2]"), "{failed}");
    let unknown = run(&["explain", "examples/lung-egfr.json", "--why", "osimertinob"]).refused(2);
    assert!(unknown.contains("did you mean `osimertinib`?"), "{unknown}");
}

#[test]
fn what_if_shows_what_would_change() {
    let profile = "examples/newly-diagnosed-lung.json";
    let text = run(&["explain", profile, "--if", "EGFR p.L858R", "--if", "ALK negative"]).fine();
    let indicated = text.lines().find(|line| line.trim().starts_with("undecided → indicated")).expect("a treatment");
    assert!(indicated.contains("osimertinib"), "{text}");
    assert!(text.contains("recommended → done: ALK; EGFR"), "{text}");
    // So does the test plan: what an order was for that is no longer made, or is made for less.
    let plan: Vec<&str> = text.lines().skip_while(|line| line.trim() != "Test plan").skip(1).collect();
    assert!(plan.first().is_some_and(|line| line.trim().starts_with("for EGFR, ALK")), "{text}");
    let data = json(&run(&["explain", profile, "--if", "EGFR p.L858R", "--format", "json"]).fine());
    let changes = data["changes"].as_array().expect("changes");
    assert!(changes.iter().any(|change| change["entry"] == "osimertinib" && change["after"] == "indicated"));
    assert!(run(&["explain", profile, "--if", "EGFR p.L8x"]).refused(2).contains("p.L8x"));
    // A line break starts no other clause.
    run(&["explain", profile, "--if", "ALK negative\n  given EGFR p.L858R"]).refused(2);
    // What is said of the same thing gives way.
    let moved = run(&["explain", profile, "--if", "stage IVB"]).fine();
    assert!(moved.contains("nothing in the report changes"), "{moved}");
}

#[test]
fn what_if_leaves_the_words_of_notes_alone() {
    let rules = folder("what-if-words");
    fs::write(rules.join("words.guide"), include_str!("forms/words.guide")).expect("a rule file");
    let profile = rules.join("profile.json");
    fs::write(&profile, r#"{ "disease": "TUMOUR", "date": "2026-11-22" }"#).expect("a profile");
    let text =
        run(&["explain", text_of(&profile), "--rules", text_of(&rules), "--if", "EGFR mutation", "--if", "line 2"])
            .fine();
    assert!(text.contains("Talk with the class teacher"), "{text}");
    assert!(text.contains("firstinib + plainatin"), "{text}");
}

#[test]
fn a_variant_falls_under_what_it_is() {
    let answer = json(&run(&["variant", "EGFR", "p.E746_A750del", "--format", "json"]).fine());
    assert_eq!(answer["gene"], "EGFR");
    assert_eq!(answer["normal"], "p.E746_A750del");
    let matches = answer["matches"].as_array().expect("matches");
    assert!(matches.contains(&"exon 19 deletion".into()) && !matches.contains(&"L858R".into()), "{answer}");
    assert_eq!(answer["sets"][0], "classical");
    let text = run(&["variant", "ERBB1", "c.2570G>T"]).fine();
    assert!(text.starts_with("EGFR c.2570G>T\n"), "{text}");
    assert!(text.contains("it changes codon 857, and which residue results is not said"), "{text}");
    assert!(!run(&["variant", "ERBB1", "c.2570G>T (p.G857V)"]).fine().contains("codon 857"));
    assert!(run(&["variant", "EGFR", "wild", "type"]).refused(2).contains("the status `negative`"));
    assert!(run(&["variant", "EGRF", "p.L858R"]).refused(2).contains("did you mean `EGFR`?"));
    assert!(run(&["variant", "EGFR", "p.banana"]).refused(2).contains("unreadable-alteration"));
    assert!(run(&["variant", "EGFR", "EML4::ALK"]).refused(2).contains("joins EML4 and ALK"));
}

#[test]
fn check_tells_findings_apart_from_results() {
    let good = run(&["check"]);
    assert_eq!(good.status, 0, "{}", good.stderr);
    assert!(good.stdout.contains(" 0 errors"), "{}", good.stdout);

    let folder = folder("check");
    fs::write(folder.join("bad.guide"), BAD_RULES).expect("a rule file");
    let bad = run(&["check", text_of(&folder)]);
    assert_eq!(bad.status, 1);
    assert!(bad.stderr.contains("--> bad.guide:4:8"), "{}", bad.stderr);
    assert!(bad.stderr.contains("4 |   when EGRF has L858R"), "{}", bad.stderr);
    assert!(bad.stdout.starts_with("check: 1 file, 1 rule"), "{}", bad.stdout);

    let data = run(&["check", text_of(&folder), "--format", "json"]);
    let found = json(&data.stdout)["findings"].as_array().expect("findings").clone();
    assert!(found.iter().any(|finding| finding["primary"]["start"]["line"] == 4), "{found:?}");
    let sarif = json(&run(&["check", "--rules", text_of(&folder), "--format", "sarif"]).stdout);
    assert_eq!(sarif["version"], "2.1.0");
    let place = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "bad.guide");

    let evaluated = run(&["evaluate", "examples/lung-egfr.json", "--rules", text_of(&folder)]).refused(2);
    assert!(evaluated.contains("has errors and cannot be used"), "{evaluated}");
}

const OWN_RULES: &str = r#"guideline own "Own"
  version 1.2

source label "A label"
  publisher FDA

region US "United States"

gene EGFR
  hgnc 3236

drug osimertinib
  rxnorm 1721560

scale strength "Strength"
  level strong "Strong"

rule own-osimertinib "Osimertinib"
  when EGFR has L858R
  treat osimertinib
    approved US 2018-04-18
  grade strong
  cite label
  because "It works."
  patient "It works."
"#;

fn own_rules(name: &str, cases: &str) -> PathBuf {
    let folder = folder(name);
    fs::write(folder.join("own.guide"), format!("{OWN_RULES}{cases}")).expect("a rule file");
    folder
}

#[test]
fn test_runs_cases_and_promises() {
    let good = own_rules("test-good", "\ncase \"It is found\"\n  given EGFR p.L858R\n  expect treat osimertinib\n");
    assert_eq!(run(&["test", text_of(&good)]).fine(), "test-good: 1 case, 0 failed; 0 promises, 0 broken\n");
    let coverage = run(&["test", text_of(&good), "--coverage"]).fine();
    assert!(coverage.contains("own.guide:18: own-osimertinib: no case refutes it"), "{coverage}");

    let defined = "\nspecialty board \"A board\"\n\ndefine seen \"Seen\"\n  EGFR has L858R\n\nnever \"Both\"\n  when seen then avoid osimertinib\n";
    let several = own_rules("test-folders", defined);
    fs::create_dir_all(several.join("lung")).expect("a folder");
    let case = "guideline lung-sources \"Sources of the rules for the lung\"\n  reviewed 2026-11-22\n\n\
                rule silent \"Silent\"\n  when seen\n  refer board\n  cite label\n\n\
                case \"It is found\"\n  given EGFR p.L858R\n  expect treat osimertinib\n";
    fs::write(several.join("lung/sources.guide"), case).expect("a rule file");
    let told = run(&["test", text_of(&several), "--coverage"]).fine();
    for line in [
        "lung/sources.guide:4: silent: no case refutes it",
        "own.guide:29: seen: no case refutes it",
        "1 definition: 0 never met, 1 never refuted, 1 never left open",
        "0 of 2 rules are met by one case and refuted by another; 2 are never seen silent in their own disease",
        ".       0   1   |   lung    1   0",
        "test-folders: 1 case, 0 failed; 1 promise, 0 broken",
    ] {
        assert!(told.lines().any(|told| told == line), "`{line}` is not in {told}");
    }
    let data = json(&run(&["test", text_of(&several), "--format", "json"]).stdout);
    let lung = &data["folders"][1];
    assert_eq!((&lung["folder"], &lung["title"]), (&"lung".into(), &"The lung".into()));
    assert_eq!((&lung["rules"], &lung["cases"], &lung["failed"]), (&1.into(), &1.into(), &0.into()));
    assert_eq!((&data["folders"][0]["promises"], &data["folders"][0]["broken"]), (&1.into(), &0.into()));

    let bad = own_rules("test-bad", "\ncase \"It is not\"\n  given EGFR negative\n  expect treat osimertinib\n");
    let failed = run(&["test", text_of(&bad)]);
    assert_eq!(failed.status, 1);
    assert!(failed.stderr.contains("case-failed") && failed.stderr.contains("own.guide:29"), "{}", failed.stderr);
    let data = json(&run(&["test", text_of(&bad), "--format", "json"]).stdout);
    assert_eq!(data["cases"][0]["title"], "It is not");

    let broken = folder("test-broken");
    fs::write(broken.join("bad.guide"), BAD_RULES).expect("a rule file");
    assert!(run(&["test", text_of(&broken)]).refused(2).contains("nothing was run"));
}

#[test]
fn format_lays_out_in_place_and_only_where_needed() {
    let folder = folder("format");
    let file = folder.join("a.guide");
    fs::write(&file, "drug   osimertinib   # a comment\n  also    AZD9291\n").expect("a rule file");
    let check = run(&["format", "--check", text_of(&folder)]);
    assert_eq!(check.status, 1);
    assert!(check.stdout.contains("a.guide is not formatted"), "{}", check.stdout);
    run(&["format", text_of(&folder)]).fine();
    let laid_out = fs::read_to_string(&file).expect("the file");
    assert_eq!(laid_out, "drug osimertinib # a comment\n  also AZD9291\n");
    run(&["format", "--check", text_of(&folder)]).fine();
    assert_eq!(run_with_input(&["format", "-"], "drug  a\n").fine(), "drug a\n");

    fs::write(&file, "drug \"\n").expect("a rule file");
    assert!(run(&["format", text_of(&folder)]).refused(2).contains("left as it is"));
    assert_eq!(fs::read_to_string(&file).expect("the file"), "drug \"\n");
}

#[test]
fn every_stage_can_be_shown() {
    let rules = own_rules("show", "");
    let file = rules.join("own.guide");
    assert!(run(&["show", "tokens", text_of(&file)]).fine().starts_with("1:1 Word \"guideline\"\n"));
    assert!(run(&["show", "tree", text_of(&file)]).fine().contains("own-osimertinib"));
    let page = run(&["show", "coverage", text_of(&rules)]).fine();
    assert!(page.contains("| EGFR | osimertinib | US 2018-04-18 | label | 2018-04-18 |"), "{page}");
    assert!(run(&["show", "program", text_of(&rules)]).fine().contains("own-osimertinib"));
    assert!(json(&run(&["show", "plan", text_of(&rules)]).fine())["leaves"].is_array());
    assert!(run(&["show", "patient", "examples/lung-egfr.json"]).fine().contains("E746_A750del"));
    assert!(run(&["show", "findings", "examples/lung-egfr.json"]).fine().contains("Applies(Met) "));
}

#[test]
fn a_compiled_rulebook_answers_as_its_rules_do() {
    let rules = own_rules("compile", "");
    let plan = rules.join("own.plan");
    let compiled = run(&["compile", text_of(&rules), "-o", text_of(&plan)]);
    assert_eq!((compiled.status, compiled.stdout.as_str()), (0, ""), "{}", compiled.stderr);
    let profile = r#"{"region": "US", "results": [{"biomarker": "EGFR", "alterations": ["p.L858R"]}]}"#;
    let by_rules = run_with_input(&["evaluate", "-", "--rules", text_of(&rules), "--format", "json"], profile).fine();
    let by_plan = run_with_input(&["evaluate", "-", "--rules", text_of(&plan), "--format", "json"], profile).fine();
    assert_eq!(by_rules, by_plan);
    assert_eq!(json(&by_plan)["treatments"][0]["status"], "indicated");

    let file = fs::read(&plan).expect("the plan");
    let mut damaged = file.clone();
    *damaged.last_mut().expect("it is not empty") ^= 1;
    fs::write(&plan, damaged).expect("a damaged plan");
    let damaged = run_with_input(&["evaluate", "-", "--rules", text_of(&plan)], profile).refused(2);
    assert!(damaged.contains("invalid-plan") && damaged.contains("damaged"), "{damaged}");
    let mark = format!("guidemark plan {FORMAT}");
    let other = [b"guidemark plan 9".as_slice(), &file[mark.len()..]].concat();
    fs::write(&plan, other).expect("a plan of another format");
    let other = run_with_input(&["evaluate", "-", "--rules", text_of(&plan)], profile).refused(2);
    assert!(other.contains("compiled to format 9"), "{other}");
}

#[test]
fn codes_are_explained() {
    assert!(run(&["explain-code", "mixed-and-or"]).fine().starts_with("# mixed-and-or\n"));
    assert!(run(&["explain-code"]).fine().lines().any(|line| line == "case-failed"));
    assert!(run(&["explain-code", "mixed-and-ro"]).refused(2).contains("did you mean `mixed-and-or`?"));
}

#[test]
fn a_reader_that_leaves_early_is_no_error() {
    let mut child = command(&["show", "tree", "rules/lung/nsclc-egfr.guide"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let run = Run::from(child.wait_with_output().expect("it ends"));
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
}
