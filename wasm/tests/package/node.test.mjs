// The package in Node: `import` and `require`, from an empty project.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { native, project } from "./project.mjs";

const { installed, run, write } = project();
const sound = native.profiles.filter(({ calls: [{ answer }] }) => answer?.startsWith('{"ok":true'));
const [{ profile, calls }] = sound;
write("profile.json", profile);
const package_ = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
const guidemark = await import(pathToFileURL(join(installed, "node.js")));
const { Book, check, format, load, loadSync, version } = guidemark;
const book = await load();
const plan = Buffer.from(native.plan, "base64");
const settings = { today: native.today };
const call = (method) => calls.find((call) => call.method === method);
const source = { "small.guide": readFileSync(new URL("small.guide", import.meta.url), "utf8") };

const use = `
  const profile = JSON.parse(readFileSync("profile.json", "utf8"));
  load().then((book) => console.log(JSON.stringify(book.evaluate(profile, ${JSON.stringify(settings)}).report.treatments)));
`;
const treatments = JSON.stringify(JSON.parse(call("evaluate").answer).report.treatments);

test("import works from a project", () => {
  write("import.mjs", `import { readFileSync } from "node:fs";\nimport { load } from "guidemark";${use}`);
  assert.equal(run("import.mjs").trim(), treatments);
});

test("require works from a project", () => {
  write("require.cjs", `const { readFileSync } = require("node:fs");\nconst { load } = require("guidemark");${use}`);
  assert.equal(run("require.cjs").trim(), treatments);
});

test("inline works in Node too, and fetches nothing", () => {
  write("inline.mjs", `import { readFileSync } from "node:fs";\nimport { load } from "guidemark/inline";\nglobalThis.fetch = undefined;${use}`);
  assert.equal(run("inline.mjs").trim(), treatments);
});

test("the package says what it is, and what it holds", () => {
  const bytes = readFileSync(join(installed, "engine_bg.wasm"));
  assert.equal(package_.guidemark.engine.sha256, createHash("sha256").update(bytes).digest("hex"));
  assert.deepEqual(package_.guidemark.rulebook, book.rulebook);
  assert.equal(package_.version, version);
  assert.equal(book.evaluate(profile).report.provenance.engine, version);
  for (const file of ["README.md", "LICENSE", "index.d.ts", "schema/report.schema.json", "schema/profile.schema.json"]) readFileSync(join(installed, file));
  write("exports.mjs", `for (const name of process.argv.slice(2)) import.meta.resolve(name);`);
  run("exports.mjs", ...["", "/web", "/inline", "/wasm", "/rulebook", "/schema/report.schema.json", "/package.json"].map((name) => `guidemark${name}`));
});

test("what every method answers is what the engine answers", async () => {
  for (const { profile, calls } of sound) {
    for (const { method, arguments: given, answer } of calls) {
      const read = (text) => JSON.parse(text);
      const asked = {
        explain: ([profile, question, settings]) => [profile, read(question), read(settings)],
        text: ([profile, settings, form]) => [profile, read(settings), form],
        variant: (given) => given,
        changes: ([before, after, settings]) => [before, after, read(settings)],
      }[method] ?? (([profile, settings]) => [profile, read(settings)]);
      assert.deepEqual(book[method](...asked(given)), read(answer), method);
    }
  }
  assert.deepEqual(book.vocabulary(), JSON.parse(native.calls[0].answer));
});

test("rule texts come from their own file, cases of a book from texts alone", async () => {
  const rules = native.ofSource.filter(({ method }) => method === "rule");
  for (const { arguments: [id], answer } of rules.slice(0, 5)) assert.deepEqual(await book.rule(id), JSON.parse(answer));
  assert.equal((await book.rule("no-such-rule")).errors[0].code, "unknown-name");
  assert.equal(book.cases().errors[0].code, "invalid-plan");
  const texts = await load({ source: native.rules, name: native.name });
  assert.deepEqual(texts.rulebook, book.rulebook);
  for (const { arguments: [id], answer } of rules.slice(0, 5)) assert.deepEqual(await texts.rule(id), JSON.parse(answer));
  const { ok, cases, promises } = texts.cases({ random: 2 });
  assert.ok(ok && cases.length > 50 && promises.length > 5 && cases.every((one) => one.passed));
  texts.close();
});

test("a profile is an object or a text, today is the clock's", () => {
  assert.deepEqual(book.evaluate(JSON.parse(profile), settings).report.treatments, book.evaluate(profile, settings).report.treatments);
  const undated = { disease: "LUAD" };
  const now = new Date();
  const [year, month, day] = book.evaluate(undated).report.provenance.date.split("-").map(Number);
  assert.deepEqual([year, month, day], [now.getFullYear(), now.getMonth() + 1, now.getDate()]);
  assert.equal(book.evaluate(undated, { date: "2024-02-29", region: undefined }).report.provenance.date, "2024-02-29");
});

test("what is wrong with an input is an answer", () => {
  assert.equal(book.evaluate({ disease: "no such" }).errors[0].code, "unknown-name");
  assert.equal(book.evaluate("{").errors[0].code, "invalid-json");
  assert.equal(book.evaluate({}, { day: "2024-01-01" }).errors[0].code, "unknown-key");
  assert.equal(book.text({}, {}, "poem").errors[0].code, "unknown-value");
  assert.equal(book.explain({}, { who: "x" }).errors[0].code, "wrong-json-type");
  assert.equal(book.variant("no such", "x").errors[0].code, "unknown-name");
});

test("a rulebook with errors answers with them", async () => {
  const broken = await load({ source: { "a.guide": "rul x\n" } });
  assert.ok(broken instanceof Book && !broken.ok);
  assert.equal(broken.diagnostics[0].code, "unknown-item");
  assert.deepEqual(broken.evaluate({}), { ok: false, diagnostics: broken.diagnostics });
  assert.deepEqual(await broken.rule("x"), broken.vocabulary());
  const damaged = loadSync({ compiled: new Uint8Array([1, 2]) });
  assert.equal(damaged.errors[0].code, "invalid-plan");
  assert.deepEqual(damaged.questions({}), { ok: false, errors: damaged.errors });
});

test("a compiled rulebook comes as bytes, as an address, as a response", async () => {
  const file = join(installed, "rulebook-plan.bin");
  const { buffer } = Uint8Array.from(plan);
  for (const compiled of [plan, buffer, pathToFileURL(file), file, new Response(plan), Promise.resolve(plan), Promise.resolve(new Response(plan))]) {
    assert.deepEqual((await load({ compiled })).rulebook, book.rulebook);
  }
  assert.deepEqual(loadSync({ compiled: plan }).rulebook, book.rulebook);
  assert.equal((await (await load({ compiled: plan })).rule("x")).errors[0].code, "invalid-plan");
});

test("check and format need no rulebook", () => {
  assert.equal(check(source).ok, true, JSON.stringify(check(source)));
  assert.equal(check({ "a.guide": "rul x\n" }).diagnostics[0].code, "unknown-item");
  assert.deepEqual(format("region   X\n"), { ok: true, text: "region X\n" });
});

test("only misuse throws", async () => {
  const misuse = [
    () => book.evaluate(), () => book.evaluate(null), () => book.evaluate([]), () => book.evaluate({}, null), () => book.explain({}),
    () => book.variant("x"), () => book.text({}, {}, 1), () => book.cases({ random: -1 }), () => check(), () => check({ a: 1 }),
    () => format(), () => loadSync(1), () => loadSync({ rules: {} }), () => loadSync({ compiled: new URL("file:///x") }),
    () => loadSync({ source: {}, compiled: plan }),
  ];
  for (const wrong of misuse) assert.throws(wrong, TypeError, String(wrong));
  await assert.rejects(load({ source: [1] }), TypeError);
  await assert.rejects(load({ compiled: 1 }), TypeError);
  await assert.rejects(book.rule(), TypeError);
});

test("books live beside each other, and close", async () => {
  const [one, two] = await Promise.all([load({ source }), load()]);
  assert.notDeepEqual(one.rulebook, two.rulebook);
  one.close();
  assert.equal(two.evaluate({}).ok, true);
  assert.equal(one.evaluate({}).ok, true, "a closed book opens again where it is asked");
});

test("it runs where a test simulates a browser: with another URL in the global scope", () => {
  write("jsdom.mjs", `globalThis.window = globalThis; globalThis.URL = class { constructor() { throw new Error("not this one"); } };
    const { loadSync } = await import("guidemark"); console.log(loadSync().ok);`);
  assert.equal(run("jsdom.mjs").trim(), "true");
});
