// The example of the package's README, run as written: in Node, and in a page as Vite builds it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import * as vite from "vite";
import { BROWSER, launch, serve } from "../browser.mjs";
import { project } from "./project.mjs";

const { folder, installed, run, write } = project();
const readme = readFileSync(join(installed, "README.md"), "utf8");
const block = (language) => new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, "ms").exec(readme)[1];
const [example, printed] = [block("js"), block("text").trim().split("\n")];

const says = (lines) => assert.deepEqual(printed.filter((line) => !lines.includes(line)), []);

test("the README's example runs in Node", () => {
  write("integration.mjs", example);
  says(run("integration.mjs").split("\n"));
});

test("the README's example runs in a page", { skip: !BROWSER && "no browser" }, async () => {
  write("integration.js", example);
  write("index.html", '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A host</title><script type="module" src="/integration.js"></script></head></html>');
  await vite.build({ root: folder, configFile: false, logLevel: "error", build: { target: "es2022" } });
  const server = await serve(join(folder, "dist"));
  const browser = await launch();
  const page = await browser.newPage();
  const lines = [];
  const last = page.waitForEvent("console", { predicate: (message) => message.text() === printed.at(-1), timeout: 20_000 });
  page.on("console", (message) => lines.push(message.text()));
  await page.goto(server.address);
  await last;
  await browser.close();
  server.close();
  says(lines);
});

test("every method and option of the README exists", async () => {
  const types = readFileSync(join(installed, "index.d.ts"), "utf8");
  for (const [, name] of readme.matchAll(/`(\w+)\(/g)) assert.match(types, new RegExp(`\\b${name}\\(`), name);
});
