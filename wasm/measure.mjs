// Prints how large the module is and how fast: `cargo xtask wasm` runs it behind the tests.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

const path = process.env.GUIDEMARK_WASM;
const native = JSON.parse(readFileSync(process.env.GUIDEMARK_ANSWERS, "utf8"));
const bytes = readFileSync(join(dirname(path), "guidemark_bg.wasm"));
const plan = Uint8Array.from(native.plan);
const kilobytes = (count) => `${(count / 1024).toFixed(1)} kB`;
const sizes = (what, data) =>
  console.log(`${what}: ${kilobytes(data.length)}, gzip ${kilobytes(gzipSync(data, { level: 9 }).length)}, brotli ${kilobytes(brotliCompressSync(data).length)}`);
sizes("module", bytes);
sizes("built-in rules, compiled", plan);
sizes("built-in rules, texts", Buffer.from(JSON.stringify(native.rules)));

const settings = JSON.stringify({ today: native.today });
const { profile } = native.profiles[0];
const time = (what, action) => {
  const start = performance.now();
  const result = action();
  console.log(`${what}: ${(performance.now() - start).toFixed(1)} ms`);
  return result;
};
const { Engine } = time("load the module", () => createRequire(import.meta.url)(path));
const engine = time("open the compiled rules", () => Engine.compiled(plan));
time("first answer", () => engine.evaluate(profile, settings));
time("open the rules' texts", () => new Engine(native.name, JSON.stringify(native.rules)));

for (let round = 0; round < 3; round++) native.profiles.forEach(({ profile }) => engine.evaluate(profile, settings));
const rounds = 10;
const start = performance.now();
for (let round = 0; round < rounds; round++) native.profiles.forEach(({ profile }) => engine.evaluate(profile, settings));
const each = (performance.now() - start) / (rounds * native.profiles.length);
console.log(`one evaluation: ${each.toFixed(3)} ms, the mean of ${native.profiles.length} profiles`);
