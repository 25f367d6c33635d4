// Inputs that are deep, long or wrong are answered: a trap would throw, and break the module for good.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load, native, settings } from "./boundary.mjs";
import { files, profile, rule } from "./small.mjs";

const LIMIT = 64;
const FAR = 100_000;
const MEGABYTE = 1 << 20;

const nested = (depth, open, inner, close) => open.repeat(depth) + inner + close.repeat(depth);
const answered = (text) => {
  const answer = JSON.parse(text);
  assert.equal(typeof answer.ok, "boolean");
  return answer;
};
const codes = (text) => {
  const { ok, errors, diagnostics } = answered(text);
  assert.equal(ok, false);
  return (errors ?? diagnostics).map((one) => one.code);
};

// Conditions of a depth, in every way in which one can be deep. All are met for somebody aged 80.
const DEEP = {
  parentheses: (depth) => nested(depth, "(", "age >= 70 years", ")"),
  not: (depth) => `${"not ".repeat(depth)}age ${depth % 2 ? "<" : ">="} 70 years`,
  // Each level is a condition of its own: `and` within `or` within `and`.
  alternating: (depth) => {
    let condition = "age >= 70 years";
    for (let level = 0; level < depth; level++) {
      condition = level % 2 ? `(disease is tumour and ${condition})` : `(EGFR is pending or ${condition})`;
    }
    return condition;
  },
  atLeast: (depth) => nested(depth, "at least 1 of (score > 5 %, ", "age >= 70 years", ")"),
};

for (const [name, condition] of Object.entries(DEEP)) {
  test(`conditions nested to the limit are read, evaluated, explained and laid out: ${name}`, () => {
    const { Engine, check, format } = load();
    const text = rule("deep", condition(LIMIT), "refer genetics");
    assert.equal(answered(check(files(text))).ok, true, check(files(text)));
    const engine = new Engine("deep", files(text));
    const { report } = answered(engine.evaluate(profile({ facts: { age: 80 } }), settings));
    assert.deepEqual(report.team.map((entry) => entry.specialty), ["genetics"]);
    const { explanation } = answered(engine.explain(profile({ facts: { age: 80 } }), '{"why":"genetics"}', settings));
    assert.deepEqual(explanation.rules.map((proof) => proof.verdict), ["met"]);
    const open = answered(engine.questions(profile(), settings));
    assert.ok(open.questions.some((question) => question.about.fact === "age"));
    assert.equal(answered(format(text)).ok, true);
  });

  test(`conditions nested far beyond the limit are refused: ${name}`, () => {
    const { Engine, check, format } = load();
    assert.ok(codes(check(files(rule("deep", condition(FAR), "refer genetics")))).includes("nesting-too-deep"));
    for (const depth of [LIMIT + 1, 200]) {
      const text = rule("deep", condition(depth), "refer genetics");
      assert.ok(codes(new Engine("deep", files(text)).rulebook()).includes("nesting-too-deep"), `${depth}`);
      assert.ok(codes(format(text)).includes("nesting-too-deep"), `${depth}`);
    }
  });
}

test("exceptions and values of a fact nest no deeper either", () => {
  const { check } = load();
  const except = (depth) => rule("x", `EGFR has ${nested(depth, "mutation except (", "L858R", ")")}`);
  const values = (depth) => `fact deep "Deep"\n  one of ${nested(depth, "a (", "b", ")")}\n  ask "?"\n`;
  for (const depth of [200, FAR]) {
    assert.ok(codes(check(files(except(depth)))).includes("nesting-too-deep"));
    assert.ok(codes(check(files(values(depth)))).includes("nesting-too-deep"));
  }
  for (const depth of [1, 20, LIMIT - 1]) {
    answered(check(files(except(depth))));
    answered(check(files(values(depth))));
  }
});

test("plans of rules at the limit are read, deeper ones refused", () => {
  const { Engine } = load();
  const deep = Buffer.from(native.deep, "base64");
  const engine = Engine.compiled(deep);
  assert.equal(answered(engine.rulebook()).ok, true, engine.rulebook());
  const { report } = answered(engine.evaluate('{"facts":{"age":80}}', settings));
  assert.deepEqual(report.notes.map((note) => note.text), ["conditions"]);
  const damaged = Buffer.concat([deep.subarray(0, deep.indexOf("\n") + 1), Buffer.alloc(FAR, 1)]);
  assert.deepEqual(codes(Engine.compiled(damaged).rulebook()), ["invalid-plan"]);
});

// Links of a chain, each declared by the one before.
const chain = (length, first, link) => Array.from({ length }, (_, index) => (index ? link(index) : first)).join("");

test("long chains of diseases and classes are read", () => {
  const { Engine } = load();
  const diseases = chain(1000, 'disease t0 "T"\n  under tumour\n', (n) => `disease t${n} "T"\n  under t${n - 1}\n`);
  const classes = chain(1000, 'class c0 "C"\n', (n) => `class c${n} "C"\n  under c${n - 1}\n`);
  const engine = new Engine("deep", files(diseases + classes + rule("deep", "disease is t0", "refer genetics")));
  const { report } = answered(engine.evaluate(profile({ disease: "t999" }), settings));
  assert.deepEqual(report.team.map((entry) => entry.specialty), ["genetics"]);
});

test("definitions of definitions are no way around the limit", () => {
  const { Engine, check } = load();
  const defined = (length, condition) =>
    files(
      chain(length, 'define d0 "D"\n  age >= 70 years\n', (n) => `define d${n} "D"\n  ${condition(`d${n - 1}`)}\n`) +
        rule("deep", `d${length - 1}`, "refer genetics"),
    );
  const plain = (name) => name;
  const deep = (name) => DEEP.alternating(60).replace("age >= 70 years", name);
  for (const [length, condition] of [[1000, plain], [5000, plain], [60, deep], [200, deep]]) {
    assert.ok(codes(check(defined(length, condition))).includes("nesting-too-deep"), `${length}`);
  }
  const engine = new Engine("defined", defined(LIMIT - 1, plain));
  const { report } = answered(engine.evaluate(profile({ facts: { age: 80 } }), settings));
  assert.deepEqual(report.team.map((entry) => entry.specialty), ["genetics"]);
});

// Everything that reads a text reads this one.
const give = (text) => {
  const { Engine, check, format } = load();
  const engine = new Engine("small", files());
  answered(format(text));
  answered(check(text));
  answered(check(JSON.stringify({ "x.guide": text })));
  answered(Engine.compiled(text).rulebook());
  for (const broken of [text, profile({ disease: text }), profile({ facts: { [text]: 1 } })]) {
    assert.equal(answered(engine.evaluate(broken, settings)).ok, false);
  }
  assert.equal(answered(engine.evaluate(profile(), text)).ok, false);
  assert.equal(answered(engine.explain(profile(), text, settings)).ok, false);
  assert.equal(answered(engine.explain(profile(), JSON.stringify({ why: text }), settings)).ok, false);
  answered(engine.evaluate(profile({ results: [{ biomarker: "EGFR", alterations: [text] }] }), settings));
  answered(engine.variant("EGFR", text));
  assert.equal(answered(engine.variant(text, "L858R")).ok, false);
  answered(engine.explain(profile(), JSON.stringify({ if: text }), settings));
  assert.equal(answered(engine.text(profile(), settings, text)).ok, false);
  assert.equal(answered(engine.rule(text)).ok, false);
  assert.equal(answered(engine.cases(1, text)).ok, false);
};

test("a megabyte of `[` is answered, whatever reads it", () => give("[".repeat(MEGABYTE)));

test("much of one character is answered, whatever reads it", () => {
  for (const character of ["(", "{", '"', "a", "\n", " ", "1", "#", "\\", "é", "\u0000"]) give(character.repeat(1 << 15));
});

test("deep profiles are refused", () => {
  const { Engine } = load();
  const engine = new Engine("small", files());
  for (const depth of [100, 127, 128, 1000, FAR]) {
    const list = nested(depth, "[", "", "]");
    const object = nested(depth, '{"results":', "1", "}");
    for (const text of [list, object, `{"results":${list}}`, `{"facts":{"age":${list}}}`, `{"x":${object}}`]) {
      assert.equal(answered(engine.evaluate(text, settings)).ok, false);
      assert.equal(answered(engine.evaluate(profile(), text)).ok, false);
      assert.equal(answered(engine.explain(profile(), text, settings)).ok, false);
      assert.equal(answered(new Engine("x", text).rulebook()).ok, false);
    }
  }
});

test("deep alterations in a profile are answered", () => {
  const { Engine } = load();
  const engine = new Engine("small", files());
  for (const change of [nested(FAR, "(", "L858R", ")"), "c.".repeat(FAR), nested(FAR, "[", "L858R", "]"), "L858R;".repeat(FAR)]) {
    answered(engine.evaluate(profile({ results: [{ biomarker: "EGFR", alterations: [change] }] }), settings));
  }
});

test("text that is no Unicode is answered", () => {
  const { Engine, check, format } = load();
  const engine = new Engine("small", files());
  answered(check(files(`rule \ud800 "\udfff"\n`)));
  answered(format("\ud83d"));
  assert.equal(answered(engine.evaluate(profile({ disease: "\ud800" }), settings)).ok, false);
});
