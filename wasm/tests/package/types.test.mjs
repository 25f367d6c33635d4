// Types and schemas against what is really answered.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import { native, project } from "./project.mjs";

const { folder, installed, write } = project();
copyFileSync(new URL("example.ts", import.meta.url), join(folder, "example.ts"));
const tsc = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin/tsc");

// What tsc says of the project, which is nothing where all is well.
function compile(options, files) {
  const strict = ["--strict", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess", "--noEmit", "--target", "es2022", "--types", ""];
  try {
    execFileSync(process.execPath, [tsc, ...strict, ...options, ...files], { cwd: folder, encoding: "utf8", maxBuffer: 1 << 28 });
    return "";
  } catch ({ stdout }) {
    return stdout.slice(0, 5000);
  }
}

const RESOLUTIONS = { Node: ["--module", "nodenext"], bundlers: ["--module", "esnext", "--moduleResolution", "bundler"] };
for (const [name, options] of Object.entries(RESOLUTIONS)) {
  test(`every method compiles strictly, as for ${name}`, () => {
    write("package.json", '{"name":"somebody-elses","private":true,"type":"module"}');
    assert.equal(compile([...options, "--lib", "es2022,dom"], ["example.ts"]), "");
  });
}

const noWidget = !existsSync(join(installed, "widget/index.d.ts")) && "no widget in this package";
test("the widget's types compile strictly", { skip: noWidget }, () => {
  write("widget.ts", 'import { GuidemarkWidget } from "guidemark/widget";\nexport const widget: GuidemarkWidget | null = document.querySelector("guidemark-widget");\n');
  assert.equal(compile([...RESOLUTIONS.bundlers, "--lib", "es2022,dom"], ["widget.ts"]), "");
});

// An answer's tag gives way, so that what is within is checked key by key.
const TYPES = {
  report: "Report", explanation: "Explanation", changes: "Change[]", questions: "OpenQuestion[]", test_plan: "TestPlan", vocabulary: "Vocabulary",
  variant: "Variant", rule: "WrittenRule", cases: "CaseOutcome[]", promises: "PromiseOutcome[]", errors: "InputError[]", diagnostics: "Diagnostic[]",
  text: "string", rulebook: "Rulebook",
};

test("what is really answered has the types that are promised", async () => {
  const { load } = await import(pathToFileURL(join(installed, "node.js")));
  const texts = (...names) => Object.fromEntries(names.map((name) => [name, readFileSync(new URL(name, import.meta.url), "utf8")]));
  const broken = await load({ source: texts("broken.guide") });
  const failing = await load({ source: texts("failing.guide", "amending.guide") });
  assert.deepEqual(failing.diagnostics.filter(({ severity }) => severity === "error"), []);
  const outcomes = failing.cases();
  assert.deepEqual([...outcomes.cases, ...outcomes.promises].map(({ passed }) => passed), [true, false, false]);
  const profiles = native.profiles.filter(({ calls }) => calls[0].answer).slice(0, 40);
  const calls = [...profiles.flatMap(({ calls }) => calls), ...native.calls, ...native.ofSource.slice(0, 20), ...native.ofSource.slice(-2)];
  const answers = [...calls.map(({ answer }) => JSON.parse(answer)), broken.evaluate({}), { rulebook: failing.rulebook }, outcomes, await failing.rule("shared"), { diagnostics: failing.diagnostics }];
  const seen = new Set();
  const lines = answers.flatMap((answer, number) =>
    Object.entries(answer).filter(([key]) => key !== "ok").map(([key, value]) => {
      assert.ok(TYPES[key], `a type is known for ${key}`);
      seen.add(key);
      return `export const ${key}${number}: ${TYPES[key]} = ${JSON.stringify(value)};`;
    }),
  );
  assert.deepEqual([...seen].sort(), Object.keys(TYPES).sort());
  const names = [...new Set(Object.values(TYPES).map((type) => type.replace("[]", "")))].filter((name) => name !== "string");
  const sound = profiles.filter(({ calls }) => calls[0].answer.startsWith('{"ok":true'));
  const asked = sound.map(({ profile }, number) => `export const asked${number}: Profile = ${profile};`);
  write("answers.ts", `import type { Profile, ${names.join(", ")} } from "guidemark";\n${lines.join("\n")}\n${asked.join("\n")}\n`);
  assert.equal(compile([...RESOLUTIONS.Node, "--lib", "es2022,dom"], ["answers.ts"]), "");
});

test("profiles and reports conform to the published schemas", () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  const schema = (name) => ajv.compile(JSON.parse(readFileSync(join(installed, `schema/${name}.schema.json`), "utf8")));
  const [isProfile, isReport] = [schema("profile"), schema("report")];
  for (const { name, profile, calls } of native.profiles) {
    const answer = calls[0].answer && JSON.parse(calls[0].answer);
    if (!answer?.ok) continue;
    assert.ok(isProfile(JSON.parse(profile)), `${name}: ${ajv.errorsText(isProfile.errors)}`);
    assert.ok(isReport(answer.report), `${name}: ${ajv.errorsText(isReport.errors)}`);
  }
});
