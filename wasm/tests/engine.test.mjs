// What each export answers, on a small rulebook.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load, settings } from "./boundary.mjs";
import { files, profile, rule } from "./small.mjs";

const { Engine, check, format, version } = load();
const engine = new Engine("small", files());
const parsed = (answer) => JSON.parse(answer);
const codes = (answer) => {
  const { ok, errors, diagnostics } = parsed(answer);
  assert.equal(ok, false);
  return (errors ?? diagnostics).map((one) => one.code);
};

test("a rulebook says what it is", () => {
  const { ok, rulebook, diagnostics } = parsed(engine.rulebook());
  assert.equal(ok, true);
  assert.equal(rulebook.name, "small");
  assert.equal(rulebook.version, "1.0");
  assert.match(rulebook.sha256, /^[0-9a-f]{64}$/);
  assert.deepEqual(diagnostics.filter((found) => found.severity === "error"), []);
});

test("a profile gets its report", () => {
  const { ok, report } = parsed(engine.evaluate(profile(), settings));
  assert.equal(ok, true);
  assert.deepEqual(report.treatments.map((entry) => [entry.drugs, entry.status]), [[["osimertinib"], "indicated"]]);
  assert.equal(report.provenance.rulebook, "small");
});

test("settings give the day and the region, over the profile's", () => {
  const day = (given, asked) => parsed(engine.evaluate(given, asked)).report.provenance.date;
  assert.equal(day(profile(), '{"today":"2026-11-22"}'), "2026-11-22");
  assert.equal(day(profile({ date: "2025-01-01" }), '{"today":"2026-11-22"}'), "2025-01-01");
  assert.equal(day(profile({ date: "2025-01-01" }), '{"today":"2026-11-22","date":"2024-01-01"}'), "2024-01-01");
  const { report } = parsed(engine.evaluate(profile(), '{"today":"2026-11-22","region":"HERE"}'));
  assert.equal(report.provenance.region, "HERE");
});

test("settings that cannot be read are errors with their paths", () => {
  const paths = (asked) => parsed(engine.evaluate(profile(), asked)).errors.map((one) => [one.code, one.path]);
  assert.deepEqual(paths("{}"), [["missing-key", "settings"]]);
  assert.deepEqual(paths('{"today":"2026-02-30"}'), [["invalid-date", "settings.today"]]);
  assert.deepEqual(paths('{"today":null}'), [["null-value", "settings.today"]]);
  assert.deepEqual(paths('{"today":"2026-11-22","day":1}'), [["unknown-key", "settings.day"]]);
  assert.deepEqual(paths("today"), [["invalid-json", "settings"]]);
  assert.deepEqual(paths("[]"), [["wrong-json-type", "settings"]]);
});

test("why and why not are answered by proofs", () => {
  const rulesOf = (question) => parsed(engine.explain(profile(), question, settings)).explanation.rules;
  assert.deepEqual(rulesOf('{"why":"osimertinib"}').map((proof) => [proof.rule, proof.verdict]), [["mutated", "met"]]);
  assert.deepEqual(rulesOf('{"whyNot":"genetics"}').map((proof) => proof.rule), ["elderly"]);
  assert.deepEqual(rulesOf('{"whyNot":"osimertinib"}'), []);
});

test("a question that is none is an error", () => {
  const asked = (question) => parsed(engine.explain(profile(), question, settings)).errors[0];
  assert.equal(asked('{"why":"osimertinb"}').code, "unknown-name");
  assert.match(asked('{"why":"osimertinb"}').help, /osimertinib/);
  for (const question of ['{"why":1}', '{"who":"x"}', "{}", "null"]) assert.equal(asked(question).code, "wrong-json-type");
  assert.equal(asked("why?").code, "invalid-json");
  assert.equal(asked("why?").path, "question");
});

test("what if gives what changes", () => {
  const { changes } = parsed(engine.changes(profile(), profile({ facts: { age: 80 } }), settings));
  assert.deepEqual(changes.map((change) => [change.part, change.entry, change.before, change.after]), [
    ["question", "How old is the patient?", "open", null],
    ["team", "genetics", null, "recommended"],
  ]);
});

test("what if is asked in the words of a case, one or several", () => {
  const asked = (given) => parsed(engine.explain(profile(), JSON.stringify({ if: given }), settings));
  const expected = parsed(engine.changes(profile(), profile({ facts: { age: 80 } }), settings));
  assert.deepEqual(asked("age 80 years"), expected);
  assert.deepEqual(asked(["age 80 years"]), expected);
  assert.deepEqual(asked([]).changes, []);
  assert.equal(asked("age").ok, false);
  assert.equal(asked([1]).errors[0].code, "wrong-json-type");
});

test("a report comes to read too", () => {
  const text = (form) => parsed(engine.text(profile(), settings, form));
  assert.match(text("text").text, /osimertinib/);
  assert.match(text("patient").text, /^# /);
  assert.match(text("html").text, /^<!DOCTYPE html>/);
  assert.deepEqual(text("poem").errors.map((one) => [one.code, one.path]), [["unknown-value", "form"]]);
});

test("a change is read alone", () => {
  const { variant } = parsed(engine.variant("EGFR", "p.Leu858Arg"));
  assert.deepEqual([variant.normal, variant.rules.map(({ rule }) => rule)], ["p.L858R", ["mutated"]]);
  assert.deepEqual(codes(engine.variant("EGRF", "L858R")), ["unknown-name"]);
});

test("a rule comes as it is written, cases as they come out", () => {
  assert.match(parsed(engine.rule("mutated")).rule.text, /^rule mutated /);
  assert.match(parsed(engine.rule("mutatde")).errors[0].help, /mutated/);
  assert.deepEqual(parsed(engine.cases(0, settings)), { ok: true, cases: [], promises: [] });
  assert.deepEqual(codes(engine.cases(0, "{}")), ["missing-key"]);
});

test("open questions come alone too", () => {
  const { ok, questions } = parsed(engine.questions(profile(), settings));
  assert.equal(ok, true);
  assert.deepEqual(questions, [{ about: { fact: "age" }, ask: "How old is the patient?", decides: ["refer genetics"] }]);
});

test("the vocabulary says what can be asked", () => {
  const { ok, vocabulary } = parsed(engine.vocabulary());
  assert.equal(ok, true);
  assert.deepEqual(vocabulary.diseases, [{ name: "tumour", title: "Tumour" }]);
  const age = { name: "age", title: "Age", ask: "How old is the patient?", used: true, takes: "number" };
  assert.deepEqual(vocabulary.facts, [{ ...age, from: 0, to: 130, unit: "years" }]);
  assert.deepEqual(vocabulary.genes.map((gene) => [gene.name, gene.used, gene.alterations]), [["EGFR", true, ["L858R"]]]);
  assert.deepEqual(vocabulary.markers.map((marker) => [marker.name, marker.used]), [["score", false]]);
  assert.deepEqual(vocabulary.drugs, [{ name: "osimertinib" }]);
});

test("a broken profile is refused, with a path for each error", () => {
  const { ok, errors } = parsed(engine.evaluate(profile({ disease: "tumor", facts: { age: 200, weight: 70 } }), settings));
  assert.equal(ok, false);
  assert.deepEqual(errors.map((error) => [error.code, error.path]), [
    ["unknown-name", "disease"],
    ["out-of-range", "facts.age"],
    ["unknown-name", "facts.weight"],
  ]);
  assert.match(errors[0].help, /tumour/);
  for (const text of ["", "{", "nonsense", "\u0000", "\ufeff"]) assert.deepEqual(codes(engine.evaluate(text, settings)), ["invalid-json"]);
  for (const text of ["[]", "1", '"x"']) assert.deepEqual(codes(engine.evaluate(text, settings)), ["wrong-json-type"]);
  assert.deepEqual(codes(engine.evaluate("null", settings)), ["null-value"]);
});

test("broken rules are refused with their places, by every method", () => {
  const broken = new Engine("broken", files(rule("wrong", "EGFR has L858R and ages >= 70 years")));
  const { ok, diagnostics } = parsed(broken.rulebook());
  assert.equal(ok, false);
  const [first] = diagnostics.filter((found) => found.severity === "error");
  assert.equal(first.code, "unknown-name");
  assert.equal(first.primary.file, "rules.guide");
  assert.deepEqual([first.primary.start.line, first.primary.start.column], [5, 27]);
  assert.equal(broken.evaluate(profile(), settings), broken.rulebook());
  assert.equal(broken.questions(profile(), settings), broken.rulebook());
  assert.equal(broken.explain(profile(), '{"why":"x"}', settings), broken.rulebook());
  assert.equal(broken.changes(profile(), profile(), settings), broken.rulebook());
  assert.equal(broken.vocabulary(), broken.rulebook());
  assert.equal(broken.explain(profile(), '{"if":"x"}', settings), broken.rulebook());
  assert.equal(broken.testPlan(profile(), settings), broken.rulebook());
  assert.equal(broken.text(profile(), settings, "text"), broken.rulebook());
  assert.equal(broken.variant("EGFR", "L858R"), broken.rulebook());
  assert.equal(broken.cases(0, settings), broken.rulebook());
  assert.equal(broken.rule("wrong"), broken.rulebook());
});

test("texts that are no rulebook are refused", () => {
  const opened = (text) => codes(new Engine("x", text).rulebook());
  assert.deepEqual(opened("{"), ["invalid-json"]);
  assert.deepEqual(opened("[]"), ["wrong-json-type"]);
  assert.deepEqual(opened('{"a.guide":1,"b.guide":null}'), ["wrong-json-type", "wrong-json-type"]);
  assert.deepEqual(opened('{"a.guide":"","a.guide":""}'), ["duplicate-key"]);
});

test("a plan that is none is refused", () => {
  for (const text of ["", "{}", "\n", "guidemark plan 0 0\n{}", "guidemark plan 4 0\n{}"]) {
    assert.deepEqual(codes(Engine.compiled(Buffer.from(text)).rulebook()), ["invalid-plan"]);
  }
});

test("check says what is wrong", () => {
  assert.equal(parsed(check(files())).ok, true);
  assert.ok(codes(check(files(rule("wrong", "EGFR has L858R and (age >= 70 years")))).includes("unexpected-token"));
});

test("format lays out, and says why it cannot", () => {
  assert.deepEqual(parsed(format('region   HERE\n')), { ok: true, text: "region HERE\n" });
  assert.deepEqual(codes(format("rul x\n")), ["unknown-item"]);
});

test("the version is the engine's", () => {
  assert.equal(version(), parsed(engine.evaluate(profile(), settings)).report.provenance.engine);
});
