// Byte for byte what the native engine answers, on the built-in rules.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { load, native } from "./boundary.mjs";

const { Engine, check } = load();
const rules = JSON.stringify(native.rules);
const ofSource = new Engine(native.name, rules);
const ofPlan = Engine.compiled(Buffer.from(native.plan, "base64"));

const asks = (engine, calls, name) => {
  for (const { method, arguments: given, answer, sha256 } of calls) {
    const answered = engine[method](...given);
    if (answer) assert.equal(answered, answer, `${name}: ${method}`);
    // `guidemark` itself says what the answer should be.
    else assert.equal(createHash("sha256").update(answered).digest("hex"), sha256, `${name}: ${method}(${given.join(", ")})`);
  }
};

const inFull = native.profiles.filter(({ calls }) => calls[0].answer);
// However it is read, the plan is the same: from its texts the rulebook is asked a part of it all.
for (const [how, engine, profiles] of [["from a plan", ofPlan, native.profiles], ["from texts", ofSource, inFull]]) {
  test(`the built-in rules ${how} answer as natively`, () => {
    assert.equal(JSON.parse(engine.rulebook()).ok, true);
    asks(engine, native.calls, "the rulebook");
    for (const { name, calls } of profiles) asks(engine, calls, name);
  });
}

test("every method is asked, of many profiles", () => {
  assert.ok(native.profiles.length > 50, "profiles were made");
  const count = {};
  for (const { method } of [...native.calls, ...native.ofSource, ...native.profiles.flatMap(({ calls }) => calls)]) count[method] = (count[method] ?? 0) + 1;
  const methods = Object.getOwnPropertyNames(Engine.prototype).filter((name) => !["constructor", "free", "__destroy_into_raw", "rulebook"].includes(name));
  assert.deepEqual(methods.filter((method) => !count[method]), []);
  const answers = inFull.flatMap(({ calls }) => calls);
  const answered = (method, part) => answers.some((call) => call.method === method && call.answer.startsWith(part));
  for (const [method, key] of [["evaluate", "report"], ["explain", "explanation"], ["explain", "changes"], ["changes", "changes"], ["variant", "variant"]]) {
    assert.ok(answered(method, `{"ok":true,"${key}":`), `${method} answers`);
  }
});

test("cases, promises and rule texts come as natively, and not of a compiled rulebook", () => {
  asks(ofSource, native.ofSource, "texts");
  for (const { method, arguments: given } of native.ofSource) {
    assert.equal(JSON.parse(ofPlan[method](...given)).errors[0].code, "invalid-plan");
  }
});

test("the built-in rules have the findings that they have natively", () => {
  assert.equal(check(rules), `{"ok":true,"diagnostics":${native.diagnostics}}`);
});
