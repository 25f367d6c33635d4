//! `guidemark cohort`: order, errors, parts, summaries, compressed input, and what is left when it is stopped.

use super::{Run, command, folder, json, own_rules, run, run_with_input, text_of};
use flate2::{Compression, write::GzEncoder};
use guidemark::{
    cohort::{Part, Selection},
    schema,
};
use serde_json::Value;
use std::{
    collections::BTreeSet,
    fs,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

/// Beside the one rule of the other tests a fact and a test, so that there is something to count.
const MORE: &str = r#"
fact age "Age"
  number 0..120 years
  ask "How old is the patient?"

rule own-test "Test first"
  when EGFR is untested
  test EGFR
  grade strong
  cite label
  because "It decides."
  patient "It decides."
"#;

const MUTATED: &str = r#""results":[{"biomarker":"EGFR","alterations":["p.L858R"]}]"#;

fn rules(name: &str) -> String {
    text_of(&own_rules(&format!("cohort-{name}"), MORE)).to_owned()
}

/// `guidemark cohort FILE --rules RULES …`, with a day so that it is the same on every day.
fn cohort(file: &str, rules: &str, more: &[&str]) -> Command {
    let mut command = command(&["cohort", file, "--rules", rules, "--date", "2026-11-22"]);
    command.args(more);
    command
}

fn run_on(input: &[u8], rules: &str, more: &[&str]) -> Run {
    let mut command = cohort("-", rules, more);
    let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = child.spawn().expect("the program starts");
    let mut stdin = child.stdin.take().expect("it has an input");
    let input = input.to_vec();
    // It writes while it reads: who only writes first, waits for ever.
    let writer = thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().expect("it ends");
    writer.join().expect("the input is written");
    output.into()
}

fn lines(text: &str) -> Vec<Value> {
    assert!(text.is_empty() || text.ends_with('\n'), "the last line is not whole: {text}");
    text.lines().map(json).collect()
}

/// Profiles of every kind: mutated, without results, with errors, and empty lines between.
fn mixed(count: usize) -> String {
    let profile = |number: usize| match number % 5 {
        0 => format!("{{\"id\":\"{number}\",{MUTATED}}}\n"),
        1 => format!("{{\"id\":\"{number}\",\"facts\":{{\"aeg\":{number}}}}}\n"),
        2 => format!("\n{{\"id\":\"{number}\",\"facts\":{{\"age\":40}}}}\n"),
        3 => format!("{{\"id\":\"{number}\"\n"),
        _ => format!("{{\"id\":\"{number}\"}}\n"),
    };
    (0..count).map(profile).collect()
}

#[test]
fn each_profile_has_its_report_in_its_place() {
    let rules = rules("order");
    let profiles: Vec<String> = (0..300).map(|number| format!("{{\"id\":\"{number}\",{MUTATED}}}")).collect();
    let input = profiles.join("\n") + "\n";
    let answers = run_on(input.as_bytes(), &rules, &["--threads", "4"]).fine();
    let ids: Vec<Value> = lines(&answers).into_iter().map(|report| report["id"].clone()).collect();
    assert_eq!(ids, (0..300).map(|number| Value::from(number.to_string())).collect::<Vec<_>>());
    // It is the report that the profile has alone, its hash included.
    let alone = ["evaluate", "-", "--rules", &rules, "--date", "2026-11-22", "--format", "json"];
    let alone = json(&run_with_input(&alone, &profiles[7]).fine());
    assert_eq!(lines(&answers)[7], alone);
    assert_eq!(alone["treatments"][0]["drugs"][0], "osimertinib");
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let rules = rules("threads");
    let input = mixed(500);
    let summary = |threads: &str| {
        let path = folder(&format!("cohort-threads-{threads}")).join("summary.json");
        let option = format!("--summary={}", text_of(&path));
        let run = run_on(input.as_bytes(), &rules, &["--threads", threads, &option, "--summary-format", "json"]);
        let mut counted = json(&fs::read_to_string(path).expect("the summary"));
        let took = counted.as_object_mut().and_then(|counted| counted.remove("took")).expect("how long it took");
        assert_eq!(took["threads"].to_string(), threads);
        (run.status, run.stdout, run.stderr, counted)
    };
    let one = summary("1");
    assert_eq!(one.0, 1);
    assert_eq!(lines(&one.1).len(), 500);
    for threads in ["2", "7"] {
        assert!(summary(threads) == one, "{threads} threads answer otherwise than one");
    }
}

#[test]
fn a_bad_profile_is_told_in_its_place_and_stops_nothing() {
    let rules = rules("errors");
    let input = "{\"id\":\"good\"}\n\n{\"id\":\"bad\",\"facts\":{\"aeg\":7}}\n{\"id\":\n{\"id\":\"last\"}";
    let run = run_on(input.as_bytes(), &rules, &[]);
    assert_eq!(run.status, 1);
    let answers = lines(&run.stdout);
    assert_eq!(answers.len(), 4, "an empty line has no answer: {}", run.stdout);
    assert_eq!(answers[0]["id"], "good");
    assert_eq!(
        run.stdout.lines().nth(1),
        Some(
            r#"{"line":3,"id":"bad","errors":[{"code":"unknown-name","path":"facts.aeg","message":"no fact is called `aeg`","help":"did you mean `age`?"}]}"#
        )
    );
    assert_eq!(answers[2]["line"], 4);
    assert_eq!(answers[2]["errors"][0]["code"], "invalid-json");
    assert_eq!(answers[2]["errors"][0]["message"], "the JSON ends too early (column 6)");
    assert_eq!(answers[3]["id"], "last", "a last line needs no line break");
    for part in [
        "error[unknown-name]: no fact is called `aeg`\n--> standard input:3: facts.aeg\n = help: did you mean `age`?\n",
        "--> standard input:4\n",
        "error: 2 of 4 profiles have errors, which stand in their place in the output\n",
    ] {
        assert!(run.stderr.contains(part), "{part} is not in {}", run.stderr);
    }
}

#[test]
fn lines_end_and_files_begin_as_they_do_on_any_system() {
    let rules = rules("lines");
    let run = run_on(b"\xef\xbb\xbf{\"id\":\"a\"}\r\n\r\n \t\n{\"id\":\"b\"}\r\n", &rules, &["--select", "verdicts"]);
    let answers = lines(&run.fine());
    let numbered: Vec<String> = answers.iter().map(|answer| format!("{}{}", answer["line"], answer["id"])).collect();
    assert_eq!(numbered, ["1\"a\"", "4\"b\""]);
    assert_eq!(run_on(b"", &rules, &[]).fine(), "");
    assert_eq!(run_on(b"\n\n", &rules, &[]).fine(), "");
}

#[test]
fn what_is_no_utf_8_is_an_error_of_its_line() {
    let rules = rules("utf-8");
    let run = run_on(b"{\"id\":\"a\"}\n{\"id\":\"\xe4\"}\n{\"id\":\"b\"}\n", &rules, &["--select", "verdicts"]);
    assert_eq!(run.status, 1);
    let answers = lines(&run.stdout);
    assert_eq!((&answers[0]["id"], &answers[2]["id"]), (&"a".into(), &"b".into()));
    assert_eq!(answers[1]["line"], 2);
    assert_eq!(answers[1]["errors"][0]["code"], "invalid-json");
    assert_eq!(answers[1]["errors"][0]["message"], "byte 8 of the line is no UTF-8");

    let utf_16: Vec<u8> = "\u{feff}{}\n{}\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let run = run_on(&utf_16, &rules, &[]);
    assert_eq!(run.status, 1);
    for answer in lines(&run.stdout) {
        assert_eq!(answer["errors"][0]["help"], "the file seems to be UTF-16: save it as UTF-8", "{answer}");
    }
}

#[test]
fn other_shapes_of_json_are_pointed_to_one_profile_a_line() {
    let rules = rules("shapes");
    let help = |input: &str| {
        let run = run_on(input.as_bytes(), &rules, &[]);
        lines(&run.stdout)[0]["errors"][0]["help"].as_str().unwrap_or_default().to_owned()
    };
    assert!(help("{\n  \"id\": \"a\"\n}\n").contains("`jq -c . FILE`"));
    assert!(help("[{\"id\": \"a\"}, {\"id\": \"b\"}]\n").contains("`jq -c '.[]' FILE`"));
    assert!(help("[\n{\"id\": \"a\"}\n]\n").contains("`jq -c '.[]' FILE`"));
}

#[test]
fn an_answer_has_the_parts_that_are_asked_for() {
    let rules = rules("select");
    let input = format!("{{\"id\":\"a\",{MUTATED}}}\n{{}}\n");
    let select = |parts: &str| lines(&run_on(input.as_bytes(), &rules, &["--select", parts]).fine());
    let keys = |answer: &Value| answer.as_object().expect("an object").keys().cloned().collect::<Vec<_>>();

    let verdicts = run_on(input.as_bytes(), &rules, &["--select", "verdicts"]).fine();
    assert_eq!(
        verdicts,
        "{\"line\":1,\"id\":\"a\",\"verdicts\":{\"met\":[\"own-osimertinib\"],\"undetermined\":[]}}\n\
         {\"line\":2,\"verdicts\":{\"met\":[\"own-test\"],\"undetermined\":[\"own-osimertinib\"]}}\n"
    );
    let some = select("treatments,tests, open-questions");
    assert_eq!(keys(&some[0]), ["id", "line", "open_questions", "tests", "treatments"]);
    assert_eq!(keys(&some[1]), ["line", "open_questions", "tests", "treatments"]);
    let whole = lines(&run_on(input.as_bytes(), &rules, &[]).fine());
    for part in ["open_questions", "tests", "treatments"] {
        assert_eq!(some[0][part], whole[0][part], "{part}");
    }
    let both = select("provenance,verdicts");
    assert_eq!(
        (&both[0]["provenance"], both[0]["verdicts"]["met"][0].as_str()),
        (&whole[0]["provenance"], Some("own-osimertinib"))
    );
    // The order of the question is not that of the answer, and asking twice gives it once.
    assert_eq!(select("tests,treatments,tests"), select("treatments,tests"));

    let refused = |parts: &str| run_on(b"{}\n", &rules, &["--select", parts]).refused(2);
    assert!(refused("tests,treatment").contains("did you mean `treatments`?"));
    assert!(refused("tests,xyzzy").contains("one of verdicts, disease, team, tests"));
    assert!(refused("").contains("one of verdicts"));
}

/// Verdicts alone are answered in another way than beside a report; they are the same, one profile after another.
#[test]
fn the_quick_way_gives_the_same_verdicts() {
    let verdicts = |select: &str| {
        let arguments = ["cohort", "examples/cohort.ndjson", "--threads", "1", "--select", select];
        lines(&run(&arguments).stdout).into_iter().map(|answer| answer["verdicts"].clone()).collect::<Vec<_>>()
    };
    let quick = verdicts("verdicts");
    assert_eq!(quick, verdicts("verdicts,disease"));
    assert!(quick[0] != quick[1] && quick[0]["met"][0].is_string(), "{quick:?}");
}

/// A part that is added to the report can be asked for.
#[test]
fn every_part_of_a_report_has_a_name() {
    let schema = schema::report();
    let keys = schema["properties"].as_object().expect("keys").keys().filter(|key| *key != "id").map(String::as_str);
    let parts: BTreeSet<&str> = Part::ALL.iter().map(|part| part.name()).collect();
    assert_eq!(parts, keys.chain(["verdicts"]).collect());
    let help = run(&["cohort", "--help"]).fine();
    assert!(parts.iter().all(|part| help.contains(part)), "{help}");
    for part in Part::ALL {
        let alone = Selection::Parts([*part].into());
        assert_eq!(alone.needs_report(), *part != Part::Verdicts);
        assert_eq!(Selection::Report.has(*part), *part != Part::Verdicts);
    }
    // Each of them is answered, but for what is not known.
    let rules = rules("parts");
    let all = parts.iter().copied().collect::<Vec<_>>().join(",");
    let answer = &lines(&run_on(b"{}\n", &rules, &["--select", &all]).fine())[0];
    let missing: Vec<&&str> = parts.iter().filter(|part| answer.get(**part).is_none()).collect();
    assert_eq!(missing, [&"disease"]);
}

#[test]
fn a_summary_counts_what_the_answers_hold() {
    let rules = rules("summary");
    let path = folder("cohort-summary-file").join("summary.json");
    let to_file = format!("--summary={}", text_of(&path));
    let summary = |more: &[&str]| {
        run_on(mixed(10).as_bytes(), &rules, &[&[to_file.as_str(), "--summary-format", "json"], more].concat());
        let summary = json(&fs::read_to_string(&path).expect("the summary"));
        let schema = json(&fs::read_to_string("schema/summary.schema.json").expect("the schema"));
        assert!(jsonschema::is_valid(&schema, &summary), "{summary}");
        summary
    };
    let counted = summary(&[]);
    for (key, count) in [("profiles", 10), ("evaluated", 6), ("refused", 4), ("empty_lines", 2)] {
        assert_eq!(counted[key], count, "{key}: {counted}");
    }
    assert_eq!(counted["errors"]["unknown-name"], serde_json::json!({ "profiles": 2, "errors": 2 }));
    assert_eq!(counted["errors"]["invalid-json"]["profiles"], 2);
    assert_eq!(counted["tests"], serde_json::json!({ "recommended": { "EGFR": 4 } }));
    let drugs = serde_json::json!({ "indicated": { "osimertinib": 2 }, "undecided": { "osimertinib": 4 } });
    assert_eq!(counted["treatments"], drugs);
    assert_eq!((&counted["rulebook"], &counted["version"]), (&"cohort-summary".into(), &"1.2".into()));
    assert!(counted["took"]["profiles_per_second"].as_f64().expect("a rate") > 0.0, "{counted}");
    assert!(counted.get("rules").is_none(), "verdicts were not asked for: {counted}");

    let counted = summary(&["--select", "verdicts"]);
    assert_eq!(counted["rules"]["own-osimertinib"], serde_json::json!({ "met": 2, "undetermined": 4 }));
    assert!(counted.get("tests").is_none() && counted.get("treatments").is_none(), "{counted}");

    let told = run_on(mixed(10).as_bytes(), &rules, &["--summary"]).stderr;
    for part in [
        "\n10 profiles in ",
        ": 6 evaluated, 4 with errors; 2 empty lines\nRulebook cohort-summary 1.2 (",
        "\nTESTS: profiles by status and biomarker\n  recommended: EGFR 4\n",
        "\nTREATMENTS: profiles by status and drug\n  indicated: osimertinib 2\n  undecided: osimertinib 4\n",
        "\nERRORS: profiles by kind\n  invalid-json 2, unknown-name 2\n",
    ] {
        assert!(told.contains(part), "{part} is not in {told}");
    }
    assert!(run_on(b"{}\n", &rules, &["--summary-format", "json"]).refused(2).contains("--summary"));
}

#[test]
fn many_bad_profiles_are_told_once_a_hundred() {
    let rules = rules("flood");
    let run = run_on("nonsense\n".repeat(130).as_bytes(), &rules, &[]);
    assert_eq!((run.status, lines(&run.stdout).len()), (1, 130));
    assert_eq!(run.stderr.matches("error[invalid-json]").count(), 100);
    assert!(run.stderr.ends_with("; the first 100 are told here\n"), "{}", run.stderr);
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).expect("it is compressed");
    encoder.finish().expect("it is compressed")
}

fn file_with(name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder(&format!("cohort-{name}")).join(name);
    fs::write(&path, bytes).expect("a file");
    path
}

#[test]
fn gzip_is_seen_from_its_first_bytes() {
    let rules = rules("gzip");
    let text = mixed(60);
    let plain = run_on(text.as_bytes(), &rules, &[]).stdout;
    assert_eq!(run_on(&gzip(&text), &rules, &[]).stdout, plain, "by a pipe");
    let (first, second) = text.split_at(text.len() / 2);
    let members = [gzip(first), gzip(second)].concat();
    // Its name says nothing.
    let path = file_with("members.txt", &members);
    let run = Run::from(cohort(text_of(&path), &rules, &[]).output().expect("the program starts"));
    assert_eq!(run.stdout, plain, "a file of several members");
    let zstd = run_on(b"\x28\xb5\x2f\xfd\x24\x00", &rules, &[]).refused(2);
    assert!(zstd.contains("compressed with zstd") && zstd.contains("`zstd -dc FILE | guidemark cohort -`"), "{zstd}");
}

#[test]
fn what_is_whole_of_a_broken_file_is_answered() {
    let rules = rules("broken");
    let text: String = (0..20_000).map(|number| format!("{{\"id\":\"{number}\"}}\n")).collect();
    let whole = gzip(&text);
    let cut = file_with("cut.ndjson.gz", &whole[..whole.len() / 2]);
    let run = Run::from(cohort(text_of(&cut), &rules, &["--select", "verdicts"]).output().expect("the program starts"));
    assert_eq!(run.status, 2);
    let answers = lines(&run.stdout);
    assert!((1_000..19_999).contains(&answers.len()), "{} answers", answers.len());
    assert!(answers.iter().all(|answer| answer.get("errors").is_none()), "half a line is no line");
    assert_eq!(answers.last().expect("answers")["line"], answers.len());
    let told = format!("is cut off; its first {} lines were answered", answers.len());
    assert!(run.stderr.contains(&told), "{}", run.stderr);

    let mut damaged = gzip("{\"id\":\"a\"}\n");
    let length = damaged.len();
    damaged[length - 8] ^= 1;
    let run = run_on(&damaged, &rules, &[]);
    assert_eq!((run.status, lines(&run.stdout).len()), (2, 1));
    assert!(run.stderr.contains("is damaged"), "{}", run.stderr);
}

#[test]
fn wrong_arguments_are_refused_before_anything_is_written() {
    let rules = rules("arguments");
    let refused = |file: &str, more: &[&str]| {
        Run::from(cohort(file, &rules, more).stdin(Stdio::null()).output().expect("the program starts")).refused(2)
    };
    assert!(refused("no-such-file.ndjson", &[]).contains("no such file"));
    assert!(refused("examples", &[]).contains("is a folder"));
    assert!(refused("-", &["--threads", "0"]).contains("--threads"));
    let region = refused("-", &["--region", "Atlantis"]);
    assert!(region.contains("Atlantis") && region.matches("error").count() == 1, "{region}");
    assert!(refused("-", &["-o", "answers.ndjson.gz"]).contains("| gzip >"));
    assert!(refused("-", &["-o", "no-such-folder/out.ndjson"]).contains("no-such-folder"));
    assert!(refused("-", &["--summary=no-such-folder/summary.txt"]).contains("no-such-folder"));

    let input = file_with("input.ndjson", b"{}\n");
    for option in [vec!["-o".to_owned(), text_of(&input).to_owned()], vec![format!("--summary={}", text_of(&input))]] {
        let option: Vec<&str> = option.iter().map(String::as_str).collect();
        assert!(refused(text_of(&input), &option).contains("is the input"));
        assert_eq!(fs::read(&input).expect("the input"), b"{}\n", "the input is as it was");
    }
}

/// A run whose input is written here, bit by bit.
struct Fed {
    child: Child,
    stdin: Option<std::process::ChildStdin>,
}

impl Fed {
    fn start(mut command: Command) -> Fed {
        let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = child.spawn().expect("the program starts");
        let stdin = child.stdin.take();
        Fed { child, stdin }
    }

    fn feed(&mut self, text: &[u8]) -> std::io::Result<()> {
        self.stdin.as_mut().expect("it has an input").write_all(text)
    }

    fn end(mut self) -> Run {
        drop(self.stdin.take());
        self.child.wait_with_output().expect("it ends").into()
    }
}

#[test]
fn an_answer_does_not_wait_for_the_next_profile() {
    let rules = rules("streaming");
    let mut fed = Fed::start(cohort("-", &rules, &["--select", "verdicts"]));
    let mut answers = BufReader::new(fed.child.stdout.take().expect("it has an output"));
    for id in ["a", "b"] {
        fed.feed(format!("{{\"id\":\"{id}\"}}\n").as_bytes()).expect("it reads");
        let mut answer = String::new();
        answers.read_line(&mut answer).expect("it answers");
        assert_eq!(json(&answer)["id"], id);
    }
    drop(fed.stdin.take());
    assert_eq!(answers.read_line(&mut String::new()).expect("it ends"), 0);
    assert_eq!(fed.end().status, 0);
}

#[test]
fn a_reader_that_has_enough_is_no_error() {
    let rules = rules("head");
    let mut fed = Fed::start(cohort("-", &rules, &[]));
    let mut first = String::new();
    fed.feed(b"{\"id\":\"a\"}\n").expect("it reads");
    let mut answers = BufReader::new(fed.child.stdout.take().expect("it has an output"));
    answers.read_line(&mut first).expect("it answers");
    assert_eq!(json(&first)["id"], "a");
    drop(answers);
    // It stops reading sooner or later, and says nothing.
    while fed.feed("{}\n".repeat(1000).as_bytes()).is_ok() {}
    let run = fed.end();
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
}

#[test]
fn nobody_at_standard_error_costs_no_answer() {
    let rules = rules("deaf");
    let output = folder("cohort-deaf-output").join("answers.ndjson");
    let mut fed = Fed::start(cohort("-", &rules, &["-o", text_of(&output), "--summary"]));
    drop(fed.child.stderr.take());
    fed.feed(mixed(200).as_bytes()).expect("it reads");
    assert_eq!(fed.end().status, 1);
    assert_eq!(lines(&fs::read_to_string(&output).expect("the answers")).len(), 200);
}

/// Feeds a run that writes to a file until there are so many bytes of answers, ends it in a way, and gives what it left behind.
fn ended_half_way(name: &str, length: u64, end: impl FnOnce(&mut Child)) -> (std::process::ExitStatus, Vec<Value>) {
    let rules = rules(name);
    let output = folder(&format!("cohort-{name}-output")).join("answers.ndjson");
    let mut fed =
        Fed::start(cohort("-", &rules, &["--select", "tests,open_questions,provenance", "-o", text_of(&output)]));
    let mut stdin = fed.stdin.take().expect("it has an input");
    // It is kept busy until it is gone.
    let feeder = thread::spawn(move || while stdin.write_all("{\"id\":\"abc\"}\n".repeat(100).as_bytes()).is_ok() {});
    while fs::metadata(&output).map_or(0, |file| file.len()) < length {
        thread::yield_now();
    }
    end(&mut fed.child);
    let status = fed.child.wait().expect("it ends");
    feeder.join().expect("nobody reads any more");
    (status, lines(&at_rest(&output)))
}

/// A file's text as soon as nobody writes to it any more.
fn at_rest(path: &Path) -> String {
    let mut text = String::new();
    loop {
        thread::sleep(Duration::from_millis(20));
        let now = fs::read_to_string(path).expect("the answers");
        if now == text {
            return text;
        }
        text = now;
    }
}

#[test]
fn a_run_that_is_killed_leaves_whole_lines() {
    // Each time at another moment.
    for length in (1..=8).map(|round| round * 20_011) {
        let (status, answers) = ended_half_way("kill", length, |child| child.kill().expect("it is killed"));
        assert!(!status.success());
        assert!(answers.iter().enumerate().all(|(index, answer)| answer["line"] == index + 1));
    }
}

#[cfg(unix)]
#[test]
fn ctrl_c_leaves_whole_lines() {
    let (status, answers) = ended_half_way("ctrl-c", 100_000, |child| {
        let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("a signal is sent");
        assert!(sent.success());
    });
    assert_eq!(status.code(), Some(130));
    assert!(answers.iter().enumerate().all(|(index, answer)| answer["line"] == index + 1));
}

/// The most memory that a process ever held, in KiB.
#[cfg(target_os = "linux")]
fn peak_memory(child: &Child) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).expect("the process runs");
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).expect("it says how much memory it held");
    line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).expect("a number")
}

#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_with_the_number_of_lines() {
    let rules = rules("memory");
    let mut fed = Fed::start(cohort("-", &rules, &["--select", "verdicts"]));
    let mut stdout = fed.child.stdout.take().expect("it has an output");
    let reader = thread::spawn(move || std::io::copy(&mut stdout, &mut std::io::sink()).expect("it answers"));
    let some = "{\"id\":\"abcdefghij\"}\n".repeat(1000);
    let mut peak_after = |thousands: usize| {
        (0..thousands).for_each(|_| fed.feed(some.as_bytes()).expect("it reads"));
        peak_memory(&fed.child)
    };
    let (early, late) = (peak_after(30), peak_after(270));
    drop(fed.stdin.take());
    let answers = reader.join().expect("the answers are read");
    assert_eq!(fed.end().status, 0);
    // Kept in memory, the profiles alone would be 6 MB, and their answers 20 MB.
    assert!(answers > 20_000_000, "{answers} bytes");
    assert!(late < early + 4_000, "{early} KiB after 30,000 lines, {late} KiB after 300,000");
}

#[cfg(target_os = "linux")]
#[test]
fn a_line_of_any_length_takes_no_more_memory_than_a_profile_may() {
    let rules = rules("long-line");
    let mut fed = Fed::start(cohort("-", &rules, &["--select", "verdicts", "--threads", "1"]));
    fed.feed(b"{\"id\":\"a\"}\n").expect("it reads");
    let megabyte = vec![b'x'; 1 << 20];
    (0..200).for_each(|_| fed.feed(&megabyte).expect("it reads"));
    fed.feed(b"\n").expect("it reads");
    // As long as a profile may be, and one byte more.
    for length in [16 << 20, (16 << 20) + 1] {
        fed.feed(format!("{{\"id\":\"{}\"}}\r\n", "y".repeat(length - 9)).as_bytes()).expect("it reads");
    }
    let peak = peak_memory(&fed.child);
    let run = fed.end();
    assert_eq!(run.status, 1);
    let answers = lines(&run.stdout);
    assert_eq!(answers.len(), 4);
    for wrong in [1, 3] {
        assert_eq!(answers[wrong]["line"], wrong + 1);
        assert_eq!(answers[wrong]["errors"][0]["code"], "too-large");
    }
    assert!(answers[2].get("errors").is_none());
    assert!(peak < 150_000, "{peak} KiB, with a line of 200 MiB");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let rules = rules("full");
    let told = run_on(mixed(5).as_bytes(), &rules, &["-o", "/dev/full"]);
    assert_eq!(told.status, 2);
    assert!(told.stderr.contains("/dev/full"), "{}", told.stderr);
}

/// What `docs/cohort.md` shows is what the program says, but for time and hash: `UPDATE_EXPECT=1` renews it.
#[test]
fn the_document_shows_real_output() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/cohort.md");
    let document = fs::read_to_string(&path).expect("there is a document");
    let output = folder("cohort-document").join("answers.ndjson");
    let arguments = ["cohort", "examples/cohort.ndjson", "--select", "tests", "-o", text_of(&output), "--summary"];
    let told = run(&arguments).stderr;
    let answers = fs::read_to_string(&output).expect("the answers");
    let refused: String = answers.lines().filter(|line| line.contains("\"errors\"")).collect::<Vec<_>>().join("\n");
    let mut renewed = document.clone();
    for (language, printed) in [("text", told.trim_end()), ("json", refused.as_str())] {
        let (before, rest) = renewed.split_once(&format!("```{language}\n")).expect("the document shows it");
        let (shown, after) = rest.split_once("```").expect("it ends");
        let steady = |text: &str| {
            let changes = |line: &&str| !line.starts_with("Rulebook ") && !line.starts_with("5 profiles in ");
            text.trim_end().lines().filter(changes).collect::<Vec<_>>().join("\n")
        };
        let shown = if steady(shown) == steady(printed) { shown.trim_end() } else { printed };
        renewed = format!("{before}```{language}\n{shown}\n```{after}");
    }
    if std::env::var("UPDATE_EXPECT").is_ok_and(|value| value == "1") {
        fs::write(&path, renewed).expect("the document is written");
    } else {
        assert_eq!(document, renewed);
    }
}
