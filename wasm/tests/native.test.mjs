// Byte for byte what the native engine answers, on the built-in rules.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load, native, settings } from "./boundary.mjs";

const { Engine, check } = load();
const rules = JSON.stringify(native.rules);

for (const [how, engine] of [
  ["from texts", new Engine(native.name, rules)],
  ["from a plan", Engine.compiled(Uint8Array.from(native.plan))],
]) {
  test(`the built-in rules ${how} answer as natively`, () => {
    assert.equal(JSON.parse(engine.rulebook()).ok, true);
    assert.ok(native.profiles.length > 50, "profiles were made");
    assert.ok(native.profiles.some(({ native }) => native.report), "some have reports");
    for (const { name, profile, native: { report, errors, about, explanation } } of native.profiles) {
      const answer = engine.evaluate(profile, settings);
      if (errors) {
        assert.equal(answer, `{"ok":false,"errors":${errors}}`, name);
        continue;
      }
      assert.equal(answer, `{"ok":true,"report":${report}}`, name);
      const why = engine.explain(profile, JSON.stringify({ whyNot: about }), settings);
      assert.equal(why, `{"ok":true,"explanation":${explanation}}`, name);
    }
    assert.equal(engine.vocabulary(), `{"ok":true,"vocabulary":${native.vocabulary}}`);
  });
}

test("the built-in rules have the findings that they have natively", () => {
  assert.equal(check(rules), `{"ok":true,"diagnostics":${native.diagnostics}}`);
});
