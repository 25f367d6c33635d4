//! What holds of every text, and of every file that can be written.

use guidemark::syntax::tree::ItemKind;
use guidemark::syntax::{TokenKind, format, parse, tokens};
use guidemark::text::SourceId;
use proptest::prelude::*;
use proptest::sample::select;

const SOURCE: SourceId = SourceId(0);

/// Fragments that are near enough to rule text to lead far into the parser.
fn soup() -> impl Strategy<Value = String> {
    let pieces = vec![
        "rule",
        "gene",
        "case",
        "always",
        "define",
        "fact",
        "marker",
        "withdraw",
        "group",
        "when",
        "test",
        "treat",
        "given",
        "expect",
        "then",
        "one of",
        "yes or no",
        "number",
        "exons",
        "named",
        "detects",
        "cite",
        "note",
        "hold",
        "until",
        "and",
        "or",
        "not",
        "is",
        "has",
        "no",
        "any of",
        "at least",
        "of",
        "EGFR",
        "L858R",
        "exon 19 deletion",
        "codons 12..13",
        "except",
        "germline",
        "received",
        "progressed on",
        "intolerant of",
        "class",
        "with",
        "approved",
        "2026-01-01",
        "2026-02-30",
        "12",
        "0.5",
        "..",
        "(",
        ")",
        ",",
        "=",
        "%",
        ">=",
        "<",
        "\"text\"",
        "\"\"\"\n  block\n  \"\"\"",
        "\"open",
        "\"\"\"",
        "# comment\n",
        "\n",
        "\n\n",
        "\n  ",
        "\n   ",
        "\r\n",
        "\t",
        " ",
        "\u{feff}",
        "–",
        "≥",
        "ü",
        "\\",
        ":",
        "::",
        "t(4;14)",
    ];
    let blank = select(vec!["", " ", "\n  ", "\n"]);
    prop::collection::vec((select(pieces), blank), 0..60)
        .prop_map(|pieces| pieces.into_iter().flat_map(|(piece, blank)| [piece, blank]).collect())
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => "[A-Z][A-Za-z0-9]{0,6}",
        1 => Just("t(4;14)".to_owned()),
        1 => Just("\"a name with blanks\"".to_owned()),
        1 => select(vec!["note", "grade", "region", "stage", "line", "3+", "1p/19q"]).prop_map(str::to_owned),
    ]
}

fn names() -> impl Strategy<Value = String> {
    prop::collection::vec(name(), 1..12).prop_map(|names| names.join(", "))
}

fn alteration() -> impl Strategy<Value = String> {
    let form = select(vec![
        "mutation",
        "pathogenic variant",
        "L858R",
        "exon 19 deletion",
        "codons 12..13",
        "fusion with EML4",
        "amplification",
        "exon 20 insertion except (A763_Y764insFQEA or L858R)",
        "\"classical\"",
    ]);
    (select(vec!["", "germline ", "somatic "]), form).prop_map(|(origin, form)| format!("{origin}{form}"))
}

fn condition() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        name(),
        (name(), name()).prop_map(|(subject, value)| format!("{subject} is {value}")),
        (name(), name(), name()).prop_map(|(subject, one, two)| format!("{subject} is not ({one} or {two})")),
        name().prop_map(|subject| format!("{subject} >= 50 %")),
        (name(), alteration()).prop_map(|(gene, alteration)| format!("{gene} has {alteration}")),
        (name(), alteration(), alteration())
            .prop_map(|(group, one, two)| format!("any of {group} has no ({one} or {two})")),
        name().prop_map(|drug| format!("received no class {drug}")),
        name().prop_map(|drug| format!("progressed on {drug}")),
        name().prop_map(|drug| format!("intolerant of {drug}")),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let several = prop::collection::vec(inner.clone(), 2..5);
        prop_oneof![
            several.clone().prop_map(|parts| format!("({})", parts.join(" and "))),
            several.clone().prop_map(|parts| format!("({})", parts.join(" or "))),
            several.prop_map(|parts| format!("at least 2 of ({})", parts.join(", "))),
            inner.prop_map(|part| format!("not ({part})")),
        ]
    })
}

fn conditions() -> impl Strategy<Value = String> {
    (prop::collection::vec(condition(), 1..5), select(vec![" and ", " or "]))
        .prop_map(|(parts, joint)| parts.join(joint))
}

fn rule() -> impl Strategy<Value = String> {
    let clause = prop_oneof![
        names().prop_map(|names| format!("test {names} by NGS or FISH on tissue before first-line therapy")),
        names().prop_map(|names| format!("test {names}")),
        (name(), name()).prop_map(|(drug, other)| format!(
            "treat {drug} with class {other} approved US by 2024-01-01 until by 2025-01-01, EU 2024-02-01"
        )),
        names().prop_map(|names| format!("avoid {names} alone")),
        (names(), names()).prop_map(|(drugs, results)| format!("hold {drugs} until {results}")),
        Just("note \"\"\"\n      Some text,\n        indented.\n    \"\"\"".to_owned()),
        Just("trial \"NCT\" region US, EU".to_owned()),
    ];
    (conditions(), prop::collection::vec(clause, 0..5)).prop_map(|(condition, clauses)| {
        format!("rule some-rule \"A title\"\n  when {condition}\n  {}", clauses.join("\n  "))
    })
}

fn item() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => rule(),
        1 => conditions().prop_map(|condition| format!("define d \"t\"\n  {condition}")),
        1 => conditions().prop_map(|condition| format!("never \"t\"\n  when {condition} then treat A with B, no test")),
        1 => names().prop_map(|names| format!("group g \"t\" = {names}")),
        1 => names().prop_map(|names| {
            format!("disease D \"t\" under E also {names} implies F V from line 2 to 3 unless S reads N as {names} asks F \"q\"")
        }),
        1 => names().prop_map(|names| format!("fact F \"t\"\n  one of A ({names}), B\n  ask \"?\"")),
        1 => names().prop_map(|names| format!("fact F \"t\" number 1..9 counted from therapy also {names} ask \"?\"")),
        1 => names().prop_map(|names| format!("case \"t\"\n  given G L858R and T790M by NGS, F pending, S 3 %\n  expect test {names}")),
    ]
}

/// A file with comments and blanks strewn in behind commas.
fn file() -> impl Strategy<Value = String> {
    let strewn = prop::collection::vec(
        select(vec!["", "", "", "", "  ", " # a comment\n      ", "\n      # a line\n      ", "\n     "]),
        40,
    );
    (prop::collection::vec(item(), 1..6), strewn, select(vec!["\n", "\n\n", "\n  # tail\n# head\n", "\n\n# apart\n\n"]))
        .prop_map(|(items, strewn, between)| {
            let (mut text, mut in_string) = (String::new(), false);
            let mut strewn = strewn.into_iter().cycle();
            let joined = items.join(between);
            for (at, character) in joined.char_indices() {
                in_string ^= character == '"';
                text.push(character);
                // At the start of a line these would start a clause.
                let is_clause = joined[at + character.len_utf8()..].trim_start().starts_with(['n', 'g', 'r']);
                if !in_string && character == ',' && !is_clause {
                    text.push_str(strewn.next().unwrap_or(""));
                }
            }
            text + between
        })
}

fn comments(text: &str) -> Vec<String> {
    let found = tokens(text, SOURCE).0;
    found.iter().filter(|it| it.kind == TokenKind::Comment).map(|it| it.text(text).trim_end().to_owned()).collect()
}

fn check_tokens(text: &str) {
    let found = tokens(text, SOURCE).0;
    let joined: String = found.iter().map(|token| token.text(text)).collect();
    assert_eq!(joined, text);
    let last = found.last().unwrap();
    assert_eq!((last.kind, last.span.start as usize), (TokenKind::End, text.len()));
    assert!(found.iter().rev().skip(1).all(|token| token.span.start < token.span.end), "an empty token");
    assert!(found.windows(2).all(|pair| pair[0].span.end == pair[1].span.start), "a gap");
}

/// Whatever the text: every broken item has exactly one finding, and nothing is laid out that has an error.
fn check_reading(text: &str) {
    let (tree, found) = parse(text, SOURCE);
    let at =
        |start: u32, end: u32| found.iter().filter(move |it| (start..=end).contains(&it.primary.span.start)).count();
    for item in tree.items.iter().filter(|item| item.node == ItemKind::Broken) {
        assert_eq!(at(item.span.start, item.span.end), 1, "{found:?} in {text:?}");
    }
    assert!(found.iter().all(|it| it.primary.span.end as usize <= text.len()));
    if let Ok(formatted) = format(text, SOURCE) {
        check_layout(text, &formatted);
    }
}

fn check_layout(text: &str, formatted: &str) {
    assert_eq!(parse(formatted, SOURCE).0, parse(text, SOURCE).0);
    assert_eq!(comments(formatted), comments(text));
    assert_eq!(format(formatted, SOURCE).as_deref(), Ok(formatted), "laid out twice");
    assert!(formatted.lines().all(|line| line.trim_end() == line), "blanks at a line's end in {formatted:?}");
    assert!(formatted.is_empty() || formatted.ends_with('\n') && !formatted.ends_with("\n\n"));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn tokens_concatenate_to_the_text(text in any::<String>(), soup in soup()) {
        check_tokens(&text);
        check_tokens(&soup);
    }

    #[test]
    fn no_text_makes_the_reader_fail(text in any::<String>(), soup in soup()) {
        check_reading(&text);
        check_reading(&soup);
        check_reading(&format!("rule r \"t\"\n  when {}", soup.replace('\n', "\n  ")));
        check_reading(&format!("case \"t\"\n  given {}", soup.replace('\n', "\n  ")));
    }

    #[test]
    fn layout_keeps_meaning_and_comments(text in file()) {
        let (_, found) = parse(&text, SOURCE);
        prop_assert!(found.iter().all(|it| it.code == guidemark::diagnostics::Code::DuplicateClause), "{found:?} in {text}");
        let formatted = format(&text, SOURCE);
        prop_assert!(formatted.is_ok(), "{formatted:?} for {text}");
        check_layout(&text, &formatted.unwrap_or_default());
    }

    #[test]
    fn lines_that_can_be_broken_are_not_too_long(condition in conditions()) {
        let text = format(&format!("rule r \"t\"\n  when {condition}"), SOURCE).unwrap();
        prop_assert!(text.lines().all(|line| line.chars().count() <= guidemark::syntax::LINE_WIDTH), "{text}");
    }

    #[test]
    fn a_broken_item_leaves_the_others_as_they_are(before in item(), broken in soup(), after in item()) {
        let broken = broken.replace(['\n', '\r'], " ");
        let text = format!("{before}\nrule broken \"t\" {broken}\n{after}\n");
        let items = parse(&text, SOURCE).0.items;
        prop_assert_eq!(items.len(), 3);
        prop_assert_eq!(&items[0], &parse(&before, SOURCE).0.items[0]);
        prop_assert_eq!(&items[2], &parse(&after, SOURCE).0.items[0]);
    }
}
