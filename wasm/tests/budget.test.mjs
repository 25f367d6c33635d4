// How large the parts of the package are, against `budget.json`; and, for whoever reads the output, how quick it is.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

const folder = process.env.GUIDEMARK_WASM;
const native = JSON.parse(readFileSync(process.env.GUIDEMARK_ANSWERS, "utf8"));
const { comment, ...budget } = JSON.parse(readFileSync(new URL("../budget.json", import.meta.url), "utf8"));

const compressed = (name) => gzipSync(readFileSync(join(folder, name)), { level: 9 }).length;

for (const [part, { files, gzip, goal, optional }] of Object.entries(budget)) {
  test(`${part}: within its budget`, { skip: optional && !existsSync(join(folder, files[0])) && "not in this package" }, (context) => {
    // Each file comes alone over the network, so each is compressed alone.
    const bytes = files.reduce((sum, name) => sum + compressed(name), 0);
    context.diagnostic(`${part}: ${bytes} bytes gzipped of ${gzip}${goal ? `; the goal: ${goal}` : ""}`);
    assert.ok(bytes <= gzip, `${part} has ${bytes} bytes gzipped, and its budget is ${gzip}`);
  });
}

test("how quick it is", async (context) => {
  const time = async (what, action, rounds = 1) => {
    const start = performance.now();
    for (let round = 0; round < rounds; round++) await action(round);
    context.diagnostic(`${what}: ${((performance.now() - start) / rounds).toFixed(3)} ms`);
  };
  const settings = { today: native.today };
  const profiles = native.profiles.slice(1, 201).map(({ profile }) => profile);
  let guidemark, book;
  await time("import", async () => { guidemark = await import(pathToFileURL(join(folder, "node.js"))); });
  await time("load the built-in rulebook", async () => { book = await guidemark.load(); });
  await time("first answer after it", () => book.evaluate(profiles[0], settings));
  for (let round = 0; round < 3; round++) profiles.forEach((profile) => book.evaluate(profile, settings));
  await time(`an evaluation, the mean of ${profiles.length} profiles`, (round) => book.evaluate(profiles[round % profiles.length], settings), 5 * profiles.length);
  // The answer that a clinician gives while the page is open.
  const changed = [61, 62].map((age) => JSON.stringify({ ...JSON.parse(profiles[0]), facts: { ...JSON.parse(profiles[0]).facts, age } }));
  await time("again after one changed answer", (round) => book.evaluate(changed[round % 2], settings), 500);
  await time("load the rulebook from its texts", async () => { await guidemark.load({ source: native.rules }); });
});
